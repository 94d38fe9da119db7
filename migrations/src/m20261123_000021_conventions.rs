//! Hours that are worked by a convention signed here name it, as others name the record of one on paper.

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
        let mut alter = Table::alter();
        let column = uuid_null("staff_partnership_id");
        manager
            .alter_table(alter.table("bookings").add_column(column).take())
            .await
    }
}
