//! The rows.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "projects")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub hub_id: Uuid,
    pub lead_organisation_id: Uuid,
    pub title: String,
    pub sort_title: String,
    pub search: String,
    pub summary: String,
    pub description: String,
    pub themes: Json,
    pub visibility: String,
    pub commune: Option<String>,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub milestones: Json,
    pub budget: Json,
    pub stage: String,
    pub abandoned_because: Option<String>,
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

pub(crate) mod need {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "needs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: Uuid,
        pub position: i32,
        pub kind: String,
        pub label: String,
        pub description: Option<String>,
        pub quantity_value: Option<String>,
        pub quantity_unit: Option<String>,
        pub state: String,
        pub met_by_id: Option<Uuid>,
        pub met_note: Option<String>,
        pub met_with_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod participation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "participations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: Uuid,
        pub organisation_id: Uuid,
        pub state: String,
        pub part: Option<String>,
        pub opened_at: DateTimeUtc,
        pub joined_at: Option<DateTimeUtc>,
        pub left_at: Option<DateTimeUtc>,
        pub version: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
