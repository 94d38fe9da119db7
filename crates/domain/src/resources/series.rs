//! The dates of a booking that comes back.
//!
//! The few kinds of series that people book are counted here by calendar dates, and only then put
//! on the clock, at both ends. The crate `rrule` knows starts alone, and puts one that the clock
//! leaps over as much later as it leaps, not at the first instant after the gap.

use chrono::{Datelike, Days, Months, NaiveDate};
use chrono_tz::Tz;

use super::{LocalSpan, Span, Weekday, local::begins};
use crate::values::{Faults, Problem, ProblemCode, gather, text_enum};

text_enum! {
    /// How often a series comes back.
    pub enum Frequency {
        /// Every so many weeks, on the weekday of the first date.
        Weekly = "WEEKLY",
        /// Every month, on the same weekday in the same week of the month (the second Tuesday).
        MonthlyByWeekday = "MONTHLY_BY_WEEKDAY",
    }
}

/// How a series comes back, with what is needed to find its next date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recurrence {
    /// Every so many weeks, 1 to 4.
    Weekly(u8),
    /// On the first to fourth weekday of its kind in each month, 1 to 4.
    Nth(u8),
    /// On the last weekday of its kind in each month.
    Last,
}

/// When a series ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesEnd {
    /// With its last date until this day, this day included.
    Until(NaiveDate),
    /// After so many dates.
    Count(u32),
}

/// A series as typed by somebody, not yet checked.
#[derive(Debug, Clone, Copy)]
pub struct SeriesDraft {
    /// How often.
    pub frequency: Frequency,
    /// With WEEKLY: every so many weeks, 1 to 4; every week where nothing is said.
    pub every: Option<i32>,
    /// With `MONTHLY_BY_WEEKDAY`: on the last such weekday of each month. The first date is one.
    pub last: bool,
    /// The last day on which it may come back; either this or `count`.
    pub until: Option<NaiveDate>,
    /// How many dates it has, 2 to 104; either this or `until`.
    pub count: Option<i32>,
}

/// A booking that comes back at the same local time, and ends at the same local time, whatever the
/// clocks do in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Series {
    first: Span,
    zone: Tz,
    local: LocalSpan,
    recurrence: Recurrence,
    end: SeriesEnd,
}

/// Most dates of a series: each week for two years.
const MOST_DATES: usize = 104;

/// How far ahead of the first date the last may be.
const MOST_MONTHS: Months = Months::new(24);

impl Series {
    /// Checks what somebody typed about a series that begins with `first`, on the clocks of `zone`.
    ///
    /// # Errors
    /// Every fault, each with its field.
    /// - `every`: `OUT_OF_RANGE`; `INCONSISTENT` with a frequency that is not by weeks.
    /// - `last`: `INCONSISTENT` with a first date that is not the last of its kind in its month,
    ///   or with WEEKLY; `REQUIRED` when the first date is the fifth of its kind, which not every
    ///   month has.
    /// - `until`: `REQUIRED` without `count`; `OUT_OF_RANGE` before the first date, more than 24
    ///   months after it, or beyond 104 dates.
    /// - `count`: `INCONSISTENT` with `until`; `OUT_OF_RANGE` below 2, above 104, or beyond 24
    ///   months.
    /// - `first`: `INCONSISTENT` when its local end is not after its local start, since the clock
    ///   is put back in between.
    pub fn parse(draft: SeriesDraft, first: Span, zone: Tz) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let local = LocalSpan {
            from: first.start().with_timezone(&zone).naive_local(),
            to: first.end().with_timezone(&zone).naive_local(),
        };
        if local.from >= local.to {
            let problem = Problem::new(ProblemCode::Inconsistent).with("with", "end");
            faults.note("first", problem);
        }
        let date = local.from.date();
        let recurrence = recurrence(&mut faults, &draft, date);
        let end = recurrence.and_then(|recurrence| end(&mut faults, &draft, recurrence, date));
        let (first, zone, local) = (Some(first), Some(zone), Some(local));
        gather!(faults => Self { first, zone, local, recurrence, end })
    }

    /// The time in which every series lies that begins with `first`.
    pub fn longest_from(first: Span) -> Span {
        first.until(first.end() + MOST_MONTHS + Days::new(1))
    }

    /// How it comes back.
    pub fn recurrence(&self) -> Recurrence {
        self.recurrence
    }

    /// When it ends.
    pub fn end(&self) -> SeriesEnd {
        self.end
    }

    /// Its bookings in order, the first as it was asked for, at most 104. A date on which the
    /// clock leaps over all of the booking is left out and not counted, as RFC 5545 has it
    /// (3.3.10: a recurrence at a local time that does not exist is ignored).
    pub fn spans(&self) -> Vec<Span> {
        let date = self.local.from.date();
        let length = self.local.to - self.local.from;
        let time = self.local.from.time();
        let later = (1..).map_while(|position| nth_date(self.recurrence, date, position));
        let later = later
            .take_while(|later| match self.end {
                SeriesEnd::Until(until) => *later <= until,
                SeriesEnd::Count(_) => true,
            })
            .filter_map(|later| {
                let from = later.and_time(time);
                let to = from + length;
                LocalSpan { from, to }.within(self.zone)
            });
        let count = match self.end {
            SeriesEnd::Until(_) => MOST_DATES,
            SeriesEnd::Count(count) => usize::try_from(count).unwrap_or(MOST_DATES),
        };
        std::iter::once(self.first)
            .chain(later)
            .take(count)
            .collect()
    }

    /// Its recurrence rule for iCalendar (RFC 5545, 3.3.10), without the name of the property.
    /// It goes with a `DTSTART` in local time with the zone as `TZID`, so that UNTIL is in UTC.
    pub fn rule(&self) -> String {
        let weekday = match Weekday::of(self.local.from.date()) {
            Weekday::Monday => "MO",
            Weekday::Tuesday => "TU",
            Weekday::Wednesday => "WE",
            Weekday::Thursday => "TH",
            Weekday::Friday => "FR",
            Weekday::Saturday => "SA",
            Weekday::Sunday => "SU",
        };
        let recurrence = match self.recurrence {
            Recurrence::Weekly(1) => format!("FREQ=WEEKLY;BYDAY={weekday}"),
            Recurrence::Weekly(every) => format!("FREQ=WEEKLY;INTERVAL={every};BYDAY={weekday}"),
            Recurrence::Nth(week) => format!("FREQ=MONTHLY;BYDAY={week}{weekday}"),
            Recurrence::Last => format!("FREQ=MONTHLY;BYDAY=-1{weekday}"),
        };
        match self.end {
            SeriesEnd::Count(count) => format!("{recurrence};COUNT={count}"),
            SeriesEnd::Until(until) => {
                let last = begins(self.zone, until.and_time(self.local.from.time()));
                format!("{recurrence};UNTIL={}", last.format("%Y%m%dT%H%M%SZ"))
            }
        }
    }
}

fn recurrence(faults: &mut Faults, draft: &SeriesDraft, first: NaiveDate) -> Option<Recurrence> {
    let inconsistent = || Problem::new(ProblemCode::Inconsistent).with("with", "frequency");
    match draft.frequency {
        Frequency::Weekly => {
            if draft.last {
                faults.note("last", inconsistent());
            }
            let every = u8::try_from(draft.every.unwrap_or(1)).ok();
            let every = every.filter(|every| (1..=4).contains(every));
            let problem = Problem::new(ProblemCode::OutOfRange)
                .with("min", 1)
                .with("max", 4);
            faults
                .take("every", every.ok_or(problem))
                .map(Recurrence::Weekly)
        }
        Frequency::MonthlyByWeekday => {
            if draft.every.is_some() {
                faults.note("every", inconsistent());
            }
            let is_last = (first + Days::new(7)).month() != first.month();
            match (draft.last, is_last, week_of_month(first)) {
                (true, true, _) => Some(Recurrence::Last),
                (true, false, _) => {
                    let problem = Problem::new(ProblemCode::Inconsistent).with("with", "first");
                    faults.note("last", problem);
                    None
                }
                (false, _, week @ 1..=4) => Some(Recurrence::Nth(week)),
                (false, ..) => {
                    faults.note("last", Problem::new(ProblemCode::Required));
                    None
                }
            }
        }
    }
}

fn end(
    faults: &mut Faults,
    draft: &SeriesDraft,
    recurrence: Recurrence,
    first: NaiveDate,
) -> Option<SeriesEnd> {
    let furthest = first + MOST_MONTHS;
    let dates: Vec<NaiveDate> = (0..MOST_DATES)
        .map_while(|position| nth_date(recurrence, first, position))
        .take_while(|date| *date <= furthest)
        .collect();
    let out_of_range = Problem::new(ProblemCode::OutOfRange);
    match (draft.until, draft.count) {
        (None, None) => faults.note("until", Problem::new(ProblemCode::Required)),
        (Some(_), Some(_)) => faults.note(
            "count",
            Problem::new(ProblemCode::Inconsistent).with("with", "until"),
        ),
        (Some(until), None) => {
            // The day before the date that would be one too many.
            let too_many = nth_date(recurrence, first, MOST_DATES).unwrap_or(furthest);
            let latest = furthest.min(too_many - Days::new(1));
            if (first..=latest).contains(&until) {
                return Some(SeriesEnd::Until(until));
            }
            faults.note("until", out_of_range.with("min", first).with("max", latest));
        }
        (None, Some(count)) => {
            let count = u32::try_from(count).ok();
            let fits = |count: &u32| {
                usize::try_from(*count).is_ok_and(|count| (2..=dates.len()).contains(&count))
            };
            if let Some(count) = count.filter(fits) {
                return Some(SeriesEnd::Count(count));
            }
            faults.note(
                "count",
                out_of_range.with("min", 2).with("max", dates.len()),
            );
        }
    }
    None
}

/// 1 for the first weekday of its kind in its month, up to 5.
fn week_of_month(date: NaiveDate) -> u8 {
    u8::try_from(date.day0() / 7 + 1).unwrap_or(5)
}

/// The date at a position after the first, whose position is 0; `None` beyond the calendar.
fn nth_date(recurrence: Recurrence, first: NaiveDate, position: usize) -> Option<NaiveDate> {
    let position = u32::try_from(position).ok()?;
    let month = |months| first.with_day(1)?.checked_add_months(Months::new(months));
    match recurrence {
        Recurrence::Weekly(every) => {
            first.checked_add_days(Days::new(7 * u64::from(every) * u64::from(position)))
        }
        Recurrence::Nth(week) => {
            let month = month(position)?;
            NaiveDate::from_weekday_of_month_opt(month.year(), month.month(), first.weekday(), week)
        }
        Recurrence::Last => {
            let last_day = month(position + 1)?.pred_opt()?;
            let back = last_day.weekday().days_since(first.weekday());
            last_day.checked_sub_days(Days::new(back.into()))
        }
    }
}

#[cfg(test)]
mod tests;
