//! Having material held, fetching it, and what comes of it.

use maillage_domain::{
    Faults,
    ids::{OrganisationId, ReservationId, ResourceId},
    materials::{
        Collection, HoldDraft, HoldWish, Lot, LotAction, Reservation, ReservationAction, Weight,
    },
    partnerships::Source,
    policy::{self, Action, Actor},
    resources::ResourceAction,
    values::Reason,
};
use maillage_persistence::{
    Tx,
    materials::{lots, reservations},
    resources,
};

use super::{
    QuantityDraft, Target,
    expiry::Shelf,
    lots::{part, within_quantity},
};
use crate::{
    bookings::{borrower, expect_project},
    error::{Error, expect_version},
    partnerships::expect_uncounted,
    platform::Platform,
};

/// What was really fetched, as typed by somebody.
#[derive(Debug, Clone)]
pub struct Fetching {
    /// How much; where nothing is said, what was held, or is recorded already.
    pub quantity: Option<QuantityDraft>,
    /// What it weighed, where somebody weighed it.
    pub weight: Option<QuantityDraft>,
}

impl Fetching {
    /// What that is, of a lot and a reservation.
    fn read(&self, lot: &Lot, reservation: &Reservation) -> Result<Collection, Faults> {
        let mut faults = Faults::new();
        let taken = match &self.quantity {
            None if reservation.collected_at.is_some() => Ok(reservation.taken),
            None => Ok(reservation.amount),
            Some(quantity) => quantity
                .read()
                .and_then(|quantity| lot.amount_of(quantity))
                .and_then(|taken| reservation.expect_enough(taken).map(|()| taken)),
        };
        let taken = faults.nest("quantity", taken);
        let weighed = self.weight.as_ref();
        let weighed = weighed.map(|weight| Weight::parse(&weight.value, weight.unit));
        let weighed = faults.nest("weight", weighed.transpose());
        match taken.zip(weighed) {
            Some((taken, weighed)) if faults.is_empty() => Collection::of(lot, taken, weighed),
            _ => Err(faults),
        }
    }
}

/// Has some of a lot held for an organisation.
///
/// # Errors
/// `NotFound` for a lot that the actor does not see; `Forbidden`; `Invalid`; the refusals of
/// [`Reservation::hold`].
pub async fn reserve(
    platform: &Platform,
    actor: &Actor,
    acting_for: OrganisationId,
    draft: &HoldDraft,
) -> Result<Reservation, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    let within = |faults: Faults| faults.within("content");
    let wish = HoldWish::parse(draft, act.at).map_err(within)?;
    platform
        .anew(|| {
            platform.write(async |tx| {
                expect_project(tx, &actor, acting_for, wish.project).await?;
                let Shelf { mut lot, resource } = Shelf::lock(platform, tx, wish.lot).await?;
                policy::check(&actor, Action::Lot(LotAction::Read, &lot, &resource))?;
                policy::check(&actor, Action::Reserve(&resource, acting_for))?;
                within_quantity(lot.amount_of(wish.quantity)).map_err(within)?;
                let borrower = borrower(tx, acting_for).await?;
                let held = Reservation::hold(&act, (&mut lot, &resource), &borrower, &wish);
                let mut reservation = held?;
                reservations::save(tx, &mut reservation).await?;
                lots::save(tx, &mut lot).await?;
                Ok(reservation)
            })
        })
        .await
}

/// The owner records what was fetched.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `WRONG_STATE`, `OUT_OF_STOCK`.
pub async fn collect(
    platform: &Platform,
    actor: &Actor,
    target: Target<ReservationId>,
    fetching: &Fetching,
) -> Result<Reservation, Error> {
    let collect = ReservationAction::Collect;
    step(platform, actor, target, collect, |held, shelf, act| {
        held.permits(collect, act.at)?;
        let collection = fetching.read(&shelf.lot, held)?;
        Ok(held.collect(act, &mut shelf.lot, collection)?)
    })
    .await
}

/// The owner mends what was recorded when it was fetched, unless it counts for a commitment: what both sides have
/// agreed upon is not changed by one.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `WRONG_STATE`, `OUT_OF_STOCK`, `NOTHING_TO_DO`, `ALREADY_COUNTED`.
pub async fn correct_collection(
    platform: &Platform,
    actor: &Actor,
    target: Target<ReservationId>,
    fetching: &Fetching,
    reason: &Reason,
) -> Result<Reservation, Error> {
    let correct = ReservationAction::Correct;
    step(platform, actor, target, correct, |held, shelf, act| {
        held.permits(correct, act.at)?;
        let collection = fetching.read(&shelf.lot, held)?;
        Ok(held.correct(act, &mut shelf.lot, collection, reason)?)
    })
    .await
}

/// Either side calls a reservation off; the owner says why.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid` on `reason`, `Conflict`, `WRONG_STATE`.
pub async fn cancel(
    platform: &Platform,
    actor: &Actor,
    target: Target<ReservationId>,
    reason: Option<Reason>,
) -> Result<Reservation, Error> {
    let cancel = ReservationAction::Cancel;
    step(platform, actor, target, cancel, |held, shelf, act| {
        held.permits(cancel, act.at)?;
        let by = held.canceller(target.acting_for, reason.clone())?;
        Ok(held.cancel(act, &mut shelf.lot, by)?)
    })
    .await
}

/// The owner records that things under a deposit came back.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `WRONG_STATE`, `NOTHING_TO_DO`.
pub async fn take_back_deposit(
    platform: &Platform,
    actor: &Actor,
    target: Target<ReservationId>,
    quantity: &QuantityDraft,
) -> Result<Reservation, Error> {
    let quantity = within_quantity(quantity.read())?;
    let back = ReservationAction::TakeBackDeposit;
    step(platform, actor, target, back, |held, shelf, act| {
        held.permits(back, act.at)?;
        let amount = within_quantity(shelf.lot.amount_of(quantity))?;
        within_quantity(held.take_back_deposit(act, amount))?;
        Ok(())
    })
    .await
}

/// The borrower makes what it has fetched a lot under a resource of its own.
///
/// # Errors
/// `NotFound`, also for the resource; `Forbidden`; `Invalid`; `Conflict`; `WRONG_STATE`,
/// `WRONG_KIND`, `OUT_OF_STOCK`, `NOTHING_TO_DO`.
pub async fn pass_on(
    platform: &Platform,
    actor: &Actor,
    target: Target<ReservationId>,
    resource: ResourceId,
    (label, quantity): (&str, &QuantityDraft),
) -> Result<Lot, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    let (label, quantity) = part(label, quantity)?;
    platform
        .write(async |tx| {
            let mut reservation = load(tx, &actor, target, ReservationAction::PassOn).await?;
            let resource = resources::find(tx, resource).await?;
            let resource = resource.ok_or(Error::NotFound)?;
            let create = ResourceAction::CreateLot;
            policy::check(&actor, Action::Resource(create, &resource))?;
            let lot = lots::find(tx, reservation.lot).await?;
            let lot = lot.ok_or(Error::NotFound)?;
            let amount = within_quantity(lot.amount_of(quantity))?;
            let next = reservation.pass_on(&act, (&lot, &resource), amount, label.clone());
            let mut next = next?;
            reservations::save(tx, &mut reservation).await?;
            lots::save(tx, &mut next).await?;
            Ok(next)
        })
        .await
}

/// A step under the lock of the lot.
async fn step(
    platform: &Platform,
    actor: &Actor,
    target: Target<ReservationId>,
    action: ReservationAction,
    decide: impl Fn(&mut Reservation, &mut Shelf, &maillage_domain::Act<'_>) -> Result<(), Error>,
) -> Result<Reservation, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .anew(|| {
            platform.write(async |tx| {
                // What it has become while the lock was waited for, saving it finds out.
                let mut reservation = load(tx, &actor, target, action).await?;
                let mut shelf = Shelf::lock(platform, tx, reservation.lot).await?;
                if action == ReservationAction::Correct {
                    let source = Source::Reservation(reservation.id);
                    expect_uncounted(tx, source).await?;
                }
                decide(&mut reservation, &mut shelf, &act)?;
                reservations::save(tx, &mut reservation).await?;
                if !shelf.lot.moves.is_empty() {
                    lots::save(tx, &mut shelf.lot).await?;
                }
                Ok(reservation)
            })
        })
        .await
}

/// Loads the reservation of an act, authorised and at the version read.
async fn load(
    tx: &Tx,
    actor: &Actor,
    target: Target<ReservationId>,
    action: ReservationAction,
) -> Result<Reservation, Error> {
    let reservation = reservations::find(tx, target.id).await?;
    let reservation = reservation.ok_or(Error::NotFound)?;
    policy::check(actor, Action::Reservation(action, &reservation))?;
    expect_version(target.expected_version, reservation.version)?;
    Ok(reservation)
}
