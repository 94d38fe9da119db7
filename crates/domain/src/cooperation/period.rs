//! The days that figures are asked of.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::values::{Faults, Problem, ProblemCode, beginning};

/// Days from one to another, both included, at most five years of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    from: NaiveDate,
    until: NaiveDate,
}

/// The most months of a period: five years.
const MOST: Months = Months::new(60);

impl Period {
    /// Reads a period.
    ///
    /// # Errors
    /// `OUT_OF_RANGE` on a day before 2000 or after 2099, and on `until` after more than five years;
    /// `INCONSISTENT` (with `from`) on `until` before `from`.
    pub fn parse(from: NaiveDate, until: NaiveDate) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        faults.take("from", within_reach(from));
        faults.take("until", within_reach(until));
        if faults.is_empty() {
            faults.take("until", in_order(from, until));
        }
        if faults.is_empty() {
            Ok(Self { from, until })
        } else {
            Err(faults)
        }
    }

    /// The first day.
    pub fn from(self) -> NaiveDate {
        self.from
    }

    /// The last day.
    pub fn until(self) -> NaiveDate {
        self.until
    }

    /// Whether a day is one of it.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.until
    }

    /// What of it has begun by now on the clocks of a place; `None` where all of it is still to come.
    pub fn begun(self, zone: Tz, now: DateTime<Utc>) -> Option<Begun> {
        let today = now.with_timezone(&zone).date_naive();
        let last = self.until.min(today);
        (self.from <= last).then(|| {
            let end = last.checked_add_days(Days::new(1)).unwrap_or(last);
            Begun {
                zone,
                first: self.from,
                last,
                start: beginning(self.from, zone),
                // What begins at this instant has begun; databases tell microseconds apart.
                end: beginning(end, zone).min(now + TimeDelta::microseconds(1)),
            }
        })
    }
}

/// What of a period has begun: figures tell what was, not what is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begun {
    /// Whose clocks tell the days.
    pub zone: Tz,
    /// The first day.
    pub first: NaiveDate,
    /// The last, today at the latest.
    pub last: NaiveDate,
    /// The first instant of it.
    pub start: DateTime<Utc>,
    /// The first instant that is not of it any more, the one after now at the latest.
    pub end: DateTime<Utc>,
}

impl Begun {
    /// The day of an instant.
    pub fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }
}

fn within_reach(day: NaiveDate) -> Result<(), Problem> {
    if (2000..=2099).contains(&day.year()) {
        return Ok(());
    }
    Err(Problem::new(ProblemCode::OutOfRange)
        .with("min", "2000-01-01")
        .with("max", "2099-12-31"))
}

fn in_order(from: NaiveDate, until: NaiveDate) -> Result<(), Problem> {
    if until < from {
        return Err(Problem::new(ProblemCode::Inconsistent).with("with", "from"));
    }
    let last = from.checked_add_months(MOST).and_then(|day| day.pred_opt());
    match last {
        Some(last) if until > last => Err(Problem::new(ProblemCode::OutOfRange)
            .with("min", from)
            .with("max", last)),
        _ => Ok(()),
    }
}
