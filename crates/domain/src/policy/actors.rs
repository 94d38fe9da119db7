//! Who asks, with the rights they have.

use super::{Denial, Forbidden};
use crate::{
    hubs::HubRole,
    ids::{HubId, OrganisationId, PersonId, SessionId},
    mandates::MandateRole,
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
    /// The hubs among them that ask a second factor of their team, while the person has none.
    pub lacks_second_factor: Vec<HubId>,
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
    pub(super) fn may_act_for(&self, organisation: OrganisationId) -> bool {
        self.viewer()
            .and_then(|viewer| viewer.acting_for)
            .is_none_or(|acting| acting == organisation)
    }

    pub(super) fn acts_for(&self, organisation: OrganisationId, least: MandateRole) -> bool {
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

    pub(super) fn reads_for(&self, organisation: OrganisationId) -> bool {
        match self {
            Self::Anonymous => false,
            Self::Operator => true,
            Self::Person(viewer) => viewer.role_in(organisation).is_some(),
        }
    }

    pub(super) fn holds_office(&self, hub: HubId, least: HubRole) -> bool {
        match self {
            Self::Anonymous => false,
            Self::Operator => true,
            Self::Person(viewer) => viewer.office_in(hub).is_some_and(|role| role >= least),
        }
    }

    pub(super) fn is_member_through(&self, organisation: OrganisationId, hub: HubId) -> bool {
        match self {
            Self::Anonymous => false,
            Self::Operator => true,
            Self::Person(viewer) => viewer.member_of.contains(&(organisation, hub)),
        }
    }

    pub(super) fn is_member_of(&self, hub: HubId) -> bool {
        match self {
            Self::Anonymous => false,
            Self::Operator => true,
            Self::Person(viewer) => viewer.is_member_of(hub) || viewer.office_in(hub).is_some(),
        }
    }
}
