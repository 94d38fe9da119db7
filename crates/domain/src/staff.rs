//! Staff time: an employee works for another organisation for some time (mise à disposition, prêt de
//! main-d'œuvre à but non lucratif).
//!
//! The law allows it where nobody earns by it: the lender charges the wages paid, the social charges on
//! them and the expenses refunded to the employee, and nothing else (C. trav. L8241-1). So there is a
//! breakdown of costs and no price. It asks for the employee's agreement and for a convention between the
//! two organisations that says how long, who, and how wages, charges and expenses are reckoned
//! (L8241-2): no hour counts that was worked before there were both. The convention is signed here, as a
//! partnership of the form `STAFF_LOAN`, or elsewhere, and then recorded and confirmed as a [`StaffLoan`]. An
//! employers' group lends to its members alone (L1253-1). Source of all three: Code du travail,
//! legifrance.gouv.fr.
//!
//! Who the employee is stands in the convention and is recorded nowhere here.

mod convention;
mod costs;
mod loan;
mod state;

pub use self::{
    convention::{Convention, ConventionId, Stretch},
    costs::{CostsDraft, StaffCosts, WorkCosts},
    loan::{Papers, PapersDraft, StaffLoan},
    state::{StaffLoanAction, StaffLoanState},
};

#[cfg(test)]
mod tests;
