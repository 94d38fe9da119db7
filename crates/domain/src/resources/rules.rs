//! The rules under which a resource is booked.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Minutes;
use crate::values::{Credit, Due, Faults, Money, Problem, ProblemCode, gather, text_enum};

text_enum! {
    /// Who says yes to a booking.
    pub enum Approval {
        /// The rules alone: what they allow is confirmed at once.
        Automatic = "AUTOMATIC",
        /// The organisation that shares the resource, for each booking.
        Owner = "OWNER",
    }
}

/// A share in whole percent, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u8);

impl Percent {
    /// Reads a whole number from 0 to 100.
    ///
    /// # Errors
    /// `OUT_OF_RANGE`.
    pub fn parse(given: i32) -> Result<Self, Problem> {
        u8::try_from(given)
            .ok()
            .filter(|percent| *percent <= 100)
            .map(Self)
            .ok_or_else(|| {
                Problem::new(ProblemCode::OutOfRange)
                    .with("min", 0)
                    .with("max", 100)
            })
    }

    /// How many of a hundred.
    pub fn value(self) -> u8 {
        self.0
    }

    /// The share of what is due, rounded half up to the cent and to the minute.
    pub fn of(self, due: Due) -> Due {
        let share = |whole| half_up(i128::from(whole) * i128::from(self.0), 100);
        Due {
            money: Money {
                cents: share(due.money.cents),
            },
            credit: Credit {
                minutes: share(due.credit.minutes),
            },
        }
    }
}

/// A number divided once, rounded half up. It is never negative.
pub(super) fn half_up(dividend: i128, divisor: i128) -> i64 {
    let rounded = (2 * dividend + divisor) / (2 * divisor);
    // Amounts are bounded where they are read, far below what does not fit.
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// What is owed by who cancels: nothing until so long before the start, afterwards a share of the
/// price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancellation {
    /// Free until so long before the start, that minute included.
    pub free_until: Minutes,
    /// The share of the price that is owed afterwards.
    pub share: Percent,
}

impl Cancellation {
    /// What is owed for a booking of a price and from a start on that is cancelled at an instant:
    /// nothing or the share ([`Percent::of`]).
    pub fn owed(self, price: Due, start: DateTime<Utc>, at: DateTime<Utc>) -> Due {
        if at <= start - self.free_until.delta() {
            return Due::NOTHING;
        }
        self.share.of(price)
    }
}

/// Under which rules a resource is booked.
///
/// As JSON they have the form of [`RulesDraft`], and reading them checks them as [`Rules::parse`]
/// does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RulesDraft", into = "RulesDraft")]
pub struct Rules {
    units: u32,
    min_length: Minutes,
    max_length: Minutes,
    notice: Minutes,
    horizon: Minutes,
    buffer: Minutes,
    approval: Approval,
    cancellation: Cancellation,
}

/// The rules as typed by somebody, not yet checked; lengths of time in minutes.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct RulesDraft {
    /// How many may be had at once (12 desks), 1 to 10,000.
    pub units: i32,
    /// How long a booking lasts at least, from one minute.
    pub min_length: i32,
    /// How long a booking lasts at most, up to 366 days.
    pub max_length: i32,
    /// How long before its start it is made at the latest, up to 366 days.
    pub notice: i32,
    /// How long before its start it is made at the earliest, up to 732 days.
    pub horizon: i32,
    /// How long the units stay taken after each booking (to clean, to charge), up to a week.
    pub buffer: i32,
    /// Who says yes.
    pub approval: Approval,
    /// Until how long before the start cancelling is free, up to 366 days.
    pub free_until: i32,
    /// The share of the price in percent that is owed by who cancels later, 0 to 100.
    pub late_share: i32,
}

/// Most units of one resource.
const MOST_UNITS: u32 = 10_000;

/// A day, a week, a year and two years in minutes; both years as long as the longest.
const DAY: u32 = 24 * 60;
const WEEK: u32 = 7 * DAY;
const YEAR: u32 = Minutes::LONGEST.count();
const TWO_YEARS: u32 = 2 * YEAR;

/// Reads a number of units, from 1 to 10,000.
///
/// # Errors
/// `OUT_OF_RANGE`.
pub fn parse_units(given: i32) -> Result<u32, Problem> {
    u32::try_from(given)
        .ok()
        .filter(|units| (1..=MOST_UNITS).contains(units))
        .ok_or_else(|| {
            Problem::new(ProblemCode::OutOfRange)
                .with("min", 1)
                .with("max", MOST_UNITS)
        })
}

impl Rules {
    /// Checks everything that somebody typed.
    ///
    /// # Errors
    /// Every fault, each with its field: `OUT_OF_RANGE`; `INCONSISTENT` when a booking would have
    /// to be longer than it may (on `maxLength`), or to be made before it may (on `horizon`).
    pub fn parse(draft: RulesDraft) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let units = faults.take("units", parse_units(draft.units));
        let min_length = faults.take("minLength", Minutes::parse(draft.min_length, 1, YEAR));
        let max_length = faults.take("maxLength", Minutes::parse(draft.max_length, 1, YEAR));
        let notice = faults.take("notice", Minutes::parse(draft.notice, 0, YEAR));
        let horizon = faults.take("horizon", Minutes::parse(draft.horizon, 1, TWO_YEARS));
        let buffer = faults.take("buffer", Minutes::parse(draft.buffer, 0, WEEK));
        let free_until = faults.take("freeUntil", Minutes::parse(draft.free_until, 0, YEAR));
        let share = faults.take("lateShare", Percent::parse(draft.late_share));
        for (field, least, other, most) in [
            ("maxLength", min_length, "minLength", max_length),
            ("horizon", notice, "notice", horizon),
        ] {
            if least.zip(most).is_some_and(|(least, most)| least > most) {
                let problem = Problem::new(ProblemCode::Inconsistent).with("with", other);
                faults.note(field, problem);
            }
        }
        let approval = Some(draft.approval);
        let cancellation = free_until
            .zip(share)
            .map(|(free_until, share)| Cancellation { free_until, share });
        gather!(faults => Self {
            units, min_length, max_length, notice, horizon, buffer, approval, cancellation,
        })
    }

    /// How many units there are.
    pub fn units(&self) -> u32 {
        self.units
    }

    /// How long a booking lasts at least.
    pub fn min_length(&self) -> Minutes {
        self.min_length
    }

    /// How long a booking lasts at most, not shorter than [`Self::min_length`].
    pub fn max_length(&self) -> Minutes {
        self.max_length
    }

    /// How long before its start a booking is made at the latest.
    pub fn notice(&self) -> Minutes {
        self.notice
    }

    /// How long before its start a booking is made at the earliest, not below [`Self::notice`].
    pub fn horizon(&self) -> Minutes {
        self.horizon
    }

    /// How long the units stay taken after a booking.
    pub fn buffer(&self) -> Minutes {
        self.buffer
    }

    /// Who says yes to a booking.
    pub fn approval(&self) -> Approval {
        self.approval
    }

    /// What is owed by who cancels.
    pub fn cancellation(&self) -> Cancellation {
        self.cancellation
    }
}

impl TryFrom<RulesDraft> for Rules {
    type Error = Faults;

    fn try_from(draft: RulesDraft) -> Result<Self, Faults> {
        Self::parse(draft)
    }
}

impl From<Rules> for RulesDraft {
    fn from(rules: Rules) -> Self {
        // Every number is bounded far below what does not fit.
        let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        Self {
            units: number(rules.units),
            min_length: number(rules.min_length.count()),
            max_length: number(rules.max_length.count()),
            notice: number(rules.notice.count()),
            horizon: number(rules.horizon.count()),
            buffer: number(rules.buffer.count()),
            approval: rules.approval,
            free_until: number(rules.cancellation.free_until.count()),
            late_share: rules.cancellation.share.value().into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::testing::{instant, minute, rules_draft};

    #[test]
    fn rules_within_their_bounds_are_kept_and_read_back() {
        let rules = Rules::parse(rules_draft()).expect("rules");
        let json = serde_json::to_string(&rules).expect("JSON");
        assert_eq!(serde_json::from_str::<Rules>(&json).expect("rules"), rules);
        let wrong = json.replace("\"units\":3", "\"units\":0");
        assert!(serde_json::from_str::<Rules>(&wrong).is_err(), "{wrong}");
    }

    #[test]
    fn each_number_outside_its_bounds_is_told() {
        let faults = Rules::parse(RulesDraft {
            units: 0,
            min_length: 0,
            max_length: 527_041,
            notice: -1,
            horizon: 1_054_081,
            buffer: 10_081,
            approval: Approval::Owner,
            free_until: 527_041,
            late_share: 101,
        })
        .expect_err("faults");
        let fields = [
            "units",
            "minLength",
            "maxLength",
            "notice",
            "horizon",
            "buffer",
            "freeUntil",
            "lateShare",
        ];
        let told: Vec<_> = (faults.as_slice().iter())
            .map(|fault| (fault.path.join("."), fault.problem.code))
            .collect();
        let expected = fields.map(|field| (field.to_owned(), ProblemCode::OutOfRange));
        assert_eq!(told, expected);
        assert!(parse_units(10_000).is_ok() && parse_units(10_001).is_err());
    }

    #[test]
    fn nobody_can_be_asked_for_more_than_is_allowed() {
        let faults = Rules::parse(RulesDraft {
            min_length: 120,
            max_length: 119,
            notice: 61,
            horizon: 60,
            ..rules_draft()
        })
        .expect_err("faults");
        assert_eq!(
            faults.to_string(),
            "maxLength: INCONSISTENT, horizon: INCONSISTENT"
        );
    }

    #[test]
    fn cancelling_is_free_until_so_long_before_and_costs_a_share_afterwards() {
        let terms = Cancellation {
            free_until: Minutes::new(60),
            share: Percent::parse(50).expect("a share"),
        };
        let start = instant("2026-11-03T10:00Z");
        let price = Due::from(Money { cents: 1001 });
        let owed = |at| terms.owed(price, instant(at), start).money.cents;
        assert_eq!(owed("2026-11-03T11:00Z"), 0);
        assert_eq!(owed("2026-11-03T10:59Z"), 501);
        assert_eq!(owed("2026-11-02T10:00Z"), 501, "after the start too");
    }

    #[test]
    fn shares_are_rounded_half_up() {
        let share = |percent, cents| {
            Percent::parse(percent)
                .expect("a share")
                .of(Money { cents }.into())
        };
        for (percent, cents, owed) in [
            (50, 1, 1),
            (49, 1, 0),
            (0, 999, 0),
            (100, 999, 999),
            (33, 100, 33),
        ] {
            assert_eq!(
                share(percent, cents).money.cents,
                owed,
                "{percent} % of {cents}"
            );
        }
        let most = Due::from(Money {
            cents: i64::MAX / 100,
        });
        let hours = Due::from(Credit { minutes: 45 });
        let half = Percent::parse(50).expect("a share").of(hours);
        assert_eq!(half.credit.minutes, 23);
        assert_eq!(Percent::parse(100).expect("a share").of(most), most);
        assert!(Percent::parse(-1).is_err());
        let free = Cancellation {
            free_until: Minutes::new(0),
            share: Percent::parse(0).expect("0"),
        };
        assert!(free.owed(most, minute(0), minute(9)).is_nothing());
    }
}
