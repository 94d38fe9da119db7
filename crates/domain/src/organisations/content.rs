//! What an organisation says of itself, and how it is checked.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    EssFamily,
    identifiers::{LegalCategory, Naf, NafNomenclature, PostalCode, Rna, Siren, Siret},
};
use crate::{
    communes::CommuneCode,
    moderation::{FieldChange, changes},
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
        /// Entreprise d'insertion par le travail indépendant, an experiment (loi n° 2018-771 du 5
        /// septembre 2018 art. 83, décret n° 2018-1198 du 20 décembre 2018).
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
    /// Whether it is an employers' group on a day, by its accreditations.
    pub fn is_employers_group(&self, day: NaiveDate) -> bool {
        let groups = [AccreditationKind::EmployersGroup, AccreditationKind::Geiq];
        let mut accreditations = self.accreditations.iter();
        accreditations.any(|one| groups.contains(&one.kind) && one.holds_on(day))
    }

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

    /// The fields in which `after` differs, as text for people to compare.
    pub fn changes(&self, after: &Self) -> Vec<FieldChange> {
        Self::compare(Some(self), after)
    }

    /// All that it says, as if nothing had been there before.
    pub fn whole(&self) -> Vec<FieldChange> {
        Self::compare(None, self)
    }

    fn compare(before: Option<&Self>, after: &Self) -> Vec<FieldChange> {
        fn text<T: ToString>(value: Option<&T>) -> Option<String> {
            value.map(ToString::to_string)
        }
        fn list<T>(items: &[T], line: impl Fn(&T) -> String) -> Option<String> {
            (!items.is_empty()).then(|| items.iter().map(line).collect::<Vec<_>>().join("\n"))
        }
        let field = |name, of: fn(&Self) -> Option<String>| (name, before.and_then(of), of(after));
        changes([
            field("name", |content| text(Some(&content.name))),
            field("legalForm", |content| text(Some(&content.legal_form))),
            field("legalCategory", |content| {
                text(content.legal_category.as_ref())
            }),
            field("siren", |content| text(content.siren.as_ref())),
            field("siret", |content| text(content.siret.as_ref())),
            field("rna", |content| text(content.rna.as_ref())),
            field("naf", |content| {
                let naf = content.naf.as_ref()?;
                Some(format!("{} {}", naf.nomenclature, naf.code))
            }),
            field("accreditations", |content| {
                list(&content.accreditations, describe_accreditation)
            }),
            field("commune", |content| text(content.commune.as_ref())),
            field("address", |content| text(content.address.as_ref())),
            field("postalCode", |content| text(content.postal_code.as_ref())),
            field("location", |content| {
                let place = content.location.as_ref()?;
                Some(format!(
                    "{}, {} ({})",
                    place.latitude, place.longitude, place.precision
                ))
            }),
            field("domains", |content| {
                list(&content.domains, ToString::to_string)
            }),
            field("staffSize", |content| text(Some(&content.staff_size))),
            field("summary", |content| text(content.summary.as_ref())),
            field("description", |content| text(content.description.as_ref())),
            field("email", |content| text(content.contact.email.as_ref())),
            field("phone", |content| text(content.contact.phone.as_ref())),
            field("website", |content| text(content.contact.website.as_ref())),
            field("contactVisibility", |content| {
                text(Some(&content.contact.visibility))
            }),
        ])
    }
}

fn describe_accreditation(one: &Accreditation) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    match (one.from, one.until) {
        (None, None) => one.kind.to_string(),
        (from, until) => format!("{} {}/{}", one.kind, day(from), day(until)),
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

/// Checks that a point is on the globe.
pub(crate) fn location(location: Location) -> Result<Location, Problem> {
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
