//! A copy of every table beside it: says what a request has changed, and takes it back.

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database as Databases, DatabaseConnection, DbBackend,
    Statement,
};

use crate::harness::Database;

/// Every table in the order they were made, so that each stands behind those it refers to.
const SQLITE: &str = "SELECT name AS line FROM sqlite_schema WHERE type = 'table'
    AND name NOT LIKE 'seaql_%' AND name NOT LIKE 'sqlite_%' ORDER BY rowid";
const POSTGRES: &str = "SELECT relname::text AS line FROM pg_class WHERE relkind = 'r'
    AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'seaql_%' ORDER BY oid";

/// Tries at a password are counted whoever is asked and whatever is rehearsed.
const COUNTED: &str = "sign_in_tries";

/// What the database does by itself when a row is written, which taking everything back must not
/// set off: some rows are never changed nor taken away again.
const TRIGGERS: &str =
    "SELECT name AS line FROM sqlite_schema WHERE type = 'trigger' ORDER BY name";
const TRIGGERS_MADE: &str =
    "SELECT sql AS line FROM sqlite_schema WHERE type = 'trigger' ORDER BY name";

/// The database as it was.
pub(super) struct Snapshot {
    connection: DatabaseConnection,
    differences: String,
    restoration: String,
}

impl Snapshot {
    /// Keeps what is in the database now.
    pub(super) async fn take(database: &Database) -> Self {
        let mut options = ConnectOptions::new(database.settings().url);
        options.max_connections(1).sqlx_logging(false);
        let connection = Databases::connect(options).await.unwrap();
        let tables = match connection.get_database_backend() {
            DbBackend::Postgres => POSTGRES,
            _ => SQLITE,
        };
        let tables = lines(&connection, tables).await;
        assert!(tables.len() > 10, "there are more tables than {tables:?}");
        let each = |statement: &dyn Fn(&String) -> String| tables.iter().map(statement).collect();
        let kept: Vec<String> =
            each(&|table| format!("CREATE TABLE kept_{table} AS SELECT * FROM {table};\n"));
        connection.execute_unprepared(&kept.concat()).await.unwrap();
        let mut differing: Vec<String> = each(&|table| {
            format!(
                "SELECT '{table}' AS line WHERE EXISTS (SELECT * FROM {table} EXCEPT SELECT * FROM kept_{table})
                 OR EXISTS (SELECT * FROM kept_{table} EXCEPT SELECT * FROM {table})"
            )
        });
        differing.retain(|statement| !statement.contains(COUNTED));
        // On PostgreSQL rows that were deleted stay in the way until somebody clears them away.
        let postgres = connection.get_database_backend() == DbBackend::Postgres;
        let (silenced, heard) = if postgres {
            let silenced = "SET LOCAL session_replication_role = replica;\n".to_owned();
            (silenced, String::new())
        } else {
            let dropped = lines(&connection, TRIGGERS).await.into_iter();
            let made = lines(&connection, TRIGGERS_MADE).await.into_iter();
            let dropped: Vec<_> = dropped
                .map(|name| format!("DROP TRIGGER {name};\n"))
                .collect();
            let made: Vec<_> = made.map(|sql| format!("{sql};\n")).collect();
            (dropped.concat(), made.concat())
        };
        let emptied = if postgres {
            format!("TRUNCATE {};\n", tables.join(", "))
        } else {
            let emptied: Vec<_> = (tables.iter().rev())
                .map(|table| format!("DELETE FROM {table};\n"))
                .collect();
            emptied.concat()
        };
        let filled = tables
            .iter()
            .map(|table| format!("INSERT INTO {table} SELECT * FROM kept_{table};\n"));
        Self {
            connection,
            differences: differing.join("\nUNION ALL "),
            restoration: format!(
                "BEGIN;\n{silenced}{emptied}{}{heard}COMMIT;",
                filled.collect::<String>()
            ),
        }
    }

    /// Fails the test when something was written.
    pub(super) async fn assert_untouched(&self, by: &str) {
        let touched = lines(&self.connection, &self.differences).await;
        assert!(touched.is_empty(), "{by} has written to {touched:?}");
    }

    /// Puts everything back.
    pub(super) async fn restore(&self) {
        self.connection
            .execute_unprepared(&self.restoration)
            .await
            .unwrap();
    }

    /// Lets the database go.
    pub(super) async fn close(self) {
        self.connection.close().await.unwrap();
    }
}

async fn lines(connection: &DatabaseConnection, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    let rows = rows.into_iter();
    rows.map(|row| row.try_get::<String>("", "line").unwrap())
        .collect()
}
