//! Who cooperates with whom in a hub, for its team. It is the graph of the hub: the same for everybody who
//! reads it, whatever else they may see.

mod files;
mod graphml;

use chrono::NaiveDate;
use maillage_domain::{
    Faults, Problem, ProblemCode,
    cooperation::{Cooperation, Period, of_agreements},
    hubs::{Hub, HubAction},
    partnerships::{Figures, Keeping},
    policy::{self, Action, Actor},
};
use maillage_persistence::{cooperation, partnerships};

pub use self::files::{Format, Wish, file};
use crate::{error::Error, platform::Platform};

/// The cooperation between the members of a hub in a period; none for who is not of its team.
///
/// # Errors
/// `Invalid` on `from` and `until`, as [`Period::parse`].
pub async fn find(
    platform: &Platform,
    actor: &Actor,
    hub: &Hub,
    (from, until): (NaiveDate, NaiveDate),
) -> Result<Option<Cooperation>, Error> {
    if policy::check(actor, Action::Hub(HubAction::ReadCooperation, hub)).is_err() {
        return Ok(None);
    }
    let period = Period::parse(from, until)?;
    Ok(Some(read(platform, hub, period).await?))
}

/// How the commitments were kept that were due in what has begun of the period of a graph that the actor has been
/// shown, of the partnerships of which the parties have signed that the hub's team reads all.
///
/// # Errors
/// `Internal` alone.
pub async fn commitments(platform: &Platform, hub: &Hub, period: Period) -> Result<Figures, Error> {
    let Some(begun) = period.begun(hub.content.time_zone, platform.now()) else {
        return Ok(Figures::default());
    };
    let partnerships = partnerships::told_in_full(platform.db(), hub.id, &begun).await?;
    let ids: Vec<_> = partnerships.iter().map(|one| one.id).collect();
    let keepings = partnerships::keepings(platform.db(), &ids).await?;
    let today = platform.now().with_timezone(&hub.content.time_zone);
    let today = today.date_naive();
    let nothing = Keeping::default();
    let due = partnerships.iter().flat_map(|one| {
        let keeping = keepings.get(&one.id).unwrap_or(&nothing);
        one.made(keeping, today)
    });
    let days = begun.first..=begun.last;
    let within: Vec<_> = due
        .filter(|one| one.due_on.is_some_and(|day| days.contains(&day)))
        .collect();
    Ok(Figures::of(&within))
}

/// In five statements, however many members there are and however often they met.
async fn read(platform: &Platform, hub: &Hub, period: Period) -> Result<Cooperation, Error> {
    let Some(begun) = period.begun(hub.content.time_zone, platform.now()) else {
        return Ok(Cooperation::of(period, Vec::new(), Vec::new()));
    };
    let db = platform.db();
    let members = cooperation::members(db, hub.id, &begun).await?;
    let mut links = of_agreements(&cooperation::agreements(db, hub.id, &begun).await?, &begun);
    links.extend(cooperation::bookings(db, hub.id, &begun).await?);
    links.extend(cooperation::projects(db, hub.id, &begun).await?);
    links.extend(cooperation::materials(db, hub.id, &begun).await?);
    Ok(Cooperation::of(period, members, links))
}

/// Reads the days of an address.
fn period(from: Option<&str>, until: Option<&str>) -> Result<Period, Faults> {
    let mut faults = Faults::new();
    let day = |text: Option<&str>| match text {
        None => Err(Problem::new(ProblemCode::Required)),
        Some(text) => text
            .parse()
            .map_err(|_| Problem::new(ProblemCode::Malformed).with("expected", "2026-11-21")),
    };
    let from = faults.take("from", day(from));
    let until = faults.take("until", day(until));
    match (from, until) {
        (Some(from), Some(until)) => Period::parse(from, until),
        _ => Err(faults),
    }
}
