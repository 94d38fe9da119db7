//! An agreement of 200, 201 and 202, and those who come, leave or look on.

use super::*;
use crate::{
    partnerships::{
        Aim, Around, Articles, Disclosure, Fingerprint, Form, Frozen, Links, Outline, OutlineDraft,
        PartyDraft, PartyRole, Proof, Renewal, Signature, TermDraft,
    },
    testing::{MINT, act, day, reason},
    values::{Label, Language, Name, Title},
};

fn outline(parties: &[u128], disclosure: Disclosure) -> Outline {
    let party = |number: &u128| PartyDraft {
        organisation: id(*number),
        role: PartyRole::Partenaire,
        share: None,
        tasks: None,
    };
    let draft = OutlineDraft {
        title: "Convention".into(),
        aim: Aim::Cooperation,
        form: Form::Convention,
        language: Language::French,
        disclosure,
        parties: parties.iter().map(party).collect(),
        term: TermDraft {
            starts_on: day("2026-11-01"),
            ends_on: None,
            renewal: Renewal::None,
            renewal_months: None,
            notice_days: 0,
            early_termination: false,
        },
        consortium: None,
        staff: None,
        commitments: vec![],
        links: Links::default(),
    };
    Outline::parse(draft, None, &MINT).expect("an outline")
}

fn today() -> chrono::NaiveDate {
    day("2026-11-21")
}

fn change(partnership: &mut Partnership, by: u128, outline: Outline) {
    let none = Articles::default();
    let changed = partnership.change(&act(0), id(by), today(), (outline, &none), &none);
    changed.expect("changed");
}

fn sign_all(partnership: &mut Partnership) {
    let sha256 = Fingerprint::parse(&"0".repeat(64)).expect("a fingerprint");
    let frozen = Frozen {
        id: act(0).id(),
        sha256: sha256.clone(),
    };
    let proposed = partnership.propose(&act(0), today(), &Around::default(), frozen);
    proposed.expect("proposed");
    let version = partnership.proposed().expect("a version");
    for organisation in version.signatories.clone() {
        let signature = Signature {
            id: act(0).id(),
            organisation,
            person: id(1),
            mandate: id(1),
            name: Name::parse("Une représentante").expect("a name"),
            capacity: Label::parse("présidente").expect("a capacity"),
            proof: Proof::SignIn,
            signed_at: act(0).at,
            seal: String::new(),
        };
        let signed = partnership.sign(&act(0), today(), &sha256, signature);
        signed.expect("signed");
    }
}

fn drafted(disclosure: Disclosure) -> Partnership {
    let outline = outline(&[200, 201, 202], disclosure);
    Partnership::draft(&act(0), id(100), id(200), outline).expect("a draft")
}

fn signed(disclosure: Disclosure) -> Partnership {
    let mut partnership = drafted(disclosure);
    sign_all(&mut partnership);
    partnership
}

fn head_of(organisation: u128) -> Actor {
    Actor::Person(viewer(&[(organisation, MandateRole::Representative)]))
}

fn may(actor: &Actor, action: PartnershipAction, one: &Partnership) -> Result<(), Denial> {
    check(actor, Action::Partnership(action, one))
}

#[test]
fn who_is_asked_to_join_works_on_the_amendment_and_says_nothing_of_what_is_in_force() {
    use PartnershipAction as A;
    let mut partnership = signed(Disclosure::Nothing);
    let invited = head_of(203);
    assert_eq!(may(&invited, A::Read, &partnership), Err(Denial::Invisible));
    let wider = outline(&[200, 201, 202, 203], Disclosure::Nothing);
    change(&mut partnership, 200, wider);
    for action in [
        A::Read,
        A::ReadDraft,
        A::Change,
        A::Comment,
        A::Sign,
        A::Decline,
    ] {
        assert_eq!(may(&invited, action, &partnership), Ok(()), "{action}");
    }
    for action in [
        A::Terminate,
        A::Leave,
        A::DeclineRenewal,
        A::Suspend,
        A::Resume,
        A::RecordAward,
    ] {
        assert_eq!(
            may(&invited, action, &partnership),
            Err(Denial::Forbidden(Forbidden::NeedsRepresentative)),
            "{action}"
        );
        assert_eq!(may(&head_of(201), action, &partnership), Ok(()), "{action}");
    }
    let declined = partnership.decline(&act(0), id(203), today(), reason());
    declined.expect("declined");
    assert_eq!(may(&invited, A::Read, &partnership), Err(Denial::Invisible));
}

#[test]
fn who_has_left_reads_what_they_signed_and_nothing_that_came_after() {
    use PartnershipAction as A;
    let mut partnership = signed(Disclosure::Nothing);
    let gone = partnership.leave(&act(0), id(202), today(), reason());
    gone.expect("it leaves at once");
    let mut narrower = outline(&[200, 201], Disclosure::Nothing);
    narrower.title = Title::parse("Avenant").expect("a title");
    change(&mut partnership, 200, narrower);
    sign_all(&mut partnership);
    let left = head_of(202);
    let reads = |actor: &Actor, version: usize| {
        let version = &partnership.versions[version];
        check(actor, Action::ReadVersion(version, &partnership))
    };
    assert_eq!(may(&left, A::ReadText, &partnership), Ok(()));
    assert_eq!(
        may(&left, A::ReadDraft, &partnership),
        Err(Denial::Invisible)
    );
    assert_eq!(reads(&left, 0), Ok(()));
    assert_eq!(reads(&left, 1), Err(Denial::Invisible));
    assert_eq!(
        outline_for(&left, &partnership).title.as_str(),
        "Convention"
    );
    assert_eq!(reads(&head_of(200), 1), Ok(()));
    assert_eq!(
        outline_for(&head_of(200), &partnership).title.as_str(),
        "Avenant"
    );
    assert!(may(&left, A::Terminate, &partnership).is_err());
}

#[test]
fn an_author_who_was_struck_out_of_the_draft_does_not_see_it_any_more() {
    let mut partnership = drafted(Disclosure::All);
    change(&mut partnership, 201, outline(&[201, 202], Disclosure::All));
    let author = head_of(200);
    for action in PartnershipAction::ALL {
        assert_eq!(
            may(&author, *action, &partnership),
            Err(Denial::Invisible),
            "{action}"
        );
    }
}

#[test]
fn the_team_of_the_hub_reads_what_was_signed_and_nothing_that_is_worked_on() {
    use PartnershipAction as A;
    let mut moderator = viewer(&[]);
    moderator.offices = vec![(id(100), HubRole::Moderator)];
    let moderator = Actor::Person(moderator);
    let mut partnership = signed(Disclosure::All);
    let mut next = outline(&[200, 201, 202], Disclosure::Nothing);
    next.title = Title::parse("Avenant").expect("a title");
    change(&mut partnership, 200, next);
    assert_eq!(may(&moderator, A::ReadText, &partnership), Ok(()));
    assert_eq!(
        may(&moderator, A::ReadDraft, &partnership),
        Err(Denial::Invisible)
    );
    assert_eq!(
        outline_for(&moderator, &partnership).title.as_str(),
        "Convention"
    );
    sign_all(&mut partnership);
    assert_eq!(
        may(&moderator, A::Read, &partnership),
        Err(Denial::Invisible)
    );
    let first = Action::ReadVersion(&partnership.versions[0], &partnership);
    assert_eq!(check(&moderator, first), Err(Denial::Invisible));
}
