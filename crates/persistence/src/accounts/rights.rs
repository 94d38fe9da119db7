//! What people may do, read in one statement; and who holds a right.

use chrono::{DateTime, Utc};
use maillage_domain::{
    hubs::HubRole,
    ids::{HubId, OrganisationId, PersonId, SessionId, Uuid},
    mandates::MandateRole,
    policy::Viewer,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};

use crate::{
    db::Conn,
    error::Error,
    rows::{corrupt, text},
};

/// Whether the session may be used, and every right of its person.
const OF_SESSION: &str = "\
SELECT 'account' AS kind, '' AS role, s.person_id AS first_id, s.person_id AS second_id
  FROM sessions s JOIN persons p ON p.id = s.person_id
 WHERE s.id = $2 AND s.person_id = $1 AND s.ended_at IS NULL AND s.expires_at > $3
   AND p.locked_at IS NULL AND p.confirmed_at IS NOT NULL
UNION ALL ";

/// Whether the account may be used, and every right of its person.
const OF_PERSON: &str = "\
SELECT 'account' AS kind, '' AS role, p.id AS first_id, p.id AS second_id
  FROM persons p WHERE p.id = $1 AND p.locked_at IS NULL AND p.confirmed_at IS NOT NULL
UNION ALL ";

/// Mandates, offices, those that wait for a second factor, and the hubs in which the mandated organisations are active members.
const RIGHTS: &str = "\
SELECT 'mandate' AS kind, m.role AS role, m.organisation_id AS first_id, m.organisation_id AS second_id
  FROM mandates m WHERE m.person_id = $1 AND m.revoked_at IS NULL
UNION ALL
SELECT 'office', r.role, r.hub_id, r.hub_id
  FROM hub_roles r WHERE r.person_id = $1 AND r.ended_at IS NULL
UNION ALL
SELECT 'second factor', '', h.id, h.id
  FROM hub_roles r JOIN hubs h ON h.id = r.hub_id
 WHERE r.person_id = $1 AND r.ended_at IS NULL AND h.requires_second_factor
   AND NOT EXISTS (SELECT 1 FROM second_factors f WHERE f.person_id = $1 AND f.confirmed_at IS NOT NULL)
UNION ALL
SELECT 'member', '', m.organisation_id, k.hub_id
  FROM mandates m JOIN memberships k ON k.organisation_id = m.organisation_id
 WHERE m.person_id = $1 AND m.revoked_at IS NULL AND k.state = 'ACTIVE'";

#[derive(FromQueryResult)]
struct Right {
    kind: String,
    role: String,
    first_id: Uuid,
    second_id: Uuid,
}

/// The person of a live session with their rights; `None` when the session has ended, is not
/// theirs, or the account may not be used. One statement.
///
/// # Errors
/// When the database fails or holds what is no right.
pub async fn viewer(
    conn: &impl Conn,
    session: SessionId,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Option<Viewer>, Error> {
    let values = [person.uuid().into(), session.uuid().into(), now.into()];
    let rights = all(conn, &[OF_SESSION, RIGHTS].concat(), values).await?;
    collect(person, session, rights)
}

/// A person with the rights they have now, away from any session; `None` when the account may not
/// be used.
///
/// # Errors
/// When the database fails or holds what is no right.
pub async fn rights_of(conn: &impl Conn, person: PersonId) -> Result<Option<Viewer>, Error> {
    let rights = all(conn, &[OF_PERSON, RIGHTS].concat(), [person.uuid().into()]).await?;
    collect(person, SessionId::from_uuid(Uuid::nil()), rights)
}

fn collect(
    person: PersonId,
    session: SessionId,
    rights: Vec<Right>,
) -> Result<Option<Viewer>, Error> {
    let mut viewer = Viewer {
        person,
        session,
        mandates: Vec::new(),
        offices: Vec::new(),
        member_of: Vec::new(),
        lacks_second_factor: Vec::new(),
        acting_for: None,
    };
    let mut usable = false;
    for Right {
        kind,
        role,
        first_id,
        second_id,
    } in rights
    {
        match kind.as_str() {
            "account" => usable = true,
            "mandate" => {
                let role = text("mandates", "role", &role)?;
                viewer
                    .mandates
                    .push((OrganisationId::from_uuid(first_id), role));
            }
            "office" => {
                let role = text("hub_roles", "role", &role)?;
                viewer.offices.push((HubId::from_uuid(first_id), role));
            }
            "second factor" => viewer.lacks_second_factor.push(HubId::from_uuid(first_id)),
            "member" => viewer.member_of.push((
                OrganisationId::from_uuid(first_id),
                HubId::from_uuid(second_id),
            )),
            other => return Err(corrupt("persons", "kind", other)),
        }
    }
    Ok(usable.then_some(viewer))
}

#[derive(FromQueryResult)]
struct Holder {
    id: Uuid,
    role: String,
}

const MANDATED: &str = "\
SELECT p.id AS id, m.role AS role FROM mandates m JOIN persons p ON p.id = m.person_id
 WHERE m.organisation_id = $1 AND m.revoked_at IS NULL
   AND p.locked_at IS NULL AND p.confirmed_at IS NOT NULL
 ORDER BY p.id";

/// Who may act for an organisation in at least this role, and use their account.
///
/// # Errors
/// When the database fails or holds what is no role.
pub async fn mandated(
    conn: &impl Conn,
    organisation: OrganisationId,
    least: MandateRole,
) -> Result<Vec<PersonId>, Error> {
    let mut people = Vec::new();
    for holder in all::<Holder>(conn, MANDATED, [organisation.uuid().into()]).await? {
        if text::<MandateRole>("mandates", "role", &holder.role)? >= least {
            people.push(PersonId::from_uuid(holder.id));
        }
    }
    Ok(people)
}

const TEAM: &str = "\
SELECT p.id AS id, r.role AS role FROM hub_roles r JOIN persons p ON p.id = r.person_id
 WHERE r.hub_id = $1 AND r.ended_at IS NULL
   AND p.locked_at IS NULL AND p.confirmed_at IS NOT NULL
 ORDER BY p.id";

/// Who holds at least this office in a hub, and may use their account; each once.
///
/// # Errors
/// When the database fails or holds what is no office.
pub async fn team(conn: &impl Conn, hub: HubId, least: HubRole) -> Result<Vec<PersonId>, Error> {
    let mut people = Vec::new();
    for holder in all::<Holder>(conn, TEAM, [hub.uuid().into()]).await? {
        if text::<HubRole>("hub_roles", "role", &holder.role)? >= least {
            people.push(PersonId::from_uuid(holder.id));
        }
    }
    // One person may be moderator and coordinator; the rows come in the order of people.
    people.dedup();
    Ok(people)
}

const ASKED_TO_ACCEPT: &str = "\
SELECT DISTINCT p.id AS id, m.role AS role
  FROM memberships k JOIN mandates m ON m.organisation_id = k.organisation_id
  JOIN persons p ON p.id = m.person_id
 WHERE k.hub_id = $1 AND k.state = 'ACTIVE' AND m.role = 'REPRESENTATIVE' AND m.revoked_at IS NULL
   AND (k.charter_accepted IS NULL OR k.charter_accepted < $2)
   AND p.locked_at IS NULL AND p.confirmed_at IS NOT NULL
 ORDER BY p.id";

/// The representatives of the active members of a hub that have not accepted this version of its
/// charter yet; each once.
///
/// # Errors
/// When the database fails.
pub async fn asked_to_accept(
    conn: &impl Conn,
    hub: HubId,
    charter: i32,
) -> Result<Vec<PersonId>, Error> {
    let values = [hub.uuid().into(), charter.into()];
    let holders = all::<Holder>(conn, ASKED_TO_ACCEPT, values).await?;
    Ok(holders
        .into_iter()
        .map(|holder| PersonId::from_uuid(holder.id))
        .collect())
}

async fn all<T: FromQueryResult>(
    conn: &impl Conn,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, Error> {
    let executor = conn.executor();
    let statement = Statement::from_sql_and_values(executor.get_database_backend(), sql, values);
    Ok(T::find_by_statement(statement).all(&executor).await?)
}
