//! `maillage demo`: the platform with its sample, on an embedded database of its own.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use maillage_domain::clock::Clock;
use maillage_persistence::{self as persistence, Db};
use maillage_usecases::{SystemClock, SystemEntropy};

use crate::{
    demo::{self, PASSWORD},
    instance, keys,
    settings::{MailTransport, Settings},
};

#[derive(Default, clap::Args)]
pub(super) struct Args {
    /// Start over: forget everything that was done in the demo
    #[arg(long)]
    fresh: bool,
}

/// Loads the sample once, says how to begin, and serves.
pub(super) async fn run(
    args: &Args,
    settings: Settings,
    database_given: bool,
) -> anyhow::Result<()> {
    ensure!(
        !database_given,
        "database_url: the demo has a database of its own, so that it never meets real data; \
         leave database_url out, or run: maillage serve"
    );
    let settings = Settings {
        // Accounts of the demo have no address that a mail could reach.
        mail: MailTransport::Folder,
        ..settings.inside("demo")
    };
    let listener = instance::bind(&settings).await?;
    let _hold = hold(&settings.data_dir)?;
    let file = settings.data_dir.join("demo.db");
    if args.fresh {
        forget(&settings.data_dir)
            .with_context(|| format!("{} cannot be emptied", settings.data_dir.display()))?;
    }
    if !file.exists() {
        load(&settings, &file).await?;
    }
    let settings = Settings {
        database: relaxed(&file),
        ..settings
    };
    let platform = instance::open(&settings).await?;
    let address = listener.local_addr()?;
    welcome(&settings, &format!("http://{address}"))?;
    instance::run(platform, &settings, listener).await
}

/// Takes the folder for as long as the file is open: another demo in it would delete the database
/// under this one.
fn hold(folder: &Path) -> anyhow::Result<File> {
    let path = folder.join("lock");
    let lock = fs::create_dir_all(folder)
        .and_then(|()| File::create(&path))
        .with_context(|| format!("data_dir: {} cannot be written", path.display()))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => bail!(
            "data_dir: another demo runs in {}; stop it, or choose another folder with --data-dir",
            folder.display()
        ),
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("data_dir: {} cannot be locked", path.display()))
        }
    }
}

/// Loads the sample under another name, so that a load that was interrupted starts over.
async fn load(settings: &Settings, file: &Path) -> anyhow::Result<()> {
    let unfinished = file.with_extension("loading");
    remove(&unfinished)?;
    println!("Chargement de la démonstration… · Loading the demo…");
    let db = Db::connect(&relaxed(&unfinished)).await?;
    db.migrate().await?;
    let secrets = keys::open(settings, &SystemEntropy)?;
    let public_url = settings.public_url.as_str();
    demo::load(db.clone(), secrets, public_url, SystemClock.now()).await?;
    // The last connection to close brings the file up to date.
    db.close().await?;
    fs::rename(&unfinished, file)?;
    Ok(())
}

/// A demo need not survive a power cut.
fn relaxed(file: &Path) -> persistence::Settings {
    persistence::Settings {
        durable: false,
        ..persistence::Settings::sqlite_file(file)
    }
}

/// Removes what the demo keeps, and nothing else.
fn forget(folder: &Path) -> io::Result<()> {
    remove(&folder.join("demo.db"))?;
    for own in ["mail", "files"] {
        match fs::remove_dir_all(folder.join(own)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Removes a database and the files that SQLite keeps beside it.
fn remove(file: &Path) -> io::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        match fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn welcome(settings: &Settings, address: &str) -> anyhow::Result<()> {
    println!("\nMaillage · démonstration\n");
    println!("  {address}\n  {address}/graphiql\n");
    println!(
        "Les organisations réelles n’ont aucune part à cette démonstration.\n\
         The real organisations have no part in this demo.\n"
    );
    println!("Comptes · Accounts (mot de passe · password: {PASSWORD})\n");
    let accounts = demo::accounts()?;
    let width = accounts
        .iter()
        .map(|account| account.email.chars().count())
        .max()
        .unwrap_or_default();
    for account in accounts {
        println!("  {:width$}  {}", account.email, account.note);
    }
    println!("\nUne première requête · A first query\n");
    println!("  curl -s {address}/graphql -H 'Content-Type: application/json' \\");
    println!(
        "    -d '{{\"query\":\"{{ projects(first: 3) {{ nodes {{ title stage leadOrganisation {{ name }} }} }} }}\"}}'\n"
    );
    println!("E-mails · Mails: {}", settings.mail_folder().display());
    println!(
        "Données · Data:    {} (--fresh : recommencer · start over)",
        settings.data_dir.display()
    );
    println!("Ctrl+C : arrêter · stop\n");
    Ok(())
}
