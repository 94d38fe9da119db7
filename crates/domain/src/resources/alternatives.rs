//! When else a resource can be had.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Calendar, Minutes, Span,
    span::{merged, minute_after},
};

/// How many days ahead a free time is looked for, one after the other; the last is beyond the longest
/// horizon.
const AHEAD: [i64; 3] = [8, 64, 800];

/// Every start from the first to the last, both included, can be booked.
#[derive(Debug, Clone, Copy)]
struct Starts {
    first: DateTime<Utc>,
    last: DateTime<Utc>,
}

impl Starts {
    fn new(first: DateTime<Utc>, last: DateTime<Utc>) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// The starts of what lasts so long within a stretch of time.
    fn within(span: Span, length: TimeDelta) -> Option<Self> {
        Self::new(span.start(), span.end() - length)
    }

    fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.first.max(other.first), self.last.min(other.last))
    }
}

impl Calendar<'_> {
    /// The bookings nearest to a wanted one, as long and within `within`, that [`Self::check`]
    /// would accept at the instant `now`; at most `how_many`, nearest start first, of two equally
    /// near the earlier first.
    ///
    /// Wherever bookings from one minute to the next are possible, that is one offer: the nearest
    /// of them, not each minute. So an offer begins when the resource opens or gets free, or ends
    /// when it closes or is taken again, or is the wanted booking itself where that is possible.
    /// Costs n log n of the changes within `within`, whatever the length of the day.
    pub fn alternatives(
        &self,
        wanted: Span,
        units: u32,
        now: DateTime<Utc>,
        within: Span,
        how_many: usize,
    ) -> Vec<Span> {
        let (earliest, latest) = self.starts(now);
        let Some(in_time) = Starts::new(earliest, latest) else {
            return Vec::new();
        };
        if self.check_length(wanted).is_err() {
            return Vec::new();
        }
        let length = wanted.length().delta();
        let buffer = self.rules.buffer();
        let open = self.hours.open(self.zone, within);
        let open = open
            .into_iter()
            .filter_map(|span| Starts::within(span, length));
        let steps = self.usage.steps(within.and(buffer));
        let free = steps
            .into_iter()
            .filter(|step| self.fits(step.units, units))
            .map(|step| step.span)
            .collect();
        let free = merged(free)
            .into_iter()
            .filter_map(|span| Starts::within(span, length + buffer.delta()));
        let mut offers: Vec<Span> = common(open, free)
            .into_iter()
            .filter_map(|starts| starts.intersection(in_time))
            .map(|starts| wanted.moved_to(wanted.start().clamp(starts.first, starts.last)))
            .collect();
        offers.sort_unstable_by_key(|offer| {
            let away = (offer.start() - wanted.start()).abs();
            (away, offer.start())
        });
        offers.truncate(how_many);
        offers
    }

    /// The first booking of a length from an instant on that [`Self::check`] would accept at the
    /// instant `now`.
    pub fn next_free(
        &self,
        from: DateTime<Utc>,
        length: Minutes,
        units: u32,
        now: DateTime<Utc>,
    ) -> Option<Span> {
        let (earliest, latest) = self.starts(now);
        if from > latest {
            return None;
        }
        let begin = minute_after(from.max(earliest));
        let last = latest + length.delta();
        let wanted = Span::new(begin, begin + length.delta())?;
        // Most often it is soon: the hours of the whole horizon are read only where it is not.
        AHEAD
            .iter()
            .map(|days| last.min(wanted.end() + TimeDelta::days(*days)))
            .find_map(|end| {
                let within = Span::new(begin, end)?;
                self.alternatives(wanted, units, now, within, 1).pop()
            })
    }
}

/// What two lists have in common, each in order and without overlaps.
fn common(ones: impl Iterator<Item = Starts>, others: impl Iterator<Item = Starts>) -> Vec<Starts> {
    let (mut ones, mut others) = (ones.peekable(), others.peekable());
    let mut common = Vec::new();
    while let (Some(one), Some(other)) = (ones.peek().copied(), others.peek().copied()) {
        common.extend(one.intersection(other));
        if one.last <= other.last {
            ones.next();
        } else {
            others.next();
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Paris;
    use proptest::prelude::*;

    use super::*;
    use crate::resources::{
        Rules, RulesDraft, Usage,
        testing::{bookings, instant, minute, rules_draft, some_hours, span, weekday_hours},
    };

    fn rules(draft: RulesDraft) -> Rules {
        Rules::parse(draft).expect("rules")
    }

    fn told(offers: &[Span]) -> Vec<String> {
        offers
            .iter()
            .map(|span| {
                format!(
                    "{}-{}",
                    span.start().format("%d %H:%M"),
                    span.end().format("%H:%M")
                )
            })
            .collect()
    }

    #[test]
    fn the_nearest_times_before_and_after_are_offered() {
        let rules = rules(RulesDraft {
            buffer: 15,
            units: 1,
            ..rules_draft()
        });
        let hours = weekday_hours();
        // Taken from ten to noon, the quarter of an hour after it included.
        let usage = Usage::of([(span("2026-11-03T10:00Z", "2026-11-03T12:00Z"), 1)]);
        let calendar = Calendar {
            rules: &rules,
            hours: &hours,
            zone: Paris,
            usage: &usage,
        };
        let wanted = span("2026-11-03T10:30Z", "2026-11-03T11:30Z");
        let week = span("2026-11-02T00:00Z", "2026-11-09T00:00Z");
        let offers = |now| told(&calendar.alternatives(wanted, 1, instant(now), week, 3));
        assert_eq!(
            offers("2026-11-01T00:00Z"),
            ["03 12:00-13:00", "03 08:45-09:45", "02 16:00-17:00"],
            "a quarter of an hour is left before ten"
        );
        assert_eq!(
            offers("2026-11-03T08:00Z"),
            ["03 12:00-13:00", "04 08:00-09:00", "05 08:00-09:00"],
            "it takes an hour's notice"
        );
    }

    #[test]
    fn what_may_not_be_booked_at_all_has_no_alternative() {
        let rules = rules(rules_draft());
        let hours = weekday_hours();
        let usage = Usage::default();
        let calendar = Calendar {
            rules: &rules,
            hours: &hours,
            zone: Paris,
            usage: &usage,
        };
        let now = instant("2026-11-01T00:00Z");
        let week = span("2026-11-02T00:00Z", "2026-11-09T00:00Z");
        let short = span("2026-11-03T10:00Z", "2026-11-03T10:29Z");
        assert_eq!(calendar.alternatives(short, 1, now, week, 3), []);
        let hour = span("2026-11-03T10:00Z", "2026-11-03T11:00Z");
        assert_eq!(calendar.alternatives(hour, 4, now, week, 3), []);
        assert_eq!(calendar.alternatives(hour, 3, now, week, 1), [hour]);
        assert_eq!(calendar.alternatives(hour, 3, now, week, 0), []);
    }

    proptest! {
        /// The oracle tries each minute. Minutes in a row are one offer, the nearest of them.
        #[test]
        fn every_offer_is_accepted_and_none_nearer_is_missed(
            bookings in bookings(),
            hours in some_hours(),
            (wanted, length) in (0..150_i64, 5..30_i64),
            (from, wide) in (0..60_i64, 30..150_i64),
            (buffer, notice, horizon) in (0..20_i32, 0..60_i32, 60..120_i32),
            units in 1..4_u32,
            how_many in 0..5_usize,
        ) {
            let rules = rules(RulesDraft {
                units: 4, min_length: 10, max_length: 25, buffer, notice, horizon, ..rules_draft()
            });
            let usage = Usage::of(bookings);
            let calendar = Calendar { rules: &rules, hours: &hours, zone: Paris, usage: &usage };
            let span = |from, length| Span::new(minute(from), minute(from + length)).expect("a span");
            let (wanted_at, wanted, within) = (wanted, span(wanted, length), span(from, wide));
            let offers = calendar.alternatives(wanted, units, minute(0), within, how_many);

            let possible = |start: &i64| {
                let candidate = span(*start, length);
                candidate.intersection(within) == Some(candidate)
                    && calendar.check(candidate, units, minute(0)).is_ok()
            };
            let starts: Vec<i64> = (from..from + wide).filter(possible).collect();
            let mut expected: Vec<(i64, i64)> = starts
                .chunk_by(|one, next| one + 1 == *next)
                .filter_map(|row| row.iter().map(|start| ((start - wanted_at).abs(), *start)).min())
                .collect();
            expected.sort_unstable();
            let expected: Vec<Span> = expected
                .into_iter()
                .take(how_many)
                .map(|(_, start)| span(start, length))
                .collect();
            prop_assert_eq!(offers, expected);
        }
    }
}
