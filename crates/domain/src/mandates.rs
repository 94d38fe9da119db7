//! Mandates: the right of a person to act for an organisation.

use chrono::{DateTime, Duration, Utc};

use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{InvitationId, MandateId, OrganisationId, PersonId},
    refusals::{Refusal, RefusalCode},
    values::{EmailAddress, text_enum},
};

text_enum! {
    /// What a mandate allows, each role including those before it.
    pub enum MandateRole {
        /// Reads the organisation's own things.
        Reader = "READER",
        /// Writes in its name.
        Contributor = "CONTRIBUTOR",
        /// Signs, and manages mandates.
        Representative = "REPRESENTATIVE",
    }
}

text_enum! {
    /// What can be done with a mandate, as shown to a viewer.
    pub enum MandateAction {
        /// Read it.
        Read = "READ",
        /// Give it another role.
        ChangeRole = "CHANGE_ROLE",
        /// End it; its holder leaves.
        End = "END",
    }
}

/// A person may act for an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    /// Its id.
    pub id: MandateId,
    /// Who.
    pub person: PersonId,
    /// For whom.
    pub organisation: OrganisationId,
    /// To do what.
    pub role: MandateRole,
    /// Since when.
    pub from: DateTime<Utc>,
    /// Given by whom; `None` for the platform or its operator.
    pub granted_by: Option<PersonId>,
    /// Since when no more.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Ended by whom.
    pub revoked_by: Option<PersonId>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl Mandate {
    /// Gives a mandate.
    pub fn grant(
        act: &Act<'_>,
        person: PersonId,
        organisation: OrganisationId,
        role: MandateRole,
    ) -> Self {
        let mut mandate = Self {
            id: act.id(),
            person,
            organisation,
            role,
            from: act.at,
            granted_by: act.person,
            revoked_at: None,
            revoked_by: None,
            version: 0,
            events: Pending::default(),
        };
        mandate.record(act, EventKind::MandateGranted);
        mandate
    }

    /// Whether it holds.
    pub fn is_live(&self) -> bool {
        self.revoked_at.is_none()
    }

    /// Whether `action` is possible in the present state, whoever asks. `representatives` are the
    /// people who represent the organisation and may use their account.
    ///
    /// # Errors
    /// `WRONG_STATE` once ended, `LAST_REPRESENTATIVE`.
    pub fn permits(
        &self,
        action: MandateAction,
        representatives: &[PersonId],
    ) -> Result<(), Refusal> {
        if action == MandateAction::Read {
            return Ok(());
        }
        if !self.is_live() {
            return Err(Refusal::state("ENDED", action));
        }
        let others = representatives.iter().any(|one| *one != self.person);
        if self.role == MandateRole::Representative && !others {
            return Err(Refusal::new(RefusalCode::LastRepresentative));
        }
        Ok(())
    }

    /// Gives it another role. `representatives` are the people who represent the organisation and
    /// may use their account.
    ///
    /// # Errors
    /// `WRONG_STATE` once ended, `NOTHING_TO_DO`, `LAST_REPRESENTATIVE`.
    pub fn change_role(
        &mut self,
        act: &Act<'_>,
        role: MandateRole,
        representatives: &[PersonId],
    ) -> Result<(), Refusal> {
        if self.is_live() && role == self.role {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        self.permits(MandateAction::ChangeRole, representatives)?;
        self.role = role;
        self.record(act, EventKind::MandateChanged);
        Ok(())
    }

    /// Ends it. The last representative needs a successor first.
    ///
    /// # Errors
    /// `WRONG_STATE` once ended, `LAST_REPRESENTATIVE`.
    pub fn end(&mut self, act: &Act<'_>, representatives: &[PersonId]) -> Result<(), Refusal> {
        self.permits(MandateAction::End, representatives)?;
        self.revoked_at = Some(act.at);
        self.revoked_by = act.person;
        self.record(act, EventKind::MandateEnded);
        Ok(())
    }

    fn record(&mut self, act: &Act<'_>, kind: EventKind) {
        self.events.push(
            Event::new(act, kind, Subject::Mandate(self.id), Audience::Organisation)
                .within(None, Some(self.organisation))
                .with("person", self.person)
                .with("role", self.role),
        );
    }
}

/// How long an invitation can be taken up, in days.
pub const INVITATION_DAYS: i64 = 14;

/// An invitation by e-mail to hold a mandate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id; the link in the mail is made of it.
    pub id: InvitationId,
    /// To act for whom.
    pub organisation: OrganisationId,
    /// Sent where.
    pub email: EmailAddress,
    /// To do what.
    pub role: MandateRole,
    /// By whom.
    pub invited_by: Option<PersonId>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Until when it can be taken up.
    pub expires_at: DateTime<Utc>,
    /// When it was taken up.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl Invitation {
    /// Invites somebody.
    pub fn send(
        act: &Act<'_>,
        organisation: OrganisationId,
        email: EmailAddress,
        role: MandateRole,
    ) -> Self {
        let mut invitation = Self {
            id: act.id(),
            organisation,
            email,
            role,
            invited_by: act.person,
            created_at: act.at,
            expires_at: act.at + Duration::days(INVITATION_DAYS),
            accepted_at: None,
            revoked_at: None,
            version: 0,
            events: Pending::default(),
        };
        invitation.record(act, EventKind::InvitationSent);
        invitation
    }

    /// Whether it can be taken up.
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        self.accepted_at.is_none() && self.revoked_at.is_none() && at < self.expires_at
    }

    /// Takes it up: the person gets the mandate. Who holds a lesser one already (`held`) has it
    /// raised instead, so that a reader can be named representative.
    ///
    /// # Errors
    /// `TOKEN_SPENT` when used, taken back or too old; `ALREADY_MANDATED` when the mandate held
    /// allows as much.
    pub fn accept(
        &mut self,
        act: &Act<'_>,
        person: PersonId,
        held: Option<Mandate>,
    ) -> Result<Mandate, Refusal> {
        if !self.is_open(act.at) {
            return Err(Refusal::new(RefusalCode::TokenSpent));
        }
        let mandate = match held {
            Some(held) if held.role >= self.role => {
                return Err(Refusal::new(RefusalCode::AlreadyMandated));
            }
            Some(mut held) => {
                held.role = self.role;
                held.record(act, EventKind::MandateChanged);
                held
            }
            None => {
                let mut mandate = Mandate::grant(act, person, self.organisation, self.role);
                mandate.granted_by = self.invited_by;
                mandate
            }
        };
        self.accepted_at = Some(act.at);
        self.record(act, EventKind::InvitationAccepted);
        Ok(mandate)
    }

    /// Whether it can be taken back, whoever asks.
    ///
    /// # Errors
    /// `WRONG_STATE` when it is no longer open.
    pub fn permits_revocation(&self, at: DateTime<Utc>) -> Result<(), Refusal> {
        if self.is_open(at) {
            Ok(())
        } else {
            Err(Refusal::state("CLOSED", "REVOKE"))
        }
    }

    /// Takes it back.
    ///
    /// # Errors
    /// `WRONG_STATE` when it is no longer open.
    pub fn revoke(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        self.permits_revocation(act.at)?;
        self.revoked_at = Some(act.at);
        self.record(act, EventKind::InvitationRevoked);
        Ok(())
    }

    fn record(&mut self, act: &Act<'_>, kind: EventKind) {
        self.events.push(
            Event::new(
                act,
                kind,
                Subject::Invitation(self.id),
                Audience::Organisation,
            )
            .within(None, Some(self.organisation))
            .with("role", self.role),
        );
    }
}

#[cfg(test)]
mod tests;
