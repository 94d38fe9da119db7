+ CREATE INDEX events_of_resource ON public.events USING btree (resource_id, "position")
+ CREATE INDEX resource_hubs_by_hub ON public.resource_hubs USING btree (hub_id, resource_id)
+ CREATE INDEX resource_parties_by_organisation ON public.resource_parties USING btree (organisation_id, resource_id)
+ CREATE INDEX resources_in_commune ON public.resources USING btree (commune)
+ CREATE INDEX resources_of_hub ON public.resources USING btree (hub_id, id)
+ CREATE INDEX resources_of_owner ON public.resources USING btree (owner_organisation_id, id)
+ CREATE INDEX resources_on_the_map ON public.resources USING btree (latitude, longitude) WHERE ("precision" = 'EXACT'::text)
+ CREATE INDEX resources_public ON public.resources USING btree (id) WHERE ((state = 'PUBLISHED'::text) AND (visibility = 'PUBLIC'::text))
+ CREATE UNIQUE INDEX resource_hubs_pkey ON public.resource_hubs USING btree (resource_id, hub_id)
+ CREATE UNIQUE INDEX resource_parties_pkey ON public.resource_parties USING btree (resource_id, organisation_id)
+ CREATE UNIQUE INDEX resources_pkey ON public.resources USING btree (id)
+ TABLE events COLUMN resource_id uuid
+ TABLE resource_hubs COLUMN hub_id uuid NOT NULL
+ TABLE resource_hubs COLUMN resource_id uuid NOT NULL
+ TABLE resource_hubs CONSTRAINT resource_hubs_hub_id_fkey FOREIGN KEY (hub_id) REFERENCES hubs(id)
+ TABLE resource_hubs CONSTRAINT resource_hubs_pkey PRIMARY KEY (resource_id, hub_id)
+ TABLE resource_hubs CONSTRAINT resource_hubs_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resources(id)
+ TABLE resource_parties COLUMN organisation_id uuid NOT NULL
+ TABLE resource_parties COLUMN resource_id uuid NOT NULL
+ TABLE resource_parties CONSTRAINT resource_parties_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
+ TABLE resource_parties CONSTRAINT resource_parties_pkey PRIMARY KEY (resource_id, organisation_id)
+ TABLE resource_parties CONSTRAINT resource_parties_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resources(id)
+ TABLE resources COLUMN address text
+ TABLE resources COLUMN commune text
+ TABLE resources COLUMN conditions jsonb
+ TABLE resources COLUMN created_at timestamptz NOT NULL
+ TABLE resources COLUMN description text NOT NULL
+ TABLE resources COLUMN hub_id uuid NOT NULL
+ TABLE resources COLUMN id uuid NOT NULL
+ TABLE resources COLUMN kind text NOT NULL
+ TABLE resources COLUMN latitude float8
+ TABLE resources COLUMN longitude float8
+ TABLE resources COLUMN owner_organisation_id uuid NOT NULL
+ TABLE resources COLUMN precision text
+ TABLE resources COLUMN price_cents int8
+ TABLE resources COLUMN price_per text
+ TABLE resources COLUMN published_at timestamptz
+ TABLE resources COLUMN revision jsonb
+ TABLE resources COLUMN search text NOT NULL
+ TABLE resources COLUMN sort_title text NOT NULL COLLATE C
+ TABLE resources COLUMN state text NOT NULL
+ TABLE resources COLUMN statement jsonb
+ TABLE resources COLUMN summary text NOT NULL
+ TABLE resources COLUMN terms jsonb NOT NULL
+ TABLE resources COLUMN terms_kind text NOT NULL
+ TABLE resources COLUMN title text NOT NULL
+ TABLE resources COLUMN updated_at timestamptz NOT NULL
+ TABLE resources COLUMN version int4 NOT NULL
+ TABLE resources COLUMN visibility text NOT NULL
+ TABLE resources CONSTRAINT resources_hub_id_fkey FOREIGN KEY (hub_id) REFERENCES hubs(id)
+ TABLE resources CONSTRAINT resources_owner_organisation_id_fkey FOREIGN KEY (owner_organisation_id) REFERENCES organisations(id)
+ TABLE resources CONSTRAINT resources_pkey PRIMARY KEY (id)
