//! Answers of mutations, kept under the key that the client sent.

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
                "idempotency_keys",
                vec![
                    // A MAC over the caller and the key, so that neither is stored.
                    ColumnDef::new("id").blob().not_null().primary_key().take(),
                    bytes("content"),
                    bytes("answer"),
                    instant("kept_until"),
                ],
                [],
            ))
            .await?;
        manager
            .create_index(index(
                "idempotency_keys_by_end",
                "idempotency_keys",
                ["kept_until"],
            ))
            .await
    }
}
