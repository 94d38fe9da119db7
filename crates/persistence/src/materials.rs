//! Material: lots, the moves of their stock, and what is held of them for whom.

pub mod figures;
pub mod lots;
pub mod moves;
pub mod reservations;
mod row;
