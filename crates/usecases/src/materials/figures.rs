//! How much material was used again, by month.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use maillage_domain::{
    Problem, ProblemCode,
    hubs::{Hub, HubAction},
    policy::{self, Action, Actor},
};
use maillage_persistence::materials::figures::{self, Fetched};

use crate::{error::Error, platform::Platform};

/// What was used again in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthOfReuse {
    /// Its first day.
    pub month: NaiveDate,
    /// What was fetched.
    pub fetched: Fetched,
}

/// Most months told at once: ten years.
const MOST_MONTHS: usize = 120;

/// What members of a hub have fetched in each month from that of one day to that of another, on the
/// hub's clocks; none for who is neither a member nor of its team.
///
/// # Errors
/// `Invalid` on `to` for a month before `from`, or more than ten years of them; on `from` for a day
/// before 2000.
pub async fn reused(
    platform: &Platform,
    actor: &Actor,
    hub: &Hub,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Option<Vec<MonthOfReuse>>, Error> {
    if policy::check(actor, Action::Hub(HubAction::ReadFigures, hub)).is_err() {
        return Ok(None);
    }
    let out_of_range = |field| Error::invalid(field, Problem::new(ProblemCode::OutOfRange));
    if !(2000..2100).contains(&from.year()) {
        return Err(out_of_range("from"));
    }
    let first = from.with_day(1).ok_or_else(|| out_of_range("from"))?;
    let mut months = vec![first];
    while let Some(last) = months.last().filter(|last| **last <= to) {
        if months.len() > MOST_MONTHS {
            return Err(out_of_range("to"));
        }
        let next = last.checked_add_months(Months::new(1));
        months.push(next.ok_or_else(|| out_of_range("to"))?);
    }
    if months.len() < 2 {
        return Err(out_of_range("to"));
    }
    let instants: Option<Vec<_>> = months.iter().map(|day| midnight(hub, *day)).collect();
    let instants = instants.ok_or_else(|| out_of_range("to"))?;
    let found = figures::fetched(platform.db(), hub.id, &instants).await?;
    let found = months.into_iter().zip(found);
    Ok(Some(
        found
            .map(|(month, fetched)| MonthOfReuse { month, fetched })
            .collect(),
    ))
}

/// The first instant of a day where the hub is.
fn midnight(hub: &Hub, day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = day.and_hms_opt(0, 0, 0)?;
    let there = midnight.and_local_timezone(hub.content.time_zone);
    there.earliest().map(|instant| instant.to_utc())
}
