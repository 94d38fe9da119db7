//! What all moderated content goes through, whichever kind it is of: handed in, decided on, taken
//! down, shown again, put away.

use chrono::{DateTime, Utc};

use super::{Moderation, Revision, RevisionState, Statement};
use crate::{
    clock::Act,
    content::{ContentAction, ContentState},
    events::Audience,
    ids::HubId,
    refusals::{Fact, Refusal, RefusalCode},
};

/// The parts of content that moderation changes.
#[derive(Debug)]
pub struct Parts<'a, C> {
    /// Where it stands.
    pub state: &'a mut ContentState,
    /// Why it is restricted, if it is.
    pub statement: &'a mut Option<Statement>,
    /// The change waiting beside the published text.
    pub revision: &'a mut Option<Revision<C>>,
    /// When it last changed.
    pub updated_at: &'a mut DateTime<Utc>,
    /// First publication.
    pub published_at: &'a mut Option<DateTime<Utc>>,
}

/// What has happened to content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A step of the life cycle, of the content or of the revision beside it.
    Taken(ContentAction),
    /// A revision of it was handed in.
    Revised,
    /// It was changed at once.
    Updated,
}

impl Step {
    /// Who may read of it: of what changes what others read, whoever may read the content;
    /// of the rest, its organisation and the hub's team.
    pub(crate) fn audience(self, of_content: Audience) -> Audience {
        match self {
            Self::Taken(ContentAction::Publish) | Self::Updated => of_content,
            _ => Audience::Organisation,
        }
    }
}

/// Content that hubs moderate. `hub` is the one that decides, where that is not the content's own.
pub trait Moderated {
    /// What it says of itself.
    type Content: PartialEq;

    /// What moderation changes of it.
    fn parts(&mut self) -> Parts<'_, Self::Content>;

    /// Whether this is what it says now.
    fn says(&self, content: &Self::Content) -> bool;

    /// Says this from now on.
    fn adopt(&mut self, content: Self::Content);

    /// Whether it lets the step be taken, beyond what its state says.
    ///
    /// # Errors
    /// A refusal of its own.
    fn permits_step(&self, step: ContentAction) -> Result<(), Refusal>;

    /// Records what happened to it.
    fn tell(&mut self, act: &Act<'_>, step: Step, hub: Option<HubId>, facts: Vec<Fact>);

    /// Changes it: at once before publication and where the hub trusts, as a revision beside the
    /// published text otherwise. `moderation` is `None` where no hub looks at it.
    ///
    /// # Errors
    /// `NOTHING_TO_DO` when nothing changes.
    fn change(
        &mut self,
        act: &Act<'_>,
        content: Self::Content,
        moderation: Option<&Moderation>,
    ) -> Result<(), Refusal> {
        let same = match self.parts().revision {
            None => self.says(&content),
            Some(revision) => revision.is_same_and_waiting(&content),
        };
        if same {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        let parts = self.parts();
        *parts.updated_at = act.at;
        match moderation {
            Some(moderation)
                if *parts.state == ContentState::Published && moderation.holds_back() =>
            {
                *parts.revision = Some(Revision::submitted(act, content));
                self.tell(act, Step::Revised, Some(moderation.hub), vec![]);
            }
            _ => {
                *parts.revision = None;
                self.adopt(content);
                self.tell(act, Step::Updated, None, vec![]);
            }
        }
        Ok(())
    }

    /// Hands it in; where the hub looks afterwards, it is published at once.
    ///
    /// # Errors
    /// `WRONG_STATE`, and what [`Self::permits_step`] refuses.
    fn hand_in(&mut self, act: &Act<'_>, moderation: &Moderation) -> Result<(), Refusal> {
        let hub = moderation.hub;
        enter(self, act, ContentAction::Submit, Some(hub), None)?;
        if moderation.holds_back() {
            Ok(())
        } else {
            self.publish(act, hub)
        }
    }

    /// Takes the submission, or the waiting revision, back.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    fn withdraw(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let parts = self.parts();
        if parts.revision.take().is_none() {
            return enter(self, act, ContentAction::Withdraw, None, None);
        }
        *parts.updated_at = act.at;
        self.tell(
            act,
            Step::Taken(ContentAction::Withdraw),
            None,
            of_revision(),
        );
        Ok(())
    }

    /// Publishes what was submitted: the content, or the revision of it. What was published at
    /// once and is left so after a look does not change; its review tells the decision.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    fn publish(&mut self, act: &Act<'_>, hub: HubId) -> Result<(), Refusal> {
        let parts = self.parts();
        let revision = parts.revision.take_if(|one| one.is_put_forward());
        if revision.is_none() {
            if *parts.state == ContentState::Published {
                return Ok(());
            }
            *parts.state = parts.state.after(ContentAction::Publish)?;
        }
        *parts.statement = None;
        *parts.updated_at = act.at;
        parts.published_at.get_or_insert(act.at);
        if let Some(revision) = revision {
            self.adopt(revision.content);
        }
        self.tell(
            act,
            Step::Taken(ContentAction::Publish),
            Some(hub),
            Vec::new(),
        );
        Ok(())
    }

    /// Asks for changes to what was submitted.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    fn request_changes(
        &mut self,
        act: &Act<'_>,
        hub: HubId,
        statement: Statement,
    ) -> Result<(), Refusal> {
        let restricted = (
            ContentAction::RequestChanges,
            RevisionState::ChangesRequested,
        );
        restrict(self, act, hub, restricted, statement)
    }

    /// Refuses what was submitted; a published text stays as it is, the refused revision beside it.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    fn reject(&mut self, act: &Act<'_>, hub: HubId, statement: Statement) -> Result<(), Refusal> {
        let restricted = (ContentAction::Reject, RevisionState::Rejected);
        restrict(self, act, hub, restricted, statement)
    }

    /// Takes it down. A revision beside it goes back to its author undecided: its review ends as
    /// withdrawn.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    fn hide(&mut self, act: &Act<'_>, hub: HubId, statement: Statement) -> Result<(), Refusal> {
        enter(self, act, ContentAction::Hide, Some(hub), Some(statement))?;
        if let Some(revision) = self.parts().revision {
            revision.give_back();
        }
        Ok(())
    }

    /// Shows it again.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    fn restore(&mut self, act: &Act<'_>, hub: HubId) -> Result<(), Refusal> {
        enter(self, act, ContentAction::Restore, Some(hub), None)
    }

    /// Puts it away, a waiting revision with it: its review ends as withdrawn.
    ///
    /// # Errors
    /// `WRONG_STATE`, and what [`Self::permits_step`] refuses.
    fn archive(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        enter(self, act, ContentAction::Archive, None, None)?;
        *self.parts().revision = None;
        Ok(())
    }
}

/// Takes a step of the life cycle.
fn enter<M: Moderated + ?Sized>(
    content: &mut M,
    act: &Act<'_>,
    step: ContentAction,
    hub: Option<HubId>,
    statement: Option<Statement>,
) -> Result<(), Refusal> {
    content.permits_step(step)?;
    let parts = content.parts();
    let before = *parts.state;
    let next = before.after(step)?;
    *parts.state = next;
    *parts.statement = statement;
    *parts.updated_at = act.at;
    let facts = vec![Fact::new("from", before), Fact::new("to", next)];
    content.tell(act, Step::Taken(step), hub, facts);
    Ok(())
}

/// Keeps a decision with what was submitted, the content or the revision of it.
fn restrict<M: Moderated + ?Sized>(
    content: &mut M,
    act: &Act<'_>,
    hub: HubId,
    (step, of_a_revision): (ContentAction, RevisionState),
    statement: Statement,
) -> Result<(), Refusal> {
    let parts = content.parts();
    let revision = parts.revision.as_mut();
    let Some(revision) = revision.filter(|revision| revision.is_put_forward()) else {
        return enter(content, act, step, Some(hub), Some(statement));
    };
    revision.restrict(of_a_revision, statement);
    *parts.updated_at = act.at;
    content.tell(act, Step::Taken(step), Some(hub), of_revision());
    Ok(())
}

fn of_revision() -> Vec<Fact> {
    vec![Fact::new("revision", true)]
}
