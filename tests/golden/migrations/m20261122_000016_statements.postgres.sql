+ CREATE INDEX charges_of_statement ON public.charges USING btree (statement_id, at, booking_id)
+ CREATE INDEX statements_of_creditor ON public.statements USING btree (creditor_id, month, id)
+ CREATE INDEX statements_of_debtor ON public.statements USING btree (debtor_id, month, id)
+ CREATE INDEX statements_of_hub ON public.statements USING btree (hub_id, month, id)
+ CREATE UNIQUE INDEX charges_pkey ON public.charges USING btree (booking_id)
+ CREATE UNIQUE INDEX statements_one_each ON public.statements USING btree (hub_id, month, debtor_id, creditor_id)
+ CREATE UNIQUE INDEX statements_pkey ON public.statements USING btree (id)
+ TABLE booking_lines COLUMN credit_minutes int8 NOT NULL DEFAULT 0
+ TABLE bookings COLUMN owed_minutes int8 NOT NULL DEFAULT 0
+ TABLE charges COLUMN at timestamptz NOT NULL
+ TABLE charges COLUMN booking_id uuid NOT NULL
+ TABLE charges COLUMN cents int8 NOT NULL
+ TABLE charges COLUMN minutes int8 NOT NULL
+ TABLE charges COLUMN reason text NOT NULL
+ TABLE charges COLUMN statement_id uuid NOT NULL
+ TABLE charges CONSTRAINT charges_booking_id_fkey FOREIGN KEY (booking_id) REFERENCES bookings(id)
+ TABLE charges CONSTRAINT charges_pkey PRIMARY KEY (booking_id)
+ TABLE charges CONSTRAINT charges_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
+ TABLE hubs COLUMN keeps_hours bool NOT NULL DEFAULT false
+ TABLE statements COLUMN cents int8 NOT NULL
+ TABLE statements COLUMN charges int4 NOT NULL
+ TABLE statements COLUMN creditor_id uuid NOT NULL
+ TABLE statements COLUMN debtor_id uuid NOT NULL
+ TABLE statements COLUMN hub_id uuid NOT NULL
+ TABLE statements COLUMN id uuid NOT NULL
+ TABLE statements COLUMN minutes int8 NOT NULL
+ TABLE statements COLUMN month int4 NOT NULL
+ TABLE statements CONSTRAINT statements_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES organisations(id)
+ TABLE statements CONSTRAINT statements_debtor_id_fkey FOREIGN KEY (debtor_id) REFERENCES organisations(id)
+ TABLE statements CONSTRAINT statements_hub_id_fkey FOREIGN KEY (hub_id) REFERENCES hubs(id)
+ TABLE statements CONSTRAINT statements_pkey PRIMARY KEY (id)
