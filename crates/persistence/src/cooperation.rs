//! What joins the members of a hub, added up by the database for each pair: the number of statements and
//! of rows that are read does not depend on how often they met.

mod agreements;

use chrono::{DateTime, Utc};
use maillage_domain::{
    bookings::BookingState,
    content::ContentState,
    cooperation::{Begun, CooperationKind, Link},
    events::EventKind,
    ids::{HubId, OrganisationId},
    materials::ReservationState,
    memberships::MembershipState,
    projects::ProjectStage,
    resources::Minutes,
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};
use uuid::Uuid;

pub use self::agreements::agreements;
use crate::{
    db::Conn,
    error::Error,
    rows::{corrupt, text},
};

/// Who was a member of a hub in a period, by name. A membership goes on while it is suspended: from when
/// until when that was is not kept with it.
///
/// # Errors
/// When the database fails.
pub async fn members(
    conn: &impl Conn,
    hub: HubId,
    begun: &Begun,
) -> Result<Vec<OrganisationId>, Error> {
    let states = [
        MembershipState::Active,
        MembershipState::Suspended,
        MembershipState::Left,
        MembershipState::Excluded,
    ];
    let sql = format!(
        "SELECT m.organisation_id AS id
           FROM memberships m JOIN organisations o ON o.id = m.organisation_id
          WHERE m.hub_id = $1 AND m.state IN ({}) AND m.since <= $3
            AND (m.until IS NULL OR m.until >= $2)
          GROUP BY m.organisation_id, o.sort_name
          ORDER BY o.sort_name, m.organisation_id",
        among(states.map(MembershipState::as_str))
    );
    let values = [hub.uuid().into(), begun.first.into(), begun.last.into()];
    let rows = rows(conn, sql, values).await?;
    let ids = rows.iter().map(|row| row.try_get("", "id"));
    let ids = ids.map(|id| id.map(OrganisationId::from_uuid));
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Bookings that took place and hours of staff that both sides have confirmed, by the day on which they
/// began. What was confirmed and has begun took place, unless somebody said that nobody came.
///
/// # Errors
/// When the database fails.
pub async fn bookings(conn: &impl Conn, hub: HubId, begun: &Begun) -> Result<Vec<Link>, Error> {
    let took_place = [
        BookingState::Confirmed,
        BookingState::InUse,
        BookingState::Returned,
    ];
    let minutes = match conn.executor().get_database_backend() {
        DbBackend::Postgres => "EXTRACT(EPOCH FROM (ends_at - starts_at)) / 60",
        _ => "(julianday(ends_at) - julianday(starts_at)) * 1440",
    };
    // Wages are there where somebody else's employee was booked. What was worked of it is for the two sides
    // alone: beside the sum of the account it would tell what an hour cost.
    let sql = format!(
        "SELECT CASE WHEN wages_cents IS NULL THEN '{booking}' ELSE '{staff}' END AS kind,
                owner_organisation_id AS giver, borrower_organisation_id AS taker,
                COUNT(*) AS number, MIN(starts_at) AS first_at, MAX(starts_at) AS last_at,
                CAST(ROUND(SUM({minutes}))
                  AS bigint) AS minutes
           FROM bookings
          WHERE hub_id = $1 AND starts_at >= $2 AND starts_at < $3
            AND (wages_cents IS NULL AND state IN ({took_place})
              OR wages_cents IS NOT NULL AND state = '{returned}' AND worked_minutes > 0)
          GROUP BY 1, 2, 3",
        booking = CooperationKind::Booking,
        staff = CooperationKind::StaffHours,
        took_place = among(took_place.map(BookingState::as_str)),
        returned = BookingState::Returned,
    );
    links(conn, sql, hub, begun).await
}

/// Material that was collected.
///
/// # Errors
/// When the database fails.
pub async fn materials(conn: &impl Conn, hub: HubId, begun: &Begun) -> Result<Vec<Link>, Error> {
    let sql = format!(
        "SELECT '{kind}' AS kind,
                owner_organisation_id AS giver, borrower_organisation_id AS taker,
                COUNT(*) AS number, MIN(collected_at) AS first_at, MAX(collected_at) AS last_at,
                CAST(NULL AS bigint) AS minutes
           FROM reservations
          WHERE hub_id = $1 AND state = '{collected}' AND taken > 0
            AND collected_at >= $2 AND collected_at < $3
          GROUP BY owner_organisation_id, borrower_organisation_id",
        kind = CooperationKind::Material,
        collected = ReservationState::Collected,
    );
    links(conn, sql, hub, begun).await
}

/// Published projects in which two take part at the same time, the lead from its publication on, until it is
/// completed or given up. What is no longer published counts for no period: it leaks nowhere.
///
/// # Errors
/// When the database fails.
pub async fn projects(conn: &impl Conn, hub: HubId, begun: &Begun) -> Result<Vec<Link>, Error> {
    let (later, earlier) = match conn.executor().get_database_backend() {
        DbBackend::Postgres => ("GREATEST", "LEAST"),
        _ => ("MAX", "MIN"),
    };
    let over = [ProjectStage::Completed, ProjectStage::Abandoned];
    let sql = format!(
        "WITH shared AS (
           SELECT id, lead_organisation_id, published_at,
                  COALESCE(CASE WHEN stage IN ({over}) THEN
                    (SELECT MAX(e.at) FROM events e
                      WHERE e.project_id = projects.id AND e.kind = '{stage_changed}') END, $3) AS over_at
             FROM projects
            WHERE hub_id = $1 AND state = '{published}' AND published_at < $3
         ), parts AS (
           SELECT id AS project_id, lead_organisation_id AS organisation_id, published_at AS since,
                  over_at AS until FROM shared
            UNION ALL
           SELECT p.project_id, p.organisation_id, {later}(p.joined_at, s.published_at),
                  {earlier}(COALESCE(p.left_at, s.over_at), s.over_at)
             FROM participations p JOIN shared s ON s.id = p.project_id
            WHERE p.joined_at IS NOT NULL
         ), together AS (
           SELECT a.project_id, a.organisation_id AS giver, b.organisation_id AS taker,
                  {later}(a.since, b.since, $2) AS since, {earlier}(a.until, b.until, $3) AS until
             FROM parts a JOIN parts b
               ON b.project_id = a.project_id AND a.organisation_id < b.organisation_id
         )
         SELECT '{kind}' AS kind, giver, taker, COUNT(DISTINCT project_id) AS number,
                MIN(since) AS first_at, MAX(until) AS last_at, CAST(NULL AS bigint) AS minutes
           FROM together WHERE since < until GROUP BY giver, taker",
        kind = CooperationKind::Project,
        over = among(over.map(ProjectStage::as_str)),
        stage_changed = EventKind::ProjectStageChanged,
        published = ContentState::Published,
    );
    links(conn, sql, hub, begun).await
}

/// What is put between brackets for one of several words of ours.
fn among<const N: usize>(words: [&str; N]) -> String {
    words.map(|word| format!("'{word}'")).join(", ")
}

async fn rows<const N: usize>(
    conn: &impl Conn,
    sql: String,
    values: [Value; N],
) -> Result<Vec<QueryResult>, Error> {
    let executor = conn.executor();
    let statement = Statement::from_sql_and_values(executor.get_database_backend(), sql, values);
    Ok(executor.query_all_raw(statement).await?)
}

async fn links(
    conn: &impl Conn,
    sql: String,
    hub: HubId,
    begun: &Begun,
) -> Result<Vec<Link>, Error> {
    let values = [hub.uuid().into(), begun.start.into(), begun.end.into()];
    let rows = rows(conn, sql, values).await?;
    rows.iter().map(|row| link(row, begun)).collect()
}

fn link(row: &QueryResult, begun: &Begun) -> Result<Link, Error> {
    let kind: String = row.try_get("", "kind")?;
    let giver: Uuid = row.try_get("", "giver")?;
    let taker: Uuid = row.try_get("", "taker")?;
    let number: i64 = row.try_get("", "number")?;
    let first: DateTime<Utc> = row.try_get("", "first_at")?;
    let last: DateTime<Utc> = row.try_get("", "last_at")?;
    let minutes: Option<i64> = row.try_get("", "minutes")?;
    let too_many = |error| corrupt("cooperation", "number", error);
    Ok(Link {
        kind: text("cooperation", "kind", &kind)?,
        from: OrganisationId::from_uuid(giver),
        to: OrganisationId::from_uuid(taker),
        count: u32::try_from(number).map_err(too_many)?,
        time: minutes
            .map(u32::try_from)
            .transpose()
            .map_err(too_many)?
            .map(Minutes::new),
        first_on: begun.day(first),
        // What goes on until the end of a day is not of the next.
        last_on: begun.day(last).min(begun.last),
    })
}
