//! Connections to PostgreSQL over a network.

use maillage_persistence::{Db, Error, Settings};
use sea_orm::{ConnectionTrait, Database, Statement};

use crate::harness::server;

/// The server of the tests without the parameters of its address, and the authority that signed
/// its certificate.
fn address() -> (String, String) {
    let server = server().expect("a PostgreSQL server: cargo xtask test");
    let (address, parameters) = server.split_once('?').expect("parameters");
    let authority = parameters
        .split('&')
        .find_map(|parameter| parameter.strip_prefix("sslrootcert="));
    (
        address.to_owned(),
        authority.expect("an authority").to_owned(),
    )
}

async fn connect(url: String) -> Result<(), Error> {
    let db = Db::connect(&Settings::new(url)).await?;
    db.ping().await?;
    db.close().await
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server with a certificate of ours: cargo xtask test runs it"]
async fn a_connection_to_postgresql_is_encrypted_and_the_server_must_be_known_where_that_is_asked()
{
    let (address, authority) = address();
    let url = format!("{address}?sslmode=require");
    connect(url.clone()).await.unwrap();
    let connection = Database::connect(url).await.unwrap();
    let encrypted = Statement::from_string(
        connection.get_database_backend(),
        "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    );
    let row = connection.query_one_raw(encrypted).await.unwrap().unwrap();
    assert!(row.try_get::<bool>("", "ssl").unwrap());
    connection.close().await.unwrap();

    let unknown = connect(format!("{address}?sslmode=verify-full")).await;
    let error = format!("{:?}", unknown.unwrap_err());
    assert!(error.contains("UnknownIssuer"), "{error}");
    let known = format!("{address}?sslmode=verify-full&sslrootcert={authority}");
    connect(known.clone()).await.unwrap();
    // The certificate is for another name.
    let elsewhere = known.replace("127.0.0.1", "localhost");
    let error = format!("{:?}", connect(elsewhere).await.unwrap_err());
    assert!(error.contains("NotValidForName"), "{error}");
}
