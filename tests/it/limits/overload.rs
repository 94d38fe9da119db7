//! More is asked than can be done. Waiting ends, places are bounded, and nothing is half done.

use std::time::Duration;

use maillage_domain::values::EmailAddress;
use maillage_persistence::{Db, Error, Tx, accounts};
use reqwest::{StatusCode, header};
use sea_orm::{ConnectionTrait, Database as Databases, TransactionTrait};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::timeout,
};

use super::{body, code, cost, query};
use crate::harness::{Limits, TestHub};

const REGISTER: &str = "mutation { register(input: { name: \"Jeanne\", email: \"jeanne@example.test\", \
     password: \"une phrase de passe\" }) { errors { code } } }";

/// Short enough to wait for in a test.
const SOON: Duration = Duration::from_millis(300);

/// Takes every connection that could write.
async fn hold_writers(hub: &TestHub) -> Vec<Tx> {
    let mut held = Vec::new();
    while let Ok(Ok(tx)) = timeout(SOON / 2, hub.platform().db().begin()).await {
        held.push(tx);
    }
    assert!(!held.is_empty());
    held
}

async fn jeanne_is_known(hub: &TestHub) -> bool {
    let email = EmailAddress::parse("jeanne@example.test").unwrap();
    let found = accounts::find_by_email(hub.platform().db(), &email).await;
    found.unwrap().is_some()
}

#[tokio::test]
async fn an_operation_that_takes_too_long_is_broken_off_and_leaves_nothing() {
    let mut limits = Limits::default();
    limits.api.time = SOON;
    let hub = TestHub::start_within(limits).await;
    let held = hold_writers(&hub).await;
    let response = query(&hub, REGISTER).await.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::GATEWAY_TIMEOUT);
    let answer = body(response).await;
    assert_eq!(code(&answer), "TIMEOUT");
    assert!(answer.get("data").is_none());
    assert!(cost(&answer).0 > 10);
    drop(held);
    assert!(!jeanne_is_known(&hub).await);
    let response = query(&hub, "{ __typename }").await.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn waiting_for_the_database_ends() {
    let limits = Limits {
        patience: SOON,
        ..Limits::default()
    };
    let hub = TestHub::start_within(limits).await;
    let held = hold_writers(&hub).await;
    for accept in ["application/graphql-response+json", "application/json"] {
        let request = query(&hub, REGISTER).await.header(header::ACCEPT, accept);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
        let answer = body(response).await;
        assert_eq!(code(&answer), "OVERLOADED");
        assert!(answer.get("data").is_none());
        cost(&answer);
    }
    drop(held);
    assert!(!jeanne_is_known(&hub).await);
}

#[tokio::test]
async fn a_statement_ends_when_its_time_is_over_and_a_migration_does_not() {
    let hub = TestHub::start().await;
    let mut settings = hub.database().settings();
    if !settings.is_postgres() {
        // A reader of SQLite waits for nobody.
        return;
    }
    settings.statement_time = SOON;
    let db = Db::connect(&settings).await.unwrap();
    let beside = Databases::connect(&settings.url).await.unwrap();
    let held = beside.begin().await.unwrap();
    // The second is the lock by which instances that migrate wait for one another.
    for statement in [
        "LOCK TABLE persons",
        "SELECT pg_advisory_xact_lock(7883946363647714593)",
    ] {
        held.execute_unprepared(statement).await.unwrap();
    }
    let email = EmailAddress::parse("jeanne@example.test").unwrap();
    let migrated = tokio::spawn({
        let db = db.clone();
        async move { db.migrate().await }
    });
    for _ in 0..2 {
        let found = accounts::find_by_email(&db, &email).await;
        assert!(matches!(found, Err(Error::Database(_))), "{found:?}");
    }
    assert!(!migrated.is_finished());
    held.rollback().await.unwrap();
    migrated.await.unwrap().unwrap();
    assert!(
        accounts::find_by_email(&db, &email)
            .await
            .unwrap()
            .is_none()
    );
    db.close().await.unwrap();
    beside.close().await.unwrap();
}

#[tokio::test]
async fn requests_beyond_the_places_are_turned_away_at_once() {
    let mut limits = Limits::default();
    limits.http.requests = 1;
    let hub = TestHub::start_within(limits).await;
    let held = hold_writers(&hub).await;
    let first = tokio::spawn(query(&hub, REGISTER).await.send());
    let second = loop {
        let response = query(&hub, "{ __typename }").await.send().await.unwrap();
        if response.status() != StatusCode::OK {
            break response;
        }
    };
    assert_eq!(second.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(second.headers()[header::RETRY_AFTER], "1");
    let answer = body(second).await;
    assert_eq!(code(&answer), "OVERLOADED");
    cost(&answer);
    // Whoever asks whether the process runs is answered all the same.
    let alive = hub.visitor().http(reqwest::Method::GET, "/healthz").await;
    assert_eq!(alive.send().await.unwrap().status(), StatusCode::OK);
    drop(held);
    assert_eq!(first.await.unwrap().unwrap().status(), StatusCode::OK);
    hub.run_jobs().await;
}

async fn connect(hub: &TestHub) -> TcpStream {
    TcpStream::connect(hub.instance().address()).await.unwrap()
}

/// Everything that comes until the server closes; the test fails when it does not.
async fn read_to_end(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let read = timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await;
    read.expect("the server keeps the connection").ok();
    String::from_utf8_lossy(&answer).into_owned()
}

/// One request on a connection that is kept.
async fn is_answered(stream: &mut TcpStream) -> bool {
    let request = b"GET /healthz HTTP/1.1\r\nHost: maillage.test\r\n\r\n";
    let mut answer = [0; 1024];
    if stream.write_all(request).await.is_err() {
        return false;
    }
    let length = stream.read(&mut answer).await.unwrap_or_default();
    answer[..length].starts_with(b"HTTP/1.1 200 OK\r\n")
}

#[tokio::test]
async fn one_network_leaves_connections_to_the_others() {
    let mut limits = Limits::default();
    limits.http.connections_of_one = 2;
    let hub = TestHub::start_within(limits).await;
    let (mut first, mut second) = (connect(&hub).await, connect(&hub).await);
    assert!(is_answered(&mut first).await && is_answered(&mut second).await);
    let answer = read_to_end(&mut connect(&hub).await).await;
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    let elsewhere = TcpSocket::new_v4().unwrap();
    elsewhere.bind(([127, 0, 9, 1], 0).into()).unwrap();
    let mut elsewhere = elsewhere.connect(hub.instance().address()).await.unwrap();
    assert!(is_answered(&mut elsewhere).await);
}

#[tokio::test]
async fn connections_beyond_the_bound_are_turned_away_until_one_ends() {
    let mut limits = Limits::default();
    limits.http.connections = 2;
    let hub = TestHub::start_within(limits).await;
    let (mut first, mut second) = (connect(&hub).await, connect(&hub).await);
    assert!(is_answered(&mut first).await && is_answered(&mut second).await);
    let answer = read_to_end(&mut connect(&hub).await).await;
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(answer.contains("Retry-After: 1\r\n"), "{answer}");
    drop(first);
    while !is_answered(&mut connect(&hub).await).await {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(is_answered(&mut second).await);
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let mut limits = Limits::default();
    limits.http.body_within = SOON;
    let hub = TestHub::start_within(limits).await;
    let mut stream = connect(&hub).await;
    let head = "POST /graphql HTTP/1.1\r\nHost: maillage.test\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = read_to_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("\"cost\""), "{answer}");
}

#[tokio::test]
async fn headers_that_do_not_arrive_and_idle_connections_are_not_waited_for() {
    let mut limits = Limits::default();
    limits.http.headers_within = SOON;
    let hub = TestHub::start_within(limits).await;
    let mut silent = connect(&hub).await;
    let mut slow = connect(&hub).await;
    slow.write_all(b"GET /healthz HTTP/1.1\r\nHost:")
        .await
        .unwrap();
    let mut idle = connect(&hub).await;
    assert!(is_answered(&mut idle).await);
    for stream in [&mut silent, &mut slow, &mut idle] {
        let answer = read_to_end(stream).await;
        assert!(!answer.contains("200 OK"), "{answer}");
    }
}

#[tokio::test]
async fn a_client_that_reads_nothing_of_its_answers_loses_its_place() {
    let mut limits = Limits::default();
    limits.http.connections = 1;
    limits.http.reads_within = SOON;
    let hub = TestHub::start_within(limits).await;
    let mut deaf = connect(&hub).await;
    // More than the system keeps for a reader that does not read.
    let request = "GET /graphiql/graphiql.min.js HTTP/1.1\r\nHost: maillage.test\r\n\r\n";
    deaf.write_all(request.repeat(60).as_bytes()).await.unwrap();
    while !is_answered(&mut connect(&hub).await).await {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    drop(deaf);
}
