//! Indexes for the lists that went without, and a SIREN that is one organisation's from its first
//! publication on: whoever drafts one only types it, and keeps nobody from it.

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
        for (name, table, columns) in [
            (
                "participations_of_project",
                "participations",
                ["project_id", "id"],
            ),
            (
                "memberships_of_organisation",
                "memberships",
                ["organisation_id", "state"],
            ),
            ("projects_by_change", "projects", ["updated_at", "id"]),
            ("projects_by_title", "projects", ["sort_title", "id"]),
        ] {
            manager.create_index(index(name, table, columns)).await?;
        }
        manager
            .drop_index(
                Index::drop()
                    .name("organisations_siren")
                    .table("organisations")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                index("organisations_siren", "organisations", ["siren"])
                    .unique()
                    .cond_where(
                        Cond::all()
                            .add(Expr::col("siren").is_not_null())
                            .add(Expr::col("published_at").is_not_null()),
                    )
                    .take(),
            )
            .await
    }
}
