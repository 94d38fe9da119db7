//! Reviews of content and their decisions.

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
                "reviews",
                vec![
                    id(),
                    uuid("hub_id"),
                    text("subject_kind"),
                    uuid("subject_id"),
                    text("kind"),
                    uuid("organisation_id"),
                    uuid_null("submitted_by_id"),
                    instant("submitted_at"),
                    uuid_null("claimed_by_id"),
                    instant_null("claimed_until"),
                    text_null("outcome"),
                    instant_null("decided_at"),
                    uuid_null("decided_by_id"),
                    json_null("statement"),
                    uuid_null("appeal_of_id"),
                    uuid_null("contested_decider_id"),
                    text_null("plea"),
                    version(),
                ],
                [
                    ("hub_id", "hubs"),
                    ("organisation_id", "organisations"),
                    ("appeal_of_id", "reviews"),
                ],
            ))
            .await?;
        manager
            .create_index(
                index("reviews_one_open", "reviews", ["subject_id"])
                    .unique()
                    .cond_where(Expr::col("decided_at").is_null())
                    .take(),
            )
            .await?;
        manager
            .create_index(
                index("reviews_one_appeal", "reviews", ["appeal_of_id"])
                    .unique()
                    .cond_where(Expr::col("appeal_of_id").is_not_null())
                    .take(),
            )
            .await?;
        manager
            .create_index(index("reviews_of_subject", "reviews", ["subject_id", "id"]))
            .await?;
        manager
            .create_index(index(
                "reviews_of_hub",
                "reviews",
                ["hub_id", "decided_at", "id"],
            ))
            .await
    }
}
