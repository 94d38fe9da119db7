//! Changes to published projects.

use serde_json::{Value, json};

use super::{READ, UPDATE, WITHDRAW, act, content, publish, published, read};
use crate::harness::{Client, TestHub};

const REVISION: &str = "query($id: ID!) { project(id: $id) { version title revision { state changes { field before after } } } }";

async fn revision(client: &Client, id: &Value) -> Value {
    client.gql(REVISION, json!({ "id": id })).await["project"].clone()
}

#[tokio::test]
async fn the_published_text_stays_up_until_its_revision_is_published() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let project = published(&hub, &pole, &member, "Réemploi des bouteilles").await;
    let mut next = content("Réemploi des bocaux");
    next["needs"] = json!([{ "id": project["needs"][0]["id"], "kind": "SPACE", "label": "Un entrepôt de 600 m²" }]);
    next["milestones"] = json!([{ "id": project["milestones"][0]["id"], "label": "Première tournée", "dueOn": "2027-03-01" }]);
    next["budget"] = json!([{ "id": project["budget"][0]["id"], "year": 2027, "side": "EXPENSE", "label": "Laveuse", "amount": { "amount": "12500.50", "currency": "EUR" } }]);

    member
        .representative
        .gql(UPDATE, act(&project, member.id, json!({ "content": next })))
        .await;
    for reader in [&hub.visitor(), &member.representative, &pole.coordinator] {
        assert_eq!(
            read(reader, &project["id"]).await["title"],
            "Réemploi des bouteilles"
        );
    }
    assert_eq!(
        revision(&hub.visitor(), &project["id"]).await["revision"],
        Value::Null
    );
    let waiting = revision(&pole.coordinator, &project["id"]).await["revision"].clone();
    assert_eq!(waiting["state"], "SUBMITTED");
    let changed: Vec<_> = waiting["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["field"].as_str().unwrap())
        .collect();
    assert_eq!(changed, ["title", "needs"], "only what differs is shown");
    assert_eq!(waiting["changes"][0]["after"], "Réemploi des bocaux");

    publish(&pole).await;
    let after = hub
        .visitor()
        .gql(READ, json!({ "id": project["id"] }))
        .await["project"]
        .clone();
    assert_eq!(after["title"], "Réemploi des bocaux");
    assert_eq!(after["needs"].as_array().unwrap().len(), 1);
    assert_eq!(
        after["needs"][0]["id"], project["needs"][0]["id"],
        "what stays keeps its id"
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_waiting_revision_is_replaced_by_the_next_and_can_be_taken_back() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let project = published(&hub, &pole, &member, "Réemploi des bouteilles").await;
    for title in ["Première idée", "Seconde idée"] {
        let current = revision(&member.representative, &project["id"]).await;
        let target = json!({ "id": project["id"], "version": current["version"] });
        member
            .representative
            .gql(
                UPDATE,
                act(&target, member.id, json!({ "content": content(title) })),
            )
            .await;
    }
    let queue = "query($hub: ID!) { hub(id: $hub) { moderationQueue { totalCount } } }";
    let data = pole
        .coordinator
        .gql(queue, json!({ "hub": pole.id.to_string() }))
        .await;
    assert_eq!(
        data["hub"]["moderationQueue"]["totalCount"], 1,
        "one review for both"
    );
    let current = revision(&member.representative, &project["id"]).await;
    assert_eq!(current["revision"]["changes"][0]["after"], "Seconde idée");

    let target = json!({ "id": project["id"], "version": current["version"] });
    member
        .representative
        .gql(WITHDRAW, act(&target, member.id, json!({})))
        .await;
    let data = pole
        .coordinator
        .gql(queue, json!({ "hub": pole.id.to_string() }))
        .await;
    assert_eq!(data["hub"]["moderationQueue"]["totalCount"], 0);
    assert_eq!(
        revision(&member.representative, &project["id"]).await["revision"],
        Value::Null
    );
    hub.run_jobs().await;
}
