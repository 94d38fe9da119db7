//! What each migration does to each database, held in `golden/migrations`: a builder of statements
//! may change its mind between two of its versions, a released migration may not.

use std::collections::BTreeSet;

use futures_util::future;
use maillage_migrations::{Migrator, MigratorTrait};
use maillage_persistence::{Db, Error};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database as Databases, DatabaseConnection, DbBackend,
    Statement,
};

use crate::{golden::assert_golden, harness::Database};

/// Everything in a SQLite database: the statements that would make it.
const SQLITE: &str =
    "SELECT sql AS line FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'seaql_%'";

/// Everything in a PostgreSQL database: columns, constraints, indexes, functions of ours, triggers and
/// extensions.
const POSTGRES: &str = "\
SELECT 'TABLE ' || table_name || ' COLUMN ' || column_name || ' ' || udt_name
       || CASE WHEN is_nullable = 'NO' THEN ' NOT NULL' ELSE '' END
       || coalesce(' DEFAULT ' || column_default, '')
       || coalesce(' COLLATE ' || collation_name, '')
       || coalesce(' IDENTITY ' || identity_generation, '')
       || coalesce(' GENERATED ' || generation_expression, '') AS line
  FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'seaql_%'
UNION ALL
SELECT 'TABLE ' || conrelid::regclass || ' CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'seaql_%'
UNION ALL
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'seaql_%'
UNION ALL
SELECT pg_get_functiondef(oid) FROM pg_proc
 WHERE pronamespace = 'public'::regnamespace
   AND oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 'pg_proc'::regclass AND deptype = 'e')
UNION ALL
SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'EXTENSION ' || extname FROM pg_extension WHERE extname <> 'plpgsql'";

#[tokio::test]
async fn a_migration_does_today_what_it_did_when_it_was_written() {
    let database = Database::empty().await;
    let connection = connect(&database).await;
    let backend = connection.get_database_backend();
    let mut before = schema(&connection).await;
    for migration in Migrator::migrations() {
        Migrator::up(&connection, Some(1)).await.unwrap();
        let after = schema(&connection).await;
        let gone = before.difference(&after).map(|line| format!("- {line}\n"));
        let come = after.difference(&before).map(|line| format!("+ {line}\n"));
        let kind = if backend == DbBackend::Postgres {
            "postgres"
        } else {
            "sqlite"
        };
        let name = format!("migrations/{}.{kind}.sql", migration.name());
        assert_golden(&name, &gone.chain(come).collect::<String>());
        before = after;
    }
    connection.close().await.unwrap();
    database.remove().await;
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    let database = Database::empty().await;
    let connection = connect(&database).await;
    Migrator::up(&connection, None).await.unwrap();
    let once = schema(&connection).await;
    Migrator::up(&connection, None).await.unwrap();
    assert_eq!(schema(&connection).await, once);
    connection.close().await.unwrap();
    database.remove().await;
}

#[tokio::test]
async fn instances_that_start_at_once_on_an_empty_database_all_serve_it() {
    let database = Database::empty().await;
    let starts = (0..6).map(|_| async {
        let db = Db::connect(&database.settings()).await?;
        let seen = db.pending_migrations().await?;
        db.migrate().await?;
        let missing = db.pending_migrations().await?;
        db.close().await?;
        Ok::<_, Error>((seen.len(), missing.len()))
    });
    for start in future::join_all(starts).await {
        let (seen, missing) = start.unwrap();
        assert!(seen <= Migrator::migrations().len());
        assert_eq!(missing, 0);
    }
    database.remove().await;
}

async fn connect(database: &Database) -> DatabaseConnection {
    let mut options = ConnectOptions::new(database.settings().url);
    options.max_connections(1).sqlx_logging(false);
    Databases::connect(options).await.unwrap()
}

/// The schema, a line for each thing in it, and the rows that a new database begins with.
async fn schema(connection: &DatabaseConnection) -> BTreeSet<String> {
    let backend = connection.get_database_backend();
    let (everything, tables) = match backend {
        DbBackend::Postgres => (
            POSTGRES,
            "SELECT tablename::text AS line FROM pg_tables WHERE schemaname = 'public'",
        ),
        _ => (
            SQLITE,
            "SELECT name AS line FROM sqlite_schema WHERE type = 'table'",
        ),
    };
    let mut schema = lines(connection, everything).await;
    for table in lines(connection, tables).await {
        if table.starts_with("seaql_") {
            continue;
        }
        let rows = lines(
            connection,
            &format!("SELECT CAST(COUNT(*) AS TEXT) AS line FROM {table}"),
        )
        .await;
        let rows = rows.first().cloned().unwrap_or_default();
        if rows != "0" {
            schema.insert(format!("ROWS OF {table}: {rows}"));
        }
    }
    schema
}

async fn lines(connection: &DatabaseConnection, sql: &str) -> BTreeSet<String> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.into_iter()
        .map(|row| row.try_get::<String>("", "line").unwrap())
        .collect()
}
