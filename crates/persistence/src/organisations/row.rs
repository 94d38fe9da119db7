//! The row.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub sort_name: String,
    pub search: String,
    pub legal_form: String,
    pub legal_category: Option<String>,
    pub siren: Option<String>,
    pub siret: Option<String>,
    pub rna: Option<String>,
    pub naf: Option<Json>,
    pub accreditations: Json,
    pub commune: Option<String>,
    pub address: Option<String>,
    pub postal_code: Option<String>,
    pub location: Option<Json>,
    pub domains: Json,
    pub staff_size: String,
    pub summary: Option<String>,
    pub description: Option<String>,
    pub contact: Json,
    pub source: String,
    pub sirene_ess: Option<bool>,
    pub listed_by_ess_france: bool,
    pub ess_decision: Option<Json>,
    pub state: String,
    pub statement: Option<Json>,
    pub revision: Option<Json>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub published_at: Option<DateTimeUtc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The columns of a membership that say who has a say over an organisation.
pub(crate) mod membership {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "memberships")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Uuid,
        pub hub_id: Uuid,
        pub state: String,
        pub opened_at: DateTimeUtc,
        pub since: Option<Date>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
