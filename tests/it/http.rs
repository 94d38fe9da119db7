//! The platform as HTTP sees it.

mod arguments;
mod graphql;
mod mutations;
mod nodes;
mod pages;
mod requests;
