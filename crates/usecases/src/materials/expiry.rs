//! What is held no more is let go of: by whoever locks the lot next, and by a job that is due at that
//! instant, also when nobody was there to do it then.

use maillage_domain::{
    ids::{LotId, ReservationId},
    materials::Lot,
    policy::Actor,
    resources::Resource,
};
use maillage_persistence::{
    Tx,
    materials::{lots, reservations},
    resources,
};

use crate::{error::Error, platform::Platform};

/// A lot whose stock nobody else moves until the transaction ends.
pub(super) struct Shelf {
    pub(super) lot: Lot,
    pub(super) resource: Resource,
}

impl Shelf {
    /// Locks a lot and lets go of what is held of it no more. Whoever calls saves the lot.
    pub(super) async fn lock(platform: &Platform, tx: &Tx, id: LotId) -> Result<Self, Error> {
        lots::lock(tx, id).await?;
        let mut lot = lots::find(tx, id).await?.ok_or(Error::NotFound)?;
        let resource = resources::find(tx, lot.resource).await?;
        let resource = resource.ok_or(Error::NotFound)?;
        // Nobody does it: the time has come.
        let act = platform.act(&Actor::Operator);
        for mut over in reservations::overdue(tx, id, act.at).await? {
            if over.expire(&act, &mut lot) {
                reservations::save(tx, &mut over).await?;
            }
        }
        Ok(Self { lot, resource })
    }
}

/// Lets go of a reservation whose time has come, if nobody has done so or fetched it. Doing it twice
/// changes nothing.
pub(crate) async fn expire(platform: &Platform, tx: &Tx, id: ReservationId) -> Result<(), Error> {
    let Some(reservation) = reservations::find(tx, id).await? else {
        return Ok(());
    };
    let mut shelf = Shelf::lock(platform, tx, reservation.lot).await?;
    if !shelf.lot.moves.is_empty() {
        lots::save(tx, &mut shelf.lot).await?;
    }
    Ok(())
}
