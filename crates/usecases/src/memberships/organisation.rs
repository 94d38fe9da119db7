//! What organisations do.

use maillage_domain::{
    Act, Refusal, RefusalCode,
    hubs::{Hub, HubAction},
    ids::{HubId, OrganisationId},
    memberships::{MemberCategory, Membership, MembershipAction},
    organisations::OrganisationAction,
    policy::{self, Action, Actor},
};
use maillage_persistence::{Tx, hubs, memberships, organisations};

use super::{
    Target,
    hub::{admit, let_go},
    load,
};
use crate::{error::Error, hubs::locked, platform::Platform};

/// Asks to join a hub and accepts its charter.
///
/// # Errors
/// `NotFound`, `Forbidden`; `ALREADY_MEMBER`, `NO_CHARTER`, `CHARTER_OUTDATED`; `WRONG_STATE` for
/// an archived organisation.
pub async fn apply(
    platform: &Platform,
    actor: &Actor,
    hub: HubId,
    acting_for: OrganisationId,
    category: MemberCategory,
    charter: i32,
) -> Result<Membership, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    platform
        .write(async |tx| {
            let hub = locked(tx, &actor, hub, HubAction::Apply).await?;
            // Whoever archives it at this moment waits, and finds the application.
            organisations::lock(tx, acting_for).await?;
            let found = organisations::find(tx, acting_for).await?;
            let organisation = found.ok_or(Error::NotFound)?;
            let action = OrganisationAction::ManageMemberships;
            policy::check(&actor, Action::Organisation(action, &organisation))?;
            organisation.permits(action)?;
            let membership = Membership::apply(&act, &hub, acting_for, category, charter)?;
            open(tx, membership).await
        })
        .await
}

/// Writes a new membership; the unique index settles a race.
pub(super) async fn open(tx: &Tx, mut membership: Membership) -> Result<Membership, Error> {
    match memberships::save(tx, &mut membership).await {
        Err(error) if memberships::is_member_already(&error) => {
            Err(Refusal::new(RefusalCode::AlreadyMember).into())
        }
        outcome => {
            outcome?;
            Ok(membership)
        }
    }
}

/// Takes an invitation up and accepts the charter: the organisation is a member, and its profile
/// is published.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `NO_CHARTER`, `CHARTER_OUTDATED`.
pub async fn join(
    platform: &Platform,
    actor: &Actor,
    acting_for: OrganisationId,
    target: Target,
    charter: i32,
) -> Result<Membership, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    platform
        .write(async |tx| {
            let mut membership = load(tx, &actor, target, MembershipAction::Join).await?;
            let hub = hub_of(tx, &membership).await?;
            membership.join(&act, &hub, charter)?;
            memberships::save(tx, &mut membership).await?;
            admit(tx, &act, &membership).await?;
            Ok(membership)
        })
        .await
}

/// Declines an invitation.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn decline(
    platform: &Platform,
    actor: &Actor,
    acting_for: OrganisationId,
    target: Target,
) -> Result<Membership, Error> {
    let action = MembershipAction::Decline;
    step(
        platform,
        actor,
        acting_for,
        target,
        action,
        |act, membership| membership.decline(act),
    )
    .await
}

/// Leaves the hub, or takes the application back. What the organisation published stays.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn leave(
    platform: &Platform,
    actor: &Actor,
    acting_for: OrganisationId,
    target: Target,
) -> Result<Membership, Error> {
    let action = MembershipAction::Leave;
    step(
        platform,
        actor,
        acting_for,
        target,
        action,
        |act, membership| membership.leave(act),
    )
    .await
}

/// Accepts the charter version in force.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `NO_CHARTER`, `CHARTER_OUTDATED`,
/// `NOTHING_TO_DO`.
pub async fn accept_charter(
    platform: &Platform,
    actor: &Actor,
    acting_for: OrganisationId,
    target: Target,
    charter: i32,
) -> Result<Membership, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    platform
        .write(async |tx| {
            let mut membership = load(tx, &actor, target, MembershipAction::AcceptCharter).await?;
            let hub = hub_of(tx, &membership).await?;
            membership.accept_charter(&act, &hub, charter)?;
            memberships::save(tx, &mut membership).await?;
            Ok(membership)
        })
        .await
}

async fn step(
    platform: &Platform,
    actor: &Actor,
    acting_for: OrganisationId,
    target: Target,
    action: MembershipAction,
    step: impl FnOnce(&Act<'_>, &mut Membership) -> Result<(), Refusal>,
) -> Result<Membership, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    platform
        .write(async |tx| {
            let mut membership = load(tx, &actor, target, action).await?;
            step(&act, &mut membership)?;
            memberships::save(tx, &mut membership).await?;
            let_go(tx, &act, &membership).await?;
            Ok(membership)
        })
        .await
}

async fn hub_of(tx: &Tx, membership: &Membership) -> Result<Hub, Error> {
    hubs::find(tx, membership.hub).await?.ok_or(Error::NotFound)
}
