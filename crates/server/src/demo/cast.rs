//! Those who play the story: every act is a use case, done by the person whom the file names with
//! the rights they hold by then, or by whoever runs the installation where it names nobody.

mod bookings;
mod materials;
mod memberships;
mod partnerships;
mod projects;
mod resources;
mod staff;

use std::collections::{BTreeMap, HashMap};

use maillage_domain::{
    hubs::{CharterDraft, CollegeDraft, HubDraft, HubRole, ReasonTemplateDraft},
    ids::{
        self, BookingId, CollegeId, FulfilmentId, HubId, LotId, MembershipId, OrganisationId,
        ParticipationId, PartnershipId, ProjectId, ReasonTemplateId, ReservationId, ResourceId,
        StaffLoanId,
    },
    mandates::MandateRole,
    organisations::{Accreditation, Location, OrganisationDraft},
    policy::{Actor, Viewer},
};
use maillage_usecases::{
    Error, Platform,
    accounts::{RegistrationDraft, admin},
    hubs, mandates, organisations,
};

use super::{
    PASSWORD,
    data::{Charter, Data, Hub, Mandate, Office, Organisation, Person},
    story::Act,
};

/// The company, and what it has made so far, by the keys of the file.
pub(super) struct Cast<'a> {
    platform: &'a Platform,
    data: &'a Data,
    persons: HashMap<&'a str, Viewer>,
    organisations: HashMap<&'a str, OrganisationId>,
    hubs: HashMap<&'a str, HubId>,
    colleges: HashMap<(&'a str, &'a str), CollegeId>,
    templates: HashMap<(&'a str, &'a str), ReasonTemplateId>,
    memberships: HashMap<(&'a str, &'a str), MembershipId>,
    /// The members of hubs by now.
    joined: Vec<(OrganisationId, HubId)>,
    projects: HashMap<&'a str, ProjectId>,
    participations: HashMap<(&'a str, &'a str), ParticipationId>,
    resources: HashMap<&'a str, ResourceId>,
    staff_loans: HashMap<&'a str, StaffLoanId>,
    bookings: HashMap<&'a str, BookingId>,
    lots: HashMap<&'a str, LotId>,
    reservations: HashMap<&'a str, ReservationId>,
    partnerships: HashMap<&'a str, PartnershipId>,
    deliveries: HashMap<(&'a str, &'a str), (FulfilmentId, i32)>,
}

impl<'a> Cast<'a> {
    pub(super) fn new(platform: &'a Platform, data: &'a Data) -> Self {
        Self {
            platform,
            data,
            persons: HashMap::new(),
            organisations: HashMap::new(),
            hubs: HashMap::new(),
            colleges: HashMap::new(),
            templates: HashMap::new(),
            memberships: HashMap::new(),
            joined: Vec::new(),
            projects: HashMap::new(),
            participations: HashMap::new(),
            resources: HashMap::new(),
            staff_loans: HashMap::new(),
            bookings: HashMap::new(),
            lots: HashMap::new(),
            reservations: HashMap::new(),
            partnerships: HashMap::new(),
            deliveries: HashMap::new(),
        }
    }

    /// Plays one act.
    ///
    /// # Errors
    /// When a rule forbids it, or it speaks of something that is not there.
    pub(super) async fn play(&mut self, act: &Act<'a>) -> Result<(), Error> {
        match *act {
            Act::EnterOrganisation(organisation) => self.enter(organisation).await,
            Act::OpenAccount(person) => self.open_account(person).await,
            Act::CreateHub(hub) => self.create_hub(hub).await,
            Act::GiveOffice(person, office) => self.give_office(person, office).await,
            Act::SetUpHub(hub) => self.set_up(hub).await,
            Act::AdoptCharter(hub, charter) => self.adopt(hub, charter).await,
            Act::GiveMandate(person, mandate) => self.give_mandate(person, mandate).await,
            Act::Apply(membership) => self.apply(membership).await,
            Act::Invite(membership) => self.invite(membership).await,
            Act::Accept(membership) => self.accept(membership).await,
            Act::Decide(membership) => self.decide(membership).await,
            Act::AcceptCharter(membership, number) => self.accept_charter(membership, number).await,
            Act::DecideEss(membership) => self.decide_ess(membership).await,
            Act::WriteProject(project) => self.write(project).await,
            Act::InviteParticipant(project, with) => self.invite_participant(project, with).await,
            Act::RequestParticipation(project, with) => {
                self.request_participation(project, with).await
            }
            Act::Participate(project, with, action) => {
                self.participate(project, with, action).await
            }
            Act::SetStage(project, stage) => self.set_stage(project, stage).await,
            Act::Submit(project) => self.submit(project).await,
            Act::Review(project) => self.review(project).await,
            Act::Publish(project) => self.publish(project).await,
            Act::SettleNeeds(project) => self.settle_needs(project).await,
            Act::ReachMilestone(project, number) => self.reach_milestone(project, number).await,
            Act::Revise(project) => self.revise(project).await,
            Act::Archive(project) => self.archive(project).await,
            Act::WriteResource(resource, shared) => self.write_resource(resource, shared).await,
            Act::SubmitResource(resource) => self.submit_resource(resource).await,
            Act::PublishResource(resource, shared) => self.publish_resource(resource, shared).await,
            Act::LendStaff(loan, (from, until)) => self.lend_staff(loan, from, until).await,
            Act::ConfirmStaffLoan(loan) => self.confirm_staff_loan(loan).await,
            Act::Book(booking, span) => self.book(booking, span).await,
            Act::Step(booking, action) => self.take_step(booking, action).await,
            Act::MakeLot(resource, lot) => self.make_lot(resource, lot).await,
            Act::Reserve(one, until) => self.reserve(one, until).await,
            Act::OnReservation(one, action) => self.on_reservation(one, action).await,
            Act::DraftPartnership(one, starts_on) => self.draft_partnership(one, starts_on).await,
            Act::CommentPartnership(one) => self.comment_partnership(one).await,
            Act::ProposePartnership(one) => self.propose_partnership(one).await,
            Act::SignPartnership(one, party) => self.sign_partnership(one, party).await,
            Act::AmendPartnership(one, starts_on) => self.amend_partnership(one, starts_on).await,
            Act::DeliverCommitment(one, owed) => self.deliver_commitment(one, owed).await,
            Act::ConfirmDelivery(one, owed) => self.confirm_delivery(one, owed).await,
            Act::SuspendPartnership(one) => self.suspend_partnership(one).await,
            Act::LetTimePass(_) => self.let_time_pass().await,
        }
    }

    async fn enter(&mut self, organisation: &'a Organisation) -> Result<(), Error> {
        let location = &organisation.location;
        let accreditations = organisation.accreditations.iter();
        let draft = OrganisationDraft {
            name: organisation.name.clone(),
            legal_form: Some(organisation.legal_form),
            siren: organisation.siren.clone(),
            accreditations: accreditations
                .map(|one| Accreditation {
                    kind: one.kind,
                    from: one.from,
                    until: one.until,
                })
                .collect(),
            commune: Some(organisation.commune.clone()),
            address: organisation.address.clone(),
            postal_code: organisation.postal_code.clone(),
            location: Some(Location {
                latitude: location.lat,
                longitude: location.lon,
                precision: location.precision,
            }),
            domains: organisation.domains.clone(),
            staff_size: Some(organisation.staff_size),
            summary: Some(organisation.summary.clone()),
            description: Some(organisation.description.clone()),
            ..OrganisationDraft::default()
        };
        let (entered, _) = organisations::create(self.platform, &Actor::Operator, draft).await?;
        self.organisations.insert(&organisation.key, entered.id);
        Ok(())
    }

    async fn open_account(&mut self, person: &'a Person) -> Result<(), Error> {
        let draft = RegistrationDraft {
            email: person.email.clone(),
            name: person.name.clone(),
            password: PASSWORD.to_owned(),
            language: person.locale,
        };
        let account = admin::create_person(self.platform, &Actor::Operator, &draft).await?;
        let viewer = Viewer {
            person: account.id,
            session: ids::mint::<ids::kinds::Session>(self.platform),
            mandates: Vec::new(),
            offices: Vec::new(),
            member_of: self.joined.clone(),
            lacks_second_factor: Vec::new(),
            acting_for: None,
        };
        self.persons.insert(&person.key, viewer);
        Ok(())
    }

    async fn give_office(&mut self, person: &'a Person, office: &'a Office) -> Result<(), Error> {
        hubs::grant_role(
            self.platform,
            &Actor::Operator,
            &office.hub,
            &person.email,
            office.role,
        )
        .await?;
        let hub = self.hub(&office.hub)?;
        self.person(&person.key)?.offices.push((hub, office.role));
        Ok(())
    }

    async fn give_mandate(
        &mut self,
        person: &'a Person,
        mandate: &'a Mandate,
    ) -> Result<(), Error> {
        let organisation = self.organisation(&mandate.organisation)?;
        let id = self.person(&person.key)?.person;
        mandates::grant(
            self.platform,
            &Actor::Operator,
            organisation,
            id,
            mandate.role,
        )
        .await?;
        self.person(&person.key)?
            .mandates
            .push((organisation, mandate.role));
        Ok(())
    }

    async fn create_hub(&mut self, hub: &'a Hub) -> Result<(), Error> {
        let draft = HubDraft {
            name: hub.name.clone(),
            summary: hub.summary.clone(),
            description: hub.description.clone(),
            territory: hub.territory.clone(),
            time_zone: hub.time_zone.clone(),
        };
        let created = hubs::create(self.platform, &Actor::Operator, &hub.slug, draft, true).await?;
        self.hubs.insert(&hub.slug, created.id);
        Ok(())
    }

    async fn set_up(&mut self, hub: &'a Hub) -> Result<(), Error> {
        let actor = self.coordinator(&hub.slug)?;
        let colleges = hub.colleges.iter().map(|college| CollegeDraft {
            id: None,
            name: college.name.clone(),
            description: college.description.clone(),
        });
        let setting = self.setting(&hub.slug).await?;
        let saved = hubs::set_colleges(self.platform, &actor, setting, colleges.collect()).await?;
        for (college, saved) in hub.colleges.iter().zip(&saved.colleges) {
            self.colleges.insert((&hub.slug, &college.key), saved.id);
        }
        let policy: BTreeMap<_, _> = hub
            .moderation
            .iter()
            .map(|rule| (rule.kind, rule.policy))
            .collect();
        let setting = self.setting(&hub.slug).await?;
        hubs::set_policy(self.platform, &actor, setting, policy).await?;
        let templates = hub
            .reason_templates
            .iter()
            .map(|template| ReasonTemplateDraft {
                id: None,
                label: template.label.clone(),
                text: template.text.clone(),
                ground: template.ground,
                reference: template.reference.clone(),
            });
        let setting = self.setting(&hub.slug).await?;
        let saved =
            hubs::set_templates(self.platform, &actor, setting, templates.collect()).await?;
        for (template, saved) in hub.reason_templates.iter().zip(&saved.templates) {
            self.templates.insert((&hub.slug, &template.key), saved.id);
        }
        Ok(())
    }

    async fn adopt(&mut self, hub: &'a Hub, charter: &'a Charter) -> Result<(), Error> {
        let actor = self.coordinator(&hub.slug)?;
        let draft = CharterDraft {
            text: charter.text.clone(),
            accept_by: charter.accept_by,
        };
        let setting = self.setting(&hub.slug).await?;
        hubs::publish_charter(self.platform, &actor, setting, &draft).await?;
        Ok(())
    }

    /// A hub at its present version.
    async fn setting(&self, slug: &str) -> Result<hubs::Setting, Error> {
        let hub = hubs::find_by_slug(self.platform, slug)
            .await?
            .ok_or_else(|| unknown(slug))?;
        Ok(hubs::Setting {
            id: hub.id,
            expected_version: hub.version,
        })
    }

    fn hub(&self, slug: &str) -> Result<HubId, Error> {
        self.hubs.get(slug).copied().ok_or_else(|| unknown(slug))
    }

    fn organisation(&self, key: &str) -> Result<OrganisationId, Error> {
        self.organisations
            .get(key)
            .copied()
            .ok_or_else(|| unknown(key))
    }

    fn person(&mut self, key: &str) -> Result<&mut Viewer, Error> {
        self.persons.get_mut(key).ok_or_else(|| unknown(key))
    }

    fn actor(&self, key: &str) -> Result<Actor, Error> {
        self.persons
            .get(key)
            .cloned()
            .map(Actor::Person)
            .ok_or_else(|| unknown(key))
    }

    /// Who coordinates a hub by now.
    fn coordinator(&self, slug: &str) -> Result<Actor, Error> {
        let hub = self.hub(slug)?;
        let coordinates = |viewer: &&Viewer| viewer.offices.contains(&(hub, HubRole::Coordinator));
        let viewer = self.persons.values().find(coordinates).cloned();
        viewer.map(Actor::Person).ok_or_else(|| unknown(slug))
    }

    /// Who represents an organisation by now: a person of the file, or whoever runs the
    /// installation.
    fn representative(&self, key: &str) -> Result<(OrganisationId, Actor), Error> {
        let organisation = self.organisation(key)?;
        let represents = |viewer: &&Viewer| {
            viewer
                .mandates
                .contains(&(organisation, MandateRole::Representative))
        };
        let viewer = self.persons.values().find(represents).cloned();
        Ok((organisation, viewer.map_or(Actor::Operator, Actor::Person)))
    }
}

/// A key that nothing has, or not yet.
fn unknown(key: &str) -> Error {
    Error::internal(format!("{key} is not there"))
}
