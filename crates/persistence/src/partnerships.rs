//! Partnerships, with their versions and signatures.

mod drafts;
mod keeping;
mod keys;
mod query;
mod row;
mod signed;
mod templates;
mod versions;

use std::collections::HashMap;

use maillage_domain::{
    cooperation::Begun,
    events::Pending,
    ids::{HubId, OrganisationId, PartnershipId},
    partnerships::{Disclosure, Partnership, PartnershipState, Stage, Tasks, Version},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::ExprTrait as _};

use self::row::partnership::{ActiveModel, Column, Entity, Model};
pub use self::{
    drafts::{
        Edit, EditMade, articles, articles_of, comments, count_comments, count_outsiders, edit,
        edits, first_comments, save_comment, save_edit,
    },
    keeping::{
        declarations, fulfilment, keepings, known_proofs, lock_source, measure, save_fulfilment,
        save_waiver, source_is_counted, tell,
    },
    keys::{SealKey, keep_key, keys},
    query::{Awaited, ORDER, PartnershipFilter, count, list},
    signed::signed_by,
    templates::{save_template, template, templates_of},
    versions::{by_text, of_version, text, texts},
};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::{among, json, lock_row, one_row, text as read, to_json},
};

/// What the commitments of a partnership ask of its parties.
pub type PartyTasks = HashMap<OrganisationId, Tasks>;

const TABLE: &str = "partnerships";

/// A partnership, whoever may see it.
///
/// # Errors
/// When the database fails or holds what is no partnership.
pub async fn find(conn: &impl Conn, id: PartnershipId) -> Result<Option<Partnership>, Error> {
    Ok(by_ids(conn, &[id]).await?.remove(&id))
}

/// A partnership that nobody else changes until the transaction ends.
///
/// # Errors
/// As [`find`].
pub async fn lock(tx: &Tx, id: PartnershipId) -> Result<Option<Partnership>, Error> {
    lock_row(tx, TABLE, id.uuid()).await?;
    find(tx, id).await
}

/// Partnerships, in three statements whatever their number.
///
/// # Errors
/// When the database fails or holds what is no partnership.
pub async fn by_ids(
    conn: &impl Conn,
    ids: &[PartnershipId],
) -> Result<HashMap<PartnershipId, Partnership>, Error> {
    let rows = Entity::find()
        .filter(among(conn, Column::Id, ids.iter().map(PartnershipId::uuid)))
        .all(&conn.executor())
        .await?;
    let found = with_versions(conn, rows).await?;
    Ok(found.into_iter().map(|one| (one.id, one)).collect())
}

/// The partnerships of a hub that may have bound somebody in a period, of which the parties have signed that its
/// team reads all.
///
/// # Errors
/// When the database fails or holds what is no partnership.
pub async fn told_in_full(
    conn: &impl Conn,
    hub: HubId,
    begun: &Begun,
) -> Result<Vec<Partnership>, Error> {
    let goes_on = Column::EndsOn.is_null().or(Column::EndsOn.gte(begun.first));
    let rows = Entity::find()
        .filter(Column::HubId.eq(hub.uuid()))
        .filter(Column::Disclosed.eq(Disclosure::All.as_str()))
        .filter(Column::CreatedAt.lt(begun.end))
        .filter(goes_on)
        .all(&conn.executor())
        .await?;
    with_versions(conn, rows).await
}

async fn with_versions(conn: &impl Conn, rows: Vec<Model>) -> Result<Vec<Partnership>, Error> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut versions = versions::of(conn, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let versions = versions.remove(&row.id).unwrap_or_default();
            partnership(row, versions)
        })
        .collect()
}

/// Writes a partnership, what became of its versions, who has signed the one that waits, who reads it, and
/// what happened. `frozen` is the text of a version that is new, `tasks` what its commitments ask of whom.
///
/// # Errors
/// `Stale` when somebody saved it since; otherwise when the database fails, also because a frozen text would
/// change or another version be signed than the one that waits, which nobody who locks it meets.
pub async fn save(
    tx: &Tx,
    partnership: &mut Partnership,
    frozen: Option<&str>,
    tasks: &PartyTasks,
) -> Result<(), Error> {
    let before = partnership.version;
    let active = active(partnership, before + 1)?;
    if before == 0 {
        Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = Entity::update_many()
            .set(active)
            .filter(Column::Id.eq(partnership.id.uuid()))
            .filter(Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    versions::save(tx, partnership, frozen).await?;
    save_readers(tx, partnership, tasks).await?;
    partnership.version = before + 1;
    tx.record(partnership.events.drain());
    Ok(())
}

/// Writes who reads a partnership, and what it asks of them.
///
/// # Errors
/// When the database fails.
pub async fn save_readers(
    tx: &Tx,
    partnership: &Partnership,
    tasks: &PartyTasks,
) -> Result<(), Error> {
    use row::reader;
    reader::Entity::delete_many()
        .filter(reader::Column::PartnershipId.eq(partnership.id.uuid()))
        .exec(&tx.executor())
        .await?;
    let (insiders, members) = (partnership.insiders(), partnership.members());
    let bound = partnership.bound();
    let to_sign: Vec<_> = partnership
        .proposed()
        .map(|version| version.awaits().collect())
        .unwrap_or_default();
    let mut readers = partnership.witnesses();
    readers.extend(insiders.iter().copied());
    readers.extend(members.iter().copied());
    readers.sort();
    readers.dedup();
    let rows = readers.into_iter().map(|one| {
        let task = tasks.get(&one).copied().unwrap_or_default();
        reader::ActiveModel {
            organisation_id: Set(one.uuid()),
            partnership_id: Set(partnership.id.uuid()),
            insider: Set(members.contains(&one)),
            bound: Set(bound.contains(&one)),
            to_sign: Set(to_sign.contains(&one)),
            deliver_by: Set(task.deliver_by),
            to_answer: Set(task.answer),
            gone: Set(!insiders.contains(&one) && !members.contains(&one)),
        }
    });
    reader::Entity::insert_many(rows)
        .exec_without_returning(&tx.executor())
        .await?;
    Ok(())
}

fn active(partnership: &Partnership, version: i32) -> Result<ActiveModel, Error> {
    let outline = &partnership.outline;
    Ok(ActiveModel {
        id: Set(partnership.id.uuid()),
        hub_id: Set(partnership.hub.uuid()),
        author_id: Set(partnership.author.uuid()),
        title: Set(outline.title.to_string()),
        aim: Set(outline.aim.to_string()),
        form: Set(outline.form.to_string()),
        state: Set(partnership.state.to_string()),
        stage: Set(partnership.stage.to_string()),
        disclosed: Set(partnership.disclosed().map(|one| one.to_string())),
        outline: Set(to_json(TABLE, "outline", outline)?),
        edit: Set(partnership.edit),
        edits: Set(partnership.edits),
        ends_on: Set(partnership.ends_on),
        course: Set(to_json(TABLE, "course", &partnership.course)?),
        created_at: Set(partnership.created_at),
        updated_at: Set(partnership.updated_at),
        version: Set(version),
    })
}

fn partnership(row: Model, versions: Vec<Version>) -> Result<Partnership, Error> {
    Ok(Partnership {
        id: PartnershipId::from_uuid(row.id),
        hub: HubId::from_uuid(row.hub_id),
        author: OrganisationId::from_uuid(row.author_id),
        outline: json(TABLE, "outline", row.outline)?,
        edit: row.edit,
        edits: row.edits,
        state: read::<PartnershipState>(TABLE, "state", &row.state)?,
        stage: read::<Stage>(TABLE, "stage", &row.stage)?,
        ends_on: row.ends_on,
        course: json(TABLE, "course", row.course)?,
        versions,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        events: Pending::default(),
    })
}
