//! What a client may hold, and for how long it is waited for.

use std::time::Duration;

use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::{ACTIVITY, HUBS, change_the_summary, complete, refused};
use crate::harness::{Body, Client, Event, Limits, Pole, Socket, Stream, TestHub};

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

#[tokio::test]
async fn answers_wait_to_be_made_until_what_was_made_is_read() {
    const ASKED: u64 = 60;
    let mut limits = Limits::default();
    limits.http.operations = 100;
    limits.http.kept = 8 << 10;
    let hub = TestHub::start_within(limits).await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let mut deaf = Socket::begin(hub.instance(), Some(&jeanne)).await;
    let schema = "{ __schema { types { name description fields { name description type { name ofType { name } }
        args { name description type { name ofType { name } } } } inputFields { name description } } } }";
    let before = left(&jeanne).await;
    for id in 0..ASKED {
        deaf.subscribe(&id.to_string(), schema, json!({})).await;
    }
    // Each is paid before it runs, so what is left tells how many do. Others are answered meanwhile.
    let mut spent = Vec::new();
    while spent.len() < 30 || spent[spent.len() - 20] != spent[spent.len() - 1] {
        let questions = spent.len() as u64 + 1;
        spent.push(before - left(&jeanne).await - questions);
    }
    let held = spent[spent.len() - 1];
    let mut ended = 0;
    let mut requested = 0;
    while ended < ASKED {
        let told = deaf.hear().await;
        match told["type"].as_str() {
            Some("next") => {
                let cost = &told["payload"]["extensions"]["cost"]["requested"];
                requested += cost.as_u64().unwrap();
            }
            Some("complete") => ended += 1,
            _ => panic!("{told}"),
        }
    }
    assert!(0 < held && held < requested, "{held} of {requested}");
}

/// What a client may still spend, after this question, which costs 1.
async fn left(client: &Client) -> u64 {
    let request = client.http(Method::POST, "/graphql").await;
    let request = request.json(&json!({ "query": "{ __typename }" }));
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    answer["extensions"]["cost"]["available"].as_u64().unwrap()
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

/// Allows a client to spend so much, which does not come back: the clock stands still.
fn an_allowance_of(most: u64) -> Limits {
    let mut limits = Limits::default();
    limits.api.allowance.most = most;
    limits
}

/// Each answer costs so much: itself and its fields.
const PRICE: u64 = 100;

fn of_this_price() -> String {
    let fields: Vec<_> = (2..PRICE).map(|at| format!("f{at}: at")).collect();
    let fields = fields.join(" ");
    format!("subscription($hub: ID) {{ activity(hub: $hub) {{ kind {fields} }} }}")
}

#[tokio::test]
async fn each_answer_of_a_subscription_is_paid_until_the_allowance_is_spent() {
    let hub = TestHub::start_within(an_allowance_of(500)).await;
    let pole = hub.pole("Pôle du réemploi").await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let mut socket = Socket::begin(hub.instance(), Some(&jeanne)).await;
    socket
        .subscribe("a", &of_this_price(), super::hub(&pole))
        .await;
    socket.settle().await;
    // The start tells nothing and costs 1.
    let mut available = 499;
    while available >= PRICE {
        change_the_summary(&hub, &pole).await;
        let told = socket.hear().await;
        available -= PRICE;
        assert_eq!(
            told["payload"]["data"]["activity"]["kind"], "HUB_UPDATED",
            "{told}"
        );
        let cost = &told["payload"]["extensions"]["cost"];
        assert_eq!(
            (&cost["requested"], &cost["actual"], &cost["available"]),
            (&json!(PRICE), &json!(PRICE), &json!(available))
        );
    }
    change_the_summary(&hub, &pole).await;
    let last = socket.hear().await;
    assert_eq!(refused(&last, "a"), "RATE_LIMITED");
    assert!(last["payload"][0]["extensions"]["retryAfter"].is_u64());
    // It is over, and the socket is not.
    change_the_summary(&hub, &pole).await;
    socket.settle().await;
}

#[tokio::test]
async fn what_is_passed_over_in_silence_costs_the_least() {
    let hub = TestHub::start_within(an_allowance_of(500)).await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let mut socket = Socket::begin(hub.instance(), Some(&jeanne)).await;
    socket
        .subscribe("a", &of_this_price(), super::hub(&pole))
        .await;
    socket.settle().await;
    drafted(&member, &pole).await;
    change_the_summary(&hub, &pole).await;
    let told = socket.hear().await;
    let cost = &told["payload"]["extensions"]["cost"];
    // The start, a draft that is nobody else's business, and one answer.
    assert_eq!(cost["available"], 500 - 1 - 1 - PRICE, "{told}");
}

/// A project that only its lead may read.
async fn drafted(member: &Body, pole: &Pole) {
    let create = "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } errors { code } } }";
    let input = json!({
        "hub": pole.id.to_string(),
        "actingFor": member.id.to_string(),
        "content": { "title": "Consigne", "summary": "Laver.", "description": "Une ligne de lavage." },
    });
    member
        .representative
        .gql(create, json!({ "input": input }))
        .await;
}

#[tokio::test]
async fn a_subscription_begins_when_one_answer_can_be_paid() {
    let hub = TestHub::start_within(an_allowance_of(PRICE + 1)).await;
    let pole = hub.pole("Pôle du réemploi").await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let mut socket = Socket::begin(hub.instance(), Some(&jeanne)).await;
    for id in ["1", "2", "3"] {
        socket
            .subscribe(id, &of_this_price(), super::hub(&pole))
            .await;
    }
    assert_eq!(refused(&socket.hear().await, "3"), "RATE_LIMITED");
    socket.settle().await;
}

#[tokio::test]
async fn a_stream_that_cannot_be_paid_any_more_says_so_and_ends() {
    let hub = TestHub::start_within(an_allowance_of(350)).await;
    let pole = hub.pole("Pôle du réemploi").await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let request = jeanne.http(Method::POST, "/graphql/stream").await;
    let request = request
        .header(header::ACCEPT, "text/event-stream")
        .json(&json!({ "query": of_this_price(), "variables": super::hub(&pole) }));
    let mut stream = Stream::open(request).await;
    let mut told = Vec::new();
    for _ in 0..4 {
        change_the_summary(&hub, &pole).await;
        let Some(Event::Next(answer)) = stream.hear().await else {
            panic!("the stream has ended");
        };
        told.push(answer["errors"][0]["extensions"]["code"].clone());
    }
    assert_eq!(
        told,
        [Value::Null, Value::Null, Value::Null, json!("RATE_LIMITED")]
    );
    assert_eq!(stream.hear().await, Some(Event::Complete));
    assert_eq!(stream.hear().await, None);
}
