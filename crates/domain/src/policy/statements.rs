//! Statements of account.

use super::Actor;
use crate::{hubs::HubRole, statements::Statement};

/// As the bookings that they are made of. Persistence has the same as a filter in SQL; a test compares
/// the two.
pub(super) fn sees_statement(actor: &Actor, statement: &Statement) -> bool {
    actor.reads_for(statement.debtor)
        || actor.reads_for(statement.creditor)
        || actor.holds_office(statement.hub, HubRole::Moderator)
}
