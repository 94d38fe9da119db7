//! Rows and queries of Maillage, the same on SQLite and PostgreSQL. Every public function speaks
//! domain types; the rows stay in here. It decides nothing.
//!
//! Reads take `&impl Conn` (the [`Db`] or a [`Tx`]), writes take `&Tx`: the compiler forbids a
//! write outside a transaction.

mod db;
mod error;
pub mod events;
pub mod jobs;
pub mod page;
mod rows;
mod search;

pub use self::{
    db::{Conn, Db, Settings, Tx},
    error::Error,
    page::{Cursor, Page, PageRequest},
};
