//! Where a reservation stands, and what can be done with it.

use crate::values::text_enum;

text_enum! {
    /// Where a reservation of material stands.
    pub enum ReservationState {
        /// The material is kept for the borrower, until an instant.
        Held = "HELD",
        /// The borrower has fetched it.
        Collected = "COLLECTED",
        /// Either side called it off.
        Cancelled = "CANCELLED",
        /// Nobody fetched it in time.
        Expired = "EXPIRED",
    }
}

text_enum! {
    /// What can be done with a reservation of material, as shown to a viewer.
    pub enum ReservationAction {
        /// Read it.
        Read = "READ",
        /// Record what was fetched (owner).
        Collect = "COLLECT",
        /// Call it off (either side).
        Cancel = "CANCEL",
        /// Mend what was recorded when it was fetched (owner).
        Correct = "CORRECT",
        /// Record that things under a deposit came back (owner).
        TakeBackDeposit = "TAKE_BACK_DEPOSIT",
        /// Make what was fetched a lot of one's own (borrower).
        PassOn = "PASS_ON",
    }
}
