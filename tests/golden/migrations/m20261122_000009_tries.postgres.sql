+ CREATE INDEX sign_in_tries_forgotten ON public.sign_in_tries USING btree (forgotten_at)
+ CREATE UNIQUE INDEX sign_in_tries_pkey ON public.sign_in_tries USING btree (digest)
+ TABLE sign_in_tries COLUMN digest text NOT NULL
+ TABLE sign_in_tries COLUMN forgotten_at timestamptz NOT NULL
+ TABLE sign_in_tries COLUMN last_at timestamptz NOT NULL
+ TABLE sign_in_tries COLUMN wrong int4 NOT NULL
+ TABLE sign_in_tries CONSTRAINT sign_in_tries_pkey PRIMARY KEY (digest)
