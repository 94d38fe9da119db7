//! Calendars that people follow.

mod row;

use maillage_domain::{
    calendars::{CalendarFeed, CalendarOf},
    events::Pending,
    ids::{CalendarFeedId, OrganisationId, PersonId, ResourceId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::{corrupt, one_row},
};

use row::{Column, Entity};

/// A calendar.
///
/// # Errors
/// When the database fails or holds what is no calendar.
pub async fn find(conn: &impl Conn, id: CalendarFeedId) -> Result<Option<CalendarFeed>, Error> {
    let row = Entity::find_by_id(id.uuid()).one(&conn.executor()).await?;
    row.as_ref().map(feed).transpose()
}

/// The calendars of a person, the oldest first.
///
/// # Errors
/// When the database fails or holds what is no calendar.
pub async fn of_person(conn: &impl Conn, person: PersonId) -> Result<Vec<CalendarFeed>, Error> {
    let rows = Entity::find()
        .filter(Column::PersonId.eq(person.uuid()))
        .order_by_asc(Column::Id)
        .all(&conn.executor())
        .await?;
    rows.iter().map(feed).collect()
}

/// Writes a calendar and its events, in the place of the one that had the id `instead_of`.
///
/// # Errors
/// `Stale` when that is gone; otherwise when the database fails.
pub async fn save(
    tx: &Tx,
    feed: &mut CalendarFeed,
    instead_of: Option<CalendarFeedId>,
) -> Result<(), Error> {
    if let Some(before) = instead_of {
        delete(tx, before).await?;
    }
    let (organisation, resource) = match feed.of {
        CalendarOf::Organisation(id) => (Some(id.uuid()), None),
        CalendarOf::Resource(id) => (None, Some(id.uuid())),
    };
    let row = row::ActiveModel {
        id: Set(feed.id.uuid()),
        person_id: Set(feed.person.uuid()),
        organisation_id: Set(organisation),
        resource_id: Set(resource),
        created_at: Set(feed.created_at),
    };
    Entity::insert(row)
        .exec_without_returning(&tx.executor())
        .await?;
    tx.record(feed.events.drain());
    Ok(())
}

/// Takes a calendar away and writes its events.
///
/// # Errors
/// `Stale` when it is gone; otherwise when the database fails.
pub async fn remove(tx: &Tx, feed: &mut CalendarFeed) -> Result<(), Error> {
    delete(tx, feed.id).await?;
    tx.record(feed.events.drain());
    Ok(())
}

async fn delete(tx: &Tx, id: CalendarFeedId) -> Result<(), Error> {
    let deleted = Entity::delete_by_id(id.uuid()).exec(&tx.executor()).await?;
    one_row(deleted.rows_affected)
}

fn feed(row: &row::Model) -> Result<CalendarFeed, Error> {
    let of = match (row.organisation_id, row.resource_id) {
        (Some(id), None) => CalendarOf::Organisation(OrganisationId::from_uuid(id)),
        (None, Some(id)) => CalendarOf::Resource(ResourceId::from_uuid(id)),
        _ => return Err(corrupt("calendar_feeds", "resource_id", "not one of two")),
    };
    Ok(CalendarFeed {
        id: CalendarFeedId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        of,
        created_at: row.created_at,
        events: Pending::default(),
    })
}
