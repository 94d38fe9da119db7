//! The profile as moderated content, and what becomes of it with a membership.

use super::{Organisation, OrganisationAction, OrganisationContent};
use crate::{
    clock::Act,
    content::{ContentAction, ContentState},
    events::{Audience, EventKind},
    ids::HubId,
    moderation::{Moderated, Parts, RevisionState, Step},
    refusals::{Fact, Refusal, RefusalCode},
};

impl Moderated for Organisation {
    type Content = OrganisationContent;

    fn parts(&mut self) -> Parts<'_, OrganisationContent> {
        Parts {
            state: &mut self.state,
            statement: &mut self.statement,
            revision: &mut self.revision,
            updated_at: &mut self.updated_at,
            published_at: &mut self.published_at,
        }
    }

    fn says(&self, content: &OrganisationContent) -> bool {
        self.content == *content
    }

    fn adopt(&mut self, content: OrganisationContent) {
        self.content = content;
    }

    /// A profile is submitted complete and to a hub; a member leaves its hubs before it is put away.
    fn permits_step(&self, step: ContentAction) -> Result<(), Refusal> {
        match step {
            ContentAction::Submit => self.permits(OrganisationAction::Submit),
            ContentAction::Archive => self.permits(OrganisationAction::Archive),
            _ => Ok(()),
        }
    }

    fn tell(&mut self, act: &Act<'_>, step: Step, hub: Option<HubId>, facts: Vec<Fact>) {
        let kind = match step {
            Step::Revised => EventKind::OrganisationRevised,
            Step::Updated => EventKind::OrganisationUpdated,
            Step::Taken(ContentAction::Submit) => EventKind::OrganisationSubmitted,
            Step::Taken(ContentAction::Withdraw) => EventKind::OrganisationWithdrawn,
            Step::Taken(ContentAction::Publish) => EventKind::OrganisationPublished,
            Step::Taken(ContentAction::RequestChanges) => EventKind::OrganisationChangesRequested,
            Step::Taken(ContentAction::Reject) => EventKind::OrganisationRejected,
            Step::Taken(ContentAction::Hide) => EventKind::OrganisationHidden,
            Step::Taken(ContentAction::Restore) => EventKind::OrganisationRestored,
            Step::Taken(ContentAction::Archive) => EventKind::OrganisationArchived,
        };
        let audience = step.audience(self.audience());
        self.record(act, kind, audience, hub, facts);
    }
}

impl Organisation {
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
}
