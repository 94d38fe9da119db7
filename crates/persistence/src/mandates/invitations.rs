//! Invitations to hold a mandate.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use maillage_domain::{
    events::Pending,
    ids::{InvitationId, OrganisationId, PersonId},
    mandates::Invitation,
    values::EmailAddress,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter,
    QueryOrder,
};

use super::{
    ORDER,
    row::invitation::{ActiveModel, Column, Entity, Model},
};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    page::{Cursor, Page, PageRequest},
    ranked,
    rows::{Keyset, among, one_row, paged, text, value},
};

/// An invitation.
///
/// # Errors
/// When the database fails or holds what is no invitation.
pub async fn find_invitation(
    conn: &impl Conn,
    id: InvitationId,
) -> Result<Option<Invitation>, Error> {
    Entity::find_by_id(id.uuid())
        .one(&conn.executor())
        .await?
        .as_ref()
        .map(invitation)
        .transpose()
}

/// The invitations of an organisation that can be taken up, oldest first.
///
/// # Errors
/// When the database fails or holds what is no invitation.
pub async fn open_invitations(
    conn: &impl Conn,
    organisation: OrganisationId,
    now: DateTime<Utc>,
) -> Result<Vec<Invitation>, Error> {
    let rows = Entity::find()
        .filter(Column::OrganisationId.eq(organisation.uuid()))
        .filter(open(now))
        .order_by_asc(Column::Id)
        .all(&conn.executor())
        .await?;
    rows.iter().map(invitation).collect()
}

/// A page of the invitations of an organisation that can be taken up.
///
/// # Errors
/// When the database fails or holds what is no invitation.
pub async fn list_invitations(
    conn: &impl Conn,
    organisation: OrganisationId,
    now: DateTime<Utc>,
    page: &PageRequest,
) -> Result<Page<Invitation>, Error> {
    let query = Entity::find()
        .filter(Column::OrganisationId.eq(organisation.uuid()))
        .filter(open(now));
    let keyset = Keyset {
        key: None,
        id: Column::Id,
        order: Order::Asc,
    };
    let rows = paged(query, &keyset, page)?.all(&conn.executor()).await?;
    let rows = rows.iter().map(invitation).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of_rows(page, rows, cursor))
}

/// The first page of the invitations of each of the organisations that can be taken up, in one
/// statement.
///
/// # Errors
/// When the database fails or holds what is no invitation.
pub async fn first_invitations_of(
    conn: &impl Conn,
    organisations: &[OrganisationId],
    now: DateTime<Utc>,
    limit: u64,
) -> Result<HashMap<OrganisationId, Page<Invitation>>, Error> {
    let ids = organisations.iter().map(OrganisationId::uuid);
    let query = Entity::find()
        .filter(among(conn, Column::OrganisationId, ids))
        .filter(open(now));
    let order = (Column::Id, Order::Asc);
    let rows =
        ranked::first_models_of_each(conn, query, Column::OrganisationId, order, limit).await?;
    let rows = rows
        .into_iter()
        .map(|row| row.try_map(|row| invitation(&row)));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(ranked::pages(
        organisations,
        limit,
        rows,
        |one| one.organisation,
        cursor,
    ))
}

/// How many invitations of an organisation can be taken up.
///
/// # Errors
/// When the database fails.
pub async fn count_invitations(
    conn: &impl Conn,
    organisation: OrganisationId,
    now: DateTime<Utc>,
) -> Result<u64, Error> {
    Ok(Entity::find()
        .filter(Column::OrganisationId.eq(organisation.uuid()))
        .filter(open(now))
        .count(&conn.executor())
        .await?)
}

/// Writes an invitation and what happened to it.
///
/// # Errors
/// `Stale` when somebody saved it since.
pub async fn save_invitation(tx: &Tx, invitation: &mut Invitation) -> Result<(), Error> {
    let before = invitation.version;
    let active = ActiveModel {
        id: Set(invitation.id.uuid()),
        organisation_id: Set(invitation.organisation.uuid()),
        email: Set(invitation.email.to_string()),
        role: Set(invitation.role.to_string()),
        invited_by_id: Set(invitation.invited_by.map(|id| id.uuid())),
        created_at: Set(invitation.created_at),
        expires_at: Set(invitation.expires_at),
        accepted_at: Set(invitation.accepted_at),
        revoked_at: Set(invitation.revoked_at),
        version: Set(before + 1),
    };
    if before == 0 {
        Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = Entity::update_many()
            .set(active)
            .filter(Column::Id.eq(invitation.id.uuid()))
            .filter(Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    invitation.version = before + 1;
    tx.record(invitation.events.drain());
    Ok(())
}

/// The SQL form of `Invitation::is_open`.
fn open(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(Column::AcceptedAt.is_null())
        .add(Column::RevokedAt.is_null())
        .add(Column::ExpiresAt.gt(now))
}

fn cursor(invitation: &Invitation) -> Cursor {
    Cursor::new(ORDER, None, invitation.id.uuid())
}

fn invitation(row: &Model) -> Result<Invitation, Error> {
    const T: &str = "invitations";
    Ok(Invitation {
        id: InvitationId::from_uuid(row.id),
        organisation: OrganisationId::from_uuid(row.organisation_id),
        email: value(T, "email", EmailAddress::parse(&row.email))?,
        role: text(T, "role", &row.role)?,
        invited_by: row.invited_by_id.map(PersonId::from_uuid),
        created_at: row.created_at,
        expires_at: row.expires_at,
        accepted_at: row.accepted_at,
        revoked_at: row.revoked_at,
        version: row.version,
        events: Pending::default(),
    })
}
