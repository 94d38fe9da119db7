//! The content that a review is about, whichever kind it is of.

use super::{
    FieldChange, Moderated, Restriction, ReviewAction, Reviewable, RevisionState, Statement,
};
use crate::{
    clock::Act,
    content::{ContentAction, ContentState},
    ids::{HubId, OrganisationId},
    organisations::Organisation,
    projects::Project,
    refusals::Refusal,
    resources::Resource,
};

/// The content that a review is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Reviewed {
    /// A project.
    Project(Box<Project>),
    /// An organisation with its profile.
    Organisation(Box<Organisation>),
    /// A resource.
    Resource(Box<Resource>),
}

/// The same with the content of whichever kind.
macro_rules! whichever {
    ($reviewed:expr, $content:ident => $answer:expr) => {
        match $reviewed {
            Self::Project($content) => $answer,
            Self::Organisation($content) => $answer,
            Self::Resource($content) => $answer,
        }
    };
}

impl Reviewed {
    /// What it is.
    pub fn subject(&self) -> Reviewable {
        match self {
            Self::Project(project) => Reviewable::Project(project.id),
            Self::Organisation(organisation) => Reviewable::Organisation(organisation.id),
            Self::Resource(resource) => Reviewable::Resource(resource.id),
        }
    }

    /// Whose it is.
    pub fn organisation(&self) -> OrganisationId {
        match self {
            Self::Project(project) => project.lead,
            Self::Organisation(organisation) => organisation.id,
            Self::Resource(resource) => resource.owner,
        }
    }

    /// Where it stands.
    pub fn state(&self) -> ContentState {
        whichever!(self, content => content.state)
    }

    /// Whether something of it awaits a decision before anyone else reads it.
    fn waits(&self) -> bool {
        self.state() == ContentState::Submitted || self.revision() == Some(RevisionState::Submitted)
    }

    fn revision(&self) -> Option<RevisionState> {
        whichever!(self, content => content.revision.as_ref().map(|revision| revision.state))
    }

    /// The restriction on it that is in force, if there is one.
    fn statement(&self) -> Option<&Statement> {
        whichever!(self, content => {
            let revision = content.revision.as_ref();
            let of_revision = revision.and_then(|revision| revision.statement.as_ref());
            of_revision.or(content.statement.as_ref())
        })
    }

    /// Whether the decision of this statement still restricts it.
    pub fn is_restricted_by(&self, statement: &Statement) -> bool {
        self.statement()
            .is_some_and(|own| own.review == statement.review)
            && self.state() != ContentState::Archived
    }

    /// What a moderator who refuses it restricts: what is published already is taken down.
    pub fn refusal(&self) -> Restriction {
        if self.state() == ContentState::Published && !self.waits() {
            Restriction::Hidden
        } else {
            Restriction::Rejected
        }
    }

    /// Whether it lets a moderator take `action` on its review.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn permits(&self, action: ReviewAction) -> Result<(), Refusal> {
        match action {
            ReviewAction::RequestChanges if !self.waits() => {
                Err(Refusal::state(self.state(), action))
            }
            _ => Ok(()),
        }
    }

    /// Publishes what waits, or leaves published what was published at once.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn publish(&mut self, act: &Act<'_>, hub: HubId) -> Result<(), Refusal> {
        if self.state() == ContentState::Published && !self.waits() {
            return Ok(());
        }
        self.release(act, hub)
    }

    /// Restricts what waits, or takes down what is published, as the statement says.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn restrict(
        &mut self,
        act: &Act<'_>,
        hub: HubId,
        statement: Statement,
    ) -> Result<(), Refusal> {
        fn keep(
            content: &mut impl Moderated,
            act: &Act<'_>,
            hub: HubId,
            statement: Statement,
        ) -> Result<(), Refusal> {
            match statement.restriction {
                Restriction::ChangesRequested => content.request_changes(act, hub, statement),
                Restriction::Rejected => content.reject(act, hub, statement),
                Restriction::Hidden => content.hide(act, hub, statement),
            }
        }
        whichever!(self, content => keep(&mut **content, act, hub, statement))
    }

    /// Undoes a restriction: shows what was hidden, publishes what was refused.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn reinstate(&mut self, act: &Act<'_>, hub: HubId) -> Result<(), Refusal> {
        if self.state().after(ContentAction::Restore).is_ok() {
            return self.restore(act, hub);
        }
        self.release(act, hub)
    }

    /// Shows again what was hidden.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn restore(&mut self, act: &Act<'_>, hub: HubId) -> Result<(), Refusal> {
        whichever!(self, content => content.restore(act, hub))
    }

    fn release(&mut self, act: &Act<'_>, hub: HubId) -> Result<(), Refusal> {
        whichever!(self, content => content.publish(act, hub))
    }

    /// What a moderator has to read: the difference between what is published and the revision
    /// of it, or everything it says.
    pub fn changes(&self) -> Vec<FieldChange> {
        // A revision that was given back is before nobody.
        fn put_forward<C>(revision: Option<&super::Revision<C>>) -> Option<&C> {
            revision
                .filter(|revision| revision.is_put_forward())
                .map(|revision| &revision.content)
        }
        match self {
            Self::Project(project) => {
                let content = project.current_content();
                match put_forward(project.revision.as_ref()) {
                    Some(revised) => content.changes(revised),
                    None => content.whole(),
                }
            }
            Self::Organisation(organisation) => match put_forward(organisation.revision.as_ref()) {
                Some(revised) => organisation.content.changes(revised),
                None => organisation.content.whole(),
            },
            Self::Resource(resource) => match put_forward(resource.revision.as_ref()) {
                Some(revised) => resource.content.changes(revised),
                None => resource.content.whole(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        content::ModerationTiming,
        moderation::{ActiveMember, Moderation},
        testing::{act, held_back, id, project, project_content, project_draft, statement},
    };

    fn submitted(moderation: &Moderation) -> Project {
        let mut project = project();
        project
            .submit(&act(1), moderation, ActiveMember::Yes)
            .expect("submits");
        project.events.drain();
        project
    }

    fn reviewed(project: Project) -> Reviewed {
        Reviewed::Project(Box::new(project))
    }

    #[test]
    fn content_that_waits_is_rejected_and_content_that_is_out_is_hidden() {
        assert_eq!(
            reviewed(submitted(&held_back())).refusal(),
            Restriction::Rejected
        );
        let after = Moderation {
            timing: ModerationTiming::After,
            ..held_back()
        };
        let mut out = reviewed(submitted(&after));
        assert_eq!(out.refusal(), Restriction::Hidden);
        assert!(out.permits(ReviewAction::RequestChanges).is_err());
        out.publish(&act(2), id(100)).expect("stays published");
        assert_eq!(out.state(), ContentState::Published);
    }

    #[test]
    fn a_refused_revision_is_kept_and_published_when_the_refusal_is_reversed() {
        let mut project = submitted(&held_back());
        project.publish(&act(2), id(100)).expect("publishes");
        let mut draft = project_draft();
        draft.title = "Atelier ouvert".into();
        project
            .edit(&act(3), project_content(draft), &held_back())
            .expect("revises");
        let mut content = reviewed(project);
        assert_eq!(content.refusal(), Restriction::Rejected);
        assert_eq!(content.changes().len(), 1);
        let refusal = statement(Restriction::Rejected, &act(4));
        content
            .restrict(&act(4), id(100), refusal.clone())
            .expect("refuses");
        assert!(content.is_restricted_by(&refusal));
        content.reinstate(&act(5), id(100)).expect("reverses");
        assert!(!content.is_restricted_by(&refusal));
        let Reviewed::Project(project) = content else {
            panic!("a project")
        };
        assert_eq!(project.content.title.as_str(), "Atelier ouvert");
        assert_eq!(project.revision, None);
    }

    #[test]
    fn a_first_publication_is_read_whole() {
        let changes = reviewed(submitted(&held_back())).changes();
        assert!(changes.iter().all(|change| change.before.is_none()));
        assert!(changes.iter().any(|change| change.field == "title"));
    }
}
