//! What a party says of an agreement in force.

use chrono::NaiveDate;

use super::{
    course::{Departure, Notice, TerminationGround},
    partnership::{Partnership, Rejection},
    state::{PartnershipAction, PartnershipState},
    term::within_reach,
};
use crate::{
    clock::Act,
    events::EventKind,
    ids::OrganisationId,
    refusals::{Refusal, RefusalCode},
    staff::Stretch,
    values::{Faults, Problem, ProblemCode, Reason},
};

impl Partnership {
    /// Ends it for all: when the notice is over, or at once for a breach.
    ///
    /// # Errors
    /// `WRONG_STATE`; `FIXED_TERM` (fact `until`) for notice of what has a last day and does not say that it may
    /// be ended before (C. civ. art. 1212).
    pub fn terminate(
        &mut self,
        act: &Act<'_>,
        by: OrganisationId,
        today: NaiveDate,
        (ground, reason): (TerminationGround, Reason),
    ) -> Result<(), Refusal> {
        self.permits(PartnershipAction::Terminate, Some(by), today)?;
        let effective_on = match ground {
            TerminationGround::Notice => self.terminable_from(today)?,
            TerminationGround::Breach => today,
        };
        let mut notice = notice(act, by, reason, effective_on);
        notice.ground = Some(ground);
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
    /// Faults for a day to come, before the bid was handed in or out of reach; `WRONG_STATE`.
    pub fn record_award(
        &mut self,
        act: &Act<'_>,
        today: NaiveDate,
        day: NaiveDate,
    ) -> Result<(), Rejection> {
        self.permits(PartnershipAction::RecordAward, None, today)?;
        let day = within_reach(day).map_err(|problem| Faults::one("awardedOn", problem))?;
        let consortium = self
            .binding_outline()
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

    /// From which day on it is over by a notice that is given on a day.
    fn terminable_from(&self, today: NaiveDate) -> Result<NaiveDate, Refusal> {
        if self.course.termination.is_some() {
            return Err(Refusal::state(self.state, PartnershipAction::Terminate));
        }
        let term = self.binding_outline().map(|outline| &outline.term);
        let last = self.ends_on.unwrap_or(NaiveDate::MAX);
        if term.is_some_and(|term| !term.ends_by_notice()) {
            return Err(Refusal::new(RefusalCode::FixedTerm).with("until", last));
        }
        Ok(self.notice_from(today))
    }

    fn notice_from(&self, today: NaiveDate) -> NaiveDate {
        let term = self.binding_outline().map(|outline| &outline.term);
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
        ground: None,
    }
}
