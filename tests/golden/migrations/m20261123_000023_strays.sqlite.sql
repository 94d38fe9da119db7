+ CREATE TABLE "stray_files" ( "id" uuid_text NOT NULL PRIMARY KEY, "noticed_at" timestamp_with_timezone_text NOT NULL, "seen_at" timestamp_with_timezone_text NOT NULL )
