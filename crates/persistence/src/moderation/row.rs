//! Table `reviews`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reviews")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub hub_id: Uuid,
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub kind: String,
    pub organisation_id: Uuid,
    pub submitted_by_id: Option<Uuid>,
    pub submitted_at: DateTimeUtc,
    pub claimed_by_id: Option<Uuid>,
    pub claimed_until: Option<DateTimeUtc>,
    pub outcome: Option<String>,
    pub decided_at: Option<DateTimeUtc>,
    pub decided_by_id: Option<Uuid>,
    pub statement: Option<Json>,
    pub appeal_of_id: Option<Uuid>,
    pub contested_decider_id: Option<Uuid>,
    pub plea: Option<String>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
