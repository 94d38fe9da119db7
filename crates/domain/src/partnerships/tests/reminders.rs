//! Who owes something is reminded of it a week before, and both sides are told of what is late.

use super::{keeping::*, *};

/// The kinds of what is told, by whom it is owed.
fn told(
    partnership: &Partnership,
    keeping: &Keeping,
    after: Option<&str>,
    on: &str,
) -> Vec<String> {
    let days = (after.map(day), day(on));
    let events = partnership.reminders(&by_itself(), keeping, days);
    let told = events.iter().map(|event| {
        let debtor = event.fact("party").expect("whose it is");
        let from = (event.fact("from"), event.fact("until"));
        let (from, until) = (from.0.expect("from"), from.1.expect("until"));
        assert_eq!(debtor, party(0).to_string());
        format!("{} {from} {until}", event.kind)
    });
    told.collect()
}

#[test]
fn a_debtor_is_reminded_a_week_before_and_both_sides_are_told_the_day_after() {
    let partnership = owing(2, hours("20"));
    let nothing = Keeping::default();
    let first = partnership.next_reminder(today());
    assert_eq!(
        first,
        Some(day("2026-12-24")),
        "a week before the end of the year"
    );
    assert_eq!(
        told(&partnership, &nothing, None, "2026-12-23"),
        Vec::<String>::new()
    );
    assert_eq!(
        told(&partnership, &nothing, Some("2026-11-21"), "2026-12-24"),
        ["partnership.commitments_due 2026-12-24 2026-12-31"]
    );
    let next = partnership.next_reminder(day("2026-12-24"));
    assert_eq!(next, Some(day("2027-01-01")), "the day after");
    assert_eq!(
        told(&partnership, &nothing, Some("2026-12-24"), "2027-01-01"),
        ["partnership.commitments_late 2026-12-24 2026-12-31"]
    );
    assert_eq!(partnership.next_reminder(day("2027-01-01")), None);
    // Looked at late, it is told late, and never that what is over is still to come.
    assert_eq!(
        told(&partnership, &nothing, Some("2026-11-21"), "2027-03-01"),
        ["partnership.commitments_late 2026-11-21 2027-02-28"]
    );
    // Looked at twice, it is told once.
    assert!(told(&partnership, &nothing, Some("2026-12-24"), "2026-12-24").is_empty());
    assert!(told(&partnership, &nothing, Some("2027-01-01"), "2027-01-01").is_empty());
}

#[test]
fn of_what_is_declared_suspended_or_over_nobody_is_reminded() {
    let mut partnership = owing(2, hours("20"));
    let declared = declare(&partnership, 0, &said(&partnership, Some("20"))).expect("declared");
    let keeping = kept(&[declared]);
    assert!(told(&partnership, &keeping, None, "2026-12-24").is_empty());
    assert!(told(&partnership, &keeping, Some("2026-12-24"), "2027-01-01").is_empty());
    let part = declare(&partnership, 0, &said(&partnership, Some("12"))).expect("declared");
    let keeping = kept(&[part]);
    assert_eq!(
        told(&partnership, &keeping, None, "2026-12-24").len(),
        1,
        "not all of it is"
    );

    let (_, reason) = notice();
    let suspended = partnership.suspend(&act_for(1), party(1), today(), reason);
    suspended.expect("suspended");
    assert!(told(&partnership, &keeping, None, "2026-12-24").is_empty());
    // Until it is taken up again somebody looks each day; then what was not told is.
    let tomorrow = partnership.next_reminder(day("2027-01-04"));
    assert_eq!(tomorrow, Some(day("2027-01-05")));
    let resumed = partnership.resume(&act_for(1), party(1), day("2027-01-05"));
    resumed.expect("resumed");
    assert_eq!(
        told(&partnership, &keeping, Some("2026-12-24"), "2027-01-05"),
        ["partnership.commitments_late 2026-12-24 2027-01-04"]
    );
}

#[test]
fn what_is_late_at_the_end_is_told_also_what_had_no_day() {
    let nothing = Keeping::default();
    for undated in [false, true] {
        let mut draft = outline_draft(2);
        draft.term.ends_on = Some(day("2026-12-31"));
        let whenever = CommitmentDraft {
            until: None,
            ..hours("20")
        };
        draft.commitments = vec![if undated { whenever } else { hours("20") }];
        let mut partnership = in_force(parsed(draft));
        let looks = partnership.next_reminder(day("2026-12-24"));
        assert_eq!(looks, Some(day("2027-01-01")));
        partnership.attend(&by_itself(), day("2027-01-01"));
        assert_eq!(partnership.state, S::Ended);
        assert_eq!(
            told(&partnership, &nothing, Some("2026-12-24"), "2027-01-01"),
            ["partnership.commitments_late 2026-12-24 2026-12-31"]
        );
        assert_eq!(partnership.next_reminder(day("2027-01-01")), None);
    }
}

#[test]
fn a_monthly_commitment_is_told_of_each_month() {
    let monthly = CommitmentDraft {
        recurrence: Recurrence::Monthly,
        from: Some(day("2026-11-30")),
        until: Some(day("2027-02-28")),
        ..hours("5")
    };
    let partnership = owing(2, monthly);
    let (mut after, mut seen) = (None, Vec::new());
    let mut on = today();
    while let Some(next) = partnership.next_reminder(on) {
        let days = (after, next);
        for event in partnership.reminders(&by_itself(), &Keeping::default(), days) {
            seen.push(format!("{next} {}", event.kind));
        }
        (after, on) = (Some(next), next);
    }
    assert_eq!(
        seen,
        [
            "2026-11-23 partnership.commitments_due",
            "2026-12-01 partnership.commitments_late",
            "2026-12-23 partnership.commitments_due",
            "2026-12-31 partnership.commitments_late",
            "2027-01-23 partnership.commitments_due",
            "2027-01-31 partnership.commitments_late",
            "2027-02-21 partnership.commitments_due",
            "2027-03-01 partnership.commitments_late",
        ]
    );
}
