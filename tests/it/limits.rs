//! What clients may ask for, and what happens when everybody asks at once.

mod allowances;
mod documents;
mod introspection;
mod overload;

use reqwest::{Method, RequestBuilder, Response};
use serde_json::Value;

use crate::harness::{Client, TestHub};

/// A query of a visitor, to be sent.
async fn query(hub: &TestHub, text: &str) -> RequestBuilder {
    let request = hub.visitor().http(Method::POST, "/graphql").await;
    request.json(&serde_json::json!({ "query": text }))
}

async fn body(response: Response) -> Value {
    response.json().await.unwrap()
}

fn code(body: &Value) -> &str {
    body["errors"][0]["extensions"]["code"]
        .as_str()
        .unwrap_or_default()
}

/// What an answer says of its cost: requested, actual, available.
fn cost(body: &Value) -> (u64, u64, u64) {
    let cost = &body["extensions"]["cost"];
    let number = |name: &str| {
        let number = cost[name].as_u64();
        number.unwrap_or_else(|| panic!("no {name} in the cost of {body}"))
    };
    assert!(number("restoreRate") > 0);
    (number("requested"), number("actual"), number("available"))
}

/// Asks as this client and returns the body, its cost included.
async fn ask(client: &Client, text: &str) -> Value {
    let request = client.http(Method::POST, "/graphql").await;
    let request = request.json(&serde_json::json!({ "query": text }));
    body(request.send().await.unwrap()).await
}
