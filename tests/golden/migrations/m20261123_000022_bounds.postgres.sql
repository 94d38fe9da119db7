- CREATE OR REPLACE FUNCTION public.signatures_are_of_what_waits()
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

+ CREATE INDEX partnership_edits_of_organisation ON public.partnership_edits USING btree (organisation_id, at)
+ CREATE OR REPLACE FUNCTION public.signatures_are_of_what_waits()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM 1 FROM partnership_versions
    WHERE id = NEW.version_id AND state = 'PROPOSED' FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'partnership_signatures: the version waits for none' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$function$

+ TABLE partnership_edits COLUMN outsiders int4 NOT NULL DEFAULT 0
