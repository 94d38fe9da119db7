//! When a resource is open: by weekday, but not while it is closed, and besides when it is opened
//! for once.

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{
    LocalSpan, LocalTime, Span, Weekday,
    local::{begins, ends},
    span::{merged, without},
};
use crate::values::{Faults, Label, Problem, ProblemCode, gather};

/// Hours on one day of each week, within that day. What runs over midnight is two of them: until
/// `24:00`, and from `00:00` on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayHours {
    /// On which day.
    pub weekday: Weekday,
    /// When it opens.
    pub from: LocalTime,
    /// When it closes, after `from`.
    pub to: LocalTime,
}

/// Hours as typed by somebody, not yet checked; times as `HH:MM`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is documented on `DayHours`")]
pub struct DayHoursDraft {
    pub weekday: Weekday,
    pub from: String,
    pub to: String,
}

/// A time in which it is closed, whatever the hours of the week say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Closure {
    /// From when until when.
    pub span: LocalSpan,
    /// Why.
    pub reason: Option<Label>,
}

/// A closure as typed by somebody, not yet checked; its ends as [`LocalSpan::parse`] reads them.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is documented on `Closure`")]
pub struct ClosureDraft {
    pub from: String,
    pub to: String,
    pub reason: Option<String>,
}

/// A time in which it is open for once, as typed by somebody, not yet checked; its ends as
/// [`LocalSpan::parse`] reads them.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of `LocalSpan`")]
pub struct OpeningDraft {
    pub from: String,
    pub to: String,
}

/// When a resource is open, in local time: (the hours of the week − closures) ∪ openings.
///
/// As JSON it has the form of [`HoursDraft`], and reading it checks it as [`Hours::parse`] does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "HoursDraft", into = "HoursDraft")]
pub struct Hours {
    weekly: Vec<DayHours>,
    closures: Vec<Closure>,
    openings: Vec<LocalSpan>,
}

/// Opening hours as typed by somebody, not yet checked.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct HoursDraft {
    /// By weekday, any number a day.
    pub weekly: Vec<DayHoursDraft>,
    /// When it is closed nevertheless.
    pub closures: Vec<ClosureDraft>,
    /// When it is open besides.
    pub openings: Vec<OpeningDraft>,
}

/// Most hours of a week.
const MOST_HOURS: usize = 70;

/// Most closures, and most openings.
const MOST_DATES: usize = 100;

impl DayHours {
    fn parse(draft: &DayHoursDraft) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let weekday = Some(draft.weekday);
        let from = faults.take("from", LocalTime::parse(&draft.from));
        let to = faults.take("to", LocalTime::parse(&draft.to));
        if from.zip(to).is_some_and(|(from, to)| from >= to) {
            let problem = Problem::new(ProblemCode::Inconsistent).with("with", "from");
            faults.note("to", problem);
        }
        gather!(faults => Self { weekday, from, to })
    }

    fn on(self, date: NaiveDate, zone: Tz) -> Option<Span> {
        Span::new(
            begins(zone, self.from.on(date)),
            ends(zone, self.to.on(date)),
        )
    }
}

impl Closure {
    fn parse(draft: &ClosureDraft) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let span = match LocalSpan::parse(&draft.from, &draft.to) {
            Ok(span) => Some(span),
            Err(inner) => {
                faults = inner;
                None
            }
        };
        let reason = faults.take("reason", Label::parse_optional(draft.reason.as_deref()));
        gather!(faults => Self { span, reason })
    }
}

impl Hours {
    /// Checks everything that somebody typed. Hours of one day that overlap or touch become one,
    /// openings likewise; everything is put in order.
    ///
    /// # Errors
    /// Every fault, each with its field under `weekly`, `closures` or `openings`; there `TOO_LONG`
    /// with more than 70 hours, 100 closures or 100 openings.
    pub fn parse(draft: HoursDraft) -> Result<Self, Faults> {
        let HoursDraft {
            weekly,
            closures,
            openings,
        } = draft;
        let mut faults = Faults::new();
        for (field, max, length) in [
            ("weekly", MOST_HOURS, weekly.len()),
            ("closures", MOST_DATES, closures.len()),
            ("openings", MOST_DATES, openings.len()),
        ] {
            if length > max {
                let problem = Problem::new(ProblemCode::TooLong)
                    .with("max", max)
                    .with("length", length);
                faults.note(field, problem);
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let weekly = faults.each("weekly", &weekly, DayHours::parse);
        let closures = faults.each("closures", &closures, Closure::parse);
        let openings = faults.each("openings", &openings, |draft| {
            LocalSpan::parse(&draft.from, &draft.to)
        });
        let weekly = weekly.map(merged_hours);
        let closures = closures.map(|mut closures| {
            closures.sort_unstable();
            closures
        });
        let openings = openings.map(merged_openings);
        gather!(faults => Self { weekly, closures, openings })
    }

    /// The hours of the week, in order, none touching the next of its day.
    pub fn weekly(&self) -> &[DayHours] {
        &self.weekly
    }

    /// When it is closed nevertheless, in order.
    pub fn closures(&self) -> &[Closure] {
        &self.closures
    }

    /// When it is open besides, in order, none touching the next.
    pub fn openings(&self) -> &[LocalSpan] {
        &self.openings
    }

    /// The time within `span` in which it is open, its hours read on the clocks of `zone`: in
    /// order, none touching the next.
    pub fn open(&self, zone: Tz, span: Span) -> Vec<Span> {
        let local = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&zone).date_naive();
        // The day before may last until the second midnight, where midnight exists twice.
        let weekly = (local(span.start()) - Days::new(1))
            .iter_days()
            .take_while(|date| *date <= local(span.end()) + Days::new(1))
            .flat_map(|date| {
                let weekday = Weekday::of(date);
                self.weekly
                    .iter()
                    .filter(move |hours| hours.weekday == weekday)
                    .filter_map(move |hours| hours.on(date, zone))
            })
            .collect();
        let closed = self
            .closures
            .iter()
            .filter_map(|closure| closure.span.within(zone))
            .collect();
        let mut open = without(&merged(weekly), &merged(closed));
        open.extend(self.openings.iter().filter_map(|span| span.within(zone)));
        merged(open)
            .into_iter()
            .filter_map(|open| open.intersection(span))
            .collect()
    }
}

fn merged_hours(mut weekly: Vec<DayHours>) -> Vec<DayHours> {
    weekly.sort_unstable();
    let mut merged: Vec<DayHours> = Vec::with_capacity(weekly.len());
    for hours in weekly {
        match merged.last_mut() {
            Some(last) if last.weekday == hours.weekday && hours.from <= last.to => {
                last.to = last.to.max(hours.to);
            }
            _ => merged.push(hours),
        }
    }
    merged
}

fn merged_openings(mut openings: Vec<LocalSpan>) -> Vec<LocalSpan> {
    openings.sort_unstable();
    let mut merged: Vec<LocalSpan> = Vec::with_capacity(openings.len());
    for opening in openings {
        match merged.last_mut() {
            Some(last) if opening.from <= last.to => last.to = last.to.max(opening.to),
            _ => merged.push(opening),
        }
    }
    merged
}

impl TryFrom<HoursDraft> for Hours {
    type Error = Faults;

    fn try_from(draft: HoursDraft) -> Result<Self, Faults> {
        Self::parse(draft)
    }
}

impl From<Hours> for HoursDraft {
    fn from(hours: Hours) -> Self {
        let weekly = hours.weekly.iter().map(|hours| DayHoursDraft {
            weekday: hours.weekday,
            from: hours.from.to_string(),
            to: hours.to.to_string(),
        });
        let closures = hours.closures.into_iter().map(|closure| {
            let (from, to) = closure.span.texts();
            ClosureDraft {
                from,
                to,
                reason: closure.reason.map(String::from),
            }
        });
        let openings = hours.openings.iter().map(|opening| {
            let (from, to) = opening.texts();
            OpeningDraft { from, to }
        });
        Self {
            weekly: weekly.collect(),
            closures: closures.collect(),
            openings: openings.collect(),
        }
    }
}

#[cfg(test)]
mod tests;
