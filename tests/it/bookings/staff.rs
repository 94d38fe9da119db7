//! Staff time: lent by a convention, worked by the hour, charged at what it costs.

use maillage_domain::{
    ids::ResourceId,
    organisations::{Accreditation, AccreditationKind},
    resources::{Approval, PriceKind, ResourceDraft, ResourceKind, RulesDraft, TermsDraft},
    staff::CostsDraft,
    values::Visibility,
};
use maillage_persistence::organisations;
use maillage_usecases::{Error, bookings};
use serde_json::{Value, json};

use super::{
    Place, draft, instant, open, published, refusal, rules, save, statements::download, told,
};
use crate::harness::{Body, Client};
use maillage_domain::{Act, resources::ResourceContent};

const RECORD: &str = "mutation ($input: RecordStaffLoanInput!) {
    recordStaffLoan(input: $input) {
      staffLoan { id version state } errors { code path facts { name value } } } }";
const CONFIRM: &str = "mutation ($input: ConfirmStaffLoanInput!) {
    confirmStaffLoan(input: $input) { staffLoan { id version state } errors { code } } }";
const END: &str = "mutation ($input: EndStaffLoanInput!) {
    endStaffLoan(input: $input) { staffLoan { id version state reason } errors { code } } }";
const BOOK: &str = "mutation ($input: BookResourcesInput!) {
    bookResources(input: $input) {
      booking { id version state price { amount } work { worked total { amount } } }
      errors { code path facts { name value } } } }";
const DECLARE: &str = "mutation ($input: DeclareHoursInput!) {
    declareHours(input: $input) {
      booking { id version state work { worked contested total { amount } loan { convention } } }
      errors { code path facts { name value } } } }";
const CONTEST: &str = "mutation ($input: ContestHoursInput!) {
    contestHours(input: $input) { booking { version work { contested } } errors { code } } }";
const HOURS: &str = "mutation ($input: ConfirmHoursInput!) {
    confirmHours(input: $input) {
      booking { id version state work {
        wagesDue { amount } chargesDue { amount } expenses { amount } total { amount } } }
      errors { code path } } }";
const LOANS: &str = "query ($filter: StaffLoanFilter) {
    staffLoans(filter: $filter) { totalCount nodes { id state convention signedOn from until
      lender { name } borrower { name } resource { title } availableActions { action allowed } } } }";

impl Place {
    /// An accountant of the owner, open at all times and had without asking.
    async fn accountant(&self, visibility: Visibility) -> ResourceId {
        let parties = match visibility {
            Visibility::Parties => vec![self.borrower.id],
            _ => vec![],
        };
        let draft = ResourceDraft {
            kind: ResourceKind::StaffTime,
            visibility: Some(visibility),
            parties,
            terms: TermsDraft {
                kind: PriceKind::StaffCosts,
                per: None,
                amounts: vec![],
                others: None,
                costs: Some(CostsDraft {
                    wages: "18".into(),
                    charges: "7.35".into(),
                    expenses: Some("Le train, sur justificatif.".into()),
                }),
                ..draft("Comptable").terms
            },
            ..draft("Comptable à temps partagé")
        };
        let platform = self.platform();
        let act = Act::new(platform.now(), None, platform);
        let content = ResourceContent::parse(draft, &[]).unwrap();
        let mut resource = published(&act, self.pole.id, self.owner.id, content);
        let rules = RulesDraft {
            units: 1,
            late_share: 0,
            ..rules(Approval::Automatic)
        };
        resource.conditions = Some(open(rules, "00:00", "24:00"));
        save(platform, &mut resource).await;
        resource.id
    }

    fn papers(&self, resource: ResourceId, from: &str, until: &str) -> Value {
        json!({ "input": {
            "actingFor": self.owner.id.to_string(), "resource": resource.to_string(),
            "borrower": self.borrower.id.to_string(),
            "papers": { "convention": "Mise à disposition n° 3", "signedOn": "2026-11-19",
                        "agreedOn": "2026-11-20", "from": from, "until": until },
        } })
    }

    /// A loan that both sides have confirmed.
    async fn lent(&self, resource: ResourceId, from: &str, until: &str) -> Value {
        let papers = self.papers(resource, from, until);
        let recorded = self.owner.representative.gql(RECORD, papers).await;
        let loan = &recorded["recordStaffLoan"]["staffLoan"];
        assert_eq!(loan["state"], "RECORDED", "{recorded}");
        let confirm = on(&self.borrower, loan, json!({}));
        let confirmed = self.borrower.representative.gql(CONFIRM, confirm).await;
        let loan = confirmed["confirmStaffLoan"]["staffLoan"].clone();
        assert_eq!(loan["state"], "IN_FORCE", "{confirmed}");
        loan
    }

    /// Two hours of work on 24 November, from nine in Paris.
    async fn booked_work(&self, resource: ResourceId) -> Value {
        let input = json!({ "input": {
            "actingFor": self.borrower.id.to_string(),
            "content": { "start": "2026-11-24T08:00:00Z", "end": "2026-11-24T10:00:00Z",
                         "lines": [{ "resource": resource.to_string() }] },
        } });
        let booked = self.borrower.representative.gql(BOOK, input).await;
        let booking = booked["bookResources"]["booking"].clone();
        assert_eq!(booking["state"], "CONFIRMED", "{booked}");
        booking
    }
}

/// An act of somebody on a thing as they have read it.
fn on(by: &Body, thing: &Value, more: Value) -> Value {
    let mut input = json!({
        "id": thing["id"], "expectedVersion": thing["version"], "actingFor": by.id.to_string(),
    });
    if let (Some(members), Value::Object(more)) = (input.as_object_mut(), more) {
        members.extend(more);
    }
    json!({ "input": input })
}

async fn ask(client: &Client, document: &str, variables: Value, field: &str) -> Value {
    let answer = client.ask(document, variables).await;
    answer.body["data"][field].clone()
}

#[tokio::test]
async fn an_employee_works_for_another_by_a_convention_and_costs_what_they_cost() {
    let place = Place::found().await;
    let accountant = place.accountant(Visibility::Hub).await;
    let (lender, user) = (&place.owner.representative, &place.borrower.representative);
    let booking = place.booked_work(accountant).await;
    assert_eq!(booking["price"]["amount"], "50.70");
    let loan = place.lent(accountant, "2026-11-20", "2026-12-31").await;

    place.hub.clock().set(instant("2026-11-24T11:00Z"));
    let hours = json!({ "worked": "PT1H30M", "note": "La paie de novembre." });
    let declared = user
        .gql(DECLARE, on(&place.borrower, &booking, hours))
        .await;
    let declared = &declared["declareHours"]["booking"];
    assert_eq!(declared["state"], "IN_USE");
    assert_eq!(declared["work"]["worked"], "PT1H30M");
    assert_eq!(
        declared["work"]["loan"]["convention"],
        "Mise à disposition n° 3"
    );
    place.hub.run_jobs().await;
    let why = json!({ "reason": "Il y avait cinq minutes de plus." });
    let contested = lender.gql(CONTEST, on(&place.owner, declared, why)).await;
    let mut contested = contested["contestHours"]["booking"].clone();
    assert_eq!(
        contested["work"]["contested"],
        "Il y avait cinq minutes de plus."
    );
    contested["id"] = booking["id"].clone();
    place.hub.run_jobs().await;
    let letters = place.hub.mails_to(user.email());
    let contest = letters.last().unwrap();
    let why = "Il y avait cinq minutes de plus.";
    assert!(contest.text.contains(why), "{contest:?}");
    // The loan ends: what has begun goes on.
    let why = json!({ "reason": "Le projet est fini." });
    let ended = lender.gql(END, on(&place.owner, &loan, why)).await;
    assert_eq!(ended["endStaffLoan"]["staffLoan"]["state"], "ENDED");
    let hours = json!({ "worked": "PT1H35M" });
    let again = user
        .gql(DECLARE, on(&place.borrower, &contested, hours))
        .await;
    let again = &again["declareHours"]["booking"];
    assert_eq!(again["work"]["contested"], Value::Null);
    let expenses = json!({ "expenses": { "amount": "12.50", "currency": "EUR" } });
    let confirmed = lender.gql(HOURS, on(&place.owner, again, expenses)).await;
    let work = &confirmed["confirmHours"]["booking"]["work"];
    let amount = |name: &str| work[name]["amount"].as_str().unwrap().to_owned();
    assert_eq!(amount("wagesDue"), "28.50");
    assert_eq!(amount("chargesDue"), "11.64");
    assert_eq!(amount("expenses"), "12.50");
    assert_eq!(amount("total"), "52.64");
    assert_eq!(confirmed["confirmHours"]["booking"]["state"], "RETURNED");

    let owed = "{ accountStatements { nodes { csvUrl amount { amount } lines { nodes { reason amount { amount } } } } } }";
    let owed = user.gql(owed, json!({})).await;
    let statement = &owed["accountStatements"]["nodes"][0];
    assert_eq!(statement["amount"]["amount"], "52.64");
    assert_eq!(statement["lines"]["nodes"][0]["reason"], "USED");
    // The two sides read what it is made of, the team of the hub what it comes to.
    let last = |table: &str| -> String {
        let line = table.lines().nth(1).unwrap();
        line.rsplit(';')
            .take(6)
            .skip(1)
            .collect::<Vec<_>>()
            .join(";")
    };
    let table = async |client: &Client| {
        let answered = download(client, &statement["csvUrl"]).await;
        last(&answered.text().await.unwrap())
    };
    assert_eq!(table(user).await, "12,50;11,64;28,50;0:00;52,64");
    assert_eq!(table(&place.pole.coordinator).await, ";;;0:00;52,64");

    place.hub.run_jobs().await;
    let subjects = |to: &str| -> Vec<String> {
        let mails = place.hub.mails_to(to);
        mails.into_iter().map(|mail| mail.subject).collect()
    };
    let to_lender = subjects(place.owner.representative.email());
    let to_user = subjects(place.borrower.representative.email());
    for (told, subject) in [
        (&to_lender, "Mise à disposition confirmée"),
        (&to_lender, "déclare 1 h 30 min"),
        (&to_user, "Heures à revoir"),
        (&to_user, "Mise à disposition terminée"),
        (&to_user, "Heures confirmées"),
    ] {
        let found = told.iter().any(|one| one.contains(subject));
        assert!(found, "{subject}: {told:?}");
    }
}

#[tokio::test]
async fn no_hour_counts_that_began_before_both_had_confirmed_the_convention() {
    let place = Place::found().await;
    let accountant = place.accountant(Visibility::Hub).await;
    let (lender, user) = (&place.owner.representative, &place.borrower.representative);
    let booking = place.booked_work(accountant).await;
    place.lent(accountant, "2026-11-25", "2026-12-31").await;
    place.lent(accountant, "2026-11-20", "2026-11-23").await;
    let papers = place.papers(accountant, "2026-11-20", "2026-12-31");
    let recorded = lender.gql(RECORD, papers).await;
    let loan = &recorded["recordStaffLoan"]["staffLoan"];
    place.hub.run_jobs().await;
    let letters = place.hub.mails_to(user.email());
    let asked = letters.last().unwrap();
    let subject = "La Fabrique enregistre une mise à disposition";
    assert!(asked.subject.starts_with(subject), "{asked:?}");
    for told in ["Mise à disposition n° 3", "du 20/11/2026 au 31/12/2026"] {
        assert!(asked.text.contains(told), "{told}: {asked:?}");
    }
    let by_employer = on(&place.owner, loan, json!({}));
    let by_employer = lender.ask(CONFIRM, by_employer).await;
    by_employer.expect_error("FORBIDDEN");

    place.hub.clock().set(instant("2026-11-24T09:00Z"));
    let declare = on(&place.borrower, &booking, json!({ "worked": "PT1H" }));
    let refused = async |why: &str| {
        let declared = ask(user, DECLARE, declare.clone(), "declareHours").await;
        let error = &declared["errors"][0];
        assert_eq!(error["code"], "NO_CONVENTION", "{why}: {declared}");
        assert_eq!(error["facts"][1]["value"], "2026-11-24", "{why}");
        let mut rehearsal = declare.clone();
        rehearsal["input"]["dryRun"] = json!(true);
        let rehearsed = ask(user, DECLARE, rehearsal, "declareHours").await;
        assert_eq!(rehearsed["errors"], declared["errors"], "{why}");
    };
    refused("those of both are for other days, this one is not confirmed").await;
    let handed_over = bookings::hand_over(
        place.platform(),
        &place.lender,
        bookings::Target {
            id: booking["id"].as_str().unwrap().parse().unwrap(),
            acting_for: place.owner.id,
            expected_version: 1,
        },
        None,
    );
    assert_eq!(told(handed_over.await), "NO_CONVENTION");
    user.gql(CONFIRM, on(&place.borrower, loan, json!({})))
        .await;
    refused("it was confirmed once the work had begun").await;
    let nothing = on(&place.borrower, &booking, json!({ "worked": "PT0M" }));
    let declared = user.gql(DECLARE, nothing).await;
    assert_eq!(declared["declareHours"]["booking"]["state"], "IN_USE");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_was_worked_is_declared_also_once_the_loan_has_ended_and_the_platform_was_down() {
    let mut place = Place::found().await;
    let accountant = place.accountant(Visibility::Hub).await;
    let loan = place.lent(accountant, "2026-11-20", "2026-12-31").await;
    let booking = place.booked_work(accountant).await;
    place.hub.clock().set(instant("2026-11-25T09:00Z"));
    let why = json!({ "reason": "Fin de la période d’essai." });
    let end = on(&place.borrower, &loan, why);
    let ended = place.borrower.representative.gql(END, end).await;
    assert_eq!(ended["endStaffLoan"]["staffLoan"]["state"], "ENDED");
    place.hub.restart().await;
    let user = place.borrower.representative.on(place.hub.instance());
    let declare = on(&place.borrower, &booking, json!({ "worked": "PT2H" }));
    let declared = user.gql(DECLARE, declare).await;
    let work = &declared["declareHours"]["booking"]["work"];
    assert_eq!(work["total"]["amount"], "50.70");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_somebody_earns_is_for_the_two_sides_alone() {
    let place = Place::found().await;
    let accountant = place.accountant(Visibility::Hub).await;
    place.lent(accountant, "2026-11-20", "2026-12-31").await;
    let booking = place.booked_work(accountant).await;
    let read =
        "query ($id: ID!) { booking(id: $id) { start work { costs { wages { amount } } } } }";
    let id = json!({ "id": booking["id"] });
    for (client, reads) in [
        (&place.owner.representative, true),
        (&place.borrower.representative, true),
        (&place.pole.coordinator, false),
    ] {
        let found = client.gql(read, id.clone()).await;
        assert!(
            found["booking"]["start"].is_string(),
            "the team sees that somebody works"
        );
        assert_eq!(found["booking"]["work"].is_object(), reads);
    }
    let resource = "query ($id: ID!) { resource(id: $id) { id } }";
    let visitor = place.hub.visitor();
    let found = visitor
        .gql(resource, json!({ "id": accountant.to_string() }))
        .await;
    assert_eq!(
        found["resource"],
        Value::Null,
        "staff time is never for all"
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_is_typed_wrongly_of_staff_time_is_told_field_by_field() {
    let place = Place::found().await;
    let accountant = place.accountant(Visibility::Hub).await;
    let (lender, user) = (&place.owner.representative, &place.borrower.representative);
    let mut wrong = place.papers(accountant, "2026-11-01", "2026-10-01");
    wrong["input"]["papers"]["signedOn"] = json!("2027-01-01");
    wrong["input"]["papers"]["convention"] = json!(" ");
    let recorded = ask(lender, RECORD, wrong, "recordStaffLoan").await;
    let told: Vec<_> = recorded["errors"].as_array().unwrap().iter().collect();
    let paths: Vec<_> = told.iter().map(|error| &error["path"]).collect();
    assert_eq!(
        paths,
        [
            &json!(["papers", "convention"]),
            &json!(["papers", "signedOn"]),
            &json!(["papers", "agreedOn"]),
            &json!(["papers", "until"]),
        ],
        "{recorded}"
    );
    let room = place.resource("La salle", rules(Approval::Automatic)).await;
    let papers = place.papers(room, "2026-11-20", "2026-12-31");
    let recorded = ask(lender, RECORD, papers, "recordStaffLoan").await;
    assert_eq!(recorded["errors"][0]["code"], "NOT_STAFF_TIME");
    let both = place
        .book(
            &[(room, 1), (accountant, 1)],
            "2026-11-24T08:00Z",
            "2026-11-24T10:00Z",
        )
        .await;
    let Err(Error::Invalid(faults)) = both else {
        panic!("booked: {both:?}");
    };
    assert_eq!(faults.to_string(), "content.lines.1.resource: INCONSISTENT");

    place.lent(accountant, "2026-11-20", "2026-12-31").await;
    let booking = place.booked_work(accountant).await;
    place.hub.clock().set(instant("2026-11-24T12:00Z"));
    for (worked, code) in [("PT2H1M", "INVALID"), ("two hours", "INVALID")] {
        let declare = on(&place.borrower, &booking, json!({ "worked": worked }));
        let declared = ask(user, DECLARE, declare, "declareHours").await;
        assert_eq!(declared["errors"][0]["code"], code, "{declared}");
        assert_eq!(declared["errors"][0]["path"], json!(["worked"]));
    }
    let declare = on(&place.borrower, &booking, json!({ "worked": "PT2H" }));
    let declared = user.gql(DECLARE, declare).await;
    let booking = &declared["declareHours"]["booking"];
    for (amount, currency) in [("10000.01", "EUR"), ("5", "CHF"), ("-5", "EUR")] {
        let expenses = json!({ "expenses": { "amount": amount, "currency": currency } });
        let confirm = on(&place.owner, booking, expenses);
        let confirmed = ask(lender, HOURS, confirm, "confirmHours").await;
        assert_eq!(
            confirmed["errors"][0]["path"],
            json!(["expenses"]),
            "{amount} {currency}"
        );
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn staff_time_has_no_price_and_one_of_it() {
    let place = Place::found().await;
    let client = &place.owner.representative;
    let create = "mutation ($input: CreateResourceInput!) {
        createResource(input: $input) {
          resource { id version terms { kind costs { wages { amount } charges { amount } expenses } } }
          errors { code path } } }";
    let input = |terms: Value| {
        json!({ "input": {
            "hub": place.pole.id.to_string(), "actingFor": place.owner.id.to_string(),
            "content": { "kind": "STAFF_TIME", "title": "Comptable", "summary": "Deux jours.",
                         "description": "Saisie et bilan.", "terms": terms },
        } })
    };
    let euros = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
    let priced = json!({ "kind": "COST_SHARE", "per": "HOUR", "others": euros("40") });
    let refused = ask(client, create, input(priced), "createResource").await;
    assert_eq!(
        refused["errors"][0]["path"],
        json!(["content", "terms", "kind"])
    );
    let costs = json!({ "kind": "STAFF_COSTS", "costs": {
        "wages": euros("18"), "charges": euros("7.35"), "expenses": "Le train." } });
    let created = client.gql(create, input(costs)).await;
    let resource = &created["createResource"]["resource"];
    assert_eq!(resource["terms"]["costs"]["wages"]["amount"], "18.00");
    assert_eq!(resource["terms"]["costs"]["expenses"], "Le train.");
    let set = "mutation ($input: SetResourceConditionsInput!) {
        setResourceConditions(input: $input) { resource { id } errors { code path } } }";
    let conditions = json!({ "conditions": {
        "timeZone": "Europe/Paris", "units": 2, "minLength": "PT1H", "maxLength": "P5D",
        "horizon": "P90D", "approval": "OWNER", "lateShare": 50, "weekly": [],
    } });
    let refused = ask(
        client,
        set,
        on(&place.owner, resource, conditions),
        "setResourceConditions",
    );
    let refused = refused.await;
    let paths: Vec<_> = refused["errors"].as_array().unwrap().iter().collect();
    let paths: Vec<_> = paths.iter().map(|error| &error["path"]).collect();
    assert_eq!(
        paths,
        [
            &json!(["conditions", "units"]),
            &json!(["conditions", "lateShare"])
        ]
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn an_employers_group_lends_to_the_members_that_it_names() {
    let place = Place::found().await;
    let platform = place.platform();
    let for_all = place.accountant(Visibility::Hub).await;
    let for_members = place.accountant(Visibility::Parties).await;
    let window = ("2026-11-24T08:00Z", "2026-11-24T10:00Z");
    platform
        .write(async |tx| {
            let mut group = organisations::find(tx, place.owner.id).await?.unwrap();
            group.content.accreditations.push(Accreditation {
                kind: AccreditationKind::EmployersGroup,
                from: Some("2026-11-24".parse().unwrap()),
                until: None,
            });
            Ok(organisations::save(tx, &mut group).await?)
        })
        .await
        .unwrap();
    let before = ("2026-11-23T08:00Z", "2026-11-23T10:00Z");
    let booked = place.book(&[(for_all, 1)], before.0, before.1).await;
    assert_eq!(told(booked), "CONFIRMED", "it is no group on that day");
    let refused = place.book(&[(for_all, 1)], window.0, window.1).await;
    assert_eq!(refusal(refused).code.as_str(), "NOT_ELIGIBLE");
    let booked = place.book(&[(for_members, 1)], window.0, window.1).await;
    assert_eq!(told(booked), "CONFIRMED");
    let client = &place.owner.representative;
    let create = "mutation ($input: CreateResourceInput!) {
        createResource(input: $input) { resource { id } errors { code path } } }";
    let euros = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
    let input = json!({ "input": {
        "hub": place.pole.id.to_string(), "actingFor": place.owner.id.to_string(),
        "content": { "kind": "STAFF_TIME", "title": "Comptable", "summary": "Deux jours.",
            "description": "Saisie et bilan.", "visibility": "HUB",
            "terms": { "kind": "STAFF_COSTS", "costs": { "wages": euros("18"), "charges": euros("7") } } },
    } });
    let papers = place.papers(for_all, "2026-11-24", "2026-12-31");
    let recorded = ask(client, RECORD, papers, "recordStaffLoan").await;
    assert_eq!(recorded["errors"][0]["code"], "NOT_ELIGIBLE");
    place.hub.clock().set(instant("2026-11-24T12:00Z"));
    let refused = ask(client, create, input, "createResource").await;
    assert_eq!(
        refused["errors"][0]["path"],
        json!(["content", "visibility"])
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_loan_concerns_its_two_sides_and_exists_for_nobody_else() {
    let place = Place::found().await;
    let accountant = place.accountant(Visibility::Hub).await;
    let loan = place.lent(accountant, "2026-11-20", "2026-12-31").await;
    let third = place.hub.member(&place.pole, "Le Fournil").await;
    let one = "query ($id: ID!) { staffLoan(id: $id) { state } node(id: $id) { id } }";
    let absent = json!("staff_loan_01h455vb4pex5vsknk084sn02q");
    for (client, reads) in [
        (&place.owner.representative, true),
        (&place.borrower.representative, true),
        (&place.pole.coordinator, false),
        (&third.representative, false),
    ] {
        let list = client.gql(LOANS, json!({})).await;
        assert_eq!(list["staffLoans"]["totalCount"], u64::from(reads));
        let found = client.gql(one, json!({ "id": loan["id"] })).await;
        assert_eq!(found["staffLoan"].is_object(), reads);
        if !reads {
            let nothing = client.gql(one, json!({ "id": absent })).await;
            assert_eq!(found, nothing);
        }
    }
    let of = async |filter: Value| {
        let list = place
            .owner
            .representative
            .gql(LOANS, json!({ "filter": filter }))
            .await;
        list["staffLoans"]["totalCount"].as_u64().unwrap()
    };
    let (owner, borrower) = (place.owner.id.to_string(), place.borrower.id.to_string());
    for (filter, count) in [
        (
            json!({ "organisation": borrower, "states": ["IN_FORCE"] }),
            1,
        ),
        (json!({ "lender": owner, "borrower": borrower }), 1),
        (json!({ "lender": borrower }), 0),
        (json!({ "resource": accountant.to_string() }), 1),
        (json!({ "states": ["RECORDED", "ENDED"] }), 0),
    ] {
        assert_eq!(of(filter.clone()).await, count, "{filter}");
    }
    let list = place.borrower.representative.gql(LOANS, json!({})).await;
    let read = &list["staffLoans"]["nodes"][0];
    assert_eq!(read["lender"]["name"], "La Fabrique");
    assert_eq!(read["borrower"]["name"], "La Recyclerie");
    assert_eq!(read["resource"]["title"], "Comptable à temps partagé");
    assert_eq!(read["signedOn"], "2026-11-19");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn of_two_answers_to_the_hours_at_once_one_counts() {
    let place = Place::found().await;
    let accountant = place.accountant(Visibility::Hub).await;
    place.lent(accountant, "2026-11-20", "2026-12-31").await;
    let booking = place.booked_work(accountant).await;
    place.hub.clock().set(instant("2026-11-24T12:00Z"));
    let declare = on(&place.borrower, &booking, json!({ "worked": "PT2H" }));
    let declared = place.borrower.representative.gql(DECLARE, declare).await;
    let declared = &declared["declareHours"]["booking"];
    let lender = &place.owner.representative;
    let why = json!({ "reason": "C’était une heure." });
    let confirm = ask(
        lender,
        HOURS,
        on(&place.owner, declared, json!({})),
        "confirmHours",
    );
    let contest = ask(
        lender,
        CONTEST,
        on(&place.owner, declared, why),
        "contestHours",
    );
    let (confirmed, contested) = futures_util::join!(confirm, contest);
    let codes = [&confirmed, &contested].map(|one| one["errors"][0]["code"].clone());
    let won = codes.iter().filter(|code| code.is_null()).count();
    assert_eq!(won, 1, "{codes:?}");
    assert!(codes.contains(&json!("CONFLICT")), "{codes:?}");
    let owed = "{ accountStatements { totalCount } }";
    let owed = lender.gql(owed, json!({})).await;
    let charged = u64::from(contested["errors"][0]["code"] == "CONFLICT");
    assert_eq!(owed["accountStatements"]["totalCount"], charged);
    place.hub.run_jobs().await;
}
