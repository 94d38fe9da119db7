//! Resources that organisations share, with whom, and the events about them.

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
        let double = |name: &'static str| ColumnDef::new(name).double().take();
        manager
            .create_table(table(
                "resources",
                vec![
                    id(),
                    uuid("hub_id"),
                    uuid("owner_organisation_id"),
                    text("kind"),
                    text("title"),
                    sort_text("sort_title", backend),
                    text("search"),
                    text("summary"),
                    text("description"),
                    text_null("commune"),
                    text_null("address"),
                    double("latitude"),
                    double("longitude"),
                    text_null("precision"),
                    json("terms"),
                    text("terms_kind"),
                    text_null("price_per"),
                    ColumnDef::new("price_cents").big_integer().take(),
                    text("visibility"),
                    json_null("conditions"),
                    text("state"),
                    json_null("statement"),
                    json_null("revision"),
                    instant("created_at"),
                    instant("updated_at"),
                    instant_null("published_at"),
                    version(),
                ],
                [
                    ("hub_id", "hubs"),
                    ("owner_organisation_id", "organisations"),
                ],
            ))
            .await?;
        manager
            .create_index(index("resources_of_hub", "resources", ["hub_id", "id"]))
            .await?;
        manager
            .create_index(index(
                "resources_of_owner",
                "resources",
                ["owner_organisation_id", "id"],
            ))
            .await?;
        manager
            .create_index(index("resources_in_commune", "resources", ["commune"]))
            .await?;
        // What everybody may read, in the order lists are read in, and on the map.
        for public in [
            "CREATE INDEX resources_public ON resources (id) WHERE state = 'PUBLISHED' AND visibility = 'PUBLIC'",
            "CREATE INDEX resources_on_the_map ON resources (latitude, longitude) WHERE precision = 'EXACT'",
        ] {
            manager.get_connection().execute_unprepared(public).await?;
        }
        for (name, other, target) in [
            ("resource_hubs", "hub_id", "hubs"),
            ("resource_parties", "organisation_id", "organisations"),
        ] {
            let mut shared = table(
                name,
                vec![uuid("resource_id"), uuid(other)],
                [("resource_id", "resources"), (other, target)],
            );
            let key = Index::create().col("resource_id").col(other).take();
            manager
                .create_table(shared.primary_key(&mut key.clone()).take())
                .await?;
        }
        manager
            .create_index(index(
                "resource_hubs_by_hub",
                "resource_hubs",
                ["hub_id", "resource_id"],
            ))
            .await?;
        manager
            .create_index(index(
                "resource_parties_by_organisation",
                "resource_parties",
                ["organisation_id", "resource_id"],
            ))
            .await?;
        manager
            .alter_table(
                Table::alter()
                    .table("events")
                    .add_column(uuid_null("resource_id"))
                    .take(),
            )
            .await?;
        manager
            .create_index(index(
                "events_of_resource",
                "events",
                ["resource_id", "position"],
            ))
            .await
    }
}
