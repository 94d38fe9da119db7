//! Lists of bookings: who sees which, filters, pages in the order of their starts.

use chrono::{DateTime, Utc};
use maillage_domain::{
    bookings::{Booking, BookingState},
    ids::{BookingSeriesId, HubId, OrganisationId, ProjectId, ResourceId},
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
    projects,
    rows::{Keyset, paged},
};

use row::Column;

/// The order of lists, for their cursors: by start.
pub const ORDER: &str = "START_ASC";

/// What a list is cut down to; an empty filter is the whole list.
#[derive(Debug, Clone, Default)]
pub struct BookingFilter {
    /// Taken or lent by this organisation.
    pub organisation: Option<OrganisationId>,
    /// Taken by this organisation.
    pub borrower: Option<OrganisationId>,
    /// Lent by this organisation.
    pub owner: Option<OrganisationId>,
    /// Of this resource, with others or alone.
    pub resource: Option<ResourceId>,
    /// Brought about by this hub.
    pub hub: Option<HubId>,
    /// For this project.
    pub project: Option<ProjectId>,
    /// Of this series.
    pub series: Option<BookingSeriesId>,
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
    let wanted = row::Entity::find().filter(filtered(actor, &query.filter));
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
pub async fn count(conn: &impl Conn, actor: &Actor, filter: &BookingFilter) -> Result<u64, Error> {
    Ok(row::Entity::find()
        .filter(filtered(actor, filter))
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

fn filtered(actor: &Actor, filter: &BookingFilter) -> Condition {
    let mut all = Condition::all().add(visible(actor));
    if let Some(id) = filter.organisation {
        let taken = Column::BorrowerOrganisationId.eq(id.uuid());
        let lent = Column::OwnerOrganisationId.eq(id.uuid());
        all = all.add(Condition::any().add(taken).add(lent));
    }
    if let Some(id) = filter.resource {
        let lines = row::line::Entity::find()
            .select_only()
            .column(row::line::Column::BookingId)
            .filter(row::line::Column::ResourceId.eq(id.uuid()));
        all = all.add(Column::Id.in_subquery(lines.into_query()));
    }
    if let Some(id) = filter.project {
        // Of what somebody does not see they do not learn what is booked for it.
        let seen = projects::row::Entity::find()
            .select_only()
            .column(projects::row::Column::Id)
            .filter(projects::row::Column::Id.eq(id.uuid()))
            .filter(projects::visible(actor));
        all = all.add(Column::ProjectId.in_subquery(seen.into_query()));
    }
    let borrower = filter.borrower.map(|id| id.uuid());
    let owner = filter.owner.map(|id| id.uuid());
    let hub = filter.hub.map(|id| id.uuid());
    let series = filter.series.map(|id| id.uuid());
    for (column, wanted) in [
        (Column::BorrowerOrganisationId, borrower),
        (Column::OwnerOrganisationId, owner),
        (Column::HubId, hub),
        (Column::SeriesId, series),
    ] {
        all = all.add_option(wanted.map(|id| column.eq(id)));
    }
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
