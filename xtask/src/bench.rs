//! `cargo xtask bench api`: the API beside a hand-written handler, on both databases.
//! `cargo xtask bench sign-in`: reads beside a flood of sign-ins, on both databases.
//! `cargo xtask bench judge`: what hostile documents take.
//! `cargo xtask bench bookings`: what it takes to say what is free.
//! `cargo xtask bench cooperation`: what it takes to say who cooperates with whom.

use std::path::Path;

use anyhow::ensure;
use clap::Subcommand;

use crate::{cargo, postgres::Server};

/// What to measure
#[derive(Subcommand)]
pub(crate) enum Bench {
    /// The three-level project list through the real door, beside a hand-written handler
    Api {
        /// Handed to the bench: --seconds, --rounds, --connections, --organisations, --projects
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
    /// Reads at an even pace, with a flood of sign-ins beside them and without
    SignIn {
        /// Handed to the bench: --seconds, --rounds, --reads, --sign-ins, --organisations, --projects
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
    /// CPU time of accepting or refusing each document of the judge's corpus
    Judge,
    /// Availability over a year, and what is free during a time, with very many bookings
    Bookings,
    /// The cooperation graph of a large hub, and how its commitments were kept
    Cooperation,
}

/// Builds what is measured as it is released, and measures it.
pub(crate) fn run(bench: &Bench) -> anyhow::Result<()> {
    match bench {
        Bench::Api { options } => measure_on_both("api", options),
        Bench::SignIn { options } => measure_on_both("sign-in", options),
        Bench::Judge => measure_alone(&[
            "run",
            "--release",
            "--manifest-path=benches/judge/Cargo.toml",
        ]),
        Bench::Bookings => measure_alone(&["bench", "--manifest-path=benches/bookings/Cargo.toml"]),
        Bench::Cooperation => {
            measure_alone(&["bench", "--manifest-path=benches/cooperation/Cargo.toml"])
        }
    }
}

/// Runs what is measured without a server.
fn measure_alone(arguments: &[&str]) -> anyhow::Result<()> {
    let measured = cargo::command(arguments).status()?;
    ensure!(measured.success(), "the measurement failed");
    Ok(())
}

fn measure_on_both(bench: &str, options: &[String]) -> anyhow::Result<()> {
    let built = cargo::command([
        "build",
        "--release",
        "--package=maillage-server",
        "--package=maillage-bench",
    ])
    .status()?;
    ensure!(built.success(), "the build failed");
    let binaries = cargo::target_folder()?.join("release");
    println!("## SQLite\n");
    measure(bench, &binaries, None, options)?;
    let server = Server::start()?;
    println!("\n## {}\n", server.version());
    measure(bench, &binaries, Some(server.url()), options)
}

fn measure(
    bench: &str,
    binaries: &Path,
    database_url: Option<&str>,
    options: &[String],
) -> anyhow::Result<()> {
    let mut command = std::process::Command::new(binaries.join("maillage-bench"));
    command
        .arg(bench)
        .arg("--maillage")
        .arg(binaries.join("maillage"))
        .args(options);
    if let Some(url) = database_url {
        command.args(["--database-url", url]);
    }
    ensure!(command.status()?.success(), "the measurement failed");
    Ok(())
}
