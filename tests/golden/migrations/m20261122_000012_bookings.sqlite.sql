- CREATE TABLE "resources" ( "id" uuid_text NOT NULL PRIMARY KEY, "hub_id" uuid_text NOT NULL, "owner_organisation_id" uuid_text NOT NULL, "kind" text NOT NULL, "title" text NOT NULL, "sort_title" text NOT NULL, "search" text NOT NULL, "summary" text NOT NULL, "description" text NOT NULL, "commune" text, "address" text, "latitude" double, "longitude" double, "precision" text, "terms" jsonb_text NOT NULL, "terms_kind" text NOT NULL, "price_per" text, "price_cents" integer, "visibility" text NOT NULL, "conditions" jsonb_text, "state" text NOT NULL, "statement" jsonb_text, "revision" jsonb_text, "created_at" timestamp_with_timezone_text NOT NULL, "updated_at" timestamp_with_timezone_text NOT NULL, "published_at" timestamp_with_timezone_text, "version" integer NOT NULL, FOREIGN KEY ("hub_id") REFERENCES "hubs" ("id"), FOREIGN KEY ("owner_organisation_id") REFERENCES "organisations" ("id") )
+ CREATE INDEX "booking_lines_of_resource" ON "booking_lines" ("resource_id", "starts_at", "booking_id")
+ CREATE INDEX "bookings_of_borrower" ON "bookings" ("borrower_organisation_id", "starts_at", "id")
+ CREATE INDEX "bookings_of_hub" ON "bookings" ("hub_id", "starts_at", "id")
+ CREATE INDEX "bookings_of_owner" ON "bookings" ("owner_organisation_id", "starts_at", "id")
+ CREATE INDEX booking_lines_held ON booking_lines (resource_id, taken_until, starts_at) WHERE holds
+ CREATE INDEX bookings_of_series ON bookings (series_id, starts_at) WHERE series_id IS NOT NULL
+ CREATE TABLE "booking_lines" ( "booking_id" uuid_text NOT NULL, "resource_id" uuid_text NOT NULL, "position" integer NOT NULL, "units" integer NOT NULL, "starts_at" timestamp_with_timezone_text NOT NULL, "taken_until" timestamp_with_timezone_text NOT NULL, "holds" boolean NOT NULL, "price_cents" integer NOT NULL, "buffer_minutes" integer NOT NULL, "free_until_minutes" integer NOT NULL, "late_share" integer NOT NULL, PRIMARY KEY ("booking_id", "resource_id"), FOREIGN KEY ("booking_id") REFERENCES "bookings" ("id"), FOREIGN KEY ("resource_id") REFERENCES "resources" ("id") )
+ CREATE TABLE "bookings" ( "id" uuid_text NOT NULL PRIMARY KEY, "hub_id" uuid_text NOT NULL, "owner_organisation_id" uuid_text NOT NULL, "borrower_organisation_id" uuid_text NOT NULL, "project_id" uuid_text, "series_id" uuid_text, "starts_at" timestamp_with_timezone_text NOT NULL, "ends_at" timestamp_with_timezone_text NOT NULL, "purpose" text, "state" text NOT NULL, "reason" text, "cancelled_by_id" uuid_text, "owed_cents" integer NOT NULL, "handed_over_at" timestamp_with_timezone_text, "returned_at" timestamp_with_timezone_text, "condition_before" text, "condition_after" text, "late" boolean NOT NULL, "created_at" timestamp_with_timezone_text NOT NULL, "updated_at" timestamp_with_timezone_text NOT NULL, "version" integer NOT NULL, FOREIGN KEY ("hub_id") REFERENCES "hubs" ("id"), FOREIGN KEY ("owner_organisation_id") REFERENCES "organisations" ("id"), FOREIGN KEY ("borrower_organisation_id") REFERENCES "organisations" ("id"), FOREIGN KEY ("project_id") REFERENCES "projects" ("id") )
+ CREATE TABLE "resources" ( "id" uuid_text NOT NULL PRIMARY KEY, "hub_id" uuid_text NOT NULL, "owner_organisation_id" uuid_text NOT NULL, "kind" text NOT NULL, "title" text NOT NULL, "sort_title" text NOT NULL, "search" text NOT NULL, "summary" text NOT NULL, "description" text NOT NULL, "commune" text, "address" text, "latitude" double, "longitude" double, "precision" text, "terms" jsonb_text NOT NULL, "terms_kind" text NOT NULL, "price_per" text, "price_cents" integer, "visibility" text NOT NULL, "conditions" jsonb_text, "state" text NOT NULL, "statement" jsonb_text, "revision" jsonb_text, "created_at" timestamp_with_timezone_text NOT NULL, "updated_at" timestamp_with_timezone_text NOT NULL, "published_at" timestamp_with_timezone_text, "version" integer NOT NULL, "capacity" integer, FOREIGN KEY ("hub_id") REFERENCES "hubs" ("id"), FOREIGN KEY ("owner_organisation_id") REFERENCES "organisations" ("id") )
+ CREATE TRIGGER booking_lines_fit_insert AFTER INSERT ON booking_lines FOR EACH ROW WHEN NEW.holds
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
END
+ CREATE TRIGGER booking_lines_fit_update AFTER UPDATE OF resource_id, units, starts_at, taken_until, holds ON booking_lines FOR EACH ROW WHEN NEW.holds
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
END
