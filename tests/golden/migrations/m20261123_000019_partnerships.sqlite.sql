- CREATE TABLE "events" ( "position" integer NOT NULL PRIMARY KEY, "id" uuid_text NOT NULL, "at" timestamp_with_timezone_text NOT NULL, "kind" text NOT NULL, "subject_kind" text NOT NULL, "subject_id" uuid_text NOT NULL, "hub_id" uuid_text, "organisation_id" uuid_text, "project_id" uuid_text, "person_id" uuid_text, "acting_for_id" uuid_text, "audience" text NOT NULL, "facts" jsonb_text NOT NULL , "resource_id" uuid_text)
+ CREATE INDEX "events_of_partnership" ON "events" ("partnership_id", "position")
+ CREATE INDEX "partnership_comments_of_partnership" ON "partnership_comments" ("partnership_id", "id")
+ CREATE INDEX "partnership_readers_of_partnership" ON "partnership_readers" ("partnership_id")
+ CREATE INDEX "partnership_templates_of_hub" ON "partnership_templates" ("hub_id", "id")
+ CREATE INDEX "partnership_versions_of_text" ON "partnership_versions" ("sha256")
+ CREATE INDEX "partnerships_of_hub" ON "partnerships" ("hub_id", "id")
+ CREATE TABLE "events" ( "position" integer NOT NULL PRIMARY KEY, "id" uuid_text NOT NULL, "at" timestamp_with_timezone_text NOT NULL, "kind" text NOT NULL, "subject_kind" text NOT NULL, "subject_id" uuid_text NOT NULL, "hub_id" uuid_text, "organisation_id" uuid_text, "project_id" uuid_text, "person_id" uuid_text, "acting_for_id" uuid_text, "audience" text NOT NULL, "facts" jsonb_text NOT NULL , "resource_id" uuid_text, "partnership_id" uuid_text)
+ CREATE TABLE "partnership_comments" ( "id" uuid_text NOT NULL PRIMARY KEY, "partnership_id" uuid_text NOT NULL, "article" text, "edit" integer NOT NULL, "person_id" uuid_text, "organisation_id" uuid_text, "text" text NOT NULL, "at" timestamp_with_timezone_text NOT NULL, FOREIGN KEY ("partnership_id") REFERENCES "partnerships" ("id"), FOREIGN KEY ("person_id") REFERENCES "persons" ("id"), FOREIGN KEY ("organisation_id") REFERENCES "organisations" ("id") )
+ CREATE TABLE "partnership_edits" ( "partnership_id" uuid_text NOT NULL, "number" integer NOT NULL, "outline" jsonb_text NOT NULL, "articles" jsonb_text NOT NULL, "person_id" uuid_text, "organisation_id" uuid_text, "at" timestamp_with_timezone_text NOT NULL, PRIMARY KEY ("partnership_id", "number"), FOREIGN KEY ("partnership_id") REFERENCES "partnerships" ("id"), FOREIGN KEY ("person_id") REFERENCES "persons" ("id"), FOREIGN KEY ("organisation_id") REFERENCES "organisations" ("id") )
+ CREATE TABLE "partnership_readers" ( "partnership_id" uuid_text NOT NULL, "organisation_id" uuid_text NOT NULL, "insider" boolean NOT NULL, "bound" boolean NOT NULL, "to_sign" boolean NOT NULL, PRIMARY KEY ("organisation_id", "partnership_id"), FOREIGN KEY ("partnership_id") REFERENCES "partnerships" ("id"), FOREIGN KEY ("organisation_id") REFERENCES "organisations" ("id") )
+ CREATE TABLE "partnership_signatures" ( "id" uuid_text NOT NULL PRIMARY KEY, "version_id" uuid_text NOT NULL, "organisation_id" uuid_text NOT NULL, "person_id" uuid_text NOT NULL, "mandate_id" uuid_text NOT NULL, "name" text NOT NULL, "capacity" text NOT NULL, "proof" text NOT NULL, "signed_at" timestamp_with_timezone_text NOT NULL, "seal" text NOT NULL, FOREIGN KEY ("version_id") REFERENCES "partnership_versions" ("id"), FOREIGN KEY ("organisation_id") REFERENCES "organisations" ("id"), FOREIGN KEY ("person_id") REFERENCES "persons" ("id"), FOREIGN KEY ("mandate_id") REFERENCES "mandates" ("id") )
+ CREATE TABLE "partnership_templates" ( "id" uuid_text NOT NULL PRIMARY KEY, "hub_id" uuid_text NOT NULL, "form" text NOT NULL, "aim" text NOT NULL, "language" text NOT NULL, "title" text NOT NULL, "summary" text NOT NULL, "months" integer NOT NULL, "renewal" text NOT NULL, "notice_days" integer NOT NULL, "articles" jsonb_text NOT NULL, "archived_at" timestamp_with_timezone_text, "created_at" timestamp_with_timezone_text NOT NULL, "updated_at" timestamp_with_timezone_text NOT NULL, "version" integer NOT NULL, FOREIGN KEY ("hub_id") REFERENCES "hubs" ("id") )
+ CREATE TABLE "partnership_versions" ( "id" uuid_text NOT NULL PRIMARY KEY, "partnership_id" uuid_text NOT NULL, "number" integer NOT NULL, "edit" integer NOT NULL, "outline" jsonb_text NOT NULL, "text" text NOT NULL, "sha256" text NOT NULL, "signatories" jsonb_text NOT NULL, "proposed_at" timestamp_with_timezone_text NOT NULL, "proposed_by_id" uuid_text, "proposed_for_id" uuid_text, "state" text NOT NULL, "settled_at" timestamp_with_timezone_text, FOREIGN KEY ("partnership_id") REFERENCES "partnerships" ("id"), FOREIGN KEY ("proposed_by_id") REFERENCES "persons" ("id"), FOREIGN KEY ("proposed_for_id") REFERENCES "organisations" ("id") )
+ CREATE TABLE "partnerships" ( "id" uuid_text NOT NULL PRIMARY KEY, "hub_id" uuid_text NOT NULL, "author_id" uuid_text NOT NULL, "title" text NOT NULL, "aim" text NOT NULL, "form" text NOT NULL, "state" text NOT NULL, "stage" text NOT NULL, "disclosed" text, "outline" jsonb_text NOT NULL, "edit" integer NOT NULL, "edits" integer NOT NULL, "ends_on" date_text, "course" jsonb_text NOT NULL, "created_at" timestamp_with_timezone_text NOT NULL, "updated_at" timestamp_with_timezone_text NOT NULL, "version" integer NOT NULL, FOREIGN KEY ("hub_id") REFERENCES "hubs" ("id"), FOREIGN KEY ("author_id") REFERENCES "organisations" ("id") )
+ CREATE TABLE "seal_keys" ( "kid" text NOT NULL PRIMARY KEY, "public_key" text NOT NULL, "since" timestamp_with_timezone_text NOT NULL )
+ CREATE TRIGGER partnership_versions_remain BEFORE DELETE ON partnership_versions
BEGIN
  SELECT RAISE(ABORT, 'partnership_versions: a frozen text is never changed');
END
+ CREATE TRIGGER partnership_versions_stay
BEFORE UPDATE OF id, partnership_id, number, edit, outline, text, sha256, signatories, proposed_at
ON partnership_versions
BEGIN
  SELECT RAISE(ABORT, 'partnership_versions: a frozen text is never changed');
END
+ CREATE TRIGGER signatures_are_of_what_waits BEFORE INSERT ON partnership_signatures
BEGIN
  SELECT RAISE(ABORT, 'partnership_signatures: the version waits for none') WHERE NOT EXISTS (
    SELECT 1 FROM partnership_versions WHERE id = NEW.version_id AND state = 'PROPOSED'
  );
END
+ CREATE TRIGGER signatures_remain BEFORE DELETE ON partnership_signatures
BEGIN
  SELECT RAISE(ABORT, 'partnership_signatures: a signature is never changed');
END
+ CREATE TRIGGER signatures_stay BEFORE UPDATE ON partnership_signatures
BEGIN
  SELECT RAISE(ABORT, 'partnership_signatures: a signature is never changed');
END
+ CREATE UNIQUE INDEX "partnership_signatures_once" ON "partnership_signatures" ("version_id", "organisation_id")
+ CREATE UNIQUE INDEX "partnership_versions_numbers" ON "partnership_versions" ("partnership_id", "number")
+ CREATE UNIQUE INDEX "partnership_versions_one_binds" ON "partnership_versions" ("partnership_id") WHERE "state" IN ('SIGNED', 'IN_FORCE')
+ CREATE UNIQUE INDEX "partnership_versions_one_waits" ON "partnership_versions" ("partnership_id") WHERE "state" IN ('PROPOSED')
