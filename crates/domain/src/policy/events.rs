//! Who reads what happened, and who learns who did it.

use super::{
    Actor, organisations::sees_organisation, partnerships::is_member, projects::sees_project,
    resources::sees_resource,
};
use crate::{
    events::{Audience, Event, EventKind},
    hubs::HubRole,
    organisations::Organisation,
    partnerships::Partnership,
    projects::Project,
    resources::Resource,
};

/// What an event is about, as it stands today.
#[derive(Debug, Clone, Copy, Default)]
pub struct About<'a> {
    /// Its project.
    pub project: Option<&'a Project>,
    /// Its resource.
    pub resource: Option<&'a Resource>,
    /// Its partnership.
    pub partnership: Option<&'a Partnership>,
    /// Its organisation.
    pub organisation: Option<&'a Organisation>,
}

/// A fact is read by its audience, as far as they may read the project, the resource and the
/// organisation it is about today: what was hidden since takes its history with it. What concerns one person alone
/// is in nobody's feed.
pub(super) fn sees_event(actor: &Actor, event: &Event, about: About<'_>) -> bool {
    let About {
        project,
        resource,
        partnership,
        organisation,
    } = about;
    let there = event.project == project.map(|project| project.id)
        && event.resource == resource.map(|resource| resource.id)
        && event.partnership == partnership.map(|partnership| partnership.id)
        && event.organisation == organisation.map(|organisation| organisation.id)
        && project.is_none_or(|project| sees_project(actor, project))
        && resource.is_none_or(|resource| sees_resource(actor, resource))
        && organisation.is_none_or(|organisation| sees_organisation(actor, organisation));
    let team = is_of_the_team(actor, event);
    let concerned = event.organisation.is_some_and(|id| actor.reads_for(id))
        || project.is_some_and(|project| actor.reads_for(project.lead))
        || resource.is_some_and(|resource| actor.reads_for(resource.owner))
        || matches!(actor, Actor::Operator);
    there
        && match event.audience {
            Audience::Public => true,
            Audience::Hub => event.hub.is_some_and(|hub| actor.is_member_of(hub)) || team,
            Audience::Organisation => concerned || team,
            Audience::Parties => {
                partnership.is_some_and(|one| is_member(actor, one))
                    || matches!(actor, Actor::Operator)
            }
            Audience::Staff => team,
            Audience::Person => false,
        }
}

/// People are shown by name to those who work with them: to themselves, to the organisation they
/// acted for or whose thing it is, to the active members of the hub and to its team. Who decided
/// on content in the hub's name is for its team to know (the statement of reasons speaks for the
/// hub).
pub(super) fn sees_author(actor: &Actor, event: &Event) -> bool {
    let oneself = event.person.is_some() && event.person == actor.person();
    if oneself || is_of_the_team(actor, event) {
        return true;
    }
    if event.acting_for.is_none() && decides_on_content(event.kind) {
        return false;
    }
    let colleagues = event
        .acting_for
        .into_iter()
        .chain(event.organisation)
        .any(|id| actor.reads_for(id));
    colleagues || event.hub.is_some_and(|hub| actor.is_member_of(hub))
}

fn is_of_the_team(actor: &Actor, event: &Event) -> bool {
    matches!(actor, Actor::Operator)
        || event
            .hub
            .is_some_and(|hub| actor.holds_office(hub, HubRole::Moderator))
}

fn decides_on_content(kind: EventKind) -> bool {
    use EventKind as K;
    matches!(
        kind,
        K::OrganisationPublished
            | K::OrganisationChangesRequested
            | K::OrganisationRejected
            | K::OrganisationHidden
            | K::OrganisationRestored
            | K::ProjectPublished
            | K::ProjectChangesRequested
            | K::ProjectRejected
            | K::ProjectHidden
            | K::ProjectRestored
            | K::ResourcePublished
            | K::ResourceChangesRequested
            | K::ResourceRejected
            | K::ResourceHidden
            | K::ResourceRestored
            | K::ReviewOpened
            | K::ReviewClaimed
            | K::ReviewReleased
            | K::ReviewDecided
            | K::ReviewWithdrawn
    )
}
