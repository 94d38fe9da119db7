//! Participations: an organisation in a project.

use chrono::{DateTime, Utc};

use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{OrganisationId, ParticipationId, ProjectId},
    refusals::{Fact, Refusal},
    values::{Label, text_enum},
};

use super::Project;

text_enum! {
    /// Where a participation stands.
    pub enum ParticipationState {
        /// The lead invited the organisation.
        Invited = "INVITED",
        /// The organisation asked to take part.
        Requested = "REQUESTED",
        /// It takes part.
        Active = "ACTIVE",
        /// The one who was asked said no.
        Declined = "DECLINED",
        /// It took part and left, or who opened it took it back.
        Left = "LEFT",
    }
}

text_enum! {
    /// What can be done with a participation, as shown to a viewer.
    pub enum ParticipationAction {
        /// Take up the invitation (organisation) or grant the request (lead).
        Accept = "ACCEPT",
        /// Say no to the invitation (organisation) or to the request (lead).
        Decline = "DECLINE",
        /// Leave (organisation), part with it (lead), or take an invitation or a request back (who
        /// opened it).
        Leave = "LEAVE",
    }
}

impl ParticipationState {
    /// Whether it still counts as the one participation of this organisation.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Invited | Self::Requested | Self::Active)
    }

    /// The state after `action`.
    ///
    /// # Errors
    /// `WRONG_STATE` when the life cycle has no such step.
    pub fn after(self, action: ParticipationAction) -> Result<Self, Refusal> {
        use ParticipationAction as A;
        match (self, action) {
            (Self::Invited | Self::Requested, A::Accept) => Ok(Self::Active),
            (Self::Invited | Self::Requested, A::Decline) => Ok(Self::Declined),
            // Who opened it may take it back: neither side is held to wait for the other.
            (Self::Invited | Self::Requested | Self::Active, A::Leave) => Ok(Self::Left),
            (state, action) => Err(Refusal::state(state, action)),
        }
    }
}

/// An organisation in a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participation {
    /// Its id.
    pub id: ParticipationId,
    /// In which project.
    pub project: ProjectId,
    /// Who.
    pub organisation: OrganisationId,
    /// Where it stands.
    pub state: ParticipationState,
    /// What it does there, in a few words.
    pub part: Option<Label>,
    /// When it was invited or asked.
    pub opened_at: DateTime<Utc>,
    /// Since when it takes part.
    pub joined_at: Option<DateTime<Utc>>,
    /// Since when no more.
    pub left_at: Option<DateTime<Utc>>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl Participation {
    /// The lead invites an organisation.
    pub fn invite(
        act: &Act<'_>,
        project: &Project,
        organisation: OrganisationId,
        part: Option<Label>,
    ) -> Self {
        Self::open(
            act,
            project,
            organisation,
            part,
            ParticipationState::Invited,
            EventKind::ParticipationInvited,
        )
    }

    /// An organisation asks to take part.
    pub fn request(
        act: &Act<'_>,
        project: &Project,
        organisation: OrganisationId,
        part: Option<Label>,
    ) -> Self {
        Self::open(
            act,
            project,
            organisation,
            part,
            ParticipationState::Requested,
            EventKind::ParticipationRequested,
        )
    }

    fn open(
        act: &Act<'_>,
        project: &Project,
        organisation: OrganisationId,
        part: Option<Label>,
        state: ParticipationState,
        kind: EventKind,
    ) -> Self {
        let mut participation = Self {
            id: act.id(),
            project: project.id,
            organisation,
            state,
            part,
            opened_at: act.at,
            joined_at: None,
            left_at: None,
            version: 0,
            events: Pending::default(),
        };
        participation.record(act, project, kind, Audience::Organisation, vec![]);
        participation
    }

    /// Whether `action` is possible in the present state, whoever asks.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn permits(&self, action: ParticipationAction) -> Result<(), Refusal> {
        self.state.after(action).map(drop)
    }

    /// Whose answer an open participation waits for: the organisation's when it was invited, the
    /// lead's when it asked.
    pub fn awaits(&self, project: &Project) -> OrganisationId {
        if self.state == ParticipationState::Requested {
            project.lead
        } else {
            self.organisation
        }
    }

    /// Takes one step.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn step(
        &mut self,
        act: &Act<'_>,
        project: &Project,
        action: ParticipationAction,
    ) -> Result<(), Refusal> {
        let next = self.state.after(action)?;
        let facts = vec![Fact::new("from", self.state), Fact::new("to", next)];
        self.state = next;
        let (kind, audience) = match action {
            ParticipationAction::Accept => {
                self.joined_at = Some(act.at);
                (EventKind::ParticipationActivated, project.audience())
            }
            ParticipationAction::Decline => {
                (EventKind::ParticipationDeclined, Audience::Organisation)
            }
            ParticipationAction::Leave => {
                self.left_at = self.joined_at.map(|_| act.at);
                (EventKind::ParticipationLeft, Audience::Organisation)
            }
        };
        self.record(act, project, kind, audience, facts);
        Ok(())
    }

    fn record(
        &mut self,
        act: &Act<'_>,
        project: &Project,
        kind: EventKind,
        audience: Audience,
        facts: Vec<Fact>,
    ) {
        let mut event = Event::new(act, kind, Subject::Participation(self.id), audience)
            .within(Some(project.hub), Some(self.organisation))
            .of_project(project.id);
        event.facts = facts;
        self.events.push(event);
    }
}
