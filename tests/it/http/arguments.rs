//! Values that arguments cannot take, told in the language of the request.

use serde_json::{Value, json};

use crate::harness::TestHub;

const FILTER: &str = "query($filter: ProjectFilter) { projects(filter: $filter) { nodes { id } } }";
const REACH: &str =
    "mutation($input: ReachMilestoneInput!) { reachMilestone(input: $input) { errors { code } } }";

/// The error of a request that is refused before it runs, in French and in English.
async fn told(hub: &TestHub, query: &str, variables: Value) -> (Value, String, String) {
    let answer = hub.visitor().ask(query, variables.clone()).await;
    assert!(answer.body.get("data").is_none(), "{:#}", answer.body);
    let french = answer.expect_error("INVALID");
    let answer = hub.visitor().speaking("en").ask(query, variables).await;
    let english = answer.expect_error("INVALID");
    let message = |error: &Value| error["message"].as_str().unwrap().to_owned();
    (
        french["extensions"].clone(),
        message(&french),
        message(&english),
    )
}

fn reach(on: &Value) -> Value {
    json!({ "input": {
        "id": "project_01h455vb4pex5vsknk084sn02q",
        "actingFor": "organisation_01h455vb4pex5vsknk084sn02q",
        "expectedVersion": 1,
        "milestone": "milestone_01h455vb4pex5vsknk084sn02q",
        "on": on,
    } })
}

#[tokio::test]
async fn a_value_that_an_enum_does_not_have_is_named() {
    let hub = TestHub::start().await;
    let wrong = json!({ "filter": { "stages": ["IDEA", "DREAM"] } });
    let (extensions, french, english) = told(&hub, FILTER, wrong).await;
    assert_eq!(extensions["argument"], "filter.stages.1");
    assert!(french.contains("DREAM"), "{french}");
    assert!(english.contains("DREAM") && english != french, "{english}");
    let detail = extensions["detail"].as_str().unwrap();
    assert!(detail.contains("ProjectStage"), "{detail}");
}

#[tokio::test]
async fn a_day_that_is_none_is_told_how_to_be_written() {
    let hub = TestHub::start().await;
    for wrong in [json!("21/11/2026"), json!("2026-02-30"), json!(2026)] {
        let (extensions, french, english) = told(&hub, REACH, reach(&wrong)).await;
        assert_eq!(extensions["argument"], "input.on", "{wrong}");
        assert!(french.contains("2026-11-21"), "{french}");
        assert!(english.contains("2026-11-21"), "{english}");
        assert_ne!(french, english);
    }
}

#[tokio::test]
async fn an_id_that_is_no_text_is_told_how_to_be_written() {
    let hub = TestHub::start().await;
    let query = "query($id: ID!) { project(id: $id) { id } }";
    let (extensions, french, _) = told(&hub, query, json!({ "id": true })).await;
    assert_eq!(extensions["argument"], "id");
    assert!(french.contains("project_01h455"), "{french}");
}

#[tokio::test]
async fn a_number_too_large_is_told_its_limits() {
    let hub = TestHub::start().await;
    let query = "query($first: Int) { hubs(first: $first) { totalCount } }";
    let answer = hub
        .visitor()
        .ask(query, json!({ "first": 99_999_999_999_i64 }))
        .await;
    let error = answer.expect_error("INVALID");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("2147483647"), "{message}");
}

#[tokio::test]
async fn what_is_missing_from_an_input_is_named() {
    let hub = TestHub::start().await;
    let mut input = reach(&json!("2026-11-21"));
    input["input"].as_object_mut().unwrap().remove("milestone");
    let (extensions, french, english) = told(&hub, REACH, input).await;
    assert_eq!(extensions["argument"], "input.milestone");
    assert_ne!(french, english);
    let (extensions, ..) = told(&hub, "{ project { id } }", json!({})).await;
    assert_eq!(extensions["argument"], "id");
    let unknown = json!({ "filter": { "colour": "red" } });
    let (extensions, french, _) = told(&hub, FILTER, unknown).await;
    assert_eq!(extensions["argument"], "filter");
    assert!(french.contains("colour"), "{french}");
}

#[tokio::test]
async fn what_is_wrong_with_a_document_is_said_by_the_library() {
    let hub = TestHub::start().await;
    let answer = hub.visitor().ask("{ nothingOfTheKind }", json!({})).await;
    let error = answer.expect_error("INVALID");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("nothingOfTheKind")
    );
    assert_eq!(error["extensions"], json!({ "code": "INVALID" }));
}
