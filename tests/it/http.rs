//! The platform as HTTP sees it.

mod graphql;
mod mutations;
mod nodes;
mod pages;
mod requests;
