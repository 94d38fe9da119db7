+ CREATE TABLE "calendar_feeds" ( "id" uuid_text NOT NULL PRIMARY KEY, "person_id" uuid_text NOT NULL, "organisation_id" uuid_text, "resource_id" uuid_text, "created_at" timestamp_with_timezone_text NOT NULL, FOREIGN KEY ("person_id") REFERENCES "persons" ("id"), FOREIGN KEY ("organisation_id") REFERENCES "organisations" ("id"), FOREIGN KEY ("resource_id") REFERENCES "resources" ("id") )
+ CREATE UNIQUE INDEX "calendar_feeds_of_organisation" ON "calendar_feeds" ("person_id", "organisation_id")
+ CREATE UNIQUE INDEX "calendar_feeds_of_resource" ON "calendar_feeds" ("person_id", "resource_id")
