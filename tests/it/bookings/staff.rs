//! Staff time: lent by a convention, worked by the hour, charged at what it costs.

mod refusals;
mod visibility;

use maillage_domain::{
    ids::{self, BookingId, HubId, OrganisationId, ResourceId, kinds},
    organisations::{Accreditation, AccreditationKind},
    resources::{Approval, PriceKind, ResourceDraft, ResourceKind, RulesDraft, TermsDraft},
    staff::CostsDraft,
    values::Visibility,
};
use maillage_persistence::organisations;
use maillage_usecases::{Error, Platform, bookings};
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

/// An accountant of somebody, open at all times and had without asking.
pub(super) async fn accountant(
    platform: &Platform,
    hub: HubId,
    owner: OrganisationId,
    (visibility, parties): (Visibility, Vec<OrganisationId>),
) -> ResourceId {
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
    let act = Act::new(platform.now(), None, platform);
    let content = ResourceContent::parse(draft, &[]).unwrap();
    let mut resource = published(&act, hub, owner, content);
    let rules = RulesDraft {
        units: 1,
        late_share: 0,
        ..rules(Approval::Automatic)
    };
    resource.conditions = Some(open(rules, "00:00", "24:00"));
    save(platform, &mut resource).await;
    resource.id
}

impl Place {
    /// An accountant of the owner, open at all times and had without asking.
    async fn accountant(&self, visibility: Visibility) -> ResourceId {
        let parties = match visibility {
            Visibility::Parties => vec![self.borrower.id],
            _ => vec![],
        };
        let seen = (visibility, parties);
        accountant(self.platform(), self.pole.id, self.owner.id, seen).await
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

/// An employee of the owner has worked for the borrower, by a convention, as both say.
pub(super) async fn worked(place: &Place, duration: &str) -> BookingId {
    let accountant = place.accountant(Visibility::Hub).await;
    place.lent(accountant, "2026-11-21", "2026-12-31").await;
    let booking = place.booked_work(accountant).await;
    place.hub.clock().set(instant("2026-11-24T11:00Z"));
    let hours = on(&place.borrower, &booking, json!({ "worked": duration }));
    let declared = place.borrower.representative.gql(DECLARE, hours).await;
    let declared = &declared["declareHours"]["booking"];
    let confirm = on(&place.owner, declared, json!({}));
    let confirmed = place.owner.representative.gql(HOURS, confirm).await;
    let booking = &confirmed["confirmHours"]["booking"];
    assert_eq!(booking["state"], "RETURNED", "{confirmed}");
    ids::parse::<kinds::Booking>(booking["id"].as_str().unwrap()).unwrap()
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
