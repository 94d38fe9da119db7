//! Tests of the whole platform, as its clients see it. One program, a module for each capability.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

mod accounts;
mod activity;
mod bookings;
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
mod matrix;
mod memberships;
mod migrations;
mod moderation;
mod organisations;
mod photos;
mod projects;
mod resources;
mod story;
mod subscriptions;
mod tls;
mod workspace;
