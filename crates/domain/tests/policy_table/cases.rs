//! The acts of the table: every action of every kind, on things in each state that matters.

use maillage_domain::{
    bookings::{Booking, BookingAction, BookingState},
    content::ContentState as S,
    events::{Audience, Event, EventKind, Subject as What},
    hubs::{Hub, HubAction, HubOffice, HubRole},
    ids::{OrganisationId, PhotoId, Uuid},
    mandates::{Mandate, MandateAction, MandateRole},
    materials::{Lot, LotAction, Reservation, ReservationAction, ReservationState},
    memberships::{Membership, MembershipAction, MembershipState as M},
    moderation::{Review, ReviewAction, ReviewKind, Reviewable, Revision, RevisionState},
    organisations::{ContactVisibility as C, Organisation, OrganisationAction},
    partnerships::{Fulfilment, FulfilmentAction, Partnership, PartnershipAction, Version},
    policy::{About, Action},
    projects::{
        Participation, ParticipationAction, ParticipationState as P, Project, ProjectAction,
    },
    resources::{Resource, ResourceAction},
    staff::{StaffLoan, StaffLoanAction},
    statements::Statement,
    values::Visibility as V,
};

use super::partnerships::partnerships;
use super::{
    personas::{distant, elsewhere, first_decider, here, neighbour, owner, writer},
    things::{
        act, booking, hub, lot, membership, organisation, project, reservation, resource, shown,
        staff_loan, statement,
    },
};

/// One thing in one state and all acts on it.
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) cases: Vec<Case>,
}

/// One act.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) subject: Subject,
}

/// What is acted on, and how.
#[derive(Clone)]
#[expect(clippy::large_enum_variant, reason = "a few hundred cases of one test")]
pub(crate) enum Subject {
    UseAccount,
    CreateOrganisation,
    Operate,
    ReadOrganisation(Organisation),
    ReadProfile(Organisation),
    ReadContact(Organisation),
    Organisation(OrganisationAction, Organisation),
    Mandate(MandateAction, Mandate, Organisation),
    Hub(HubAction, Hub),
    TakeDownFor(Hub),
    InviteMember(Hub, Organisation),
    EndHubRole(HubOffice),
    ReadMembership(Membership),
    ReadMembershipPrivate(Membership),
    Membership(MembershipAction, Membership),
    Project(ProjectAction, Project),
    Resource(ResourceAction, Resource),
    SeePhoto(PhotoId, Resource),
    ReadNotes(Project),
    ReadParticipation(Participation, Project),
    Participation(ParticipationAction, Participation, Project),
    Book(Resource, OrganisationId),
    Booking(BookingAction, Booking),
    ReadWork(Booking),
    RecordStaffLoan(Resource),
    StaffLoan(StaffLoanAction, StaffLoan),
    ReadCalendar(Organisation),
    ReadStatement(Statement),
    Lot(LotAction, Lot, Resource),
    Reserve(Resource, OrganisationId),
    DraftPartnership(OrganisationId),
    ReadTemplates(Hub),
    Partnership(PartnershipAction, Partnership),
    ReadVersion(Version, Partnership),
    Fulfilment(FulfilmentAction, Fulfilment, Partnership),
    Reservation(ReservationAction, Reservation),
    Review(ReviewAction, Review),
    ReadMatch(Project, Resource),
    ReadModerator(Review),
    ReadEvent(Event, Option<Project>, Organisation),
    ReadAuthor(Event),
}

impl Subject {
    pub(crate) fn action(&self) -> Action<'_> {
        match self {
            Self::UseAccount => Action::UseAccount,
            Self::CreateOrganisation => Action::CreateOrganisation,
            Self::Operate => Action::Operate,
            Self::ReadOrganisation(one) => Action::ReadOrganisation(one),
            Self::ReadProfile(one) => Action::ReadProfile(one),
            Self::ReadContact(one) => Action::ReadContact(one),
            Self::Organisation(action, one) => Action::Organisation(*action, one),
            Self::Mandate(action, one, organisation) => Action::Mandate(*action, one, organisation),
            Self::Hub(action, one) => Action::Hub(*action, one),
            Self::TakeDownFor(one) => Action::TakeDownFor(one),
            Self::InviteMember(one, organisation) => Action::InviteMember(one, organisation),
            Self::EndHubRole(one) => Action::EndHubRole(one),
            Self::ReadMembership(one) => Action::ReadMembership(one),
            Self::ReadMembershipPrivate(one) => Action::ReadMembershipPrivate(one),
            Self::Membership(action, one) => Action::Membership(*action, one),
            Self::Project(action, one) => Action::Project(*action, one),
            Self::Resource(action, one) => Action::Resource(*action, one),
            Self::SeePhoto(photo, one) => Action::SeePhoto(*photo, one),
            Self::ReadNotes(one) => Action::ReadNotes(one),
            Self::ReadParticipation(one, project) => Action::ReadParticipation(one, project),
            Self::Participation(action, one, project) => {
                Action::Participation(*action, one, project)
            }
            Self::Book(one, borrower) => Action::Book(one, *borrower),
            Self::Booking(action, one) => Action::Booking(*action, one),
            Self::ReadWork(one) => Action::ReadWork(one),
            Self::RecordStaffLoan(one) => Action::RecordStaffLoan(one),
            Self::StaffLoan(action, one) => Action::StaffLoan(*action, one),
            Self::ReadCalendar(one) => Action::ReadCalendar(one),
            Self::ReadStatement(one) => Action::ReadStatement(one),
            Self::Lot(action, one, resource) => Action::Lot(*action, one, resource),
            Self::Reserve(one, borrower) => Action::Reserve(one, *borrower),
            Self::DraftPartnership(author) => Action::DraftPartnership(*author),
            Self::ReadTemplates(one) => Action::ReadTemplates(one),
            Self::Partnership(action, one) => Action::Partnership(*action, one),
            Self::ReadVersion(version, one) => Action::ReadVersion(version, one),
            Self::Fulfilment(action, one, of) => Action::Fulfilment(*action, one, of),
            Self::Reservation(action, one) => Action::Reservation(*action, one),
            Self::Review(action, one) => Action::Review(*action, one),
            Self::ReadMatch(project, resource) => Action::ReadMatch(project, resource),
            Self::ReadModerator(one) => Action::ReadModerator(one),
            Self::ReadEvent(one, project, organisation) => {
                let about = About {
                    project: project.as_ref(),
                    organisation: Some(organisation),
                    ..About::default()
                };
                Action::ReadEvent(one, about)
            }
            Self::ReadAuthor(one) => Action::ReadAuthor(one),
        }
    }
}

pub(crate) fn sections() -> Vec<Section> {
    let mut sections = vec![section(
        "THE PLATFORM",
        [
            ("USE_ACCOUNT", Subject::UseAccount),
            ("CREATE_ORGANISATION", Subject::CreateOrganisation),
            ("OPERATE", Subject::Operate),
        ],
    )];
    sections.push(section(
        "THE HUB",
        every(HubAction::ALL, |action| Subject::Hub(action, hub()))
            .into_iter()
            .chain([
                ("TAKE_DOWN_FOR".to_owned(), Subject::TakeDownFor(hub())),
                (
                    "INVITE_MEMBER, the owner".to_owned(),
                    Subject::InviteMember(hub(), organisation(S::Published, None, C::Members)),
                ),
            ]),
    ));
    let office = HubOffice::grant(&act(), here(), first_decider(), HubRole::Moderator);
    sections.push(section(
        "THE OFFICE OF WHO DECIDED FIRST",
        [("END_HUB_ROLE", Subject::EndHubRole(office))],
    ));
    sections.extend(organisations());
    sections.push(mandates());
    sections.extend(memberships());
    sections.extend(projects());
    sections.extend(resources());
    sections.push(matches());
    sections.extend(participations());
    sections.extend(bookings());
    sections.extend(partnerships());
    sections.extend(lots());
    sections.extend(reviews());
    sections.extend(events());
    sections
}

fn organisations() -> Vec<Section> {
    [
        ("never published, in no hub", S::Draft, None),
        (
            "never published, has applied to the hub",
            S::Draft,
            Some(M::Applied),
        ),
        (
            "published, has applied to the hub",
            S::Published,
            Some(M::Applied),
        ),
        (
            "published, belongs to the hub",
            S::Published,
            Some(M::Active),
        ),
        ("published, in no hub", S::Published, None),
        ("hidden, belongs to the hub", S::Hidden, Some(M::Active)),
    ]
    .into_iter()
    .map(|(title, state, membership)| {
        let one = organisation(state, membership, C::Members);
        let contact = |visibility| organisation(state, membership, visibility);
        let mut cases = vec![
            ("READ".to_owned(), Subject::ReadOrganisation(one.clone())),
            ("READ_PROFILE".to_owned(), Subject::ReadProfile(one.clone())),
            (
                "READ_CALENDAR".to_owned(),
                Subject::ReadCalendar(one.clone()),
            ),
        ];
        for visibility in C::ALL {
            let name = format!("READ_CONTACT, shown to {visibility}");
            cases.push((name, Subject::ReadContact(contact(*visibility))));
        }
        cases.extend(every(OrganisationAction::ALL, |action| {
            Subject::Organisation(action, one.clone())
        }));
        section(&format!("AN ORGANISATION: {title}"), cases)
    })
    .collect()
}

fn mandates() -> Section {
    let organisation = organisation(S::Published, Some(M::Active), C::Members);
    let one = Mandate::grant(&act(), writer(), owner(), MandateRole::Contributor);
    let cases = every(MandateAction::ALL, |action| {
        Subject::Mandate(action, one.clone(), organisation.clone())
    });
    section(
        "THE WRITER'S MANDATE FOR THE OWNER, A MEMBER OF THE HUB",
        cases,
    )
}

fn memberships() -> Vec<Section> {
    [M::Applied, M::Invited, M::Active, M::Suspended]
        .into_iter()
        .map(|state| {
            let one = membership(state);
            let private = Subject::ReadMembershipPrivate(one.clone());
            let mut cases = vec![
                ("READ".to_owned(), Subject::ReadMembership(one.clone())),
                ("READ_PRIVATE".to_owned(), private),
            ];
            cases.extend(every(MembershipAction::ALL, |action| {
                Subject::Membership(action, one.clone())
            }));
            section(&format!("THE MEMBERSHIP OF THE OWNER: {state}"), cases)
        })
        .collect()
}

fn projects() -> Vec<Section> {
    [
        (S::Draft, V::Public, "drafted"),
        (S::Submitted, V::Public, "submitted"),
        (S::ChangesRequested, V::Public, "changes requested"),
        (S::Published, V::Public, "published to all"),
        (S::Published, V::Hub, "published to the hub"),
        (S::Published, V::Parties, "published to its parties"),
        (S::Rejected, V::Public, "rejected"),
        (S::Hidden, V::Public, "hidden"),
        (S::Archived, V::Public, "archived"),
    ]
    .into_iter()
    .map(|(state, visibility, title)| {
        let one = project(state, visibility);
        let mut cases = every(ProjectAction::ALL, |action| {
            Subject::Project(action, one.clone())
        });
        cases.push(("READ_NOTES".to_owned(), Subject::ReadNotes(one.clone())));
        let mut joint = one.clone();
        joint.parties = vec![neighbour()];
        let name = "READ, the neighbour takes part".to_owned();
        cases.push((name, Subject::Project(ProjectAction::Read, joint.clone())));
        let name = "READ_PRIVATE, the neighbour takes part".to_owned();
        cases.push((name, Subject::Project(ProjectAction::ReadPrivate, joint)));
        section(&format!("A PROJECT OF THE OWNER: {title}"), cases)
    })
    .collect()
}

fn resources() -> Vec<Section> {
    [
        (S::Draft, V::Public, "drafted"),
        (S::Submitted, V::Public, "submitted"),
        (S::ChangesRequested, V::Public, "changes requested"),
        (S::Published, V::Public, "published to all"),
        (S::Published, V::Hub, "published to its hubs"),
        (
            S::Published,
            V::Parties,
            "published to organisations by name",
        ),
        (S::Rejected, V::Public, "rejected"),
        (S::Hidden, V::Public, "hidden"),
        (S::Archived, V::Public, "archived"),
    ]
    .into_iter()
    .map(|(state, visibility, title)| {
        let one = resource(state, visibility);
        let mut cases = every(ResourceAction::ALL, |action| {
            Subject::Resource(action, one.clone())
        });
        let mut shared = one.clone();
        shared.content.shared_with = vec![elsewhere()];
        let name = "READ, shared with the other hub".to_owned();
        cases.push((name, Subject::Resource(ResourceAction::Read, shared)));
        let mut named = one;
        named.content.parties = vec![neighbour()];
        let name = "READ, the neighbour is named".to_owned();
        cases.push((name, Subject::Resource(ResourceAction::Read, named)));
        let photo = PhotoId::from_uuid(Uuid::from_u128(7));
        let mut showing = resource(state, visibility);
        showing.content.photos = vec![shown(photo)];
        let name = "SEE_PHOTO, in its text".to_owned();
        cases.push((name, Subject::SeePhoto(photo, showing.clone())));
        let content = std::mem::take(&mut showing.content.photos);
        let mut revised = showing.content.clone();
        revised.photos = content;
        showing.revision = Some(Revision {
            content: revised,
            by: None,
            at: act().at,
            state: RevisionState::Submitted,
            statement: None,
        });
        let name = "SEE_PHOTO, in its revision".to_owned();
        cases.push((name, Subject::SeePhoto(photo, showing.clone())));
        let other = PhotoId::from_uuid(Uuid::from_u128(8));
        let name = "SEE_PHOTO, of something else".to_owned();
        cases.push((name, Subject::SeePhoto(other, showing)));
        section(&format!("A RESOURCE OF THE OWNER: {title}"), cases)
    })
    .collect()
}

fn matches() -> Section {
    let led = |state| Project {
        lead: neighbour(),
        ..project(state, V::Public)
    };
    let offered = |visibility| {
        let mut one = resource(S::Published, visibility);
        if visibility == V::Parties {
            one.content.parties = vec![neighbour(), distant()];
        }
        one
    };
    let read = |name: &str, state, visibility| {
        let subject = Subject::ReadMatch(led(state), offered(visibility));
        (name.to_owned(), subject)
    };
    section(
        "THAT A RESOURCE OF THE OWNER FITS A NEED OF A PROJECT OF THE NEIGHBOUR, READ",
        [
            read("both published to all", S::Published, V::Public),
            read("a resource published to its hubs", S::Published, V::Hub),
            read(
                "a resource published to the neighbour and the distant one by name",
                S::Published,
                V::Parties,
            ),
            read("a project that is drafted", S::Draft, V::Public),
        ],
    )
}

fn participations() -> Vec<Section> {
    [
        (
            P::Invited,
            S::Published,
            "invited to a project published to all",
        ),
        (P::Invited, S::Draft, "invited to a draft"),
        (
            P::Requested,
            S::Published,
            "asked to join a project published to all",
        ),
        (
            P::Active,
            S::Published,
            "takes part in a project published to all",
        ),
        (P::Active, S::Hidden, "takes part in a project hidden since"),
    ]
    .into_iter()
    .map(|(state, project_state, title)| {
        let mut project = project(project_state, V::Public);
        if state != P::Requested {
            project.parties = vec![neighbour()];
        }
        let mut one = Participation::invite(&act(), &project, neighbour(), None);
        one.state = state;
        let read = Subject::ReadParticipation(one.clone(), project.clone());
        let mut cases = vec![("READ".to_owned(), read)];
        cases.extend(every(ParticipationAction::ALL, |action| {
            Subject::Participation(action, one.clone(), project.clone())
        }));
        section(
            &format!("THE NEIGHBOUR IN A PROJECT OF THE OWNER: {title}"),
            cases,
        )
    })
    .collect()
}

fn bookings() -> Vec<Section> {
    let books = [V::Public, V::Hub, V::Parties].map(|visibility| {
        let name = format!("BOOK for the neighbour, visible to {visibility}");
        let mut one = resource(S::Published, visibility);
        if visibility == V::Parties {
            one.content.parties = vec![neighbour()];
        }
        (name, Subject::Book(one, neighbour()))
    });
    let mut booking = booking();
    let mut of = |state, title: &str| {
        booking.state = state;
        let cases = every(BookingAction::ALL, |action| {
            Subject::Booking(action, booking.clone())
        });
        section(
            &format!("THE NEIGHBOUR BOOKS FROM THE OWNER: {title}"),
            cases,
        )
    };
    vec![
        section("A PUBLISHED RESOURCE OF THE OWNER", books),
        of(BookingState::Requested, "requested"),
        of(BookingState::Returned, "returned"),
        section(
            "STAFF TIME OF THE OWNER",
            [
                (
                    "RECORD A LOAN".to_owned(),
                    Subject::RecordStaffLoan(resource(S::Published, V::Public)),
                ),
                (
                    "READ THE HOURS of the neighbour".to_owned(),
                    Subject::ReadWork(booking.clone()),
                ),
            ],
        ),
        section(
            "AN EMPLOYEE OF THE OWNER MAY WORK FOR THE NEIGHBOUR",
            every(StaffLoanAction::ALL, |action| {
                Subject::StaffLoan(action, staff_loan())
            }),
        ),
        section(
            "WHAT THE NEIGHBOUR OWES THE OWNER OF A MONTH",
            [("READ".to_owned(), Subject::ReadStatement(statement()))],
        ),
    ]
}

fn lots() -> Vec<Section> {
    let of = |state, visibility, title: &str| {
        let resource = resource(state, visibility);
        let one = lot(&resource);
        let mut cases = every(LotAction::ALL, |action| {
            Subject::Lot(action, one.clone(), resource.clone())
        });
        let mut named = resource;
        named.content.parties = vec![neighbour()];
        let reserve = "RESERVE for the neighbour, who is named".to_owned();
        cases.push((reserve, Subject::Reserve(named, neighbour())));
        section(&format!("A LOT OF A RESOURCE OF THE OWNER: {title}"), cases)
    };
    let mut reservation = reservation();
    let mut held = |state, title: &str| {
        reservation.state = state;
        let cases = every(ReservationAction::ALL, |action| {
            Subject::Reservation(action, reservation.clone())
        });
        section(
            &format!("MATERIAL OF THE OWNER FOR THE NEIGHBOUR: {title}"),
            cases,
        )
    };
    vec![
        of(S::Draft, V::Public, "drafted"),
        of(S::Published, V::Public, "published to all"),
        of(S::Published, V::Hub, "published to its hubs"),
        of(
            S::Published,
            V::Parties,
            "published to organisations by name",
        ),
        of(S::Hidden, V::Public, "hidden"),
        held(ReservationState::Held, "held"),
        held(ReservationState::Collected, "fetched"),
    ]
}

fn reviews() -> Vec<Section> {
    [ReviewKind::Publication, ReviewKind::Appeal]
        .into_iter()
        .map(|kind| {
            let subject = Reviewable::Project(project(S::Submitted, V::Public).id);
            let mut one = Review::open(&act(), here(), subject, kind, owner());
            one.contested_decider = (kind == ReviewKind::Appeal).then(first_decider);
            let mut cases = every(ReviewAction::ALL, |action| {
                Subject::Review(action, one.clone())
            });
            cases.push(("READ_MODERATOR".to_owned(), Subject::ReadModerator(one)));
            section(
                &format!("A REVIEW OF A PROJECT OF THE OWNER: {kind}"),
                cases,
            )
        })
        .collect()
}

fn events() -> Vec<Section> {
    let about = |audience| {
        let subject = What::Organisation(owner());
        Event::new(&act(), EventKind::OrganisationUpdated, subject, audience)
            .within(Some(here()), Some(owner()))
    };
    let published = || organisation(S::Published, Some(M::Active), C::Members);
    let of_project = |state| {
        let project = project(state, V::Public);
        every(Audience::ALL, |audience| {
            let event = about(audience).of_project(project.id);
            Subject::ReadEvent(event, Some(project.clone()), published())
        })
    };
    let of_organisation = |state| {
        every(Audience::ALL, |audience| {
            let organisation = organisation(state, Some(M::Active), C::Members);
            Subject::ReadEvent(about(audience), None, organisation)
        })
    };
    let mut own = about(Audience::Public);
    own.acting_for = Some(owner());
    let mut decision = about(Audience::Public);
    decision.kind = EventKind::OrganisationHidden;
    decision.person = Some(first_decider());
    vec![
        section(
            "READING WHAT HAPPENED TO THE OWNER, by audience",
            of_organisation(S::Published),
        ),
        section(
            "READING WHAT HAPPENED TO THE OWNER, never published, by audience",
            of_organisation(S::Draft),
        ),
        section(
            "READING WHAT HAPPENED TO A PUBLIC PROJECT OF THE OWNER, by audience",
            of_project(S::Published),
        ),
        section(
            "READING WHAT HAPPENED TO A PROJECT OF THE OWNER, hidden since, by audience",
            of_project(S::Hidden),
        ),
        section(
            "LEARNING WHO DID IT",
            [
                ("an act for the owner", Subject::ReadAuthor(own)),
                ("a decision on content", Subject::ReadAuthor(decision)),
            ],
        ),
    ]
}

pub(super) fn section<N: Into<String>>(
    title: &str,
    cases: impl IntoIterator<Item = (N, Subject)>,
) -> Section {
    let cases = cases.into_iter().map(|(name, subject)| Case {
        name: name.into(),
        subject,
    });
    Section {
        title: title.to_owned(),
        cases: cases.collect(),
    }
}

pub(super) fn every<A: Copy + ToString>(
    actions: &[A],
    subject: impl Fn(A) -> Subject,
) -> Vec<(String, Subject)> {
    actions
        .iter()
        .map(|action| (action.to_string(), subject(*action)))
        .collect()
}
