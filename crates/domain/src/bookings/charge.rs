//! What a booking that is over comes to, for the account between its two sides.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Booking, BookingState};
use crate::{
    ids::{BookingId, HubId, OrganisationId},
    values::{Due, Month, text_enum},
};

text_enum! {
    /// Why something is owed for a booking.
    pub enum ChargeReason {
        /// It was used.
        Used = "USED",
        /// It was called off too late to be free.
        Cancelled = "CANCELLED",
        /// Nobody came for it.
        NoShow = "NO_SHOW",
    }
}

/// What the borrower owes the owner for one booking. It never changes: it is written when the booking
/// is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charge {
    /// For which booking.
    pub booking: BookingId,
    /// In the hub that brought the two together.
    pub hub: HubId,
    /// Who owes.
    pub debtor: OrganisationId,
    /// To whom.
    pub creditor: OrganisationId,
    /// The month in which the booking ended for its owner, on the hub's clocks: a month that is over
    /// does not change any more.
    pub month: Month,
    /// When it did.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: ChargeReason,
    /// How much.
    pub due: Due,
}

impl Booking {
    /// What is owed for it by now: once it is back the price that was agreed, or what the hours come to that
    /// were worked; once it was called off or nobody came what the terms say.
    pub fn due(&self) -> Due {
        match self.state {
            BookingState::Returned => self.due_for_work().unwrap_or_else(|| self.price()),
            BookingState::Cancelled | BookingState::NoShow => self.owed,
            _ => Due::NOTHING,
        }
    }

    /// What goes to the account between its two sides, given the hub's clocks; nothing while it is not
    /// over, and where nothing is owed.
    pub fn charge(&self, zone: Tz) -> Option<Charge> {
        let reason = match self.state {
            BookingState::Returned => ChargeReason::Used,
            BookingState::Cancelled => ChargeReason::Cancelled,
            BookingState::NoShow => ChargeReason::NoShow,
            _ => return None,
        };
        let due = self.due();
        (!due.is_nothing()).then_some(Charge {
            booking: self.id,
            hub: self.hub,
            debtor: self.borrower,
            creditor: self.owner,
            month: Month::of(self.updated_at, zone),
            at: self.updated_at,
            reason,
            due,
        })
    }
}
