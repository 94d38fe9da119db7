+ CREATE UNIQUE INDEX stray_files_pkey ON public.stray_files USING btree (id)
+ TABLE stray_files COLUMN id uuid NOT NULL
+ TABLE stray_files COLUMN noticed_at timestamptz NOT NULL
+ TABLE stray_files COLUMN seen_at timestamptz NOT NULL
+ TABLE stray_files CONSTRAINT stray_files_pkey PRIMARY KEY (id)
