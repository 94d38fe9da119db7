//! Copies of a template: migrating once and copying is ten times faster than migrating each time.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use maillage_persistence::{Db, Settings};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

/// Names our advisory lock among those of a server.
const LOCK: i64 = 0x6d61_696c_6c61_6765;

/// The database of one test.
pub(crate) struct Copy {
    server: String,
    name: String,
}

impl Copy {
    pub(super) async fn create(server: &str) -> Self {
        let copy = Self::named(server);
        let template = template();
        let connection = administration(server).await;
        // Tests copy side by side; only making the template keeps the others waiting.
        run(
            &connection,
            &format!("SELECT pg_advisory_lock_shared({LOCK})"),
        )
        .await;
        run(
            &connection,
            &format!("DROP DATABASE IF EXISTS {}", copy.name),
        )
        .await;
        if !exists(&connection, &template).await {
            run(
                &connection,
                &format!("SELECT pg_advisory_unlock_shared({LOCK})"),
            )
            .await;
            run(&connection, &format!("SELECT pg_advisory_lock({LOCK})")).await;
            make(&connection, server, &template).await;
        }
        run(
            &connection,
            &format!("CREATE DATABASE {} TEMPLATE {template}", copy.name),
        )
        .await;
        // Closing the connection gives the lock back.
        connection.close().await.unwrap();
        copy
    }

    /// A database without any table.
    pub(super) async fn empty(server: &str) -> Self {
        let copy = Self::named(server);
        let connection = administration(server).await;
        run(
            &connection,
            &format!("DROP DATABASE IF EXISTS {}", copy.name),
        )
        .await;
        run(
            &connection,
            &format!("CREATE DATABASE {} TEMPLATE template0", copy.name),
        )
        .await;
        connection.close().await.unwrap();
        copy
    }

    fn named(server: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("maillage_test_{}_{number}", process::id());
        Self {
            server: server.to_owned(),
            name,
        }
    }

    pub(super) fn url(&self) -> String {
        on(&self.server, &self.name)
    }

    pub(super) async fn remove(&self) {
        let connection = administration(&self.server).await;
        run(
            &connection,
            &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name),
        )
        .await;
        connection.close().await.unwrap();
    }
}

/// Makes the template unless somebody was faster, and removes those of other builds.
async fn make(connection: &DatabaseConnection, server: &str, template: &str) {
    if exists(connection, template).await {
        return;
    }
    let statement =
        "SELECT datname::text FROM pg_database WHERE datname LIKE 'maillage\\_template\\_%'";
    for row in connection
        .query_all_raw(statement_of(connection, statement))
        .await
        .unwrap()
    {
        let old: String = row.try_get("", "datname").unwrap();
        run(
            connection,
            &format!("DROP DATABASE IF EXISTS {old} WITH (FORCE)"),
        )
        .await;
    }
    let unfinished = format!("{template}_new");
    run(
        connection,
        &format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)"),
    )
    .await;
    run(connection, &format!("CREATE DATABASE {unfinished}")).await;
    let db = Db::connect(&Settings::new(on(server, &unfinished)))
        .await
        .unwrap();
    db.migrate().await.unwrap();
    db.close().await.unwrap();
    run(
        connection,
        &format!("ALTER DATABASE {unfinished} RENAME TO {template}"),
    )
    .await;
}

async fn exists(connection: &DatabaseConnection, name: &str) -> bool {
    let statement = format!("SELECT 1 AS one FROM pg_database WHERE datname = '{name}'");
    connection
        .query_one_raw(statement_of(connection, &statement))
        .await
        .unwrap()
        .is_some()
}

/// The template of this build: another build may have other migrations.
fn template() -> String {
    let program = std::env::current_exe().unwrap();
    let made = fs::metadata(program).unwrap().modified().unwrap();
    let mut hasher = DefaultHasher::new();
    made.hash(&mut hasher);
    format!("maillage_template_{:016x}", hasher.finish())
}

async fn administration(server: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(server);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

async fn run(connection: &DatabaseConnection, statement: &str) {
    connection
        .execute_unprepared(statement)
        .await
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
}

fn statement_of(connection: &DatabaseConnection, sql: &str) -> sea_orm::Statement {
    sea_orm::Statement::from_string(connection.get_database_backend(), sql)
}

/// The address of a database on a server.
fn on(server: &str, name: &str) -> String {
    let (server, options) = server
        .split_once('?')
        .map_or((server, String::new()), |(server, options)| {
            (server, format!("?{options}"))
        });
    let (server, _) = server.rsplit_once('/').unwrap();
    format!("{server}/{name}{options}")
}
