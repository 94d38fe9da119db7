//! The profile as moderated content: handed in, decided on, taken down, put away.

use super::{Organisation, OrganisationAction};
use crate::{
    clock::Act,
    content::{ContentAction, ContentState},
    events::{Audience, EventKind},
    ids::HubId,
    moderation::{Moderation, RevisionState, Statement, put_forward},
    refusals::{Fact, Refusal, RefusalCode},
};

impl Organisation {
    /// Hands the profile in; where the hub looks afterwards, it is published at once.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NOT_ACTIVE_MEMBER`; `INCOMPLETE` (fact `field`) without a summary or a
    /// commune.
    pub fn submit(&mut self, act: &Act<'_>, moderation: &Moderation) -> Result<(), Refusal> {
        self.permits(OrganisationAction::Submit)?;
        let next = self.state.after(ContentAction::Submit)?;
        self.enter(
            act,
            next,
            EventKind::OrganisationSubmitted,
            Some(moderation.hub),
            None,
        );
        if !moderation.holds_back() {
            self.publish(act, moderation.hub)?;
        }
        Ok(())
    }

    pub(super) fn complete(&self) -> Result<(), Refusal> {
        let missing = |field: &str| Err(Refusal::new(RefusalCode::Incomplete).with("field", field));
        if self.content.summary.is_none() {
            return missing("summary");
        }
        if self.content.commune.is_none() {
            return missing("commune");
        }
        Ok(())
    }

    /// Takes the submission, or the waiting revision, back.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn withdraw(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        if self.revision.take().is_some() {
            self.updated_at = act.at;
            self.record(
                act,
                EventKind::OrganisationWithdrawn,
                Audience::Organisation,
                None,
                vec![Fact::new("revision", true)],
            );
            return Ok(());
        }
        let next = self.state.after(ContentAction::Withdraw)?;
        self.enter(act, next, EventKind::OrganisationWithdrawn, None, None);
        Ok(())
    }

    /// Gives what waits back undecided: the hub that was to look at it has no say any more.
    pub fn give_back(&mut self, act: &Act<'_>, hub: HubId) {
        let revised = self
            .revision
            .as_mut()
            .filter(|revision| revision.state == RevisionState::Submitted);
        let mut facts = vec![Fact::new("returned", true)];
        if let Some(revision) = revised {
            revision.give_back();
            facts.push(Fact::new("revision", true));
        } else if self.state == ContentState::Submitted {
            self.state = ContentState::Draft;
        } else {
            return;
        }
        self.updated_at = act.at;
        self.record(
            act,
            EventKind::OrganisationWithdrawn,
            Audience::Organisation,
            Some(hub),
            facts,
        );
    }

    /// Publishes what was submitted: the profile, or the revision of it. What was published at
    /// once and is left so after a look does not change; its review tells the decision.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn publish(&mut self, act: &Act<'_>, hub: HubId) -> Result<(), Refusal> {
        if let Some(revision) = self.revision.take_if(|one| one.is_put_forward()) {
            self.content = revision.content;
        } else if self.state == ContentState::Published {
            return Ok(());
        } else {
            self.state = self.state.after(ContentAction::Publish)?;
        }
        self.statement = None;
        self.updated_at = act.at;
        self.published_at.get_or_insert(act.at);
        self.record(
            act,
            EventKind::OrganisationPublished,
            Audience::Public,
            Some(hub),
            vec![],
        );
        Ok(())
    }

    /// Publishes an organisation as it is entered from sources that were public before: its entry
    /// in the directory tells nothing new, and no hub has to look at it.
    pub fn list(&mut self, act: &Act<'_>) {
        self.state = ContentState::Published;
        self.published_at.get_or_insert(act.at);
        self.record(
            act,
            EventKind::OrganisationPublished,
            Audience::Public,
            None,
            vec![],
        );
    }

    /// Publishes the profile of an organisation that a hub has just admitted: the coordinator who
    /// accepts the application has read it, and need not decide twice. A review still open for it
    /// ends as published. A profile that was rejected or hidden stays so.
    pub fn admit(&mut self, act: &Act<'_>, hub: HubId) {
        if matches!(
            self.state,
            ContentState::Draft | ContentState::ChangesRequested | ContentState::Submitted
        ) {
            self.state = ContentState::Published;
            self.statement = None;
            self.updated_at = act.at;
            self.published_at.get_or_insert(act.at);
            self.record(
                act,
                EventKind::OrganisationPublished,
                Audience::Public,
                Some(hub),
                vec![],
            );
        }
    }

    /// Asks for changes to what was submitted.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn request_changes(
        &mut self,
        act: &Act<'_>,
        hub: HubId,
        statement: Statement,
    ) -> Result<(), Refusal> {
        if let Some(revision) = put_forward(&mut self.revision) {
            revision.restrict(RevisionState::ChangesRequested, statement);
            self.updated_at = act.at;
            self.record(
                act,
                EventKind::OrganisationChangesRequested,
                Audience::Organisation,
                Some(hub),
                vec![Fact::new("revision", true)],
            );
            return Ok(());
        }
        let next = self.state.after(ContentAction::RequestChanges)?;
        self.enter(
            act,
            next,
            EventKind::OrganisationChangesRequested,
            Some(hub),
            Some(statement),
        );
        Ok(())
    }

    /// Refuses what was submitted; a published profile stays as it is, the refused revision beside
    /// it.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn reject(
        &mut self,
        act: &Act<'_>,
        hub: HubId,
        statement: Statement,
    ) -> Result<(), Refusal> {
        if let Some(revision) = put_forward(&mut self.revision) {
            revision.restrict(RevisionState::Rejected, statement);
            self.updated_at = act.at;
            self.record(
                act,
                EventKind::OrganisationRejected,
                Audience::Organisation,
                Some(hub),
                vec![Fact::new("revision", true)],
            );
            return Ok(());
        }
        let next = self.state.after(ContentAction::Reject)?;
        self.enter(
            act,
            next,
            EventKind::OrganisationRejected,
            Some(hub),
            Some(statement),
        );
        Ok(())
    }

    /// Takes the profile down. A revision beside it goes back to its author undecided: its review
    /// ends as withdrawn.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn hide(&mut self, act: &Act<'_>, hub: HubId, statement: Statement) -> Result<(), Refusal> {
        let next = self.state.after(ContentAction::Hide)?;
        if let Some(revision) = &mut self.revision {
            revision.give_back();
        }
        self.enter(
            act,
            next,
            EventKind::OrganisationHidden,
            Some(hub),
            Some(statement),
        );
        Ok(())
    }

    /// Shows the profile again.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn restore(&mut self, act: &Act<'_>, hub: HubId) -> Result<(), Refusal> {
        let next = self.state.after(ContentAction::Restore)?;
        self.statement = None;
        self.enter(act, next, EventKind::OrganisationRestored, Some(hub), None);
        Ok(())
    }

    /// Puts the profile away; a member leaves its hubs first.
    ///
    /// # Errors
    /// `WRONG_STATE`; `ALREADY_MEMBER` (fact `hub`).
    pub fn archive(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        self.permits(OrganisationAction::Archive)?;
        let next = self.state.after(ContentAction::Archive)?;
        self.revision = None;
        self.enter(act, next, EventKind::OrganisationArchived, None, None);
        Ok(())
    }
}
