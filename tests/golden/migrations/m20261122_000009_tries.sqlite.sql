+ CREATE INDEX "sign_in_tries_forgotten" ON "sign_in_tries" ("forgotten_at")
+ CREATE TABLE "sign_in_tries" ( "digest" text NOT NULL PRIMARY KEY, "wrong" integer NOT NULL, "last_at" timestamp_with_timezone_text NOT NULL, "forgotten_at" timestamp_with_timezone_text NOT NULL )
