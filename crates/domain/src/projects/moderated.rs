//! A project as moderated content: handed in, decided on, taken down, put away.

use super::{ActiveMember, Project};
use crate::{
    clock::Act,
    content::{ContentAction, ContentState},
    events::{Audience, EventKind},
    moderation::{Moderation, RevisionState, Statement, put_forward},
    refusals::{Fact, Refusal},
};

impl Project {
    /// Hands it in; where the hub looks afterwards, it is published at once.
    ///
    /// # Errors
    /// `NOT_ACTIVE_MEMBER`, `WRONG_STATE`.
    pub fn submit(
        &mut self,
        act: &Act<'_>,
        moderation: &Moderation,
        lead_is_active_member: ActiveMember,
    ) -> Result<(), Refusal> {
        lead_is_active_member.require()?;
        let next = self.state.after(ContentAction::Submit)?;
        self.enter(act, next, EventKind::ProjectSubmitted, None);
        if !moderation.holds_back() {
            self.publish(act)?;
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
                EventKind::ProjectWithdrawn,
                Audience::Organisation,
                vec![Fact::new("revision", true)],
            );
            return Ok(());
        }
        let next = self.state.after(ContentAction::Withdraw)?;
        self.enter(act, next, EventKind::ProjectWithdrawn, None);
        Ok(())
    }

    /// Publishes what was submitted: the project, or the revision of it. What was published at
    /// once and is left so after a look does not change; its review tells the decision.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn publish(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        if let Some(revision) = self.revision.take_if(|one| one.is_put_forward()) {
            self.content = revision.content;
            self.take_needs();
        } else if self.state == ContentState::Published {
            return Ok(());
        } else {
            self.state = self.state.after(ContentAction::Publish)?;
        }
        self.statement = None;
        self.updated_at = act.at;
        self.published_at.get_or_insert(act.at);
        let audience = self.audience();
        self.record(act, EventKind::ProjectPublished, audience, vec![]);
        Ok(())
    }

    /// Asks for changes to what was submitted.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn request_changes(&mut self, act: &Act<'_>, statement: Statement) -> Result<(), Refusal> {
        if let Some(revision) = put_forward(&mut self.revision) {
            revision.restrict(RevisionState::ChangesRequested, statement);
            self.updated_at = act.at;
            self.record(
                act,
                EventKind::ProjectChangesRequested,
                Audience::Organisation,
                vec![Fact::new("revision", true)],
            );
            return Ok(());
        }
        let next = self.state.after(ContentAction::RequestChanges)?;
        self.enter(
            act,
            next,
            EventKind::ProjectChangesRequested,
            Some(statement),
        );
        Ok(())
    }

    /// Refuses what was submitted; a published text stays as it is, the refused revision beside it.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn reject(&mut self, act: &Act<'_>, statement: Statement) -> Result<(), Refusal> {
        if let Some(revision) = put_forward(&mut self.revision) {
            revision.restrict(RevisionState::Rejected, statement);
            self.updated_at = act.at;
            self.record(
                act,
                EventKind::ProjectRejected,
                Audience::Organisation,
                vec![Fact::new("revision", true)],
            );
            return Ok(());
        }
        let next = self.state.after(ContentAction::Reject)?;
        self.enter(act, next, EventKind::ProjectRejected, Some(statement));
        Ok(())
    }

    /// Takes it down. A revision beside it goes back to its author undecided: its review ends as
    /// withdrawn.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn hide(&mut self, act: &Act<'_>, statement: Statement) -> Result<(), Refusal> {
        let next = self.state.after(ContentAction::Hide)?;
        if let Some(revision) = &mut self.revision {
            revision.give_back();
        }
        self.enter(act, next, EventKind::ProjectHidden, Some(statement));
        Ok(())
    }

    /// Shows it again.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn restore(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let next = self.state.after(ContentAction::Restore)?;
        self.statement = None;
        self.enter(act, next, EventKind::ProjectRestored, None);
        Ok(())
    }

    /// Puts it away, a waiting revision with it: its review ends as withdrawn.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn archive(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let next = self.state.after(ContentAction::Archive)?;
        self.revision = None;
        self.enter(act, next, EventKind::ProjectArchived, None);
        Ok(())
    }
}
