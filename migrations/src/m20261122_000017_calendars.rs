//! Calendars that people follow, one at most of each thing.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(table(
                "calendar_feeds",
                vec![
                    id(),
                    uuid("person_id"),
                    uuid_null("organisation_id"),
                    uuid_null("resource_id"),
                    instant("created_at"),
                ],
                [
                    ("person_id", "persons"),
                    ("organisation_id", "organisations"),
                    ("resource_id", "resources"),
                ],
            ))
            .await?;
        for (name, of) in [
            ("calendar_feeds_of_organisation", "organisation_id"),
            ("calendar_feeds_of_resource", "resource_id"),
        ] {
            let mut one_each = index(name, "calendar_feeds", ["person_id", of]);
            manager.create_index(one_each.unique().take()).await?;
        }
        Ok(())
    }
}
