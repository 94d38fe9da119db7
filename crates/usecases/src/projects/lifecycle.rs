//! From the draft to the archive.

use maillage_domain::{
    content::ContentKind,
    moderation::{Moderated, Outcome, ReviewKind, Reviewable},
    policy::Actor,
    projects::{Project, ProjectAction},
};
use maillage_persistence::projects;

use super::{Target, load};
use crate::{error::Error, moderation, platform::Platform};

/// Hands a project in for review, or publishes it where its hub looks afterwards.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `NOT_ACTIVE_MEMBER`.
pub async fn submit(platform: &Platform, actor: &Actor, target: Target) -> Result<Project, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let mut project = load(tx, &actor, target, ProjectAction::Submit).await?;
            let (treatment, active) =
                moderation::treatment(tx, project.hub, project.lead, ContentKind::Project).await?;
            project.submit(&act, &treatment, active)?;
            projects::save(tx, &mut project).await?;
            let subject = Reviewable::Project(project.id);
            moderation::open(
                tx,
                &act,
                &treatment,
                subject,
                ReviewKind::Publication,
                project.lead,
            )
            .await?;
            Ok(project)
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
) -> Result<Project, Error> {
    leave(platform, actor, target, ProjectAction::Withdraw).await
}

/// Puts a published project away.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn archive(platform: &Platform, actor: &Actor, target: Target) -> Result<Project, Error> {
    leave(platform, actor, target, ProjectAction::Archive).await
}

/// A step after which nothing waits for a moderator.
async fn leave(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    action: ProjectAction,
) -> Result<Project, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let mut project = load(tx, &actor, target, action).await?;
            if action == ProjectAction::Archive {
                project.archive(&act)?;
            } else {
                project.withdraw(&act)?;
            }
            projects::save(tx, &mut project).await?;
            moderation::end(
                tx,
                &act,
                Reviewable::Project(project.id),
                Outcome::Withdrawn,
            )
            .await?;
            Ok(project)
        })
        .await
}
