+ CREATE INDEX staff_loans_of_borrower ON public.staff_loans USING btree (borrower_id, id)
+ CREATE INDEX staff_loans_of_lender ON public.staff_loans USING btree (lender_id, id)
+ CREATE INDEX staff_loans_of_resource ON public.staff_loans USING btree (resource_id, borrower_id)
+ CREATE UNIQUE INDEX staff_loans_pkey ON public.staff_loans USING btree (id)
+ TABLE bookings COLUMN expenses_cents int8
+ TABLE bookings COLUMN hours_contested text
+ TABLE bookings COLUMN hours_declared_at timestamptz
+ TABLE bookings COLUMN hours_note text
+ TABLE bookings COLUMN refunds text
+ TABLE bookings COLUMN social_charges_cents int8
+ TABLE bookings COLUMN staff_loan_id uuid
+ TABLE bookings COLUMN wages_cents int8
+ TABLE bookings COLUMN worked_minutes int4
+ TABLE staff_loans COLUMN agreed_on date NOT NULL
+ TABLE staff_loans COLUMN borrower_id uuid NOT NULL
+ TABLE staff_loans COLUMN confirmed_at timestamptz
+ TABLE staff_loans COLUMN convention text NOT NULL
+ TABLE staff_loans COLUMN created_at timestamptz NOT NULL
+ TABLE staff_loans COLUMN ended_on date
+ TABLE staff_loans COLUMN id uuid NOT NULL
+ TABLE staff_loans COLUMN lender_id uuid NOT NULL
+ TABLE staff_loans COLUMN reason text
+ TABLE staff_loans COLUMN resource_id uuid NOT NULL
+ TABLE staff_loans COLUMN signed_on date NOT NULL
+ TABLE staff_loans COLUMN state text NOT NULL
+ TABLE staff_loans COLUMN updated_at timestamptz NOT NULL
+ TABLE staff_loans COLUMN valid_from date NOT NULL
+ TABLE staff_loans COLUMN valid_until date NOT NULL
+ TABLE staff_loans COLUMN version int4 NOT NULL
+ TABLE staff_loans CONSTRAINT staff_loans_borrower_id_fkey FOREIGN KEY (borrower_id) REFERENCES organisations(id)
+ TABLE staff_loans CONSTRAINT staff_loans_lender_id_fkey FOREIGN KEY (lender_id) REFERENCES organisations(id)
+ TABLE staff_loans CONSTRAINT staff_loans_pkey PRIMARY KEY (id)
+ TABLE staff_loans CONSTRAINT staff_loans_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resources(id)
