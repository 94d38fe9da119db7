//! Who may do what: the one place. Called by use cases before every change and by lists as a
//! filter; never by an adapter.

mod events;

use crate::{
    content::ContentState,
    events::Event,
    hubs::{Hub, HubAction, HubOffice, HubRole},
    ids::{HubId, OrganisationId, PersonId, SessionId},
    mandates::{Mandate, MandateAction, MandateRole},
    memberships::{Membership, MembershipAction},
    moderation::{Review, ReviewAction},
    organisations::{ContactVisibility, Organisation, OrganisationAction},
    projects::{Participation, ParticipationAction, ParticipationState, Project, ProjectAction},
    values::{Visibility, text_enum},
};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A visitor.
    Anonymous,
    /// A signed-in person.
    Person(Viewer),
    /// Whoever runs the installation, from the command line.
    Operator,
}

/// A signed-in person with the rights read from the database for this request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Who.
    pub person: PersonId,
    /// On which device.
    pub session: SessionId,
    /// Live mandates.
    pub mandates: Vec<(OrganisationId, MandateRole)>,
    /// Hub roles.
    pub offices: Vec<(HubId, HubRole)>,
    /// The mandated organisations that are active members, with their hubs.
    pub member_of: Vec<(OrganisationId, HubId)>,
    /// Set when acting for one organisation: only that mandate counts for acts.
    pub acting_for: Option<OrganisationId>,
}

impl Viewer {
    /// The role held for an organisation, for reading.
    pub fn role_in(&self, organisation: OrganisationId) -> Option<MandateRole> {
        self.mandates
            .iter()
            .filter(|(id, _)| *id == organisation)
            .map(|(_, role)| *role)
            .max()
    }

    /// The role held in a hub's team.
    pub fn office_in(&self, hub: HubId) -> Option<HubRole> {
        self.offices
            .iter()
            .filter(|(id, _)| *id == hub)
            .map(|(_, role)| *role)
            .max()
    }

    /// Whether one of the person's organisations is an active member of the hub.
    pub fn is_member_of(&self, hub: HubId) -> bool {
        self.member_of.iter().any(|(_, id)| *id == hub)
    }
}

impl Actor {
    /// The person, if one is signed in.
    pub fn viewer(&self) -> Option<&Viewer> {
        match self {
            Self::Person(viewer) => Some(viewer),
            _ => None,
        }
    }

    /// The person's id, if one is signed in.
    pub fn person(&self) -> Option<PersonId> {
        self.viewer().map(|viewer| viewer.person)
    }

    /// The same person acting for one organisation.
    ///
    /// # Errors
    /// `Unauthenticated`; `Forbidden` without a mandate, the same whether the organisation exists.
    pub fn on_behalf_of(&self, organisation: OrganisationId) -> Result<Self, Denial> {
        match self {
            Self::Anonymous => Err(Denial::Unauthenticated),
            Self::Operator => Ok(Self::Operator),
            Self::Person(viewer) if viewer.role_in(organisation).is_some() => {
                Ok(Self::Person(Viewer {
                    acting_for: Some(organisation),
                    ..viewer.clone()
                }))
            }
            Self::Person(_) => Err(Denial::Forbidden(Forbidden::NoMandate)),
        }
    }

    /// Whether what they do now could be on behalf of this organisation.
    fn may_act_for(&self, organisation: OrganisationId) -> bool {
        self.viewer()
            .and_then(|viewer| viewer.acting_for)
            .is_none_or(|acting| acting == organisation)
    }

    fn acts_for(&self, organisation: OrganisationId, least: MandateRole) -> bool {
        match self {
            Self::Anonymous => false,
            Self::Operator => true,
            Self::Person(viewer) => {
                self.may_act_for(organisation)
                    && viewer
                        .role_in(organisation)
                        .is_some_and(|role| role >= least)
            }
        }
    }

    fn reads_for(&self, organisation: OrganisationId) -> bool {
        match self {
            Self::Anonymous => false,
            Self::Operator => true,
            Self::Person(viewer) => viewer.role_in(organisation).is_some(),
        }
    }

    fn holds_office(&self, hub: HubId, least: HubRole) -> bool {
        match self {
            Self::Anonymous => false,
            Self::Operator => true,
            Self::Person(viewer) => viewer.office_in(hub).is_some_and(|role| role >= least),
        }
    }

    fn is_member_through(&self, organisation: OrganisationId, hub: HubId) -> bool {
        match self {
            Self::Anonymous => false,
            Self::Operator => true,
            Self::Person(viewer) => viewer.member_of.contains(&(organisation, hub)),
        }
    }

    fn is_member_of(&self, hub: HubId) -> bool {
        match self {
            Self::Anonymous => false,
            Self::Operator => true,
            Self::Person(viewer) => viewer.is_member_of(hub) || viewer.office_in(hub).is_some(),
        }
    }
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    /// Sign in first.
    Unauthenticated,
    /// For this actor the thing does not exist.
    Invisible,
    /// It may be seen, but not this.
    Forbidden(Forbidden),
}

text_enum! {
    /// What would be needed.
    pub enum Forbidden {
        /// A mandate for the organisation acted for.
        NoMandate = "NO_MANDATE",
        /// At least the contributor's mandate for the organisation whose thing it is.
        NeedsContributor = "NEEDS_CONTRIBUTOR",
        /// The representative's mandate for the organisation whose thing it is.
        NeedsRepresentative = "NEEDS_REPRESENTATIVE",
        /// The coordinator's office in the hub.
        NeedsCoordinator = "NEEDS_COORDINATOR",
        /// At least the moderator's office in the hub.
        NeedsModerator = "NEEDS_MODERATOR",
        /// A decision on content of one's own organisation belongs to a colleague.
        ConflictOfInterest = "CONFLICT_OF_INTEREST",
        /// The appeal belongs to another than who decided first.
        DecidedBefore = "DECIDED_BEFORE",
        /// Active membership of the hub.
        NeedsMembership = "NEEDS_MEMBERSHIP",
        /// Reserved to whoever runs the installation.
        NeedsOperator = "NEEDS_OPERATOR",
    }
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy)]
pub enum Action<'a> {
    /// Anything with one's own account.
    UseAccount,
    /// Create an organisation.
    CreateOrganisation,
    /// Run the installation.
    Operate,
    /// Read an organisation's identity.
    ReadOrganisation(&'a Organisation),
    /// Read the profile around its identity: texts, domains, address and place.
    ReadProfile(&'a Organisation),
    /// Read how to reach it.
    ReadContact(&'a Organisation),
    /// Something with an organisation.
    Organisation(OrganisationAction, &'a Organisation),
    /// Something with a mandate for an organisation.
    Mandate(MandateAction, &'a Mandate, &'a Organisation),
    /// Something with a hub; hubs are read by all.
    Hub(HubAction, &'a Hub),
    /// Ask an organisation to join a hub.
    InviteMember(&'a Hub, &'a Organisation),
    /// End the office of somebody in a hub's team, or one's own.
    EndHubRole(&'a HubOffice),
    /// Read a membership.
    ReadMembership(&'a Membership),
    /// Read what is between the organisation and the hub: why it was decided so, and whether the
    /// member is trusted.
    ReadMembershipPrivate(&'a Membership),
    /// Something with a membership.
    Membership(MembershipAction, &'a Membership),
    /// Something with a project.
    Project(ProjectAction, &'a Project),
    /// Read why a project was given up and what its needs were met by, in the words of its lead.
    ReadNotes(&'a Project),
    /// Read a participation.
    ReadParticipation(&'a Participation, &'a Project),
    /// Something with a participation.
    Participation(ParticipationAction, &'a Participation, &'a Project),
    /// Something with a review.
    Review(ReviewAction, &'a Review),
    /// Learn who works on a review, and who decided it.
    ReadModerator(&'a Review),
    /// Read what happened, given the project and the organisation it is about.
    ReadEvent(&'a Event, Option<&'a Project>, Option<&'a Organisation>),
    /// Learn who did what happened.
    ReadAuthor(&'a Event),
}

/// Whether `actor` may do `action`. Whether the life cycle permits it is the entity's to say.
///
/// # Errors
/// The denial: the thing is invisible, or seen but not theirs to act on.
pub fn check(actor: &Actor, action: Action<'_>) -> Result<(), Denial> {
    match action {
        Action::UseAccount | Action::CreateOrganisation => signed_in(actor),
        Action::Operate => require(
            actor,
            matches!(actor, Actor::Operator),
            Forbidden::NeedsOperator,
        ),
        Action::ReadOrganisation(organisation) => see(sees_organisation(actor, organisation)),
        Action::ReadProfile(organisation) => see(sees_profile(actor, organisation)),
        Action::ReadContact(organisation) => see(sees_contact(actor, organisation)),
        Action::Organisation(action, organisation) => on_organisation(actor, action, organisation),
        Action::Mandate(action, mandate, organisation) => {
            on_mandate(actor, action, mandate, organisation)
        }
        Action::Hub(action, hub) => on_hub(actor, action, hub),
        Action::InviteMember(hub, organisation) => {
            see(sees_organisation(actor, organisation))?;
            on_hub(actor, HubAction::ManageMemberships, hub)?;
            no_conflict(actor, organisation.id)
        }
        Action::EndHubRole(office) => on_office(actor, office),
        Action::ReadMembership(membership) => see(sees_membership(actor, membership)),
        Action::ReadMembershipPrivate(membership) => {
            see(sees_membership(actor, membership))?;
            require(
                actor,
                is_party_to(actor, membership),
                Forbidden::NeedsModerator,
            )
        }
        Action::Membership(action, membership) => on_membership(actor, action, membership),
        Action::Project(action, project) => on_project(actor, action, project),
        Action::ReadNotes(project) => see(reads_notes(actor, project)),
        Action::ReadParticipation(participation, project) => {
            see(sees_participation(actor, participation, project))
        }
        Action::Participation(action, participation, project) => {
            on_participation(actor, action, participation, project)
        }
        Action::Review(action, review) => on_review(actor, action, review),
        Action::ReadModerator(review) => see(actor.holds_office(review.hub, HubRole::Moderator)),
        Action::ReadEvent(event, project, organisation) => {
            see(events::sees_event(actor, event, project, organisation))
        }
        Action::ReadAuthor(event) => see(events::sees_author(actor, event)),
    }
}

fn on_organisation(
    actor: &Actor,
    action: OrganisationAction,
    organisation: &Organisation,
) -> Result<(), Denial> {
    use OrganisationAction as A;
    see(sees_organisation(actor, organisation))?;
    let staff = |least| cares_for(actor, organisation, least);
    let id = organisation.id;
    match action {
        A::ReadPrivate => require(
            actor,
            actor.reads_for(id) || staff(HubRole::Coordinator),
            Forbidden::NoMandate,
        ),
        A::Edit | A::Submit | A::Withdraw | A::CreateProject => require(
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
            require(actor, staff(HubRole::Moderator), Forbidden::NeedsModerator)?;
            no_conflict(actor, id)
        }
        A::DecideEss => {
            require(
                actor,
                staff(HubRole::Coordinator),
                Forbidden::NeedsCoordinator,
            )?;
            no_conflict(actor, id)
        }
        A::AppointRepresentative => require(
            actor,
            staff(HubRole::Coordinator),
            Forbidden::NeedsCoordinator,
        ),
    }
}

/// Mandates are read with the private side of their organisation, and one's own always.
fn on_mandate(
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

fn on_hub(actor: &Actor, action: HubAction, hub: &Hub) -> Result<(), Denial> {
    match action {
        HubAction::Edit
        | HubAction::PublishCharter
        | HubAction::ManageMemberships
        | HubAction::ManageTeam => require(
            actor,
            actor.holds_office(hub.id, HubRole::Coordinator),
            Forbidden::NeedsCoordinator,
        ),
        HubAction::Moderate => require(
            actor,
            actor.holds_office(hub.id, HubRole::Moderator),
            Forbidden::NeedsModerator,
        ),
        HubAction::ReadRegister => require(
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

fn on_office(actor: &Actor, office: &HubOffice) -> Result<(), Denial> {
    let own = actor.person() == Some(office.person);
    see(own || actor.is_member_of(office.hub))?;
    require(
        actor,
        own || actor.holds_office(office.hub, HubRole::Coordinator),
        Forbidden::NeedsCoordinator,
    )
}

fn on_membership(
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
            require(
                actor,
                actor.holds_office(membership.hub, HubRole::Coordinator),
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

fn on_project(actor: &Actor, action: ProjectAction, project: &Project) -> Result<(), Denial> {
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
            require(
                actor,
                actor.holds_office(project.hub, HubRole::Moderator),
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

fn on_participation(
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

fn on_review(actor: &Actor, action: ReviewAction, review: &Review) -> Result<(), Denial> {
    use ReviewAction as A;
    let staff = actor.holds_office(review.hub, HubRole::Moderator);
    let own = actor.reads_for(review.organisation);
    see(staff || own)?;
    match action {
        A::Read => Ok(()),
        A::Appeal => require(
            actor,
            actor.acts_for(review.organisation, MandateRole::Contributor),
            Forbidden::NeedsContributor,
        ),
        A::Claim
        | A::Release
        | A::Publish
        | A::RequestChanges
        | A::Reject
        | A::Uphold
        | A::Overturn => {
            require(actor, staff, Forbidden::NeedsModerator)?;
            no_conflict(actor, review.organisation)?;
            // Only an appeal has a contested decider, who has no business with it at all.
            let decided_before =
                actor.person().is_some() && actor.person() == review.contested_decider;
            require(actor, !decided_before, Forbidden::DecidedBefore)
        }
    }
}

/// Whether the actor holds an office in a hub that the organisation applied to or belongs to. The
/// operator mends also what belongs to no hub.
fn cares_for(actor: &Actor, organisation: &Organisation, least: HubRole) -> bool {
    matches!(actor, Actor::Operator)
        || organisation
            .hubs
            .iter()
            .any(|hub| actor.holds_office(*hub, least))
}

fn sees_organisation(actor: &Actor, organisation: &Organisation) -> bool {
    organisation.is_public()
        || actor.reads_for(organisation.id)
        || cares_for(actor, organisation, HubRole::Moderator)
}

/// A profile that is not published concerns the organisation and the teams of its hubs.
fn sees_profile(actor: &Actor, organisation: &Organisation) -> bool {
    organisation.state == ContentState::Published
        || actor.reads_for(organisation.id)
        || cares_for(actor, organisation, HubRole::Moderator)
}

/// Contact details go no further than the profile, and no further than the organisation wants.
fn sees_contact(actor: &Actor, organisation: &Organisation) -> bool {
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

/// Who takes part in a project is read by whom the project is read by; who was asked, or asked
/// and was not taken, concerns the two of them and the hub's team. An organisation reads its own
/// whatever became of the project: nobody is held in one that was taken down.
fn sees_participation(actor: &Actor, participation: &Participation, project: &Project) -> bool {
    actor.reads_for(participation.organisation)
        || (sees_project(actor, project)
            && (participation.state == ParticipationState::Active
                || actor.reads_for(project.lead)
                || actor.holds_office(project.hub, HubRole::Moderator)))
}

/// Active membership is public; the rest concerns the organisation and the hub's team.
fn sees_membership(actor: &Actor, membership: &Membership) -> bool {
    membership.state == crate::memberships::MembershipState::Active
        || is_party_to(actor, membership)
}

fn is_party_to(actor: &Actor, membership: &Membership) -> bool {
    actor.reads_for(membership.organisation)
        || actor.holds_office(membership.hub, HubRole::Moderator)
}

/// No moderator reads these words before they are out, so that they go no further than the hub and
/// the parties.
fn reads_notes(actor: &Actor, project: &Project) -> bool {
    sees_project(actor, project) && (is_party(actor, project) || actor.is_member_of(project.hub))
}

fn is_party(actor: &Actor, project: &Project) -> bool {
    actor.reads_for(project.lead) || project.parties.iter().any(|party| actor.reads_for(*party))
}

fn sees_project(actor: &Actor, project: &Project) -> bool {
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

fn no_conflict(actor: &Actor, organisation: OrganisationId) -> Result<(), Denial> {
    match actor {
        Actor::Person(viewer) if viewer.role_in(organisation).is_some() => {
            Err(Denial::Forbidden(Forbidden::ConflictOfInterest))
        }
        _ => Ok(()),
    }
}

fn signed_in(actor: &Actor) -> Result<(), Denial> {
    match actor {
        Actor::Anonymous => Err(Denial::Unauthenticated),
        _ => Ok(()),
    }
}

fn see(visible: bool) -> Result<(), Denial> {
    if visible {
        Ok(())
    } else {
        Err(Denial::Invisible)
    }
}

fn require(actor: &Actor, allowed: bool, forbidden: Forbidden) -> Result<(), Denial> {
    match (allowed, actor) {
        (true, _) => Ok(()),
        (false, Actor::Anonymous) => Err(Denial::Unauthenticated),
        (false, _) => Err(Denial::Forbidden(forbidden)),
    }
}

#[cfg(test)]
mod tests;
