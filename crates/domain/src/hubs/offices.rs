//! The team of a hub.

use chrono::{DateTime, Utc};

use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{HubId, HubRoleId, PersonId},
    refusals::{Refusal, RefusalCode},
    values::text_enum,
};

text_enum! {
    /// The offices of a hub's team, each including those before it.
    pub enum HubRole {
        /// Decides reviews.
        Moderator = "MODERATOR",
        /// Runs the hub.
        Coordinator = "COORDINATOR",
    }
}

/// The office of a person in a hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubOffice {
    /// Its id.
    pub id: HubRoleId,
    /// Where.
    pub hub: HubId,
    /// Who.
    pub person: PersonId,
    /// To do what.
    pub role: HubRole,
    /// Since when.
    pub from: DateTime<Utc>,
    /// Given by whom; `None` for the operator.
    pub granted_by: Option<PersonId>,
    /// Since when no more.
    pub ended_at: Option<DateTime<Utc>>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl HubOffice {
    /// Gives an office.
    pub fn grant(act: &Act<'_>, hub: HubId, person: PersonId, role: HubRole) -> Self {
        let mut office = Self {
            id: act.id(),
            hub,
            person,
            role,
            from: act.at,
            granted_by: act.person,
            ended_at: None,
            version: 0,
            events: Pending::default(),
        };
        office.record(act, EventKind::HubRoleGranted);
        office
    }

    /// Whether it can be ended, whoever asks. `others` counts the other people who coordinate the
    /// hub and may sign in.
    ///
    /// # Errors
    /// `WRONG_STATE` once ended; `LAST_COORDINATOR`: somebody has to run the hub.
    pub fn may_end(&self, others: u64) -> Result<(), Refusal> {
        if self.ended_at.is_some() {
            return Err(Refusal::state("ENDED", "END"));
        }
        if self.role == HubRole::Coordinator && others == 0 {
            return Err(Refusal::new(RefusalCode::LastCoordinator));
        }
        Ok(())
    }

    /// Ends it.
    ///
    /// # Errors
    /// As [`Self::may_end`].
    pub fn end(&mut self, act: &Act<'_>, others: u64) -> Result<(), Refusal> {
        self.may_end(others)?;
        self.ended_at = Some(act.at);
        self.record(act, EventKind::HubRoleEnded);
        Ok(())
    }

    fn record(&mut self, act: &Act<'_>, kind: EventKind) {
        self.events.push(
            Event::new(act, kind, Subject::HubRole(self.id), Audience::Staff)
                .within(Some(self.hub), None)
                .with("person", self.person)
                .with("role", self.role),
        );
    }
}
