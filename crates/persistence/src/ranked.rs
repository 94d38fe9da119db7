//! The first pages of many lists in one statement: of every hub of a page, of every organisation.

use std::{collections::HashMap, hash::Hash};

use sea_orm::{
    ConnectionTrait, EntityTrait, FromQueryResult, Order, QueryResult, QueryTrait, Select,
    sea_query::{Alias, Asterisk, Expr, ExprTrait, Query, SimpleExpr, WindowStatement},
};

use crate::{
    db::Conn,
    error::Error,
    page::{Cursor, Page, PageRequest},
};

/// A row among the first of its list.
pub(crate) struct Ranked<T> {
    /// The row.
    pub(crate) row: T,
    /// How many rows its list has.
    pub(crate) total: u64,
}

impl<T> Ranked<T> {
    /// Another form of the row.
    pub(crate) fn try_map<U>(
        self,
        other: impl FnOnce(T) -> Result<U, Error>,
    ) -> Result<Ranked<U>, Error> {
        Ok(Ranked {
            row: other(self.row)?,
            total: self.total,
        })
    }
}

/// The first `limit` rows of each list, and one more, in the order of their lists. A list is made of
/// the rows of the query with one value in `list`.
pub(crate) async fn first_of_each<E: EntityTrait>(
    conn: &impl Conn,
    query: Select<E>,
    list: E::Column,
    order: impl IntoIterator<Item = (SimpleExpr, Order)>,
    limit: u64,
) -> Result<Vec<Ranked<QueryResult>>, Error> {
    let (rank, total) = (Alias::new("rank"), Alias::new("total"));
    let the_list = || WindowStatement::partition_by((E::default(), list));
    let mut in_order = the_list();
    for (key, direction) in order {
        in_order.order_by_expr(key, direction);
    }
    let inner = query
        .into_query()
        .expr_window_as(Expr::cust("ROW_NUMBER()"), in_order, rank.clone())
        .expr_window_as(Expr::cust("COUNT(*)"), the_list(), total)
        .take();
    let outer = Query::select()
        .column(Asterisk)
        .from_subquery(inner, Alias::new("ranked"))
        .and_where(Expr::col(rank.clone()).lte(limit + 1))
        .order_by(rank, Order::Asc)
        .take();
    let rows = conn.executor().query_all(&outer).await?;
    rows.into_iter()
        .map(|row| {
            let total: i64 = row.try_get("", "total")?;
            Ok(Ranked {
                row,
                total: u64::try_from(total).unwrap_or_default(),
            })
        })
        .collect()
}

/// As [`first_of_each`], with the rows as models.
pub(crate) async fn first_models_of_each<E: EntityTrait>(
    conn: &impl Conn,
    query: Select<E>,
    list: E::Column,
    order: (E::Column, Order),
    limit: u64,
) -> Result<Vec<Ranked<E::Model>>, Error> {
    let order = (Expr::col((E::default(), order.0)), order.1);
    let rows = first_of_each(conn, query, list, [order], limit).await?;
    rows.into_iter()
        .map(|row| row.try_map(|row| Ok(E::Model::from_query_result(&row, "")?)))
        .collect()
}

/// The pages that the rows make; a list without any rows is empty.
pub(crate) fn pages<L: Copy + Eq + Hash, T>(
    lists: &[L],
    limit: u64,
    rows: impl IntoIterator<Item = Ranked<T>>,
    list_of: impl Fn(&T) -> L,
    cursor: impl Fn(&T) -> Cursor,
) -> HashMap<L, Page<T>> {
    let mut grouped: HashMap<L, (u64, Vec<T>)> = HashMap::with_capacity(lists.len());
    for Ranked { row, total } in rows {
        let (known, rows) = grouped.entry(list_of(&row)).or_default();
        *known = total;
        rows.push(row);
    }
    let request = PageRequest::first(limit);
    let pages = lists.iter().map(|list| {
        let (total, rows) = grouped.remove(list).unwrap_or_default();
        let mut page = Page::of_rows(&request, rows, &cursor);
        page.total = Some(total);
        (*list, page)
    });
    pages.collect()
}
