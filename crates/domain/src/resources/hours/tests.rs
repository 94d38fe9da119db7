use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::{
    America::Cayenne, Atlantic::Azores, Europe::Paris, Indian::Reunion, Pacific::Noumea,
};
use proptest::prelude::*;

use super::*;
use crate::resources::testing::{day_hours, instant, opening, span, weekday_hours};

use Weekday as W;

fn hours(weekly: Vec<DayHoursDraft>) -> Hours {
    hours_with(weekly, Vec::new(), Vec::new())
}

fn hours_with(
    weekly: Vec<DayHoursDraft>,
    closures: Vec<ClosureDraft>,
    openings: Vec<OpeningDraft>,
) -> Hours {
    Hours::parse(HoursDraft {
        weekly,
        closures,
        openings,
    })
    .expect("opening hours")
}

fn closure(from: &str, to: &str) -> ClosureDraft {
    ClosureDraft {
        from: from.into(),
        to: to.into(),
        reason: Some("Inventaire".into()),
    }
}

/// The spans as a person checks them: in UTC, without the year.
fn told(spans: &[Span]) -> Vec<String> {
    spans
        .iter()
        .map(|span| {
            let (start, end) = (span.start(), span.end());
            format!(
                "{} – {}",
                start.format("%d/%m %H:%M"),
                end.format("%d/%m %H:%M")
            )
        })
        .collect()
}

#[test]
fn hours_are_read_on_the_clocks_of_the_place() {
    let hours = weekday_hours();
    let day = span("2026-11-03T00:00Z", "2026-11-04T00:00Z");
    for (zone, open) in [
        (Paris, vec!["03/11 08:00 – 03/11 17:00"]),
        (Reunion, vec!["03/11 05:00 – 03/11 14:00"]),
        // Nine o'clock in Nouméa is the evening before in UTC.
        (
            Noumea,
            vec!["03/11 00:00 – 03/11 07:00", "03/11 22:00 – 04/11 00:00"],
        ),
        (Cayenne, vec!["03/11 12:00 – 03/11 21:00"]),
    ] {
        assert_eq!(told(&hours.open(zone, day)), open, "{zone}");
    }
}

#[test]
fn nine_o_clock_stays_nine_o_clock_when_the_clocks_change() {
    let hours = hours(vec![
        day_hours(W::Saturday, "09:00", "18:00"),
        day_hours(W::Sunday, "09:00", "18:00"),
        day_hours(W::Monday, "09:00", "18:00"),
    ]);
    let autumn = span("2026-10-24T00:00Z", "2026-10-27T00:00Z");
    assert_eq!(
        told(&hours.open(Paris, autumn)),
        [
            "24/10 07:00 – 24/10 16:00",
            "25/10 08:00 – 25/10 17:00",
            "26/10 08:00 – 26/10 17:00",
        ]
    );
    let spring = span("2027-03-27T00:00Z", "2027-03-30T00:00Z");
    assert_eq!(
        told(&hours.open(Paris, spring)),
        [
            "27/03 08:00 – 27/03 17:00",
            "28/03 07:00 – 28/03 16:00",
            "29/03 07:00 – 29/03 16:00",
        ]
    );
}

#[test]
fn a_whole_sunday_lasts_twenty_five_hours_in_october_and_twenty_three_in_march() {
    let hours = hours(vec![day_hours(W::Sunday, "00:00", "24:00")]);
    for (from, to, open) in [
        (
            "2026-10-24T00:00Z",
            "2026-10-28T00:00Z",
            "24/10 22:00 – 25/10 23:00",
        ),
        (
            "2027-03-27T00:00Z",
            "2027-03-30T00:00Z",
            "27/03 23:00 – 28/03 22:00",
        ),
    ] {
        assert_eq!(told(&hours.open(Paris, span(from, to))), [open]);
    }
}

#[test]
fn a_night_in_two_ranges_is_one_opening() {
    let hours = hours(vec![
        day_hours(W::Sunday, "00:00", "04:00"),
        day_hours(W::Saturday, "22:00", "24:00"),
    ]);
    for (from, to, open) in [
        (
            "2026-10-24T12:00Z",
            "2026-10-25T12:00Z",
            "24/10 20:00 – 25/10 03:00",
        ),
        (
            "2027-03-27T12:00Z",
            "2027-03-28T12:00Z",
            "27/03 21:00 – 28/03 02:00",
        ),
        (
            "2026-10-24T21:00Z",
            "2026-10-24T22:30Z",
            "24/10 21:00 – 24/10 22:30",
        ),
    ] {
        assert_eq!(told(&hours.open(Paris, span(from, to))), [open]);
    }
}

#[test]
fn an_hour_that_the_clock_leaps_over_is_not_open() {
    let hours = hours(vec![day_hours(W::Sunday, "02:00", "03:00")]);
    let spring = span("2027-03-27T00:00Z", "2027-03-29T00:00Z");
    assert_eq!(told(&hours.open(Paris, spring)), [""; 0]);
    let autumn = span("2026-10-24T00:00Z", "2026-10-26T00:00Z");
    assert_eq!(
        told(&hours.open(Paris, autumn)),
        ["25/10 00:00 – 25/10 02:00"]
    );
}

#[test]
fn where_midnight_exists_twice_a_day_ends_at_the_second() {
    // In the Azores the clock goes back from one to midnight.
    let hours = hours(vec![day_hours(W::Saturday, "09:00", "24:00")]);
    let night = span("2026-10-25T00:30Z", "2026-10-25T02:00Z");
    assert_eq!(
        told(&hours.open(Azores, night)),
        ["25/10 00:30 – 25/10 01:00"]
    );
}

#[test]
fn a_closure_closes_and_an_opening_opens_even_in_a_closure() {
    let hours = hours_with(
        vec![day_hours(W::Tuesday, "09:00", "18:00")],
        vec![closure("2026-11-03T12:00", "2026-11-04T00:00")],
        vec![
            opening("2026-11-03T14:00", "2026-11-03T15:00"),
            opening("2026-11-04T10:00", "2026-11-04T11:00"),
        ],
    );
    let week = span("2026-11-02T00:00Z", "2026-11-09T00:00Z");
    assert_eq!(
        told(&hours.open(Paris, week)),
        [
            "03/11 08:00 – 03/11 11:00",
            "03/11 13:00 – 03/11 14:00",
            "04/11 09:00 – 04/11 10:00",
        ]
    );
}

#[test]
fn hours_of_a_day_are_kept_merged_and_in_order() {
    let hours = hours_with(
        vec![
            day_hours(W::Sunday, "00:00", "02:00"),
            day_hours(W::Monday, "14:00", "18:00"),
            day_hours(W::Monday, "09:00", "12:00"),
            day_hours(W::Monday, "11:00", "14:00"),
            day_hours(W::Monday, "20:00", "24:00"),
        ],
        Vec::new(),
        vec![
            opening("2026-11-03T15:00", "2026-11-03T16:00"),
            opening("2026-11-03T14:00", "2026-11-03T15:00"),
        ],
    );
    let weekly: Vec<_> = (hours.weekly().iter())
        .map(|hours| format!("{} {}-{}", hours.weekday, hours.from, hours.to))
        .collect();
    assert_eq!(
        weekly,
        [
            "MONDAY 09:00-18:00",
            "MONDAY 20:00-24:00",
            "SUNDAY 00:00-02:00"
        ]
    );
    assert_eq!(hours.openings().len(), 1);
}

#[test]
fn what_is_wrong_is_told_with_its_field() {
    let faults = Hours::parse(HoursDraft {
        weekly: vec![
            day_hours(W::Monday, "18:00", "09:00"),
            day_hours(W::Monday, "9h", "25:00"),
        ],
        closures: vec![ClosureDraft {
            reason: Some("x".repeat(121)),
            ..closure("2026-12-24", "2026-12-25T00:00")
        }],
        openings: vec![opening("2026-12-25T00:00", "2026-12-24T00:00")],
    })
    .expect_err("faults");
    assert_eq!(
        faults.to_string(),
        "weekly.0.to: INCONSISTENT, weekly.1.from: MALFORMED, weekly.1.to: MALFORMED, \
         closures.0.from: MALFORMED, closures.0.reason: TOO_LONG, openings.0.to: INCONSISTENT"
    );
    let many = HoursDraft {
        weekly: vec![day_hours(W::Monday, "09:00", "10:00"); 71],
        closures: vec![closure("2026-12-24T00:00", "2026-12-25T00:00"); 101],
        openings: vec![opening("2026-12-24T00:00", "2026-12-25T00:00"); 101],
    };
    assert_eq!(
        Hours::parse(many).expect_err("faults").to_string(),
        "weekly: TOO_LONG, closures: TOO_LONG, openings: TOO_LONG"
    );
}

#[test]
fn json_is_read_back_and_checked() {
    let hours = hours_with(
        vec![day_hours(W::Monday, "09:00", "24:00")],
        vec![closure("2026-12-24T00:00", "2026-12-25T00:00")],
        vec![opening("2026-12-24T08:00", "2026-12-24T09:00")],
    );
    let json = serde_json::to_string(&hours).expect("JSON");
    assert_eq!(serde_json::from_str::<Hours>(&json).expect("hours"), hours);
    let wrong = json.replace("24:00", "08:00");
    let error = serde_json::from_str::<Hours>(&wrong).expect_err("refused");
    assert!(error.to_string().contains("INCONSISTENT"), "{error}");
}

/// Whether an instant belongs to [from, to), asked of the clock on the wall minute by minute: it
/// has shown `from` or later, and does not yet show `to` for the last time.
fn shown(zone: Tz, at: DateTime<Utc>, from: NaiveDateTime, to: NaiveDateTime) -> bool {
    let shows = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local();
    let now = shows(at);
    // The clock is never put back by more than an hour in the zones below.
    let near = 0..=60;
    let begun = from <= now
        || (now > from - TimeDelta::hours(2)
            && near
                .clone()
                .any(|ago| shows(at - TimeDelta::minutes(ago)) >= from));
    let lasts = now < to
        || (now < to + TimeDelta::hours(2)
            && near
                .skip(1)
                .any(|later| shows(at + TimeDelta::minutes(later)) <= to));
    begun && lasts
}

/// The definition, read out for one instant.
fn is_open(hours: &HoursDraft, zone: Tz, at: DateTime<Utc>) -> bool {
    let time = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").expect("a time");
    let within = |from: &str, to: &str| shown(zone, at, time(from), time(to));
    let today = at.with_timezone(&zone).date_naive();
    let weekly = [today - Days::new(1), today, today + Days::new(1)]
        .into_iter()
        .any(|date| {
            let on = |text: &str| match text {
                "24:00" => time(&format!("{}T00:00", date + Days::new(1))),
                text => time(&format!("{date}T{text}")),
            };
            hours
                .weekly
                .iter()
                .filter(|hours| hours.weekday == Weekday::of(date))
                .any(|hours| shown(zone, at, on(&hours.from), on(&hours.to)))
        });
    let closed = (hours.closures.iter()).any(|one| within(&one.from, &one.to));
    let opened = (hours.openings.iter()).any(|one| within(&one.from, &one.to));
    (weekly && !closed) || opened
}

fn time_of_day(quarters: u16) -> String {
    format!("{:02}:{:02}", quarters / 4, quarters % 4 * 15)
}

/// Some hours around the nights in which the clocks change.
fn drafts() -> impl Strategy<Value = HoursDraft> {
    let day = (
        proptest::sample::select(vec![W::Saturday, W::Sunday, W::Monday]),
        0..96_u16,
        1..40_u16,
    )
        .prop_map(|(weekday, from, length)| {
            let to = (from + length).min(96);
            day_hours(weekday, &time_of_day(from), &time_of_day(to))
        });
    let date = (
        proptest::sample::select(vec!["2026-10-25", "2026-10-24", "2027-03-28"]),
        0..1440_i64,
        1..300_i64,
    )
        .prop_map(|(date, from, length)| {
            let midnight = date.parse::<NaiveDate>().expect("a date");
            let from = NaiveDateTime::from(midnight) + TimeDelta::minutes(from);
            (from, from + TimeDelta::minutes(length))
        });
    let text = |at: NaiveDateTime| at.format("%Y-%m-%dT%H:%M").to_string();
    (
        prop::collection::vec(day, 0..5),
        prop::collection::vec(date.clone(), 0..3),
        prop::collection::vec(date, 0..3),
    )
        .prop_map(move |(weekly, closures, openings)| HoursDraft {
            weekly,
            closures: (closures.into_iter())
                .map(|(from, to)| closure(&text(from), &text(to)))
                .collect(),
            openings: (openings.into_iter())
                .map(|(from, to)| opening(&text(from), &text(to)))
                .collect(),
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn each_minute_is_open_as_the_definition_says(
        draft in drafts(),
        zone in proptest::sample::select(vec![Paris, Reunion, Noumea, Cayenne, Azores]),
        night in proptest::sample::select(vec!["2026-10-24T17:03Z", "2027-03-27T17:03Z"]),
        minutes in 1..1800_i64,
    ) {
        let start = instant(night);
        let asked = Span::new(start, start + TimeDelta::minutes(minutes)).expect("a span");
        let open = Hours::parse(draft.clone()).expect("hours").open(zone, asked);
        for minute in 0..minutes {
            let at = start + TimeDelta::minutes(minute);
            let told = open.iter().any(|span| span.contains(at));
            prop_assert_eq!(told, is_open(&draft, zone, at), "{}", at);
        }
        prop_assert!(open.windows(2).all(|pair| pair[0].end() < pair[1].start()));
        prop_assert!(open.iter().all(|span| span.intersection(asked) == Some(*span)));
    }
}
