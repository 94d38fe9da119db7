//! Calendars that people follow: made, given another address, ended, and read by whoever has the
//! address.

mod dues;
mod file;

use maillage_domain::{
    calendars::{CalendarFeed, CalendarOf},
    ids::CalendarFeedId,
    policy::{self, Action, Actor},
    resources::ResourceAction,
};
use maillage_persistence::{Conn, calendars, organisations, resources};

pub use self::file::file;
use crate::{error::Error, platform::Platform, secrets::Seal};

/// Gives a calendar an address; the one that the person has of it already is answered again.
///
/// # Errors
/// `Unauthenticated`, `NotFound`; `Forbidden` for an organisation that the person has no mandate for.
pub async fn create(
    platform: &Platform,
    actor: &Actor,
    of: CalendarOf,
) -> Result<CalendarFeed, Error> {
    let act = platform.act(actor);
    policy::check(actor, Action::UseAccount)?;
    let person = actor.person().ok_or(Error::Unauthenticated)?;
    platform
        .write(async |tx| {
            expect_readable(tx, actor, of).await?;
            let known = calendars::of_person(tx, person).await?;
            if let Some(known) = known.into_iter().find(|feed| feed.of == of) {
                return Ok(known);
            }
            let mut feed = CalendarFeed::create(&act, person, of);
            calendars::save(tx, &mut feed, None).await?;
            Ok(feed)
        })
        .await
}

/// Gives a calendar another address; the one so far leads nowhere any more.
///
/// # Errors
/// `NotFound`.
pub async fn renew(
    platform: &Platform,
    actor: &Actor,
    id: CalendarFeedId,
) -> Result<CalendarFeed, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut feed = own(tx, actor, id).await?;
            feed.renew(&act);
            calendars::save(tx, &mut feed, Some(id)).await?;
            Ok(feed)
        })
        .await
}

/// Ends a calendar: its address leads nowhere any more.
///
/// # Errors
/// `NotFound`.
pub async fn end(
    platform: &Platform,
    actor: &Actor,
    id: CalendarFeedId,
) -> Result<CalendarFeed, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut feed = own(tx, actor, id).await?;
            feed.end(&act);
            calendars::remove(tx, &mut feed).await?;
            Ok(feed)
        })
        .await
}

/// The actor's calendars, the oldest first.
///
/// # Errors
/// `Internal` alone.
pub async fn list(platform: &Platform, actor: &Actor) -> Result<Vec<CalendarFeed>, Error> {
    match actor.person() {
        Some(person) => Ok(calendars::of_person(platform.db(), person).await?),
        None => Ok(Vec::new()),
    }
}

/// The address of a calendar. It is stored nowhere: it is computed from the id and a key.
pub fn address(platform: &Platform, feed: &CalendarFeed) -> String {
    let code = platform.secrets().seal(Seal::Calendar, &feed.id);
    format!("{}/calendars/{code}.ics", platform.settings().public_url)
}

async fn own(conn: &impl Conn, actor: &Actor, id: CalendarFeedId) -> Result<CalendarFeed, Error> {
    policy::check(actor, Action::UseAccount)?;
    let feed = calendars::find(conn, id).await?;
    let own = feed.filter(|feed| Some(feed.person) == actor.person());
    own.ok_or(Error::NotFound)
}

/// Whether the actor may read a calendar now.
async fn expect_readable(conn: &impl Conn, actor: &Actor, of: CalendarOf) -> Result<(), Error> {
    match of {
        CalendarOf::Organisation(id) => {
            let organisation = organisations::find(conn, id).await?;
            let organisation = organisation.ok_or(Error::NotFound)?;
            policy::check(actor, Action::ReadCalendar(&organisation))?;
        }
        CalendarOf::Resource(id) => {
            let resource = resources::find(conn, id).await?;
            let resource = resource.ok_or(Error::NotFound)?;
            let read = Action::Resource(ResourceAction::Read, &resource);
            policy::check(actor, read)?;
        }
    }
    Ok(())
}
