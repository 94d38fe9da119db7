//! What readers ask for of an organisation, and what they get.

use bitflags::bitflags;
use chrono::{DateTime, Utc};
use maillage_domain::{
    communes::CommuneCode,
    ids::OrganisationId,
    organisations::{
        Accreditation, Contact, EssEvidence, LegalForm, Location, LocationPrecision, Naf,
        Organisation, StaffSize,
    },
    values::ActivityDomain,
};

use super::row::Column;

bitflags! {
    /// The columns of an organisation that a reader asks for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct OrganisationFields: u32 {
        /// Name.
        const NAME = 1;
        /// Legal form.
        const LEGAL_FORM = 1 << 1;
        /// INSEE legal category.
        const LEGAL_CATEGORY = 1 << 2;
        /// SIREN, SIRET and RNA number.
        const IDENTIFIERS = 1 << 3;
        /// Main activity.
        const NAF = 1 << 4;
        /// Accreditations.
        const ACCREDITATIONS = 1 << 5;
        /// What speaks for belonging to the ESS.
        const ESS = 1 << 6;
        /// Commune of the seat.
        const COMMUNE = 1 << 7;
        /// Size of the staff.
        const STAFF_SIZE = 1 << 8;
        /// When it was created, changed, published.
        const TIMES = 1 << 9;
        /// Version.
        const VERSION = 1 << 10;
        /// Street address and postal code.
        const ADDRESS = 1 << 11;
        /// Place on the map.
        const LOCATION = 1 << 12;
        /// Fields of activity.
        const DOMAINS = 1 << 13;
        /// Summary.
        const SUMMARY = 1 << 14;
        /// Description.
        const DESCRIPTION = 1 << 15;
        /// How to reach it.
        const CONTACT = 1 << 16;

        /// What is moderated, and read only where the profile is.
        const PROFILE = Self::ADDRESS.bits() | Self::LOCATION.bits() | Self::DOMAINS.bits()
            | Self::SUMMARY.bits() | Self::DESCRIPTION.bits() | Self::CONTACT.bits();
    }
}

impl OrganisationFields {
    /// The columns of the fields, each once.
    pub(super) fn columns(self) -> Vec<Column> {
        const GROUPS: [(OrganisationFields, &[Column]); 18] = [
            (OrganisationFields::NAME, &[Column::Name]),
            (OrganisationFields::LEGAL_FORM, &[Column::LegalForm]),
            (OrganisationFields::LEGAL_CATEGORY, &[Column::LegalCategory]),
            (
                OrganisationFields::IDENTIFIERS,
                &[Column::Siren, Column::Siret, Column::Rna],
            ),
            (OrganisationFields::NAF, &[Column::Naf]),
            (
                OrganisationFields::ACCREDITATIONS,
                &[Column::Accreditations],
            ),
            (
                OrganisationFields::ESS,
                &[
                    Column::LegalForm,
                    Column::LegalCategory,
                    Column::Accreditations,
                    Column::SireneEss,
                    Column::ListedByEssFrance,
                    Column::EssDecision,
                ],
            ),
            (OrganisationFields::COMMUNE, &[Column::Commune]),
            (OrganisationFields::STAFF_SIZE, &[Column::StaffSize]),
            (
                OrganisationFields::TIMES,
                &[Column::CreatedAt, Column::UpdatedAt, Column::PublishedAt],
            ),
            (OrganisationFields::VERSION, &[Column::Version]),
            // Who hides the place hides the address with it.
            (
                OrganisationFields::ADDRESS,
                &[Column::Address, Column::PostalCode, Column::Location],
            ),
            (OrganisationFields::LOCATION, &[Column::Location]),
            (OrganisationFields::DOMAINS, &[Column::Domains]),
            (OrganisationFields::SUMMARY, &[Column::Summary]),
            (OrganisationFields::DESCRIPTION, &[Column::Description]),
            (OrganisationFields::CONTACT, &[Column::Contact]),
            (OrganisationFields::PROFILE, &[Column::State]),
        ];
        let mut columns = Vec::with_capacity(8);
        for (fields, wanted) in GROUPS {
            if self.intersects(fields) {
                columns.extend(wanted);
            }
        }
        columns.sort_unstable_by_key(|column| *column as u8);
        columns.dedup_by_key(|column| *column as u8);
        columns
    }
}

/// How much of an organisation somebody may read, beyond its identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The profile: texts, domains, address and place.
    pub profile: bool,
    /// How to reach it.
    pub contact: bool,
    /// The exact place, whatever precision was chosen for others.
    pub exact_place: bool,
}

/// A place on the map, as exactly as the reader may know it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Degrees north and degrees east (WGS 84).
    pub point: Option<(f64, f64)>,
    /// How exactly others may know it.
    pub precision: LocationPrecision,
}

/// An organisation as lists read it: what was asked for, and may be read, is there; the rest is
/// `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct OrganisationView {
    /// Its id.
    pub id: OrganisationId,
    /// Which fields were read.
    pub loaded: OrganisationFields,
    /// Name.
    pub name: Option<String>,
    /// Legal form.
    pub legal_form: Option<LegalForm>,
    /// INSEE legal category, if known.
    pub legal_category: Option<String>,
    /// SIREN, if known.
    pub siren: Option<String>,
    /// SIRET of the seat, if known.
    pub siret: Option<String>,
    /// RNA number, if known.
    pub rna: Option<String>,
    /// Main activity, if known.
    pub naf: Option<Naf>,
    /// Accreditations.
    pub accreditations: Option<Vec<Accreditation>>,
    /// What speaks for belonging to the ESS.
    pub ess: Option<EssEvidence>,
    /// Commune of the seat, if known.
    pub commune: Option<CommuneCode>,
    /// Size of the staff.
    pub staff_size: Option<StaffSize>,
    /// When it was created.
    pub created_at: Option<DateTime<Utc>>,
    /// When it last changed.
    pub updated_at: Option<DateTime<Utc>>,
    /// When it was first published, if it was.
    pub published_at: Option<DateTime<Utc>>,
    /// Version.
    pub version: Option<i32>,
    /// Street address, if given.
    pub address: Option<String>,
    /// Postal code, if given.
    pub postal_code: Option<String>,
    /// Place on the map, if given and not hidden.
    pub place: Option<Place>,
    /// Fields of activity.
    pub domains: Vec<ActivityDomain>,
    /// Summary, if there is one.
    pub summary: Option<String>,
    /// Description, if there is one.
    pub description: Option<String>,
    /// How to reach it.
    pub contact: Option<Contact>,
}

impl OrganisationView {
    /// An organisation of which nothing but the name was read.
    pub fn named(id: OrganisationId, name: String) -> Self {
        Self {
            id,
            loaded: OrganisationFields::NAME,
            name: Some(name),
            legal_form: None,
            legal_category: None,
            siren: None,
            siret: None,
            rna: None,
            naf: None,
            accreditations: None,
            ess: None,
            commune: None,
            staff_size: None,
            created_at: None,
            updated_at: None,
            published_at: None,
            version: None,
            address: None,
            postal_code: None,
            place: None,
            domains: Vec::new(),
            summary: None,
            description: None,
            contact: None,
        }
    }

    /// What somebody of this standing reads of an organisation.
    pub fn of(organisation: &Organisation, standing: Standing) -> Self {
        fn text<T: ToString>(value: Option<&T>) -> Option<String> {
            value.map(ToString::to_string)
        }
        let content = &organisation.content;
        let mut view = Self {
            id: organisation.id,
            loaded: OrganisationFields::all(),
            name: Some(content.name.to_string()),
            legal_form: Some(content.legal_form),
            legal_category: text(content.legal_category.as_ref()),
            siren: text(content.siren.as_ref()),
            siret: text(content.siret.as_ref()),
            rna: text(content.rna.as_ref()),
            naf: content.naf.clone(),
            accreditations: Some(content.accreditations.clone()),
            ess: Some(organisation.ess_evidence()),
            commune: content.commune.clone(),
            staff_size: Some(content.staff_size),
            created_at: Some(organisation.created_at),
            updated_at: Some(organisation.updated_at),
            published_at: organisation.published_at,
            version: Some(organisation.version),
            address: text(content.address.as_ref()),
            postal_code: text(content.postal_code.as_ref()),
            place: None,
            domains: content.domains.clone(),
            summary: text(content.summary.as_ref()),
            description: text(content.description.as_ref()),
            contact: Some(content.contact.clone()),
        };
        view.cut_down(content.location, standing);
        view
    }

    /// Takes away what the reader may not read.
    pub(super) fn cut_down(&mut self, location: Option<Location>, standing: Standing) {
        let shown = |location: &Location| {
            standing.exact_place || location.precision == LocationPrecision::Exact
        };
        if !standing.profile {
            self.domains.clear();
            (self.summary, self.description) = (None, None);
        }
        if !standing.profile || !location.as_ref().is_none_or(shown) {
            (self.address, self.postal_code) = (None, None);
        }
        if !standing.contact {
            self.contact = None;
        }
        self.place = location.filter(|_| standing.profile).and_then(|location| {
            let precision = location.precision;
            let point = shown(&location).then_some((location.latitude, location.longitude));
            (point.is_some() || precision == LocationPrecision::Commune)
                .then_some(Place { point, precision })
        });
    }
}
