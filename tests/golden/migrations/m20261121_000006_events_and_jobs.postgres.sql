+ CREATE INDEX events_of_hub ON public.events USING btree (hub_id, "position")
+ CREATE INDEX events_of_organisation ON public.events USING btree (organisation_id, "position")
+ CREATE INDEX events_of_project ON public.events USING btree (project_id, "position")
+ CREATE INDEX jobs_due ON public.jobs USING btree (run_at)
+ CREATE UNIQUE INDEX event_head_pkey ON public.event_head USING btree (id)
+ CREATE UNIQUE INDEX events_id ON public.events USING btree (id)
+ CREATE UNIQUE INDEX events_pkey ON public.events USING btree ("position")
+ CREATE UNIQUE INDEX jobs_pkey ON public.jobs USING btree (id)
+ ROWS OF event_head: 1
+ TABLE event_head COLUMN id int4 NOT NULL
+ TABLE event_head COLUMN position int8 NOT NULL
+ TABLE event_head CONSTRAINT event_head_pkey PRIMARY KEY (id)
+ TABLE events COLUMN acting_for_id uuid
+ TABLE events COLUMN at timestamptz NOT NULL
+ TABLE events COLUMN audience text NOT NULL
+ TABLE events COLUMN facts jsonb NOT NULL
+ TABLE events COLUMN hub_id uuid
+ TABLE events COLUMN id uuid NOT NULL
+ TABLE events COLUMN kind text NOT NULL
+ TABLE events COLUMN organisation_id uuid
+ TABLE events COLUMN person_id uuid
+ TABLE events COLUMN position int8 NOT NULL
+ TABLE events COLUMN project_id uuid
+ TABLE events COLUMN subject_id uuid NOT NULL
+ TABLE events COLUMN subject_kind text NOT NULL
+ TABLE events CONSTRAINT events_pkey PRIMARY KEY ("position")
+ TABLE jobs COLUMN abandoned_at timestamptz
+ TABLE jobs COLUMN attempts int4 NOT NULL
+ TABLE jobs COLUMN id uuid NOT NULL
+ TABLE jobs COLUMN last_error text
+ TABLE jobs COLUMN payload jsonb NOT NULL
+ TABLE jobs COLUMN run_at timestamptz NOT NULL
+ TABLE jobs CONSTRAINT jobs_pkey PRIMARY KEY (id)
