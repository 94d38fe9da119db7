//! People, their sessions and the single-use links sent to them.

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
                "persons",
                vec![
                    id(),
                    text("email"),
                    text("email_key"),
                    text("name"),
                    text("language"),
                    text("password_hash"),
                    instant_null("confirmed_at"),
                    instant_null("locked_at"),
                    instant("created_at"),
                    version(),
                ],
                [],
            ))
            .await?;
        manager
            .create_index(
                index("persons_email_key", "persons", ["email_key"])
                    .unique()
                    .take(),
            )
            .await?;
        manager
            .create_table(table(
                "sessions",
                vec![
                    id(),
                    uuid("person_id"),
                    ColumnDef::new("refresh_hash").binary().not_null().take(),
                    ColumnDef::new("previous_hash").binary().take(),
                    instant("rotated_at"),
                    instant("created_at"),
                    instant("expires_at"),
                    instant_null("ended_at"),
                    text_null("device"),
                    version(),
                ],
                [("person_id", "persons")],
            ))
            .await?;
        manager
            .create_index(index("sessions_of_person", "sessions", ["person_id"]))
            .await?;
        manager
            .create_table(table(
                "one_time_tokens",
                vec![
                    id(),
                    uuid("person_id"),
                    text("purpose"),
                    instant("expires_at"),
                    instant_null("used_at"),
                ],
                [("person_id", "persons")],
            ))
            .await?;
        manager
            .create_index(index(
                "one_time_tokens_of_person",
                "one_time_tokens",
                ["person_id"],
            ))
            .await
    }
}
