//! From the answer to the return.

use chrono::{DateTime, Utc};
use maillage_domain::{
    Act, Faults, Problem, ProblemCode,
    bookings::{Booking, BookingAction, Offer},
    policy::Actor,
    values::{Reason, Summary},
};
use maillage_persistence::{Tx, bookings, hubs, statements};

use super::{Stock, Target, load, work::conventions};
use crate::{error::Error, platform::Platform};

/// The owner says yes to a request, as far as there are still enough units.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `OVER_CAPACITY`, `WITHDRAWN`.
pub async fn confirm(platform: &Platform, actor: &Actor, target: Target) -> Result<Booking, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .anew(|| {
            platform.write(async |tx| {
                let mut booking = load(tx, &actor, target, BookingAction::Confirm).await?;
                let around = booking.span.widened(Offer::NEARBY);
                let ids = booking.resources();
                let mut stock = Stock::lock(tx, &ids, around, Some(booking.id)).await?;
                stock.affiliate(tx, &act, booking.borrower).await?;
                let lines: Vec<_> = (booking.lines.iter())
                    .map(|line| (line.resource, line.units))
                    .collect();
                booking.confirm(&act, &stock.wanted(&lines, booking.span))?;
                bookings::save(tx, &mut booking).await?;
                Ok(booking)
            })
        })
        .await
}

/// The owner says no to a request.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn decline(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    reason: Reason,
) -> Result<Booking, Error> {
    let decline = |booking: &mut Booking, act: &Act<'_>| Ok(booking.decline(act, reason.clone())?);
    step(platform, actor, target, BookingAction::Decline, decline).await
}

/// Either side calls a booking off; the owner says why.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid` on `reason`, `Conflict`, `WRONG_STATE`.
pub async fn cancel(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    reason: Option<Reason>,
) -> Result<Booking, Error> {
    let cancel = |booking: &mut Booking, act: &Act<'_>| {
        booking.permits(BookingAction::Cancel, act.at)?;
        let by = booking.canceller(target.acting_for, reason.clone())?;
        Ok(booking.cancel(act, by)?)
    };
    step(platform, actor, target, BookingAction::Cancel, cancel).await
}

/// The owner hands over what was booked.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid` on `condition` of staff time, `Conflict`, `WRONG_STATE`, `NO_CONVENTION`.
pub async fn hand_over(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    condition: Option<Summary>,
) -> Result<Booking, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .anew(|| {
            platform.write(async |tx| {
                let mut booking = load(tx, &actor, target, BookingAction::HandOver).await?;
                if let (Some(_), Some(_)) = (&booking.work, &condition) {
                    // Of people no condition is kept.
                    let problem = Problem::new(ProblemCode::Inconsistent).with("with", "kind");
                    return Err(Faults::one("condition", problem).into());
                }
                let (conventions, zone) = conventions(tx, &act, &booking).await?;
                booking.hand_over(&act, condition.clone(), (&conventions, zone))?;
                bookings::save(tx, &mut booking).await?;
                Ok(booking)
            })
        })
        .await
}

/// The owner takes back what was handed over, now or since `returned_at`.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid` on `returnedAt`, `Conflict`, `WRONG_STATE`.
pub async fn take_back(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    returned_at: Option<DateTime<Utc>>,
    condition: Option<Summary>,
) -> Result<Booking, Error> {
    let take_back = |booking: &mut Booking, act: &Act<'_>| {
        booking.permits(BookingAction::TakeBack, act.at)?;
        let since = booking.came_back(returned_at, act.at)?;
        Ok(booking.take_back(act, since, condition.clone())?)
    };
    step(platform, actor, target, BookingAction::TakeBack, take_back).await
}

/// The owner records that nobody came.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn no_show(platform: &Platform, actor: &Actor, target: Target) -> Result<Booking, Error> {
    let no_show = |booking: &mut Booking, act: &Act<'_>| Ok(booking.no_show(act)?);
    step(platform, actor, target, BookingAction::NoShow, no_show).await
}

/// Puts what is owed for a booking that is over to the account between its two sides.
async fn charge(tx: &Tx, act: &Act<'_>, booking: &Booking) -> Result<(), Error> {
    if booking.due().is_nothing() {
        return Ok(());
    }
    let hub = hubs::find(tx, booking.hub).await?;
    let hub = hub.ok_or_else(|| Error::internal("a booking without its hub"))?;
    if let Some(charge) = booking.charge(hub.content.time_zone) {
        statements::add(tx, &charge, act.id()).await?;
    }
    Ok(())
}

/// A step that gives nothing away: no resource is locked for it.
pub(super) async fn step(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    action: BookingAction,
    decide: impl Fn(&mut Booking, &Act<'_>) -> Result<(), Error>,
) -> Result<Booking, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .anew(|| {
            platform.write(async |tx| {
                let mut booking = load(tx, &actor, target, action).await?;
                decide(&mut booking, &act)?;
                bookings::save(tx, &mut booking).await?;
                charge(tx, &act, &booking).await?;
                Ok(booking)
            })
        })
        .await
}
