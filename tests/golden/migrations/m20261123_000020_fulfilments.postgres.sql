+ CREATE INDEX fulfilments_of_partnership ON public.fulfilments USING btree (partnership_id, id)
+ CREATE UNIQUE INDEX commitment_waivers_once ON public.commitment_waivers USING btree (partnership_id, commitment_id, organisation_id, COALESCE(due_on, '0001-01-01'::date))
+ CREATE UNIQUE INDEX commitment_waivers_pkey ON public.commitment_waivers USING btree (id)
+ CREATE UNIQUE INDEX fulfilments_booking_once ON public.fulfilments USING btree (booking_id) WHERE ((booking_id IS NOT NULL) AND (state <> 'WITHDRAWN'::text))
+ CREATE UNIQUE INDEX fulfilments_pkey ON public.fulfilments USING btree (id)
+ CREATE UNIQUE INDEX fulfilments_reservation_once ON public.fulfilments USING btree (reservation_id) WHERE ((reservation_id IS NOT NULL) AND (state <> 'WITHDRAWN'::text))
+ TABLE commitment_waivers COLUMN at timestamptz NOT NULL
+ TABLE commitment_waivers COLUMN commitment_id uuid NOT NULL
+ TABLE commitment_waivers COLUMN due_on date
+ TABLE commitment_waivers COLUMN id uuid NOT NULL
+ TABLE commitment_waivers COLUMN organisation_id uuid NOT NULL
+ TABLE commitment_waivers COLUMN partnership_id uuid NOT NULL
+ TABLE commitment_waivers COLUMN person_id uuid
+ TABLE commitment_waivers COLUMN reason text NOT NULL
+ TABLE commitment_waivers CONSTRAINT commitment_waivers_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
+ TABLE commitment_waivers CONSTRAINT commitment_waivers_partnership_id_fkey FOREIGN KEY (partnership_id) REFERENCES partnerships(id)
+ TABLE commitment_waivers CONSTRAINT commitment_waivers_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id)
+ TABLE commitment_waivers CONSTRAINT commitment_waivers_pkey PRIMARY KEY (id)
+ TABLE fulfilments COLUMN amount jsonb
+ TABLE fulfilments COLUMN answered_by_id uuid
+ TABLE fulfilments COLUMN booking_id uuid
+ TABLE fulfilments COLUMN commitment_id uuid NOT NULL
+ TABLE fulfilments COLUMN contest jsonb
+ TABLE fulfilments COLUMN created_at timestamptz NOT NULL
+ TABLE fulfilments COLUMN done_on date
+ TABLE fulfilments COLUMN due_on date
+ TABLE fulfilments COLUMN id uuid NOT NULL
+ TABLE fulfilments COLUMN note text
+ TABLE fulfilments COLUMN organisation_id uuid NOT NULL
+ TABLE fulfilments COLUMN partnership_id uuid NOT NULL
+ TABLE fulfilments COLUMN proofs jsonb NOT NULL
+ TABLE fulfilments COLUMN reservation_id uuid
+ TABLE fulfilments COLUMN settlement jsonb
+ TABLE fulfilments COLUMN side text NOT NULL
+ TABLE fulfilments COLUMN sides jsonb NOT NULL
+ TABLE fulfilments COLUMN state text NOT NULL
+ TABLE fulfilments COLUMN updated_at timestamptz NOT NULL
+ TABLE fulfilments COLUMN version int4 NOT NULL
+ TABLE fulfilments CONSTRAINT fulfilments_answered_by_id_fkey FOREIGN KEY (answered_by_id) REFERENCES organisations(id)
+ TABLE fulfilments CONSTRAINT fulfilments_booking_id_fkey FOREIGN KEY (booking_id) REFERENCES bookings(id)
+ TABLE fulfilments CONSTRAINT fulfilments_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
+ TABLE fulfilments CONSTRAINT fulfilments_partnership_id_fkey FOREIGN KEY (partnership_id) REFERENCES partnerships(id)
+ TABLE fulfilments CONSTRAINT fulfilments_pkey PRIMARY KEY (id)
+ TABLE fulfilments CONSTRAINT fulfilments_reservation_id_fkey FOREIGN KEY (reservation_id) REFERENCES reservations(id)
+ TABLE partnership_readers COLUMN deliver_by date
+ TABLE partnership_readers COLUMN gone bool NOT NULL DEFAULT false
+ TABLE partnership_readers COLUMN to_answer bool NOT NULL DEFAULT false
