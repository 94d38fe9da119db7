//! Activity: the log of what happened, as feeds of a hub, an organisation or a project.

use maillage_domain::{events::Event, ids::EventId, policy::Actor};
pub use maillage_persistence::events::{Feed, ORDER};
use maillage_persistence::{Page, PageRequest, events};

use crate::{error::Error, platform::Platform};

/// A page of a feed, the newest first: what the actor may read at this moment.
///
/// # Errors
/// `Internal` alone.
pub async fn list(
    platform: &Platform,
    actor: &Actor,
    feed: Feed,
    page: &PageRequest,
) -> Result<Page<Event>, Error> {
    Ok(events::list(platform.db(), actor, feed, page).await?)
}

/// How many facts of a feed the actor may read.
///
/// # Errors
/// `Internal` alone.
pub async fn count(platform: &Platform, actor: &Actor, feed: Feed) -> Result<u64, Error> {
    Ok(events::count(platform.db(), actor, feed).await?)
}

/// A fact, if the actor may read it.
///
/// # Errors
/// `Internal` alone.
pub async fn find(platform: &Platform, actor: &Actor, id: EventId) -> Result<Option<Event>, Error> {
    Ok(events::find(platform.db(), actor, id).await?)
}
