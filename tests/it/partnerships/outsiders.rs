//! Who was in a partnership, and who is not in it yet: what they read of it, and what not.

use serde_json::{Value, json};

use super::{CHANGE, PROPOSE, Place, codes};
use crate::harness::Client;

const LEAVE: &str = "mutation ($input: LeavePartnershipInput!) {
    leavePartnership(input: $input) { partnership { id } errors { code } } }";
const SUSPEND: &str = "mutation ($input: SuspendPartnershipInput!) {
    suspendPartnership(input: $input) { partnership { id } errors { code } } }";
const DISCARD: &str = "mutation ($input: DiscardPartnershipInput!) {
    discardPartnership(input: $input) { partnership { id } errors { code } } }";
const WITHDRAW: &str = "mutation ($input: WithdrawPartnershipInput!) {
    withdrawPartnership(input: $input) { partnership { id } errors { code } } }";
const COMMENT: &str = "mutation ($input: CommentPartnershipInput!) {
    commentPartnership(input: $input) { comment { id } errors { code } } }";
const ALL: &str = "query ($id: ID!) { partnership(id: $id) {
    title state since endsOn renewals renews updatedAt author { name }
    parties { organisation { name } share tasks leavesOn }
    suspension { reason } termination { reason } renewalDeclined { reason } departures { reason party { name } }
    versions { number } inForce { number } proposed { number } edits { number } comments { nodes { text } }
    activity { totalCount } progress { figures { total } } dues { dueOn } commitments { what } } }";
const COUNT: &str =
    "query ($filter: PartnershipFilter) { partnerships(filter: $filter) { totalCount } }";

async fn all(client: &Client, id: &Value) -> Value {
    client.gql(ALL, json!({ "id": id })).await["partnership"].clone()
}

async fn count(client: &Client, filter: Value) -> Value {
    let found = client.gql(COUNT, json!({ "filter": filter })).await;
    found["partnerships"]["totalCount"].clone()
}

/// An agreement of all but the last.
async fn without_the_last(place: &Place) -> (Value, Value) {
    let mut content = place.content();
    let parties = content["parties"].as_array_mut().unwrap();
    parties.pop();
    parties[0]["tasks"] = json!("Tient la caisse.");
    let proposed = place.proposed(content.clone()).await;
    for number in 0..place.bodies.len() - 1 {
        place.signs(number, &proposed).await.data();
    }
    (proposed["id"].clone(), content)
}

async fn comment(place: &Place, number: usize, id: &Value, text: &str) {
    let input = json!({ "input": { "id": id, "actingFor": place.bodies[number].id.to_string(), "text": text } });
    place.client(number).gql(COMMENT, input).await;
}

#[tokio::test]
async fn who_has_left_reads_what_it_signed_and_nothing_of_what_came_after() {
    let place = Place::found(4).await;
    let (id, mut content) = without_the_last(&place).await;
    let why = json!({ "reason": "Nous partons." });
    place.does(1, LEAVE, &id, why).await;
    place
        .hub
        .clock()
        .set("2026-12-25T12:00:00Z".parse().unwrap());
    place.hub.run_jobs().await;
    let left = all(place.client(1), &id).await;
    assert_eq!(
        (&left["state"], &left["endsOn"]),
        (&json!("ENDED"), &json!("2026-12-20"))
    );

    // Those who stay suspend it, and take in the fourth.
    let why = json!({ "reason": "La caisse est vide." });
    place.does(0, SUSPEND, &id, why).await;
    let parties = content["parties"].as_array_mut().unwrap();
    parties.remove(1);
    parties.push(json!({ "organisation": place.bodies[3].id.to_string(), "role": "FINANCEUR" }));
    place
        .does(0, CHANGE, &id, json!({ "content": content }))
        .await;
    let proposed = place.does(0, PROPOSE, &id, json!({})).await;
    for number in [0, 2, 3] {
        place.signs(number, &proposed).await.data();
    }
    assert_eq!(
        all(place.client(1), &id).await,
        left,
        "nothing has changed for it"
    );
    let of = |number: usize| json!({ "organisation": place.bodies[number].id.to_string() });
    let mine = place.client(1);
    assert_eq!(count(mine, of(1)).await, 1);
    assert_eq!(count(mine, of(3)).await, 0, "not who has come");
    assert_eq!(count(mine, of(0)).await, 0);
    assert_eq!(count(mine, json!({ "states": ["SUSPENDED"] })).await, 0);
    assert_eq!(count(mine, json!({ "states": ["ENDED"] })).await, 1);
    assert_eq!(
        count(place.client(0), json!({ "states": ["SUSPENDED"] })).await,
        1
    );
    assert_eq!(
        count(place.client(0), json!({ "states": ["ENDED"] })).await,
        0
    );
    assert_eq!(count(place.client(0), of(3)).await, 1);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn who_is_in_an_amendment_alone_reads_that_and_not_what_is_in_force() {
    let place = Place::found(3).await;
    let mut content = place.content();
    content["parties"].as_array_mut().unwrap().pop();
    let draft = place.drafted(content.clone()).await;
    let id = &draft["id"];
    comment(&place, 1, id, "Entre nous deux.").await;
    let proposed = place.does(0, PROPOSE, id, json!({})).await;
    for number in [0, 1] {
        place.signs(number, &proposed).await.data();
    }
    let why = json!({ "reason": "La caisse est vide." });
    place.does(0, SUSPEND, id, why).await;
    let mut given_up = content.clone();
    given_up["title"] = json!("Ce dont il n’est plus question");
    place
        .does(0, CHANGE, id, json!({ "content": given_up }))
        .await;
    comment(&place, 0, id, "N’en parlons plus.").await;
    place.does(0, DISCARD, id, json!({})).await;
    place.hub.run_jobs().await;
    let letters = place.hub.mails_to(place.client(2).email()).len();
    content["parties"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "organisation": place.bodies[2].id.to_string(), "role": "FINANCEUR" }));
    place
        .does(0, CHANGE, id, json!({ "content": content }))
        .await;
    comment(&place, 2, id, "Nous en sommes.").await;
    place.does(0, PROPOSE, id, json!({})).await;

    let read = all(place.client(2), id).await;
    assert_eq!(read["suspension"], Value::Null);
    assert_eq!(read["versions"], json!([{ "number": 2 }]));
    assert_eq!(read["inForce"], Value::Null);
    assert_eq!(read["proposed"]["number"], 2);
    assert_eq!(read["edits"], json!([{ "number": 3 }]));
    assert_eq!(
        read["comments"]["nodes"],
        json!([{ "text": "Nous en sommes." }])
    );
    assert_eq!(
        (&read["progress"], &read["dues"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(read["activity"]["totalCount"], 0);
    let refused = place.asks(2, WITHDRAW, id, json!({})).await;
    assert_eq!(codes(&refused), ["FORBIDDEN"], "the others have it in hand");
    let inside = all(place.client(1), id).await;
    assert_eq!(inside["versions"].as_array().unwrap().len(), 2);
    assert_eq!(inside["suspension"]["reason"], "La caisse est vide.");
    place.hub.run_jobs().await;
    let told = place.hub.mails_to(place.client(2).email());
    let told: Vec<_> = told[letters..]
        .iter()
        .map(|mail| mail.subject.as_str())
        .collect();
    assert!(
        told.iter().any(|one| one.starts_with("À signer")),
        "{told:?}"
    );
    assert!(!told.iter().any(|one| one.contains("suspend")), "{told:?}");
}

#[tokio::test]
async fn that_it_exists_tells_the_team_nothing_of_what_is_in_it() {
    let place = Place::found(3).await;
    let mut content = place.content();
    content["parties"].as_array_mut().unwrap().truncate(2);
    content["parties"][0]["tasks"] = json!("Tient la caisse.");
    content["disclosure"] = json!("EXISTENCE");
    let proposed = place.proposed(content).await;
    for number in [0, 1] {
        place.signs(number, &proposed).await.data();
    }
    let why = json!({ "reason": "Nous partons." });
    place.does(1, LEAVE, &proposed["id"], why).await;
    let read = all(&place.pole.coordinator, &proposed["id"]).await;
    assert_eq!(read["state"], "ACTIVE");
    for party in read["parties"].as_array().unwrap() {
        assert_eq!(
            (&party["tasks"], &party["leavesOn"]),
            (&Value::Null, &Value::Null)
        );
    }
    assert_eq!(read["departures"], json!([]));
    assert_eq!(
        all(place.client(0), &proposed["id"]).await["parties"][0]["tasks"],
        "Tient la caisse."
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn nobody_decides_on_what_should_have_ended_since_midnight() {
    let place = Place::found(2).await;
    let signed = place.signed(place.content()).await;
    place.hub.run_jobs().await;
    // It ended on 20 November 2027, and the platform has not come to look yet.
    place
        .hub
        .clock()
        .set("2027-11-21T12:00:00Z".parse().unwrap());
    let why = json!({ "reason": "Trop tard." });
    let refused = place.asks(0, SUSPEND, &signed["id"], why).await;
    assert_eq!(codes(&refused), ["WRONG_STATE"]);
    place.hub.run_jobs().await;
    assert_eq!(place.read(0, &signed["id"]).await["state"], "ENDED");
}

#[tokio::test]
async fn who_has_left_answers_what_was_declared_of_what_was_due_by_then() {
    let place = Place::found(2).await;
    let room = json!({ "action": "HOST", "what": "La salle", "until": "2026-12-10",
        "quantity": { "value": "20", "unit": "HOUR" } });
    let signed = place.signed(place.owing(&room)).await;
    let given = json!({ "doneOn": "2026-11-21", "quantity": { "value": "20", "unit": "HOUR" } });
    let declared = place.declared(0, &signed["id"], given.clone()).await;
    let why = json!({ "reason": "Nous partons." });
    place.does(1, LEAVE, &signed["id"], why).await;
    place
        .hub
        .clock()
        .set("2026-12-25T12:00:00Z".parse().unwrap());
    place.hub.run_jobs().await;
    let left = all(place.client(1), &signed["id"]).await;
    assert_eq!(left["state"], "ENDED");
    let awaits = json!({ "organisation": place.bodies[1].id.to_string(), "awaits": ["ANSWER"] });
    assert_eq!(count(place.client(1), awaits).await, 1);
    let confirmed = place
        .answered(1, "confirmFulfilment", &declared, json!({}))
        .await;
    assert_eq!(confirmed["state"], "CONFIRMED");
    let more = place.declares(1, &signed["id"], given).await;
    more.expect_error("NOT_FOUND");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn who_has_left_hears_nothing_of_what_is_due_afterwards() {
    let place = Place::found(3).await;
    let monthly = json!({ "action": "HOST", "what": "La salle", "creditors": [],
        "quantity": { "value": "5", "unit": "HOUR" },
        "from": "2026-12-01", "until": "2027-02-01", "recurrence": "MONTHLY" });
    let signed = place.signed(place.owing(&monthly)).await;
    let id = &signed["id"];
    let given = |due: &str| json!({ "dueOn": due, "doneOn": "2026-11-21", "quantity": { "value": "5", "unit": "HOUR" } });
    let before = place.declared(0, id, given("2026-12-01")).await;
    place
        .does(1, LEAVE, id, json!({ "reason": "Nous partons." }))
        .await;
    place
        .hub
        .clock()
        .set("2026-12-25T12:00:00Z".parse().unwrap());
    place.hub.run_jobs().await;
    let letters = place.hub.mails_to(place.client(1).email()).len();
    let after = place.declared(0, id, given("2027-01-01")).await;
    place.hub.run_jobs().await;
    assert_eq!(place.hub.mails_to(place.client(1).email()).len(), letters);
    let read = "query ($id: ID!) { node(id: $id) { id } }";
    let gone = place.client(1);
    let found = gone.gql(read, json!({ "id": before["id"] })).await;
    assert_eq!(found["node"]["id"], before["id"]);
    let hidden = gone.ask(read, json!({ "id": after["id"] })).await;
    assert_eq!(
        hidden.body["data"]["node"],
        Value::Null,
        "{:#}",
        hidden.body
    );
    let refused = place
        .answers(1, "confirmFulfilment", &after, json!({}))
        .await;
    refused.expect_error("NOT_FOUND");
    // Those who stay sign it anew without it; what was declared to it before is still its to answer.
    let mut content = place.owing(&monthly);
    content["commitments"][0]["id"] = signed["commitments"][0]["id"].clone();
    content["parties"].as_array_mut().unwrap().remove(1);
    place
        .does(0, CHANGE, id, json!({ "content": content }))
        .await;
    let proposed = place.does(0, PROPOSE, id, json!({})).await;
    for number in [0, 2] {
        place.signs(number, &proposed).await.data();
    }
    let confirmed = place
        .answered(1, "confirmFulfilment", &before, json!({}))
        .await;
    assert_eq!(confirmed["state"], "CONFIRMED");
    place
        .answered(2, "confirmFulfilment", &after, json!({}))
        .await;
    place.hub.run_jobs().await;
}
