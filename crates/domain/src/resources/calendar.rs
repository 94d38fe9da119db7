//! Whether a resource can be had, and how much of it is free when.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    Hours, Rules, Span, Usage,
    span::{minute_of, without},
};
use crate::refusals::{Refusal, RefusalCode};

/// Everything that decides about bookings of one resource.
#[derive(Debug, Clone, Copy)]
pub struct Calendar<'a> {
    /// Its rules.
    pub rules: &'a Rules,
    /// When it is open.
    pub hours: &'a Hours,
    /// On whose clocks its hours are read.
    pub zone: Tz,
    /// What is taken already, each booking with its buffer.
    pub usage: &'a Usage,
}

/// A stretch of time in which the same number of units is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub span: Span,
    /// How many units are free then; 0 while it is closed.
    pub free: u32,
}

impl Calendar<'_> {
    /// Whether `units` (as [`super::parse_units`] reads them) can be booked for `span` at the
    /// instant `now`, of which the minute counts.
    ///
    /// The rules are asked in this order and the first that refuses is told: those about the
    /// booking alone before those about the day, and last what others have taken.
    ///
    /// # Errors
    /// Lengths are ISO 8601 durations, instants RFC 3339.
    /// 1. `TOO_SHORT`: facts `minLength`, `length`.
    /// 2. `TOO_LONG`: facts `maxLength`, `length`.
    /// 3. `TOO_SOON`, the start is nearer than the notice: facts `notice`, `earliest`, `start`.
    /// 4. `TOO_FAR`, the start is beyond the horizon: facts `horizon`, `latest`, `start`.
    /// 5. `CLOSED`: facts `from`, `until`, the first time within `span` in which it is closed.
    /// 6. `OVER_CAPACITY`: facts `from`, `until`, the first time within `span` and the buffer after
    ///    it in which the units do not fit; `capacity`, `used`, `free` and `units`, those asked for.
    pub fn check(&self, span: Span, units: u32, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.check_length(span)?;
        let (earliest, latest) = self.starts(now);
        if span.start() < earliest {
            return Err(Refusal::new(RefusalCode::TooSoon)
                .with("notice", self.rules.notice())
                .with("earliest", earliest.to_rfc3339())
                .with("start", span.start().to_rfc3339()));
        }
        if span.start() > latest {
            return Err(Refusal::new(RefusalCode::TooFar)
                .with("horizon", self.rules.horizon())
                .with("latest", latest.to_rfc3339())
                .with("start", span.start().to_rfc3339()));
        }
        let closed = without(&[span], &self.hours.open(self.zone, span));
        if let Some(closed) = closed.first() {
            return Err(refused_in(RefusalCode::Closed, *closed));
        }
        self.check_capacity(span.and(self.rules.buffer()), units)
    }

    /// Whether `units` are free at each instant of `span`, which is a booking with the buffer after
    /// it; whatever the other rules say.
    ///
    /// # Errors
    /// `OVER_CAPACITY` with the facts that [`Self::check`] tells.
    pub fn check_capacity(&self, span: Span, units: u32) -> Result<(), Refusal> {
        let taken = self.usage.steps(span);
        match taken.iter().find(|step| !self.fits(step.units, units)) {
            None => Ok(()),
            Some(step) => Err(refused_in(RefusalCode::OverCapacity, step.span)
                .with("capacity", self.rules.units())
                .with("used", step.units)
                .with("free", self.rules.units().saturating_sub(step.units))
                .with("units", units)),
        }
    }

    pub(super) fn check_length(&self, span: Span) -> Result<(), Refusal> {
        let length = span.length();
        if length < self.rules.min_length() {
            return Err(Refusal::new(RefusalCode::TooShort)
                .with("minLength", self.rules.min_length())
                .with("length", length));
        }
        if length > self.rules.max_length() {
            return Err(Refusal::new(RefusalCode::TooLong)
                .with("maxLength", self.rules.max_length())
                .with("length", length));
        }
        Ok(())
    }

    /// The first and the last instant at which a booking made now may start.
    pub(crate) fn starts(&self, now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
        let now = minute_of(now);
        (
            now + self.rules.notice().delta(),
            now + self.rules.horizon().delta(),
        )
    }

    /// Whether so many units are there besides those taken.
    pub(super) fn fits(&self, taken: u32, units: u32) -> bool {
        taken.saturating_add(units) <= self.rules.units()
    }

    /// How many units are free when: stretches that follow one another without a gap from the
    /// start of `span` to its end, neighbours with different numbers. A booking needs its units
    /// free for the buffer after it too, but not open.
    pub fn availability(&self, span: Span) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut from = span.start();
        for open in self.hours.open(self.zone, span) {
            push(&mut steps, Span::new(from, open.start()), 0);
            for taken in self.usage.steps(open) {
                let free = self.rules.units().saturating_sub(taken.units);
                push(&mut steps, Some(taken.span), free);
            }
            from = open.end();
        }
        push(&mut steps, Span::new(from, span.end()), 0);
        steps
    }
}

/// Adds a stretch, if there is one, to those before it, or to the last when as many are free.
fn push(steps: &mut Vec<Step>, span: Option<Span>, free: u32) {
    let Some(span) = span else { return };
    match steps.last_mut() {
        Some(last) if last.free == free => last.span = last.span.until(span.end()),
        _ => steps.push(Step { span, free }),
    }
}

fn refused_in(code: RefusalCode, span: Span) -> Refusal {
    Refusal::new(code)
        .with("from", span.start().to_rfc3339())
        .with("until", span.end().to_rfc3339())
}

#[cfg(test)]
mod tests;
