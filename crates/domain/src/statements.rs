//! Statements of account: what one organisation owes another for what it used of it in a month, in the
//! hub that brought them together. No payment is made here; the figures are what the two settle by.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    ids::{HubId, OrganisationId, StatementId},
    values::{Due, Month},
};

/// What one organisation owes another of a month, in a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// Its id.
    pub id: StatementId,
    /// The hub that brought the two together.
    pub hub: HubId,
    /// Of which month, on the hub's clocks.
    pub month: Month,
    /// Who owes.
    pub debtor: OrganisationId,
    /// To whom.
    pub creditor: OrganisationId,
    /// How much.
    pub total: Due,
    /// How many charges that is.
    pub charges: u32,
}

impl Statement {
    /// Whether its month has been over for a day on the hub's clocks, so that nothing is added any more:
    /// what began in its last minute has ended, on the clocks of every instance.
    pub fn is_closed(&self, zone: Tz, now: DateTime<Utc>) -> bool {
        Month::of(now - TimeDelta::days(1), zone) > self.month
    }
}
