//! Lots of material, which are seen with their resource, and what is held of them for whom.

use super::{
    Actor, Denial, Forbidden, require,
    resources::{contributes, sees_resource},
    see,
};
use crate::{
    hubs::HubRole,
    mandates::MandateRole,
    materials::{Lot, LotAction, Reservation, ReservationAction},
    resources::Resource,
};

pub(super) fn on_lot(
    actor: &Actor,
    action: LotAction,
    lot: &Lot,
    resource: &Resource,
) -> Result<(), Denial> {
    use LotAction as A;
    see(lot.resource == resource.id && sees_resource(actor, resource))?;
    match action {
        A::Read => Ok(()),
        A::ReadMoves => require(actor, reads_moves(actor, lot), Forbidden::NoMandate),
        // A suspended or former member counts what it has, and offers no more of it.
        A::CorrectStock => contributes(actor, resource),
        A::Change | A::AddStock | A::Split => {
            contributes(actor, resource)?;
            require(
                actor,
                !resource.is_published() || actor.is_member_through(lot.owner, resource.hub),
                Forbidden::NeedsMembership,
            )
        }
    }
}

/// Whether somebody who has been shown a lot reads who moved its stock, and for whom.
pub fn reads_moves(actor: &Actor, lot: &Lot) -> bool {
    actor.reads_for(lot.owner) || actor.holds_office(lot.hub, HubRole::Moderator)
}

pub(super) fn on_reservation(
    actor: &Actor,
    action: ReservationAction,
    reservation: &Reservation,
) -> Result<(), Denial> {
    use ReservationAction as A;
    see(sees_reservation(actor, reservation))?;
    let acts = |organisation| actor.acts_for(organisation, MandateRole::Contributor);
    let allowed = match action {
        A::Read => true,
        A::Cancel => acts(reservation.owner) || acts(reservation.borrower),
        A::PassOn => acts(reservation.borrower),
        A::Collect | A::Correct | A::TakeBackDeposit => acts(reservation.owner),
    };
    require(actor, allowed, Forbidden::NeedsContributor)
}

/// Persistence has the same as a filter in SQL; a test compares the two.
fn sees_reservation(actor: &Actor, reservation: &Reservation) -> bool {
    actor.reads_for(reservation.owner)
        || actor.reads_for(reservation.borrower)
        || actor.holds_office(reservation.hub, HubRole::Moderator)
}
