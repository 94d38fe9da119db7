//! `maillage doctor`: what keeps an installation from working, one line each, with the mend.

mod database;

use std::{
    fmt, fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::{
    files::Files,
    keys,
    mailer::Postman,
    settings::{FilePlace, KeyFile, MailTransport, Settings},
};

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
    let mut findings = vec![configuration(settings)];
    findings.extend(folders(settings));
    findings.extend([keys(settings), mail(settings).await, files(settings).await]);
    findings.extend(database::check(settings).await);
    report(&findings)
}

/// What is left to say when the configuration cannot be read.
pub(super) fn misconfigured(fault: &str) -> ExitCode {
    report(&[
        Broken(format!("configuration: {fault}")),
        Mind("everything else: not looked at; mend the configuration first".to_owned()),
    ])
}

fn report(findings: &[Finding]) -> ExitCode {
    for finding in findings {
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
    // First the account: a password may hold the characters that end an address.
    let (account, place) = rest
        .rsplit_once('@')
        .map_or((None, rest), |(account, place)| (Some(account), place));
    let place = place.split('?').next().unwrap_or_default();
    account.map_or_else(
        || format!("{scheme}://{place}"),
        |account| {
            let name = account.split(':').next().unwrap_or_default();
            format!("{scheme}://{name}@{place}")
        },
    )
}

/// The data folder, and the one of the database where that is another.
fn folders(settings: &Settings) -> Vec<Finding> {
    let mut findings = vec![folder("data folder", "data_dir", &settings.data_dir)];
    let file = settings.database.file();
    let of_database = file.as_deref().and_then(Path::parent);
    if let Some(of_database) = of_database.filter(|folder| **folder != settings.data_dir) {
        findings.push(folder("database folder", "database_url", of_database));
    }
    findings
}

fn folder(name: &str, setting: &str, folder: &Path) -> Finding {
    let shown = folder.display();
    let Some(existing) = existing(folder) else {
        return Broken(format!("{name}: {shown} cannot be made; set {setting}"));
    };
    let probe = existing.join(format!(".maillage-doctor-{}", std::process::id()));
    let written = fs::write(&probe, "x").and_then(|()| fs::remove_file(&probe));
    if let Err(error) = written {
        return Broken(format!(
            "{name}: {} cannot be written ({error}); give it to the account that runs this program, or set {setting}",
            existing.display()
        ));
    }
    let open = fs::metadata(folder).is_ok_and(|folder| folder.permissions().mode() & 0o077 != 0);
    match rustix::fs::statvfs(&existing) {
        Err(error) => Mind(format!(
            "{name}: {shown} can be written; its free space is unknown ({error})"
        )),
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let said = format!("{name}: {shown} can be written, {} MB free", free >> 20);
            if free < LEAST_BYTES {
                Broken(format!("{said}; make room"))
            } else if free < ENOUGH_BYTES {
                Mind(format!("{said}; make room soon"))
            } else if open {
                Mind(format!(
                    "{said}; other accounts of this machine can look into it: chmod 700 {shown}"
                ))
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
        Ok(_) if settings.keeps_keys_to_itself() => Mind(
            "keys: of this instance alone; another one on the same database needs the same signing_key_file, sealing_key_file and public_url"
                .to_owned(),
        ),
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

/// What a folder may hold is looked at with the data folder, which it is in: opening it here would
/// make it.
async fn files(settings: &Settings) -> Finding {
    let bucket = match &settings.files {
        FilePlace::Folder(folder) if settings.database.is_postgres() => {
            return Mind(format!(
                "files: {} is of this machine alone; another instance on the same database needs files set to s3://BUCKET/PREFIX",
                folder.display()
            ));
        }
        FilePlace::Folder(folder) => return Fine(format!("files: {}", folder.display())),
        FilePlace::Bucket(bucket) => bucket,
    };
    let endpoint = bucket.endpoint.as_deref().unwrap_or("AWS");
    let said = format!(
        "files: s3://{}/{} at {endpoint}",
        bucket.name, bucket.prefix
    );
    let checked = match Files::open(&settings.files) {
        Ok(files) => files.check().await,
        Err(error) => Err(error),
    };
    match checked {
        Err(error) => Broken(format!("{said}: {error:#}; see files and the keys s3_…")),
        Ok(()) if endpoint.starts_with("http://") => Mind(format!(
            "{said} can be written; it is reached without encryption: set s3_endpoint to https://…"
        )),
        Ok(()) => Fine(format!("{said} can be written")),
    }
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
            without_password("postgres://maillage:s?e/c@db/maillage"),
            "postgres://maillage@db/maillage"
        );
        assert_eq!(
            without_password("sqlite://data/maillage.db?mode=rwc"),
            "sqlite://data/maillage.db"
        );
    }
}
