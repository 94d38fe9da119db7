//! Who takes part in projects.

use std::collections::HashMap;

use maillage_domain::{
    ids::{OrganisationId, ParticipationId, ProjectId},
    policy::Actor,
    projects::{Participation, ParticipationState},
    values::Label,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter,
    QuerySelect, QueryTrait,
};

use super::row::{
    self,
    participation::{ActiveModel, Column, Entity, Model},
};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    page::{Cursor, Page, PageRequest},
    ranked,
    rows::{Keyset, among, one_row, paged, text, value},
};

/// The states in which an organisation is a party to the project and reads what parties read: it
/// takes part, or the lead asked it to. Who asked by itself is none before the lead has answered.
pub(super) const LIVE: [&str; 2] = [
    ParticipationState::Invited.as_str(),
    ParticipationState::Active.as_str(),
];

/// The first participations of a project, and whether there are more.
pub type ParticipantsPage = Page<Participation>;

/// The order of participations: as they began.
const ORDER: &str = "OPENED";

/// A participation.
///
/// # Errors
/// When the database fails or holds what is no participation.
pub async fn find_participation(
    conn: &impl Conn,
    id: ParticipationId,
) -> Result<Option<Participation>, Error> {
    Entity::find_by_id(id.uuid())
        .one(&conn.executor())
        .await?
        .map(participation)
        .transpose()
}

/// The live participation of an organisation in a project.
///
/// # Errors
/// When the database fails or holds what is no participation.
pub async fn live_participation(
    conn: &impl Conn,
    project: ProjectId,
    organisation: OrganisationId,
) -> Result<Option<Participation>, Error> {
    let live = (ParticipationState::ALL.iter())
        .filter(|state| state.is_live())
        .map(|state| state.as_str());
    let row = Entity::find()
        .filter(Column::ProjectId.eq(project.uuid()))
        .filter(Column::OrganisationId.eq(organisation.uuid()))
        .filter(Column::State.is_in(live))
        .one(&conn.executor())
        .await?;
    row.map(participation).transpose()
}

/// Writes a participation and its events.
///
/// # Errors
/// `Taken` when the organisation takes part already, `Stale` when somebody saved it since;
/// otherwise when the database fails.
pub async fn save_participation(tx: &Tx, participation: &mut Participation) -> Result<(), Error> {
    let before = participation.version;
    let active = ActiveModel {
        id: Set(participation.id.uuid()),
        project_id: Set(participation.project.uuid()),
        organisation_id: Set(participation.organisation.uuid()),
        state: Set(participation.state.to_string()),
        part: Set(participation.part.as_ref().map(ToString::to_string)),
        opened_at: Set(participation.opened_at),
        joined_at: Set(participation.joined_at),
        left_at: Set(participation.left_at),
        version: Set(before + 1),
    };
    if before == 0 {
        Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = Entity::update_many()
            .set(active)
            .filter(Column::Id.eq(participation.id.uuid()))
            .filter(Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    participation.version = before + 1;
    tx.record(participation.events.drain());
    Ok(())
}

/// Participations that the actor may see: those that are active, and the others for the people of
/// either side and the team of the hub.
fn visible(actor: &Actor) -> Condition {
    let viewer = match actor {
        Actor::Operator => return Condition::all(),
        Actor::Anonymous => None,
        Actor::Person(viewer) => Some(viewer),
    };
    let mut condition = Condition::any().add(Column::State.eq(ParticipationState::Active.as_str()));
    if let Some(viewer) = viewer {
        let mine: Vec<_> = viewer.mandates.iter().map(|(id, _)| id.uuid()).collect();
        let staffed: Vec<_> = viewer.offices.iter().map(|(id, _)| id.uuid()).collect();
        if !mine.is_empty() {
            condition = condition.add(Column::OrganisationId.is_in(mine.clone()));
        }
        if !mine.is_empty() || !staffed.is_empty() {
            let projects = row::Entity::find()
                .select_only()
                .column(row::Column::Id)
                .filter(
                    Condition::any()
                        .add(row::Column::LeadOrganisationId.is_in(mine))
                        .add(row::Column::HubId.is_in(staffed)),
                );
            condition = condition.add(Column::ProjectId.in_subquery(projects.into_query()));
        }
    }
    condition
}

/// The first `limit` participations of each project, in one statement.
///
/// # Errors
/// When the database fails or holds what is no participation.
pub async fn first_participations(
    conn: &impl Conn,
    actor: &Actor,
    projects: &[ProjectId],
    limit: u64,
) -> Result<HashMap<ProjectId, ParticipantsPage>, Error> {
    let ids = projects.iter().map(ProjectId::uuid);
    let wanted = Entity::find()
        .filter(among(conn, Column::ProjectId, ids))
        .filter(visible(actor));
    let order = (Column::Id, Order::Asc);
    let rows = ranked::first_models_of_each(conn, wanted, Column::ProjectId, order, limit).await?;
    let rows = rows.into_iter().map(|row| row.try_map(participation));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(ranked::pages(
        projects,
        limit,
        rows,
        |one| one.project,
        cursor,
    ))
}

/// A page of the participations of a project.
///
/// # Errors
/// When the database fails or holds what is no participation.
pub async fn list_participations(
    conn: &impl Conn,
    actor: &Actor,
    project: ProjectId,
    page: &PageRequest,
) -> Result<ParticipantsPage, Error> {
    let query = Entity::find()
        .filter(Column::ProjectId.eq(project.uuid()))
        .filter(visible(actor));
    let keyset = Keyset {
        key: None,
        id: Column::Id,
        order: Order::Asc,
    };
    let rows = paged(query, &keyset, page)?.all(&conn.executor()).await?;
    let rows = rows
        .into_iter()
        .map(participation)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of_rows(page, rows, cursor))
}

/// How many participations of a project the actor may see.
///
/// # Errors
/// When the database fails.
pub async fn count_participations(
    conn: &impl Conn,
    actor: &Actor,
    project: ProjectId,
) -> Result<u64, Error> {
    let query = Entity::find()
        .filter(Column::ProjectId.eq(project.uuid()))
        .filter(visible(actor));
    Ok(query.count(&conn.executor()).await?)
}

fn cursor(participation: &Participation) -> Cursor {
    Cursor::new(ORDER, None, participation.id.uuid())
}

fn participation(row: Model) -> Result<Participation, Error> {
    const T: &str = "participations";
    Ok(Participation {
        id: ParticipationId::from_uuid(row.id),
        project: ProjectId::from_uuid(row.project_id),
        organisation: OrganisationId::from_uuid(row.organisation_id),
        state: text(T, "state", &row.state)?,
        part: row
            .part
            .map(|part| value(T, "part", Label::parse(&part)))
            .transpose()?,
        opened_at: row.opened_at,
        joined_at: row.joined_at,
        left_at: row.left_at,
        version: row.version,
        events: maillage_domain::events::Pending::default(),
    })
}
