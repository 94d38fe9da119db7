//! What each client may spend over time.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode, header};

use super::{ask, body, code, cost, query};
use crate::harness::{Limits, TestHub};

/// Costs 23, and 3 when there is no hub.
const QUERY: &str = "{ hubs(first: 10) { totalCount nodes { id name } } }";

/// Clients have 100, of which 5 come back each second.
fn small() -> Limits {
    let mut limits = Limits::default();
    limits.api.document.cost = 100;
    limits.api.allowance.most = 100;
    limits.api.allowance.per_second = 5;
    limits
}

#[tokio::test]
async fn who_has_spent_the_allowance_waits_until_enough_came_back() {
    let hub = TestHub::start_within(small()).await;
    let send = async || query(&hub, QUERY).await.send().await.unwrap();
    let mut available = 100;
    while available >= 23 {
        let response = send().await;
        assert_eq!(response.status(), StatusCode::OK);
        let left = cost(&body(response).await).2;
        assert_eq!(left, available - 3);
        available = left;
    }
    let response = send().await;
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    let seconds = response.headers()[header::RETRY_AFTER]
        .to_str()
        .unwrap()
        .to_owned();
    let answer = body(response).await;
    assert_eq!(code(&answer), "RATE_LIMITED");
    assert!(answer.get("data").is_none());
    assert_eq!(cost(&answer), (23, 0, available));
    let seconds: i64 = seconds.parse().unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["retryAfter"], seconds);
    hub.clock().advance(TimeDelta::seconds(seconds));
    assert_eq!(send().await.status(), StatusCode::OK);
}

#[tokio::test]
async fn refused_documents_are_paid_and_then_not_even_read() {
    let hub = TestHub::start_within(small()).await;
    let send = async |text: &str| query(&hub, text).await.send().await.unwrap().status();
    for _ in 0..10 {
        assert_eq!(send("{ ?").await, StatusCode::BAD_REQUEST);
    }
    assert_eq!(send("{ ?").await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(send("{ __typename }").await, StatusCode::TOO_MANY_REQUESTS);
    for path in ["/graphql", "/graphql/stream"] {
        let request = hub.visitor().http(Method::POST, path).await;
        let request = request
            .header(header::ACCEPT, "*/*")
            .header(header::CONTENT_TYPE, "application/json")
            .body("[");
        let status = request.send().await.unwrap().status();
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "{path}");
    }
}

#[tokio::test]
async fn a_person_pays_for_themselves_and_a_visitor_with_the_network() {
    let hub = TestHub::start_within(small()).await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let other = hub.visitor();
    while code(&ask(&hub.visitor(), QUERY).await).is_empty() {}
    assert_eq!(code(&ask(&other, QUERY).await), "RATE_LIMITED");
    let answer = ask(&jeanne, QUERY).await;
    assert_eq!(code(&answer), "");
    assert_eq!(cost(&answer).2, 97);
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_network_pays_for_itself() {
    let mut limits = small();
    limits.http.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    let hub = TestHub::start_within(limits).await;
    let status = async |forwarded: &str| {
        let request = query(&hub, QUERY)
            .await
            .header("x-forwarded-for", forwarded);
        request.send().await.unwrap().status()
    };
    while status("198.51.100.7").await == StatusCode::OK {}
    assert_eq!(
        status("198.51.100.200").await,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(
        status("203.0.113.1, 198.51.100.7").await,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(status("203.0.113.1").await, StatusCode::OK);
}

#[tokio::test]
async fn nobody_else_is_believed_about_whom_they_ask_for() {
    let hub = TestHub::start_within(small()).await;
    let status = async |forwarded: String| {
        let request = query(&hub, QUERY)
            .await
            .header("x-forwarded-for", forwarded);
        request.send().await.unwrap().status()
    };
    let mut number = 0;
    while status(format!("198.51.{number}.7")).await == StatusCode::OK {
        number += 1;
    }
    assert_eq!(
        status("203.0.113.1".to_owned()).await,
        StatusCode::TOO_MANY_REQUESTS
    );
}
