//! Rows and queries of Maillage, the same on SQLite and PostgreSQL. Every public function speaks
//! domain types; the rows stay in here. It decides nothing.
//!
//! Reads take `&impl Conn` (the [`Db`] or a [`Tx`]), writes take `&Tx`: the compiler forbids a
//! write outside a transaction.

#![expect(
    unreachable_pub,
    reason = "sea-orm's derive wants `pub` models; the modules around them are private"
)]

pub mod accounts;
pub mod bookings;
pub mod calendars;
pub mod cooperation;
mod db;
mod error;
pub mod events;
pub mod hubs;
pub mod idempotency;
pub mod jobs;
pub mod mandates;
pub mod materials;
pub mod memberships;
pub mod moderation;
pub mod organisations;
pub mod page;
pub mod partnerships;
pub mod photos;
pub mod projects;
mod ranked;
pub mod resources;
mod rows;
mod search;
pub mod staff_loans;
pub mod statements;
pub mod strays;

pub use self::{
    db::{Conn, Db, Held, Settings, Tx},
    error::Error,
    page::{Cursor, Page, PageRequest},
};
