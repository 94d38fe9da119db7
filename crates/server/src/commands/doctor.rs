//! `maillage doctor`: what keeps an installation from working, one line each, with the mend.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use chrono::TimeDelta;
use maillage_domain::clock::Clock;
use maillage_persistence::Db;
use maillage_usecases::SystemClock;

use crate::{
    keys,
    mailer::Postman,
    settings::{KeyFile, MailTransport, Settings},
};

/// By how much the clock may differ from the database's: access tokens of one instance must hold
/// on another.
const DRIFT: TimeDelta = TimeDelta::seconds(5);
/// Free space below which an installation is about to stop, and below which it is time to act.
const LEAST_BYTES: u64 = 100 << 20;
const ENOUGH_BYTES: u64 = 1 << 30;

/// What came out of one check.
enum Finding {
    Fine(String),
    /// Works, but will not for long, or not yet.
    Mind(String),
    Broken(String),
}

use Finding::{Broken, Fine, Mind};

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mark, text) = match self {
            Fine(text) => ("ok  ", text),
            Mind(text) => ("mind", text),
            Broken(text) => ("FAIL", text),
        };
        write!(f, "{mark}  {text}")
    }
}

/// Runs every check; fails when something is broken.
pub(super) async fn run(settings: &Settings) -> ExitCode {
    let mut findings = vec![
        configuration(settings),
        folder(settings),
        keys(settings),
        mail(settings).await,
    ];
    findings.extend(database(settings).await);
    for finding in &findings {
        println!("{finding}");
    }
    if findings.iter().any(|finding| matches!(finding, Broken(_))) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// It was read and checked before; what is left to say is what it comes to.
fn configuration(settings: &Settings) -> Finding {
    let database = without_password(&settings.database.url);
    let said = format!(
        "configuration: listen {}, public_url {}, database {database}",
        settings.listen,
        settings.public_url.as_str()
    );
    if settings.public_url.as_str().starts_with("http://") && !settings.listen.ip().is_loopback() {
        Mind(format!(
            "{said}; people reach it without encryption: put a proxy with TLS before it and set public_url to https://…"
        ))
    } else {
        Fine(said)
    }
}

fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let rest = rest.split('?').next().unwrap_or_default();
    rest.rsplit_once('@').map_or_else(
        || format!("{scheme}://{rest}"),
        |(account, place)| {
            format!(
                "{scheme}://{}@{place}",
                account.split(':').next().unwrap_or_default()
            )
        },
    )
}

fn folder(settings: &Settings) -> Finding {
    let folder = &settings.data_dir;
    let shown = folder.display();
    let Some(existing) = existing(folder) else {
        return Broken(format!("data folder: {shown} cannot be made; set data_dir"));
    };
    let probe = existing.join(format!(".maillage-doctor-{}", std::process::id()));
    let written = fs::write(&probe, "x").and_then(|()| fs::remove_file(&probe));
    if let Err(error) = written {
        return Broken(format!(
            "data folder: {} cannot be written ({error}); give it to the account that runs this program, or set data_dir",
            existing.display()
        ));
    }
    match rustix::fs::statvfs(&existing) {
        Err(error) => Mind(format!(
            "data folder: {shown} can be written; its free space is unknown ({error})"
        )),
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let said = format!(
                "data folder: {shown} can be written, {} MB free",
                free >> 20
            );
            if free < LEAST_BYTES {
                Broken(format!("{said}; make room"))
            } else if free < ENOUGH_BYTES {
                Mind(format!("{said}; make room soon"))
            } else {
                Fine(said)
            }
        }
    }
}

/// The folder, or the nearest above it that is there already.
fn existing(folder: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(folder).ok()?;
    absolute
        .ancestors()
        .find(|folder| folder.is_dir())
        .map(Path::to_owned)
}

fn keys(settings: &Settings) -> Finding {
    let own = [&settings.signing_key, &settings.sealing_key];
    let not_yet = own
        .iter()
        .all(|key| matches!(key, KeyFile::Own(path) if !path.exists()));
    if not_yet {
        return Mind("keys: none yet; the first start makes them".to_owned());
    }
    match keys::read(settings) {
        Ok(_) => Fine(format!("keys: {}", settings.signing_key.path().display())),
        Err(error) => Broken(format!("keys: {error:#}")),
    }
}

async fn mail(settings: &Settings) -> Finding {
    let checked = match Postman::new(settings) {
        Ok(postman) => postman.check().await,
        Err(error) => Err(error),
    };
    match (checked, &settings.mail) {
        (Ok(()), MailTransport::Smtp(url)) => {
            Fine(format!("mail: {} takes mails", without_password(url)))
        }
        (Ok(()), MailTransport::Folder) => {
            let folder = settings.mail_folder();
            Mind(format!(
                "mail: written into {}, not sent; set mail to smtp://USER:PASSWORD@HOST:587",
                folder.display()
            ))
        }
        (Err(error), _) => Broken(format!(
            "mail: {error:#}; see mail and the server's account"
        )),
    }
}

async fn database(settings: &Settings) -> Vec<Finding> {
    if let Some(file) = settings
        .database
        .url
        .strip_prefix("sqlite://")
        .and_then(|rest| rest.split('?').next())
        && !file.starts_with(':')
        && !Path::new(file).exists()
    {
        return vec![Mind(format!(
            "database: {file} is not there yet; maillage migrate or maillage serve makes it"
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
    findings.push(match db.pending_migrations().await {
        Ok(missing) if missing.is_empty() => Fine("migrations: up to date".to_owned()),
        Ok(missing) => {
            let said = format!(
                "migrations: {} to apply; run maillage migrate",
                missing.len()
            );
            if settings.migrate_at_start {
                Mind(format!("{said}, or start the server"))
            } else {
                Broken(said)
            }
        }
        Err(error) => Broken(format!(
            "migrations: {}; run maillage migrate",
            chain(&error)
        )),
    });
    findings.push(match db.clock().await {
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
    });
    if let Err(error) = db.close().await {
        findings.push(Broken(format!("database: {}", chain(&error))));
    }
    findings
}

/// An error with its causes in one line.
fn chain(error: &dyn std::error::Error) -> String {
    std::iter::successors(error.source(), |error| error.source())
        .fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn an_address_is_shown_without_its_password() {
        assert_eq!(
            without_password("postgres://maillage:se@cret@db:5432/maillage?sslmode=require"),
            "postgres://maillage@db:5432/maillage"
        );
        assert_eq!(
            without_password("sqlite://data/maillage.db?mode=rwc"),
            "sqlite://data/maillage.db"
        );
    }
}
