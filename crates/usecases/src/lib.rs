//! What the platform does. Each use case authorises, loads, lets the domain decide, and saves, in
//! one transaction; the effects (mails, later webhooks) are jobs that the events of that
//! transaction bring about, run afterwards.
//!
//! No SQL, no protocol, and no `if` on a life cycle.

pub mod accounts;
pub mod activity;
pub mod bookings;
pub mod calendars;
pub mod communes;
pub mod cooperation;
mod error;
pub mod hubs;
pub mod idempotency;
pub mod jobs;
pub mod mail;
pub mod mandates;
pub mod matches;
pub mod materials;
pub mod memberships;
pub mod moderation;
pub mod news;
pub mod organisations;
pub mod partnerships;
pub mod photos;
mod platform;
pub mod projects;
mod reactions;
pub mod resources;
pub mod secrets;
pub mod staff;
pub mod statements;
mod strays;
mod tables;
pub mod words;

pub use self::{
    error::Error,
    platform::{Commits, Entropy, Parts, Platform, Settings, SystemClock, SystemEntropy},
    tables::File,
};
pub use maillage_persistence::{Cursor, Page, PageRequest, page::MOST as MOST_ON_A_PAGE};
