+ CREATE INDEX booking_lines_held ON public.booking_lines USING btree (resource_id, taken_until, starts_at) WHERE holds
+ CREATE INDEX booking_lines_of_resource ON public.booking_lines USING btree (resource_id, starts_at, booking_id)
+ CREATE INDEX bookings_of_borrower ON public.bookings USING btree (borrower_organisation_id, starts_at, id)
+ CREATE INDEX bookings_of_hub ON public.bookings USING btree (hub_id, starts_at, id)
+ CREATE INDEX bookings_of_owner ON public.bookings USING btree (owner_organisation_id, starts_at, id)
+ CREATE INDEX bookings_of_series ON public.bookings USING btree (series_id, starts_at) WHERE (series_id IS NOT NULL)
+ CREATE OR REPLACE FUNCTION public.booking_lines_fit()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  most integer;
BEGIN
  SELECT capacity INTO most FROM resources WHERE id = NEW.resource_id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT 1 FROM booking_lines moment
     WHERE moment.resource_id = NEW.resource_id AND moment.holds
       AND moment.starts_at >= NEW.starts_at AND moment.starts_at < NEW.taken_until
       AND (SELECT sum(held.units) FROM booking_lines held
             WHERE held.resource_id = NEW.resource_id AND held.holds
               AND held.starts_at <= moment.starts_at
               AND held.taken_until > moment.starts_at) > coalesce(most, 0)
  ) THEN
    RAISE EXCEPTION 'booking_lines: over capacity' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$function$

+ CREATE TRIGGER booking_lines_fit_insert AFTER INSERT ON public.booking_lines FOR EACH ROW WHEN (new.holds) EXECUTE FUNCTION booking_lines_fit()
+ CREATE TRIGGER booking_lines_fit_update AFTER UPDATE OF resource_id, units, starts_at, taken_until, holds ON public.booking_lines FOR EACH ROW WHEN (new.holds) EXECUTE FUNCTION booking_lines_fit()
+ CREATE UNIQUE INDEX booking_lines_pkey ON public.booking_lines USING btree (booking_id, resource_id)
+ CREATE UNIQUE INDEX bookings_pkey ON public.bookings USING btree (id)
+ TABLE booking_lines COLUMN booking_id uuid NOT NULL
+ TABLE booking_lines COLUMN buffer_minutes int4 NOT NULL
+ TABLE booking_lines COLUMN free_until_minutes int4 NOT NULL
+ TABLE booking_lines COLUMN holds bool NOT NULL
+ TABLE booking_lines COLUMN late_share int4 NOT NULL
+ TABLE booking_lines COLUMN position int4 NOT NULL
+ TABLE booking_lines COLUMN price_cents int8 NOT NULL
+ TABLE booking_lines COLUMN resource_id uuid NOT NULL
+ TABLE booking_lines COLUMN starts_at timestamptz NOT NULL
+ TABLE booking_lines COLUMN taken_until timestamptz NOT NULL
+ TABLE booking_lines COLUMN units int4 NOT NULL
+ TABLE booking_lines CONSTRAINT booking_lines_booking_id_fkey FOREIGN KEY (booking_id) REFERENCES bookings(id)
+ TABLE booking_lines CONSTRAINT booking_lines_pkey PRIMARY KEY (booking_id, resource_id)
+ TABLE booking_lines CONSTRAINT booking_lines_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resources(id)
+ TABLE bookings COLUMN borrower_organisation_id uuid NOT NULL
+ TABLE bookings COLUMN cancelled_by_id uuid
+ TABLE bookings COLUMN condition_after text
+ TABLE bookings COLUMN condition_before text
+ TABLE bookings COLUMN created_at timestamptz NOT NULL
+ TABLE bookings COLUMN ends_at timestamptz NOT NULL
+ TABLE bookings COLUMN handed_over_at timestamptz
+ TABLE bookings COLUMN hub_id uuid NOT NULL
+ TABLE bookings COLUMN id uuid NOT NULL
+ TABLE bookings COLUMN late bool NOT NULL
+ TABLE bookings COLUMN owed_cents int8 NOT NULL
+ TABLE bookings COLUMN owner_organisation_id uuid NOT NULL
+ TABLE bookings COLUMN project_id uuid
+ TABLE bookings COLUMN purpose text
+ TABLE bookings COLUMN reason text
+ TABLE bookings COLUMN returned_at timestamptz
+ TABLE bookings COLUMN series_id uuid
+ TABLE bookings COLUMN starts_at timestamptz NOT NULL
+ TABLE bookings COLUMN state text NOT NULL
+ TABLE bookings COLUMN updated_at timestamptz NOT NULL
+ TABLE bookings COLUMN version int4 NOT NULL
+ TABLE bookings CONSTRAINT bookings_borrower_organisation_id_fkey FOREIGN KEY (borrower_organisation_id) REFERENCES organisations(id)
+ TABLE bookings CONSTRAINT bookings_hub_id_fkey FOREIGN KEY (hub_id) REFERENCES hubs(id)
+ TABLE bookings CONSTRAINT bookings_owner_organisation_id_fkey FOREIGN KEY (owner_organisation_id) REFERENCES organisations(id)
+ TABLE bookings CONSTRAINT bookings_pkey PRIMARY KEY (id)
+ TABLE bookings CONSTRAINT bookings_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id)
+ TABLE resources COLUMN capacity int4
