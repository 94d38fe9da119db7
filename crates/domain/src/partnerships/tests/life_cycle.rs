//! From the first draft to the last signature, and amendments beside what is in force.

use super::*;
use crate::events::EventKind;

#[test]
fn it_is_in_force_with_the_last_signature_and_not_before() {
    for parties in [2_u128, 3, 25] {
        let mut partnership = drafted(outline(parties));
        propose(&mut partnership, today());
        for number in 0..parties {
            assert_eq!(partnership.state, S::Proposed);
            sign(&mut partnership, number, today()).expect("signed");
        }
        assert_eq!(
            (partnership.state, partnership.stage),
            (S::Active, Stage::Settled)
        );
        assert_eq!(partnership.course.since, Some(today()));
        let told = partnership.events.drain();
        let begun = told
            .iter()
            .filter(|one| one.kind == EventKind::PartnershipActivated);
        assert_eq!(begun.count(), 1);
    }
}

#[test]
fn who_signs_has_read_what_waits_is_asked_to_and_signs_once() {
    let mut partnership = drafted(outline(2));
    assert_eq!(
        code(sign(&mut partnership, 0, today())),
        RefusalCode::WrongState
    );
    propose(&mut partnership, today());
    let other = frozen(9).sha256;
    let refused = partnership.sign(&act_for(0), today(), &other, signature(0));
    assert_eq!(code(refused), RefusalCode::OtherVersion);
    assert_eq!(
        code(sign(&mut partnership, 5, today())),
        RefusalCode::NotASignatory
    );
    sign(&mut partnership, 0, today()).expect("signed");
    assert_eq!(
        code(sign(&mut partnership, 0, today())),
        RefusalCode::AlreadySigned
    );
    let late = sign(&mut partnership, 1, day("2027-11-21")).expect_err("it is over");
    assert_eq!(late.facts[0].value, "EXPIRED");
}

#[test]
fn a_change_or_a_withdrawal_makes_another_version_without_signatures() {
    let mut partnership = drafted(outline(2));
    propose(&mut partnership, today());
    sign(&mut partnership, 0, today()).expect("signed");
    change(&mut partnership, 1, outline(3), today()).expect("changed");
    assert_eq!(
        (partnership.state, partnership.stage),
        (S::Draft, Stage::Draft)
    );
    assert_eq!(partnership.versions[0].state, VersionState::Withdrawn);
    propose(&mut partnership, today());
    let waits = partnership.proposed().expect("a version");
    assert_eq!(
        (
            waits.number,
            waits.signatures.len(),
            waits.signatories.len()
        ),
        (2, 0, 3)
    );
    partnership
        .withdraw(&act_for(2), today())
        .expect("withdrawn");
    assert!(partnership.proposed().is_none());
}

#[test]
fn an_amendment_is_signed_by_who_stays_who_comes_and_who_goes() {
    let mut partnership = in_force(outline(2));
    let mut amended = outline_draft(3);
    amended.parties.remove(1);
    change(&mut partnership, 1, parsed(amended), today()).expect("changed");
    assert_eq!(
        (partnership.state, partnership.stage),
        (S::Active, Stage::Draft)
    );
    propose(&mut partnership, today());
    for number in [0, 2] {
        sign(&mut partnership, number, today()).expect("signed");
        assert_eq!(partnership.binding().expect("a version").number, 1);
    }
    sign(&mut partnership, 1, today()).expect("who goes signs that it does");
    assert_eq!(partnership.binding().expect("a version").number, 2);
    assert_eq!(partnership.versions[0].state, VersionState::Superseded);
    assert_eq!(partnership.insiders(), [party(0), party(2)]);
    assert_eq!(partnership.witnesses(), [party(0), party(1), party(2)]);
}

#[test]
fn a_declined_amendment_leaves_what_is_in_force_as_it_was() {
    let mut partnership = in_force(outline(2));
    let (before, edit) = (partnership.outline.clone(), partnership.edit);
    change(&mut partnership, 0, outline(3), today()).expect("changed");
    assert!(
        partnership.insiders().contains(&party(2)),
        "who is spoken with reads along"
    );
    propose(&mut partnership, today());
    partnership
        .decline(&act_for(2), party(2), today(), reason())
        .expect("declined");
    assert_eq!(
        (partnership.state, partnership.stage),
        (S::Active, Stage::Settled)
    );
    assert_eq!((&partnership.outline, partnership.edit), (&before, edit));
    assert!(!partnership.insiders().contains(&party(2)));
    assert_eq!(partnership.next_number(), 3, "its number is not used again");
}

#[test]
fn an_amendment_keeps_the_form_and_the_first_day() {
    let mut partnership = in_force(outline(2));
    let mut draft = outline_draft(2);
    draft.form = Form::Framework;
    let other = change(&mut partnership, 0, parsed(draft), today());
    assert!(matches!(other, Err(Rejection::Faulty(_))));
    let mut draft = outline_draft(2);
    draft.term.starts_on = day("2026-12-01");
    let other = change(&mut partnership, 0, parsed(draft), today());
    assert!(matches!(other, Err(Rejection::Faulty(_))));
}

#[test]
fn what_comes_to_nothing_is_over_for_good() {
    let mut declined = drafted(outline(2));
    declined
        .decline(&act_for(1), party(1), today(), reason())
        .expect("declined");
    let mut discarded = drafted(outline(2));
    discarded.discard(&act_for(0), today()).expect("discarded");
    for partnership in [&mut declined, &mut discarded] {
        assert!(partnership.state.is_over());
        assert_eq!(partnership.insiders(), [party(0), party(1)]);
        for action in PartnershipAction::ALL
            .iter()
            .filter(|one| **one >= A::Change)
        {
            let refused = partnership.permits(*action, Some(party(0)), today());
            assert!(refused.is_err(), "{action}");
        }
    }
}

#[test]
fn who_drafts_is_a_party_and_changes_something() {
    let stranger = Partnership::draft(&act_for(7), id(100), party(7), outline(2));
    assert!(stranger.is_err());
    let same = outline(2);
    let mut partnership = drafted(same.clone());
    let again = change(&mut partnership, 1, same, today());
    assert!(
        matches!(again, Err(Rejection::Refused(refusal)) if refusal.code == RefusalCode::NothingToDo)
    );
    let out = change(&mut partnership, 4, outline(3), today());
    assert!(matches!(out, Err(Rejection::Faulty(_))));
}

#[test]
fn what_the_team_reads_is_what_the_last_signed_version_says() {
    let mut partnership = drafted(outline(2));
    assert_eq!(partnership.disclosed(), None);
    propose(&mut partnership, today());
    assert_eq!(partnership.disclosed(), None);
    let mut told = outline_draft(2);
    told.disclosure = Disclosure::All;
    let mut partnership = in_force(outline(2));
    assert_eq!(partnership.disclosed(), Some(Disclosure::Nothing));
    change(&mut partnership, 0, parsed(told), today()).expect("changed");
    propose(&mut partnership, today());
    sign(&mut partnership, 0, today()).expect("signed");
    assert_eq!(
        partnership.disclosed(),
        Some(Disclosure::Nothing),
        "one has not signed"
    );
    sign(&mut partnership, 1, today()).expect("signed");
    assert_eq!(partnership.disclosed(), Some(Disclosure::All));
}

#[test]
fn there_is_room_for_ten_versions_a_day_and_a_hundred_in_all() {
    let mut partnership = drafted(outline(2));
    for number in 1..=9 {
        propose(&mut partnership, today());
        partnership
            .withdraw(&act_for(0), today())
            .expect("taken back");
        partnership
            .has_room_for_a_version(minute(number))
            .expect("room");
    }
    propose(&mut partnership, today());
    let full = partnership.has_room_for_a_version(minute(24 * 60 - 1));
    let full = full.expect_err("ten of a day");
    assert_eq!(full.code, RefusalCode::TooManyProposals);
    assert_eq!(full.facts[2].value, minute(24 * 60).to_rfc3339());
    partnership
        .has_room_for_a_version(minute(24 * 60))
        .expect("the day after");
    let last = partnership.versions[9].clone();
    partnership.versions = vec![last; 99];
    partnership
        .has_room_for_a_version(minute(24 * 60))
        .expect("one more");
    partnership.versions.push(partnership.versions[0].clone());
    let full = partnership.has_room_for_a_version(minute(9_000));
    assert_eq!(code(full), RefusalCode::TooManyVersions);
}

#[test]
fn what_all_have_signed_is_amended_by_all_before_its_first_day() {
    let mut far = outline_draft(2);
    far.term.starts_on = day("2099-01-01");
    far.term.ends_on = None;
    far.term.early_termination = false;
    let mut partnership = in_force(parsed(far.clone()));
    assert_eq!(partnership.state, S::Signed);
    let mut sooner = far.clone();
    sooner.term.starts_on = day("2026-12-01");
    change(&mut partnership, 1, parsed(sooner.clone()), today()).expect("drafted");
    assert_eq!(
        (partnership.state, partnership.stage),
        (S::Signed, Stage::Draft)
    );
    partnership
        .discard(&act_for(1), today())
        .expect("anybody's to give up");
    assert_eq!(
        (partnership.state, partnership.stage),
        (S::Signed, Stage::Settled)
    );
    change(&mut partnership, 1, parsed(sooner), today()).expect("drafted");
    propose(&mut partnership, today());
    partnership
        .decline(&act_for(0), party(0), today(), reason())
        .expect("declined");
    assert_eq!(partnership.binding().expect("the first").number, 1);
    assert_eq!(partnership.state, S::Signed);
    let mut sooner = far;
    sooner.term.starts_on = day("2026-12-01");
    change(&mut partnership, 1, parsed(sooner.clone()), today()).expect("drafted");
    propose(&mut partnership, today());
    sign(&mut partnership, 0, today()).expect("signed");
    assert_eq!(partnership.next_due(today()), Some(day("2099-01-01")));
    sign(&mut partnership, 1, today()).expect("signed");
    assert_eq!(
        (partnership.state, partnership.stage),
        (S::Signed, Stage::Settled)
    );
    assert_eq!(partnership.versions[0].state, VersionState::Superseded);
    assert_eq!(partnership.versions[2].state, VersionState::Signed);
    assert_eq!(partnership.next_due(today()), Some(day("2026-12-01")));

    // What begins before all have signed another first day does begin.
    let mut later = sooner.clone();
    later.term.starts_on = day("2027-06-01");
    change(&mut partnership, 0, parsed(later.clone()), today()).expect("drafted");
    propose(&mut partnership, today());
    sign(&mut partnership, 0, today()).expect("signed");
    let first = day("2026-12-01");
    partnership.attend(&by_itself(), first);
    assert_eq!(
        (partnership.state, partnership.stage),
        (S::Active, Stage::Draft)
    );
    assert_eq!(partnership.versions[3].state, VersionState::Withdrawn);
    let refused = partnership.can_be_proposed(&Around::default(), first);
    assert_eq!(code(refused), RefusalCode::WrongState);
    later.title = "Un autre titre".into();
    let refused = change(&mut partnership, 0, parsed(later), first);
    assert!(matches!(refused, Err(Rejection::Faulty(_))));

    // Today, at once.
    let mut far = sooner.clone();
    far.term.starts_on = day("2027-01-01");
    let mut partnership = in_force(parsed(far));
    sooner.term.starts_on = today();
    change(&mut partnership, 0, parsed(sooner), today()).expect("drafted");
    propose(&mut partnership, today());
    for number in 0..2 {
        sign(&mut partnership, number, today()).expect("signed");
    }
    assert_eq!(
        (partnership.state, partnership.course.since),
        (S::Active, Some(today()))
    );
}
