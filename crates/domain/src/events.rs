//! The facts. Every change of state writes one event in its own transaction; the event log is the
//! audit trail, the activity feed and the source of mails and webhooks.

use chrono::{DateTime, Utc};

use crate::{
    clock::Act,
    ids::{
        BookingId, EventId, HubId, HubRoleId, InvitationId, LotId, MandateId, MembershipId,
        OrganisationId, ParticipationId, PartnershipId, PersonId, ProjectId, ReservationId,
        ResourceId, ReviewId, StaffLoanId,
    },
    refusals::Fact,
    values::text_enum,
};

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A person.
    Person(PersonId),
    /// An organisation.
    Organisation(OrganisationId),
    /// A mandate.
    Mandate(MandateId),
    /// An invitation to a mandate.
    Invitation(InvitationId),
    /// A hub.
    Hub(HubId),
    /// A hub role.
    HubRole(HubRoleId),
    /// A membership.
    Membership(MembershipId),
    /// A project.
    Project(ProjectId),
    /// A participation.
    Participation(ParticipationId),
    /// A resource.
    Resource(ResourceId),
    /// A booking.
    Booking(BookingId),
    /// A loan of staff.
    StaffLoan(StaffLoanId),
    /// A partnership.
    Partnership(PartnershipId),
    /// A lot of material.
    Lot(LotId),
    /// A reservation of material.
    Reservation(ReservationId),
    /// A review.
    Review(ReviewId),
}

text_enum! {
    /// Who may read an event. An event on a project, a resource or an organisation is moreover hidden
    /// from whom that is hidden from, at the time of reading.
    pub enum Audience {
        /// Everyone.
        Public = "PUBLIC",
        /// Active members of the hub and its team.
        Hub = "HUB",
        /// The people of the organisation concerned, those of the project's lead and of the
        /// resource's owner, and the team of the hub.
        Organisation = "ORGANISATION",
        /// The people of the parties of the partnership.
        Parties = "PARTIES",
        /// The team of the hub alone.
        Staff = "STAFF",
        /// The person concerned alone.
        Person = "PERSON",
    }
}

text_enum! {
    /// Everything that can happen, named after what happened.
    pub enum EventKind {
        /// An account was opened.
        PersonRegistered = "person.registered",
        /// An e-mail address was confirmed.
        PersonConfirmed = "person.confirmed",
        /// The password was changed or reset.
        PersonPasswordChanged = "person.password_changed",
        /// A reset of the password was asked for.
        PersonPasswordResetRequested = "person.password_reset_requested",
        /// The confirmation mail was asked for again.
        PersonConfirmationRequested = "person.confirmation_requested",
        /// Somebody registered with an address that has an account already.
        PersonRegistrationRepeated = "person.registration_repeated",
        /// Name or language changed.
        PersonUpdated = "person.updated",
        /// The account was locked by the operator.
        PersonLocked = "person.locked",
        /// The account was unlocked by the operator.
        PersonUnlocked = "person.unlocked",
        /// A session began.
        PersonSignedIn = "person.signed_in",
        /// A session ended.
        PersonSignedOut = "person.signed_out",
        /// A second factor is asked for from now on.
        PersonSecondFactorEnabled = "person.second_factor_enabled",
        /// No second factor is asked for any more.
        PersonSecondFactorDisabled = "person.second_factor_disabled",
        /// Other recovery codes took the place of those so far.
        PersonRecoveryCodesRenewed = "person.recovery_codes_renewed",
        /// A recovery code was used.
        PersonRecoveryCodeUsed = "person.recovery_code_used",
        /// Somebody who knows the password gave too many wrong codes.
        PersonSecondFactorGuessed = "person.second_factor_guessed",
        /// A calendar was given an address.
        PersonCalendarShared = "person.calendar_shared",
        /// A calendar was given another address.
        PersonCalendarRenewed = "person.calendar_renewed",
        /// The address of a calendar leads nowhere any more.
        PersonCalendarEnded = "person.calendar_ended",
        /// An organisation was created.
        OrganisationCreated = "organisation.created",
        /// Its own fields changed.
        OrganisationUpdated = "organisation.updated",
        /// A coordinator decided whether it belongs to the ESS.
        OrganisationEssDecided = "organisation.ess_decided",
        /// Its profile was submitted.
        OrganisationSubmitted = "organisation.submitted",
        /// Its submission was withdrawn.
        OrganisationWithdrawn = "organisation.withdrawn",
        /// Its profile was published.
        OrganisationPublished = "organisation.published",
        /// Changes to its profile were asked for.
        OrganisationChangesRequested = "organisation.changes_requested",
        /// Its profile was rejected.
        OrganisationRejected = "organisation.rejected",
        /// Its profile was hidden.
        OrganisationHidden = "organisation.hidden",
        /// Its profile was shown again.
        OrganisationRestored = "organisation.restored",
        /// Its profile was archived.
        OrganisationArchived = "organisation.archived",
        /// A revision of its published profile was submitted.
        OrganisationRevised = "organisation.revised",
        /// A photo was uploaded for what it shares.
        OrganisationPhotoUploaded = "organisation.photo_uploaded",
        /// A mandate was given.
        MandateGranted = "mandate.granted",
        /// The role of a mandate changed.
        MandateChanged = "mandate.changed",
        /// A mandate ended.
        MandateEnded = "mandate.ended",
        /// Somebody was invited by e-mail.
        InvitationSent = "invitation.sent",
        /// An invitation was taken up.
        InvitationAccepted = "invitation.accepted",
        /// An invitation was taken back.
        InvitationRevoked = "invitation.revoked",
        /// A hub was created.
        HubCreated = "hub.created",
        /// Its texts, territory, colleges, policy or templates changed.
        HubUpdated = "hub.updated",
        /// A charter version was published.
        HubCharterPublished = "hub.charter_published",
        /// A hub role was given.
        HubRoleGranted = "hub_role.granted",
        /// A hub role ended.
        HubRoleEnded = "hub_role.ended",
        /// An organisation applied.
        MembershipApplied = "membership.applied",
        /// An organisation was invited.
        MembershipInvited = "membership.invited",
        /// An organisation became a member.
        MembershipActivated = "membership.activated",
        /// An application was refused.
        MembershipRefused = "membership.refused",
        /// An invitation was declined.
        MembershipDeclined = "membership.declined",
        /// A membership was suspended.
        MembershipSuspended = "membership.suspended",
        /// A suspension was lifted.
        MembershipResumed = "membership.resumed",
        /// A member left.
        MembershipLeft = "membership.left",
        /// A member was excluded.
        MembershipExcluded = "membership.excluded",
        /// A member accepted a new charter version.
        MembershipCharterAccepted = "membership.charter_accepted",
        /// Category, college or trust changed.
        MembershipChanged = "membership.changed",
        /// A project was drafted.
        ProjectCreated = "project.created",
        /// Its content changed.
        ProjectUpdated = "project.updated",
        /// It was submitted.
        ProjectSubmitted = "project.submitted",
        /// Its submission was withdrawn.
        ProjectWithdrawn = "project.withdrawn",
        /// It was published.
        ProjectPublished = "project.published",
        /// Changes were asked for.
        ProjectChangesRequested = "project.changes_requested",
        /// It was rejected.
        ProjectRejected = "project.rejected",
        /// It was hidden.
        ProjectHidden = "project.hidden",
        /// It was shown again.
        ProjectRestored = "project.restored",
        /// It was archived.
        ProjectArchived = "project.archived",
        /// A revision of the published project was submitted.
        ProjectRevised = "project.revised",
        /// Its stage changed.
        ProjectStageChanged = "project.stage_changed",
        /// A need was met.
        ProjectNeedMet = "project.need_met",
        /// A shared resource was chosen to meet a need.
        ProjectOfferAccepted = "project.offer_accepted",
        /// A need was withdrawn.
        ProjectNeedWithdrawn = "project.need_withdrawn",
        /// A met or withdrawn need is open again.
        ProjectNeedReopened = "project.need_reopened",
        /// A milestone was reached.
        ProjectMilestoneReached = "project.milestone_reached",
        /// An organisation was invited to take part.
        ParticipationInvited = "participation.invited",
        /// An organisation asked to take part.
        ParticipationRequested = "participation.requested",
        /// An organisation takes part.
        ParticipationActivated = "participation.activated",
        /// A participation was declined.
        ParticipationDeclined = "participation.declined",
        /// An organisation left the project.
        ParticipationLeft = "participation.left",
        /// A resource was drafted.
        ResourceCreated = "resource.created",
        /// Its content changed.
        ResourceUpdated = "resource.updated",
        /// When and how it is booked changed.
        ResourceConditionsChanged = "resource.conditions_changed",
        /// It was submitted.
        ResourceSubmitted = "resource.submitted",
        /// Its submission was withdrawn.
        ResourceWithdrawn = "resource.withdrawn",
        /// It was published.
        ResourcePublished = "resource.published",
        /// Changes were asked for.
        ResourceChangesRequested = "resource.changes_requested",
        /// It was rejected.
        ResourceRejected = "resource.rejected",
        /// It was hidden.
        ResourceHidden = "resource.hidden",
        /// It was shown again.
        ResourceRestored = "resource.restored",
        /// It was archived.
        ResourceArchived = "resource.archived",
        /// A revision of the published resource was submitted.
        ResourceRevised = "resource.revised",
        /// A booking was asked for.
        BookingRequested = "booking.requested",
        /// A booking was confirmed, by its owner or by the rules at once.
        BookingConfirmed = "booking.confirmed",
        /// A booking was declined.
        BookingDeclined = "booking.declined",
        /// A booking was called off.
        BookingCancelled = "booking.cancelled",
        /// The time, the units or the resources of a booking changed.
        BookingChanged = "booking.changed",
        /// What was booked was handed over.
        BookingHandedOver = "booking.handed_over",
        /// What was booked came back.
        BookingReturned = "booking.returned",
        /// Nobody came for what was booked.
        BookingNoShow = "booking.no_show",
        /// The borrower declared the hours of an employee.
        BookingHoursDeclared = "booking.hours_declared",
        /// The employer confirmed them.
        BookingHoursConfirmed = "booking.hours_confirmed",
        /// The employer said that it was otherwise.
        BookingHoursContested = "booking.hours_contested",
        /// An employer recorded what it and a borrower have signed.
        StaffLoanRecorded = "staff_loan.recorded",
        /// The borrower confirmed it.
        StaffLoanConfirmed = "staff_loan.confirmed",
        /// The borrower signed nothing of the kind.
        StaffLoanDeclined = "staff_loan.declined",
        /// A loan of staff ended before its last day.
        StaffLoanEnded = "staff_loan.ended",
        /// The draft of a partnership was begun.
        PartnershipDrafted = "partnership.drafted",
        /// What the parties work on was changed.
        PartnershipChanged = "partnership.changed",
        /// Something was said on an article.
        PartnershipCommented = "partnership.commented",
        /// A version waits for the signatures of the parties.
        PartnershipProposed = "partnership.proposed",
        /// A proposed version was taken back.
        PartnershipWithdrawn = "partnership.withdrawn",
        /// A party has signed a version.
        PartnershipSigned = "partnership.signed",
        /// A party declined the partnership.
        PartnershipDeclined = "partnership.declined",
        /// A party declined an amendment; what was in force stays.
        PartnershipAmendmentDeclined = "partnership.amendment_declined",
        /// A draft was given up.
        PartnershipDiscarded = "partnership.discarded",
        /// A partnership is in force.
        PartnershipActivated = "partnership.activated",
        /// An amendment that every party has signed is in force.
        PartnershipAmended = "partnership.amended",
        /// A party gave notice for all.
        PartnershipTerminationNoticed = "partnership.termination_noticed",
        /// The notice is over, and with it the partnership.
        PartnershipTerminated = "partnership.terminated",
        /// A party gave notice for itself.
        PartnershipLeaving = "partnership.leaving",
        /// A party has left.
        PartnershipPartyLeft = "partnership.party_left",
        /// A party keeps the partnership from being renewed.
        PartnershipRenewalDeclined = "partnership.renewal_declined",
        /// A partnership was renewed by itself.
        PartnershipRenewed = "partnership.renewed",
        /// The last day of a partnership comes near.
        PartnershipExpiring = "partnership.expiring",
        /// A party suspended a partnership.
        PartnershipSuspended = "partnership.suspended",
        /// A suspended partnership goes on.
        PartnershipResumed = "partnership.resumed",
        /// The contract of a consortium was awarded.
        PartnershipAwarded = "partnership.awarded",
        /// A partnership is over.
        PartnershipEnded = "partnership.ended",
        /// One side said what was delivered of a commitment.
        FulfilmentDeclared = "partnership.fulfilment_declared",
        /// The other side said that it was so.
        FulfilmentConfirmed = "partnership.fulfilment_confirmed",
        /// The other side said that it was otherwise.
        FulfilmentContested = "partnership.fulfilment_contested",
        /// Who had declared it took it back.
        FulfilmentWithdrawn = "partnership.fulfilment_withdrawn",
        /// A party showed by a file what was delivered of a commitment.
        FulfilmentProofAdded = "partnership.fulfilment_proof_added",
        /// It took such a file back.
        FulfilmentProofRemoved = "partnership.fulfilment_proof_removed",
        /// A side offered what of it counts.
        FulfilmentSettlementOffered = "partnership.settlement_offered",
        /// Both sides agreed on what of it counts.
        FulfilmentSettled = "partnership.fulfilment_settled",
        /// A creditor gave up what was owed to it.
        CommitmentWaived = "partnership.commitment_waived",
        /// What a party owes is due within a week.
        CommitmentsDue = "partnership.commitments_due",
        /// What a party owes has become late.
        CommitmentsLate = "partnership.commitments_late",
        /// A lot of material was made, or split off another.
        LotCreated = "lot.created",
        /// What a lot says of itself changed.
        LotChanged = "lot.changed",
        /// More of a lot came in.
        LotStockAdded = "lot.stock_added",
        /// A lot was counted anew.
        LotCorrected = "lot.corrected",
        /// A part of a lot became a lot of its own.
        LotSplit = "lot.split",
        /// What was fetched became a lot of who fetched it.
        LotPassedOn = "lot.passed_on",
        /// Material is held for somebody.
        ReservationHeld = "reservation.held",
        /// Reserved material was fetched.
        ReservationCollected = "reservation.collected",
        /// What was recorded when material was fetched was mended.
        ReservationCorrected = "reservation.corrected",
        /// A reservation of material was called off.
        ReservationCancelled = "reservation.cancelled",
        /// Nobody fetched the reserved material in time.
        ReservationExpired = "reservation.expired",
        /// Things under a deposit came back.
        ReservationDepositReturned = "reservation.deposit_returned",
        /// What was fetched became a lot of who fetched it.
        ReservationPassedOn = "reservation.passed_on",
        /// Content waits for a decision.
        ReviewOpened = "review.opened",
        /// A moderator took a review.
        ReviewClaimed = "review.claimed",
        /// A moderator gave a review back.
        ReviewReleased = "review.released",
        /// A review was decided.
        ReviewDecided = "review.decided",
        /// A review ended with the submission.
        ReviewWithdrawn = "review.withdrawn",
        /// A decision was appealed against.
        ReviewAppealed = "review.appealed",
    }
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: DateTime<Utc>,
    /// What happened.
    pub kind: EventKind,
    /// To what.
    pub subject: Subject,
    /// In which hub, if in one.
    pub hub: Option<HubId>,
    /// Which organisation's thing it is.
    pub organisation: Option<OrganisationId>,
    /// Which project it belongs to; its visibility rules the event's.
    pub project: Option<ProjectId>,
    /// Which resource it belongs to, likewise.
    pub resource: Option<ResourceId>,
    /// Which partnership it belongs to, likewise.
    pub partnership: Option<PartnershipId>,
    /// Who did it; `None` for the platform or its operator.
    pub person: Option<PersonId>,
    /// On whose behalf.
    pub acting_for: Option<OrganisationId>,
    /// Who may read it.
    pub audience: Audience,
    /// Evidence: states, versions, reasons. Never a secret.
    pub facts: Vec<Fact>,
}

impl Event {
    /// A fact of this act; hub, organisation and project follow by [`Self::within`].
    pub fn new(act: &Act<'_>, kind: EventKind, subject: Subject, audience: Audience) -> Self {
        Self {
            id: act.id(),
            at: act.at,
            kind,
            subject,
            hub: None,
            organisation: None,
            project: match subject {
                Subject::Project(id) => Some(id),
                _ => None,
            },
            resource: match subject {
                Subject::Resource(id) => Some(id),
                _ => None,
            },
            partnership: match subject {
                Subject::Partnership(id) => Some(id),
                _ => None,
            },
            person: act.person,
            acting_for: act.acting_for,
            audience,
            facts: Vec::new(),
        }
    }

    /// Places the event.
    #[must_use]
    pub fn within(mut self, hub: Option<HubId>, organisation: Option<OrganisationId>) -> Self {
        self.hub = hub;
        self.organisation = organisation;
        self
    }

    /// Ties the event to a project.
    #[must_use]
    pub fn of_project(mut self, project: ProjectId) -> Self {
        self.project = Some(project);
        self
    }

    /// Ties the event to a resource.
    #[must_use]
    pub fn of_resource(mut self, resource: ResourceId) -> Self {
        self.resource = Some(resource);
        self
    }

    /// The value of a fact, if it has one of this name.
    pub fn fact(&self, name: &str) -> Option<&str> {
        let found = self.facts.iter().find(|fact| fact.name == name);
        found.map(|fact| fact.value.as_str())
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.facts.push(Fact::new(name, value));
        self
    }
}

/// The events an entity has produced since it was loaded; saving it writes them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pending(Vec<Event>);

impl Pending {
    /// Adds an event.
    pub fn push(&mut self, event: Event) {
        self.0.push(event);
    }

    /// Takes the events out.
    pub fn drain(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.0)
    }

    /// The events not yet written.
    pub fn as_slice(&self) -> &[Event] {
        &self.0
    }
}
