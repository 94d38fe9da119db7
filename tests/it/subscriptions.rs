//! Subscriptions: what happens is told to whoever follows it, as far as they may read it then.

mod failures;
mod instances;
mod limits;
mod rights;
mod stream;
mod websocket;

use serde_json::{Value, json};

use crate::{
    harness::{Client, Pole, Socket, TestHub},
    moderation::Scene,
};

const ACTIVITY: &str = "subscription($hub: ID, $organisation: ID, $project: ID) {
    activity(hub: $hub, organisation: $organisation, project: $project) { kind sentence project { title } } }";
const QUEUE: &str = "subscription($hub: ID!) { moderationQueue(hub: $hub) {
    id kind subject { ... on Project { title } } claimedBy { name } decision { outcome } } }";
const HUBS: &str = "{ hubs { totalCount } }";

fn hub(pole: &Pole) -> Value {
    json!({ "hub": pole.id.to_string() })
}

fn complete(id: &str) -> Value {
    json!({ "id": id, "type": "complete" })
}

/// The code of the error that an operation was refused with.
fn refused<'a>(message: &'a Value, id: &str) -> &'a str {
    assert_eq!(
        (&message["type"], &message["id"]),
        (&json!("error"), &json!(id)),
        "{message}"
    );
    message["payload"][0]["extensions"]["code"]
        .as_str()
        .unwrap()
}

/// The hub changes its texts, which everyone may know.
async fn change_the_summary(hub: &TestHub, pole: &Pole) {
    let id = pole.id.to_string();
    let version = "query($id: ID!) { hub(id: $id) { version name summary description } }";
    let data = pole.coordinator.gql(version, json!({ "id": id })).await;
    let input = json!({
        "id": id,
        "expectedVersion": data["hub"]["version"],
        "content": {
            "name": data["hub"]["name"],
            "summary": format!("Coopérer, version {}.", data["hub"]["version"]),
            "description": data["hub"]["description"],
            "territory": ["34172"],
            "timeZone": "Europe/Paris",
        },
    });
    let update = "mutation($input: UpdateHubInput!) { updateHub(input: $input) { hub { id } errors { code message path } } }";
    pole.coordinator
        .gql(update, json!({ "input": input }))
        .await;
    hub.run_jobs().await;
}

/// The socket of somebody who follows the queue of the hub.
async fn following_the_queue(scene: &Scene, client: &Client) -> Socket {
    let mut socket = Socket::begin(scene.hub.instance(), Some(client)).await;
    socket.subscribe("queue", QUEUE, hub(&scene.pole)).await;
    socket.settle().await;
    socket
}
