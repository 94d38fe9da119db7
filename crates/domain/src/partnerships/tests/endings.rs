//! What is left of an agreement when it is over, and what comes too late.

use super::*;
use crate::events::EventKind as K;

fn later(last: &str, parties: u128) -> Outline {
    until(outline(parties), Some(last), Renewal::None, 30)
}

#[test]
fn when_it_is_over_what_was_in_force_is_what_there_was() {
    // An amendment takes a third party in and one out; the last day comes before all have signed.
    for proposed in [false, true] {
        let mut partnership = in_force(outline(2));
        let (agreed, edit) = (partnership.outline.clone(), partnership.edit);
        let mut amended = outline_draft(3);
        amended.parties.remove(1);
        amended.term.ends_on = Some(day("2029-01-01"));
        change(&mut partnership, 0, parsed(amended), today()).expect("drafted");
        if proposed {
            propose(&mut partnership, today());
            sign(&mut partnership, 2, today()).expect("signed");
        }
        partnership.attend(&by_itself(), day("2027-11-21"));
        assert_eq!(
            (partnership.state, partnership.stage),
            (S::Ended, Stage::Settled)
        );
        assert_eq!((&partnership.outline, partnership.edit), (&agreed, edit));
        assert_eq!(partnership.insiders(), [party(0), party(1)]);
        assert_eq!(partnership.bound(), [party(0), party(1)]);
        assert_eq!(partnership.witnesses(), [party(0), party(1)]);
        assert_eq!(partnership.disclosed(), Some(Disclosure::Nothing));
    }
}

fn breach() -> (TerminationGround, crate::values::Reason) {
    (TerminationGround::Breach, reason())
}

#[test]
fn what_has_a_last_day_is_kept_to_unless_it_says_otherwise_or_is_broken() {
    let mut kept = outline(3);
    kept.term.early_termination = false;
    let mut partnership = in_force(kept.clone());
    let refused = partnership.terminate(&act_for(1), party(1), today(), notice());
    let refused = refused.expect_err("a fixed term");
    assert_eq!(refused.code, RefusalCode::FixedTerm);
    assert_eq!(refused.facts[0].value, "2027-11-20");
    assert_eq!(
        (
            partnership.course.termination.is_none(),
            partnership.events.drain().len()
        ),
        (true, 0)
    );
    partnership
        .terminate(&act_for(1), party(1), today(), breach())
        .expect("said");
    assert_eq!(partnership.state, S::Terminated, "at once, without notice");
    let said = partnership.course.termination.expect("said");
    assert_eq!(
        (said.effective_on, said.ground),
        (today(), Some(TerminationGround::Breach))
    );

    for agreed in [outline(2), until(outline(2), None, Renewal::None, 30)] {
        let mut partnership = in_force(agreed);
        let act = act_for(0);
        partnership
            .terminate(&act, party(0), today(), notice())
            .expect("given");
        let until = partnership
            .course
            .termination
            .as_ref()
            .map(|one| one.effective_on);
        assert_eq!(
            (partnership.state, until),
            (S::Active, Some(day("2026-12-21")))
        );
        let again = partnership.terminate(&act, party(0), today(), notice());
        assert_eq!(code(again), RefusalCode::WrongState);
        partnership
            .terminate(&act_for(1), party(1), today(), breach())
            .expect("also while it runs");
        assert_eq!(partnership.state, S::Terminated);
    }

    kept.term.renewal = Renewal::Tacit;
    kept.term.renewal_months = Some(12);
    let mut partnership = in_force(kept);
    partnership.attend(&by_itself(), day("2027-11-21"));
    let refused = partnership.terminate(&act_for(1), party(1), day("2027-12-01"), notice());
    assert_eq!(
        refused.expect_err("renewed for a term").facts[0].value,
        "2028-11-20"
    );
    let mut open = outline_draft(2);
    open.term.ends_on = None;
    let faults = Outline::parse(open, None, &MINT).expect_err("what has no last day");
    assert_eq!(faults.to_string(), "term.earlyTermination: INCONSISTENT");
}

#[test]
fn an_amendment_that_all_have_signed_revokes_a_notice_given_before() {
    let mut partnership = in_force(outline(2));
    partnership
        .terminate(&act_for(1), party(1), today(), notice())
        .expect("given");
    change(&mut partnership, 0, later("2029-01-01", 2), today()).expect("drafted");
    propose(&mut partnership, today());
    sign(&mut partnership, 0, today()).expect("signed");
    assert!(partnership.course.termination.is_some(), "until all have");
    partnership.events.drain();
    sign(&mut partnership, 1, today()).expect("signed");
    assert_eq!(partnership.course.termination, None);
    let told = partnership.events.drain();
    let amended = told.iter().find(|one| one.kind == K::PartnershipAmended);
    let revokes = amended.expect("told").fact("revokes").map(str::to_owned);
    assert_eq!(revokes, Some(party(1).to_string()));
    partnership.attend(&by_itself(), day("2027-12-01"));
    assert_eq!(partnership.state, S::Active);
    assert_eq!(
        partnership.next_due(day("2028-12-30")),
        Some(day("2029-01-02"))
    );
}

#[test]
fn notice_for_all_ends_an_amendment_that_waits() {
    let mut partnership = in_force(outline(3));
    change(&mut partnership, 1, later("2029-01-01", 3), today()).expect("drafted");
    propose(&mut partnership, today());
    sign(&mut partnership, 0, today()).expect("signed");
    partnership
        .terminate(&act_for(2), party(2), today(), notice())
        .expect("given");
    assert_eq!(partnership.stage, Stage::Proposed, "until it is over");
    assert_eq!(
        code(partnership.terminate(&act_for(1), party(1), today(), notice())),
        RefusalCode::WrongState
    );
    assert_eq!(
        code(partnership.leave(&act_for(1), party(1), today(), reason())),
        RefusalCode::WrongState
    );
    partnership.attend(&by_itself(), day("2026-12-21"));
    assert_eq!(partnership.state, S::Terminated);
    assert_eq!(partnership.versions[0].state, VersionState::Ended);
    assert_eq!(partnership.versions[1].state, VersionState::Lapsed);
    assert_eq!(partnership.versions[1].signatures.len(), 1);
    for number in 0..3 {
        let late = sign(&mut partnership, number, day("2026-12-21"));
        assert_eq!(code(late), RefusalCode::WrongState);
    }
}

#[test]
fn what_is_proposed_until_its_last_day_is_over_can_be_changed_and_not_signed() {
    let mut partnership = drafted(outline(2));
    propose(&mut partnership, today());
    sign(&mut partnership, 0, today()).expect("signed");
    let over = day("2027-11-21");
    partnership.events.drain();
    partnership.attend(&by_itself(), over);
    assert_eq!(partnership.events.as_slice(), []);
    assert_eq!(partnership.next_due(over), None);
    let late = sign(&mut partnership, 1, over).expect_err("it is over");
    assert_eq!(late.facts[0].value, "EXPIRED");
    partnership.withdraw(&act_for(1), over).expect("taken back");
    let late = partnership.can_be_proposed(&Around::default(), over);
    assert_eq!(late.expect_err("it is over").facts[0].value, "EXPIRED");
    change(&mut partnership, 1, later("2028-11-20", 2), over).expect("changed");
    propose(&mut partnership, over);
    for number in [0, 1] {
        sign(&mut partnership, number, over).expect("signed anew");
    }
    assert_eq!(partnership.state, S::Active);
}

#[test]
fn the_last_day_is_a_day_on_which_it_can_be_signed() {
    let mut partnership = drafted(outline(2));
    propose(&mut partnership, today());
    let last = day("2027-11-20");
    for number in [0, 1] {
        sign(&mut partnership, number, last).expect("signed");
    }
    assert_eq!(partnership.state, S::Active);
    assert_eq!(partnership.next_due(last), Some(day("2027-11-21")));
    partnership.attend(&by_itself(), day("2027-11-21"));
    assert_eq!(partnership.state, S::Ended);
}

#[test]
fn what_is_suspended_is_renewed_amended_warned_of_and_ends_as_any_other() {
    let tacit = until(outline(2), Some("2027-11-20"), Renewal::Tacit, 30);
    let mut partnership = in_force(tacit);
    let suspend = |partnership: &mut Partnership, number| {
        partnership.suspend(&act_for(number), party(number), today(), reason())
    };
    suspend(&mut partnership, 0).expect("suspended");
    assert_eq!(
        code(suspend(&mut partnership, 1)),
        RefusalCode::WrongState,
        "once is enough"
    );
    partnership.attend(&by_itself(), day("2027-11-21"));
    assert_eq!(
        (partnership.state, partnership.course.renewals),
        (S::Suspended, 1)
    );
    let on = day("2027-11-21");
    change(&mut partnership, 1, later("2027-12-31", 2), on).expect("drafted");
    propose(&mut partnership, on);
    for number in [0, 1] {
        sign(&mut partnership, number, on).expect("signed");
    }
    assert_eq!(
        partnership.state,
        S::Suspended,
        "an amendment is no resumption"
    );
    partnership.events.drain();
    partnership.attend(&by_itself(), day("2028-01-01"));
    let told = partnership.events.as_slice().iter();
    assert_eq!(
        told.map(|event| event.kind).collect::<Vec<_>>(),
        [K::PartnershipEnded]
    );
    assert_eq!(
        code(partnership.resume(&act_for(0), party(0), day("2028-01-01"))),
        RefusalCode::WrongState
    );
}

#[test]
fn what_is_signed_and_has_not_begun_is_amended_by_all_and_else_stays_as_it_was_signed() {
    let mut draft = outline_draft(3);
    draft.term.starts_on = day("2027-01-01");
    let partnership = in_force(parsed(draft));
    assert_eq!(partnership.state, S::Signed);
    let before = partnership.clone();
    for action in PartnershipAction::ALL
        .iter()
        .filter(|one| **one > A::Change)
    {
        let refused = partnership.permits(*action, Some(party(0)), today());
        let refused = refused.expect_err("nothing else is done with it yet");
        let told = match action {
            // Of an amendment there is none.
            A::Propose | A::Withdraw | A::Sign | A::Decline | A::Discard => "SETTLED",
            _ => "SIGNED",
        };
        assert_eq!(refused.facts[0].value, told, "{action}");
    }
    assert_eq!(partnership, before);
    assert_eq!(partnership.insiders(), [party(0), party(1), party(2)]);
}

#[test]
fn who_ends_it_before_it_was_signed_leaves_it_to_the_parties_of_its_last_text() {
    let mut declined = drafted(outline(3));
    propose(&mut declined, today());
    sign(&mut declined, 0, today()).expect("signed");
    change(&mut declined, 1, outline(2), today()).expect("changed");
    propose(&mut declined, today());
    declined
        .decline(&act_for(1), party(1), today(), reason())
        .expect("declined");
    let states = declined.versions.iter().map(|one| one.state);
    assert_eq!(
        states.collect::<Vec<_>>(),
        [VersionState::Withdrawn, VersionState::Declined]
    );
    assert_eq!(
        declined.course.declined.as_ref().map(|one| one.by),
        Some(party(1))
    );
    assert_eq!(declined.insiders(), [party(0), party(1)]);
    assert_eq!(
        declined.witnesses(),
        [],
        "what bound nobody is nobody's past"
    );
    assert_eq!(declined.disclosed(), None);

    let mut proposed = drafted(outline(2));
    propose(&mut proposed, today());
    assert_eq!(
        code(proposed.discard(&act_for(0), today())),
        RefusalCode::WrongState,
        "what waits for signatures is taken back first"
    );
    proposed.withdraw(&act_for(1), today()).expect("taken back");
    proposed.discard(&act_for(0), today()).expect("given up");
    assert_eq!(
        (proposed.state, proposed.stage),
        (S::Discarded, Stage::Settled)
    );
}

#[test]
fn an_amendment_that_is_given_up_leaves_what_is_in_force_as_it_was() {
    let mut partnership = in_force(outline(2));
    let (agreed, edit) = (partnership.outline.clone(), partnership.edit);
    change(&mut partnership, 0, outline(3), today()).expect("drafted");
    change(&mut partnership, 2, outline(4), today()).expect("who is asked works on it too");
    partnership.discard(&act_for(1), today()).expect("given up");
    assert_eq!(
        (partnership.state, partnership.stage),
        (S::Active, Stage::Settled)
    );
    assert_eq!((&partnership.outline, partnership.edit), (&agreed, edit));
    change(&mut partnership, 0, outline(3), today()).expect("drafted");
    assert_eq!(
        (partnership.edit, partnership.edits),
        (4, 4),
        "the number of a change is not used again"
    );
}
