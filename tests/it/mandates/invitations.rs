//! Invitations to act for an organisation.

use maillage_domain::mandates::MandateRole;
use maillage_persistence::mandates as stored;
use serde_json::json;

use super::{ACCEPT, INVITE, accept, code, edit, grant, invite};
use crate::{
    harness::TestHub,
    organisations::{content, create},
};

const REVOKE: &str = "
    mutation ($id: ID!, $actingFor: ID!, $version: Int!) {
      revokeInvitation(input: { id: $id, actingFor: $actingFor, expectedVersion: $version }) {
        invitation { revokedAt availableActions { allowed } }
        errors { code }
      }
    }";

#[tokio::test]
async fn an_invitation_is_sent_taken_up_once_and_counts_from_the_next_request() {
    let hub = TestHub::start().await;
    let (jeanne, karim) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Karim Benali").await,
    );
    let mine = create(&jeanne, content("La Recyclerie")).await;
    edit(&karim, mine, 1, "À moi")
        .await
        .expect_error("FORBIDDEN");
    let data = invite(&jeanne, mine, "equipe@recyclerie.test", "CONTRIBUTOR")
        .await
        .data();
    let sent = &data["inviteToOrganisation"]["invitation"];
    assert_eq!(
        (&sent["email"], &sent["organisation"]["name"]),
        (&json!("equipe@recyclerie.test"), &json!("La Recyclerie"))
    );
    assert_eq!(sent["invitedBy"]["name"], "Jeanne Peyrebelle");
    assert_eq!(
        sent["availableActions"],
        json!([{ "action": "REVOKE", "allowed": true }])
    );

    let code = code(&hub, "equipe@recyclerie.test").await;
    accept(&hub.visitor(), &code)
        .await
        .expect_error("UNAUTHENTICATED");
    accept(&karim, "invitation_x.y")
        .await
        .expect_error("TOKEN_SPENT");
    accept(&karim, &format!("{}A", &code[..code.len() - 1]))
        .await
        .expect_error("TOKEN_SPENT");
    karim
        .ask(ACCEPT, json!({ "code": code, "dryRun": true }))
        .await
        .data();
    let data = accept(&karim, &code).await.data();
    let mandate = &data["acceptInvitation"]["mandate"];
    assert_eq!(mandate["role"], "CONTRIBUTOR");
    assert_eq!(mandate["person"]["name"], "Karim Benali");
    assert_eq!(mandate["grantedBy"]["name"], "Jeanne Peyrebelle");
    // The right just given is good for reading what it is about.
    assert_eq!(
        mandate["organisation"],
        json!({ "name": "La Recyclerie", "state": "DRAFT" })
    );
    assert_eq!(
        mandate["availableActions"],
        json!([
            { "action": "CHANGE_ROLE", "allowed": false, "code": "FORBIDDEN" },
            { "action": "END", "allowed": true, "code": null },
        ])
    );
    edit(&karim, mine, 1, "La Recyclerie du port").await.data();
    let lea = hub.person("Léa Roux").await;
    for again in [&karim, &lea] {
        accept(again, &code).await.expect_error("TOKEN_SPENT");
    }
    let me = karim
        .gql(
            "{ me { mandates { role organisation { name } } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        me["me"]["mandates"],
        json!([{ "role": "CONTRIBUTOR", "organisation": { "name": "La Recyclerie du port" } }])
    );
}

#[tokio::test]
async fn of_two_who_take_up_one_invitation_at_once_one_gets_the_mandate() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let (karim, lea) = (
        hub.person("Karim Benali").await,
        hub.person("Léa Roux").await,
    );
    let mine = create(&jeanne, content("La Recyclerie")).await;
    invite(&jeanne, mine, "equipe@recyclerie.test", "CONTRIBUTOR")
        .await
        .data();
    let code = code(&hub, "equipe@recyclerie.test").await;
    let second = hub.another_instance().await;
    let lea = lea.on(&second);
    let (one, other) = tokio::join!(accept(&karim, &code), accept(&lea, &code));
    let refused = [&one, &other]
        .into_iter()
        .filter(|answer| answer.has_error("TOKEN_SPENT"))
        .count();
    assert_eq!(refused, 1, "{:#} {:#}", one.body, other.body);
    assert_eq!(
        stored::count(hub.platform().db(), mine, false)
            .await
            .expect("counted"),
        2
    );
}

#[tokio::test]
async fn an_invitation_expires_is_taken_back_and_is_replaced() {
    let hub = TestHub::start().await;
    let (jeanne, karim) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Karim Benali").await,
    );
    let mine = create(&jeanne, content("La Recyclerie")).await;
    invite(&jeanne, mine, karim.email(), "READER").await.data();
    let old = code(&hub, karim.email()).await;
    hub.clock().advance(chrono::TimeDelta::days(14));
    accept(&karim, &old).await.expect_error("TOKEN_SPENT");

    let data = invite(&jeanne, mine, karim.email(), "READER").await.data();
    let sent = data["inviteToOrganisation"]["invitation"].clone();
    let code_one = code(&hub, karim.email()).await;
    let revoke =
        json!({ "id": sent["id"], "actingFor": mine.to_string(), "version": sent["version"] });
    let stale = json!({ "id": sent["id"], "actingFor": mine.to_string(), "version": 7 });
    hub.visitor()
        .ask(REVOKE, revoke.clone())
        .await
        .expect_error("UNAUTHENTICATED");
    karim
        .ask(REVOKE, revoke.clone())
        .await
        .expect_error("FORBIDDEN");
    let other = create(&karim, content("Le Fournil")).await;
    let elsewhere =
        json!({ "id": sent["id"], "actingFor": other.to_string(), "version": sent["version"] });
    karim.ask(REVOKE, elsewhere).await.expect_error("NOT_FOUND");
    jeanne.ask(REVOKE, stale).await.expect_error("CONFLICT");
    let data = jeanne.gql(REVOKE, revoke.clone()).await;
    assert_eq!(
        data["revokeInvitation"]["invitation"]["availableActions"],
        json!([{ "allowed": false }])
    );
    accept(&karim, &code_one).await.expect_error("TOKEN_SPENT");
    let again = json!({ "id": sent["id"], "actingFor": mine.to_string(), "version": 2 });
    jeanne.ask(REVOKE, again).await.expect_error("WRONG_STATE");

    // The newer one replaces the older one for the same address, however it is spelt.
    invite(&jeanne, mine, karim.email(), "READER").await.data();
    let replaced = code(&hub, karim.email()).await;
    invite(&jeanne, mine, &karim.email().to_uppercase(), "CONTRIBUTOR")
        .await
        .data();
    hub.run_jobs().await;
    accept(&karim, &replaced).await.expect_error("TOKEN_SPENT");
    let read = "query ($id: ID!) { organisation(id: $id) { invitations { totalCount nodes { role email } } } }";
    let open =
        jeanne.gql(read, json!({ "id": mine.to_string() })).await["organisation"]["invitations"]
            .clone();
    assert_eq!(
        (&open["totalCount"], &open["nodes"][0]["role"]),
        (&json!(1), &json!("CONTRIBUTOR"))
    );
    // Who reads the organisation's things sees that somebody is invited, not at which address.
    grant(&hub, &karim, mine, MandateRole::Reader).await;
    let seen =
        karim.gql(read, json!({ "id": mine.to_string() })).await["organisation"]["invitations"]
            .clone();
    assert_eq!(
        seen["nodes"],
        json!([{ "role": "CONTRIBUTOR", "email": null }])
    );
}

#[tokio::test]
async fn a_dry_run_invites_nobody() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let mine = create(&jeanne, content("La Recyclerie")).await;
    let variables = json!({
        "actingFor": mine.to_string(), "email": "equipe@recyclerie.test", "role": "READER", "dryRun": true,
    });
    let data = jeanne.gql(INVITE, variables).await;
    assert_eq!(data["inviteToOrganisation"]["invitation"]["role"], "READER");
    hub.run_jobs().await;
    assert!(hub.mails_to("equipe@recyclerie.test").is_empty());
    let open = stored::count_invitations(hub.platform().db(), mine, hub.platform().now())
        .await
        .expect("counted");
    assert_eq!(open, 0);
}
