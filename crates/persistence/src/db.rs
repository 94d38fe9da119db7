//! The database: one pool on PostgreSQL; on SQLite one writer beside a few readers.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use maillage_domain::events::Event;
use maillage_migrations::Migrator;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseExecutor,
    DatabaseTransaction, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait,
    sqlx::{
        postgres::PgConnectOptions,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
    },
};
use sea_orm_migration::MigratorTrait;

use crate::{error::Error, rows::corrupt};

/// How to reach the database.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `sqlite:///path/file.db`, `sqlite::memory:` or `postgres://…`.
    pub url: String,
    /// Most connections of the PostgreSQL pool, or readers of SQLite.
    pub connections: u32,
    /// Whether all of them are opened at the start and kept: opening one takes PostgreSQL some 10 ms,
    /// which a first rush would wait for.
    pub ready: bool,
    /// Longest wait for a free connection.
    pub patience: Duration,
    /// Longest that a statement may take on PostgreSQL, also when nobody waits for it any more.
    /// Migrations take the time they need.
    pub statement_time: Duration,
    /// Whether a commit on SQLite must survive loss of power (`synchronous = FULL`).
    pub durable: bool,
}

impl Settings {
    /// Usual settings for an address.
    pub fn new(url: impl Into<String>) -> Self {
        let url = url.into();
        let connections = if url.starts_with("postgres") { 16 } else { 3 };
        Self {
            url,
            connections,
            ready: false,
            patience: Duration::from_secs(5),
            statement_time: Duration::from_secs(15),
            durable: true,
        }
    }

    /// The address of a SQLite file.
    pub fn sqlite_file(path: &Path) -> Self {
        Self::new(format!("sqlite://{}?mode=rwc", path.display()))
    }

    /// Whether an address is one that can be connected to. One that is not must go no further: the
    /// driver repeats it, password and all, in its error.
    pub fn understands(url: &str) -> bool {
        if url.starts_with("sqlite://") {
            SqliteConnectOptions::from_str(url).is_ok()
        } else {
            let postgres = ["postgres://", "postgresql://"];
            postgres.iter().any(|scheme| url.starts_with(scheme))
                && PgConnectOptions::from_str(url).is_ok()
        }
    }

    /// Whether the address is one of PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }

    /// The file of a SQLite database; `None` for one in memory, and for PostgreSQL.
    pub fn file(&self) -> Option<PathBuf> {
        let in_file = self.url.starts_with("sqlite:") && !self.is_in_memory();
        let options = in_file.then(|| SqliteConnectOptions::from_str(&self.url).ok());
        Some(options??.get_filename().to_owned())
    }

    fn is_in_memory(&self) -> bool {
        self.url.contains(":memory:") || self.url.contains("mode=memory")
    }
}

/// Names our advisory lock among those of a PostgreSQL database.
const MIGRATING: i64 = 0x6d69_6772_6174_6521;

/// The database. Cheap to clone; clones share the connections.
#[derive(Debug, Clone)]
pub struct Db {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    statements: Arc<AtomicU64>,
    held: Option<Arc<DatabaseTransaction>>,
}

impl Db {
    /// Connects, without migrating.
    ///
    /// # Errors
    /// When the address is not understood or nothing answers there.
    pub async fn connect(settings: &Settings) -> Result<Self, Error> {
        let statements = Arc::new(AtomicU64::new(0));
        let postgres = settings.is_postgres();
        let mut writer = Database::connect(options(
            settings,
            if postgres { settings.connections } else { 1 },
        ))
        .await?;
        count_statements(&mut writer, &statements);
        let reader = if postgres || settings.is_in_memory() {
            writer.clone()
        } else {
            let mut reader = Database::connect(options(settings, settings.connections)).await?;
            count_statements(&mut reader, &statements);
            reader
        };
        Ok(Self {
            reader,
            writer,
            statements,
            held: None,
        })
    }

    /// Brings the schema up to date, in one transaction. Of several instances that start at once
    /// one does it and the others wait, then find nothing left to do.
    ///
    /// # Errors
    /// When a migration fails; nothing is changed then.
    pub async fn migrate(&self) -> Result<(), Error> {
        let tx = self.begin().await?;
        if tx.inner.get_database_backend() == DbBackend::Postgres {
            // An IMMEDIATE transaction holds off the others by itself on SQLite.
            let lock = format!("SELECT pg_advisory_xact_lock({MIGRATING})");
            for statement in ["SET LOCAL statement_timeout = 0", &lock] {
                tx.inner.execute_unprepared(statement).await?;
            }
        }
        Migrator::up(&tx.inner, None).await?;
        tx.commit().await
    }

    /// Names of the migrations not yet applied.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, Error> {
        let pending = Migrator::get_pending_migrations_read_only(&self.writer).await?;
        Ok(pending
            .iter()
            .map(|migration| migration.name().to_owned())
            .collect())
    }

    /// Asks the database whether it is there.
    ///
    /// # Errors
    /// When it is not.
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.reader.ping().await?)
    }

    /// What the database calls itself, with its version.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn describe(&self) -> Result<String, Error> {
        let (name, sql) = match self.reader.get_database_backend() {
            DbBackend::Postgres => (
                "PostgreSQL",
                "SELECT current_setting('server_version') AS version",
            ),
            _ => ("SQLite", "SELECT sqlite_version() AS version"),
        };
        let row = self
            .reader
            .query_one_raw(sea_orm::Statement::from_string(
                self.reader.get_database_backend(),
                sql,
            ))
            .await?;
        let version: String = row
            .map(|row| row.try_get("", "version"))
            .transpose()?
            .unwrap_or_default();
        Ok(format!("{name} {version}"))
    }

    /// What time it is for the database.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn clock(&self) -> Result<DateTime<Utc>, Error> {
        let backend = self.reader.get_database_backend();
        let sql = match backend {
            DbBackend::Postgres => "SELECT clock_timestamp() AS now",
            _ => "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS now",
        };
        let row = self
            .reader
            .query_one_raw(sea_orm::Statement::from_string(backend, sql))
            .await?;
        let row = row.ok_or_else(|| corrupt("clock", "now", "no row"))?;
        Ok(row.try_get("", "now")?)
    }

    /// Statements sent since the database was connected, for tests that count them.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Begins a transaction that will write: IMMEDIATE on SQLite, so that it waits its turn
    /// instead of failing half-way. On a database that [`Held`] lends, it is one inside of that.
    ///
    /// # Errors
    /// When no connection comes free in time.
    pub async fn begin(&self) -> Result<Tx, Error> {
        let inner = match &self.held {
            Some(held) => held.begin().await?,
            None => self.begin_outermost().await?,
        };
        Ok(Tx {
            inner,
            events: Mutex::default(),
        })
    }

    /// Begins a transaction in which others can be made, that lasts until it is told to end.
    ///
    /// # Errors
    /// When no connection comes free in time.
    pub async fn hold(&self) -> Result<Held, Error> {
        let inner = Arc::new(self.begin_outermost().await?);
        Ok(Held(Self {
            held: Some(inner),
            ..self.clone()
        }))
    }

    async fn begin_outermost(&self) -> Result<DatabaseTransaction, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        Ok(self.writer.begin_with_options(options).await?)
    }

    /// The connections that write.
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Closes every connection.
    ///
    /// # Errors
    /// When the database fails meanwhile.
    pub async fn close(self) -> Result<(), Error> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }
}

fn options(settings: &Settings, connections: u32) -> ConnectOptions {
    let durable = settings.durable;
    // An address that says how the file is opened is taken at its word.
    let create = settings.url.contains("mode=rwc") || !settings.url.contains("mode=");
    let patience = settings.patience;
    let statement_time = format!("{}ms", settings.statement_time.as_millis());
    let mut options = ConnectOptions::new(&settings.url);
    options
        .max_connections(connections)
        .min_connections(if settings.ready { connections } else { 0 })
        .acquire_timeout(patience)
        .connect_timeout(patience)
        .sqlx_logging(false)
        // A ping before each use costs a round trip on every request; a connection that died is
        // noticed by the statement itself.
        .test_before_acquire(false)
        .map_sqlx_postgres_opts(move |options| {
            options.options([("statement_timeout", &statement_time)])
        })
        .map_sqlx_sqlite_opts(move |options| {
            options
                .create_if_missing(create)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(if durable { SqliteSynchronous::Full } else { SqliteSynchronous::Normal })
                .foreign_keys(true)
                .busy_timeout(patience)
                .pragma("temp_store", "memory")
        });
    options
}

fn count_statements(connection: &mut DatabaseConnection, statements: &Arc<AtomicU64>) {
    let statements = Arc::clone(statements);
    connection.set_metric_callback(move |_| {
        statements.fetch_add(1, Ordering::Relaxed);
    });
}

/// A transaction that writes. Dropped without [`Tx::commit`] it leaves no trace.
pub struct Tx {
    inner: DatabaseTransaction,
    events: Mutex<Vec<Event>>,
}

impl Tx {
    /// Keeps the events of a saved entity until the transaction ends.
    pub(crate) fn record(&self, events: Vec<Event>) {
        self.events
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .extend(events);
    }

    /// The events of everything saved so far, to be turned into jobs and appended to the log.
    pub fn take_events(&self) -> Vec<Event> {
        std::mem::take(
            &mut *self
                .events
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }

    /// Makes everything last.
    ///
    /// # Errors
    /// When the database refuses; nothing is written then.
    pub async fn commit(self) -> Result<(), Error> {
        Ok(self.inner.commit().await?)
    }

    /// Leaves everything as it was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rollback(self) -> Result<(), Error> {
        Ok(self.inner.rollback().await?)
    }
}

/// A transaction around others. Dropped without [`Held::commit`] it leaves no trace.
#[derive(Debug)]
pub struct Held(Db);

impl Held {
    /// The database as this transaction sees it: what is read from it is what was written here, and
    /// what is written to it becomes lasting with this transaction.
    pub fn db(&self) -> &Db {
        &self.0
    }

    /// Makes everything last.
    ///
    /// # Errors
    /// When the database refuses, or somebody still holds a clone of [`Held::db`]; nothing is
    /// written then.
    pub async fn commit(self) -> Result<(), Error> {
        let inner = self.0.held.and_then(Arc::into_inner);
        let inner = inner.ok_or(Error::Lent)?;
        Ok(inner.commit().await?)
    }
}

/// Something to read from: the database, or a transaction.
pub trait Conn: sealed::Conn + Sync {}
impl Conn for Db {}
impl Conn for Tx {}

pub(crate) mod sealed {
    use sea_orm::DatabaseExecutor;

    pub trait Conn {
        fn executor(&self) -> DatabaseExecutor<'_>;
    }
}

impl sealed::Conn for Db {
    fn executor(&self) -> DatabaseExecutor<'_> {
        match &self.held {
            Some(held) => DatabaseExecutor::Transaction(held),
            None => DatabaseExecutor::Connection(&self.reader),
        }
    }
}

impl sealed::Conn for Tx {
    fn executor(&self) -> DatabaseExecutor<'_> {
        DatabaseExecutor::Transaction(&self.inner)
    }
}
