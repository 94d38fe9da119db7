//! The GraphQL API: types, resolvers, loaders and the mapping of errors. A resolver is one call of
//! a use case; there is no rule, no SQL and no HTTP in here.

#![expect(
    clippy::unused_async,
    reason = "the executor wants its resolvers async, also those with nothing to wait for"
)]

mod accounts;
mod activity;
pub mod answer;
mod bookings;
mod calendars;
mod communes;
mod connection;
mod context;
mod cooperation;
mod dispatch;
mod documents;
mod enums;
mod error;
mod hubs;
mod ids;
mod inquiry;
mod installation;
mod limits;
mod loaders;
mod mandates;
mod matches;
mod materials;
mod memberships;
mod moderation;
mod nodes;
mod nullable;
mod once;
mod ordering;
mod organisations;
mod partnerships;
mod payload;
mod plain;
mod projects;
mod resources;
mod schema;
mod staff;
mod statements;
mod subscriptions;
mod values;

pub use self::{
    inquiry::Inquiry,
    limits::{Allowance, Client, Limits},
    once::Answer,
    schema::{Api, Caller, sdl},
    subscriptions::{Delivery, News, Running, Subscriber},
};
