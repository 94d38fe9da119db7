+ TABLE needs COLUMN met_with_id uuid
+ TABLE needs CONSTRAINT needs_met_with_id_fkey FOREIGN KEY (met_with_id) REFERENCES resources(id) DEFERRABLE INITIALLY DEFERRED
