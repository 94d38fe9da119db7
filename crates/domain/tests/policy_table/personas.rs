//! The people of the table. One hub (`HERE`) with the owner of everything in the table and one
//! other member; another hub (`ELSEWHERE`) with a member of its own.

use maillage_domain::{
    hubs::HubRole::{self, Coordinator, Moderator},
    ids::{HubId, OrganisationId, PersonId, Uuid},
    mandates::MandateRole::{self, Contributor, Reader, Representative},
    policy::{Actor, Viewer},
};

/// A person and what they are.
pub(crate) struct Persona {
    pub(crate) name: &'static str,
    pub(crate) who: &'static str,
    pub(crate) actor: Actor,
}

pub(crate) fn here() -> HubId {
    HubId::from_uuid(Uuid::from_u128(1))
}

pub(crate) fn elsewhere() -> HubId {
    HubId::from_uuid(Uuid::from_u128(2))
}

pub(crate) fn owner() -> OrganisationId {
    OrganisationId::from_uuid(Uuid::from_u128(1))
}

pub(crate) fn neighbour() -> OrganisationId {
    OrganisationId::from_uuid(Uuid::from_u128(2))
}

pub(crate) fn distant() -> OrganisationId {
    OrganisationId::from_uuid(Uuid::from_u128(3))
}

/// The moderator who decided what the appeals of the table contest.
pub(crate) fn first_decider() -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(8))
}

/// The contributor of the owner.
pub(crate) fn writer() -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(3))
}

struct Rights {
    mandate: Option<(OrganisationId, MandateRole)>,
    member_of: Option<HubId>,
    office: Option<(HubId, HubRole)>,
    lacks_second_factor: bool,
}

pub(crate) fn personas() -> Vec<Persona> {
    let signed_in = |name, who, number: u128, rights: Rights| Persona {
        name,
        who,
        actor: Actor::Person(Viewer {
            person: PersonId::from_uuid(Uuid::from_u128(number)),
            session: maillage_domain::ids::SessionId::from_uuid(Uuid::from_u128(number)),
            mandates: rights.mandate.into_iter().collect(),
            offices: rights.office.into_iter().collect(),
            member_of: (rights.mandate.into_iter().zip(rights.member_of))
                .map(|((organisation, _), hub)| (organisation, hub))
                .collect(),
            lacks_second_factor: (rights.office.into_iter())
                .filter(|_| rights.lacks_second_factor)
                .map(|(hub, _)| hub)
                .collect(),
            acting_for: None,
        }),
    };
    let of_owner = |role| Rights {
        mandate: Some((owner(), role)),
        member_of: Some(here()),
        office: None,
        lacks_second_factor: false,
    };
    let of = |organisation, hub| Rights {
        mandate: Some((organisation, Representative)),
        member_of: Some(hub),
        office: None,
        lacks_second_factor: false,
    };
    let office = |hub, role| Rights {
        mandate: None,
        member_of: None,
        office: Some((hub, role)),
        lacks_second_factor: false,
    };
    vec![
        Persona {
            name: "visitor",
            who: "anybody, not signed in",
            actor: Actor::Anonymous,
        },
        signed_in(
            "stranger",
            "a signed-in person without mandate or office",
            1,
            Rights {
                mandate: None,
                member_of: None,
                office: None,
                lacks_second_factor: false,
            },
        ),
        signed_in("reader", "reader of the owner", 2, of_owner(Reader)),
        signed_in(
            "writer",
            "contributor of the owner",
            3,
            of_owner(Contributor),
        ),
        signed_in(
            "head",
            "representative of the owner",
            4,
            of_owner(Representative),
        ),
        signed_in(
            "suspended",
            "representative of the owner while its membership is suspended",
            5,
            Rights {
                member_of: None,
                ..of_owner(Representative)
            },
        ),
        signed_in(
            "neighbour",
            "representative of another member of the hub",
            6,
            of(neighbour(), here()),
        ),
        signed_in(
            "distant",
            "representative of a member of another hub",
            7,
            of(distant(), elsewhere()),
        ),
        signed_in(
            "moderator",
            "moderator of the hub; decided first what the appeals of the table contest",
            8,
            office(here(), Moderator),
        ),
        signed_in(
            "coord.",
            "coordinator of the hub",
            9,
            office(here(), Coordinator),
        ),
        signed_in(
            "coord. far",
            "coordinator of another hub",
            10,
            office(elsewhere(), Coordinator),
        ),
        signed_in(
            "partial",
            "coordinator of the hub who is also a contributor of the owner",
            11,
            Rights {
                office: Some((here(), Coordinator)),
                ..of_owner(Contributor)
            },
        ),
        signed_in(
            "one factor",
            "coordinator of the hub, which asks a second factor of its team, without one",
            12,
            Rights {
                lacks_second_factor: true,
                ..office(here(), Coordinator)
            },
        ),
        Persona {
            name: "operator",
            who: "whoever runs the installation, from the command line",
            actor: Actor::Operator,
        },
    ]
}
