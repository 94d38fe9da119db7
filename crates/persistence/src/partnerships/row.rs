//! The rows.

macro_rules! rows {
    ($($(#[$meta:meta])* $name:ident $table:literal { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        pub mod $name {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                $($(#[$field_meta])* pub $field: $type,)*
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    )+};
}

rows! {
    partnership "partnerships" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        hub_id: Uuid,
        author_id: Uuid,
        title: String,
        aim: String,
        form: String,
        state: String,
        stage: String,
        disclosed: Option<String>,
        outline: Json,
        edit: i32,
        edits: i32,
        ends_on: Option<Date>,
        course: Json,
        created_at: DateTimeUtc,
        updated_at: DateTimeUtc,
        version: i32,
    }
    reader "partnership_readers" {
        #[sea_orm(primary_key, auto_increment = false)]
        organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        partnership_id: Uuid,
        insider: bool,
        bound: bool,
        to_sign: bool,
        deliver_by: Option<Date>,
        to_answer: bool,
        gone: bool,
    }
    fulfilment "fulfilments" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        partnership_id: Uuid,
        commitment_id: Uuid,
        due_on: Option<Date>,
        organisation_id: Uuid,
        sides: Json,
        side: String,
        done_on: Option<Date>,
        amount: Option<Json>,
        booking_id: Option<Uuid>,
        reservation_id: Option<Uuid>,
        note: Option<String>,
        proofs: Json,
        state: String,
        answered_by_id: Option<Uuid>,
        contest: Option<Json>,
        settlement: Option<Json>,
        created_at: DateTimeUtc,
        updated_at: DateTimeUtc,
        version: i32,
    }
    waiver "commitment_waivers" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        partnership_id: Uuid,
        commitment_id: Uuid,
        due_on: Option<Date>,
        organisation_id: Uuid,
        person_id: Option<Uuid>,
        reason: String,
        at: DateTimeUtc,
    }
    edit "partnership_edits" {
        #[sea_orm(primary_key, auto_increment = false)]
        partnership_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        number: i32,
        outline: Json,
        articles: Json,
        person_id: Option<Uuid>,
        organisation_id: Option<Uuid>,
        outsiders: i32,
        at: DateTimeUtc,
    }
    comment "partnership_comments" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        partnership_id: Uuid,
        article: Option<String>,
        edit: i32,
        person_id: Option<Uuid>,
        organisation_id: Option<Uuid>,
        text: String,
        at: DateTimeUtc,
    }
    version "partnership_versions" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        partnership_id: Uuid,
        number: i32,
        edit: i32,
        outline: Json,
        text: String,
        sha256: String,
        signatories: Json,
        proposed_at: DateTimeUtc,
        proposed_by_id: Option<Uuid>,
        proposed_for_id: Option<Uuid>,
        state: String,
        settled_at: Option<DateTimeUtc>,
    }
    signature "partnership_signatures" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        version_id: Uuid,
        organisation_id: Uuid,
        person_id: Uuid,
        mandate_id: Uuid,
        name: String,
        capacity: String,
        proof: String,
        signed_at: DateTimeUtc,
        seal: String,
    }
    seal_key "seal_keys" {
        #[sea_orm(primary_key, auto_increment = false)]
        kid: String,
        public_key: String,
        since: DateTimeUtc,
    }
    template "partnership_templates" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        hub_id: Uuid,
        form: String,
        aim: String,
        language: String,
        title: String,
        summary: String,
        months: i32,
        renewal: String,
        notice_days: i32,
        articles: Json,
        archived_at: Option<DateTimeUtc>,
        created_at: DateTimeUtc,
        updated_at: DateTimeUtc,
        version: i32,
    }
}
