//! Where a booking stands, and what can be done with it.

use chrono::{DateTime, Utc};

use crate::{refusals::Refusal, resources::Span, values::text_enum};

text_enum! {
    /// Where a booking stands.
    pub enum BookingState {
        /// The borrower asked; nothing is kept for it yet.
        Requested = "REQUESTED",
        /// The units are kept for the borrower.
        Confirmed = "CONFIRMED",
        /// The owner said no.
        Declined = "DECLINED",
        /// Either side called it off before it began to be used.
        Cancelled = "CANCELLED",
        /// The borrower has what it booked.
        InUse = "IN_USE",
        /// The owner has it back.
        Returned = "RETURNED",
        /// The borrower never came for it.
        NoShow = "NO_SHOW",
    }
}

text_enum! {
    /// What can be done with a booking, as shown to a viewer.
    pub enum BookingAction {
        /// Read it.
        Read = "READ",
        /// Say yes to the request (owner).
        Confirm = "CONFIRM",
        /// Say no to the request (owner).
        Decline = "DECLINE",
        /// Call it off (either side).
        Cancel = "CANCEL",
        /// Ask for another time, other units or other resources (borrower).
        Change = "CHANGE",
        /// Hand over what was booked (owner).
        HandOver = "HAND_OVER",
        /// Take back what was handed over (owner).
        TakeBack = "TAKE_BACK",
        /// Record that nobody came (owner).
        NoShow = "NO_SHOW",
        /// Say how long somebody's employee has worked (borrower).
        DeclareHours = "DECLARE_HOURS",
        /// Say that it was so long (owner).
        ConfirmHours = "CONFIRM_HOURS",
        /// Say that it was otherwise (owner).
        ContestHours = "CONTEST_HOURS",
    }
}

impl BookingState {
    /// Whether its units are kept from others: what came back, until the buffer after that is over.
    pub fn holds(self) -> bool {
        matches!(self, Self::Confirmed | Self::InUse | Self::Returned)
    }

    /// Whether `action` is possible with a booking in this state and of this time, at an instant.
    ///
    /// What has begun is neither confirmed nor changed any more, what is over not called off, and
    /// only of what has begun can be said that nobody came, or how long was worked.
    ///
    /// # Errors
    /// `WRONG_STATE`; its fact `state` is `STARTED`, `NOT_STARTED` or `ENDED` where it is the time
    /// that forbids it.
    pub fn permits(
        self,
        action: BookingAction,
        span: Span,
        at: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        use BookingAction as A;
        let known = match action {
            A::Read => true,
            A::Confirm | A::Decline => self == Self::Requested,
            A::Cancel | A::Change => matches!(self, Self::Requested | Self::Confirmed),
            A::HandOver | A::NoShow => self == Self::Confirmed,
            A::TakeBack | A::ConfirmHours | A::ContestHours => self == Self::InUse,
            A::DeclareHours => matches!(self, Self::Confirmed | Self::InUse),
        };
        if !known {
            return Err(Refusal::state(self, action));
        }
        let started = span.start() <= at;
        match action {
            A::Confirm | A::Change if started => Err(Refusal::state("STARTED", action)),
            A::Cancel if span.end() <= at => Err(Refusal::state("ENDED", action)),
            A::NoShow | A::DeclareHours if !started => Err(Refusal::state("NOT_STARTED", action)),
            _ => Ok(()),
        }
    }
}
