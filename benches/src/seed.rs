//! Fills a database with many organisations and projects, faster than use cases would: rows
//! straight into the tables.

use maillage_persistence::{Db, Settings};
use sea_orm::{
    ConnectionTrait, Database, DatabaseTransaction, TransactionTrait, Value,
    sea_query::{Expr, Query},
};
use serde_json::json;
use uuid::Uuid;

const MOMENT: &str = "2026-11-21T09:00:00+00:00";

/// Migrates and fills the database; returns the ids of the public projects, oldest first.
pub(crate) async fn fill(
    url: &str,
    organisations: usize,
    projects: usize,
) -> anyhow::Result<Vec<Uuid>> {
    let db = Db::connect(&Settings::new(url)).await?;
    db.migrate().await?;
    db.close().await?;
    let connection = Database::connect(url).await?;
    let tx = connection.begin().await?;
    let hub = id(0, 0);
    insert(&tx, "hubs", HUB, vec![hub_row(hub)?]).await?;
    in_chunks(
        &tx,
        "organisations",
        ORGANISATION,
        organisations,
        organisation_row,
    )
    .await?;
    in_chunks(&tx, "projects", PROJECT, projects, |at| {
        project_row(hub, at, organisations)
    })
    .await?;
    in_chunks(&tx, "needs", NEED, projects * 2, need_row).await?;
    tx.commit().await?;
    if url.starts_with("postgres") {
        connection.execute_unprepared("VACUUM ANALYZE").await?;
    } else {
        connection.execute_unprepared("PRAGMA optimize").await?;
    }
    connection.close().await?;
    Ok((0..projects)
        .filter(|at| is_public(*at))
        .map(|at| id(2, at))
        .collect())
}

/// One project in twenty is a draft, one in twenty for members alone.
fn is_public(at: usize) -> bool {
    at % 20 > 1
}

/// A UUIDv7 of a table, later rows later.
fn id(table: u8, at: usize) -> Uuid {
    let mut random = [table; 10];
    random[2..].copy_from_slice(
        &(at as u64)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .to_be_bytes(),
    );
    uuid::Builder::from_unix_timestamp_millis(1_760_000_000_000 + at as u64, &random).into_uuid()
}

const HUB: &[&str] = &[
    "id",
    "slug",
    "name",
    "sort_name",
    "summary",
    "description",
    "territory",
    "time_zone",
    "colleges",
    "policy",
    "templates",
    "demo",
    "created_at",
    "version",
];

fn hub_row(hub: Uuid) -> anyhow::Result<Vec<Value>> {
    Ok(vec![
        hub.into(),
        "banc".into(),
        "Banc d’essai".into(),
        "banc d essai".into(),
        "Données de mesure".into(),
        "Données de mesure".into(),
        json!(["34172"]).into(),
        "Europe/Paris".into(),
        json!([]).into(),
        json!({}).into(),
        json!([]).into(),
        true.into(),
        moment()?,
        1.into(),
    ])
}

const ORGANISATION: &[&str] = &[
    "id",
    "name",
    "sort_name",
    "search",
    "legal_form",
    "accreditations",
    "domains",
    "staff_size",
    "summary",
    "description",
    "contact",
    "source",
    "listed_by_ess_france",
    "state",
    "created_at",
    "updated_at",
    "published_at",
    "version",
];

fn organisation_row(at: usize) -> anyhow::Result<Vec<Value>> {
    let name = format!("Structure coopérative {at}");
    let folded = format!("structure cooperative {at}");
    Ok(vec![
        id(1, at).into(),
        name.into(),
        folded.clone().into(),
        folded.into(),
        "SCIC".into(),
        json!([]).into(),
        json!(["REUSE"]).into(),
        "UNKNOWN".into(),
        "Une structure de l’économie sociale et solidaire parmi d’autres.".into(),
        text(600, at).into(),
        json!({ "email": null, "phone": null, "website": null, "visibility": "MEMBERS" }).into(),
        "IMPORT".into(),
        false.into(),
        "PUBLISHED".into(),
        moment()?,
        moment()?,
        moment()?,
        1.into(),
    ])
}

const PROJECT: &[&str] = &[
    "id",
    "hub_id",
    "lead_organisation_id",
    "title",
    "sort_title",
    "search",
    "summary",
    "description",
    "themes",
    "visibility",
    "milestones",
    "budget",
    "stage",
    "state",
    "created_at",
    "updated_at",
    "published_at",
    "version",
];

fn project_row(hub: Uuid, at: usize, organisations: usize) -> anyhow::Result<Vec<Value>> {
    let state = if at.is_multiple_of(20) {
        "DRAFT"
    } else {
        "PUBLISHED"
    };
    let visibility = if at % 20 == 1 { "HUB" } else { "PUBLIC" };
    let title = format!("Projet de coopération numéro {at}");
    let folded = format!("projet de cooperation numero {at}");
    Ok(vec![
        id(2, at).into(),
        hub.into(),
        id(1, at.wrapping_mul(7919) % organisations).into(),
        title.into(),
        folded.clone().into(),
        folded.into(),
        text(180, at).into(),
        text(1_500, at).into(),
        json!(["REUSE", "MOBILITY"]).into(),
        visibility.into(),
        json!([]).into(),
        json!([]).into(),
        "RUNNING".into(),
        state.into(),
        moment()?,
        moment()?,
        moment()?,
        1.into(),
    ])
}

const NEED: &[&str] = &["id", "project_id", "position", "kind", "label", "state"];

fn need_row(at: usize) -> anyhow::Result<Vec<Value>> {
    let kind = ["PARTNER", "SKILL", "SPACE", "MATERIAL"][at % 4];
    Ok(vec![
        id(3, at).into(),
        id(2, at / 2).into(),
        i32::try_from(at % 2)?.into(),
        kind.into(),
        format!("Besoin numéro {at} du projet").into(),
        "OPEN".into(),
    ])
}

/// French words up to a length, other ones for each row.
fn text(length: usize, at: usize) -> String {
    const WORDS: [&str; 8] = [
        "mutualiser",
        "des locaux",
        "avec les structures",
        "du territoire",
        "pour réemployer",
        "les matériaux",
        "et former",
        "ensemble",
    ];
    let mut text = String::with_capacity(length + 24);
    let mut word = at;
    while text.len() < length {
        text.push_str(WORDS[word % WORDS.len()]);
        text.push(' ');
        word = word.wrapping_mul(31).wrapping_add(7);
    }
    text.trim_end().to_owned()
}

fn moment() -> anyhow::Result<Value> {
    Ok(MOMENT.parse::<sea_orm::prelude::DateTimeUtc>()?.into())
}

async fn in_chunks(
    tx: &DatabaseTransaction,
    table: &'static str,
    columns: &[&'static str],
    count: usize,
    row: impl Fn(usize) -> anyhow::Result<Vec<Value>>,
) -> anyhow::Result<()> {
    // Both databases limit the parameters of a statement (32,766 on SQLite).
    let chunk = 20_000 / columns.len();
    for start in (0..count).step_by(chunk) {
        let rows = (start..count.min(start + chunk))
            .map(&row)
            .collect::<anyhow::Result<Vec<_>>>()?;
        insert(tx, table, columns, rows).await?;
    }
    Ok(())
}

async fn insert(
    tx: &DatabaseTransaction,
    table: &'static str,
    columns: &[&'static str],
    rows: Vec<Vec<Value>>,
) -> anyhow::Result<()> {
    let mut insert = Query::insert();
    insert.into_table(table).columns(columns.iter().copied());
    for row in rows {
        insert.values(row.into_iter().map(Expr::value))?;
    }
    tx.execute(&insert).await?;
    Ok(())
}
