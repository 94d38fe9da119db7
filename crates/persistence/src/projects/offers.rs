//! Which open needs a resource may be offered for.

use maillage_domain::{
    content::ContentState,
    ids::{NeedId, ProjectId},
    matches::{SEEKING, meets},
    policy::Actor,
    projects::{NeedState, ProjectStage},
    resources::Resource,
    values::Visibility,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::{row, visible};
use crate::{db::Conn, error::Error, memberships, resources, rows::is};

/// The open needs of a kind that a resource meets, in published projects under way or in preparation
/// that the actor may see, of other organisations that may have it: the newest needs first, `limit` at
/// most, in one statement.
///
/// # Errors
/// When the database fails.
pub async fn open_needs(
    conn: &impl Conn,
    actor: &Actor,
    resource: &Resource,
    limit: u64,
) -> Result<Vec<(ProjectId, NeedId)>, Error> {
    use row::{Column, Entity, need};
    let kinds = meets(resource.content.kind).iter();
    // Who may have it: `domain::bookings::Borrower::may_book` has the same for one organisation.
    let leads = match resource.content.visibility {
        Visibility::Parties => resources::party_ids(resource.id).into_query(),
        Visibility::Public | Visibility::Hub => {
            memberships::active_in(resource.hubs().map(|hub| hub.uuid())).into_query()
        }
    };
    let projects = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(is(Column::State, ContentState::Published.as_str()))
        .filter(Column::Stage.is_in(SEEKING.map(ProjectStage::as_str)))
        .filter(Column::LeadOrganisationId.ne(resource.owner.uuid()))
        .filter(Column::LeadOrganisationId.in_subquery(leads))
        .filter(visible(actor));
    let found: Vec<(Uuid, Uuid)> = need::Entity::find()
        .select_only()
        .columns([need::Column::ProjectId, need::Column::Id])
        .filter(is(need::Column::State, NeedState::Open.as_str()))
        .filter(need::Column::Kind.is_in(kinds.map(|kind| kind.as_str())))
        .filter(Condition::all().add(need::Column::ProjectId.in_subquery(projects.into_query())))
        .order_by_desc(need::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(&conn.executor())
        .await?;
    let found = found.into_iter();
    Ok(found
        .map(|(project, need)| (ProjectId::from_uuid(project), NeedId::from_uuid(need)))
        .collect())
}
