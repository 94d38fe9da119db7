//! What can go wrong between the domain and its rows.

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlErr, sqlx};

/// A failure of the database, or an outcome of a write that the use case turns into an answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else saved the entity since it was loaded.
    #[error("stale version")]
    Stale,
    /// A unique constraint forbids the row.
    #[error("a unique constraint forbids the row: {0}")]
    Taken(String),
    /// A row that cannot become a domain value.
    #[error("{table}.{column}: the row is not a domain value: {reason}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What the parser said.
        reason: String,
    },
    /// A cursor whose key is none of its order: whoever sent it made it up. Names the argument.
    #[error("{0}: the key of the cursor is none of its order")]
    Cursor(&'static str),
    /// No connection became free in time ([`crate::Settings::patience`]).
    #[error("no connection to the database became free in time")]
    Busy,
    /// The database broke the transaction off, because it and another waited for each other or could
    /// not follow one another. Begun anew it may succeed.
    #[error("the database broke the transaction off in favour of another")]
    Contended,
    /// A transaction cannot end while somebody reads from it.
    #[error("a transaction cannot end while somebody reads from it")]
    Lent,
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] DbErr),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        if let DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) = error {
            return Self::Busy;
        }
        match (error.sql_err(), code(&error).as_deref()) {
            (Some(SqlErr::UniqueConstraintViolation(text)), _) => Self::Taken(text),
            // deadlock_detected and serialization_failure of PostgreSQL.
            (_, Some("40P01" | "40001")) => Self::Contended,
            // SQLITE_BUSY: another process held the file for longer than we are patient.
            (_, Some("5")) => Self::Busy,
            _ => Self::Database(error),
        }
    }
}

/// The code by which the database names its error.
fn code(error: &DbErr) -> Option<String> {
    let (DbErr::Conn(error) | DbErr::Exec(error) | DbErr::Query(error)) = error else {
        return None;
    };
    let RuntimeErr::SqlxError(error) = error else {
        return None;
    };
    let sqlx::Error::Database(error) = &**error else {
        return None;
    };
    error.code().map(std::borrow::Cow::into_owned)
}

impl Error {
    /// Whether the write failed on the unique index of this name.
    pub fn is_taken(&self, index: &str) -> bool {
        // PostgreSQL names the index, SQLite the columns it covers (`table.column`).
        matches!(self, Self::Taken(text) if text.contains(index))
    }
}
