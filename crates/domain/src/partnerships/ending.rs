//! What a party says of an agreement in force.

use chrono::NaiveDate;

use super::{
    course::{Departure, Notice},
    partnership::{Partnership, Rejection},
    state::{PartnershipAction, PartnershipState},
};
use crate::{
    clock::Act,
    events::EventKind,
    ids::OrganisationId,
    refusals::Refusal,
    staff::Stretch,
    values::{Faults, Problem, ProblemCode, Reason},
};

impl Partnership {
    /// Gives notice for all: it ends when the notice is over.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn terminate(
        &mut self,
        act: &Act<'_>,
        by: OrganisationId,
        today: NaiveDate,
        reason: Reason,
    ) -> Result<(), Refusal> {
        self.permits(PartnershipAction::Terminate, Some(by), today)?;
        let notice = notice(act, by, reason, self.notice_from(today));
        self.tell_notice(act, EventKind::PartnershipTerminationNoticed, &notice);
        self.course.termination = Some(notice);
        self.attend(act, today);
        Ok(())
    }

    /// Gives notice for one party: it is out when the notice is over.
    ///
    /// # Errors
    /// `WRONG_STATE`, `FORM_RULE` where the composition is frozen.
    pub fn leave(
        &mut self,
        act: &Act<'_>,
        by: OrganisationId,
        today: NaiveDate,
        reason: Reason,
    ) -> Result<(), Refusal> {
        self.permits(PartnershipAction::Leave, Some(by), today)?;
        let notice = notice(act, by, reason, self.notice_from(today));
        self.tell_notice(act, EventKind::PartnershipLeaving, &notice);
        let departure = Departure {
            notice,
            done: false,
        };
        self.course.departures.push(departure);
        self.attend(act, today);
        Ok(())
    }

    /// Keeps it from being renewed: it ends on its last day.
    ///
    /// # Errors
    /// `WRONG_STATE`; `TOO_LATE` later than the notice before the last day.
    pub fn decline_renewal(
        &mut self,
        act: &Act<'_>,
        by: OrganisationId,
        today: NaiveDate,
        reason: Reason,
    ) -> Result<(), Refusal> {
        self.permits(PartnershipAction::DeclineRenewal, Some(by), today)?;
        let over = self.ends_on.and_then(|last| last.succ_opt());
        let notice = notice(act, by, reason, over.unwrap_or(today));
        self.tell_notice(act, EventKind::PartnershipRenewalDeclined, &notice);
        self.course.no_renewal = Some(notice);
        Ok(())
    }

    /// Suspends it: what was agreed upon stays, what is owed waits.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn suspend(
        &mut self,
        act: &Act<'_>,
        by: OrganisationId,
        today: NaiveDate,
        reason: Reason,
    ) -> Result<(), Refusal> {
        self.permits(PartnershipAction::Suspend, Some(by), today)?;
        let notice = notice(act, by, reason, today);
        self.state = PartnershipState::Suspended;
        self.tell_notice(act, EventKind::PartnershipSuspended, &notice);
        self.course.suspension = Some(notice);
        Ok(())
    }

    /// Takes it up again.
    ///
    /// # Errors
    /// `WRONG_STATE`; `SUSPENDED_BY_ANOTHER`.
    pub fn resume(
        &mut self,
        act: &Act<'_>,
        by: OrganisationId,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        self.permits(PartnershipAction::Resume, Some(by), today)?;
        if let Some(suspension) = self.course.suspension.take() {
            self.course.suspensions.push(Stretch {
                since: suspension.given_at,
                until: Some(act.at),
            });
        }
        self.state = PartnershipState::Active;
        self.tell(act, EventKind::PartnershipResumed);
        Ok(())
    }

    /// Says on which day the contract was awarded: who belongs to the consortium may change again.
    ///
    /// # Errors
    /// Faults for a day to come or before the bid was handed in; `WRONG_STATE`.
    pub fn record_award(
        &mut self,
        act: &Act<'_>,
        today: NaiveDate,
        day: NaiveDate,
    ) -> Result<(), Rejection> {
        self.permits(PartnershipAction::RecordAward, None, today)?;
        let consortium = self
            .outline_in_force()
            .and_then(|outline| outline.consortium);
        let deadline = consortium.and_then(|one| one.bid_deadline);
        if day > today || deadline.is_some_and(|deadline| day < deadline) {
            let problem = Problem::new(ProblemCode::OutOfRange);
            let problem = match deadline {
                Some(deadline) => problem.with("min", deadline),
                None => problem,
            };
            return Err(Faults::one("awardedOn", problem.with("max", today)).into());
        }
        self.course.awarded_on = Some(day);
        self.tell_with(act, EventKind::PartnershipAwarded, |event| {
            event.with("from", day)
        });
        Ok(())
    }

    fn notice_from(&self, today: NaiveDate) -> NaiveDate {
        let term = self.outline_in_force().map(|outline| &outline.term);
        term.map_or(today, |term| term.notice_from(today))
    }
}

pub(super) fn notice(
    act: &Act<'_>,
    by: OrganisationId,
    reason: Reason,
    effective_on: NaiveDate,
) -> Notice {
    Notice {
        by,
        reason,
        given_at: act.at,
        effective_on,
    }
}
