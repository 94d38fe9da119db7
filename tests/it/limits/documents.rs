//! Documents that ask for too much.

use maillage_judge::corpus::{self, Hostile, Outcome};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::{body, code, cost, query};
use crate::harness::TestHub;

async fn send(hub: &TestHub, document: &Hostile, accept: &str) -> (StatusCode, Value) {
    let query = Value::from(document.text.as_str());
    let body = format!("{{\"query\":{query},\"variables\":{}}}", document.variables);
    let request = hub.visitor().http(Method::POST, "/graphql").await;
    let response = request
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, accept)
        .body(body)
        .send()
        .await
        .unwrap();
    (response.status(), self::body(response).await)
}

#[tokio::test]
async fn every_hostile_document_runs_cheaply_or_is_refused_with_its_reason() {
    let hub = TestHub::start().await;
    let documents = corpus::all();
    assert!(documents.len() >= 200, "{} documents", documents.len());
    let mut wrong = Vec::new();
    for document in &documents {
        let (status, answer) = send(&hub, document, "application/graphql-response+json").await;
        let (status_expected, code_expected) = match document.outcome {
            Outcome::Runs => (StatusCode::OK, None),
            Outcome::Invalid => (StatusCode::BAD_REQUEST, Some("INVALID")),
            Outcome::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, Some("QUERY_TOO_LARGE")),
            Outcome::TooComplex => (StatusCode::BAD_REQUEST, Some("QUERY_TOO_COMPLEX")),
        };
        let (requested, actual, _) = cost(&answer);
        let paid = match document.outcome {
            Outcome::Runs => (1..=requested).contains(&actual),
            _ => true,
        };
        let told = code_expected.is_none_or(|expected| code(&answer) == expected);
        let executed = answer.get("data").is_some() == (document.outcome == Outcome::Runs);
        if status != status_expected || !told || !executed || !paid {
            let mut text = answer.to_string();
            text.truncate(300);
            let (family, size, outcome) = (document.family, document.size, document.outcome);
            wrong.push(format!(
                "{family} ({size}), expected {outcome:?}: {status} {text}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    hub.run_jobs().await;
}

#[tokio::test]
async fn the_older_media_type_answers_well_formed_requests_with_200() {
    let hub = TestHub::start().await;
    for outcome in [Outcome::TooLarge, Outcome::TooComplex, Outcome::Invalid] {
        let document = corpus::all().into_iter().find(|one| one.outcome == outcome);
        let (status, answer) = send(&hub, &document.unwrap(), "application/json").await;
        assert_eq!(status, StatusCode::OK, "{outcome:?}");
        assert!(answer.get("data").is_none());
        assert_ne!(code(&answer), "");
    }
}

#[tokio::test]
async fn a_refusal_says_which_limit_in_the_language_of_the_request() {
    let hub = TestHub::start().await;
    let document =
        "{ a: __schema { types { name } } ".to_owned() + &"b: __typename ".repeat(40) + "}";
    for (language, words) in [("fr", "à la racine"), ("en", "at the root")] {
        let visitor = hub.visitor().speaking(language);
        let answer = visitor.ask(&document, json!({})).await;
        let error = answer.expect_error("QUERY_TOO_COMPLEX");
        assert_eq!(error["extensions"]["limit"], "ROOTS");
        let message = error["message"].as_str().unwrap();
        assert!(
            message.contains(words) && message.contains("30"),
            "{message}"
        );
    }
}

#[tokio::test]
async fn an_answer_costs_the_fields_that_it_has() {
    let hub = TestHub::start().await;
    let text = "{ hubs(first: 10) { totalCount nodes { id name } } }";
    let answer = body(query(&hub, text).await.send().await.unwrap()).await;
    let (requested, actual, available) = cost(&answer);
    assert_eq!(requested, 3 + 10 * 2);
    // There is no hub: hubs, totalCount, nodes.
    assert_eq!(actual, 3);
    // What was not used is given back.
    let answer = body(query(&hub, text).await.send().await.unwrap()).await;
    assert_eq!(cost(&answer).2, available - 3);
}

#[tokio::test]
async fn a_mutation_costs_ten_more_than_its_answer() {
    let hub = TestHub::start().await;
    let text = "mutation { signIn(input: { email: \"nobody@example.test\", password: \"une phrase de passe\" }) {
        errors { code } } }";
    let answer = body(query(&hub, text).await.send().await.unwrap()).await;
    // The payload, its errors, and the code of one.
    assert_eq!(cost(&answer).1, 10 + 3);
}

#[tokio::test]
async fn a_request_that_is_none_says_its_cost_too() {
    let hub = TestHub::start().await;
    let request = hub.visitor().http(Method::POST, "/graphql").await;
    let request = request
        .header(header::CONTENT_TYPE, "application/json")
        .body("[");
    let answer = body(request.send().await.unwrap()).await;
    let (requested, actual, _) = cost(&answer);
    assert_eq!((requested, actual), (0, 10));
}

#[tokio::test]
async fn a_mutation_in_the_address_stays_refused_and_a_large_document_there_too() {
    let hub = TestHub::start().await;
    let get = async |text: &str| {
        let request = hub.visitor().http(Method::GET, "/graphql").await;
        request
            .query(&[("query", text)])
            .send()
            .await
            .unwrap()
            .status()
    };
    let change = "mutation B { signOut(input: {}) { errors { code } } }";
    assert_eq!(get(change).await, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(
        get(&format!("mutation A {{ a }} {change}")).await,
        StatusCode::METHOD_NOT_ALLOWED
    );
    let large = format!("{{ {} }}", "a ".repeat(2_001));
    assert_eq!(get(&large).await, StatusCode::PAYLOAD_TOO_LARGE);
}
