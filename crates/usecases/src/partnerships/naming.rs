//! Who and what may be named in an agreement: what the actor sees, and organisations that are in it for
//! something. Whoever is named is written to.

use chrono::{DateTime, TimeDelta, Utc};
use maillage_domain::{
    Faults, Problem, ProblemCode, Refusal, RefusalCode,
    ids::{HubId, NeedId, OrganisationId},
    partnerships::{Links, Outline},
    policy::{self, Action, Actor},
    projects::{Project, ProjectAction},
    resources::ResourceAction,
};
use maillage_persistence::{Tx, organisations, partnerships as stored, projects, resources};

use crate::error::Error;

/// How many organisations outside of the hub another names in so many hours: as many as a draft has parties.
const MOST_NAMED: u64 = 50;
const HOURS: i64 = 24;

/// Who names organisations, and where.
pub(super) struct Naming {
    pub(super) hub: HubId,
    pub(super) by: OrganisationId,
    pub(super) at: DateTime<Utc>,
}

impl Naming {
    /// How many of those that are named anew are not of the hub.
    ///
    /// # Errors
    /// `TOO_MANY_DRAFTS`.
    pub(super) async fn admitted(&self, tx: &Tx, named: Vec<OrganisationId>) -> Result<i32, Error> {
        let found = organisations::by_ids(tx, &named).await?;
        let outside = found.values();
        let outside = outside.filter(|one| one.id != self.by && !one.member_of.contains(&self.hub));
        let outside: Vec<_> = outside.collect();
        if outside.is_empty() {
            return Ok(0);
        }
        let since = self.at - TimeDelta::hours(HOURS);
        let before = stored::count_outsiders(tx, self.by, since).await?;
        let number = u32::try_from(outside.len()).map_err(Error::internal)?;
        if before + u64::from(number) > MOST_NAMED {
            let refusal = Refusal::new(RefusalCode::TooManyDrafts).with("max", MOST_NAMED);
            return Err(refusal.with("hours", HOURS).into());
        }
        i32::try_from(number).map_err(Error::internal)
    }
}

/// Nobody names what they do not see; what was named before may stay.
pub(super) async fn expect_seen(
    tx: &Tx,
    actor: &Actor,
    outline: &Outline,
    before: Option<&Outline>,
) -> Result<(), Error> {
    let mut faults = Faults::new();
    let unknown = |id: String| Problem::new(ProblemCode::Unknown).with("given", id);
    let new: Vec<_> = outline
        .organisations()
        .filter(|one| before.is_none_or(|before| !before.has_party(*one)))
        .collect();
    let found = organisations::by_ids(tx, &new).await?;
    for id in new {
        let seen = found.get(&id).is_some_and(|organisation| {
            policy::check(actor, Action::ReadOrganisation(organisation)).is_ok()
        });
        if !seen {
            faults.note("parties", unknown(id.to_string()));
        }
    }
    let links = &outline.links;
    let nothing = Links::default();
    let known = before.map_or(&nothing, |before| &before.links);
    let reads = |project: Option<&Project>| {
        project.is_some_and(|project| {
            policy::check(actor, Action::Project(ProjectAction::Read, project)).is_ok()
        })
    };
    let owners = projects::projects_of_needs(tx, &links.needs).await?;
    let mut wanted = links.projects.clone();
    wanted.extend(owners.values());
    let found = projects::by_ids(tx, &wanted).await?;
    let new = links
        .projects
        .iter()
        .filter(|one| !known.projects.contains(one));
    for id in new.filter(|one| !reads(found.get(one))) {
        faults.note("projects", unknown(id.to_string()));
    }
    let new = links.needs.iter().filter(|one| !known.needs.contains(one));
    let reads_need = |id: &NeedId| reads(owners.get(id).and_then(|project| found.get(project)));
    for id in new.filter(|one| !reads_need(one)) {
        faults.note("needs", unknown(id.to_string()));
    }
    let staff = |outline: &Outline| outline.staff.map(|staff| staff.resource);
    let staff = staff(outline).filter(|one| before.and_then(staff) != Some(*one));
    let mut wanted = links.resources.clone();
    wanted.extend(staff);
    let found = resources::by_ids(tx, &wanted).await?;
    let new = links
        .resources
        .iter()
        .filter(|one| !known.resources.contains(one));
    let named = new.map(|id| (*id, "resources"));
    for (id, field) in named.chain(staff.map(|id| (id, "staff"))) {
        let seen = found.get(&id).is_some_and(|resource| {
            policy::check(actor, Action::Resource(ResourceAction::Read, resource)).is_ok()
        });
        if !seen {
            faults.note(field, unknown(id.to_string()));
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(faults.within("content").into())
}
