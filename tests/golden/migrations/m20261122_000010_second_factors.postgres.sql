+ CREATE UNIQUE INDEX second_factors_of_person ON public.second_factors USING btree (person_id)
+ CREATE UNIQUE INDEX second_factors_pkey ON public.second_factors USING btree (id)
+ TABLE hubs COLUMN requires_second_factor bool NOT NULL DEFAULT false
+ TABLE second_factors COLUMN confirmed_at timestamptz
+ TABLE second_factors COLUMN created_at timestamptz NOT NULL
+ TABLE second_factors COLUMN id uuid NOT NULL
+ TABLE second_factors COLUMN last_step int8
+ TABLE second_factors COLUMN person_id uuid NOT NULL
+ TABLE second_factors COLUMN recovery jsonb NOT NULL
+ TABLE second_factors COLUMN version int4 NOT NULL
+ TABLE second_factors CONSTRAINT second_factors_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
+ TABLE second_factors CONSTRAINT second_factors_pkey PRIMARY KEY (id)
