//! What is done in the story.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use maillage_domain::{
    bookings::BookingAction,
    materials::ReservationAction,
    projects::{ParticipationAction, ProjectStage},
    resources::Span,
};

use crate::demo::data::{
    Booking, Charter, Commitment, Hub, Lot, Mandate, Membership, Office, Organisation, Participant,
    Partnership, PartnershipParty, Person, Project, Reservation, Resource, Shared, StaffLoan,
};

/// Something that somebody does.
pub(in crate::demo) enum Act<'a> {
    EnterOrganisation(&'a Organisation),
    OpenAccount(&'a Person),
    CreateHub(&'a Hub),
    GiveOffice(&'a Person, &'a Office),
    SetUpHub(&'a Hub),
    AdoptCharter(&'a Hub, &'a Charter),
    GiveMandate(&'a Person, &'a Mandate),
    Apply(&'a Membership),
    Invite(&'a Membership),
    Accept(&'a Membership),
    Decide(&'a Membership),
    AcceptCharter(&'a Membership, i32),
    DecideEss(&'a Membership),
    WriteProject(&'a Project),
    InviteParticipant(&'a Project, &'a Participant),
    RequestParticipation(&'a Project, &'a Participant),
    Participate(&'a Project, &'a Participant, ParticipationAction),
    SetStage(&'a Project, ProjectStage),
    Submit(&'a Project),
    Review(&'a Project),
    Publish(&'a Project),
    SettleNeeds(&'a Project),
    ReachMilestone(&'a Project, usize),
    Revise(&'a Project),
    Archive(&'a Project),
    WriteResource(&'a Resource, &'a Shared),
    SubmitResource(&'a Resource),
    PublishResource(&'a Resource, &'a Shared),
    LendStaff(&'a StaffLoan, (NaiveDate, NaiveDate)),
    ConfirmStaffLoan(&'a StaffLoan),
    Book(&'a Booking, Span),
    Step(&'a Booking, BookingAction),
    MakeLot(&'a Resource, &'a Lot),
    Reserve(&'a Reservation, DateTime<Utc>),
    OnReservation(&'a Reservation, ReservationAction),
    DraftPartnership(&'a Partnership, NaiveDate),
    CommentPartnership(&'a Partnership),
    ProposePartnership(&'a Partnership),
    SignPartnership(&'a Partnership, &'a PartnershipParty),
    AmendPartnership(&'a Partnership, NaiveDate),
    DeliverCommitment(&'a Partnership, &'a Commitment),
    ConfirmDelivery(&'a Partnership, &'a Commitment),
    SuspendPartnership(&'a Partnership),
    LetTimePass(&'a Partnership),
}

impl fmt::Display for Act<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_membership = |f: &mut fmt::Formatter<'_>, what: &str, membership: &Membership| {
            write!(
                f,
                "{what} {} in {}",
                membership.organisation, membership.hub
            )
        };
        match self {
            Self::EnterOrganisation(organisation) => write!(f, "enter {}", organisation.key),
            Self::OpenAccount(person) => write!(f, "open the account of {}", person.key),
            Self::CreateHub(hub) => write!(f, "create {}", hub.slug),
            Self::GiveOffice(person, office) => {
                write!(f, "make {} {} of {}", person.key, office.role, office.hub)
            }
            Self::SetUpHub(hub) => write!(f, "set up {}", hub.slug),
            Self::AdoptCharter(hub, charter) => {
                write!(f, "adopt charter {} of {}", charter.version, hub.slug)
            }
            Self::GiveMandate(person, mandate) => {
                write!(f, "mandate {} for {}", person.key, mandate.organisation)
            }
            Self::Apply(membership) => of_membership(f, "apply for", membership),
            Self::Invite(membership) => of_membership(f, "invite", membership),
            Self::Accept(membership) => of_membership(f, "accept", membership),
            Self::Decide(membership) => {
                of_membership(f, "bring about", membership)?;
                write!(f, " {}", membership.state)
            }
            Self::AcceptCharter(membership, number) => {
                write!(f, "charter {number}: ")?;
                of_membership(f, "accepted by", membership)
            }
            Self::DecideEss(membership) => {
                of_membership(f, "decide on the ESS status of", membership)
            }
            Self::WriteProject(project) => write!(f, "write {}", project.key),
            Self::InviteParticipant(project, with) => {
                write!(f, "invite {} into {}", with.organisation, project.key)
            }
            Self::RequestParticipation(project, with) => {
                write!(f, "request for {} in {}", with.organisation, project.key)
            }
            Self::Participate(project, with, action) => {
                write!(f, "{action} for {} in {}", with.organisation, project.key)
            }
            Self::SetStage(project, stage) => write!(f, "bring {} to {stage}", project.key),
            Self::Submit(project) => write!(f, "submit {}", project.key),
            Self::Review(project) => write!(f, "review {}", project.key),
            Self::Publish(project) => write!(f, "publish {}", project.key),
            Self::SettleNeeds(project) => write!(f, "settle the needs of {}", project.key),
            Self::ReachMilestone(project, number) => {
                write!(f, "milestone {number} of {}", project.key)
            }
            Self::Revise(project) => write!(f, "revise {}", project.key),
            Self::Archive(project) => write!(f, "archive {}", project.key),
            Self::WriteResource(resource, _) => write!(f, "write {}", resource.key),
            Self::SubmitResource(resource) => write!(f, "submit {}", resource.key),
            Self::PublishResource(resource, _) => write!(f, "publish {}", resource.key),
            Self::LendStaff(loan, (from, _)) => write!(f, "{}: lend from {from}", loan.key),
            Self::ConfirmStaffLoan(loan) => write!(f, "{}: confirm", loan.key),
            Self::Book(booking, span) => {
                write!(
                    f,
                    "{}: book {} from {}",
                    booking.key,
                    booking.resource,
                    span.start()
                )
            }
            Self::Step(booking, action) => write!(f, "{}: {action}", booking.key),
            Self::MakeLot(resource, lot) => write!(f, "make {} of {}", lot.key, resource.key),
            Self::Reserve(one, until) => write!(f, "{}: hold until {until}", one.key),
            Self::OnReservation(one, action) => write!(f, "{}: {action}", one.key),
            Self::DraftPartnership(one, _) => write!(f, "{}: draft", one.key),
            Self::CommentPartnership(one) => write!(f, "{}: comment", one.key),
            Self::ProposePartnership(one) => write!(f, "{}: propose", one.key),
            Self::SignPartnership(one, party) => {
                write!(f, "{}: signed by {}", one.key, party.organisation)
            }
            Self::AmendPartnership(one, _) => write!(f, "{}: amend", one.key),
            Self::DeliverCommitment(one, owed) => write!(f, "{}: deliver {}", one.key, owed.what),
            Self::ConfirmDelivery(one, owed) => write!(f, "{}: confirm {}", one.key, owed.what),
            Self::SuspendPartnership(one) => write!(f, "{}: suspend", one.key),
            Self::LetTimePass(one) => write!(f, "{}: its time is over", one.key),
        }
    }
}
