//! Projects: drafted, submitted, published, carried out.

mod lifecycle;
mod participations;
mod progress;

use std::collections::HashMap;

use maillage_domain::{
    content::ContentKind,
    ids::{HubId, NeedId, OrganisationId, ProjectId},
    moderation::{Outcome, ReviewKind, Reviewable},
    organisations::OrganisationAction,
    policy::{self, Action, Actor},
    projects::{Project, ProjectAction, ProjectContent, ProjectDraft},
};
pub use maillage_persistence::projects::{
    NeedDetails, NeedView, ProjectFields, ProjectFilter, ProjectOrder, ProjectOrderField,
    ProjectQuery, ProjectView,
};
use maillage_persistence::{Page, Tx, organisations, projects};

pub use self::{
    lifecycle::{archive, submit, withdraw},
    participations::{
        count_participations, first_participations, invite_participant, list_participations,
        participation, request_participation, step_participation,
    },
    progress::{NeedOutcome, reach_milestone, set_stage, settle_need},
};
use crate::{
    error::{Error, expect_version},
    moderation,
    platform::Platform,
};

/// Which project an act is about, and the version the actor has read.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The project.
    pub id: ProjectId,
    /// The organisation acted for.
    pub acting_for: OrganisationId,
    /// The version the actor has read.
    pub expected_version: i32,
}

/// Drafts a project in a hub.
///
/// # Errors
/// `NotFound` for a hub that does not exist; `Forbidden` without the contributor's mandate;
/// `Invalid`; `NOT_ACTIVE_MEMBER`.
pub async fn create(
    platform: &Platform,
    actor: &Actor,
    hub: HubId,
    acting_for: OrganisationId,
    draft: ProjectDraft,
) -> Result<Project, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    let content =
        ProjectContent::parse(draft, None, platform).map_err(|faults| faults.within("content"))?;
    platform
        .write(async |tx| {
            let organisation = organisations::find(tx, acting_for)
                .await?
                .ok_or(Error::NotFound)?;
            policy::check(
                &actor,
                Action::Organisation(OrganisationAction::CreateProject, &organisation),
            )?;
            let (_, active) =
                moderation::treatment(tx, hub, acting_for, ContentKind::Project).await?;
            let mut project = Project::create(&act, hub, acting_for, content, active)?;
            projects::save(tx, &mut project).await?;
            Ok(project)
        })
        .await
}

/// Changes a project: at once, or as a revision beside the published text where its hub looks
/// before publication.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `WRONG_STATE`, `NOTHING_TO_DO`.
pub async fn update(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    draft: ProjectDraft,
) -> Result<Project, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let mut project = load(tx, &actor, target, ProjectAction::Edit).await?;
            let content = ProjectContent::parse(draft, Some(&editable(&project)), platform)
                .map_err(|faults| faults.within("content"))?;
            let (treatment, _) =
                moderation::treatment(tx, project.hub, project.lead, ContentKind::Project).await?;
            project.edit(&act, content, &treatment)?;
            projects::save(tx, &mut project).await?;
            let subject = Reviewable::Project(project.id);
            // A change to what is published is looked at, before it shows or afterwards.
            if project.is_published() {
                moderation::open(
                    tx,
                    &act,
                    &treatment,
                    subject,
                    ReviewKind::Revision,
                    project.lead,
                )
                .await?;
            } else {
                moderation::end(tx, &act, subject, Outcome::Withdrawn).await?;
            }
            Ok(project)
        })
        .await
}

/// The ids that an edit may refer to: those published and those of the waiting revision.
fn editable(project: &Project) -> ProjectContent {
    let mut content = project.current_content();
    content.needs = project
        .needs
        .iter()
        .map(|need| need.content.clone())
        .collect();
    if let Some(revision) = &project.revision {
        content.needs.extend(revision.content.needs.iter().cloned());
        content
            .milestones
            .extend(revision.content.milestones.iter().cloned());
        content
            .budget
            .extend(revision.content.budget.iter().cloned());
    }
    content
}

/// Loads the project of an act on behalf of its lead, authorised and at the version read.
pub(crate) async fn load(
    tx: &Tx,
    actor: &Actor,
    target: Target,
    action: ProjectAction,
) -> Result<Project, Error> {
    let project = projects::find(tx, target.id)
        .await?
        .ok_or(Error::NotFound)?;
    policy::check(actor, Action::Project(action, &project))?;
    expect_version(target.expected_version, project.version)?;
    Ok(project)
}

/// A page of the projects the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn list(
    platform: &Platform,
    actor: &Actor,
    query: &ProjectQuery,
) -> Result<Page<ProjectView>, Error> {
    let mut page = projects::list(platform.db(), actor, query).await?;
    keep_notes(platform, actor, page.items.iter_mut().map(|(_, view)| view)).await?;
    Ok(page)
}

/// How many projects of a list the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn count(
    platform: &Platform,
    actor: &Actor,
    filter: &ProjectFilter,
) -> Result<u64, Error> {
    Ok(projects::count(platform.db(), actor, filter).await?)
}

/// Those of the projects that the actor may see, with the columns asked for.
///
/// # Errors
/// `Internal` alone.
pub async fn views(
    platform: &Platform,
    actor: &Actor,
    ids: &[ProjectId],
    fields: ProjectFields,
) -> Result<Vec<ProjectView>, Error> {
    let found = projects::views(platform.db(), actor, ids, fields).await?;
    let mut views: Vec<_> = found.into_values().collect();
    keep_notes(platform, actor, views.iter_mut()).await?;
    Ok(views)
}

/// Leaves the reason of abandoned projects to those who may read it.
async fn keep_notes(
    platform: &Platform,
    actor: &Actor,
    views: impl Iterator<Item = &mut ProjectView>,
) -> Result<(), Error> {
    let told: Vec<_> = views
        .filter(|view| view.abandoned_because.is_some())
        .collect();
    let ids: Vec<_> = told.iter().map(|view| view.id).collect();
    let found = projects::by_ids(platform.db(), &ids).await?;
    for view in told {
        if !found
            .get(&view.id)
            .is_some_and(|one| reads_notes(actor, one))
        {
            view.abandoned_because = None;
        }
    }
    Ok(())
}

fn reads_notes(actor: &Actor, project: &Project) -> bool {
    policy::check(actor, Action::ReadNotes(project)).is_ok()
}

/// Whole projects, for those that the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn whole(
    platform: &Platform,
    actor: &Actor,
    ids: &[ProjectId],
) -> Result<Vec<Project>, Error> {
    let found = projects::by_ids(platform.db(), ids).await?;
    let visible = |project: &Project| {
        policy::check(actor, Action::Project(ProjectAction::Read, project)).is_ok()
    };
    Ok(found
        .into_values()
        .filter(visible)
        .map(|project| {
            if reads_notes(actor, &project) {
                project
            } else {
                project.without_notes()
            }
        })
        .collect())
}

/// Whether the actor reads the revision and the statements of a project.
pub fn reads_private(actor: &Actor, project: &Project) -> bool {
    policy::check(actor, Action::Project(ProjectAction::ReadPrivate, project)).is_ok()
}

/// The needs of projects that the caller has been shown, withdrawn ones aside; with all they say, or
/// with kind, label and state. What they were met by in words is for who may read it.
///
/// # Errors
/// `Internal` alone.
pub async fn needs(
    platform: &Platform,
    actor: &Actor,
    ids: &[ProjectId],
    details: bool,
) -> Result<HashMap<ProjectId, Vec<NeedView>>, Error> {
    let mut needs = projects::need_views(platform.db(), ids, details).await?;
    let noted = |need: &NeedView| (need.details.as_ref()).is_some_and(|one| one.met_note.is_some());
    let told: Vec<_> = needs
        .iter()
        .filter(|(_, needs)| needs.iter().any(noted))
        .map(|(id, _)| *id)
        .collect();
    let found = projects::by_ids(platform.db(), &told).await?;
    for id in told {
        if !found.get(&id).is_some_and(|one| reads_notes(actor, one)) {
            let needs = needs.entry(id).or_default();
            for details in needs.iter_mut().filter_map(|need| need.details.as_mut()) {
                details.met_note = None;
            }
        }
    }
    Ok(needs)
}

/// A need, if the actor may see its project.
///
/// # Errors
/// `Internal` alone.
pub async fn need(
    platform: &Platform,
    actor: &Actor,
    id: NeedId,
) -> Result<Option<NeedView>, Error> {
    Ok(needs_by_ids(platform, actor, &[id]).await?.remove(&id))
}

/// Those of the needs of whose projects the actor may see, in as many statements for one as for many.
///
/// # Errors
/// `Internal` alone.
pub async fn needs_by_ids(
    platform: &Platform,
    actor: &Actor,
    ids: &[NeedId],
) -> Result<HashMap<NeedId, NeedView>, Error> {
    let projects = projects::projects_of_needs(platform.db(), ids).await?;
    let mut projects: Vec<_> = projects.into_values().collect();
    projects.sort_unstable();
    projects.dedup();
    let seen = views(platform, actor, &projects, ProjectFields::empty()).await?;
    projects.retain(|id| seen.iter().any(|one| one.id == *id));
    let needs = needs(platform, actor, &projects, true).await?;
    let wanted = needs.into_values().flatten();
    let wanted = wanted.filter(|need| ids.contains(&need.id));
    Ok(wanted.map(|need| (need.id, need)).collect())
}
