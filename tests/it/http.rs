//! The platform as HTTP sees it.

mod graphql;
mod pages;
mod requests;
