//! Objects by their ids alone.

use serde_json::{Value, json};

use crate::harness::TestHub;

const NODES: &str = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";

#[tokio::test]
async fn an_id_that_is_none_costs_its_own_place_in_the_list_alone() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let id = pole.id.to_string();
    let nobody = "hub_01h455vb4pex5vsknk084sn02q";
    let ids = json!({ "ids": ["12", id, nobody, "session_01h455vb4pex5vsknk084sn02q"] });
    let answer = hub.visitor().ask(NODES, ids).await;
    let found = json!({ "__typename": "Hub", "id": id });
    assert_eq!(
        answer.body["data"]["nodes"],
        json!([null, found, null, null])
    );
    let errors: Vec<_> = answer.errors().collect();
    let paths: Vec<_> = errors.iter().map(|error| error["path"].clone()).collect();
    assert_eq!(paths, [json!(["nodes", 0]), json!(["nodes", 3])]);
    for error in errors {
        assert_eq!(error["extensions"]["code"], "INVALID");
        assert_eq!(error["extensions"]["argument"], "ids");
    }
}

#[tokio::test]
async fn an_id_of_what_is_no_node_says_which_kinds_are() {
    let hub = TestHub::start().await;
    let node = "query($id: ID!) { node(id: $id) { id } }";
    for kind in [
        "session",
        "college",
        "reason_template",
        "milestone",
        "budget_line",
    ] {
        let id = format!("{kind}_01h455vb4pex5vsknk084sn02q");
        let answer = hub.visitor().ask(node, json!({ "id": id })).await;
        assert_eq!(answer.body["data"], json!({ "node": null }));
        let message = answer.expect_error("INVALID")["message"].clone();
        let message = message.as_str().unwrap();
        assert!(message.contains(kind), "{message}");
        assert!(message.contains("organisation, participation"), "{message}");
    }
}

#[tokio::test]
async fn the_kinds_that_are_named_are_those_of_the_interface() {
    const KINDS: &str = "{ __type(name: \"Node\") { possibleTypes { name } } }";
    let hub = TestHub::start().await;
    let data = hub.visitor().gql(KINDS, json!({})).await;
    let types = data["__type"]["possibleTypes"].as_array().unwrap();
    let answer = hub
        .visitor()
        .ask(
            "{ node(id: \"job_01h455vb4pex5vsknk084sn02q\") { id } }",
            json!({}),
        )
        .await;
    let message = answer.expect_error("INVALID")["message"].clone();
    let named = message.as_str().unwrap().split(", ").count();
    assert_eq!(named, types.len() + 1, "{message}: {types:?}");
    for kind in [
        "event",
        "hub",
        "hub_role",
        "invitation",
        "mandate",
        "membership",
        "need",
        "organisation",
        "participation",
        "person",
        "project",
        "review",
    ] {
        let id = format!("{kind}_01h455vb4pex5vsknk084sn02q");
        let query = "query($id: ID!) { node(id: $id) { id } }";
        let data = hub.visitor().gql(query, json!({ "id": id })).await;
        assert_eq!(data["node"], Value::Null);
    }
}
