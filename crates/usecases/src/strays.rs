//! Files that nothing names: of an upload that was broken off, or that could not be removed.
//!
//! They are removed once this database has noticed them for a week without a day's break, and no sooner: an instance
//! that was started on another database beside these files, or on an older copy of its own, must not take them away
//! from those who name them.

use chrono::TimeDelta;
use maillage_domain::ids::Uuid;
use maillage_persistence::strays as stored;

use crate::{error::Error, platform::Platform};

/// How long a stray is left after it was noticed.
pub(crate) const LEFT: TimeDelta = TimeDelta::days(7);
/// After how long without a look at it a stray is noticed anew: who started an older copy of a database for an hour,
/// and again next month, has not noticed anything for a month.
const LAPSE: TimeDelta = TimeDelta::days(1);

/// Writes down that nothing names these files, and tells which of them have been noticed for so long that they can
/// go.
///
/// # Errors
/// When the database fails.
pub(crate) async fn overdue(platform: &Platform, strays: &[Uuid]) -> Result<Vec<Uuid>, Error> {
    if strays.is_empty() {
        return Ok(Vec::new());
    }
    let now = platform.now();
    platform
        .write(async |tx| {
            stored::forget_unseen(tx, now - LAPSE).await?;
            let new = stored::see(tx, strays, now).await?.len();
            if new > 0 {
                let days = LEFT.num_days();
                tracing::warn!(
                    new,
                    days,
                    "files that nothing names are removed in some days"
                );
            }
            let overdue = stored::noticed_before(tx, strays, now - LEFT).await?;
            Ok(overdue.into_iter().collect())
        })
        .await
}

/// Forgets files that have been removed.
///
/// # Errors
/// When the database fails.
pub(crate) async fn gone(platform: &Platform, files: &[Uuid]) -> Result<(), Error> {
    platform
        .write(async |tx| Ok(stored::forget(tx, files).await?))
        .await
}
