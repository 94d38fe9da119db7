//! What the yearly report on moderation counts (DSA art. 15 and 24).

use chrono::{DateTime, TimeDelta, Utc};
use maillage_domain::{
    ids::HubId,
    moderation::{Outcome, ReviewKind},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, Order, PaginatorTrait,
    QueryFilter, QuerySelect,
    sea_query::{Expr, Query},
};

use super::row::{Column, Entity};
use crate::{
    db::Conn,
    error::Error,
    rows::{corrupt, text},
};

/// How many reviews of a kind ended in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Of which kind.
    pub kind: ReviewKind,
    /// How they ended.
    pub outcome: Outcome,
    /// How many.
    pub count: u64,
}

/// The moderation of a hub over a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Submissions and appeals received.
    pub received: u64,
    /// The decisions taken.
    pub tallies: Vec<Tally>,
    /// Median delay from submission to decision; `None` without a decision.
    pub median_delay: Option<TimeDelta>,
    /// Median delay from appeal to decision; `None` without a decision.
    pub median_appeal_delay: Option<TimeDelta>,
}

/// Counts what a hub's moderators received and decided in `[from, until)`.
///
/// # Errors
/// When the database fails.
pub async fn figures(
    conn: &impl Conn,
    hub: HubId,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Figures, Error> {
    let of_hub = |instant: Column| {
        Condition::all()
            .add(Column::HubId.eq(hub.uuid()))
            .add(instant.gte(from))
            .add(instant.lt(until))
    };
    let received = Entity::find()
        .filter(of_hub(Column::SubmittedAt))
        // What a moderator takes down unasked was handed in by nobody.
        .filter(Column::Kind.ne(ReviewKind::Hiding.as_str()))
        .count(&conn.executor())
        .await?;
    let counts: Vec<(String, Option<String>, i64)> = Entity::find()
        .select_only()
        .column(Column::Kind)
        .column(Column::Outcome)
        .column_as(Column::Id.count(), "count")
        .filter(of_hub(Column::DecidedAt))
        .group_by(Column::Kind)
        .group_by(Column::Outcome)
        .into_tuple()
        .all(&conn.executor())
        .await?;
    let mut tallies = Vec::with_capacity(counts.len());
    for (kind, outcome, count) in counts {
        tallies.push(Tally {
            kind: text("reviews", "kind", &kind)?,
            outcome: text("reviews", "outcome", outcome.as_deref().unwrap_or_default())?,
            count: u64::try_from(count).unwrap_or_default(),
        });
    }
    tallies.sort_by_key(|tally| (tally.kind, tally.outcome));
    let decided = |kinds: &[ReviewKind]| {
        let count = tallies
            .iter()
            .filter(|tally| kinds.contains(&tally.kind) && tally.outcome != Outcome::Withdrawn)
            .map(|tally| tally.count)
            .sum::<u64>();
        let condition = of_hub(Column::DecidedAt)
            .add(Column::Kind.is_in(kinds.iter().map(|kind| kind.as_str())))
            .add(Column::Outcome.ne(Outcome::Withdrawn.as_str()));
        (count, condition)
    };
    let (count, submissions) = decided(&[ReviewKind::Publication, ReviewKind::Revision]);
    let median_delay = median(conn, count, submissions).await?;
    let (count, appeals) = decided(&[ReviewKind::Appeal]);
    let median_appeal_delay = median(conn, count, appeals).await?;
    Ok(Figures {
        received,
        tallies,
        median_delay,
        median_appeal_delay,
    })
}

/// The median delay of `count` decisions: the one in the middle, or the mean of the two there.
async fn median(
    conn: &impl Conn,
    count: u64,
    decided: Condition,
) -> Result<Option<TimeDelta>, Error> {
    if count == 0 {
        return Ok(None);
    }
    let executor = conn.executor();
    // Microseconds on both, so that the arithmetic is that of whole numbers.
    let delay = match executor.get_database_backend() {
        DbBackend::Postgres => {
            "CAST(EXTRACT(EPOCH FROM (decided_at - submitted_at)) * 1000000 AS bigint)"
        }
        _ => {
            "CAST(ROUND((julianday(decided_at) - julianday(submitted_at)) * 86400000) AS integer) * 1000"
        }
    };
    let middle = Query::select()
        .expr_as(Expr::cust(delay), "delay")
        .from(Entity)
        .cond_where(decided)
        .order_by("delay", Order::Asc)
        .limit(2 - count % 2)
        .offset((count - 1) / 2)
        .take();
    let mut delays = Vec::with_capacity(2);
    for row in executor.query_all(&middle).await? {
        let delay: i64 = row.try_get("", "delay")?;
        delays.push(delay);
    }
    let among = i64::try_from(delays.len()).map_err(|error| corrupt("reviews", "id", error))?;
    Ok((among > 0).then(|| TimeDelta::microseconds(delays.iter().sum::<i64>() / among)))
}
