//! Which resources may be an offer for an organisation.

use maillage_domain::{
    bookings::Borrower,
    content::ContentState,
    ids::ResourceId,
    matches::is_booked,
    policy::Actor,
    resources::{Resource, ResourceKind},
    values::Visibility,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::{Shared, query::visible, resource, row};
use crate::{db::Conn, error::Error, rows::is};

/// The organisations that a resource is shared with by name.
pub(crate) fn party_ids(id: ResourceId) -> Select<row::party::Entity> {
    use row::party::{Column, Entity};
    Entity::find()
        .select_only()
        .column(Column::OrganisationId)
        .filter(Column::ResourceId.eq(id.uuid()))
}

/// The published resources of some kinds that the actor may see and that an organisation could have of
/// others: the newest first, `limit` at most, in three statements.
///
/// # Errors
/// When the database fails or holds what is no resource.
pub async fn offered_to(
    conn: &impl Conn,
    actor: &Actor,
    seeker: &Borrower,
    kinds: &[ResourceKind],
    limit: u64,
) -> Result<Vec<Resource>, Error> {
    use row::{Column, Entity, hub, party};
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let shared = hub::Entity::find()
        .select_only()
        .column(hub::Column::ResourceId)
        .filter(hub::Column::HubId.is_in(seeker.memberships.iter().map(|(hub, _)| hub.uuid())));
    let named = party::Entity::find()
        .select_only()
        .column(party::Column::ResourceId)
        .filter(party::Column::OrganisationId.eq(seeker.id.uuid()));
    // `domain::bookings::Borrower::may_book` has the same for one resource.
    let by_name = || is(Column::Visibility, Visibility::Parties.as_str());
    let had = Condition::any()
        .add(
            Condition::all()
                .add(by_name())
                .add(Column::Id.in_subquery(named.into_query())),
        )
        .add(
            Condition::all()
                .add(Condition::all().not().add(by_name()))
                .add(Column::Id.in_subquery(shared.into_query())),
        );
    let of_a_kind = kinds.iter().map(|kind| {
        let of_it = Condition::all().add(Column::Kind.eq(kind.as_str()));
        if is_booked(*kind) {
            of_it.add(Column::Capacity.is_not_null())
        } else {
            of_it
        }
    });
    let rows = Entity::find()
        .filter(is(Column::State, ContentState::Published.as_str()))
        .filter(of_a_kind.fold(Condition::any(), Condition::add))
        .filter(Column::OwnerOrganisationId.ne(seeker.id.uuid()))
        .filter(had)
        .filter(visible(actor))
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(&conn.executor())
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = rows
        .iter()
        .map(|row| ResourceId::from_uuid(row.id))
        .collect();
    let mut shared = Shared::of(conn, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let shared = shared.take(ResourceId::from_uuid(row.id));
            resource(row, shared)
        })
        .collect()
}
