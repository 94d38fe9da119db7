//! Projects, what they look for and who takes part.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

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
                "projects",
                vec![
                    id(),
                    uuid("hub_id"),
                    uuid("lead_organisation_id"),
                    text("title"),
                    sort_text("sort_title", backend),
                    text("search"),
                    text("summary"),
                    text("description"),
                    json("themes"),
                    text("visibility"),
                    text_null("commune"),
                    date_null("starts_on"),
                    date_null("ends_on"),
                    json("milestones"),
                    json("budget"),
                    text("stage"),
                    text_null("abandoned_because"),
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
                    ("lead_organisation_id", "organisations"),
                ],
            ))
            .await?;
        manager
            .create_index(index("projects_of_hub", "projects", ["hub_id", "id"]))
            .await?;
        manager
            .create_index(index(
                "projects_of_lead",
                "projects",
                ["lead_organisation_id", "id"],
            ))
            .await?;
        manager
            .create_index(index("projects_in_commune", "projects", ["commune"]))
            .await?;
        // What everybody may read, in the order lists are read in.
        let public = "CREATE INDEX projects_public ON projects (id) WHERE state = 'PUBLISHED' AND visibility = 'PUBLIC'";
        manager.get_connection().execute_unprepared(public).await?;
        if backend == DbBackend::Postgres {
            let themes =
                "CREATE INDEX projects_themes ON projects USING gin (themes jsonb_path_ops)";
            manager.get_connection().execute_unprepared(themes).await?;
        }
        manager
            .create_table(table(
                "needs",
                vec![
                    id(),
                    uuid("project_id"),
                    integer("position"),
                    text("kind"),
                    text("label"),
                    text_null("description"),
                    text_null("quantity_value"),
                    text_null("quantity_unit"),
                    text("state"),
                    uuid_null("met_by_id"),
                    text_null("met_note"),
                ],
                [("project_id", "projects"), ("met_by_id", "organisations")],
            ))
            .await?;
        manager
            .create_index(index(
                "needs_of_project",
                "needs",
                ["project_id", "position"],
            ))
            .await?;
        manager
            .create_index(index(
                "needs_by_kind",
                "needs",
                ["kind", "state", "project_id"],
            ))
            .await?;
        manager
            .create_table(table(
                "participations",
                vec![
                    id(),
                    uuid("project_id"),
                    uuid("organisation_id"),
                    text("state"),
                    text_null("part"),
                    instant("opened_at"),
                    instant_null("joined_at"),
                    instant_null("left_at"),
                    version(),
                ],
                [
                    ("project_id", "projects"),
                    ("organisation_id", "organisations"),
                ],
            ))
            .await?;
        manager
            .create_index(
                index(
                    "participations_one_live",
                    "participations",
                    ["project_id", "organisation_id"],
                )
                .unique()
                .cond_where(Expr::col("state").is_in(["INVITED", "REQUESTED", "ACTIVE"]))
                .take(),
            )
            .await?;
        manager
            .create_index(index(
                "participations_of_organisation",
                "participations",
                ["organisation_id", "id"],
            ))
            .await
    }
}
