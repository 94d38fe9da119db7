//! Organisations: the legal bodies that cooperate. Identity (name, form, identifiers, commune) is
//! a public record from the first publication on; the profile around it is moderated content.

mod ess;
mod identifiers;
mod legal_categories;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use self::{
    ess::{EssDecision, EssReason, EssStatus},
    identifiers::{LegalCategory, Naf, NafNomenclature, PostalCode, Rna, Siren, Siret},
    legal_categories::{EssFamily, ess_family},
};
use crate::{
    clock::Act,
    communes::CommuneCode,
    content::{ContentAction, ContentState},
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{HubId, OrganisationId},
    moderation::{Moderation, Revision, RevisionState, Statement},
    refusals::{Fact, Refusal, RefusalCode},
    values::{
        ActivityDomain, EmailAddress, Faults, Label, Markdown, Name, Phone, Problem, ProblemCode,
        Summary, Url, gather, text_enum,
    },
};

text_enum! {
    /// Legal forms, by what the platform needs to tell apart.
    pub enum LegalForm {
        /// Association under the law of 1901.
        Association = "ASSOCIATION",
        /// Association under the local law of Alsace-Moselle.
        AssociationLocalLaw = "ASSOCIATION_LOCAL_LAW",
        /// Société coopérative de production.
        Scop = "SCOP",
        /// Société coopérative d'intérêt collectif.
        Scic = "SCIC",
        /// Coopérative d'activité et d'emploi.
        Cae = "CAE",
        /// Coopérative d'utilisation de matériel agricole.
        Cuma = "CUMA",
        /// Another cooperative.
        OtherCooperative = "OTHER_COOPERATIVE",
        /// Mutual or mutual insurer.
        Mutual = "MUTUAL",
        /// Foundation.
        Foundation = "FOUNDATION",
        /// Commercial company.
        CommercialCompany = "COMMERCIAL_COMPANY",
        /// Commune, department or region.
        LocalAuthority = "LOCAL_AUTHORITY",
        /// Inter-municipal body (EPCI).
        Epci = "EPCI",
        /// Public establishment.
        PublicEstablishment = "PUBLIC_ESTABLISHMENT",
        /// Consular chamber.
        ConsularChamber = "CONSULAR_CHAMBER",
        /// Research body.
        ResearchBody = "RESEARCH_BODY",
        /// Higher education or training body.
        TrainingBody = "TRAINING_BODY",
        /// Anything else, or not known.
        Other = "OTHER",
    }
}

impl LegalForm {
    /// The family of the ESS a form belongs to by its statute, if any.
    pub fn ess_family(self) -> Option<EssFamily> {
        match self {
            Self::Association | Self::AssociationLocalLaw => Some(EssFamily::Association),
            Self::Scop | Self::Scic | Self::Cae | Self::Cuma | Self::OtherCooperative => {
                Some(EssFamily::Cooperative)
            }
            Self::Mutual => Some(EssFamily::Mutual),
            Self::Foundation => Some(EssFamily::Foundation),
            _ => None,
        }
    }

    /// Whether it is a local authority, a public, research or training body: the third kind of
    /// member that a PTCE links (loi 2014-856 art. 9).
    pub fn is_public_or_academic(self) -> bool {
        matches!(
            self,
            Self::LocalAuthority
                | Self::Epci
                | Self::PublicEstablishment
                | Self::ConsularChamber
                | Self::ResearchBody
                | Self::TrainingBody
        )
    }

    /// Whether it is an enterprise in the sense of art. 9: it may belong to the ESS or not.
    pub fn is_enterprise(self) -> bool {
        !self.is_public_or_academic() && self != Self::Other
    }
}

text_enum! {
    /// Accreditations and approved kinds of structures.
    pub enum AccreditationKind {
        /// Entreprise solidaire d'utilité sociale (C. trav. L3332-17-1).
        Esus = "ESUS",
        /// Atelier et chantier d'insertion (C. trav. L5132-15).
        SiaeAci = "SIAE_ACI",
        /// Association intermédiaire (C. trav. L5132-7).
        SiaeAi = "SIAE_AI",
        /// Entreprise d'insertion (C. trav. L5132-5).
        SiaeEi = "SIAE_EI",
        /// Entreprise de travail temporaire d'insertion (C. trav. L5132-6).
        SiaeEtti = "SIAE_ETTI",
        /// Entreprise d'insertion par le travail indépendant (C. trav. L5132-5-1).
        SiaeEiti = "SIAE_EITI",
        /// Groupement d'employeurs pour l'insertion et la qualification (C. trav. L1253-1).
        Geiq = "GEIQ",
        /// Entreprise adaptée (C. trav. L5213-13).
        AdaptedEnterprise = "ADAPTED_ENTERPRISE",
        /// Établissement ou service d'accompagnement par le travail (CASF L344-2).
        Esat = "ESAT",
        /// Groupement d'employeurs (C. trav. L1253-1).
        EmployersGroup = "EMPLOYERS_GROUP",
    }
}

/// An accreditation with its dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accreditation {
    /// Which one.
    pub kind: AccreditationKind,
    /// First day, if known.
    pub from: Option<NaiveDate>,
    /// Last day, if it ends.
    pub until: Option<NaiveDate>,
}

impl Accreditation {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

text_enum! {
    /// Size of the staff, by the ranges of INSEE taken together.
    pub enum StaffSize {
        /// Not known.
        Unknown = "UNKNOWN",
        /// No employee.
        None = "NONE",
        /// 1 to 9 employees.
        From1To9 = "FROM_1_TO_9",
        /// 10 to 49 employees.
        From10To49 = "FROM_10_TO_49",
        /// 50 to 249 employees.
        From50To249 = "FROM_50_TO_249",
        /// 250 employees and more.
        From250 = "FROM_250",
    }
}

text_enum! {
    /// How exactly a place is shown.
    pub enum LocationPrecision {
        /// The point itself.
        Exact = "EXACT",
        /// The commune alone.
        Commune = "COMMUNE",
        /// Not at all.
        Hidden = "HIDDEN",
    }
}

/// A point on the map (WGS 84, degrees) and how exactly others may see it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Chosen by the organisation.
    pub precision: LocationPrecision,
}

text_enum! {
    /// Who sees contact details.
    pub enum ContactVisibility {
        /// Everyone.
        Public = "PUBLIC",
        /// Active members of a common hub.
        Members = "MEMBERS",
        /// The organisation itself.
        Hidden = "HIDDEN",
    }
}

/// How to reach an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// A shared mailbox, not a person's.
    pub email: Option<EmailAddress>,
    /// A telephone number.
    pub phone: Option<Phone>,
    /// The web site.
    pub website: Option<Url>,
    /// Chosen by the organisation.
    pub visibility: ContactVisibility,
}

/// What an organisation says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrganisationContent {
    /// Registered or usual name.
    pub name: Name,
    /// Legal form.
    pub legal_form: LegalForm,
    /// INSEE legal category.
    pub legal_category: Option<LegalCategory>,
    /// SIREN.
    pub siren: Option<Siren>,
    /// SIRET of the seat.
    pub siret: Option<Siret>,
    /// RNA number of an association.
    pub rna: Option<Rna>,
    /// Main activity.
    pub naf: Option<Naf>,
    /// Accreditations with their dates.
    pub accreditations: Vec<Accreditation>,
    /// Commune of the seat.
    pub commune: Option<CommuneCode>,
    /// Street address.
    pub address: Option<Label>,
    /// Postal code; several may belong to one commune.
    pub postal_code: Option<PostalCode>,
    /// Point on the map.
    pub location: Option<Location>,
    /// Fields of activity.
    pub domains: Vec<ActivityDomain>,
    /// Size of the staff.
    pub staff_size: StaffSize,
    /// One or two sentences.
    pub summary: Option<Summary>,
    /// Long text.
    pub description: Option<Markdown>,
    /// How to reach it.
    pub contact: Contact,
}

/// What an organisation says of itself as typed by somebody, not yet checked.
#[derive(Debug, Clone, Default)]
#[expect(
    missing_docs,
    reason = "each field is documented on `OrganisationContent`"
)]
pub struct OrganisationDraft {
    pub name: String,
    pub legal_form: Option<LegalForm>,
    pub legal_category: Option<String>,
    pub siren: Option<String>,
    pub siret: Option<String>,
    pub rna: Option<String>,
    pub naf: Option<(NafNomenclature, String)>,
    pub accreditations: Vec<Accreditation>,
    pub commune: Option<String>,
    pub address: Option<String>,
    pub postal_code: Option<String>,
    pub location: Option<Location>,
    pub domains: Vec<ActivityDomain>,
    pub staff_size: Option<StaffSize>,
    pub summary: Option<String>,
    pub description: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub contact_visibility: Option<ContactVisibility>,
}

impl OrganisationContent {
    /// Checks everything that somebody typed.
    ///
    /// # Errors
    /// Every fault, each with its field.
    pub fn parse(draft: OrganisationDraft) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let name = faults.take("name", Name::parse(&draft.name));
        let legal_form = faults.take(
            "legalForm",
            draft.legal_form.ok_or(Problem::new(ProblemCode::Required)),
        );
        let legal_category = faults.take(
            "legalCategory",
            LegalCategory::parse_optional(draft.legal_category.as_deref()),
        );
        let siret = faults.take("siret", Siret::parse_optional(draft.siret.as_deref()));
        let siren = faults.take("siren", Siren::parse_optional(draft.siren.as_deref()));
        // The SIREN is part of the SIRET: who gives the longer need not repeat the shorter.
        let siren = match (siren, siret.as_ref().and_then(Option::as_ref)) {
            (Some(Some(siren)), Some(siret)) if siret.siren() != siren => {
                faults.note(
                    "siren",
                    Problem::new(ProblemCode::Inconsistent).with("with", "siret"),
                );
                None
            }
            (Some(None), Some(siret)) => Some(Some(siret.siren())),
            (siren, _) => siren,
        };
        let rna = faults.take("rna", Rna::parse_optional(draft.rna.as_deref()));
        let naf = faults.take(
            "naf",
            draft
                .naf
                .map(|(nomenclature, code)| Naf::parse(nomenclature, &code))
                .transpose(),
        );
        let accreditations = faults.take("accreditations", accreditations(draft.accreditations));
        let commune = faults.take(
            "commune",
            draft
                .commune
                .as_deref()
                .filter(|code| !code.trim().is_empty())
                .map(CommuneCode::parse)
                .transpose(),
        );
        let address = faults.take("address", Label::parse_optional(draft.address.as_deref()));
        let postal_code = faults.take(
            "postalCode",
            PostalCode::parse_optional(draft.postal_code.as_deref()),
        );
        let location = faults.take("location", draft.location.map(location).transpose());
        let domains = faults.take("domains", distinct(draft.domains, 8));
        let staff_size = Some(draft.staff_size.unwrap_or(StaffSize::Unknown));
        let summary = faults.take("summary", Summary::parse_optional(draft.summary.as_deref()));
        let description = faults.take(
            "description",
            Markdown::parse_optional(draft.description.as_deref()),
        );
        let email = faults.take(
            "email",
            EmailAddress::parse_optional(draft.email.as_deref()),
        );
        let phone = faults.take("phone", Phone::parse_optional(draft.phone.as_deref()));
        let website = faults.take("website", Url::parse_optional(draft.website.as_deref()));
        let contact = match (email, phone, website) {
            (Some(email), Some(phone), Some(website)) => Some(Contact {
                email,
                phone,
                website,
                visibility: draft
                    .contact_visibility
                    .unwrap_or(ContactVisibility::Members),
            }),
            _ => None,
        };
        gather!(faults => Self {
            name, legal_form, legal_category, siren, siret, rna, naf, accreditations, commune, address,
            postal_code, location, domains, staff_size, summary, description, contact,
        })
    }
}

fn accreditations(list: Vec<Accreditation>) -> Result<Vec<Accreditation>, Problem> {
    if list.len() > 20 {
        return Err(Problem::new(ProblemCode::TooLong)
            .with("max", 20)
            .with("length", list.len()));
    }
    if list
        .iter()
        .any(|one| matches!((one.from, one.until), (Some(from), Some(until)) if until < from))
    {
        return Err(Problem::new(ProblemCode::Inconsistent).with("with", "from"));
    }
    Ok(list)
}

fn location(location: Location) -> Result<Location, Problem> {
    let on_earth = (-90.0..=90.0).contains(&location.latitude)
        && (-180.0..=180.0).contains(&location.longitude);
    if on_earth {
        Ok(location)
    } else {
        Err(Problem::new(ProblemCode::OutOfRange)
            .with("min", "-90, -180")
            .with("max", "90, 180"))
    }
}

/// A list without repetitions, of at most `max` elements.
pub(crate) fn distinct<T: Copy + Ord + ToString>(
    mut list: Vec<T>,
    max: usize,
) -> Result<Vec<T>, Problem> {
    list.sort_unstable();
    if let Some(twice) = list.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(Problem::new(ProblemCode::Duplicate).with("given", twice[0]));
    }
    if list.len() > max {
        return Err(Problem::new(ProblemCode::TooLong)
            .with("max", max)
            .with("length", list.len()));
    }
    Ok(list)
}

text_enum! {
    /// Where what is known of an organisation comes from.
    pub enum Source {
        /// The organisation itself.
        Organisation = "ORGANISATION",
        /// A coordinator of a hub.
        Coordinator = "COORDINATOR",
        /// An import of public data, or the demonstration data.
        Import = "IMPORT",
    }
}

text_enum! {
    /// What can be done with an organisation, as shown to a viewer.
    pub enum OrganisationAction {
        /// Change its fields.
        Edit = "EDIT",
        /// Hand its profile in for review.
        Submit = "SUBMIT",
        /// Take the submission, or the waiting revision, back.
        Withdraw = "WITHDRAW",
        /// Put it away.
        Archive = "ARCHIVE",
        /// Take its profile down (moderators).
        Hide = "HIDE",
        /// Show its profile again (moderators).
        Restore = "RESTORE",
        /// Give, change and end mandates, invite people.
        ManageMandates = "MANAGE_MANDATES",
        /// Read mandates, drafts and its own activity.
        ReadPrivate = "READ_PRIVATE",
        /// Decide that it belongs to the ESS, or not (coordinators).
        DecideEss = "DECIDE_ESS",
        /// Name a representative where there is none (coordinators).
        AppointRepresentative = "APPOINT_REPRESENTATIVE",
        /// Apply for membership of a hub, leave it, accept its charter.
        ManageMemberships = "MANAGE_MEMBERSHIPS",
        /// Draft projects in its name.
        CreateProject = "CREATE_PROJECT",
    }
}

/// A legal body.
#[derive(Debug, Clone, PartialEq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// What it says of itself, as published (or as drafted before the first publication).
    pub content: OrganisationContent,
    /// Where that came from.
    pub source: Source,
    /// Whether the SIRENE register flags it as ESS; `None` when it was never looked up.
    pub sirene_ess: Option<bool>,
    /// Whether it is on the list of ESS France.
    pub listed_by_ess_france: bool,
    /// A coordinator's decision.
    pub ess_decision: Option<EssDecision>,
    /// Where its profile stands.
    pub state: ContentState,
    /// Why its profile is restricted, if it is.
    pub statement: Option<Statement>,
    /// The change waiting beside the published profile.
    pub revision: Option<Revision<OrganisationContent>>,
    /// When it was created here.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// First publication: its identity is public from then on.
    pub published_at: Option<DateTime<Utc>>,
    /// Hubs in which it has a live membership; read-only here.
    pub hubs: Vec<HubId>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl Organisation {
    /// A new organisation, drafted by `act`.
    pub fn create(act: &Act<'_>, content: OrganisationContent, source: Source) -> Self {
        let mut organisation = Self {
            id: act.id(),
            content,
            source,
            sirene_ess: None,
            listed_by_ess_france: false,
            ess_decision: None,
            state: ContentState::Draft,
            statement: None,
            revision: None,
            created_at: act.at,
            updated_at: act.at,
            published_at: None,
            hubs: Vec::new(),
            version: 0,
            events: Pending::default(),
        };
        organisation.record(
            act,
            EventKind::OrganisationCreated,
            Audience::Organisation,
            None,
            vec![],
        );
        organisation
    }

    /// Whether the organisation belongs to the ESS on a day, and why.
    pub fn ess_status(&self, on: NaiveDate) -> EssStatus {
        EssStatus::derive(self, on)
    }

    /// Whether anyone may see its identity.
    pub fn is_public(&self) -> bool {
        self.published_at.is_some()
    }

    /// Whether `action` is possible in the present state, whoever asks.
    ///
    /// # Errors
    /// `WRONG_STATE` with the state.
    pub fn permits(&self, action: OrganisationAction) -> Result<(), Refusal> {
        use OrganisationAction as A;
        let step = match action {
            A::Edit => match self.state {
                ContentState::Draft | ContentState::ChangesRequested | ContentState::Published => {
                    return Ok(());
                }
                state => return Err(Refusal::state(state, action)),
            },
            A::Withdraw if self.revision.is_some() => return Ok(()),
            A::Submit => ContentAction::Submit,
            A::Withdraw => ContentAction::Withdraw,
            A::Archive => ContentAction::Archive,
            A::Hide => ContentAction::Hide,
            A::Restore => ContentAction::Restore,
            A::ManageMandates | A::ReadPrivate | A::DecideEss | A::AppointRepresentative => {
                return Ok(());
            }
            A::ManageMemberships | A::CreateProject => match self.state {
                ContentState::Archived => return Err(Refusal::state(self.state, action)),
                _ => return Ok(()),
            },
        };
        self.state.after(step).map(drop)
    }

    /// Changes its fields: at once before publication and where the hub trusts, as a revision
    /// beside the published profile otherwise. `moderation` is that of the hub it belongs to,
    /// `None` when it belongs to none.
    ///
    /// # Errors
    /// `WRONG_STATE`; `NOTHING_TO_DO` when nothing changes.
    pub fn edit(
        &mut self,
        act: &Act<'_>,
        content: OrganisationContent,
        moderation: Option<&Moderation>,
    ) -> Result<(), Refusal> {
        self.permits(OrganisationAction::Edit)?;
        if content == self.content && self.revision.is_none() {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        self.updated_at = act.at;
        match moderation {
            Some(moderation)
                if self.state == ContentState::Published && moderation.holds_back() =>
            {
                self.revision = Some(Revision::submitted(act, content));
                self.record(
                    act,
                    EventKind::OrganisationRevised,
                    Audience::Organisation,
                    Some(moderation.hub),
                    vec![],
                );
            }
            _ => {
                self.content = content;
                self.revision = None;
                let audience = self.audience();
                self.record(act, EventKind::OrganisationUpdated, audience, None, vec![]);
            }
        }
        Ok(())
    }

    /// Hands the profile in; where the hub looks afterwards, it is published at once.
    ///
    /// # Errors
    /// `WRONG_STATE`; `INCOMPLETE` (fact `field`) without a summary or a commune.
    pub fn submit(&mut self, act: &Act<'_>, moderation: &Moderation) -> Result<(), Refusal> {
        let next = self.state.after(ContentAction::Submit)?;
        self.complete()?;
        self.enter(
            act,
            next,
            EventKind::OrganisationSubmitted,
            Some(moderation.hub),
            None,
        );
        if !moderation.holds_back() {
            self.publish(act, moderation.hub)?;
        }
        Ok(())
    }

    fn complete(&self) -> Result<(), Refusal> {
        let missing = |field: &str| Err(Refusal::new(RefusalCode::Incomplete).with("field", field));
        if self.content.summary.is_none() {
            return missing("summary");
        }
        if self.content.commune.is_none() {
            return missing("commune");
        }
        Ok(())
    }

    /// Takes the submission, or the waiting revision, back.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn withdraw(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        if self.revision.take().is_some() {
            self.updated_at = act.at;
            self.record(
                act,
                EventKind::OrganisationWithdrawn,
                Audience::Organisation,
                None,
                vec![Fact::new("revision", true)],
            );
            return Ok(());
        }
        let next = self.state.after(ContentAction::Withdraw)?;
        self.enter(act, next, EventKind::OrganisationWithdrawn, None, None);
        Ok(())
    }

    /// Publishes what was submitted: the profile, or the revision of it.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn publish(&mut self, act: &Act<'_>, hub: HubId) -> Result<(), Refusal> {
        if let Some(revision) = self.revision.take() {
            self.content = revision.content;
        } else if self.state != ContentState::Published {
            self.state = self.state.after(ContentAction::Publish)?;
        }
        self.statement = None;
        self.updated_at = act.at;
        self.published_at.get_or_insert(act.at);
        self.record(
            act,
            EventKind::OrganisationPublished,
            Audience::Public,
            Some(hub),
            vec![],
        );
        Ok(())
    }

    /// Publishes the profile of an organisation that a hub has just admitted: the coordinator who
    /// accepts the application has read it, and need not decide twice.
    pub fn admit(&mut self, act: &Act<'_>, hub: HubId) {
        if matches!(
            self.state,
            ContentState::Draft | ContentState::ChangesRequested | ContentState::Submitted
        ) {
            self.state = ContentState::Published;
            self.statement = None;
            self.updated_at = act.at;
            self.published_at.get_or_insert(act.at);
            self.record(
                act,
                EventKind::OrganisationPublished,
                Audience::Public,
                Some(hub),
                vec![],
            );
        }
    }

    /// Asks for changes to what was submitted.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn request_changes(
        &mut self,
        act: &Act<'_>,
        hub: HubId,
        statement: Statement,
    ) -> Result<(), Refusal> {
        if let Some(revision) = &mut self.revision {
            revision.state = RevisionState::ChangesRequested;
            revision.statement = Some(statement);
            self.updated_at = act.at;
            self.record(
                act,
                EventKind::OrganisationChangesRequested,
                Audience::Organisation,
                Some(hub),
                vec![Fact::new("revision", true)],
            );
            return Ok(());
        }
        let next = self.state.after(ContentAction::RequestChanges)?;
        self.enter(
            act,
            next,
            EventKind::OrganisationChangesRequested,
            Some(hub),
            Some(statement),
        );
        Ok(())
    }

    /// Refuses what was submitted; a published profile stays as it is.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn reject(
        &mut self,
        act: &Act<'_>,
        hub: HubId,
        statement: Statement,
    ) -> Result<(), Refusal> {
        if self.revision.take().is_some() {
            self.updated_at = act.at;
            self.record(
                act,
                EventKind::OrganisationRejected,
                Audience::Organisation,
                Some(hub),
                vec![Fact::new("revision", true)],
            );
            return Ok(());
        }
        let next = self.state.after(ContentAction::Reject)?;
        self.enter(
            act,
            next,
            EventKind::OrganisationRejected,
            Some(hub),
            Some(statement),
        );
        Ok(())
    }

    /// Takes the profile down.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn hide(&mut self, act: &Act<'_>, hub: HubId, statement: Statement) -> Result<(), Refusal> {
        let next = self.state.after(ContentAction::Hide)?;
        self.enter(
            act,
            next,
            EventKind::OrganisationHidden,
            Some(hub),
            Some(statement),
        );
        Ok(())
    }

    /// Shows the profile again.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn restore(&mut self, act: &Act<'_>, hub: HubId) -> Result<(), Refusal> {
        let next = self.state.after(ContentAction::Restore)?;
        self.statement = None;
        self.enter(act, next, EventKind::OrganisationRestored, Some(hub), None);
        Ok(())
    }

    /// Puts the profile away.
    ///
    /// # Errors
    /// `WRONG_STATE`; `NOT_ACTIVE_MEMBER` is not asked for: a member leaves its hubs first, which
    /// the use case checks.
    pub fn archive(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        let next = self.state.after(ContentAction::Archive)?;
        self.revision = None;
        self.enter(act, next, EventKind::OrganisationArchived, None, None);
        Ok(())
    }

    /// Records a coordinator's decision on its belonging to the ESS.
    pub fn decide_ess(&mut self, act: &Act<'_>, hub: HubId, decision: EssDecision) {
        let belongs = decision.is_ess;
        self.ess_decision = Some(decision);
        self.updated_at = act.at;
        self.record(
            act,
            EventKind::OrganisationEssDecided,
            Audience::Organisation,
            Some(hub),
            vec![Fact::new("isEss", belongs)],
        );
    }

    fn enter(
        &mut self,
        act: &Act<'_>,
        state: ContentState,
        kind: EventKind,
        hub: Option<HubId>,
        statement: Option<Statement>,
    ) {
        let before = self.state;
        self.state = state;
        if statement.is_some() || state == ContentState::Draft || state == ContentState::Submitted {
            self.statement = statement;
        }
        self.updated_at = act.at;
        let facts = vec![Fact::new("from", before), Fact::new("to", state)];
        self.record(act, kind, Audience::Organisation, hub, facts);
    }

    fn audience(&self) -> Audience {
        if self.state == ContentState::Published {
            Audience::Public
        } else {
            Audience::Organisation
        }
    }

    fn record(
        &mut self,
        act: &Act<'_>,
        kind: EventKind,
        audience: Audience,
        hub: Option<HubId>,
        facts: Vec<Fact>,
    ) {
        let mut event = Event::new(act, kind, Subject::Organisation(self.id), audience)
            .within(hub, Some(self.id));
        event.facts = facts;
        self.events.push(event);
    }
}

#[cfg(test)]
mod tests;
