//! Which hub looks at a profile, and what becomes of it when that hub has no say any more.

use serde_json::{Value, json};

use super::{act_on, content, update, with};
use crate::harness::{Answer, Body, Client, Pole, TestHub};

/// The profile as its own people read it.
async fn own(body: &Body) -> Value {
    const QUERY: &str = "
        query ($id: ID!) {
          organisation(id: $id) {
            state version summary revision { state }
            availableActions { action allowed code }
          }
        }";
    let variables = json!({ "id": body.id.to_string() });
    body.representative.gql(QUERY, variables).await["organisation"].clone()
}

/// Its people change the summary.
async fn summarise(body: &Body, summary: &str) -> Answer {
    let version = own(body).await["version"].as_i64().expect("a version");
    let content = with(content("La Recyclerie"), &json!({ "summary": summary }));
    update(
        &body.representative,
        body.id,
        body.id,
        i32::try_from(version).expect("a version"),
        content,
    )
    .await
}

/// What waits before the moderators of a hub: the kinds.
async fn waiting(pole: &Pole) -> Vec<Value> {
    const QUERY: &str = "query ($id: ID!) { hub(id: $id) { moderationQueue { nodes { kind } } } }";
    let data = pole
        .coordinator
        .gql(QUERY, json!({ "id": pole.id.to_string() }))
        .await;
    let nodes = data["hub"]["moderationQueue"]["nodes"].as_array();
    nodes
        .expect("a queue")
        .iter()
        .map(|review| review["kind"].clone())
        .collect()
}

/// Something with the newest membership of an organisation in a hub.
async fn on_membership(
    client: &Client,
    pole: &Pole,
    body: &Body,
    name: &str,
    more: Value,
) -> Answer {
    const QUERY: &str = "
        query ($hub: ID!, $organisation: ID!) {
          hub(id: $hub) {
            memberships(filter: { organisation: $organisation }, orderBy: { field: OPENED_AT, direction: DESC }) {
              nodes { id version }
            }
          }
        }";
    let variables = json!({ "hub": pole.id.to_string(), "organisation": body.id.to_string() });
    let data = client.gql(QUERY, variables).await;
    let newest = &data["hub"]["memberships"]["nodes"][0];
    let input = with(
        json!({ "id": newest["id"], "expectedVersion": newest["version"] }),
        &more,
    );
    let (first, rest) = name.split_at(1);
    let query = format!(
        "mutation ($input: {}{rest}Input!) {{ {name}(input: $input) {{ membership {{ state }} errors {{ code }} }} }}",
        first.to_uppercase()
    );
    client.ask(&query, json!({ "input": input })).await
}

fn reason() -> Value {
    json!({ "reason": "Cotisation impayée." })
}

fn for_itself(body: &Body) -> Value {
    json!({ "actingFor": body.id.to_string() })
}

#[tokio::test]
async fn who_is_suspended_excluded_or_gone_changes_its_published_profile_no_more() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    for ending in ["suspendMembership", "excludeMember", "leaveHub"] {
        let body = hub.member(&pole, &format!("Recyclerie {ending}")).await;
        let (client, more) = if ending == "leaveHub" {
            (&body.representative, for_itself(&body))
        } else {
            (&pole.coordinator, reason())
        };
        on_membership(client, &pole, &body, ending, more)
            .await
            .data();
        summarise(&body, "Ce que le pôle n'a pas lu.")
            .await
            .expect_error("NOT_ACTIVE_MEMBER");
        let seen = own(&body).await;
        assert_eq!(seen["summary"], "Une association de Montpellier.");
        let actions = seen["availableActions"].as_array().expect("actions");
        let edit = actions.iter().find(|one| one["action"] == "EDIT");
        assert_eq!(edit.expect("shown")["code"], "NOT_ACTIVE_MEMBER");
        if ending == "suspendMembership" {
            on_membership(
                &pole.coordinator,
                &pole,
                &body,
                "resumeMembership",
                json!({}),
            )
            .await
            .data();
            summarise(&body, "Ce que le pôle va lire.").await.data();
            assert_eq!(waiting(&pole).await, ["REVISION"]);
        }
        hub.run_jobs().await;
    }
}

#[tokio::test]
async fn an_organisation_listed_from_public_sources_changes_its_profile_until_a_hub_admits_it() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let draft = maillage_domain::organisations::OrganisationDraft {
        name: "La Recyclerie".into(),
        legal_form: Some(maillage_domain::organisations::LegalForm::Association),
        commune: Some("34172".into()),
        summary: Some("Une association de Montpellier.".into()),
        ..Default::default()
    };
    let (listed, _) =
        maillage_usecases::organisations::create(hub.platform(), &hub.operator(), draft)
            .await
            .expect("listed");
    let body = Body {
        id: listed.id,
        representative: hub.person("Jeanne Peyrebelle").await,
    };
    maillage_usecases::mandates::grant(
        hub.platform(),
        &hub.operator(),
        body.id,
        body.representative.id(),
        maillage_domain::mandates::MandateRole::Representative,
    )
    .await
    .expect("given");
    summarise(&body, "Réparer.").await.data();
    assert_eq!(own(&body).await["summary"], "Réparer.");
    hub.join(&pole, &body).await;
    on_membership(
        &body.representative,
        &pole,
        &body,
        "leaveHub",
        for_itself(&body),
    )
    .await
    .data();
    summarise(&body, "Autre chose.")
        .await
        .expect_error("NOT_ACTIVE_MEMBER");
    hub.run_jobs().await;
}

#[tokio::test]
async fn what_waits_in_a_hub_goes_back_to_its_author_who_leaves_it_and_is_for_the_other_hub() {
    let hub = TestHub::start().await;
    let (first, second) = (hub.pole("Rives").await, hub.pole("Garrigue").await);
    let body = hub.organisation("Recyclerie").await;
    for pole in [&first, &second] {
        hub.join(pole, &body).await;
    }
    for (ending, client, more) in [
        ("suspendMembership", &first.coordinator, reason()),
        ("leaveHub", &body.representative, for_itself(&body)),
    ] {
        let summary = format!("Réparer, avant {ending}.");
        summarise(&body, &summary).await.data();
        assert_eq!(
            (waiting(&first).await.len(), waiting(&second).await.len()),
            (1, 0),
            "the hub it has belonged to longest looks"
        );
        on_membership(client, &first, &body, ending, more)
            .await
            .data();
        assert_eq!(
            (waiting(&first).await.len(), waiting(&second).await.len()),
            (0, 0)
        );
        assert_eq!(own(&body).await["revision"]["state"], "RETURNED");
        // Handed in again, it is before the hub that is left.
        summarise(&body, &summary).await.data();
        assert_eq!(
            (waiting(&first).await.len(), waiting(&second).await.len()),
            (0, 1)
        );
        if ending == "suspendMembership" {
            on_membership(
                &first.coordinator,
                &first,
                &body,
                "resumeMembership",
                json!({}),
            )
            .await
            .data();
        }
    }
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_profile_waits_again_in_the_hub_that_looks_now() {
    let hub = TestHub::start().await;
    let (first, second) = (hub.pole("Rives").await, hub.pole("Garrigue").await);
    let body = hub.organisation("Recyclerie").await;
    for pole in [&first, &second] {
        hub.join(pole, &body).await;
    }
    on_membership(
        &first.coordinator,
        &first,
        &body,
        "suspendMembership",
        reason(),
    )
    .await
    .data();
    summarise(&body, "Réparer.").await.data();
    assert_eq!(waiting(&second).await, ["REVISION"]);
    on_membership(
        &first.coordinator,
        &first,
        &body,
        "resumeMembership",
        json!({}),
    )
    .await
    .data();
    summarise(&body, "Réparer ensemble.").await.data();
    assert_eq!(
        (waiting(&first).await.len(), waiting(&second).await.len()),
        (1, 0)
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn an_applicants_profile_waits_even_where_members_do_not_and_comes_back_with_a_refusal() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let policy = "
        mutation ($id: ID!) {
          setModerationPolicy(input: { id: $id, expectedVersion: 2, policy: [
            { kind: PROJECT, timing: AFTER }, { kind: ORGANISATION, timing: AFTER }
          ] }) { hub { version } errors { code message } }
        }";
    pole.coordinator
        .gql(policy, json!({ "id": pole.id.to_string() }))
        .await;
    let body = hub.organisation("Recyclerie").await;
    crate::memberships::apply(&pole, &body).await;
    let data = act_on(&body.representative, "submit", body.id, 1)
        .await
        .data();
    assert_eq!(
        data["submitOrganisation"]["organisation"]["state"],
        "SUBMITTED"
    );
    assert_eq!(waiting(&pole).await, ["PUBLICATION"]);
    on_membership(
        &pole.coordinator,
        &pole,
        &body,
        "refuseMembership",
        reason(),
    )
    .await
    .data();
    assert_eq!(waiting(&pole).await, Vec::<Value>::new());
    assert_eq!(own(&body).await["state"], "DRAFT");
    hub.run_jobs().await;
}
