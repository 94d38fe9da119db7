//! Bookings, what they take of which resource, and the second wall against taking more than there
//! is: whatever writes a line, the database itself adds up what is held at each instant of it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The resource is locked, so that of two lines written at once one sees the other.
const ON_POSTGRES: &str = "\
CREATE FUNCTION booking_lines_fit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  most integer;
BEGIN
  SELECT capacity INTO most FROM resources WHERE id = NEW.resource_id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT 1 FROM booking_lines moment
     WHERE moment.resource_id = NEW.resource_id AND moment.holds
       AND moment.starts_at >= NEW.starts_at AND moment.starts_at < NEW.taken_until
       AND (SELECT sum(held.units) FROM booking_lines held
             WHERE held.resource_id = NEW.resource_id AND held.holds
               AND held.starts_at <= moment.starts_at
               AND held.taken_until > moment.starts_at) > coalesce(most, 0)
  ) THEN
    RAISE EXCEPTION 'booking_lines: over capacity' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER booking_lines_fit_insert AFTER INSERT ON booking_lines
  FOR EACH ROW WHEN (NEW.holds) EXECUTE FUNCTION booking_lines_fit();
CREATE TRIGGER booking_lines_fit_update
  AFTER UPDATE OF resource_id, units, starts_at, taken_until, holds ON booking_lines
  FOR EACH ROW WHEN (NEW.holds) EXECUTE FUNCTION booking_lines_fit();
UPDATE resources SET capacity = (conditions #>> '{rules,units}')::integer WHERE conditions IS NOT NULL";

/// The condition of both triggers, after the name and the occasion of each.
const ON_SQLITE: &str = "\
FOR EACH ROW WHEN NEW.holds
BEGIN
  SELECT RAISE(ABORT, 'booking_lines: over capacity') WHERE EXISTS (
    SELECT 1 FROM booking_lines moment
     WHERE moment.resource_id = NEW.resource_id AND moment.holds
       AND moment.starts_at >= NEW.starts_at AND moment.starts_at < NEW.taken_until
       AND (SELECT sum(held.units) FROM booking_lines held
             WHERE held.resource_id = NEW.resource_id AND held.holds
               AND held.starts_at <= moment.starts_at
               AND held.taken_until > moment.starts_at)
           > coalesce((SELECT capacity FROM resources WHERE id = NEW.resource_id), 0)
  );
END";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("resources")
                    .add_column(integer_null("capacity"))
                    .take(),
            )
            .await?;
        bookings(manager).await?;
        lines(manager).await?;
        let connection = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            connection.execute_unprepared(ON_POSTGRES).await?;
            return Ok(());
        }
        for occasion in [
            "booking_lines_fit_insert AFTER INSERT ON booking_lines",
            "booking_lines_fit_update AFTER UPDATE OF resource_id, units, starts_at, taken_until, holds ON booking_lines",
        ] {
            let trigger = format!("CREATE TRIGGER {occasion} {ON_SQLITE}");
            connection.execute_unprepared(&trigger).await?;
        }
        let fill = "UPDATE resources SET capacity = json_extract(conditions, '$.rules.units') WHERE conditions IS NOT NULL";
        connection.execute_unprepared(fill).await?;
        Ok(())
    }
}

async fn bookings(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(table(
            "bookings",
            vec![
                id(),
                uuid("hub_id"),
                uuid("owner_organisation_id"),
                uuid("borrower_organisation_id"),
                uuid_null("project_id"),
                uuid_null("series_id"),
                instant("starts_at"),
                instant("ends_at"),
                text_null("purpose"),
                text("state"),
                text_null("reason"),
                uuid_null("cancelled_by_id"),
                cents("owed_cents"),
                instant_null("handed_over_at"),
                instant_null("returned_at"),
                text_null("condition_before"),
                text_null("condition_after"),
                boolean("late"),
                instant("created_at"),
                instant("updated_at"),
                version(),
            ],
            [
                ("hub_id", "hubs"),
                ("owner_organisation_id", "organisations"),
                ("borrower_organisation_id", "organisations"),
                ("project_id", "projects"),
            ],
        ))
        .await?;
    for (name, side) in [
        ("bookings_of_owner", "owner_organisation_id"),
        ("bookings_of_borrower", "borrower_organisation_id"),
        ("bookings_of_hub", "hub_id"),
    ] {
        let by_start = index(name, "bookings", [side, "starts_at", "id"]);
        manager.create_index(by_start).await?;
    }
    let series = "CREATE INDEX bookings_of_series ON bookings (series_id, starts_at) WHERE series_id IS NOT NULL";
    manager.get_connection().execute_unprepared(series).await?;
    Ok(())
}

async fn lines(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut lines = table(
        "booking_lines",
        vec![
            uuid("booking_id"),
            uuid("resource_id"),
            integer("position"),
            integer("units"),
            instant("starts_at"),
            instant("taken_until"),
            boolean("holds"),
            cents("price_cents"),
            integer("buffer_minutes"),
            integer("free_until_minutes"),
            integer("late_share"),
        ],
        [("booking_id", "bookings"), ("resource_id", "resources")],
    );
    let mut key = Index::create().col("booking_id").col("resource_id").take();
    manager
        .create_table(lines.primary_key(&mut key).take())
        .await?;
    manager
        .create_index(index(
            "booking_lines_of_resource",
            "booking_lines",
            ["resource_id", "starts_at", "booking_id"],
        ))
        .await?;
    // What is taken of a resource from an instant on: what is over stays out of the way, however
    // much there was.
    let held = "CREATE INDEX booking_lines_held ON booking_lines (resource_id, taken_until, starts_at) WHERE holds";
    manager.get_connection().execute_unprepared(held).await?;
    Ok(())
}

fn cents(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}
