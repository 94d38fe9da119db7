//! The schema, one file a step, the same for SQLite and PostgreSQL. A released step is never
//! edited; a golden test holds the SQL of each for both databases.

// The lint does not look at tests, where the expectation would be in vain.
#![cfg_attr(
    not(test),
    expect(
        clippy::wildcard_imports,
        reason = "a step names nearly every kind of column there is"
    )
)]

mod columns;
mod m20261121_000001_accounts;
mod m20261121_000002_organisations;
mod m20261121_000003_hubs;
mod m20261121_000004_projects;
mod m20261121_000005_moderation;
mod m20261121_000006_events_and_jobs;
mod m20261122_000007_lists_and_siren;
mod m20261122_000008_idempotency;
mod m20261122_000009_tries;
mod m20261122_000010_second_factors;
mod m20261122_000011_resources;
mod m20261122_000012_bookings;
mod m20261122_000013_photos;
mod m20261122_000014_materials;
mod m20261122_000015_matches;
mod m20261122_000016_statements;
mod m20261122_000017_calendars;
mod m20261122_000018_staff;
mod m20261123_000019_partnerships;
mod m20261123_000020_fulfilments;
mod m20261123_000021_conventions;
mod m20261123_000022_bounds;
mod m20261123_000023_strays;

use sea_orm_migration::prelude::*;
pub use sea_orm_migration::prelude::{MigratorTrait, SchemaManager};

/// Every step in order.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_accounts::Migration),
            Box::new(m20261121_000002_organisations::Migration),
            Box::new(m20261121_000003_hubs::Migration),
            Box::new(m20261121_000004_projects::Migration),
            Box::new(m20261121_000005_moderation::Migration),
            Box::new(m20261121_000006_events_and_jobs::Migration),
            Box::new(m20261122_000007_lists_and_siren::Migration),
            Box::new(m20261122_000008_idempotency::Migration),
            Box::new(m20261122_000009_tries::Migration),
            Box::new(m20261122_000010_second_factors::Migration),
            Box::new(m20261122_000011_resources::Migration),
            Box::new(m20261122_000012_bookings::Migration),
            Box::new(m20261122_000013_photos::Migration),
            Box::new(m20261122_000014_materials::Migration),
            Box::new(m20261122_000015_matches::Migration),
            Box::new(m20261122_000016_statements::Migration),
            Box::new(m20261122_000017_calendars::Migration),
            Box::new(m20261122_000018_staff::Migration),
            Box::new(m20261123_000019_partnerships::Migration),
            Box::new(m20261123_000020_fulfilments::Migration),
            Box::new(m20261123_000021_conventions::Migration),
            Box::new(m20261123_000022_bounds::Migration),
            Box::new(m20261123_000023_strays::Migration),
        ]
    }
}
