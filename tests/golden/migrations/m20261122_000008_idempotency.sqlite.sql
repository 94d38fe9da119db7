+ CREATE INDEX "idempotency_keys_by_age" ON "idempotency_keys" ("made_at")
+ CREATE TABLE "idempotency_keys" ( "id" blob NOT NULL PRIMARY KEY, "content" blob NOT NULL, "answer" blob NOT NULL, "made_at" timestamp_with_timezone_text NOT NULL )
