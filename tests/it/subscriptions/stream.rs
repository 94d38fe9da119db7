//! `/graphql/stream`, after the GraphQL over SSE protocol.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, StatusCode, header};
use serde_json::{Value, json};

use super::{ACTIVITY, HUBS, QUEUE, change_the_summary};
use crate::harness::{Client, Event, Limits, Stream, TestHub};

/// Short enough to wait for in a test.
const SOON: Duration = Duration::from_millis(200);

async fn post(client: &Client, query: &str, variables: Value) -> RequestBuilder {
    let request = events(client, Method::POST).await;
    request.json(&json!({ "query": query, "variables": variables }))
}

/// A request for events.
async fn events(client: &Client, method: Method) -> RequestBuilder {
    let request = client.http(method, "/graphql/stream").await;
    request.header(header::ACCEPT, "text/event-stream")
}

fn answer(event: Option<Event>) -> Value {
    match event {
        Some(Event::Next(answer)) => answer,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_happens_is_told_in_events() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let visitor = hub.visitor();
    let variables = super::hub(&pole);
    let mut posted = Stream::open(post(&visitor, ACTIVITY, variables.clone()).await).await;
    let parameters = [("query", ACTIVITY), ("variables", &variables.to_string())];
    let got = events(&visitor, Method::GET).await;
    let mut got = Stream::open(got.query(&parameters)).await;
    change_the_summary(&hub, &pole).await;
    for stream in [&mut posted, &mut got] {
        let answer = answer(stream.hear().await);
        assert_eq!(answer["data"]["activity"]["kind"], "HUB_UPDATED");
    }
}

#[tokio::test]
async fn one_answer_is_one_event_and_the_end() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let mut stream = Stream::open(post(&jeanne, "{ me { name } }", json!({})).await).await;
    let told = answer(stream.next().await);
    assert_eq!(told["data"]["me"]["name"], "Jeanne Peyrebelle");
    assert!(told["extensions"]["cost"].is_object());
    assert_eq!(stream.next().await, Some(Event::Complete));
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn what_is_wrong_with_a_document_is_told_in_an_event() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    for (query, code) in [
        ("{", "INVALID"),
        ("{ nothing }", "INVALID"),
        ("subscription { nothing }", "INVALID"),
        (QUEUE, "UNAUTHENTICATED"),
    ] {
        let mut stream = Stream::open(post(&hub.visitor(), query, super::hub(&pole)).await).await;
        let told = answer(stream.next().await);
        assert_eq!(told["errors"][0]["extensions"]["code"], code, "{query}");
        assert!(told["extensions"]["cost"].is_object());
        assert_eq!(stream.next().await, Some(Event::Complete));
        assert_eq!(stream.next().await, None);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_told_by_its_status() {
    let mut limits = Limits::default();
    limits.http.streams = 1;
    let hub = TestHub::start_within(limits).await;
    let pole = hub.pole("Pôle du réemploi").await;
    let visitor = hub.visitor();
    let status = async |request: RequestBuilder| request.send().await.unwrap().status();
    let request = visitor.http(Method::POST, "/graphql/stream").await;
    let request = request.json(&json!({ "query": HUBS }));
    let json = request.header(header::ACCEPT, "application/json");
    assert_eq!(status(json).await, StatusCode::NOT_ACCEPTABLE);
    let form = events(&visitor, Method::POST).await;
    let form = form.header(header::CONTENT_TYPE, "text/plain").body("{}");
    assert_eq!(status(form).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let empty = events(&visitor, Method::GET).await;
    assert_eq!(status(empty).await, StatusCode::BAD_REQUEST);
    let forged = post(&visitor, HUBS, json!({})).await.bearer_auth("nobody");
    assert_eq!(status(forged).await, StatusCode::UNAUTHORIZED);
    let mutation = events(&visitor, Method::GET).await;
    let mutation = mutation.query(&[(
        "query",
        "mutation { signOut(input: {}) { errors { code } } }",
    )]);
    let response = mutation.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()[header::ALLOW], "POST");

    let first = Stream::open(post(&visitor, ACTIVITY, super::hub(&pole)).await).await;
    let second = post(&visitor, ACTIVITY, super::hub(&pole)).await;
    let response = second.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(response.headers().contains_key(header::RETRY_AFTER));
    drop(first);
}

#[tokio::test]
async fn a_subscription_is_nothing_for_the_other_endpoint() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let answer = hub.visitor().ask(ACTIVITY, super::hub(&pole)).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    answer.expect_error("INVALID");
    let get = hub.visitor().http(Method::GET, "/graphql").await;
    let get = get.query(&[("query", ACTIVITY)]).send().await.unwrap();
    assert_eq!(get.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_stream_outlives_the_patience_for_headers_and_ends_with_the_platform() {
    let mut limits = Limits::default();
    limits.http.headers_within = SOON;
    limits.http.keep_alive = SOON / 2;
    let mut hub = TestHub::start_within(limits).await;
    let pole = hub.pole("Pôle du réemploi").await;
    let mut stream = Stream::open(post(&hub.visitor(), ACTIVITY, super::hub(&pole)).await).await;
    for _ in 0..6 {
        assert_eq!(stream.next().await, Some(Event::Comment));
    }
    change_the_summary(&hub, &pole).await;
    assert!(matches!(stream.hear().await, Some(Event::Next(_))));
    let (end, ()) = tokio::join!(stream.hear(), hub.restart());
    assert_eq!(end, None);
}

#[tokio::test]
async fn who_signs_out_hears_the_end() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let coordinator = &pole.coordinator;
    let mut stream = Stream::open(post(coordinator, QUEUE, super::hub(&pole)).await).await;
    let out = "mutation { signOut(input: {}) { errors { code } } }";
    coordinator.gql(out, json!({})).await;
    assert_eq!(stream.hear().await, Some(Event::Complete));
    assert_eq!(stream.hear().await, None);
}

#[tokio::test]
async fn a_mutation_with_a_key_is_done_once() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let create = "mutation { createOrganisation(input: { content: { name: \"Oc’Consigne\", legalForm: ASSOCIATION } }) {
        organisation { id } errors { code } } }";
    let mut told = Vec::new();
    for _ in 0..2 {
        let request = post(&jeanne, create, json!({})).await;
        let mut stream = Stream::open(request.header("Idempotency-Key", "once")).await;
        told.push(answer(stream.next().await));
        assert_eq!(stream.next().await, Some(Event::Complete));
    }
    assert_eq!(told[0], told[1]);
    hub.run_jobs().await;
}
