//! Wrong tries at signing in, by a digest of where they came from.

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
                "sign_in_tries",
                vec![
                    ColumnDef::new("digest")
                        .text()
                        .not_null()
                        .primary_key()
                        .take(),
                    integer("wrong"),
                    instant("last_at"),
                    instant("forgotten_at"),
                ],
                [],
            ))
            .await?;
        manager
            .create_index(index(
                "sign_in_tries_forgotten",
                "sign_in_tries",
                ["forgotten_at"],
            ))
            .await
    }
}
