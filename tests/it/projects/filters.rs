//! Lists of projects cut down by where they are and how far they have come.

use serde_json::{Value, json};

use super::{CREATE, STAGE, act, content};
use crate::harness::{Body, Client, Pole, TestHub};

/// The titles of the list that a filter leaves, in order, and how many it says there are.
async fn found(client: &Client, filter: Value) -> (Vec<String>, Value) {
    let query = "query($filter: ProjectFilter) { projects(filter: $filter, orderBy: { field: TITLE, direction: ASC }) {
        totalCount nodes { title } } }";
    let data = client.gql(query, json!({ "filter": filter })).await;
    let nodes = data["projects"]["nodes"].as_array().unwrap();
    let titles = nodes.iter().map(|one| one["title"].as_str().unwrap());
    (
        titles.map(str::to_owned).collect(),
        data["projects"]["totalCount"].clone(),
    )
}

async fn draft_in(pole: &Pole, lead: &Body, title: &str, commune: &str) -> Value {
    let mut content = content(title);
    content["commune"] = json!(commune);
    let input =
        json!({ "hub": pole.id.to_string(), "actingFor": lead.id.to_string(), "content": content });
    let data = lead
        .representative
        .gql(CREATE, json!({ "input": input }))
        .await;
    data["createProject"]["project"].clone()
}

#[tokio::test]
async fn projects_are_found_by_commune_and_by_stage() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let lead = hub.member(&pole, "Oc’Consigne").await;
    let bottles = draft_in(&pole, &lead, "Bouteilles", "34172").await;
    draft_in(&pole, &lead, "Bocaux", "34172").await;
    let jars = draft_in(&pole, &lead, "Cagettes", "79191").await;
    for (project, stage) in [(&bottles, "PREPARATION"), (&jars, "ABANDONED")] {
        let stage = json!({ "stage": stage, "reason": "Le financement manque." });
        lead.representative
            .gql(STAGE, act(project, lead.id, stage))
            .await;
    }
    let own = &lead.representative;
    for (filter, titles) in [
        (json!({ "commune": "34172" }), vec!["Bocaux", "Bouteilles"]),
        (json!({ "commune": "79191" }), vec!["Cagettes"]),
        (json!({ "commune": "75056" }), vec![]),
        (json!({ "stages": ["PREPARATION"] }), vec!["Bouteilles"]),
        (
            json!({ "stages": ["IDEA", "ABANDONED"] }),
            vec!["Bocaux", "Cagettes"],
        ),
        (json!({ "stages": ["COMPLETED"] }), vec![]),
        (
            json!({ "commune": "34172", "stages": ["IDEA"] }),
            vec!["Bocaux"],
        ),
    ] {
        let count = json!(titles.len());
        let expected: Vec<String> = titles.into_iter().map(str::to_owned).collect();
        assert_eq!(
            found(own, filter.clone()).await,
            (expected, count),
            "{filter}"
        );
    }
    // A filter shows nobody more than they may see.
    let nothing = (Vec::new(), json!(0));
    assert_eq!(
        found(&hub.visitor(), json!({ "commune": "34172" })).await,
        nothing
    );
}

#[tokio::test]
async fn a_cursor_that_was_made_up_is_wrong_input() {
    let hub = TestHub::start().await;
    let made_up = |name: &str, key: Option<&str>| {
        let id = maillage_domain::ids::Uuid::nil();
        maillage_persistence::Cursor::new(name, key.map(str::to_owned), id).encode()
    };
    for (order, cursor) in [
        ("UPDATED_AT", made_up("UPDATED_ASC", Some("hier"))),
        ("UPDATED_AT", made_up("UPDATED_ASC", None)),
        ("TITLE", made_up("TITLE_ASC", Some("a\0b"))),
    ] {
        let query = format!(
            "query($cursor: String!) {{ projects(after: $cursor, orderBy: {{ field: {order}, direction: ASC }}) {{ totalCount nodes {{ id }} }} }}"
        );
        let answer = hub.visitor().ask(&query, json!({ "cursor": cursor })).await;
        let error = answer.expect_error("INVALID");
        assert_eq!(error["extensions"]["argument"], "after", "{error:#}");
    }
}
