//! Hubs: read by all, set up by their coordinators, created by the operator.

mod admin;
mod settings;
mod team;

use std::collections::HashMap;

use maillage_domain::{
    hubs::{
        Charter, CompositionCondition, CompositionMember, Hub, HubAction, ReasonTemplate,
        composition,
    },
    ids::HubId,
    policy::{self, Action, Actor},
    values::Slug,
};
pub use maillage_persistence::hubs::{HubFilter, HubOrder, HubOrderField, HubQuery};
use maillage_persistence::{Page, Tx, hubs, memberships};

pub use self::{
    admin::{create, end_role, grant_role},
    settings::{
        Setting, keep_hours, publish_charter, require_second_factor, set_colleges, set_policy,
        set_templates, update,
    },
    team::{TeamMember, appoint, dismiss, office, offices_of, teams},
};
use crate::{
    error::{Error, expect_version},
    platform::Platform,
};

/// A hub.
///
/// # Errors
/// `Internal` alone.
pub async fn find(platform: &Platform, id: HubId) -> Result<Option<Hub>, Error> {
    Ok(hubs::find(platform.db(), id).await?)
}

/// The hub with this slug.
///
/// # Errors
/// `Invalid` for what is no slug.
pub async fn find_by_slug(platform: &Platform, slug: &str) -> Result<Option<Hub>, Error> {
    let slug = Slug::parse(slug).map_err(|problem| Error::invalid("slug", problem))?;
    Ok(hubs::find_by_slug(platform.db(), &slug).await?)
}

/// Hubs by their ids.
///
/// # Errors
/// `Internal` alone.
pub async fn by_ids(platform: &Platform, ids: &[HubId]) -> Result<HashMap<HubId, Hub>, Error> {
    Ok(hubs::by_ids(platform.db(), ids).await?)
}

/// A page of hubs.
///
/// # Errors
/// `Internal` alone.
pub async fn list(platform: &Platform, query: &HubQuery) -> Result<Page<Hub>, Error> {
    Ok(hubs::list(platform.db(), query).await?)
}

/// How many hubs a list has.
///
/// # Errors
/// `Internal` alone.
pub async fn count(platform: &Platform, filter: &HubFilter) -> Result<u64, Error> {
    Ok(hubs::count(platform.db(), filter).await?)
}

/// Every charter version of hubs, the newest first.
///
/// # Errors
/// `Internal` alone.
pub async fn charters(
    platform: &Platform,
    ids: &[HubId],
) -> Result<HashMap<HubId, Vec<Charter>>, Error> {
    Ok(hubs::charters_of(platform.db(), ids).await?)
}

/// The reasons that the moderators of a hub use again; `None` for everybody else.
pub fn templates<'a>(actor: &Actor, hub: &'a Hub) -> Option<&'a [ReasonTemplate]> {
    let allowed = policy::check(actor, Action::Hub(HubAction::Moderate, hub)).is_ok();
    allowed.then_some(&hub.templates)
}

/// The composition of hubs, checked today: each condition with the active members that satisfy it.
///
/// # Errors
/// `Internal` alone.
pub async fn compositions(
    platform: &Platform,
    ids: &[HubId],
) -> Result<HashMap<HubId, Vec<CompositionCondition>>, Error> {
    let today = platform.now().date_naive();
    let mut members = memberships::compositions(platform.db(), ids).await?;
    let checked = ids.iter().map(|id| {
        let members = members.remove(id).unwrap_or_default();
        let members = members.iter().map(|member| CompositionMember {
            organisation: member.id,
            legal_form: member.content.legal_form,
            is_ess: member.ess_status(today).is_ess,
        });
        (*id, composition(&members.collect::<Vec<_>>()))
    });
    Ok(checked.collect())
}

/// The hub of an address. There is no difference in one between what is no slug and the slug of no hub.
pub(crate) async fn at(platform: &Platform, slug: &str) -> Result<Hub, Error> {
    let slug = Slug::parse(slug).map_err(|_| Error::NotFound)?;
    let hub = hubs::find_by_slug(platform.db(), &slug).await?;
    hub.ok_or(Error::NotFound)
}

/// Loads the hub of an act, authorised, nobody else changing it meanwhile.
pub(crate) async fn locked(
    tx: &Tx,
    actor: &Actor,
    id: HubId,
    action: HubAction,
) -> Result<Hub, Error> {
    hubs::lock(tx, id).await?;
    let hub = hubs::find(tx, id).await?.ok_or(Error::NotFound)?;
    policy::check(actor, Action::Hub(action, &hub))?;
    Ok(hub)
}

/// As [`locked`], at the version that the actor has read.
async fn target(tx: &Tx, actor: &Actor, target: Setting, action: HubAction) -> Result<Hub, Error> {
    let hub = locked(tx, actor, target.id, action).await?;
    expect_version(target.expected_version, hub.version)?;
    Ok(hub)
}
