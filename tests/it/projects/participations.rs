//! Who takes part.

use serde_json::{Value, json};

use super::{ARCHIVE, act, draft, published, read};
use crate::harness::{Body, Client, Pole, TestHub};

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
    hub.run_jobs().await;
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

async fn hide(pole: &Pole, project: &Value) {
    let hide = "mutation($input: HideProjectInput!) { hideProject(input: $input) { project { id } errors { code } } }";
    let input = json!({
        "id": project["id"],
        "expectedVersion": project["version"],
        "grounds": { "facts": "Le budget ne dit pas qui paie.", "ground": "CHARTER" },
    });
    pole.coordinator.gql(hide, json!({ "input": input })).await;
}

/// What a client may do with a participation, by its id.
async fn actions(client: &Client, participation: &Value) -> Vec<String> {
    let query = "query($id: ID!) { node(id: $id) { ... on Participation { availableActions { action allowed } } } }";
    let data = client
        .gql(query, json!({ "id": participation["id"] }))
        .await;
    let actions = data["node"]["availableActions"].as_array();
    let allowed = actions
        .into_iter()
        .flatten()
        .filter(|one| one["allowed"] == true);
    allowed
        .map(|one| one["action"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn whoever_opened_a_participation_takes_it_back() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let lead = hub.member(&pole, "Oc’Consigne").await;
    let guest = hub.member(&pole, "La Cagette").await;
    let project = published(&hub, &pole, &lead, "Réemploi des bouteilles").await;

    let invite = act(
        &project,
        lead.id,
        json!({ "organisation": guest.id.to_string() }),
    );
    let ask = json!({ "input": { "project": project["id"], "actingFor": guest.id.to_string() } });
    for (mutation, input, opener, other, refused) in [
        (INVITE, invite.clone(), &lead, &guest, "CONFLICT"),
        (REQUEST, ask, &guest, &lead, "FORBIDDEN"),
    ] {
        let data = opener.representative.gql(mutation, input).await;
        let payload = data.as_object().unwrap().values().next().unwrap();
        let open = payload["participation"].clone();
        other
            .representative
            .ask(LEAVE, answer(&open, other))
            .await
            .expect_error("FORBIDDEN");
        assert_eq!(actions(&opener.representative, &open).await, ["LEAVE"]);
        assert_eq!(
            actions(&other.representative, &open).await,
            ["ACCEPT", "DECLINE"]
        );
        let left = opener
            .representative
            .gql(LEAVE, answer(&open, opener))
            .await;
        assert_eq!(left["endParticipation"]["participation"]["state"], "LEFT");
        other
            .representative
            .ask(ACCEPT, answer(&open, other))
            .await
            .expect_error(refused);
    }
    // Both may begin anew.
    lead.representative.gql(INVITE, invite).await;
    hub.run_jobs().await;
}

#[tokio::test]
async fn who_asked_reads_no_more_than_others_before_the_lead_has_answered() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let lead = hub.member(&pole, "Oc’Consigne").await;
    let guest = hub.member(&pole, "La Cagette").await;
    let project = published(&hub, &pole, &lead, "Réemploi des bouteilles").await;
    let ask = json!({ "input": { "project": project["id"], "actingFor": guest.id.to_string() } });
    let asked =
        guest.representative.gql(REQUEST, ask).await["requestParticipation"]["participation"]
            .clone();
    let archived = lead
        .representative
        .gql(ARCHIVE, act(&project, lead.id, json!({})))
        .await["archiveProject"]["project"]
        .clone();
    let list = "query($organisation: ID!) { projects(filter: { organisation: $organisation }) { totalCount } }";
    let seen = async || {
        let own = json!({ "organisation": lead.id.to_string() });
        (
            read(&guest.representative, &archived["id"]).await["title"].clone(),
            guest.representative.gql(list, own).await["projects"]["totalCount"].clone(),
        )
    };
    assert_eq!(seen().await, (Value::Null, json!(0)));
    lead.representative.gql(ACCEPT, answer(&asked, &lead)).await;
    assert_eq!(seen().await, (json!("Réemploi des bouteilles"), json!(1)));
    hub.run_jobs().await;
}

#[tokio::test]
async fn who_takes_part_in_a_project_that_was_taken_down_may_leave_it() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let lead = hub.member(&pole, "Oc’Consigne").await;
    let guest = hub.member(&pole, "La Cagette").await;
    let other = hub.member(&pole, "Vrac & Cocinas").await;
    let project = published(&hub, &pole, &lead, "Réemploi des bouteilles").await;
    let ask = json!({ "input": { "project": project["id"], "actingFor": guest.id.to_string() } });
    let asked =
        guest.representative.gql(REQUEST, ask).await["requestParticipation"]["participation"]
            .clone();
    let active = lead.representative.gql(ACCEPT, answer(&asked, &lead)).await
        ["acceptParticipation"]["participation"]
        .clone();
    hide(&pole, &project).await;
    assert_eq!(
        read(&guest.representative, &project["id"]).await,
        Value::Null
    );
    other
        .representative
        .ask(LEAVE, answer(&active, &other))
        .await
        .expect_error("NOT_FOUND");
    assert_eq!(actions(&guest.representative, &active).await, ["LEAVE"]);
    let left = guest
        .representative
        .gql(LEAVE, answer(&active, &guest))
        .await;
    assert_eq!(left["endParticipation"]["participation"]["state"], "LEFT");
    hub.run_jobs().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_comes_into_a_project_that_is_put_away_at_this_moment() {
    let hub = TestHub::start().await;
    let second = hub.another_instance().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let lead = hub.member(&pole, "Oc’Consigne").await;
    let guest = hub.member(&pole, "La Cagette").await;
    let there = guest.representative.on(&second);
    let feed = "query($id: ID!) { project(id: $id) { activity { nodes { kind } } } }";
    for round in 0..6 {
        let project = published(&hub, &pole, &lead, &format!("Réemploi {round}")).await;
        let ask =
            json!({ "input": { "project": project["id"], "actingFor": guest.id.to_string() } });
        let (asked, archived) = tokio::join!(
            there.ask(REQUEST, ask),
            lead.representative
                .ask(ARCHIVE, act(&project, lead.id, json!({}))),
        );
        archived.data();
        let data = lead
            .representative
            .gql(feed, json!({ "id": project["id"] }))
            .await;
        let nodes = data["project"]["activity"]["nodes"].as_array().unwrap();
        let at = |kind: &str| nodes.iter().position(|node| node["kind"] == kind);
        // The newest first: whoever came in was there before.
        match at("PARTICIPATION_REQUESTED") {
            Some(asked) => assert!(Some(asked) > at("PROJECT_ARCHIVED"), "{data:#}"),
            None => assert!(
                asked.has_error("WRONG_STATE") || asked.has_error("NOT_FOUND"),
                "{:#}",
                asked.body
            ),
        }
    }
    let draft = draft(&pole, &lead, "Brouillon").await;
    let ask = json!({ "input": { "project": draft["id"], "actingFor": guest.id.to_string() } });
    there.ask(REQUEST, ask).await.expect_error("NOT_FOUND");
    hub.run_jobs().await;
}
