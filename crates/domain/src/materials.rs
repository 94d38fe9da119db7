//! Material that is used again: lots of it, every move of their stock, and what is held for whom
//! until when.

mod collection;
mod content;
mod lot;
mod moves;
mod quantity;
mod reservation;
mod state;
mod wish;

pub use self::{
    collection::Collection,
    content::{LotCondition, LotContent, LotDraft, ReuseStatus, WeightDraft},
    lot::{Lot, LotAction},
    moves::{MoveKind, Reused, StockMove},
    quantity::{Amount, MaterialQuantity, Weight, is_material},
    reservation::{Canceller, Reservation},
    state::{ReservationAction, ReservationState},
    wish::{HoldDraft, HoldWish},
};

#[cfg(test)]
mod tests;
