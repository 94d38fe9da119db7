//! What holds of every match, whatever is looked for and shared.

use proptest::prelude::*;

use super::*;

/// Words of the field and others, with what makes them hard to compare.
fn words() -> impl Strategy<Value = Vec<&'static str>> {
    let words = vec![
        "Stockage",
        "stockages",
        "couvert",
        "palettes",
        "Palette",
        "locaux",
        "local",
        "vélo",
        "camion",
        "hayon",
        "avec",
        "20",
        "m³",
        "l’été",
        "œuvres",
        "the",
    ];
    prop::collection::vec(prop::sample::select(words), 1..8)
}

fn bookings() -> impl Strategy<Value = Vec<(Span, u32)>> {
    prop::collection::vec((0..30_i64, 1..40_i64, 1..3_u32), 0..6).prop_map(|bookings| {
        let spans = bookings.into_iter().map(|(day, hours, units)| {
            let start = instant(NOW) + chrono::TimeDelta::days(day);
            let end = start + chrono::TimeDelta::hours(hours);
            (Span::parse(start, end).expect("a span"), units)
        });
        spans.collect()
    })
}

proptest! {
    #[test]
    fn a_score_is_the_sum_of_its_reasons_and_never_above_a_hundred(
        label in words(), title in words(), text in words(), pieces in 1..20_u32, units in 1..10_i32,
        bookings in bookings(),
    ) {
        let pieces = pieces.to_string();
        let project = seeking(NeedKind::Space, &label.join(" "), Some((&pieces, Unit::Piece)));
        let mut resource = offer(ResourceKind::Space, &format!("Un {}", title.join(" ")), &text.join(" "), "Un lieu.");
        resource.conditions = Some(conditions(units));
        let found = matching(&project, &resource, &Usage::of(bookings)).expect("a match");
        prop_assert!((KIND..=100).contains(&found.score));
        let sum: u8 = found.reasons.iter().map(|reason| reason.points).sum();
        prop_assert_eq!(found.score, sum);
        prop_assert!(found.reasons.iter().all(|reason| reason.points > 0));
        let codes: Vec<_> = found.reasons.iter().map(|reason| reason.code).collect();
        prop_assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_word_more_in_common_never_lowers_the_score(
        label in words(), title in words(), text in words(), more in words(),
    ) {
        let project = seeking(NeedKind::Space, &label.join(" "), None);
        let score = |title: &[&str], text: &[&str]| {
            let resource = offer(
                ResourceKind::Space, &format!("Un {}", title.join(" ")), &text.join(" "), "Un lieu.",
            );
            matching(&project, &resource, &Usage::default()).expect("a match").score
        };
        let before = score(&title, &text);
        let longer = |words: &[&'static str]| [words, &more].concat();
        prop_assert!(score(&title, &longer(&text)) >= before);
        prop_assert!(score(&longer(&title), &text) >= before);
    }

    #[test]
    fn a_unit_more_never_lowers_the_score(
        wanted in 1..12_u32, units in 1..10_i32, bookings in bookings(),
    ) {
        let wanted = wanted.to_string();
        let project = seeking(NeedKind::Space, "Des salles", Some((&wanted, Unit::Piece)));
        let usage = Usage::of(bookings);
        let score = |units| {
            let mut resource = hangar();
            resource.conditions = Some(conditions(units));
            matching(&project, &resource, &usage).expect("a match").score
        };
        prop_assert!(score(units + 1) >= score(units));
    }

    #[test]
    fn a_booking_less_never_lowers_the_score(bookings in bookings()) {
        let score = |bookings: &[(Span, u32)]| {
            let usage = Usage::of(bookings.iter().copied());
            matching(&storage(), &hangar(), &usage).expect("a match").score
        };
        for left_out in 0..bookings.len() {
            let mut fewer = bookings.clone();
            fewer.remove(left_out);
            prop_assert!(score(&fewer) >= score(&bookings));
        }
    }

    #[test]
    fn the_order_does_not_depend_on_that_in_which_they_come(
        scores in prop::collection::vec(20..=100_u8, 0..20), turn in 0..20_usize,
    ) {
        let found = scores.iter().zip(0..);
        let found = found.map(|(score, id)| (id, Match { score: *score, reasons: Vec::new() }));
        let mut found: Vec<(i32, Match)> = found.collect();
        let mut turned = found.clone();
        turned.reverse();
        turned.rotate_left(turn.min(scores.len()));
        rank(&mut found);
        rank(&mut turned);
        prop_assert_eq!(&found, &turned);
        let better = |pair: &[(i32, Match)]| {
            let [(one, a), (other, b)] = pair else { return false };
            a.score > b.score || (a.score == b.score && one < other)
        };
        prop_assert!(found.windows(2).all(better));
    }
}
