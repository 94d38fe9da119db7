//! A calendar as programs read it (iCalendar, RFC 5545).

use std::collections::HashMap;

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

use super::expect_readable;
use crate::{error::Error, platform::Platform, secrets::Seal, tables::File, words};

/// What is over longer ago is left out.
const BEFORE: TimeDelta = TimeDelta::days(90);

/// How many bookings a calendar has at most, from the earliest on.
const MOST: u64 = 1_000;

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
        Error::Internal(_) => error,
        _ => Error::NotFound,
    })?;
    let person = accounts::find(db, feed.person).await?;
    let language = person.map_or(Language::French, |person| person.language);
    let shown = Shown::read(platform, &actor, &feed, language).await?;
    let calendar = shown.calendar(platform, &feed);
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
        let mut filter = BookingFilter {
            states: vec![
                BookingState::Requested,
                BookingState::Confirmed,
                BookingState::InUse,
                BookingState::Returned,
            ],
            from: Some(platform.now() - BEFORE),
            ..BookingFilter::default()
        };
        match feed.of {
            CalendarOf::Organisation(id) => filter.organisation = Some(id),
            CalendarOf::Resource(id) => filter.resource = Some(id),
        }
        let page = PageRequest::first(MOST);
        // When a resource is taken is no secret from who sees it; by whom and what for is.
        let query = BookingQuery { filter, page };
        let page = bookings::list(db, &Actor::Operator, &query).await?;
        let bookings = page.items.into_iter().map(|(_, booking)| booking);
        let reads = |booking: &Booking| {
            policy::check(actor, Action::Booking(BookingAction::Read, booking)).is_ok()
        };
        let bookings: Vec<_> = bookings
            .filter(|booking| booking.state.holds() || reads(booking))
            .collect();
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
        let sides = organisations::views(db, actor, &sides, OrganisationFields::NAME).await?;
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

    fn calendar(&self, platform: &Platform, feed: &CalendarFeed) -> Calendar {
        let mut calendar = Calendar::empty();
        for (name, value) in [
            ("VERSION", "2.0"),
            ("PRODID", "-//Maillage//Maillage//FR"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
        ] {
            calendar.append_property(Property::new(name, value));
        }
        calendar.name(&self.name);
        calendar.ttl(&Duration::minutes(LIFETIME.num_minutes()));
        let host = platform.settings().public_url.as_str();
        let host = host.split_once("://").map_or(host, |(_, host)| host);
        for (booking, read) in self.bookings.iter().zip(&self.read) {
            let mut event = self.event(booking, *read, feed.of);
            // The same of one booking for ever (RFC 7986 section 5.3).
            event.uid(&format!("{}@{host}", booking.id));
            calendar.push(event);
        }
        calendar
    }

    fn event(&self, booking: &Booking, read: bool, of: CalendarOf) -> Event {
        let mut event = Event::new();
        event
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
        if !read {
            event.summary(&words::say(self.language, "calendar-taken", &[]));
            return event;
        }
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
        let titles = booking.lines.iter().map(|line| {
            let title = self.resources.get(&line.resource).map(|one| &one.title);
            match title {
                Some(title) => format!("{title} × {}", line.units),
                None => words::say(self.language, "statement-resource-gone", &[]),
            }
        });
        titles.collect::<Vec<_>>().join(", ")
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
