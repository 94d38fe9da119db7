//! Letters about material that is held for somebody.

use maillage_domain::{
    Fact,
    events::EventKind,
    ids::ReservationId,
    materials::{Amount, Reservation},
    values::{Language, Money},
};
use maillage_persistence::{
    materials::{lots, reservations},
    resources,
};

use super::{Content, hub, instant, name_of};
use crate::{error::Error, platform::Platform, words};

/// A letter about what happened to a reservation, and why as far as it was said, with the
/// reservation as it is now.
pub(super) async fn reservation(
    platform: &Platform,
    id: ReservationId,
    (what, reason): (EventKind, Option<&str>),
    language: Language,
) -> Result<Option<Content>, Error> {
    let Some(held) = reservations::find(platform.db(), id).await? else {
        return Ok(None);
    };
    let found = lots::find(platform.db(), held.lot).await?;
    let resource = resources::find(platform.db(), held.resource).await?;
    let (Some(lot), Some(resource)) = (found, resource) else {
        return Ok(None);
    };
    let hub = hub(platform, held.hub).await?;
    let name = match what {
        EventKind::ReservationCollected => "reservation-collected",
        EventKind::ReservationCorrected => "reservation-corrected",
        EventKind::ReservationCancelled => "reservation-cancelled",
        EventKind::ReservationExpired => "reservation-expired",
        _ => "reservation-held",
    };
    let mut content = Content::new(name)
        .with("organisation", name_of(platform, held.borrower).await?)
        .with("owner", name_of(platform, held.owner).await?)
        .with("resource", &resource.content.title)
        .with("lot", &lot.content.label)
        .with("quantity", quantity(&held, held.amount, language))
        .with("taken", quantity(&held, held.taken, language))
        .with(
            "until",
            instant(language, held.until, hub.content.time_zone),
        )
        .with("reservation", held.id);
    let mut annex = |name: &str, facts: &[Fact]| {
        content.annexes.push(words::say(language, name, facts));
    };
    if let Some(purpose) = &held.purpose {
        annex("mail-booking-purpose", &[Fact::new("purpose", purpose)]);
    }
    if let Some(reason) = reason {
        annex("mail-booking-reasons", &[Fact::new("reason", reason)]);
    }
    for (name, owed) in [
        ("mail-reservation-price", held.price()),
        ("mail-reservation-deposit", held.deposit()),
    ] {
        if owed != (Money { cents: 0 }) {
            annex(name, &[Fact::new("owed", owed.amount())]);
        }
    }
    Ok(Some(content))
}

/// How much, in words.
fn quantity(held: &Reservation, amount: Amount, language: Language) -> String {
    let amount = match language {
        Language::French => amount.to_string().replace('.', ","),
        Language::English => amount.to_string(),
    };
    let facts = [Fact::new("quantity", amount), Fact::new("unit", held.unit)];
    words::say(language, "quantity", &facts)
}
