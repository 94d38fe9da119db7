+ CREATE INDEX "events_of_hub" ON "events" ("hub_id", "position")
+ CREATE INDEX "events_of_organisation" ON "events" ("organisation_id", "position")
+ CREATE INDEX "events_of_project" ON "events" ("project_id", "position")
+ CREATE INDEX "jobs_due" ON "jobs" ("run_at")
+ CREATE TABLE "event_head" ( "id" integer NOT NULL PRIMARY KEY, "position" integer NOT NULL )
+ CREATE TABLE "events" ( "position" integer NOT NULL PRIMARY KEY, "id" uuid_text NOT NULL, "at" timestamp_with_timezone_text NOT NULL, "kind" text NOT NULL, "subject_kind" text NOT NULL, "subject_id" uuid_text NOT NULL, "hub_id" uuid_text, "organisation_id" uuid_text, "project_id" uuid_text, "person_id" uuid_text, "acting_for_id" uuid_text, "audience" text NOT NULL, "facts" jsonb_text NOT NULL )
+ CREATE TABLE "jobs" ( "id" uuid_text NOT NULL PRIMARY KEY, "payload" jsonb_text NOT NULL, "run_at" timestamp_with_timezone_text NOT NULL, "attempts" integer NOT NULL, "last_error" text, "abandoned_at" timestamp_with_timezone_text )
+ CREATE UNIQUE INDEX "events_id" ON "events" ("id")
+ ROWS OF event_head: 1
