//! Wrong tries at signing in.

use chrono::{DateTime, Utc};
use maillage_domain::accounts::Tries;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::row::tries::{ActiveModel, Column, Entity, Model};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
};

/// The wrong tries under a digest; none when there are none.
///
/// # Errors
/// When the database fails.
pub async fn tries(conn: &impl Conn, digest: &str, now: DateTime<Utc>) -> Result<Tries, Error> {
    let row = Entity::find_by_id(digest).one(&conn.executor()).await?;
    Ok(row.map_or_else(|| Tries::none(now), |row| read(&row)))
}

/// As [`tries`], with others who count under the same digest waiting until this transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold_tries(tx: &Tx, digest: &str, now: DateTime<Utc>) -> Result<Tries, Error> {
    let row = ActiveModel {
        digest: Set(digest.to_owned()),
        wrong: Set(0),
        last_at: Set(now),
        forgotten_at: Set(now),
    };
    let mut there_already = OnConflict::column(Column::Digest);
    // Writing what is there already locks the row.
    there_already.update_column(Column::Digest);
    Entity::insert(row)
        .on_conflict(there_already)
        .exec_without_returning(&tx.executor())
        .await?;
    tries(tx, digest, now).await
}

/// Writes the tries under a digest that is held.
///
/// # Errors
/// When the database fails.
pub async fn save_tries(tx: &Tx, digest: &str, tries: Tries) -> Result<(), Error> {
    let row = ActiveModel {
        digest: Set(digest.to_owned()),
        wrong: Set(tries.wrong),
        last_at: Set(tries.last_at),
        forgotten_at: Set(tries.forgotten_at),
    };
    Entity::update_many()
        .set(row)
        .filter(Column::Digest.eq(digest))
        .exec(&tx.executor())
        .await?;
    Ok(())
}

/// Removes the tries that are forgotten.
///
/// # Errors
/// When the database fails.
pub async fn forget_tries(tx: &Tx, now: DateTime<Utc>) -> Result<(), Error> {
    Entity::delete_many()
        .filter(Column::ForgottenAt.lt(now))
        .exec(&tx.executor())
        .await?;
    Ok(())
}

/// Removes the tries under a digest.
///
/// # Errors
/// When the database fails.
pub async fn clear_tries(tx: &Tx, digest: &str) -> Result<(), Error> {
    Entity::delete_by_id(digest).exec(&tx.executor()).await?;
    Ok(())
}

fn read(row: &Model) -> Tries {
    Tries {
        wrong: row.wrong,
        last_at: row.last_at,
        forgotten_at: row.forgotten_at,
    }
}
