//! Taking published content down, and showing it again.

use maillage_domain::{
    Problem, ProblemCode,
    hubs::Hub,
    ids::{HubId, OrganisationId, ProjectId, ResourceId},
    moderation::{Moderated, Outcome, Restriction, Review, ReviewKind, Reviewable},
    organisations::{Organisation, OrganisationAction},
    policy::{self, Action, Actor},
    projects::{Project, ProjectAction},
    resources::{Resource, ResourceAction},
};
use maillage_persistence::{Tx, hubs, moderation as stored, organisations, projects, resources};

use super::{GroundsDraft, end};
use crate::{
    error::{Error, expect_version},
    platform::Platform,
};

/// Which content an act is about, and the version the actor has read.
#[derive(Debug, Clone, Copy)]
pub struct Takedown<T> {
    /// The content.
    pub id: T,
    /// The version the actor has read.
    pub expected_version: i32,
}

/// Takes a published project down, with the reasons. What waits for a decision ends with it.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `WRONG_STATE`.
pub async fn hide_project(
    platform: &Platform,
    actor: &Actor,
    target: Takedown<ProjectId>,
    grounds: GroundsDraft,
) -> Result<Project, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut project = load_project(tx, actor, target, ProjectAction::Hide).await?;
            project.permits(ProjectAction::Hide)?;
            let hub = hubs::find(tx, project.hub).await?.ok_or(Error::NotFound)?;
            let subject = Reviewable::Project(project.id);
            let mut review = Review::open(&act, hub.id, subject, ReviewKind::Hiding, project.lead);
            let statement = review.restrict(&act, Restriction::Hidden, grounds.parse(&hub)?)?;
            project.hide(&act, hub.id, statement)?;
            projects::save(tx, &mut project).await?;
            end(tx, &act, subject, Outcome::Withdrawn).await?;
            stored::save(tx, &mut review).await?;
            Ok(project)
        })
        .await
}

/// Shows a hidden project again. An appeal against the hiding ends in its author's favour.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn restore_project(
    platform: &Platform,
    actor: &Actor,
    target: Takedown<ProjectId>,
) -> Result<Project, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut project = load_project(tx, actor, target, ProjectAction::Restore).await?;
            let hub = project.hub;
            project.restore(&act, hub)?;
            projects::save(tx, &mut project).await?;
            let subject = Reviewable::Project(project.id);
            end(tx, &act, subject, Outcome::Overturned).await?;
            Ok(project)
        })
        .await
}

async fn load_project(
    tx: &Tx,
    actor: &Actor,
    target: Takedown<ProjectId>,
    action: ProjectAction,
) -> Result<Project, Error> {
    stored::lock_subject(tx, Reviewable::Project(target.id)).await?;
    let project = projects::find(tx, target.id).await?;
    let project = project.ok_or(Error::NotFound)?;
    policy::check(actor, Action::Project(action, &project))?;
    expect_version(target.expected_version, project.version)?;
    Ok(project)
}

/// Takes a published resource down, with the reasons. What waits for a decision ends with it.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `WRONG_STATE`.
pub async fn hide_resource(
    platform: &Platform,
    actor: &Actor,
    target: Takedown<ResourceId>,
    grounds: GroundsDraft,
) -> Result<Resource, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut resource = load_resource(tx, actor, target, ResourceAction::Hide).await?;
            resource.permits(ResourceAction::Hide)?;
            let hub = hubs::find(tx, resource.hub).await?.ok_or(Error::NotFound)?;
            let subject = Reviewable::Resource(resource.id);
            let kind = ReviewKind::Hiding;
            let mut review = Review::open(&act, hub.id, subject, kind, resource.owner);
            let statement = review.restrict(&act, Restriction::Hidden, grounds.parse(&hub)?)?;
            resource.hide(&act, hub.id, statement)?;
            resources::save(tx, &mut resource).await?;
            end(tx, &act, subject, Outcome::Withdrawn).await?;
            stored::save(tx, &mut review).await?;
            Ok(resource)
        })
        .await
}

/// Shows a hidden resource again. An appeal against the hiding ends in its author's favour.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn restore_resource(
    platform: &Platform,
    actor: &Actor,
    target: Takedown<ResourceId>,
) -> Result<Resource, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut resource = load_resource(tx, actor, target, ResourceAction::Restore).await?;
            let hub = resource.hub;
            resource.restore(&act, hub)?;
            resources::save(tx, &mut resource).await?;
            let subject = Reviewable::Resource(resource.id);
            end(tx, &act, subject, Outcome::Overturned).await?;
            Ok(resource)
        })
        .await
}

async fn load_resource(
    tx: &Tx,
    actor: &Actor,
    target: Takedown<ResourceId>,
    action: ResourceAction,
) -> Result<Resource, Error> {
    stored::lock_subject(tx, Reviewable::Resource(target.id)).await?;
    let resource = resources::find(tx, target.id).await?;
    let resource = resource.ok_or(Error::NotFound)?;
    policy::check(actor, Action::Resource(action, &resource))?;
    expect_version(target.expected_version, resource.version)?;
    Ok(resource)
}

/// Takes the profile of an organisation down in the name of one of its hubs, with the reasons.
/// What waits for a decision ends with it.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `WRONG_STATE`.
pub async fn hide_organisation(
    platform: &Platform,
    actor: &Actor,
    target: Takedown<OrganisationId>,
    hub: HubId,
    grounds: GroundsDraft,
) -> Result<Organisation, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let action = OrganisationAction::Hide;
            let (mut organisation, hub) = load_organisation(tx, actor, target, hub, action).await?;
            organisation.permits(action)?;
            let grounds = grounds.parse(&hub)?;
            let subject = Reviewable::Organisation(organisation.id);
            let mut review =
                Review::open(&act, hub.id, subject, ReviewKind::Hiding, organisation.id);
            let statement = review.restrict(&act, Restriction::Hidden, grounds)?;
            organisation.hide(&act, hub.id, statement)?;
            organisations::save(tx, &mut organisation).await?;
            end(tx, &act, subject, Outcome::Withdrawn).await?;
            stored::save(tx, &mut review).await?;
            Ok(organisation)
        })
        .await
}

/// Shows a hidden profile again. An appeal against the hiding ends in its author's favour.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `WRONG_STATE`.
pub async fn restore_organisation(
    platform: &Platform,
    actor: &Actor,
    target: Takedown<OrganisationId>,
    hub: HubId,
) -> Result<Organisation, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let action = OrganisationAction::Restore;
            let (mut organisation, hub) = load_organisation(tx, actor, target, hub, action).await?;
            organisation.restore(&act, hub.id)?;
            organisations::save(tx, &mut organisation).await?;
            let subject = Reviewable::Organisation(organisation.id);
            end(tx, &act, subject, Outcome::Overturned).await?;
            Ok(organisation)
        })
        .await
}

/// The organisation and the hub in whose name its profile is decided on: one that it applied to
/// or belongs to, and whose moderator the actor is.
async fn load_organisation(
    tx: &Tx,
    actor: &Actor,
    target: Takedown<OrganisationId>,
    hub: HubId,
    action: OrganisationAction,
) -> Result<(Organisation, Hub), Error> {
    stored::lock_subject(tx, Reviewable::Organisation(target.id)).await?;
    let organisation = organisations::find(tx, target.id)
        .await?
        .ok_or(Error::NotFound)?;
    policy::check(actor, Action::Organisation(action, &organisation))?;
    let hub = hubs::find(tx, hub).await?;
    let hub = hub
        .filter(|hub| organisation.hubs.contains(&hub.id))
        .ok_or_else(|| {
            let problem = Problem::new(ProblemCode::Inconsistent).with("with", "id");
            Error::invalid("hub", problem)
        })?;
    policy::check(actor, Action::TakeDownFor(&hub))?;
    expect_version(target.expected_version, organisation.version)?;
    Ok((organisation, hub))
}
