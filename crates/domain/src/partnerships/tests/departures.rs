//! Who leaves, who is struck out, who comes back, and what others do meanwhile.

use super::*;
use crate::events::EventKind as K;

/// An outline with these parties, in force or not.
fn among(parties: &[u128]) -> Outline {
    let mut draft = outline_draft(6);
    draft.parties = parties
        .iter()
        .map(|number| draft.parties[usize::try_from(*number).expect("few")].clone())
        .collect();
    draft.commitments.clear();
    parsed(draft)
}

fn amend(partnership: &mut Partnership, parties: &[u128], on: NaiveDate) {
    change(partnership, parties[0], among(parties), on).expect("drafted");
    propose(partnership, on);
}

fn leave(partnership: &mut Partnership, number: u128, on: NaiveDate) {
    let left = partnership.leave(&act_for(number), party(number), on, reason());
    left.expect("notice is given");
}

fn attend(partnership: &mut Partnership, on: &str) -> Vec<K> {
    partnership.events.drain();
    partnership.attend(&by_itself(), day(on));
    let told = partnership.events.as_slice().iter();
    told.map(|event| event.kind).collect()
}

#[test]
fn who_has_left_is_no_insider_but_goes_on_reading_what_it_signed() {
    let mut partnership = in_force(among(&[0, 1, 2]));
    leave(&mut partnership, 2, today());
    assert!(
        partnership.insiders().contains(&party(2)),
        "until the notice is over"
    );
    attend(&mut partnership, "2026-12-21");
    assert_eq!(partnership.insiders(), [party(0), party(1)]);
    assert_eq!(partnership.bound(), [party(0), party(1)]);
    assert!(partnership.witnesses().contains(&party(2)));
    let again = partnership.permits(A::Leave, Some(party(2)), day("2026-12-22"));
    assert_eq!(again.expect_err("it is gone").facts[0].value, "LEFT");
}

#[test]
fn a_signature_from_before_it_left_does_not_bring_a_party_back() {
    let mut partnership = in_force(among(&[0, 1, 2]));
    leave(&mut partnership, 2, today());
    amend(&mut partnership, &[0, 1, 2, 3], today());
    for number in [2, 3, 0] {
        sign(&mut partnership, number, today()).expect("signed");
    }
    assert_eq!(
        attend(&mut partnership, "2026-12-21"),
        [K::PartnershipPartyLeft, K::PartnershipWithdrawn]
    );
    assert_eq!(
        (partnership.state, partnership.stage),
        (S::Active, Stage::Draft)
    );
    assert_eq!(partnership.versions[1].state, VersionState::Withdrawn);
    assert_eq!(
        code(sign(&mut partnership, 1, day("2026-12-21"))),
        RefusalCode::WrongState
    );
    assert_eq!(partnership.current(), [party(0), party(1)]);
}

#[test]
fn an_amendment_that_strikes_out_who_leaves_meanwhile_goes_on() {
    let mut partnership = in_force(among(&[0, 1, 2]));
    leave(&mut partnership, 2, today());
    amend(&mut partnership, &[0, 1], today());
    sign(&mut partnership, 2, today()).expect("who goes signs");
    assert_eq!(
        attend(&mut partnership, "2026-12-21"),
        [K::PartnershipPartyLeft]
    );
    for number in [0, 1] {
        sign(&mut partnership, number, day("2026-12-22")).expect("signed");
    }
    assert_eq!(partnership.binding().expect("a version").number, 2);
    assert_eq!(partnership.current(), [party(0), party(1)]);
}

#[test]
fn who_is_struck_out_while_it_gives_notice_does_not_leave_once_more() {
    let mut partnership = in_force(among(&[0, 1, 2]));
    leave(&mut partnership, 2, today());
    amend(&mut partnership, &[0, 1], today());
    for number in 0..3 {
        sign(&mut partnership, number, today()).expect("signed");
    }
    assert_eq!(partnership.course.departures, []);
    // It is taken in again before its notice would have been over.
    amend(&mut partnership, &[0, 1, 2], today());
    for number in 0..3 {
        sign(&mut partnership, number, today()).expect("signed");
    }
    assert_eq!(attend(&mut partnership, "2026-12-21"), []);
    assert_eq!(partnership.current(), [party(0), party(1), party(2)]);
}

#[test]
fn who_has_left_comes_back_by_an_amendment_and_may_leave_again() {
    let mut partnership = in_force(among(&[0, 1, 2]));
    leave(&mut partnership, 2, today());
    attend(&mut partnership, "2026-12-21");
    let on = day("2027-01-10");
    let mut again = among(&[0, 1, 2]);
    again.disclosure = Disclosure::Existence;
    change(&mut partnership, 0, again, on).expect("drafted");
    propose(&mut partnership, on);
    for number in [0, 1] {
        sign(&mut partnership, number, on).expect("signed");
        assert!(!partnership.current().contains(&party(2)));
    }
    sign(&mut partnership, 2, on).expect("signed");
    assert_eq!(partnership.current(), [party(0), party(1), party(2)]);
    let away = Absence {
        party: party(2),
        from: day("2026-12-21"),
        until: on,
    };
    assert_eq!(partnership.course.absences, [away]);
    leave(&mut partnership, 2, on);
    assert_eq!(
        attend(&mut partnership, "2027-02-09"),
        [K::PartnershipPartyLeft]
    );
}

#[test]
fn parties_that_leave_one_after_the_other_leave_in_the_order_of_their_days() {
    let mut partnership = in_force(among(&[0, 1, 2]));
    leave(&mut partnership, 2, today());
    let mut shorter = among(&[0, 1, 2]);
    shorter.term.notice_days = 5;
    change(&mut partnership, 0, shorter, today()).expect("drafted");
    propose(&mut partnership, today());
    for number in 0..3 {
        sign(&mut partnership, number, today()).expect("signed");
    }
    leave(&mut partnership, 1, today());
    assert_eq!(partnership.next_due(today()), Some(day("2026-11-26")));
    partnership.attend(&by_itself(), day("2027-01-31"));
    let left = |number: usize| {
        let one = &partnership.course.departures[number];
        (one.notice.by, one.done)
    };
    assert_eq!(left(0), (party(2), true));
    assert_eq!(left(1), (party(1), true));
    let gone: Vec<_> = partnership
        .events
        .as_slice()
        .iter()
        .filter(|event| event.kind == K::PartnershipPartyLeft)
        .filter_map(|event| event.fact("party").map(str::to_owned))
        .collect();
    assert_eq!(gone, [party(1).to_string(), party(2).to_string()]);
    assert_eq!(partnership.state, S::Ended);
}

#[test]
fn of_two_parties_that_leave_the_last_one_stays_with_what_has_ended() {
    let mut partnership = in_force(among(&[0, 1]));
    leave(&mut partnership, 0, today());
    leave(&mut partnership, 1, today());
    assert_eq!(
        attend(&mut partnership, "2026-12-21"),
        [K::PartnershipPartyLeft, K::PartnershipEnded]
    );
    assert_eq!(partnership.insiders(), [party(1)]);
    assert_eq!(partnership.bound(), [party(1)]);
    assert_eq!(partnership.witnesses(), [party(0), party(1)]);
}

#[test]
fn what_somebody_suspended_who_has_left_since_is_taken_up_by_any_party() {
    let mut partnership = in_force(among(&[0, 1, 2]));
    let suspended = partnership.suspend(&act_for(2), party(2), today(), reason());
    suspended.expect("suspended");
    leave(&mut partnership, 2, today());
    assert_eq!(
        code(partnership.resume(&act_for(0), party(0), today())),
        RefusalCode::SuspendedByAnother
    );
    attend(&mut partnership, "2026-12-21");
    assert_eq!(partnership.state, S::Suspended);
    let on = day("2026-12-22");
    let gone = partnership.resume(&act_for(2), party(2), on);
    assert_eq!(code(gone), RefusalCode::NotASignatory);
    partnership
        .resume(&act_for(0), party(0), on)
        .expect("taken up");
    assert_eq!(partnership.state, S::Active);
}

#[test]
fn who_is_in_an_amendment_alone_says_nothing_of_what_is_in_force() {
    let agreed = until(outline(2), Some("2027-11-20"), Renewal::Tacit, 30);
    let mut partnership = in_force(agreed.clone());
    let mut wider = among(&[0, 1, 2]);
    wider.term = agreed.term;
    change(&mut partnership, 0, wider, today()).expect("drafted");
    propose(&mut partnership, today());
    assert!(partnership.insiders().contains(&party(2)));
    let (act, by) = (act_for(2), party(2));
    let before = partnership.clone();
    for refused in [
        partnership.terminate(&act, by, today(), notice()),
        partnership.decline_renewal(&act, by, today(), reason()),
        partnership.suspend(&act, by, today(), reason()),
    ] {
        assert_eq!(code(refused), RefusalCode::NotASignatory);
    }
    let left = partnership.leave(&act, by, today(), reason());
    assert_eq!(code(left), RefusalCode::WrongState);
    assert_eq!(partnership, before);
    let declined = partnership.decline(&act, by, today(), reason());
    declined.expect("an amendment is for who is asked to sign it to decline");
}

#[test]
fn an_author_who_is_struck_out_of_a_draft_has_nothing_to_do_with_it_any_more() {
    let mut partnership = drafted(among(&[0, 1, 2]));
    change(&mut partnership, 1, among(&[1, 2]), today()).expect("changed");
    assert_eq!(partnership.author, party(0));
    assert_eq!(partnership.insiders(), [party(1), party(2)]);
    let mut partnership = drafted(among(&[0, 1]));
    let out = change(&mut partnership, 1, among(&[0, 2]), today());
    assert!(
        matches!(out, Err(Rejection::Faulty(_))),
        "nobody strikes itself out of what does not bind it"
    );
}
