+ CREATE INDEX events_of_partnership ON public.events USING btree (partnership_id, "position")
+ CREATE INDEX partnership_comments_of_partnership ON public.partnership_comments USING btree (partnership_id, id)
+ CREATE INDEX partnership_readers_of_partnership ON public.partnership_readers USING btree (partnership_id)
+ CREATE INDEX partnership_templates_of_hub ON public.partnership_templates USING btree (hub_id, id)
+ CREATE INDEX partnership_versions_of_text ON public.partnership_versions USING btree (sha256)
+ CREATE INDEX partnerships_of_hub ON public.partnerships USING btree (hub_id, id)
+ CREATE OR REPLACE FUNCTION public.partnership_versions_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'partnership_versions: a frozen text is never changed' USING ERRCODE = 'check_violation';
END
$function$

+ CREATE OR REPLACE FUNCTION public.signatures_are_of_what_waits()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM 1 FROM partnership_versions
    WHERE id = NEW.version_id AND state = 'PROPOSED' FOR KEY SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'partnership_signatures: the version waits for none' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$function$

+ CREATE OR REPLACE FUNCTION public.signatures_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'partnership_signatures: a signature is never changed' USING ERRCODE = 'check_violation';
END
$function$

+ CREATE TRIGGER partnership_versions_remain BEFORE DELETE ON public.partnership_versions FOR EACH ROW EXECUTE FUNCTION partnership_versions_stay()
+ CREATE TRIGGER partnership_versions_stay BEFORE UPDATE ON public.partnership_versions FOR EACH ROW WHEN ((((((((((new.id IS DISTINCT FROM old.id) OR (new.partnership_id IS DISTINCT FROM old.partnership_id)) OR (new.number IS DISTINCT FROM old.number)) OR (new.edit IS DISTINCT FROM old.edit)) OR (new.outline IS DISTINCT FROM old.outline)) OR (new.text IS DISTINCT FROM old.text)) OR (new.sha256 IS DISTINCT FROM old.sha256)) OR (new.signatories IS DISTINCT FROM old.signatories)) OR (new.proposed_at IS DISTINCT FROM old.proposed_at))) EXECUTE FUNCTION partnership_versions_stay()
+ CREATE TRIGGER signatures_are_of_what_waits BEFORE INSERT ON public.partnership_signatures FOR EACH ROW EXECUTE FUNCTION signatures_are_of_what_waits()
+ CREATE TRIGGER signatures_stay BEFORE DELETE OR UPDATE ON public.partnership_signatures FOR EACH ROW EXECUTE FUNCTION signatures_stay()
+ CREATE UNIQUE INDEX partnership_comments_pkey ON public.partnership_comments USING btree (id)
+ CREATE UNIQUE INDEX partnership_edits_pkey ON public.partnership_edits USING btree (partnership_id, number)
+ CREATE UNIQUE INDEX partnership_readers_pkey ON public.partnership_readers USING btree (organisation_id, partnership_id)
+ CREATE UNIQUE INDEX partnership_signatures_once ON public.partnership_signatures USING btree (version_id, organisation_id)
+ CREATE UNIQUE INDEX partnership_signatures_pkey ON public.partnership_signatures USING btree (id)
+ CREATE UNIQUE INDEX partnership_templates_pkey ON public.partnership_templates USING btree (id)
+ CREATE UNIQUE INDEX partnership_versions_numbers ON public.partnership_versions USING btree (partnership_id, number)
+ CREATE UNIQUE INDEX partnership_versions_one_binds ON public.partnership_versions USING btree (partnership_id) WHERE (state = ANY (ARRAY['SIGNED'::text, 'IN_FORCE'::text]))
+ CREATE UNIQUE INDEX partnership_versions_one_waits ON public.partnership_versions USING btree (partnership_id) WHERE (state = 'PROPOSED'::text)
+ CREATE UNIQUE INDEX partnership_versions_pkey ON public.partnership_versions USING btree (id)
+ CREATE UNIQUE INDEX partnerships_pkey ON public.partnerships USING btree (id)
+ CREATE UNIQUE INDEX seal_keys_pkey ON public.seal_keys USING btree (kid)
+ TABLE events COLUMN partnership_id uuid
+ TABLE partnership_comments COLUMN article text
+ TABLE partnership_comments COLUMN at timestamptz NOT NULL
+ TABLE partnership_comments COLUMN edit int4 NOT NULL
+ TABLE partnership_comments COLUMN id uuid NOT NULL
+ TABLE partnership_comments COLUMN organisation_id uuid
+ TABLE partnership_comments COLUMN partnership_id uuid NOT NULL
+ TABLE partnership_comments COLUMN person_id uuid
+ TABLE partnership_comments COLUMN text text NOT NULL
+ TABLE partnership_comments CONSTRAINT partnership_comments_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
+ TABLE partnership_comments CONSTRAINT partnership_comments_partnership_id_fkey FOREIGN KEY (partnership_id) REFERENCES partnerships(id)
+ TABLE partnership_comments CONSTRAINT partnership_comments_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
+ TABLE partnership_comments CONSTRAINT partnership_comments_pkey PRIMARY KEY (id)
+ TABLE partnership_edits COLUMN articles jsonb NOT NULL
+ TABLE partnership_edits COLUMN at timestamptz NOT NULL
+ TABLE partnership_edits COLUMN number int4 NOT NULL
+ TABLE partnership_edits COLUMN organisation_id uuid
+ TABLE partnership_edits COLUMN outline jsonb NOT NULL
+ TABLE partnership_edits COLUMN partnership_id uuid NOT NULL
+ TABLE partnership_edits COLUMN person_id uuid
+ TABLE partnership_edits CONSTRAINT partnership_edits_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
+ TABLE partnership_edits CONSTRAINT partnership_edits_partnership_id_fkey FOREIGN KEY (partnership_id) REFERENCES partnerships(id)
+ TABLE partnership_edits CONSTRAINT partnership_edits_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
+ TABLE partnership_edits CONSTRAINT partnership_edits_pkey PRIMARY KEY (partnership_id, number)
+ TABLE partnership_readers COLUMN bound bool NOT NULL
+ TABLE partnership_readers COLUMN insider bool NOT NULL
+ TABLE partnership_readers COLUMN organisation_id uuid NOT NULL
+ TABLE partnership_readers COLUMN partnership_id uuid NOT NULL
+ TABLE partnership_readers COLUMN to_sign bool NOT NULL
+ TABLE partnership_readers CONSTRAINT partnership_readers_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
+ TABLE partnership_readers CONSTRAINT partnership_readers_partnership_id_fkey FOREIGN KEY (partnership_id) REFERENCES partnerships(id)
+ TABLE partnership_readers CONSTRAINT partnership_readers_pkey PRIMARY KEY (organisation_id, partnership_id)
+ TABLE partnership_signatures COLUMN capacity text NOT NULL
+ TABLE partnership_signatures COLUMN id uuid NOT NULL
+ TABLE partnership_signatures COLUMN mandate_id uuid NOT NULL
+ TABLE partnership_signatures COLUMN name text NOT NULL
+ TABLE partnership_signatures COLUMN organisation_id uuid NOT NULL
+ TABLE partnership_signatures COLUMN person_id uuid NOT NULL
+ TABLE partnership_signatures COLUMN proof text NOT NULL
+ TABLE partnership_signatures COLUMN seal text NOT NULL
+ TABLE partnership_signatures COLUMN signed_at timestamptz NOT NULL
+ TABLE partnership_signatures COLUMN version_id uuid NOT NULL
+ TABLE partnership_signatures CONSTRAINT partnership_signatures_mandate_id_fkey FOREIGN KEY (mandate_id) REFERENCES mandates(id)
+ TABLE partnership_signatures CONSTRAINT partnership_signatures_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
+ TABLE partnership_signatures CONSTRAINT partnership_signatures_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
+ TABLE partnership_signatures CONSTRAINT partnership_signatures_pkey PRIMARY KEY (id)
+ TABLE partnership_signatures CONSTRAINT partnership_signatures_version_id_fkey FOREIGN KEY (version_id) REFERENCES partnership_versions(id)
+ TABLE partnership_templates COLUMN aim text NOT NULL
+ TABLE partnership_templates COLUMN archived_at timestamptz
+ TABLE partnership_templates COLUMN articles jsonb NOT NULL
+ TABLE partnership_templates COLUMN created_at timestamptz NOT NULL
+ TABLE partnership_templates COLUMN form text NOT NULL
+ TABLE partnership_templates COLUMN hub_id uuid NOT NULL
+ TABLE partnership_templates COLUMN id uuid NOT NULL
+ TABLE partnership_templates COLUMN language text NOT NULL
+ TABLE partnership_templates COLUMN months int4 NOT NULL
+ TABLE partnership_templates COLUMN notice_days int4 NOT NULL
+ TABLE partnership_templates COLUMN renewal text NOT NULL
+ TABLE partnership_templates COLUMN summary text NOT NULL
+ TABLE partnership_templates COLUMN title text NOT NULL
+ TABLE partnership_templates COLUMN updated_at timestamptz NOT NULL
+ TABLE partnership_templates COLUMN version int4 NOT NULL
+ TABLE partnership_templates CONSTRAINT partnership_templates_hub_id_fkey FOREIGN KEY (hub_id) REFERENCES hubs(id)
+ TABLE partnership_templates CONSTRAINT partnership_templates_pkey PRIMARY KEY (id)
+ TABLE partnership_versions COLUMN edit int4 NOT NULL
+ TABLE partnership_versions COLUMN id uuid NOT NULL
+ TABLE partnership_versions COLUMN number int4 NOT NULL
+ TABLE partnership_versions COLUMN outline jsonb NOT NULL
+ TABLE partnership_versions COLUMN partnership_id uuid NOT NULL
+ TABLE partnership_versions COLUMN proposed_at timestamptz NOT NULL
+ TABLE partnership_versions COLUMN proposed_by_id uuid
+ TABLE partnership_versions COLUMN proposed_for_id uuid
+ TABLE partnership_versions COLUMN settled_at timestamptz
+ TABLE partnership_versions COLUMN sha256 text NOT NULL
+ TABLE partnership_versions COLUMN signatories jsonb NOT NULL
+ TABLE partnership_versions COLUMN state text NOT NULL
+ TABLE partnership_versions COLUMN text text NOT NULL
+ TABLE partnership_versions CONSTRAINT partnership_versions_partnership_id_fkey FOREIGN KEY (partnership_id) REFERENCES partnerships(id)
+ TABLE partnership_versions CONSTRAINT partnership_versions_pkey PRIMARY KEY (id)
+ TABLE partnership_versions CONSTRAINT partnership_versions_proposed_by_id_fkey FOREIGN KEY (proposed_by_id) REFERENCES persons(id)
+ TABLE partnership_versions CONSTRAINT partnership_versions_proposed_for_id_fkey FOREIGN KEY (proposed_for_id) REFERENCES organisations(id)
+ TABLE partnerships COLUMN aim text NOT NULL
+ TABLE partnerships COLUMN author_id uuid NOT NULL
+ TABLE partnerships COLUMN course jsonb NOT NULL
+ TABLE partnerships COLUMN created_at timestamptz NOT NULL
+ TABLE partnerships COLUMN disclosed text
+ TABLE partnerships COLUMN edit int4 NOT NULL
+ TABLE partnerships COLUMN edits int4 NOT NULL
+ TABLE partnerships COLUMN ends_on date
+ TABLE partnerships COLUMN form text NOT NULL
+ TABLE partnerships COLUMN hub_id uuid NOT NULL
+ TABLE partnerships COLUMN id uuid NOT NULL
+ TABLE partnerships COLUMN outline jsonb NOT NULL
+ TABLE partnerships COLUMN stage text NOT NULL
+ TABLE partnerships COLUMN state text NOT NULL
+ TABLE partnerships COLUMN title text NOT NULL
+ TABLE partnerships COLUMN updated_at timestamptz NOT NULL
+ TABLE partnerships COLUMN version int4 NOT NULL
+ TABLE partnerships CONSTRAINT partnerships_author_id_fkey FOREIGN KEY (author_id) REFERENCES organisations(id)
+ TABLE partnerships CONSTRAINT partnerships_hub_id_fkey FOREIGN KEY (hub_id) REFERENCES hubs(id)
+ TABLE partnerships CONSTRAINT partnerships_pkey PRIMARY KEY (id)
+ TABLE seal_keys COLUMN kid text NOT NULL
+ TABLE seal_keys COLUMN public_key text NOT NULL
+ TABLE seal_keys COLUMN since timestamptz NOT NULL
+ TABLE seal_keys CONSTRAINT seal_keys_pkey PRIMARY KEY (kid)
