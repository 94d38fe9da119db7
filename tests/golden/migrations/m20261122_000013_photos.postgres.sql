+ CREATE INDEX photos_of_organisation ON public.photos USING btree (organisation_id)
+ CREATE INDEX photos_unnamed_since ON public.photos USING btree (unnamed_since, id)
+ CREATE INDEX resource_photos_by_photo ON public.resource_photos USING btree (photo_id, resource_id)
+ CREATE UNIQUE INDEX photos_pkey ON public.photos USING btree (id)
+ CREATE UNIQUE INDEX resource_photos_pkey ON public.resource_photos USING btree (resource_id, photo_id)
+ TABLE photos COLUMN height int4 NOT NULL
+ TABLE photos COLUMN id uuid NOT NULL
+ TABLE photos COLUMN organisation_id uuid NOT NULL
+ TABLE photos COLUMN unnamed_since timestamptz NOT NULL
+ TABLE photos COLUMN uploaded_at timestamptz NOT NULL
+ TABLE photos COLUMN width int4 NOT NULL
+ TABLE photos CONSTRAINT photos_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
+ TABLE photos CONSTRAINT photos_pkey PRIMARY KEY (id)
+ TABLE resource_photos COLUMN photo_id uuid NOT NULL
+ TABLE resource_photos COLUMN resource_id uuid NOT NULL
+ TABLE resource_photos CONSTRAINT resource_photos_photo_id_fkey FOREIGN KEY (photo_id) REFERENCES photos(id)
+ TABLE resource_photos CONSTRAINT resource_photos_pkey PRIMARY KEY (resource_id, photo_id)
+ TABLE resource_photos CONSTRAINT resource_photos_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resources(id)
+ TABLE resources COLUMN photos jsonb NOT NULL DEFAULT '[]'::jsonb
