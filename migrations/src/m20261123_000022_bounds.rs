//! What bounds drafts, and what holds a version while it is signed.
//!
//! A signature now waits for whoever changes what became of its version, also when that is no use case of ours:
//! `FOR KEY SHARE`, as it was before, lets such a change by.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const ON_POSTGRES: &str = "\
CREATE OR REPLACE FUNCTION signatures_are_of_what_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM partnership_versions
    WHERE id = NEW.version_id AND state = 'PROPOSED' FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'partnership_signatures: the version waits for none' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // How many organisations outside of the hub a change names that were not named before.
        let outsiders = integer("outsiders").default(0).take();
        let mut alter = Table::alter();
        let alter = alter.table("partnership_edits").add_column(outsiders);
        manager.alter_table(alter.take()).await?;
        manager
            .create_index(index(
                "partnership_edits_of_organisation",
                "partnership_edits",
                ["organisation_id", "at"],
            ))
            .await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            let connection = manager.get_connection();
            connection.execute_unprepared(ON_POSTGRES).await?;
        }
        Ok(())
    }
}
