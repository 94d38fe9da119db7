//! With which shared resource a need was met.

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
        // Checked at the end of a transaction: needs are the older table, and whoever fills the tables
        // in their order comes to resources later.
        let mut met_with = uuid_null("met_with_id");
        met_with.extra("REFERENCES resources (id) DEFERRABLE INITIALLY DEFERRED");
        let needs = Table::alter().table("needs").add_column(met_with).take();
        manager.alter_table(needs).await
    }
}
