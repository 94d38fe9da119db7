//! Mandates, and the invitations to hold one.

mod invitations;
mod row;

use std::collections::HashMap;

use maillage_domain::{
    events::Pending,
    ids::{MandateId, OrganisationId, PersonId, Uuid},
    mandates::{Mandate, MandateRole},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};

pub use self::invitations::{
    count_invitations, find_invitation, first_invitations_of, list_invitations, open_invitations,
    save_invitation,
};
use self::row::mandate::{ActiveModel, Column, Entity, Model};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    page::{Cursor, Page, PageRequest},
    ranked,
    rows::{Keyset, among, one_row, paged, text},
};

/// The order of lists, as they were given: the name that binds cursors to it.
pub const ORDER: &str = "GIVEN_ASC";

/// A mandate.
///
/// # Errors
/// When the database fails or holds what is no mandate.
pub async fn find(conn: &impl Conn, id: MandateId) -> Result<Option<Mandate>, Error> {
    Entity::find_by_id(id.uuid())
        .one(&conn.executor())
        .await?
        .as_ref()
        .map(mandate)
        .transpose()
}

/// The live mandate of a person for an organisation: there is at most one.
///
/// # Errors
/// When the database fails or holds what is no mandate.
pub async fn live(
    conn: &impl Conn,
    person: PersonId,
    organisation: OrganisationId,
) -> Result<Option<Mandate>, Error> {
    let row = Entity::find()
        .filter(Column::PersonId.eq(person.uuid()))
        .filter(Column::OrganisationId.eq(organisation.uuid()))
        .filter(Column::RevokedAt.is_null())
        .one(&conn.executor())
        .await?;
    row.as_ref().map(mandate).transpose()
}

/// The same, which nobody ends until the transaction does: one that is being ended is waited for, and is
/// none then.
///
/// # Errors
/// When the database fails or holds what is no mandate.
pub async fn hold_live(
    tx: &Tx,
    person: PersonId,
    organisation: OrganisationId,
) -> Result<Option<Mandate>, Error> {
    let row = Entity::find()
        .filter(Column::PersonId.eq(person.uuid()))
        .filter(Column::OrganisationId.eq(organisation.uuid()))
        .filter(Column::RevokedAt.is_null())
        .lock_shared()
        .one(&tx.executor())
        .await?;
    row.as_ref().map(mandate).transpose()
}

/// The live mandates of a person, oldest first.
///
/// # Errors
/// When the database fails or holds what is no mandate.
pub async fn live_of_person(conn: &impl Conn, person: PersonId) -> Result<Vec<Mandate>, Error> {
    let rows = Entity::find()
        .filter(Column::PersonId.eq(person.uuid()))
        .filter(Column::RevokedAt.is_null())
        .order_by_asc(Column::Id)
        .all(&conn.executor())
        .await?;
    rows.iter().map(mandate).collect()
}

/// Who represents each of the organisations, and may use their account; organisations without
/// anybody are left out.
///
/// # Errors
/// When the database fails.
pub async fn representatives(
    conn: &impl Conn,
    organisations: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Vec<PersonId>>, Error> {
    let able = Query::select()
        .column("id")
        .from("persons")
        .and_where(Expr::col("locked_at").is_null())
        .and_where(Expr::col("confirmed_at").is_not_null())
        .take();
    let rows: Vec<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .columns([Column::OrganisationId, Column::PersonId])
        .filter(among(
            conn,
            Column::OrganisationId,
            organisations.iter().map(OrganisationId::uuid),
        ))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::Role.eq(MandateRole::Representative.as_str()))
        .filter(Column::PersonId.in_subquery(able))
        .into_tuple()
        .all(&conn.executor())
        .await?;
    let mut people: HashMap<OrganisationId, Vec<PersonId>> = HashMap::new();
    for (organisation, person) in rows {
        let organisation = OrganisationId::from_uuid(organisation);
        let people = people.entry(organisation).or_default();
        people.push(PersonId::from_uuid(person));
    }
    Ok(people)
}

/// A page of the mandates for an organisation, with those that ended or without.
///
/// # Errors
/// When the database fails or holds what is no mandate.
pub async fn list(
    conn: &impl Conn,
    organisation: OrganisationId,
    ended: bool,
    page: &PageRequest,
) -> Result<Page<Mandate>, Error> {
    let query = Entity::find()
        .filter(Column::OrganisationId.eq(organisation.uuid()))
        .filter(held(ended));
    let keyset = Keyset {
        key: None,
        id: Column::Id,
        order: Order::Asc,
    };
    let rows = paged(query, &keyset, page)?.all(&conn.executor()).await?;
    let rows = rows.iter().map(mandate).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of_rows(page, rows, cursor))
}

/// The first page of the mandates for each of the organisations, with those that ended or without,
/// in one statement.
///
/// # Errors
/// When the database fails or holds what is no mandate.
pub async fn first_of(
    conn: &impl Conn,
    organisations: &[OrganisationId],
    ended: bool,
    limit: u64,
) -> Result<HashMap<OrganisationId, Page<Mandate>>, Error> {
    let ids = organisations.iter().map(OrganisationId::uuid);
    let query = Entity::find()
        .filter(among(conn, Column::OrganisationId, ids))
        .filter(held(ended));
    let order = (Column::Id, Order::Asc);
    let rows =
        ranked::first_models_of_each(conn, query, Column::OrganisationId, order, limit).await?;
    let rows = rows.into_iter().map(|row| row.try_map(|row| mandate(&row)));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(ranked::pages(
        organisations,
        limit,
        rows,
        |one| one.organisation,
        cursor,
    ))
}

/// How many mandates there are for an organisation, with those that ended or without.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &impl Conn,
    organisation: OrganisationId,
    ended: bool,
) -> Result<u64, Error> {
    Ok(Entity::find()
        .filter(Column::OrganisationId.eq(organisation.uuid()))
        .filter(held(ended))
        .count(&conn.executor())
        .await?)
}

/// Those that hold, or also those that ended.
fn held(ended: bool) -> Condition {
    let live = (!ended).then(|| Column::RevokedAt.is_null());
    Condition::all().add_option(live)
}

fn cursor(mandate: &Mandate) -> Cursor {
    Cursor::new(ORDER, None, mandate.id.uuid())
}

/// Whether a save failed because the person holds a live mandate for the organisation already.
pub fn is_mandated(error: &Error) -> bool {
    error.is_taken("mandates_one_live") || error.is_taken("mandates.person_id")
}

/// Writes a mandate and what happened to it.
///
/// # Errors
/// `Stale` when somebody saved it since; `Taken` when the person holds one already
/// ([`is_mandated`]).
pub async fn save(tx: &Tx, mandate: &mut Mandate) -> Result<(), Error> {
    let before = mandate.version;
    let active = ActiveModel {
        id: Set(mandate.id.uuid()),
        person_id: Set(mandate.person.uuid()),
        organisation_id: Set(mandate.organisation.uuid()),
        role: Set(mandate.role.to_string()),
        from_at: Set(mandate.from),
        granted_by_id: Set(mandate.granted_by.map(|id| id.uuid())),
        revoked_at: Set(mandate.revoked_at),
        revoked_by_id: Set(mandate.revoked_by.map(|id| id.uuid())),
        version: Set(before + 1),
    };
    if before == 0 {
        Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = Entity::update_many()
            .set(active)
            .filter(Column::Id.eq(mandate.id.uuid()))
            .filter(Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    mandate.version = before + 1;
    tx.record(mandate.events.drain());
    Ok(())
}

fn mandate(row: &Model) -> Result<Mandate, Error> {
    Ok(Mandate {
        id: MandateId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        organisation: OrganisationId::from_uuid(row.organisation_id),
        role: text("mandates", "role", &row.role)?,
        from: row.from_at,
        granted_by: row.granted_by_id.map(PersonId::from_uuid),
        revoked_at: row.revoked_at,
        revoked_by: row.revoked_by_id.map(PersonId::from_uuid),
        version: row.version,
        events: Pending::default(),
    })
}
