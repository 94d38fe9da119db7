//! How much material was used again, by month.

use maillage_domain::{
    Problem, ProblemCode,
    hubs::{Hub, HubAction},
    policy::{self, Action, Actor},
    values::Month,
};
use maillage_persistence::materials::figures::{self, Fetched};

use crate::{error::Error, platform::Platform};

/// What was used again in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthOfReuse {
    /// Which.
    pub month: Month,
    /// What was fetched.
    pub fetched: Fetched,
}

/// Most months told at once: ten years.
const MOST_MONTHS: usize = 120;

/// What members of a hub have fetched in each month from one to another, on the hub's clocks; none for
/// who is neither a member nor of its team.
///
/// # Errors
/// `Invalid` on `to` for a month before `from`, or more than ten years of them.
pub async fn reused(
    platform: &Platform,
    actor: &Actor,
    hub: &Hub,
    (from, to): (Month, Month),
) -> Result<Option<Vec<MonthOfReuse>>, Error> {
    if policy::check(actor, Action::Hub(HubAction::ReadFigures, hub)).is_err() {
        return Ok(None);
    }
    let count = from.until(to);
    if !(1..=MOST_MONTHS).contains(&count) {
        return Err(Error::invalid("to", Problem::new(ProblemCode::OutOfRange)));
    }
    // The end of the last is the beginning of the one after it.
    let months = from.and_after().take(count + 1);
    let instants = months
        .clone()
        .map(|month| month.start(hub.content.time_zone));
    let instants: Vec<_> = instants.collect();
    let found = figures::fetched(platform.db(), hub.id, &instants).await?;
    let found = months.zip(found);
    Ok(Some(
        found
            .map(|(month, fetched)| MonthOfReuse { month, fetched })
            .collect(),
    ))
}
