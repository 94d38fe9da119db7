//! A client that got no answer sends its change again, under the key of the first time.

use std::sync::Arc;

use chrono::TimeDelta;
use futures_util::future;
use maillage_domain::organisations::{LegalForm, OrganisationDraft};
use maillage_usecases::{
    Platform,
    idempotency::{self, Key, Once, Recalled},
    organisations,
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Body, Client, Instance, Pole, TestHub};

const CREATE: &str = "mutation ($input: CreateProjectInput!) {
    createProject(input: $input) { project { id title hub { name } } errors { code } }
}";
const CREATE_BRIEFLY: &str =
    "mutation ($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";

/// What came back, to the byte.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bytes {
    status: StatusCode,
    body: String,
}

impl Bytes {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn code(&self) -> Value {
        self.json()["errors"][0]["extensions"]["code"].clone()
    }
}

async fn send(client: &Client, key: &str, query: &str, variables: &Value) -> Bytes {
    let body = json!({ "query": query, "variables": variables });
    let request = client.http(Method::POST, "/graphql").await;
    let request = request.header("Idempotency-Key", key).json(&body);
    let response = request.send().await.unwrap();
    Bytes {
        status: response.status(),
        body: response.text().await.unwrap(),
    }
}

async fn member() -> (TestHub, Pole, Body) {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    (hub, pole, member)
}

fn project(pole: &Pole, member: &Body, title: &str) -> Value {
    json!({ "input": {
        "hub": pole.id.to_string(),
        "actingFor": member.id.to_string(),
        "content": { "title": title, "summary": "Laver.", "description": "Une ligne de lavage." },
    } })
}

async fn titles(client: &Client) -> Value {
    let data = client
        .gql("{ projects { nodes { title } } }", json!({}))
        .await;
    data["projects"]["nodes"].clone()
}

#[tokio::test]
async fn a_change_sent_again_is_made_once_and_answered_with_the_same_bytes() {
    let (hub, pole, member) = member().await;
    let jeanne = &member.representative;
    let wish = project(&pole, &member, "Consigne");
    let first = send(jeanne, "\"8e03978e\"", CREATE, &wish).await;
    assert_eq!(first.status, StatusCode::OK);
    let made = &first.json()["data"]["createProject"]["project"];
    assert_eq!(made["title"], "Consigne");
    assert_eq!(made["hub"]["name"], "Pôle du réemploi");
    hub.clock().advance(TimeDelta::days(29));
    let english = jeanne.speaking("en");
    for (client, key) in [(jeanne, "8e03978e"), (&english, "\"8e03978e\"")] {
        assert_eq!(send(client, key, CREATE, &wish).await, first);
    }
    assert_eq!(titles(jeanne).await, json!([{ "title": "Consigne" }]));
    hub.run_jobs().await;
}

#[tokio::test]
async fn another_change_under_the_same_key_is_refused() {
    let (hub, pole, member) = member().await;
    let jeanne = &member.representative;
    let wish = project(&pole, &member, "Consigne");
    send(jeanne, "k", CREATE, &wish).await;
    let other = project(&pole, &member, "Réemploi");
    for (query, variables) in [(CREATE, &other), (CREATE_BRIEFLY, &wish)] {
        let answer = send(jeanne, "k", query, variables).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.code(), "IDEMPOTENCY_MISMATCH");
        assert!(answer.json()["extensions"]["cost"].is_object());
    }
    assert_eq!(titles(jeanne).await, json!([{ "title": "Consigne" }]));
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_key_is_its_callers_own() {
    let (hub, pole, member) = member().await;
    let wish = project(&pole, &member, "Consigne");
    send(&member.representative, "k", CREATE, &wish).await;
    let stranger = hub.person("Lise Torcat").await;
    let answer = send(&stranger, "k", CREATE, &wish).await;
    assert_eq!(answer.code(), "FORBIDDEN", "{answer:?}");
    let visitor = send(&hub.visitor(), "k", CREATE, &wish).await;
    assert_eq!(visitor.code(), "UNAUTHENTICATED");
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_change_that_was_refused_may_be_mended_under_its_key() {
    let (hub, pole, member) = member().await;
    let jeanne = &member.representative;
    let empty = project(&pole, &member, "");
    let refused = send(jeanne, "k", CREATE, &empty).await;
    let payload = &refused.json()["data"]["createProject"];
    assert_eq!(payload["errors"][0]["code"], "INVALID");
    let mended = project(&pole, &member, "Consigne");
    let made = send(jeanne, "k", CREATE, &mended).await;
    let payload = &made.json()["data"]["createProject"];
    assert_eq!(payload["project"]["title"], "Consigne");
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_dry_run_keeps_nothing() {
    let (hub, pole, member) = member().await;
    let jeanne = &member.representative;
    let wish = project(&pole, &member, "Consigne");
    let mut rehearsal = wish.clone();
    rehearsal["input"]["dryRun"] = json!(true);
    let rehearsed = send(jeanne, "k", CREATE, &rehearsal).await;
    let payload = &rehearsed.json()["data"]["createProject"];
    assert_eq!(payload["project"]["title"], "Consigne");
    assert_eq!(titles(jeanne).await, json!([]));
    let made = send(jeanne, "k", CREATE, &wish).await;
    assert_eq!(made.json()["data"]["createProject"]["errors"], json!([]));
    assert_eq!(titles(jeanne).await, json!([{ "title": "Consigne" }]));
    hub.run_jobs().await;
}

#[tokio::test]
async fn an_answer_outlives_the_instance_that_gave_it() {
    let (mut hub, pole, member) = member().await;
    let wish = project(&pole, &member, "Consigne");
    let first = send(&member.representative, "k", CREATE, &wish).await;
    hub.restart().await;
    let jeanne = member.representative.on(hub.instance());
    assert_eq!(send(&jeanne, "k", CREATE, &wish).await, first);
    assert_eq!(titles(&jeanne).await, json!([{ "title": "Consigne" }]));
    hub.run_jobs().await;
}

#[tokio::test]
async fn of_many_at_once_on_two_instances_one_does_it_and_all_tell_the_same() {
    let (hub, pole, member) = member().await;
    let other = hub.another_instance().await;
    let instances: [&Instance; 2] = [hub.instance(), &other];
    let wish = project(&pole, &member, "Consigne");
    let clients: Vec<_> = (0..8)
        .map(|at| member.representative.on(instances[at % 2]))
        .collect();
    let answers = clients
        .iter()
        .map(|client| send(client, "k", CREATE, &wish));
    let answers = future::join_all(answers).await;
    assert_eq!(answers[0].status, StatusCode::OK, "{answers:?}");
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    let titles = titles(&member.representative).await;
    assert_eq!(titles, json!([{ "title": "Consigne" }]));
    hub.run_jobs().await;
    other.stop().await;
}

#[tokio::test]
async fn what_breaks_off_before_its_answer_is_kept_leaves_no_trace() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let (actor, platform) = (hub.actor(&jeanne).await, hub.platform());
    let draft = |name: &str| OrganisationDraft {
        name: name.to_owned(),
        legal_form: Some(LegalForm::Association),
        commune: Some("34172".to_owned()),
        summary: Some("Une association de Montpellier.".to_owned()),
        ..OrganisationDraft::default()
    };
    let key = Key::parse("k").unwrap();
    let once = Arc::new(Once::new(platform, "jeanne", &key, &[b"content"], false));
    let within = platform.once(Arc::clone(&once));
    let made = organisations::create(&within, &actor, draft("Oc’Consigne")).await;
    let (made, actor) = made.unwrap();
    let known = async |platform: &Platform| {
        let found = organisations::whole(platform, &actor, &[made.id]).await;
        !found.unwrap().is_empty()
    };
    assert!(known(&within).await, "the request sees its own change");
    drop((within, once));
    assert!(!known(platform).await);
    let again = Once::new(platform, "jeanne", &key, &[b"content"], false);
    assert_eq!(again.recall(platform).await.unwrap(), Recalled::Nothing);
    assert_eq!(hub.jobs_waiting().await, 0);
    organisations::create(platform, &actor, draft("La Cagette"))
        .await
        .expect("no connection is held any more");
    hub.run_jobs().await;
}

#[tokio::test]
async fn answers_are_forgotten_after_thirty_days() {
    let (hub, pole, member) = member().await;
    let jeanne = &member.representative;
    let wish = project(&pole, &member, "Consigne");
    let first = send(jeanne, "k", CREATE, &wish).await;
    send(jeanne, "l", CREATE, &wish).await;
    hub.clock().advance(TimeDelta::days(30));
    assert_eq!(idempotency::forget(hub.platform()).await.unwrap(), 0);
    assert_eq!(send(jeanne, "k", CREATE, &wish).await, first);
    hub.clock().advance(TimeDelta::seconds(1));
    // Too old to be told, though nobody has cleared it away.
    assert_ne!(send(jeanne, "k", CREATE, &wish).await, first);
    assert_eq!(idempotency::forget(hub.platform()).await.unwrap(), 1);
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_sign_in_is_answered_again_with_the_same_tokens() {
    const SIGN_IN: &str = "mutation ($input: SignInInput!) {
        signIn(input: $input) { session { accessToken refreshToken } errors { code } }
    }";
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let password = crate::harness::PASSWORD;
    let wish = json!({ "input": { "email": jeanne.email(), "password": password } });
    let visitor = hub.visitor();
    let first = send(&visitor, "k", SIGN_IN, &wish).await;
    let token = first.json()["data"]["signIn"]["session"]["refreshToken"].clone();
    assert!(token.is_string(), "{first:?}");
    assert_eq!(send(&visitor, "k", SIGN_IN, &wish).await, first);
    // Whether the key was used with another password is nobody's to find out.
    let wrong = json!({ "input": { "email": jeanne.email(), "password": "une autre phrase" } });
    let answer = send(&visitor, "k", SIGN_IN, &wrong).await;
    let errors = &answer.json()["data"]["signIn"]["errors"];
    assert_eq!(errors[0]["code"], "WRONG_CREDENTIALS");
    hub.clock()
        .advance(TimeDelta::minutes(idempotency::SECRET_MINUTES) + TimeDelta::seconds(1));
    assert_ne!(send(&visitor, "k", SIGN_IN, &wish).await, first);
}

#[tokio::test]
async fn what_follows_from_a_change_follows_from_one_with_a_key_too() {
    const REGISTER: &str =
        "mutation ($input: RegisterInput!) { register(input: $input) { errors { code } } }";
    let hub = TestHub::start().await;
    let email = "jeanne@example.test";
    let wish = json!({ "input": {
        "name": "Jeanne", "email": email, "password": crate::harness::PASSWORD,
    } });
    let first = send(&hub.visitor(), "k", REGISTER, &wish).await;
    assert_eq!(first.json()["data"]["register"]["errors"], json!([]));
    assert_eq!(send(&hub.visitor(), "k", REGISTER, &wish).await, first);
    hub.run_jobs().await;
    assert_eq!(hub.mails_to(email).len(), 1);
}

#[tokio::test]
async fn a_key_is_for_one_mutation() {
    const TWO: &str = "mutation ($input: CreateProjectInput!) {
        a: createProject(input: $input) { project { id } }
        ...Again
    }
    fragment Again on Mutation { b: createProject(input: $input) { project { id } } }";
    let (_hub, pole, member) = member().await;
    let wish = project(&pole, &member, "Consigne");
    let answer = send(&member.representative, "k", TWO, &wish).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.code(), "INVALID");
    assert_eq!(titles(&member.representative).await, json!([]));
}

#[tokio::test]
async fn a_change_with_a_key_reads_no_more_than_a_tenth_of_what_others_may() {
    const WITH_A_PAGE: &str = "mutation ($input: CreateProjectInput!) {
        createProject(input: $input) { project { id hub { projects(first: 100) { nodes { id title summary } } } } errors { code } } }";
    const WITH_MANY_PAGES: &str = "mutation ($input: CreateProjectInput!) {
        createProject(input: $input) { project { id hub { memberships(first: 100) { nodes { organisation {
            memberships(first: 40) { totalCount nodes { id } } } } } } } errors { code } } }";
    let (hub, pole, member) = member().await;
    let jeanne = &member.representative;
    let wish = project(&pole, &member, "Consigne");
    let refused = send(jeanne, "k", WITH_MANY_PAGES, &wish).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let error = &refused.json()["errors"][0];
    assert_eq!(error["extensions"]["code"], "QUERY_TOO_COMPLEX");
    assert_eq!(error["extensions"]["limit"], "COST_WITH_KEY");
    assert_eq!(error["extensions"]["max"], 3_000);
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("Idempotency-Key")
    );
    assert_eq!(titles(jeanne).await, json!([]));
    // The refusal keeps nothing under the key, and without one the same is done.
    let made = send(jeanne, "k", WITH_A_PAGE, &wish).await;
    assert_eq!(
        made.json()["data"]["createProject"]["errors"],
        json!([]),
        "{made:?}"
    );
    jeanne.gql(WITH_MANY_PAGES, wish).await;
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_query_needs_no_key_and_is_read_afresh_with_one() {
    const NAMES: &str = "{ me { name } }";
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let first = send(&jeanne, "k", NAMES, &json!({})).await;
    assert_eq!(first.json()["data"]["me"]["name"], "Jeanne Peyrebelle");
    let other = send(&jeanne, "k", "{ me { id } }", &json!({})).await;
    assert_eq!(other.json()["data"]["me"]["id"], jeanne.id().to_string());
}

#[tokio::test]
async fn a_key_that_is_none_is_refused() {
    let hub = TestHub::start().await;
    for key in ["", "a b", "\"\"", &"k".repeat(256)] {
        let answer = send(&hub.visitor(), key, "{ __typename }", &json!({})).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{key}");
        assert_eq!(answer.code(), "INVALID");
        let message = answer.json()["errors"][0]["message"].clone();
        assert!(message.as_str().unwrap().contains("Idempotency-Key"));
    }
}
