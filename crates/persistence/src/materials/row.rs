//! The rows.

/// A lot.
pub(super) mod lot {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "lots")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub resource_id: Uuid,
        pub hub_id: Uuid,
        pub owner_organisation_id: Uuid,
        pub parent_id: Option<Uuid>,
        pub label: String,
        pub condition: String,
        pub status: String,
        pub dimensions: Option<String>,
        pub origin_site: Option<String>,
        pub origin_on: Option<Date>,
        pub available_until: Option<DateTimeUtc>,
        pub grams_of_one: Option<i64>,
        pub hold_minutes: i32,
        pub unit: String,
        /// Thousandths of the unit, as all amounts. The database writes them with the moves.
        pub on_hand: i64,
        pub held: i64,
        pub move_count: i32,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
        pub version: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A reservation.
pub(super) mod reservation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reservations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub lot_id: Uuid,
        pub resource_id: Uuid,
        pub hub_id: Uuid,
        pub owner_organisation_id: Uuid,
        pub borrower_organisation_id: Uuid,
        pub project_id: Option<Uuid>,
        pub purpose: Option<String>,
        pub amount: i64,
        pub unit: String,
        pub held_until: DateTimeUtc,
        pub price_of_one_cents: i64,
        pub deposit_of_one_cents: i64,
        pub state: String,
        pub reason: Option<String>,
        pub cancelled_by_id: Option<Uuid>,
        pub collected_at: Option<DateTimeUtc>,
        pub taken: i64,
        pub grams: Option<i64>,
        pub brought_back: i64,
        pub passed_on: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
        pub version: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A move of a stock.
pub(super) mod stock_move {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "stock_moves")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub lot_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub kind: String,
        pub on_hand_change: i64,
        pub held_change: i64,
        pub on_hand: i64,
        pub held: i64,
        pub reason: Option<String>,
        pub reservation_id: Option<Uuid>,
        pub other_lot_id: Option<Uuid>,
        pub project_id: Option<Uuid>,
        /// What it adds to the figures of a hub.
        pub reused_hub_id: Option<Uuid>,
        pub reused_at: Option<DateTimeUtc>,
        pub reused_grams: Option<i64>,
        pub reused_collections: Option<i32>,
        pub reused_unweighed: Option<i32>,
        pub at: DateTimeUtc,
        pub person_id: Option<Uuid>,
        pub acting_for_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
