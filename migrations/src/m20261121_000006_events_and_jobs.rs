//! The event log with its head, and the jobs.

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
                "events",
                vec![
                    ColumnDef::new("position")
                        .big_integer()
                        .not_null()
                        .primary_key()
                        .take(),
                    uuid("id"),
                    instant("at"),
                    text("kind"),
                    text("subject_kind"),
                    uuid("subject_id"),
                    uuid_null("hub_id"),
                    uuid_null("organisation_id"),
                    uuid_null("project_id"),
                    uuid_null("person_id"),
                    uuid_null("acting_for_id"),
                    text("audience"),
                    json("facts"),
                ],
                [],
            ))
            .await?;
        manager
            .create_index(index("events_id", "events", ["id"]).unique().take())
            .await?;
        manager
            .create_index(index("events_of_hub", "events", ["hub_id", "position"]))
            .await?;
        manager
            .create_index(index(
                "events_of_organisation",
                "events",
                ["organisation_id", "position"],
            ))
            .await?;
        manager
            .create_index(index(
                "events_of_project",
                "events",
                ["project_id", "position"],
            ))
            .await?;
        // One row that hands out positions: whoever appends locks it until the commit.
        manager
            .create_table(table(
                "event_head",
                vec![
                    ColumnDef::new("id")
                        .integer()
                        .not_null()
                        .primary_key()
                        .take(),
                    ColumnDef::new("position").big_integer().not_null().take(),
                ],
                [],
            ))
            .await?;
        manager
            .exec_stmt(
                Query::insert()
                    .into_table("event_head")
                    .columns(["id", "position"])
                    .values_panic([1.into(), 0.into()])
                    .take(),
            )
            .await?;
        manager
            .create_table(table(
                "jobs",
                vec![
                    id(),
                    json("payload"),
                    instant("run_at"),
                    integer("attempts"),
                    text_null("last_error"),
                    instant_null("abandoned_at"),
                ],
                [],
            ))
            .await?;
        manager
            .create_index(index("jobs_due", "jobs", ["run_at"]))
            .await
    }
}
