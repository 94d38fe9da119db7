//! The rows.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_loans")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub resource_id: Uuid,
    pub lender_id: Uuid,
    pub borrower_id: Uuid,
    pub convention: String,
    pub signed_on: Date,
    pub agreed_on: Date,
    pub valid_from: Date,
    pub valid_until: Date,
    pub state: String,
    pub reason: Option<String>,
    pub confirmed_at: Option<DateTimeUtc>,
    pub ended_on: Option<Date>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
