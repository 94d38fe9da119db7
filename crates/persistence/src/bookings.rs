//! Bookings, and what they take of which resource.

mod query;
mod row;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use maillage_domain::{
    bookings::{Booking, BookingState, Line, StaffWork},
    events::Pending,
    ids::{
        BookingId, BookingSeriesId, HubId, OrganisationId, PartnershipId, ProjectId, ResourceId,
        StaffLoanId,
    },
    resources::{Cancellation, Minutes, Percent, Span},
    staff::{ConventionId, StaffCosts},
    values::{Money, Reason, Summary},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

pub use self::query::{BookingFilter, BookingQuery, ORDER, count, list};
pub(crate) use self::row::line;
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::{among, corrupt, count_of, due, number, one_row, text, value},
};

const TABLE: &str = "bookings";
const LINES: &str = "booking_lines";

/// A booking.
///
/// # Errors
/// When the database fails or holds what is no booking.
pub async fn find(conn: &impl Conn, id: BookingId) -> Result<Option<Booking>, Error> {
    Ok(by_ids(conn, &[id]).await?.remove(&id))
}

/// Bookings, in two statements whatever their number.
///
/// # Errors
/// When the database fails or holds what is no booking.
pub async fn by_ids(
    conn: &impl Conn,
    ids: &[BookingId],
) -> Result<HashMap<BookingId, Booking>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let uuids = ids.iter().map(BookingId::uuid);
    let rows = row::Entity::find()
        .filter(among(conn, row::Column::Id, uuids))
        .all(&conn.executor())
        .await?;
    let found = with_lines(conn, rows).await?;
    Ok(found.into_iter().map(|one| (one.id, one)).collect())
}

/// What bookings hold of resources at some instant of a stretch of time, each with the buffer after
/// it; one booking left out.
///
/// # Errors
/// When the database fails or holds what is no booking.
pub async fn taken(
    conn: &impl Conn,
    resources: &[ResourceId],
    span: Span,
    but: Option<BookingId>,
) -> Result<HashMap<ResourceId, Vec<(Span, u32)>>, Error> {
    held(conn, resources, span.start(), Some(span.end()), but).await
}

/// What bookings hold of resources from an instant on, each with the buffer after it.
///
/// # Errors
/// When the database fails or holds what is no booking.
pub async fn taken_from(
    conn: &impl Conn,
    resources: &[ResourceId],
    from: DateTime<Utc>,
) -> Result<HashMap<ResourceId, Vec<(Span, u32)>>, Error> {
    held(conn, resources, from, None, None).await
}

async fn held(
    conn: &impl Conn,
    resources: &[ResourceId],
    from: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
    but: Option<BookingId>,
) -> Result<HashMap<ResourceId, Vec<(Span, u32)>>, Error> {
    use row::line::{Column, Entity};
    let mut query = Entity::find()
        .select_only()
        .columns([
            Column::ResourceId,
            Column::StartsAt,
            Column::TakenUntil,
            Column::Units,
        ])
        .filter(among(
            conn,
            Column::ResourceId,
            resources.iter().map(ResourceId::uuid),
        ))
        // In the words of the partial index, which a comparison with a parameter would pass by.
        .filter(Expr::col((Entity, Column::Holds)))
        .filter(Column::TakenUntil.gt(from));
    if let Some(until) = until {
        query = query.filter(Column::StartsAt.lt(until));
    }
    if let Some(but) = but {
        query = query.filter(Column::BookingId.ne(but.uuid()));
    }
    let rows: Vec<(uuid::Uuid, DateTime<Utc>, DateTime<Utc>, i32)> =
        query.into_tuple().all(&conn.executor()).await?;
    let mut held: HashMap<ResourceId, Vec<(Span, u32)>> = HashMap::new();
    for (resource, start, end, units) in rows {
        let taken = (
            span(LINES, "taken_until", start, end)?,
            count_of(LINES, "units", units)?,
        );
        held.entry(ResourceId::from_uuid(resource))
            .or_default()
            .push(taken);
    }
    Ok(held)
}

/// Writes a booking and its events; of an existing one, whether it holds what it takes and until
/// when, and not what that is: see [`save_anew`].
///
/// # Errors
/// `Stale` when somebody saved it since; otherwise when the database fails, also because a line
/// would take more than there is, which nobody who locks the resources and looks meets.
pub async fn save(tx: &Tx, booking: &mut Booking) -> Result<(), Error> {
    use row::line::{Column, Entity};
    let is_new = booking.version == 0;
    save_row(tx, booking).await?;
    if is_new {
        return insert_lines(tx, booking).await;
    }
    let holds = booking.state.holds();
    Entity::update_many()
        .col_expr(Column::Holds, Expr::value(holds))
        .filter(Column::BookingId.eq(booking.id.uuid()))
        .filter(Column::Holds.ne(holds))
        .exec(&tx.executor())
        .await?;
    if booking.returned_at.is_none() {
        return Ok(());
    }
    for line in &booking.lines {
        Entity::update_many()
            .col_expr(Column::TakenUntil, Expr::value(booking.taken(line).end()))
            .filter(Column::BookingId.eq(booking.id.uuid()))
            .filter(Column::ResourceId.eq(line.resource.uuid()))
            .exec(&tx.executor())
            .await?;
    }
    Ok(())
}

/// Writes a booking that takes something else now, and its events.
///
/// # Errors
/// As [`save`].
pub async fn save_anew(tx: &Tx, booking: &mut Booking) -> Result<(), Error> {
    use row::line::{Column, Entity};
    save_row(tx, booking).await?;
    Entity::delete_many()
        .filter(Column::BookingId.eq(booking.id.uuid()))
        .exec(&tx.executor())
        .await?;
    insert_lines(tx, booking).await
}

async fn save_row(tx: &Tx, booking: &mut Booking) -> Result<(), Error> {
    let before = booking.version;
    let active = active(booking, before + 1);
    if before == 0 {
        row::Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = row::Entity::update_many()
            .set(active)
            .filter(row::Column::Id.eq(booking.id.uuid()))
            .filter(row::Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    booking.version = before + 1;
    tx.record(booking.events.drain());
    Ok(())
}

async fn insert_lines(tx: &Tx, booking: &Booking) -> Result<(), Error> {
    let lines = (0..).zip(&booking.lines);
    let lines = lines.map(|(position, line)| row::line::ActiveModel {
        booking_id: Set(booking.id.uuid()),
        resource_id: Set(line.resource.uuid()),
        position: Set(position),
        units: Set(number(line.units)),
        starts_at: Set(booking.span.start()),
        taken_until: Set(booking.taken(line).end()),
        holds: Set(booking.state.holds()),
        price_cents: Set(line.price.money.cents),
        credit_minutes: Set(line.price.credit.minutes),
        buffer_minutes: Set(number(line.buffer.count())),
        free_until_minutes: Set(number(line.cancellation.free_until.count())),
        late_share: Set(line.cancellation.share.value().into()),
    });
    row::line::Entity::insert_many(lines)
        .exec_without_returning(&tx.executor())
        .await?;
    Ok(())
}

fn active(booking: &Booking, version: i32) -> row::ActiveModel {
    let work = booking.work.as_ref();
    let convention = work.and_then(|work| work.convention);
    row::ActiveModel {
        id: Set(booking.id.uuid()),
        hub_id: Set(booking.hub.uuid()),
        owner_organisation_id: Set(booking.owner.uuid()),
        borrower_organisation_id: Set(booking.borrower.uuid()),
        project_id: Set(booking.project.map(|id| id.uuid())),
        series_id: Set(booking.series.map(|id| id.uuid())),
        starts_at: Set(booking.span.start()),
        ends_at: Set(booking.span.end()),
        purpose: Set(booking.purpose.as_ref().map(ToString::to_string)),
        state: Set(booking.state.to_string()),
        reason: Set(booking.reason.as_ref().map(ToString::to_string)),
        cancelled_by_id: Set(booking.cancelled_by.map(|id| id.uuid())),
        owed_cents: Set(booking.owed.money.cents),
        owed_minutes: Set(booking.owed.credit.minutes),
        handed_over_at: Set(booking.handed_over_at),
        returned_at: Set(booking.returned_at),
        condition_before: Set(booking.condition_before.as_ref().map(ToString::to_string)),
        condition_after: Set(booking.condition_after.as_ref().map(ToString::to_string)),
        late: Set(booking.late),
        created_at: Set(booking.created_at),
        updated_at: Set(booking.updated_at),
        version: Set(version),
        wages_cents: Set(work.map(|work| work.costs.wages.cents)),
        social_charges_cents: Set(work.map(|work| work.costs.charges.cents)),
        staff_loan_id: Set(convention.and_then(|one| Some(one.loan()?.uuid()))),
        staff_partnership_id: Set(convention.and_then(|one| Some(one.partnership()?.uuid()))),
        worked_minutes: Set(work.and_then(|work| Some(number(work.worked?.count())))),
        hours_declared_at: Set(work.and_then(|work| work.declared_at)),
        hours_note: Set(work.and_then(|work| Some(work.note.as_ref()?.to_string()))),
        hours_contested: Set(work.and_then(|work| Some(work.contested.as_ref()?.to_string()))),
        refunds: Set(work.and_then(|work| Some(work.costs.expenses.as_ref()?.to_string()))),
        expenses_cents: Set(work.map(|work| work.expenses.cents)),
    }
}

/// Bookings in the order of their rows.
async fn with_lines(conn: &impl Conn, rows: Vec<row::Model>) -> Result<Vec<Booking>, Error> {
    use row::line::{Column, Entity};
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let found = Entity::find()
        .filter(among(
            conn,
            Column::BookingId,
            rows.iter().map(|row| row.id),
        ))
        .order_by_asc(Column::Position)
        .all(&conn.executor())
        .await?;
    let mut lines: HashMap<_, Vec<Line>> = HashMap::new();
    for row in found {
        lines.entry(row.booking_id).or_default().push(line(&row)?);
    }
    rows.into_iter()
        .map(|row| {
            let lines = lines.remove(&row.id).unwrap_or_default();
            booking(row, lines)
        })
        .collect()
}

fn line(row: &row::line::Model) -> Result<Line, Error> {
    let minutes = |column, number| Ok::<_, Error>(Minutes::new(count_of(LINES, column, number)?));
    Ok(Line {
        resource: ResourceId::from_uuid(row.resource_id),
        units: count_of(LINES, "units", row.units)?,
        price: due(row.price_cents, row.credit_minutes),
        buffer: minutes("buffer_minutes", row.buffer_minutes)?,
        cancellation: Cancellation {
            free_until: minutes("free_until_minutes", row.free_until_minutes)?,
            share: value(LINES, "late_share", Percent::parse(row.late_share))?,
        },
    })
}

fn booking(row: row::Model, lines: Vec<Line>) -> Result<Booking, Error> {
    let summary = |column, text: Option<String>| {
        value(TABLE, column, Summary::parse_optional(text.as_deref()))
    };
    let work = work(&row)?;
    Ok(Booking {
        id: BookingId::from_uuid(row.id),
        hub: HubId::from_uuid(row.hub_id),
        owner: OrganisationId::from_uuid(row.owner_organisation_id),
        borrower: OrganisationId::from_uuid(row.borrower_organisation_id),
        project: row.project_id.map(ProjectId::from_uuid),
        series: row.series_id.map(BookingSeriesId::from_uuid),
        span: span(TABLE, "ends_at", row.starts_at, row.ends_at)?,
        lines,
        purpose: summary("purpose", row.purpose)?,
        work,
        state: text::<BookingState>(TABLE, "state", &row.state)?,
        reason: value(
            TABLE,
            "reason",
            Reason::parse_optional(row.reason.as_deref()),
        )?,
        cancelled_by: row.cancelled_by_id.map(OrganisationId::from_uuid),
        owed: due(row.owed_cents, row.owed_minutes),
        handed_over_at: row.handed_over_at,
        returned_at: row.returned_at,
        condition_before: summary("condition_before", row.condition_before)?,
        condition_after: summary("condition_after", row.condition_after)?,
        late: row.late,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        events: Pending::default(),
    })
}

/// What is worked, of an employee.
fn work(row: &row::Model) -> Result<Option<StaffWork>, Error> {
    let (Some(wages), Some(charges)) = (row.wages_cents, row.social_charges_cents) else {
        return Ok(None);
    };
    let worked = row.worked_minutes;
    let loan = row.staff_loan_id.map(StaffLoanId::from_uuid);
    let loan = loan.map(ConventionId::Loan);
    let partnership = row.staff_partnership_id.map(PartnershipId::from_uuid);
    let partnership = partnership.map(ConventionId::Partnership);
    let worked = worked.map(|minutes| count_of(TABLE, "worked_minutes", minutes));
    Ok(Some(StaffWork {
        costs: StaffCosts {
            wages: Money { cents: wages },
            charges: Money { cents: charges },
            expenses: value(
                TABLE,
                "refunds",
                Summary::parse_optional(row.refunds.as_deref()),
            )?,
        },
        convention: loan.or(partnership),
        worked: worked.transpose()?.map(Minutes::new),
        declared_at: row.hours_declared_at,
        note: value(
            TABLE,
            "hours_note",
            Summary::parse_optional(row.hours_note.as_deref()),
        )?,
        contested: value(
            TABLE,
            "hours_contested",
            Reason::parse_optional(row.hours_contested.as_deref()),
        )?,
        expenses: Money {
            cents: row.expenses_cents.unwrap_or_default(),
        },
    }))
}

fn span(
    table: &'static str,
    column: &'static str,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
) -> Result<Span, Error> {
    Span::parse(start, end).map_err(|faults| corrupt(table, column, faults))
}
