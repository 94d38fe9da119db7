//! Partnerships as the graph of cooperation takes them. Who was bound from when until when follows from
//! their texts and what became of them, which the domain reads: of partnerships there are few.

use chrono::{DateTime, NaiveDate, Utc};
use maillage_domain::{
    cooperation::{Agreement, Begun, Text},
    ids::HubId,
    partnerships::{Disclosure, Party, VersionState},
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{among, rows};
use crate::{
    db::Conn,
    error::Error,
    rows::{corrupt, json, text},
};

const TABLE: &str = "partnerships";

/// The partnerships of a hub that may have bound somebody in a period, where the parties have signed that the
/// team reads of them at least that there is one; in one statement, without what they say.
///
/// # Errors
/// When the database fails or holds what is no partnership.
pub async fn agreements(
    conn: &impl Conn,
    hub: HubId,
    begun: &Begun,
) -> Result<Vec<Agreement>, Error> {
    let (parties, disclosure) = match conn.executor().get_database_backend() {
        DbBackend::Postgres => (
            "CAST(v.outline -> 'parties' AS text)",
            "v.outline ->> 'disclosure'",
        ),
        _ => (
            "json_extract(v.outline, '$.parties')",
            "json_extract(v.outline, '$.disclosure')",
        ),
    };
    let told = [Disclosure::Existence, Disclosure::All];
    let in_force = [
        VersionState::InForce,
        VersionState::Superseded,
        VersionState::Ended,
    ];
    let sql = format!(
        "SELECT p.id, CAST(p.course AS text) AS course, p.ends_on, v.state, v.settled_at,
                {parties} AS parties, {disclosure} AS disclosure
           FROM partnerships p JOIN partnership_versions v ON v.partnership_id = p.id
          WHERE p.hub_id = $1 AND p.disclosed IN ({told}) AND v.state IN ({in_force})
            AND p.created_at < $3 AND (p.ends_on IS NULL OR p.ends_on >= $2)
          ORDER BY p.id, v.number",
        told = among(told.map(Disclosure::as_str)),
        in_force = among(in_force.map(VersionState::as_str)),
    );
    let values = [hub.uuid().into(), begun.first.into(), begun.end.into()];
    let mut found: Vec<(Uuid, Agreement)> = Vec::new();
    for row in rows(conn, sql, values).await? {
        let id: Uuid = row.try_get("", "id")?;
        let text = read_text(&row)?;
        match found.last_mut() {
            Some((last, agreement)) if *last == id => agreement.texts.push(text),
            _ => found.push((id, agreement(&row, text)?)),
        }
    }
    Ok(found.into_iter().map(|(_, agreement)| agreement).collect())
}

fn agreement(row: &QueryResult, first: Text) -> Result<Agreement, Error> {
    let ends_on: Option<NaiveDate> = row.try_get("", "ends_on")?;
    Ok(Agreement {
        course: written(row, "course")?,
        ends_on,
        texts: vec![first],
    })
}

fn read_text(row: &QueryResult) -> Result<Text, Error> {
    let disclosure: String = row.try_get("", "disclosure")?;
    let parties: Vec<Party> = written(row, "parties")?;
    let state: String = row.try_get("", "state")?;
    let settled_at: Option<DateTime<Utc>> = row.try_get("", "settled_at")?;
    Ok(Text {
        disclosure: text(TABLE, "disclosure", &disclosure)?,
        parties: parties
            .into_iter()
            .map(|party| party.organisation)
            .collect(),
        state: text(TABLE, "state", &state)?,
        settled_at,
    })
}

/// Reads JSON that the database hands out as text.
fn written<T: DeserializeOwned>(row: &QueryResult, column: &'static str) -> Result<T, Error> {
    let text: String = row.try_get("", column)?;
    let value = serde_json::from_str(&text).map_err(|error| corrupt(TABLE, column, error))?;
    json(TABLE, column, value)
}
