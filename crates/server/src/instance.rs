//! One running instance, put together from its configuration.

use std::{fs, io, path::Path, sync::Arc, time::Duration};

use anyhow::{Context, ensure};
use axum::Router;
use maillage_api::Api;
use maillage_persistence::Db;
use maillage_usecases::{
    self as usecases, Parts, Platform, SystemClock, SystemEntropy, accounts, jobs,
};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    task::JoinSet,
    time::{Instant, timeout_at},
};

use crate::{
    files::Files,
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
    let file = settings.database.file();
    if let Some(folder) = file.as_deref().and_then(Path::parent) {
        fs::create_dir_all(folder).with_context(|| {
            format!(
                "{} cannot be made; set data_dir or database_url to a place that can be written",
                folder.display()
            )
        })?;
    }
    Db::connect(&settings.database).await.context("database_url: the database does not answer; see that it runs and that the address is right")
}

/// The platform on a database, with the machine's clock and randomness.
///
/// # Errors
/// When the keys, the way for mails or the place for files are not usable.
pub fn platform(settings: &Settings, db: Db) -> anyhow::Result<Platform> {
    let files = Arc::new(Files::open(&settings.files)?);
    Ok(Platform::new(Parts {
        db,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        mailer: Arc::new(Postman::new(settings)?),
        photos: Arc::clone(&files) as _,
        proofs: files,
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

/// Longest between the signal to stop and the end: what an orchestrator usually waits.
const STOP: Duration = Duration::from_secs(10);

/// The part of it that requests and jobs under way have to end by themselves; the rest belongs to
/// the database.
const DRAIN: Duration = Duration::from_secs(9);

/// Serves until a signal to stop, then lets requests and jobs under way end, within ten seconds
/// all told. What has not ended by then breaks off: its transaction leaves no trace, and its job
/// is taken up again after its claim.
///
/// # Errors
/// When signals cannot be listened to, or the database fails while it is closed.
pub async fn run(
    platform: Platform,
    settings: &Settings,
    listener: TcpListener,
) -> anyhow::Result<()> {
    // Listened to before anybody is told that it serves: a signal from then on is a wish to stop.
    let mut signals = Signals::listen()?;
    let address = listener.local_addr()?;
    let public_url = &platform.settings().public_url;
    tracing::info!(%address, public_url, "serving");
    let (stop, stopped) = watch::channel(false);
    let api = Api::new(platform.clone(), settings.introspection, &settings.limits);
    let limits = settings.http.clone();
    let router: Router = http::router(Site::new(api, &limits));
    let mut work = JoinSet::new();
    work.spawn(jobs::work(platform.clone(), wait(stopped.clone())));
    let signing_keys = settings.signing_key.path().to_owned();
    let secrets = platform.secrets().clone();
    work.spawn(keys::watch(signing_keys, secrets, wait(stopped.clone())));
    work.spawn(async move { http::serve(listener, router, &limits, wait(stopped)).await });
    signals.recv().await;
    tracing::info!("stopping");
    let signalled_at = Instant::now();
    stop.send_replace(true);
    let ended = async { while work.join_next().await.is_some() {} };
    if timeout_at(signalled_at + DRAIN, ended).await.is_err() {
        tracing::warn!("requests or jobs were still under way when the time to stop was over");
        work.abort_all();
    }
    let closing = platform.db().clone().close();
    if let Ok(closed) = timeout_at(signalled_at + STOP, closing).await {
        closed.context("the database could not be closed")?;
    } else {
        tracing::warn!("the database was still busy when the time to stop was over");
    }
    tracing::info!("stopped");
    Ok(())
}

async fn wait(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is a reason to stop as well.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// The wishes to stop, from an orchestrator or from a terminal.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn recv(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
