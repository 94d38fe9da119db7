//! What the tests of shared resources have in common.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Europe::Paris;
use proptest::prelude::*;

use super::{
    Approval, DayHoursDraft, Hours, HoursDraft, Minutes, OpeningDraft, RulesDraft, Span, Weekday,
};

/// An instant without its seconds: `2026-10-25T09:00Z`.
pub(super) fn instant(text: &str) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%MZ")
        .expect("an instant")
        .and_utc()
}

pub(super) fn span(start: &str, end: &str) -> Span {
    Span::parse(instant(start), instant(end)).expect("a span")
}

pub(super) fn day_hours(weekday: Weekday, from: &str, to: &str) -> DayHoursDraft {
    DayHoursDraft {
        weekday,
        from: from.into(),
        to: to.into(),
    }
}

pub(super) fn opening(from: &str, to: &str) -> OpeningDraft {
    OpeningDraft {
        from: from.into(),
        to: to.into(),
    }
}

/// From Monday to Friday, nine to six.
pub(super) fn weekday_hours() -> Hours {
    let days = &Weekday::ALL[..5];
    Hours::parse(HoursDraft {
        weekly: (days.iter())
            .map(|day| day_hours(*day, "09:00", "18:00"))
            .collect(),
        ..HoursDraft::default()
    })
    .expect("opening hours")
}

/// Three units, half an hour to a day, an hour before and up to 90 days ahead.
pub(super) fn rules_draft() -> RulesDraft {
    RulesDraft {
        units: 3,
        min_length: 30,
        max_length: 24 * 60,
        notice: 60,
        horizon: 90 * 24 * 60,
        buffer: 15,
        approval: Approval::Automatic,
        free_until: 24 * 60,
        late_share: 50,
    }
}

/// An instant some minutes after one that begins a minute.
pub(super) fn minute(minutes: i64) -> DateTime<Utc> {
    instant("2026-11-03T08:00Z") + TimeDelta::minutes(minutes)
}

/// Open in Paris from so many to so many minutes after that instant.
pub(super) fn hours_of(minutes: &[(i64, i64)]) -> Hours {
    let text = |after| {
        let local = minute(after).with_timezone(&Paris);
        local.format("%Y-%m-%dT%H:%M").to_string()
    };
    Hours::parse(HoursDraft {
        openings: (minutes.iter())
            .map(|(from, to)| opening(&text(*from), &text(*to)))
            .collect(),
        ..HoursDraft::default()
    })
    .expect("opening hours")
}

/// Some hours within three after that instant.
pub(super) fn some_hours() -> impl Strategy<Value = Hours> {
    prop::collection::vec((0..120_i64, 20..80_i64), 0..4).prop_map(|openings| {
        let openings: Vec<_> = (openings.into_iter())
            .map(|(from, length)| (from, from + length))
            .collect();
        hours_of(&openings)
    })
}

/// Each minute of a span.
pub(super) fn minutes(span: Span) -> impl Iterator<Item = DateTime<Utc>> {
    (0..span.length().count()).map(move |after| span.start() + Minutes::new(after).delta())
}

/// Some bookings within two hours after that instant.
pub(super) fn bookings() -> impl Strategy<Value = Vec<(Span, u32)>> {
    prop::collection::vec((0..90_i64, 1..40_i64, 1..3_u32), 0..10).prop_map(|bookings| {
        bookings
            .into_iter()
            .filter_map(|(from, length, units)| {
                Some((Span::new(minute(from), minute(from + length))?, units))
            })
            .collect()
    })
}
