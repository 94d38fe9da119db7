//! How many units are taken at each instant.

use chrono::{DateTime, Utc};

use super::Span;
use crate::refusals::{Refusal, RefusalCode};

/// A stretch of time in which the same number of units is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// When.
    pub span: Span,
    /// How many units are taken then.
    pub units: u32,
}

/// How many units of a resource are taken, as a function of time: none before the first booking,
/// none after the last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    /// From each instant until the next so many; neighbours differ, the last is 0.
    changes: Vec<(DateTime<Utc>, u32)>,
}

impl Usage {
    /// What bookings take together, each from its start until its end *with the buffer after it*
    /// ([`Span::and`]). Costs n log n.
    pub fn of(bookings: impl IntoIterator<Item = (Span, u32)>) -> Self {
        let mut events: Vec<(DateTime<Utc>, i64)> = bookings
            .into_iter()
            .flat_map(|(span, units)| {
                [
                    (span.start(), i64::from(units)),
                    (span.end(), -i64::from(units)),
                ]
            })
            .collect();
        events.sort_unstable();
        let mut changes = Vec::with_capacity(events.len());
        let (mut before, mut sum) = (0, 0_i64);
        for of_one_instant in events.chunk_by(|(one, _), (other, _)| one == other) {
            sum += of_one_instant.iter().map(|(_, change)| change).sum::<i64>();
            let units = u32::try_from(sum).unwrap_or(u32::MAX);
            if let Some((at, _)) = of_one_instant.first()
                && units != before
            {
                changes.push((*at, units));
                before = units;
            }
        }
        Self { changes }
    }

    /// How many units are taken during `span`: stretches that follow one another without a gap
    /// from its start to its end, neighbours with different numbers. Costs the logarithm of all
    /// changes and what it answers.
    pub fn steps(&self, span: Span) -> Vec<Taken> {
        let next = self.changes.partition_point(|(at, _)| *at <= span.start());
        let mut units = match next.checked_sub(1).and_then(|at| self.changes.get(at)) {
            Some((_, units)) => *units,
            None => 0,
        };
        let mut from = span.start();
        let mut steps = Vec::new();
        let within = self.changes.iter().skip(next);
        for (at, then) in within.take_while(|(at, _)| *at < span.end()) {
            steps.extend(Span::new(from, *at).map(|span| Taken { span, units }));
            (from, units) = (*at, *then);
        }
        steps.extend(Span::new(from, span.end()).map(|span| Taken { span, units }));
        steps
    }

    /// Whether so many units are enough for what is taken from an instant on.
    ///
    /// # Errors
    /// `OVER_CAPACITY`: facts `from` and `until`, the first time in which they are not; `units`,
    /// those taken then; `capacity` and `free`, the units there would be; `used`, 0: by others than
    /// these bookings none.
    pub fn fits_into(&self, capacity: u32, from: DateTime<Utc>) -> Result<(), Refusal> {
        let ends = self.changes.iter().skip(1).map(|(at, _)| *at);
        let mut steps = self.changes.iter().zip(ends);
        let over = steps.find(|((_, units), end)| *units > capacity && *end > from);
        let Some(((start, units), end)) = over else {
            return Ok(());
        };
        Err(Refusal::new(RefusalCode::OverCapacity)
            .with("from", start.max(&from).to_rfc3339())
            .with("until", end.to_rfc3339())
            .with("capacity", capacity)
            .with("used", 0)
            .with("free", capacity)
            .with("units", units))
    }

    /// The most units that are taken at any instant of `span`.
    pub fn peak(&self, span: Span) -> u32 {
        let steps = self.steps(span);
        steps.iter().map(|step| step.units).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;
    use crate::resources::testing::{bookings, minute, minutes, span};

    fn told(usage: &Usage, within: Span) -> Vec<(String, u32)> {
        let time = |at: DateTime<Utc>| at.format("%H:%M").to_string();
        usage
            .steps(within)
            .iter()
            .map(|step| {
                let (start, end) = (step.span.start(), step.span.end());
                (format!("{}-{}", time(start), time(end)), step.units)
            })
            .collect()
    }

    #[test]
    fn what_bookings_take_adds_up() {
        let usage = Usage::of([
            (span("2026-11-03T09:00Z", "2026-11-03T11:00Z"), 2),
            (span("2026-11-03T10:00Z", "2026-11-03T12:00Z"), 1),
            (span("2026-11-03T12:00Z", "2026-11-03T13:00Z"), 1),
        ]);
        let day = span("2026-11-03T08:00Z", "2026-11-03T18:00Z");
        let steps = [
            ("08:00-09:00", 0),
            ("09:00-10:00", 2),
            ("10:00-11:00", 3),
            ("11:00-13:00", 1),
            ("13:00-18:00", 0),
        ];
        assert_eq!(
            told(&usage, day),
            steps.map(|(span, units)| (span.to_owned(), units))
        );
        let hour = span("2026-11-03T10:30Z", "2026-11-03T11:00Z");
        assert_eq!(told(&usage, hour), [("10:30-11:00".to_owned(), 3)]);
        assert_eq!(usage.peak(day), 3);
        assert_eq!(
            usage.peak(span("2026-11-03T11:00Z", "2026-11-03T18:00Z")),
            1
        );
        assert_eq!(Usage::default().peak(day), 0);
    }

    #[test]
    fn so_many_units_are_enough_or_the_first_time_is_told_in_which_they_are_not() {
        let usage = Usage::of([
            (span("2026-11-03T09:00Z", "2026-11-03T11:00Z"), 3),
            (span("2026-11-03T12:00Z", "2026-11-03T14:00Z"), 2),
        ]);
        let at = |text| span(text, "2026-11-04T00:00Z").start();
        let told = |capacity, from| {
            usage.fits_into(capacity, at(from)).map_err(|refusal| {
                let facts = refusal.facts.iter().map(|fact| fact.value.clone());
                facts.collect::<Vec<_>>().join(" ")
            })
        };
        assert_eq!(told(3, "2026-11-03T08:00Z"), Ok(()));
        let first = "2026-11-03T09:00:00+00:00 2026-11-03T11:00:00+00:00 2 0 2 3";
        assert_eq!(told(2, "2026-11-03T08:00Z"), Err(first.into()));
        assert_eq!(told(2, "2026-11-03T11:00Z"), Ok(()), "it is over");
        let rest = "2026-11-03T13:00:00+00:00 2026-11-03T14:00:00+00:00 1 0 1 2";
        assert_eq!(told(1, "2026-11-03T13:00Z"), Err(rest.into()));
        assert_eq!(
            Usage::default().fits_into(0, at("2026-11-03T08:00Z")),
            Ok(())
        );
    }

    proptest! {
        #[test]
        fn each_minute_has_the_sum_of_its_bookings(
            bookings in bookings(), from in 0..100_i64, length in 1..100_i64,
        ) {
            let asked = Span::new(minute(from), minute(from + length)).expect("a span");
            let usage = Usage::of(bookings.clone());
            let steps = usage.steps(asked);
            prop_assert_eq!(steps.first().map(|step| step.span.start()), Some(asked.start()));
            prop_assert_eq!(steps.last().map(|step| step.span.end()), Some(asked.end()));
            for pair in steps.windows(2) {
                prop_assert_eq!(pair[0].span.end(), pair[1].span.start());
                prop_assert_ne!(pair[0].units, pair[1].units);
            }
            let mut most = 0;
            for at in minutes(asked) {
                let sum: u32 = (bookings.iter())
                    .filter(|(span, _)| span.start() <= at && at + TimeDelta::minutes(1) <= span.end())
                    .map(|(_, units)| units)
                    .sum();
                let step = steps.iter().find(|step| step.span.contains(at)).expect("a step");
                prop_assert_eq!(step.units, sum, "{}", at);
                most = most.max(sum);
            }
            prop_assert_eq!(usage.peak(asked), most);
        }
    }
}
