+ CREATE INDEX hub_roles_of_hub ON public.hub_roles USING btree (hub_id)
+ CREATE INDEX hubs_by_name ON public.hubs USING btree (sort_name, id)
+ CREATE INDEX memberships_of_hub ON public.memberships USING btree (hub_id, state, id)
+ CREATE UNIQUE INDEX charters_pkey ON public.charters USING btree (hub_id, number)
+ CREATE UNIQUE INDEX hub_roles_one_live ON public.hub_roles USING btree (person_id, hub_id, role) WHERE (ended_at IS NULL)
+ CREATE UNIQUE INDEX hub_roles_pkey ON public.hub_roles USING btree (id)
+ CREATE UNIQUE INDEX hubs_pkey ON public.hubs USING btree (id)
+ CREATE UNIQUE INDEX hubs_slug ON public.hubs USING btree (slug)
+ CREATE UNIQUE INDEX memberships_one_live ON public.memberships USING btree (organisation_id, hub_id) WHERE (state = ANY (ARRAY['APPLIED'::text, 'INVITED'::text, 'ACTIVE'::text, 'SUSPENDED'::text]))
+ CREATE UNIQUE INDEX memberships_pkey ON public.memberships USING btree (id)
+ TABLE charters COLUMN accept_by date
+ TABLE charters COLUMN hub_id uuid NOT NULL
+ TABLE charters COLUMN number int4 NOT NULL
+ TABLE charters COLUMN published_at timestamptz NOT NULL
+ TABLE charters COLUMN text text NOT NULL
+ TABLE charters CONSTRAINT charters_hub_id_fkey FOREIGN KEY (hub_id) REFERENCES hubs(id)
+ TABLE charters CONSTRAINT charters_pkey PRIMARY KEY (hub_id, number)
+ TABLE hub_roles COLUMN ended_at timestamptz
+ TABLE hub_roles COLUMN from_at timestamptz NOT NULL
+ TABLE hub_roles COLUMN granted_by_id uuid
+ TABLE hub_roles COLUMN hub_id uuid NOT NULL
+ TABLE hub_roles COLUMN id uuid NOT NULL
+ TABLE hub_roles COLUMN person_id uuid NOT NULL
+ TABLE hub_roles COLUMN role text NOT NULL
+ TABLE hub_roles COLUMN version int4 NOT NULL
+ TABLE hub_roles CONSTRAINT hub_roles_granted_by_id_fkey FOREIGN KEY (granted_by_id) REFERENCES persons(id)
+ TABLE hub_roles CONSTRAINT hub_roles_hub_id_fkey FOREIGN KEY (hub_id) REFERENCES hubs(id)
+ TABLE hub_roles CONSTRAINT hub_roles_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
+ TABLE hub_roles CONSTRAINT hub_roles_pkey PRIMARY KEY (id)
+ TABLE hubs COLUMN colleges jsonb NOT NULL
+ TABLE hubs COLUMN created_at timestamptz NOT NULL
+ TABLE hubs COLUMN demo bool NOT NULL
+ TABLE hubs COLUMN description text NOT NULL
+ TABLE hubs COLUMN id uuid NOT NULL
+ TABLE hubs COLUMN name text NOT NULL
+ TABLE hubs COLUMN policy jsonb NOT NULL
+ TABLE hubs COLUMN slug text NOT NULL
+ TABLE hubs COLUMN sort_name text NOT NULL COLLATE C
+ TABLE hubs COLUMN summary text NOT NULL
+ TABLE hubs COLUMN templates jsonb NOT NULL
+ TABLE hubs COLUMN territory jsonb NOT NULL
+ TABLE hubs COLUMN time_zone text NOT NULL
+ TABLE hubs COLUMN version int4 NOT NULL
+ TABLE hubs CONSTRAINT hubs_pkey PRIMARY KEY (id)
+ TABLE memberships COLUMN category text NOT NULL
+ TABLE memberships COLUMN charter_accepted int4
+ TABLE memberships COLUMN charter_accepted_at timestamptz
+ TABLE memberships COLUMN college_id uuid
+ TABLE memberships COLUMN hub_id uuid NOT NULL
+ TABLE memberships COLUMN id uuid NOT NULL
+ TABLE memberships COLUMN opened_at timestamptz NOT NULL
+ TABLE memberships COLUMN organisation_id uuid NOT NULL
+ TABLE memberships COLUMN reason text
+ TABLE memberships COLUMN since date
+ TABLE memberships COLUMN state text NOT NULL
+ TABLE memberships COLUMN trusted bool NOT NULL
+ TABLE memberships COLUMN until date
+ TABLE memberships COLUMN version int4 NOT NULL
+ TABLE memberships CONSTRAINT memberships_hub_id_fkey FOREIGN KEY (hub_id) REFERENCES hubs(id)
+ TABLE memberships CONSTRAINT memberships_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
+ TABLE memberships CONSTRAINT memberships_pkey PRIMARY KEY (id)
