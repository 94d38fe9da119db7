//! How much of a commitment something else on the platform comes to.

use rust_decimal::Decimal;

use super::commitments::Amount;
use crate::{
    bookings::{Booking, BookingState},
    ids::OrganisationId,
    materials::{Reservation, ReservationState, Weight},
    resources::Minutes,
    values::{Quantity, Unit},
};

/// What is known of a booking or a reservation that is the fulfilment of a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Who gave it.
    pub from: OrganisationId,
    /// Who had it.
    pub to: OrganisationId,
    /// Where it stands, in the word of its own kind.
    pub state: &'static str,
    /// Whether it has taken place, so that it does not change any more.
    pub is_over: bool,
    /// The quantities that it comes to.
    quantities: Vec<Quantity>,
}

impl Measure {
    /// A booking comes to the hours for which the borrower had it, however many units; staff time to those
    /// that both sides say were worked.
    pub fn of_booking(booking: &Booking) -> Self {
        let minutes = if let Some(work) = &booking.work {
            work.worked.map_or(0, Minutes::count)
        } else {
            let end = booking.span.end();
            let end = booking.returned_at.map_or(end, |at| at.min(end));
            let used = (end - booking.span.start()).num_minutes();
            u32::try_from(used).unwrap_or_default()
        };
        let hours = Decimal::from(minutes) / Decimal::from(60);
        Self {
            from: booking.owner,
            to: booking.borrower,
            state: booking.state.as_str(),
            is_over: booking.state == BookingState::Returned,
            quantities: vec![quantity(hours, Unit::Hour)],
        }
    }

    /// So many minutes of something that has taken place.
    #[cfg(test)]
    pub(super) fn hours(from: OrganisationId, to: OrganisationId, minutes: u32) -> Self {
        Self {
            from,
            to,
            state: BookingState::Returned.as_str(),
            is_over: true,
            quantities: vec![quantity(
                Decimal::from(minutes) / Decimal::from(60),
                Unit::Hour,
            )],
        }
    }

    /// Material comes to what was fetched of it, and to what that weighs.
    pub fn of_reservation(reservation: &Reservation) -> Self {
        let mut quantities = vec![quantity(reservation.taken.decimal(), reservation.unit)];
        if let Some(weight) = reservation.weight {
            quantities.extend(weights(weight));
        }
        Self {
            from: reservation.owner,
            to: reservation.borrower,
            state: reservation.state.as_str(),
            is_over: reservation.state == ReservationState::Collected,
            quantities,
        }
    }

    /// How much it comes to in the unit of an amount; `None` where it is not counted in that.
    pub fn like(&self, owed: Amount) -> Option<Amount> {
        let Amount::Quantity(owed) = owed else {
            return None;
        };
        let mut quantities = self.quantities.iter();
        let found = quantities.find(|one| one.unit == owed.unit)?;
        Some(Amount::Quantity(*found))
    }

    /// How much it comes to in its own unit.
    pub fn own(&self) -> Option<Amount> {
        let own = self.quantities.first().copied();
        own.map(|own| Amount::Quantity(own).rounded())
    }
}

fn weights(weight: Weight) -> [Quantity; 2] {
    [
        quantity(weight.kilograms(), Unit::Kilogram),
        quantity(weight.tonnes(), Unit::Tonne),
    ]
}

/// As exact as can be: three times twenty minutes are an hour, once they are added up and rounded.
fn quantity(value: Decimal, unit: Unit) -> Quantity {
    Quantity { value, unit }
}
