+ CREATE INDEX one_time_tokens_of_person ON public.one_time_tokens USING btree (person_id)
+ CREATE INDEX sessions_of_person ON public.sessions USING btree (person_id)
+ CREATE UNIQUE INDEX one_time_tokens_pkey ON public.one_time_tokens USING btree (id)
+ CREATE UNIQUE INDEX persons_email_key ON public.persons USING btree (email_key)
+ CREATE UNIQUE INDEX persons_pkey ON public.persons USING btree (id)
+ CREATE UNIQUE INDEX sessions_pkey ON public.sessions USING btree (id)
+ TABLE one_time_tokens COLUMN expires_at timestamptz NOT NULL
+ TABLE one_time_tokens COLUMN id uuid NOT NULL
+ TABLE one_time_tokens COLUMN person_id uuid NOT NULL
+ TABLE one_time_tokens COLUMN purpose text NOT NULL
+ TABLE one_time_tokens COLUMN used_at timestamptz
+ TABLE one_time_tokens CONSTRAINT one_time_tokens_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
+ TABLE one_time_tokens CONSTRAINT one_time_tokens_pkey PRIMARY KEY (id)
+ TABLE persons COLUMN confirmed_at timestamptz
+ TABLE persons COLUMN created_at timestamptz NOT NULL
+ TABLE persons COLUMN email text NOT NULL
+ TABLE persons COLUMN email_key text NOT NULL
+ TABLE persons COLUMN id uuid NOT NULL
+ TABLE persons COLUMN language text NOT NULL
+ TABLE persons COLUMN locked_at timestamptz
+ TABLE persons COLUMN name text NOT NULL
+ TABLE persons COLUMN password_hash text NOT NULL
+ TABLE persons COLUMN version int4 NOT NULL
+ TABLE persons CONSTRAINT persons_pkey PRIMARY KEY (id)
+ TABLE sessions COLUMN created_at timestamptz NOT NULL
+ TABLE sessions COLUMN device text
+ TABLE sessions COLUMN ended_at timestamptz
+ TABLE sessions COLUMN expires_at timestamptz NOT NULL
+ TABLE sessions COLUMN id uuid NOT NULL
+ TABLE sessions COLUMN person_id uuid NOT NULL
+ TABLE sessions COLUMN previous_hash bytea
+ TABLE sessions COLUMN refresh_hash bytea NOT NULL
+ TABLE sessions COLUMN rotated_at timestamptz NOT NULL
+ TABLE sessions COLUMN version int4 NOT NULL
+ TABLE sessions CONSTRAINT sessions_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
+ TABLE sessions CONSTRAINT sessions_pkey PRIMARY KEY (id)
