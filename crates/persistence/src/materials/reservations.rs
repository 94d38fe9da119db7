//! What is held of lots for whom.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use maillage_domain::{
    events::Pending,
    ids::{HubId, LotId, OrganisationId, ProjectId, ReservationId, ResourceId},
    materials::{Amount, Reservation, ReservationState, Weight},
    policy::Actor,
    values::{Money, Reason, Summary, Unit},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};

use super::row::reservation::{ActiveModel, Column, Entity, Model};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    page::{Cursor, Page, PageRequest},
    projects,
    rows::{Keyset, among, is, one_row, paged, text, value},
};

const TABLE: &str = "reservations";

/// The order of lists, for their cursors: the newest first.
pub const ORDER: &str = "CREATED_DESC";

/// What a list is cut down to; an empty filter is the whole list.
#[derive(Debug, Clone, Default)]
pub struct ReservationFilter {
    /// Of or for this organisation.
    pub organisation: Option<OrganisationId>,
    /// For this organisation.
    pub borrower: Option<OrganisationId>,
    /// Of this organisation.
    pub owner: Option<OrganisationId>,
    /// Of this lot.
    pub lot: Option<LotId>,
    /// Of lots of this resource.
    pub resource: Option<ResourceId>,
    /// Brought about by this hub.
    pub hub: Option<HubId>,
    /// For this project.
    pub project: Option<ProjectId>,
    /// In one of these states at `now`.
    pub states: Vec<ReservationState>,
    /// What time it is: nothing is held longer than was said.
    pub now: DateTime<Utc>,
}

/// A list to read.
#[derive(Debug, Clone)]
pub struct ReservationQuery {
    /// Cut down to.
    pub filter: ReservationFilter,
    /// This page of it.
    pub page: PageRequest,
}

/// A reservation, whoever may see it.
///
/// # Errors
/// When the database fails or holds what is no reservation.
pub async fn find(conn: &impl Conn, id: ReservationId) -> Result<Option<Reservation>, Error> {
    Ok(by_ids(conn, &[id]).await?.remove(&id))
}

/// Reservations, in one statement whatever their number.
///
/// # Errors
/// When the database fails or holds what is no reservation.
pub async fn by_ids(
    conn: &impl Conn,
    ids: &[ReservationId],
) -> Result<HashMap<ReservationId, Reservation>, Error> {
    let rows = Entity::find()
        .filter(among(conn, Column::Id, ids.iter().map(ReservationId::uuid)))
        .all(&conn.executor())
        .await?;
    rows.iter()
        .map(|row| reservation(row).map(|one| (one.id, one)))
        .collect()
}

/// What is recorded as held of a lot and is over at an instant, the longest first.
///
/// # Errors
/// When the database fails or holds what is no reservation.
pub async fn overdue(tx: &Tx, lot: LotId, now: DateTime<Utc>) -> Result<Vec<Reservation>, Error> {
    let rows = Entity::find()
        .filter(Column::LotId.eq(lot.uuid()))
        .filter(is(Column::State, ReservationState::Held.as_str()))
        .filter(Column::HeldUntil.lte(now))
        .order_by_asc(Column::HeldUntil)
        .order_by_asc(Column::Id)
        .all(&tx.executor())
        .await?;
    rows.iter().map(reservation).collect()
}

/// Writes a reservation and its events.
///
/// # Errors
/// `Stale` when somebody saved it since; otherwise when the database fails.
pub async fn save(tx: &Tx, reservation: &mut Reservation) -> Result<(), Error> {
    let before = reservation.version;
    let active = active(reservation, before + 1);
    if before == 0 {
        Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = Entity::update_many()
            .set(active)
            .filter(Column::Id.eq(reservation.id.uuid()))
            .filter(Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    reservation.version = before + 1;
    tx.record(reservation.events.drain());
    Ok(())
}

/// A page of the reservations that the actor may see, the newest first.
///
/// # Errors
/// When the database fails or holds what is no reservation.
pub async fn list(
    conn: &impl Conn,
    actor: &Actor,
    query: &ReservationQuery,
) -> Result<Page<Reservation>, Error> {
    let keyset = Keyset {
        key: None,
        id: Column::Id,
        order: Order::Desc,
    };
    let wanted = Entity::find().filter(filtered(actor, &query.filter));
    let rows = paged(wanted, &keyset, &query.page)?
        .all(&conn.executor())
        .await?;
    let rows = rows.iter().map(reservation);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of_rows(&query.page, rows, |one| {
        Cursor::new(ORDER, None, one.id.uuid())
    }))
}

/// How many reservations of a list the actor may see.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &impl Conn,
    actor: &Actor,
    filter: &ReservationFilter,
) -> Result<u64, Error> {
    Ok(Entity::find()
        .filter(filtered(actor, filter))
        .count(&conn.executor())
        .await?)
}

/// The SQL form of who sees a reservation in `domain::policy`; a test compares the two.
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

fn filtered(actor: &Actor, filter: &ReservationFilter) -> Condition {
    let mut all = Condition::all().add(visible(actor));
    if let Some(id) = filter.organisation {
        let had = Column::BorrowerOrganisationId.eq(id.uuid());
        let given = Column::OwnerOrganisationId.eq(id.uuid());
        all = all.add(Condition::any().add(had).add(given));
    }
    if let Some(id) = filter.project {
        // Of what somebody does not see they do not learn what is held for it.
        let seen = projects::row::Entity::find()
            .select_only()
            .column(projects::row::Column::Id)
            .filter(projects::row::Column::Id.eq(id.uuid()))
            .filter(projects::visible(actor));
        all = all.add(Column::ProjectId.in_subquery(seen.into_query()));
    }
    for (column, wanted) in [
        (
            Column::BorrowerOrganisationId,
            filter.borrower.map(|id| id.uuid()),
        ),
        (
            Column::OwnerOrganisationId,
            filter.owner.map(|id| id.uuid()),
        ),
        (Column::LotId, filter.lot.map(|id| id.uuid())),
        (Column::ResourceId, filter.resource.map(|id| id.uuid())),
        (Column::HubId, filter.hub.map(|id| id.uuid())),
    ] {
        all = all.add_option(wanted.map(|id| column.eq(id)));
    }
    if !filter.states.is_empty() {
        let states = filter.states.iter();
        let states = states.fold(Condition::any(), |any, state| {
            any.add(stands(*state, filter.now))
        });
        all = all.add(states);
    }
    all
}

/// The SQL form of [`Reservation::state_at`].
fn stands(state: ReservationState, now: DateTime<Utc>) -> Condition {
    let recorded = |state: ReservationState| is(Column::State, state.as_str());
    let held = || Condition::all().add(recorded(ReservationState::Held));
    match state {
        ReservationState::Held => held().add(Column::HeldUntil.gt(now)),
        ReservationState::Expired => Condition::any()
            .add(recorded(state))
            .add(held().add(Column::HeldUntil.lte(now))),
        ReservationState::Collected | ReservationState::Cancelled => {
            Condition::all().add(recorded(state))
        }
    }
}

fn active(one: &Reservation, version: i32) -> ActiveModel {
    ActiveModel {
        id: Set(one.id.uuid()),
        lot_id: Set(one.lot.uuid()),
        resource_id: Set(one.resource.uuid()),
        hub_id: Set(one.hub.uuid()),
        owner_organisation_id: Set(one.owner.uuid()),
        borrower_organisation_id: Set(one.borrower.uuid()),
        project_id: Set(one.project.map(|id| id.uuid())),
        purpose: Set(one.purpose.as_ref().map(ToString::to_string)),
        amount: Set(one.amount.thousandths()),
        unit: Set(one.unit.to_string()),
        held_until: Set(one.until),
        price_of_one_cents: Set(one.price_of_one.cents),
        deposit_of_one_cents: Set(one.deposit_of_one.cents),
        state: Set(one.state.to_string()),
        reason: Set(one.reason.as_ref().map(ToString::to_string)),
        cancelled_by_id: Set(one.cancelled_by.map(|id| id.uuid())),
        collected_at: Set(one.collected_at),
        taken: Set(one.taken.thousandths()),
        grams: Set(one.weight.map(Weight::grams)),
        brought_back: Set(one.brought_back.thousandths()),
        passed_on: Set(one.passed_on.thousandths()),
        created_at: Set(one.created_at),
        updated_at: Set(one.updated_at),
        version: Set(version),
    }
}

fn reservation(row: &Model) -> Result<Reservation, Error> {
    let purpose = Summary::parse_optional(row.purpose.as_deref());
    let reason = Reason::parse_optional(row.reason.as_deref());
    let cents = |cents| Money { cents };
    Ok(Reservation {
        id: ReservationId::from_uuid(row.id),
        lot: LotId::from_uuid(row.lot_id),
        resource: ResourceId::from_uuid(row.resource_id),
        hub: HubId::from_uuid(row.hub_id),
        owner: OrganisationId::from_uuid(row.owner_organisation_id),
        borrower: OrganisationId::from_uuid(row.borrower_organisation_id),
        project: row.project_id.map(ProjectId::from_uuid),
        purpose: value(TABLE, "purpose", purpose)?,
        amount: Amount::of_thousandths(row.amount),
        unit: text::<Unit>(TABLE, "unit", &row.unit)?,
        until: row.held_until,
        price_of_one: cents(row.price_of_one_cents),
        deposit_of_one: cents(row.deposit_of_one_cents),
        state: text::<ReservationState>(TABLE, "state", &row.state)?,
        reason: value(TABLE, "reason", reason)?,
        cancelled_by: row.cancelled_by_id.map(OrganisationId::from_uuid),
        collected_at: row.collected_at,
        taken: Amount::of_thousandths(row.taken),
        weight: row.grams.map(Weight::of_grams),
        brought_back: Amount::of_thousandths(row.brought_back),
        passed_on: Amount::of_thousandths(row.passed_on),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        events: Pending::default(),
    })
}
