//! Who takes part.

use serde_json::{Value, json};

use super::{act, published, read};
use crate::harness::{Body, TestHub};

const INVITE: &str =
    "mutation($input: InviteParticipantInput!) { inviteParticipant(input: $input) {
    participation { id version state part } errors { code } } }";
const REQUEST: &str =
    "mutation($input: RequestParticipationInput!) { requestParticipation(input: $input) {
    participation { id version state } errors { code } } }";
const ACCEPT: &str =
    "mutation($input: AcceptParticipationInput!) { acceptParticipation(input: $input) {
    participation { id version state availableActions { action allowed } } errors { code } } }";
const DECLINE: &str =
    "mutation($input: DeclineParticipationInput!) { declineParticipation(input: $input) {
    participation { state } errors { code } } }";
const LEAVE: &str = "mutation($input: EndParticipationInput!) { endParticipation(input: $input) {
    participation { state } errors { code } } }";

fn answer(participation: &Value, by: &Body) -> Value {
    json!({ "input": { "id": participation["id"], "actingFor": by.id.to_string(), "expectedVersion": participation["version"] } })
}

#[tokio::test]
async fn an_invited_organisation_answers_for_itself() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let lead = hub.member(&pole, "Oc’Consigne").await;
    let guest = hub.member(&pole, "La Cagette").await;
    let other = hub.member(&pole, "Vrac & Cocinas").await;
    let project = published(&hub, &pole, &lead, "Réemploi des bouteilles").await;
    let invite = act(
        &project,
        lead.id,
        json!({ "organisation": guest.id.to_string(), "part": "Point de collecte" }),
    );

    let mails = || hub.mails_to(guest.representative.email()).len();
    let before = mails();
    let invited =
        lead.representative.gql(INVITE, invite.clone()).await["inviteParticipant"]["participation"]
            .clone();
    assert_eq!(
        (&invited["state"], &invited["part"]),
        (&json!("INVITED"), &json!("Point de collecte"))
    );
    lead.representative
        .ask(INVITE, invite)
        .await
        .expect_error("ALREADY_PARTICIPANT");
    hub.run_jobs().await;
    assert_eq!(mails() - before, 1, "the guest is told");

    lead.representative
        .ask(ACCEPT, answer(&invited, &lead))
        .await
        .expect_error("FORBIDDEN");
    other
        .representative
        .ask(ACCEPT, answer(&invited, &other))
        .await
        .expect_error("NOT_FOUND");
    other
        .representative
        .ask(ACCEPT, answer(&invited, &guest))
        .await
        .expect_error("FORBIDDEN");
    let (one, two) = tokio::join!(
        guest.representative.ask(ACCEPT, answer(&invited, &guest)),
        guest.representative.ask(DECLINE, answer(&invited, &guest)),
    );
    let refused = [&one, &two]
        .into_iter()
        .filter(|one| one.has_error("CONFLICT") || one.has_error("WRONG_STATE"))
        .count();
    assert_eq!(refused, 1, "{one:?} {two:?}");
}

#[tokio::test]
async fn a_member_of_the_hub_asks_and_the_lead_answers() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let elsewhere = hub.pole("Pôle d’à côté").await;
    let lead = hub.member(&pole, "Oc’Consigne").await;
    let member = hub.member(&pole, "La Cagette").await;
    let foreigner = hub.member(&elsewhere, "Uniscop").await;
    let project = published(&hub, &pole, &lead, "Réemploi des bouteilles").await;
    let ask = |by: &Body| json!({ "input": { "project": project["id"], "actingFor": by.id.to_string() } });

    foreigner
        .representative
        .ask(REQUEST, ask(&foreigner))
        .await
        .expect_error("FORBIDDEN");
    lead.representative
        .ask(REQUEST, ask(&lead))
        .await
        .expect_error("FORBIDDEN");
    let (one, two) = tokio::join!(
        member.representative.ask(REQUEST, ask(&member)),
        member.representative.ask(REQUEST, ask(&member)),
    );
    let twice = [&one, &two]
        .into_iter()
        .filter(|one| one.has_error("ALREADY_PARTICIPANT"))
        .count();
    assert_eq!(twice, 1, "{one:?} {two:?}");
    let asked = if one.has_error("ALREADY_PARTICIPANT") {
        two
    } else {
        one
    }
    .data()["requestParticipation"]["participation"]
        .clone();

    let seen = "query($id: ID!) { project(id: $id) { participants { totalCount nodes { state organisation { name } } } } }";
    let visitors = hub
        .visitor()
        .gql(seen, json!({ "id": project["id"] }))
        .await;
    assert_eq!(
        visitors["project"]["participants"]["totalCount"], 0,
        "a request is not public"
    );
    member
        .representative
        .ask(ACCEPT, answer(&asked, &member))
        .await
        .expect_error("FORBIDDEN");
    let data = lead.representative.gql(ACCEPT, answer(&asked, &lead)).await;
    let active = data["acceptParticipation"]["participation"].clone();
    assert_eq!(active["state"], "ACTIVE");
    let visitors = hub
        .visitor()
        .gql(seen, json!({ "id": project["id"] }))
        .await;
    assert_eq!(
        visitors["project"]["participants"]["nodes"][0]["organisation"]["name"],
        "La Cagette"
    );

    let left = member
        .representative
        .gql(LEAVE, answer(&active, &member))
        .await;
    assert_eq!(left["endParticipation"]["participation"]["state"], "LEFT");
    assert_eq!(
        read(&lead.representative, &project["id"]).await["title"],
        "Réemploi des bouteilles"
    );
    hub.run_jobs().await;
}
