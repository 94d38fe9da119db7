//! From when until when an agreement is in force.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::values::{Faults, Problem, ProblemCode, gather, text_enum};

text_enum! {
    /// What happens on the last day (C. civ. art. 1213 and 1214).
    pub enum Renewal {
        /// It ends.
        None = "NONE",
        /// It is renewed unless a party says in time that it shall not be.
        Tacit = "TACIT",
        /// It ends unless the parties sign an amendment with a later last day.
        Express = "EXPRESS",
    }
}

/// From when until when an agreement is in force. Days are those of the hub's clocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day; `None` for one that goes on until a party gives notice (C. civ. art. 1211).
    pub ends_on: Option<NaiveDate>,
    /// What happens on the last day.
    pub renewal: Renewal,
    /// For how many months it is renewed each time.
    pub renewal_months: Option<u32>,
    /// How many days before its effect notice is given.
    pub notice_days: u32,
    /// Whether any party may end it for all before its last day, with the notice: without that, what has a last
    /// day is kept to (C. civ. art. 1212).
    pub early_termination: bool,
}

/// A term as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `Term`")]
pub struct TermDraft {
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    pub renewal: Renewal,
    pub renewal_months: Option<i32>,
    pub notice_days: i32,
    pub early_termination: bool,
}

/// Longest renewal, in months: what commercial law allows an exclusivity, and longer than any convention.
const MOST_MONTHS: u32 = 120;
/// Longest notice, in days: two years.
const MOST_NOTICE: u32 = 730;

impl Term {
    /// Checks what was typed.
    ///
    /// # Errors
    /// The faults, each with its field: `OUT_OF_RANGE` for a day outside of 2000 to 2099, more than 120 months
    /// or 730 days; `INCONSISTENT` on `endsOn` before `startsOn`, on `renewal` and `earlyTermination` of what has
    /// no last day, on `renewalMonths` without tacit renewal; `REQUIRED` on `renewalMonths` with it.
    pub fn parse(draft: &TermDraft) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let starts_on = faults.take("startsOn", within_reach(draft.starts_on));
        let ends_on = faults.take("endsOn", draft.ends_on.map(within_reach).transpose());
        if draft.ends_on.is_some_and(|last| last < draft.starts_on) {
            faults.note("endsOn", inconsistent("startsOn"));
        }
        if draft.ends_on.is_none() && draft.renewal != Renewal::None {
            faults.note("renewal", inconsistent("endsOn"));
        }
        if draft.ends_on.is_none() && draft.early_termination {
            faults.note("earlyTermination", inconsistent("endsOn"));
        }
        let renewal_months = match (draft.renewal, draft.renewal_months) {
            (Renewal::Tacit, None) => Err(Problem::new(ProblemCode::Required)),
            (Renewal::Tacit, Some(months)) => within(months, 1, MOST_MONTHS).map(Some),
            (_, None) => Ok(None),
            (_, Some(_)) => Err(inconsistent("renewal")),
        };
        let renewal_months = faults.take("renewalMonths", renewal_months);
        let notice_days = faults.take("noticeDays", within(draft.notice_days, 0, MOST_NOTICE));
        let (renewal, early_termination) = (Some(draft.renewal), Some(draft.early_termination));
        gather!(faults => Self {
            starts_on, ends_on, renewal, renewal_months, notice_days, early_termination,
        })
    }

    /// The last day after one more renewal: so many months after the day on which the one before is over, so
    /// that it falls on the last day of months however long they are. A short month does not make the periods
    /// after it shorter: they are over on the day of the month on which the first was, where there is one.
    pub(super) fn renewed(&self, ends_on: NaiveDate) -> Option<NaiveDate> {
        let months = Months::new(self.renewal_months?);
        let next = ends_on.succ_opt()?.checked_add_months(months)?;
        let day = self.ends_on.and_then(|first| first.succ_opt())?.day();
        let mut days = (next.day()..=day).rev();
        let next = days.find_map(|day| next.with_day(day)).unwrap_or(next);
        next.pred_opt()
    }

    /// When a notice that is given on a day takes effect: the first day on which it is over.
    pub(super) fn notice_from(&self, day: NaiveDate) -> NaiveDate {
        let days = TimeDelta::days(self.notice_days.into());
        day.checked_add_signed(days).unwrap_or(NaiveDate::MAX)
    }

    /// Whether one party may end it for all by giving notice: what has no last day (C. civ. art. 1211), or says
    /// that it may be ended before.
    pub fn ends_by_notice(&self) -> bool {
        self.ends_on.is_none() || self.early_termination
    }

    /// The last day on which the renewal at the end of a period can be declined: its notice before.
    pub(super) fn decline_until(&self, ends_on: NaiveDate) -> NaiveDate {
        let days = TimeDelta::days(self.notice_days.into());
        ends_on.checked_sub_signed(days).unwrap_or(NaiveDate::MIN)
    }
}

/// A day that people mean: 2000 to 2099.
pub(super) fn within_reach(day: NaiveDate) -> Result<NaiveDate, Problem> {
    if (2000..=2099).contains(&day.year()) {
        return Ok(day);
    }
    Err(Problem::new(ProblemCode::OutOfRange)
        .with("min", "2000-01-01")
        .with("max", "2099-12-31"))
}

pub(super) fn within(number: i32, min: u32, max: u32) -> Result<u32, Problem> {
    match u32::try_from(number) {
        Ok(number) if (min..=max).contains(&number) => Ok(number),
        _ => Err(Problem::new(ProblemCode::OutOfRange)
            .with("min", min)
            .with("max", max)),
    }
}

pub(super) fn inconsistent(with: &str) -> Problem {
    Problem::new(ProblemCode::Inconsistent).with("with", with)
}
