use chrono::TimeDelta;
use chrono_tz::Europe::Paris;
use proptest::prelude::*;

use super::*;
use crate::resources::{
    RulesDraft,
    testing::{
        bookings, hours_of, instant, minute, minutes, rules_draft, some_hours, span, weekday_hours,
    },
};

/// What a resource open on weekdays answers on Sunday, 1 November 2026, at noon and some seconds.
fn answer(draft: RulesDraft, taken: &[(Span, u32)], asked: Span, units: u32) -> String {
    let calendar = Calendar {
        rules: &Rules::parse(draft).expect("rules"),
        hours: &weekday_hours(),
        zone: Paris,
        usage: &Usage::of(taken.iter().copied()),
    };
    let now = instant("2026-11-01T12:00Z") + TimeDelta::seconds(59);
    match calendar.check(asked, units, now) {
        Ok(()) => "OK".into(),
        Err(refusal) => {
            let facts = refusal.facts.iter();
            facts.fold(refusal.code.to_string(), |text, fact| {
                format!(
                    "{text} {}={}",
                    fact.name,
                    fact.value.replace(":00+00:00", "Z")
                )
            })
        }
    }
}

fn on_tuesday(from: &str, to: &str) -> Span {
    span(&format!("2026-11-03T{from}Z"), &format!("2026-11-03T{to}Z"))
}

#[test]
fn what_the_rules_allow_is_accepted() {
    let hour = on_tuesday("08:00", "09:00");
    assert_eq!(answer(rules_draft(), &[], hour, 3), "OK");
    assert_eq!(answer(rules_draft(), &[(hour, 2)], hour, 1), "OK");
}

#[test]
fn each_rule_refuses_with_its_value_and_the_actual_one() {
    let hour = on_tuesday("08:00", "09:00");
    for (draft, asked, units, told) in [
        (
            rules_draft(),
            on_tuesday("08:00", "08:29"),
            1,
            "TOO_SHORT minLength=PT30M length=PT29M",
        ),
        (
            RulesDraft {
                max_length: 59,
                ..rules_draft()
            },
            hour,
            1,
            "TOO_LONG maxLength=PT59M length=PT1H",
        ),
        (
            // 44 hours lie between Sunday noon and Tuesday eight o'clock.
            RulesDraft {
                notice: 44 * 60 + 1,
                ..rules_draft()
            },
            hour,
            1,
            "TOO_SOON notice=PT44H1M earliest=2026-11-03T08:01Z start=2026-11-03T08:00Z",
        ),
        (
            RulesDraft {
                horizon: 44 * 60 - 1,
                ..rules_draft()
            },
            hour,
            1,
            "TOO_FAR horizon=PT43H59M latest=2026-11-03T07:59Z start=2026-11-03T08:00Z",
        ),
        (
            rules_draft(),
            on_tuesday("07:30", "17:30"),
            1,
            "CLOSED from=2026-11-03T07:30Z until=2026-11-03T08:00Z",
        ),
        (
            rules_draft(),
            on_tuesday("16:00", "17:30"),
            1,
            "CLOSED from=2026-11-03T17:00Z until=2026-11-03T17:30Z",
        ),
        (
            rules_draft(),
            hour,
            4,
            "OVER_CAPACITY from=2026-11-03T08:00Z until=2026-11-03T09:15Z capacity=3 used=0 \
             free=3 units=4",
        ),
    ] {
        assert_eq!(answer(draft, &[], asked, units), told);
    }
}

#[test]
fn notice_and_horizon_count_their_last_minute() {
    let hour = on_tuesday("08:00", "09:00");
    for draft in [
        RulesDraft {
            notice: 44 * 60,
            ..rules_draft()
        },
        RulesDraft {
            horizon: 44 * 60,
            ..rules_draft()
        },
    ] {
        assert_eq!(answer(draft, &[], hour, 1), "OK");
    }
}

#[test]
fn of_several_rules_the_first_in_their_order_is_told() {
    let everything = RulesDraft {
        notice: 45 * 60,
        horizon: 45 * 60,
        min_length: 61,
        max_length: 61,
        ..rules_draft()
    };
    let closed = on_tuesday("07:00", "08:00");
    let told = |draft| {
        let answer = answer(draft, &[(closed, 3)], closed, 1);
        answer.split(' ').next().map(str::to_owned)
    };
    let mut draft = everything;
    assert_eq!(told(draft).as_deref(), Some("TOO_SHORT"));
    (draft.min_length, draft.max_length) = (59, 59);
    assert_eq!(told(draft).as_deref(), Some("TOO_LONG"));
    draft.max_length = 60;
    assert_eq!(told(draft).as_deref(), Some("TOO_SOON"));
    (draft.notice, draft.horizon) = (0, 60);
    assert_eq!(told(draft).as_deref(), Some("TOO_FAR"));
    draft.horizon = 45 * 60;
    assert_eq!(told(draft).as_deref(), Some("CLOSED"));
}

#[test]
fn the_buffer_keeps_units_taken_after_the_hours_too() {
    let next = on_tuesday("10:00", "11:00");
    let told = |from, to| {
        answer(
            RulesDraft {
                units: 1,
                ..rules_draft()
            },
            &[(next, 1)],
            on_tuesday(from, to),
            1,
        )
    };
    assert_eq!(told("09:00", "09:45"), "OK");
    assert_eq!(
        told("09:00", "09:46"),
        "OVER_CAPACITY from=2026-11-03T10:00Z until=2026-11-03T10:01Z capacity=1 used=1 free=0 \
         units=1"
    );
    assert_eq!(told("16:00", "17:00"), "OK", "the buffer need not be open");
    assert_eq!(told("11:00", "12:00"), "OK", "what is taken has its buffer");
}

proptest! {
    #[test]
    fn each_minute_has_as_many_free_units_as_are_left_while_open(
        bookings in bookings(), hours in some_hours(),
        from in 0..100_i64, length in 1..150_i64,
    ) {
        let rules = Rules::parse(rules_draft()).expect("rules");
        let usage = Usage::of(bookings.clone());
        let calendar = Calendar { rules: &rules, hours: &hours, zone: Paris, usage: &usage };
        let asked = Span::new(minute(from), minute(from + length)).expect("a span");
        let steps = calendar.availability(asked);
        prop_assert_eq!(steps.first().map(|step| step.span.start()), Some(asked.start()));
        prop_assert_eq!(steps.last().map(|step| step.span.end()), Some(asked.end()));
        for pair in steps.windows(2) {
            prop_assert_eq!(pair[0].span.end(), pair[1].span.start());
            prop_assert_ne!(pair[0].free, pair[1].free);
        }
        for at in minutes(asked) {
            let this = Span::new(at, at + TimeDelta::minutes(1)).expect("a minute");
            let taken: u32 = (bookings.iter())
                .filter(|(span, _)| span.meets(this))
                .map(|(_, units)| units)
                .sum();
            let free = if hours.open(Paris, this) == [this] { 3_u32.saturating_sub(taken) } else { 0 };
            let step = steps.iter().find(|step| step.span.contains(at)).expect("a step");
            prop_assert_eq!(step.free, free, "{}", at);
        }
    }

    #[test]
    fn what_is_accepted_fits_and_what_is_not_does_not(
        bookings in bookings(), from in 0..100_i64, length in 30..60_i64, units in 1..5_u32,
    ) {
        let rules = Rules::parse(RulesDraft { notice: 0, ..rules_draft() }).expect("rules");
        let always = hours_of(&[(0, 400)]);
        let usage = Usage::of(bookings.clone());
        let calendar = Calendar { rules: &rules, hours: &always, zone: Paris, usage: &usage };
        let asked = Span::new(minute(from), minute(from + length)).expect("a span");
        let answer = calendar.check(asked, units, minute(0));
        let fits = minutes(asked.and(rules.buffer())).all(|at| {
            let taken: u32 = (bookings.iter())
                .filter(|(span, _)| span.contains(at))
                .map(|(_, units)| units)
                .sum();
            taken + units <= rules.units()
        });
        prop_assert_eq!(answer.is_ok(), fits);
        if let Err(refusal) = answer {
            prop_assert_eq!(refusal.code, RefusalCode::OverCapacity);
        }
    }
}
