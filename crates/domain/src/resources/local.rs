//! Time as a clock on the wall of a place shows it, and which instants that means.
//!
//! Where the clock is put forward, some local times do not exist: they mean the first instant
//! after the gap. Where it is put back, some exist twice: what begins at such a time begins at the
//! first, what ends then ends at the second. So a day from 00:00 to 24:00 lasts 23 or 25 hours.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};
use serde::{Deserialize, Serialize};

use super::Span;
use crate::values::{Faults, Problem, ProblemCode, text_enum};

text_enum! {
    /// The days of the week, from Monday on (ISO 8601).
    pub enum Weekday {
        /// Monday.
        Monday = "MONDAY",
        /// Tuesday.
        Tuesday = "TUESDAY",
        /// Wednesday.
        Wednesday = "WEDNESDAY",
        /// Thursday.
        Thursday = "THURSDAY",
        /// Friday.
        Friday = "FRIDAY",
        /// Saturday.
        Saturday = "SATURDAY",
        /// Sunday.
        Sunday = "SUNDAY",
    }
}

impl Weekday {
    /// Of a date.
    pub fn of(date: NaiveDate) -> Self {
        match date.weekday() {
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
        }
    }
}

/// A time of day by the minute, from `00:00` to `24:00`, which is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalTime(u16);

impl LocalTime {
    /// Reads `HH:MM`.
    ///
    /// # Errors
    /// `MALFORMED`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let malformed = || Problem::new(ProblemCode::Malformed).with("expected", "09:00");
        let text = text.trim();
        let (hours, minutes) = text.split_once(':').ok_or_else(malformed)?;
        let number = |digits: &str| {
            let two = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
            two.then(|| digits.parse::<u16>().ok()).flatten()
        };
        match (number(hours), number(minutes)) {
            (Some(hours @ 0..=23), Some(minutes @ 0..=59)) => Ok(Self(hours * 60 + minutes)),
            (Some(24), Some(0)) => Ok(Self(24 * 60)),
            _ => Err(malformed()),
        }
    }

    /// Minutes since midnight, on a day on which the clock is not changed.
    pub fn minutes(self) -> u16 {
        self.0
    }

    /// This time on a day.
    pub(super) fn on(self, date: NaiveDate) -> NaiveDateTime {
        date.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(self.0.into())
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl From<LocalTime> for String {
    fn from(time: LocalTime) -> Self {
        time.to_string()
    }
}

impl TryFrom<String> for LocalTime {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|problem| problem.code.to_string())
    }
}

/// From one local time until another, on days of the calendar; the second does not belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalSpan {
    pub(super) from: NaiveDateTime,
    pub(super) to: NaiveDateTime,
}

impl LocalSpan {
    /// How its ends are written: ISO 8601 without an offset, without seconds.
    const FORM: &'static str = "%Y-%m-%dT%H:%M";

    /// Reads two local times of this century (`2026-12-24T18:00`).
    ///
    /// # Errors
    /// On `from` and `to`: `MALFORMED`, `OUT_OF_RANGE`; on `to`: `INCONSISTENT` when it is not
    /// after `from`.
    pub fn parse(from: &str, to: &str) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let from = faults.take("from", date_time(from));
        let to = faults.take("to", date_time(to));
        let (Some(from), Some(to)) = (from, to) else {
            return Err(faults);
        };
        if from >= to {
            let problem = Problem::new(ProblemCode::Inconsistent).with("with", "from");
            return Err(Faults::one("to", problem));
        }
        Ok(Self { from, to })
    }

    /// When it begins.
    pub fn from(&self) -> NaiveDateTime {
        self.from
    }

    /// The first local time after it.
    pub fn to(&self) -> NaiveDateTime {
        self.to
    }

    /// Its ends as they are written.
    pub(super) fn texts(&self) -> (String, String) {
        let text = |at: NaiveDateTime| at.format(Self::FORM).to_string();
        (text(self.from), text(self.to))
    }

    /// The time it means in a zone; nothing when the clock leaps over all of it.
    pub fn within(&self, zone: Tz) -> Option<Span> {
        Span::new(begins(zone, self.from), ends(zone, self.to))
    }
}

fn date_time(text: &str) -> Result<NaiveDateTime, Problem> {
    let malformed = || Problem::new(ProblemCode::Malformed).with("expected", "2026-12-24T18:00");
    let text = text.trim();
    if text.len() != "2026-12-24T18:00".len() {
        return Err(malformed());
    }
    let at = NaiveDateTime::parse_from_str(text, LocalSpan::FORM).map_err(|_| malformed())?;
    if !(2000..=2099).contains(&at.year()) {
        return Err(Problem::new(ProblemCode::OutOfRange)
            .with("min", "2000-01-01")
            .with("max", "2099-12-31"));
    }
    Ok(at)
}

/// When begins what begins at a local time.
pub(crate) fn begins(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    let found = zone.from_local_datetime(&local).earliest();
    found.map_or_else(|| after_gap(zone, local), |at| at.to_utc())
}

/// When ends what ends at a local time.
pub(crate) fn ends(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    let found = zone.from_local_datetime(&local).latest();
    found.map_or_else(|| after_gap(zone, local), |at| at.to_utc())
}

/// The first instant after the gap in which a local time lies.
fn after_gap(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    // A gap without an end would be one at the end of all tables; there is none.
    GapInfo::new(&local, &zone)
        .and_then(|gap| gap.end)
        .map_or_else(|| local.and_utc(), |at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Europe::Paris, Pacific::Apia};

    use super::*;
    use crate::resources::testing::{instant, span};

    fn local(text: &str) -> NaiveDateTime {
        date_time(text).expect("a local time")
    }

    #[test]
    fn a_local_time_that_exists_twice_begins_at_the_first_and_ends_at_the_second() {
        let at = local("2026-10-25T02:30");
        assert_eq!(begins(Paris, at), instant("2026-10-25T00:30Z"));
        assert_eq!(ends(Paris, at), instant("2026-10-25T01:30Z"));
        let three = local("2026-10-25T03:00");
        assert_eq!(begins(Paris, three), instant("2026-10-25T02:00Z"));
        assert_eq!(ends(Paris, three), instant("2026-10-25T02:00Z"));
    }

    #[test]
    fn a_local_time_that_does_not_exist_is_the_first_instant_after_the_gap() {
        for text in ["2027-03-28T02:00", "2027-03-28T02:59", "2027-03-28T03:00"] {
            let at = local(text);
            assert_eq!(begins(Paris, at), instant("2027-03-28T01:00Z"), "{text}");
            assert_eq!(ends(Paris, at), instant("2027-03-28T01:00Z"), "{text}");
        }
        // Samoa crossed the date line: 30 December 2011 was not.
        assert_eq!(
            begins(Apia, local("2011-12-30T12:00")),
            instant("2011-12-30T10:00Z")
        );
    }

    #[test]
    fn a_day_lasts_what_it_lasts_and_a_leapt_over_hour_nothing() {
        let day = |from, to| {
            LocalSpan::parse(from, to)
                .expect("a span")
                .within(Paris)
                .map(|span| span.length().to_string())
        };
        assert_eq!(
            day("2026-10-25T00:00", "2026-10-26T00:00"),
            Some("PT25H".into())
        );
        assert_eq!(
            day("2027-03-28T00:00", "2027-03-29T00:00"),
            Some("PT23H".into())
        );
        assert_eq!(day("2027-03-28T02:00", "2027-03-28T03:00"), None);
        let night = LocalSpan::parse("2026-10-24T22:00", "2026-10-25T02:30").expect("a night");
        assert_eq!(
            night.within(Paris),
            Some(span("2026-10-24T20:00Z", "2026-10-25T01:30Z"))
        );
    }

    #[test]
    fn times_of_day_are_two_digits_and_two_digits_until_midnight() {
        for (text, minutes) in [
            ("00:00", 0),
            ("09:05", 545),
            ("23:59", 1439),
            ("24:00", 1440),
        ] {
            let time = LocalTime::parse(text).expect("a time");
            assert_eq!((time.minutes(), time.to_string()), (minutes, text.into()));
        }
        for bad in [
            "", "9:00", "09:0", "24:01", "12:60", "+9:00", "09h00", "09:00:00",
        ] {
            assert!(LocalTime::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn local_spans_go_forward_and_are_written_by_the_minute() {
        let told = |from, to| LocalSpan::parse(from, to).map_err(|faults| faults.to_string());
        assert!(told("2026-12-24T18:00", "2026-12-24T18:01").is_ok());
        for (from, to, fault) in [
            (
                "2026-12-24",
                "2026-12-24T18:00:00",
                "from: MALFORMED, to: MALFORMED",
            ),
            ("2026-02-30T10:00", "x", "from: MALFORMED, to: MALFORMED"),
            ("2026-12-24T18:00", "2026-12-24T18:00", "to: INCONSISTENT"),
            ("1999-12-24T18:00", "2026-12-24T18:00", "from: OUT_OF_RANGE"),
        ] {
            assert_eq!(told(from, to), Err(fault.into()), "{from} {to}");
        }
    }
}
