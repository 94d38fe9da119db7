//! Who sees a photo: asked anew each time that one is asked for, of the texts that show it now.
//!
//! What everybody sees has a plain address. The address of anything else is given to one person and
//! has a ticket: who they are, on which device, and until when, with a MAC over these and the photo.
//! The ticket says who asks and nothing about what they may see.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use maillage_domain::{
    content::ContentState,
    ids::{self, PersonId, PhotoId, SessionId, kinds},
    photos::PhotoSize,
    policy::{self, Action, Actor, Viewer},
    values::Visibility,
};
use maillage_persistence::{photos, resources};

use crate::{
    accounts,
    error::Error,
    platform::Platform,
    secrets::{Seal, Secrets},
};

/// By whom a text that shows a photo is read, as far as the address of the photo goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// By everybody.
    ToAll,
    /// By some.
    ToSome,
}

impl Shown {
    /// Of a text in this state, kept to these.
    pub fn by(state: ContentState, visibility: Visibility) -> Self {
        match (state, visibility) {
            (ContentState::Published, Visibility::Public) => Self::ToAll,
            _ => Self::ToSome,
        }
    }
}

/// Who may keep what was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Everybody sees it.
    ByAll,
    /// Who asked sees it.
    ByOne,
}

/// How long the addresses given out at one time stay the same, in seconds, so that a browser shows
/// what it has already; they are good for up to twice as long.
const STAYS: i64 = 1_800;

/// The address at which a viewer sees a photo: for an hour at most where not everybody does.
pub fn address(
    platform: &Platform,
    viewer: &Actor,
    (photo, size): (PhotoId, PhotoSize),
    shown: Shown,
) -> String {
    let base = &platform.settings().public_url;
    let plain = format!("{base}/photos/{photo}/{}.jpg", size.file_stem());
    match (shown, viewer) {
        (Shown::ToSome, Actor::Person(viewer)) => {
            let until = (platform.now().timestamp() / STAYS + 2) * STAYS;
            let ticket = Ticket::of(viewer, until);
            format!("{plain}?ticket={}", ticket.write(platform.secrets(), photo))
        }
        _ => plain,
    }
}

/// Who a ticket for a photo was given to, with the rights they have now; a visitor where it is none,
/// is too old, or its session has ended.
///
/// # Errors
/// When the database fails.
pub async fn holder(platform: &Platform, ticket: &str, photo: PhotoId) -> Result<Actor, Error> {
    let now = platform.now();
    let Some(ticket) = Ticket::read(platform.secrets(), ticket, photo, now) else {
        return Ok(Actor::Anonymous);
    };
    let actor = accounts::present(platform, ticket.person, ticket.session).await?;
    Ok(actor.unwrap_or(Actor::Anonymous))
}

/// Whether an actor sees a photo now.
///
/// # Errors
/// `NotFound` for one that there is not, that nothing shows, or that is shown to others alone.
pub async fn admit(platform: &Platform, actor: &Actor, photo: PhotoId) -> Result<Seen, Error> {
    let naming = photos::naming(platform.db(), photo).await?;
    let found = resources::by_ids(platform.db(), &naming).await?;
    let sees = |actor: &Actor| {
        let mut found = found.values();
        found.any(|resource| policy::check(actor, Action::SeePhoto(photo, resource)).is_ok())
    };
    if sees(&Actor::Anonymous) {
        Ok(Seen::ByAll)
    } else if sees(actor) {
        Ok(Seen::ByOne)
    } else {
        Err(Error::NotFound)
    }
}

/// The file of a photo that somebody was admitted to.
///
/// # Errors
/// `Internal` when the album fails or has lost it.
pub async fn file(platform: &Platform, photo: PhotoId, size: PhotoSize) -> Result<Bytes, Error> {
    let found = platform.album().get(photo, size).await;
    let found = found.map_err(Error::Internal)?;
    found.ok_or_else(|| Error::internal(format!("{photo} has no file of the size {size}")))
}

/// Who asks, until when.
struct Ticket {
    person: PersonId,
    session: SessionId,
    /// Seconds since 1970.
    until: i64,
}

impl Ticket {
    fn of(viewer: &Viewer, until: i64) -> Self {
        Self {
            person: viewer.person,
            session: viewer.session,
            until,
        }
    }

    fn says(&self) -> String {
        format!("{}.{}.{}", self.person, self.session, self.until)
    }

    /// The ticket as text, for one photo.
    fn write(&self, secrets: &Secrets, photo: PhotoId) -> String {
        let says = self.says();
        let mac = secrets.sign(Seal::Photo, &format!("{photo}.{says}"));
        format!("{says}.{mac}")
    }

    fn read(secrets: &Secrets, text: &str, photo: PhotoId, now: DateTime<Utc>) -> Option<Self> {
        let (says, mac) = text.rsplit_once('.')?;
        if !secrets.has_signed(Seal::Photo, &format!("{photo}.{says}"), mac) {
            return None;
        }
        let mut parts = says.split('.');
        let ticket = Self {
            person: ids::parse::<kinds::Person>(parts.next()?).ok()?,
            session: ids::parse::<kinds::Session>(parts.next()?).ok()?,
            until: parts.next()?.parse().ok()?,
        };
        (now.timestamp() < ticket.until).then_some(ticket)
    }
}
