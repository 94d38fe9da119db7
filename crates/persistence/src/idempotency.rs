//! Answers of mutations, kept with the key that the client chose, so that the same request sent
//! again gets the same answer.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, TryInsertResult, sea_query::Expr,
};

use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency_keys")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Vec<u8>,
        pub content: Vec<u8>,
        pub answer: Vec<u8>,
        pub kept_until: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A digest: of who sent which key, or of what they asked for.
pub type Digest = [u8; 32];

/// What was answered before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What was asked for.
    pub content: Vec<u8>,
    /// The answer, sealed.
    pub answer: Vec<u8>,
}

/// What was answered under a key, as long as it is kept.
///
/// # Errors
/// When the database fails.
pub async fn find(
    conn: &impl Conn,
    id: &Digest,
    now: DateTime<Utc>,
) -> Result<Option<Kept>, Error> {
    let found = row::Entity::find_by_id(id.to_vec())
        .filter(row::Column::KeptUntil.gte(now))
        .one(&conn.executor())
        .await?;
    Ok(found.map(|row| Kept {
        content: row.content,
        answer: row.answer,
    }))
}

/// Takes a key under which nothing is kept any more. Whoever asks for one that another transaction has just
/// taken waits for the end of that transaction; false when it was committed.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    tx: &Tx,
    id: &Digest,
    content: &Digest,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, Error> {
    let executor = tx.executor();
    row::Entity::delete_many()
        .filter(row::Column::Id.eq(id.to_vec()))
        .filter(row::Column::KeptUntil.lt(now))
        .exec(&executor)
        .await?;
    let row = row::ActiveModel {
        id: Set(id.to_vec()),
        content: Set(content.to_vec()),
        answer: Set(Vec::new()),
        kept_until: Set(until),
    };
    let taken = row::Entity::insert_many([row])
        .on_conflict_do_nothing()
        .exec_without_returning(&executor)
        .await?;
    Ok(matches!(taken, TryInsertResult::Inserted(rows) if rows > 0))
}

/// Keeps the answer under a key that was taken in this transaction.
///
/// # Errors
/// When the database fails.
pub async fn keep(tx: &Tx, id: &Digest, answer: Vec<u8>) -> Result<(), Error> {
    row::Entity::update_many()
        .col_expr(row::Column::Answer, Expr::value(answer))
        .filter(row::Column::Id.eq(id.to_vec()))
        .exec(&tx.executor())
        .await?;
    Ok(())
}

/// Gives back a key that was taken in this transaction.
///
/// # Errors
/// When the database fails.
pub async fn release(tx: &Tx, id: &Digest) -> Result<(), Error> {
    row::Entity::delete_by_id(id.to_vec())
        .exec(&tx.executor())
        .await?;
    Ok(())
}

/// Forgets what is kept no longer; tells how much that was.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &Tx, now: DateTime<Utc>) -> Result<u64, Error> {
    let forgotten = row::Entity::delete_many()
        .filter(row::Column::KeptUntil.lt(now))
        .exec(&tx.executor())
        .await?;
    Ok(forgotten.rows_affected)
}
