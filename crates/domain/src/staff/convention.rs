//! By what an employee works for another organisation, wherever it was signed.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::StaffLoan;
use crate::ids::{PartnershipId, StaffLoanId};

/// Which convention it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConventionId {
    /// One signed elsewhere, of which a loan is the record.
    Loan(StaffLoanId),
    /// One signed here.
    Partnership(PartnershipId),
}

impl ConventionId {
    /// The record of what was signed elsewhere.
    pub fn loan(self) -> Option<StaffLoanId> {
        match self {
            Self::Loan(id) => Some(id),
            Self::Partnership(_) => None,
        }
    }

    /// What was signed here.
    pub fn partnership(self) -> Option<PartnershipId> {
        match self {
            Self::Partnership(id) => Some(id),
            Self::Loan(_) => None,
        }
    }
}

/// A time that begins and may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Its first instant.
    pub since: DateTime<Utc>,
    /// The first instant after it.
    pub until: Option<DateTime<Utc>>,
}

impl Stretch {
    fn holds(&self, at: DateTime<Utc>) -> bool {
        self.since <= at && self.until.is_none_or(|until| at < until)
    }
}

/// What lets an employee work for a borrower (C. trav. L8241-2): signed by both, with the employee's agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Convention {
    /// Which.
    pub id: ConventionId,
    /// The first day on which the employee works for the borrower.
    pub from: NaiveDate,
    /// The last one, if there is one as things stand.
    pub until: Option<NaiveDate>,
    /// When both sides were bound by it, for this employee.
    pub binds: Vec<Stretch>,
    /// When it was suspended.
    pub suspended: Vec<Stretch>,
}

impl Convention {
    /// Whether it covers the work of a day, in a booking that begins at an instant: both were bound by then,
    /// also when the work of that day began (`at`), and it was not suspended at that moment. What began goes on
    /// until the day is over.
    pub fn covers(&self, day: NaiveDate, begins: DateTime<Utc>, at: DateTime<Utc>) -> bool {
        // An amendment on the way does not part the work of one booking.
        let bound = self.binds.iter().any(|stretch| stretch.since <= begins);
        let holds = |stretch: &Stretch| stretch.holds(at);
        self.from <= day
            && self.until.is_none_or(|until| day <= until)
            && bound
            && self.binds.iter().any(holds)
            && !self.suspended.iter().any(holds)
    }
}

impl StaffLoan {
    /// It as a convention, once the borrower has confirmed it.
    pub fn convention(&self) -> Option<Convention> {
        let since = self.confirmed_at?;
        let last = self.ended_on.unwrap_or(self.papers.until);
        Some(Convention {
            id: ConventionId::Loan(self.id),
            from: self.papers.from,
            until: Some(self.papers.until.min(last)),
            binds: vec![Stretch { since, until: None }],
            suspended: Vec::new(),
        })
    }
}
