+ CREATE INDEX "idempotency_keys_by_end" ON "idempotency_keys" ("kept_until")
+ CREATE TABLE "idempotency_keys" ( "id" blob NOT NULL PRIMARY KEY, "content" blob NOT NULL, "answer" blob NOT NULL, "kept_until" timestamp_with_timezone_text NOT NULL )
