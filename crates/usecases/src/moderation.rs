//! Moderation: how a hub treats content, the queue of its reviews, and what was decided.
//!
//! Whoever changes content and its review in one transaction locks the content first, then the
//! review: two moderators, or a moderator and the author, wait for each other in the same order,
//! and the second finds the version of the first.

mod decisions;
mod grounds;
mod opening;
mod takedowns;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use maillage_domain::{
    Problem, ProblemCode,
    hubs::{Hub, HubAction},
    ids::{PersonId, ReviewId},
    moderation::{FieldChange, Review, ReviewAction, ReviewKind, Reviewable, Reviewed},
    policy::{self, Action, Actor},
};
pub use maillage_persistence::moderation::{
    Figures, Holder, ReviewFilter, ReviewQuery, ReviewScope, Tally,
};
use maillage_persistence::{Conn, Page, moderation, organisations, projects, resources};

pub use self::{
    decisions::{
        Target, appeal, claim, overturn, permits, publish, reject, release, request_changes, uphold,
    },
    grounds::GroundsDraft,
    opening::{end, open, profile_treatment, release_profile, treatment},
    takedowns::{
        Takedown, hide_organisation, hide_project, hide_resource, restore_organisation,
        restore_project, restore_resource,
    },
};
use crate::{error::Error, platform::Platform};

/// A review, if it concerns the actor.
///
/// # Errors
/// `Internal` alone.
pub async fn find(
    platform: &Platform,
    actor: &Actor,
    id: ReviewId,
) -> Result<Option<Review>, Error> {
    Ok(by_ids(platform, actor, &[id]).await?.remove(&id))
}

/// Those of the reviews that concern the actor.
///
/// # Errors
/// `Internal` alone.
pub async fn by_ids(
    platform: &Platform,
    actor: &Actor,
    ids: &[ReviewId],
) -> Result<HashMap<ReviewId, Review>, Error> {
    let mut reviews = moderation::by_ids(platform.db(), ids).await?;
    reviews.retain(|_, review| {
        policy::check(actor, Action::Review(ReviewAction::Read, review)).is_ok()
    });
    Ok(reviews)
}

/// A page of reviews that concern the actor. The queue of a hub is nobody's but its moderators'.
///
/// # Errors
/// `Internal` alone.
pub async fn list(
    platform: &Platform,
    actor: &Actor,
    query: &ReviewQuery,
) -> Result<Page<Review>, Error> {
    Ok(moderation::list(platform.db(), actor, query).await?)
}

/// How many reviews of a list concern the actor.
///
/// # Errors
/// `Internal` alone.
pub async fn count(
    platform: &Platform,
    actor: &Actor,
    scope: ReviewScope,
    filter: &ReviewFilter,
) -> Result<u64, Error> {
    Ok(moderation::count(platform.db(), actor, scope, filter).await?)
}

/// The first page of several lists with one filter.
///
/// # Errors
/// `Internal` alone.
pub async fn first_of(
    platform: &Platform,
    actor: &Actor,
    lists: &[ReviewScope],
    filter: &ReviewFilter,
    limit: u64,
) -> Result<HashMap<ReviewScope, Page<Review>>, Error> {
    Ok(moderation::first_of(platform.db(), actor, lists, filter, limit).await?)
}

/// Whether the actor reads the queue of a hub.
pub fn reads_queue(actor: &Actor, hub: &Hub) -> bool {
    expect_queue(actor, hub).is_ok()
}

/// The actor must be one who reads the queue of a hub.
///
/// # Errors
/// `Unauthenticated`, `Forbidden`.
pub fn expect_queue(actor: &Actor, hub: &Hub) -> Result<(), Error> {
    Ok(policy::check(actor, Action::Hub(HubAction::Moderate, hub))?)
}

/// The content of reviews that the caller has been shown, as far as it is there.
///
/// # Errors
/// `Internal` alone.
pub async fn contents(
    platform: &Platform,
    subjects: &[Reviewable],
) -> Result<HashMap<Reviewable, Reviewed>, Error> {
    let (mut project_ids, mut organisation_ids, mut resource_ids) = (vec![], vec![], vec![]);
    for subject in subjects {
        match subject {
            Reviewable::Project(id) => project_ids.push(*id),
            Reviewable::Organisation(id) => organisation_ids.push(*id),
            Reviewable::Resource(id) => resource_ids.push(*id),
        }
    }
    let found_projects = projects::by_ids(platform.db(), &project_ids).await?;
    let found_organisations = if organisation_ids.is_empty() {
        HashMap::new()
    } else {
        organisations::by_ids(platform.db(), &organisation_ids).await?
    };
    let found_resources = resources::by_ids(platform.db(), &resource_ids).await?;
    let found_projects = found_projects
        .into_values()
        .map(|project| Reviewed::Project(Box::new(project)));
    let found_organisations = found_organisations
        .into_values()
        .map(|organisation| Reviewed::Organisation(Box::new(organisation)));
    let found_resources = found_resources
        .into_values()
        .map(|resource| Reviewed::Resource(Box::new(resource)));
    Ok(found_projects
        .chain(found_organisations)
        .chain(found_resources)
        .map(|content| (content.subject(), content))
        .collect())
}

/// Whether the actor knows who works on a review and who decided it: the hub's team does.
fn reads_moderators(actor: &Actor, review: &Review) -> bool {
    policy::check(actor, Action::ReadModerator(review)).is_ok()
}

/// Who handed a review in; who took content down unasked is for the team to know.
pub fn submitter(actor: &Actor, review: &Review) -> Option<PersonId> {
    let told = review.kind != ReviewKind::Hiding || reads_moderators(actor, review);
    review.submitted_by.filter(|_| told)
}

/// Who works on a review at an instant, and until when, for the team.
pub fn holder(
    actor: &Actor,
    review: &Review,
    at: DateTime<Utc>,
) -> Option<(PersonId, DateTime<Utc>)> {
    review.claimed_by(at)?;
    review.claim.filter(|_| reads_moderators(actor, review))
}

/// Who decided a review, for the team.
pub fn decider(actor: &Actor, review: &Review) -> Option<PersonId> {
    let by = review.decision.as_ref()?.by;
    by.filter(|_| reads_moderators(actor, review))
}

/// What the moderator of a waiting review has to read. A decided one has nothing to compare any
/// more: the content may have gone on.
pub fn changes(review: &Review, content: &Reviewed) -> Vec<FieldChange> {
    if review.decision.is_some() {
        return Vec::new();
    }
    content.changes()
}

/// What a coordinator reports on a calendar year, in the hub's time zone (DSA art. 15 and 24);
/// `None` for everyone else.
///
/// # Errors
/// `Invalid` for a year that the calendar does not have.
pub async fn figures(
    platform: &Platform,
    actor: &Actor,
    hub: &Hub,
    year: i32,
) -> Result<Option<Figures>, Error> {
    if policy::check(actor, Action::Hub(HubAction::Edit, hub)).is_err() {
        return Ok(None);
    }
    let (from, until) = (new_year(hub, year)?, new_year(hub, year + 1)?);
    Ok(Some(
        moderation::figures(platform.db(), hub.id, from, until).await?,
    ))
}

/// The first instant of a year where the hub is.
fn new_year(hub: &Hub, year: i32) -> Result<DateTime<Utc>, Error> {
    let out_of_range = || {
        Error::invalid(
            "year",
            Problem::new(ProblemCode::OutOfRange)
                .with("min", 2000)
                .with("max", 2100),
        )
    };
    if !(2000..=2101).contains(&year) {
        return Err(out_of_range());
    }
    NaiveDate::from_ymd_opt(year, 1, 1)
        .and_then(|day| day.and_hms_opt(0, 0, 0))
        .and_then(|midnight| {
            midnight
                .and_local_timezone(hub.content.time_zone)
                .earliest()
        })
        .map(|instant| instant.to_utc())
        .ok_or_else(out_of_range)
}

/// Loads the content of a review.
async fn content(conn: &impl Conn, subject: Reviewable) -> Result<Reviewed, Error> {
    match subject {
        Reviewable::Project(id) => projects::find(conn, id)
            .await?
            .map(|project| Reviewed::Project(Box::new(project))),
        Reviewable::Organisation(id) => organisations::find(conn, id)
            .await?
            .map(|organisation| Reviewed::Organisation(Box::new(organisation))),
        Reviewable::Resource(id) => resources::find(conn, id)
            .await?
            .map(|resource| Reviewed::Resource(Box::new(resource))),
    }
    .ok_or(Error::NotFound)
}
