//! Partnerships of the owner with the neighbour.

use chrono::NaiveDate;
use maillage_domain::{
    ids::{MandateId, PersonId, Uuid},
    partnerships::{
        Aim, Around, CommitmentAction, CommitmentDraft, Disclosure, Fingerprint, Form, Frozen,
        Fulfilment, FulfilmentAction, FulfilmentDraft, Links, Outline, OutlineDraft, Partnership,
        PartnershipAction, PartyDraft, PartyRole, Proof, Recurrence, Renewal, Signature, TermDraft,
    },
    values::{Label, Language, Name, Reason},
};

use super::{
    cases::{Section, Subject, every, section},
    personas::{here, neighbour, owner},
    things::{MINT, act, hub},
};

fn day(month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, 1).expect("a day")
}

fn outline(disclosure: Disclosure) -> Outline {
    let party = |organisation, role| PartyDraft {
        organisation,
        role,
        share: None,
        tasks: None,
    };
    let draft = OutlineDraft {
        title: "Convention".into(),
        aim: Aim::Cooperation,
        form: Form::Convention,
        language: Language::French,
        disclosure,
        parties: vec![
            party(owner(), PartyRole::Porteur),
            party(neighbour(), PartyRole::Partenaire),
        ],
        term: TermDraft {
            starts_on: day(1),
            ends_on: Some(day(12)),
            renewal: Renewal::None,
            renewal_months: None,
            notice_days: 0,
            early_termination: false,
        },
        consortium: None,
        staff: None,
        commitments: vec![CommitmentDraft {
            id: None,
            debtor: owner(),
            creditors: vec![neighbour()],
            action: CommitmentAction::Host,
            what: "La salle".into(),
            amount: None,
            from: None,
            until: None,
            recurrence: Recurrence::Once,
            conditions: None,
        }],
        links: Links::default(),
    };
    Outline::parse(draft, None, &MINT).expect("an outline")
}

fn drafted(disclosure: Disclosure) -> Partnership {
    let act = act().acting_for(owner());
    let outline = outline(disclosure);
    Partnership::draft(&act, here(), owner(), outline).expect("a draft")
}

fn fingerprint() -> Fingerprint {
    Fingerprint::parse(&"0".repeat(64)).expect("a fingerprint")
}

fn proposed(disclosure: Disclosure) -> Partnership {
    let mut partnership = drafted(disclosure);
    let frozen = Frozen {
        id: act().id(),
        sha256: fingerprint(),
    };
    let proposed = partnership.propose(&act(), day(1), &Around::default(), frozen);
    proposed.expect("proposed");
    partnership
}

fn signed(disclosure: Disclosure) -> Partnership {
    let mut partnership = proposed(disclosure);
    for organisation in [owner(), neighbour()] {
        let signature = Signature {
            id: act().id(),
            organisation,
            person: PersonId::from_uuid(Uuid::from_u128(4)),
            mandate: MandateId::from_uuid(Uuid::from_u128(4)),
            name: Name::parse("Une représentante").expect("a name"),
            capacity: Label::parse("présidente").expect("a capacity"),
            proof: Proof::SignIn,
            signed_at: act().at,
            seal: String::new(),
        };
        let done = partnership.sign(&act(), day(1), &fingerprint(), signature);
        done.expect("signed");
    }
    partnership
}

/// The owner says that it has kept its commitment.
fn declared(partnership: &Partnership) -> Fulfilment {
    let draft = FulfilmentDraft {
        commitment: partnership.outline.commitments[0].id,
        due_on: None,
        done_on: Some(day(1)),
        amount: None,
        source: None,
        note: None,
    };
    let declared = Fulfilment::declare(&act(), partnership, owner(), day(1), &draft);
    declared.expect("declared")
}

/// The owner has left, and with it nobody is left but one.
fn left() -> Partnership {
    let mut partnership = signed(Disclosure::Nothing);
    let reason = Reason::parse("Plus le temps.").expect("a reason");
    let gone = partnership.leave(&act(), owner(), day(2), reason);
    gone.expect("it leaves at once");
    partnership
}

pub(super) fn partnerships() -> Vec<Section> {
    let of = |partnership: Partnership, title: &str| {
        let mut cases = every(PartnershipAction::ALL, |action| {
            Subject::Partnership(action, partnership.clone())
        });
        if partnership.course.since.is_some() {
            let declared = declared(&partnership);
            let of = |action| Subject::Fulfilment(action, declared.clone(), partnership.clone());
            let answers = every(FulfilmentAction::ALL, of);
            let named = answers.into_iter();
            cases.extend(named.map(|(name, case)| (format!("{name} a fulfilment"), case)));
        }
        for version in &partnership.versions {
            let read = Subject::ReadVersion(version.clone(), partnership.clone());
            cases.push(("READ A VERSION".to_owned(), read));
        }
        section(
            &format!("AN AGREEMENT OF THE OWNER AND THE NEIGHBOUR: {title}"),
            cases,
        )
    };
    vec![
        section(
            "WHAT AGREEMENTS BEGIN FROM",
            [
                (
                    "DRAFT for the owner".to_owned(),
                    Subject::DraftPartnership(owner()),
                ),
                (
                    "READ THE TEMPLATES of the hub".to_owned(),
                    Subject::ReadTemplates(hub()),
                ),
            ],
        ),
        of(drafted(Disclosure::All), "drafted"),
        of(proposed(Disclosure::All), "waits for signatures"),
        of(signed(Disclosure::Nothing), "in force, told to nobody"),
        of(
            signed(Disclosure::Existence),
            "in force, the team knows that it is",
        ),
        of(signed(Disclosure::All), "in force, the team reads it"),
        of(left(), "the owner has left it"),
    ]
}
