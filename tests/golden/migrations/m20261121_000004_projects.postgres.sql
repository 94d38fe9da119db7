+ CREATE INDEX needs_by_kind ON public.needs USING btree (kind, state, project_id)
+ CREATE INDEX needs_of_project ON public.needs USING btree (project_id, "position")
+ CREATE INDEX participations_of_organisation ON public.participations USING btree (organisation_id, id)
+ CREATE INDEX projects_in_commune ON public.projects USING btree (commune)
+ CREATE INDEX projects_of_hub ON public.projects USING btree (hub_id, id)
+ CREATE INDEX projects_of_lead ON public.projects USING btree (lead_organisation_id, id)
+ CREATE INDEX projects_public ON public.projects USING btree (id) WHERE ((state = 'PUBLISHED'::text) AND (visibility = 'PUBLIC'::text))
+ CREATE INDEX projects_themes ON public.projects USING gin (themes jsonb_path_ops)
+ CREATE UNIQUE INDEX needs_pkey ON public.needs USING btree (id)
+ CREATE UNIQUE INDEX participations_one_live ON public.participations USING btree (project_id, organisation_id) WHERE (state = ANY (ARRAY['INVITED'::text, 'REQUESTED'::text, 'ACTIVE'::text]))
+ CREATE UNIQUE INDEX participations_pkey ON public.participations USING btree (id)
+ CREATE UNIQUE INDEX projects_pkey ON public.projects USING btree (id)
+ TABLE needs COLUMN description text
+ TABLE needs COLUMN id uuid NOT NULL
+ TABLE needs COLUMN kind text NOT NULL
+ TABLE needs COLUMN label text NOT NULL
+ TABLE needs COLUMN met_by_id uuid
+ TABLE needs COLUMN met_note text
+ TABLE needs COLUMN position int4 NOT NULL
+ TABLE needs COLUMN project_id uuid NOT NULL
+ TABLE needs COLUMN quantity_unit text
+ TABLE needs COLUMN quantity_value text
+ TABLE needs COLUMN state text NOT NULL
+ TABLE needs CONSTRAINT needs_met_by_id_fkey FOREIGN KEY (met_by_id) REFERENCES organisations(id)
+ TABLE needs CONSTRAINT needs_pkey PRIMARY KEY (id)
+ TABLE needs CONSTRAINT needs_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id)
+ TABLE participations COLUMN id uuid NOT NULL
+ TABLE participations COLUMN joined_at timestamptz
+ TABLE participations COLUMN left_at timestamptz
+ TABLE participations COLUMN opened_at timestamptz NOT NULL
+ TABLE participations COLUMN organisation_id uuid NOT NULL
+ TABLE participations COLUMN part text
+ TABLE participations COLUMN project_id uuid NOT NULL
+ TABLE participations COLUMN state text NOT NULL
+ TABLE participations COLUMN version int4 NOT NULL
+ TABLE participations CONSTRAINT participations_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
+ TABLE participations CONSTRAINT participations_pkey PRIMARY KEY (id)
+ TABLE participations CONSTRAINT participations_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id)
+ TABLE projects COLUMN abandoned_because text
+ TABLE projects COLUMN budget jsonb NOT NULL
+ TABLE projects COLUMN commune text
+ TABLE projects COLUMN created_at timestamptz NOT NULL
+ TABLE projects COLUMN description text NOT NULL
+ TABLE projects COLUMN ends_on date
+ TABLE projects COLUMN hub_id uuid NOT NULL
+ TABLE projects COLUMN id uuid NOT NULL
+ TABLE projects COLUMN lead_organisation_id uuid NOT NULL
+ TABLE projects COLUMN milestones jsonb NOT NULL
+ TABLE projects COLUMN published_at timestamptz
+ TABLE projects COLUMN revision jsonb
+ TABLE projects COLUMN search text NOT NULL
+ TABLE projects COLUMN sort_title text NOT NULL COLLATE C
+ TABLE projects COLUMN stage text NOT NULL
+ TABLE projects COLUMN starts_on date
+ TABLE projects COLUMN state text NOT NULL
+ TABLE projects COLUMN statement jsonb
+ TABLE projects COLUMN summary text NOT NULL
+ TABLE projects COLUMN themes jsonb NOT NULL
+ TABLE projects COLUMN title text NOT NULL
+ TABLE projects COLUMN updated_at timestamptz NOT NULL
+ TABLE projects COLUMN version int4 NOT NULL
+ TABLE projects COLUMN visibility text NOT NULL
+ TABLE projects CONSTRAINT projects_hub_id_fkey FOREIGN KEY (hub_id) REFERENCES hubs(id)
+ TABLE projects CONSTRAINT projects_lead_organisation_id_fkey FOREIGN KEY (lead_organisation_id) REFERENCES organisations(id)
+ TABLE projects CONSTRAINT projects_pkey PRIMARY KEY (id)
