//! When a resource is free while a project is under way.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    projects::Project,
    resources::{Conditions, Minutes, Span, Step, Usage, begins, ends},
};

/// How much of the time ahead is looked at.
const AHEAD: Minutes = Minutes::new(92 * 24 * 60);

/// The time in which a resource can be booked for a project, and how much of it is free.
#[derive(Debug, Clone)]
pub(super) struct FreeTime {
    span: Span,
    /// Whether the project says when it is.
    dated: bool,
    zone: Tz,
    /// How many minutes it is open.
    open: u32,
    /// How many units are free when.
    steps: Vec<Step>,
    /// Shorter stretches are of no use.
    min_length: Minutes,
}

impl FreeTime {
    /// From the first day of the project until its last, on the clocks of the resource; not before a
    /// booking can start, not after the last that can be made now, and 92 days at most.
    pub(super) fn of(
        project: &Project,
        conditions: &Conditions,
        usage: &Usage,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let zone = conditions.time_zone;
        let (starts_on, ends_on) = (project.content.starts_on, project.content.ends_on);
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN);
        let calendar = conditions.calendar(usage);
        let (earliest, latest) = calendar.starts(now);
        let start = starts_on.map_or(earliest, |day| begins(zone, midnight(day)).max(earliest));
        let day_after = ends_on.and_then(|day| day.checked_add_days(Days::new(1)));
        let end = day_after.map_or(latest, |day| ends(zone, midnight(day)).min(latest));
        let span = Span::new(start, end.min(start + AHEAD.delta()))?;
        let open = conditions.hours.open(zone, span);
        Some(Self {
            span,
            dated: starts_on.is_some() || ends_on.is_some(),
            zone,
            open: open.iter().map(|span| span.length().count()).sum(),
            steps: calendar.availability(span),
            min_length: conditions.rules.min_length(),
        })
    }

    /// Whether the project says when it is.
    pub(super) fn is_dated(&self) -> bool {
        self.dated
    }

    /// The first and the last day that are looked at.
    pub(super) fn days(&self) -> (NaiveDate, NaiveDate) {
        let last = self.span.end() - TimeDelta::minutes(1);
        (self.on(self.span.start()), self.on(last))
    }

    /// How many minutes it is open.
    pub(super) fn open(&self) -> u32 {
        self.open
    }

    /// How many minutes so many units are free, in stretches that are long enough to be booked.
    pub(super) fn free(&self, units: u32) -> u32 {
        let stretches = self.stretches(units);
        stretches.iter().map(|span| span.length().count()).sum()
    }

    /// How many hours of single units are free, rounded down.
    pub(super) fn free_hours(&self) -> u32 {
        let minutes = self.steps.iter();
        let minutes =
            minutes.map(|step| u64::from(step.span.length().count()) * u64::from(step.free));
        u32::try_from(minutes.sum::<u64>() / 60).unwrap_or(u32::MAX)
    }

    /// On how many days, as its clocks show them, it can be had.
    pub(super) fn free_days(&self) -> u32 {
        let mut days = 0;
        let mut last = None;
        for span in self.stretches(1) {
            let end = self.on(span.end() - TimeDelta::minutes(1));
            let all = self.on(span.start()).iter_days();
            for day in all.take_while(|day| *day <= end) {
                if last.is_none_or(|last| last < day) {
                    days += 1;
                    last = Some(day);
                }
            }
        }
        days
    }

    /// Where so many units are free without a gap for as long as a booking lasts at least.
    fn stretches(&self, units: u32) -> Vec<Span> {
        let mut stretches: Vec<Span> = Vec::new();
        for step in self.steps.iter().filter(|step| step.free >= units) {
            match stretches.last_mut() {
                Some(last) if last.end() == step.span.start() => {
                    *last = last.until(step.span.end());
                }
                _ => stretches.push(step.span),
            }
        }
        stretches.retain(|span| span.length() >= self.min_length);
        stretches
    }

    fn on(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }
}
