//! Material: lots, the moves of their stock, and what is held of them for whom until when.
//!
//! Whoever moves a stock first locks its lot, lets go of what is held no more, and only then reads
//! what can be had; the domain decides. The database adds every move up by itself.

mod expiry;
mod figures;
mod lots;
mod reservations;

use std::collections::HashMap;

use maillage_domain::{
    ids::{LotId, OrganisationId, ReservationId, ResourceId},
    materials::{Lot, Reservation, ReservationAction, StockMove},
    policy::{self, Action, Actor},
    values::Unit,
};
pub use maillage_persistence::materials::{
    figures::Fetched,
    lots::{MOST_OF_A_CHAIN, ORDER as LOT_ORDER},
    moves::ORDER as MOVE_ORDER,
    reservations::{ORDER as RESERVATION_ORDER, ReservationFilter, ReservationQuery},
};
use maillage_persistence::materials::{lots as stored_lots, moves, reservations as stored};
use maillage_persistence::{Page, PageRequest};

pub(crate) use self::expiry::expire;
pub use self::{
    figures::{MonthOfReuse, reused},
    lots::{add_stock, change_lot, correct_stock, create_lot, split_lot},
    reservations::{
        Fetching, cancel, collect, correct_collection, pass_on, reserve, take_back_deposit,
    },
};
use crate::{error::Error, platform::Platform};

/// Which lot or reservation an act is about, and the version the actor has read.
#[derive(Debug, Clone, Copy)]
pub struct Target<I> {
    /// The lot or reservation.
    pub id: I,
    /// The organisation acted for.
    pub acting_for: OrganisationId,
    /// The version the actor has read.
    pub expected_version: i32,
}

/// A quantity as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
pub struct QuantityDraft {
    /// A decimal number.
    pub value: String,
    /// Of what.
    pub unit: Unit,
}

/// Those of the lots that the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn lots_by_ids(
    platform: &Platform,
    actor: &Actor,
    ids: &[LotId],
) -> Result<HashMap<LotId, Lot>, Error> {
    Ok(stored_lots::by_ids(platform.db(), actor, ids).await?)
}

/// A page of the lots of a resource that the actor may see, as they were made.
///
/// # Errors
/// `Internal` alone.
pub async fn lots_of(
    platform: &Platform,
    actor: &Actor,
    resource: ResourceId,
    page: &PageRequest,
) -> Result<Page<Lot>, Error> {
    Ok(stored_lots::list(platform.db(), actor, resource, page).await?)
}

/// The first page of the lots of each resource.
///
/// # Errors
/// `Internal` alone.
pub async fn first_lots_of(
    platform: &Platform,
    actor: &Actor,
    resources: &[ResourceId],
    limit: u64,
) -> Result<HashMap<ResourceId, Page<Lot>>, Error> {
    Ok(stored_lots::first_of(platform.db(), actor, resources, limit).await?)
}

/// How many lots of a resource the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn count_lots_of(
    platform: &Platform,
    actor: &Actor,
    resource: ResourceId,
) -> Result<u64, Error> {
    Ok(stored_lots::count(platform.db(), actor, resource).await?)
}

/// What a lot was made of and what was made of it, as far as the actor may see it: the first lot
/// first, itself among them, [`MOST_OF_A_CHAIN`] at most.
///
/// # Errors
/// `Internal` alone.
pub async fn chain(platform: &Platform, actor: &Actor, lot: LotId) -> Result<Vec<Lot>, Error> {
    Ok(stored_lots::chain(platform.db(), actor, lot).await?)
}

/// A page of the moves of a lot that the actor has been shown; none for who may not read them.
///
/// # Errors
/// `Internal` alone.
pub async fn moves_of(
    platform: &Platform,
    actor: &Actor,
    lot: &Lot,
    page: &PageRequest,
) -> Result<Option<Page<StockMove>>, Error> {
    if !policy::reads_moves(actor, lot) {
        return Ok(None);
    }
    Ok(Some(moves::list(platform.db(), lot.id, page).await?))
}

/// How many moves a lot has, whoever may read them.
///
/// # Errors
/// `Internal` alone.
pub async fn count_moves_of(platform: &Platform, lot: LotId) -> Result<u64, Error> {
    Ok(moves::count(platform.db(), lot).await?)
}

/// Those of the reservations that concern the actor.
///
/// # Errors
/// `Internal` alone.
pub async fn by_ids(
    platform: &Platform,
    actor: &Actor,
    ids: &[ReservationId],
) -> Result<HashMap<ReservationId, Reservation>, Error> {
    let mut found = stored::by_ids(platform.db(), ids).await?;
    found.retain(|_, one| {
        policy::check(actor, Action::Reservation(ReservationAction::Read, one)).is_ok()
    });
    Ok(found)
}

/// A page of the reservations that concern the actor, the newest first.
///
/// # Errors
/// `Internal` alone.
pub async fn list(
    platform: &Platform,
    actor: &Actor,
    query: &ReservationQuery,
) -> Result<Page<Reservation>, Error> {
    Ok(stored::list(platform.db(), actor, query).await?)
}

/// How many reservations of a list concern the actor.
///
/// # Errors
/// `Internal` alone.
pub async fn count(
    platform: &Platform,
    actor: &Actor,
    filter: &ReservationFilter,
) -> Result<u64, Error> {
    Ok(stored::count(platform.db(), actor, filter).await?)
}
