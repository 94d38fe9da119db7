//! Second factors of people, and the hubs that ask their team for one.

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
                "second_factors",
                vec![
                    id(),
                    uuid("person_id"),
                    instant("created_at"),
                    instant_null("confirmed_at"),
                    ColumnDef::new("last_step").big_integer().take(),
                    json("recovery"),
                    version(),
                ],
                [("person_id", "persons")],
            ))
            .await?;
        manager
            .create_index(
                index("second_factors_of_person", "second_factors", ["person_id"])
                    .unique()
                    .take(),
            )
            .await?;
        manager
            .alter_table(
                Table::alter()
                    .table("hubs")
                    .add_column(boolean("requires_second_factor").default(false))
                    .take(),
            )
            .await
    }
}
