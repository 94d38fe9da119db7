//! What statements add up.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use maillage_domain::{
    bookings::{Charge, ChargeReason},
    ids::{BookingId, StatementId},
    values::Due,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use uuid::Uuid;

use super::row::charge::{ActiveModel, Column, Entity, Model};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    page::{Cursor, Page, PageRequest},
    ranked,
    rows::{Keyset, among, due, paged, text},
};

/// The order of a statement's lines, for their cursors: as they were added.
pub const LINES: &str = "AT_ASC";

/// A line of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Of which statement.
    pub statement: StatementId,
    /// For which booking.
    pub booking: BookingId,
    /// Since when it is owed.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: ChargeReason,
    /// How much.
    pub due: Due,
}

pub(super) async fn insert(tx: &Tx, charge: &Charge, statement: Uuid) -> Result<(), Error> {
    let row = ActiveModel {
        booking_id: Set(charge.booking.uuid()),
        statement_id: Set(statement),
        at: Set(charge.at),
        reason: Set(charge.reason.to_string()),
        cents: Set(charge.due.money.cents),
        minutes: Set(charge.due.credit.minutes),
    };
    Entity::insert(row)
        .exec_without_returning(&tx.executor())
        .await?;
    Ok(())
}

/// A page of the lines of a statement, as they were added.
///
/// # Errors
/// When the database fails or holds what is no charge.
pub async fn lines(
    conn: &impl Conn,
    statement: StatementId,
    page: &PageRequest,
) -> Result<Page<Line>, Error> {
    let keyset = Keyset {
        key: Some((Column::At, |key| {
            let at = DateTime::parse_from_rfc3339(key).ok();
            at.map(|at| at.with_timezone(&Utc).into())
        })),
        id: Column::BookingId,
        order: Order::Asc,
    };
    let wanted = Entity::find().filter(Column::StatementId.eq(statement.uuid()));
    let rows = paged(wanted, &keyset, page)?.all(&conn.executor()).await?;
    let lines: Vec<_> = rows.iter().map(line).collect::<Result<_, _>>()?;
    Ok(Page::of_rows(page, lines, cursor))
}

/// The first lines of several statements, as they were added, in one statement of the database.
///
/// # Errors
/// When the database fails or holds what is no charge.
pub async fn first_lines(
    conn: &impl Conn,
    statements: &[StatementId],
    limit: u64,
) -> Result<HashMap<StatementId, Page<Line>>, Error> {
    let ids = statements.iter().map(StatementId::uuid);
    let wanted = Entity::find().filter(among(conn, Column::StatementId, ids));
    let order = [Column::At, Column::BookingId];
    let order = order.map(|column| (Expr::col((Entity, column)), Order::Asc));
    let rows = ranked::first_of_each(conn, wanted, Column::StatementId, order, limit).await?;
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| row.try_map(|row| line(&Model::from_query_result(&row, "")?)))
        .collect::<Result<_, _>>()?;
    let of = |line: &Line| line.statement;
    Ok(ranked::pages(statements, limit, rows, of, cursor))
}

/// Every line of a statement, as they were added.
///
/// # Errors
/// When the database fails or holds what is no charge.
pub async fn lines_of(conn: &impl Conn, statement: StatementId) -> Result<Vec<Line>, Error> {
    let rows = Entity::find()
        .filter(Column::StatementId.eq(statement.uuid()))
        .order_by_asc(Column::At)
        .order_by_asc(Column::BookingId)
        .all(&conn.executor())
        .await?;
    rows.iter().map(line).collect()
}

fn cursor(line: &Line) -> Cursor {
    Cursor::new(LINES, Some(line.at.to_rfc3339()), line.booking.uuid())
}

fn line(row: &Model) -> Result<Line, Error> {
    Ok(Line {
        statement: StatementId::from_uuid(row.statement_id),
        booking: BookingId::from_uuid(row.booking_id),
        at: row.at,
        reason: text("charges", "reason", &row.reason)?,
        due: due(row.cents, row.minutes),
    })
}
