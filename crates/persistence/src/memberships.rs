//! Memberships: organisations in hubs.

mod query;
mod row;

use std::collections::{HashMap, HashSet};

use maillage_domain::{
    events::Pending,
    ids::{CollegeId, HubId, MembershipId, OrganisationId},
    memberships::{MemberCategory, Membership, MembershipState},
    organisations::Organisation,
    values::{Reason, fold},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

pub use self::query::{
    MembershipFilter, MembershipOrder, MembershipOrderField, MembershipQuery, Whose, all, count,
    first_of, list,
};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    organisations,
    rows::{among, one_row, text, value},
};

/// A membership.
///
/// # Errors
/// When the database fails or holds what is no membership.
pub async fn find(conn: &impl Conn, id: MembershipId) -> Result<Option<Membership>, Error> {
    let row = row::Entity::find_by_id(id.uuid())
        .one(&conn.executor())
        .await?;
    row.map(membership).transpose()
}

/// Memberships by their ids.
///
/// # Errors
/// When the database fails or holds what is no membership.
pub async fn by_ids(
    conn: &impl Conn,
    ids: &[MembershipId],
) -> Result<HashMap<MembershipId, Membership>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let wanted = among(conn, row::Column::Id, ids.iter().map(MembershipId::uuid));
    let found = read(conn, row::Entity::find().filter(wanted)).await?;
    Ok(found.into_iter().map(|one| (one.id, one)).collect())
}

/// The one live membership of an organisation in a hub, whatever its state.
///
/// # Errors
/// When the database fails or holds what is no membership.
pub async fn live(
    conn: &impl Conn,
    hub: HubId,
    organisation: OrganisationId,
) -> Result<Option<Membership>, Error> {
    let wanted = row::Entity::find()
        .filter(row::Column::HubId.eq(hub.uuid()))
        .filter(row::Column::OrganisationId.eq(organisation.uuid()))
        .filter(row::Column::State.is_in(live_states()));
    Ok(read(conn, wanted).await?.pop())
}

/// The hubs that an organisation is an active member of, and as what.
///
/// # Errors
/// When the database fails or holds what is no membership.
pub async fn active_of(
    conn: &impl Conn,
    organisation: OrganisationId,
) -> Result<Vec<(HubId, MemberCategory)>, Error> {
    let mut found = active_of_each(conn, &[organisation]).await?;
    Ok(found.remove(&organisation).unwrap_or_default())
}

/// The same of several organisations, in one statement.
///
/// # Errors
/// As [`active_of`].
pub async fn active_of_each(
    conn: &impl Conn,
    organisations: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Vec<(HubId, MemberCategory)>>, Error> {
    let uuids = organisations.iter().map(OrganisationId::uuid);
    let wanted = row::Entity::find()
        .filter(among(conn, row::Column::OrganisationId, uuids))
        .filter(row::Column::State.eq(MembershipState::Active.as_str()));
    let mut active: HashMap<_, Vec<_>> = HashMap::new();
    for one in read(conn, wanted).await? {
        let hubs = active.entry(one.organisation).or_default();
        hubs.push((one.hub, one.category));
    }
    Ok(active)
}

/// The organisations that are active members of one of some hubs, as a subquery.
pub(crate) fn active_in(hubs: impl IntoIterator<Item = Uuid>) -> Select<row::Entity> {
    row::Entity::find()
        .select_only()
        .column(row::Column::OrganisationId)
        .filter(row::Column::HubId.is_in(hubs))
        .filter(row::Column::State.eq(MembershipState::Active.as_str()))
}

/// The active members of hubs, whole, by name; in three statements whatever the number of hubs.
///
/// # Errors
/// When the database fails or holds what is no organisation.
pub async fn compositions(
    conn: &impl Conn,
    hubs: &[HubId],
) -> Result<HashMap<HubId, Vec<Organisation>>, Error> {
    let pairs: Vec<(Uuid, Uuid)> = row::Entity::find()
        .select_only()
        .columns([row::Column::HubId, row::Column::OrganisationId])
        .filter(among(
            conn,
            row::Column::HubId,
            hubs.iter().map(HubId::uuid),
        ))
        .filter(row::Column::State.eq(MembershipState::Active.as_str()))
        .into_tuple()
        .all(&conn.executor())
        .await?;
    let members: HashSet<_> = pairs
        .iter()
        .map(|(_, organisation)| OrganisationId::from_uuid(*organisation))
        .collect();
    let members: Vec<_> = members.into_iter().collect();
    let organisations = organisations::by_ids(conn, &members).await?;
    let mut compositions: HashMap<HubId, Vec<Organisation>> = HashMap::new();
    for (hub, organisation) in pairs {
        if let Some(member) = organisations.get(&OrganisationId::from_uuid(organisation)) {
            let members = compositions.entry(HubId::from_uuid(hub)).or_default();
            members.push(member.clone());
        }
    }
    for members in compositions.values_mut() {
        members.sort_by_cached_key(|member| (fold(member.content.name.as_str()), member.id));
    }
    Ok(compositions)
}

/// The colleges of a hub that live memberships name.
///
/// # Errors
/// When the database fails.
pub async fn colleges_in_use(conn: &impl Conn, hub: HubId) -> Result<Vec<CollegeId>, Error> {
    let used: Vec<Uuid> = row::Entity::find()
        .select_only()
        .column(row::Column::CollegeId)
        .distinct()
        .filter(row::Column::HubId.eq(hub.uuid()))
        .filter(row::Column::State.is_in(live_states()))
        .filter(row::Column::CollegeId.is_not_null())
        .order_by_asc(row::Column::CollegeId)
        .into_tuple()
        .all(&conn.executor())
        .await?;
    Ok(used.into_iter().map(CollegeId::from_uuid).collect())
}

/// Whether a save failed because the organisation has a live membership in the hub already.
pub fn is_member_already(error: &Error) -> bool {
    error.is_taken("memberships_one_live") || error.is_taken("memberships.organisation_id")
}

/// Writes a membership and its events.
///
/// # Errors
/// `Taken` when the organisation has a live membership in the hub already
/// ([`is_member_already`]), `Stale` when somebody saved it since; otherwise when the database
/// fails.
pub async fn save(tx: &Tx, membership: &mut Membership) -> Result<(), Error> {
    let before = membership.version;
    let active = row::ActiveModel {
        id: Set(membership.id.uuid()),
        hub_id: Set(membership.hub.uuid()),
        organisation_id: Set(membership.organisation.uuid()),
        category: Set(membership.category.to_string()),
        college_id: Set(membership.college.map(|id| id.uuid())),
        state: Set(membership.state.to_string()),
        reason: Set(membership.reason.as_ref().map(ToString::to_string)),
        charter_accepted: Set(membership.charter_accepted),
        charter_accepted_at: Set(membership.charter_accepted_at),
        trusted: Set(membership.trusted),
        opened_at: Set(membership.opened_at),
        since: Set(membership.since),
        until: Set(membership.until),
        version: Set(before + 1),
    };
    if before == 0 {
        let insert = row::Entity::insert(active);
        insert.exec_without_returning(&tx.executor()).await?;
    } else {
        let updated = row::Entity::update_many()
            .set(active)
            .filter(row::Column::Id.eq(membership.id.uuid()))
            .filter(row::Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    membership.version = before + 1;
    tx.record(membership.events.drain());
    Ok(())
}

fn live_states() -> impl Iterator<Item = &'static str> {
    MembershipState::ALL
        .iter()
        .filter(|state| state.is_live())
        .map(|state| state.as_str())
}

async fn read(conn: &impl Conn, wanted: Select<row::Entity>) -> Result<Vec<Membership>, Error> {
    let rows = wanted.all(&conn.executor()).await?;
    rows.into_iter().map(membership).collect()
}

fn membership(row: row::Model) -> Result<Membership, Error> {
    const T: &str = "memberships";
    Ok(Membership {
        id: MembershipId::from_uuid(row.id),
        hub: HubId::from_uuid(row.hub_id),
        organisation: OrganisationId::from_uuid(row.organisation_id),
        category: text::<MemberCategory>(T, "category", &row.category)?,
        college: row.college_id.map(CollegeId::from_uuid),
        state: text::<MembershipState>(T, "state", &row.state)?,
        reason: row
            .reason
            .map(|reason| value(T, "reason", Reason::parse(&reason)))
            .transpose()?,
        charter_accepted: row.charter_accepted,
        charter_accepted_at: row.charter_accepted_at,
        trusted: row.trusted,
        opened_at: row.opened_at,
        since: row.since,
        until: row.until,
        version: row.version,
        events: Pending::default(),
    })
}
