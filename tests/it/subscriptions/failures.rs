//! What goes wrong while somebody follows, and passes.

use sea_orm::{ConnectionTrait, Database as Databases, DatabaseConnection};
use serde_json::json;

use super::{ACTIVITY, change_the_summary};
use crate::harness::{Socket, TestHub};

async fn beside(hub: &TestHub) -> DatabaseConnection {
    let url = hub.database().settings().url;
    Databases::connect(url).await.unwrap()
}

/// Writes the last fact once more, as one of this kind.
async fn repeat(database: &DatabaseConnection, kind: &str) {
    let again = format!(
        "INSERT INTO events (position, id, at, kind, subject_kind, subject_id, hub_id, organisation_id, project_id,
             person_id, acting_for_id, audience, facts)
         SELECT position + 1, hub_id, at, {kind}, subject_kind, subject_id, hub_id, organisation_id, project_id,
             person_id, acting_for_id, audience, facts
           FROM events ORDER BY position DESC LIMIT 1"
    );
    let head = "UPDATE event_head SET position = position + 1";
    for statement in [again.as_str(), head] {
        database.execute_unprepared(statement).await.unwrap();
    }
}

#[tokio::test]
async fn a_fact_that_cannot_be_read_keeps_nobody_from_the_next() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    change_the_summary(&hub, &pole).await;
    let mut socket = Socket::begin(hub.instance(), None).await;
    socket.subscribe("a", ACTIVITY, super::hub(&pole)).await;
    socket.settle().await;
    let database = beside(&hub).await;
    repeat(&database, "'hub.of_a_later_version'").await;
    change_the_summary(&hub, &pole).await;
    let told = socket.hear().await;
    assert_eq!(told["payload"]["data"]["activity"]["kind"], "HUB_UPDATED");
    database.close().await.unwrap();
}

#[tokio::test]
async fn a_failure_of_the_database_is_told_and_ends_nothing() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    change_the_summary(&hub, &pole).await;
    let mut socket = Socket::begin(hub.instance(), None).await;
    socket.subscribe("a", ACTIVITY, super::hub(&pole)).await;
    socket.settle().await;
    let database = beside(&hub).await;
    let rename = async |from: &str, to: &str| {
        let statement = format!("ALTER TABLE {from} RENAME TO {to}");
        database.execute_unprepared(&statement).await.unwrap();
    };
    rename("hubs", "hubs_gone").await;
    repeat(&database, "kind").await;
    let told = socket.hear().await;
    assert_eq!(told["type"], json!("next"), "{told}");
    let error = &told["payload"]["errors"][0];
    assert_eq!(error["extensions"]["code"], "INTERNAL");
    rename("hubs_gone", "hubs").await;
    change_the_summary(&hub, &pole).await;
    let told = socket.hear().await;
    assert_eq!(told["payload"]["data"]["activity"]["kind"], "HUB_UPDATED");
    database.close().await.unwrap();
}
