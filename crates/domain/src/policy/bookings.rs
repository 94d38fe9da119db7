//! Bookings, which are between two organisations and the team of the hub that brought them
//! together.

use super::{
    Actor, Denial, Forbidden, organisations::sees_organisation, require, resources::sees_resource,
    see,
};
use crate::{
    bookings::{Booking, BookingAction},
    hubs::HubRole,
    ids::OrganisationId,
    mandates::MandateRole,
    organisations::Organisation,
    resources::Resource,
};

/// Whether the organisation may have it is the offer's to say.
pub(super) fn book(
    actor: &Actor,
    resource: &Resource,
    borrower: OrganisationId,
) -> Result<(), Denial> {
    see(sees_resource(actor, resource))?;
    require(
        actor,
        actor.acts_for(borrower, MandateRole::Contributor),
        Forbidden::NeedsContributor,
    )
}

/// What an organisation takes and lends is for its own people.
pub(super) fn follow(actor: &Actor, organisation: &Organisation) -> Result<(), Denial> {
    see(sees_organisation(actor, organisation))?;
    require(
        actor,
        actor.reads_for(organisation.id),
        Forbidden::NoMandate,
    )
}

pub(super) fn on_booking(
    actor: &Actor,
    action: BookingAction,
    booking: &Booking,
) -> Result<(), Denial> {
    use BookingAction as A;
    see(sees_booking(actor, booking))?;
    let acts = |organisation| actor.acts_for(organisation, MandateRole::Contributor);
    let allowed = match action {
        A::Read => true,
        A::Cancel => acts(booking.owner) || acts(booking.borrower),
        A::Change | A::DeclareHours => acts(booking.borrower),
        A::Confirm
        | A::Decline
        | A::HandOver
        | A::TakeBack
        | A::NoShow
        | A::ConfirmHours
        | A::ContestHours => acts(booking.owner),
    };
    require(actor, allowed, Forbidden::NeedsContributor)
}

/// Persistence has the same as a filter in SQL; a test compares the two.
fn sees_booking(actor: &Actor, booking: &Booking) -> bool {
    actor.reads_for(booking.owner)
        || actor.reads_for(booking.borrower)
        || actor.holds_office(booking.hub, HubRole::Moderator)
}
