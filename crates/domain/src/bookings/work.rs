//! The hours that an employee works for a borrower: declared by the borrower, confirmed by the employer.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{Booking, BookingAction, BookingState};
use crate::{
    clock::Act,
    events::EventKind,
    refusals::{Refusal, RefusalCode},
    resources::{Minutes, ResourceKind, begins},
    staff::{Convention, ConventionId, StaffCosts, WorkCosts},
    values::{Due, Faults, Money, Problem, ProblemCode, Reason, Summary},
};

/// Work of somebody else's employee: what it costs, and what was worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffWork {
    /// What an hour cost when it was booked, and which expenses are refunded.
    pub costs: StaffCosts,
    /// By which convention the work was begun.
    pub convention: Option<ConventionId>,
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

/// The most that is refunded for one booking: ten thousand euros.
const MOST_EXPENSES: Money = Money { cents: 1_000_000 };

impl StaffWork {
    /// Work that nothing is known of yet but what an hour of it costs.
    pub(super) fn costing(costs: &StaffCosts) -> Self {
        Self {
            costs: costs.clone(),
            convention: None,
            worked: None,
            declared_at: None,
            note: None,
            contested: None,
            expenses: Money { cents: 0 },
        }
    }

    /// What it comes to for the time declared.
    pub fn sums(&self) -> WorkCosts {
        WorkCosts {
            expenses: self.expenses,
            ..self.costs.of(self.worked.unwrap_or(Minutes::new(0)))
        }
    }
}

/// What may be declared of work by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declarable {
    /// The convention by which it was worked first.
    pub convention: Option<ConventionId>,
    /// How much of the time that is over lies in days for which there was a convention.
    pub most: Minutes,
}

/// How long was worked, as the borrower says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// How long.
    pub worked: Minutes,
    /// What is to be known besides.
    pub note: Option<Summary>,
    /// By which convention.
    convention: Option<ConventionId>,
}

impl Booking {
    /// What may be declared by an instant, given the conventions of the two sides for this employee, on the
    /// clocks of `zone`: the time that is over, on the days for which there was a convention before the work
    /// began. Work at another time is another booking.
    pub fn declarable(
        &self,
        conventions: &[Convention],
        zone: Tz,
        now: DateTime<Utc>,
    ) -> Declarable {
        let (start, end) = (self.span.start(), self.span.end().min(now));
        let (mut first, mut minutes) = (None, 0);
        let mut day = start.with_timezone(&zone).date_naive();
        loop {
            let next = day.succ_opt().unwrap_or(NaiveDate::MAX);
            let from = self.work_begins(day, zone);
            let until = begins(zone, next.and_time(NaiveTime::MIN)).min(end);
            if from >= end || next == day {
                break;
            }
            let covered = self.convention_for(conventions, day, zone);
            if let (Some(convention), true) = (covered, from < until) {
                first = first.or(Some(convention.id));
                minutes += (until - from).num_minutes();
            }
            day = next;
        }
        Declarable {
            convention: first,
            most: Minutes::new(u32::try_from(minutes).unwrap_or_default()),
        }
    }

    /// Reads how long was worked. That nothing was is said without a convention too.
    ///
    /// # Errors
    /// On `worked`: `OUT_OF_RANGE` (facts `min` and `max`, ISO 8601 durations).
    pub fn read_hours(
        &self,
        minutes: i32,
        note: Option<Summary>,
        declarable: Declarable,
    ) -> Result<Hours, Faults> {
        let Declarable { convention, most } = declarable;
        // Without a convention that is the refusal, whatever the hours.
        let most = convention.map_or(self.span.length(), |_| most);
        let worked = Minutes::parse(minutes, 0, most.count());
        let worked = worked.map_err(|_| {
            let problem = Problem::new(ProblemCode::OutOfRange)
                .with("min", Minutes::new(0))
                .with("max", most);
            Faults::one("worked", problem)
        })?;
        Ok(Hours {
            worked,
            note,
            convention,
        })
    }

    /// Reads what was refunded to the employee.
    ///
    /// # Errors
    /// On `expenses`: those of [`Money::parse`], `OUT_OF_RANGE` above ten thousand euros; `INCONSISTENT` (with
    /// `costs`) where none were announced when it was booked.
    pub fn read_expenses(&self, amount: Option<&str>) -> Result<Money, Faults> {
        let amount = amount.unwrap_or("0");
        let read = Money::parse_up_to(amount, MOST_EXPENSES).and_then(|amount| {
            let announced = self
                .work
                .as_ref()
                .is_some_and(|work| work.costs.expenses.is_some());
            if amount.cents > 0 && !announced {
                return Err(Problem::new(ProblemCode::Inconsistent).with("with", "costs"));
            }
            Ok(amount)
        });
        read.map_err(|problem| Faults::one("expenses", problem))
    }

    /// Whether `action` is one of those that are done with this kind of booking at an instant, and whether the
    /// hours are where it needs them.
    pub(super) fn permits_with_work(
        &self,
        action: BookingAction,
        at: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        use BookingAction as A;
        let Some(work) = &self.work else {
            return match action {
                A::DeclareHours | A::ConfirmHours | A::ContestHours => {
                    Err(Refusal::new(RefusalCode::NotStaffTime))
                }
                _ => Ok(()),
            };
        };
        let started = self.span.start() <= at;
        match action {
            // What is given back are things: work is over once its hours are agreed, none of them where
            // nobody came.
            A::TakeBack | A::NoShow => {
                Err(Refusal::new(RefusalCode::WrongKind).with("kind", ResourceKind::StaffTime))
            }
            // Nobody begins before the time, nor calls off what was worked.
            A::HandOver if !started => Err(Refusal::state("NOT_STARTED", action)),
            A::Cancel if started => Err(Refusal::state("STARTED", action)),
            A::ConfirmHours | A::ContestHours if self.state == BookingState::InUse => {
                if work.worked.is_none() {
                    Err(Refusal::state("NOT_DECLARED", action))
                } else if action == A::ContestHours && work.contested.is_some() {
                    Err(Refusal::state("CONTESTED", action))
                } else {
                    Ok(())
                }
            }
            _ => Ok(()),
        }
    }

    /// The convention by which the employee works on a day.
    pub(super) fn convention_for<'a>(
        &self,
        conventions: &'a [Convention],
        day: NaiveDate,
        zone: Tz,
    ) -> Option<&'a Convention> {
        let (begins, at) = (self.span.start(), self.work_begins(day, zone));
        let mut conventions = conventions.iter();
        conventions.find(|one| one.covers(day, begins, at))
    }

    /// When the work of a day begins: with the day, or with the booking.
    fn work_begins(&self, day: NaiveDate, zone: Tz) -> DateTime<Utc> {
        begins(zone, day.and_time(NaiveTime::MIN)).max(self.span.start())
    }

    /// The day of it that an instant lies in, or the last.
    pub(super) fn day_of_work(&self, at: DateTime<Utc>, zone: Tz) -> NaiveDate {
        let last = self.span.end() - Minutes::new(1).delta();
        at.min(last).with_timezone(&zone).date_naive()
    }

    /// There was no convention before the work began.
    pub(super) fn no_convention(&self, zone: Tz) -> Refusal {
        let from = self.day_of_work(self.span.start(), zone);
        let until = self.day_of_work(self.span.end(), zone);
        let refusal = Refusal::new(RefusalCode::NoConvention);
        let resource = self.lines.first().map(|line| line.resource);
        let refusal = resource.map_or(refusal.clone(), |id| refusal.with("resource", id));
        refusal.with("from", from).with("until", until)
    }

    /// The borrower says how long was worked; said anew where the employer has said otherwise.
    ///
    /// # Errors
    /// `NOT_STAFF_TIME`, `WRONG_STATE`; `NO_CONVENTION` (facts `resource`, `from` and `until`, the days of the
    /// booking on the clocks of `zone`) where something was worked.
    pub fn declare_hours(&mut self, act: &Act<'_>, hours: Hours, zone: Tz) -> Result<(), Refusal> {
        self.permits(BookingAction::DeclareHours, act.at)?;
        if hours.convention.is_none() && hours.worked > Minutes::new(0) {
            return Err(self.no_convention(zone));
        }
        if let Some(work) = &mut self.work {
            work.convention = hours.convention;
            work.worked = Some(hours.worked);
            work.declared_at = Some(act.at);
            work.note = hours.note;
            work.contested = None;
        }
        let begun = self.span.start();
        self.handed_over_at = self.handed_over_at.or(Some(begun));
        self.enter(act, BookingState::InUse, EventKind::BookingHoursDeclared);
        Ok(())
    }

    /// The employer says that so long was worked, also after having contested it, and what was refunded to the
    /// employee: this is what the borrower owes. What is left of its time is free for others.
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
        if let Some(work) = &mut self.work {
            work.contested = Some(reason);
        }
        self.enter(act, BookingState::InUse, EventKind::BookingHoursContested);
        Ok(())
    }

    /// What the work comes to, once its hours are agreed.
    pub(super) fn due_for_work(&self) -> Option<Due> {
        let work = self.work.as_ref()?;
        Some(work.sums().sum().into())
    }
}
