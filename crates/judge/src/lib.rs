//! Judges GraphQL documents before anything is done for them.
//!
//! A document of a thousand bytes can ask a validator for seconds of work, and none of it can be
//! interrupted. So a text is first cut into tokens, which stops at a limit ([`lexer`]); then it is
//! parsed; then every fragment is measured once ([`Judge::judge`]): how deep it goes, how much it
//! holds once its fragments are opened, and what its answer may cost. All of it is linear in the
//! text. What is known of types comes from the schema as text ([`Types`]).

#![warn(missing_docs)]

#[cfg(feature = "corpus")]
pub mod corpus;
mod introspection;
mod judge;
pub mod lexer;
mod limits;
mod measure;
mod types;
mod values;

pub use self::{
    judge::{Judge, Price, Rejection, Verdict},
    limits::{Limit, Limits, Refusal},
    types::{Pages, Types},
};
