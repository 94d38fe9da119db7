//! The partnerships of the demo, one of which waits for whoever tries it.

use std::collections::BTreeSet;

use maillage_domain::policy::Actor;
use maillage_persistence::PageRequest;
use maillage_server::demo;
use maillage_usecases::partnerships::{self, PartnershipFilter};
use reqwest::Method;
use serde_json::{Value, json};

use super::by_key;
use crate::harness::{Client, TestHub};

/// One of the accounts that the demo prints.
struct Account {
    client: Client,
    token: String,
}

impl Account {
    async fn open(hub: &TestHub, email: &str) -> Self {
        let sign_in = "mutation ($email: String!, $password: String!) {
            signIn(input: { email: $email, password: $password }) { session { accessToken } } }";
        let account = json!({ "email": email, "password": demo::PASSWORD });
        let client = hub.visitor();
        let signed_in = client.gql(sign_in, account).await;
        let token = signed_in["signIn"]["session"]["accessToken"].as_str();
        Self {
            token: token.unwrap().to_owned(),
            client,
        }
    }

    async fn asks(&self, query: &str, variables: Value) -> Value {
        let request = self.client.http(Method::POST, "/graphql").await;
        let body = json!({ "query": query, "variables": variables });
        let request = request.bearer_auth(&self.token).json(&body);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["errors"], Value::Null);
        answer["data"].clone()
    }
}

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

/// What was promised is in every state that it can be in without a quarrel, and the hub's team reads what of it was
/// kept.
pub(super) async fn are_kept_as_the_file_says(hub: &TestHub) {
    let told = async |email: &str, slug: &str| -> Value {
        let account = Account::open(hub, email).await;
        let figures = "query ($slug: String!) { hub(slug: $slug) {
            cooperation(from: \"2022-01-01\", until: \"2026-12-31\") {
                commitments { total fulfilled late pending } } } }";
        let read = account.asks(figures, json!({ "slug": slug })).await;
        read["hub"]["cooperation"]["commitments"].clone()
    };
    let premeo = told("amina.belkacem@premeo.test", "premeo").await;
    let expected = json!({ "total": 2, "fulfilled": 1, "late": 0, "pending": 1 });
    assert_eq!(premeo, expected);
    let niort = told("solene.bregaudeau@ptce-niortais.test", "ptce-niortais").await;
    let expected = json!({ "total": 2, "fulfilled": 1, "late": 1, "pending": 0 });
    assert_eq!(niort, expected);
    let account = Account::open(hub, "jeanne.peyrebelle@mas-reemploi.test").await;
    for waits in ["ANSWER", "DELIVERY"] {
        let found = "query ($filter: PartnershipFilter) { partnerships(filter: $filter) { nodes { title } } }";
        let filter = json!({ "filter": { "awaits": [waits] } });
        let found = account.asks(found, filter).await;
        let found = &found["partnerships"]["nodes"];
        assert_eq!(
            found[0]["title"], "Fondation du pôle PREMEO (illustration)",
            "{waits}: {found}"
        );
    }
}

/// As the README tells it, over HTTP: what waits is found, read, signed, and in force.
pub(super) async fn a_visitor_signs_what_waits(hub: &TestHub) {
    let account = Account::open(hub, "jeanne.peyrebelle@mas-reemploi.test").await;
    let ask = async |query: &str, variables: Value| account.asks(query, variables).await;
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
