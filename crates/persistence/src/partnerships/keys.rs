//! The public halves of the keys that have sealed signatures or documents.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryOrder, sea_query::OnConflict};

use super::row::seal_key::{ActiveModel, Column, Entity, Model};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
};

/// The public half of a key that has sealed signatures or documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealKey {
    /// Its thumbprint (RFC 7638).
    pub kid: String,
    /// The key, as `x` of a JWK (RFC 8037).
    pub public_key: String,
    /// Since when it has sealed.
    pub since: DateTime<Utc>,
}

/// Keeps a key for good, if it is not kept yet.
///
/// # Errors
/// When the database fails.
pub async fn keep_key(tx: &Tx, key: &SealKey) -> Result<(), Error> {
    let active = ActiveModel {
        kid: Set(key.kid.clone()),
        public_key: Set(key.public_key.clone()),
        since: Set(key.since),
    };
    Entity::insert(active)
        .on_conflict(OnConflict::column(Column::Kid).do_nothing().to_owned())
        .exec_without_returning(&tx.executor())
        .await?;
    Ok(())
}

/// Every key that has ever sealed anything, the first first.
///
/// # Errors
/// When the database fails.
pub async fn keys(conn: &impl Conn) -> Result<Vec<SealKey>, Error> {
    let rows = Entity::find()
        .order_by_asc(Column::Since)
        .order_by_asc(Column::Kid)
        .all(&conn.executor())
        .await?;
    let key = |row: Model| SealKey {
        kid: row.kid,
        public_key: row.public_key,
        since: row.since,
    };
    Ok(rows.into_iter().map(key).collect())
}
