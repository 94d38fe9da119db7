//! Calendars that people follow in their own programs, by an address that is theirs alone.

use chrono::{DateTime, Utc};

use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{CalendarFeedId, OrganisationId, PersonId, ResourceId},
};

/// Whose bookings a calendar shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CalendarOf {
    /// What an organisation takes and lends.
    Organisation(OrganisationId),
    /// When a resource is taken.
    Resource(ResourceId),
}

/// A calendar that a person follows. It shows what the person may read whenever it is asked for, so
/// that a right that ends takes its part of the calendar with it; whoever has the address reads as
/// this person, and nothing but this calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFeed {
    /// Its id; the address is made from it.
    pub id: CalendarFeedId,
    /// Whose it is.
    pub person: PersonId,
    /// What it shows.
    pub of: CalendarOf,
    /// Since when it has this address.
    pub created_at: DateTime<Utc>,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl CalendarFeed {
    /// A calendar with an address of its own.
    pub fn create(act: &Act<'_>, person: PersonId, of: CalendarOf) -> Self {
        let mut feed = Self {
            id: act.id(),
            person,
            of,
            created_at: act.at,
            events: Pending::default(),
        };
        feed.record(act, EventKind::PersonCalendarShared);
        feed
    }

    /// The same calendar at another address; the one so far leads nowhere any more.
    pub fn renew(&mut self, act: &Act<'_>) {
        self.id = act.id();
        self.created_at = act.at;
        self.record(act, EventKind::PersonCalendarRenewed);
    }

    /// Its address leads nowhere any more.
    pub fn end(&mut self, act: &Act<'_>) {
        self.record(act, EventKind::PersonCalendarEnded);
    }

    fn record(&mut self, act: &Act<'_>, kind: EventKind) {
        let subject = Subject::Person(self.person);
        let of = match self.of {
            CalendarOf::Organisation(id) => id.to_string(),
            CalendarOf::Resource(id) => id.to_string(),
        };
        let event = Event::new(act, kind, subject, Audience::Person).with("of", of);
        self.events.push(event);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{act, id};

    #[test]
    fn another_address_takes_the_place_of_the_one_so_far() {
        let of = CalendarOf::Resource(id(300));
        let mut feed = CalendarFeed::create(&act(0), id(1), of);
        let before = feed.clone();
        feed.renew(&act(5));
        assert_ne!(feed.id, before.id);
        assert_eq!((feed.person, feed.of), (before.person, of));
        assert_eq!(feed.created_at, act(5).at);
        feed.end(&act(6));
        let events = feed.events.drain();
        let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
        assert_eq!(
            kinds,
            [
                EventKind::PersonCalendarShared,
                EventKind::PersonCalendarRenewed,
                EventKind::PersonCalendarEnded,
            ]
        );
        for event in events {
            assert_eq!(event.audience, Audience::Person, "nobody else's business");
            assert!(
                event
                    .fact("of")
                    .is_some_and(|of| of.starts_with("resource_"))
            );
        }
    }
}
