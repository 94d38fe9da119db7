//! Resources: shared, reviewed, found again.

mod conditions;
mod lists;
mod sharing;

use maillage_domain::ids::OrganisationId;
use serde_json::{Value, json};

use crate::harness::{Body, Client, Pole, TestHub};

const CREATE: &str = "mutation($input: CreateResourceInput!) { createResource(input: $input) {
    resource { id version state title } errors { code path message facts { name value } } } }";
pub(crate) const UPDATE: &str =
    "mutation($input: UpdateResourceInput!) { updateResource(input: $input) {
    resource { id version state title } errors { code path message facts { name value } } } }";
pub(crate) const SUBMIT: &str =
    "mutation($input: SubmitResourceInput!) { submitResource(input: $input) {
    resource { id version state } errors { code facts { name value } } } }";
const WITHDRAW: &str =
    "mutation($input: WithdrawResourceInput!) { withdrawResource(input: $input) {
    resource { id version state } errors { code } } }";
pub(crate) const ARCHIVE: &str =
    "mutation($input: ArchiveResourceInput!) { archiveResource(input: $input) {
    resource { id version state } errors { code facts { name value } } } }";
const READ: &str = "query($id: ID!) { resource(id: $id) { id title kind state version description address
    commune { code } location { latitude longitude precision } hubs { name } parties { name } owner { name }
    terms { kind per others { amount } amounts { category amount { amount } } barter deposit { amount } note }
    revision { state changes { field before after } } statement { restriction }
    availableActions { action allowed code } } }";

/// What every resource of these tests says of itself.
pub(crate) fn content(title: &str, visibility: &str) -> Value {
    json!({
        "kind": "SPACE",
        "title": title,
        "summary": "Vingt places assises, un écran, de plain-pied.",
        "description": "Au rez-de-chaussée de la Maison de l’ESS.",
        "visibility": visibility,
        "commune": "34172",
        "address": "12 rue du Port",
        "location": { "latitude": 43.6, "longitude": 3.88, "precision": "COMMUNE" },
        "terms": {
            "kind": "COST_SHARE", "per": "HOUR",
            "others": { "amount": "15.00", "currency": "EUR" },
            "amounts": [{ "category": "ACTIVE_MEMBER", "amount": { "amount": "9.50", "currency": "EUR" } }],
            "deposit": { "amount": "100.00", "currency": "EUR" },
        },
    })
}

/// What drafting a resource answers.
pub(crate) async fn try_draft(pole: &Pole, member: &Body, content: Value) -> Value {
    let input = json!({ "hub": pole.id.to_string(), "actingFor": member.id.to_string(), "content": content });
    let client = &member.representative;
    let answer = client.ask(CREATE, json!({ "input": input })).await;
    answer.body["data"]["createResource"].clone()
}

pub(crate) async fn draft(pole: &Pole, member: &Body, content: Value) -> Value {
    try_draft(pole, member, content).await["resource"].clone()
}

/// The input of an act on a resource as last answered.
pub(crate) fn act(resource: &Value, organisation: OrganisationId, more: Value) -> Value {
    let mut input = json!({ "id": resource["id"], "actingFor": organisation.to_string(), "expectedVersion": resource["version"] });
    if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
        input.extend(more);
    }
    json!({ "input": input })
}

/// A resource of the member that its hub has published.
pub(crate) async fn published(hub: &TestHub, pole: &Pole, member: &Body, content: Value) -> Value {
    let resource = draft(pole, member, content).await;
    let input = act(&resource, member.id, json!({}));
    member.representative.gql(SUBMIT, input).await;
    publish(pole).await;
    hub.run_jobs().await;
    read(&member.representative, &resource["id"]).await
}

/// The coordinator publishes whatever waits first.
pub(crate) async fn publish(pole: &Pole) {
    let queue = "query($hub: ID!) { hub(id: $hub) { moderationQueue { nodes { id version } } } }";
    let hub = json!({ "hub": pole.id.to_string() });
    let data = pole.coordinator.gql(queue, hub).await;
    let review = &data["hub"]["moderationQueue"]["nodes"][0];
    let publish = "mutation($input: PublishReviewedInput!) { publishReviewed(input: $input) { review { id } errors { code message } } }";
    let input = json!({ "id": review["id"], "expectedVersion": review["version"] });
    let data = pole
        .coordinator
        .gql(publish, json!({ "input": input }))
        .await;
    assert_eq!(data["publishReviewed"]["errors"], json!([]));
}

pub(crate) async fn read(client: &Client, id: &Value) -> Value {
    client.gql(READ, json!({ "id": id })).await["resource"].clone()
}

fn may(resource: &Value, action: &str) -> bool {
    let actions = resource["availableActions"].as_array().unwrap();
    let found = actions.iter().find(|one| one["action"] == action);
    found.unwrap()["allowed"] == true
}

#[tokio::test]
async fn a_resource_goes_from_its_draft_through_the_review_to_the_archive() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle des salles").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let other = hub.member(&pole, "La Cagette").await;

    let resource = draft(&pole, &member, content("Salle de réunion", "HUB")).await;
    assert_eq!(resource["state"], "DRAFT");
    let mine = read(&member.representative, &resource["id"]).await;
    assert!(may(&mine, "SUBMIT") && !may(&mine, "ARCHIVE"));
    assert_eq!(mine["terms"]["others"]["amount"], "15.00");
    assert_eq!(mine["terms"]["amounts"][0]["category"], "ACTIVE_MEMBER");
    for stranger in [&other.representative, &pole.coordinator, &hub.visitor()] {
        assert_eq!(read(stranger, &resource["id"]).await, Value::Null);
    }

    let input = act(&resource, member.id, json!({}));
    let data = member.representative.gql(SUBMIT, input.clone()).await;
    assert_eq!(data["submitResource"]["resource"]["state"], "SUBMITTED");
    let twice = member.representative.ask(SUBMIT, input).await;
    assert!(twice.has_error("CONFLICT"));
    assert_eq!(hub.mails_to(pole.coordinator.email()).len(), 0);
    hub.run_jobs().await;
    let mail = hub
        .mails_to(pole.coordinator.email())
        .pop()
        .expect("a mail");
    assert!(
        mail.text
            .contains("la ressource «\u{a0}Salle de réunion\u{a0}»"),
        "{}",
        mail.text
    );
    publish(&pole).await;
    hub.run_jobs().await;
    let mail = hub
        .mails_to(member.representative.email())
        .pop()
        .expect("a mail");
    assert!(mail.text.contains("Salle de réunion"), "{}", mail.text);

    let seen = read(&other.representative, &resource["id"]).await;
    assert_eq!(seen["owner"]["name"], "Maison de l’ESS");
    assert_eq!(read(&hub.visitor(), &resource["id"]).await, Value::Null);

    let mine = read(&member.representative, &resource["id"]).await;
    let archive = act(&mine, member.id, json!({}));
    let data = member.representative.gql(ARCHIVE, archive).await;
    assert_eq!(data["archiveResource"]["resource"]["state"], "ARCHIVED");
    assert_eq!(
        read(&other.representative, &resource["id"]).await,
        Value::Null
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_change_to_a_published_resource_waits_beside_it_for_a_moderator() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle des salles").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let resource = published(&hub, &pole, &member, content("Salle de réunion", "PUBLIC")).await;

    let mut dearer = content("Salle de réunion", "PUBLIC");
    dearer["terms"]["others"]["amount"] = json!("20.00");
    let update = act(&resource, member.id, json!({ "content": dearer }));
    member.representative.gql(UPDATE, update).await;
    let seen = read(&hub.visitor(), &resource["id"]).await;
    assert_eq!(seen["terms"]["others"]["amount"], "15.00");
    assert_eq!(seen["revision"], Value::Null);
    let mine = read(&member.representative, &resource["id"]).await;
    let changes = &mine["revision"]["changes"];
    assert_eq!(changes.as_array().unwrap().len(), 1, "{changes}");
    assert_eq!(changes[0]["field"], "terms");
    assert_eq!(
        changes[0]["after"],
        "COST_SHARE HOUR: 20.00, ACTIVE_MEMBER 9.50; DEPOSIT 100.00"
    );
    publish(&pole).await;
    let seen = read(&hub.visitor(), &resource["id"]).await;
    assert_eq!(seen["terms"]["others"]["amount"], "20.00");

    let mine = read(&member.representative, &resource["id"]).await;
    let again = act(
        &mine,
        member.id,
        json!({ "content": content("Salle claire", "PUBLIC") }),
    );
    member.representative.gql(UPDATE, again).await;
    let mine = read(&member.representative, &resource["id"]).await;
    let withdraw = act(&mine, member.id, json!({}));
    member.representative.gql(WITHDRAW, withdraw).await;
    let mine = read(&member.representative, &resource["id"]).await;
    assert_eq!(mine["revision"], Value::Null);
    assert_eq!(mine["title"], "Salle de réunion");
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_moderator_takes_a_resource_down_with_reasons_and_shows_it_again() {
    const HIDE: &str = "mutation($input: HideResourceInput!) { hideResource(input: $input) {
        resource { id version state } errors { code } } }";
    const RESTORE: &str =
        "mutation($input: RestoreResourceInput!) { restoreResource(input: $input) {
        resource { id version state } errors { code } } }";
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle des salles").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let other = hub.member(&pole, "La Cagette").await;
    let resource = published(&hub, &pole, &member, content("Salle de réunion", "PUBLIC")).await;
    let grounds = json!({ "facts": "La salle n’existe plus.", "ground": "CHARTER", "reference": "article 4" });
    let hide = json!({ "input": { "id": resource["id"], "expectedVersion": resource["version"], "grounds": grounds } });

    let denied = other.representative.ask(HIDE, hide.clone()).await;
    denied.expect_error("FORBIDDEN");
    let data = pole.coordinator.gql(HIDE, hide).await;
    assert_eq!(data["hideResource"]["resource"]["state"], "HIDDEN");
    hub.run_jobs().await;
    let mail = hub
        .mails_to(member.representative.email())
        .pop()
        .expect("a mail");
    assert!(
        mail.text.contains("La salle n’existe plus."),
        "{}",
        mail.text
    );
    for stranger in [&other.representative, &hub.visitor()] {
        assert_eq!(read(stranger, &resource["id"]).await, Value::Null);
        let all = stranger
            .gql("{ resources { totalCount } }", json!({}))
            .await;
        assert_eq!(all["resources"]["totalCount"], 0);
    }
    let mine = read(&member.representative, &resource["id"]).await;
    assert_eq!(mine["statement"]["restriction"], "HIDDEN");

    let hidden = read(&pole.coordinator, &resource["id"]).await;
    let restore = json!({ "input": { "id": hidden["id"], "expectedVersion": hidden["version"] } });
    pole.coordinator.gql(RESTORE, restore).await;
    assert_eq!(
        read(&hub.visitor(), &resource["id"]).await["state"],
        "PUBLISHED"
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn wrong_content_names_every_field_and_writes_nothing() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle des salles").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let mut wrong = content("x", "HUB");
    wrong["commune"] = json!("99999");
    wrong["location"]["latitude"] = json!(91.0);
    wrong["terms"] = json!({ "kind": "BARTER", "per": "DAY" });
    wrong["parties"] = json!([member.id.to_string()]);
    let answer = try_draft(&pole, &member, wrong).await;
    assert_eq!(answer["resource"], Value::Null);
    let errors = answer["errors"].as_array().unwrap();
    let mut paths: Vec<String> = errors
        .iter()
        .map(|error| {
            let path = error["path"].as_array().unwrap().iter();
            let path: Vec<_> = path.map(|part| part.as_str().unwrap()).collect();
            path.join(".")
        })
        .collect();
    paths.sort_unstable();
    assert_eq!(
        paths,
        [
            "content.commune",
            "content.location",
            "content.parties",
            "content.terms.barter",
            "content.terms.per",
            "content.title"
        ]
    );
    let all = member
        .representative
        .gql("{ resources { totalCount } }", json!({}))
        .await;
    assert_eq!(all["resources"]["totalCount"], 0);
}

#[tokio::test]
async fn of_two_edits_with_one_version_exactly_one_wins() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle des salles").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let resource = draft(&pole, &member, content("Salle de réunion", "HUB")).await;
    let edit = |title: &str| {
        let input = act(
            &resource,
            member.id,
            json!({ "content": content(title, "HUB") }),
        );
        member.representative.ask(UPDATE, input)
    };
    let (one, two) = tokio::join!(edit("Salle de gauche"), edit("Salle de droite"));
    let lost = [&one, &two]
        .iter()
        .filter(|answer| answer.has_error("CONFLICT"))
        .count();
    assert_eq!(lost, 1, "{one:?} {two:?}");
    let kept = read(&member.representative, &resource["id"]).await;
    assert_eq!(kept["version"], 2);
}

#[tokio::test]
async fn what_happens_to_a_resource_is_read_by_whom_it_concerns() {
    let activity = "query($id: ID!) { resource(id: $id) { activity { nodes { kind sentence resource { title } } } } }";
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle des salles").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let resource = published(&hub, &pole, &member, content("Salle de réunion", "PUBLIC")).await;
    let kinds = async |client: &Client| {
        let data = client.gql(activity, json!({ "id": resource["id"] })).await;
        let nodes = data["resource"]["activity"]["nodes"]
            .as_array()
            .unwrap()
            .clone();
        assert!(
            nodes
                .iter()
                .all(|node| node["resource"]["title"] == "Salle de réunion")
        );
        nodes
            .iter()
            .map(|node| node["kind"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(kinds(&hub.visitor()).await, ["RESOURCE_PUBLISHED"]);
    let all = kinds(&member.representative).await;
    assert!(all.contains(&"RESOURCE_CREATED".to_owned()), "{all:?}");
    assert!(all.contains(&"REVIEW_DECIDED".to_owned()), "{all:?}");
}
