+ CREATE INDEX idempotency_keys_by_end ON public.idempotency_keys USING btree (kept_until)
+ CREATE UNIQUE INDEX idempotency_keys_pkey ON public.idempotency_keys USING btree (id)
+ TABLE idempotency_keys COLUMN answer bytea NOT NULL
+ TABLE idempotency_keys COLUMN content bytea NOT NULL
+ TABLE idempotency_keys COLUMN id bytea NOT NULL
+ TABLE idempotency_keys COLUMN kept_until timestamptz NOT NULL
+ TABLE idempotency_keys CONSTRAINT idempotency_keys_pkey PRIMARY KEY (id)
