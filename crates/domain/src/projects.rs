//! Projects: joint work led by one organisation.

mod content;
mod moderated;
mod participations;
mod progress;

use chrono::{DateTime, Utc};

pub use self::{
    content::{
        BudgetLine, BudgetLineDraft, BudgetSide, Milestone, MilestoneDraft, NeedContent, NeedDraft,
        NeedKind, ProjectContent, ProjectDraft,
    },
    participations::{Participation, ParticipationAction, ParticipationState},
};
use crate::{
    clock::Act,
    content::{ContentAction, ContentState},
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{HubId, OrganisationId, ProjectId, ResourceId},
    moderation::{ActiveMember, Moderated, Moderation, Revision, Statement},
    refusals::{Fact, Refusal},
    values::{Label, Reason, Visibility, text_enum},
};

text_enum! {
    /// How far a project has come.
    pub enum ProjectStage {
        /// An idea looking for partners.
        Idea = "IDEA",
        /// Being prepared.
        Preparation = "PREPARATION",
        /// Under way.
        Running = "RUNNING",
        /// Done.
        Completed = "COMPLETED",
        /// Given up, with a reason.
        Abandoned = "ABANDONED",
    }
}

impl ProjectStage {
    /// Whether a project may go from this stage to `next`: one step forward at a time, back only
    /// from preparation to idea, and giving up at any time before the end.
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Idea, Self::Preparation)
                | (Self::Preparation, Self::Idea | Self::Running)
                | (Self::Running, Self::Completed)
                | (
                    Self::Idea | Self::Preparation | Self::Running,
                    Self::Abandoned
                )
        )
    }
}

text_enum! {
    /// Where a need stands.
    pub enum NeedState {
        /// Still looked for.
        Open = "OPEN",
        /// Found.
        Met = "MET",
        /// No longer looked for.
        Withdrawn = "WITHDRAWN",
    }
}

/// What a project looks for, and whether it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What is looked for.
    pub content: NeedContent,
    /// Where it stands.
    pub state: NeedState,
    /// By whom it was met, when that is an organisation here.
    pub met_by: Option<OrganisationId>,
    /// By what it was met, in words.
    pub met_note: Option<Label>,
    /// With which shared resource it was met, when its offer was accepted.
    pub met_with: Option<ResourceId>,
}

text_enum! {
    /// What can be done with a project, as shown to a viewer.
    pub enum ProjectAction {
        /// Read it.
        Read = "READ",
        /// Read its drafts, revisions and reasons.
        ReadPrivate = "READ_PRIVATE",
        /// Change it; published projects by a revision.
        Edit = "EDIT",
        /// Hand it in for review.
        Submit = "SUBMIT",
        /// Take the submission, or the waiting revision, back.
        Withdraw = "WITHDRAW",
        /// Put it away.
        Archive = "ARCHIVE",
        /// Take it down (moderators).
        Hide = "HIDE",
        /// Show it again (moderators).
        Restore = "RESTORE",
        /// Say how far it has come.
        SetStage = "SET_STAGE",
        /// Say what became of a need.
        ManageNeeds = "MANAGE_NEEDS",
        /// Say that a milestone is reached.
        ReachMilestone = "REACH_MILESTONE",
        /// Invite organisations, answer their requests.
        ManageParticipants = "MANAGE_PARTICIPANTS",
        /// Ask to take part.
        RequestParticipation = "REQUEST_PARTICIPATION",
    }
}

/// Joint work led by one organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// In which hub.
    pub hub: HubId,
    /// Led by whom.
    pub lead: OrganisationId,
    /// What it says of itself, as published (or as drafted before). Its needs are those of
    /// [`Self::needs`].
    pub content: ProjectContent,
    /// What it looks for, in order.
    pub needs: Vec<Need>,
    /// How far it has come.
    pub stage: ProjectStage,
    /// Why it was given up.
    pub abandoned_because: Option<Reason>,
    /// Where its text stands.
    pub state: ContentState,
    /// Why it is restricted, if it is.
    pub statement: Option<Statement>,
    /// The change waiting beside the published text.
    pub revision: Option<Revision<ProjectContent>>,
    /// When it was drafted.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// First publication.
    pub published_at: Option<DateTime<Utc>>,
    /// The organisations that take part or are invited to; read-only here.
    pub parties: Vec<OrganisationId>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl Project {
    /// Drafts a project. Whether the lead is an active member of the hub is for the use case to
    /// find out and hand in.
    ///
    /// # Errors
    /// `NOT_ACTIVE_MEMBER`.
    pub fn create(
        act: &Act<'_>,
        hub: HubId,
        lead: OrganisationId,
        content: ProjectContent,
        lead_is_active_member: ActiveMember,
    ) -> Result<Self, Refusal> {
        lead_is_active_member.require()?;
        let mut project = Self {
            id: act.id(),
            hub,
            lead,
            needs: Vec::new(),
            content,
            stage: ProjectStage::Idea,
            abandoned_because: None,
            state: ContentState::Draft,
            statement: None,
            revision: None,
            created_at: act.at,
            updated_at: act.at,
            published_at: None,
            parties: Vec::new(),
            version: 0,
            events: Pending::default(),
        };
        project.take_needs();
        project.record(
            act,
            EventKind::ProjectCreated,
            Audience::Organisation,
            vec![],
        );
        Ok(project)
    }

    /// Whether its text is published, for whom its visibility says.
    pub fn is_published(&self) -> bool {
        self.state == ContentState::Published
    }

    /// Whether `action` is possible in the present state, whoever asks.
    ///
    /// # Errors
    /// `WRONG_STATE` with the state.
    pub fn permits(&self, action: ProjectAction) -> Result<(), Refusal> {
        use ProjectAction as A;
        let refused = || Err(Refusal::state(self.state, action));
        let step = match action {
            A::Read | A::ReadPrivate => return Ok(()),
            A::Edit => {
                return if self.state.is_open_to_edits() || self.state == ContentState::Published {
                    Ok(())
                } else {
                    refused()
                };
            }
            A::Withdraw if self.revision.is_some() => return Ok(()),
            A::ManageNeeds | A::ReachMilestone => {
                return if matches!(self.state, ContentState::Archived | ContentState::Rejected) {
                    refused()
                } else {
                    Ok(())
                };
            }
            A::ManageParticipants => {
                // An invitation tells the title of what only the lead and the hub's team may read.
                let over = matches!(
                    self.state,
                    ContentState::Archived | ContentState::Rejected | ContentState::Hidden
                );
                return if over { refused() } else { Ok(()) };
            }
            A::SetStage => {
                if matches!(self.state, ContentState::Archived | ContentState::Rejected) {
                    return refused();
                }
                let over = matches!(
                    self.stage,
                    ProjectStage::Completed | ProjectStage::Abandoned
                );
                return if over {
                    Err(Refusal::state(self.stage, action))
                } else {
                    Ok(())
                };
            }
            A::RequestParticipation => {
                return if self.state == ContentState::Published {
                    Ok(())
                } else {
                    refused()
                };
            }
            A::Submit => ContentAction::Submit,
            A::Withdraw => ContentAction::Withdraw,
            A::Archive => ContentAction::Archive,
            A::Hide => ContentAction::Hide,
            A::Restore => ContentAction::Restore,
        };
        self.state.after(step).map(drop)
    }

    /// Changes it: at once before publication and where the hub trusts, as a revision beside the
    /// published text otherwise.
    ///
    /// # Errors
    /// `WRONG_STATE`; `NOTHING_TO_DO` when nothing changes.
    pub fn edit(
        &mut self,
        act: &Act<'_>,
        content: ProjectContent,
        moderation: &Moderation,
    ) -> Result<(), Refusal> {
        self.permits(ProjectAction::Edit)?;
        self.change(act, content, Some(moderation))
    }

    /// The same without the words that no moderator has read: why it was given up, and what needs
    /// were met by.
    #[must_use]
    pub fn without_notes(mut self) -> Self {
        self.abandoned_because = None;
        for need in &mut self.needs {
            need.met_note = None;
        }
        self
    }

    /// The content with its needs, as a form shows it.
    pub fn current_content(&self) -> ProjectContent {
        ProjectContent {
            needs: self
                .needs
                .iter()
                .filter(|need| need.state != NeedState::Withdrawn)
                .map(|need| need.content.clone())
                .collect(),
            ..self.content.clone()
        }
    }

    /// Moves the needs of new content into their own list: known ones keep their state, new ones
    /// are open, open ones left out are withdrawn. That a need was met is a fact and stays.
    fn take_needs(&mut self) {
        let mut before = std::mem::take(&mut self.needs);
        for content in std::mem::take(&mut self.content.needs) {
            let known = before.iter().position(|need| need.content.id == content.id);
            self.needs.push(match known {
                Some(at) => Need {
                    content,
                    ..before.remove(at)
                },
                None => Need {
                    content,
                    state: NeedState::Open,
                    met_by: None,
                    met_note: None,
                    met_with: None,
                },
            });
        }
        self.needs.extend(before.into_iter().map(|need| Need {
            state: match need.state {
                NeedState::Open => NeedState::Withdrawn,
                state => state,
            },
            ..need
        }));
    }

    /// Who may read of what happens to it now: never more than may read the project.
    pub(super) fn audience(&self) -> Audience {
        match (self.state, self.content.visibility) {
            (ContentState::Published, Visibility::Public) => Audience::Public,
            (ContentState::Published, Visibility::Hub) => Audience::Hub,
            _ => Audience::Organisation,
        }
    }

    fn record(&mut self, act: &Act<'_>, kind: EventKind, audience: Audience, facts: Vec<Fact>) {
        let mut event = Event::new(act, kind, Subject::Project(self.id), audience)
            .within(Some(self.hub), Some(self.lead));
        event.facts = facts;
        self.events.push(event);
    }
}

#[cfg(test)]
mod tests;
