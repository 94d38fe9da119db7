//! Tests of the whole platform, as its clients see it. One program, a module for each capability.

mod accounts;
mod activity;
mod harness;
mod hubs;
mod mandates;
mod memberships;
mod moderation;
mod organisations;
mod projects;
