//! What coordinators do.

use maillage_domain::{
    Act, Problem, ProblemCode, Refusal,
    hubs::{Hub, HubAction},
    ids::{CollegeId, HubId, OrganisationId},
    memberships::{MemberCategory, Membership, MembershipAction, MembershipState},
    moderation::{Outcome, Reviewable},
    organisations::OrganisationAction,
    policy::{self, Action, Actor},
    values::Reason,
};
use maillage_persistence::{Tx, hubs, memberships, organisations};

use super::{Target, load, organisation::open};
use crate::{error::Error, hubs::locked, moderation, platform::Platform};

/// Asks an organisation to join.
///
/// # Errors
/// `NotFound` for a hub or organisation the actor cannot see; `Forbidden`; `Invalid` on `college`;
/// `ALREADY_MEMBER`; `WRONG_STATE` for an archived organisation.
pub async fn invite(
    platform: &Platform,
    actor: &Actor,
    hub: HubId,
    organisation: OrganisationId,
    category: MemberCategory,
    college: Option<CollegeId>,
) -> Result<Membership, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let hub = locked(tx, actor, hub, HubAction::ManageMemberships).await?;
            organisations::lock(tx, organisation).await?;
            let found = organisations::find(tx, organisation).await?;
            let organisation = found.ok_or(Error::NotFound)?;
            policy::check(actor, Action::InviteMember(&hub, &organisation))?;
            organisation.permits(OrganisationAction::ManageMemberships)?;
            known_college(&hub, college)?;
            open(
                tx,
                Membership::invite(&act, hub.id, organisation.id, category, college),
            )
            .await
        })
        .await
}

/// Accepts an application: the organisation is a member, and its profile is published, for the
/// coordinator has read it. Category and college stay as applied for where nothing is said.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`; `Invalid` on `college`; `SIREN_TAKEN` when
/// another organisation is published under its SIREN.
pub async fn accept(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    category: Option<MemberCategory>,
    college: Option<CollegeId>,
) -> Result<Membership, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut membership = load(tx, actor, target, MembershipAction::Accept).await?;
            college_of(tx, &membership, college).await?;
            membership.accept(&act, category, college)?;
            memberships::save(tx, &mut membership).await?;
            admit(tx, &act, &membership).await?;
            Ok(membership)
        })
        .await
}

/// Publishes the profile of a new member, and ends the review that waits for it.
pub(super) async fn admit(tx: &Tx, act: &Act<'_>, membership: &Membership) -> Result<(), Error> {
    organisations::lock(tx, membership.organisation).await?;
    let found = organisations::find(tx, membership.organisation).await?;
    let mut organisation = found.ok_or(Error::NotFound)?;
    organisation.admit(act, membership.hub);
    // One that was published already, or that a moderator took down, stays as it is.
    if organisation.events.as_slice().is_empty() {
        return Ok(());
    }
    crate::organisations::save(tx, &mut organisation).await?;
    let profile = Reviewable::Organisation(membership.organisation);
    moderation::end(tx, act, profile, Outcome::Published).await
}

/// Takes a waiting profile away from a hub whose membership is none for now, or for good.
pub(super) async fn let_go(tx: &Tx, act: &Act<'_>, membership: &Membership) -> Result<(), Error> {
    if membership.state == MembershipState::Active {
        return Ok(());
    }
    moderation::release_profile(tx, act, membership.organisation, membership.hub).await
}

/// Refuses an application.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn refuse(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    reason: Reason,
) -> Result<Membership, Error> {
    let action = MembershipAction::Refuse;
    step(platform, actor, target, action, |act, membership| {
        membership.refuse(act, reason)
    })
    .await
}

/// Suspends a member: from its people's next request on it is none for the platform.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn suspend(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    reason: Reason,
) -> Result<Membership, Error> {
    let action = MembershipAction::Suspend;
    step(platform, actor, target, action, |act, membership| {
        membership.suspend(act, reason)
    })
    .await
}

/// Lifts a suspension.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn resume(
    platform: &Platform,
    actor: &Actor,
    target: Target,
) -> Result<Membership, Error> {
    let action = MembershipAction::Resume;
    step(platform, actor, target, action, |act, membership| {
        membership.resume(act)
    })
    .await
}

/// Excludes a member. What it published stays.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn exclude(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    reason: Reason,
) -> Result<Membership, Error> {
    let action = MembershipAction::Exclude;
    step(platform, actor, target, action, |act, membership| {
        membership.exclude(act, reason)
    })
    .await
}

/// What a coordinator may change about a member.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    /// As what.
    pub category: MemberCategory,
    /// In which college, if in one.
    pub college: Option<CollegeId>,
    /// Whether its content goes out without waiting for a moderator.
    pub trusted: bool,
}

/// Changes category, college and trust.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `NOTHING_TO_DO`; `Invalid` on `college`.
pub async fn change(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    change: Change,
) -> Result<Membership, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut membership = load(tx, actor, target, MembershipAction::Change).await?;
            college_of(tx, &membership, change.college).await?;
            membership.change(&act, change.category, change.college, change.trusted)?;
            memberships::save(tx, &mut membership).await?;
            Ok(membership)
        })
        .await
}

async fn step(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    action: MembershipAction,
    step: impl FnOnce(&Act<'_>, &mut Membership) -> Result<(), Refusal>,
) -> Result<Membership, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut membership = load(tx, actor, target, action).await?;
            step(&act, &mut membership)?;
            memberships::save(tx, &mut membership).await?;
            let_go(tx, &act, &membership).await?;
            Ok(membership)
        })
        .await
}

async fn college_of(
    tx: &Tx,
    membership: &Membership,
    college: Option<CollegeId>,
) -> Result<(), Error> {
    let hub = hubs::find(tx, membership.hub)
        .await?
        .ok_or(Error::NotFound)?;
    known_college(&hub, college)
}

fn known_college(hub: &Hub, college: Option<CollegeId>) -> Result<(), Error> {
    match college {
        Some(id) if hub.college(id).is_none() => {
            let unknown = Problem::new(ProblemCode::Unknown).with("given", id);
            Err(Error::invalid("college", unknown))
        }
        _ => Ok(()),
    }
}
