//! Photos that were uploaded, and which resources name them. The files are none of this crate's
//! business.

mod row;

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use maillage_domain::{
    ids::{OrganisationId, PhotoId, ResourceId},
    photos::Photo,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, SimpleExpr},
};
use uuid::Uuid;

use self::row::naming;
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::{among, count_of, number},
};

const TABLE: &str = "photos";

/// How many photos are forgotten in one transaction.
const BATCH: u64 = 500;

/// Writes a new photo and its events.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &Tx, photo: &mut Photo) -> Result<(), Error> {
    let row = row::ActiveModel {
        id: Set(photo.id.uuid()),
        organisation_id: Set(photo.organisation.uuid()),
        width: Set(number(photo.width)),
        height: Set(number(photo.height)),
        uploaded_at: Set(photo.uploaded_at),
        unnamed_since: Set(photo.uploaded_at),
    };
    row::Entity::insert(row)
        .exec_without_returning(&tx.executor())
        .await?;
    tx.record(photo.events.drain());
    Ok(())
}

/// Those of the photos that were uploaded for an organisation.
///
/// # Errors
/// When the database fails or holds what is no photo.
pub async fn of_organisation(
    conn: &impl Conn,
    organisation: OrganisationId,
    ids: &[PhotoId],
) -> Result<Vec<Photo>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = row::Entity::find()
        .filter(among(conn, row::Column::Id, uuids(ids)))
        .filter(row::Column::OrganisationId.eq(organisation.uuid()))
        .all(&conn.executor())
        .await?;
    rows.iter().map(photo).collect()
}

/// Keeps photos from being forgotten until this transaction ends, and tells which of them there
/// still are.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &Tx, ids: &[PhotoId]) -> Result<HashSet<PhotoId>, Error> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let held = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(among(tx, row::Column::Id, uuids(ids)))
        .lock(LockType::KeyShare);
    Ok(ids_of(held.into_tuple().all(&tx.executor()).await?))
}

/// How many photos of an organisation nothing names.
///
/// # Errors
/// When the database fails.
pub async fn unnamed(conn: &impl Conn, organisation: OrganisationId) -> Result<u64, Error> {
    Ok(row::Entity::find()
        .filter(row::Column::OrganisationId.eq(organisation.uuid()))
        .filter(is_unnamed())
        .count(&conn.executor())
        .await?)
}

/// The resources that name a photo, in their text or in the revision beside it.
///
/// # Errors
/// When the database fails.
pub async fn naming(conn: &impl Conn, photo: PhotoId) -> Result<Vec<ResourceId>, Error> {
    let found: Vec<Uuid> = naming::Entity::find()
        .select_only()
        .column(naming::Column::ResourceId)
        .filter(naming::Column::PhotoId.eq(photo.uuid()))
        .into_tuple()
        .all(&conn.executor())
        .await?;
    Ok(found.into_iter().map(ResourceId::from_uuid).collect())
}

/// Which of the photos there are.
///
/// # Errors
/// When the database fails.
pub async fn known(conn: &impl Conn, ids: &[PhotoId]) -> Result<HashSet<PhotoId>, Error> {
    let found = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(among(conn, row::Column::Id, uuids(ids)))
        .into_tuple()
        .all(&conn.executor())
        .await?;
    Ok(ids_of(found))
}

/// Forgets photos that nothing has named since an instant, some hundreds at a time, and tells
/// how many.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &Tx, unnamed_since: DateTime<Utc>) -> Result<u64, Error> {
    let executor = tx.executor();
    // One that is about to be named is locked, and left alone.
    let candidates: Vec<Uuid> = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::UnnamedSince.lte(unnamed_since))
        .filter(is_unnamed())
        .order_by_asc(row::Column::UnnamedSince)
        .limit(BATCH)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_tuple()
        .all(&executor)
        .await?;
    if candidates.is_empty() {
        return Ok(0);
    }
    // Asked once more under the lock: it may have been named between the reading and the locking.
    let named: Vec<Uuid> = naming::Entity::find()
        .select_only()
        .column(naming::Column::PhotoId)
        .filter(among(
            tx,
            naming::Column::PhotoId,
            candidates.iter().copied(),
        ))
        .into_tuple()
        .all(&executor)
        .await?;
    let unnamed = candidates.into_iter().filter(|id| !named.contains(id));
    let deleted = row::Entity::delete_many()
        .filter(among(tx, row::Column::Id, unnamed))
        .exec(&executor)
        .await?;
    Ok(deleted.rows_affected)
}

/// Writes which photos a resource names from now on. Those that it names no more are left to be
/// forgotten, counted from `at`.
///
/// # Errors
/// When the database fails.
pub(crate) async fn name(
    tx: &Tx,
    resource: ResourceId,
    photos: &BTreeSet<PhotoId>,
    (is_new, at): (bool, DateTime<Utc>),
) -> Result<(), Error> {
    let executor = tx.executor();
    let id = resource.uuid();
    let before: Vec<Uuid> = if is_new {
        Vec::new()
    } else {
        naming::Entity::find()
            .select_only()
            .column(naming::Column::PhotoId)
            .filter(naming::Column::ResourceId.eq(id))
            .into_tuple()
            .all(&executor)
            .await?
    };
    let dropped: Vec<Uuid> = before
        .iter()
        .copied()
        .filter(|one| !photos.contains(&PhotoId::from_uuid(*one)))
        .collect();
    if !dropped.is_empty() {
        naming::Entity::delete_many()
            .filter(naming::Column::ResourceId.eq(id))
            .filter(among(tx, naming::Column::PhotoId, dropped.iter().copied()))
            .exec(&executor)
            .await?;
        row::Entity::update_many()
            .col_expr(row::Column::UnnamedSince, Expr::value(at))
            .filter(among(tx, row::Column::Id, dropped))
            .exec(&executor)
            .await?;
    }
    let added = photos.iter().map(PhotoId::uuid);
    let added: Vec<_> = added
        .filter(|one| !before.contains(one))
        .map(|photo| naming::ActiveModel {
            resource_id: Set(id),
            photo_id: Set(photo),
        })
        .collect();
    if !added.is_empty() {
        naming::Entity::insert_many(added)
            .exec_without_returning(&executor)
            .await?;
    }
    Ok(())
}

fn is_unnamed() -> SimpleExpr {
    let named = naming::Entity::find()
        .select_only()
        .column(naming::Column::PhotoId)
        .filter(
            Expr::col((naming::Entity, naming::Column::PhotoId))
                .equals((row::Entity, row::Column::Id)),
        );
    Expr::not_exists(named.into_query())
}

fn photo(row: &row::Model) -> Result<Photo, Error> {
    Ok(Photo {
        id: PhotoId::from_uuid(row.id),
        organisation: OrganisationId::from_uuid(row.organisation_id),
        width: count_of(TABLE, "width", row.width)?,
        height: count_of(TABLE, "height", row.height)?,
        uploaded_at: row.uploaded_at,
        events: maillage_domain::events::Pending::default(),
    })
}

fn uuids(ids: &[PhotoId]) -> impl Iterator<Item = Uuid> + '_ {
    ids.iter().map(PhotoId::uuid)
}

fn ids_of(found: Vec<Uuid>) -> HashSet<PhotoId> {
    found.into_iter().map(PhotoId::from_uuid).collect()
}
