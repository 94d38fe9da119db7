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
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Writes down that files are noticed now, and tells how many; those that were before stay as they are.
///
/// # Errors
/// When the database fails.
pub async fn notice(tx: &Tx, files: &[Uuid], now: DateTime<Utc>) -> Result<u64, Error> {
    let rows = files.iter().map(|file| row::ActiveModel {
        id: Set(*file),
        noticed_at: Set(now),
    });
    Ok(row::Entity::insert_many(rows)
        .on_conflict(OnConflict::column(row::Column::Id).do_nothing().to_owned())
        .exec_without_returning(&tx.executor())
        .await?)
}

/// Which of the files have been noticed before an instant.
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

/// Forgets files that are gone.
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
