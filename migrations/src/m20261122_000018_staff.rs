//! Staff time: the loans by which employees work for others, and the hours worked for a booking.

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
                "staff_loans",
                vec![
                    id(),
                    uuid("resource_id"),
                    uuid("lender_id"),
                    uuid("borrower_id"),
                    text("convention"),
                    date("signed_on"),
                    date("agreed_on"),
                    date("valid_from"),
                    date("valid_until"),
                    text("state"),
                    text_null("reason"),
                    instant_null("confirmed_at"),
                    date_null("ended_on"),
                    instant("created_at"),
                    instant("updated_at"),
                    version(),
                ],
                [
                    ("resource_id", "resources"),
                    ("lender_id", "organisations"),
                    ("borrower_id", "organisations"),
                ],
            ))
            .await?;
        for (name, columns) in [
            ("staff_loans_of_lender", ["lender_id", "id"]),
            ("staff_loans_of_borrower", ["borrower_id", "id"]),
            ("staff_loans_of_resource", ["resource_id", "borrower_id"]),
        ] {
            manager
                .create_index(index(name, "staff_loans", columns))
                .await?;
        }
        // Wages and charges are there where somebody else's employee was booked.
        for column in [
            big_null("wages_cents"),
            big_null("social_charges_cents"),
            uuid_null("staff_loan_id"),
            integer_null("worked_minutes"),
            instant_null("hours_declared_at"),
            text_null("hours_note"),
            text_null("hours_contested"),
            text_null("refunds"),
            big_null("expenses_cents"),
        ] {
            let mut alter = Table::alter();
            manager
                .alter_table(alter.table("bookings").add_column(column).take())
                .await?;
        }
        Ok(())
    }
}

fn date(name: &'static str) -> ColumnDef {
    date_null(name).not_null().take()
}

fn big_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().take()
}
