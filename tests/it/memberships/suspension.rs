//! What a member loses with its membership, and what stays.

use maillage_domain::{
    content::{ContentKind, ModerationTiming},
    projects::ProjectDraft,
    values::Visibility,
};
use maillage_usecases::{hubs, projects};
use serde_json::{Value, json};

use super::{allowed, ask, read, step, target};
use crate::harness::{Body, Client, Pole, TestHub};

/// A project of a member that the hub's members alone read.
async fn inner_project(hub: &TestHub, pole: &Pole, body: &Body, title: &str) -> String {
    let platform = hub.platform();
    let coordinator = hub.actor(&pole.coordinator).await;
    let version = crate::hubs::read(&pole.coordinator, pole).await["version"]
        .as_i64()
        .unwrap();
    let setting = hubs::Setting {
        id: pole.id,
        expected_version: i32::try_from(version).unwrap(),
    };
    let policy = [(ContentKind::Project, ModerationTiming::After)].into();
    hubs::set_policy(platform, &coordinator, setting, policy)
        .await
        .unwrap();
    let actor = hub.actor(&body.representative).await;
    let draft = ProjectDraft {
        title: title.into(),
        summary: "Entre nous.".into(),
        description: "Entre nous.".into(),
        visibility: Some(Visibility::Hub),
        ..ProjectDraft::default()
    };
    let project = projects::create(platform, &actor, pole.id, body.id, draft)
        .await
        .unwrap();
    let id = project.id;
    let acting_for = body.id;
    let handed_in = projects::Target {
        id,
        acting_for,
        expected_version: project.version,
    };
    projects::submit(platform, &actor, handed_in).await.unwrap();
    hub.run_jobs().await;
    id.to_string()
}

async fn title(client: &Client, project: &str) -> Value {
    let query = "query ($id: ID!) { project(id: $id) { title } }";
    client.gql(query, json!({ "id": project })).await["project"]["title"].clone()
}

#[tokio::test]
async fn a_suspended_member_loses_what_members_read_at_its_next_request() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let lead = hub.member(&pole, "Menuiserie").await;
    let body = hub.member(&pole, "Recyclerie").await;
    let project = inner_project(&hub, &pole, &lead, "Atelier du quai").await;
    let member = &body.representative;
    assert_eq!(title(member, &project).await, "Atelier du quai");

    let active = read(&pole.coordinator, &pole, &body).await;
    assert_eq!(allowed(&active), ["SUSPEND", "EXCLUDE", "CHANGE"]);
    let fields = json!({ "reason": "Cotisation impayée." });
    ask(member, "suspendMembership", target(&active, fields.clone()))
        .await
        .expect_error("FORBIDDEN");
    let suspended = step(
        &pole.coordinator,
        "suspendMembership",
        target(&active, fields),
    )
    .await;
    assert_eq!(suspended["reason"], "Cotisation impayée.");
    assert_eq!(title(member, &project).await, Value::Null);
    assert_eq!(
        title(&lead.representative, &project).await,
        "Atelier du quai"
    );

    // The suspension is between the hub and its member.
    assert_eq!(
        read(member, &pole, &body).await["reason"],
        "Cotisation impayée."
    );
    for client in [&lead.representative, &hub.visitor()] {
        assert_eq!(read(client, &pole, &body).await, Value::Null);
    }
    let seen = read(&pole.coordinator, &pole, &body).await;
    assert_eq!(allowed(&seen), ["RESUME", "EXCLUDE", "CHANGE"]);

    let resumed = step(
        &pole.coordinator,
        "resumeMembership",
        target(&suspended, json!({})),
    )
    .await;
    assert_eq!(
        (&resumed["state"], &resumed["reason"]),
        (&json!("ACTIVE"), &Value::Null)
    );
    assert_eq!(title(member, &project).await, "Atelier du quai");
    hub.run_jobs().await;
}

#[tokio::test]
async fn what_a_member_published_stays_and_nothing_new_goes_out() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.member(&pole, "Recyclerie").await;
    let neighbour = hub.member(&pole, "Menuiserie").await;
    let project = inner_project(&hub, &pole, &body, "Atelier du quai").await;
    let active = read(&pole.coordinator, &pole, &body).await;
    let fields = json!({ "reason": "Charte enfreinte." });
    let excluded = step(&pole.coordinator, "excludeMember", target(&active, fields)).await;
    assert_eq!(
        (&excluded["state"], &excluded["reason"]),
        (&json!("EXCLUDED"), &json!("Charte enfreinte."))
    );
    assert!(excluded["until"].is_string());
    assert_eq!(
        title(&neighbour.representative, &project).await,
        "Atelier du quai"
    );
    assert_eq!(
        title(&body.representative, &project).await,
        "Atelier du quai",
        "its own"
    );

    let create = "
        mutation ($hub: ID!, $actingFor: ID!) {
          createProject(input: { hub: $hub, actingFor: $actingFor, content: { title: \"Encore\", summary: \"Un.\", description: \"Un.\" } }) {
            project { id } errors { code }
          }
        }";
    let variables = json!({ "hub": pole.id.to_string(), "actingFor": body.id.to_string() });
    body.representative
        .ask(create, variables)
        .await
        .expect_error("NOT_ACTIVE_MEMBER");
    let query = "query ($id: ID!) { organisation(id: $id) { name } }";
    let public = hub
        .visitor()
        .gql(query, json!({ "id": body.id.to_string() }))
        .await;
    assert_eq!(
        public["organisation"]["name"], "Recyclerie",
        "it remains an organisation"
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_member_leaves_and_may_come_back() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.member(&pole, "Recyclerie").await;
    let active = read(&body.representative, &pole, &body).await;
    let acting = json!({ "actingFor": body.id.to_string() });
    let left = step(
        &body.representative,
        "leaveHub",
        target(&active, acting.clone()),
    )
    .await;
    assert_eq!(left["state"], "LEFT");
    assert!(left["since"].is_string() && left["until"].is_string());
    ask(&body.representative, "leaveHub", target(&left, acting))
        .await
        .expect_error("WRONG_STATE");
    assert_eq!(read(&hub.visitor(), &pole, &body).await, Value::Null);
    let again = super::apply(&pole, &body).await;
    assert_eq!(again["state"], "APPLIED");
    assert_ne!(again["id"], left["id"], "a membership of its own");
    hub.run_jobs().await;
}
