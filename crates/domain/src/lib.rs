//! What Maillage is about: the entities of a cooperation hub, their life cycles, the facts they
//! record and who may do what. Pure and synchronous: no clock, no randomness, no database, no
//! protocol. Every decision of the platform is a function of this crate.

#![warn(missing_docs)]

pub mod accounts;
pub mod bookings;
pub mod calendars;
pub mod clock;
pub mod communes;
pub mod content;
pub mod cooperation;
pub mod events;
pub mod hubs;
pub mod ids;
pub mod mandates;
pub mod matches;
pub mod materials;
pub mod memberships;
pub mod moderation;
pub mod organisations;
pub mod partnerships;
pub mod photos;
pub mod policy;
pub mod projects;
pub mod refusals;
pub mod resources;
pub mod staff;
pub mod statements;
pub mod values;

#[cfg(test)]
mod testing;

pub use clock::Act;
pub use refusals::{Fact, Refusal, RefusalCode};
pub use values::{Fault, Faults, Problem, ProblemCode};
