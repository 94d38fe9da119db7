//! What an hour of an employee costs their employer.

use serde::{Deserialize, Serialize};

use crate::{
    resources::{Minutes, share_of_an_hour},
    values::{Faults, Money, Summary, gather},
};

/// What an hour of an employee costs their employer, and what is refunded to them besides: all that may
/// be charged (C. trav. L8241-1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffCosts {
    /// Wages for an hour.
    pub wages: Money,
    /// Social charges on them.
    pub charges: Money,
    /// Which expenses are refunded to the employee and charged on, in words; their amount is known when
    /// the work is done.
    pub expenses: Option<Summary>,
}

/// What work comes to: wages, social charges and expenses, and nothing else (C. trav. L8241-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkCosts {
    /// Wages for the time worked.
    pub wages: Money,
    /// Social charges on them.
    pub charges: Money,
    /// Expenses refunded to the employee.
    pub expenses: Money,
}

impl WorkCosts {
    /// All of it.
    pub fn sum(self) -> Money {
        Money {
            cents: self.wages.cents + self.charges.cents + self.expenses.cents,
        }
    }
}

/// The costs as typed by somebody, not yet checked; amounts in euros as [`Money::parse`] reads them.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is documented on `StaffCosts`")]
pub struct CostsDraft {
    pub wages: String,
    pub charges: String,
    pub expenses: Option<String>,
}

/// The most that an hour costs: a thousand euros.
const MOST: Money = Money { cents: 100_000 };

impl StaffCosts {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Every fault, each with its field: those of [`Money::parse`], `OUT_OF_RANGE` above a thousand euros
    /// an hour.
    pub fn parse(draft: &CostsDraft) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let wages = faults.take("wages", Money::parse_up_to(&draft.wages, MOST));
        let charges = faults.take("charges", Money::parse_up_to(&draft.charges, MOST));
        let expenses = Summary::parse_optional(draft.expenses.as_deref());
        let expenses = faults.take("expenses", expenses);
        gather!(faults => Self { wages, charges, expenses })
    }

    /// What so much work comes to, each of the two rounded half up to the cent, without expenses.
    pub fn of(&self, worked: Minutes) -> WorkCosts {
        WorkCosts {
            wages: share_of_an_hour(self.wages, worked),
            charges: share_of_an_hour(self.charges, worked),
            expenses: Money { cents: 0 },
        }
    }

    /// What an hour comes to.
    pub fn an_hour(&self) -> Money {
        Money {
            cents: self.wages.cents + self.charges.cents,
        }
    }
}

impl From<StaffCosts> for CostsDraft {
    fn from(costs: StaffCosts) -> Self {
        Self {
            wages: costs.wages.amount(),
            charges: costs.charges.amount(),
            expenses: costs.expenses.map(String::from),
        }
    }
}
