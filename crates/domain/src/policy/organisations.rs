//! Organisations and the mandates for them.

use super::{Actor, Denial, Forbidden, in_office, no_conflict, require, see};
use crate::{
    content::ContentState,
    hubs::HubRole,
    mandates::{Mandate, MandateAction, MandateRole},
    organisations::{ContactVisibility, Organisation, OrganisationAction},
};

pub(super) fn on_organisation(
    actor: &Actor,
    action: OrganisationAction,
    organisation: &Organisation,
) -> Result<(), Denial> {
    use OrganisationAction as A;
    see(sees_organisation(actor, organisation))?;
    let staff = |least| cares_for(actor, organisation, least);
    let cares = |least, forbidden| acts_on(actor, organisation, least, forbidden);
    let id = organisation.id;
    match action {
        A::ReadPrivate => require(
            actor,
            actor.reads_for(id) || staff(HubRole::Coordinator),
            Forbidden::NoMandate,
        ),
        A::Edit
        | A::Submit
        | A::Withdraw
        | A::CreateProject
        | A::CreateResource
        | A::UploadPhoto => require(
            actor,
            actor.acts_for(id, MandateRole::Contributor),
            Forbidden::NeedsContributor,
        ),
        A::Archive | A::ManageMandates | A::ManageMemberships => require(
            actor,
            actor.acts_for(id, MandateRole::Representative),
            Forbidden::NeedsRepresentative,
        ),
        A::Hide | A::Restore => {
            cares(HubRole::Moderator, Forbidden::NeedsModerator)?;
            no_conflict(actor, id)
        }
        A::DecideEss => {
            cares(HubRole::Coordinator, Forbidden::NeedsCoordinator)?;
            no_conflict(actor, id)
        }
        A::AppointRepresentative => cares(HubRole::Coordinator, Forbidden::NeedsCoordinator),
    }
}

/// Mandates are read with the private side of their organisation, and one's own always.
pub(super) fn on_mandate(
    actor: &Actor,
    action: MandateAction,
    mandate: &Mandate,
    organisation: &Organisation,
) -> Result<(), Denial> {
    let own = actor.person() == Some(mandate.person);
    let reads =
        actor.reads_for(organisation.id) || cares_for(actor, organisation, HubRole::Coordinator);
    see(own || reads)?;
    let manages = actor.acts_for(organisation.id, MandateRole::Representative);
    match action {
        MandateAction::Read => Ok(()),
        MandateAction::ChangeRole => require(actor, manages, Forbidden::NeedsRepresentative),
        MandateAction::End => {
            let leaves = own && actor.may_act_for(organisation.id);
            require(actor, leaves || manages, Forbidden::NeedsRepresentative)
        }
    }
}

/// Whether the actor holds an office in a hub that the organisation applied to or belongs to. The
/// operator mends also what belongs to no hub.
pub(super) fn cares_for(actor: &Actor, organisation: &Organisation, least: HubRole) -> bool {
    matches!(actor, Actor::Operator)
        || organisation
            .hubs
            .iter()
            .any(|hub| actor.holds_office(*hub, least))
}

/// As [`cares_for`], for acts: one hub where the person may act in that office is enough.
fn acts_on(
    actor: &Actor,
    organisation: &Organisation,
    least: HubRole,
    forbidden: Forbidden,
) -> Result<(), Denial> {
    require(actor, cares_for(actor, organisation, least), forbidden)?;
    let mut acts = organisation
        .hubs
        .iter()
        .map(|hub| in_office(actor, *hub, least, forbidden));
    if matches!(actor, Actor::Operator) || acts.any(|act| act.is_ok()) {
        return Ok(());
    }
    Err(Denial::Forbidden(Forbidden::NeedsSecondFactor))
}

pub(super) fn sees_organisation(actor: &Actor, organisation: &Organisation) -> bool {
    organisation.is_public()
        || actor.reads_for(organisation.id)
        || cares_for(actor, organisation, HubRole::Moderator)
}

/// A profile that is not published concerns the organisation and the teams of its hubs.
pub(super) fn sees_profile(actor: &Actor, organisation: &Organisation) -> bool {
    organisation.state == ContentState::Published
        || actor.reads_for(organisation.id)
        || cares_for(actor, organisation, HubRole::Moderator)
}

/// Contact details go no further than the profile, and no further than the organisation wants.
pub(super) fn sees_contact(actor: &Actor, organisation: &Organisation) -> bool {
    let visible = match organisation.content.contact.visibility {
        ContactVisibility::Public => true,
        // An applicant is no member yet: the team that judges it reads how to reach it, the
        // members do not.
        ContactVisibility::Members => {
            cares_for(actor, organisation, HubRole::Moderator)
                || (organisation.member_of.iter()).any(|hub| actor.is_member_of(*hub))
        }
        ContactVisibility::Hidden => false,
    };
    sees_profile(actor, organisation) && (visible || actor.reads_for(organisation.id))
}
