//! The event log. Its position is handed out by one row that every writer locks last, so that
//! positions follow the order of commits: a reader paging by position never misses an event that
//! was still uncommitted when it passed.

mod listening;
mod reading;

use maillage_domain::events::{Event, Subject};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbBackend, EntityTrait, Statement};
use uuid::Uuid;

pub use self::{
    listening::Listener,
    reading::{Feed, ORDER, after, count, find, head, list},
};
use crate::{
    db::{Tx, sealed::Conn as _},
    error::Error,
    rows::{corrupt, to_json},
};

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "events")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub id: Uuid,
        pub at: DateTimeUtc,
        pub kind: String,
        pub subject_kind: String,
        pub subject_id: Uuid,
        pub hub_id: Option<Uuid>,
        pub organisation_id: Option<Uuid>,
        pub project_id: Option<Uuid>,
        pub resource_id: Option<Uuid>,
        pub partnership_id: Option<Uuid>,
        pub person_id: Option<Uuid>,
        pub acting_for_id: Option<Uuid>,
        pub audience: String,
        pub facts: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Appends events to the log. To be called last in a transaction: it holds back other writers'
/// positions until the commit.
///
/// # Errors
/// When the database fails.
pub async fn append(tx: &Tx, events: &[Event]) -> Result<(), Error> {
    if events.is_empty() {
        return Ok(());
    }
    let last = take_positions(tx, events.len()).await?;
    let mut position =
        last - i64::try_from(events.len()).map_err(|error| corrupt("events", "position", error))?;
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        position += 1;
        let (subject_kind, subject_id) = subject_columns(event.subject);
        rows.push(row::ActiveModel {
            position: Set(position),
            id: Set(event.id.uuid()),
            at: Set(event.at),
            kind: Set(event.kind.to_string()),
            subject_kind: Set(subject_kind.to_owned()),
            subject_id: Set(subject_id),
            hub_id: Set(event.hub.map(|id| id.uuid())),
            organisation_id: Set(event.organisation.map(|id| id.uuid())),
            project_id: Set(event.project.map(|id| id.uuid())),
            resource_id: Set(event.resource.map(|id| id.uuid())),
            partnership_id: Set(event.partnership.map(|id| id.uuid())),
            person_id: Set(event.person.map(|id| id.uuid())),
            acting_for_id: Set(event.acting_for.map(|id| id.uuid())),
            audience: Set(event.audience.to_string()),
            facts: Set(to_json("events", "facts", &event.facts)?),
        });
    }
    row::Entity::insert_many(rows)
        .exec_without_returning(&tx.executor())
        .await?;
    Ok(())
}

/// Reserves `count` positions and returns the last of them. On PostgreSQL it also announces the
/// events to every [`Listener`], which hears of them when the transaction commits.
async fn take_positions(tx: &Tx, count: usize) -> Result<i64, Error> {
    let executor = tx.executor();
    let backend = executor.get_database_backend();
    let count = i64::try_from(count).map_err(|error| corrupt("event_head", "position", error))?;
    let take = "UPDATE event_head SET position = position + $1 WHERE id = 1 RETURNING position";
    let sql = match backend {
        DbBackend::Postgres => format!("{take}, {}", listening::ANNOUNCE),
        _ => take.to_owned(),
    };
    let statement = Statement::from_sql_and_values(backend, sql, [count.into()]);
    let row = executor.query_one_raw(statement).await?;
    row.ok_or_else(|| corrupt("event_head", "id", "the row is missing"))?
        .try_get("", "position")
        .map_err(Error::from)
}

fn subject_columns(subject: Subject) -> (&'static str, Uuid) {
    match subject {
        Subject::Person(id) => ("person", id.uuid()),
        Subject::Organisation(id) => ("organisation", id.uuid()),
        Subject::Mandate(id) => ("mandate", id.uuid()),
        Subject::Invitation(id) => ("invitation", id.uuid()),
        Subject::Hub(id) => ("hub", id.uuid()),
        Subject::HubRole(id) => ("hub_role", id.uuid()),
        Subject::Membership(id) => ("membership", id.uuid()),
        Subject::Project(id) => ("project", id.uuid()),
        Subject::Participation(id) => ("participation", id.uuid()),
        Subject::Resource(id) => ("resource", id.uuid()),
        Subject::Booking(id) => ("booking", id.uuid()),
        Subject::StaffLoan(id) => ("staff_loan", id.uuid()),
        Subject::Partnership(id) => ("partnership", id.uuid()),
        Subject::Lot(id) => ("lot", id.uuid()),
        Subject::Reservation(id) => ("reservation", id.uuid()),
        Subject::Review(id) => ("review", id.uuid()),
    }
}
