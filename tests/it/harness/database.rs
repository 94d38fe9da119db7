//! A database for each test: a SQLite file, or a copy of a migrated template on a PostgreSQL
//! server.

mod postgres;

use chrono::{DateTime, Utc};
use maillage_persistence::{Db, Settings, jobs};
use tempfile::TempDir;

use self::postgres::Copy;
use super::Boxed;

/// Names the server that the tests may use; absent or `sqlite` for none.
const VARIABLE: &str = "MAILLAGE_TEST_DATABASE";

/// The database of one test; it goes with it.
pub(crate) enum Database {
    Sqlite(TempDir),
    Postgres(Copy),
}

impl Database {
    /// An empty database with every table.
    pub(crate) async fn create() -> Self {
        if let Some(server) = server() {
            return Self::Postgres(Copy::create(&server).await);
        }
        let database = Self::Sqlite(tempfile::tempdir().unwrap());
        let db = Db::connect(&database.settings()).await.unwrap();
        db.migrate().await.unwrap();
        db.close().await.unwrap();
        database
    }

    /// A database without any table.
    pub(crate) async fn empty() -> Self {
        match server() {
            Some(server) => Self::Postgres(Copy::empty(&server).await),
            None => Self::Sqlite(tempfile::tempdir().unwrap()),
        }
    }

    /// Removes a database that no hub was started on.
    pub(crate) async fn remove(self) {
        if let Self::Postgres(copy) = self {
            copy.remove().await;
        }
    }

    /// How to connect to it.
    pub(crate) fn settings(&self) -> Settings {
        let mut settings = match self {
            Self::Sqlite(folder) => Settings::sqlite_file(&folder.path().join("test.db")),
            Self::Postgres(copy) => Settings {
                connections: 6,
                ..Settings::new(copy.url())
            },
        };
        // A test's data need not survive a power cut.
        settings.durable = false;
        settings
    }

    /// Removes it, and tells how many jobs were not done by now, and how many put aside.
    pub(super) fn close(&self, now: DateTime<Utc>) -> (u64, u64) {
        let settings = self.settings();
        blocking(async {
            let db = Db::connect(&settings).await.unwrap();
            let left = (
                jobs::left(&db, now).await.unwrap(),
                jobs::abandoned(&db).await.unwrap(),
            );
            db.close().await.unwrap();
            if let Self::Postgres(copy) = self {
                copy.remove().await;
            }
            left
        })
    }
}

/// Runs a future to its end where nothing can be awaited: on a thread with a runtime of its own,
/// whatever runtime the test has.
fn blocking<T: Send>(future: impl Future<Output = T> + Send) -> T {
    let future: Boxed<'_, T> = Box::pin(future);
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap()
                .block_on(future)
        });
        thread.join().unwrap()
    })
}

/// The PostgreSQL server that the tests may use; `None` where they run on SQLite.
#[expect(
    clippy::disallowed_methods,
    reason = "tests have no settings; the task that runs them says where"
)]
pub(crate) fn server() -> Option<String> {
    std::env::var(VARIABLE)
        .ok()
        .filter(|server| !server.is_empty() && server != "sqlite")
}
