//! Organisations, mandates and invitations to them.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        manager
            .create_table(table(
                "organisations",
                vec![
                    id(),
                    text("name"),
                    sort_text("sort_name", backend),
                    text("search"),
                    text("legal_form"),
                    text_null("legal_category"),
                    text_null("siren"),
                    text_null("siret"),
                    text_null("rna"),
                    json_null("naf"),
                    json("accreditations"),
                    text_null("commune"),
                    text_null("address"),
                    text_null("postal_code"),
                    json_null("location"),
                    json("domains"),
                    text("staff_size"),
                    text_null("summary"),
                    text_null("description"),
                    json("contact"),
                    text("source"),
                    ColumnDef::new("sirene_ess").boolean().take(),
                    boolean("listed_by_ess_france"),
                    json_null("ess_decision"),
                    text("state"),
                    json_null("statement"),
                    json_null("revision"),
                    instant("created_at"),
                    instant("updated_at"),
                    instant_null("published_at"),
                    version(),
                ],
                [],
            ))
            .await?;
        manager
            .create_index(
                index("organisations_siren", "organisations", ["siren"])
                    .unique()
                    .cond_where(Expr::col("siren").is_not_null())
                    .take(),
            )
            .await?;
        manager
            .create_index(index(
                "organisations_by_name",
                "organisations",
                ["sort_name", "id"],
            ))
            .await?;
        manager
            .create_index(index(
                "organisations_in_commune",
                "organisations",
                ["commune"],
            ))
            .await?;
        manager
            .create_table(table(
                "mandates",
                vec![
                    id(),
                    uuid("person_id"),
                    uuid("organisation_id"),
                    text("role"),
                    instant("from_at"),
                    uuid_null("granted_by_id"),
                    instant_null("revoked_at"),
                    uuid_null("revoked_by_id"),
                    version(),
                ],
                [
                    ("person_id", "persons"),
                    ("organisation_id", "organisations"),
                    ("granted_by_id", "persons"),
                    ("revoked_by_id", "persons"),
                ],
            ))
            .await?;
        manager
            .create_index(
                index(
                    "mandates_one_live",
                    "mandates",
                    ["person_id", "organisation_id"],
                )
                .unique()
                .cond_where(Expr::col("revoked_at").is_null())
                .take(),
            )
            .await?;
        manager
            .create_index(index(
                "mandates_of_organisation",
                "mandates",
                ["organisation_id", "id"],
            ))
            .await?;
        manager
            .create_table(table(
                "invitations",
                vec![
                    id(),
                    uuid("organisation_id"),
                    text("email"),
                    text("role"),
                    uuid_null("invited_by_id"),
                    instant("created_at"),
                    instant("expires_at"),
                    instant_null("accepted_at"),
                    instant_null("revoked_at"),
                    version(),
                ],
                [
                    ("organisation_id", "organisations"),
                    ("invited_by_id", "persons"),
                ],
            ))
            .await?;
        manager
            .create_index(index(
                "invitations_of_organisation",
                "invitations",
                ["organisation_id", "id"],
            ))
            .await
    }
}
