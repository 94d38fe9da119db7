//! What ends with a mandate, and who may end which.

use maillage_domain::mandates::MandateRole;
use maillage_usecases::accounts::admin;
use serde_json::json;

use super::{CHANGE, END, accept, code, grant, invite, mandate_of, on_mandate};
use crate::{
    harness::TestHub,
    organisations::{content, create},
};

#[tokio::test]
async fn what_somebody_invited_others_to_ends_with_their_right_to_invite() {
    let hub = TestHub::start().await;
    let (jeanne, karim, lea) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Karim Benali").await,
        hub.person("Léa Martin").await,
    );
    for (mutation, role) in [(END, "READER"), (CHANGE, "CONTRIBUTOR")] {
        let mine = create(&jeanne, content(&format!("La Recyclerie {role}"))).await;
        grant(&hub, &karim, mine, MandateRole::Representative).await;
        invite(&karim, mine, lea.email(), "REPRESENTATIVE")
            .await
            .data();
        let sent = code(&hub, lea.email()).await;
        let shared = "equipe@recyclerie.test";
        invite(&jeanne, mine, shared, "READER").await.data();
        let others = code(&hub, shared).await;
        let held = mandate_of(&hub, &karim, mine).await;
        on_mandate(&jeanne, mutation, &held, role).await.data();
        accept(&lea, &sent).await.expect_error("TOKEN_SPENT");
        // Those of who still may invite are good.
        accept(&lea, &others).await.data();
    }
    hub.run_jobs().await;
}

#[tokio::test]
async fn an_invitation_by_somebody_locked_out_since_is_worth_nothing() {
    let hub = TestHub::start().await;
    let (jeanne, lea) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Léa Martin").await,
    );
    let mine = create(&jeanne, content("La Recyclerie")).await;
    invite(&jeanne, mine, lea.email(), "REPRESENTATIVE")
        .await
        .data();
    let sent = code(&hub, lea.email()).await;
    admin::lock(hub.platform(), &hub.operator(), jeanne.id())
        .await
        .expect("locked");
    accept(&lea, &sent).await.expect_error("TOKEN_SPENT");
    admin::unlock(hub.platform(), &hub.operator(), jeanne.id())
        .await
        .expect("unlocked");
    accept(&lea, &sent).await.data();
    hub.run_jobs().await;
}

#[tokio::test]
async fn whose_account_is_locked_counts_as_no_representative() {
    let hub = TestHub::start().await;
    let (jeanne, karim) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Karim Benali").await,
    );
    let mine = create(&jeanne, content("La Recyclerie")).await;
    grant(&hub, &karim, mine, MandateRole::Representative).await;
    admin::lock(hub.platform(), &hub.operator(), karim.id())
        .await
        .expect("locked");
    let own = mandate_of(&hub, &jeanne, mine).await;
    on_mandate(&jeanne, END, &own, "READER")
        .await
        .expect_error("LAST_REPRESENTATIVE");
    let theirs = mandate_of(&hub, &karim, mine).await;
    on_mandate(&jeanne, END, &theirs, "READER").await.data();
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_mandate_is_left_on_behalf_of_its_own_organisation() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let (mine, other) = (
        create(&jeanne, content("La Recyclerie")).await,
        create(&jeanne, content("Le Fournil")).await,
    );
    let karim = hub.person("Karim Benali").await;
    grant(&hub, &karim, mine, MandateRole::Representative).await;
    let own = mandate_of(&hub, &jeanne, mine).await;
    let variables = json!({
        "id": own.id.to_string(),
        "actingFor": other.to_string(),
        "version": own.version,
        "role": "READER",
    });
    jeanne.ask(END, variables).await.expect_error("FORBIDDEN");
    on_mandate(&jeanne, END, &own, "READER").await.data();
    hub.run_jobs().await;
}
