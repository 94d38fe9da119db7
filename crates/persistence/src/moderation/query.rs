//! Lists of reviews: who sees which, and filters.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use maillage_domain::{
    ids::{HubId, OrganisationId, PersonId},
    moderation::{Review, ReviewKind, Reviewable},
    policy::Actor,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    reviews,
    row::{Column, Entity},
    subject_columns,
};
use crate::{
    db::Conn,
    error::Error,
    page::{Cursor, Page, PageRequest},
    ranked::{self, Ranked},
    rows::{Keyset, among, paged},
};

/// Which reviews a list is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReviewScope {
    /// Those that wait in a hub, the oldest first.
    Queue(HubId),
    /// All of one piece of content, the newest first.
    Of(Reviewable),
}

impl ReviewScope {
    /// The order of the list, for its cursors.
    pub fn order(self) -> &'static str {
        match self {
            Self::Queue(_) => "SUBMITTED_ASC",
            Self::Of(_) => "SUBMITTED_DESC",
        }
    }

    /// Whose reviews.
    fn of(self) -> Uuid {
        match self {
            Self::Queue(hub) => hub.uuid(),
            Self::Of(subject) => subject_columns(subject).1,
        }
    }

    /// A queue has those alone that wait for their decision.
    fn waiting(self) -> Condition {
        let waits = matches!(self, Self::Queue(_)).then(|| Column::DecidedAt.is_null());
        Condition::all().add_option(waits)
    }

    fn direction(self) -> Order {
        match self {
            Self::Queue(_) => Order::Asc,
            Self::Of(_) => Order::Desc,
        }
    }

    fn cursor(self, review: &Review) -> Cursor {
        Cursor::new(self.order(), None, review.id.uuid())
    }
}

/// Who holds the reviews wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// This person.
    Person(PersonId),
    /// Nobody.
    Nobody,
}

/// Which reviews of the scope are wanted; nothing said, nothing left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ReviewFilter {
    /// Of this kind.
    pub kind: Option<ReviewKind>,
    /// Held so at this instant.
    pub holder: Option<(Holder, DateTime<Utc>)>,
    /// About content of this organisation.
    pub organisation: Option<OrganisationId>,
}

/// A page of a list of reviews.
#[derive(Debug, Clone)]
pub struct ReviewQuery {
    /// Of which list.
    pub scope: ReviewScope,
    /// Cut down to these.
    pub filter: ReviewFilter,
    /// Which page.
    pub page: PageRequest,
}

/// A page of reviews that the actor may see.
///
/// # Errors
/// When the database fails or holds what is no review.
pub async fn list(
    conn: &impl Conn,
    actor: &Actor,
    query: &ReviewQuery,
) -> Result<Page<Review>, Error> {
    let keyset = Keyset {
        key: None,
        id: Column::Id,
        order: query.scope.direction(),
    };
    let wanted = Entity::find()
        .filter(within(query.scope))
        .filter(wanted(actor, &query.filter));
    let rows = paged(wanted, &keyset, &query.page)?
        .all(&conn.executor())
        .await?;
    let reviews = reviews(conn, rows).await?;
    Ok(Page::of_rows(&query.page, reviews, |review| {
        query.scope.cursor(review)
    }))
}

/// The first page of several lists with one filter, in as many statements for one as for many.
///
/// # Errors
/// When the database fails or holds what is no review.
pub async fn first_of(
    conn: &impl Conn,
    actor: &Actor,
    lists: &[ReviewScope],
    filter: &ReviewFilter,
    limit: u64,
) -> Result<HashMap<ReviewScope, Page<Review>>, Error> {
    let (queues, histories): (Vec<_>, Vec<_>) = lists
        .iter()
        .partition(|list| matches!(list, ReviewScope::Queue(_)));
    let mut pages = HashMap::with_capacity(lists.len());
    for (column, lists) in [(Column::HubId, queues), (Column::SubjectId, histories)] {
        let Some(one) = lists.first() else { continue };
        let wanted = Entity::find()
            .filter(among(
                conn,
                column,
                lists.iter().map(|list: &ReviewScope| list.of()),
            ))
            .filter(one.waiting())
            .filter(wanted(actor, filter));
        let order = (Column::Id, one.direction());
        let rows = ranked::first_models_of_each(conn, wanted, column, order, limit).await?;
        let (rows, totals): (Vec<_>, Vec<_>) =
            rows.into_iter().map(|one| (one.row, one.total)).unzip();
        let rows = reviews(conn, rows).await?.into_iter().zip(totals);
        let rows = rows.map(|(row, total)| Ranked { row, total });
        let list_of = |review: &Review| match column {
            Column::HubId => ReviewScope::Queue(review.hub),
            _ => ReviewScope::Of(review.subject),
        };
        let cursor = |review: &Review| one.cursor(review);
        pages.extend(ranked::pages(&lists, limit, rows, list_of, cursor));
    }
    Ok(pages)
}

/// How many reviews of a list the actor may see.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &impl Conn,
    actor: &Actor,
    scope: ReviewScope,
    filter: &ReviewFilter,
) -> Result<u64, Error> {
    Ok(Entity::find()
        .filter(within(scope))
        .filter(wanted(actor, filter))
        .count(&conn.executor())
        .await?)
}

fn within(scope: ReviewScope) -> Condition {
    let column = match scope {
        ReviewScope::Queue(_) => Column::HubId,
        ReviewScope::Of(_) => Column::SubjectId,
    };
    scope.waiting().add(column.eq(scope.of()))
}

fn wanted(actor: &Actor, filter: &ReviewFilter) -> Condition {
    let holder = filter.holder.map(|(holder, at)| match holder {
        Holder::Person(person) => Condition::all()
            .add(Column::ClaimedById.eq(person.uuid()))
            .add(Column::ClaimedUntil.gt(at)),
        Holder::Nobody => Condition::any()
            .add(Column::ClaimedUntil.is_null())
            .add(Column::ClaimedUntil.lte(at)),
    });
    Condition::all()
        .add(visible(actor))
        .add_option(
            filter
                .kind
                .map(|kind| Expr::expr(Column::Kind.eq(kind.as_str()))),
        )
        .add_option(
            filter
                .organisation
                .map(|organisation| Expr::expr(Column::OrganisationId.eq(organisation.uuid()))),
        )
        .add_option(holder)
}

/// The reviews that concern the actor: those of their organisations and of the hubs they moderate.
fn visible(actor: &Actor) -> Condition {
    let viewer = match actor {
        Actor::Operator => return Condition::all(),
        Actor::Anonymous => return Condition::all().add(Expr::value(false)),
        Actor::Person(viewer) => viewer,
    };
    let mine = viewer.mandates.iter().map(|(id, _)| id.uuid());
    let moderated = viewer.offices.iter().map(|(id, _)| id.uuid());
    Condition::any()
        .add(Column::OrganisationId.is_in(mine))
        .add(Column::HubId.is_in(moderated))
}
