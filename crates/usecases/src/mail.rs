//! Mails: whom a fact concerns, and what they are told.

mod recipients;
mod writing;

use async_trait::async_trait;
use chrono::NaiveDate;
use maillage_domain::{
    events::EventKind,
    ids::{
        BookingId, CommitmentId, FulfilmentId, HubId, InvitationId, JobId, MembershipId, NeedId,
        OrganisationId, ParticipationId, PartnershipId, PersonId, ProjectId, ReservationId,
        ResourceId, ReviewId, StaffLoanId,
    },
    values::EmailAddress,
};
use maillage_persistence::Tx;
use serde::{Deserialize, Serialize};

use crate::{error::Error, platform::Platform};

/// The way out for mails. Implemented over SMTP, over a folder, and by tests.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands one mail over; returning means that it is out of our hands.
    async fn send(&self, mail: Mail) -> Result<(), Box<dyn std::error::Error + Send + Sync>>;
}

/// A mail ready to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The same through all tries, for the Message-ID.
    pub id: String,
    /// To whom.
    pub to: EmailAddress,
    /// The subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// A fact that people are told about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// Somebody opened an account or asked for the link again.
    ConfirmEmail { person: PersonId },
    /// Somebody registered with an address that has an account.
    AddressInUse { person: PersonId },
    /// Somebody forgot their password.
    ResetPassword { person: PersonId },
    /// The password was changed.
    PasswordChanged { person: PersonId },
    /// The second factor was enabled or given up, its recovery codes renewed or used, or its codes
    /// guessed.
    SecondFactor {
        person: PersonId,
        /// Which of them.
        what: EventKind,
        /// How many recovery codes were left.
        left: String,
    },
    /// Somebody is invited to act for an organisation.
    Invitation { invitation: InvitationId },
    /// An organisation applied: to the coordinators.
    MembershipApplied { membership: MembershipId },
    /// A hub invites an organisation: to its representatives.
    MembershipInvited { membership: MembershipId },
    /// A hub decided on a membership: to the representatives.
    MembershipDecided {
        membership: MembershipId,
        /// The state it entered; it may have gone on since.
        state: String,
        /// Why, as the organisation was told.
        reason: Option<String>,
    },
    /// An organisation declined an invitation or left: to the coordinators.
    MembershipGone {
        membership: MembershipId,
        /// The state it entered: it may come back since.
        state: String,
    },
    /// A new charter version: to the representatives of active members.
    CharterPublished { hub: HubId },
    /// Content waits: to the moderators.
    ReviewOpened { review: ReviewId },
    /// Content was decided: to its author and the representatives.
    ReviewDecided { review: ReviewId },
    /// An invitation or request waits for an answer: to those who answer it.
    ParticipationAwaits { participation: ParticipationId },
    /// It was answered: to those who opened it.
    ParticipationAnswered {
        participation: ParticipationId,
        /// The state it had, which tells who opened it.
        from: String,
        /// The state it entered.
        state: String,
    },
    /// What an organisation shares was chosen for a need: to that organisation.
    OfferAccepted {
        project: ProjectId,
        need: NeedId,
        resource: ResourceId,
    },
    /// Something happened to a booking: to the other side.
    Booking {
        booking: BookingId,
        /// What.
        what: EventKind,
        /// The side whose act it was.
        by: Option<OrganisationId>,
        /// Why, as they say.
        reason: Option<String>,
        /// How many dates of a series were booked, where it is one.
        dates: Option<String>,
    },
    /// Something happened to a loan of staff: to who signs for the other side.
    StaffLoan {
        loan: StaffLoanId,
        /// What.
        what: EventKind,
        /// The side whose act it was.
        by: Option<OrganisationId>,
    },
    /// Something happened to a partnership: to people of its parties.
    Partnership {
        partnership: PartnershipId,
        /// What.
        what: EventKind,
        /// The party whose act it was.
        by: Option<OrganisationId>,
        /// Why, as they say.
        reason: Option<String>,
        /// A day that matters: until when it is, from when on a notice counts.
        day: Option<NaiveDate>,
        /// Whether it goes on by itself after that day.
        renews: bool,
        /// Those of its parties that are told; all of them where none is named.
        #[serde(default)]
        among: Vec<OrganisationId>,
    },
    /// Something happened to a commitment of a partnership: to people of the other side.
    Commitment {
        partnership: PartnershipId,
        commitment: CommitmentId,
        /// Which declaration of it, where it was about one.
        fulfilment: Option<FulfilmentId>,
        /// What.
        what: EventKind,
        /// The party whose act it was.
        by: Option<OrganisationId>,
        /// Why, as they say.
        reason: Option<String>,
    },
    /// What a party owes is due soon, or has become late: to people of that party, and of those to whom it is late.
    Reminder {
        partnership: PartnershipId,
        /// Which of the two.
        what: EventKind,
        /// Who owes it.
        debtor: OrganisationId,
        /// The first day on which it is due.
        from: NaiveDate,
        /// The last.
        until: NaiveDate,
    },
    /// Something happened to a reservation of material: to the other side, or to both where nobody did it.
    Reservation {
        reservation: ReservationId,
        /// What.
        what: EventKind,
        /// The side whose act it was.
        by: Option<OrganisationId>,
        /// Why, as they say.
        reason: Option<String>,
    },
}

/// The name of the letter on what happened to a partnership, if there is one.
#[cfg(test)]
pub(crate) fn letter_on_partnership(kind: EventKind) -> Option<&'static str> {
    writing::letter_on_partnership(kind)
}

/// One letter to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The fact.
    pub notice: Notice,
    /// The person; `None` for an invitation, which goes to its own address.
    pub to: Option<PersonId>,
}

/// The letters a fact calls for, one for each person concerned.
pub(crate) async fn letters(
    platform: &Platform,
    tx: &Tx,
    notice: &Notice,
) -> Result<Vec<Letter>, Error> {
    let recipients = recipients::of(platform, tx, notice).await?;
    Ok(recipients
        .into_iter()
        .map(|to| Letter {
            notice: notice.clone(),
            to,
        })
        .collect())
}

/// Writes one letter in its reader's language and sends it. Whoever it no longer concerns, having
/// lost the right in between, gets nothing.
pub(crate) async fn send(platform: &Platform, job: JobId, letter: &Letter) -> Result<(), Error> {
    let recipients = recipients::of(platform, platform.db(), &letter.notice).await?;
    if !recipients.contains(&letter.to) {
        return Ok(());
    }
    match writing::write(platform, job, letter).await? {
        Some(mail) => platform.mailer().send(mail).await.map_err(Error::Internal),
        None => Ok(()),
    }
}
