//! Taking a review, deciding it, contesting the decision.

use chrono::{DateTime, Utc};
use maillage_domain::{
    Act, Refusal, RefusalCode,
    ids::{OrganisationId, PersonId, ReviewId},
    moderation::{Restriction, Review, ReviewAction, Reviewed},
    policy::{self, Action, Actor},
    values::Reason,
};
use maillage_persistence::{Tx, hubs, moderation as stored, projects, resources};

use super::{GroundsDraft, content};
use crate::{
    error::{Error, expect_version},
    platform::Platform,
};

/// Which review an act is about, and the version the actor has read.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The review.
    pub id: ReviewId,
    /// The version the actor has read.
    pub expected_version: i32,
}

/// Takes a review for 30 minutes.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `REVIEW_CLOSED`, `CLAIMED_BY_ANOTHER`.
pub async fn claim(platform: &Platform, actor: &Actor, target: Target) -> Result<Review, Error> {
    hold(platform, actor, target, ReviewAction::Claim, Review::claim).await
}

/// Gives a review back.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `REVIEW_CLOSED`, `CLAIMED_BY_ANOTHER`, `WRONG_STATE`.
pub async fn release(platform: &Platform, actor: &Actor, target: Target) -> Result<Review, Error> {
    hold(
        platform,
        actor,
        target,
        ReviewAction::Release,
        Review::release,
    )
    .await
}

async fn hold(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    action: ReviewAction,
    step: fn(&mut Review, &Act<'_>) -> Result<(), Refusal>,
) -> Result<Review, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut review = stored::find(tx, target.id).await?.ok_or(Error::NotFound)?;
            policy::check(actor, Action::Review(action, &review))?;
            expect_version(target.expected_version, review.version)?;
            step(&mut review, &act)?;
            stored::save(tx, &mut review).await?;
            Ok(review)
        })
        .await
}

/// Publishes what was handed in, or leaves published what went out at once.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `REVIEW_CLOSED`, `CLAIMED_BY_ANOTHER`, `WRONG_STATE`.
pub async fn publish(platform: &Platform, actor: &Actor, target: Target) -> Result<Review, Error> {
    let act = platform.act(actor);
    decide(
        platform,
        actor,
        target,
        ReviewAction::Publish,
        async |_, review, content| {
            review.publish(&act)?;
            content.publish(&act, review.hub)?;
            Ok(())
        },
    )
    .await
}

/// Asks the author for changes, with the reasons.
///
/// # Errors
/// As [`publish`], and `Invalid` for the grounds.
pub async fn request_changes(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    grounds: GroundsDraft,
) -> Result<Review, Error> {
    restrict(
        platform,
        actor,
        target,
        ReviewAction::RequestChanges,
        grounds,
    )
    .await
}

/// Refuses what was handed in, or takes down what went out at once, with the reasons.
///
/// # Errors
/// As [`publish`], and `Invalid` for the grounds.
pub async fn reject(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    grounds: GroundsDraft,
) -> Result<Review, Error> {
    restrict(platform, actor, target, ReviewAction::Reject, grounds).await
}

async fn restrict(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    action: ReviewAction,
    grounds: GroundsDraft,
) -> Result<Review, Error> {
    let act = platform.act(actor);
    decide(
        platform,
        actor,
        target,
        action,
        async |tx, review, content| {
            let hub = hubs::find(tx, review.hub).await?.ok_or(Error::NotFound)?;
            let grounds = grounds.parse(&hub)?;
            let restriction = match action {
                ReviewAction::RequestChanges => Restriction::ChangesRequested,
                _ => content.refusal(),
            };
            let statement = review.restrict(&act, restriction, grounds)?;
            content.restrict(&act, review.hub, statement)?;
            Ok(())
        },
    )
    .await
}

/// Lets the contested decision stand.
///
/// # Errors
/// As [`publish`]; `Forbidden` for who took the contested decision.
pub async fn uphold(platform: &Platform, actor: &Actor, target: Target) -> Result<Review, Error> {
    let act = platform.act(actor);
    decide(
        platform,
        actor,
        target,
        ReviewAction::Uphold,
        async |_, review, _| Ok(review.settle_appeal(&act, ReviewAction::Uphold)?),
    )
    .await
}

/// Reverses the contested decision: what was refused is published, what was hidden is shown.
///
/// # Errors
/// As [`publish`]; `Forbidden` for who took the contested decision.
pub async fn overturn(platform: &Platform, actor: &Actor, target: Target) -> Result<Review, Error> {
    let act = platform.act(actor);
    decide(
        platform,
        actor,
        target,
        ReviewAction::Overturn,
        async |_, review, content| {
            review.settle_appeal(&act, ReviewAction::Overturn)?;
            content.reinstate(&act, review.hub)?;
            Ok(())
        },
    )
    .await
}

/// One decision: content and review locked in this order, authorised, at the version read, saved
/// together.
async fn decide(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    action: ReviewAction,
    step: impl AsyncFnOnce(&Tx, &mut Review, &mut Reviewed) -> Result<(), Error>,
) -> Result<Review, Error> {
    platform
        .write(async |tx| {
            let (mut review, mut content) = locked(tx, target.id).await?;
            policy::check(actor, Action::Review(action, &review))?;
            expect_version(target.expected_version, review.version)?;
            permits(&review, &content, action, platform.now(), actor.person())?;
            step(tx, &mut review, &mut content).await?;
            save_content(tx, &mut content).await?;
            stored::save(tx, &mut review).await?;
            Ok(review)
        })
        .await
}

/// The author contests a decision, once; somebody else decides on it.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `APPEAL_NOT_POSSIBLE`.
pub async fn appeal(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    acting_for: OrganisationId,
    plea: &str,
) -> Result<Review, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    let plea = Reason::parse(plea).map_err(|problem| Error::invalid("plea", problem))?;
    platform
        .write(async |tx| {
            let (contested, content) = locked(tx, target.id).await?;
            policy::check(&actor, Action::Review(ReviewAction::Appeal, &contested))?;
            expect_version(target.expected_version, contested.version)?;
            permits(
                &contested,
                &content,
                ReviewAction::Appeal,
                act.at,
                act.person,
            )?;
            let mut appeal = contested.appeal(&act, plea)?;
            stored::save(tx, &mut appeal).await?;
            Ok(appeal)
        })
        .await
}

/// Whether the review and its content let somebody take `action` at an instant, whatever their
/// rights.
///
/// # Errors
/// As [`Review::permits`]; `APPEAL_NOT_POSSIBLE` when the decision restricts nothing any more.
pub fn permits(
    review: &Review,
    content: &Reviewed,
    action: ReviewAction,
    at: DateTime<Utc>,
    person: Option<PersonId>,
) -> Result<(), Refusal> {
    review.permits(action, at, person)?;
    content.permits(action)?;
    let statement = review
        .decision
        .as_ref()
        .and_then(|decision| decision.statement.as_ref());
    match (action, statement) {
        (ReviewAction::Appeal, Some(statement)) if !content.is_restricted_by(statement) => {
            Err(Refusal::new(RefusalCode::AppealNotPossible))
        }
        _ => Ok(()),
    }
}

/// A review and its content, the content locked first.
async fn locked(tx: &Tx, id: ReviewId) -> Result<(Review, Reviewed), Error> {
    let subject = stored::find(tx, id).await?.ok_or(Error::NotFound)?.subject;
    stored::lock_subject(tx, subject).await?;
    // Read again: whoever held the lock may have changed both.
    let review = stored::find(tx, id).await?.ok_or(Error::NotFound)?;
    Ok((review, content(tx, subject).await?))
}

/// Writes content that something happened to.
async fn save_content(tx: &Tx, content: &mut Reviewed) -> Result<(), Error> {
    match content {
        Reviewed::Project(project) if !project.events.as_slice().is_empty() => {
            projects::save(tx, project).await?;
        }
        Reviewed::Organisation(organisation) if !organisation.events.as_slice().is_empty() => {
            crate::organisations::save(tx, organisation).await?;
        }
        Reviewed::Resource(resource) if !resource.events.as_slice().is_empty() => {
            resources::save(tx, resource).await?;
        }
        _ => {}
    }
    Ok(())
}
