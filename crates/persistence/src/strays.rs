//! Files that nothing names, since when they have been noticed.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use maillage_domain::ids::Uuid;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::OnConflict,
};

use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::among,
};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "stray_files")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub noticed_at: DateTimeUtc,
        pub seen_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Forgets files that were not seen any more since an instant: they are gone, named again, or nobody has looked.
///
/// # Errors
/// When the database fails.
pub async fn forget_unseen(tx: &Tx, since: DateTime<Utc>) -> Result<(), Error> {
    row::Entity::delete_many()
        .filter(row::Column::SeenAt.lt(since))
        .exec(&tx.executor())
        .await?;
    Ok(())
}

/// Writes down that files are seen now, and tells which of them are for the first time.
///
/// # Errors
/// When the database fails.
pub async fn see(tx: &Tx, files: &[Uuid], now: DateTime<Utc>) -> Result<Vec<Uuid>, Error> {
    let known = noticed_before(tx, files, now).await?;
    // In an order, so that of two instances that look at once one waits for the other.
    let mut files = files.to_vec();
    files.sort_unstable();
    let rows = files.iter().map(|file| row::ActiveModel {
        id: Set(*file),
        noticed_at: Set(now),
        seen_at: Set(now),
    });
    let seen = OnConflict::column(row::Column::Id)
        .update_column(row::Column::SeenAt)
        .to_owned();
    row::Entity::insert_many(rows)
        .on_conflict(seen)
        .exec_without_returning(&tx.executor())
        .await?;
    files.retain(|file| !known.contains(file));
    Ok(files)
}

/// Which of the files have been noticed by an instant.
///
/// # Errors
/// When the database fails.
pub async fn noticed_before(
    conn: &impl Conn,
    files: &[Uuid],
    before: DateTime<Utc>,
) -> Result<HashSet<Uuid>, Error> {
    let noticed: Vec<Uuid> = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(among(conn, row::Column::Id, files.iter().copied()))
        .filter(row::Column::NoticedAt.lte(before))
        .into_tuple()
        .all(&conn.executor())
        .await?;
    Ok(noticed.into_iter().collect())
}

/// Forgets files that have been removed.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &Tx, files: &[Uuid]) -> Result<(), Error> {
    row::Entity::delete_many()
        .filter(among(tx, row::Column::Id, files.iter().copied()))
        .exec(&tx.executor())
        .await?;
    Ok(())
}
