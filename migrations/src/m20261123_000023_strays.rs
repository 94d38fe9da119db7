//! Files that nothing names are noticed a while before they are removed.

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
        let columns = vec![id(), instant("noticed_at"), instant("seen_at")];
        manager
            .create_table(table("stray_files", columns, []))
            .await
    }
}
