//! A project as moderated content.

use super::{Project, ProjectContent};
use crate::{
    clock::Act,
    content::ContentAction,
    events::EventKind,
    ids::HubId,
    moderation::{ActiveMember, Moderated, Moderation, Parts, Step},
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
        self.hand_in(act, moderation)
    }
}

impl Moderated for Project {
    type Content = ProjectContent;

    fn parts(&mut self) -> Parts<'_, ProjectContent> {
        Parts {
            state: &mut self.state,
            statement: &mut self.statement,
            revision: &mut self.revision,
            updated_at: &mut self.updated_at,
            published_at: &mut self.published_at,
        }
    }

    fn says(&self, content: &ProjectContent) -> bool {
        self.current_content() == *content
    }

    fn adopt(&mut self, content: ProjectContent) {
        self.content = content;
        self.take_needs();
    }

    fn permits_step(&self, _: ContentAction) -> Result<(), Refusal> {
        Ok(())
    }

    fn tell(&mut self, act: &Act<'_>, step: Step, _: Option<HubId>, facts: Vec<Fact>) {
        let kind = match step {
            Step::Revised => EventKind::ProjectRevised,
            Step::Updated => EventKind::ProjectUpdated,
            Step::Taken(ContentAction::Submit) => EventKind::ProjectSubmitted,
            Step::Taken(ContentAction::Withdraw) => EventKind::ProjectWithdrawn,
            Step::Taken(ContentAction::Publish) => EventKind::ProjectPublished,
            Step::Taken(ContentAction::RequestChanges) => EventKind::ProjectChangesRequested,
            Step::Taken(ContentAction::Reject) => EventKind::ProjectRejected,
            Step::Taken(ContentAction::Hide) => EventKind::ProjectHidden,
            Step::Taken(ContentAction::Restore) => EventKind::ProjectRestored,
            Step::Taken(ContentAction::Archive) => EventKind::ProjectArchived,
        };
        let audience = step.audience(self.audience());
        self.record(act, kind, audience, facts);
    }
}
