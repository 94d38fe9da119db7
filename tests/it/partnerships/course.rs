//! What time does to an agreement, by a clock that the test holds.

use chrono::{DateTime, Utc};
use maillage_usecases::jobs;
use serde_json::{Value, json};

use super::{CHANGE, PROPOSE, Place, codes};

pub(super) const TERMINATE: &str = "mutation ($input: TerminatePartnershipInput!) {
    terminatePartnership(input: $input) { partnership { id state version termination { effectiveOn ground party { name } } } errors { code facts { name value } } } }";
pub(super) const LEAVE: &str = "mutation ($input: LeavePartnershipInput!) {
    leavePartnership(input: $input) { partnership { id state version } errors { code } } }";
const NO_RENEWAL: &str = "mutation ($input: DeclineRenewalInput!) {
    declineRenewal(input: $input) { partnership { id renews } errors { code facts { name value } } } }";
pub(super) const SUSPEND: &str = "mutation ($input: SuspendPartnershipInput!) {
    suspendPartnership(input: $input) { partnership { id state suspension { reason } } errors { code } } }";
pub(super) const RESUME: &str = "mutation ($input: ResumePartnershipInput!) {
    resumePartnership(input: $input) { partnership { id state } errors { code } } }";
const DECLINE: &str = "mutation ($input: DeclinePartnershipInput!) {
    declinePartnership(input: $input) { partnership { id state stage declined { reason } } errors { code } } }";
const DISCARD: &str = "mutation ($input: DiscardPartnershipInput!) {
    discardPartnership(input: $input) { partnership { id state stage } errors { code } } }";

pub(super) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(super) fn because() -> Value {
    json!({ "reason": "Le local n’est plus disponible." })
}

/// Goes on from look to look until an instant, as the worker does.
pub(super) async fn live_until(place: &Place, until: &str) {
    let until = instant(until);
    place.hub.run_jobs().await;
    while let Some(due) = jobs::next_due(place.hub.platform()).await.unwrap()
        && due <= until
    {
        place.hub.clock().set(due);
        place.hub.run_jobs().await;
    }
    place.hub.clock().set(until);
}

fn subjects(place: &Place, number: usize) -> Vec<String> {
    let mails = place.hub.mails_to(place.client(number).email());
    mails.into_iter().map(|mail| mail.subject).collect()
}

#[tokio::test]
async fn what_is_signed_begins_on_its_first_day_on_the_clocks_of_the_hub() {
    let place = Place::found(2).await;
    let content = place.content_with(&json!({ "term": { "startsOn": "2027-04-01", "endsOn": "2028-03-31", "renewal": "NONE", "noticeDays": 0 } }));
    let signed = place.signed(content).await;
    assert_eq!(
        (&signed["state"], &signed["since"]),
        (&json!("SIGNED"), &Value::Null)
    );
    // In Paris the first of April 2027 begins at ten in the evening of the day before, UTC.
    live_until(&place, "2027-03-31T21:59:59.999999Z").await;
    assert_eq!(place.read(0, &signed["id"]).await["state"], "SIGNED");
    live_until(&place, "2027-03-31T22:00:00Z").await;
    let read = place.read(1, &signed["id"]).await;
    assert_eq!(
        (&read["state"], &read["since"]),
        (&json!("ACTIVE"), &json!("2027-04-01"))
    );
    assert!(
        subjects(&place, 1)
            .last()
            .unwrap()
            .starts_with("En vigueur")
    );
}

#[tokio::test]
async fn it_is_renewed_by_itself_for_five_years_and_warned_of_each_time() {
    let place = Place::found(2).await;
    let content = place.content_with(
        &json!({ "term": { "startsOn": "2026-11-21", "endsOn": "2027-02-28",
        "renewal": "TACIT", "renewalMonths": 12, "noticeDays": 60 } }),
    );
    let signed = place.signed(content).await;
    live_until(&place, "2031-03-01T12:00:00Z").await;
    let read = place.read(0, &signed["id"]).await;
    assert_eq!(
        (&read["state"], &read["renewals"]),
        (&json!("ACTIVE"), &json!(5))
    );
    assert_eq!(
        read["endsOn"], "2032-02-29",
        "the last day of February, however long it is"
    );
    let told = subjects(&place, 1);
    let count = |beginning: &str| told.iter().filter(|one| one.starts_with(beginning)).count();
    assert_eq!(count("Convention reconduite"), 5);
    assert_eq!(
        count("Bientôt reconduite"),
        15,
        "90, 30 and 7 days before, five times: {told:#?}"
    );
}

#[tokio::test]
async fn a_platform_that_was_down_for_years_renews_what_was_renewed_meanwhile() {
    let mut place = Place::found(2).await;
    let content = place.content_with(
        &json!({ "term": { "startsOn": "2026-11-21", "endsOn": "2027-02-28",
        "renewal": "TACIT", "renewalMonths": 12, "noticeDays": 60 } }),
    );
    let signed = place.signed(content).await;
    place.hub.run_jobs().await;
    place.hub.clock().set(instant("2030-06-01T00:00:00Z"));
    place.hub.restart().await;
    place.bodies[0].representative = place.bodies[0].representative.on(place.hub.instance());
    place.hub.run_jobs().await;
    let read = place.read(0, &signed["id"]).await;
    assert_eq!(
        (&read["renewals"], &read["endsOn"]),
        (&json!(4), &json!("2031-02-28"))
    );
    live_until(&place, "2031-02-28T22:59:59Z").await;
    assert_eq!(place.read(0, &signed["id"]).await["renewals"], 4);
    live_until(&place, "2031-02-28T23:00:00Z").await;
    assert_eq!(place.read(0, &signed["id"]).await["renewals"], 5);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_renewal_is_declined_until_its_notice_and_no_later() {
    let place = Place::found(2).await;
    let content = place.content_with(
        &json!({ "term": { "startsOn": "2026-11-21", "endsOn": "2027-11-20",
        "renewal": "TACIT", "renewalMonths": 12, "noticeDays": 60 } }),
    );
    let signed = place.signed(content).await;
    live_until(&place, "2027-09-21T22:00:00Z").await;
    let late = place.asks(0, NO_RENEWAL, &signed["id"], because()).await;
    assert_eq!(
        late.expect_error("TOO_LATE")["facts"][0]["value"],
        "2027-09-21"
    );
    place.hub.clock().set(instant("2027-09-21T21:59:59Z"));
    let declined = place.does(0, NO_RENEWAL, &signed["id"], because()).await;
    assert_eq!(declined["renews"], false);
    live_until(&place, "2027-11-21T12:00:00Z").await;
    let read = place.read(1, &signed["id"]).await;
    assert_eq!(
        (&read["state"], &read["renewals"]),
        (&json!("ENDED"), &json!(0))
    );
    assert!(
        subjects(&place, 1)
            .iter()
            .any(|one| one.contains("Pas de reconduction"))
    );
    assert_eq!(place.hub.jobs_waiting().await, 0);
}

#[tokio::test]
async fn notice_ends_it_for_all_when_it_is_over() {
    let place = Place::found(3).await;
    let mut content = place.content();
    content["term"]["earlyTermination"] = json!(true);
    let signed = place.signed(content).await;
    let given = place.does(1, TERMINATE, &signed["id"], because()).await;
    assert_eq!(
        (&given["state"], &given["termination"]["effectiveOn"]),
        (&json!("ACTIVE"), &json!("2026-12-21"))
    );
    assert_eq!(given["termination"]["ground"], "NOTICE");
    assert_eq!(
        codes(&place.asks(0, TERMINATE, &signed["id"], because()).await),
        ["WRONG_STATE"]
    );
    live_until(&place, "2026-12-20T22:59:59Z").await;
    assert_eq!(place.read(0, &signed["id"]).await["state"], "ACTIVE");
    live_until(&place, "2026-12-20T23:00:00Z").await;
    assert_eq!(place.read(0, &signed["id"]).await["state"], "TERMINATED");
    assert!(
        subjects(&place, 2)
            .last()
            .unwrap()
            .starts_with("Convention résiliée")
    );
    // What was planned before it was over does nothing.
    live_until(&place, "2030-01-01T00:00:00Z").await;
    assert_eq!(place.hub.jobs_waiting().await, 0);
    assert!(
        subjects(&place, 2)
            .last()
            .unwrap()
            .starts_with("Convention résiliée")
    );
}

#[tokio::test]
async fn a_party_leaves_with_notice_and_fewer_than_two_end_it() {
    let place = Place::found(3).await;
    let signed = place.signed(place.content()).await;
    place.does(2, LEAVE, &signed["id"], because()).await;
    live_until(&place, "2026-12-21T12:00:00Z").await;
    let read = place.read(0, &signed["id"]).await;
    assert_eq!(read["state"], "ACTIVE");
    assert_eq!(read["parties"][2]["leavesOn"], "2026-12-21");
    let outside = place.read(2, &signed["id"]).await;
    assert_eq!(
        (&outside["stage"], &outside["versions"][0]["number"]),
        (&Value::Null, &json!(1))
    );
    let late = json!({ "reason": "Le local manque.", "expectedVersion": 1 });
    assert_eq!(
        codes(&place.asks(2, SUSPEND, &signed["id"], late).await),
        ["FORBIDDEN"]
    );
    place.does(1, LEAVE, &signed["id"], because()).await;
    live_until(&place, "2027-01-20T12:00:00Z").await;
    assert_eq!(place.read(0, &signed["id"]).await["state"], "ENDED");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn who_suspended_it_takes_it_up_again() {
    let place = Place::found(2).await;
    let signed = place.signed(place.content()).await;
    let suspended = place.does(0, SUSPEND, &signed["id"], because()).await;
    assert_eq!(suspended["state"], "SUSPENDED");
    assert_eq!(
        codes(&place.asks(1, RESUME, &signed["id"], json!({})).await),
        ["SUSPENDED_BY_ANOTHER"]
    );
    assert_eq!(
        place.does(0, RESUME, &signed["id"], json!({})).await["state"],
        "ACTIVE"
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_is_declined_comes_to_nothing_and_an_amendment_leaves_what_is_in_force() {
    let place = Place::found(2).await;
    let proposed = place.proposed(place.content()).await;
    let declined = place.does(1, DECLINE, &proposed["id"], because()).await;
    assert_eq!(
        (&declined["state"], &declined["declined"]["reason"]),
        (&json!("DECLINED"), &because()["reason"])
    );
    assert_eq!(codes(&place.signs(0, &proposed).await), ["WRONG_STATE"]);

    let signed = place.signed(place.content()).await;
    let amended = place.content_with(&json!({ "title": "Un avenant" }));
    place
        .does(0, CHANGE, &signed["id"], json!({ "content": amended }))
        .await;
    place.does(0, PROPOSE, &signed["id"], json!({})).await;
    let declined = place.does(1, DECLINE, &signed["id"], because()).await;
    assert_eq!(
        (&declined["state"], &declined["stage"]),
        (&json!("ACTIVE"), &json!("SETTLED"))
    );
    let read = place.read(0, &signed["id"]).await;
    assert_eq!(
        (&read["title"], &read["edit"]),
        (&json!("Convention de l’atelier commun"), &json!(1))
    );

    let draft = place.drafted(place.content()).await;
    assert_eq!(
        codes(&place.asks(1, DISCARD, &draft["id"], json!({})).await),
        ["FORBIDDEN"]
    );
    assert_eq!(
        place.does(0, DISCARD, &draft["id"], json!({})).await["state"],
        "DISCARDED"
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_hub_that_moves_its_clocks_is_looked_at_again_on_its_own_day() {
    const MOVE: &str = "mutation ($input: UpdateHubInput!) { updateHub(input: $input) { hub { timeZone } errors { code } } }";
    let place = Place::found(2).await;
    let content = place.content_with(&json!({ "term": { "startsOn": "2026-12-01", "endsOn": null, "renewal": "NONE", "noticeDays": 0 } }));
    let signed = place.signed(content).await;
    let hub = place
        .pole
        .coordinator
        .gql(
            "query($id: ID!) { hub(id: $id) { version } }",
            json!({ "id": place.pole.id.to_string() }),
        )
        .await;
    let input = json!({ "input": { "id": place.pole.id.to_string(), "expectedVersion": hub["hub"]["version"], "content": {
        "name": "Pôle du littoral", "summary": "Coopérer.", "description": "Un pôle.", "territory": ["97411"], "timeZone": "America/Martinique" } } });
    place.pole.coordinator.gql(MOVE, input).await;
    place.hub.run_jobs().await;
    place.hub.clock().set(instant("2026-11-30T23:00:00Z"));
    place.hub.run_jobs().await;
    assert_eq!(
        place.read(0, &signed["id"]).await["state"],
        "SIGNED",
        "it is seven in the evening there"
    );
    live_until(&place, "2026-12-01T04:00:00Z").await;
    assert_eq!(place.read(0, &signed["id"]).await["state"], "ACTIVE");
}
