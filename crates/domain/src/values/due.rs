//! What somebody owes: money, hours, or nothing.

use super::Money;

/// Hours as a unit of account: an hour given is worth an hour taken, whatever is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Credit {
    /// Minutes.
    pub minutes: i64,
}

impl Credit {
    /// As a duration (ISO 8601) in hours and minutes: `PT72H30M`. Hours of credit are no days.
    pub fn duration(self) -> String {
        match (self.minutes / 60, self.minutes % 60) {
            (0, minutes) => format!("PT{minutes}M"),
            (hours, 0) => format!("PT{hours}H"),
            (hours, minutes) => format!("PT{hours}H{minutes}M"),
        }
    }
}

/// What somebody owes: money, hours of credit, or nothing of either.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Due {
    /// In money.
    pub money: Money,
    /// In hours.
    pub credit: Credit,
}

impl Due {
    /// Nothing.
    pub const NOTHING: Self = Self {
        money: Money { cents: 0 },
        credit: Credit { minutes: 0 },
    };

    /// Whether it is nothing.
    pub fn is_nothing(self) -> bool {
        self == Self::NOTHING
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            money: Money {
                cents: self.money.cents.saturating_add(other.money.cents),
            },
            credit: Credit {
                minutes: self.credit.minutes.saturating_add(other.credit.minutes),
            },
        }
    }
}

impl From<Money> for Due {
    fn from(money: Money) -> Self {
        Self {
            money,
            ..Self::NOTHING
        }
    }
}

impl From<Credit> for Due {
    fn from(credit: Credit) -> Self {
        Self {
            credit,
            ..Self::NOTHING
        }
    }
}

impl std::iter::Sum for Due {
    fn sum<I: Iterator<Item = Self>>(each: I) -> Self {
        each.fold(Self::NOTHING, Self::and)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_told_as_hours_however_many() {
        let told = |minutes| Credit { minutes }.duration();
        assert_eq!(told(0), "PT0M");
        assert_eq!(told(45), "PT45M");
        assert_eq!(told(120), "PT2H");
        assert_eq!(told(4350), "PT72H30M");
    }

    #[test]
    fn money_and_hours_are_added_each_by_itself() {
        let all = [
            Due::from(Money { cents: 150 }),
            Due::from(Credit { minutes: 90 }),
            Due::from(Money { cents: 1 }),
        ];
        let sum: Due = all.into_iter().sum();
        assert_eq!((sum.money.cents, sum.credit.minutes), (151, 90));
        assert!(!sum.is_nothing());
        assert!(std::iter::empty::<Due>().sum::<Due>().is_nothing());
    }
}
