//! From the draft to the archive.

use maillage_domain::{
    moderation::{Moderated, Outcome, ReviewKind, Reviewable},
    policy::Actor,
    resources::{Resource, ResourceAction},
};
use maillage_persistence::{organisations, resources};

use super::{Target, expect_members, load, treatment};
use crate::{error::Error, moderation, platform::Platform};

/// Hands a resource in for review, or publishes it where its hub looks afterwards.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid` (staff time of an employers' group that is not for its members alone),
/// `Conflict`, `WRONG_STATE`, `NOT_ACTIVE_MEMBER`.
pub async fn submit(platform: &Platform, actor: &Actor, target: Target) -> Result<Resource, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let mut resource = load(tx, &actor, target, ResourceAction::Submit).await?;
            let owner = organisations::find(tx, resource.owner).await?;
            let owner = owner.ok_or(Error::NotFound)?;
            expect_members(tx, &act, &owner, &resource.content).await?;
            let (treatment, active) = treatment(tx, &resource).await?;
            resource.submit(&act, &treatment, active)?;
            resources::save(tx, &mut resource).await?;
            let subject = Reviewable::Resource(resource.id);
            let kind = ReviewKind::Publication;
            moderation::open(tx, &act, &treatment, subject, kind, resource.owner).await?;
            Ok(resource)
        })
        .await
}

/// Takes a submission, or the waiting revision, back.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn withdraw(
    platform: &Platform,
    actor: &Actor,
    target: Target,
) -> Result<Resource, Error> {
    leave(platform, actor, target, ResourceAction::Withdraw).await
}

/// Puts a published resource away.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn archive(
    platform: &Platform,
    actor: &Actor,
    target: Target,
) -> Result<Resource, Error> {
    leave(platform, actor, target, ResourceAction::Archive).await
}

/// A step after which nothing waits for a moderator.
async fn leave(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    action: ResourceAction,
) -> Result<Resource, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let mut resource = load(tx, &actor, target, action).await?;
            if action == ResourceAction::Archive {
                resource.archive(&act)?;
            } else {
                resource.withdraw(&act)?;
            }
            resources::save(tx, &mut resource).await?;
            let subject = Reviewable::Resource(resource.id);
            moderation::end(tx, &act, subject, Outcome::Withdrawn).await?;
            Ok(resource)
        })
        .await
}
