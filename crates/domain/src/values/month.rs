//! Months of the calendar.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Problem, ProblemCode};

/// A month of the calendar, from 2000 to 2099; as text `2026-10` (ISO 8601).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u32,
}

impl Month {
    /// The month of an instant on the clocks of a place.
    pub fn of(at: DateTime<Utc>, zone: Tz) -> Self {
        let day = at.with_timezone(&zone);
        Self {
            year: day.year(),
            month: day.month(),
        }
    }

    /// Of which year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// Which of the year, from 1 to 12.
    pub fn month(self) -> u32 {
        self.month
    }

    /// How many months there are from this one to another, both included; none where the other is
    /// before it.
    pub fn until(self, last: Self) -> usize {
        let count = 1 + last.ordinal() - self.ordinal();
        usize::try_from(count).unwrap_or_default()
    }

    /// This month and those after it.
    pub fn and_after(self) -> impl Iterator<Item = Self> + Clone {
        (0..).map(move |more| {
            let ordinal = self.ordinal() + more;
            Self {
                year: ordinal.div_euclid(12),
                month: ordinal.rem_euclid(12).unsigned_abs() + 1,
            }
        })
    }

    /// The first instant of it on the clocks of a place.
    pub fn start(self, zone: Tz) -> DateTime<Utc> {
        beginning(
            NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default(),
            zone,
        )
    }

    /// Months since the beginning of our era.
    fn ordinal(self) -> i32 {
        self.year * 12 + i32::try_from(self.month).unwrap_or_default() - 1
    }

    /// A number that grows from month to month: `202610`.
    pub fn number(self) -> i32 {
        // The month is at most 12.
        self.year * 100 + i32::try_from(self.month).unwrap_or_default()
    }

    /// The month of a number as of [`Self::number`].
    ///
    /// # Errors
    /// As [`Self::from_str`].
    pub fn numbered(number: i32) -> Result<Self, Problem> {
        format!("{}-{:02}", number / 100, number % 100).parse()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = Problem;

    /// Reads `2026-10`.
    ///
    /// # Errors
    /// `MALFORMED`, `OUT_OF_RANGE`.
    fn from_str(text: &str) -> Result<Self, Problem> {
        let malformed = || Problem::new(ProblemCode::Malformed).with("expected", "2026-10");
        let (year, month) = text.trim().split_once('-').ok_or_else(malformed)?;
        let digits = |text: &str, count| {
            text.len() == count && text.chars().all(|letter| letter.is_ascii_digit())
        };
        if !digits(year, 4) || !digits(month, 2) {
            return Err(malformed());
        }
        let year = year.parse().map_err(|_| malformed())?;
        let month = month.parse().map_err(|_| malformed())?;
        if !(2000..2100).contains(&year) || !(1..=12).contains(&month) {
            return Err(Problem::new(ProblemCode::OutOfRange)
                .with("min", "2000-01")
                .with("max", "2099-12"));
        }
        Ok(Self { year, month })
    }
}

/// The first instant of a day on the clocks of a place.
pub fn beginning(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Where the clocks are put forward at midnight, the day begins with what they show then.
    let mut clocks = (0..24).map(|more| midnight + TimeDelta::minutes(15 * more));
    let there = clocks.find_map(|shown| shown.and_local_timezone(zone).earliest());
    there.map_or_else(|| midnight.and_utc(), |there| there.to_utc())
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Europe::Paris, Pacific::Noumea};

    use super::*;

    #[test]
    fn a_month_begins_with_its_first_day_on_the_clocks_of_the_place() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        let told = |text, zone| Month::of(at(text), zone).to_string();
        assert_eq!(told("2026-09-30T21:59:00Z", Paris), "2026-09");
        assert_eq!(told("2026-09-30T22:00:00Z", Paris), "2026-10");
        assert_eq!(told("2026-10-31T22:59:00Z", Paris), "2026-10");
        assert_eq!(told("2026-10-31T23:00:00Z", Paris), "2026-11");
        assert_eq!(told("2026-12-31T13:00:00Z", Noumea), "2027-01");
    }

    #[test]
    fn a_month_reads_back_from_its_text_and_its_number() {
        for text in ["2026-10", "2000-01", "2099-12"] {
            let month: Month = text.parse().expect("a month");
            assert_eq!(month.to_string(), text);
            assert_eq!(Month::numbered(month.number()), Ok(month));
        }
        for (wrong, code) in [
            ("", ProblemCode::Malformed),
            ("2026", ProblemCode::Malformed),
            ("2026-1", ProblemCode::Malformed),
            ("2026-10-01", ProblemCode::Malformed),
            ("+026-10", ProblemCode::Malformed),
            ("2026-13", ProblemCode::OutOfRange),
            ("2026-00", ProblemCode::OutOfRange),
            ("1999-12", ProblemCode::OutOfRange),
        ] {
            let problem = wrong.parse::<Month>().expect_err("no month");
            assert_eq!(problem.code, code, "{wrong}");
        }
    }

    #[test]
    fn months_follow_one_another_over_the_end_of_a_year() {
        let month = |text: &str| text.parse::<Month>().expect("a month");
        let following = month("2026-11").and_after().take(3);
        let told: Vec<_> = following.map(|one| one.to_string()).collect();
        assert_eq!(told, ["2026-11", "2026-12", "2027-01"]);
        assert_eq!(month("2026-11").until(month("2027-01")), 3);
        assert_eq!(month("2026-11").until(month("2026-11")), 1);
        assert_eq!(month("2026-11").until(month("2026-09")), 0);
        let start = |text: &str| month(text).start(Paris).to_rfc3339();
        assert_eq!(start("2026-11"), "2026-10-31T23:00:00+00:00");
        assert_eq!(start("2026-07"), "2026-06-30T22:00:00+00:00");
        // In Asunción the first of October 2017 began at one o'clock.
        let skipped = month("2017-10").start(chrono_tz::America::Asuncion);
        assert_eq!(skipped.to_rfc3339(), "2017-10-01T04:00:00+00:00");
    }

    #[test]
    fn months_are_in_order() {
        let months: Vec<Month> = ["2025-12", "2026-01", "2026-02"]
            .map(|text| text.parse().expect("a month"))
            .into();
        assert!(months.is_sorted());
        assert!(months.is_sorted_by_key(|month| month.number()));
    }
}
