//! The templates of hubs.

use maillage_domain::{
    events::Pending,
    ids::{HubId, PartnershipTemplateId},
    partnerships::{Aim, Form, PartnershipTemplate, Renewal, TemplateContent},
    values::{Language, Summary, Title},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::row::template::{ActiveModel, Column, Entity, Model};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::{count_of, json, number, one_row, text as read, to_json, value},
};

const TABLE: &str = "partnership_templates";

/// A template of a hub.
///
/// # Errors
/// When the database fails or holds what is no template.
pub async fn template(
    conn: &impl Conn,
    id: PartnershipTemplateId,
) -> Result<Option<PartnershipTemplate>, Error> {
    let row = Entity::find_by_id(id.uuid()).one(&conn.executor()).await?;
    row.map(template_of).transpose()
}

/// The templates of a hub from which agreements begin, the first first.
///
/// # Errors
/// When the database fails or holds what is no template.
pub async fn templates_of(conn: &impl Conn, hub: HubId) -> Result<Vec<PartnershipTemplate>, Error> {
    let rows = Entity::find()
        .filter(Column::HubId.eq(hub.uuid()))
        .filter(Column::ArchivedAt.is_null())
        .order_by_asc(Column::Id)
        .all(&conn.executor())
        .await?;
    rows.into_iter().map(template_of).collect()
}

/// Writes a template of a hub, and what happened.
///
/// # Errors
/// `Stale` when somebody saved it since; otherwise when the database fails.
pub async fn save_template(
    tx: &Tx,
    hub: HubId,
    template: &mut PartnershipTemplate,
) -> Result<(), Error> {
    let before = template.version;
    let content = &template.content;
    let active = ActiveModel {
        id: Set(template.id.uuid()),
        hub_id: Set(hub.uuid()),
        form: Set(content.form.to_string()),
        aim: Set(content.aim.to_string()),
        language: Set(content.language.to_string()),
        title: Set(content.title.to_string()),
        summary: Set(content.summary.to_string()),
        months: Set(number(content.months)),
        renewal: Set(content.renewal.to_string()),
        notice_days: Set(number(content.notice_days)),
        articles: Set(to_json(TABLE, "articles", &content.articles)?),
        archived_at: Set(template.archived_at),
        created_at: Set(template.created_at),
        updated_at: Set(template.updated_at),
        version: Set(before + 1),
    };
    if before == 0 {
        Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = Entity::update_many()
            .set(active)
            .filter(Column::Id.eq(template.id.uuid()))
            .filter(Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    template.version = before + 1;
    tx.record(template.events.drain());
    Ok(())
}

fn template_of(row: Model) -> Result<PartnershipTemplate, Error> {
    Ok(PartnershipTemplate {
        id: PartnershipTemplateId::from_uuid(row.id),
        hub: Some(HubId::from_uuid(row.hub_id)),
        content: TemplateContent {
            form: read::<Form>(TABLE, "form", &row.form)?,
            aim: read::<Aim>(TABLE, "aim", &row.aim)?,
            language: read::<Language>(TABLE, "language", &row.language)?,
            title: value(TABLE, "title", Title::parse(&row.title))?,
            summary: value(TABLE, "summary", Summary::parse(&row.summary))?,
            months: count_of(TABLE, "months", row.months)?,
            renewal: read::<Renewal>(TABLE, "renewal", &row.renewal)?,
            notice_days: count_of(TABLE, "notice_days", row.notice_days)?,
            articles: json(TABLE, "articles", row.articles)?,
        },
        archived_at: row.archived_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        events: Pending::default(),
    })
}
