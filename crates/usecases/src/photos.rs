//! Photos: uploaded for an organisation, shown by what it shares, forgotten when nothing names
//! them any more.
//!
//! An upload is decoded and written anew in our sizes; the file that came is not kept. The files are
//! stored first and the row is written then, so that there is never a row without its files; what a
//! crash leaves in between has files alone, which [`tidy`] finds.

mod darkroom;
mod door;

use std::collections::HashSet;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use maillage_domain::{
    ids::{self, OrganisationId, PhotoId, Uuid, kinds},
    organisations::OrganisationAction,
    photos::{Photo, PhotoDraft, PhotoSize, ShownPhoto},
    policy::{self, Action, Actor},
};
use maillage_persistence::{Tx, organisations, photos};

pub(crate) use self::darkroom::Darkroom;
pub use self::{
    darkroom::{MOST_BYTES, MOST_PIXELS, MOST_SIDE},
    door::{Seen, Shown, address, admit, file, holder},
};
use crate::{error::Error, platform::Platform, strays};

/// Why something outside failed.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Where the files of photos are kept. What it has accepted lasts.
#[async_trait]
pub trait Album: Send + Sync {
    /// Keeps a photo in one size.
    async fn put(&self, photo: PhotoId, size: PhotoSize, jpeg: Bytes) -> Result<(), Failure>;

    /// A photo in one size; `None` where there is none.
    async fn get(&self, photo: PhotoId, size: PhotoSize) -> Result<Option<Bytes>, Failure>;

    /// Removes a photo in every size; one that there is not is removed already.
    async fn remove(&self, photo: PhotoId) -> Result<(), Failure>;

    /// Every photo of which there is a file.
    async fn list(&self) -> Result<Vec<PhotoId>, Failure>;
}

/// Whether an actor may upload a photo for an organisation now: asked before anything of it is read.
///
/// # Errors
/// `Unauthenticated`; `Forbidden` without the contributor's mandate; `WRONG_STATE` of what is put
/// away; `TOO_MANY_PHOTOS` where many of its photos are shown nowhere.
pub async fn expect_upload(
    platform: &Platform,
    actor: &Actor,
    acting_for: OrganisationId,
) -> Result<(), Error> {
    let (actor, _) = platform.act_for(actor, acting_for)?;
    let organisation = organisations::find(platform.db(), acting_for).await?;
    let organisation = organisation.ok_or(Error::NotFound)?;
    let upload = OrganisationAction::UploadPhoto;
    policy::check(&actor, Action::Organisation(upload, &organisation))?;
    organisation.permits(upload)?;
    let unnamed = photos::unnamed(platform.db(), acting_for).await?;
    Ok(Photo::permits_one_more(unnamed)?)
}

/// Uploads a photo for an organisation.
///
/// # Errors
/// As [`expect_upload`]; `Invalid` on `photo` (`NOT_A_PHOTO`, `UNREADABLE`, `TOO_MANY_PIXELS`);
/// `Overloaded` when too many wait to be made.
pub async fn upload(
    platform: &Platform,
    actor: &Actor,
    acting_for: OrganisationId,
    file: Bytes,
) -> Result<Photo, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    let prints = platform.darkroom().develop(file).await?;
    let prints = prints.map_err(|problem| Error::invalid("photo", problem))?;
    let id = ids::mint::<kinds::Photo>(platform);
    let (width, height) = (prints.width, prints.height);
    for (size, jpeg) in prints.files {
        if let Err(error) = platform.album().put(id, size, jpeg).await {
            // What cannot be removed now is found by `tidy`.
            remove(platform, id).await;
            return Err(Error::Internal(error));
        }
    }
    let row = platform.write(async |tx| {
        // The right may have ended while the file was on its way.
        let organisation = organisations::find(tx, acting_for).await?;
        let organisation = organisation.ok_or(Error::NotFound)?;
        let upload = OrganisationAction::UploadPhoto;
        policy::check(&actor, Action::Organisation(upload, &organisation))?;
        organisation.permits(upload)?;
        let mut photo = Photo::upload(&act, id, acting_for, (width, height));
        photos::insert(tx, &mut photo).await?;
        Ok(photo)
    });
    let written = row.await;
    // After a failure nobody knows whether there is a row: its files stay until `tidy` looks.
    if written
        .as_ref()
        .is_err_and(|error| !matches!(error, Error::Internal(_)))
    {
        remove(platform, id).await;
    }
    written
}

/// The photos that a draft names, among those of its organisation.
///
/// # Errors
/// When the database fails.
pub(crate) async fn uploads(
    platform: &Platform,
    owner: OrganisationId,
    drafts: &[PhotoDraft],
) -> Result<Vec<Photo>, Error> {
    // Those beyond are refused for their number.
    let named: Vec<_> = drafts.iter().take(ShownPhoto::MOST).collect();
    let named: Vec<_> = named.iter().map(|draft| draft.photo).collect();
    Ok(photos::of_organisation(platform.db(), owner, &named).await?)
}

/// Keeps the photos that are about to be named from being forgotten meanwhile.
///
/// # Errors
/// `Invalid` on `content.photos` for one that was forgotten just before.
pub(crate) async fn keep(tx: &Tx, shown: &[ShownPhoto]) -> Result<(), Error> {
    let ids: Vec<_> = shown.iter().map(|one| one.photo).collect();
    let held = photos::hold(tx, &ids).await?;
    let gone = shown
        .iter()
        .enumerate()
        .find(|(_, one)| !held.contains(&one.photo));
    gone.map_or(Ok(()), |(place, one)| {
        Err(one.gone(place).within("content").into())
    })
}

/// Forgets the photos that nothing has named for a day, and clears away files that have had no row for a week: of
/// such a photo, or of an upload that was broken off. Tells how many photos had such files.
///
/// # Errors
/// When the database or the album fails.
pub async fn tidy(platform: &Platform) -> Result<u64, Error> {
    let before = platform.now() - TimeDelta::hours(Photo::KEPT_HOURS);
    // Their files stay a while: another database may name them, of which this one is an older copy.
    while platform
        .write(async |tx| Ok(photos::forget(tx, before).await?))
        .await?
        > 0
    {}
    let mut cleared = 0;
    let stored = platform.album().list().await.map_err(Error::Internal)?;
    // An upload under way has files before it has a row.
    let old: Vec<_> = stored
        .into_iter()
        .filter(|photo| made_at(photo.uuid()).is_some_and(|at| at <= before))
        .collect();
    for some in old.chunks(STRAYS) {
        let known: HashSet<_> = photos::known(platform.db(), some).await?;
        let strays = some.iter().filter(|photo| !known.contains(photo));
        let strays: Vec<_> = strays.map(PhotoId::uuid).collect();
        let overdue = strays::overdue(platform, &strays).await?;
        let mut gone = Vec::new();
        for stray in overdue {
            if remove(platform, PhotoId::from_uuid(stray)).await {
                gone.push(stray);
            }
        }
        strays::gone(platform, &gone).await?;
        cleared += gone.len() as u64;
    }
    Ok(cleared)
}

/// About how many files the database is asked at once.
const STRAYS: usize = 500;

/// When an id was made: it is in the id (UUIDv7, RFC 9562 section 5.7). `None` for a file that we
/// did not name.
pub(crate) fn made_at(id: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(seconds.try_into().ok()?, nanoseconds)
}

/// Removes the files of a photo. When that fails they are strays, and [`tidy`] finds them.
async fn remove(platform: &Platform, photo: PhotoId) -> bool {
    let removed = platform.album().remove(photo).await;
    if let Err(error) = &removed {
        tracing::warn!(%photo, ?error, "the files of a photo cannot be removed yet");
    }
    removed.is_ok()
}
