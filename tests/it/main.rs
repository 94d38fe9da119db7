//! Tests of the whole platform, as its clients see it. One program, a module for each capability.

// As in the library of the binary.
#![recursion_limit = "256"]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

mod accounts;
mod activity;
mod bookings;
mod cooperation;
mod demo;
mod golden;
mod harness;
mod http;
mod hubs;
mod idempotency;
mod jobs;
mod limits;
mod mails;
mod mandates;
mod matches;
mod materials;
mod matrix;
mod memberships;
mod migrations;
mod moderation;
mod organisations;
mod partnerships;
mod photos;
mod projects;
mod resources;
mod story;
mod subscriptions;
mod tls;
mod workspace;
