//! A copy of every table beside it: says what a request has changed, and takes it back.

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database as Databases, DatabaseConnection, DbBackend,
    Statement,
};

use crate::harness::Database;

/// Every table but those that migrations keep.
const SQLITE: &str = "SELECT name AS line FROM sqlite_schema WHERE type = 'table'
    AND name NOT LIKE 'seaql_%' AND name NOT LIKE 'sqlite_%' ORDER BY name";
const POSTGRES: &str = "SELECT relname::text AS line FROM pg_class WHERE relkind = 'r'
    AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'seaql_%' ORDER BY relname";

/// Tries at a password are counted whoever is asked and whatever is rehearsed.
const COUNTED: &str = "sign_in_tries";

/// What the database does by itself when a row is written, which taking things back must not
/// set off: some rows are never changed nor taken away again.
const TRIGGERS: &str =
    "SELECT name AS line FROM sqlite_schema WHERE type = 'trigger' ORDER BY name";
const TRIGGERS_MADE: &str =
    "SELECT sql AS line FROM sqlite_schema WHERE type = 'trigger' ORDER BY name";

/// The database as it was.
pub(super) struct Snapshot {
    connection: DatabaseConnection,
    differences: String,
    /// What keeps the database from doing anything by itself, and what lets it again.
    silenced: String,
    heard: String,
}

impl Snapshot {
    /// Keeps what is in the database now.
    pub(super) async fn take(database: &Database) -> Self {
        let mut options = ConnectOptions::new(database.settings().url);
        options.max_connections(1).sqlx_logging(false);
        let connection = Databases::connect(options).await.unwrap();
        let postgres = connection.get_database_backend() == DbBackend::Postgres;
        let tables = lines(&connection, if postgres { POSTGRES } else { SQLITE }).await;
        assert!(tables.len() > 10, "there are more tables than {tables:?}");
        let kept: Vec<_> = tables
            .iter()
            .map(|table| format!("CREATE TABLE kept_{table} AS SELECT * FROM {table};\n"))
            .collect();
        connection.execute_unprepared(&kept.concat()).await.unwrap();
        let differing: Vec<_> = tables
            .iter()
            .map(|table| {
                format!(
                    "SELECT '{table}' AS line WHERE EXISTS (SELECT * FROM {table} EXCEPT SELECT * FROM kept_{table})
                     OR EXISTS (SELECT * FROM kept_{table} EXCEPT SELECT * FROM {table})"
                )
            })
            .collect();
        let (silenced, heard) = if postgres {
            let silenced = "SET LOCAL session_replication_role = replica;\n".to_owned();
            (silenced, String::new())
        } else {
            // Within a transaction foreign keys cannot be let go of; the connection is ours alone.
            connection
                .execute_unprepared("PRAGMA foreign_keys = OFF")
                .await
                .unwrap();
            let dropped = lines(&connection, TRIGGERS).await.into_iter();
            let made = lines(&connection, TRIGGERS_MADE).await.into_iter();
            let dropped: Vec<_> = dropped
                .map(|name| format!("DROP TRIGGER {name};\n"))
                .collect();
            let made: Vec<_> = made.map(|sql| format!("{sql};\n")).collect();
            (dropped.concat(), made.concat())
        };
        Self {
            connection,
            differences: differing.join("\nUNION ALL "),
            silenced,
            heard,
        }
    }

    /// Fails the test when something was written.
    pub(super) async fn assert_untouched(&self, by: &str) {
        let mut touched = self.touched().await;
        touched.retain(|table| table != COUNTED);
        assert!(touched.is_empty(), "{by} has written to {touched:?}");
    }

    /// Puts back the tables that were changed.
    pub(super) async fn restore(&self) {
        let touched = self.touched().await;
        // On PostgreSQL rows that were deleted stay in the way until somebody clears them away: those
        // that are as they were are left.
        let changed = match self.connection.get_database_backend() {
            DbBackend::Postgres => |table: &String| {
                format!(
                    "DELETE FROM {table} AS one
                     WHERE one::text NOT IN (SELECT kept::text FROM kept_{table} AS kept);\n"
                )
            },
            _ => |table: &String| format!("DELETE FROM {table};\n"),
        };
        let emptied: Vec<_> = touched.iter().map(changed).collect();
        let filled: Vec<_> = touched
            .iter()
            .map(|table| {
                format!(
                    "INSERT INTO {table} SELECT * FROM kept_{table} EXCEPT SELECT * FROM {table};\n"
                )
            })
            .collect();
        let restoration = format!(
            "BEGIN;\n{}{}{}{}COMMIT;",
            self.silenced,
            emptied.concat(),
            filled.concat(),
            self.heard
        );
        self.connection
            .execute_unprepared(&restoration)
            .await
            .unwrap();
    }

    /// Lets the database go.
    pub(super) async fn close(self) {
        self.connection.close().await.unwrap();
    }

    /// The tables that are not as they were.
    async fn touched(&self) -> Vec<String> {
        lines(&self.connection, &self.differences).await
    }
}

async fn lines(connection: &DatabaseConnection, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    let rows = rows.into_iter();
    rows.map(|row| row.try_get::<String>("", "line").unwrap())
        .collect()
}
