//! Resources.

use super::{Actor, Denial, Forbidden, in_office, no_conflict, require, see};
use crate::{
    content::ContentState,
    hubs::HubRole,
    ids::{HubId, OrganisationId, PhotoId},
    mandates::MandateRole,
    resources::{Resource, ResourceAction},
    values::Visibility,
};

pub(super) fn on_resource(
    actor: &Actor,
    action: ResourceAction,
    resource: &Resource,
) -> Result<(), Denial> {
    use ResourceAction as A;
    see(sees_resource(actor, resource))?;
    match action {
        A::Read => Ok(()),
        A::ReadPrivate => {
            let staff = actor.holds_office(resource.hub, HubRole::Moderator)
                && resource.state.is_known_to_moderators();
            require(
                actor,
                actor.reads_for(resource.owner) || staff,
                Forbidden::NoMandate,
            )
        }
        A::Edit | A::SetConditions | A::CreateLot | A::Submit => {
            contributes(actor, resource)?;
            // A suspended or former member keeps its drafts, and publishes nothing.
            let publishes = action == A::Submit || resource.is_published();
            require(
                actor,
                !publishes || actor.is_member_through(resource.owner, resource.hub),
                Forbidden::NeedsMembership,
            )
        }
        A::Withdraw | A::Archive => contributes(actor, resource),
        A::Hide | A::Restore => {
            in_office(
                actor,
                resource.hub,
                HubRole::Moderator,
                Forbidden::NeedsModerator,
            )?;
            no_conflict(actor, resource.owner)
        }
    }
}

pub(super) fn contributes(actor: &Actor, resource: &Resource) -> Result<(), Denial> {
    require(
        actor,
        actor.acts_for(resource.owner, MandateRole::Contributor),
        Forbidden::NeedsContributor,
    )
}

/// Whether somebody knows where a resource is, however exactly others are shown it.
pub fn knows_place(actor: &Actor, owner: OrganisationId, hub: HubId) -> bool {
    actor.reads_for(owner) || actor.holds_office(hub, HubRole::Moderator)
}

/// A photo is seen by who reads the text that shows it: of a revision those whom it concerns.
pub(super) fn sees_photo(actor: &Actor, photo: PhotoId, resource: &Resource) -> bool {
    let reads = |action| on_resource(actor, action, resource).is_ok();
    let revision = resource.revision.as_ref();
    (resource.content.shows(photo) && reads(ResourceAction::Read))
        || (revision.is_some_and(|one| one.content.shows(photo))
            && reads(ResourceAction::ReadPrivate))
}

/// Persistence has the same as a filter in SQL; a test compares the two.
pub(super) fn sees_resource(actor: &Actor, resource: &Resource) -> bool {
    let own = actor.reads_for(resource.owner);
    let staff = actor.holds_office(resource.hub, HubRole::Moderator);
    match (resource.state, resource.content.visibility) {
        (ContentState::Published, Visibility::Public) => true,
        (ContentState::Published, Visibility::Hub) => {
            own || resource.hubs().any(|hub| actor.is_member_of(hub))
        }
        (ContentState::Published, Visibility::Parties) => {
            let parties = resource.content.parties.iter();
            own || staff || parties.copied().any(|party| actor.reads_for(party))
        }
        (ContentState::Draft, _) => own,
        _ => own || staff,
    }
}
