- CREATE UNIQUE INDEX "organisations_siren" ON "organisations" ("siren") WHERE "siren" IS NOT NULL
+ CREATE INDEX "memberships_of_organisation" ON "memberships" ("organisation_id", "state")
+ CREATE INDEX "participations_of_project" ON "participations" ("project_id", "id")
+ CREATE INDEX "projects_by_change" ON "projects" ("updated_at", "id")
+ CREATE INDEX "projects_by_title" ON "projects" ("sort_title", "id")
+ CREATE UNIQUE INDEX "organisations_siren" ON "organisations" ("siren") WHERE "siren" IS NOT NULL AND "published_at" IS NOT NULL
