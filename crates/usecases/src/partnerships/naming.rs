//! Who and what may be named in an agreement: what the actor sees, and organisations that are in it for
//! something. Whoever is named is written to.

use chrono::{DateTime, TimeDelta, Utc};
use maillage_domain::{
    Faults, Problem, ProblemCode, Refusal, RefusalCode,
    ids::{HubId, OrganisationId},
    partnerships::Outline,
    policy::{self, Action, Actor},
    projects::ProjectAction,
    resources::ResourceAction,
};
use maillage_persistence::{Tx, organisations, partnerships as stored, projects, resources};

use crate::error::Error;

/// How many times in so many hours an organisation names others outside of the hub.
const MOST_NAMING: u64 = 20;
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
        if stored::count_naming_outsiders(tx, self.by, since).await? >= MOST_NAMING {
            let refusal = Refusal::new(RefusalCode::TooManyDrafts).with("max", MOST_NAMING);
            return Err(refusal.with("hours", HOURS).into());
        }
        Ok(i32::try_from(outside.len()).unwrap_or(i32::MAX))
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
    let known = |id: &str| {
        before.is_some_and(|before| {
            let links = &before.links;
            links.projects.iter().any(|one| one.to_string() == id)
                || links.resources.iter().any(|one| one.to_string() == id)
                || links.needs.iter().any(|one| one.to_string() == id)
        })
    };
    for id in &links.projects {
        let project = projects::find(tx, *id).await?;
        let seen = project.is_some_and(|project| {
            policy::check(actor, Action::Project(ProjectAction::Read, &project)).is_ok()
        });
        if !seen && !known(&id.to_string()) {
            faults.note("projects", unknown(id.to_string()));
        }
    }
    let staff = outline.staff.map(|staff| staff.resource);
    let staff = staff.filter(|id| {
        before.is_none_or(|before| before.staff.is_none_or(|staff| staff.resource != *id))
    });
    for (id, field) in
        (links.resources.iter().map(|id| (*id, "resources"))).chain(staff.map(|id| (id, "staff")))
    {
        let resource = resources::find(tx, id).await?;
        let seen = resource.is_some_and(|resource| {
            policy::check(actor, Action::Resource(ResourceAction::Read, &resource)).is_ok()
        });
        if !seen && !known(&id.to_string()) {
            faults.note(field, unknown(id.to_string()));
        }
    }
    for id in &links.needs {
        let project = match projects::project_of_need(tx, *id).await? {
            Some(project) => projects::find(tx, project).await?,
            None => None,
        };
        let seen = project.is_some_and(|project| {
            policy::check(actor, Action::Project(ProjectAction::Read, &project)).is_ok()
        });
        if !seen && !known(&id.to_string()) {
            faults.note("needs", unknown(id.to_string()));
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(faults.within("content").into())
}
