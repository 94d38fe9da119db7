//! Signed-in devices.

use chrono::{DateTime, Utc};
use maillage_domain::{
    accounts::Session,
    events::Pending,
    ids::{PersonId, SessionId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::row::session::{ActiveModel, Column, Entity, Model};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::one_row,
};

/// A session, live or not.
///
/// # Errors
/// When the database fails.
pub async fn find_session(conn: &impl Conn, id: SessionId) -> Result<Option<Session>, Error> {
    let row = Entity::find_by_id(id.uuid()).one(&conn.executor()).await?;
    Ok(row.map(session))
}

/// The live sessions of a person, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn live_sessions(
    conn: &impl Conn,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, Error> {
    let rows = Entity::find()
        .filter(Column::PersonId.eq(person.uuid()))
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .order_by_desc(Column::Id)
        .all(&conn.executor())
        .await?;
    Ok(rows.into_iter().map(session).collect())
}

/// Writes a session and what happened to it.
///
/// # Errors
/// `Stale` when somebody saved it since.
pub async fn save_session(tx: &Tx, session: &mut Session) -> Result<(), Error> {
    let before = session.version;
    let active = ActiveModel {
        id: Set(session.id.uuid()),
        person_id: Set(session.person.uuid()),
        refresh_hash: Set(session.refresh_hash.clone()),
        previous_hash: Set(session.previous_hash.clone()),
        rotated_at: Set(session.rotated_at),
        created_at: Set(session.created_at),
        expires_at: Set(session.expires_at),
        ended_at: Set(session.ended_at),
        device: Set(session.device.clone()),
        version: Set(before + 1),
    };
    if before == 0 {
        Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = Entity::update_many()
            .set(active)
            .filter(Column::Id.eq(session.id.uuid()))
            .filter(Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    session.version = before + 1;
    tx.record(session.events.drain());
    Ok(())
}

fn session(row: Model) -> Session {
    Session {
        id: SessionId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        refresh_hash: row.refresh_hash,
        previous_hash: row.previous_hash,
        rotated_at: row.rotated_at,
        created_at: row.created_at,
        expires_at: row.expires_at,
        ended_at: row.ended_at,
        device: row.device,
        version: row.version,
        events: Pending::default(),
    }
}
