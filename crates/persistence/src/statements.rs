//! Statements of account and the charges that they add up to.

mod charges;
mod row;

use std::collections::HashMap;

use maillage_domain::{
    bookings::Charge,
    ids::{HubId, OrganisationId, StatementId},
    policy::Actor,
    statements::Statement,
    values::Month,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait, Order, PaginatorTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

pub use self::charges::{LINES, Line, first_lines, lines, lines_of};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    page::{Cursor, Page, PageRequest},
    rows::{Keyset, among, count_of, due, paged, value},
};

use row::Column;

const TABLE: &str = "statements";

/// The order of lists, for their cursors: the newest month first.
pub const ORDER: &str = "MONTH_DESC";

/// Adds a charge to its statement; `id` becomes that of the statement where it is the first.
///
/// # Errors
/// When the database fails, also because the booking was charged already.
pub async fn add(tx: &Tx, charge: &Charge, id: StatementId) -> Result<(), Error> {
    let (cents, minutes) = (charge.due.money.cents, charge.due.credit.minutes);
    let first = row::ActiveModel {
        id: Set(id.uuid()),
        hub_id: Set(charge.hub.uuid()),
        month: Set(charge.month.number()),
        debtor_id: Set(charge.debtor.uuid()),
        creditor_id: Set(charge.creditor.uuid()),
        cents: Set(cents),
        minutes: Set(minutes),
        charges: Set(1),
    };
    let mut known = OnConflict::columns([
        Column::HubId,
        Column::Month,
        Column::DebtorId,
        Column::CreditorId,
    ]);
    // In one statement, so that of two at once neither is lost.
    for (column, more) in [
        (Column::Cents, Expr::value(cents)),
        (Column::Minutes, Expr::value(minutes)),
        (Column::Charges, Expr::value(1)),
    ] {
        known.value(column, Expr::col((row::Entity, column)).add(more));
    }
    let statement = row::Entity::insert(first)
        .on_conflict(known)
        .exec_with_returning(&tx.executor())
        .await?;
    charges::insert(tx, charge, statement.id).await
}

/// Statements by their ids, whoever may read them.
///
/// # Errors
/// When the database fails or holds what is no statement.
pub async fn by_ids(
    conn: &impl Conn,
    ids: &[StatementId],
) -> Result<HashMap<StatementId, Statement>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = row::Entity::find()
        .filter(among(conn, Column::Id, ids.iter().map(StatementId::uuid)))
        .all(&conn.executor())
        .await?;
    rows.into_iter()
        .map(|row| statement(&row).map(|one| (one.id, one)))
        .collect()
}

/// What a list is cut down to; an empty filter is the whole list.
#[derive(Debug, Clone, Default)]
pub struct StatementFilter {
    /// In this hub.
    pub hub: Option<HubId>,
    /// Owed by or to this organisation.
    pub organisation: Option<OrganisationId>,
    /// Owed by this organisation.
    pub debtor: Option<OrganisationId>,
    /// Owed to this organisation.
    pub creditor: Option<OrganisationId>,
    /// Of this month or later.
    pub from: Option<Month>,
    /// Of this month or earlier.
    pub until: Option<Month>,
}

/// A page of the statements that the actor may read, the newest month first.
///
/// # Errors
/// When the database fails or holds what is no statement.
pub async fn list(
    conn: &impl Conn,
    actor: &Actor,
    filter: &StatementFilter,
    page: &PageRequest,
) -> Result<Page<Statement>, Error> {
    let keyset = Keyset {
        key: Some((Column::Month, |key| key.parse::<i32>().ok().map(Into::into))),
        id: Column::Id,
        order: Order::Desc,
    };
    let wanted = row::Entity::find().filter(filtered(actor, filter));
    let rows = paged(wanted, &keyset, page)?.all(&conn.executor()).await?;
    let statements: Vec<_> = rows.iter().map(statement).collect::<Result<_, _>>()?;
    Ok(Page::of_rows(page, statements, |one| {
        let month = one.month.number().to_string();
        Cursor::new(ORDER, Some(month), one.id.uuid())
    }))
}

/// How many statements of a list the actor may read.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &impl Conn,
    actor: &Actor,
    filter: &StatementFilter,
) -> Result<u64, Error> {
    Ok(row::Entity::find()
        .filter(filtered(actor, filter))
        .count(&conn.executor())
        .await?)
}

/// The SQL form of who reads a statement in `domain::policy`; a test compares the two.
fn visible(actor: &Actor) -> Condition {
    let viewer = match actor {
        Actor::Operator => return Condition::all(),
        // Nothing is any of these.
        Actor::Anonymous => return Condition::any().add(Column::Id.is_null()),
        Actor::Person(viewer) => viewer,
    };
    let mine = || viewer.mandates.iter().map(|(id, _)| id.uuid());
    let staffed = viewer.offices.iter().map(|(id, _)| id.uuid());
    Condition::any()
        .add(Column::DebtorId.is_in(mine()))
        .add(Column::CreditorId.is_in(mine()))
        .add(Column::HubId.is_in(staffed))
}

fn filtered(actor: &Actor, filter: &StatementFilter) -> Condition {
    let organisation = filter.organisation.map(|id| {
        Condition::any()
            .add(Column::DebtorId.eq(id.uuid()))
            .add(Column::CreditorId.eq(id.uuid()))
    });
    let debtor = filter.debtor.map(|id| Column::DebtorId.eq(id.uuid()));
    let creditor = filter.creditor.map(|id| Column::CreditorId.eq(id.uuid()));
    let hub = filter.hub.map(|id| Column::HubId.eq(id.uuid()));
    let from = filter.from.map(|month| Column::Month.gte(month.number()));
    let until = filter.until.map(|month| Column::Month.lte(month.number()));
    Condition::all()
        .add(visible(actor))
        .add_option(organisation)
        .add_option(debtor)
        .add_option(creditor)
        .add_option(hub)
        .add_option(from)
        .add_option(until)
}

fn statement(row: &row::Model) -> Result<Statement, Error> {
    Ok(Statement {
        id: StatementId::from_uuid(row.id),
        hub: HubId::from_uuid(row.hub_id),
        month: value(TABLE, "month", Month::numbered(row.month))?,
        debtor: OrganisationId::from_uuid(row.debtor_id),
        creditor: OrganisationId::from_uuid(row.creditor_id),
        total: due(row.cents, row.minutes),
        charges: count_of(TABLE, "charges", row.charges)?,
    })
}
