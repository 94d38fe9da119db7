//! What an hour of an employee costs their employer.

use serde::{Deserialize, Serialize};

use crate::values::{Faults, Money, Problem, ProblemCode, Summary, gather};

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
        let wages = faults.take("wages", an_hour(&draft.wages));
        let charges = faults.take("charges", an_hour(&draft.charges));
        let expenses = Summary::parse_optional(draft.expenses.as_deref());
        let expenses = faults.take("expenses", expenses);
        gather!(faults => Self { wages, charges, expenses })
    }

    /// What an hour comes to.
    pub fn an_hour(&self) -> Money {
        Money {
            cents: self.wages.cents + self.charges.cents,
        }
    }
}

fn an_hour(text: &str) -> Result<Money, Problem> {
    let amount = Money::parse(text, Money::CURRENCY)?;
    if amount > MOST {
        return Err(Problem::new(ProblemCode::OutOfRange).with("max", MOST.amount()));
    }
    Ok(amount)
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
