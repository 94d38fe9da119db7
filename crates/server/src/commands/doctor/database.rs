//! What the doctor asks the database.

use chrono::TimeDelta;
use maillage_domain::clock::Clock;
use maillage_persistence::{Db, jobs};
use maillage_usecases::SystemClock;

use super::{
    Finding::{self, Broken, Fine, Mind},
    chain,
};
use crate::settings::Settings;

/// By how much the clock may differ from the database's: access tokens of one instance must hold
/// on another.
const DRIFT: TimeDelta = TimeDelta::seconds(5);

pub(super) async fn check(settings: &Settings) -> Vec<Finding> {
    if let Some(file) = settings.database.file().filter(|file| !file.exists()) {
        return vec![Mind(format!(
            "database: {} is not there yet; maillage migrate or maillage serve makes it",
            file.display()
        ))];
    }
    let db = match Db::connect(&settings.database).await {
        Ok(db) => db,
        Err(error) => {
            return vec![Broken(format!(
                "database: {}; see database_url and that the server runs",
                chain(&error)
            ))];
        }
    };
    let mut findings = Vec::new();
    match db.describe().await {
        Ok(name) => findings.push(Fine(format!("database: {name}"))),
        Err(error) => {
            return vec![Broken(format!(
                "database: {}; see database_url",
                chain(&error)
            ))];
        }
    }
    match db.pending_migrations().await {
        Ok(missing) if missing.is_empty() => {
            findings.push(Fine("migrations: up to date".to_owned()));
            findings.push(jobs(&db).await);
        }
        Ok(missing) => findings.push(pending(missing.len(), settings.migrate_at_start)),
        Err(error) => findings.push(Broken(format!(
            "migrations: {}; run maillage migrate",
            chain(&error)
        ))),
    }
    // SQLite would answer with the clock of this machine.
    if settings.database.is_postgres() {
        findings.push(clock(&db).await);
    }
    if let Err(error) = db.close().await {
        findings.push(Broken(format!("database: {}", chain(&error))));
    }
    findings
}

fn pending(count: usize, applied_at_start: bool) -> Finding {
    let said = format!("migrations: {count} to apply; run maillage migrate");
    if applied_at_start {
        Mind(format!("{said}, or start the server"))
    } else {
        Broken(said)
    }
}

async fn jobs(db: &Db) -> Finding {
    let counted = async {
        Ok::<_, maillage_persistence::Error>((jobs::waiting(db).await?, jobs::abandoned(db).await?))
    };
    match counted.await {
        Ok((waiting, 0)) => Fine(format!("jobs: {waiting} waiting, none put aside")),
        Ok((waiting, aside)) => Mind(format!(
            "jobs: {waiting} waiting, {aside} put aside after failing {} times; the last error of each is in the table jobs",
            jobs::MOST_ATTEMPTS
        )),
        Err(error) => Broken(format!("jobs: {}; see the database", chain(&error))),
    }
}

async fn clock(db: &Db) -> Finding {
    match db.clock().await {
        Ok(theirs) => {
            let drift = (SystemClock.now() - theirs).abs();
            let said = format!("clock: {} ms from the database's", drift.num_milliseconds());
            if drift > DRIFT {
                Broken(format!("{said}; synchronise both machines (NTP)"))
            } else {
                Fine(said)
            }
        }
        Err(error) => Broken(format!("clock: {}; see the database", chain(&error))),
    }
}
