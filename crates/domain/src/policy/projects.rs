//! Projects and who takes part in them.

use super::{Actor, Denial, Forbidden, in_office, no_conflict, require, see};
use crate::{
    content::ContentState,
    hubs::HubRole,
    mandates::MandateRole,
    projects::{Participation, ParticipationAction, ParticipationState, Project, ProjectAction},
    values::Visibility,
};

pub(super) fn on_project(
    actor: &Actor,
    action: ProjectAction,
    project: &Project,
) -> Result<(), Denial> {
    use ProjectAction as A;
    see(sees_project(actor, project))?;
    match action {
        A::Read => Ok(()),
        A::ReadPrivate => {
            let staff = actor.holds_office(project.hub, HubRole::Moderator)
                && project.state.is_known_to_moderators();
            require(
                actor,
                actor.reads_for(project.lead) || staff,
                Forbidden::NoMandate,
            )
        }
        A::Edit | A::Submit => {
            require(
                actor,
                actor.acts_for(project.lead, MandateRole::Contributor),
                Forbidden::NeedsContributor,
            )?;
            // A suspended or former member keeps its drafts, and publishes nothing.
            let publishes = action == A::Submit || project.state == ContentState::Published;
            require(
                actor,
                !publishes || actor.is_member_through(project.lead, project.hub),
                Forbidden::NeedsMembership,
            )
        }
        A::SetStage | A::ManageNeeds | A::ReachMilestone => {
            require(
                actor,
                actor.acts_for(project.lead, MandateRole::Contributor),
                Forbidden::NeedsContributor,
            )?;
            // What it says of a published project is read at once.
            let published = project.state == ContentState::Published;
            require(
                actor,
                !published || actor.is_member_through(project.lead, project.hub),
                Forbidden::NeedsMembership,
            )
        }
        A::Withdraw | A::Archive | A::ManageParticipants => require(
            actor,
            actor.acts_for(project.lead, MandateRole::Contributor),
            Forbidden::NeedsContributor,
        ),
        A::Hide | A::Restore => {
            in_office(
                actor,
                project.hub,
                HubRole::Moderator,
                Forbidden::NeedsModerator,
            )?;
            no_conflict(actor, project.lead)
        }
        A::RequestParticipation => match actor {
            Actor::Anonymous => Err(Denial::Unauthenticated),
            Actor::Operator => Ok(()),
            Actor::Person(viewer) => {
                let role = viewer
                    .mandates
                    .iter()
                    .filter(|(id, _)| {
                        *id != project.lead
                            && viewer.acting_for.is_none_or(|acting| acting == *id)
                            && viewer.member_of.contains(&(*id, project.hub))
                    })
                    .map(|(_, role)| *role)
                    .max();
                require(actor, role.is_some(), Forbidden::NeedsMembership)?;
                require(
                    actor,
                    role >= Some(MandateRole::Contributor),
                    Forbidden::NeedsContributor,
                )
            }
        },
    }
}

pub(super) fn on_participation(
    actor: &Actor,
    action: ParticipationAction,
    participation: &Participation,
    project: &Project,
) -> Result<(), Denial> {
    see(sees_participation(actor, participation, project))?;
    let allowed = match action {
        ParticipationAction::Accept | ParticipationAction::Decline => {
            actor.acts_for(participation.awaits(project), MandateRole::Contributor)
        }
        ParticipationAction::Leave => {
            let acts = |organisation| actor.acts_for(organisation, MandateRole::Contributor);
            match participation.state {
                // Whoever opened it takes it back; the other side declines.
                ParticipationState::Invited => acts(project.lead),
                ParticipationState::Requested => acts(participation.organisation),
                _ => acts(participation.organisation) || acts(project.lead),
            }
        }
    };
    require(actor, allowed, Forbidden::NeedsContributor)
}

/// Who takes part in a project is read by whom the project is read by; who was asked, or asked
/// and was not taken, concerns the two of them and the hub's team. An organisation reads its own
/// whatever became of the project: nobody is held in one that was taken down.
pub(super) fn sees_participation(
    actor: &Actor,
    participation: &Participation,
    project: &Project,
) -> bool {
    actor.reads_for(participation.organisation)
        || (sees_project(actor, project)
            && (participation.state == ParticipationState::Active
                || actor.reads_for(project.lead)
                || actor.holds_office(project.hub, HubRole::Moderator)))
}

/// No moderator reads these words before they are out, so that they go no further than the hub and
/// the parties.
pub(super) fn reads_notes(actor: &Actor, project: &Project) -> bool {
    sees_project(actor, project) && (is_party(actor, project) || actor.is_member_of(project.hub))
}

pub(super) fn is_party(actor: &Actor, project: &Project) -> bool {
    actor.reads_for(project.lead) || project.parties.iter().any(|party| actor.reads_for(*party))
}

pub(super) fn sees_project(actor: &Actor, project: &Project) -> bool {
    let party = is_party(actor, project);
    let staff = actor.holds_office(project.hub, HubRole::Moderator);
    match (project.state, project.content.visibility) {
        (ContentState::Published, Visibility::Public) => true,
        (ContentState::Published, Visibility::Hub) => party || actor.is_member_of(project.hub),
        (ContentState::Published, Visibility::Parties) => party || staff,
        (ContentState::Draft, _) => party,
        // Who prepares it together, or did it together, reads it while it waits and afterwards.
        (ContentState::Submitted | ContentState::ChangesRequested | ContentState::Archived, _) => {
            party || staff
        }
        (ContentState::Rejected | ContentState::Hidden, _) => {
            actor.reads_for(project.lead) || staff
        }
    }
}
