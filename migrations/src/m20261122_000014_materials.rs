//! Lots of material, the moves of their stock, and what is held of them for whom.
//!
//! The database keeps the figures of a lot itself: each move says what it adds and what is there after
//! it, is written after the one before it, and is never changed. So the stock is the sum of its
//! moves, whoever writes them; a check says that it is never below nothing, nor more held than there is.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// A move that does not follow the one before it finds no row: its lot has gone on meanwhile.
const ON_POSTGRES: &str = "\
CREATE FUNCTION stock_moves_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE lots SET on_hand = NEW.on_hand, held = NEW.held, move_count = NEW.number
   WHERE id = NEW.lot_id AND move_count = NEW.number - 1
     AND on_hand + NEW.on_hand_change = NEW.on_hand AND held + NEW.held_change = NEW.held;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'stock_moves: does not add up' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER stock_moves_add_up AFTER INSERT ON stock_moves
  FOR EACH ROW EXECUTE FUNCTION stock_moves_add_up();
CREATE FUNCTION stock_moves_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'stock_moves: a move is never changed' USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER stock_moves_stay BEFORE UPDATE OR DELETE ON stock_moves
  FOR EACH ROW EXECUTE FUNCTION stock_moves_stay();
CREATE FUNCTION lots_are_their_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM stock_moves last
     WHERE last.lot_id = NEW.id AND last.number = NEW.move_count
       AND last.on_hand = NEW.on_hand AND last.held = NEW.held
  ) THEN
    RAISE EXCEPTION 'lots: not the sum of its moves' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER lots_are_their_moves AFTER UPDATE OF on_hand, held, move_count ON lots
  FOR EACH ROW EXECUTE FUNCTION lots_are_their_moves();
CREATE FUNCTION lots_begin_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'lots: begins without moves' USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER lots_begin_empty BEFORE INSERT ON lots
  FOR EACH ROW WHEN (NEW.on_hand <> 0 OR NEW.held <> 0 OR NEW.move_count <> 0)
  EXECUTE FUNCTION lots_begin_empty()";

/// The same, one statement each.
const ON_SQLITE: [&str; 5] = [
    "\
CREATE TRIGGER stock_moves_add_up AFTER INSERT ON stock_moves
BEGIN
  SELECT RAISE(ABORT, 'stock_moves: does not add up') WHERE NOT EXISTS (
    SELECT 1 FROM lots
     WHERE id = NEW.lot_id AND move_count = NEW.number - 1
       AND on_hand + NEW.on_hand_change = NEW.on_hand AND held + NEW.held_change = NEW.held
  );
  UPDATE lots SET on_hand = NEW.on_hand, held = NEW.held, move_count = NEW.number WHERE id = NEW.lot_id;
END",
    "\
CREATE TRIGGER stock_moves_stay BEFORE UPDATE ON stock_moves
BEGIN
  SELECT RAISE(ABORT, 'stock_moves: a move is never changed');
END",
    "\
CREATE TRIGGER stock_moves_remain BEFORE DELETE ON stock_moves
BEGIN
  SELECT RAISE(ABORT, 'stock_moves: a move is never changed');
END",
    "\
CREATE TRIGGER lots_are_their_moves AFTER UPDATE OF on_hand, held, move_count ON lots
BEGIN
  SELECT RAISE(ABORT, 'lots: not the sum of its moves') WHERE NOT EXISTS (
    SELECT 1 FROM stock_moves last
     WHERE last.lot_id = NEW.id AND last.number = NEW.move_count
       AND last.on_hand = NEW.on_hand AND last.held = NEW.held
  );
END",
    "\
CREATE TRIGGER lots_begin_empty BEFORE INSERT ON lots
WHEN NEW.on_hand <> 0 OR NEW.held <> 0 OR NEW.move_count <> 0
BEGIN
  SELECT RAISE(ABORT, 'lots: begins without moves');
END",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        lots(manager).await?;
        reservations(manager).await?;
        moves(manager).await?;
        let connection = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            connection.execute_unprepared(ON_POSTGRES).await?;
            return Ok(());
        }
        for trigger in ON_SQLITE {
            connection.execute_unprepared(trigger).await?;
        }
        Ok(())
    }
}

async fn lots(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut lots = table(
        "lots",
        vec![
            id(),
            uuid("resource_id"),
            uuid("hub_id"),
            uuid("owner_organisation_id"),
            uuid_null("parent_id"),
            text("label"),
            text("condition"),
            text("status"),
            text_null("dimensions"),
            text_null("origin_site"),
            date_null("origin_on"),
            instant_null("available_until"),
            big_null("grams_of_one"),
            integer("hold_minutes"),
            text("unit"),
            big("on_hand"),
            big("held"),
            integer("move_count"),
            instant("created_at"),
            instant("updated_at"),
            version(),
        ],
        [
            ("resource_id", "resources"),
            ("hub_id", "hubs"),
            ("owner_organisation_id", "organisations"),
            ("parent_id", "lots"),
        ],
    );
    let never_below_nothing = Expr::cust("held >= 0 AND held <= on_hand");
    manager
        .create_table(
            lots.check(("lots_never_below_nothing", never_below_nothing))
                .take(),
        )
        .await?;
    manager
        .create_index(index("lots_of_resource", "lots", ["resource_id", "id"]))
        .await?;
    let made_of = "CREATE INDEX lots_made_of ON lots (parent_id) WHERE parent_id IS NOT NULL";
    manager.get_connection().execute_unprepared(made_of).await?;
    Ok(())
}

async fn reservations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut reservations = table(
        "reservations",
        vec![
            id(),
            uuid("lot_id"),
            uuid("resource_id"),
            uuid("hub_id"),
            uuid("owner_organisation_id"),
            uuid("borrower_organisation_id"),
            uuid_null("project_id"),
            text_null("purpose"),
            big("amount"),
            text("unit"),
            instant("held_until"),
            big("price_of_one_cents"),
            big("deposit_of_one_cents"),
            text("state"),
            text_null("reason"),
            uuid_null("cancelled_by_id"),
            instant_null("collected_at"),
            big("taken"),
            big_null("grams"),
            big("brought_back"),
            big("passed_on"),
            instant("created_at"),
            instant("updated_at"),
            version(),
        ],
        [
            ("lot_id", "lots"),
            ("resource_id", "resources"),
            ("hub_id", "hubs"),
            ("owner_organisation_id", "organisations"),
            ("borrower_organisation_id", "organisations"),
            ("project_id", "projects"),
        ],
    );
    let no_more_than_taken = Expr::cust(
        "amount > 0 AND brought_back BETWEEN 0 AND taken AND passed_on BETWEEN 0 AND taken",
    );
    manager
        .create_table(
            reservations
                .check(("reservations_no_more_than_taken", no_more_than_taken))
                .take(),
        )
        .await?;
    for (name, side) in [
        ("reservations_of_owner", "owner_organisation_id"),
        ("reservations_of_borrower", "borrower_organisation_id"),
        ("reservations_of_hub", "hub_id"),
        ("reservations_of_lot", "lot_id"),
    ] {
        let newest = index(name, "reservations", [side, "id"]);
        manager.create_index(newest).await?;
    }
    // What may have to be let go of before a lot is given away.
    let held =
        "CREATE INDEX reservations_held ON reservations (lot_id, held_until) WHERE state = 'HELD'";
    manager.get_connection().execute_unprepared(held).await?;
    Ok(())
}

async fn moves(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut moves = table(
        "stock_moves",
        vec![
            uuid("lot_id"),
            integer("number"),
            text("kind"),
            big("on_hand_change"),
            big("held_change"),
            big("on_hand"),
            big("held"),
            text_null("reason"),
            uuid_null("reservation_id"),
            uuid_null("other_lot_id"),
            uuid_null("project_id"),
            uuid_null("reused_hub_id"),
            instant_null("reused_at"),
            big_null("reused_grams"),
            integer_null("reused_collections"),
            integer_null("reused_unweighed"),
            instant("at"),
            uuid_null("person_id"),
            uuid_null("acting_for_id"),
        ],
        [
            ("lot_id", "lots"),
            ("reservation_id", "reservations"),
            ("project_id", "projects"),
        ],
    );
    let mut key = Index::create().col("lot_id").col("number").take();
    manager
        .create_table(moves.primary_key(&mut key).take())
        .await?;
    let reused = "CREATE INDEX stock_moves_reused ON stock_moves (reused_hub_id, reused_at) WHERE reused_hub_id IS NOT NULL";
    manager.get_connection().execute_unprepared(reused).await?;
    Ok(())
}

/// Thousandths of a unit, grams or cents.
fn big(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

fn big_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().take()
}
