//! One running instance, put together from its configuration.

use std::{fs, sync::Arc, time::Duration};

use anyhow::{Context, ensure};
use axum::Router;
use maillage_api::Api;
use maillage_persistence::Db;
use maillage_usecases::{
    self as usecases, Parts, Platform, SystemClock, SystemEntropy, accounts, jobs,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use crate::{
    http::{self, Site},
    keys,
    mailer::Postman,
    settings::Settings,
};

/// Connects to the database; a SQLite file and its folder are made when they are not there.
///
/// # Errors
/// When the database does not answer.
pub async fn connect(settings: &Settings) -> anyhow::Result<Db> {
    if settings.database.url.starts_with("sqlite") {
        fs::create_dir_all(&settings.data_dir).with_context(|| {
            format!(
                "data_dir: {} cannot be made; choose a folder that can be written",
                settings.data_dir.display()
            )
        })?;
    }
    Db::connect(&settings.database).await.context("database_url: the database does not answer; see that it runs and that the address is right")
}

/// The platform on a database, with the machine's clock and randomness.
///
/// # Errors
/// When the keys or the way for mails are not usable.
pub fn platform(settings: &Settings, db: Db) -> anyhow::Result<Platform> {
    Ok(Platform::new(Parts {
        db,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        mailer: Arc::new(Postman::new(settings)?),
        secrets: keys::open(settings, &SystemEntropy)?,
        settings: usecases::Settings {
            public_url: settings.public_url.as_str().to_owned(),
            hashing_slots: settings.hashing_slots,
            password_memory_kib: accounts::PASSWORD_MEMORY_KIB,
        },
    }))
}

/// The platform on a database that is up to date.
///
/// # Errors
/// As [`connect`] and [`platform`], when a migration fails, or when some are missing and the
/// configuration forbids to apply them.
pub async fn open(settings: &Settings) -> anyhow::Result<Platform> {
    let db = connect(settings).await?;
    let missing = db.pending_migrations().await?;
    if settings.migrate_at_start && !missing.is_empty() {
        db.migrate()
            .await
            .context("the database cannot be brought up to date")?;
        tracing::info!(
            migrations = missing.len(),
            "the database was brought up to date"
        );
    } else {
        ensure!(
            missing.is_empty(),
            "migrate_at_start is false and the database lacks {}; run: maillage migrate",
            missing.join(", ")
        );
    }
    platform(settings, db)
}

/// Binds the address to listen on.
///
/// # Errors
/// When it is taken or not ours.
pub async fn bind(settings: &Settings) -> anyhow::Result<TcpListener> {
    TcpListener::bind(settings.listen).await.with_context(|| {
        format!(
            "listen: {} cannot be used; choose another with --listen",
            settings.listen
        )
    })
}

/// Serves until a signal to stop, then lets requests and jobs under way end.
///
/// # Errors
/// When signals cannot be listened to.
pub async fn run(
    platform: Platform,
    introspection: bool,
    listener: TcpListener,
) -> anyhow::Result<()> {
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(jobs::work(platform.clone(), wait(stopped.clone())));
    let router: Router = http::router(Site::new(Api::new(platform.clone(), introspection)));
    let server = tokio::spawn(http::serve(listener, router, wait(stopped)));
    signalled().await?;
    tracing::info!("stopping");
    stop.send_replace(true);
    server.await?;
    // The worker ends between two jobs; one that hangs on a slow mail server is taken up again
    // after its claim.
    if tokio::time::timeout(Duration::from_secs(2), worker)
        .await
        .is_err()
    {
        tracing::warn!("a job was still under way when the time to stop was over");
    }
    platform
        .db()
        .clone()
        .close()
        .await
        .context("the database could not be closed")?;
    tracing::info!("stopped");
    Ok(())
}

async fn wait(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is a reason to stop as well.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

async fn signalled() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
