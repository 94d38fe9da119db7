//! Who takes part in a project.

use std::collections::HashMap;

use maillage_domain::{
    RefusalCode,
    ids::{OrganisationId, ParticipationId, ProjectId},
    policy::{self, Action, Actor},
    projects::{Participation, ParticipationAction, Project, ProjectAction},
    refusals::Refusal,
    values::Label,
};
use maillage_persistence::{Conn, Page, PageRequest, Tx, organisations, projects};

use super::{Target, load};
use crate::{
    error::{Error, expect_version},
    platform::Platform,
};

/// The lead invites an organisation to take part.
///
/// # Errors
/// `NotFound` for a project or organisation the actor cannot see, `Forbidden`, `Conflict`,
/// `WRONG_STATE`, `ALREADY_PARTICIPANT`.
pub async fn invite_participant(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    organisation: OrganisationId,
    part: Option<Label>,
) -> Result<Participation, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            // Whoever puts it away or takes it down at this moment is waited for.
            projects::lock(tx, target.id).await?;
            let project = load(tx, &actor, target, ProjectAction::ManageParticipants).await?;
            project.permits(ProjectAction::ManageParticipants)?;
            let invited = organisations::find(tx, organisation)
                .await?
                .ok_or(Error::NotFound)?;
            policy::check(&actor, Action::ReadOrganisation(&invited))?;
            not_yet(tx, &project, organisation).await?;
            let participation = Participation::invite(&act, &project, organisation, part);
            open(tx, participation).await
        })
        .await
}

/// An organisation asks to take part in a published project of a hub it is a member of.
///
/// # Errors
/// `NotFound`, `Forbidden`, `WRONG_STATE`, `ALREADY_PARTICIPANT`.
pub async fn request_participation(
    platform: &Platform,
    actor: &Actor,
    id: ProjectId,
    acting_for: OrganisationId,
    part: Option<Label>,
) -> Result<Participation, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    platform
        .write(async |tx| {
            projects::lock(tx, id).await?;
            let project = projects::find(tx, id).await?.ok_or(Error::NotFound)?;
            policy::check(
                &actor,
                Action::Project(ProjectAction::RequestParticipation, &project),
            )?;
            project.permits(ProjectAction::RequestParticipation)?;
            not_yet(tx, &project, acting_for).await?;
            let participation = Participation::request(&act, &project, acting_for, part);
            open(tx, participation).await
        })
        .await
}

/// The lead takes part anyway, and nobody takes part twice.
async fn not_yet(tx: &Tx, project: &Project, organisation: OrganisationId) -> Result<(), Error> {
    let already = project.lead == organisation
        || projects::live_participation(tx, project.id, organisation)
            .await?
            .is_some();
    if already {
        Err(Refusal::new(RefusalCode::AlreadyParticipant).into())
    } else {
        Ok(())
    }
}

/// Writes a new participation; the unique index settles a race.
async fn open(tx: &Tx, mut participation: Participation) -> Result<Participation, Error> {
    match projects::save_participation(tx, &mut participation).await {
        Err(maillage_persistence::Error::Taken(_)) => {
            Err(Refusal::new(RefusalCode::AlreadyParticipant).into())
        }
        outcome => {
            outcome?;
            Ok(participation)
        }
    }
}

/// Accepts, declines or ends a participation.
///
/// # Errors
/// `NotFound`, `Forbidden` for who is not asked, `Conflict`, `WRONG_STATE`.
pub async fn step_participation(
    platform: &Platform,
    actor: &Actor,
    id: ParticipationId,
    acting_for: OrganisationId,
    expected_version: i32,
    action: ParticipationAction,
) -> Result<Participation, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    platform
        .write(async |tx| {
            let (mut participation, project) = both(tx, id).await?.ok_or(Error::NotFound)?;
            policy::check(
                &actor,
                Action::Participation(action, &participation, &project),
            )?;
            expect_version(expected_version, participation.version)?;
            participation.step(&act, &project, action)?;
            projects::save_participation(tx, &mut participation).await?;
            Ok(participation)
        })
        .await
}

async fn both(
    conn: &impl Conn,
    id: ParticipationId,
) -> Result<Option<(Participation, Project)>, Error> {
    let Some(participation) = projects::find_participation(conn, id).await? else {
        return Ok(None);
    };
    let project = projects::find(conn, participation.project).await?;
    Ok(project.map(|project| (participation, project)))
}

/// A participation with its project, if the actor may see it.
///
/// # Errors
/// `Internal` alone.
pub async fn participation(
    platform: &Platform,
    actor: &Actor,
    id: ParticipationId,
) -> Result<Option<(Participation, Project)>, Error> {
    let found = both(platform.db(), id).await?;
    Ok(found.filter(|(participation, project)| {
        policy::check(actor, Action::ReadParticipation(participation, project)).is_ok()
    }))
}

/// The first participations of each project that the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn first_participations(
    platform: &Platform,
    actor: &Actor,
    projects: &[ProjectId],
    limit: u64,
) -> Result<HashMap<ProjectId, Page<Participation>>, Error> {
    Ok(projects::first_participations(platform.db(), actor, projects, limit).await?)
}

/// A page of the participations of a project that the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn list_participations(
    platform: &Platform,
    actor: &Actor,
    project: ProjectId,
    page: &PageRequest,
) -> Result<Page<Participation>, Error> {
    Ok(projects::list_participations(platform.db(), actor, project, page).await?)
}

/// How many participations of a project the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn count_participations(
    platform: &Platform,
    actor: &Actor,
    project: ProjectId,
) -> Result<u64, Error> {
    Ok(projects::count_participations(platform.db(), actor, project).await?)
}
