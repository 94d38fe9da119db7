//! The hours that an employee works for a borrower.

use chrono_tz::Tz;
use maillage_domain::{
    Act,
    bookings::{Booking, BookingAction},
    policy::Actor,
    staff::{Convention, StaffLoan},
    values::{Reason, Summary},
};
use maillage_persistence::{Tx, bookings, resources, staff_loans};

use super::{Target, lifecycle::step, load};
use crate::{error::Error, partnerships::staff_conventions, platform::Platform};

/// The borrower says how long was worked, in minutes.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid` on `worked`, `Conflict`, `NOT_STAFF_TIME`, `WRONG_STATE`,
/// `NO_CONVENTION`.
pub async fn declare_hours(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    worked: i32,
    note: Option<Summary>,
) -> Result<Booking, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .anew(|| {
            platform.write(async |tx| {
                let mut booking = load(tx, &actor, target, BookingAction::DeclareHours).await?;
                booking.permits(BookingAction::DeclareHours, act.at)?;
                let (conventions, zone) = conventions(tx, &act, &booking).await?;
                let declarable = booking.declarable(&conventions, zone, act.at);
                let hours = booking.read_hours(worked, note.clone(), declarable)?;
                booking.declare_hours(&act, hours, zone)?;
                bookings::save(tx, &mut booking).await?;
                Ok(booking)
            })
        })
        .await
}

/// The employer says that it was so long, and what it refunded to the employee, in euros: what they come to
/// goes to the account of the two.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid` on `expenses`, `Conflict`, `NOT_STAFF_TIME`, `WRONG_STATE`.
pub async fn confirm_hours(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    expenses: Option<&str>,
) -> Result<Booking, Error> {
    let confirm = |booking: &mut Booking, act: &Act<'_>| {
        booking.permits(BookingAction::ConfirmHours, act.at)?;
        let expenses = booking.read_expenses(expenses)?;
        Ok(booking.confirm_hours(act, expenses)?)
    };
    step(
        platform,
        actor,
        target,
        BookingAction::ConfirmHours,
        confirm,
    )
    .await
}

/// The employer says that it was otherwise, and why.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `NOT_STAFF_TIME`, `WRONG_STATE`.
pub async fn contest_hours(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    reason: &Reason,
) -> Result<Booking, Error> {
    let contest =
        |booking: &mut Booking, act: &Act<'_>| Ok(booking.contest_hours(act, reason.clone())?);
    step(
        platform,
        actor,
        target,
        BookingAction::ContestHours,
        contest,
    )
    .await
}

/// The conventions by which the employee that was booked works for the borrower, those signed here first, and
/// on whose clocks its days are counted; none for things.
pub(super) async fn conventions(
    tx: &Tx,
    act: &Act<'_>,
    booking: &Booking,
) -> Result<(Vec<Convention>, Tz), Error> {
    let first = booking.lines.first().filter(|_| booking.work.is_some());
    let Some(line) = first else {
        return Ok((Vec::new(), Tz::UTC));
    };
    let resource = resources::find(tx, line.resource).await?;
    let conditions = resource.and_then(|resource| resource.conditions);
    let zone = conditions.map_or(Tz::UTC, |conditions| conditions.time_zone);
    let sides = (booking.owner, booking.borrower);
    let mut conventions = staff_conventions(tx, act, line.resource, sides).await?;
    let loans = staff_loans::confirmed(tx, line.resource, booking.borrower).await?;
    conventions.extend(loans.iter().filter_map(StaffLoan::convention));
    Ok((conventions, zone))
}
