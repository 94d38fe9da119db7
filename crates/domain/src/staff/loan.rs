//! The papers without which nobody works for another organisation.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::{StaffLoanAction, StaffLoanState};
use crate::{
    bookings::Borrower,
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{OrganisationId, ResourceId, StaffLoanId},
    refusals::{Fact, Refusal, RefusalCode},
    resources::Resource,
    values::{Faults, Label, Problem, ProblemCode, Reason, gather},
};

/// The papers of a loan: what was signed, by whom it was agreed to, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Papers {
    /// What the two organisations call the convention that they signed: its number or title.
    pub convention: Label,
    /// When the last of the two signed it.
    pub signed_on: NaiveDate,
    /// When the employee agreed in writing.
    pub agreed_on: NaiveDate,
    /// The first day on which the employee works for the borrower.
    pub from: NaiveDate,
    /// The last one.
    pub until: NaiveDate,
}

/// The papers as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `Papers`")]
pub struct PapersDraft {
    pub convention: String,
    pub signed_on: NaiveDate,
    pub agreed_on: NaiveDate,
    pub from: NaiveDate,
    pub until: NaiveDate,
}

impl Papers {
    /// Checks what was typed.
    ///
    /// # Errors
    /// The faults, each with its field: those of [`Label::parse`] on `convention`; `OUT_OF_RANGE` for a day
    /// outside of 2000 to 2099, and on `signedOn` and `agreedOn` for one to come; `INCONSISTENT` for a day on
    /// which something was signed or agreed to after `from`, and on `until` before `from`.
    pub fn parse(draft: &PapersDraft, today: NaiveDate) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let convention = faults.take("convention", Label::parse(&draft.convention));
        let mut day = |field, day: NaiveDate, latest: Option<NaiveDate>| {
            faults.take(field, day_within(day, latest))
        };
        let signed_on = day("signedOn", draft.signed_on, Some(today));
        let agreed_on = day("agreedOn", draft.agreed_on, Some(today));
        let from = day("from", draft.from, None);
        let until = day("until", draft.until, None);
        for (field, earlier, later) in [
            ("signedOn", signed_on, from),
            ("agreedOn", agreed_on, from),
            ("until", from, until),
        ] {
            if earlier
                .zip(later)
                .is_some_and(|(earlier, later)| earlier > later)
            {
                let problem = Problem::new(ProblemCode::Inconsistent).with("with", "from");
                faults.note(field, problem);
            }
        }
        gather!(faults => Self { convention, signed_on, agreed_on, from, until })
    }
}

fn day_within(day: NaiveDate, latest: Option<NaiveDate>) -> Result<NaiveDate, Problem> {
    if !(2000..=2099).contains(&day.year()) {
        return Err(Problem::new(ProblemCode::OutOfRange)
            .with("min", "2000-01-01")
            .with("max", "2099-12-31"));
    }
    match latest {
        Some(latest) if day > latest => {
            Err(Problem::new(ProblemCode::OutOfRange).with("max", latest))
        }
        _ => Ok(day),
    }
}

/// An employee of one organisation who may work for another, by a convention that both have signed and
/// the employee has agreed to. The lender records it, the borrower confirms that it is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffLoan {
    /// Its id.
    pub id: StaffLoanId,
    /// The staff time that it is about.
    pub resource: ResourceId,
    /// The employer.
    pub lender: OrganisationId,
    /// For whom the employee works.
    pub borrower: OrganisationId,
    /// What was signed and agreed to.
    pub papers: Papers,
    /// Where it stands.
    pub state: StaffLoanState,
    /// Why it was declined or ended.
    pub reason: Option<Reason>,
    /// When the borrower confirmed it.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Its last day, where it ended before that of its papers.
    pub ended_on: Option<NaiveDate>,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl StaffLoan {
    /// Records what the owner of staff time and a borrower have signed. `members_only` where the owner is an
    /// employers' group.
    ///
    /// # Errors
    /// `NOT_STAFF_TIME`; `WITHDRAWN` where it is not published; `NOT_ELIGIBLE` for a borrower that may not have
    /// it, or is the employer itself.
    pub fn record(
        act: &Act<'_>,
        resource: &Resource,
        borrower: &Borrower,
        members_only: bool,
        papers: Papers,
    ) -> Result<Self, Refusal> {
        if !resource.is_staff_time() {
            return Err(Refusal::new(RefusalCode::NotStaffTime).with("resource", resource.id));
        }
        let about = |code| Refusal::new(code).with("resource", resource.id);
        if !resource.is_published() {
            return Err(about(RefusalCode::Withdrawn));
        }
        if borrower.id == resource.owner || !borrower.may_have(resource, members_only) {
            return Err(about(RefusalCode::NotEligible));
        }
        let mut loan = Self {
            id: act.id(),
            resource: resource.id,
            lender: resource.owner,
            borrower: borrower.id,
            papers,
            state: StaffLoanState::Recorded,
            reason: None,
            confirmed_at: None,
            ended_on: None,
            created_at: act.at,
            updated_at: act.at,
            version: 0,
            events: Pending::default(),
        };
        loan.tell(act, EventKind::StaffLoanRecorded);
        Ok(loan)
    }

    /// Whether `action` is possible in the present state on a day, whoever asks: what is over is neither
    /// confirmed nor ended.
    ///
    /// # Errors
    /// `WRONG_STATE`, its fact `state` `EXPIRED` after the last day.
    pub fn permits(&self, action: StaffLoanAction, today: NaiveDate) -> Result<(), Refusal> {
        use StaffLoanAction as A;
        use StaffLoanState as S;
        let possible = match action {
            A::Read => true,
            A::Confirm | A::Decline => self.state == S::Recorded,
            A::End => matches!(self.state, S::Recorded | S::InForce),
        };
        if !possible {
            return Err(Refusal::state(self.state, action));
        }
        if matches!(action, A::Confirm | A::End) && today > self.papers.until {
            return Err(Refusal::state("EXPIRED", action));
        }
        Ok(())
    }

    /// The borrower says that this is what both signed.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn confirm(&mut self, act: &Act<'_>, today: NaiveDate) -> Result<(), Refusal> {
        self.permits(StaffLoanAction::Confirm, today)?;
        self.confirmed_at = Some(act.at);
        self.enter(act, StaffLoanState::InForce, EventKind::StaffLoanConfirmed);
        Ok(())
    }

    /// The borrower says that nothing of the kind was signed.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn decline(
        &mut self,
        act: &Act<'_>,
        today: NaiveDate,
        reason: Reason,
    ) -> Result<(), Refusal> {
        self.permits(StaffLoanAction::Decline, today)?;
        self.reason = Some(reason);
        self.enter(act, StaffLoanState::Declined, EventKind::StaffLoanDeclined);
        Ok(())
    }

    /// Either side ends it before its last day: the trial period, a notice, a mistake. No hour of the days
    /// after this one is worked by it; those of the days so far are still declared.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn end(&mut self, act: &Act<'_>, today: NaiveDate, reason: Reason) -> Result<(), Refusal> {
        self.permits(StaffLoanAction::End, today)?;
        self.ended_on = Some(today);
        self.reason = Some(reason);
        self.enter(act, StaffLoanState::Ended, EventKind::StaffLoanEnded);
        Ok(())
    }

    /// The other side of whoever acts for one of them.
    pub fn other_side(&self, side: Option<OrganisationId>) -> OrganisationId {
        if side == Some(self.lender) {
            self.borrower
        } else {
            self.lender
        }
    }

    fn enter(&mut self, act: &Act<'_>, next: StaffLoanState, kind: EventKind) {
        self.state = next;
        self.updated_at = act.at;
        self.tell(act, kind);
    }

    /// The borrower is the organisation concerned, and the resource brings in its owner, so that both sides
    /// read what happens.
    fn tell(&mut self, act: &Act<'_>, kind: EventKind) {
        let subject = Subject::StaffLoan(self.id);
        let mut event = Event::new(act, kind, subject, Audience::Organisation)
            .within(None, Some(self.borrower))
            .of_resource(self.resource)
            .with("to", self.state);
        let reason = self.reason.iter();
        event
            .facts
            .extend(reason.map(|reason| Fact::new("reason", reason)));
        self.events.push(event);
    }
}
