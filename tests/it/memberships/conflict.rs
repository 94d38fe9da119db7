//! Nobody judges their own organisation.

use maillage_domain::{hubs::HubRole, mandates::MandateRole};
use maillage_usecases::{hubs, mandates, memberships};
use serde_json::json;

use super::{allowed, apply, ask, read, step, target};
use crate::harness::TestHub;

#[tokio::test]
async fn a_coordinator_decides_nothing_about_the_membership_of_their_own_organisation() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.organisation("Recyclerie").await;
    let own = MandateRole::Reader;
    let person = pole.coordinator.id();
    mandates::grant(hub.platform(), &hub.operator(), body.id, person, own)
        .await
        .unwrap();
    let reason = json!({ "reason": "Cotisation impayée." });

    let invitation = json!({
        "hub": pole.id.to_string(), "organisation": body.id.to_string(), "category": "FOUNDER",
    });
    let error = ask(&pole.coordinator, "inviteMember", invitation)
        .await
        .expect_error("FORBIDDEN");
    assert_eq!(error["extensions"]["reason"], "CONFLICT_OF_INTEREST");

    let applied = apply(&pole, &body).await;
    for (name, fields) in [
        ("acceptMembership", json!({})),
        ("refuseMembership", reason.clone()),
    ] {
        let error = ask(&pole.coordinator, name, target(&applied, fields))
            .await
            .expect_error("FORBIDDEN");
        assert_eq!(error["extensions"]["reason"], "CONFLICT_OF_INTEREST");
    }
    // A colleague decides.
    let colleague = hub.person("Aimé Collègue").await;
    hubs::grant_role(
        hub.platform(),
        &hub.operator(),
        &pole.slug,
        colleague.email(),
        HubRole::Coordinator,
    )
    .await
    .unwrap();
    step(&colleague, "acceptMembership", target(&applied, json!({}))).await;
    let active = read(&pole.coordinator, &pole, &body).await;
    assert_eq!(allowed(&active), Vec::<&str>::new());
    for (name, fields) in [
        ("suspendMembership", reason.clone()),
        ("excludeMember", reason.clone()),
    ] {
        ask(&pole.coordinator, name, target(&active, fields))
            .await
            .expect_error("FORBIDDEN");
    }
    let suspended = step(&colleague, "suspendMembership", target(&active, reason)).await;
    ask(
        &pole.coordinator,
        "resumeMembership",
        target(&suspended, json!({})),
    )
    .await
    .expect_error("FORBIDDEN");
    hub.run_jobs().await;
}

#[tokio::test]
async fn where_the_one_coordinator_may_not_decide_the_operator_does() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.organisation("Recyclerie").await;
    mandates::grant(
        hub.platform(),
        &hub.operator(),
        body.id,
        pole.coordinator.id(),
        MandateRole::Representative,
    )
    .await
    .unwrap();
    apply(&pole, &body).await;
    let waits = memberships::live(hub.platform(), &hub.operator(), pole.id, body.id)
        .await
        .unwrap()
        .expect("an application");
    let target = memberships::Target {
        id: waits.id,
        expected_version: waits.version,
    };
    memberships::accept(hub.platform(), &hub.operator(), target, None, None)
        .await
        .unwrap();
    assert_eq!(
        read(&hub.visitor(), &pole, &body).await["state"],
        "ACTIVE",
        "the hub is not stuck"
    );
    hub.run_jobs().await;
}
