//! What a person may do, and whether they are let in at all, is read at each request: what changes
//! through one instance counts on the next request at every other.

use maillage_domain::hubs::HubRole;
use maillage_usecases::{accounts::admin, hubs};
use serde_json::json;

use super::{ME, SIGN_IN, sessions};
use crate::harness::{Client, PASSWORD, TestHub};

const QUEUE: &str =
    "query ($slug: String!) { hub(slug: $slug) { moderationQueue { totalCount } } }";

async fn reads_queue(client: &Client, slug: &str) -> bool {
    let answer = client.ask(QUEUE, json!({ "slug": slug })).await;
    !answer.body["data"]["hub"]["moderationQueue"].is_null()
}

#[tokio::test]
async fn an_office_that_is_given_or_ended_counts_at_once_on_every_instance() {
    let hub = TestHub::start().await;
    let other = hub.another_instance().await;
    let pole = hub.pole("Pôle du littoral").await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let elsewhere = jeanne.on(&other);
    let operator = hub.operator();
    assert!(!reads_queue(&elsewhere, &pole.slug).await);
    let (slug, email, role) = (&pole.slug, jeanne.email(), HubRole::Moderator);
    hubs::grant_role(hub.platform(), &operator, slug, email, role)
        .await
        .unwrap();
    assert!(reads_queue(&elsewhere, &pole.slug).await);
    hubs::end_role(hub.platform(), &operator, slug, email, role)
        .await
        .unwrap();
    assert!(!reads_queue(&elsewhere, &pole.slug).await);
    assert!(!reads_queue(&jeanne, &pole.slug).await);
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_mandate_that_ends_counts_at_once_on_every_instance() {
    const MANDATES: &str = "{ me { mandates { id version } } }";
    const LIST: &str =
        "query ($id: ID!) { organisation(id: $id) { mandates(first: 1) { totalCount } } }";
    const END: &str = "mutation ($id: ID!, $organisation: ID!, $version: Int!) {
        endMandate(input: { id: $id, actingFor: $organisation, expectedVersion: $version }) { errors { code } } }";
    const INVITE: &str = "mutation ($organisation: ID!, $email: EmailAddress!) {
        inviteToOrganisation(input: { actingFor: $organisation, email: $email, role: REPRESENTATIVE }) { errors { code } } }";
    const ACCEPT: &str = "mutation ($code: String!) { acceptInvitation(input: { code: $code }) { errors { code } } }";
    let hub = TestHub::start().await;
    let other = hub.another_instance().await;
    let body = hub.organisation("La Recyclerie").await;
    let organisation = json!(body.id.to_string());
    let karim = hub.person("Karim Azaïs").await;
    let invitation = json!({ "organisation": organisation, "email": karim.email() });
    body.representative.gql(INVITE, invitation).await;
    hub.run_jobs().await;
    let mails = hub.mails_to(karim.email());
    let code = mails[0]
        .text
        .lines()
        .find(|line| line.starts_with("invitation_"));
    karim.gql(ACCEPT, json!({ "code": code })).await;

    let elsewhere = karim.on(&other);
    let list = json!({ "id": organisation });
    let reads = async || {
        !elsewhere.ask(LIST, list.clone()).await.body["data"]["organisation"]["mandates"].is_null()
    };
    assert!(reads().await);
    let mandate = karim.gql(MANDATES, json!({})).await["me"]["mandates"][0].clone();
    let end = json!({
        "id": mandate["id"], "version": mandate["version"], "organisation": organisation,
    });
    body.representative.gql(END, end).await;
    assert!(!reads().await);
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_lock_and_the_end_of_a_session_count_at_once_on_every_instance() {
    let hub = TestHub::start().await;
    let other = hub.another_instance().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let lets_in = async |token: &str| {
        let visitor = hub.visitor().on(&other);
        let request = visitor.http(reqwest::Method::POST, "/graphql").await;
        let request = request.bearer_auth(token).json(&json!({ "query": ME }));
        request.send().await.unwrap().status() == 200
    };
    let lost = hub.device(jeanne.email(), PASSWORD).await;
    assert!(lets_in(&lost.access).await);
    let end = json!({ "id": lost.session });
    jeanne.gql(sessions::END, end).await;
    assert!(!lets_in(&lost.access).await);

    let device = hub.device(jeanne.email(), PASSWORD).await;
    assert!(lets_in(&device.access).await);
    admin::lock(hub.platform(), &hub.operator(), jeanne.id())
        .await
        .unwrap();
    assert!(!lets_in(&device.access).await);
    let variables = json!({ "email": jeanne.email(), "password": PASSWORD });
    let elsewhere = hub.visitor().on(&other);
    elsewhere
        .ask(SIGN_IN, variables)
        .await
        .expect_error("WRONG_CREDENTIALS");
    hub.run_jobs().await;
}
