mod course;
mod departures;
mod endings;
mod forms;
mod keeping;
mod life_cycle;
mod looks;
mod parsing;
mod properties;
mod reminders;
mod renewals;
mod schedule;
mod staffing;
mod texts;
mod walks;

use chrono::NaiveDate;

use super::*;
use crate::{
    clock::Act,
    ids::{CommitmentId, OrganisationId, PersonId, SignatureId},
    refusals::RefusalCode,
    testing::{MINT, day, id, minute, reason},
    values::{Label, Language, Name},
};

use PartnershipAction as A;
use PartnershipState as S;

/// The organisation of a number, from 0.
fn party(number: u128) -> OrganisationId {
    id(200 + number)
}

/// The first day of every test.
fn today() -> NaiveDate {
    day("2026-11-21")
}

/// Somebody of a party acts.
fn act_for(number: u128) -> Act<'static> {
    let person: PersonId = id(500 + number);
    Act::new(minute(0), Some(person), &MINT).acting_for(party(number))
}

/// The platform acts.
fn by_itself() -> Act<'static> {
    Act::new(minute(0), None, &MINT)
}

fn outline_draft(parties: u128) -> OutlineDraft {
    let parties = (0..parties).map(|number| PartyDraft {
        organisation: party(number),
        role: PartyRole::Partenaire,
        share: None,
        tasks: None,
    });
    OutlineDraft {
        title: "Convention de l’atelier".into(),
        aim: Aim::Cooperation,
        form: Form::Convention,
        language: Language::French,
        disclosure: Disclosure::Nothing,
        parties: parties.collect(),
        term: TermDraft {
            starts_on: today(),
            ends_on: Some(day("2027-11-20")),
            renewal: Renewal::None,
            renewal_months: None,
            notice_days: 30,
            early_termination: true,
        },
        consortium: None,
        staff: None,
        commitments: vec![commitment(0, CommitmentAction::Host)],
        links: Links::default(),
    }
}

fn commitment(debtor: u128, action: CommitmentAction) -> CommitmentDraft {
    let money = AmountDraft::Money("50".into(), "EUR".into());
    CommitmentDraft {
        id: None,
        debtor: party(debtor),
        creditors: vec![],
        action,
        what: "La salle".into(),
        amount: (action == CommitmentAction::ProvideMoney).then_some(money),
        from: None,
        until: None,
        recurrence: Recurrence::Once,
        conditions: None,
    }
}

fn outline(parties: u128) -> Outline {
    parsed(outline_draft(parties))
}

fn parsed(draft: OutlineDraft) -> Outline {
    Outline::parse(draft, None, &MINT).expect("an outline")
}

/// The same outline with another term.
fn until(mut outline: Outline, last: Option<&str>, renewal: Renewal, notice: u32) -> Outline {
    outline.term = Term {
        starts_on: today(),
        ends_on: last.map(day),
        renewal,
        renewal_months: (renewal == Renewal::Tacit).then_some(12),
        notice_days: notice,
        early_termination: last.is_some(),
    };
    outline
}

fn drafted(outline: Outline) -> Partnership {
    let drafted = Partnership::draft(&act_for(0), id(100), party(0), outline);
    let mut partnership = drafted.expect("a draft");
    partnership.events.drain();
    partnership
}

fn frozen(number: i32) -> Frozen {
    Frozen {
        id: act_for(0).id(),
        sha256: Fingerprint::parse(&format!("{number:064x}")).expect("a fingerprint"),
    }
}

fn propose(partnership: &mut Partnership, on: NaiveDate) {
    let next = frozen(partnership.next_number());
    let proposed = partnership.propose(&act_for(0), on, &Around::default(), next);
    proposed.expect("proposed");
}

fn signature(number: u128) -> Signature {
    let id: SignatureId = act_for(number).id();
    Signature {
        id,
        organisation: party(number),
        person: crate::testing::id(500 + number),
        mandate: crate::testing::id(600 + number),
        name: Name::parse("Jeanne Peyrebelle").expect("a name"),
        capacity: Label::parse("présidente").expect("a capacity"),
        proof: Proof::SignIn,
        signed_at: minute(0),
        seal: String::new(),
    }
}

fn sign(
    partnership: &mut Partnership,
    number: u128,
    on: NaiveDate,
) -> Result<(), crate::refusals::Refusal> {
    let waiting = partnership.proposed().map(|version| version.sha256.clone());
    let read = waiting.unwrap_or(Fingerprint::parse(&"0".repeat(64)).expect("a fingerprint"));
    partnership.sign(&act_for(number), on, &read, signature(number))
}

/// In force between so many, since today.
fn in_force(outline: Outline) -> Partnership {
    let parties = outline.parties.len() as u128;
    let mut partnership = drafted(outline);
    propose(&mut partnership, today());
    for number in 0..parties {
        sign(&mut partnership, number, today()).expect("signed");
    }
    partnership.events.drain();
    partnership
}

fn code(refused: Result<(), crate::refusals::Refusal>) -> RefusalCode {
    refused.expect_err("refused").code
}

fn change(
    partnership: &mut Partnership,
    by: u128,
    outline: Outline,
    on: NaiveDate,
) -> Result<(), Rejection> {
    let none = Articles::default();
    partnership.change(&act_for(by), party(by), on, (outline, &none), &none)
}

/// What is said by who gives notice for all.
fn notice() -> (TerminationGround, crate::values::Reason) {
    (TerminationGround::Notice, reason())
}

fn ids_of(outline: &Outline) -> Vec<CommitmentId> {
    outline.commitments.iter().map(|one| one.id).collect()
}
