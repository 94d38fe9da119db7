//! What is due by which text, whoever leaves or comes back and whatever is agreed upon later.

use proptest::prelude::*;

use super::{keeping::*, *};
use crate::values::Unit;

/// Five hours each first of a month, from December to November.
fn monthly() -> CommitmentDraft {
    CommitmentDraft {
        from: Some(day("2026-12-01")),
        until: Some(day("2027-11-01")),
        recurrence: Recurrence::Monthly,
        ..hours("5")
    }
}

fn amended(partnership: &mut Partnership, on: &str, by: &[u128], with: impl Fn(&mut Outline)) {
    let mut next = partnership.outline_agreed().expect("agreed").clone();
    with(&mut next);
    change(partnership, by[0], next, day(on)).expect("changed");
    propose(partnership, day(on));
    for number in by {
        sign(partnership, *number, day(on)).expect("signed");
    }
}

/// Declared by who owes it and confirmed by the second.
fn delivered(partnership: &Partnership, due_on: Option<&str>, value: &str) -> Fulfilment {
    let draft = FulfilmentDraft {
        due_on: due_on.map(day),
        ..said(partnership, Some(value))
    };
    let mut declared = declare(partnership, 0, &draft).expect("declared");
    declared.confirm(&act_for(1), party(1)).expect("confirmed");
    declared
}

/// Each day until one, with where it stands; what is not owed in brackets.
fn states(partnership: &Partnership, keeping: &Keeping, on: &str, until: &str) -> Vec<String> {
    let followed = partnership.followed(keeping, day(on)).into_iter();
    let before = followed.filter(|one| one.due_on.is_none_or(|due| due <= day(until)));
    let told = before.map(|one| {
        let due = one.due_on.map(|day| day.to_string()).unwrap_or_default();
        if one.owed {
            format!("{due} {}", one.state)
        } else {
            format!("({due} {})", one.state)
        }
    });
    told.collect()
}

fn leaves(partnership: &mut Partnership, number: u128, gone_on: &str) {
    let left = partnership.leave(&act_for(number), party(number), today(), reason());
    left.expect("notice is given");
    partnership.attend(&by_itself(), day(gone_on));
}

#[test]
fn an_amendment_is_for_the_months_to_come() {
    let mut partnership = owing(2, monthly());
    let mut kept_ = vec![
        delivered(&partnership, Some("2026-12-01"), "5"),
        delivered(&partnership, Some("2027-01-01"), "5"),
        delivered(&partnership, Some("2027-11-01"), "5"),
    ];
    // Four times as much from March on, on another day, and not so long.
    amended(&mut partnership, "2027-02-10", &[0, 1], |next| {
        let commitment = &mut next.commitments[0];
        commitment.from = Some(day("2027-03-15"));
        commitment.until = Some(day("2027-06-15"));
        commitment.amount = Amount::parse(&AmountDraft::Quantity("20".into(), Unit::Hour)).ok();
    });
    let keeping = kept(&kept_);
    let expected = [
        "2026-12-01 FULFILLED",
        "2027-01-01 FULFILLED",
        "2027-02-01 LATE",
        "2027-03-15 LATE",
        "2027-04-15 PENDING",
        "2027-05-15 PENDING",
        "2027-06-15 PENDING",
        "(2027-11-01 PARTLY_FULFILLED)",
    ];
    let told = states(&partnership, &keeping, "2027-04-01", "2027-12-31");
    assert_eq!(told, expected);
    // February is still told of and given up, in the words of its own time.
    kept_.push(delivered(&partnership, Some("2027-02-01"), "5"));
    let told = states(&partnership, &kept(&kept_), "2027-04-01", "2027-02-28");
    assert_eq!(told[2], "2027-02-01 FULFILLED");
    let (owed, around) = (
        (kept_[0].commitment, Some(day("2027-02-01"))),
        (&keeping, day("2027-04-01")),
    );
    let waived = partnership.waive(&act_for(1), party(1), owed, around, reason());
    assert!(waived.is_ok());
}

#[test]
fn a_month_whose_day_is_moved_is_due_once() {
    let mut partnership = owing(2, monthly());
    let ahead = delivered(&partnership, Some("2027-02-01"), "5");
    amended(&mut partnership, "2027-01-20", &[0, 1], |next| {
        next.commitments[0].from = Some(day("2026-12-15"));
    });
    let told = states(&partnership, &kept(&[ahead]), "2027-01-21", "2027-03-31");
    let expected = [
        "2026-12-01 LATE",
        "2027-01-01 LATE",
        "2027-02-15 FULFILLED",
        "2027-03-15 PENDING",
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_is_owed_to_who_has_left_is_given_up_by_nobody_else() {
    let mut partnership = owing(3, hours("20"));
    let mut keeping = Keeping::default();
    leaves(&mut partnership, 1, "2027-01-05");
    let commitment = partnership.outline.commitments[0].id;
    let around = (&keeping, day("2027-01-06"));
    let waived = partnership.waive(&act_for(2), party(2), (commitment, None), around, reason());
    keeping.waivers.push(waived.expect("its own part").0);
    let told =
        |partnership: &Partnership| states(partnership, &keeping, "2027-03-01", "2027-12-31");
    // It left on the 21st of December, before it was due: it is owed nothing.
    assert_eq!(told(&partnership), ["2026-12-31 WAIVED"]);

    let mut partnership = owing(
        3,
        CommitmentDraft {
            until: Some(day("2026-12-15")),
            ..hours("20")
        },
    );
    leaves(&mut partnership, 1, "2027-01-05");
    assert_eq!(told(&partnership), ["2026-12-15 LATE"]);
    // The others cannot name it any more, and it signs nothing.
    for with in [true, false] {
        let mut partnership = partnership.clone();
        amended(&mut partnership, "2027-01-10", &[0, 2], |next| {
            next.parties.retain(|one| one.organisation != party(1));
            if !with {
                next.commitments.clear();
            }
        });
        assert_eq!(told(&partnership), ["2026-12-15 LATE"], "{with}");
        let due = partnership.occurrences(&keeping, day("2027-03-01"));
        let mut owed_to = due[0].sides.creditors.clone();
        owed_to.sort();
        assert_eq!(owed_to, [party(1), party(2)], "{with}");
    }
}

#[test]
fn nothing_is_owed_to_nobody() {
    let mut draft = outline_draft(3);
    let to_the_second = |draft: CommitmentDraft| CommitmentDraft {
        creditors: vec![party(1)],
        ..draft
    };
    draft.commitments = vec![to_the_second(monthly())];
    let mut partnership = in_force(parsed(draft));
    leaves(&mut partnership, 1, "2027-01-05");
    let none = Keeping::default();
    let told = states(&partnership, &none, "2027-04-01", "2027-12-31");
    assert_eq!(told, ["2026-12-01 LATE"], "what was due before it left");

    // What had no day was owed until the last of the two left.
    let mut draft = outline_draft(2);
    let whenever = CommitmentDraft {
        until: None,
        ..hours("20")
    };
    draft.commitments = vec![to_the_second(whenever)];
    let mut partnership = in_force(parsed(draft));
    leaves(&mut partnership, 1, "2027-01-05");
    assert!(partnership.state.is_over());
    let told = states(&partnership, &none, "2027-04-01", "2027-12-31");
    assert_eq!(told, [" LATE"]);
}

#[test]
fn who_comes_back_owes_nothing_for_the_time_of_its_absence() {
    let mut draft = outline_draft(3);
    draft.commitments = vec![CommitmentDraft {
        debtor: party(2),
        ..monthly()
    }];
    let mut partnership = in_force(parsed(draft));
    leaves(&mut partnership, 2, "2026-12-25");
    assert!(partnership.is_gone(party(2), day("2026-12-21")));
    amended(&mut partnership, "2027-03-10", &[0, 1, 2], |next| {
        next.disclosure = Disclosure::Existence;
    });
    let told = states(
        &partnership,
        &Keeping::default(),
        "2027-04-02",
        "2027-05-31",
    );
    let expected = ["2026-12-01 LATE", "2027-04-01 LATE", "2027-05-01 PENDING"];
    assert_eq!(told, expected);
}

#[test]
fn a_contested_part_does_not_hide_that_the_rest_is_late() {
    let partnership = owing(2, hours("20"));
    let contested = |value| {
        let mut said = declare(&partnership, 0, &said(&partnership, Some(value))).expect("said");
        said.contest(&act_for(1), party(1), &reason())
            .expect("contested");
        kept(&[said])
    };
    for (value, expected) in [("0.001", "2026-12-31 LATE"), ("20", "2026-12-31 DISPUTED")] {
        let told = states(&partnership, &contested(value), "2027-01-01", "2026-12-31");
        assert_eq!(told, [expected]);
    }
}

#[test]
fn what_one_has_contested_no_other_of_its_side_answers() {
    let partnership = owing(3, hours("20"));
    let around = partnership.outline.commitments[0].clone();
    let mut said = declare(&partnership, 0, &said(&partnership, Some("20"))).expect("said");
    said.contest(&act_for(1), party(1), &reason())
        .expect("contested");
    let confirmed = said.clone().confirm(&act_for(2), party(2));
    assert_eq!(code(confirmed), RefusalCode::ContestedByAnother);
    let offer = SettlementDraft {
        outcome: SettlementOutcome::AsDeclared,
        amount: None,
        words: "Tout compte.".into(),
    };
    let offered = said.offer(&act_for(2), party(2), &around, &offer);
    assert!(offered.is_err());
    said.offer(&act_for(0), party(0), &around, &offer)
        .expect("by who owes it");
    let accepted = said.clone().accept(&act_for(2), party(2));
    assert_eq!(code(accepted), RefusalCode::ContestedByAnother);
    let mut after_all = said.clone();
    after_all.confirm(&act_for(1), party(1)).expect("after all");
    said.accept(&act_for(1), party(1)).expect("accepted");
}

/// The month and the day of the first, how many months more, and how much.
fn terms() -> impl Strategy<Value = (u32, u32, u32, u32)> {
    (1..13u32, 1..29u32, 0..12u32, 1..30u32)
}

proptest! {
    #[test]
    fn no_amendment_makes_anything_count_for_another_month_or_not_at_all(
        amendments in proptest::collection::vec((0..5u64, terms()), 0..4),
        months in proptest::collection::btree_set(0..12u32, 0..6),
    ) {
        let mut partnership = owing(2, monthly());
        let first = day("2026-12-01");
        let on = |month: u32| first.checked_add_months(chrono::Months::new(month)).expect("a day");
        let said: Vec<_> = months
            .iter()
            .map(|month| delivered(&partnership, Some(&on(*month).to_string()), "5"))
            .collect();
        let keeping = kept(&said);
        let mut when = today();
        for (later, (month, of_month, length, amount)) in amendments {
            when = when.checked_add_days(chrono::Days::new(later * 20)).expect("a day");
            amended(&mut partnership, &when.to_string(), &[0, 1], |next| {
                let from = day(&format!("2027-{month:02}-{of_month:02}"));
                let commitment = &mut next.commitments[0];
                commitment.from = Some(from);
                commitment.until = from.checked_add_months(chrono::Months::new(length));
                let amount = AmountDraft::Quantity(amount.to_string(), Unit::Hour);
                commitment.amount = Amount::parse(&amount).ok();
            });
        }
        let followed = partnership.followed(&keeping, when);
        let mut counted = 0;
        for one in &followed {
            let due = one.due_on.expect("each has a day");
            for kept in &one.fulfilments {
                let said_for = kept.fulfilment.due_on.expect("a day");
                prop_assert_eq!(said_for.to_string()[..7].to_owned(), due.to_string()[..7].to_owned());
                counted += 1;
            }
            if one.fulfilments.is_empty() {
                prop_assert_ne!(one.state, CommitmentState::Fulfilled);
            }
        }
        prop_assert_eq!(counted, said.len(), "each once");
        let owed = followed.iter().filter(|one| one.owed);
        let months: Vec<_> = owed.map(|one| one.due_on.map(|day| day.to_string()[..7].to_owned())).collect();
        let different: std::collections::BTreeSet<_> = months.iter().collect();
        prop_assert_eq!(different.len(), months.len(), "a month is due once");
    }
}
