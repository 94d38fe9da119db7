//! What the tests of shared resources have in common.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::{DayHoursDraft, Hours, HoursDraft, OpeningDraft, Span, Weekday};

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
