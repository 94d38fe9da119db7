//! Mandates: given by invitation, changed and ended by representatives, left by their holders.

mod invitations;

use std::collections::HashMap;

use maillage_domain::{
    Act, Refusal, RefusalCode,
    ids::{MandateId, OrganisationId, PersonId},
    mandates::{Mandate, MandateAction, MandateRole},
    policy::{self, Action, Actor, Viewer},
};
pub use maillage_persistence::mandates::ORDER;
use maillage_persistence::{self as persistence, Page, PageRequest, Tx, mandates, organisations};

pub use self::invitations::{
    accept, appoint_representative, count_invitations, find_invitation, first_invitations_of,
    invite, invited_address, list_invitations, revoke_invitation,
};
use crate::{
    error::{Error, expect_version},
    platform::Platform,
};

/// Which mandate an act is about, on whose behalf, and the version the actor has read.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The mandate.
    pub id: MandateId,
    /// The organisation acted for.
    pub acting_for: OrganisationId,
    /// The version the actor has read.
    pub expected_version: i32,
}

/// Gives a mandate another role.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `NOTHING_TO_DO`, `LAST_REPRESENTATIVE`.
pub async fn change_role(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    role: MandateRole,
) -> Result<Mandate, Error> {
    step(
        platform,
        actor,
        target,
        MandateAction::ChangeRole,
        |mandate, act, representatives| mandate.change_role(act, role, representatives),
    )
    .await
}

/// Ends a mandate: a representative anybody's, everybody their own.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `LAST_REPRESENTATIVE`.
pub async fn end(platform: &Platform, actor: &Actor, target: Target) -> Result<Mandate, Error> {
    step(platform, actor, target, MandateAction::End, Mandate::end).await
}

async fn step(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    action: MandateAction,
    step: impl FnOnce(&mut Mandate, &Act<'_>, &[PersonId]) -> Result<(), Refusal>,
) -> Result<Mandate, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let organisation = mandates::find(tx, target.id)
                .await?
                .ok_or(Error::NotFound)?
                .organisation;
            // Of two representatives who leave at once, the second counts after the first has left.
            organisations::lock(tx, organisation).await?;
            let mut mandate = mandates::find(tx, target.id)
                .await?
                .ok_or(Error::NotFound)?;
            let organisation = organisations::find(tx, organisation)
                .await?
                .ok_or(Error::NotFound)?;
            policy::check(&actor, Action::Mandate(action, &mandate, &organisation))?;
            expect_version(target.expected_version, mandate.version)?;
            let role = MandateRole::Representative;
            let representatives =
                persistence::accounts::mandated(tx, mandate.organisation, role).await?;
            step(&mut mandate, &act, &representatives)?;
            save(tx, &mut mandate).await?;
            if !mandate.is_live() || mandate.role < MandateRole::Representative {
                invitations::revoke_those_of(tx, &act, &mandate).await?;
            }
            Ok(mandate)
        })
        .await
}

/// Gives a mandate outright, from the command line.
///
/// # Errors
/// `Forbidden` for everybody but the operator; `NotFound`; `ALREADY_MANDATED`.
pub async fn grant(
    platform: &Platform,
    actor: &Actor,
    organisation: OrganisationId,
    person: PersonId,
    role: MandateRole,
) -> Result<Mandate, Error> {
    policy::check(actor, Action::Operate)?;
    platform
        .write(async |tx| {
            organisations::find(tx, organisation)
                .await?
                .ok_or(Error::NotFound)?;
            persistence::accounts::find(tx, person)
                .await?
                .ok_or(Error::NotFound)?;
            let mut mandate = Mandate::grant(&platform.act(actor), person, organisation, role);
            save(tx, &mut mandate).await?;
            Ok(mandate)
        })
        .await
}

/// A mandate, if the actor may see it.
///
/// # Errors
/// `Internal` alone.
pub async fn find(
    platform: &Platform,
    actor: &Actor,
    id: MandateId,
) -> Result<Option<Mandate>, Error> {
    let Some(mandate) = mandates::find(platform.db(), id).await? else {
        return Ok(None);
    };
    let Some(organisation) = organisations::find(platform.db(), mandate.organisation).await? else {
        return Ok(None);
    };
    let may = policy::check(
        actor,
        Action::Mandate(MandateAction::Read, &mandate, &organisation),
    )
    .is_ok();
    Ok(may.then_some(mandate))
}

/// A page of the mandates for an organisation, those that ended too if wanted, for who reads its
/// private side.
///
/// # Errors
/// `Internal` alone.
pub async fn list(
    platform: &Platform,
    organisation: OrganisationId,
    ended: bool,
    page: &PageRequest,
) -> Result<Page<Mandate>, Error> {
    Ok(mandates::list(platform.db(), organisation, ended, page).await?)
}

/// The first page of such lists, for who reads the private side of the organisations.
///
/// # Errors
/// `Internal` alone.
pub async fn first_of(
    platform: &Platform,
    organisations: &[OrganisationId],
    ended: bool,
    limit: u64,
) -> Result<HashMap<OrganisationId, Page<Mandate>>, Error> {
    Ok(mandates::first_of(platform.db(), organisations, ended, limit).await?)
}

/// How many mandates such a list has, for who was shown it.
///
/// # Errors
/// `Internal` alone.
pub async fn count(
    platform: &Platform,
    organisation: OrganisationId,
    ended: bool,
) -> Result<u64, Error> {
    Ok(mandates::count(platform.db(), organisation, ended).await?)
}

/// The live mandates of the actor; of others nobody has a list.
///
/// # Errors
/// `Unauthenticated`.
pub async fn own(platform: &Platform, actor: &Actor) -> Result<Vec<Mandate>, Error> {
    let person = actor.person().ok_or(Error::Unauthenticated)?;
    Ok(mandates::live_of_person(platform.db(), person).await?)
}

/// Who represents each of the organisations and may use their account, for those who were shown
/// one.
///
/// # Errors
/// `Internal` alone.
pub async fn representatives(
    platform: &Platform,
    organisations: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Vec<PersonId>>, Error> {
    Ok(mandates::representatives(platform.db(), organisations).await?)
}

/// The actor with the rights of a mandate just given or raised, until the next request reads them.
pub fn with_mandate(actor: &Actor, mandate: &Mandate) -> Actor {
    match actor {
        Actor::Person(viewer) => {
            let mut mandates = viewer.mandates.clone();
            mandates.push((mandate.organisation, mandate.role));
            Actor::Person(Viewer {
                mandates,
                ..viewer.clone()
            })
        }
        other => other.clone(),
    }
}

async fn save(tx: &Tx, mandate: &mut Mandate) -> Result<(), Error> {
    mandates::save(tx, mandate).await.map_err(|error| {
        if mandates::is_mandated(&error) {
            Refusal::new(RefusalCode::AlreadyMandated).into()
        } else {
            error.into()
        }
    })
}
