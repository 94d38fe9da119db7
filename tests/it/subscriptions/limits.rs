//! What a client may hold, and for how long it is waited for.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{ACTIVITY, HUBS, complete, refused};
use crate::harness::{Limits, Socket, TestHub};

/// Short enough to wait for in a test.
const SOON: Duration = Duration::from_millis(200);

#[tokio::test]
async fn who_does_not_begin_is_not_waited_for() {
    let mut limits = Limits::default();
    limits.http.init_within = SOON;
    let hub = TestHub::start_within(limits).await;
    let mut socket = Socket::open(hub.instance()).await;
    assert_eq!(socket.closed().await, Some(4408));
}

#[tokio::test]
async fn a_socket_outlives_the_patience_for_headers_and_ends_with_the_platform() {
    let mut limits = Limits::default();
    limits.http.headers_within = SOON;
    limits.http.keep_alive = SOON / 2;
    let mut hub = TestHub::start_within(limits).await;
    let mut socket = Socket::begin(hub.instance(), None).await;
    for _ in 0..12 {
        tokio::time::sleep(SOON / 4).await;
        socket.settle().await;
    }
    let (code, ()) = tokio::join!(socket.closed(), hub.restart());
    assert_eq!(code, Some(1001));
}

#[tokio::test]
async fn who_does_not_answer_loses_the_socket() {
    let mut limits = Limits::default();
    limits.http.connections = 1;
    limits.http.keep_alive = SOON;
    let hub = TestHub::start_within(limits).await;
    let deaf = Socket::begin(hub.instance(), None).await;
    is_served(&hub).await;
    drop(deaf);
}

#[tokio::test]
async fn who_does_not_read_loses_the_socket() {
    let mut limits = Limits::default();
    limits.http.connections = 1;
    limits.http.reads_within = SOON;
    let hub = TestHub::start_within(limits).await;
    let mut deaf = Socket::begin(hub.instance(), None).await;
    // More than the system keeps for a reader that does not read.
    let schema = "{ __schema { types { name description fields { name description args { name description } } } } }";
    let talking = tokio::spawn(async move {
        for id in 0..50 {
            deaf.subscribe(&id.to_string(), schema, json!({})).await;
        }
        deaf
    });
    is_served(&hub).await;
    drop(talking);
}

/// Waits until the only place comes free, though nobody has gone.
async fn is_served(hub: &TestHub) {
    loop {
        let request = hub.visitor().http(Method::GET, "/healthz").await;
        match request.send().await {
            Ok(response) if response.status() == StatusCode::OK => return,
            _ => tokio::time::sleep(SOON / 4).await,
        }
    }
}

#[tokio::test]
async fn a_client_has_so_many_sockets_and_operations() {
    let mut limits = Limits::default();
    limits.http.streams = 2;
    limits.http.operations = 2;
    let hub = TestHub::start_within(limits).await;
    let pole = hub.pole("Pôle du réemploi").await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let mut first = Socket::begin(hub.instance(), Some(&jeanne)).await;
    let second = Socket::begin(hub.instance(), Some(&jeanne)).await;
    let mut third = Socket::open(hub.instance()).await;
    let payload = json!({ "authorization": format!("Bearer {}", jeanne.token().await) });
    third
        .say(json!({ "type": "connection_init", "payload": payload }))
        .await;
    assert_eq!(third.closed().await, Some(1013));
    // Others have places of their own.
    Socket::begin(hub.instance(), None).await;
    drop(second);

    for id in ["1", "2"] {
        first.subscribe(id, ACTIVITY, super::hub(&pole)).await;
    }
    first.subscribe("3", HUBS, json!({})).await;
    assert_eq!(refused(&first.hear().await, "3"), "RATE_LIMITED");
    first.say(complete("2")).await;
    first.subscribe("3", HUBS, json!({})).await;
    let told = first.hear().await;
    assert_eq!(
        (&told["type"], &told["id"]),
        (&json!("next"), &json!("3")),
        "{told}"
    );
}

#[tokio::test]
async fn a_subscription_is_paid_for_once() {
    let mut limits = Limits::default();
    limits.api.allowance.most = 50;
    limits.api.document.cost = 50;
    let hub = TestHub::start_within(limits).await;
    let pole = hub.pole("Pôle du réemploi").await;
    let mut socket = Socket::begin(hub.instance(), None).await;
    let mut refusals = 0;
    for id in 0..30 {
        let narrow = "subscription($hub: ID) { activity(hub: $hub) { kind at } }";
        socket
            .subscribe(&id.to_string(), narrow, super::hub(&pole))
            .await;
    }
    let mut told = socket_until_settled(&mut socket).await;
    told.retain(|message| message["type"] == "error");
    for message in &told {
        assert_eq!(message["payload"][0]["extensions"]["code"], "RATE_LIMITED");
        refusals += 1;
    }
    assert!((1..30).contains(&refusals), "{refusals}");
}

async fn socket_until_settled(socket: &mut Socket) -> Vec<Value> {
    socket.say(json!({ "type": "ping" })).await;
    let mut told = Vec::new();
    loop {
        let message = socket.hear().await;
        if message["type"] == "pong" {
            return told;
        }
        told.push(message);
    }
}
