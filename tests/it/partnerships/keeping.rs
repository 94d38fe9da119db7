//! Commitments followed until they are kept.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{CHANGE, PROPOSE, Place, codes, faults};
use crate::harness::{Answer, Client};

const FULFILMENT: &str = "fulfilment { id version state side dueOn doneOn note
    amount { money { amount } quantity { value unit } }
    contest { reason by { name } } settlement { outcome words acceptedBy { name } }
    answeredBy { name } availableActions { action allowed code } }
  errors { code path facts { name value } }";
const DUES: &str = "query ($id: ID!, $from: Date, $until: Date) { partnership(id: $id) {
    progress { figures { total pending partlyFulfilled fulfilled late waived disputed }
      parties { organisation { name } figures { total late } }
      commitments { commitment { what } figures { total fulfilled } } }
    dues(from: $from, until: $until) { dueOn owed state commitment { id what }
      counted { money { amount } quantity { value } } declared { quantity { value } }
      fulfilments { id state } waivers { reason by { name } } } } }";
const WAIVE: &str = "mutation ($input: WaiveCommitmentInput!) {
    waiveCommitment(input: $input) { partnership { id } errors { code path } } }";

/// What is said to a mutation that answers a fulfilment.
pub(super) fn mutation(name: &str) -> String {
    let input = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    format!("mutation ($input: {input}!) {{ {name}(input: $input) {{ {FULFILMENT} }} }}")
}

impl Place {
    /// Says what was delivered of the first commitment.
    pub(super) async fn declares(&self, number: usize, id: &Value, more: Value) -> Answer {
        let read = self.read(number, id).await;
        let mut input = json!({
            "partnership": id, "actingFor": self.bodies[number].id.to_string(),
            "commitment": read["commitments"][0]["id"],
        });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        let document = mutation("declareFulfilment");
        self.client(number)
            .ask(&document, json!({ "input": input }))
            .await
    }

    /// What was declared.
    pub(super) async fn declared(&self, number: usize, id: &Value, more: Value) -> Value {
        let answer = self.declares(number, id, more).await.data();
        let fulfilment = answer["declareFulfilment"]["fulfilment"].clone();
        assert_eq!(fulfilment["state"], "DECLARED", "{answer}");
        fulfilment
    }

    /// An act of somebody on what was declared, as they have read it.
    pub(super) async fn answers(
        &self,
        number: usize,
        name: &str,
        fulfilment: &Value,
        more: Value,
    ) -> Answer {
        let mut input = json!({
            "id": fulfilment["id"], "expectedVersion": fulfilment["version"],
            "actingFor": self.bodies[number].id.to_string(),
        });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        self.client(number)
            .ask(&mutation(name), json!({ "input": input }))
            .await
    }

    /// What became of it.
    pub(super) async fn answered(
        &self,
        number: usize,
        name: &str,
        fulfilment: &Value,
        more: Value,
    ) -> Value {
        let answer = self.answers(number, name, fulfilment, more).await.data();
        answer[name]["fulfilment"].clone()
    }

    pub(super) async fn dues(&self, number: usize, id: &Value) -> Value {
        dues(self.client(number), id).await
    }

    async fn awaiting(&self, number: usize, what: &str) -> i64 {
        let list =
            "query ($filter: PartnershipFilter) { partnerships(filter: $filter) { totalCount } }";
        let of = self.bodies[number].id.to_string();
        let filter = json!({ "filter": { "organisation": of, "awaits": [what] } });
        let found = self.client(number).gql(list, filter).await;
        found["partnerships"]["totalCount"].as_i64().unwrap()
    }

    /// The first gives its room for twenty hours until the end of the year.
    pub(super) fn hours(&self, hours: &str) -> Value {
        self.owing(&json!({ "action": "HOST", "what": "La salle",
            "quantity": { "value": hours, "unit": "HOUR" }, "until": "2026-12-31" }))
    }

    /// The first owes something to the second.
    pub(super) fn owing(&self, more: &Value) -> Value {
        let mut commitment = json!({
            "debtor": self.bodies[0].id.to_string(),
            "creditors": [self.bodies[1].id.to_string()],
        });
        for (name, value) in more.as_object().unwrap() {
            commitment[name] = value.clone();
        }
        self.content_with(&json!({ "commitments": [commitment] }))
    }
}

async fn dues(client: &Client, id: &Value) -> Value {
    let read = client.gql(DUES, json!({ "id": id })).await;
    read["partnership"].clone()
}

pub(super) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(super) fn some(hours: &str) -> Value {
    json!({ "doneOn": "2026-11-21", "quantity": { "value": hours, "unit": "HOUR" } })
}

#[tokio::test]
async fn what_one_side_declares_counts_once_the_other_has_confirmed_it() {
    let mut place = Place::found(3).await;
    let signed = place.signed(place.hours("20")).await;
    let id = &signed["id"];
    assert_eq!(place.awaiting(0, "DELIVERY").await, 0, "not within a month");
    place.hub.clock().set(instant("2026-12-05T09:00:00Z"));
    assert_eq!(place.awaiting(0, "DELIVERY").await, 1);
    assert_eq!(place.awaiting(1, "DELIVERY").await, 0);

    let rehearsed = json!({ "dryRun": true, "doneOn": "2026-11-21", "quantity": { "value": "12", "unit": "HOUR" } });
    place.declared(0, id, rehearsed).await;
    assert_eq!(place.dues(0, id).await["dues"][0]["fulfilments"], json!([]));
    let declared = place.declared(0, id, some("12")).await;
    assert_eq!(place.awaiting(1, "ANSWER").await, 1);
    assert_eq!(place.awaiting(0, "ANSWER").await, 0);
    assert_eq!(
        place.awaiting(2, "ANSWER").await,
        0,
        "it is owed to the second"
    );
    place.hub.run_jobs().await;
    let letters = place.hub.mails_to(place.client(1).email());
    let letter = letters.last().unwrap();
    assert_eq!(
        letter.subject,
        "À confirmer\u{a0}: Convention de l’atelier commun"
    );
    assert!(letter.text.contains("La salle"), "{}", letter.text);

    let own = place
        .answers(0, "confirmFulfilment", &declared, json!({}))
        .await;
    assert_eq!(codes(&own), ["NOT_YOUR_SIDE"]);
    let third = place
        .answers(2, "confirmFulfilment", &declared, json!({}))
        .await;
    assert_eq!(codes(&third), ["NOT_YOUR_SIDE"]);
    let confirmed = place
        .answered(1, "confirmFulfilment", &declared, json!({}))
        .await;
    assert_eq!(confirmed["state"], "CONFIRMED");
    let again = place
        .answers(1, "confirmFulfilment", &declared, json!({}))
        .await;
    assert_eq!(
        codes(&again),
        ["CONFLICT"],
        "somebody has read an earlier one"
    );
    let read = place.dues(2, id).await;
    assert_eq!(read["dues"][0]["state"], "PARTLY_FULFILLED");
    assert_eq!(read["dues"][0]["counted"]["quantity"]["value"], "12");

    // The rest is declared by who was given it; nothing is lost when the platform stops in between.
    let rest = place.declared(1, id, some("8")).await;
    place.hub.restart().await;
    let debtor = place.client(0).on(place.hub.instance());
    let input = json!({ "input": { "id": rest["id"], "expectedVersion": rest["version"],
        "actingFor": place.bodies[0].id.to_string() } });
    debtor.gql(&mutation("confirmFulfilment"), input).await;
    let read = dues(&debtor, id).await;
    let figures = &read["progress"]["figures"];
    assert_eq!(
        (&figures["total"], &figures["fulfilled"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        read["progress"]["commitments"][0]["figures"]["fulfilled"],
        1
    );
    assert_eq!(
        read["progress"]["parties"][0]["organisation"]["name"],
        "Atelier 1"
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_is_contested_is_settled_by_both_sides_or_taken_back() {
    let place = Place::found(2).await;
    let signed = place.signed(place.hours("20")).await;
    let id = &signed["id"];
    let declared = place.declared(0, id, some("20")).await;
    let why = json!({ "reason": "La salle était fermée un soir." });
    let contested = place
        .answered(1, "contestFulfilment", &declared, why.clone())
        .await;
    assert_eq!(contested["contest"]["reason"], why["reason"]);
    assert_eq!(contested["contest"]["by"]["name"], "Atelier 2");
    assert_eq!(place.dues(0, id).await["dues"][0]["state"], "DISPUTED");
    assert_eq!(
        place.awaiting(0, "ANSWER").await,
        1,
        "who declared it goes on"
    );
    let nothing = place
        .answers(0, "acceptSettlement", &contested, json!({}))
        .await;
    assert_eq!(codes(&nothing), ["WRONG_STATE"]);

    let offer = json!({ "outcome": "AMOUNT", "quantity": { "value": "17.5", "unit": "HOUR" },
        "words": "Le soir de fermeture est décompté." });
    let wrong = json!({ "outcome": "NOTHING", "quantity": { "value": "1", "unit": "HOUR" }, "words": "Rien." });
    let wrong = place.answers(1, "offerSettlement", &contested, wrong).await;
    assert_eq!(faults(&wrong), ["INCONSISTENT"]);
    let offered = place
        .answered(1, "offerSettlement", &contested, offer)
        .await;
    let own = place
        .answers(1, "acceptSettlement", &offered, json!({}))
        .await;
    assert_eq!(codes(&own), ["NOT_YOUR_SIDE"]);
    let settled = place
        .answered(0, "acceptSettlement", &offered, json!({}))
        .await;
    assert_eq!(settled["state"], "SETTLED");
    assert_eq!(settled["settlement"]["acceptedBy"]["name"], "Atelier 1");
    let due = &place.dues(1, id).await["dues"][0];
    assert_eq!(due["state"], "PARTLY_FULFILLED");
    assert_eq!(due["counted"]["quantity"]["value"], "17.5");

    let mistaken = place.declared(0, id, some("3")).await;
    let other = place
        .answers(1, "withdrawFulfilment", &mistaken, json!({}))
        .await;
    assert_eq!(codes(&other), ["NOT_YOUR_SIDE"]);
    let gone = place
        .answered(0, "withdrawFulfilment", &mistaken, json!({}))
        .await;
    assert_eq!(gone["state"], "WITHDRAWN");
    place.hub.run_jobs().await;
    let subjects: Vec<_> = place.hub.mails_to(place.client(0).email());
    let told = |what: &str| subjects.iter().any(|mail| mail.subject.starts_with(what));
    assert!(told("Contesté") && told("Un accord est proposé"));
}

#[tokio::test]
async fn what_was_declared_of_what_an_amendment_drops_is_still_listed_and_answered() {
    let place = Place::found(2).await;
    let signed = place.signed(place.hours("20")).await;
    let id = &signed["id"];
    let declared = place.declared(0, id, some("12")).await;
    place.declared(1, id, some("1")).await;
    let without = place.content_with(&json!({ "commitments": [{
        "debtor": place.bodies[1].id.to_string(), "action": "HOST", "what": "Un atelier",
        "until": "2027-01-31" }] }));
    place
        .does(0, CHANGE, id, json!({ "content": without }))
        .await;
    let proposed = place.does(0, PROPOSE, id, json!({})).await;
    place.all_sign(&proposed).await;
    let read = place.dues(1, id).await;
    assert_eq!(read["progress"]["figures"]["total"], 1);
    let dropped = &read["dues"][0];
    assert_eq!(
        (&dropped["dueOn"], &dropped["owed"], &dropped["state"]),
        (&json!("2026-12-31"), &json!(false), &json!("PENDING")),
        "{read}"
    );
    assert_eq!(dropped["fulfilments"][0]["id"], declared["id"]);
    assert_eq!(read["dues"][1]["owed"], true);
    assert_eq!(place.awaiting(1, "ANSWER").await, 1);
    place
        .answered(1, "confirmFulfilment", &declared, json!({}))
        .await;
    assert_eq!(place.awaiting(1, "ANSWER").await, 0);
    let read = place.dues(1, id).await;
    assert_eq!(read["dues"][0]["state"], "PARTLY_FULFILLED");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn money_is_due_each_month_late_when_its_day_is_over_and_given_up_by_who_is_owed() {
    let place = Place::found(2).await;
    let monthly = place.owing(
        &json!({ "action": "PROVIDE_MONEY", "what": "La participation",
        "money": { "amount": "50.00", "currency": "EUR" },
        "from": "2026-11-30", "until": "2027-02-28", "recurrence": "MONTHLY" }),
    );
    let signed = place.signed(monthly).await;
    let id = &signed["id"];
    let days = |read: &Value| -> Vec<Value> {
        let dues = read["dues"].as_array().unwrap().iter();
        dues.map(|one| one["dueOn"].clone()).collect()
    };
    let read = place.dues(0, id).await;
    assert_eq!(
        days(&read),
        ["2026-11-30", "2026-12-30", "2027-01-30", "2027-02-28"]
    );
    let window = json!({ "id": id, "from": "2026-12-01", "until": "2027-01-31" });
    let some = place.client(0).gql(DUES, window).await["partnership"].clone();
    assert_eq!(days(&some), ["2026-12-30", "2027-01-30"]);

    let paid = json!({ "dueOn": "2026-11-30", "doneOn": "2026-11-21",
        "money": { "amount": "50.00", "currency": "EUR" } });
    let unsaid =
        json!({ "doneOn": "2026-11-21", "money": { "amount": "50.00", "currency": "EUR" } });
    let unsaid = place.declares(0, id, unsaid).await;
    assert_eq!(faults(&unsaid), ["REQUIRED"], "which of the four");
    let paid = place.declared(0, id, paid).await;
    assert_eq!(paid["amount"]["money"]["amount"], "50.00");
    place
        .answered(1, "confirmFulfilment", &paid, json!({}))
        .await;

    // The thirtieth of December is over when the thirty-first begins in Paris.
    place.hub.clock().set(instant("2026-12-30T22:59:59Z"));
    assert_eq!(place.dues(1, id).await["dues"][1]["state"], "PENDING");
    place.hub.clock().set(instant("2026-12-30T23:00:00Z"));
    assert_eq!(place.dues(1, id).await["dues"][1]["state"], "LATE");

    let waive = |by: usize, due_on: &str| {
        json!({ "input": { "partnership": id, "actingFor": place.bodies[by].id.to_string(),
            "commitment": read["dues"][0]["commitment"]["id"], "dueOn": due_on,
            "reason": "L’atelier a été fermé en décembre." } })
    };
    let debtor = place.client(0).ask(WAIVE, waive(0, "2026-12-30")).await;
    assert_eq!(codes(&debtor), ["NOT_YOUR_SIDE"]);
    let paid = place.client(1).ask(WAIVE, waive(1, "2026-11-30")).await;
    assert_eq!(
        codes(&paid),
        ["WRONG_STATE"],
        "what was paid is not given up"
    );
    place.client(1).gql(WAIVE, waive(1, "2026-12-30")).await;
    let twice = place.client(1).ask(WAIVE, waive(1, "2026-12-30")).await;
    assert_eq!(codes(&twice), ["WRONG_STATE"]);
    let read = place.dues(0, id).await;
    assert_eq!(read["dues"][1]["state"], "WAIVED");
    assert_eq!(read["dues"][1]["waivers"][0]["by"]["name"], "Atelier 2");
    let figures = &read["progress"]["figures"];
    for (name, count) in [
        ("total", 4),
        ("fulfilled", 1),
        ("waived", 1),
        ("pending", 2),
    ] {
        assert_eq!(figures[name], count, "{name}");
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn an_organisation_reads_what_it_owes_and_is_owed_in_one_calendar() {
    const CALENDAR: &str = "query ($organisation: ID!, $from: Date!, $until: Date!) {
        commitmentDues(organisation: $organisation, from: $from, until: $until) {
          dueOn state commitment { what } partnership { title } } }";
    let place = Place::found(3).await;
    place.signed(place.hours("20")).await;
    let monthly = json!({ "action": "PROVIDE_MONEY", "what": "La participation",
        "money": { "amount": "50.00", "currency": "EUR" },
        "from": "2026-12-15", "until": "2027-02-15", "recurrence": "MONTHLY" });
    place.signed(place.owing(&monthly)).await;
    let calendar = async |client: &Client, body: usize, until: &str| {
        let variables = json!({ "organisation": place.bodies[body].id.to_string(),
            "from": "2026-11-21", "until": until });
        client.ask(CALENDAR, variables).await
    };
    let told = |answer: Answer| -> Vec<String> {
        let data = answer.data();
        let dues = data["commitmentDues"].as_array().unwrap().iter();
        dues.map(|one| {
            format!(
                "{} {}",
                one["dueOn"].as_str().unwrap(),
                one["commitment"]["what"].as_str().unwrap()
            )
        })
        .collect()
    };
    for body in [0, 1] {
        let found = told(calendar(place.client(body), body, "2027-01-31").await);
        assert_eq!(
            found,
            [
                "2026-12-15 La participation",
                "2026-12-31 La salle",
                "2027-01-15 La participation"
            ]
        );
    }
    let third = told(calendar(place.client(2), 2, "2027-01-31").await);
    assert_eq!(third, [""; 0], "it owes nothing, and is owed nothing");
    for client in [&place.hub.visitor(), &place.pole.coordinator] {
        let found = told(calendar(client, 0, "2027-01-31").await);
        assert_eq!(found, [""; 0], "not for others");
    }
    let long = calendar(place.client(0), 0, "2029-01-01").await;
    assert_eq!(
        long.expect_error("INVALID")["extensions"]["argument"],
        "until"
    );
    let back = calendar(place.client(0), 0, "2026-11-20").await;
    assert_eq!(
        back.expect_error("INVALID")["extensions"]["argument"],
        "until"
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn only_who_is_in_it_follows_it_and_the_team_where_the_parties_have_signed_that_it_does() {
    for disclosure in ["EXISTENCE", "ALL"] {
        let place = Place::found(3).await;
        let mut content = place.hours("20");
        content["parties"].as_array_mut().unwrap().truncate(2);
        content["disclosure"] = json!(disclosure);
        let proposed = place.proposed(content.clone()).await;
        for number in [0, 1] {
            place.signs(number, &proposed).await.data();
        }
        let id = &proposed["id"];
        let declared = place.declared(0, id, some("20")).await;
        let node = "query ($id: ID!) { node(id: $id) { id } }";
        let node = async |client: &Client| {
            let found = client.gql(node, json!({ "id": declared["id"] })).await;
            found["node"].is_object()
        };
        // The third is asked to join by an amendment: that it reads, and nothing of what was delivered.
        content["parties"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "organisation": place.bodies[2].id.to_string(), "role": "FINANCEUR" }));
        place
            .does(0, CHANGE, id, json!({ "content": content }))
            .await;
        place.does(0, PROPOSE, id, json!({})).await;
        let third = place.dues(2, id).await;
        assert_eq!(
            (&third["progress"], &third["dues"]),
            (&Value::Null, &Value::Null)
        );
        assert!(!node(place.client(2)).await);
        let hidden = place
            .answers(2, "confirmFulfilment", &declared, json!({}))
            .await;
        assert_eq!(codes(&hidden), ["NOT_FOUND"]);
        let team = &place.pole.coordinator;
        let read = dues(team, id).await;
        let all = disclosure == "ALL";
        assert_eq!(read["dues"].is_array(), all);
        assert_eq!(node(team).await, all);
        assert!(!node(&place.hub.visitor()).await);
        assert!(node(place.client(1)).await);
        place.hub.run_jobs().await;
    }
}

#[tokio::test]
async fn of_two_answers_at_once_one_counts() {
    let place = Place::found(2).await;
    let signed = place.signed(place.hours("20")).await;
    let id = &signed["id"];
    let declared = place.declared(0, id, some("20")).await;
    let why = json!({ "reason": "Ce n’était pas vingt." });
    let confirm = place.answers(1, "confirmFulfilment", &declared, json!({}));
    let contest = place.answers(1, "contestFulfilment", &declared, why);
    let (confirmed, contested) = futures_util::join!(confirm, contest);
    let codes = [codes(&confirmed), codes(&contested)].concat();
    assert_eq!(codes, ["CONFLICT"]);
    place.hub.run_jobs().await;
}
