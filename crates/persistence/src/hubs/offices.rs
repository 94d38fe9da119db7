//! The teams of hubs.

use std::collections::HashMap;

use maillage_domain::{
    accounts::Person,
    events::Pending,
    hubs::{HubOffice, HubRole},
    ids::{HubId, HubRoleId, PersonId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement,
};

use super::row::office::{ActiveModel, Column, Entity, Model};
use crate::{
    accounts,
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::{among, one_row, text},
};

/// An office.
///
/// # Errors
/// When the database fails or holds what is no office.
pub async fn find_office(conn: &impl Conn, id: HubRoleId) -> Result<Option<HubOffice>, Error> {
    let row = Entity::find_by_id(id.uuid()).one(&conn.executor()).await?;
    row.as_ref().map(office).transpose()
}

/// Writes an office and its events.
///
/// # Errors
/// `Taken` when the person holds the same office already, `Stale` when somebody saved it since;
/// otherwise when the database fails.
pub async fn save_office(tx: &Tx, office: &mut HubOffice) -> Result<(), Error> {
    let before = office.version;
    let active = ActiveModel {
        id: Set(office.id.uuid()),
        hub_id: Set(office.hub.uuid()),
        person_id: Set(office.person.uuid()),
        role: Set(office.role.to_string()),
        from_at: Set(office.from),
        granted_by_id: Set(office.granted_by.map(|id| id.uuid())),
        ended_at: Set(office.ended_at),
        version: Set(before + 1),
    };
    if before == 0 {
        let insert = Entity::insert(active);
        insert.exec_without_returning(&tx.executor()).await?;
    } else {
        let updated = Entity::update_many()
            .set(active)
            .filter(Column::Id.eq(office.id.uuid()))
            .filter(Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    office.version = before + 1;
    tx.record(office.events.drain());
    Ok(())
}

/// The offices held in a hub.
///
/// # Errors
/// When the database fails or holds what is no office.
pub async fn offices_of(conn: &impl Conn, hub: HubId) -> Result<Vec<HubOffice>, Error> {
    held(conn, among(conn, Column::HubId, [hub.uuid()])).await
}

/// The teams of hubs: the offices with who holds them, in the order in which they were given.
///
/// # Errors
/// When the database fails or holds what is no office.
pub async fn teams(
    conn: &impl Conn,
    hubs: &[HubId],
) -> Result<HashMap<HubId, Vec<(HubOffice, Person)>>, Error> {
    let hubs = hubs.iter().map(HubId::uuid);
    let offices = held(conn, among(conn, Column::HubId, hubs)).await?;
    let people: Vec<_> = offices.iter().map(|office| office.person).collect();
    let people = accounts::by_ids(conn, &people).await?;
    let mut teams: HashMap<_, Vec<_>> = HashMap::new();
    for office in offices {
        if let Some(person) = people.get(&office.person) {
            let person = person.clone();
            let team = teams.entry(office.hub).or_default();
            team.push((office, person));
        }
    }
    Ok(teams)
}

const OTHER_COORDINATORS: &str = "\
SELECT COUNT(DISTINCT p.id) AS others
  FROM hub_roles r JOIN persons p ON p.id = r.person_id
 WHERE r.hub_id = $1 AND r.role = 'COORDINATOR' AND r.ended_at IS NULL AND p.id <> $2
   AND p.locked_at IS NULL AND p.confirmed_at IS NOT NULL";

/// How many people other than this one coordinate a hub and may sign in.
///
/// # Errors
/// When the database fails.
pub async fn other_coordinators(
    conn: &impl Conn,
    hub: HubId,
    person: PersonId,
) -> Result<u64, Error> {
    let others: Option<i64> = single(conn, OTHER_COORDINATORS, hub, person, "others").await?;
    Ok(others
        .and_then(|others| u64::try_from(others).ok())
        .unwrap_or_default())
}

const AMONG_MEMBERS: &str = "\
SELECT 1 AS present
  FROM persons p
  JOIN mandates m ON m.person_id = p.id AND m.revoked_at IS NULL
  JOIN memberships k ON k.organisation_id = m.organisation_id AND k.state = 'ACTIVE'
 WHERE k.hub_id = $1 AND p.id = $2 AND p.locked_at IS NULL AND p.confirmed_at IS NOT NULL
 LIMIT 1";

/// Whether a person holds a mandate of an active member of a hub, and may sign in.
///
/// # Errors
/// When the database fails.
pub async fn is_among_members(
    conn: &impl Conn,
    hub: HubId,
    person: PersonId,
) -> Result<bool, Error> {
    let present: Option<i32> = single(conn, AMONG_MEMBERS, hub, person, "present").await?;
    Ok(present.is_some())
}

async fn single<T: sea_orm::TryGetable>(
    conn: &impl Conn,
    sql: &str,
    hub: HubId,
    person: PersonId,
    column: &str,
) -> Result<Option<T>, Error> {
    let executor = conn.executor();
    let values = [hub.uuid().into(), person.uuid().into()];
    let statement = Statement::from_sql_and_values(executor.get_database_backend(), sql, values);
    let row = executor.query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get("", column)).transpose()?)
}

async fn held(
    conn: &impl Conn,
    whose: sea_orm::sea_query::SimpleExpr,
) -> Result<Vec<HubOffice>, Error> {
    let rows = Entity::find()
        .filter(whose)
        .filter(Column::EndedAt.is_null())
        .order_by_asc(Column::Id)
        .all(&conn.executor())
        .await?;
    rows.iter().map(office).collect()
}

fn office(row: &Model) -> Result<HubOffice, Error> {
    Ok(HubOffice {
        id: HubRoleId::from_uuid(row.id),
        hub: HubId::from_uuid(row.hub_id),
        person: PersonId::from_uuid(row.person_id),
        role: text::<HubRole>("hub_roles", "role", &row.role)?,
        from: row.from_at,
        granted_by: row.granted_by_id.map(PersonId::from_uuid),
        ended_at: row.ended_at,
        version: row.version,
        events: Pending::default(),
    })
}
