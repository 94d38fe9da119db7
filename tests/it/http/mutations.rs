//! Several mutations in one document: one after the other, each in a transaction of its own.

use maillage_domain::ids::OrganisationId;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::{Body, Client, Pole, TestHub};

async fn member() -> (TestHub, Pole, Body) {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    (hub, pole, member)
}

fn draft(pole: &Pole, acting_for: OrganisationId, title: &str) -> Value {
    json!({
        "hub": pole.id.to_string(),
        "actingFor": acting_for.to_string(),
        "content": { "title": title, "summary": "Laver.", "description": "Une ligne de lavage." },
    })
}

async fn titles(client: &Client) -> Value {
    let data = client
        .gql("{ projects { nodes { title } } }", json!({}))
        .await;
    data["projects"]["nodes"].clone()
}

#[tokio::test]
async fn a_mutation_that_is_refused_takes_nothing_away_from_the_one_before_it() {
    const TWO: &str =
        "mutation($a: CreateProjectInput!, $b: CreateProjectInput!, $c: CreateProjectInput!) {
        a: createProject(input: $a) { project { title } errors { code } }
        b: createProject(input: $b) { project { title } errors { code } }
        c: createProject(input: $c) { project { title } errors { code } }
    }";
    let (hub, pole, member) = member().await;
    let stranger = hub.organisation("La Cagette").await;
    let variables = json!({
        "a": draft(&pole, member.id, "Réemploi"),
        "b": draft(&pole, stranger.id, "Au nom d'autrui"),
        "c": draft(&pole, member.id, "Consigne"),
    });
    let answer = member.representative.ask(TWO, variables).await;
    assert_eq!(answer.status, StatusCode::OK);
    let made = |title: &str| json!({ "project": { "title": title }, "errors": [] });
    assert_eq!(
        answer.body["data"],
        json!({ "a": made("Réemploi"), "b": null, "c": made("Consigne") })
    );
    assert_eq!(answer.expect_error("FORBIDDEN")["path"], json!(["b"]));
    let written = json!([{ "title": "Consigne" }, { "title": "Réemploi" }]);
    assert_eq!(titles(&member.representative).await, written);
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_mutation_that_is_refused_alone_writes_nothing() {
    let (hub, pole, member) = member().await;
    let create = "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { title } } }";
    let stranger = hub.organisation("La Cagette").await;
    let input = json!({ "input": draft(&pole, stranger.id, "Au nom d'autrui") });
    let answer = member.representative.ask(create, input).await;
    answer.expect_error("FORBIDDEN");
    assert_eq!(answer.body["data"], json!({ "createProject": null }));
    assert_eq!(titles(&stranger.representative).await, json!([]));
    hub.run_jobs().await;
}

#[tokio::test]
async fn what_is_read_after_a_second_mutation_is_as_that_one_left_it() {
    const TWO: &str = "mutation($a: SubmitProjectInput!, $b: WithdrawProjectInput!) {
        submitProject(input: $a) { project { ...State } errors { code } }
        withdrawProject(input: $b) { project { ...State } errors { code } }
    }
    fragment State on Project { state availableActions { action allowed } }";
    let (hub, pole, member) = member().await;
    let create = "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id version } } }";
    let input = json!({ "input": draft(&pole, member.id, "Réemploi") });
    let project =
        member.representative.gql(create, input).await["createProject"]["project"].clone();
    let act = |version: i64| json!({ "id": project["id"], "actingFor": member.id.to_string(), "expectedVersion": version });
    let version = project["version"].as_i64().unwrap();
    let variables = json!({ "a": act(version), "b": act(version + 1) });
    let data = member.representative.gql(TWO, variables).await;
    let may_submit = |payload: &Value| {
        let actions = payload["project"]["availableActions"].as_array().unwrap();
        let submit = actions.iter().find(|one| one["action"] == "SUBMIT");
        submit.unwrap()["allowed"].clone()
    };
    assert_eq!(may_submit(&data["submitProject"]), false);
    assert_eq!(data["withdrawProject"]["project"]["state"], "DRAFT");
    assert_eq!(may_submit(&data["withdrawProject"]), true);
    hub.run_jobs().await;
}
