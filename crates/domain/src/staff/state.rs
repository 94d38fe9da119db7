//! Where a loan of staff stands, and what can be done with it.

use crate::values::text_enum;

text_enum! {
    /// Where a loan of staff stands.
    pub enum StaffLoanState {
        /// The lender has recorded the convention and the employee's agreement.
        Recorded = "RECORDED",
        /// The borrower has confirmed that this is what both signed; until its last day.
        InForce = "IN_FORCE",
        /// The borrower has signed no such convention.
        Declined = "DECLINED",
        /// It ended before its last day.
        Ended = "ENDED",
    }
}

text_enum! {
    /// What can be done with a loan of staff, as shown to a viewer.
    pub enum StaffLoanAction {
        /// Read it.
        Read = "READ",
        /// Say that this is what both signed (borrower).
        Confirm = "CONFIRM",
        /// Say that nothing of the kind was signed (borrower).
        Decline = "DECLINE",
        /// End it before its last day (either side).
        End = "END",
    }
}
