//! A calendar as programs read it (iCalendar, RFC 5545).

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{Duration, TimeDelta};
use icalendar::{Calendar, Class, Component, Event, EventLike, EventStatus, Property};
use maillage_domain::{
    Fact,
    bookings::{Booking, BookingAction, BookingState},
    calendars::{CalendarFeed, CalendarOf},
    ids::{OrganisationId, ResourceId},
    policy::{self, Action, Actor},
    values::Language,
};
use maillage_persistence::{
    PageRequest, accounts,
    bookings::{self, BookingFilter, BookingQuery},
    calendars, organisations,
    organisations::OrganisationFields,
    resources::{self, ResourceFields, ResourceView},
};
use sha2::{Digest, Sha256};

use super::{dues, expect_readable};
use crate::{error::Error, platform::Platform, secrets::Seal, tables::File, words};

/// What is over longer ago is left out.
const BEFORE: TimeDelta = TimeDelta::days(90);

/// How many bookings to come a calendar has at most, how many that are over, the latest, and how many
/// that wait for an answer.
const MOST: u64 = 1_000;
const MOST_PAST: u64 = 500;
const MOST_REQUESTED: u64 = 200;

/// How long programs may wait before they ask again.
const LIFETIME: TimeDelta = TimeDelta::minutes(15);

/// The calendar behind a code of [`super::address`], as far as its person may read it now.
///
/// # Errors
/// `NotFound` for any other text, and for what the person may not read any more.
pub async fn file(platform: &Platform, code: &str) -> Result<File, Error> {
    let id = platform.secrets().open(Seal::Calendar, code);
    let feed = match id {
        Some(id) => calendars::find(platform.db(), id).await?,
        None => None,
    };
    let feed = feed.ok_or(Error::NotFound)?;
    let db = platform.db();
    let viewer = accounts::rights_of(db, feed.person).await?;
    let actor = Actor::Person(viewer.ok_or(Error::NotFound)?);
    let readable = expect_readable(db, &actor, feed.of).await;
    // To who has nothing but the address, what may not be read is as absent as what is not there.
    readable.map_err(|error| match error {
        Error::Unauthenticated | Error::Forbidden(_) => Error::NotFound,
        other => other,
    })?;
    let person = accounts::find(db, feed.person).await?;
    let language = person.map_or(Language::French, |person| person.language);
    let shown = Shown::read(platform, &actor, &feed, language).await?;
    let mut calendar = shown.calendar(&feed);
    if let CalendarOf::Organisation(id) = feed.of {
        calendar.extend(dues::events(platform, &actor, id, language).await?);
    }
    Ok(File {
        name: "maillage.ics".to_owned(),
        media_type: "text/calendar; charset=utf-8",
        bytes: calendar.to_string().into_bytes(),
    })
}

/// What a calendar shows, and the words for it.
struct Shown {
    language: Language,
    name: String,
    bookings: Vec<Booking>,
    /// Which of them the person reads, rather than only that something is taken.
    read: Vec<bool>,
    resources: HashMap<ResourceId, ResourceView>,
    names: HashMap<OrganisationId, String>,
}

impl Shown {
    async fn read(
        platform: &Platform,
        actor: &Actor,
        feed: &CalendarFeed,
        language: Language,
    ) -> Result<Self, Error> {
        let db = platform.db();
        let reads = |booking: &Booking| {
            policy::check(actor, Action::Booking(BookingAction::Read, booking)).is_ok()
        };
        let now = platform.now();
        let mut held = BookingFilter {
            states: vec![
                BookingState::Confirmed,
                BookingState::InUse,
                BookingState::Returned,
            ],
            ..BookingFilter::default()
        };
        match feed.of {
            CalendarOf::Organisation(id) => held.organisation = Some(id),
            CalendarOf::Resource(id) => held.resource = Some(id),
        }
        let requested = BookingFilter {
            states: vec![BookingState::Requested],
            ..held.clone()
        };
        // When a resource is taken is no secret from who sees it; by whom and what for is, and so is what
        // was only asked for. What is over takes no place from what is to come.
        let everybody = Actor::Operator;
        let mut bookings = Vec::new();
        for (reader, filter, from, until, most) in [
            (&everybody, &held, now - BEFORE, Some(now), MOST_PAST),
            (&everybody, &held, now, None, MOST),
            (actor, &requested, now, None, MOST_REQUESTED),
        ] {
            let filter = BookingFilter {
                from: Some(from),
                until,
                ..filter.clone()
            };
            let page = match until {
                Some(_) => PageRequest::last(most),
                None => PageRequest::first(most),
            };
            let query = BookingQuery { filter, page };
            let page = bookings::list(db, reader, &query).await?;
            bookings.extend(page.items.into_iter().map(|(_, booking)| booking));
        }
        // One that is under way is in both of the first two.
        bookings.sort_by_key(|booking| (booking.span.start(), booking.id));
        bookings.dedup_by_key(|booking| booking.id);
        let read = bookings.iter().map(reads).collect();
        let mut used: Vec<_> = bookings.iter().flat_map(Booking::resources).collect();
        if let CalendarOf::Resource(id) = feed.of {
            used.push(id);
        }
        used.sort_unstable();
        used.dedup();
        let fields = ResourceFields::empty();
        let resources = resources::views(db, actor, &used, fields).await?;
        let mut sides: Vec<_> = (bookings.iter())
            .flat_map(|booking| [booking.owner, booking.borrower])
            .collect();
        if let CalendarOf::Organisation(id) = feed.of {
            sides.push(id);
        }
        sides.sort_unstable();
        sides.dedup();
        // Who books with somebody knows their name, as on a statement.
        let fields = OrganisationFields::NAME;
        let sides = organisations::views(db, &Actor::Operator, &sides, fields).await?;
        let names = sides
            .into_iter()
            .filter_map(|(id, one)| Some((id, one.name?)));
        let names: HashMap<_, _> = names.collect();
        let name = match feed.of {
            CalendarOf::Organisation(id) => names.get(&id).cloned(),
            CalendarOf::Resource(id) => resources.get(&id).map(|one| one.title.clone()),
        };
        Ok(Self {
            language,
            name: name.unwrap_or_default(),
            bookings,
            read,
            resources,
            names,
        })
    }

    fn calendar(&self, feed: &CalendarFeed) -> Calendar {
        let mut calendar = Calendar::empty();
        for (name, value) in [
            ("VERSION", "2.0"),
            ("PRODID", "-//Maillage//Maillage//FR"),
            ("CALSCALE", "GREGORIAN"),
        ] {
            calendar.append_property(Property::new(name, value));
        }
        // The library takes neither for a text, and escapes them not.
        let name = escaped(&self.name);
        for property in ["NAME", "X-WR-CALNAME"] {
            calendar.append_property(Property::new(property, &name));
        }
        calendar.ttl(&Duration::minutes(LIFETIME.num_minutes()));
        for (booking, read) in self.bookings.iter().zip(&self.read) {
            if *read {
                calendar.push(self.event(booking, feed.of));
            } else {
                calendar.extend(self.taken(booking, feed));
            }
        }
        calendar
    }

    /// When something is taken of a resource, and nothing of by whom: not even when they booked it.
    fn taken(&self, booking: &Booking, feed: &CalendarFeed) -> Option<Event> {
        let CalendarOf::Resource(resource) = feed.of else {
            return None;
        };
        let mut lines = booking.lines.iter();
        let line = lines.find(|line| line.resource == resource)?;
        let span = booking.taken(line);
        let facts = [Fact::new("units", line.units)];
        let mut event = Event::new();
        event
            .uid(&hidden(feed, booking))
            .timestamp(feed.created_at)
            .starts(span.start())
            .ends(span.end())
            .status(EventStatus::Confirmed)
            .summary(&words::say(self.language, "calendar-taken", &facts));
        Some(event)
    }

    fn event(&self, booking: &Booking, of: CalendarOf) -> Event {
        let mut event = Event::new();
        event
            // The same of one booking for ever (RFC 7986 section 5.3).
            .uid(&booking.id.to_string())
            .timestamp(booking.updated_at)
            .last_modified(booking.updated_at)
            .created(booking.created_at)
            .sequence(u32::try_from(booking.version).unwrap_or_default())
            .starts(booking.span.start())
            .ends(booking.span.end())
            .status(match booking.state {
                BookingState::Requested => EventStatus::Tentative,
                _ => EventStatus::Confirmed,
            });
        event
            .class(Class::Private)
            .summary(&self.summary(booking, of));
        event.description(&self.description(booking));
        let first = booking.lines.first();
        let place = first.and_then(|line| self.resources.get(&line.resource)?.address.as_deref());
        if let Some(place) = place {
            event.location(place);
        }
        event
    }

    /// What and with whom: of a resource who has it, of an organisation what it has of whom, or who
    /// has it of it.
    fn summary(&self, booking: &Booking, of: CalendarOf) -> String {
        let name = |id| self.names.get(&id).map_or("", String::as_str);
        let name = match of {
            CalendarOf::Organisation(id) if id == booking.borrower => words::say(
                self.language,
                "calendar-borrowed",
                &[Fact::new("organisation", name(booking.owner))],
            ),
            _ => words::say(
                self.language,
                "calendar-lent",
                &[Fact::new("organisation", name(booking.borrower))],
            ),
        };
        format!("{} – {name}", self.titles(booking))
    }

    fn titles(&self, booking: &Booking) -> String {
        let title = |id| self.resources.get(&id).map(|one| one.title.as_str());
        crate::bookings::titles(self.language, &booking.lines, title)
    }

    fn description(&self, booking: &Booking) -> String {
        let state = words::say(
            self.language,
            &format!("booking-state-{}", booking.state),
            &[],
        );
        let purpose = booking.purpose.as_ref().map(ToString::to_string);
        let number = booking.id.to_string();
        let lines = [purpose, Some(state), Some(number)];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }
}

/// A text as it stands in a calendar (RFC 5545 section 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' => escaped.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A name for a booking that tells nothing of it and stays the same in this calendar: the id of a booking
/// tells when it was made.
fn hidden(feed: &CalendarFeed, booking: &Booking) -> String {
    let digest = Sha256::new()
        .chain_update(feed.id.to_string())
        .chain_update(booking.id.to_string())
        .finalize();
    URL_SAFE_NO_PAD.encode(&digest[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_a_calendar_says_has_its_words() {
        let states = BookingState::ALL.iter();
        let states = states.map(|state| format!("booking-state-{state}"));
        let others = ["calendar-taken", "calendar-borrowed", "calendar-lent"];
        for name in states.chain(others.map(str::to_owned)) {
            for language in Language::ALL {
                assert!(words::knows(*language, &name), "{name} in {language}");
            }
        }
    }
}
