//! Stretches of time between two instants, by the minute.

use std::fmt;

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Serialize};

use crate::values::{Faults, Problem, ProblemCode};

/// A length of time in whole minutes, exact: an hour is 60 of them also in the night in which the
/// clocks change. As text it is an ISO 8601 duration of hours and minutes (`PT1H30M`), never of
/// days, which are not all alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minutes(u32);

impl Minutes {
    /// The longest that anything is booked for: 366 days.
    pub const LONGEST: Self = Self(366 * 24 * 60);

    /// So many minutes.
    pub const fn new(minutes: u32) -> Self {
        Self(minutes)
    }

    /// Reads a number of minutes from `min` to `max`.
    ///
    /// # Errors
    /// `OUT_OF_RANGE`, its facts in minutes.
    pub fn parse(given: i32, min: u32, max: u32) -> Result<Self, Problem> {
        u32::try_from(given)
            .ok()
            .filter(|minutes| (min..=max).contains(minutes))
            .map(Self)
            .ok_or_else(|| {
                Problem::new(ProblemCode::OutOfRange)
                    .with("min", min)
                    .with("max", max)
            })
    }

    /// Reads an ISO 8601 duration of weeks, days, hours and minutes (`PT1H30M`, `P2D`) as a number
    /// of minutes. A day is 24 hours, whatever the clocks do meanwhile.
    ///
    /// # Errors
    /// `MALFORMED`, also with seconds, months or years.
    pub fn read(text: &str) -> Result<i32, Problem> {
        let malformed = || Problem::new(ProblemCode::Malformed).with("expected", "PT1H30M");
        let rest = text.trim().strip_prefix('P').ok_or_else(malformed)?;
        if rest.is_empty() || rest.ends_with('T') {
            return Err(malformed());
        }
        let (date, time) = rest.split_once('T').unwrap_or((rest, ""));
        let date = sum(date, &[('W', 7 * 24 * 60), ('D', 24 * 60)]);
        let time = sum(time, &[('H', 60), ('M', 1)]);
        date.zip(time)
            .and_then(|(date, time)| date.checked_add(time))
            .ok_or_else(malformed)
    }

    /// How many.
    pub const fn count(self) -> u32 {
        self.0
    }

    /// As a difference between instants.
    pub fn delta(self) -> TimeDelta {
        TimeDelta::minutes(self.0.into())
    }
}

/// Adds numbers up, each followed by its unit, in the order of the units.
fn sum(mut text: &str, units: &[(char, i32)]) -> Option<i32> {
    let mut total = 0_i32;
    for (unit, minutes) in units {
        let Some((number, rest)) = text.split_once(*unit) else {
            continue;
        };
        let digits = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
        let number = number.parse::<i32>().ok().filter(|_| digits)?;
        total = total.checked_add(number.checked_mul(*minutes)?)?;
        text = rest;
    }
    text.is_empty().then_some(total)
}

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 60, self.0 % 60) {
            (0, minutes) => write!(f, "PT{minutes}M"),
            (hours, 0) => write!(f, "PT{hours}H"),
            (hours, minutes) => write!(f, "PT{hours}H{minutes}M"),
        }
    }
}

/// A stretch of time [start, end): `start` belongs to it and `end` does not, so that one until 10
/// and one from 10 do not meet. It lasts at least a minute, and begins and ends on whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

impl Span {
    /// Reads the two instants of a stretch of time in this century: for later ones the tables of
    /// time zones say nothing.
    ///
    /// # Errors
    /// On `start` and `end`: `MALFORMED` with seconds, `OUT_OF_RANGE` outside 2000 to 2099; on
    /// `end`: `INCONSISTENT` when it is not after the start.
    pub fn parse(start: DateTime<Utc>, end: DateTime<Utc>) -> Result<Self, Faults> {
        Self::between(("start", start), ("end", end))
    }

    /// The same of two instants that have other names.
    ///
    /// # Errors
    /// As [`Span::parse`], under these names.
    pub fn between(
        (first, start): (&str, DateTime<Utc>),
        (last, end): (&str, DateTime<Utc>),
    ) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let start = faults.take(first, whole_minute(start));
        let end = faults.take(last, whole_minute(end));
        let (Some(start), Some(end)) = (start, end) else {
            return Err(faults);
        };
        Self::new(start, end).ok_or_else(|| {
            let problem = Problem::new(ProblemCode::Inconsistent).with("with", first);
            Faults::one(last, problem)
        })
    }

    /// The stretch between two instants of whole minutes, if any time passes between them.
    pub(crate) fn new(start: DateTime<Utc>, end: DateTime<Utc>) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// The first instant of it.
    pub fn start(self) -> DateTime<Utc> {
        self.start
    }

    /// The first instant after it.
    pub fn end(self) -> DateTime<Utc> {
        self.end
    }

    /// How long it lasts.
    pub fn length(self) -> Minutes {
        let minutes = (self.end - self.start).num_minutes();
        Minutes(u32::try_from(minutes).unwrap_or(u32::MAX))
    }

    /// Whether an instant lies in it.
    pub fn contains(self, at: DateTime<Utc>) -> bool {
        self.start <= at && at < self.end
    }

    /// What it has in common with another.
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// Whether it has a minute in common with another.
    pub fn meets(self, other: Self) -> bool {
        self.intersection(other).is_some()
    }

    /// The same with so many minutes more at its end.
    #[must_use]
    pub fn and(self, buffer: Minutes) -> Self {
        Self {
            start: self.start,
            end: self.end + buffer.delta(),
        }
    }

    /// The same with so many minutes more at its start and at its end.
    #[must_use]
    pub fn widened(self, by: Minutes) -> Self {
        Self {
            start: self.start - by.delta(),
            end: self.end + by.delta(),
        }
    }

    /// Whether all of it lies within another.
    pub fn is_within(self, other: Self) -> bool {
        self.intersection(other) == Some(self)
    }

    /// From the same start until another end, which is after it.
    #[must_use]
    pub(crate) fn until(self, end: DateTime<Utc>) -> Self {
        Self { end, ..self }
    }

    /// As long, from another instant on.
    #[must_use]
    pub(super) fn moved_to(self, start: DateTime<Utc>) -> Self {
        Self {
            start,
            end: start + (self.end - self.start),
        }
    }
}

/// The beginning of the minute of an instant.
pub(super) fn minute_of(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::seconds(at.second().into()) - TimeDelta::nanoseconds(at.nanosecond().into())
}

/// The first whole minute from an instant on.
pub(crate) fn minute_after(at: DateTime<Utc>) -> DateTime<Utc> {
    let minute = minute_of(at);
    if minute == at {
        at
    } else {
        minute + TimeDelta::minutes(1)
    }
}

fn whole_minute(at: DateTime<Utc>) -> Result<DateTime<Utc>, Problem> {
    if minute_of(at) != at {
        return Err(Problem::new(ProblemCode::Malformed).with("expected", "2026-10-25T09:00:00Z"));
    }
    in_this_century(at)
}

/// An instant of this century: with others there is nothing to compare, and nothing to add to them.
///
/// # Errors
/// `OUT_OF_RANGE` outside 2000 to 2099.
pub fn in_this_century(at: DateTime<Utc>) -> Result<DateTime<Utc>, Problem> {
    if (2000..=2099).contains(&at.year()) {
        Ok(at)
    } else {
        Err(Problem::new(ProblemCode::OutOfRange)
            .with("min", "2000-01-01")
            .with("max", "2099-12-31"))
    }
}

/// The same time in the fewest stretches, in order, none touching the next.
pub(super) fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// What is left of `spans` when the time of `holes` is taken away; both merged.
pub(super) fn without(spans: &[Span], holes: &[Span]) -> Vec<Span> {
    let mut left = Vec::with_capacity(spans.len());
    let mut first = 0;
    for span in spans {
        while holes.get(first).is_some_and(|hole| hole.end <= span.start) {
            first += 1;
        }
        let mut from = span.start;
        for hole in holes.iter().skip(first) {
            if hole.start >= span.end {
                break;
            }
            left.extend(Span::new(from, hole.start));
            from = hole.end;
        }
        left.extend(Span::new(from, span.end));
    }
    left
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::resources::testing::{instant, minute, span};

    #[test]
    fn a_booking_until_ten_and_one_from_ten_do_not_meet() {
        let nine = span("2026-11-03T09:00Z", "2026-11-03T10:00Z");
        let ten = span("2026-11-03T10:00Z", "2026-11-03T11:00Z");
        assert!(!nine.meets(ten) && !ten.meets(nine));
        assert!(nine.meets(span("2026-11-03T09:59Z", "2026-11-03T10:01Z")));
        assert!(nine.contains(nine.start()) && !nine.contains(nine.end()));
        assert!(nine.and(Minutes::new(1)).meets(ten));
    }

    #[test]
    fn it_begins_and_ends_on_whole_minutes_of_this_century_and_takes_time() {
        let at = instant("2026-11-03T09:00Z");
        let seconds = at + TimeDelta::seconds(1);
        let nanos = at + TimeDelta::nanoseconds(1);
        let told = |start, end| Span::parse(start, end).map_err(|faults| faults.to_string());
        assert!(told(at, at + TimeDelta::minutes(1)).is_ok());
        assert_eq!(told(at, at), Err("end: INCONSISTENT".into()));
        assert_eq!(
            told(at + TimeDelta::hours(1), at),
            Err("end: INCONSISTENT".into())
        );
        assert_eq!(
            told(seconds, nanos),
            Err("start: MALFORMED, end: MALFORMED".into())
        );
        let (past, future) = (instant("1999-12-31T23:59Z"), instant("2100-01-01T00:00Z"));
        assert_eq!(
            told(past, future),
            Err("start: OUT_OF_RANGE, end: OUT_OF_RANGE".into())
        );
    }

    #[test]
    fn lengths_are_told_in_hours_and_minutes() {
        for (minutes, text) in [(0, "PT0M"), (45, "PT45M"), (90, "PT1H30M"), (2880, "PT48H")] {
            assert_eq!(Minutes::new(minutes).to_string(), text);
        }
        for (text, minutes) in [
            ("PT45M", 45),
            ("PT1H30M", 90),
            ("P2D", 2880),
            ("P1W", 10_080),
            ("P1DT1M", 1441),
            (" PT0M ", 0),
        ] {
            assert_eq!(Minutes::read(text), Ok(minutes), "{text}");
        }
        for nonsense in [
            "",
            "P",
            "PT",
            "P1DT",
            "1H",
            "PT1S",
            "P1M",
            "P1Y",
            "PT1M1H",
            "PT-1M",
            "PT+1M",
            "PT1.5H",
            "PT9999999999M",
            "P2147483647D",
            "PTxM",
            "pt1m",
        ] {
            assert!(Minutes::read(nonsense).is_err(), "{nonsense}");
        }
        assert!(Minutes::parse(-1, 0, 10).is_err());
        assert!(Minutes::parse(11, 0, 10).is_err());
        assert_eq!(Minutes::parse(10, 0, 10), Ok(Minutes::new(10)));
    }

    fn some() -> impl Strategy<Value = Vec<Span>> {
        prop::collection::vec((0..60_i64, 1..15_i64), 0..8).prop_map(|ends| {
            ends.into_iter()
                .filter_map(|(from, length)| Span::new(minute(from), minute(from + length)))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn taking_time_away_leaves_each_other_minute(spans in some(), holes in some()) {
            let within = |spans: &[Span], at| spans.iter().any(|span| span.contains(at));
            let (all, gone) = (merged(spans.clone()), merged(holes.clone()));
            let left = without(&all, &gone);
            for at in (0..80).map(minute) {
                prop_assert_eq!(within(&all, at), within(&spans, at));
                prop_assert_eq!(within(&left, at), within(&spans, at) && !within(&holes, at));
            }
            for set in [&all, &left] {
                prop_assert!(set.windows(2).all(|pair| pair[0].end < pair[1].start));
            }
        }
    }
}
