//! Who runs a hub.
//!
//! A coordinator appoints people of the hub's members, whom they see through the members' mandates:
//! by id, never by address, so that nobody finds out whether an address has an account. Anybody
//! else is given an office by the operator.

use std::collections::{HashMap, HashSet};

use maillage_domain::{
    Act, Problem, ProblemCode, Refusal, RefusalCode,
    accounts::Person,
    hubs::{Hub, HubAction, HubOffice, HubRole},
    ids::{HubId, HubRoleId, PersonId},
    policy::{self, Action, Actor, Denial},
};
use maillage_persistence::{Conn, Tx, accounts, hubs};

use super::locked;
use crate::{
    error::{Error, expect_version},
    platform::Platform,
};

/// Somebody in a hub's team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamMember {
    /// The office.
    pub office: HubOffice,
    /// Who holds it.
    pub person: Person,
    /// How many other people coordinate the hub and may sign in.
    pub other_coordinators: u64,
}

/// The teams of those of the hubs whose team the actor may see, each in the order in which the
/// offices were given.
///
/// # Errors
/// `Internal` alone.
pub async fn teams(
    platform: &Platform,
    actor: &Actor,
    ids: &[HubId],
) -> Result<HashMap<HubId, Vec<TeamMember>>, Error> {
    let found = hubs::by_ids(platform.db(), ids).await?;
    let may_read = |hub: &&Hub| {
        let read = Action::Hub(HubAction::ReadRegister, hub);
        policy::check(actor, read).is_ok()
    };
    let shown: Vec<_> = found.values().filter(may_read).map(|hub| hub.id).collect();
    if shown.is_empty() {
        return Ok(HashMap::new());
    }
    let mut teams = hubs::teams(platform.db(), &shown).await?;
    let teams = shown.into_iter().map(|id| {
        let team = teams.remove(&id).unwrap_or_default();
        let coordinators: HashSet<_> = team
            .iter()
            .filter(|(office, person)| office.role == HubRole::Coordinator && person.may_sign_in())
            .map(|(_, person)| person.id)
            .collect();
        let counted = team.into_iter().map(|(office, person)| {
            let own = u64::from(coordinators.contains(&person.id));
            TeamMember {
                office,
                person,
                other_coordinators: coordinators.len() as u64 - own,
            }
        });
        (id, counted.collect())
    });
    Ok(teams.collect())
}

/// The offices that the actor holds; none for who is not signed in.
///
/// # Errors
/// `Internal` alone.
pub async fn offices_of(platform: &Platform, actor: &Actor) -> Result<Vec<TeamMember>, Error> {
    let Some(viewer) = actor.viewer() else {
        return Ok(Vec::new());
    };
    let hubs: HashSet<_> = viewer.offices.iter().map(|(hub, _)| *hub).collect();
    let hubs: Vec<_> = hubs.into_iter().collect();
    let teams = teams(platform, actor, &hubs).await?;
    let mut own: Vec<_> = teams.into_values().flatten().collect();
    own.retain(|one| one.person.id == viewer.person);
    own.sort_by_key(|one| one.office.id);
    Ok(own)
}

/// An office in a hub whose team the actor may see, or one of their own.
///
/// # Errors
/// `Internal` alone.
pub async fn office(
    platform: &Platform,
    actor: &Actor,
    id: HubRoleId,
) -> Result<Option<TeamMember>, Error> {
    let Some(office) = hubs::find_office(platform.db(), id).await? else {
        return Ok(None);
    };
    if let Err(Denial::Unauthenticated | Denial::Invisible) =
        policy::check(actor, Action::EndHubRole(&office))
    {
        return Ok(None);
    }
    shown(platform.db(), office).await.map(Some)
}

/// A coordinator gives an office to somebody who holds a mandate of an active member of the hub.
///
/// # Errors
/// `NotFound`, `Forbidden`; `Invalid` on `person` for anybody else, whether they have an account
/// or not; `NOTHING_TO_DO` when they hold it.
pub async fn appoint(
    platform: &Platform,
    actor: &Actor,
    hub: HubId,
    person: PersonId,
    role: HubRole,
) -> Result<TeamMember, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let hub = locked(tx, actor, hub, HubAction::ManageTeam).await?;
            if !hubs::is_among_members(tx, hub.id, person).await? {
                let unknown = Problem::new(ProblemCode::Unknown).with("given", person);
                return Err(Error::invalid("person", unknown));
            }
            let office = give(tx, &act, hub.id, person, role).await?;
            shown(tx, office).await
        })
        .await
}

/// Writes a new office; the unique index settles a race.
pub(super) async fn give(
    tx: &Tx,
    act: &Act<'_>,
    hub: HubId,
    person: PersonId,
    role: HubRole,
) -> Result<HubOffice, Error> {
    let mut office = HubOffice::grant(act, hub, person, role);
    match hubs::save_office(tx, &mut office).await {
        Err(maillage_persistence::Error::Taken(_)) => {
            Err(Refusal::new(RefusalCode::NothingToDo).into())
        }
        outcome => {
            outcome?;
            Ok(office)
        }
    }
}

/// Ends an office: a coordinator any in the hub, everybody their own.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `LAST_COORDINATOR`.
pub async fn dismiss(
    platform: &Platform,
    actor: &Actor,
    id: HubRoleId,
    expected_version: i32,
) -> Result<TeamMember, Error> {
    platform
        .write(async |tx| {
            let found = hubs::find_office(tx, id).await?.ok_or(Error::NotFound)?;
            // Two coordinators who leave at once must not both count on the other.
            hubs::lock(tx, found.hub).await?;
            let office = hubs::find_office(tx, id).await?.ok_or(Error::NotFound)?;
            policy::check(actor, Action::EndHubRole(&office))?;
            expect_version(expected_version, office.version)?;
            let office = take(tx, &platform.act(actor), office).await?;
            shown(tx, office).await
        })
        .await
}

/// Ends an office of a hub that nobody else changes meanwhile.
pub(super) async fn take(
    tx: &Tx,
    act: &Act<'_>,
    mut office: HubOffice,
) -> Result<HubOffice, Error> {
    let others = hubs::other_coordinators(tx, office.hub, office.person).await?;
    office.end(act, others)?;
    hubs::save_office(tx, &mut office).await?;
    Ok(office)
}

async fn shown(conn: &impl Conn, office: HubOffice) -> Result<TeamMember, Error> {
    let person = accounts::find(conn, office.person).await?;
    Ok(TeamMember {
        person: person.ok_or(Error::NotFound)?,
        other_coordinators: hubs::other_coordinators(conn, office.hub, office.person).await?,
        office,
    })
}
