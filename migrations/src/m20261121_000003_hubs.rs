//! Hubs, their charters and teams, and memberships in them.

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
        let backend = manager.get_database_backend();
        manager
            .create_table(table(
                "hubs",
                vec![
                    id(),
                    text("slug"),
                    text("name"),
                    sort_text("sort_name", backend),
                    text("summary"),
                    text("description"),
                    json("territory"),
                    text("time_zone"),
                    json("colleges"),
                    json("policy"),
                    json("templates"),
                    boolean("demo"),
                    instant("created_at"),
                    version(),
                ],
                [],
            ))
            .await?;
        manager
            .create_index(index("hubs_slug", "hubs", ["slug"]).unique().take())
            .await?;
        manager
            .create_index(index("hubs_by_name", "hubs", ["sort_name", "id"]))
            .await?;
        let mut charters = table(
            "charters",
            vec![
                uuid("hub_id"),
                integer("number"),
                text("text"),
                instant("published_at"),
                date_null("accept_by"),
            ],
            [("hub_id", "hubs")],
        );
        charters.primary_key(Index::create().col("hub_id").col("number"));
        manager.create_table(charters).await?;
        manager
            .create_table(table(
                "hub_roles",
                vec![
                    id(),
                    uuid("hub_id"),
                    uuid("person_id"),
                    text("role"),
                    instant("from_at"),
                    uuid_null("granted_by_id"),
                    instant_null("ended_at"),
                    version(),
                ],
                [
                    ("hub_id", "hubs"),
                    ("person_id", "persons"),
                    ("granted_by_id", "persons"),
                ],
            ))
            .await?;
        manager
            .create_index(
                index(
                    "hub_roles_one_live",
                    "hub_roles",
                    ["person_id", "hub_id", "role"],
                )
                .unique()
                .cond_where(Expr::col("ended_at").is_null())
                .take(),
            )
            .await?;
        manager
            .create_index(index("hub_roles_of_hub", "hub_roles", ["hub_id"]))
            .await?;
        manager
            .create_table(table(
                "memberships",
                vec![
                    id(),
                    uuid("hub_id"),
                    uuid("organisation_id"),
                    text("category"),
                    uuid_null("college_id"),
                    text("state"),
                    text_null("reason"),
                    integer_null("charter_accepted"),
                    instant_null("charter_accepted_at"),
                    boolean("trusted"),
                    instant("opened_at"),
                    date_null("since"),
                    date_null("until"),
                    version(),
                ],
                [("hub_id", "hubs"), ("organisation_id", "organisations")],
            ))
            .await?;
        manager
            .create_index(
                index(
                    "memberships_one_live",
                    "memberships",
                    ["organisation_id", "hub_id"],
                )
                .unique()
                .cond_where(Expr::col("state").is_in(["APPLIED", "INVITED", "ACTIVE", "SUSPENDED"]))
                .take(),
            )
            .await?;
        manager
            .create_index(index(
                "memberships_of_hub",
                "memberships",
                ["hub_id", "state", "id"],
            ))
            .await
    }
}
