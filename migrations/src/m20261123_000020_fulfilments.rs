//! What was delivered of the commitments of partnerships, and what creditors have given up.
//!
//! A booking or a reservation counts once, unless what it counted for was taken back.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// A creditor gives up what is due on a day once; of what is due on no day, likewise.
const WAIVED_ONCE: &str = "\
CREATE UNIQUE INDEX commitment_waivers_once ON commitment_waivers
  (partnership_id, commitment_id, organisation_id, COALESCE(due_on, '0001-01-01'))";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        fulfilments(manager).await?;
        waivers(manager).await?;
        // What the commitments ask of a party: the first day on which it has to deliver, and whether the other
        // side waits for its answer. And whether it has left, so that it reads what it has signed alone.
        let (mut answer, mut gone) = (boolean("to_answer"), boolean("gone"));
        for column in [
            date_null("deliver_by"),
            answer.default(false).take(),
            gone.default(false).take(),
        ] {
            let mut alter = Table::alter();
            let alter = alter.table("partnership_readers").add_column(column);
            manager.alter_table(alter.take()).await?;
        }
        Ok(())
    }
}

async fn fulfilments(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(table(
            "fulfilments",
            vec![
                id(),
                uuid("partnership_id"),
                uuid("commitment_id"),
                date_null("due_on"),
                uuid("organisation_id"),
                json("sides"),
                text("side"),
                date_null("done_on"),
                json_null("amount"),
                uuid_null("booking_id"),
                uuid_null("reservation_id"),
                text_null("note"),
                json("proofs"),
                text("state"),
                uuid_null("answered_by_id"),
                json_null("contest"),
                json_null("settlement"),
                instant("created_at"),
                instant("updated_at"),
                version(),
            ],
            [
                ("partnership_id", "partnerships"),
                ("organisation_id", "organisations"),
                ("booking_id", "bookings"),
                ("reservation_id", "reservations"),
                ("answered_by_id", "organisations"),
            ],
        ))
        .await?;
    manager
        .create_index(index(
            "fulfilments_of_partnership",
            "fulfilments",
            ["partnership_id", "id"],
        ))
        .await?;
    for (name, column) in [
        ("fulfilments_booking_once", "booking_id"),
        ("fulfilments_reservation_once", "reservation_id"),
    ] {
        let mut once = index(name, "fulfilments", [column]);
        let counts = Expr::cust("state <> 'WITHDRAWN'");
        let linked = Expr::col(column).is_not_null();
        manager
            .create_index(once.unique().and_where(linked).and_where(counts).take())
            .await?;
    }
    Ok(())
}

async fn waivers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(table(
            "commitment_waivers",
            vec![
                id(),
                uuid("partnership_id"),
                uuid("commitment_id"),
                date_null("due_on"),
                uuid("organisation_id"),
                uuid_null("person_id"),
                text("reason"),
                instant("at"),
            ],
            [
                ("partnership_id", "partnerships"),
                ("organisation_id", "organisations"),
                ("person_id", "persons"),
            ],
        ))
        .await?;
    let connection = manager.get_connection();
    connection.execute_unprepared(WAIVED_ONCE).await?;
    Ok(())
}
