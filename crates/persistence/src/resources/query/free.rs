//! Which resources can be booked at a time. SQL leaves out what certainly cannot; of the rest the domain
//! decides, a batch at a time, each larger than the last.

use std::{cmp, collections::HashMap};

use maillage_domain::{
    content::ContentState,
    ids::ResourceId,
    policy::Actor,
    resources::{Conditions, Minutes, Usage},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Expr, ExprTrait, Query},
};

use super::{
    Column, Free, ResourceFields, ResourceFilter, ResourceQuery, ResourceView, Row, filtered, row,
    rows,
};
use crate::{
    bookings,
    db::Conn,
    error::Error,
    page::{Page, PageRequest},
    rows::{Columns, json},
};

/// How many candidates are looked at first.
const FIRST: u64 = 64;

/// How many candidates are looked at together at most.
const MOST: u64 = 4_096;

/// What follows each booking is taken as well, for at most so long.
const BUFFER: Minutes = Minutes::new(7 * 24 * 60);

/// Holds for every resource that can be booked at the time wanted, and for few others: published,
/// with enough units, and no single booking leaves too few of them.
pub(super) fn perhaps(wanted: Free) -> Condition {
    use bookings::line::{Column as Line, Entity as Lines};
    let resources = |column: Column| Expr::col((row::Entity, column));
    let in_the_way = Query::select()
        .expr(Expr::val(1))
        .from(Lines)
        .and_where(Expr::col((Lines, Line::ResourceId)).eq(resources(Column::Id)))
        .and_where(Expr::col((Lines, Line::Holds)))
        .and_where(Expr::col((Lines, Line::TakenUntil)).gt(wanted.span.start()))
        .and_where(Expr::col((Lines, Line::StartsAt)).lt(wanted.span.end()))
        .and_where(
            Expr::col((Lines, Line::Units))
                .gt(resources(Column::Capacity).sub(i64::from(wanted.units))),
        )
        .take();
    Condition::all()
        .add(super::is(Column::State, ContentState::Published.as_str()))
        .add(ColumnTrait::gte(&Column::Capacity, i64::from(wanted.units)))
        .add(Expr::exists(in_the_way).not())
}

/// A page of the resources that can be booked.
pub(super) async fn list(
    conn: &impl Conn,
    actor: &Actor,
    query: &ResourceQuery,
    wanted: Free,
) -> Result<Page<ResourceView>, Error> {
    let with_conditions = ResourceQuery {
        fields: query.fields | ResourceFields::CONDITIONS,
        ..query.clone()
    };
    let mut page = PageRequest {
        limit: cmp::max(query.page.limit, FIRST),
        ..query.page.clone()
    };
    let mut free: Vec<Row> = Vec::new();
    loop {
        let mut found = rows(conn, actor, &with_conditions, &page).await?;
        let more = found.len() as u64 > page.limit;
        if more {
            found.pop();
        }
        page.cursor = found.last().map(|row| row.cursor(query.order));
        let candidates = found.iter();
        let candidates = candidates.map(|row| (row.view.id, row.view.conditions.as_ref()));
        let bookable = bookable(conn, candidates, wanted).await?;
        let mut bookable = bookable.into_iter();
        found.retain(|_| bookable.next() == Some(true));
        free.append(&mut found);
        if !more || free.len() as u64 > query.page.limit {
            break;
        }
        page.limit = cmp::min(MOST, 2 * page.limit);
    }
    free.truncate(
        usize::try_from(query.page.limit)
            .unwrap_or(usize::MAX)
            .saturating_add(1),
    );
    let page = Page::of_rows(&query.page, free, |row| row.cursor(query.order));
    Ok(page.map(|row| row.view))
}

/// How many resources can be booked.
pub(super) async fn count(
    conn: &impl Conn,
    actor: &Actor,
    filter: &ResourceFilter,
    wanted: Free,
) -> Result<u64, Error> {
    let mut count = 0;
    let mut after = None;
    loop {
        let mut select = row::Entity::find()
            .select_only()
            .columns([Column::Id, Column::Conditions])
            .filter(filtered(actor, filter))
            .order_by_asc(Column::Id)
            .limit(MOST);
        if let Some(after) = after {
            select = select.filter(Column::Id.gt(after));
        }
        let found = conn.executor().query_all(&select.into_query()).await?;
        let mut candidates = Vec::with_capacity(found.len());
        for row in &found {
            let mut row = Columns::of(row);
            let id = row.next()?;
            after = Some(id);
            let conditions: Option<Conditions> = match row.next::<Option<_>>()? {
                Some(conditions) => Some(json(super::TABLE, "conditions", conditions)?),
                None => None,
            };
            candidates.push((ResourceId::from_uuid(id), conditions));
        }
        let some = candidates.iter();
        let some = some.map(|(id, conditions)| (*id, conditions.as_ref()));
        let bookable = bookable(conn, some, wanted).await?;
        count += bookable.iter().filter(|bookable| **bookable).count() as u64;
        if (found.len() as u64) < MOST {
            return Ok(count);
        }
    }
}

/// Which of the candidates can be booked, in their order.
async fn bookable<'a>(
    conn: &impl Conn,
    candidates: impl Iterator<Item = (ResourceId, Option<&'a Conditions>)>,
    wanted: Free,
) -> Result<Vec<bool>, Error> {
    let candidates: Vec<_> = candidates.collect();
    // Most often the hours, the notice or the length already forbid it.
    let unused = Usage::default();
    let would: HashMap<ResourceId, &Conditions> = (candidates.iter())
        .filter_map(|(id, conditions)| Some((*id, (*conditions)?)))
        .filter(|(_, conditions)| check(conditions, &unused, wanted))
        .collect();
    let ids: Vec<_> = would.keys().copied().collect();
    let taken = bookings::taken(conn, &ids, wanted.span.and(BUFFER), None).await?;
    let bookable = candidates.iter().map(|(id, _)| {
        let taken = taken.get(id).into_iter().flatten().copied();
        let conditions = would.get(id);
        conditions.is_some_and(|conditions| check(conditions, &Usage::of(taken), wanted))
    });
    Ok(bookable.collect())
}

fn check(conditions: &Conditions, usage: &Usage, wanted: Free) -> bool {
    let calendar = conditions.calendar(usage);
    calendar
        .check(wanted.span, wanted.units, wanted.now)
        .is_ok()
}
