//! The partnerships of the demo, one of which waits for whoever tries it.

use std::collections::BTreeSet;

use maillage_domain::policy::Actor;
use maillage_persistence::PageRequest;
use maillage_server::demo;
use maillage_usecases::partnerships::{self, PartnershipFilter};
use reqwest::Method;
use serde_json::{Value, json};

use super::by_key;
use crate::harness::TestHub;

pub(super) async fn are_in_their_states(hub: &TestHub, file: &Value) {
    let platform = hub.platform();
    let (filter, page) = (PartnershipFilter::default(), PageRequest::first(100));
    let page = partnerships::list(platform, &Actor::Operator, &filter, &page);
    let stored: Vec<_> = page.await.unwrap().into_items().collect();
    let expected = by_key(file, "partnerships");
    assert_eq!((stored.len(), expected.len()), (6, 6));
    let mut states = BTreeSet::new();
    for (key, one) in expected {
        let title = one["title"].as_str().unwrap();
        let mut found = stored.iter();
        let found = found.find(|found| found.outline.title.as_str() == title);
        let found = found.unwrap_or_else(|| panic!("{key}"));
        assert_eq!(found.state.as_str(), one["state"], "{key}");
        states.insert((found.state, found.is_being_amended()));
        let signed = found.versions.iter().map(|one| one.signatures.len());
        let parties = one["parties"].as_array().unwrap().len();
        let expected = match one["signed_by"].as_array() {
            Some(some) => some.len(),
            None if found.versions.is_empty() => 0,
            None => parties,
        };
        assert_eq!(signed.sum::<usize>(), expected, "{key}");
        let commitments = one["commitments"].as_array().unwrap().len();
        assert_eq!(found.outline.commitments.len(), commitments, "{key}");
        let said = partnerships::count_comments(platform, &Actor::Operator, found, None);
        let said = said.await.unwrap();
        assert_eq!(said, u64::from(!one["comment"].is_null()), "{key}");
    }
    assert_eq!(states.len(), 6, "each in another: {states:?}");
}

/// As the README tells it, over HTTP: what waits is found, read, signed, and in force.
pub(super) async fn a_visitor_signs_what_waits(hub: &TestHub) {
    let sign_in = "mutation ($email: String!, $password: String!) {
        signIn(input: { email: $email, password: $password }) { session { accessToken } } }";
    let email = "jeanne.peyrebelle@mas-reemploi.test";
    let account = json!({ "email": email, "password": demo::PASSWORD });
    let signed_in = hub.visitor().gql(sign_in, account).await;
    let token = &signed_in["signIn"]["session"]["accessToken"];
    let visitor = hub.visitor();
    let ask = async |query: &str, variables: Value| -> Value {
        let request = visitor.http(Method::POST, "/graphql").await;
        let request = request.bearer_auth(token.as_str().unwrap());
        let body = json!({ "query": query, "variables": variables });
        let answer = request.json(&body).send().await.unwrap();
        answer.json::<Value>().await.unwrap()["data"].clone()
    };
    let waits = "{ partnerships(filter: { awaits: [SIGNATURE] }) { nodes {
        id title proposed { sha256 awaits { id name } articles { heading text } } } } }";
    let found = ask(waits, json!({})).await;
    let one = &found["partnerships"]["nodes"][0];
    assert_eq!(found["partnerships"]["nodes"].as_array().unwrap().len(), 1);
    let sign = "mutation ($input: SignPartnershipInput!) { signPartnership(input: $input) {
        partnership { state inForce { document signatures { name organisation { name } } } }
        errors { code message } } }";
    let input = json!({ "input": {
        "id": one["id"], "actingFor": one["proposed"]["awaits"][0]["id"],
        "sha256": one["proposed"]["sha256"], "capacity": "présidente",
    } });
    let signed = ask(sign, input).await;
    let signed = &signed["signPartnership"]["partnership"];
    assert_eq!(signed["state"], "ACTIVE", "{signed}");
    let signatures = signed["inForce"]["signatures"].as_array().unwrap();
    assert_eq!(signatures.len(), 2);
    hub.run_jobs().await;
}
