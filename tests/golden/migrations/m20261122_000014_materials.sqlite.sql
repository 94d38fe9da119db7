+ CREATE INDEX "lots_of_resource" ON "lots" ("resource_id", "id")
+ CREATE INDEX "reservations_of_borrower" ON "reservations" ("borrower_organisation_id", "id")
+ CREATE INDEX "reservations_of_hub" ON "reservations" ("hub_id", "id")
+ CREATE INDEX "reservations_of_lot" ON "reservations" ("lot_id", "id")
+ CREATE INDEX "reservations_of_owner" ON "reservations" ("owner_organisation_id", "id")
+ CREATE INDEX lots_made_of ON lots (parent_id) WHERE parent_id IS NOT NULL
+ CREATE INDEX reservations_held ON reservations (lot_id, held_until) WHERE state = 'HELD'
+ CREATE INDEX stock_moves_reused ON stock_moves (reused_hub_id, reused_at) WHERE reused_hub_id IS NOT NULL
+ CREATE TABLE "lots" ( "id" uuid_text NOT NULL PRIMARY KEY, "resource_id" uuid_text NOT NULL, "hub_id" uuid_text NOT NULL, "owner_organisation_id" uuid_text NOT NULL, "parent_id" uuid_text, "label" text NOT NULL, "condition" text NOT NULL, "status" text NOT NULL, "dimensions" text, "origin_site" text, "origin_on" date_text, "available_until" timestamp_with_timezone_text, "grams_of_one" integer, "hold_minutes" integer NOT NULL, "unit" text NOT NULL, "on_hand" integer NOT NULL, "held" integer NOT NULL, "move_count" integer NOT NULL, "created_at" timestamp_with_timezone_text NOT NULL, "updated_at" timestamp_with_timezone_text NOT NULL, "version" integer NOT NULL, FOREIGN KEY ("resource_id") REFERENCES "resources" ("id"), FOREIGN KEY ("hub_id") REFERENCES "hubs" ("id"), FOREIGN KEY ("owner_organisation_id") REFERENCES "organisations" ("id"), FOREIGN KEY ("parent_id") REFERENCES "lots" ("id"), CONSTRAINT "lots_never_below_nothing" CHECK (held >= 0 AND held <= on_hand) )
+ CREATE TABLE "reservations" ( "id" uuid_text NOT NULL PRIMARY KEY, "lot_id" uuid_text NOT NULL, "resource_id" uuid_text NOT NULL, "hub_id" uuid_text NOT NULL, "owner_organisation_id" uuid_text NOT NULL, "borrower_organisation_id" uuid_text NOT NULL, "project_id" uuid_text, "purpose" text, "amount" integer NOT NULL, "unit" text NOT NULL, "held_until" timestamp_with_timezone_text NOT NULL, "price_of_one_cents" integer NOT NULL, "deposit_of_one_cents" integer NOT NULL, "state" text NOT NULL, "reason" text, "cancelled_by_id" uuid_text, "collected_at" timestamp_with_timezone_text, "taken" integer NOT NULL, "grams" integer, "brought_back" integer NOT NULL, "passed_on" integer NOT NULL, "created_at" timestamp_with_timezone_text NOT NULL, "updated_at" timestamp_with_timezone_text NOT NULL, "version" integer NOT NULL, FOREIGN KEY ("lot_id") REFERENCES "lots" ("id"), FOREIGN KEY ("resource_id") REFERENCES "resources" ("id"), FOREIGN KEY ("hub_id") REFERENCES "hubs" ("id"), FOREIGN KEY ("owner_organisation_id") REFERENCES "organisations" ("id"), FOREIGN KEY ("borrower_organisation_id") REFERENCES "organisations" ("id"), FOREIGN KEY ("project_id") REFERENCES "projects" ("id"), CONSTRAINT "reservations_no_more_than_taken" CHECK (amount > 0 AND brought_back BETWEEN 0 AND taken AND passed_on BETWEEN 0 AND taken) )
+ CREATE TABLE "stock_moves" ( "lot_id" uuid_text NOT NULL, "number" integer NOT NULL, "kind" text NOT NULL, "on_hand_change" integer NOT NULL, "held_change" integer NOT NULL, "on_hand" integer NOT NULL, "held" integer NOT NULL, "reason" text, "reservation_id" uuid_text, "other_lot_id" uuid_text, "project_id" uuid_text, "reused_hub_id" uuid_text, "reused_at" timestamp_with_timezone_text, "reused_grams" integer, "reused_collections" integer, "reused_unweighed" integer, "at" timestamp_with_timezone_text NOT NULL, "person_id" uuid_text, "acting_for_id" uuid_text, PRIMARY KEY ("lot_id", "number"), FOREIGN KEY ("lot_id") REFERENCES "lots" ("id"), FOREIGN KEY ("reservation_id") REFERENCES "reservations" ("id"), FOREIGN KEY ("project_id") REFERENCES "projects" ("id") )
+ CREATE TRIGGER lots_are_their_moves AFTER UPDATE OF on_hand, held, move_count ON lots
BEGIN
  SELECT RAISE(ABORT, 'lots: not the sum of its moves') WHERE NOT EXISTS (
    SELECT 1 FROM stock_moves last
     WHERE last.lot_id = NEW.id AND last.number = NEW.move_count
       AND last.on_hand = NEW.on_hand AND last.held = NEW.held
  );
END
+ CREATE TRIGGER lots_begin_empty BEFORE INSERT ON lots
WHEN NEW.on_hand <> 0 OR NEW.held <> 0 OR NEW.move_count <> 0
BEGIN
  SELECT RAISE(ABORT, 'lots: begins without moves');
END
+ CREATE TRIGGER stock_moves_add_up AFTER INSERT ON stock_moves
BEGIN
  SELECT RAISE(ABORT, 'stock_moves: does not add up') WHERE NOT EXISTS (
    SELECT 1 FROM lots
     WHERE id = NEW.lot_id AND move_count = NEW.number - 1
       AND on_hand + NEW.on_hand_change = NEW.on_hand AND held + NEW.held_change = NEW.held
  );
  UPDATE lots SET on_hand = NEW.on_hand, held = NEW.held, move_count = NEW.number WHERE id = NEW.lot_id;
END
+ CREATE TRIGGER stock_moves_remain BEFORE DELETE ON stock_moves
BEGIN
  SELECT RAISE(ABORT, 'stock_moves: a move is never changed');
END
+ CREATE TRIGGER stock_moves_stay BEFORE UPDATE ON stock_moves
BEGIN
  SELECT RAISE(ABORT, 'stock_moves: a move is never changed');
END
