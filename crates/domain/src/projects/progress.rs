//! How a project gets on: its stage, what became of its needs, the milestones it reached.

use chrono::NaiveDate;

use super::{Need, NeedState, Project, ProjectAction, ProjectStage};
use crate::{
    bookings::Borrower,
    clock::Act,
    events::{Audience, Event, EventKind, Subject},
    ids::{MilestoneId, NeedId, OrganisationId},
    matches::expect_offered,
    refusals::{Fact, Refusal, RefusalCode},
    resources::Resource,
    values::{Label, Reason, Visibility},
};

impl Project {
    /// Says how far it has come; giving up needs a reason.
    ///
    /// # Errors
    /// `WRONG_STATE` when the stage cannot follow; `INCOMPLETE` (fact `field`) without the reason.
    pub fn set_stage(
        &mut self,
        act: &Act<'_>,
        stage: ProjectStage,
        reason: Option<Reason>,
    ) -> Result<(), Refusal> {
        self.permits(ProjectAction::SetStage)?;
        if !self.stage.may_become(stage) {
            return Err(Refusal::state(self.stage, stage));
        }
        if stage == ProjectStage::Abandoned && reason.is_none() {
            return Err(Refusal::new(RefusalCode::Incomplete).with("field", "reason"));
        }
        let facts = vec![Fact::new("from", self.stage), Fact::new("to", stage)];
        self.stage = stage;
        self.abandoned_because = reason.filter(|_| stage == ProjectStage::Abandoned);
        self.updated_at = act.at;
        let audience = self.audience();
        self.record(act, EventKind::ProjectStageChanged, audience, facts);
        Ok(())
    }

    /// Says that a need is met, by an organisation or in words.
    ///
    /// # Errors
    /// `WRONG_STATE` unless it is open.
    pub fn meet_need(
        &mut self,
        act: &Act<'_>,
        need: NeedId,
        by: Option<OrganisationId>,
        note: Option<Label>,
    ) -> Result<(), Refusal> {
        self.move_need(act, need, NeedState::Met, EventKind::ProjectNeedMet)?;
        if let Some(need) = self.need_mut(need) {
            need.met_by = by;
            need.met_note = note;
        }
        Ok(())
    }

    /// Says that a need is met with what an organisation shares. `lead` is the lead as it would book
    /// it; nothing is held of the resource by that. Whether its kind is one that usually meets such a
    /// need is for the lead to judge.
    ///
    /// # Errors
    /// `WRONG_STATE` unless the need is open; `NOT_ELIGIBLE` and `WITHDRAWN` for what the lead could not
    /// have.
    pub fn accept_offer(
        &mut self,
        act: &Act<'_>,
        need: NeedId,
        resource: &Resource,
        lead: &Borrower,
    ) -> Result<(), Refusal> {
        expect_offered(lead, resource)?;
        self.move_need(act, need, NeedState::Met, EventKind::ProjectNeedMet)?;
        if let Some(need) = self.need_mut(need) {
            need.met_with = Some(resource.id);
        }
        // A fact of its own: that the need is met is read by who may not read with what, and with which
        // organisations a resource is shared by name is not for the others to read.
        let audience = match resource.content.visibility {
            Visibility::Parties => Audience::Organisation,
            Visibility::Public | Visibility::Hub => self.audience(),
        };
        let kind = EventKind::ProjectOfferAccepted;
        let accepted = Event::new(act, kind, Subject::Project(self.id), audience)
            .within(Some(self.hub), Some(self.lead))
            .of_resource(resource.id)
            .with("need", need);
        self.events.push(accepted);
        Ok(())
    }

    /// Says that a need is no longer looked for.
    ///
    /// # Errors
    /// `WRONG_STATE` unless it is open.
    pub fn withdraw_need(&mut self, act: &Act<'_>, need: NeedId) -> Result<(), Refusal> {
        self.move_need(
            act,
            need,
            NeedState::Withdrawn,
            EventKind::ProjectNeedWithdrawn,
        )
    }

    /// Looks for a met or withdrawn need again.
    ///
    /// # Errors
    /// `WRONG_STATE` when it is open.
    pub fn reopen_need(&mut self, act: &Act<'_>, need: NeedId) -> Result<(), Refusal> {
        self.move_need(act, need, NeedState::Open, EventKind::ProjectNeedReopened)?;
        if let Some(need) = self.need_mut(need) {
            need.met_by = None;
            need.met_note = None;
            need.met_with = None;
        }
        Ok(())
    }

    /// A need of this project.
    pub fn need(&self, id: NeedId) -> Option<&Need> {
        self.needs.iter().find(|need| need.content.id == id)
    }

    fn need_mut(&mut self, id: NeedId) -> Option<&mut Need> {
        self.needs.iter_mut().find(|need| need.content.id == id)
    }

    fn move_need(
        &mut self,
        act: &Act<'_>,
        id: NeedId,
        next: NeedState,
        kind: EventKind,
    ) -> Result<(), Refusal> {
        self.permits(ProjectAction::ManageNeeds)?;
        let unknown = Refusal::state("ABSENT", next);
        let need = self.need_mut(id).ok_or(unknown)?;
        let possible = (need.state == NeedState::Open) != (next == NeedState::Open);
        if !possible {
            return Err(Refusal::state(need.state, next));
        }
        need.state = next;
        self.updated_at = act.at;
        let audience = self.audience();
        self.record(act, kind, audience, vec![Fact::new("need", id)]);
        Ok(())
    }

    /// Says that a milestone was reached on a day.
    ///
    /// # Errors
    /// `WRONG_STATE` when there is no such milestone, or it was reached before.
    pub fn reach_milestone(
        &mut self,
        act: &Act<'_>,
        id: MilestoneId,
        on: NaiveDate,
    ) -> Result<(), Refusal> {
        self.permits(ProjectAction::ReachMilestone)?;
        let milestone = self
            .content
            .milestones
            .iter_mut()
            .find(|milestone| milestone.id == id);
        match milestone {
            None => return Err(Refusal::state("ABSENT", "REACHED")),
            Some(milestone) if milestone.done_on.is_some() => {
                return Err(Refusal::state("REACHED", "REACHED"));
            }
            Some(milestone) => milestone.done_on = Some(on),
        }
        // A revision written before must not undo the fact when it is published.
        if let Some(revision) = &mut self.revision
            && let Some(milestone) =
                (revision.content.milestones.iter_mut()).find(|milestone| milestone.id == id)
        {
            milestone.done_on.get_or_insert(on);
        }
        self.updated_at = act.at;
        let audience = self.audience();
        self.record(
            act,
            EventKind::ProjectMilestoneReached,
            audience,
            vec![Fact::new("milestone", id), Fact::new("on", on)],
        );
        Ok(())
    }
}
