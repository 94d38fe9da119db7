//! Hubs, their teams and their memberships.

use super::{Actor, Denial, Forbidden, in_office, no_conflict, require, see};
use crate::{
    hubs::{Hub, HubAction, HubOffice, HubRole},
    mandates::MandateRole,
    memberships::{Membership, MembershipAction, MembershipState},
};

pub(super) fn on_hub(actor: &Actor, action: HubAction, hub: &Hub) -> Result<(), Denial> {
    match action {
        HubAction::Edit
        | HubAction::PublishCharter
        | HubAction::ManageMemberships
        | HubAction::ManageTeam => in_office(
            actor,
            hub.id,
            HubRole::Coordinator,
            Forbidden::NeedsCoordinator,
        ),
        // Who books of whom is between the two and the team, as the bookings themselves are.
        HubAction::Moderate | HubAction::ReadCooperation => require(
            actor,
            actor.holds_office(hub.id, HubRole::Moderator),
            Forbidden::NeedsModerator,
        ),
        HubAction::ReadRegister | HubAction::ReadFigures => require(
            actor,
            actor.is_member_of(hub.id),
            Forbidden::NeedsMembership,
        ),
        HubAction::Apply => match actor {
            Actor::Anonymous => Err(Denial::Unauthenticated),
            Actor::Operator => Ok(()),
            Actor::Person(viewer) => {
                let represents = viewer.mandates.iter().any(|(id, role)| {
                    *role == MandateRole::Representative
                        && viewer.acting_for.is_none_or(|acting| acting == *id)
                });
                require(actor, represents, Forbidden::NeedsRepresentative)
            }
        },
    }
}

pub(super) fn on_office(actor: &Actor, office: &HubOffice) -> Result<(), Denial> {
    let own = actor.person() == Some(office.person);
    see(own || actor.is_member_of(office.hub))?;
    if own {
        return Ok(());
    }
    in_office(
        actor,
        office.hub,
        HubRole::Coordinator,
        Forbidden::NeedsCoordinator,
    )
}

pub(super) fn on_membership(
    actor: &Actor,
    action: MembershipAction,
    membership: &Membership,
) -> Result<(), Denial> {
    use MembershipAction as A;
    see(sees_membership(actor, membership))?;
    match action {
        // Nobody judges their own organisation. Where a hub has one coordinator alone, whoever
        // runs the installation decides in their place.
        A::Accept | A::Refuse | A::Suspend | A::Resume | A::Exclude | A::Change => {
            in_office(
                actor,
                membership.hub,
                HubRole::Coordinator,
                Forbidden::NeedsCoordinator,
            )?;
            no_conflict(actor, membership.organisation)
        }
        A::Join | A::Decline | A::Leave | A::AcceptCharter => require(
            actor,
            actor.acts_for(membership.organisation, MandateRole::Representative),
            Forbidden::NeedsRepresentative,
        ),
    }
}

/// Active membership is public; the rest concerns the organisation and the hub's team.
pub(super) fn sees_membership(actor: &Actor, membership: &Membership) -> bool {
    membership.state == MembershipState::Active || is_party_to(actor, membership)
}

pub(super) fn is_party_to(actor: &Actor, membership: &Membership) -> bool {
    actor.reads_for(membership.organisation)
        || actor.holds_office(membership.hub, HubRole::Moderator)
}
