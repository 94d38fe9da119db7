//! Bookings: shared resources taken for some time by an organisation, from the request to the
//! return.

mod booking;
mod charge;
mod offer;
mod state;
mod wish;
mod work;

pub use self::{
    booking::{Booking, Canceller, Line, SeriesPart},
    charge::{Charge, ChargeReason},
    offer::{Borrower, Offer, Wanted},
    state::{BookingAction, BookingState},
    wish::{ChangeDraft, LineDraft, Wish, WishDraft},
    work::{Declarable, Hours, StaffWork},
};

#[cfg(test)]
mod tests;
