+ CREATE UNIQUE INDEX calendar_feeds_of_organisation ON public.calendar_feeds USING btree (person_id, organisation_id)
+ CREATE UNIQUE INDEX calendar_feeds_of_resource ON public.calendar_feeds USING btree (person_id, resource_id)
+ CREATE UNIQUE INDEX calendar_feeds_pkey ON public.calendar_feeds USING btree (id)
+ TABLE calendar_feeds COLUMN created_at timestamptz NOT NULL
+ TABLE calendar_feeds COLUMN id uuid NOT NULL
+ TABLE calendar_feeds COLUMN organisation_id uuid
+ TABLE calendar_feeds COLUMN person_id uuid NOT NULL
+ TABLE calendar_feeds COLUMN resource_id uuid
+ TABLE calendar_feeds CONSTRAINT calendar_feeds_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
+ TABLE calendar_feeds CONSTRAINT calendar_feeds_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
+ TABLE calendar_feeds CONSTRAINT calendar_feeds_pkey PRIMARY KEY (id)
+ TABLE calendar_feeds CONSTRAINT calendar_feeds_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resources(id)
