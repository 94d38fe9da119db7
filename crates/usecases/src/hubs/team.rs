//! Who runs a hub.
//!
//! A coordinator appoints people of the hub's members, whom they see through the members' mandates:
//! by id, never by address, so that nobody finds out whether an address has an account. Anybody
//! else is given an office by the operator.

use std::collections::HashMap;

use maillage_domain::{
    Act, Problem, ProblemCode, Refusal, RefusalCode,
    hubs::{HubAction, HubOffice, HubRole},
    ids::{HubId, HubRoleId, PersonId},
    policy::{self, Action, Actor},
    values::Name,
};
use maillage_persistence::{Tx, hubs};

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
    pub name: Name,
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
    let shown = found
        .values()
        .filter(|hub| policy::check(actor, Action::Hub(HubAction::ReadRegister, hub)).is_ok());
    let shown: Vec<_> = shown.map(|hub| hub.id).collect();
    if shown.is_empty() {
        return Ok(HashMap::new());
    }
    let mut teams = hubs::teams(platform.db(), &shown).await?;
    let teams = shown.into_iter().map(|id| {
        let rows = teams.remove(&id).unwrap_or_default();
        let coordinates =
            |row: &&hubs::TeamMember| row.office.role == HubRole::Coordinator && row.may_sign_in;
        let coordinators: Vec<_> = rows
            .iter()
            .filter(coordinates)
            .map(|row| row.office.person)
            .collect();
        let members = rows.into_iter().map(|row| {
            let others = coordinators
                .iter()
                .filter(|person| **person != row.office.person);
            TeamMember {
                other_coordinators: others.count() as u64,
                office: row.office,
                name: row.name,
            }
        });
        (id, members.collect())
    });
    Ok(teams.collect())
}

/// The offices that the actor holds.
///
/// # Errors
/// `Unauthenticated`.
pub async fn offices_of(platform: &Platform, actor: &Actor) -> Result<Vec<HubOffice>, Error> {
    let person = actor.person().ok_or(Error::Unauthenticated)?;
    Ok(hubs::offices_of_person(platform.db(), person).await?)
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
) -> Result<HubOffice, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let hub = locked(tx, actor, hub, HubAction::ManageTeam).await?;
            if !hubs::is_among_members(tx, hub.id, person).await? {
                let unknown = Problem::new(ProblemCode::Unknown).with("given", person);
                return Err(Error::invalid("person", unknown));
            }
            give(tx, &act, hub.id, person, role).await
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
) -> Result<HubOffice, Error> {
    platform
        .write(async |tx| {
            let found = hubs::find_office(tx, id).await?.ok_or(Error::NotFound)?;
            // Two coordinators who leave at once must not both count on the other.
            hubs::lock(tx, found.hub).await?;
            let office = hubs::find_office(tx, id).await?.ok_or(Error::NotFound)?;
            policy::check(actor, Action::EndHubRole(&office))?;
            expect_version(expected_version, office.version)?;
            take(tx, &platform.act(actor), office).await
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
