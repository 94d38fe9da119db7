//! `cargo xtask bench api`: the API beside a hand-written handler, on both databases.

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
}

/// Builds everything as it is released, then measures on SQLite and on a throwaway PostgreSQL.
pub(crate) fn run(bench: &Bench) -> anyhow::Result<()> {
    let Bench::Api { options } = bench;
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
    measure(&binaries, None, options)?;
    let server = Server::start()?;
    println!("\n## {}\n", server.version());
    measure(&binaries, Some(server.url()), options)
}

fn measure(binaries: &Path, database_url: Option<&str>, options: &[String]) -> anyhow::Result<()> {
    let mut bench = std::process::Command::new(binaries.join("maillage-bench"));
    bench
        .arg("api")
        .arg("--maillage")
        .arg(binaries.join("maillage"))
        .args(options);
    if let Some(url) = database_url {
        bench.args(["--database-url", url]);
    }
    ensure!(bench.status()?.success(), "the measurement failed");
    Ok(())
}
