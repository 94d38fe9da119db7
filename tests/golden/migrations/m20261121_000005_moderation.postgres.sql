+ CREATE INDEX reviews_of_hub ON public.reviews USING btree (hub_id, decided_at, id)
+ CREATE INDEX reviews_of_subject ON public.reviews USING btree (subject_id, id)
+ CREATE UNIQUE INDEX reviews_one_appeal ON public.reviews USING btree (appeal_of_id) WHERE (appeal_of_id IS NOT NULL)
+ CREATE UNIQUE INDEX reviews_one_open ON public.reviews USING btree (subject_id) WHERE (decided_at IS NULL)
+ CREATE UNIQUE INDEX reviews_pkey ON public.reviews USING btree (id)
+ TABLE reviews COLUMN appeal_of_id uuid
+ TABLE reviews COLUMN claimed_by_id uuid
+ TABLE reviews COLUMN claimed_until timestamptz
+ TABLE reviews COLUMN contested_decider_id uuid
+ TABLE reviews COLUMN decided_at timestamptz
+ TABLE reviews COLUMN decided_by_id uuid
+ TABLE reviews COLUMN hub_id uuid NOT NULL
+ TABLE reviews COLUMN id uuid NOT NULL
+ TABLE reviews COLUMN kind text NOT NULL
+ TABLE reviews COLUMN organisation_id uuid NOT NULL
+ TABLE reviews COLUMN outcome text
+ TABLE reviews COLUMN plea text
+ TABLE reviews COLUMN statement jsonb
+ TABLE reviews COLUMN subject_id uuid NOT NULL
+ TABLE reviews COLUMN subject_kind text NOT NULL
+ TABLE reviews COLUMN submitted_at timestamptz NOT NULL
+ TABLE reviews COLUMN submitted_by_id uuid
+ TABLE reviews COLUMN version int4 NOT NULL
+ TABLE reviews CONSTRAINT reviews_appeal_of_id_fkey FOREIGN KEY (appeal_of_id) REFERENCES reviews(id)
+ TABLE reviews CONSTRAINT reviews_hub_id_fkey FOREIGN KEY (hub_id) REFERENCES hubs(id)
+ TABLE reviews CONSTRAINT reviews_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
+ TABLE reviews CONSTRAINT reviews_pkey PRIMARY KEY (id)
