+ CREATE INDEX lots_made_of ON public.lots USING btree (parent_id) WHERE (parent_id IS NOT NULL)
+ CREATE INDEX lots_of_resource ON public.lots USING btree (resource_id, id)
+ CREATE INDEX reservations_held ON public.reservations USING btree (lot_id, held_until) WHERE (state = 'HELD'::text)
+ CREATE INDEX reservations_of_borrower ON public.reservations USING btree (borrower_organisation_id, id)
+ CREATE INDEX reservations_of_hub ON public.reservations USING btree (hub_id, id)
+ CREATE INDEX reservations_of_lot ON public.reservations USING btree (lot_id, id)
+ CREATE INDEX reservations_of_owner ON public.reservations USING btree (owner_organisation_id, id)
+ CREATE INDEX stock_moves_reused ON public.stock_moves USING btree (reused_hub_id, reused_at) WHERE (reused_hub_id IS NOT NULL)
+ CREATE OR REPLACE FUNCTION public.lots_are_their_moves()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM stock_moves last
     WHERE last.lot_id = NEW.id AND last.number = NEW.move_count
       AND last.on_hand = NEW.on_hand AND last.held = NEW.held
  ) THEN
    RAISE EXCEPTION 'lots: not the sum of its moves' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$function$

+ CREATE OR REPLACE FUNCTION public.lots_begin_empty()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'lots: begins without moves' USING ERRCODE = 'check_violation';
END
$function$

+ CREATE OR REPLACE FUNCTION public.stock_moves_add_up()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  UPDATE lots SET on_hand = NEW.on_hand, held = NEW.held, move_count = NEW.number
   WHERE id = NEW.lot_id AND move_count = NEW.number - 1
     AND on_hand + NEW.on_hand_change = NEW.on_hand AND held + NEW.held_change = NEW.held;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'stock_moves: does not add up' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$function$

+ CREATE OR REPLACE FUNCTION public.stock_moves_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'stock_moves: a move is never changed' USING ERRCODE = 'check_violation';
END
$function$

+ CREATE TRIGGER lots_are_their_moves AFTER UPDATE OF on_hand, held, move_count ON public.lots FOR EACH ROW EXECUTE FUNCTION lots_are_their_moves()
+ CREATE TRIGGER lots_begin_empty BEFORE INSERT ON public.lots FOR EACH ROW WHEN (((new.on_hand <> 0) OR (new.held <> 0) OR (new.move_count <> 0))) EXECUTE FUNCTION lots_begin_empty()
+ CREATE TRIGGER stock_moves_add_up AFTER INSERT ON public.stock_moves FOR EACH ROW EXECUTE FUNCTION stock_moves_add_up()
+ CREATE TRIGGER stock_moves_stay BEFORE DELETE OR UPDATE ON public.stock_moves FOR EACH ROW EXECUTE FUNCTION stock_moves_stay()
+ CREATE UNIQUE INDEX lots_pkey ON public.lots USING btree (id)
+ CREATE UNIQUE INDEX reservations_pkey ON public.reservations USING btree (id)
+ CREATE UNIQUE INDEX stock_moves_pkey ON public.stock_moves USING btree (lot_id, number)
+ TABLE lots COLUMN available_until timestamptz
+ TABLE lots COLUMN condition text NOT NULL
+ TABLE lots COLUMN created_at timestamptz NOT NULL
+ TABLE lots COLUMN dimensions text
+ TABLE lots COLUMN grams_of_one int8
+ TABLE lots COLUMN held int8 NOT NULL
+ TABLE lots COLUMN hold_minutes int4 NOT NULL
+ TABLE lots COLUMN hub_id uuid NOT NULL
+ TABLE lots COLUMN id uuid NOT NULL
+ TABLE lots COLUMN label text NOT NULL
+ TABLE lots COLUMN move_count int4 NOT NULL
+ TABLE lots COLUMN on_hand int8 NOT NULL
+ TABLE lots COLUMN origin_on date
+ TABLE lots COLUMN origin_site text
+ TABLE lots COLUMN owner_organisation_id uuid NOT NULL
+ TABLE lots COLUMN parent_id uuid
+ TABLE lots COLUMN resource_id uuid NOT NULL
+ TABLE lots COLUMN status text NOT NULL
+ TABLE lots COLUMN unit text NOT NULL
+ TABLE lots COLUMN updated_at timestamptz NOT NULL
+ TABLE lots COLUMN version int4 NOT NULL
+ TABLE lots CONSTRAINT lots_hub_id_fkey FOREIGN KEY (hub_id) REFERENCES hubs(id)
+ TABLE lots CONSTRAINT lots_never_below_nothing CHECK (((held >= 0) AND (held <= on_hand)))
+ TABLE lots CONSTRAINT lots_owner_organisation_id_fkey FOREIGN KEY (owner_organisation_id) REFERENCES organisations(id)
+ TABLE lots CONSTRAINT lots_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES lots(id)
+ TABLE lots CONSTRAINT lots_pkey PRIMARY KEY (id)
+ TABLE lots CONSTRAINT lots_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resources(id)
+ TABLE reservations COLUMN amount int8 NOT NULL
+ TABLE reservations COLUMN borrower_organisation_id uuid NOT NULL
+ TABLE reservations COLUMN brought_back int8 NOT NULL
+ TABLE reservations COLUMN cancelled_by_id uuid
+ TABLE reservations COLUMN collected_at timestamptz
+ TABLE reservations COLUMN created_at timestamptz NOT NULL
+ TABLE reservations COLUMN deposit_of_one_cents int8 NOT NULL
+ TABLE reservations COLUMN grams int8
+ TABLE reservations COLUMN held_until timestamptz NOT NULL
+ TABLE reservations COLUMN hub_id uuid NOT NULL
+ TABLE reservations COLUMN id uuid NOT NULL
+ TABLE reservations COLUMN lot_id uuid NOT NULL
+ TABLE reservations COLUMN owner_organisation_id uuid NOT NULL
+ TABLE reservations COLUMN passed_on int8 NOT NULL
+ TABLE reservations COLUMN price_of_one_cents int8 NOT NULL
+ TABLE reservations COLUMN project_id uuid
+ TABLE reservations COLUMN purpose text
+ TABLE reservations COLUMN reason text
+ TABLE reservations COLUMN resource_id uuid NOT NULL
+ TABLE reservations COLUMN state text NOT NULL
+ TABLE reservations COLUMN taken int8 NOT NULL
+ TABLE reservations COLUMN unit text NOT NULL
+ TABLE reservations COLUMN updated_at timestamptz NOT NULL
+ TABLE reservations COLUMN version int4 NOT NULL
+ TABLE reservations CONSTRAINT reservations_borrower_organisation_id_fkey FOREIGN KEY (borrower_organisation_id) REFERENCES organisations(id)
+ TABLE reservations CONSTRAINT reservations_hub_id_fkey FOREIGN KEY (hub_id) REFERENCES hubs(id)
+ TABLE reservations CONSTRAINT reservations_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES lots(id)
+ TABLE reservations CONSTRAINT reservations_no_more_than_taken CHECK (((amount > 0) AND ((brought_back >= 0) AND (brought_back <= taken)) AND ((passed_on >= 0) AND (passed_on <= taken))))
+ TABLE reservations CONSTRAINT reservations_owner_organisation_id_fkey FOREIGN KEY (owner_organisation_id) REFERENCES organisations(id)
+ TABLE reservations CONSTRAINT reservations_pkey PRIMARY KEY (id)
+ TABLE reservations CONSTRAINT reservations_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id)
+ TABLE reservations CONSTRAINT reservations_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resources(id)
+ TABLE stock_moves COLUMN acting_for_id uuid
+ TABLE stock_moves COLUMN at timestamptz NOT NULL
+ TABLE stock_moves COLUMN held int8 NOT NULL
+ TABLE stock_moves COLUMN held_change int8 NOT NULL
+ TABLE stock_moves COLUMN kind text NOT NULL
+ TABLE stock_moves COLUMN lot_id uuid NOT NULL
+ TABLE stock_moves COLUMN number int4 NOT NULL
+ TABLE stock_moves COLUMN on_hand int8 NOT NULL
+ TABLE stock_moves COLUMN on_hand_change int8 NOT NULL
+ TABLE stock_moves COLUMN other_lot_id uuid
+ TABLE stock_moves COLUMN person_id uuid
+ TABLE stock_moves COLUMN project_id uuid
+ TABLE stock_moves COLUMN reason text
+ TABLE stock_moves COLUMN reservation_id uuid
+ TABLE stock_moves COLUMN reused_at timestamptz
+ TABLE stock_moves COLUMN reused_collections int4
+ TABLE stock_moves COLUMN reused_grams int8
+ TABLE stock_moves COLUMN reused_hub_id uuid
+ TABLE stock_moves COLUMN reused_unweighed int4
+ TABLE stock_moves CONSTRAINT stock_moves_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES lots(id)
+ TABLE stock_moves CONSTRAINT stock_moves_pkey PRIMARY KEY (lot_id, number)
+ TABLE stock_moves CONSTRAINT stock_moves_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id)
+ TABLE stock_moves CONSTRAINT stock_moves_reservation_id_fkey FOREIGN KEY (reservation_id) REFERENCES reservations(id)
