//! What can be done with an agreement, by whom, on a day.

use chrono::NaiveDate;

use super::{
    course::Departure,
    forms::FormRule,
    outline::{Form, Outline},
    partnership::Partnership,
    state::{PartnershipAction, PartnershipState, Stage},
};
use crate::{
    ids::OrganisationId,
    refusals::{Refusal, RefusalCode},
};

impl Partnership {
    /// Whether `action` is possible in the present state on a day, whoever asks; `by` is the party for which
    /// it would be done.
    ///
    /// # Errors
    /// `WRONG_STATE`, its fact `state` `EXPIRED` for what is signed after its last day; `ALREADY_SIGNED`,
    /// `NOT_A_SIGNATORY`, `TOO_LATE`, `SUSPENDED_BY_ANOTHER` and `FORM_RULE` for the party at hand.
    pub fn permits(
        &self,
        action: PartnershipAction,
        by: Option<OrganisationId>,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        use PartnershipAction as A;
        use PartnershipState as S;
        let negotiating = matches!(self.state, S::Draft | S::Proposed);
        let in_force = self.is_in_force();
        let possible = match action {
            A::Read | A::ReadText | A::ReadDraft | A::ReadCourse => true,
            A::Change => negotiating || self.state.binds(),
            A::Comment | A::Decline => self.stage != Stage::Settled,
            A::Propose | A::Discard => self.stage == Stage::Draft,
            A::Withdraw | A::Sign => self.stage == Stage::Proposed,
            // A breach is said also while a notice runs.
            A::Terminate => in_force,
            A::Leave => in_force && self.course.termination.is_none(),
            A::DeclineRenewal => in_force && self.will_renew(),
            A::Suspend => self.state == S::Active,
            A::Resume => self.state == S::Suspended,
            A::RecordAward => {
                self.binding_outline()
                    .is_some_and(|outline| outline.consortium.is_some())
                    && self.course.awarded_on.is_none()
            }
            // What was delivered while it was in force is told afterwards too.
            A::DeclareFulfilment | A::WaiveCommitment => self.course.since.is_some(),
        };
        if !possible {
            return Err(match (action, self.stage, self.state.binds()) {
                // What is wrong is where the amendment stands.
                (A::Propose | A::Withdraw | A::Sign | A::Discard | A::Decline, stage, true) => {
                    Refusal::state(stage, action)
                }
                _ => Refusal::state(self.state, action),
            });
        }
        match (action, by) {
            (A::Sign, by) => self.permits_signing(by, today),
            // Who is in an amendment alone says nothing of what is in force.
            (
                A::Terminate | A::DeclineRenewal | A::Suspend | A::Resume | A::RecordAward,
                Some(by),
            ) if !self.current().contains(&by) => Err(Refusal::new(RefusalCode::NotASignatory)),
            (A::Leave, Some(by)) => self.permits_leaving(by, today),
            (A::Terminate, _) if self.composition_is_frozen(today) => {
                Err(FormRule::CompositionFrozen.broken())
            }
            (A::DeclineRenewal, _) => self.permits_declining_renewal(today),
            (A::Resume, Some(by)) => match &self.course.suspension {
                // What nobody could take up any more, everybody can.
                Some(suspension)
                    if suspension.by != by && self.current().contains(&suspension.by) =>
                {
                    Err(Refusal::new(RefusalCode::SuspendedByAnother).with("party", suspension.by))
                }
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn permits_signing(&self, by: Option<OrganisationId>, today: NaiveDate) -> Result<(), Refusal> {
        let version = self.proposed();
        let Some(version) = version else {
            return Err(Refusal::state(self.stage, PartnershipAction::Sign));
        };
        if self
            .would_end_on(&version.outline)
            .is_some_and(|last| last < today)
        {
            return Err(Refusal::state("EXPIRED", PartnershipAction::Sign));
        }
        self.may_be_composed_as(&version.outline, today)?;
        let Some(by) = by else { return Ok(()) };
        if !version.signatories.contains(&by) {
            return Err(Refusal::new(RefusalCode::NotASignatory));
        }
        if version.is_signed_by(by) {
            return Err(Refusal::new(RefusalCode::AlreadySigned));
        }
        Ok(())
    }

    fn permits_leaving(&self, by: OrganisationId, today: NaiveDate) -> Result<(), Refusal> {
        if self.composition_is_frozen(today) {
            return Err(FormRule::CompositionFrozen.broken());
        }
        if self.outline.form == Form::Consortium {
            return Err(FormRule::LeftByAmendment.broken());
        }
        let leaves = |one: &Departure| one.notice.by == by;
        if !self.current().contains(&by) || self.course.departures.iter().any(leaves) {
            return Err(Refusal::state("LEFT", PartnershipAction::Leave));
        }
        Ok(())
    }

    fn permits_declining_renewal(&self, today: NaiveDate) -> Result<(), Refusal> {
        let term = self.binding_outline().map(|outline| &outline.term);
        let until = term
            .zip(self.ends_on)
            .map(|(term, last)| term.decline_until(last));
        match until {
            Some(until) if today > until => {
                Err(Refusal::new(RefusalCode::TooLate).with("until", until))
            }
            _ => Ok(()),
        }
    }

    /// Whether the organisations of an outline may be in it on a day: those that are, or, of a consortium whose
    /// composition is frozen, others to which its buyer has agreed since.
    ///
    /// # Errors
    /// `FORM_RULE`.
    pub(super) fn may_be_composed_as(
        &self,
        outline: &Outline,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        if !self.changes_composition(outline) || !self.composition_is_frozen(today) {
            return Ok(());
        }
        let agreed = |outline: &Outline| outline.consortium.and_then(|one| one.buyer_agreed_on);
        let bound = self.binding_outline();
        // What the buyer had agreed to before is what binds already.
        let since = bound.and_then(agreed);
        let deadline = bound.and_then(Outline::bid_deadline);
        match agreed(outline) {
            Some(day) if day <= today && since < Some(day) && deadline <= Some(day) => Ok(()),
            _ => Err(FormRule::CompositionFrozen.broken()),
        }
    }

    /// Whether who belongs to a consortium may not change: from the day on which its bid is handed in until
    /// the contract is awarded (CCP R2142-26).
    pub fn composition_is_frozen(&self, today: NaiveDate) -> bool {
        let deadline = self.binding_outline().and_then(Outline::bid_deadline);
        deadline.is_some_and(|deadline| deadline <= today) && self.course.awarded_on.is_none()
    }
}
