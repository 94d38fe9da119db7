//! Projects, from the draft to the archive.

mod filters;
mod lists;
mod nested;
mod participations;
mod progress;
mod revisions;

use maillage_domain::ids::OrganisationId;
use serde_json::{Value, json};

use crate::harness::{Body, Client, Pole, TestHub};

const CREATE: &str = "mutation($input: CreateProjectInput!) { createProject(input: $input) {
    project { id version state title needs { id label state } } errors { code path message facts { name value } } } }";
const UPDATE: &str = "mutation($input: UpdateProjectInput!) { updateProject(input: $input) {
    project { id version state title needs { id label state } } errors { code path message facts { name value } } } }";
const SUBMIT: &str = "mutation($input: SubmitProjectInput!) { submitProject(input: $input) {
    project { id version state } errors { code path message facts { name value } } } }";
const WITHDRAW: &str = "mutation($input: WithdrawProjectInput!) { withdrawProject(input: $input) {
    project { id version state } errors { code } } }";
const ARCHIVE: &str = "mutation($input: ArchiveProjectInput!) { archiveProject(input: $input) {
    project { id version state } errors { code facts { name value } } } }";
const STAGE: &str = "mutation($input: SetProjectStageInput!) { setProjectStage(input: $input) {
    project { id version stage abandonedBecause } errors { code facts { name value } } } }";
const READ: &str = "query($id: ID!) { project(id: $id) { id title state version stage description
    milestones { id label doneOn } budget { id year amount { amount currency } } needs { id label kind state metNote }
    availableActions { action allowed code } } }";

/// What every project of these tests says of itself.
fn content(title: &str) -> Value {
    json!({
        "title": title,
        "summary": "Laver et réemployer les bouteilles du territoire.",
        "description": "Une ligne de lavage partagée.",
        "themes": ["REUSE", "FOOD"],
        "needs": [{ "kind": "SPACE", "label": "Un entrepôt de 600 m²" }, { "kind": "PARTNER", "label": "Des caves" }],
        "milestones": [{ "label": "Première tournée", "dueOn": "2027-03-01" }],
        "budget": [{ "year": 2027, "side": "EXPENSE", "label": "Laveuse", "amount": { "amount": "12500.50", "currency": "EUR" } }],
    })
}

/// A draft of the member; returns the project as the mutation answers it.
async fn draft(pole: &Pole, member: &Body, title: &str) -> Value {
    let input = json!({ "hub": pole.id.to_string(), "actingFor": member.id.to_string(), "content": content(title) });
    let data = member
        .representative
        .gql(CREATE, json!({ "input": input }))
        .await;
    data["createProject"]["project"].clone()
}

/// The input of an act on a project as last answered.
fn act(project: &Value, organisation: OrganisationId, more: Value) -> Value {
    let mut input = json!({ "id": project["id"], "actingFor": organisation.to_string(), "expectedVersion": project["version"] });
    if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
        input.extend(more);
    }
    json!({ "input": input })
}

/// A project of the member that its hub has published.
async fn published(hub: &TestHub, pole: &Pole, member: &Body, title: &str) -> Value {
    let project = draft(pole, member, title).await;
    let data = member
        .representative
        .gql(SUBMIT, act(&project, member.id, json!({})))
        .await;
    publish(pole).await;
    hub.run_jobs().await;
    let id = data["submitProject"]["project"]["id"].clone();
    read(&member.representative, &id).await
}

/// The coordinator publishes whatever waits first.
async fn publish(pole: &Pole) {
    let queue = "query($hub: ID!) { hub(id: $hub) { moderationQueue { nodes { id version } } } }";
    let data = pole
        .coordinator
        .gql(queue, json!({ "hub": pole.id.to_string() }))
        .await;
    let review = &data["hub"]["moderationQueue"]["nodes"][0];
    let publish = "mutation($input: PublishReviewedInput!) { publishReviewed(input: $input) { review { id } errors { code message } } }";
    let input = json!({ "id": review["id"], "expectedVersion": review["version"] });
    pole.coordinator
        .gql(publish, json!({ "input": input }))
        .await;
}

async fn read(client: &Client, id: &Value) -> Value {
    client.gql(READ, json!({ "id": id })).await["project"].clone()
}

fn may(project: &Value, action: &str) -> bool {
    let actions = project["availableActions"].as_array().unwrap();
    actions
        .iter()
        .any(|one| one["action"] == action && one["allowed"] == true)
}

#[tokio::test]
async fn a_member_drafts_a_project_that_nobody_else_sees() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let other = hub.member(&pole, "La Cagette").await;

    let project = draft(&pole, &member, "Réemploi des bouteilles").await;
    assert_eq!(project["state"], "DRAFT");

    let mine = read(&member.representative, &project["id"]).await;
    assert_eq!(mine["budget"][0]["amount"]["amount"], "12500.50");
    assert!(may(&mine, "SUBMIT") && !may(&mine, "ARCHIVE"));
    for stranger in [&other.representative, &pole.coordinator, &hub.visitor()] {
        assert_eq!(read(stranger, &project["id"]).await, Value::Null);
    }
}

#[tokio::test]
async fn wrong_content_names_every_field_and_writes_nothing() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let mut content = content("x");
    content["commune"] = json!("99999");
    content["needs"][1]["label"] = json!("");
    content["startsOn"] = json!("2027-02-01");
    content["endsOn"] = json!("2027-01-01");
    let input = json!({ "hub": pole.id.to_string(), "actingFor": member.id.to_string(), "content": content });

    let answer = member
        .representative
        .ask(CREATE, json!({ "input": input }))
        .await;
    let errors = answer.body["data"]["createProject"]["errors"]
        .as_array()
        .unwrap()
        .clone();
    let paths: Vec<String> = errors
        .iter()
        .map(|error| {
            error["path"]
                .as_array()
                .unwrap()
                .iter()
                .map(|part| part.as_str().unwrap())
                .collect::<Vec<_>>()
                .join(".")
        })
        .collect();
    assert_eq!(
        paths,
        [
            "content.title",
            "content.commune",
            "content.endsOn",
            "content.needs.1.label"
        ]
    );
    assert!(
        errors
            .iter()
            .all(|error| error["code"] == "INVALID" && error["message"] != "")
    );
    let data = member
        .representative
        .gql("{ projects { totalCount } }", json!({}))
        .await;
    assert_eq!(data["projects"]["totalCount"], 0);
}

#[tokio::test]
async fn an_organisation_outside_the_hub_drafts_nothing_there() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let outsider = hub.organisation("Association d’ailleurs").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let input = |acting_for: &Body| json!({ "input": { "hub": pole.id.to_string(), "actingFor": acting_for.id.to_string(), "content": content("Un projet") } });
    outsider
        .representative
        .ask(CREATE, input(&outsider))
        .await
        .expect_error("NOT_ACTIVE_MEMBER");
    outsider
        .representative
        .ask(CREATE, input(&member))
        .await
        .expect_error("FORBIDDEN");
    hub.visitor()
        .ask(CREATE, input(&member))
        .await
        .expect_error("UNAUTHENTICATED");
}

#[tokio::test]
async fn a_dry_run_answers_the_same_and_writes_nothing() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let input = json!({
        "hub": pole.id.to_string(), "actingFor": member.id.to_string(), "content": content("Un projet"), "dryRun": true
    });
    let data = member
        .representative
        .gql(CREATE, json!({ "input": input }))
        .await;
    assert_eq!(data["createProject"]["project"]["state"], "DRAFT");
    let data = member
        .representative
        .gql("{ projects { totalCount } }", json!({}))
        .await;
    assert_eq!(data["projects"]["totalCount"], 0);
}

#[tokio::test]
async fn of_two_edits_with_one_version_exactly_one_wins() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let project = draft(&pole, &member, "Réemploi des bouteilles").await;
    let edit = |title: &str| act(&project, member.id, json!({ "content": content(title) }));

    let (one, two) = tokio::join!(
        member.representative.ask(UPDATE, edit("Le premier titre")),
        member.representative.ask(UPDATE, edit("Le second titre")),
    );
    let conflicts = [&one, &two]
        .into_iter()
        .filter(|answer| answer.has_error("CONFLICT"))
        .count();
    assert_eq!(conflicts, 1, "{one:?} {two:?}");
    let late = member
        .representative
        .ask(UPDATE, edit("Trop tard"))
        .await
        .expect_error("CONFLICT");
    assert_eq!(
        late["facts"][0],
        json!({ "name": "currentVersion", "value": "2" })
    );
}

#[tokio::test]
async fn needs_keep_their_ids_and_their_state_through_edits() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let project = draft(&pole, &member, "Réemploi des bouteilles").await;
    let need = project["needs"][0]["id"].clone();
    let meet = "mutation($input: MeetNeedInput!) { meetNeed(input: $input) { project { id version } errors { code } } }";
    let met = act(
        &project,
        member.id,
        json!({ "need": need, "note": "La Métropole loue un entrepôt" }),
    );
    let data = member.representative.gql(meet, met.clone()).await;
    member
        .representative
        .ask(meet, met)
        .await
        .expect_error("CONFLICT");

    let mut next = content("Réemploi des bouteilles");
    next["needs"] = json!([{ "id": need, "kind": "SPACE", "label": "Un entrepôt de 800 m²" }]);
    let edit = act(
        &data["meetNeed"]["project"],
        member.id,
        json!({ "content": next }),
    );
    member.representative.gql(UPDATE, edit).await;
    let needs = read(&member.representative, &project["id"]).await["needs"].clone();
    assert_eq!(
        needs.as_array().unwrap().len(),
        1,
        "a need left out is withdrawn"
    );
    assert_eq!(needs[0]["id"], need);
    assert_eq!(
        (&needs[0]["state"], &needs[0]["label"]),
        (&json!("MET"), &json!("Un entrepôt de 800 m²"))
    );

    let other = draft(&pole, &member, "Un autre projet").await;
    let mut stolen = content("Un autre projet");
    stolen["needs"] = json!([{ "id": need, "kind": "SPACE", "label": "Le besoin d’un autre" }]);
    let edit = act(&other, member.id, json!({ "content": stolen }));
    let error = member
        .representative
        .ask(UPDATE, edit)
        .await
        .expect_error("INVALID");
    assert_eq!(error["path"], json!(["content", "needs", "0", "id"]));
}

#[tokio::test]
async fn a_project_is_given_up_only_with_a_reason() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let project = draft(&pole, &member, "Réemploi des bouteilles").await;
    let set = |stage: &str, reason: Option<&str>| {
        act(
            &project,
            member.id,
            json!({ "stage": stage, "reason": reason }),
        )
    };

    member
        .representative
        .ask(STAGE, set("ABANDONED", None))
        .await
        .expect_error("INCOMPLETE");
    member
        .representative
        .ask(STAGE, set("COMPLETED", None))
        .await
        .expect_error("WRONG_STATE");
    let data = member
        .representative
        .gql(STAGE, set("ABANDONED", Some("Le financement manque.")))
        .await;
    assert_eq!(
        data["setProjectStage"]["project"]["abandonedBecause"],
        "Le financement manque."
    );
}

#[tokio::test]
async fn a_submission_is_withdrawn_and_a_published_project_archived_by_its_own_people_alone() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let other = hub.member(&pole, "La Cagette").await;
    let project = draft(&pole, &member, "Réemploi des bouteilles").await;

    let data = member
        .representative
        .gql(SUBMIT, act(&project, member.id, json!({})))
        .await;
    let submitted = &data["submitProject"]["project"];
    assert_eq!(submitted["state"], "SUBMITTED");
    let edit = act(
        submitted,
        member.id,
        json!({ "content": content("En attente") }),
    );
    member
        .representative
        .ask(UPDATE, edit)
        .await
        .expect_error("WRONG_STATE");
    let data = member
        .representative
        .gql(WITHDRAW, act(submitted, member.id, json!({})))
        .await;
    assert_eq!(data["withdrawProject"]["project"]["state"], "DRAFT");
    hub.run_jobs().await;

    let project = published(&hub, &pole, &member, "Tournée des verres").await;
    assert_eq!(project["state"], "PUBLISHED");
    assert_eq!(
        read(&hub.visitor(), &project["id"]).await["title"],
        "Tournée des verres"
    );
    other
        .representative
        .ask(ARCHIVE, act(&project, other.id, json!({})))
        .await
        .expect_error("FORBIDDEN");
    let data = member
        .representative
        .gql(ARCHIVE, act(&project, member.id, json!({})))
        .await;
    assert_eq!(data["archiveProject"]["project"]["state"], "ARCHIVED");
    assert_eq!(read(&hub.visitor(), &project["id"]).await, Value::Null);
}

#[tokio::test]
async fn an_absent_project_and_a_hidden_one_answer_the_same_bytes() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let other = hub.member(&pole, "La Cagette").await;
    let project = draft(&pole, &member, "Réemploi des bouteilles").await;
    let absent = json!({ "id": "project_01h455vb4pex5vsknk084sn02q", "version": 1 });
    let answers = [&project, &absent].map(|one| {
        other
            .representative
            .ask(ARCHIVE, act(one, other.id, json!({})))
    });
    let [hidden, absent] = answers;
    let (hidden, absent) = (hidden.await, absent.await);
    hidden.expect_error("NOT_FOUND");
    assert_eq!((hidden.status, hidden.body), (absent.status, absent.body));
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_restart() {
    let mut hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let project = published(&hub, &pole, &member, "Réemploi des bouteilles").await;
    hub.restart().await;
    let visitor = hub.visitor();
    assert_eq!(
        read(&visitor, &project["id"]).await["title"],
        "Réemploi des bouteilles"
    );
}
