//! Memberships: organisations join hubs, hubs decide on them.
//!
//! What has to agree with the hub (its charter, its colleges) is decided while its row is locked;
//! then come, in this order, the organisation and the review of its profile. Suspending, excluding
//! and leaving touch nothing that is published; what of the profile waits for this hub goes back to
//! its author, and nothing new goes out, because publishing asks for an active membership.

mod hub;
mod organisation;
mod register;

use std::collections::HashMap;

use maillage_domain::{
    ids::{HubId, MembershipId, OrganisationId},
    memberships::{Membership, MembershipAction},
    policy::{self, Action, Actor},
    values::Reason,
};
pub use maillage_persistence::memberships::{
    MembershipFilter, MembershipOrder, MembershipOrderField, MembershipQuery, Whose,
};
use maillage_persistence::{Page, Tx, hubs, memberships};

pub use self::{
    hub::{Change, accept, change, exclude, invite, refuse, resume, suspend},
    organisation::{accept_charter, apply, decline, join, leave},
    register::{RegisterFilter, RegisterRow, register, register_csv},
};
use crate::{
    error::{Error, expect_version},
    platform::Platform,
};

/// Which membership an act is about, and the version the actor has read.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The membership.
    pub id: MembershipId,
    /// The version the actor has read.
    pub expected_version: i32,
}

/// A membership of an act, authorised, at the version read, its hub locked.
async fn load(
    tx: &Tx,
    actor: &Actor,
    target: Target,
    action: MembershipAction,
) -> Result<Membership, Error> {
    let found = find_in(tx, target.id).await?;
    hubs::lock(tx, found.hub).await?;
    // Whoever held the hub before may have changed it.
    let membership = find_in(tx, target.id).await?;
    policy::check(actor, Action::Membership(action, &membership))?;
    expect_version(target.expected_version, membership.version)?;
    Ok(membership)
}

async fn find_in(tx: &Tx, id: MembershipId) -> Result<Membership, Error> {
    memberships::find(tx, id).await?.ok_or(Error::NotFound)
}

/// A membership, if the actor may see it.
///
/// # Errors
/// `Internal` alone.
pub async fn find(
    platform: &Platform,
    actor: &Actor,
    id: MembershipId,
) -> Result<Option<Membership>, Error> {
    Ok(by_ids(platform, actor, &[id]).await?.remove(&id))
}

/// Those of the memberships that the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn by_ids(
    platform: &Platform,
    actor: &Actor,
    ids: &[MembershipId],
) -> Result<HashMap<MembershipId, Membership>, Error> {
    let mut found = memberships::by_ids(platform.db(), ids).await?;
    found.retain(|_, one| policy::check(actor, Action::ReadMembership(one)).is_ok());
    Ok(found)
}

/// The live membership of an organisation in a hub, if the actor may see it.
///
/// # Errors
/// `Internal` alone.
pub async fn live(
    platform: &Platform,
    actor: &Actor,
    hub: HubId,
    organisation: OrganisationId,
) -> Result<Option<Membership>, Error> {
    let found = memberships::live(platform.db(), hub, organisation).await?;
    Ok(found.filter(|one| policy::check(actor, Action::ReadMembership(one)).is_ok()))
}

/// Why a membership was refused, suspended or ended, for whom it concerns.
pub fn reason<'a>(actor: &Actor, membership: &'a Membership) -> Option<&'a str> {
    let concerned = policy::check(actor, Action::ReadMembershipPrivate(membership)).is_ok();
    let reason = membership.reason.as_ref().filter(|_| concerned);
    reason.map(Reason::as_str)
}

/// Whether a member is trusted, for whom it concerns.
pub fn trusted(actor: &Actor, membership: &Membership) -> Option<bool> {
    let concerned = policy::check(actor, Action::ReadMembershipPrivate(membership)).is_ok();
    concerned.then_some(membership.trusted)
}

/// A page of the memberships the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn list(
    platform: &Platform,
    actor: &Actor,
    query: &MembershipQuery,
) -> Result<Page<Membership>, Error> {
    Ok(memberships::list(platform.db(), actor, query).await?)
}

/// How many memberships of a list the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn count(
    platform: &Platform,
    actor: &Actor,
    filter: &MembershipFilter,
) -> Result<u64, Error> {
    Ok(memberships::count(platform.db(), actor, filter).await?)
}

/// The first page of several lists with one filter and order.
///
/// # Errors
/// `Internal` alone.
pub async fn first_of(
    platform: &Platform,
    actor: &Actor,
    lists: &[Whose],
    filter: &MembershipFilter,
    order: MembershipOrder,
    limit: u64,
) -> Result<HashMap<Whose, Page<Membership>>, Error> {
    Ok(memberships::first_of(platform.db(), actor, lists, filter, order, limit).await?)
}
