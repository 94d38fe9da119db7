//! Work to be done after a transaction, written in it. A job is claimed for a while, done, and
//! deleted; one that fails waits longer each time.

use chrono::{DateTime, Duration, Utc};
use maillage_domain::ids::JobId;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType, Query},
};

use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "jobs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub payload: Json,
        pub run_at: DateTimeUtc,
        pub attempts: i32,
        pub last_error: Option<String>,
        pub abandoned_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How long a claim lasts before another instance may take the job.
const CLAIM: Duration = Duration::minutes(5);
/// After so many failures a job is put aside for the operator.
pub const MOST_ATTEMPTS: i32 = 12;

/// A job that was claimed.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredJob {
    /// Its id.
    pub id: JobId,
    /// What to do.
    pub payload: serde_json::Value,
    /// How often it was tried, this time included.
    pub attempts: i32,
    /// Until when it is ours; no two claims of a job have the same end.
    claimed_until: DateTime<Utc>,
}

/// Adds jobs.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(
    tx: &Tx,
    jobs: Vec<(JobId, serde_json::Value, DateTime<Utc>)>,
) -> Result<(), Error> {
    if jobs.is_empty() {
        return Ok(());
    }
    let rows = jobs
        .into_iter()
        .map(|(id, payload, run_at)| row::ActiveModel {
            id: Set(id.uuid()),
            payload: Set(payload),
            run_at: Set(run_at),
            attempts: Set(0),
            last_error: Set(None),
            abandoned_at: Set(None),
        });
    row::Entity::insert_many(rows)
        .exec_without_returning(&tx.executor())
        .await?;
    Ok(())
}

/// Claims the job that is due the longest: nobody else gets it for five minutes.
///
/// # Errors
/// When the database fails.
pub async fn claim(tx: &Tx, now: DateTime<Utc>) -> Result<Option<StoredJob>, Error> {
    let executor = tx.executor();
    let mut due = Query::select();
    due.column(row::Column::Id)
        .from(row::Entity)
        .cond_where(
            Condition::all()
                .add(row::Column::RunAt.lte(now))
                .add(row::Column::AbandonedAt.is_null()),
        )
        .order_by(row::Column::RunAt, sea_orm::Order::Asc)
        .order_by(row::Column::Id, sea_orm::Order::Asc)
        .limit(1);
    if executor.get_database_backend() == DbBackend::Postgres {
        due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let claimed = row::Entity::update_many()
        .col_expr(row::Column::RunAt, Expr::value(now + CLAIM))
        .col_expr(
            row::Column::Attempts,
            Expr::col(row::Column::Attempts).add(1),
        )
        // `=`, not `IN`: PostgreSQL runs the query behind `IN` as often as its plan likes, each time with
        // another job, as the last one is locked by then.
        .filter(Expr::col(row::Column::Id).eq(Expr::from(due)))
        .exec_with_returning(&executor)
        .await?;
    Ok(claimed.into_iter().next().map(|row| StoredJob {
        id: JobId::from_uuid(row.id),
        payload: row.payload,
        attempts: row.attempts,
        claimed_until: row.run_at,
    }))
}

/// The row of a job, as long as the claim on it is ours.
fn ours(job: &StoredJob) -> Condition {
    Condition::all()
        .add(row::Column::Id.eq(job.id.uuid()))
        .add(row::Column::RunAt.eq(job.claimed_until))
}

/// Forgets a job that is done.
///
/// # Errors
/// [`Error::Stale`] when the claim ran out and another instance took the job; otherwise when the
/// database fails.
pub async fn finish(tx: &Tx, job: &StoredJob) -> Result<(), Error> {
    let finished = row::Entity::delete_many()
        .filter(ours(job))
        .exec(&tx.executor())
        .await?;
    if finished.rows_affected == 0 {
        return Err(Error::Stale);
    }
    Ok(())
}

/// Puts a failed job off, or aside after [`MOST_ATTEMPTS`]. A job that another instance took
/// meanwhile is left to it.
///
/// # Errors
/// When the database fails.
pub async fn retry(tx: &Tx, job: &StoredJob, now: DateTime<Utc>, error: &str) -> Result<(), Error> {
    // 10 s, 20 s, 40 s, … up to six hours.
    let wait = Duration::seconds(10 << (job.attempts - 1).clamp(0, 11)).min(Duration::hours(6));
    let abandoned = (job.attempts >= MOST_ATTEMPTS).then_some(now);
    row::Entity::update_many()
        .col_expr(row::Column::RunAt, Expr::value(now + wait))
        .col_expr(
            row::Column::LastError,
            Expr::value(error.chars().take(500).collect::<String>()),
        )
        .col_expr(row::Column::AbandonedAt, Expr::value(abandoned))
        .filter(ours(job))
        .exec(&tx.executor())
        .await?;
    Ok(())
}

/// How many jobs wait, put-off ones included; those put aside are not counted.
///
/// # Errors
/// When the database fails.
pub async fn waiting(conn: &impl Conn) -> Result<u64, Error> {
    Ok(row::Entity::find()
        .filter(row::Column::AbandonedAt.is_null())
        .count(&conn.executor())
        .await?)
}

/// How many jobs should have been done by an instant: those that were due, and those that were put
/// off because they failed.
///
/// # Errors
/// When the database fails.
pub async fn left(conn: &impl Conn, now: DateTime<Utc>) -> Result<u64, Error> {
    let due = Condition::any()
        .add(row::Column::RunAt.lte(now))
        .add(row::Column::Attempts.gt(0));
    Ok(row::Entity::find()
        .filter(row::Column::AbandonedAt.is_null())
        .filter(due)
        .count(&conn.executor())
        .await?)
}

/// How many jobs were put aside after failing too often.
///
/// # Errors
/// When the database fails.
pub async fn abandoned(conn: &impl Conn) -> Result<u64, Error> {
    Ok(row::Entity::find()
        .filter(row::Column::AbandonedAt.is_not_null())
        .count(&conn.executor())
        .await?)
}

/// When the next job is due.
///
/// # Errors
/// When the database fails.
pub async fn next_due(conn: &impl Conn) -> Result<Option<DateTime<Utc>>, Error> {
    let next = row::Entity::find()
        .filter(row::Column::AbandonedAt.is_null())
        .order_by_asc(row::Column::RunAt)
        .limit(1)
        .one(&conn.executor())
        .await?;
    Ok(next.map(|row| row.run_at))
}
