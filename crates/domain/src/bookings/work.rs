//! The hours that an employee works for a borrower: declared by the borrower, confirmed by the employer.

use chrono::{DateTime, Utc};

use super::{Booking, BookingAction, BookingState};
use crate::{
    clock::Act,
    events::EventKind,
    ids::StaffLoanId,
    refusals::{Fact, Refusal, RefusalCode},
    resources::{Minutes, ResourceKind, share_of_an_hour},
    staff::{StaffCosts, StaffLoan},
    values::{Due, Faults, Money, Problem, ProblemCode, Reason, Summary},
};

/// Work of somebody else's employee: what it costs, and what was worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffWork {
    /// Wages for an hour, when it was booked.
    pub wages: Money,
    /// Social charges on them.
    pub charges: Money,
    /// The loan by which the work was begun.
    pub loan: Option<StaffLoanId>,
    /// How long was worked, as the borrower says.
    pub worked: Option<Minutes>,
    /// When it said so.
    pub declared_at: Option<DateTime<Utc>>,
    /// What it said besides.
    pub note: Option<Summary>,
    /// Why the employer says otherwise; nothing once the borrower has declared anew.
    pub contested: Option<Reason>,
    /// The expenses that the employer refunded to the employee.
    pub expenses: Money,
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

/// The most that is refunded for one booking: ten thousand euros.
const MOST_EXPENSES: Money = Money { cents: 1_000_000 };

impl StaffWork {
    /// Work that nothing is known of yet but what an hour of it costs.
    pub(super) fn costing(costs: &StaffCosts) -> Self {
        Self {
            wages: costs.wages,
            charges: costs.charges,
            loan: None,
            worked: None,
            declared_at: None,
            note: None,
            contested: None,
            expenses: Money { cents: 0 },
        }
    }

    /// What it comes to for the time declared, each of the two rounded half up to the cent, once.
    pub fn costs(&self) -> WorkCosts {
        let of = |an_hour: Money| match self.worked {
            Some(worked) => share_of_an_hour(an_hour, worked),
            None => Money { cents: 0 },
        };
        WorkCosts {
            wages: of(self.wages),
            charges: of(self.charges),
            expenses: self.expenses,
        }
    }

    /// Whether the employer is asked whether what the borrower declared is right.
    fn awaits_the_employer(&self) -> bool {
        self.worked.is_some() && self.contested.is_none()
    }
}

/// How long was worked, as the borrower says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// How long.
    pub worked: Minutes,
    /// What is to be known besides.
    pub note: Option<Summary>,
}

impl Booking {
    /// Reads how long was worked: not longer than was booked. Work at another time is another booking.
    ///
    /// # Errors
    /// On `worked`: `OUT_OF_RANGE` (fact `max`, an ISO 8601 duration).
    pub fn read_hours(&self, minutes: i32, note: Option<Summary>) -> Result<Hours, Faults> {
        let longest = self.span.length();
        let worked = Minutes::parse(minutes, 0, longest.count());
        let worked = worked.map_err(|_| {
            let problem = Problem::new(ProblemCode::OutOfRange)
                .with("min", Minutes::new(0))
                .with("max", longest);
            Faults::one("worked", problem)
        })?;
        Ok(Hours { worked, note })
    }

    /// Reads what was refunded to the employee.
    ///
    /// # Errors
    /// On `expenses`: those of [`Money::parse`], `OUT_OF_RANGE` above ten thousand euros.
    pub fn read_expenses(amount: Option<&str>) -> Result<Money, Faults> {
        let Some(amount) = amount else {
            return Ok(Money { cents: 0 });
        };
        let read = Money::parse(amount, Money::CURRENCY).and_then(|amount| {
            if amount > MOST_EXPENSES {
                return Err(
                    Problem::new(ProblemCode::OutOfRange).with("max", MOST_EXPENSES.amount())
                );
            }
            Ok(amount)
        });
        read.map_err(|problem| Faults::one("expenses", problem))
    }

    /// Whether `action` is one of those that are done with this kind of booking, and whether the hours are
    /// where it needs them.
    pub(super) fn permits_with_work(&self, action: BookingAction) -> Result<(), Refusal> {
        use BookingAction as A;
        match (action, &self.work) {
            // What is given back are things: work is over once its hours are agreed.
            (A::TakeBack, Some(_)) => {
                Err(Refusal::new(RefusalCode::WrongKind).with("kind", ResourceKind::StaffTime))
            }
            (A::DeclareHours | A::ConfirmHours | A::ContestHours, None) => {
                Err(Refusal::new(RefusalCode::NotStaffTime))
            }
            (A::ConfirmHours | A::ContestHours, Some(work))
                if self.state == BookingState::InUse && !work.awaits_the_employer() =>
            {
                Err(Refusal::state("NOT_DECLARED", action))
            }
            _ => Ok(()),
        }
    }

    /// Before the first hour of somebody else's employee there is a convention in force for all the days
    /// that are booked; `loans` are those of the two sides for this employee.
    ///
    /// # Errors
    /// `NO_CONVENTION` with the facts `resource`, `from` and `until`: the days that it has to cover.
    pub(super) fn expect_convention(
        &mut self,
        loans: &[StaffLoan],
        zone: chrono_tz::Tz,
    ) -> Result<(), Refusal> {
        let Some(work) = &mut self.work else {
            return Ok(());
        };
        let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
        let from = day(self.span.start());
        let until = day(self.span.end() - Minutes::new(1).delta());
        let covering = loans.iter().find(|loan| loan.covers(from, until));
        let Some(loan) = covering else {
            let resource = self.lines.first().map(|line| line.resource);
            let refusal = Refusal::new(RefusalCode::NoConvention);
            let refusal = match resource {
                Some(resource) => refusal.with("resource", resource),
                None => refusal,
            };
            return Err(refusal.with("from", from).with("until", until));
        };
        work.loan = Some(loan.id);
        Ok(())
    }

    /// The borrower says how long was worked; said anew where the employer has said otherwise.
    ///
    /// # Errors
    /// `NOT_STAFF_TIME`, `WRONG_STATE`, `NO_CONVENTION`.
    pub fn declare_hours(
        &mut self,
        act: &Act<'_>,
        hours: Hours,
        (loans, zone): (&[StaffLoan], chrono_tz::Tz),
    ) -> Result<(), Refusal> {
        self.permits(BookingAction::DeclareHours, act.at)?;
        // What has begun stays begun, whatever became of the convention.
        if self.state == BookingState::Confirmed {
            self.expect_convention(loans, zone)?;
            self.handed_over_at = Some(self.span.start());
        }
        if let Some(work) = &mut self.work {
            work.worked = Some(hours.worked);
            work.declared_at = Some(act.at);
            work.note = hours.note;
            work.contested = None;
        }
        let worked = vec![Fact::new("worked", hours.worked)];
        self.enter_with(
            act,
            BookingState::InUse,
            EventKind::BookingHoursDeclared,
            worked,
        );
        Ok(())
    }

    /// The employer says that so long was worked, and what was refunded to the employee: this is what the
    /// borrower owes.
    ///
    /// # Errors
    /// `NOT_STAFF_TIME`, `WRONG_STATE`.
    pub fn confirm_hours(&mut self, act: &Act<'_>, expenses: Money) -> Result<(), Refusal> {
        self.permits(BookingAction::ConfirmHours, act.at)?;
        if let Some(work) = &mut self.work {
            work.expenses = expenses;
        }
        self.returned_at = Some(act.at.min(self.span.end()));
        self.enter(
            act,
            BookingState::Returned,
            EventKind::BookingHoursConfirmed,
        );
        Ok(())
    }

    /// The employer says that it was otherwise, and why: the borrower declares anew.
    ///
    /// # Errors
    /// `NOT_STAFF_TIME`, `WRONG_STATE`.
    pub fn contest_hours(&mut self, act: &Act<'_>, reason: Reason) -> Result<(), Refusal> {
        self.permits(BookingAction::ContestHours, act.at)?;
        let why = vec![Fact::new("reason", &reason)];
        if let Some(work) = &mut self.work {
            work.contested = Some(reason);
        }
        self.enter_with(
            act,
            BookingState::InUse,
            EventKind::BookingHoursContested,
            why,
        );
        Ok(())
    }

    /// What the work comes to, once its hours are agreed.
    pub(super) fn due_for_work(&self) -> Option<Due> {
        let work = self.work.as_ref()?;
        Some(work.costs().sum().into())
    }
}
