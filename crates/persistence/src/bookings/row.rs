//! The rows.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bookings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub hub_id: Uuid,
    pub owner_organisation_id: Uuid,
    pub borrower_organisation_id: Uuid,
    pub project_id: Option<Uuid>,
    pub series_id: Option<Uuid>,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub purpose: Option<String>,
    pub state: String,
    pub reason: Option<String>,
    pub cancelled_by_id: Option<Uuid>,
    pub owed_cents: i64,
    pub owed_minutes: i64,
    pub handed_over_at: Option<DateTimeUtc>,
    pub returned_at: Option<DateTimeUtc>,
    pub condition_before: Option<String>,
    pub condition_after: Option<String>,
    pub late: bool,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i32,
    /// With what follows, of an employee alone.
    pub wages_cents: Option<i64>,
    pub social_charges_cents: Option<i64>,
    pub staff_loan_id: Option<Uuid>,
    pub staff_partnership_id: Option<Uuid>,
    pub worked_minutes: Option<i32>,
    pub hours_declared_at: Option<DateTimeUtc>,
    pub hours_note: Option<String>,
    pub hours_contested: Option<String>,
    pub refunds: Option<String>,
    pub expenses_cents: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What a booking takes of one resource.
pub(crate) mod line {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "booking_lines")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub booking_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub resource_id: Uuid,
        pub position: i32,
        pub units: i32,
        pub starts_at: DateTimeUtc,
        /// The end of the booking and the buffer after it.
        pub taken_until: DateTimeUtc,
        /// Whether the units are kept from others: while the booking is confirmed or in use.
        pub holds: bool,
        pub price_cents: i64,
        pub credit_minutes: i64,
        pub buffer_minutes: i32,
        pub free_until_minutes: i32,
        pub late_share: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
