use chrono_tz::{Europe::Paris, Pacific::Noumea};
use proptest::prelude::*;

use super::*;
use crate::resources::testing::{minute, minutes, span};

use MemberCategory as C;

fn free() -> TermsDraft {
    TermsDraft {
        kind: PriceKind::Free,
        per: None,
        amounts: Vec::new(),
        others: None,
        barter: None,
        costs: None,
        deposit: None,
        note: None,
    }
}

fn share(per: Per, others: &str) -> TermsDraft {
    TermsDraft {
        kind: PriceKind::CostShare,
        per: Some(per),
        others: Some(others.into()),
        ..free()
    }
}

fn terms(draft: &TermsDraft) -> Terms {
    Terms::parse(draft).expect("terms")
}

fn cents(per: Per, amount: &str, span: Span, units: u32) -> i64 {
    terms(&share(per, amount))
        .price(None, Paris, span, units)
        .cents
}

#[test]
fn an_hour_is_counted_by_the_minute_and_rounded_once() {
    let minutes = |count| Span::new(minute(0), minute(count)).expect("a span");
    for (amount, length, units, expected) in [
        ("12.00", 60, 1, 1200),
        ("12.00", 90, 2, 3600),
        // A minute of ten cents an hour is a sixth of a cent, three are half a cent.
        ("0.10", 2, 1, 0),
        ("0.10", 3, 1, 1),
        ("0.10", 1, 6, 1),
        ("10.00", 20, 1, 333),
        ("10.00", 20, 3, 1000),
    ] {
        let price = cents(Per::Hour, amount, minutes(length), units);
        assert_eq!(price, expected, "{amount} × {length} min × {units}");
    }
}

#[test]
fn half_days_and_days_are_those_that_the_booking_touches_on_local_clocks() {
    for (from, to, halves, days) in [
        // Until 13:00 in Paris, and a minute more.
        ("2026-11-03T08:00Z", "2026-11-03T12:00Z", 1, 1),
        ("2026-11-03T08:00Z", "2026-11-03T12:01Z", 2, 1),
        ("2026-11-03T12:00Z", "2026-11-03T23:00Z", 1, 1),
        ("2026-11-03T12:00Z", "2026-11-03T23:01Z", 2, 2),
        ("2026-11-02T23:00Z", "2026-11-05T23:00Z", 6, 3),
        // The days of 25 and of 23 hours are days like others.
        ("2026-10-24T22:00Z", "2026-10-25T23:00Z", 2, 1),
        ("2027-03-27T23:00Z", "2027-03-28T22:00Z", 2, 1),
    ] {
        let span = span(from, to);
        let told = [
            cents(Per::HalfDay, "1.00", span, 1),
            cents(Per::Day, "1.00", span, 1),
        ];
        assert_eq!(told, [halves * 100, days * 100], "{from} {to}");
    }
    // The same hours are two days in Nouméa.
    let morning = span("2026-11-03T12:00Z", "2026-11-03T14:00Z");
    let price = terms(&share(Per::Day, "1.00")).price(None, Noumea, morning, 1);
    assert_eq!(price.cents, 200);
}

#[test]
fn a_night_in_which_the_clocks_change_costs_its_real_hours() {
    for (from, to, hours) in [
        ("2026-10-24T20:00Z", "2026-10-25T05:00Z", 9),
        ("2027-03-27T21:00Z", "2027-03-28T04:00Z", 7),
    ] {
        // From ten in the evening to six in the morning in Paris.
        assert_eq!(cents(Per::Hour, "1.00", span(from, to), 1), hours * 100);
        assert_eq!(cents(Per::Day, "1.00", span(from, to), 1), 200);
    }
}

#[test]
fn members_pay_the_amount_of_their_category_and_everybody_else_that_of_others() {
    let amount = |category, amount: &str| AmountDraft {
        category,
        amount: amount.into(),
    };
    let terms = terms(&TermsDraft {
        amounts: vec![amount(C::Founder, "0"), amount(C::Associate, "5")],
        ..share(Per::Unit, "8.50")
    });
    let hour = span("2026-11-03T12:00Z", "2026-11-03T13:00Z");
    let price = |category| terms.price(category, Paris, hour, 2).cents;
    assert_eq!(price(Some(C::Founder)), 0);
    assert_eq!(price(Some(C::Associate)), 1000);
    assert_eq!(price(Some(C::Observer)), 1700);
    assert_eq!(price(None), 1700);
}

#[test]
fn each_kind_has_what_it_needs_and_nothing_else() {
    let told = |draft: TermsDraft| Terms::parse(&draft).map_err(|faults| faults.to_string());
    let kind = |kind| TermsDraft { kind, ..free() };
    assert!(told(free()).is_ok());
    assert_eq!(
        told(kind(PriceKind::CostShare)),
        Err("per: REQUIRED, others: REQUIRED".into())
    );
    assert_eq!(
        told(kind(PriceKind::Barter)),
        Err("barter: REQUIRED".into())
    );
    let everything = TermsDraft {
        amounts: vec![AmountDraft {
            category: C::Founder,
            amount: "1".into(),
        }],
        barter: Some("Une tournée de pain".into()),
        ..share(Per::Day, "1")
    };
    assert_eq!(
        told(TermsDraft {
            kind: PriceKind::Free,
            ..everything.clone()
        }),
        Err(
            "per: INCONSISTENT, amounts: INCONSISTENT, others: INCONSISTENT, barter: INCONSISTENT"
                .into()
        )
    );
    assert_eq!(told(everything), Err("barter: INCONSISTENT".into()));
}

#[test]
fn amounts_are_exact_bounded_and_given_once() {
    let amount = |category, amount: &str| AmountDraft {
        category,
        amount: amount.into(),
    };
    let faults = Terms::parse(&TermsDraft {
        amounts: vec![
            amount(C::Founder, "1.234"),
            amount(C::Partner, "1"),
            amount(C::Partner, "2"),
        ],
        deposit: Some("1000000.01".into()),
        note: Some("x".repeat(281)),
        ..share(Per::Day, "1000000.01")
    })
    .expect_err("faults");
    assert_eq!(
        faults.to_string(),
        "amounts.0.amount: MALFORMED, amounts.2.category: DUPLICATE, others: OUT_OF_RANGE, \
         deposit: OUT_OF_RANGE, note: TOO_LONG"
    );
    let century = Span::parse(
        "2000-01-01T00:00:00Z".parse().expect("an instant"),
        "2099-12-31T23:59:00Z".parse().expect("an instant"),
    )
    .expect("a span");
    // 36,525 days but a minute, at ten thousand million euros an hour, are 8.77 × 10¹⁷ cents.
    assert_eq!(
        cents(Per::Hour, "1000000", century, 10_000),
        876_599_983_333_333_333
    );
}

#[test]
fn json_is_read_back_and_checked() {
    let barter = TermsDraft {
        kind: PriceKind::Barter,
        barter: Some("Une tournée de pain".into()),
        ..free()
    };
    let shared = TermsDraft {
        amounts: vec![AmountDraft {
            category: C::Founder,
            amount: "1.50".into(),
        }],
        deposit: Some("300".into()),
        note: Some("Clé à l’accueil.".into()),
        ..share(Per::HalfDay, "2.00")
    };
    for draft in [free(), barter, shared.clone()] {
        let terms = terms(&draft);
        let json = serde_json::to_string(&terms).expect("JSON");
        assert_eq!(serde_json::from_str::<Terms>(&json).expect("terms"), terms);
    }
    let json = serde_json::to_string(&terms(&shared)).expect("JSON");
    let wrong = json.replace("2.00", "deux");
    assert!(serde_json::from_str::<Terms>(&wrong).is_err(), "{wrong}");
}

fn spans() -> impl Strategy<Value = Span> {
    // Around the night of 25 October 2026, some 9 days after the start.
    let start = span("2026-10-20T00:00Z", "2026-10-21T00:00Z").start();
    (0..10_000_i64, 1..4_000_i64).prop_map(move |(from, length)| {
        let from = start + TimeDelta::minutes(from);
        Span::new(from, from + TimeDelta::minutes(length)).expect("a span")
    })
}

proptest! {
    #[test]
    fn longer_and_more_is_never_cheaper(
        span in spans(), more in 0..1_000_i64, per in proptest::sample::select(Per::ALL),
        units in 1..50_u32, amount in 0..100_000_i64,
    ) {
        let amount = Money { cents: amount }.amount();
        let longer = Span::new(span.start(), span.end() + TimeDelta::minutes(more)).expect("a span");
        let price = cents(per, &amount, span, units);
        prop_assert!(price >= 0);
        prop_assert!(cents(per, &amount, longer, units) >= price);
        prop_assert!(cents(per, &amount, span, units + 1) >= price);
        prop_assert_eq!(terms(&free()).price(None, Paris, span, units), Money { cents: 0 });
    }

    #[test]
    fn units_booked_together_cost_what_they_cost_apart(
        span in spans(), per in proptest::sample::select(Per::ALL),
        (some, others) in (1..50_u32, 1..50_u32), amount in 0..100_000_i64,
    ) {
        let amount = Money { cents: amount }.amount();
        let price = |units| cents(per, &amount, span, units);
        let apart = price(some) + price(others);
        // Each sum for hours is rounded by half a cent at most.
        let tolerance = i64::from(per == Per::Hour);
        prop_assert!((price(some + others) - apart).abs() <= tolerance);
    }

    /// The oracle notes the periods of each minute.
    #[test]
    fn as_many_days_and_half_days_are_counted_as_the_minutes_of_the_booking_have(span in spans()) {
        let mut days = std::collections::BTreeSet::new();
        let mut halves = std::collections::BTreeSet::new();
        for at in minutes(span) {
            let local = at.with_timezone(&Paris);
            days.insert(local.date_naive());
            halves.insert((local.date_naive(), local.hour() < 13));
        }
        prop_assert_eq!(cents(Per::Day, "0.01", span, 1), i64::try_from(days.len()).expect("few"));
        prop_assert_eq!(cents(Per::HalfDay, "0.01", span, 1), i64::try_from(halves.len()).expect("few"));
    }
}
