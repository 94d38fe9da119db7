//! Letters about bookings.

use maillage_domain::{
    Fact, events::EventKind, ids::BookingId, resources::Minutes, values::Language,
};
use maillage_persistence::{bookings, resources};

use super::{Content, hub, instant, name_of};
use crate::{error::Error, platform::Platform, words};

/// What a letter tells of a booking.
pub(super) struct Told<'a> {
    /// What happened.
    pub(super) what: EventKind,
    /// Why, if it was said.
    pub(super) reason: Option<&'a str>,
    /// How many dates of a series were booked.
    pub(super) dates: Option<&'a str>,
}

/// A letter to the other side, with the booking as it is now.
pub(super) async fn booking(
    platform: &Platform,
    id: BookingId,
    told: Told<'_>,
    language: Language,
) -> Result<Option<Content>, Error> {
    let Some(booking) = bookings::find(platform.db(), id).await? else {
        return Ok(None);
    };
    let found = resources::by_ids(platform.db(), &booking.resources()).await?;
    let titles: Vec<_> = (booking.lines.iter())
        .filter_map(|line| {
            let title = &found.get(&line.resource)?.content.title;
            Some(format!("{title} × {}", line.units))
        })
        .collect();
    // On the clocks of the place that it is about, whoever reads it.
    let first = booking.lines.first();
    let conditions = first.and_then(|line| found.get(&line.resource)?.conditions.as_ref());
    let zone = match conditions {
        Some(conditions) => conditions.time_zone,
        None => hub(platform, booking.hub).await?.content.time_zone,
    };
    let name = match told.what {
        EventKind::BookingConfirmed => "booking-confirmed",
        EventKind::BookingDeclined => "booking-declined",
        EventKind::BookingCancelled => "booking-cancelled",
        EventKind::BookingChanged => "booking-changed",
        EventKind::BookingNoShow => "booking-no-show",
        EventKind::BookingHoursDeclared => "hours-declared",
        EventKind::BookingHoursConfirmed => "hours-confirmed",
        EventKind::BookingHoursContested => "hours-contested",
        _ => "booking-requested",
    };
    let mut content = Content::new(name)
        .with("organisation", name_of(platform, booking.borrower).await?)
        .with("owner", name_of(platform, booking.owner).await?)
        .with("resources", titles.join(", "))
        .with("start", instant(language, booking.span.start(), zone))
        .with("end", instant(language, booking.span.end(), zone))
        .with("state", booking.state)
        .with("dates", told.dates.unwrap_or(words::ABSENT))
        .with("booking", booking.id);
    if let Some(work) = &booking.work {
        let worked = work.worked.unwrap_or(Minutes::new(0));
        let total = words::money(language, work.sums().sum());
        content = content.with("worked", worked).with("total", total);
        if let (EventKind::BookingHoursContested, Some(reason)) = (told.what, &work.contested) {
            let facts = [Fact::new("reason", reason)];
            let reason = words::say(language, "mail-booking-reasons", &facts);
            content.annexes.push(reason);
        }
    }
    if let Some(purpose) = &booking.purpose {
        let facts = [Fact::new("purpose", purpose)];
        content
            .annexes
            .push(words::say(language, "mail-booking-purpose", &facts));
    }
    if let Some(reason) = told.reason {
        let facts = [Fact::new("reason", reason)];
        content
            .annexes
            .push(words::say(language, "mail-booking-reasons", &facts));
    }
    let owed = booking.owed;
    if owed.money.cents > 0 {
        let facts = [Fact::new("owed", words::money(language, owed.money))];
        content
            .annexes
            .push(words::say(language, "mail-booking-owed", &facts));
    }
    if owed.credit.minutes > 0 {
        let facts = [Fact::new("owed", words::hours(owed.credit))];
        content
            .annexes
            .push(words::say(language, "mail-booking-owed", &facts));
    }
    Ok(Some(content))
}
