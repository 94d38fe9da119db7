//! Needs meet offers: for a need what is shared that fits, for what is shared the needs that it fits,
//! and the choice of one.
//!
//! SQL leaves out what certainly is no match: other kinds, what is not published, what the actor may
//! not see, what the lead of the project could not have. Of the rest the domain decides.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use maillage_domain::{
    bookings::Borrower,
    ids::{NeedId, OrganisationId, ProjectId, ResourceId},
    matches::{self, Match, MatchReason, Shared, Sought, Stock},
    policy::{self, Action, Actor},
    projects::{Need, Project, ProjectAction},
    resources::{Resource, ResourceAction, ResourceKind, Usage},
    values::Language,
};
use maillage_persistence::{
    bookings,
    materials::lots,
    memberships,
    projects::{self, NeedView},
    resources,
};

use crate::{
    error::Error,
    platform::Platform,
    projects::{Target, load},
    words,
};

/// Most candidates that are weighed for one project or one resource: the newest.
pub const MOST_WEIGHED: u64 = 500;

/// Most matches that are told of one need or one resource: the best.
pub const MOST_TOLD: usize = 50;

/// A resource that fits a need of a project, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How well, and why.
    pub fit: Match,
    /// The project.
    pub project: ProjectId,
    /// Its need.
    pub need: NeedView,
    /// The resource.
    pub resource: ResourceId,
}

/// For needs what is shared that fits them, as far as the actor may see it: the best first. A need that
/// is not looked for any more has none. The statements are as many whatever the number of needs, offers
/// and bookings, for each project.
///
/// # Errors
/// `Internal` alone.
pub async fn offers(
    platform: &Platform,
    actor: &Actor,
    needs: &[(ProjectId, NeedId)],
) -> Result<HashMap<NeedId, Vec<Found>>, Error> {
    let mut asked: BTreeMap<ProjectId, Vec<NeedId>> = BTreeMap::new();
    for (project, need) in needs {
        asked.entry(*project).or_default().push(*need);
    }
    let ids: Vec<_> = asked.keys().copied().collect();
    let mut seen = projects::by_ids(platform.db(), &ids).await?;
    seen.retain(|_, project| reads(actor, project));
    let leads = borrowers(platform, seen.values().map(|project| project.lead)).await?;
    let mut all = HashMap::with_capacity(needs.len());
    for (id, needs) in asked {
        let Some(project) = seen.get(&id) else {
            continue;
        };
        let sought: Vec<_> = (project.needs.iter())
            .filter(|need| needs.contains(&need.content.id) && project.seeks(need))
            .collect();
        let Some(lead) = leads.get(&project.lead) else {
            continue;
        };
        all.extend(offers_of(platform, actor, project, lead, &sought).await?);
    }
    Ok(all)
}

/// What fits some needs of one project.
async fn offers_of(
    platform: &Platform,
    actor: &Actor,
    project: &Project,
    lead: &Borrower,
    needs: &[&Need],
) -> Result<HashMap<NeedId, Vec<Found>>, Error> {
    let kinds = kinds_for(needs);
    let (db, now) = (platform.db(), platform.now());
    let candidates = resources::offered_to(db, actor, lead, &kinds, MOST_WEIGHED).await?;
    let usages = usages(platform, candidates.iter(), now).await?;
    let stocks = stocks(platform, candidates.iter(), now).await?;
    let unused = Usage::default();
    let shared: Vec<_> = (candidates.iter())
        .filter(|resource| shown(actor, project, resource))
        .map(|resource| {
            let usage = usages.get(&resource.id).unwrap_or(&unused);
            Shared::of(resource, usage).with_stock(stocks.get(&resource.id))
        })
        .collect();
    let supplies: Vec<_> = (shared.iter())
        .filter_map(|one| Some((one.resource().id, one.for_project(project, lead, now)?)))
        .collect();
    let found = needs.iter().map(|need| {
        let sought = Sought::of(&need.content);
        let fits = supplies.iter();
        let mut fits: Vec<_> = fits
            .filter_map(|(id, supply)| Some((*id, supply.fits(&sought)?)))
            .collect();
        matches::rank(&mut fits);
        let found = fits.into_iter().take(MOST_TOLD);
        let found = found.map(|(resource, fit)| Found {
            fit,
            project: project.id,
            need: NeedView::whole(project.id, (*need).clone()),
            resource,
        });
        (need.content.id, found.collect())
    });
    Ok(found.collect())
}

/// For resources the open needs that they fit, as far as the actor may see them: the best first. The
/// statements are as many whatever the number of needs and bookings, for each resource.
///
/// # Errors
/// `Internal` alone.
pub async fn needs(
    platform: &Platform,
    actor: &Actor,
    ids: &[ResourceId],
) -> Result<HashMap<ResourceId, Vec<Found>>, Error> {
    let db = platform.db();
    let mut seen = resources::by_ids(db, ids).await?;
    seen.retain(|_, one| {
        let read = Action::Resource(ResourceAction::Read, one);
        one.is_published() && policy::check(actor, read).is_ok()
    });
    let mut asked = BTreeMap::new();
    for (id, resource) in &seen {
        let open = projects::open_needs(db, actor, resource, MOST_WEIGHED).await?;
        asked.insert(*id, open);
    }
    let wanted = asked.values().flatten().map(|(project, _)| *project);
    let found = projects::by_ids(db, &distinct(wanted)).await?;
    let leads = borrowers(platform, found.values().map(|project| project.lead)).await?;
    let now = platform.now();
    let usages = usages(platform, seen.values(), now).await?;
    let stocks = stocks(platform, seen.values(), now).await?;
    let unused = Usage::default();
    let mut all = HashMap::with_capacity(ids.len());
    for (id, open) in asked {
        let Some(resource) = seen.get(&id) else {
            continue;
        };
        let usage = usages.get(&id).unwrap_or(&unused);
        let shared = Shared::of(resource, usage).with_stock(stocks.get(&id));
        let open = open.iter().filter_map(|(project, need)| {
            let project = found
                .get(project)
                .filter(|one| shown(actor, one, resource))?;
            let need = project.need(*need).filter(|need| project.seeks(need))?;
            let supply = shared.for_project(project, leads.get(&project.lead)?, now)?;
            let fit = supply.fits(&Sought::of(&need.content))?;
            Some((need.content.id, (project.id, need), fit))
        });
        all.insert(id, told(open, id));
    }
    Ok(all)
}

/// The best of the needs that fit a resource.
fn told<'a>(
    open: impl Iterator<Item = (NeedId, (ProjectId, &'a Need), Match)>,
    resource: ResourceId,
) -> Vec<Found> {
    let mut of: HashMap<NeedId, (ProjectId, &Need)> = HashMap::new();
    let mut fits: Vec<_> = open
        .map(|(id, need, fit)| {
            of.insert(id, need);
            (id, fit)
        })
        .collect();
    matches::rank(&mut fits);
    let found = fits.into_iter().take(MOST_TOLD);
    let found = found.filter_map(|(id, fit)| {
        let (project, need) = of.get(&id).copied()?;
        Some(Found {
            fit,
            project,
            need: NeedView::whole(project, need.clone()),
            resource,
        })
    });
    found.collect()
}

/// Chooses what an organisation shares to meet a need of a project. Nothing is booked by that.
///
/// # Errors
/// `NotFound` for a need of another project or a resource that the actor cannot see, `Forbidden`,
/// `Conflict`, `WRONG_STATE`, `NOT_ELIGIBLE`, `WITHDRAWN`.
pub async fn accept(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    need: NeedId,
    resource: ResourceId,
) -> Result<Project, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let mut project = load(tx, &actor, target, ProjectAction::ManageNeeds).await?;
            project.need(need).ok_or(Error::NotFound)?;
            let chosen = resources::find(tx, resource).await?;
            let chosen = chosen.ok_or(Error::NotFound)?;
            policy::check(&actor, Action::Book(&chosen, project.lead))?;
            let lead = Borrower {
                id: project.lead,
                memberships: memberships::active_of(tx, project.lead).await?,
            };
            project.accept_offer(&act, need, &chosen, &lead)?;
            projects::save(tx, &mut project).await?;
            Ok(project)
        })
        .await
}

/// Whether the actor may read that a resource fits, or meets, a need of a project.
pub fn shown(actor: &Actor, project: &Project, resource: &Resource) -> bool {
    policy::check(actor, Action::ReadMatch(project, resource)).is_ok()
}

/// A reason in words.
pub fn text(language: Language, reason: &MatchReason) -> String {
    words::say(language, &format!("match-{}", reason.code), &reason.facts)
}

fn reads(actor: &Actor, project: &Project) -> bool {
    policy::check(actor, Action::Project(ProjectAction::Read, project)).is_ok()
}

fn kinds_for(needs: &[&Need]) -> Vec<ResourceKind> {
    distinct(
        needs
            .iter()
            .flat_map(|need| matches::met_by(need.content.kind)),
    )
}

fn distinct<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut distinct: Vec<_> = all.collect();
    distinct.sort_unstable();
    distinct.dedup();
    distinct
}

/// Organisations as they would book, in one statement.
async fn borrowers(
    platform: &Platform,
    ids: impl Iterator<Item = OrganisationId>,
) -> Result<HashMap<OrganisationId, Borrower>, Error> {
    let ids = distinct(ids);
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut active = memberships::active_of_each(platform.db(), &ids).await?;
    let ids = ids.into_iter();
    Ok(ids
        .map(|id| {
            let memberships = active.remove(&id).unwrap_or_default();
            (id, Borrower { id, memberships })
        })
        .collect())
}

/// What is taken of resources from now on, in one statement.
async fn usages(
    platform: &Platform,
    resources: impl Iterator<Item = &Resource>,
    now: DateTime<Utc>,
) -> Result<HashMap<ResourceId, Usage>, Error> {
    let ids: Vec<_> = resources.map(|resource| resource.id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let taken = bookings::taken_from(platform.db(), &ids, now).await?;
    let taken = taken.into_iter();
    Ok(taken.map(|(id, taken)| (id, Usage::of(taken))).collect())
}

/// What can be had of those of the resources that are material, in one statement if there are any.
async fn stocks(
    platform: &Platform,
    resources: impl Iterator<Item = &Resource>,
    now: DateTime<Utc>,
) -> Result<HashMap<ResourceId, Stock>, Error> {
    let material = resources.filter(|resource| resource.is_material());
    let ids: Vec<_> = material.map(|resource| resource.id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(lots::stocks(platform.db(), &ids, now).await?)
}
