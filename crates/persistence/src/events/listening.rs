//! Hearing of events that other instances have committed, on PostgreSQL (LISTEN and NOTIFY).

use sea_orm::{
    DbBackend, DbErr, RuntimeErr,
    sqlx::{
        self,
        postgres::{PgListener, PgPoolOptions},
    },
};

use crate::{Db, error::Error};

/// The channel, of which each database has its own.
const CHANNEL: &str = "maillage_events";

/// Announces events as a column of a statement, so that it costs no round trip.
pub(super) const ANNOUNCE: &str = "pg_notify('maillage_events', '')::text AS announced";

/// Hears of events, over a connection of its own.
pub struct Listener(PgListener);

impl Listener {
    /// Listens; `None` on SQLite, where nobody announces anything.
    ///
    /// # Errors
    /// When the database gives no further connection.
    pub async fn open(db: &Db) -> Result<Option<Self>, Error> {
        let writer = db.writer();
        if writer.get_database_backend() != DbBackend::Postgres {
            return Ok(None);
        }
        // Kept for as long as anybody listens, it would be missing from the pool of everybody.
        let pool = writer.get_postgres_connection_pool();
        let options = PgPoolOptions::new()
            .max_connections(1)
            .max_lifetime(None)
            .idle_timeout(None)
            .acquire_timeout(pool.options().get_acquire_timeout());
        let own = options.connect_lazy_with((*pool.connect_options()).clone());
        let mut listener = PgListener::connect_with(&own).await.map_err(failed)?;
        listener.listen(CHANNEL).await.map_err(failed)?;
        Ok(Some(Self(listener)))
    }

    /// Waits for an announcement. A connection that was lost and made again counts as one, since
    /// nobody knows what was announced meanwhile.
    ///
    /// # Errors
    /// When the connection is lost and cannot be made again.
    pub async fn heard(&mut self) -> Result<(), Error> {
        self.0.try_recv().await.map(|_| ()).map_err(failed)
    }
}

fn failed(error: sqlx::Error) -> Error {
    DbErr::Conn(RuntimeErr::SqlxError(error.into())).into()
}
