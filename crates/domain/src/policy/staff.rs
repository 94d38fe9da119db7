//! Loans of staff, which are between an employer and an organisation for which an employee works: nobody
//! else's business, not even their hub's.

use super::{Actor, Denial, Forbidden, require, resources::sees_resource, see};
use crate::{
    bookings::Booking,
    ids::OrganisationId,
    mandates::MandateRole,
    resources::Resource,
    staff::{StaffLoan, StaffLoanAction},
};

/// Who signs for the employer records what was signed.
pub(super) fn record_loan(actor: &Actor, resource: &Resource) -> Result<(), Denial> {
    see(sees_resource(actor, resource))?;
    signs(actor, resource.owner)
}

pub(super) fn on_loan(
    actor: &Actor,
    action: StaffLoanAction,
    loan: &StaffLoan,
) -> Result<(), Denial> {
    use StaffLoanAction as A;
    see(sees_loan(actor, loan))?;
    match action {
        A::Read => Ok(()),
        A::Confirm | A::Decline => signs(actor, loan.borrower),
        A::End => signs(actor, loan.lender).or_else(|_| signs(actor, loan.borrower)),
    }
}

fn signs(actor: &Actor, organisation: OrganisationId) -> Result<(), Denial> {
    require(
        actor,
        actor.acts_for(organisation, MandateRole::Representative),
        Forbidden::NeedsRepresentative,
    )
}

/// Persistence has the same as a filter in SQL; a test compares the two.
fn sees_loan(actor: &Actor, loan: &StaffLoan) -> bool {
    actor.reads_for(loan.lender) || actor.reads_for(loan.borrower)
}

/// What somebody earns and when they worked is for the two sides alone, also where the team of a hub looks
/// after the booking.
pub(super) fn reads_work(actor: &Actor, booking: &Booking) -> bool {
    actor.reads_for(booking.owner) || actor.reads_for(booking.borrower)
}
