+ CREATE INDEX invitations_of_organisation ON public.invitations USING btree (organisation_id, id)
+ CREATE INDEX mandates_of_organisation ON public.mandates USING btree (organisation_id, id)
+ CREATE INDEX organisations_by_name ON public.organisations USING btree (sort_name, id)
+ CREATE INDEX organisations_in_commune ON public.organisations USING btree (commune)
+ CREATE UNIQUE INDEX invitations_pkey ON public.invitations USING btree (id)
+ CREATE UNIQUE INDEX mandates_one_live ON public.mandates USING btree (person_id, organisation_id) WHERE (revoked_at IS NULL)
+ CREATE UNIQUE INDEX mandates_pkey ON public.mandates USING btree (id)
+ CREATE UNIQUE INDEX organisations_pkey ON public.organisations USING btree (id)
+ CREATE UNIQUE INDEX organisations_siren ON public.organisations USING btree (siren) WHERE (siren IS NOT NULL)
+ TABLE invitations COLUMN accepted_at timestamptz
+ TABLE invitations COLUMN created_at timestamptz NOT NULL
+ TABLE invitations COLUMN email text NOT NULL
+ TABLE invitations COLUMN expires_at timestamptz NOT NULL
+ TABLE invitations COLUMN id uuid NOT NULL
+ TABLE invitations COLUMN invited_by_id uuid
+ TABLE invitations COLUMN organisation_id uuid NOT NULL
+ TABLE invitations COLUMN revoked_at timestamptz
+ TABLE invitations COLUMN role text NOT NULL
+ TABLE invitations COLUMN version int4 NOT NULL
+ TABLE invitations CONSTRAINT invitations_invited_by_id_fkey FOREIGN KEY (invited_by_id) REFERENCES persons(id)
+ TABLE invitations CONSTRAINT invitations_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
+ TABLE invitations CONSTRAINT invitations_pkey PRIMARY KEY (id)
+ TABLE mandates COLUMN from_at timestamptz NOT NULL
+ TABLE mandates COLUMN granted_by_id uuid
+ TABLE mandates COLUMN id uuid NOT NULL
+ TABLE mandates COLUMN organisation_id uuid NOT NULL
+ TABLE mandates COLUMN person_id uuid NOT NULL
+ TABLE mandates COLUMN revoked_at timestamptz
+ TABLE mandates COLUMN revoked_by_id uuid
+ TABLE mandates COLUMN role text NOT NULL
+ TABLE mandates COLUMN version int4 NOT NULL
+ TABLE mandates CONSTRAINT mandates_granted_by_id_fkey FOREIGN KEY (granted_by_id) REFERENCES persons(id)
+ TABLE mandates CONSTRAINT mandates_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
+ TABLE mandates CONSTRAINT mandates_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
+ TABLE mandates CONSTRAINT mandates_pkey PRIMARY KEY (id)
+ TABLE mandates CONSTRAINT mandates_revoked_by_id_fkey FOREIGN KEY (revoked_by_id) REFERENCES persons(id)
+ TABLE organisations COLUMN accreditations jsonb NOT NULL
+ TABLE organisations COLUMN address text
+ TABLE organisations COLUMN commune text
+ TABLE organisations COLUMN contact jsonb NOT NULL
+ TABLE organisations COLUMN created_at timestamptz NOT NULL
+ TABLE organisations COLUMN description text
+ TABLE organisations COLUMN domains jsonb NOT NULL
+ TABLE organisations COLUMN ess_decision jsonb
+ TABLE organisations COLUMN id uuid NOT NULL
+ TABLE organisations COLUMN legal_category text
+ TABLE organisations COLUMN legal_form text NOT NULL
+ TABLE organisations COLUMN listed_by_ess_france bool NOT NULL
+ TABLE organisations COLUMN location jsonb
+ TABLE organisations COLUMN naf jsonb
+ TABLE organisations COLUMN name text NOT NULL
+ TABLE organisations COLUMN postal_code text
+ TABLE organisations COLUMN published_at timestamptz
+ TABLE organisations COLUMN revision jsonb
+ TABLE organisations COLUMN rna text
+ TABLE organisations COLUMN search text NOT NULL
+ TABLE organisations COLUMN siren text
+ TABLE organisations COLUMN sirene_ess bool
+ TABLE organisations COLUMN siret text
+ TABLE organisations COLUMN sort_name text NOT NULL COLLATE C
+ TABLE organisations COLUMN source text NOT NULL
+ TABLE organisations COLUMN staff_size text NOT NULL
+ TABLE organisations COLUMN state text NOT NULL
+ TABLE organisations COLUMN statement jsonb
+ TABLE organisations COLUMN summary text
+ TABLE organisations COLUMN updated_at timestamptz NOT NULL
+ TABLE organisations COLUMN version int4 NOT NULL
+ TABLE organisations CONSTRAINT organisations_pkey PRIMARY KEY (id)
