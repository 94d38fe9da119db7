//! Who runs a hub.

use maillage_domain::hubs::HubRole;
use maillage_usecases::hubs;
use serde_json::{Value, json};

use crate::harness::{Client, Pole, TestHub};

const TEAM: &str = "
    query ($id: ID!) {
      hub(id: $id) {
        team { id version role person { id name } availableActions { action allowed code } }
      }
    }";

const GRANT: &str = "
    mutation ($hub: ID!, $person: ID!, $role: HubRole!) {
      grantHubRole(input: { hub: $hub, person: $person, role: $role }) {
        office { id role version person { name } }
        errors { code path message facts { name value } }
      }
    }";

const END: &str = "
    mutation ($id: ID!, $version: Int!) {
      endHubRole(input: { id: $id, expectedVersion: $version }) {
        office { endedAt }
        errors { code facts { name value } }
      }
    }";

/// A moderator of the hub, appointed by the operator.
pub(super) async fn moderator(hub: &TestHub, pole: &Pole, name: &str) -> Client {
    in_office(hub, pole, name, HubRole::Moderator).await
}

async fn in_office(hub: &TestHub, pole: &Pole, name: &str, role: HubRole) -> Client {
    let person = hub.person(name).await;
    let operator = hub.operator();
    hubs::grant_role(hub.platform(), &operator, &pole.slug, person.email(), role)
        .await
        .unwrap();
    person
}

async fn team(client: &Client, pole: &Pole) -> Value {
    client.gql(TEAM, json!({ "id": pole.id.to_string() })).await["hub"]["team"].clone()
}

/// The office of a person, to be ended.
async fn office(pole: &Pole, of: &Client) -> Value {
    let team = team(&pole.coordinator, pole).await;
    let found = team
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["person"]["id"] == of.id().to_string());
    let office = found.expect("an office");
    json!({ "id": office["id"], "version": office["version"] })
}

fn grant(pole: &Pole, person: &Client, role: &str) -> Value {
    json!({ "hub": pole.id.to_string(), "person": person.id().to_string(), "role": role })
}

#[tokio::test]
async fn a_coordinator_appoints_people_of_the_members() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let member = hub.member(&pole, "Recyclerie").await.representative;
    let variables = grant(&pole, &member, "MODERATOR");
    let data = pole.coordinator.gql(GRANT, variables.clone()).await;
    assert_eq!(data["grantHubRole"]["office"]["role"], "MODERATOR");
    assert_eq!(
        data["grantHubRole"]["office"]["person"]["name"],
        "Représentante Recyclerie"
    );
    pole.coordinator
        .ask(GRANT, variables)
        .await
        .expect_error("NOTHING_TO_DO");

    let names: Vec<_> = team(&member, &pole).await.as_array().unwrap().clone();
    assert_eq!(names.len(), 2);
    let own = member
        .gql(
            "{ me { hubRoles { role hub { slug } availableActions { action allowed } } } }",
            json!({}),
        )
        .await;
    let end = json!([{ "action": "END", "allowed": true }]);
    assert_eq!(
        own["me"]["hubRoles"],
        json!([{ "role": "MODERATOR", "hub": { "slug": "rives" }, "availableActions": end }])
    );
}

#[tokio::test]
async fn appointing_never_tells_who_has_an_account() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let other = hub.pole("Sources").await;
    let stranger = hub.person("Inconnue Au Bataillon").await;
    let elsewhere = hub.member(&other, "Source vive").await.representative;
    let mut answers = Vec::new();
    for person in [
        stranger.id().to_string(),
        elsewhere.id().to_string(),
        "person_01h455vb4pex5vsknk084sn02q".into(),
    ] {
        let variables =
            json!({ "hub": pole.id.to_string(), "person": person, "role": "MODERATOR" });
        let answer = pole.coordinator.ask(GRANT, variables).await;
        let text = answer.body.to_string().replace(&person, "…");
        answers.push(text);
    }
    assert!(answers[0].contains("UNKNOWN"), "{}", answers[0]);
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:#?}"
    );
    assert_eq!(
        team(&pole.coordinator, &pole)
            .await
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn nobody_else_appoints_or_dismisses() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let other = hub.pole("Sources").await;
    let member = hub.member(&pole, "Recyclerie").await.representative;
    let moderator = moderator(&hub, &pole, "Modeste Modérateur").await;
    let stranger = hub.person("Inconnue Au Bataillon").await;
    for client in [&other.coordinator, &member, &moderator] {
        client
            .ask(GRANT, grant(&pole, &member, "COORDINATOR"))
            .await
            .expect_error("FORBIDDEN");
    }
    hub.visitor()
        .ask(GRANT, grant(&pole, &member, "COORDINATOR"))
        .await
        .expect_error("UNAUTHENTICATED");

    let office = office(&pole, &moderator).await;
    // Members see the team; for everybody else the office does not exist.
    member
        .ask(END, office.clone())
        .await
        .expect_error("FORBIDDEN");
    for client in [&other.coordinator, &stranger, &hub.visitor()] {
        client
            .ask(END, office.clone())
            .await
            .expect_error("NOT_FOUND");
        assert_eq!(team(client, &pole).await, Value::Null);
    }
    assert_eq!(team(&member, &pole).await.as_array().unwrap().len(), 2);
    let node = "query ($id: ID!) { node(id: $id) { ... on HubOffice { role } } }";
    let id = json!({ "id": office["id"] });
    for client in [&member, &moderator] {
        assert_eq!(
            client.gql(node, id.clone()).await["node"]["role"],
            "MODERATOR"
        );
    }
    for client in [&other.coordinator, &stranger, &hub.visitor()] {
        assert_eq!(client.gql(node, id.clone()).await["node"], Value::Null);
    }
}

#[tokio::test]
async fn an_ended_office_counts_no_more_at_the_next_request() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let moderator = moderator(&hub, &pole, "Modeste Modérateur").await;
    let office = office(&pole, &moderator).await;
    let templates = "query ($id: ID!) { hub(id: $id) { reasonTemplates { id } } }";
    let id = json!({ "id": pole.id.to_string() });
    assert_eq!(
        moderator.gql(templates, id.clone()).await["hub"]["reasonTemplates"],
        json!([])
    );
    let stale = json!({ "id": office["id"], "version": 7 });
    moderator.ask(END, stale).await.expect_error("CONFLICT");
    let data = moderator.gql(END, office.clone()).await;
    assert!(data["endHubRole"]["office"]["endedAt"].is_string());
    assert_eq!(
        moderator.gql(templates, id).await["hub"]["reasonTemplates"],
        Value::Null
    );
    let again = json!({ "id": office["id"], "version": 2 });
    pole.coordinator
        .ask(END, again)
        .await
        .expect_error("WRONG_STATE");
}

#[tokio::test]
async fn a_hub_keeps_a_coordinator_even_when_two_leave_at_once() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let first = office(&pole, &pole.coordinator).await;
    pole.coordinator
        .ask(END, first.clone())
        .await
        .expect_error("LAST_COORDINATOR");
    let seen = team(&pole.coordinator, &pole).await;
    let end = json!([{ "action": "END", "allowed": false, "code": "LAST_COORDINATOR" }]);
    assert_eq!(seen[0]["availableActions"], end);

    let second = in_office(&hub, &pole, "Seconde Coordinatrice", HubRole::Coordinator).await;
    let other = office(&pole, &second).await;
    let (one, two) = tokio::join!(pole.coordinator.ask(END, first), second.ask(END, other));
    let kept = [&one, &two]
        .into_iter()
        .filter(|answer| answer.has_error("LAST_COORDINATOR"))
        .count();
    assert_eq!(kept, 1, "{one:?} {two:?}");
}

#[tokio::test]
async fn the_command_line_is_the_operators_alone() {
    use maillage_domain::policy::Forbidden;
    use maillage_usecases::Error;

    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let coordinator = hub.actor(&pole.coordinator).await;
    let (platform, email) = (hub.platform(), pole.coordinator.email());
    let role = HubRole::Moderator;
    let draft = maillage_domain::hubs::HubDraft::default();
    let refused = [
        hubs::create(platform, &coordinator, "ailleurs", draft.clone(), false)
            .await
            .err(),
        hubs::grant_role(platform, &coordinator, &pole.slug, email, role)
            .await
            .err(),
        hubs::end_role(platform, &coordinator, &pole.slug, email, role)
            .await
            .err(),
    ];
    for error in refused {
        assert!(
            matches!(error, Some(Error::Forbidden(Forbidden::NeedsOperator))),
            "{error:?}"
        );
    }
    let operator = hub.operator();
    let faulty = hubs::create(platform, &operator, "Pas un slug", draft, false).await;
    assert!(
        matches!(faulty, Err(Error::Invalid(faults)) if faults.to_string().contains("slug: MALFORMED"))
    );
    let draft = maillage_domain::hubs::HubDraft {
        name: "Rives bis".into(),
        summary: "Encore.".into(),
        description: "Encore.".into(),
        territory: vec![],
        time_zone: "Europe/Paris".into(),
    };
    let taken = hubs::create(platform, &operator, &pole.slug, draft, false).await;
    assert!(matches!(taken, Err(Error::Refused(refusal)) if refusal.code.as_str() == "SLUG_TAKEN"));
    let nobody = hubs::grant_role(
        platform,
        &operator,
        &pole.slug,
        "personne@example.test",
        role,
    )
    .await;
    assert!(
        matches!(nobody, Err(Error::Invalid(faults)) if faults.to_string() == "email: UNKNOWN")
    );
    let none = hubs::end_role(platform, &operator, &pole.slug, email, role).await;
    assert!(
        matches!(none, Err(Error::Refused(refusal)) if refusal.code.as_str() == "NOTHING_TO_DO")
    );
    let last = hubs::end_role(platform, &operator, &pole.slug, email, HubRole::Coordinator).await;
    assert!(
        matches!(last, Err(Error::Refused(refusal)) if refusal.code.as_str() == "LAST_COORDINATOR")
    );
}
