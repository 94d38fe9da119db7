//! Lists of bookings: who sees which, filters, pages in the order of their starts.

use chrono::{DateTime, Utc};
use maillage_domain::{
    bookings::{Booking, BookingState},
    ids::{OrganisationId, ResourceId},
    policy::Actor,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QuerySelect,
    QueryTrait,
};

use super::{row, with_lines};
use crate::{
    db::Conn,
    error::Error,
    page::{Cursor, Page, PageRequest},
    rows::{Keyset, paged},
};

use row::Column;

/// The order of lists, for their cursors: by start.
pub const ORDER: &str = "START_ASC";

/// Whose bookings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BookingScope {
    /// What an organisation takes.
    Borrower(OrganisationId),
    /// What others take of an organisation's resources.
    Owner(OrganisationId),
    /// Both.
    Either(OrganisationId),
    /// Of one resource.
    Resource(ResourceId),
}

/// What a list is cut down to; an empty filter is the whole list.
#[derive(Debug, Clone, Default)]
pub struct BookingFilter {
    /// In one of these states.
    pub states: Vec<BookingState>,
    /// Not over at this instant.
    pub from: Option<DateTime<Utc>>,
    /// Begun before this instant.
    pub until: Option<DateTime<Utc>>,
}

/// A list to read.
#[derive(Debug, Clone)]
pub struct BookingQuery {
    /// Of these.
    pub scope: BookingScope,
    /// Cut down to.
    pub filter: BookingFilter,
    /// This page of it.
    pub page: PageRequest,
}

/// A page of the bookings that the actor may see, by start.
///
/// # Errors
/// When the database fails or holds what is no booking.
pub async fn list(
    conn: &impl Conn,
    actor: &Actor,
    query: &BookingQuery,
) -> Result<Page<Booking>, Error> {
    let wanted = row::Entity::find().filter(filtered(actor, query.scope, &query.filter));
    let keyset = Keyset {
        key: Some((Column::StartsAt, |key| {
            let at = DateTime::parse_from_rfc3339(key).ok();
            at.map(|at| at.with_timezone(&Utc).into())
        })),
        id: Column::Id,
        order: Order::Asc,
    };
    let rows = paged(wanted, &keyset, &query.page)?
        .all(&conn.executor())
        .await?;
    let bookings = with_lines(conn, rows).await?;
    Ok(Page::of_rows(&query.page, bookings, |booking| {
        let start = booking.span.start().to_rfc3339();
        Cursor::new(ORDER, Some(start), booking.id.uuid())
    }))
}

/// How many bookings of a list the actor may see.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &impl Conn,
    actor: &Actor,
    scope: BookingScope,
    filter: &BookingFilter,
) -> Result<u64, Error> {
    Ok(row::Entity::find()
        .filter(filtered(actor, scope, filter))
        .count(&conn.executor())
        .await?)
}

/// The SQL form of who sees a booking in `domain::policy`; a test compares the two.
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
        .add(Column::OwnerOrganisationId.is_in(mine()))
        .add(Column::BorrowerOrganisationId.is_in(mine()))
        .add(Column::HubId.is_in(staffed))
}

fn filtered(actor: &Actor, scope: BookingScope, filter: &BookingFilter) -> Condition {
    let mut all = Condition::all().add(visible(actor)).add(match scope {
        BookingScope::Borrower(id) => {
            Condition::all().add(Column::BorrowerOrganisationId.eq(id.uuid()))
        }
        BookingScope::Owner(id) => Condition::all().add(Column::OwnerOrganisationId.eq(id.uuid())),
        BookingScope::Either(id) => Condition::any()
            .add(Column::BorrowerOrganisationId.eq(id.uuid()))
            .add(Column::OwnerOrganisationId.eq(id.uuid())),
        BookingScope::Resource(id) => {
            let lines = row::line::Entity::find()
                .select_only()
                .column(row::line::Column::BookingId)
                .filter(row::line::Column::ResourceId.eq(id.uuid()));
            Condition::all().add(Column::Id.in_subquery(lines.into_query()))
        }
    });
    if !filter.states.is_empty() {
        let states = filter.states.iter().map(|state| state.as_str());
        all = all.add(Column::State.is_in(states));
    }
    if let Some(from) = filter.from {
        all = all.add(Column::EndsAt.gt(from));
    }
    if let Some(until) = filter.until {
        all = all.add(Column::StartsAt.lt(until));
    }
    all
}
