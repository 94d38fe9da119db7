//! Single-use links sent by e-mail.

use chrono::{DateTime, Utc};
use maillage_domain::{
    accounts::{OneTimeToken, TokenPurpose},
    ids::{PersonId, TokenId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use super::row::token::{ActiveModel, Column, Entity, Model};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::{one_row, text},
};

/// A token, used or not.
///
/// # Errors
/// When the database fails or holds what is no token.
pub async fn find_token(conn: &impl Conn, id: TokenId) -> Result<Option<OneTimeToken>, Error> {
    let row = Entity::find_by_id(id.uuid()).one(&conn.executor()).await?;
    row.as_ref().map(token).transpose()
}

/// The newest token of a person for a purpose that can still be used.
///
/// # Errors
/// When the database fails or holds what is no token.
pub async fn newest_token(
    conn: &impl Conn,
    person: PersonId,
    purpose: TokenPurpose,
    now: DateTime<Utc>,
) -> Result<Option<OneTimeToken>, Error> {
    let row = Entity::find()
        .filter(Column::PersonId.eq(person.uuid()))
        .filter(Column::Purpose.eq(purpose.as_str()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .order_by_desc(Column::Id)
        .limit(1)
        .one(&conn.executor())
        .await?;
    row.as_ref().map(token).transpose()
}

/// Adds a token.
///
/// # Errors
/// When the database fails.
pub async fn add_token(tx: &Tx, token: &OneTimeToken) -> Result<(), Error> {
    let row = ActiveModel {
        id: Set(token.id.uuid()),
        person_id: Set(token.person.uuid()),
        purpose: Set(token.purpose.to_string()),
        expires_at: Set(token.expires_at),
        used_at: Set(token.used_at),
    };
    Entity::insert(row)
        .exec_without_returning(&tx.executor())
        .await?;
    Ok(())
}

/// Writes that a token was used.
///
/// # Errors
/// `Stale` when somebody else used it first.
pub async fn spend_token(tx: &Tx, token: &OneTimeToken) -> Result<(), Error> {
    let updated = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(token.used_at))
        .filter(Column::Id.eq(token.id.uuid()))
        .filter(Column::UsedAt.is_null())
        .exec(&tx.executor())
        .await?;
    one_row(updated.rows_affected)
}

/// Makes the other unused tokens of a person for a purpose worthless.
///
/// # Errors
/// When the database fails.
pub async fn spend_others(
    tx: &Tx,
    person: PersonId,
    purpose: TokenPurpose,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(at))
        .filter(Column::PersonId.eq(person.uuid()))
        .filter(Column::Purpose.eq(purpose.as_str()))
        .filter(Column::UsedAt.is_null())
        .exec(&tx.executor())
        .await?;
    Ok(())
}

fn token(row: &Model) -> Result<OneTimeToken, Error> {
    Ok(OneTimeToken {
        id: TokenId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        purpose: text("one_time_tokens", "purpose", &row.purpose)?,
        expires_at: row.expires_at,
        used_at: row.used_at,
    })
}
