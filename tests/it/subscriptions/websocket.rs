//! `/graphql/ws`, after the GraphQL over WebSocket protocol.

use maillage_server::http::MOST_BYTES;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{ACTIVITY, HUBS, QUEUE, complete, following_the_queue, hub, refused};
use crate::{
    harness::{Socket, TestHub},
    moderation::{Scene, decide},
};

fn init() -> Value {
    json!({ "type": "connection_init" })
}

#[tokio::test]
async fn a_moderator_is_told_what_comes_into_the_queue_and_what_becomes_of_it() {
    let scene = Scene::start().await;
    let mut socket = following_the_queue(&scene, &scene.moderator).await;
    let submitted = scene.submitted("Laverie").await;
    let told = socket.hear().await;
    let review = &told["payload"]["data"]["moderationQueue"];
    assert_eq!(told["id"], "queue");
    assert_eq!(review["subject"]["title"], "Laverie");
    assert_eq!(review["decision"], Value::Null);

    let review = scene.waiting(&submitted).await;
    decide(&scene.moderator, "publishReviewed", &review, json!({}))
        .await
        .data();
    let told = socket.hear().await;
    let decided = &told["payload"]["data"]["moderationQueue"];
    assert_eq!(decided["id"], review["id"]);
    assert_eq!(decided["decision"]["outcome"], "PUBLISHED");

    // What the client wants no more of is not told.
    socket.say(complete("queue")).await;
    scene.submitted("Four à pain").await;
    socket.settle().await;
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn queries_and_mutations_are_answered_and_what_they_change_is_told_on_the_same_socket() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let mut socket = Socket::begin(hub.instance(), Some(&jeanne)).await;
    socket.subscribe("q", "{ me { name } }", json!({})).await;
    let told = socket.hear().await;
    assert_eq!(
        told["payload"]["data"],
        json!({ "me": { "name": "Jeanne Peyrebelle" } })
    );
    assert!(told["payload"]["extensions"]["cost"].is_object(), "{told}");
    assert_eq!(socket.hear().await, complete("q"));

    let create = "mutation { createOrganisation(input: { content: { name: \"Oc’Consigne\", legalForm: ASSOCIATION } }) {
        organisation { id } errors { code } } }";
    socket.subscribe("q", create, json!({})).await;
    let told = socket.hear().await;
    let id = told["payload"]["data"]["createOrganisation"]["organisation"]["id"].clone();
    assert!(id.is_string(), "{told}");
    assert_eq!(socket.hear().await, complete("q"));

    socket
        .subscribe("a", ACTIVITY, json!({ "organisation": id }))
        .await;
    let submit = "mutation($id: ID!) { submitOrganisation(input: { id: $id, actingFor: $id, expectedVersion: 1, dryRun: true }) {
        organisation { id } errors { code } } }";
    socket.subscribe("d", submit, json!({ "id": id })).await;
    assert_eq!(socket.hear().await["id"], "d");
    assert_eq!(socket.hear().await, complete("d"));
    // What was only tried is no news.
    socket.settle().await;
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_document_that_cannot_run_is_an_error_of_its_operation() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let mut socket = Socket::begin(hub.instance(), None).await;
    for (query, code) in [
        ("{", "INVALID"),
        ("{ nothing }", "INVALID"),
        ("subscription { nothing }", "INVALID"),
        ("subscription { activity { kind } }", "INVALID"),
        ("subscription { __typename }", "INVALID"),
        (
            "subscription { ...All } fragment All on Subscription { activity(hub: \"x\") { id } }",
            "INVALID",
        ),
    ] {
        socket.subscribe("1", query, json!({})).await;
        assert_eq!(refused(&socket.hear().await, "1"), code, "{query}");
    }
    let two =
        "subscription($hub: ID!) { a: activity(hub: $hub) { id } b: activity(hub: $hub) { id } }";
    socket.subscribe("1", two, super::hub(&pole)).await;
    assert_eq!(refused(&socket.hear().await, "1"), "INVALID");
    let both = json!({ "hub": pole.id.to_string(), "project": pole.id.to_string() });
    socket.subscribe("1", ACTIVITY, both).await;
    assert_eq!(refused(&socket.hear().await, "1"), "INVALID");
    let wide = "{ hubs(first: 100) { nodes { memberships(first: 100) { nodes { organisation { memberships(first: 100) { nodes { id } } } } } } } }";
    socket.subscribe("1", wide, json!({})).await;
    assert_eq!(refused(&socket.hear().await, "1"), "QUERY_TOO_COMPLEX");
    socket.subscribe("1", HUBS, json!({})).await;
    assert_eq!(
        socket.hear().await["payload"]["data"],
        json!({ "hubs": { "totalCount": 1 } })
    );
}

#[tokio::test]
async fn who_may_not_follow_is_refused() {
    let scene = Scene::start().await;
    let (id, nowhere) = (
        hub(&scene.pole),
        json!({ "hub": "hub_00000000000000000000000000" }),
    );
    let mut visitor = Socket::begin(scene.hub.instance(), None).await;
    visitor.subscribe("1", QUEUE, id.clone()).await;
    assert_eq!(refused(&visitor.hear().await, "1"), "UNAUTHENTICATED");
    visitor.subscribe("1", ACTIVITY, nowhere.clone()).await;
    assert_eq!(refused(&visitor.hear().await, "1"), "NOT_FOUND");
    let author = &scene.author.representative;
    let mut author = Socket::begin(scene.hub.instance(), Some(author)).await;
    author.subscribe("1", QUEUE, id).await;
    assert_eq!(refused(&author.hear().await, "1"), "FORBIDDEN");
    author.subscribe("1", QUEUE, nowhere).await;
    assert_eq!(refused(&author.hear().await, "1"), "NOT_FOUND");
    // A draft is nobody's but its authors'.
    let draft = scene.submitted("Laverie").await;
    visitor
        .subscribe("1", ACTIVITY, json!({ "project": draft["id"] }))
        .await;
    assert_eq!(refused(&visitor.hear().await, "1"), "NOT_FOUND");
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn pings_are_answered_before_and_after_the_beginning() {
    let hub = TestHub::start().await;
    let mut socket = Socket::open(hub.instance()).await;
    socket.settle().await;
    socket.say(json!({ "type": "ping" })).await;
    assert_eq!(socket.hear().await, json!({ "type": "pong" }));
    socket.say(json!({ "type": "pong" })).await;
    socket.say(init()).await;
    assert_eq!(socket.hear().await, json!({ "type": "connection_ack" }));
    socket.settle().await;
    // What is over or was never begun can be completed.
    socket.say(complete("none")).await;
    socket.settle().await;
}

#[tokio::test]
async fn every_breach_of_the_protocol_has_its_code() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let here = hub.instance();

    let mut socket = Socket::offering(here, &[]).await;
    assert_eq!(socket.closed().await, Some(4406));
    Socket::offering(here, &["graphql-ws", "graphql-transport-ws"]).await;

    for text in [
        "",
        "not json",
        "{}",
        "{\"type\":\"start\"}",
        "{\"type\":\"connection_ack\"}",
        "{\"type\":\"connection_init\",\"payload\":\"x\"}",
        "{\"type\":\"subscribe\",\"payload\":{\"query\":\"{ a }\"}}",
    ] {
        let mut socket = Socket::open(here).await;
        socket.say_text(text).await;
        assert_eq!(socket.closed().await, Some(4400), "{text}");
    }
    let mut socket = Socket::begin(here, None).await;
    socket
        .say(json!({ "id": "1", "type": "subscribe", "payload": { "query": 1 } }))
        .await;
    assert_eq!(socket.closed().await, Some(4400));
    let mut socket = Socket::begin(here, None).await;
    socket.say_bytes().await;
    assert_eq!(socket.closed().await, Some(4400));

    let mut socket = Socket::open(here).await;
    socket.subscribe("1", HUBS, json!({})).await;
    assert_eq!(socket.closed().await, Some(4401));

    for authorization in [json!("Bearer nobody"), json!("nobody"), json!(1)] {
        let mut socket = Socket::open(here).await;
        let payload = json!({ "Authorization": authorization });
        socket
            .say(json!({ "type": "connection_init", "payload": payload }))
            .await;
        assert_eq!(socket.closed().await, Some(4403), "{authorization}");
    }
    assert_eq!(Socket::refused(here, "Bearer nobody").await, 401);

    let mut socket = Socket::begin(here, None).await;
    socket.subscribe("1", ACTIVITY, super::hub(&pole)).await;
    socket.subscribe("1", HUBS, json!({})).await;
    assert_eq!(socket.closed().await, Some(4409));

    let mut socket = Socket::begin(here, None).await;
    socket.say(init()).await;
    assert_eq!(socket.closed().await, Some(4429));
    let mut socket = Socket::open(here).await;
    socket.say(init()).await;
    socket.say(init()).await;
    assert_eq!(socket.closed().await, Some(4429));

    let mut socket = Socket::begin(here, None).await;
    socket
        .subscribe("1", &"#".repeat(MOST_BYTES), json!({}))
        .await;
    assert_eq!(socket.closed().await, Some(1009));
}

#[tokio::test]
async fn a_client_that_takes_leave_is_given_leave() {
    let hub = TestHub::start().await;
    let mut socket = Socket::begin(hub.instance(), None).await;
    assert_eq!(socket.leave().await, Some(1000));
}

#[tokio::test]
async fn another_subprotocol_is_not_agreed_to() {
    let hub = TestHub::start().await;
    let mut stream = TcpStream::connect(hub.instance().address()).await.unwrap();
    let request = "GET /graphql/ws HTTP/1.1\r\nHost: maillage.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
        Sec-WebSocket-Protocol: graphql-ws\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let text = String::from_utf8_lossy(&answer).to_ascii_lowercase();
    assert!(text.starts_with("http/1.1 101 "), "{text}");
    assert!(!text.contains("sec-websocket-protocol"), "{text}");
    // The frame of a farewell begins with its code.
    let code = 4406_u16.to_be_bytes();
    assert!(answer.windows(2).any(|bytes| bytes == code), "{answer:?}");
}

#[tokio::test]
async fn what_is_no_websocket_is_told_what_is_spoken_here() {
    let hub = TestHub::start().await;
    for method in [Method::GET, Method::POST] {
        let request = hub.visitor().http(method, "/graphql/ws").await;
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UPGRADE_REQUIRED);
        assert_eq!(response.headers()[header::UPGRADE], "websocket");
        assert!(
            response
                .text()
                .await
                .unwrap()
                .contains("graphql-transport-ws")
        );
    }
}
