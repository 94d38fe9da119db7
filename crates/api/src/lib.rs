//! The GraphQL API: types, resolvers, loaders and the mapping of errors. A resolver is one call of
//! a use case; there is no rule, no SQL and no HTTP in here.

mod accounts;
mod connection;
mod context;
mod enums;
mod error;
mod ids;
mod loaders;
mod payload;
mod schema;
mod values;

pub mod projects;

pub use self::schema::{Api, Caller, sdl};
