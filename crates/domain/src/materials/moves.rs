//! The moves of a stock.

use chrono::{DateTime, Utc};

use super::Amount;
use crate::{
    ids::{HubId, LotId, OrganisationId, PersonId, ProjectId, ReservationId},
    values::{Reason, text_enum},
};

text_enum! {
    /// What moves a stock.
    pub enum MoveKind {
        /// It came in.
        In = "IN",
        /// Some of it is held for somebody.
        Reserve = "RESERVE",
        /// Some of it is held no more.
        Release = "RELEASE",
        /// It was fetched.
        Out = "OUT",
        /// It was counted anew, or what was fetched was.
        Correction = "CORRECTION",
        /// A part of it became a lot of its own; into that lot, and out of the one it was a part of.
        Split = "SPLIT",
        /// What somebody has fetched of another lot became a lot of theirs.
        PassOn = "PASS_ON",
    }
}

/// One move of a stock. It is never changed; the stock is the sum of its moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockMove {
    /// Of which lot.
    pub lot: LotId,
    /// 1, 2, 3, … in each lot.
    pub number: i32,
    /// What it is.
    pub kind: MoveKind,
    /// What it adds to what is there.
    pub on_hand_change: Amount,
    /// What it adds to what is held for somebody.
    pub held_change: Amount,
    /// What is there after it.
    pub on_hand: Amount,
    /// What of that is held after it.
    pub held: Amount,
    /// Why, of a correction.
    pub reason: Option<Reason>,
    /// For which reservation.
    pub reservation: Option<ReservationId>,
    /// The lot on the other side, of a lot that was split or passed on.
    pub other_lot: Option<LotId>,
    /// For which project.
    pub project: Option<ProjectId>,
    /// What it adds to the figures of a hub.
    pub reused: Option<Reused>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` for the platform.
    pub person: Option<PersonId>,
    /// On whose behalf.
    pub acting_for: Option<OrganisationId>,
}

/// What a collection, or the correction of one, adds to the figures of a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reused {
    /// The hub by which the borrower had it.
    pub hub: HubId,
    /// When it was fetched: a correction counts in that month.
    pub at: DateTime<Utc>,
    /// How much, in grams; what is not known counts for nothing.
    pub grams: i64,
    /// How many collections.
    pub collections: i32,
    /// How many of them nobody knows the weight of.
    pub unweighed: i32,
}
