//! What was delivered of commitments: said by one side, answered by the other, added up.

use proptest::prelude::*;

use super::*;
use crate::{
    refusals::Refusal,
    values::{Problem, ProblemCode, Unit},
};

/// The first party owes the others twenty hours of a room, by the end of the year.
pub(super) fn hours(value: &str) -> CommitmentDraft {
    CommitmentDraft {
        amount: Some(AmountDraft::Quantity(value.into(), Unit::Hour)),
        until: Some(day("2026-12-31")),
        ..commitment(0, CommitmentAction::Host)
    }
}

/// In force, with one commitment.
pub(super) fn owing(parties: u128, commitment: CommitmentDraft) -> Partnership {
    let mut draft = outline_draft(parties);
    draft.commitments = vec![commitment];
    in_force(parsed(draft))
}

fn owed(partnership: &Partnership) -> Commitment {
    let outline = partnership.outline_agreed().expect("agreed");
    outline.commitments[0].clone()
}

pub(super) fn said(partnership: &Partnership, value: Option<&str>) -> FulfilmentDraft {
    FulfilmentDraft {
        commitment: owed(partnership).id,
        due_on: None,
        done_on: Some(today()),
        amount: value.map(|value| AmountDraft::Quantity(value.into(), Unit::Hour)),
        source: None,
        note: None,
    }
}

pub(super) fn declare(
    partnership: &Partnership,
    by: u128,
    draft: &FulfilmentDraft,
) -> Result<Fulfilment, Rejection> {
    Fulfilment::declare(&act_for(by), partnership, party(by), today(), draft)
}

pub(super) fn kept(fulfilments: &[Fulfilment]) -> Keeping {
    let kept = fulfilments.iter().map(|one| Kept {
        fulfilment: one.clone(),
        measure: None,
    });
    Keeping {
        fulfilments: kept.collect(),
        waivers: vec![],
    }
}

fn only(partnership: &Partnership, keeping: &Keeping, on: NaiveDate) -> Occurrence {
    let mut occurrences = partnership.occurrences(keeping, on);
    assert_eq!(occurrences.len(), 1);
    occurrences.remove(0)
}

fn fault(rejection: Rejection) -> String {
    match rejection {
        Rejection::Faulty(faults) => faults.to_string(),
        Rejection::Refused(refusal) => refusal.code.to_string(),
    }
}

#[test]
fn what_one_side_declares_counts_once_the_other_confirms_it() {
    let partnership = owing(3, hours("20"));
    let mut first = declare(&partnership, 0, &said(&partnership, Some("12"))).expect("declared");
    let waiting = only(&partnership, &kept(&[first.clone()]), today());
    assert_eq!(
        waiting.state,
        CommitmentState::Pending,
        "it is said, not agreed"
    );
    let refused = first.confirm(&act_for(0), party(0));
    assert_eq!(
        code(refused),
        RefusalCode::NotYourSide,
        "not by who said it"
    );
    let refused = first.confirm(&act_for(7), party(7));
    assert_eq!(code(refused), RefusalCode::NotYourSide, "nor by strangers");
    first
        .confirm(&act_for(2), party(2))
        .expect("one of those it is owed to");
    let keeping = kept(&[first.clone()]);
    let partly = only(&partnership, &keeping, today());
    assert_eq!(partly.state, CommitmentState::PartlyFulfilled);
    // A creditor may say it too; then the debtor answers.
    let mut rest = declare(&partnership, 1, &said(&partnership, Some("8"))).expect("declared");
    rest.confirm(&act_for(0), party(0)).expect("confirmed");
    let whole = only(&partnership, &kept(&[first, rest]), day("2027-02-01"));
    assert_eq!(whole.state, CommitmentState::Fulfilled);
}

#[test]
fn what_was_kept_stays_kept_also_where_an_amendment_has_dropped_it() {
    let mut partnership = owing(2, hours("20"));
    let mut delivered = declare(&partnership, 0, &said(&partnership, Some("20"))).expect("said");
    let waiting = kept(&[delivered.clone()]);
    delivered.confirm(&act_for(1), party(1)).expect("confirmed");
    let keeping = kept(&[delivered]);
    let none = Keeping::default();
    let before = |partnership: &Partnership, keeping| {
        let made = partnership.made(keeping, today()).into_iter();
        let kept = made.filter(|one| !one.owed);
        kept.map(|one| one.state).collect::<Vec<_>>()
    };
    assert_eq!(before(&partnership, &keeping), [], "it is owed still");
    change(&mut partnership, 0, outline(2), today()).expect("changed");
    propose(&mut partnership, today());
    for number in 0..2 {
        sign(&mut partnership, number, today()).expect("signed");
    }
    let owed = partnership.occurrences(&keeping, today());
    assert!(owed.iter().all(|one| one.fulfilments.is_empty()));
    assert_eq!(before(&partnership, &keeping), [CommitmentState::Fulfilled]);
    assert_eq!(before(&partnership, &none), [], "it is not owed any more");
    let tasks = partnership.tasks(&waiting, today());
    assert!(tasks[&party(1)].answer, "what was said is to be answered");
    let told = |keeping: &Keeping, on| {
        let followed = partnership.followed(keeping, on).into_iter();
        let dropped = followed.filter(|one| !one.owed);
        dropped.map(|one| one.state).collect::<Vec<_>>()
    };
    assert_eq!(told(&waiting, today()), [CommitmentState::Pending]);
    assert_eq!(told(&keeping, today()), [CommitmentState::Fulfilled]);
    let later = day("2027-02-01");
    assert_eq!(
        told(&waiting, later),
        [CommitmentState::Pending],
        "never late"
    );
    assert_eq!(told(&none, later), []);
    assert!(!partnership.tasks(&keeping, today()).contains_key(&party(1)));
}

#[test]
fn what_is_not_delivered_by_its_day_is_late_but_for_what_is_suspended() {
    let mut partnership = owing(2, hours("20"));
    let none = Keeping::default();
    let state = |partnership: &Partnership, on| only(partnership, &none, day(on)).state;
    assert_eq!(state(&partnership, "2026-12-31"), CommitmentState::Pending);
    assert_eq!(state(&partnership, "2027-01-01"), CommitmentState::Late);
    // Who has declared it in full waits for the other side; who has declared some of it is late with the rest.
    for (hours, expected) in [
        ("20", CommitmentState::Pending),
        ("12", CommitmentState::Late),
    ] {
        let declared = declare(&partnership, 0, &said(&partnership, Some(hours)));
        let keeping = kept(&[declared.expect("declared")]);
        assert_eq!(
            only(&partnership, &keeping, day("2027-01-01")).state,
            expected
        );
    }
    let suspended = partnership.suspend(&act_for(1), party(1), today(), reason());
    suspended.expect("suspended");
    assert_eq!(state(&partnership, "2027-01-01"), CommitmentState::Pending);
}

#[test]
fn what_is_contested_is_in_dispute_until_both_agree_on_what_counts() {
    let partnership = owing(2, hours("20"));
    let around = owed(&partnership);
    let mut said = declare(&partnership, 0, &said(&partnership, Some("20"))).expect("declared");
    said.contest(&act_for(1), party(1), &reason())
        .expect("contested");
    let disputed = only(&partnership, &kept(&[said.clone()]), day("2027-02-01"));
    assert_eq!(disputed.state, CommitmentState::Disputed, "and not late");
    let nothing = said.clone().accept(&act_for(0), party(0));
    assert_eq!(code(nothing), RefusalCode::WrongState, "nothing is offered");
    let offer = |outcome, amount: Option<&str>| SettlementDraft {
        outcome,
        amount: amount.map(|value| AmountDraft::Quantity(value.into(), Unit::Hour)),
        words: "Comptées ensemble.".into(),
    };
    let missing = said.offer(
        &act_for(1),
        party(1),
        &around,
        &offer(SettlementOutcome::Amount, None),
    );
    assert_eq!(fault(missing.expect_err("refused")), "amount: REQUIRED");
    let fifteen = offer(SettlementOutcome::Amount, Some("15"));
    said.offer(&act_for(1), party(1), &around, &fifteen)
        .expect("offered");
    let own = said.clone().accept(&act_for(1), party(1));
    assert_eq!(code(own), RefusalCode::NotYourSide, "not by who offers");
    said.accept(&act_for(0), party(0)).expect("accepted");
    assert_eq!(said.state, FulfilmentState::Settled);
    let settled = only(&partnership, &kept(&[said.clone()]), today());
    assert_eq!(settled.state, CommitmentState::PartlyFulfilled);
    let fifteen = Amount::parse(&AmountDraft::Quantity("15".into(), Unit::Hour));
    assert_eq!(settled.counted, fifteen.ok());
    assert_eq!(
        code(said.withdraw(&act_for(0), party(0))),
        RefusalCode::WrongState,
        "what was agreed upon is not taken back"
    );
}

#[test]
fn it_is_waived_once_all_have_given_it_up_to_whom_it_is_owed() {
    let partnership = owing(3, hours("20"));
    let commitment = owed(&partnership);
    let mut keeping = Keeping::default();
    let waive = |keeping: &Keeping, by: u128| {
        let (owed, around) = ((commitment.id, None), (keeping, today()));
        partnership.waive(&act_for(by), party(by), owed, around, reason())
    };
    let debtor = waive(&keeping, 0).expect_err("refused");
    assert_eq!(fault(debtor), "NOT_YOUR_SIDE");
    keeping
        .waivers
        .push(waive(&keeping, 1).expect("given up").0);
    let one = only(&partnership, &keeping, today());
    assert_eq!(
        one.state,
        CommitmentState::Pending,
        "it is owed to the third"
    );
    let again = waive(&keeping, 1).expect_err("refused");
    assert_eq!(fault(again), "WRONG_STATE");
    keeping
        .waivers
        .push(waive(&keeping, 2).expect("given up").0);
    let both = only(&partnership, &keeping, day("2027-02-01"));
    assert_eq!(both.state, CommitmentState::Waived, "and never late");
}

#[test]
fn what_is_declared_is_for_a_day_on_which_it_is_due_and_in_its_unit() {
    let monthly = CommitmentDraft {
        from: Some(day("2026-11-30")),
        until: Some(day("2027-02-28")),
        recurrence: Recurrence::Monthly,
        ..hours("5")
    };
    let partnership = owing(2, monthly);
    let told = |draft: &FulfilmentDraft| {
        fault(declare(&partnership, 0, draft).expect_err("something wrong"))
    };
    let draft = |due_on: Option<&str>| FulfilmentDraft {
        due_on: due_on.map(day),
        ..said(&partnership, Some("5"))
    };
    assert_eq!(told(&draft(None)), "dueOn: REQUIRED", "there are four");
    assert_eq!(told(&draft(Some("2026-12-31"))), "dueOn: UNKNOWN");
    assert!(declare(&partnership, 0, &draft(Some("2027-02-28"))).is_ok());
    let mut other = draft(Some("2026-12-30"));
    other.amount = Some(AmountDraft::Quantity("5".into(), Unit::Day));
    assert_eq!(told(&other), "amount: INCONSISTENT");
    other.amount = None;
    assert_eq!(told(&other), "amount: REQUIRED");
    let mut tomorrow = draft(Some("2026-12-30"));
    tomorrow.done_on = Some(day("2026-11-22"));
    assert_eq!(told(&tomorrow), "doneOn: OUT_OF_RANGE");
    let days: Vec<_> = partnership
        .occurrences(&Keeping::default(), today())
        .iter()
        .map(|one| one.due_on.expect("a day").to_string())
        .collect();
    assert_eq!(
        days,
        ["2026-11-30", "2026-12-30", "2027-01-30", "2027-02-28"]
    );
}

#[test]
fn nothing_is_due_after_the_end_and_what_was_due_before_is_told_afterwards() {
    let monthly = CommitmentDraft {
        from: Some(day("2026-12-01")),
        until: Some(day("2027-11-01")),
        recurrence: Recurrence::Monthly,
        ..hours("5")
    };
    let mut draft = outline_draft(2);
    draft.commitments = vec![monthly];
    draft.term.ends_on = None;
    draft.term.early_termination = false;
    let mut partnership = in_force(parsed(draft));
    let notice = (TerminationGround::Notice, reason());
    partnership
        .terminate(&act_for(1), party(1), today(), notice)
        .expect("noticed");
    // Thirty days of notice.
    partnership.attend(&by_itself(), day("2026-12-25"));
    assert_eq!(partnership.state, S::Terminated);
    let due = partnership.occurrences(&Keeping::default(), day("2026-12-25"));
    assert_eq!(due.len(), 1, "the first of December alone");
    assert_eq!(due[0].state, CommitmentState::Late);
    let mut late = said(&partnership, Some("5"));
    late.due_on = Some(day("2026-12-01"));
    assert!(declare(&partnership, 0, &late).is_ok());
    // What was delivered ahead counts for its own day alone, and waits for its answer.
    late.due_on = Some(day("2027-01-01"));
    let keeping = kept(&[declare(&partnership, 0, &late).expect("declared")]);
    let due = partnership.occurrences(&keeping, day("2026-12-25"));
    assert_eq!(due[0].fulfilments, []);
    let tasks = partnership.tasks(&keeping, day("2026-12-25"));
    assert!(tasks[&party(1)].answer);
    assert_eq!(tasks[&party(0)].deliver_by, Some(day("2026-12-01")));
    let (owed, around) = (late.commitment, (&keeping, day("2026-12-25")));
    let waived = partnership.waive(&act_for(1), party(1), (owed, late.due_on), around, reason());
    let nothing = fault(waived.expect_err("nothing is owed any more"));
    assert_eq!(nothing, "dueOn: UNKNOWN");
}

#[test]
fn nothing_is_declared_before_it_is_in_force() {
    let mut draft = outline_draft(2);
    draft.commitments = vec![hours("20")];
    let mut partnership = drafted(parsed(draft));
    propose(&mut partnership, today());
    let commitment = partnership.outline.commitments[0].id;
    let said = FulfilmentDraft {
        commitment,
        due_on: None,
        done_on: Some(today()),
        amount: Some(AmountDraft::Quantity("1".into(), Unit::Hour)),
        source: None,
        note: None,
    };
    let early = declare(&partnership, 0, &said).expect_err("refused");
    assert_eq!(fault(early), "WRONG_STATE");
}

#[test]
fn an_amendment_that_moves_a_day_takes_along_what_was_declared_for_it() {
    let partnership = owing(2, hours("20"));
    let mut declared = declare(&partnership, 0, &said(&partnership, Some("20"))).expect("said");
    declared.confirm(&act_for(1), party(1)).expect("confirmed");
    let mut amended = partnership;
    let mut next = amended.outline_agreed().expect("agreed").clone();
    next.commitments[0].until = Some(day("2027-01-31"));
    change(&mut amended, 0, next, today()).expect("changed");
    propose(&mut amended, today());
    for number in 0..2 {
        sign(&mut amended, number, today()).expect("signed");
    }
    let moved = only(&amended, &kept(&[declared]), today());
    assert_eq!(moved.due_on, Some(day("2027-01-31")));
    assert_eq!(moved.state, CommitmentState::Fulfilled);
}

#[test]
fn who_has_to_deliver_or_to_answer_is_told() {
    let partnership = owing(3, hours("20"));
    let tasks = partnership.tasks(&Keeping::default(), today());
    assert_eq!(tasks[&party(0)].deliver_by, Some(day("2026-12-31")));
    assert!(!tasks.contains_key(&party(1)));
    let said = declare(&partnership, 0, &said(&partnership, Some("20"))).expect("declared");
    let tasks = partnership.tasks(&kept(&[said]), today());
    assert!(!tasks.contains_key(&party(0)), "it has done its part");
    assert!(tasks[&party(1)].answer && tasks[&party(2)].answer);
}

#[test]
fn a_link_is_one_between_the_two_sides_and_counts_as_it_stands() {
    let partnership = owing(3, hours("1"));
    let link = |measure: Option<Measure>| FulfilmentDraft {
        done_on: None,
        amount: None,
        source: Some((Source::Booking(id(900)), measure)),
        ..said(&partnership, None)
    };
    let unknown = declare(&partnership, 0, &link(None)).expect_err("refused");
    assert_eq!(fault(unknown), "booking: UNKNOWN");
    let third = Measure::hours(party(0), party(1), 20);
    let elsewhere = declare(&partnership, 2, &link(Some(third.clone()))).expect_err("refused");
    assert_eq!(
        fault(elsewhere),
        "booking: UNKNOWN",
        "the third was not there"
    );
    let away = Measure::hours(party(0), party(9), 20);
    let away = declare(&partnership, 0, &link(Some(away))).expect_err("refused");
    assert_eq!(fault(away), "booking: UNKNOWN", "it went to a stranger");
    let linked = |number: u128| {
        let linked = declare(&partnership, 0, &link(Some(third.clone())));
        let mut fulfilment = linked.expect("linked");
        fulfilment.id = id(700 + number);
        fulfilment
            .confirm(&act_for(1), party(1))
            .expect("confirmed");
        Kept {
            fulfilment,
            measure: Some(third.clone()),
        }
    };
    let keeping = |number: u128| Keeping {
        fulfilments: (0..number).map(linked).collect(),
        waivers: vec![],
    };
    let two = only(&partnership, &keeping(2), today());
    assert_eq!(two.state, CommitmentState::PartlyFulfilled);
    // Three times twenty minutes are an hour.
    let three = only(&partnership, &keeping(3), today());
    assert_eq!(three.state, CommitmentState::Fulfilled);
}

/// What somebody may try on what was declared.
fn tries() -> impl Strategy<Value = Vec<(u8, u128)>> {
    proptest::collection::vec((0..5u8, 0..4u128), 0..12)
}

proptest! {
    #[test]
    fn nothing_counts_that_both_sides_have_not_said(tries in tries()) {
        let partnership = owing(3, hours("20"));
        let around = owed(&partnership);
        let mut said = declare(&partnership, 0, &said(&partnership, Some("20"))).expect("declared");
        let mut spoke: Vec<(u8, u128)> = vec![];
        for (what, by) in tries {
            let act = act_for(by);
            let done: Result<(), Option<Refusal>> = match what {
                0 => said.confirm(&act, party(by)).map_err(Some),
                1 => said.contest(&act, party(by), &reason()).map_err(Some),
                2 => said.withdraw(&act, party(by)).map_err(Some),
                3 => {
                    let draft = SettlementDraft {
                        outcome: SettlementOutcome::AsDeclared,
                        amount: None,
                        words: "Tout compte.".into(),
                    };
                    let offered = said.offer(&act, party(by), &around, &draft);
                    offered.map_err(|_| None)
                }
                _ => said.accept(&act, party(by)).map_err(Some),
            };
            if done.is_ok() {
                prop_assert!(by < 3, "strangers say nothing");
                spoke.push((what, by));
            }
        }
        let occurrence = only(&partnership, &kept(&[said.clone()]), today());
        if occurrence.state == CommitmentState::Fulfilled {
            let confirmed = spoke.iter().any(|(what, by)| *what == 0 && *by != 0);
            let offers: Vec<_> = spoke.iter().filter(|(what, _)| *what == 3).collect();
            let accepted = spoke.iter().find(|(what, _)| *what == 4);
            let agreed = accepted.zip(offers.last()).is_some_and(|(one, other)| {
                (one.1 == 0) != (other.1 == 0)
            });
            prop_assert!(confirmed || agreed, "{spoke:?}");
        }
    }
}

#[test]
fn an_amount_is_above_zero() {
    let none = Amount::parse(&AmountDraft::Quantity("0".into(), Unit::Hour));
    assert_eq!(
        none.map_err(|problem: Problem| problem.code),
        Err(ProblemCode::OutOfRange)
    );
}
