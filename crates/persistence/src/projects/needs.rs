//! Needs: as parts of their project, and as lists show them.

use std::collections::HashMap;

use maillage_domain::{
    ids::{NeedId, OrganisationId, ProjectId, ResourceId},
    projects::{Need, NeedContent, NeedKind, NeedState},
    values::{Label, Quantity, Summary},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::row::need::{Column, Entity, Model};
use crate::{
    db::Conn,
    error::Error,
    rows::{Columns, among, text, value},
};

const TABLE: &str = "needs";

/// A need as lists read it.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedView {
    /// Its id.
    pub id: NeedId,
    /// Whose it is.
    pub project: ProjectId,
    /// Of what kind.
    pub kind: NeedKind,
    /// In a few words.
    pub label: String,
    /// Whether it is still looked for.
    pub state: NeedState,
    /// The rest, when it was asked for.
    pub details: Option<NeedDetails>,
}

/// What lists seldom show of a need.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedDetails {
    /// In more words.
    pub description: Option<String>,
    /// How much.
    pub quantity: Option<Quantity>,
    /// By which organisation it was met.
    pub met_by: Option<OrganisationId>,
    /// By what it was met, in words.
    pub met_note: Option<String>,
    /// With which shared resource it was met.
    pub met_with: Option<ResourceId>,
}

impl NeedView {
    /// A need of a project with all it says.
    pub fn whole(project: ProjectId, need: Need) -> Self {
        let content = need.content;
        Self {
            id: content.id,
            project,
            kind: content.kind,
            label: content.label.into(),
            state: need.state,
            details: Some(NeedDetails {
                description: content.description.map(String::from),
                quantity: content.quantity,
                met_by: need.met_by,
                met_note: need.met_note.map(String::from),
                met_with: need.met_with,
            }),
        }
    }
}

/// The needs of projects that are not withdrawn, in the order of each project.
///
/// # Errors
/// When the database fails or holds what is no need.
pub async fn need_views(
    conn: &impl Conn,
    projects: &[ProjectId],
    details: bool,
) -> Result<HashMap<ProjectId, Vec<NeedView>>, Error> {
    let mut select = Entity::find().select_only().columns([
        Column::ProjectId,
        Column::Id,
        Column::Kind,
        Column::Label,
        Column::State,
    ]);
    if details {
        select = select.columns([
            Column::Description,
            Column::QuantityValue,
            Column::QuantityUnit,
            Column::MetById,
            Column::MetNote,
            Column::MetWithId,
        ]);
    }
    let select = select
        .filter(among(
            conn,
            Column::ProjectId,
            projects.iter().map(ProjectId::uuid),
        ))
        .filter(Column::State.ne(NeedState::Withdrawn.as_str()))
        .order_by_asc(Column::ProjectId)
        .order_by_asc(Column::Position);
    let rows = conn.executor().query_all(&select.into_query()).await?;
    let mut needs: HashMap<ProjectId, Vec<NeedView>> = HashMap::with_capacity(projects.len());
    for row in &rows {
        let mut columns = Columns::of(row);
        let project = ProjectId::from_uuid(columns.next()?);
        needs
            .entry(project)
            .or_default()
            .push(view(columns, project, details)?);
    }
    Ok(needs)
}

fn view(mut columns: Columns<'_>, project: ProjectId, details: bool) -> Result<NeedView, Error> {
    Ok(NeedView {
        id: NeedId::from_uuid(columns.next()?),
        project,
        kind: text(TABLE, "kind", &columns.next::<String>()?)?,
        label: columns.next()?,
        state: text(TABLE, "state", &columns.next::<String>()?)?,
        details: details
            .then(|| {
                Ok::<_, Error>(NeedDetails {
                    description: columns.next()?,
                    quantity: quantity(columns.next()?, columns.next()?)?,
                    met_by: columns
                        .next::<Option<Uuid>>()?
                        .map(OrganisationId::from_uuid),
                    met_note: columns.next()?,
                    met_with: columns.next::<Option<Uuid>>()?.map(ResourceId::from_uuid),
                })
            })
            .transpose()?,
    })
}

/// All needs of projects.
pub(super) async fn of_projects(
    conn: &impl Conn,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, Vec<Need>>, Error> {
    let rows = Entity::find()
        .filter(among(
            conn,
            Column::ProjectId,
            ids.iter().map(ProjectId::uuid),
        ))
        .order_by_asc(Column::ProjectId)
        .order_by_asc(Column::Position)
        .all(&conn.executor())
        .await?;
    let mut needs: HashMap<ProjectId, Vec<Need>> = HashMap::with_capacity(ids.len());
    for row in rows {
        needs
            .entry(ProjectId::from_uuid(row.project_id))
            .or_default()
            .push(need(row)?);
    }
    Ok(needs)
}

fn need(row: Model) -> Result<Need, Error> {
    Ok(Need {
        content: NeedContent {
            id: NeedId::from_uuid(row.id),
            kind: text(TABLE, "kind", &row.kind)?,
            label: value(TABLE, "label", Label::parse(&row.label))?,
            description: row
                .description
                .map(|text| value(TABLE, "description", Summary::parse(&text)))
                .transpose()?,
            quantity: quantity(row.quantity_value, row.quantity_unit)?,
        },
        state: text(TABLE, "state", &row.state)?,
        met_by: row.met_by_id.map(OrganisationId::from_uuid),
        met_note: row
            .met_note
            .map(|text| value(TABLE, "met_note", Label::parse(&text)))
            .transpose()?,
        met_with: row.met_with_id.map(ResourceId::from_uuid),
    })
}

fn quantity(amount: Option<String>, unit: Option<String>) -> Result<Option<Quantity>, Error> {
    let (Some(amount), Some(unit)) = (amount, unit) else {
        return Ok(None);
    };
    let unit = text(TABLE, "quantity_unit", &unit)?;
    value(TABLE, "quantity_value", Quantity::parse(&amount, unit)).map(Some)
}
