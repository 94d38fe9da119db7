//! Lots, which are seen with their resource.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use maillage_domain::{
    events::Pending,
    ids::{HubId, LotId, OrganisationId, ResourceId},
    matches::Stock,
    materials::{Amount, Lot, LotCondition, LotContent, ReuseStatus, Weight},
    policy::Actor,
    resources::Minutes,
    values::{Label, Summary, Unit},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, Order, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use uuid::Uuid;

use super::{
    moves,
    row::lot::{ActiveModel, Column, Entity, Model},
};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    page::{Cursor, Page, PageRequest},
    ranked, resources,
    rows::{Keyset, among, count_of, lock_row, number, one_row, paged, text, value},
};

const TABLE: &str = "lots";

/// The order of lists, for their cursors: as they were made.
pub const ORDER: &str = "CREATED_ASC";

/// Most lots of one chain that are told.
pub const MOST_OF_A_CHAIN: u64 = 100;

/// Everything that a lot was made of, one step after the other, and everything that was made of it.
/// No chain is as long as what stops the search.
const CHAIN: &str = "\
lots.id IN (
  WITH RECURSIVE before(id, parent_id, steps) AS (
    SELECT id, parent_id, 0 FROM lots WHERE id = ?
    UNION ALL
    SELECT one.id, one.parent_id, before.steps + 1 FROM lots one JOIN before ON one.id = before.parent_id
     WHERE before.steps < 100
  ), after(id, steps) AS (
    SELECT id, 0 FROM lots WHERE id = ?
    UNION ALL
    SELECT one.id, after.steps + 1 FROM lots one JOIN after ON one.parent_id = after.id
     WHERE after.steps < 100
  )
  SELECT id FROM before UNION SELECT id FROM after
)";

/// A lot, whoever may see it.
///
/// # Errors
/// When the database fails or holds what is no lot.
pub async fn find(conn: &impl Conn, id: LotId) -> Result<Option<Lot>, Error> {
    let row = Entity::find_by_id(id.uuid()).one(&conn.executor()).await?;
    row.as_ref().map(lot).transpose()
}

/// Those of the lots that the actor may see.
///
/// # Errors
/// When the database fails or holds what is no lot.
pub async fn by_ids(
    conn: &impl Conn,
    actor: &Actor,
    ids: &[LotId],
) -> Result<HashMap<LotId, Lot>, Error> {
    let rows = Entity::find()
        .filter(among(conn, Column::Id, ids.iter().map(LotId::uuid)))
        .filter(visible(actor))
        .all(&conn.executor())
        .await?;
    rows.iter()
        .map(|row| lot(row).map(|lot| (lot.id, lot)))
        .collect()
}

/// Makes others who move the stock of a lot wait until this transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &Tx, id: LotId) -> Result<(), Error> {
    lock_row(tx, TABLE, id.uuid()).await
}

/// Writes a lot, its moves and its events. What is there and what is held of it the database writes
/// itself, by the moves.
///
/// # Errors
/// `Stale` when somebody saved it since; otherwise when the database fails, also because moves do not
/// add up, which nobody who locks the lot and looks meets.
pub async fn save(tx: &Tx, lot: &mut Lot) -> Result<(), Error> {
    let before = lot.version;
    let mut active = active(lot, before + 1);
    if before == 0 {
        active.on_hand = Set(0);
        active.held = Set(0);
        active.move_count = Set(0);
        Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = Entity::update_many()
            .set(active)
            .filter(Column::Id.eq(lot.id.uuid()))
            .filter(Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    moves::append(tx, &std::mem::take(&mut lot.moves)).await?;
    lot.version = before + 1;
    tx.record(lot.events.drain());
    Ok(())
}

/// A page of the lots of a resource that the actor may see, as they were made.
///
/// # Errors
/// When the database fails or holds what is no lot.
pub async fn list(
    conn: &impl Conn,
    actor: &Actor,
    resource: ResourceId,
    page: &PageRequest,
) -> Result<Page<Lot>, Error> {
    let keyset = Keyset {
        key: None,
        id: Column::Id,
        order: Order::Asc,
    };
    let wanted = Entity::find().filter(of_resource(actor, resource));
    let rows = paged(wanted, &keyset, page)?.all(&conn.executor()).await?;
    let rows = rows.iter().map(lot).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of_rows(page, rows, cursor))
}

/// The first page of the lots of each resource, in one statement.
///
/// # Errors
/// When the database fails or holds what is no lot.
pub async fn first_of(
    conn: &impl Conn,
    actor: &Actor,
    resources: &[ResourceId],
    limit: u64,
) -> Result<HashMap<ResourceId, Page<Lot>>, Error> {
    let ids = resources.iter().map(ResourceId::uuid);
    let wanted = Entity::find()
        .filter(among(conn, Column::ResourceId, ids))
        .filter(visible(actor));
    let order = (Column::Id, Order::Asc);
    let rows = ranked::first_models_of_each(conn, wanted, Column::ResourceId, order, limit).await?;
    let rows = rows.into_iter().map(|row| row.try_map(|row| lot(&row)));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(ranked::pages(
        resources,
        limit,
        rows,
        |one| one.resource,
        cursor,
    ))
}

/// What can be had of resources of material, in one statement. What is held is not to be had until the
/// worker, or whoever touches the lot, has let go of it.
///
/// # Errors
/// When the database fails or holds what is no lot.
pub async fn stocks(
    conn: &impl Conn,
    resources: &[ResourceId],
    now: DateTime<Utc>,
) -> Result<HashMap<ResourceId, Stock>, Error> {
    let ids = resources.iter().map(ResourceId::uuid);
    let rows: Vec<(Uuid, String, i64, i64)> = Entity::find()
        .select_only()
        .columns([
            Column::ResourceId,
            Column::Unit,
            Column::OnHand,
            Column::Held,
        ])
        .filter(among(conn, Column::ResourceId, ids))
        .filter(
            Condition::any()
                .add(Column::AvailableUntil.is_null())
                .add(Column::AvailableUntil.gt(now)),
        )
        .into_tuple()
        .all(&conn.executor())
        .await?;
    let mut stocks: HashMap<ResourceId, Stock> = HashMap::new();
    for (resource, unit, on_hand, held) in rows {
        let stock = stocks.entry(ResourceId::from_uuid(resource)).or_default();
        let available = Amount::of_thousandths(on_hand - held);
        stock.add(text::<Unit>(TABLE, "unit", &unit)?, available);
    }
    Ok(stocks)
}

/// How many lots of a resource the actor may see.
///
/// # Errors
/// When the database fails.
pub async fn count(conn: &impl Conn, actor: &Actor, resource: ResourceId) -> Result<u64, Error> {
    Ok(Entity::find()
        .filter(of_resource(actor, resource))
        .count(&conn.executor())
        .await?)
}

/// Those that the actor may see of the lots that a lot was made of, itself, and those that were made
/// of it; the first of them first, in one statement.
///
/// # Errors
/// When the database fails or holds what is no lot.
pub async fn chain(conn: &impl Conn, actor: &Actor, id: LotId) -> Result<Vec<Lot>, Error> {
    let executor = conn.executor();
    // Each database marks the place of a value in its own way.
    let chain = match executor.get_database_backend() {
        DbBackend::Postgres => CHAIN.replace('?', "$1"),
        _ => CHAIN.to_owned(),
    };
    let rows = Entity::find()
        .filter(Expr::cust_with_values(chain, [id.uuid(), id.uuid()]))
        .filter(visible(actor))
        .order_by_asc(Column::Id)
        .limit(MOST_OF_A_CHAIN)
        .all(&executor)
        .await?;
    rows.iter().map(lot).collect()
}

/// A lot is as visible as its resource.
fn visible(actor: &Actor) -> Condition {
    Condition::all().add(Column::ResourceId.in_subquery(resources::seen_by(actor)))
}

fn of_resource(actor: &Actor, resource: ResourceId) -> Condition {
    visible(actor).add(Column::ResourceId.eq(resource.uuid()))
}

fn cursor(lot: &Lot) -> Cursor {
    Cursor::new(ORDER, None, lot.id.uuid())
}

fn active(lot: &Lot, version: i32) -> ActiveModel {
    let content = &lot.content;
    ActiveModel {
        id: Set(lot.id.uuid()),
        resource_id: Set(lot.resource.uuid()),
        hub_id: Set(lot.hub.uuid()),
        owner_organisation_id: Set(lot.owner.uuid()),
        parent_id: Set(lot.parent.map(|id| id.uuid())),
        label: Set(content.label.to_string()),
        condition: Set(content.condition.to_string()),
        status: Set(content.status.to_string()),
        dimensions: Set(content.dimensions.as_ref().map(ToString::to_string)),
        origin_site: Set(content.origin_site.as_ref().map(ToString::to_string)),
        origin_on: Set(content.origin_on),
        available_until: Set(content.available_until),
        grams_of_one: Set(content.weight.map(Weight::grams)),
        hold_minutes: Set(number(content.hold.count())),
        unit: Set(lot.unit.to_string()),
        on_hand: NotSet,
        held: NotSet,
        move_count: NotSet,
        created_at: Set(lot.created_at),
        updated_at: Set(lot.updated_at),
        version: Set(version),
    }
}

fn lot(row: &Model) -> Result<Lot, Error> {
    let dimensions = Summary::parse_optional(row.dimensions.as_deref());
    let origin_site = Label::parse_optional(row.origin_site.as_deref());
    Ok(Lot {
        id: LotId::from_uuid(row.id),
        resource: ResourceId::from_uuid(row.resource_id),
        hub: HubId::from_uuid(row.hub_id),
        owner: OrganisationId::from_uuid(row.owner_organisation_id),
        content: LotContent {
            label: value(TABLE, "label", Label::parse(&row.label))?,
            condition: text::<LotCondition>(TABLE, "condition", &row.condition)?,
            status: text::<ReuseStatus>(TABLE, "status", &row.status)?,
            dimensions: value(TABLE, "dimensions", dimensions)?,
            origin_site: value(TABLE, "origin_site", origin_site)?,
            origin_on: row.origin_on,
            available_until: row.available_until,
            weight: row.grams_of_one.map(Weight::of_grams),
            hold: Minutes::new(count_of(TABLE, "hold_minutes", row.hold_minutes)?),
        },
        unit: text::<Unit>(TABLE, "unit", &row.unit)?,
        parent: row.parent_id.map(LotId::from_uuid),
        on_hand: Amount::of_thousandths(row.on_hand),
        held: Amount::of_thousandths(row.held),
        move_count: row.move_count,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        moves: Vec::new(),
        events: Pending::default(),
    })
}
