//! Who may do what: the one place. Called by use cases before every change and by lists as a
//! filter; never by an adapter.

mod actors;
mod bookings;
mod events;
mod hubs;
mod matches;
mod materials;
mod organisations;
mod partnerships;
mod projects;
mod resources;
mod staff;
mod statements;

pub use self::{
    actors::{Actor, Viewer},
    events::About,
    materials::reads_moves,
    partnerships::{edits_after, has_left, outline_for},
    resources::knows_place,
};
use self::{
    bookings::{book, follow, on_booking},
    hubs::{is_party_to, on_hub, on_membership, on_office, sees_membership},
    matches::sees_match,
    materials::{on_lot, on_reservation},
    organisations::{on_mandate, on_organisation, sees_contact, sees_organisation, sees_profile},
    partnerships::{draft, on_fulfilment, on_partnership, reads_version},
    projects::{on_participation, on_project, reads_notes, sees_participation},
    resources::{on_resource, sees_photo},
    staff::{on_loan, reads_work, record_loan},
    statements::sees_statement,
};
use crate::{
    bookings::{Booking, BookingAction},
    events::Event,
    hubs::{Hub, HubAction, HubOffice, HubRole},
    ids::{HubId, OrganisationId, PhotoId},
    mandates::{Mandate, MandateAction, MandateRole},
    materials::{Lot, LotAction, Reservation, ReservationAction},
    memberships::{Membership, MembershipAction},
    moderation::{Review, ReviewAction},
    organisations::{Organisation, OrganisationAction},
    partnerships::{Fulfilment, FulfilmentAction, Partnership, PartnershipAction, Version},
    projects::{Participation, ParticipationAction, Project, ProjectAction},
    resources::{Resource, ResourceAction},
    staff::{StaffLoan, StaffLoanAction},
    statements::Statement,
    values::text_enum,
};

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    /// Sign in first.
    Unauthenticated,
    /// For this actor the thing does not exist.
    Invisible,
    /// It may be seen, but not this.
    Forbidden(Forbidden),
}

text_enum! {
    /// What would be needed.
    pub enum Forbidden {
        /// A mandate for the organisation acted for.
        NoMandate = "NO_MANDATE",
        /// At least the contributor's mandate for the organisation whose thing it is.
        NeedsContributor = "NEEDS_CONTRIBUTOR",
        /// The representative's mandate for the organisation whose thing it is.
        NeedsRepresentative = "NEEDS_REPRESENTATIVE",
        /// The coordinator's office in the hub.
        NeedsCoordinator = "NEEDS_COORDINATOR",
        /// At least the moderator's office in the hub.
        NeedsModerator = "NEEDS_MODERATOR",
        /// A decision on content of one's own organisation belongs to a colleague.
        ConflictOfInterest = "CONFLICT_OF_INTEREST",
        /// The appeal belongs to another than who decided first.
        DecidedBefore = "DECIDED_BEFORE",
        /// Active membership of the hub.
        NeedsMembership = "NEEDS_MEMBERSHIP",
        /// A second factor at signing in, which the hub asks of its team.
        NeedsSecondFactor = "NEEDS_SECOND_FACTOR",
        /// Reserved to whoever runs the installation.
        NeedsOperator = "NEEDS_OPERATOR",
    }
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy)]
pub enum Action<'a> {
    /// Anything with one's own account.
    UseAccount,
    /// Create an organisation.
    CreateOrganisation,
    /// Run the installation.
    Operate,
    /// Read an organisation's identity.
    ReadOrganisation(&'a Organisation),
    /// Read the profile around its identity: texts, domains, address and place.
    ReadProfile(&'a Organisation),
    /// Read how to reach it.
    ReadContact(&'a Organisation),
    /// Something with an organisation.
    Organisation(OrganisationAction, &'a Organisation),
    /// Something with a mandate for an organisation.
    Mandate(MandateAction, &'a Mandate, &'a Organisation),
    /// Something with a hub; hubs are read by all.
    Hub(HubAction, &'a Hub),
    /// Read what agreements in a hub begin from.
    ReadTemplates(&'a Hub),
    /// Take content down, or put it back, in the name of a hub.
    TakeDownFor(&'a Hub),
    /// Ask an organisation to join a hub.
    InviteMember(&'a Hub, &'a Organisation),
    /// End the office of somebody in a hub's team, or one's own.
    EndHubRole(&'a HubOffice),
    /// Read a membership.
    ReadMembership(&'a Membership),
    /// Read what is between the organisation and the hub: why it was decided so, and whether the
    /// member is trusted.
    ReadMembershipPrivate(&'a Membership),
    /// Something with a membership.
    Membership(MembershipAction, &'a Membership),
    /// Something with a project.
    Project(ProjectAction, &'a Project),
    /// Read why a project was given up and what its needs were met by, in the words of its lead.
    ReadNotes(&'a Project),
    /// Read a participation.
    ReadParticipation(&'a Participation, &'a Project),
    /// Something with a participation.
    Participation(ParticipationAction, &'a Participation, &'a Project),
    /// Something with a resource.
    Resource(ResourceAction, &'a Resource),
    /// See a photo where a resource shows it, or where a revision beside it would.
    SeePhoto(PhotoId, &'a Resource),
    /// Book a resource for an organisation.
    Book(&'a Resource, OrganisationId),
    /// Something with a booking.
    Booking(BookingAction, &'a Booking),
    /// Read what was worked for a booking of staff time, and what it costs.
    ReadWork(&'a Booking),
    /// Record a loan of staff time.
    RecordStaffLoan(&'a Resource),
    /// Something with a loan of staff.
    StaffLoan(StaffLoanAction, &'a StaffLoan),
    /// Begin the draft of a partnership for one of its parties.
    DraftPartnership(OrganisationId),
    /// Something with a partnership.
    Partnership(PartnershipAction, &'a Partnership),
    /// Something with what was declared of a commitment of a partnership.
    Fulfilment(FulfilmentAction, &'a Fulfilment, &'a Partnership),
    /// Read a version of a partnership.
    ReadVersion(&'a Version, &'a Partnership),
    /// Follow what an organisation takes and lends.
    ReadCalendar(&'a Organisation),
    /// Read what one organisation owes another.
    ReadStatement(&'a Statement),
    /// Read that a resource fits a need of a project.
    ReadMatch(&'a Project, &'a Resource),
    /// Something with a lot of a resource.
    Lot(LotAction, &'a Lot, &'a Resource),
    /// Have some of a lot of a resource held for an organisation.
    Reserve(&'a Resource, OrganisationId),
    /// Something with a reservation of material.
    Reservation(ReservationAction, &'a Reservation),
    /// Something with a review.
    Review(ReviewAction, &'a Review),
    /// Learn who works on a review, and who decided it.
    ReadModerator(&'a Review),
    /// Read what happened, given what it is about.
    ReadEvent(&'a Event, About<'a>),
    /// Learn who did what happened.
    ReadAuthor(&'a Event),
}

/// Whether `actor` may do `action`. Whether the life cycle permits it is the entity's to say.
///
/// # Errors
/// The denial: the thing is invisible, or seen but not theirs to act on.
pub fn check(actor: &Actor, action: Action<'_>) -> Result<(), Denial> {
    match action {
        Action::UseAccount | Action::CreateOrganisation => signed_in(actor),
        Action::Operate => require(
            actor,
            matches!(actor, Actor::Operator),
            Forbidden::NeedsOperator,
        ),
        Action::ReadOrganisation(organisation) => see(sees_organisation(actor, organisation)),
        Action::ReadProfile(organisation) => see(sees_profile(actor, organisation)),
        Action::ReadContact(organisation) => see(sees_contact(actor, organisation)),
        Action::Organisation(action, organisation) => on_organisation(actor, action, organisation),
        Action::Mandate(action, mandate, organisation) => {
            on_mandate(actor, action, mandate, organisation)
        }
        Action::Hub(action, hub) => on_hub(actor, action, hub),
        Action::ReadTemplates(hub) => see(actor.is_member_of(hub.id)),
        Action::TakeDownFor(hub) => {
            in_office(actor, hub.id, HubRole::Moderator, Forbidden::NeedsModerator)
        }
        Action::InviteMember(hub, organisation) => {
            see(sees_organisation(actor, organisation))?;
            on_hub(actor, HubAction::ManageMemberships, hub)?;
            no_conflict(actor, organisation.id)
        }
        Action::EndHubRole(office) => on_office(actor, office),
        Action::ReadMembership(membership) => see(sees_membership(actor, membership)),
        Action::ReadMembershipPrivate(membership) => {
            see(sees_membership(actor, membership))?;
            require(
                actor,
                is_party_to(actor, membership),
                Forbidden::NeedsModerator,
            )
        }
        Action::Membership(action, membership) => on_membership(actor, action, membership),
        Action::Project(action, project) => on_project(actor, action, project),
        Action::ReadNotes(project) => see(reads_notes(actor, project)),
        Action::ReadParticipation(participation, project) => {
            see(sees_participation(actor, participation, project))
        }
        Action::Participation(action, participation, project) => {
            on_participation(actor, action, participation, project)
        }
        Action::Resource(action, resource) => on_resource(actor, action, resource),
        Action::SeePhoto(photo, resource) => see(sees_photo(actor, photo, resource)),
        Action::Book(resource, borrower) | Action::Reserve(resource, borrower) => {
            book(actor, resource, borrower)
        }
        Action::Booking(action, booking) => on_booking(actor, action, booking),
        Action::ReadWork(booking) => see(reads_work(actor, booking)),
        Action::RecordStaffLoan(resource) => record_loan(actor, resource),
        Action::StaffLoan(action, loan) => on_loan(actor, action, loan),
        Action::DraftPartnership(author) => draft(actor, author),
        Action::Partnership(action, partnership) => on_partnership(actor, action, partnership),
        Action::Fulfilment(action, fulfilment, partnership) => {
            on_fulfilment(actor, action, fulfilment, partnership)
        }
        Action::ReadVersion(version, partnership) => {
            see(reads_version(actor, version, partnership))
        }
        Action::ReadCalendar(organisation) => follow(actor, organisation),
        Action::ReadStatement(statement) => see(sees_statement(actor, statement)),
        Action::ReadMatch(project, resource) => see(sees_match(actor, project, resource)),
        Action::Lot(action, lot, resource) => on_lot(actor, action, lot, resource),
        Action::Reservation(action, reservation) => on_reservation(actor, action, reservation),
        Action::Review(action, review) => on_review(actor, action, review),
        Action::ReadModerator(review) => see(actor.holds_office(review.hub, HubRole::Moderator)),
        Action::ReadEvent(event, about) => see(events::sees_event(actor, event, about)),
        Action::ReadAuthor(event) => see(events::sees_author(actor, event)),
    }
}

fn on_review(actor: &Actor, action: ReviewAction, review: &Review) -> Result<(), Denial> {
    use ReviewAction as A;
    let staff = actor.holds_office(review.hub, HubRole::Moderator);
    let own = actor.reads_for(review.organisation);
    see(staff || own)?;
    match action {
        A::Read => Ok(()),
        A::Appeal => require(
            actor,
            actor.acts_for(review.organisation, MandateRole::Contributor),
            Forbidden::NeedsContributor,
        ),
        A::Claim
        | A::Release
        | A::Publish
        | A::RequestChanges
        | A::Reject
        | A::Uphold
        | A::Overturn => {
            in_office(
                actor,
                review.hub,
                HubRole::Moderator,
                Forbidden::NeedsModerator,
            )?;
            no_conflict(actor, review.organisation)?;
            // Only an appeal has a contested decider, who has no business with it at all.
            let decided_before =
                actor.person().is_some() && actor.person() == review.contested_decider;
            require(actor, !decided_before, Forbidden::DecidedBefore)
        }
    }
}

fn no_conflict(actor: &Actor, organisation: OrganisationId) -> Result<(), Denial> {
    match actor {
        Actor::Person(viewer) if viewer.role_in(organisation).is_some() => {
            Err(Denial::Forbidden(Forbidden::ConflictOfInterest))
        }
        _ => Ok(()),
    }
}

fn signed_in(actor: &Actor) -> Result<(), Denial> {
    match actor {
        Actor::Anonymous => Err(Denial::Unauthenticated),
        _ => Ok(()),
    }
}

fn see(visible: bool) -> Result<(), Denial> {
    if visible {
        Ok(())
    } else {
        Err(Denial::Invisible)
    }
}

fn require(actor: &Actor, allowed: bool, forbidden: Forbidden) -> Result<(), Denial> {
    match (allowed, actor) {
        (true, _) => Ok(()),
        (false, Actor::Anonymous) => Err(Denial::Unauthenticated),
        (false, _) => Err(Denial::Forbidden(forbidden)),
    }
}

/// Acts of an office ask for the second factor where the hub wants one; reading does not.
fn in_office(
    actor: &Actor,
    hub: HubId,
    least: HubRole,
    forbidden: Forbidden,
) -> Result<(), Denial> {
    require(actor, actor.holds_office(hub, least), forbidden)?;
    let lacks = |viewer: &Viewer| viewer.lacks_second_factor.contains(&hub);
    if actor.viewer().is_some_and(lacks) {
        return Err(Denial::Forbidden(Forbidden::NeedsSecondFactor));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
