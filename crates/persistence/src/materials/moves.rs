//! The moves of stocks, which are written once and never changed.

use maillage_domain::{
    ids::{HubId, LotId, OrganisationId, PersonId, ProjectId, ReservationId},
    materials::{Amount, MoveKind, Reused, StockMove},
    values::Reason,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter};

use super::row::stock_move::{ActiveModel, Column, Entity, Model};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    page::{Cursor, Page, PageRequest},
    rows::{Keyset, paged, text, value},
};

const TABLE: &str = "stock_moves";

/// The order of lists, for their cursors: as they were made.
pub const ORDER: &str = "NUMBER_ASC";

/// Writes moves, in their order.
pub(super) async fn append(tx: &Tx, moves: &[StockMove]) -> Result<(), Error> {
    if moves.is_empty() {
        return Ok(());
    }
    Entity::insert_many(moves.iter().map(active))
        .exec_without_returning(&tx.executor())
        .await?;
    Ok(())
}

/// A page of the moves of a lot, the first first, whoever may read them.
///
/// # Errors
/// When the database fails or holds what is no move.
pub async fn list(
    conn: &impl Conn,
    lot: LotId,
    page: &PageRequest,
) -> Result<Page<StockMove>, Error> {
    let keyset = Keyset {
        key: Some((Column::Number, |key| {
            key.parse::<i32>().ok().map(Into::into)
        })),
        id: Column::LotId,
        order: Order::Asc,
    };
    let wanted = Entity::find().filter(Column::LotId.eq(lot.uuid()));
    let rows = paged(wanted, &keyset, page)?.all(&conn.executor()).await?;
    let rows = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of_rows(page, rows, |one| {
        Cursor::new(ORDER, Some(one.number.to_string()), one.lot.uuid())
    }))
}

/// How many moves a lot has.
///
/// # Errors
/// When the database fails.
pub async fn count(conn: &impl Conn, lot: LotId) -> Result<u64, Error> {
    Ok(Entity::find()
        .filter(Column::LotId.eq(lot.uuid()))
        .count(&conn.executor())
        .await?)
}

fn active(one: &StockMove) -> ActiveModel {
    let reused = one.reused;
    ActiveModel {
        lot_id: Set(one.lot.uuid()),
        number: Set(one.number),
        kind: Set(one.kind.to_string()),
        on_hand_change: Set(one.on_hand_change.thousandths()),
        held_change: Set(one.held_change.thousandths()),
        on_hand: Set(one.on_hand.thousandths()),
        held: Set(one.held.thousandths()),
        reason: Set(one.reason.as_ref().map(ToString::to_string)),
        reservation_id: Set(one.reservation.map(|id| id.uuid())),
        other_lot_id: Set(one.other_lot.map(|id| id.uuid())),
        project_id: Set(one.project.map(|id| id.uuid())),
        reused_hub_id: Set(reused.map(|reused| reused.hub.uuid())),
        reused_at: Set(reused.map(|reused| reused.at)),
        reused_grams: Set(reused.map(|reused| reused.grams)),
        reused_collections: Set(reused.map(|reused| reused.collections)),
        reused_unweighed: Set(reused.map(|reused| reused.unweighed)),
        at: Set(one.at),
        person_id: Set(one.person.map(|id| id.uuid())),
        acting_for_id: Set(one.acting_for.map(|id| id.uuid())),
    }
}

fn read(row: &Model) -> Result<StockMove, Error> {
    let reused = row.reused_hub_id.zip(row.reused_at);
    let reused = reused.map(|(hub, at)| Reused {
        hub: HubId::from_uuid(hub),
        at,
        grams: row.reused_grams.unwrap_or_default(),
        collections: row.reused_collections.unwrap_or_default(),
        unweighed: row.reused_unweighed.unwrap_or_default(),
    });
    let reason = Reason::parse_optional(row.reason.as_deref());
    Ok(StockMove {
        lot: LotId::from_uuid(row.lot_id),
        number: row.number,
        kind: text::<MoveKind>(TABLE, "kind", &row.kind)?,
        on_hand_change: Amount::of_thousandths(row.on_hand_change),
        held_change: Amount::of_thousandths(row.held_change),
        on_hand: Amount::of_thousandths(row.on_hand),
        held: Amount::of_thousandths(row.held),
        reason: value(TABLE, "reason", reason)?,
        reservation: row.reservation_id.map(ReservationId::from_uuid),
        other_lot: row.other_lot_id.map(LotId::from_uuid),
        project: row.project_id.map(ProjectId::from_uuid),
        reused,
        at: row.at,
        person: row.person_id.map(PersonId::from_uuid),
        acting_for: row.acting_for_id.map(OrganisationId::from_uuid),
    })
}
