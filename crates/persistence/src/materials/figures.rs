//! How much material was used again.

use chrono::{DateTime, Utc};
use maillage_domain::ids::HubId;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait,
    sea_query::{CaseStatement, Expr, Query},
};

use super::row::stock_move::{Column, Entity};
use crate::{db::Conn, error::Error};

/// What was fetched in one stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fetched {
    /// How much, in grams, as far as it is known.
    pub grams: i64,
    /// How many collections.
    pub collections: i64,
    /// How many of them nobody knows the weight of.
    pub unweighed: i64,
}

/// What was fetched by a hub's members between each of the instants and the next, corrections
/// included, in one statement.
///
/// # Errors
/// When the database fails.
pub async fn fetched(
    conn: &impl Conn,
    hub: HubId,
    instants: &[DateTime<Utc>],
) -> Result<Vec<Fetched>, Error> {
    let (Some((first, ends)), Some(last)) = (instants.split_first(), instants.last()) else {
        return Ok(Vec::new());
    };
    let mut found = vec![Fetched::default(); ends.len()];
    if ends.is_empty() {
        return Ok(found);
    }
    let stretch = (0_i32..)
        .zip(ends)
        .fold(CaseStatement::new(), |case, (number, end)| {
            case.case(Column::ReusedAt.lt(*end), number)
        });
    let sum = |column: &str| Expr::cust(format!("CAST(SUM({column}) AS bigint)"));
    let query = Query::select()
        .expr_as(stretch, "stretch")
        .expr_as(sum("reused_grams"), "grams")
        .expr_as(sum("reused_collections"), "collections")
        .expr_as(sum("reused_unweighed"), "unweighed")
        .from(Entity)
        .cond_where(
            Condition::all()
                .add(Column::ReusedHubId.eq(hub.uuid()))
                .add(Column::ReusedAt.gte(*first))
                .add(Column::ReusedAt.lt(*last)),
        )
        .group_by_col("stretch")
        .take();
    for row in conn.executor().query_all(&query).await? {
        let stretch: i32 = row.try_get("", "stretch")?;
        let place = usize::try_from(stretch).ok();
        if let Some(place) = place.and_then(|place| found.get_mut(place)) {
            *place = Fetched {
                grams: row.try_get("", "grams")?,
                collections: row.try_get("", "collections")?,
                unweighed: row.try_get("", "unweighed")?,
            };
        }
    }
    Ok(found)
}
