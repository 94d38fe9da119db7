//! What the capabilities share in turning rows into domain values and back.

use std::{fmt::Display, str::FromStr};

use maillage_domain::{
    Problem,
    values::{Credit, Due, Money},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, Order, QueryResult,
    QuerySelect, QueryTrait, Select, TryGetable, Value,
    sea_query::{Expr, ExprTrait, LockType, Query, SimpleExpr, extension::postgres::PgFunc},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    db::{Tx, sealed::Conn},
    error::Error,
    page::{Direction, PageRequest},
};

/// Reads the columns of a row in the order they were selected in. Finding a column by its name costs
/// more than reading it.
pub(crate) struct Columns<'a> {
    row: &'a QueryResult,
    at: usize,
}

impl<'a> Columns<'a> {
    pub(crate) fn of(row: &'a QueryResult) -> Self {
        Self { row, at: 0 }
    }

    /// The next column.
    pub(crate) fn next<T: TryGetable>(&mut self) -> Result<T, Error> {
        let value = self.row.try_get_by_index(self.at)?;
        self.at += 1;
        Ok(value)
    }

    /// The next column, if it was selected.
    pub(crate) fn next_if<T: TryGetable>(&mut self, selected: bool) -> Result<Option<T>, Error> {
        selected.then(|| self.next()).transpose()
    }

    /// The next column, if it was selected; it may be null.
    pub(crate) fn next_null_if<T: TryGetable>(
        &mut self,
        selected: bool,
    ) -> Result<Option<T>, Error> {
        Ok(self.next_if::<Option<T>>(selected)?.flatten())
    }
}

/// Reads a text column as the domain value it holds.
pub(crate) fn text<T>(table: &'static str, column: &'static str, text: &str) -> Result<T, Error>
where
    T: FromStr<Err = Problem>,
{
    text.parse()
        .map_err(|problem: Problem| corrupt(table, column, problem.code))
}

/// Wraps the problem of a value type read from a column.
pub(crate) fn value<T>(
    table: &'static str,
    column: &'static str,
    parsed: Result<T, Problem>,
) -> Result<T, Error> {
    parsed.map_err(|problem| corrupt(table, column, problem.code))
}

/// Reads a JSON column.
pub(crate) fn json<T: DeserializeOwned>(
    table: &'static str,
    column: &'static str,
    json: serde_json::Value,
) -> Result<T, Error> {
    serde_json::from_value(json).map_err(|error| corrupt(table, column, error))
}

/// Writes a JSON column.
pub(crate) fn to_json<T: Serialize>(
    table: &'static str,
    column: &'static str,
    value: &T,
) -> Result<serde_json::Value, Error> {
    serde_json::to_value(value).map_err(|error| corrupt(table, column, error))
}

pub(crate) fn corrupt(table: &'static str, column: &'static str, reason: impl Display) -> Error {
    Error::Corrupt {
        table,
        column,
        reason: reason.to_string(),
    }
}

/// Writes a count, which the domain bounds far below what does not fit.
pub(crate) fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Reads a count.
pub(crate) fn count_of(
    table: &'static str,
    column: &'static str,
    number: i32,
) -> Result<u32, Error> {
    u32::try_from(number).map_err(|error| corrupt(table, column, error))
}

/// What is owed, from its two columns.
pub(crate) fn due(cents: i64, minutes: i64) -> Due {
    Due {
        money: Money { cents },
        credit: Credit { minutes },
    }
}

/// An update that must have met exactly one row of the version it was made for.
pub(crate) fn one_row(affected: u64) -> Result<(), Error> {
    if affected == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// Makes others who lock the same row wait until this transaction ends. Nothing in it changes.
pub(crate) async fn lock_row(tx: &Tx, table: &'static str, id: Uuid) -> Result<(), Error> {
    let executor = tx.executor();
    // On SQLite there is but one writer.
    if executor.get_database_backend() == DbBackend::Postgres {
        // As an update would: rows that refer to this one are written meanwhile.
        let lock = Query::select()
            .column("id")
            .from(table)
            .and_where(Expr::col("id").eq(id))
            .lock(LockType::NoKeyUpdate)
            .take();
        executor.query_one(&lock).await?;
    }
    Ok(())
}

/// `column IN (ids)`, as one array parameter on PostgreSQL so that a single prepared statement
/// serves every length.
pub(crate) fn among<C: ColumnTrait>(
    conn: &impl Conn,
    column: C,
    ids: impl IntoIterator<Item = Uuid>,
) -> SimpleExpr {
    match conn.executor().get_database_backend() {
        DbBackend::Postgres => column
            .into_expr()
            .eq(PgFunc::any(ids.into_iter().collect::<Vec<_>>())),
        _ => column.is_in(ids),
    }
}

/// A column that orders a list, and how the key of a cursor reads as a value of it.
pub(crate) type SortKey<C> = (C, fn(&str) -> Option<Value>);

/// The order of a list: by a column (and the id), or by the id alone.
pub(crate) struct Keyset<C> {
    /// The column of the sort key and how a cursor's key reads as a value of it.
    pub(crate) key: Option<SortKey<C>>,
    /// The column of the id.
    pub(crate) id: C,
    /// Ascending or descending, for both.
    pub(crate) order: Order,
}

/// `column = 'text'`, with a text of ours that is part of the statement instead of a parameter.
/// PostgreSQL weighs the plan of a prepared statement against one for the values at hand, and plans at
/// each use while the values make the difference: the states that nearly every list asks for should
/// not.
pub(crate) fn is(column: impl ColumnTrait, text: &'static str) -> SimpleExpr {
    column.into_expr().eq(SimpleExpr::Constant(text.into()))
}

/// Reads one page of a list, and one row more to know whether others follow. The number of rows is
/// part of the statement for the reason that [`is`] gives.
pub(crate) async fn page_of<E, C>(
    conn: &impl Conn,
    list: Select<E>,
    keyset: &Keyset<C>,
    page: &PageRequest,
) -> Result<Vec<QueryResult>, Error>
where
    E: EntityTrait,
    C: ColumnTrait,
{
    let executor = conn.executor();
    let list = ordered(list, keyset, page)?;
    let mut statement = executor.get_database_backend().build(&list.into_query());
    statement.sql = format!("{} LIMIT {}", statement.sql, page.limit + 1);
    Ok(executor.query_all_raw(statement).await?)
}

/// Cuts a query to one page of its list, and one row more to know whether others follow.
pub(crate) fn paged<Q, C>(query: Q, keyset: &Keyset<C>, page: &PageRequest) -> Result<Q, Error>
where
    Q: QuerySelect + sea_orm::QueryOrder + sea_orm::QueryFilter,
    C: ColumnTrait,
{
    let query = ordered(query, keyset, page)?;
    Ok(QuerySelect::limit(query, page.limit + 1))
}

/// What comes after the cursor of a page, in the order of the list.
fn ordered<Q, C>(query: Q, keyset: &Keyset<C>, page: &PageRequest) -> Result<Q, Error>
where
    Q: QuerySelect + sea_orm::QueryOrder + sea_orm::QueryFilter,
    C: ColumnTrait,
{
    let ascending = matches!(keyset.order, Order::Asc) == (page.direction == Direction::Forward);
    let order = if ascending { Order::Asc } else { Order::Desc };
    let beyond = |column: C, value: Value| {
        let column = Expr::col((column.entity_name(), column));
        if ascending {
            column.gt(value)
        } else {
            column.lt(value)
        }
    };
    let mut query = query;
    if let Some(cursor) = &page.cursor {
        let after_id = beyond(keyset.id, cursor.id().into());
        let condition = match &keyset.key {
            None => Condition::all().add(after_id),
            Some((column, read)) => {
                let key = cursor
                    .key()
                    .and_then(read)
                    .ok_or(Error::Cursor(page.direction.argument()))?;
                Condition::any()
                    .add(beyond(*column, key.clone()))
                    .add(Condition::all().add(column.eq(key)).add(after_id))
            }
        };
        query = QueryFilter::filter(query, condition);
    }
    if let Some((column, _)) = &keyset.key {
        query = sea_orm::QueryOrder::order_by(query, *column, order.clone());
    }
    Ok(sea_orm::QueryOrder::order_by(query, keyset.id, order))
}

use sea_orm::QueryFilter;
