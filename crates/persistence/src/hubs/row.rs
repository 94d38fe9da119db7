//! The rows.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hubs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    pub sort_name: String,
    pub summary: String,
    pub description: String,
    pub territory: Json,
    pub time_zone: String,
    pub colleges: Json,
    pub policy: Json,
    pub requires_second_factor: bool,
    pub keeps_hours: bool,
    pub templates: Json,
    pub demo: bool,
    pub created_at: DateTimeUtc,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(has_many = "charter::Entity")]
    Charter,
}

impl Related<charter::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Charter.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) mod charter {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "charters")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hub_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub text: String,
        pub published_at: DateTimeUtc,
        pub accept_by: Option<Date>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::Entity",
            from = "Column::HubId",
            to = "super::Column::Id"
        )]
        Hub,
    }

    impl Related<super::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Hub.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod office {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hub_roles")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hub_id: Uuid,
        pub person_id: Uuid,
        pub role: String,
        pub from_at: DateTimeUtc,
        pub granted_by_id: Option<Uuid>,
        pub ended_at: Option<DateTimeUtc>,
        pub version: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
