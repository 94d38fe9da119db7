//! `/graphql`, after the GraphQL over HTTP specification.

use maillage_server::http::MOST_BYTES;
use reqwest::{Method, RequestBuilder, StatusCode, header};
use serde_json::{Value, json};

use crate::harness::TestHub;

const RESPONSE: &str = "application/graphql-response+json";
const QUERY: &str = "{ __typename }";

async fn post(hub: &TestHub) -> RequestBuilder {
    hub.visitor().http(Method::POST, "/graphql").await
}

/// Sends a body as JSON and returns the status and the parsed answer.
async fn send(hub: &TestHub, body: impl Into<reqwest::Body>) -> (StatusCode, Value) {
    let request = post(hub)
        .await
        .header(header::CONTENT_TYPE, "application/json")
        .body(body);
    answer(request).await
}

async fn answer(request: RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"]
        .as_str()
        .unwrap_or_default()
}

#[tokio::test]
async fn a_query_is_answered_under_the_media_type_asked_for() {
    let hub = TestHub::start().await;
    for (accept, expected) in [
        ("*/*", "application/json"),
        (RESPONSE, RESPONSE),
        ("application/json", "application/json"),
        (
            "application/json;q=0.5, application/graphql-response+json",
            RESPONSE,
        ),
    ] {
        let request = post(&hub).await.json(&json!({ "query": QUERY }));
        let request = request.header(header::ACCEPT, accept);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            expected,
            "{accept}"
        );
        assert_eq!(
            response.json::<Value>().await.unwrap()["data"],
            json!({ "__typename": "Query" })
        );
    }
    let request = post(&hub)
        .await
        .json(&json!({ "query": QUERY }))
        .header(header::ACCEPT, "text/html");
    assert_eq!(answer(request).await.0, StatusCode::NOT_ACCEPTABLE);
}

#[tokio::test]
async fn only_json_is_read() {
    let hub = TestHub::start().await;
    let body = json!({ "query": QUERY }).to_string();
    for media_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin1",
        "application/graphql",
    ] {
        let request = post(&hub)
            .await
            .header(header::CONTENT_TYPE, media_type)
            .body(body.clone());
        let (status, answer) = answer(request).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{media_type}");
        assert_eq!(code(&answer), "INVALID");
    }
    let request = post(&hub)
        .await
        .header(header::CONTENT_TYPE, "application/json; charset=UTF-8")
        .body(body);
    assert_eq!(answer(request).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_body_that_is_no_request_is_explained() {
    let hub = TestHub::start().await;
    for (body, hint) in [
        ("", "JSON"),
        ("{\"query\": ", "ligne 1"),
        ("[{\"query\": \"{ __typename }\"}]", "une seule opération"),
        ("\"{ __typename }\"", "objet"),
        ("{}", "query"),
        ("{\"query\": 12}", "query"),
        ("{\"query\": null}", "query"),
        (
            "{\"query\": \"{ __typename }\", \"variables\": \"x\"}",
            "variables",
        ),
        (
            "{\"query\": \"{ __typename }\", \"variables\": [1]}",
            "variables",
        ),
        (
            "{\"query\": \"{ __typename }\", \"operationName\": {}}",
            "operationName",
        ),
        (
            "{\"query\": \"{ __typename }\", \"extensions\": 1}",
            "extensions",
        ),
    ] {
        let (status, answer) = send(&hub, body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(code(&answer), "INVALID", "{body}");
        assert!(answer.get("data").is_none(), "{body}");
        let message = answer["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains(hint), "{body}: {message}");
        assert!(!message.contains("expected"), "a parser's words: {message}");
    }
    let members = "{\"query\": \"{ __typename }\", \"variables\": null, \"operationName\": null, \"more\": 1}";
    assert_eq!(send(&hub, members).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_body_has_a_limit() {
    let hub = TestHub::start().await;
    let request = |length: usize| {
        let frame = json!({ "query": QUERY, "operationName": "" })
            .to_string()
            .len();
        let padding = " ".repeat(length - frame);
        format!(
            "{}{padding}",
            json!({ "query": QUERY, "operationName": "" })
        )
    };
    let (status, answer) = send(&hub, request(MOST_BYTES + 1)).await;
    assert_eq!(
        (status, code(&answer)),
        (StatusCode::PAYLOAD_TOO_LARGE, "QUERY_TOO_LARGE")
    );
    // Announced or not: a body in pieces is counted as it comes.
    let pieces = vec![Ok::<_, std::io::Error>(request(MOST_BYTES + 1))];
    let body = reqwest::Body::wrap_stream(futures_util::stream::iter(pieces));
    assert_eq!(send(&hub, body).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert_ne!(
        send(&hub, request(MOST_BYTES)).await.0,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn a_document_that_cannot_run_has_no_data() {
    let hub = TestHub::start().await;
    for query in [
        "{",
        "{ nothingOfTheKind }",
        "query A { __typename } query B { __typename }",
        "",
    ] {
        let (status, answer) = send(&hub, json!({ "query": query }).to_string()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}: {answer}");
        assert!(answer.get("data").is_none(), "{query}: {answer}");
        // The older media type keeps 200 for requests that are well-formed.
        let request = post(&hub).await.header(header::ACCEPT, "application/json");
        let (status, answer) = self::answer(request.json(&json!({ "query": query }))).await;
        assert_eq!(status, StatusCode::OK, "{query}");
        assert!(answer.get("data").is_none(), "{query}");
    }
}

#[tokio::test]
async fn a_field_that_fails_leaves_data_and_status() {
    let hub = TestHub::start().await;
    let query = "{ project(id: \"hub_00000000000000000000000000\") { id } }";
    let (status, answer) = send(&hub, json!({ "query": query }).to_string()).await;
    assert_eq!(status, StatusCode::OK);
    assert!(answer.as_object().unwrap().contains_key("data"), "{answer}");
    assert_eq!(answer["errors"][0]["path"], json!(["project"]));
    assert_eq!(code(&answer), "INVALID");
}

#[tokio::test]
async fn queries_may_come_in_the_address_and_mutations_may_not() {
    let hub = TestHub::start().await;
    let get = async |query: &[(&str, &str)]| {
        hub.visitor()
            .http(Method::GET, "/graphql")
            .await
            .query(query)
            .send()
            .await
            .unwrap()
    };
    let response = get(&[
        (
            "query",
            "query A($n: Int) { hubs(first: $n) { totalCount } }",
        ),
        ("variables", "{\"n\": 1}"),
    ])
    .await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(
        response.json::<Value>().await.unwrap()["data"]["hubs"]["totalCount"],
        0
    );

    let both = "query A { __typename } mutation B { signOut(input: {}) { errors { code } } }";
    assert_eq!(
        get(&[("query", both), ("operationName", "A")])
            .await
            .status(),
        StatusCode::OK
    );
    let response = get(&[("query", both), ("operationName", "B")]).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()[header::ALLOW], "POST");

    for query in [
        &[][..],
        &[("query", "{ __typename }"), ("variables", "[")],
        &[("query", "{ __typename }"), ("variables", "1")],
    ] {
        assert_eq!(
            get(query).await.status(),
            StatusCode::BAD_REQUEST,
            "{query:?}"
        );
    }
    let delete = hub
        .visitor()
        .http(Method::DELETE, "/graphql")
        .await
        .send()
        .await
        .unwrap();
    assert_eq!(delete.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_token_that_is_no_good_refuses_the_whole_request() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let good = jeanne.token().await;
    for authorization in [
        "Bearer",
        "Bearer x",
        "Basic amVhbm5lOng=",
        &format!("Bearer {good}x"),
        &good,
    ] {
        let request = post(&hub)
            .await
            .json(&json!({ "query": QUERY }))
            .header(header::AUTHORIZATION, authorization);
        let response = request.send().await.unwrap();
        assert_eq!(
            response.status(),
            StatusCode::UNAUTHORIZED,
            "{authorization}"
        );
        assert!(
            response.headers()[header::WWW_AUTHENTICATE]
                .to_str()
                .unwrap()
                .starts_with("Bearer ")
        );
        assert_eq!(code(&response.json().await.unwrap()), "UNAUTHENTICATED");
    }
    for authorization in [format!("Bearer {good}"), format!("bearer {good}")] {
        let request = post(&hub)
            .await
            .json(&json!({ "query": "{ me { name } }" }));
        let (_, answer) = answer(request.header(header::AUTHORIZATION, authorization)).await;
        assert_eq!(answer["data"]["me"]["name"], "Jeanne Peyrebelle");
    }
}

#[tokio::test]
async fn messages_are_in_the_language_of_the_request() {
    let hub = TestHub::start().await;
    let message = async |language: &'static str| {
        let request = hub
            .visitor()
            .speaking(language)
            .http(Method::POST, "/graphql")
            .await;
        let (_, answer) = answer(
            request
                .header(header::CONTENT_TYPE, "application/json")
                .body("{}"),
        )
        .await;
        answer["errors"][0]["message"].as_str().unwrap().to_owned()
    };
    assert!(message("fr").await.contains("Il manque"));
    assert!(!message("en-GB, fr;q=0.5").await.contains("Il manque"));
    assert_eq!(message("de").await, message("fr").await);
}

#[tokio::test]
async fn other_methods_are_told_which_there_are() {
    let hub = TestHub::start().await;
    for path in ["/graphql", "/graphql/stream"] {
        for method in [
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            Method::OPTIONS,
            Method::TRACE,
        ] {
            let request = hub.visitor().http(method.clone(), path).await;
            let response = request.send().await.unwrap();
            assert_eq!(
                response.status(),
                StatusCode::METHOD_NOT_ALLOWED,
                "{method} {path}"
            );
            assert_eq!(
                response.headers()[header::ALLOW],
                "GET,HEAD,POST",
                "{method} {path}"
            );
        }
    }
}

#[tokio::test]
async fn a_head_is_that_of_the_answer() {
    let hub = TestHub::start().await;
    let head = async |query: &str| {
        let request = hub.visitor().http(Method::HEAD, "/graphql").await;
        request.query(&[("query", query)]).send().await.unwrap()
    };
    let response = head(QUERY).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[header::CONTENT_TYPE], RESPONSE);
    assert!(response.bytes().await.unwrap().is_empty());
    let mutation = "mutation { signOut(input: {}) { errors { code } } }";
    assert_eq!(
        head(mutation).await.status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn no_answer_is_kept_by_others_and_each_has_its_number() {
    let hub = TestHub::start().await;
    for (body, cache) in [
        (json!({ "query": QUERY }), "private, no-store"),
        (
            json!({ "query": "{ nothingOfTheKind }" }),
            "private, no-store",
        ),
        (json!({ "query": 1 }), "no-store"),
    ] {
        let response = post(&hub).await.json(&body).send().await.unwrap();
        let headers = response.headers();
        assert_eq!(headers[header::CACHE_CONTROL], cache, "{body}");
        assert_eq!(headers["x-request-id"].len(), 32, "{body}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{body}");
    }
}
