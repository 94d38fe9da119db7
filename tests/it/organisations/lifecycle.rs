//! From the draft to the archive, and what a coordinator decides on the way.

use maillage_domain::{hubs::HubRole, memberships::MembershipState};
use serde_json::{Value, json};

use super::{act_on, content, create, hub_with, put_in, update, with};
use crate::harness::TestHub;

const DECIDE_ESS: &str = "
    mutation ($id: ID!, $version: Int!, $isEss: Boolean!, $reason: String!) {
      decideEssStatus(input: { id: $id, expectedVersion: $version, isEss: $isEss, reason: $reason }) {
        organisation { version essStatus { isEss reasons { kind decision { isEss reason hub { name } } } } }
        errors { code path }
      }
    }";

#[tokio::test]
async fn an_applicant_hands_its_profile_in_to_the_hub_it_applied_to() {
    let hub = TestHub::start().await;
    let (jeanne, coordinator) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Coline Faure").await,
    );
    let place = hub_with(&hub, "littoral", &[(&coordinator, HubRole::Coordinator)]).await;
    let bare = create(
        &jeanne,
        json!({ "name": "La Recyclerie", "legalForm": "ASSOCIATION" }),
    )
    .await;
    // What is refused is not offered either.
    let offered = async || {
        let query = "query ($id: ID!) { organisation(id: $id) { availableActions { action allowed code } } }";
        let data = jeanne.gql(query, json!({ "id": bare.to_string() })).await;
        let actions = data["organisation"]["availableActions"].as_array().unwrap();
        let submit = actions.iter().find(|one| one["action"] == "SUBMIT");
        submit.expect("shown").clone()
    };
    let error = act_on(&jeanne, "submit", bare, 1)
        .await
        .expect_error("INCOMPLETE");
    assert_eq!(
        error["facts"],
        json!([{ "name": "field", "value": "summary" }])
    );
    update(&jeanne, bare, bare, 1, content("La Recyclerie"))
        .await
        .data();
    act_on(&jeanne, "submit", bare, 2)
        .await
        .expect_error("NOT_ACTIVE_MEMBER");
    assert_eq!(offered().await["code"], "NOT_ACTIVE_MEMBER");
    // An invitation gives a hub nothing to look at.
    put_in(&hub, place, bare, MembershipState::Invited).await;
    act_on(&jeanne, "submit", bare, 2)
        .await
        .expect_error("NOT_ACTIVE_MEMBER");
    put_in(&hub, place, bare, MembershipState::Applied).await;
    assert_eq!(offered().await["allowed"], true);
    let data = act_on(&jeanne, "submit", bare, 2).await.data();
    assert_eq!(
        data["submitOrganisation"]["organisation"]["state"],
        "SUBMITTED"
    );
    act_on(&jeanne, "submit", bare, 3)
        .await
        .expect_error("WRONG_STATE");
    update(&jeanne, bare, bare, 3, content("Autre"))
        .await
        .expect_error("WRONG_STATE");
    let data = act_on(&jeanne, "withdraw", bare, 3).await.data();
    assert_eq!(
        data["withdrawOrganisation"]["organisation"]["state"],
        "DRAFT"
    );
    act_on(&jeanne, "withdraw", bare, 4)
        .await
        .expect_error("WRONG_STATE");
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_published_profile_stays_up_while_its_revision_waits() {
    let hub = TestHub::start().await;
    let (jeanne, karim) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Karim Benali").await,
    );
    let place = hub_with(&hub, "littoral", &[]).await;
    let mine = create(&jeanne, content("La Recyclerie")).await;
    let fournil = create(
        &karim,
        with(content("Le Fournil"), &json!({ "siren": "732829320" })),
    )
    .await;
    for organisation in [mine, fournil] {
        put_in(&hub, place, organisation, MembershipState::Active).await;
    }

    let changed = with(content("La Recyclerie"), &json!({ "summary": "Réparer." }));
    let data = update(&jeanne, mine, mine, 2, changed.clone()).await.data();
    let seen = &data["updateOrganisation"]["organisation"];
    assert_eq!(
        seen["summary"],
        "Remettre en usage ce que d'autres jettent."
    );
    assert_eq!(
        seen["revision"]["changes"],
        json!([
            { "field": "summary", "before": "Remettre en usage ce que d'autres jettent.", "after": "Réparer." },
        ])
    );
    let read =
        "query ($id: ID!) { organisation(id: $id) { summary state revision { state } version } }";
    let outside = hub
        .visitor()
        .gql(read, json!({ "id": mine.to_string() }))
        .await;
    assert_eq!(
        outside["organisation"]["summary"],
        "Remettre en usage ce que d'autres jettent."
    );
    assert_eq!(outside["organisation"]["revision"], Value::Null);
    update(&jeanne, mine, mine, 3, changed)
        .await
        .expect_error("NOTHING_TO_DO");
    // The SIREN of another is refused before it waits for a moderator.
    let taken = with(content("La Recyclerie"), &json!({ "siren": "732829320" }));
    update(&jeanne, mine, mine, 3, taken)
        .await
        .expect_error("SIREN_TAKEN");
    let data = act_on(&jeanne, "withdraw", mine, 3).await.data();
    assert_eq!(
        data["withdrawOrganisation"]["organisation"]["revision"],
        Value::Null
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn an_organisation_is_put_away_once_it_has_left_its_hubs() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let (place, other) = (
        hub_with(&hub, "littoral", &[]).await,
        hub_with(&hub, "garrigue", &[]).await,
    );
    let mine = create(&jeanne, content("La Recyclerie")).await;
    act_on(&jeanne, "archive", mine, 1)
        .await
        .expect_error("WRONG_STATE");
    put_in(&hub, place, mine, MembershipState::Active).await;
    let error = act_on(&jeanne, "archive", mine, 2)
        .await
        .expect_error("ALREADY_MEMBER");
    assert_eq!(
        error["facts"],
        json!([{ "name": "hub", "value": place.to_string() }])
    );
    put_in(&hub, place, mine, MembershipState::Left).await;
    let invited = put_in(&hub, other, mine, MembershipState::Invited).await;
    act_on(&jeanne, "archive", mine, 2)
        .await
        .expect_error("ALREADY_MEMBER");
    put_in(&hub, invited.hub, mine, MembershipState::Declined).await;
    let data = act_on(&jeanne, "archive", mine, 2).await.data();
    assert_eq!(
        data["archiveOrganisation"]["organisation"]["state"],
        "ARCHIVED"
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_coordinator_decides_on_the_ess_for_members_of_the_hub_alone() {
    let hub = TestHub::start().await;
    let (jeanne, coordinator, far, moderator) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Coline Faure").await,
        hub.person("Paul Loin").await,
        hub.person("Maud Serre").await,
    );
    let team = [
        (&coordinator, HubRole::Coordinator),
        (&moderator, HubRole::Moderator),
    ];
    let place = hub_with(&hub, "littoral", &team).await;
    hub_with(&hub, "garrigue", &[(&far, HubRole::Coordinator)]).await;
    let mine = create(
        &jeanne,
        with(
            content("La Recyclerie"),
            &json!({ "legalForm": "COMMERCIAL_COMPANY" }),
        ),
    )
    .await;
    let decide = |version: i32, reason: &str| json!({ "id": mine.to_string(), "version": version, "isEss": true, "reason": reason });
    for outsider in [&coordinator, &far] {
        outsider
            .ask(DECIDE_ESS, decide(1, "Ses statuts le disent."))
            .await
            .expect_error("NOT_FOUND");
    }
    // An invitation alone gives a hub no say.
    put_in(&hub, place, mine, MembershipState::Invited).await;
    coordinator
        .ask(DECIDE_ESS, decide(1, "Ses statuts le disent."))
        .await
        .expect_error("NOT_FOUND");
    put_in(&hub, place, mine, MembershipState::Active).await;
    for (other, reason) in [
        (&far, "NEEDS_COORDINATOR"),
        (&moderator, "NEEDS_COORDINATOR"),
        (&jeanne, "NEEDS_COORDINATOR"),
    ] {
        let error = other
            .ask(DECIDE_ESS, decide(2, "Ses statuts le disent."))
            .await
            .expect_error("FORBIDDEN");
        assert_eq!(error["extensions"]["reason"], reason);
    }
    hub.visitor()
        .ask(DECIDE_ESS, decide(2, "Ses statuts."))
        .await
        .expect_error("UNAUTHENTICATED");
    let error = coordinator
        .ask(DECIDE_ESS, decide(2, "x"))
        .await
        .expect_error("INVALID");
    assert_eq!(error["path"], json!(["reason"]));
    coordinator
        .ask(DECIDE_ESS, decide(1, "Ses statuts."))
        .await
        .expect_error("CONFLICT");
    let data = coordinator
        .gql(DECIDE_ESS, decide(2, "Article 3 des statuts."))
        .await;
    let status = &data["decideEssStatus"]["organisation"]["essStatus"];
    assert_eq!(
        status,
        &json!({ "isEss": true, "reasons": [{
        "kind": "COORDINATOR_DECISION",
        "decision": { "isEss": true, "reason": "Article 3 des statuts.", "hub": { "name": "Pôle littoral" } },
    }] })
    );
    // Nobody decides about an organisation of their own.
    let role = maillage_domain::mandates::MandateRole::Reader;
    maillage_usecases::mandates::grant(
        hub.platform(),
        &hub.operator(),
        mine,
        coordinator.id(),
        role,
    )
    .await
    .expect("given");
    let error = coordinator
        .ask(DECIDE_ESS, decide(3, "Ses statuts."))
        .await
        .expect_error("FORBIDDEN");
    assert_eq!(error["extensions"]["reason"], "CONFLICT_OF_INTEREST");
    hub.run_jobs().await;
}
