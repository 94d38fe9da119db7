//! Measures the API through its real door beside a hand-written handler for one query: the fewest
//! SQL statements, rows decoded by hand, serde. Both are processes of their own with the same
//! allocator and build profile, measured in turns by the same clients on the same database.
//!
//! Run by `cargo xtask bench api`; `cargo xtask bench sign-in` measures reads beside a flood of
//! sign-ins.

mod client;
mod contender;
mod flood;
mod handwritten;
mod seed;

use std::{path::PathBuf, time::Duration};

use anyhow::{Context, ensure};
use clap::{Parser, Subcommand};

use crate::{
    client::Measured,
    contender::{Contender, Door},
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Compares the API with a hand-written handler.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Fills a database and measures both
    Api(Plan),
    /// Fills a database and measures reads with a flood of sign-ins beside them, and without
    SignIn(flood::Plan),
    /// Serves the hand-written handler (started by `api`)
    Handwritten {
        /// The database
        #[arg(long)]
        database_url: String,
        /// The address
        #[arg(long)]
        listen: std::net::SocketAddr,
    },
}

/// What to measure, and how long.
#[derive(Parser)]
struct Plan {
    /// The server's binary
    #[arg(long)]
    maillage: PathBuf,
    /// An empty PostgreSQL database; a SQLite file of its own otherwise
    #[arg(long)]
    database_url: Option<String>,
    /// How many organisations
    #[arg(long, default_value_t = 20_000)]
    organisations: usize,
    /// How many projects, with two needs each
    #[arg(long, default_value_t = 100_000)]
    projects: usize,
    /// Connections of the clients
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// Seconds of each turn
    #[arg(long, default_value_t = 8)]
    seconds: u64,
    /// Turns of each contender
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Handwritten {
            database_url,
            listen,
        } => handwritten::serve(&database_url, listen).await,
        Command::Api(plan) => measure(&plan).await,
        Command::SignIn(plan) => flood::measure(&plan).await,
    }
}

async fn measure(plan: &Plan) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let url = match &plan.database_url {
        Some(url) => url.clone(),
        None => format!(
            "sqlite://{}?mode=rwc",
            folder.path().join("bench.db").display()
        ),
    };
    eprintln!(
        "filling {} organisations and {} projects …",
        plan.organisations, plan.projects
    );
    let ids = seed::fill(&url, plan.organisations, plan.projects).await?;
    let requests = client::requests(&ids);

    let api = Contender::start(Door::Api(&plan.maillage), &url, folder.path()).await?;
    let hand = Contender::start(Door::Handwritten, &url, folder.path()).await?;
    for request in &requests {
        let (left, right) = (
            client::once(api.address, request).await?,
            client::once(hand.address, request).await?,
        );
        ensure!(
            left["data"] == right["data"] && left["data"].is_object(),
            "the two answer differently:\n{left}\n{right}"
        );
    }

    let (mut api_turns, mut hand_turns) = (Vec::new(), Vec::new());
    let turn = Duration::from_secs(plan.seconds);
    // A first turn of each warms caches and pools and is not counted.
    for round in 0..=plan.rounds {
        for (contender, turns) in [(&api, &mut api_turns), (&hand, &mut hand_turns)] {
            let cpu = contender.cpu()?;
            let measured =
                client::load(contender.address, &requests, plan.connections, turn).await?;
            let cpu = contender.cpu()?.saturating_sub(cpu);
            if round > 0 {
                turns.push((measured, cpu));
            }
        }
    }
    println!("| contender | req/s | p50 ms | p99 ms | CPU µs of the server per request |");
    println!("|---|---|---|---|---|");
    let hand = row("hand-written", &mut hand_turns)?;
    let api = row("maillage", &mut api_turns)?;
    println!(
        "\nmaillage is at {:.2} of the hand-written handler.",
        api / hand
    );
    Ok(())
}

/// Prints the median turn of a contender and returns its requests a second.
fn row(name: &str, turns: &mut [(Measured, Duration)]) -> anyhow::Result<f64> {
    turns.sort_by(|left, right| left.0.per_second.total_cmp(&right.0.per_second));
    let (measured, cpu) = turns.get(turns.len() / 2).context("no turn was measured")?;
    let cpu = cpu.as_secs_f64() * 1e6 / measured.requests;
    println!(
        "| {name} | {:.0} | {:.1} | {:.1} | {cpu:.0} |",
        measured.per_second,
        measured.p50.as_secs_f64() * 1e3,
        measured.p99.as_secs_f64() * 1e3
    );
    Ok(measured.per_second)
}
