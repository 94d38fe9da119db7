//! What organisations owe one another: hours beside money, a charge for each booking that is over, and
//! the statements that charges add up to.

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
        for (table, column) in [
            ("hubs", boolean("keeps_hours").default(false).take()),
            ("bookings", big("owed_minutes").default(0).take()),
            ("booking_lines", big("credit_minutes").default(0).take()),
        ] {
            let mut alter = Table::alter();
            manager
                .alter_table(alter.table(table).add_column(column).take())
                .await?;
        }
        statements(manager).await?;
        manager
            .create_table(table(
                "charges",
                vec![
                    uuid("booking_id").primary_key().take(),
                    uuid("statement_id"),
                    instant("at"),
                    text("reason"),
                    big("cents"),
                    big("minutes"),
                ],
                [("booking_id", "bookings"), ("statement_id", "statements")],
            ))
            .await?;
        manager
            .create_index(index(
                "charges_of_statement",
                "charges",
                ["statement_id", "at", "booking_id"],
            ))
            .await
    }
}

async fn statements(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(table(
            "statements",
            vec![
                id(),
                uuid("hub_id"),
                integer("month"),
                uuid("debtor_id"),
                uuid("creditor_id"),
                big("cents"),
                big("minutes"),
                integer("charges"),
            ],
            [
                ("hub_id", "hubs"),
                ("debtor_id", "organisations"),
                ("creditor_id", "organisations"),
            ],
        ))
        .await?;
    let one_each = ["hub_id", "month", "debtor_id", "creditor_id"];
    let mut one_each = index("statements_one_each", "statements", one_each);
    manager.create_index(one_each.unique().take()).await?;
    for (name, side) in [
        ("statements_of_debtor", "debtor_id"),
        ("statements_of_creditor", "creditor_id"),
        ("statements_of_hub", "hub_id"),
    ] {
        let by_month = index(name, "statements", [side, "month", "id"]);
        manager.create_index(by_month).await?;
    }
    Ok(())
}

fn big(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}
