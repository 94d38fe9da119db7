//! `maillage demo`: the platform with its sample, on an embedded database of its own.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use maillage_persistence::{self as persistence, Db};
use maillage_usecases::SystemEntropy;

use crate::{
    demo::{self, PASSWORD},
    instance, keys,
    settings::Settings,
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
    let settings = settings.inside("demo");
    // First the address: two demos in one folder would disturb each other.
    let listener = instance::bind(&settings).await?;
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
    tracing::info!(%address, "serving the demo");
    instance::run(platform, settings.introspection, listener).await
}

/// Loads the sample under another name, so that a load that was interrupted starts over.
async fn load(settings: &Settings, file: &Path) -> anyhow::Result<()> {
    let unfinished = file.with_extension("loading");
    fs::create_dir_all(&settings.data_dir)
        .with_context(|| format!("data_dir: {} cannot be made", settings.data_dir.display()))?;
    remove(&unfinished)?;
    println!("Chargement de la démonstration… · Loading the demo…");
    let db = Db::connect(&relaxed(&unfinished)).await?;
    db.migrate().await?;
    demo::load(db.clone(), keys::open(settings, &SystemEntropy)?).await?;
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
    match fs::remove_dir_all(folder.join("mail")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
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
        "Les organisations nommées existent ; elles n’ont aucune part à cette démonstration.\n\
         The organisations named are real; they have no part in this demo.\n"
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
    println!("Courriels · Mails: {}", settings.mail_folder().display());
    println!(
        "Données · Data:    {} (--fresh : recommencer · start over)",
        settings.data_dir.display()
    );
    println!("Ctrl+C : arrêter · stop\n");
    Ok(())
}
