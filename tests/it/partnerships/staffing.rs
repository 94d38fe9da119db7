//! Conventions signed here, and the staff time that they are about.

use maillage_domain::{
    Act,
    ids::ResourceId,
    organisations::{Accreditation, AccreditationKind},
};
use maillage_persistence::organisations;
use serde_json::{Value, json};

use super::{CHANGE, PROPOSE, Place, codes};
use crate::{bookings::staff_time, harness::Client};

const BOOK: &str = "mutation ($input: BookResourcesInput!) {
    bookResources(input: $input) {
      booking { id version state } errors { code facts { name value } } } }";
const HAND_OVER: &str = "mutation ($input: HandOverBookingInput!) {
    handOverBooking(input: $input) {
      booking { state work { partnership { id } } } errors { code } } }";
const DECLARE: &str = "mutation ($input: DeclareHoursInput!) {
    declareHours(input: $input) {
      booking { id version state work {
        worked total { amount } loan { id } partnership { id title form } } }
      errors { code path facts { name value } } } }";
const CONFIRM: &str = "mutation ($input: ConfirmHoursInput!) {
    confirmHours(input: $input) { booking { state } errors { code } } }";
const RECORD: &str = "mutation ($input: RecordStaffLoanInput!) {
    recordStaffLoan(input: $input) { staffLoan { id } errors { code } } }";
const SUSPEND: &str = "mutation ($input: SuspendPartnershipInput!) {
    suspendPartnership(input: $input) { partnership { state } errors { code } } }";
const RESUME: &str = "mutation ($input: ResumePartnershipInput!) {
    resumePartnership(input: $input) { partnership { state } errors { code } } }";
const TERMINATE: &str = "mutation ($input: TerminatePartnershipInput!) {
    terminatePartnership(input: $input) { partnership { state } errors { code } } }";
const LEAVE: &str = "mutation ($input: LeavePartnershipInput!) {
    leavePartnership(input: $input) { partnership { state } errors { code } } }";

const WORK: (&str, &str) = ("2026-11-24T08:00:00Z", "2026-11-24T10:00:00Z");

impl Place {
    fn set(&self, now: &str) {
        self.hub.clock().set(now.parse().unwrap());
    }

    /// An accountant of the first of them.
    async fn accountant(&self) -> ResourceId {
        staff_time(&self.hub, self.pole.id, self.bodies[0].id).await
    }

    /// A convention by which the accountant works for the second of them from one day to another.
    fn loan(&self, accountant: ResourceId, from: &str, until: &str) -> Value {
        let mut content = self.content_with(&json!({
            "title": "Mise à disposition de la comptable",
            "form": "STAFF_LOAN",
            "staff": { "resource": accountant.to_string(), "agreedOn": "2026-11-20" },
            "term": { "startsOn": from, "endsOn": until, "renewal": "NONE",
                "noticeDays": 0, "earlyTermination": true },
            "commitments": [],
        }));
        content["parties"].as_array_mut().unwrap().truncate(2);
        content
    }

    /// The same, signed by both.
    async fn lent(&self, accountant: ResourceId, from: &str, until: &str) -> Value {
        let proposed = self.proposed(self.loan(accountant, from, until)).await;
        self.both_sign(&proposed).await
    }

    async fn both_sign(&self, proposed: &Value) -> Value {
        self.signs(0, proposed).await.data();
        let signed = self.signs(1, proposed).await.data();
        signed["signPartnership"]["partnership"].clone()
    }

    async fn books(&self, number: usize, resource: ResourceId, at: (&str, &str)) -> Value {
        let input = json!({ "input": {
            "actingFor": self.bodies[number].id.to_string(),
            "content": { "start": at.0, "end": at.1,
                         "lines": [{ "resource": resource.to_string() }] },
        } });
        let booked = self.client(number).ask(BOOK, input).await;
        booked.body["data"]["bookResources"].clone()
    }

    /// Two hours of work for the second of them.
    async fn booked(&self, accountant: ResourceId) -> Value {
        let booked = self.books(1, accountant, WORK).await;
        assert_eq!(booked["booking"]["state"], "CONFIRMED", "{booked}");
        booked["booking"].clone()
    }

    /// What comes of it when the second of them says how long was worked.
    async fn says_worked(&self, booking: &Value, worked: &str) -> Value {
        let input = self.on(1, booking, json!({ "worked": worked }));
        let declared = self.client(1).ask(DECLARE, input).await;
        declared.body["data"]["declareHours"].clone()
    }

    fn on(&self, number: usize, booking: &Value, more: Value) -> Value {
        let mut input = json!({
            "id": booking["id"], "expectedVersion": booking["version"],
            "actingFor": self.bodies[number].id.to_string(),
        });
        if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
            input.extend(more);
        }
        json!({ "input": input })
    }

    async fn becomes_a_group(&self, number: usize) {
        let platform = self.hub.platform();
        let act = Act::new(platform.now(), None, platform);
        platform
            .write(async |tx| {
                let id = self.bodies[number].id;
                let mut group = organisations::find(tx, id).await?.unwrap();
                let mut content = group.content.clone();
                content.accreditations = vec![Accreditation {
                    kind: AccreditationKind::EmployersGroup,
                    from: None,
                    until: None,
                }];
                group.edit(&act, content, None)?;
                Ok(organisations::save(tx, &mut group).await?)
            })
            .await
            .unwrap();
    }
}

fn because() -> Value {
    json!({ "reason": "Le poste est supprimé." })
}

fn code(payload: &Value) -> Value {
    payload["errors"][0]["code"].clone()
}

#[tokio::test]
async fn what_both_have_signed_here_is_the_convention_for_hours_without_any_other_record() {
    let place = Place::found(3).await;
    let accountant = place.accountant().await;
    let booking = place.booked(accountant).await;
    let loan = place.lent(accountant, "2026-11-21", "2026-12-31").await;
    assert_eq!(loan["state"], "ACTIVE");
    place.set("2026-11-24T11:00:00Z");
    let declared = place.says_worked(&booking, "PT1H30M").await;
    let work = &declared["booking"]["work"];
    assert_eq!(work["partnership"]["id"], loan["id"], "{declared}");
    assert_eq!(work["partnership"]["form"], "STAFF_LOAN");
    assert_eq!(work["loan"], Value::Null);
    assert_eq!(work["total"]["amount"], "38.03");
    let confirm = place.on(0, &declared["booking"], json!({}));
    let confirmed = place.client(0).gql(CONFIRM, confirm).await;
    assert_eq!(confirmed["confirmHours"]["booking"]["state"], "RETURNED");
    // Who may read it reads it, and nobody else that there is one.
    let read = "query ($id: ID!) { booking(id: $id) { start work { partnership { title } } } }";
    let reads = async |client: &Client| {
        let found = client.gql(read, json!({ "id": booking["id"] })).await;
        found["booking"]["work"]["partnership"]["title"].clone()
    };
    let title = json!("Mise à disposition de la comptable");
    assert_eq!(reads(place.client(0)).await, title);
    assert_eq!(reads(place.client(1)).await, title);
    assert_eq!(reads(&place.pole.coordinator).await, Value::Null);
    assert_eq!(reads(place.client(2)).await, Value::Null);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn without_a_convention_of_that_day_no_hour_counts() {
    let place = Place::found(2).await;
    let mut cases = Vec::new();
    let mut case = async |why: &'static str, from: &str, until: &str| {
        let accountant = place.accountant().await;
        let booking = place.booked(accountant).await;
        let loan = place.lent(accountant, from, until).await;
        cases.push((why, booking));
        loan
    };
    case("it begins later", "2026-11-25", "2026-12-31").await;
    case("it is over", "2026-11-21", "2026-11-23").await;
    let terminated = case("a party gave notice", "2026-11-21", "2026-12-31").await;
    let left = case("a party has left", "2026-11-21", "2026-12-31").await;
    let suspended = case("it is suspended", "2026-11-21", "2026-12-31").await;
    let resumed = case(
        "it was suspended when the work began",
        "2026-11-21",
        "2026-12-31",
    );
    let resumed = resumed.await;
    let moved = case("it is about another", "2026-11-21", "2026-12-31").await;
    let mut elsewhere = place.loan(place.accountant().await, "2026-11-21", "2026-12-31");
    place
        .does(1, CHANGE, &moved["id"], json!({ "content": elsewhere }))
        .await;
    let proposed = place.does(1, PROPOSE, &moved["id"], json!({})).await;
    place.both_sign(&proposed).await;
    // What is not signed by both.
    let accountant = place.accountant().await;
    let half = place.booked(accountant).await;
    let half_signed = place.loan(accountant, "2026-11-21", "2026-12-31");
    let half_signed = place.proposed(half_signed).await;
    place.signs(0, &half_signed).await.data();
    cases.push(("one has signed", half));
    // What the employee has not agreed to comes to no signature.
    for agreed_on in [Value::Null, json!("2026-11-22")] {
        elsewhere["staff"]["agreedOn"] = agreed_on;
        elsewhere["term"]["startsOn"] = json!("2026-11-23");
        let draft = place.drafted(elsewhere.clone()).await;
        let refused = place.asks(0, PROPOSE, &draft["id"], json!({})).await;
        let error = refused.expect_error("FORM_RULE");
        assert_eq!(error["facts"][0]["value"], "EMPLOYEE_AGREED");
    }
    place.set("2026-11-23T12:00:00Z");
    place.does(0, TERMINATE, &terminated["id"], because()).await;
    place.does(1, LEAVE, &left["id"], because()).await;
    for loan in [&suspended, &resumed] {
        place.does(0, SUSPEND, &loan["id"], because()).await;
    }
    place.set("2026-11-24T09:00:00Z");
    place.does(0, RESUME, &resumed["id"], json!({})).await;
    place.set("2026-11-24T11:00:00Z");
    for (why, booking) in &cases {
        let declared = place.says_worked(booking, "PT1H").await;
        assert_eq!(code(&declared), "NO_CONVENTION", "{why}: {declared}");
        let hand_over = place.on(0, booking, json!({}));
        let handed_over = place.client(0).ask(HAND_OVER, hand_over).await;
        assert_eq!(codes(&handed_over), ["NO_CONVENTION"], "{why}");
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn work_that_had_begun_when_the_last_of_them_signed_does_not_count() {
    let mut place = Place::found(2).await;
    let accountant = place.accountant().await;
    let soon = ("2026-11-22T09:00:00Z", "2026-11-22T11:00:00Z");
    let booked = place.books(1, accountant, soon).await;
    assert_eq!(booked["booking"]["state"], "CONFIRMED", "{booked}");
    let proposed = place.loan(accountant, "2026-11-21", "2026-12-31");
    let proposed = place.proposed(proposed).await;
    place.signs(0, &proposed).await.data();
    place.set("2026-11-22T09:01:00Z");
    let late = place.hub.known(place.client(1).email()).await;
    place.bodies[1].representative = late;
    let signed = place.signs(1, &proposed).await.data();
    let signed = &signed["signPartnership"]["partnership"];
    assert_eq!(signed["state"], "ACTIVE");
    place.set("2026-11-22T12:00:00Z");
    let declared = place.says_worked(&booked["booking"], "PT1H").await;
    assert_eq!(code(&declared), "NO_CONVENTION", "{declared}");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn hours_that_were_worked_before_it_ended_are_declared_also_after_the_platform_was_down() {
    let mut place = Place::found(2).await;
    let accountant = place.accountant().await;
    let booking = place.booked(accountant).await;
    // It begins and ends on the day of the work, and nobody comes to look meanwhile.
    let loan = place.lent(accountant, "2026-11-24", "2026-11-24").await;
    assert_eq!(loan["state"], "SIGNED");
    place.set("2026-11-26T09:00:00Z");
    place.hub.restart().await;
    for body in &mut place.bodies {
        body.representative = body.representative.on(place.hub.instance());
    }
    let declared = place.says_worked(&booking, "PT2H").await;
    let work = &declared["booking"]["work"];
    assert_eq!(work["partnership"]["id"], loan["id"], "{declared}");
    place.hub.run_jobs().await;
    assert_eq!(place.read(0, &loan["id"]).await["state"], "ENDED");
}

#[tokio::test]
async fn work_that_goes_on_while_it_is_suspended_is_handed_over_by_it_or_not_at_all() {
    let place = Place::found(2).await;
    let accountant = place.accountant().await;
    let booking = place.booked(accountant).await;
    let loan = place.lent(accountant, "2026-11-21", "2026-12-31").await;
    place.set("2026-11-24T08:00:00Z");
    let hand_over = place.on(0, &booking, json!({}));
    let (handed_over, _) = futures_util::join!(
        place.client(0).ask(HAND_OVER, hand_over),
        place.does(1, SUSPEND, &loan["id"], because()),
    );
    // Whichever was first, the other finds what it has left.
    let payload = &handed_over.body["data"]["handOverBooking"];
    let by = &payload["booking"]["work"]["partnership"]["id"];
    let refused = codes(&handed_over) == ["NO_CONVENTION"];
    assert!(refused || *by == loan["id"], "{payload}");
    place.set("2026-11-24T11:00:00Z");
    if refused {
        let declared = place.says_worked(&booking, "PT1H").await;
        assert_eq!(code(&declared), "NO_CONVENTION");
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn the_parties_of_an_employers_group_borrow_its_staff_and_nobody_else_does() {
    let place = Place::found(4).await;
    place.becomes_a_group(0).await;
    let accountant = place.accountant().await;
    let euros = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
    let share = json!({ "input": {
        "hub": place.pole.id.to_string(), "actingFor": place.bodies[0].id.to_string(),
        "content": { "kind": "STAFF_TIME", "title": "Comptable", "summary": "Deux jours.",
            "description": "Saisie et bilan.", "visibility": "HUB",
            "terms": { "kind": "STAFF_COSTS", "costs": { "wages": euros("18"), "charges": euros("7") } } },
    } });
    let create = "mutation ($input: CreateResourceInput!) {
        createResource(input: $input) { resource { id } errors { code path } } }";
    let shared = place.client(0).ask(create, share.clone()).await;
    assert_eq!(
        shared.expect_error("INVALID")["path"],
        json!(["content", "visibility"]),
        "nobody knows who its members are"
    );
    let booked = async |number: usize, day: &str| {
        let (start, end) = (format!("{day}T08:00:00Z"), format!("{day}T10:00:00Z"));
        let booked = place.books(number, accountant, (&start, &end)).await;
        let state = &booked["booking"]["state"];
        let told = if state.is_null() {
            &code(&booked)
        } else {
            state
        };
        told.as_str().unwrap().to_owned()
    };
    assert_eq!(booked(1, "2026-11-24").await, "NOT_ELIGIBLE");
    let mut content = place.content_with(&json!({ "form": "EMPLOYERS_GROUP", "commitments": [],
        "term": { "startsOn": "2026-11-21", "endsOn": "2026-12-10", "renewal": "NONE", "noticeDays": 0 } }));
    content["parties"].as_array_mut().unwrap().truncate(3);
    let proposed = place.proposed(content).await;
    for number in 0..2 {
        place.signs(number, &proposed).await.data();
    }
    assert_eq!(
        booked(1, "2026-11-24").await,
        "NOT_ELIGIBLE",
        "not all have signed"
    );
    place.signs(2, &proposed).await.data();
    place.client(0).gql(create, share).await;
    for (number, day, expected) in [
        (1, "2026-11-24", "CONFIRMED"),
        (2, "2026-11-25", "CONFIRMED"),
        (3, "2026-11-26", "NOT_ELIGIBLE"),
        (1, "2026-12-10", "CONFIRMED"),
        (1, "2026-12-11", "NOT_ELIGIBLE"),
    ] {
        assert_eq!(booked(number, day).await, expected, "{number} on {day}");
    }
    for (number, expected) in [(1, Value::Null), (3, json!("NOT_ELIGIBLE"))] {
        let papers = json!({ "input": {
            "actingFor": place.bodies[0].id.to_string(), "resource": accountant.to_string(),
            "borrower": place.bodies[number].id.to_string(),
            "papers": { "convention": "Mise à disposition n° 3", "signedOn": "2026-11-19",
                        "agreedOn": "2026-11-20", "from": "2026-11-22", "until": "2026-12-31" },
        } });
        let recorded = place.client(0).ask(RECORD, papers).await;
        let recorded = &recorded.body["data"]["recordStaffLoan"];
        assert_eq!(code(recorded), expected, "{recorded}");
    }
    let night = ("2026-12-10T23:30:00Z", "2026-12-11T00:30:00Z");
    let after_midnight = place.books(1, accountant, night).await;
    assert_eq!(code(&after_midnight), "NOT_ELIGIBLE", "on its clocks");
    let both = ("2026-12-10T08:00:00Z", "2026-12-11T08:00:00Z");
    let beyond = place.books(1, accountant, both).await;
    assert_eq!(code(&beyond), "NOT_ELIGIBLE", "on the last day of it too");
    for (number, expected) in [(1, json!([])), (3, json!(["FORM_RULE"]))] {
        let mut loan = place.loan(accountant, "2026-11-22", "2026-12-31");
        loan["parties"][1]["organisation"] = json!(place.bodies[number].id.to_string());
        let draft = place.drafted(loan).await;
        let proposed = place.asks(0, PROPOSE, &draft["id"], json!({})).await;
        assert_eq!(json!(codes(&proposed)), expected, "to {number}");
    }
    place.does(2, LEAVE, &proposed["id"], because()).await;
    assert_eq!(booked(2, "2026-11-27").await, "NOT_ELIGIBLE", "it has left");
    assert_eq!(booked(1, "2026-11-27").await, "CONFIRMED");
    place.does(1, SUSPEND, &proposed["id"], because()).await;
    assert_eq!(booked(1, "2026-11-28").await, "NOT_ELIGIBLE", "suspended");
    place.hub.run_jobs().await;
}
