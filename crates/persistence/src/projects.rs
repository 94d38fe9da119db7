//! Projects, their needs and participations.

mod needs;
mod offers;
mod participations;
mod query;
pub(crate) mod row;

use std::collections::HashMap;

use maillage_domain::{
    content::ContentState,
    ids::{HubId, NeedId, OrganisationId, ProjectId},
    projects::{Need, Project, ProjectContent, ProjectStage},
    values::{Markdown, Reason, Summary, Title, Visibility, fold},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

pub(crate) use self::query::visible;
pub use self::{
    needs::{NeedDetails, NeedView, need_views},
    offers::open_needs,
    participations::{
        ParticipantsPage, count_participations, find_participation, first_participations,
        list_participations, live_participation, save_participation,
    },
    query::{
        ProjectFields, ProjectFilter, ProjectOrder, ProjectOrderField, ProjectQuery, ProjectView,
        count, list, views,
    },
};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::{among, corrupt, json, lock_row, one_row, text, to_json, value},
    search,
};

/// A project with its needs and parties.
///
/// # Errors
/// When the database fails or holds what is no project.
pub async fn find(conn: &impl Conn, id: ProjectId) -> Result<Option<Project>, Error> {
    Ok(by_ids(conn, &[id]).await?.remove(&id))
}

/// Projects with their needs and parties, in three statements whatever their number.
///
/// # Errors
/// When the database fails or holds what is no project.
pub async fn by_ids(
    conn: &impl Conn,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, Project>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let uuids = || ids.iter().map(ProjectId::uuid);
    let rows = row::Entity::find()
        .filter(among(conn, row::Column::Id, uuids()))
        .all(&conn.executor())
        .await?;
    let mut needs = needs::of_projects(conn, ids).await?;
    let mut parties = parties(conn, ids).await?;
    rows.into_iter()
        .map(|row| {
            let id = ProjectId::from_uuid(row.id);
            let project = project(
                row,
                needs.remove(&id).unwrap_or_default(),
                parties.remove(&id).unwrap_or_default(),
            )?;
            Ok((id, project))
        })
        .collect()
}

/// Makes others who decide across the rows of one project wait until this transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &Tx, id: ProjectId) -> Result<(), Error> {
    lock_row(tx, "projects", id.uuid()).await
}

/// The project a need belongs to.
///
/// # Errors
/// When the database fails.
pub async fn project_of_need(conn: &impl Conn, need: NeedId) -> Result<Option<ProjectId>, Error> {
    Ok(projects_of_needs(conn, &[need]).await?.remove(&need))
}

/// The projects that needs belong to, in one statement.
///
/// # Errors
/// When the database fails.
pub async fn projects_of_needs(
    conn: &impl Conn,
    needs: &[NeedId],
) -> Result<HashMap<NeedId, ProjectId>, Error> {
    use row::need::{Column, Entity};
    let rows: Vec<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::ProjectId])
        .filter(among(conn, Column::Id, needs.iter().map(NeedId::uuid)))
        .into_tuple()
        .all(&conn.executor())
        .await?;
    let typed = |(need, project)| (NeedId::from_uuid(need), ProjectId::from_uuid(project));
    Ok(rows.into_iter().map(typed).collect())
}

/// The organisations that are parties to each project.
async fn parties(
    conn: &impl Conn,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, Vec<OrganisationId>>, Error> {
    use row::participation::{Column, Entity};
    let rows: Vec<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .columns([Column::ProjectId, Column::OrganisationId])
        .filter(among(
            conn,
            Column::ProjectId,
            ids.iter().map(ProjectId::uuid),
        ))
        .filter(Column::State.is_in(participations::LIVE))
        .into_tuple()
        .all(&conn.executor())
        .await?;
    let mut parties: HashMap<ProjectId, Vec<OrganisationId>> = HashMap::new();
    for (project, organisation) in rows {
        parties
            .entry(ProjectId::from_uuid(project))
            .or_default()
            .push(OrganisationId::from_uuid(organisation));
    }
    Ok(parties)
}

/// Writes a project, its needs and its events.
///
/// # Errors
/// `Stale` when somebody saved it since; otherwise when the database fails.
pub async fn save(tx: &Tx, project: &mut Project) -> Result<(), Error> {
    let before = project.version;
    let mut active = active(project)?;
    active.version = Set(before + 1);
    if before == 0 {
        row::Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = row::Entity::update_many()
            .set(active)
            .filter(row::Column::Id.eq(project.id.uuid()))
            .filter(row::Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    save_needs(tx, project, before == 0).await?;
    project.version = before + 1;
    tx.record(project.events.drain());
    Ok(())
}

/// Needs are few and carry no version of their own: they are written anew with their project.
async fn save_needs(tx: &Tx, project: &Project, is_new: bool) -> Result<(), Error> {
    use row::need::{ActiveModel, Column, Entity};
    if !is_new {
        Entity::delete_many()
            .filter(Column::ProjectId.eq(project.id.uuid()))
            .exec(&tx.executor())
            .await?;
    }
    if project.needs.is_empty() {
        return Ok(());
    }
    let rows = project.needs.iter().zip(0..).map(|(need, position)| {
        let content = &need.content;
        ActiveModel {
            id: Set(content.id.uuid()),
            project_id: Set(project.id.uuid()),
            position: Set(position),
            kind: Set(content.kind.to_string()),
            label: Set(content.label.to_string()),
            description: Set(content.description.as_ref().map(ToString::to_string)),
            quantity_value: Set(content.quantity.map(|quantity| quantity.value.to_string())),
            quantity_unit: Set(content.quantity.map(|quantity| quantity.unit.to_string())),
            state: Set(need.state.to_string()),
            met_by_id: Set(need.met_by.map(|id| id.uuid())),
            met_note: Set(need.met_note.as_ref().map(ToString::to_string)),
            met_with_id: Set(need.met_with.map(|id| id.uuid())),
        }
    });
    Entity::insert_many(rows)
        .exec_without_returning(&tx.executor())
        .await?;
    Ok(())
}

fn active(project: &Project) -> Result<row::ActiveModel, Error> {
    let content = &project.content;
    let needs = project.needs.iter().map(|need| need.content.label.as_str());
    let texts = [
        content.title.as_str(),
        content.summary.as_str(),
        content.description.as_str(),
    ];
    Ok(row::ActiveModel {
        id: Set(project.id.uuid()),
        hub_id: Set(project.hub.uuid()),
        lead_organisation_id: Set(project.lead.uuid()),
        title: Set(content.title.to_string()),
        sort_title: Set(fold(content.title.as_str())),
        search: Set(search::document(texts.into_iter().chain(needs))),
        summary: Set(content.summary.to_string()),
        description: Set(content.description.to_string()),
        themes: Set(to_json("projects", "themes", &content.themes)?),
        visibility: Set(content.visibility.to_string()),
        commune: Set(content.commune.as_ref().map(ToString::to_string)),
        starts_on: Set(content.starts_on),
        ends_on: Set(content.ends_on),
        milestones: Set(to_json("projects", "milestones", &content.milestones)?),
        budget: Set(to_json("projects", "budget", &content.budget)?),
        stage: Set(project.stage.to_string()),
        abandoned_because: Set(project.abandoned_because.as_ref().map(ToString::to_string)),
        state: Set(project.state.to_string()),
        statement: Set(project
            .statement
            .as_ref()
            .map(|one| to_json("projects", "statement", one))
            .transpose()?),
        revision: Set(project
            .revision
            .as_ref()
            .map(|one| to_json("projects", "revision", one))
            .transpose()?),
        created_at: Set(project.created_at),
        updated_at: Set(project.updated_at),
        published_at: Set(project.published_at),
        version: Set(project.version),
    })
}

fn project(
    row: row::Model,
    needs: Vec<Need>,
    parties: Vec<OrganisationId>,
) -> Result<Project, Error> {
    const T: &str = "projects";
    Ok(Project {
        id: ProjectId::from_uuid(row.id),
        hub: HubId::from_uuid(row.hub_id),
        lead: OrganisationId::from_uuid(row.lead_organisation_id),
        content: ProjectContent {
            title: value(T, "title", Title::parse(&row.title))?,
            summary: value(T, "summary", Summary::parse(&row.summary))?,
            description: value(T, "description", Markdown::parse(&row.description))?,
            themes: json(T, "themes", row.themes)?,
            visibility: text::<Visibility>(T, "visibility", &row.visibility)?,
            commune: row
                .commune
                .map(|code| {
                    code.try_into()
                        .map_err(|error: String| corrupt(T, "commune", error))
                })
                .transpose()?,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            needs: Vec::new(),
            milestones: json(T, "milestones", row.milestones)?,
            budget: json(T, "budget", row.budget)?,
        },
        needs,
        stage: text::<ProjectStage>(T, "stage", &row.stage)?,
        abandoned_because: row
            .abandoned_because
            .map(|text| value(T, "abandoned_because", Reason::parse(&text)))
            .transpose()?,
        state: text::<ContentState>(T, "state", &row.state)?,
        statement: row
            .statement
            .map(|one| json(T, "statement", one))
            .transpose()?,
        revision: row
            .revision
            .map(|one| json(T, "revision", one))
            .transpose()?,
        created_at: row.created_at,
        updated_at: row.updated_at,
        published_at: row.published_at,
        parties,
        version: row.version,
        events: maillage_domain::events::Pending::default(),
    })
}
