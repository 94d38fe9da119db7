//! A new charter version asks members again.

use serde_json::{Value, json};

use super::{allowed, ask, read, step, target};
use crate::{
    harness::{Client, Pole, TestHub},
    hubs::publish_charter,
};

const OUTDATED: &str = "
    query ($hub: ID!, $outdated: Boolean!) {
      hub(id: $hub) { memberships(filter: { charterOutdated: $outdated }) { totalCount nodes { organisation { name } } } }
    }";

async fn outdated(client: &Client, pole: &Pole, outdated: bool) -> Value {
    let variables = json!({ "hub": pole.id.to_string(), "outdated": outdated });
    let data = client.gql(OUTDATED, variables).await;
    let nodes = data["hub"]["memberships"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["organisation"]["name"].clone())
        .collect()
}

#[tokio::test]
async fn a_new_charter_version_asks_members_again() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.member(&pole, "Recyclerie").await;
    let late = hub.member(&pole, "Attardée").await;
    let member = read(&body.representative, &pole, &body).await;
    assert_eq!(member["charterOutdated"], false);
    assert_eq!(allowed(&member), ["LEAVE"]);
    let again = json!({ "actingFor": body.id.to_string(), "charterVersion": 1 });
    ask(
        &body.representative,
        "acceptCharter",
        target(&member, again),
    )
    .await
    .expect_error("NOTHING_TO_DO");
    assert_eq!(outdated(&pole.coordinator, &pole, true).await, json!([]));

    publish_charter(&pole.coordinator, &pole, "Nous coopérons mieux.").await;
    hub.run_jobs().await;
    assert_eq!(
        hub.mails_to(late.representative.email()).len(),
        2,
        "accepted, then asked again"
    );
    assert_eq!(
        outdated(&pole.coordinator, &pole, true).await,
        json!(["Attardée", "Recyclerie"])
    );
    let member = read(&body.representative, &pole, &body).await;
    assert_eq!(
        (&member["charterOutdated"], &member["charterAccepted"]),
        (&json!(true), &json!(1))
    );
    assert_eq!(allowed(&member), ["LEAVE", "ACCEPT_CHARTER"]);

    let old = json!({ "actingFor": body.id.to_string(), "charterVersion": 1 });
    let answer = ask(&body.representative, "acceptCharter", target(&member, old)).await;
    answer.expect_error("CHARTER_OUTDATED");
    let new = json!({ "actingFor": body.id.to_string(), "charterVersion": 2 });
    ask(
        &pole.coordinator,
        "acceptCharter",
        target(&member, new.clone()),
    )
    .await
    .expect_error("FORBIDDEN");
    let foreign = json!({ "actingFor": late.id.to_string(), "charterVersion": 2 });
    ask(
        &late.representative,
        "acceptCharter",
        target(&member, foreign),
    )
    .await
    .expect_error("FORBIDDEN");
    let accepted = step(&body.representative, "acceptCharter", target(&member, new)).await;
    assert_eq!(accepted["charterAccepted"], 2);
    assert_eq!(
        outdated(&pole.coordinator, &pole, true).await,
        json!(["Attardée"])
    );
    assert_eq!(
        outdated(&hub.visitor(), &pole, false).await,
        json!(["Recyclerie"])
    );
    hub.run_jobs().await;
}
