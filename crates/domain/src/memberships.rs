//! Memberships: an organisation in a hub.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    hubs::Hub,
    ids::{CollegeId, HubId, MembershipId, OrganisationId},
    refusals::{Fact, Refusal, RefusalCode},
    values::{Reason, text_enum},
};

text_enum! {
    /// Where a membership stands.
    pub enum MembershipState {
        /// The organisation asked to join.
        Applied = "APPLIED",
        /// The hub asked the organisation to join.
        Invited = "INVITED",
        /// A member.
        Active = "ACTIVE",
        /// The hub refused, with a reason.
        Refused = "REFUSED",
        /// The organisation declined.
        Declined = "DECLINED",
        /// A member without the rights of one for now, with a reason.
        Suspended = "SUSPENDED",
        /// The organisation left.
        Left = "LEFT",
        /// The hub excluded it, with a reason.
        Excluded = "EXCLUDED",
    }
}

impl MembershipState {
    /// Whether it still counts as the one membership of this organisation in this hub.
    pub fn is_live(self) -> bool {
        matches!(
            self,
            Self::Applied | Self::Invited | Self::Active | Self::Suspended
        )
    }

    /// Whether the organisation has put itself under the care of the hub's team: it applied or
    /// joined. An invitation alone gives a hub no say over anybody.
    pub fn is_under_care(self) -> bool {
        matches!(self, Self::Applied | Self::Active | Self::Suspended)
    }

    /// The state after `action`.
    ///
    /// # Errors
    /// `WRONG_STATE` when the life cycle has no such step.
    pub fn after(self, action: MembershipAction) -> Result<Self, Refusal> {
        use MembershipAction as A;
        match (self, action) {
            (Self::Applied, A::Accept)
            | (Self::Invited, A::Join)
            | (Self::Suspended, A::Resume)
            | (Self::Active, A::AcceptCharter | A::Change) => Ok(Self::Active),
            (Self::Applied, A::Refuse) => Ok(Self::Refused),
            (Self::Invited, A::Decline) => Ok(Self::Declined),
            (Self::Active, A::Suspend) | (Self::Suspended, A::Change) => Ok(Self::Suspended),
            // Nobody is held: an application is taken back, a member leaves, suspended or not
            // (loi du 1er juillet 1901 art. 4).
            (Self::Applied | Self::Active | Self::Suspended, A::Leave) => Ok(Self::Left),
            (Self::Active | Self::Suspended, A::Exclude) => Ok(Self::Excluded),
            (state, action) => Err(Refusal::state(state, action)),
        }
    }
}

text_enum! {
    /// What can be done with a membership, as shown to a viewer.
    pub enum MembershipAction {
        /// Accept the application (coordinator).
        Accept = "ACCEPT",
        /// Refuse the application with a reason (coordinator).
        Refuse = "REFUSE",
        /// Take up the invitation (organisation).
        Join = "JOIN",
        /// Decline the invitation (organisation).
        Decline = "DECLINE",
        /// Suspend with a reason (coordinator).
        Suspend = "SUSPEND",
        /// Lift the suspension (coordinator).
        Resume = "RESUME",
        /// Leave the hub, or take the application back (organisation).
        Leave = "LEAVE",
        /// Exclude with a reason (coordinator).
        Exclude = "EXCLUDE",
        /// Accept the current charter version (organisation).
        AcceptCharter = "ACCEPT_CHARTER",
        /// Change category, college or trust (coordinator).
        Change = "CHANGE",
    }
}

text_enum! {
    /// Categories of members.
    pub enum MemberCategory {
        /// Founded the hub.
        Founder = "FOUNDER",
        /// Takes part with full rights.
        ActiveMember = "ACTIVE_MEMBER",
        /// Takes part in some of the work.
        Associate = "ASSOCIATE",
        /// Supports the hub.
        Partner = "PARTNER",
        /// Follows its work.
        Observer = "OBSERVER",
    }
}

/// An organisation in a hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Its id.
    pub id: MembershipId,
    /// Where.
    pub hub: HubId,
    /// Who.
    pub organisation: OrganisationId,
    /// As what.
    pub category: MemberCategory,
    /// In which college.
    pub college: Option<CollegeId>,
    /// Where it stands.
    pub state: MembershipState,
    /// Why it was refused, suspended or ended.
    pub reason: Option<Reason>,
    /// The charter version the organisation accepted; `None` while invited.
    pub charter_accepted: Option<i32>,
    /// When it accepted that version.
    pub charter_accepted_at: Option<DateTime<Utc>>,
    /// Whether its content goes out without waiting for a moderator.
    pub trusted: bool,
    /// When it applied or was invited.
    pub opened_at: DateTime<Utc>,
    /// First day as a member.
    pub since: Option<NaiveDate>,
    /// Last day as a member.
    pub until: Option<NaiveDate>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl Membership {
    /// The organisation asks to join and accepts the charter in force.
    ///
    /// # Errors
    /// `NO_CHARTER`; `CHARTER_OUTDATED` (fact `current`).
    pub fn apply(
        act: &Act<'_>,
        hub: &Hub,
        organisation: OrganisationId,
        category: MemberCategory,
        charter: i32,
    ) -> Result<Self, Refusal> {
        current_charter(hub, charter)?;
        let mut membership = Self::open(
            act,
            hub.id,
            organisation,
            category,
            MembershipState::Applied,
        );
        membership.charter_accepted = Some(charter);
        membership.charter_accepted_at = Some(act.at);
        membership.record(
            act,
            EventKind::MembershipApplied,
            Audience::Organisation,
            vec![Fact::new("charter", charter)],
        );
        Ok(membership)
    }

    /// The hub asks the organisation to join.
    pub fn invite(
        act: &Act<'_>,
        hub: HubId,
        organisation: OrganisationId,
        category: MemberCategory,
        college: Option<CollegeId>,
    ) -> Self {
        let mut membership = Self::open(act, hub, organisation, category, MembershipState::Invited);
        membership.college = college;
        membership.record(
            act,
            EventKind::MembershipInvited,
            Audience::Organisation,
            vec![],
        );
        membership
    }

    fn open(
        act: &Act<'_>,
        hub: HubId,
        organisation: OrganisationId,
        category: MemberCategory,
        state: MembershipState,
    ) -> Self {
        Self {
            id: act.id(),
            hub,
            organisation,
            category,
            college: None,
            state,
            reason: None,
            charter_accepted: None,
            charter_accepted_at: None,
            trusted: false,
            opened_at: act.at,
            since: None,
            until: None,
            version: 0,
            events: Pending::default(),
        }
    }

    /// Whether `action` is possible in the present state, whoever asks.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn permits(&self, action: MembershipAction) -> Result<(), Refusal> {
        self.state.after(action).map(drop)
    }

    /// As [`Self::permits`], knowing the hub: joining takes a charter, and accepting one takes a
    /// version that was not accepted yet.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NO_CHARTER`, `NOTHING_TO_DO`.
    pub fn permits_in(&self, hub: &Hub, action: MembershipAction) -> Result<(), Refusal> {
        self.permits(action)?;
        match (action, &hub.charter) {
            (MembershipAction::Join | MembershipAction::AcceptCharter, None) => {
                Err(Refusal::new(RefusalCode::NoCharter))
            }
            (MembershipAction::AcceptCharter, Some(_)) if !self.charter_is_outdated(hub) => {
                Err(Refusal::new(RefusalCode::NothingToDo))
            }
            _ => Ok(()),
        }
    }

    /// Whether a member has yet to accept the charter in force.
    pub fn charter_is_outdated(&self, hub: &Hub) -> bool {
        matches!(
            self.state,
            MembershipState::Active | MembershipState::Suspended
        ) && hub
            .charter
            .as_ref()
            .is_some_and(|charter| self.charter_accepted != Some(charter.number))
    }

    /// The coordinator accepts the application.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn accept(
        &mut self,
        act: &Act<'_>,
        category: Option<MemberCategory>,
        college: Option<CollegeId>,
    ) -> Result<(), Refusal> {
        let next = self.state.after(MembershipAction::Accept)?;
        self.category = category.unwrap_or(self.category);
        self.college = college.or(self.college);
        self.since = Some(act.today());
        self.enter(
            act,
            next,
            EventKind::MembershipActivated,
            Audience::Public,
            None,
        );
        Ok(())
    }

    /// The organisation takes up the invitation and accepts the charter in force.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NO_CHARTER`, `CHARTER_OUTDATED`.
    pub fn join(&mut self, act: &Act<'_>, hub: &Hub, charter: i32) -> Result<(), Refusal> {
        let next = self.state.after(MembershipAction::Join)?;
        current_charter(hub, charter)?;
        self.charter_accepted = Some(charter);
        self.charter_accepted_at = Some(act.at);
        self.since = Some(act.today());
        self.enter(
            act,
            next,
            EventKind::MembershipActivated,
            Audience::Public,
            None,
        );
        Ok(())
    }

    /// The coordinator refuses the application.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn refuse(&mut self, act: &Act<'_>, reason: Reason) -> Result<(), Refusal> {
        let next = self.state.after(MembershipAction::Refuse)?;
        self.enter(
            act,
            next,
            EventKind::MembershipRefused,
            Audience::Organisation,
            Some(reason),
        );
        Ok(())
    }

    /// The organisation declines the invitation.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn decline(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let next = self.state.after(MembershipAction::Decline)?;
        self.enter(
            act,
            next,
            EventKind::MembershipDeclined,
            Audience::Organisation,
            None,
        );
        Ok(())
    }

    /// The coordinator suspends the member.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn suspend(&mut self, act: &Act<'_>, reason: Reason) -> Result<(), Refusal> {
        let next = self.state.after(MembershipAction::Suspend)?;
        self.enter(
            act,
            next,
            EventKind::MembershipSuspended,
            Audience::Organisation,
            Some(reason),
        );
        Ok(())
    }

    /// The coordinator lifts the suspension.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn resume(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let next = self.state.after(MembershipAction::Resume)?;
        self.reason = None;
        self.enter(
            act,
            next,
            EventKind::MembershipResumed,
            Audience::Organisation,
            None,
        );
        Ok(())
    }

    /// The organisation leaves, or takes its application back.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn leave(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let next = self.state.after(MembershipAction::Leave)?;
        // Members learn that a member left; an application or a suspension was never their business.
        let audience = if self.state == MembershipState::Active {
            Audience::Hub
        } else {
            Audience::Organisation
        };
        self.reason = None;
        self.until = self.since.map(|_| act.today());
        self.enter(act, next, EventKind::MembershipLeft, audience, None);
        Ok(())
    }

    /// The coordinator excludes the member.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn exclude(&mut self, act: &Act<'_>, reason: Reason) -> Result<(), Refusal> {
        let next = self.state.after(MembershipAction::Exclude)?;
        self.until = Some(act.today());
        self.enter(
            act,
            next,
            EventKind::MembershipExcluded,
            Audience::Organisation,
            Some(reason),
        );
        Ok(())
    }

    /// The organisation accepts the charter version in force.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NO_CHARTER`, `CHARTER_OUTDATED`, `NOTHING_TO_DO`.
    pub fn accept_charter(
        &mut self,
        act: &Act<'_>,
        hub: &Hub,
        charter: i32,
    ) -> Result<(), Refusal> {
        self.permits(MembershipAction::AcceptCharter)?;
        current_charter(hub, charter)?;
        if self.charter_accepted == Some(charter) {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        self.charter_accepted = Some(charter);
        self.charter_accepted_at = Some(act.at);
        self.record(
            act,
            EventKind::MembershipCharterAccepted,
            Audience::Organisation,
            vec![Fact::new("charter", charter)],
        );
        Ok(())
    }

    /// The coordinator changes category, college or trust.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NOTHING_TO_DO`.
    pub fn change(
        &mut self,
        act: &Act<'_>,
        category: MemberCategory,
        college: Option<CollegeId>,
        trusted: bool,
    ) -> Result<(), Refusal> {
        self.permits(MembershipAction::Change)?;
        if (category, college, trusted) == (self.category, self.college, self.trusted) {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        self.category = category;
        self.college = college;
        self.trusted = trusted;
        self.record(
            act,
            EventKind::MembershipChanged,
            Audience::Organisation,
            vec![],
        );
        Ok(())
    }

    fn enter(
        &mut self,
        act: &Act<'_>,
        state: MembershipState,
        kind: EventKind,
        audience: Audience,
        reason: Option<Reason>,
    ) {
        let mut facts = vec![Fact::new("from", self.state), Fact::new("to", state)];
        self.state = state;
        if let Some(reason) = reason {
            // A later decision replaces the reason; what was told of this one stays true.
            facts.push(Fact::new("reason", &reason));
            self.reason = Some(reason);
        }
        self.record(act, kind, audience, facts);
    }

    fn record(&mut self, act: &Act<'_>, kind: EventKind, audience: Audience, facts: Vec<Fact>) {
        let mut event = Event::new(act, kind, Subject::Membership(self.id), audience)
            .within(Some(self.hub), Some(self.organisation));
        event.facts = facts;
        self.events.push(event);
    }
}

/// The charter version accepted must be the one in force.
fn current_charter(hub: &Hub, accepted: i32) -> Result<(), Refusal> {
    match &hub.charter {
        None => Err(Refusal::new(RefusalCode::NoCharter)),
        Some(charter) if charter.number != accepted => {
            Err(Refusal::new(RefusalCode::CharterOutdated).with("current", charter.number))
        }
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests;
