//! Hubs, their charters and teams.

mod offices;
mod query;
mod row;

use std::collections::HashMap;

use maillage_domain::{
    events::Pending,
    hubs::{Charter, Hub, HubContent},
    ids::HubId,
    values::{Markdown, Name, Slug, Summary, fold},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, IntoCondition, OnConflict, SimpleExpr},
};

pub use self::{
    offices::{find_office, is_among_members, offices_of, other_coordinators, save_office, teams},
    query::{HubFilter, HubOrder, HubOrderField, HubQuery, count, list},
};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::{among, corrupt, json, lock_row, one_row, to_json, value},
};

/// A hub with the charter in force.
///
/// # Errors
/// When the database fails or holds what is no hub.
pub async fn find(conn: &impl Conn, id: HubId) -> Result<Option<Hub>, Error> {
    Ok(matching(conn, row::Column::Id.eq(id.uuid())).await?.pop())
}

/// The hub with this slug.
///
/// # Errors
/// When the database fails or holds what is no hub.
pub async fn find_by_slug(conn: &impl Conn, slug: &Slug) -> Result<Option<Hub>, Error> {
    let hubs = matching(conn, row::Column::Slug.eq(slug.as_str())).await;
    Ok(hubs?.pop())
}

/// Hubs by their ids.
///
/// # Errors
/// When the database fails or holds what is no hub.
pub async fn by_ids(conn: &impl Conn, ids: &[HubId]) -> Result<HashMap<HubId, Hub>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids = among(conn, row::Column::Id, ids.iter().map(HubId::uuid));
    let hubs = matching(conn, ids).await?;
    Ok(hubs.into_iter().map(|hub| (hub.id, hub)).collect())
}

async fn matching(conn: &impl Conn, condition: impl IntoCondition) -> Result<Vec<Hub>, Error> {
    let rows = with_charter(row::Entity::find().filter(condition))
        .all(&conn.executor())
        .await?;
    rows.into_iter()
        .map(|(row, charter)| hub(row, charter.as_ref()))
        .collect()
}

/// Beside each hub the charter in force, if there is one.
fn with_charter(
    hubs: sea_orm::Select<row::Entity>,
) -> sea_orm::SelectTwo<row::Entity, row::charter::Entity> {
    hubs.find_also_related(row::charter::Entity).filter(
        Condition::any()
            .add(row::charter::Column::Number.is_null())
            .add(
                row::charter::Column::Number
                    .into_expr()
                    .eq(current_charter((row::Entity, row::Column::Id))),
            ),
    )
}

/// The number of the charter in force in the hub that a column names.
pub(crate) fn current_charter(hub: impl sea_orm::sea_query::IntoColumnRef) -> SimpleExpr {
    use sea_orm::sea_query::{Alias, Query};
    let newest = Alias::new("newest");
    let mut query = Query::select();
    query
        .expr(Expr::col((newest.clone(), row::charter::Column::Number)).max())
        .from_as(row::charter::Entity, newest.clone())
        .and_where(Expr::col((newest, row::charter::Column::HubId)).eq(Expr::col(hub)));
    SimpleExpr::SubQuery(None, Box::new(query.into()))
}

/// Every charter version of hubs, the newest first.
///
/// # Errors
/// When the database fails or holds what is no charter.
pub async fn charters_of(
    conn: &impl Conn,
    hubs: &[HubId],
) -> Result<HashMap<HubId, Vec<Charter>>, Error> {
    use row::charter::{Column, Entity};
    let rows = Entity::find()
        .filter(among(conn, Column::HubId, hubs.iter().map(HubId::uuid)))
        .order_by_desc(Column::Number)
        .all(&conn.executor())
        .await?;
    let mut charters: HashMap<HubId, Vec<Charter>> = HashMap::new();
    for row in rows {
        let of = charters.entry(HubId::from_uuid(row.hub_id)).or_default();
        of.push(charter(&row)?);
    }
    Ok(charters)
}

/// Makes others who change a hub, or what has to agree with its charter, colleges and team, wait
/// until this transaction ends. The version stays: nothing that anybody edits has changed.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &Tx, id: HubId) -> Result<(), Error> {
    lock_row(tx, "hubs", id.uuid()).await
}

/// Writes a hub, its newest charter and its events.
///
/// # Errors
/// `Taken` when another hub has the slug, `Stale` when somebody saved it since; otherwise when the
/// database fails.
pub async fn save(tx: &Tx, hub: &mut Hub) -> Result<(), Error> {
    let before = hub.version;
    let mut active = active(hub)?;
    active.version = Set(before + 1);
    if before == 0 {
        let insert = row::Entity::insert(active);
        insert.exec_without_returning(&tx.executor()).await?;
    } else {
        let updated = row::Entity::update_many()
            .set(active)
            .filter(row::Column::Id.eq(hub.id.uuid()))
            .filter(row::Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    save_charter(tx, hub).await?;
    hub.version = before + 1;
    tx.record(hub.events.drain());
    Ok(())
}

/// A charter version is written once and never changes.
async fn save_charter(tx: &Tx, hub: &Hub) -> Result<(), Error> {
    use row::charter::{ActiveModel, Column, Entity};
    let Some(charter) = &hub.charter else {
        return Ok(());
    };
    let row = ActiveModel {
        hub_id: Set(hub.id.uuid()),
        number: Set(charter.number),
        text: Set(charter.text.to_string()),
        published_at: Set(charter.published_at),
        accept_by: Set(charter.accept_by),
    };
    let known = OnConflict::columns([Column::HubId, Column::Number])
        .do_nothing()
        .to_owned();
    Entity::insert(row)
        .on_conflict(known)
        .exec_without_returning(&tx.executor())
        .await?;
    Ok(())
}

fn active(hub: &Hub) -> Result<row::ActiveModel, Error> {
    const T: &str = "hubs";
    let content = &hub.content;
    Ok(row::ActiveModel {
        id: Set(hub.id.uuid()),
        slug: Set(hub.slug.to_string()),
        name: Set(content.name.to_string()),
        sort_name: Set(fold(content.name.as_str())),
        summary: Set(content.summary.to_string()),
        description: Set(content.description.to_string()),
        territory: Set(to_json(T, "territory", &content.territory)?),
        time_zone: Set(content.time_zone.name().to_owned()),
        colleges: Set(to_json(T, "colleges", &hub.colleges)?),
        policy: Set(to_json(T, "policy", &hub.policy)?),
        requires_second_factor: Set(hub.requires_second_factor),
        keeps_hours: Set(hub.keeps_hours),
        templates: Set(to_json(T, "templates", &hub.templates)?),
        demo: Set(hub.demo),
        created_at: Set(hub.created_at),
        version: Set(hub.version),
    })
}

fn hub(row: row::Model, of: Option<&row::charter::Model>) -> Result<Hub, Error> {
    const T: &str = "hubs";
    Ok(Hub {
        id: HubId::from_uuid(row.id),
        slug: value(T, "slug", Slug::parse(&row.slug))?,
        content: HubContent {
            name: value(T, "name", Name::parse(&row.name))?,
            summary: value(T, "summary", Summary::parse(&row.summary))?,
            description: value(T, "description", Markdown::parse(&row.description))?,
            territory: json(T, "territory", row.territory)?,
            time_zone: row
                .time_zone
                .parse()
                .map_err(|error| corrupt(T, "time_zone", error))?,
        },
        colleges: json(T, "colleges", row.colleges)?,
        policy: json(T, "policy", row.policy)?,
        requires_second_factor: row.requires_second_factor,
        keeps_hours: row.keeps_hours,
        templates: json(T, "templates", row.templates)?,
        charter: of.map(charter).transpose()?,
        demo: row.demo,
        created_at: row.created_at,
        version: row.version,
        events: Pending::default(),
    })
}

fn charter(row: &row::charter::Model) -> Result<Charter, Error> {
    Ok(Charter {
        number: row.number,
        text: value("charters", "text", Markdown::parse(&row.text))?,
        published_at: row.published_at,
        accept_by: row.accept_by,
    })
}
