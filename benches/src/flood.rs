//! Reads at an even pace, with a flood of sign-ins beside them and without. The flood comes from ever
//! other networks, which no count of wrong tries stops: only the queue before the hashing of passwords
//! does.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, ensure};
use bytes::Bytes;
use clap::Parser;
use http::StatusCode;
use serde_json::json;
use tokio::{
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval_at},
};

use crate::{
    client,
    contender::{Contender, Door},
    seed,
};

/// What to measure, and how long.
#[derive(Parser)]
pub(crate) struct Plan {
    /// The server's binary
    #[arg(long)]
    maillage: PathBuf,
    /// An empty PostgreSQL database; a SQLite file of its own otherwise
    #[arg(long)]
    database_url: Option<String>,
    /// How many organisations
    #[arg(long, default_value_t = 2_000)]
    organisations: usize,
    /// How many projects, with two needs each
    #[arg(long, default_value_t = 10_000)]
    projects: usize,
    /// Reads a second
    #[arg(long, default_value_t = 100)]
    reads: u32,
    /// Sign-ins a second
    #[arg(long, default_value_t = 500)]
    sign_ins: u32,
    /// Seconds of each turn
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Turns with the flood, and as many without
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

/// Connections that reads, and sign-ins, are spread over: enough that one slow answer holds up no
/// other request.
const READERS: u32 = 20;
const INTRUDERS: u32 = 250;

/// What became of the flood.
#[derive(Default)]
struct Outcomes {
    looked_at: AtomicU64,
    turned_away: AtomicU64,
}

/// Fills a database, and measures reads with the flood and without, in turns.
pub(crate) async fn measure(plan: &Plan) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let url = match &plan.database_url {
        Some(url) => url.clone(),
        None => format!(
            "sqlite://{}?mode=rwc",
            folder.path().join("bench.db").display()
        ),
    };
    let ids = seed::fill(&url, plan.organisations, plan.projects).await?;
    let requests: Arc<[Bytes]> = client::requests(&ids).into();
    let server = Contender::start(Door::Api(&plan.maillage), &url, folder.path()).await?;
    let turn = Duration::from_secs(plan.seconds);
    let (mut quiet, mut flooded) = (Vec::new(), Vec::new());
    let outcomes = Arc::new(Outcomes::default());
    // A first turn of both is not counted: it opens every connection to the database, each of which
    // plans its statements on first use.
    let warming = Arc::new(Outcomes::default());
    let (warm, flood_begins) = tokio::join!(
        read(server.address, &requests, plan.reads, turn),
        flood(server.address, plan.sign_ins, turn, &warming)
    );
    flood_begins?;
    warm?;
    for _ in 0..plan.rounds {
        quiet.push(read(server.address, &requests, plan.reads, turn).await?);
        let (times, flood) = tokio::join!(
            read(server.address, &requests, plan.reads, turn),
            flood(server.address, plan.sign_ins, turn, &outcomes)
        );
        flood?;
        flooded.push(times?);
    }
    println!("| beside the reads | p50 ms | p99 ms |");
    println!("|---|---|---|");
    let alone = row("nothing", &mut quiet)?;
    let beside = row(
        &format!("{} sign-ins a second", plan.sign_ins),
        &mut flooded,
    )?;
    println!(
        "\nThe p99 with the flood is {:.2} of that without.",
        beside / alone
    );
    let (looked_at, turned_away) = (
        outcomes.looked_at.load(Ordering::Relaxed),
        outcomes.turned_away.load(Ordering::Relaxed),
    );
    println!("Of the flood {looked_at} sign-ins were looked at and {turned_away} turned away.");
    Ok(())
}

/// Prints the median turn, and returns its p99 in milliseconds.
fn row(name: &str, turns: &mut [(Duration, Duration)]) -> anyhow::Result<f64> {
    turns.sort_by_key(|(_, p99)| *p99);
    let (p50, p99) = turns.get(turns.len() / 2).context("no turn was measured")?;
    let (p50, p99) = (p50.as_secs_f64() * 1e3, p99.as_secs_f64() * 1e3);
    println!("| {name} | {p50:.1} | {p99:.1} |");
    Ok(p99)
}

/// Sends reads at an even pace; the p50 and the p99 of their times, each from the moment at which it
/// was due.
async fn read(
    address: SocketAddr,
    requests: &Arc<[Bytes]>,
    per_second: u32,
    turn: Duration,
) -> anyhow::Result<(Duration, Duration)> {
    let times = Arc::new(Mutex::new(Vec::new()));
    let step = Duration::from_secs(READERS.into()) / per_second;
    let begun = Instant::now();
    let mut readers = JoinSet::new();
    for reader in 0..READERS {
        let (times, requests) = (Arc::clone(&times), Arc::clone(requests));
        readers.spawn(async move {
            let mut sender = client::connect(address).await?;
            let mut due = interval_at(begun + step * reader / READERS, step);
            due.set_missed_tick_behavior(MissedTickBehavior::Burst);
            let mut at = reader as usize;
            loop {
                let due = due.tick().await;
                if due >= begun + turn {
                    return anyhow::Ok(());
                }
                let request = requests[at % requests.len()].clone();
                let (status, body) = client::send(&mut sender, request, None).await?;
                ensure!(
                    status == StatusCode::OK && body.len() > 100,
                    "an answer of {status}: {}",
                    String::from_utf8_lossy(&body)
                );
                let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
                times.push(due.elapsed());
                at += 7;
            }
        });
    }
    while let Some(reader) = readers.join_next().await {
        reader??;
    }
    let mut times = std::mem::take(&mut *times.lock().unwrap_or_else(PoisonError::into_inner));
    times.sort_unstable();
    let at = |share: usize| {
        let at = times.get(times.len() * share / 100);
        at.copied().context("nothing was measured")
    };
    Ok((at(50)?, at(99)?))
}

/// Sends sign-ins at a pace, each from a network of its own.
async fn flood(
    address: SocketAddr,
    per_second: u32,
    turn: Duration,
    outcomes: &Arc<Outcomes>,
) -> anyhow::Result<()> {
    let step = Duration::from_secs(INTRUDERS.into()) / per_second;
    let begun = Instant::now();
    let networks = Arc::new(AtomicU32::new(0));
    let mut intruders = JoinSet::new();
    for intruder in 0..INTRUDERS {
        let (outcomes, networks) = (Arc::clone(outcomes), Arc::clone(&networks));
        intruders.spawn(async move {
            let mut sender = client::connect(address).await?;
            let mut due = interval_at(begun + step * intruder / INTRUDERS, step);
            // Whoever waits for an answer sends the next one when it is there.
            due.set_missed_tick_behavior(MissedTickBehavior::Delay);
            while due.tick().await < begun + turn {
                let number = networks.fetch_add(1, Ordering::Relaxed);
                let from = Ipv4Addr::from_bits((11 << 24) + (number << 8) + 1);
                let sign_in = sign_in(number);
                let (status, _) = client::send(&mut sender, sign_in, Some(from)).await?;
                let counted = if status == StatusCode::OK {
                    &outcomes.looked_at
                } else {
                    &outcomes.turned_away
                };
                counted.fetch_add(1, Ordering::Relaxed);
            }
            anyhow::Ok(())
        });
    }
    while let Some(intruder) = intruders.join_next().await {
        intruder??;
    }
    Ok(())
}

fn sign_in(number: u32) -> Bytes {
    let query = "mutation ($email: EmailAddress!) { \
        signIn(input: { email: $email, password: \"pas le bon mot de passe\" }) { errors { code } } }";
    let email = format!("personne{number}@example.test");
    Bytes::from(json!({ "query": query, "variables": { "email": email } }).to_string())
}
