//! What clients send about organisations.

use async_graphql::{ID, InputObject};
use maillage_domain::{
    organisations::{self as domain, OrganisationDraft},
    values::ActivityDomain,
};
use maillage_usecases::{Error, organisations::Target};

use crate::{
    enums::E,
    ids::{self, kinds},
    values::Date,
};

/// What an organisation says of itself, whole: a field left out is emptied.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct OrganisationContentInput {
    /// Registered or usual name, 2 to 160 characters.
    name: String,
    /// Legal form.
    legal_form: E<domain::LegalForm>,
    /// INSEE legal category, four digits.
    legal_category: Option<String>,
    /// SIREN, nine digits. Taken from the SIRET where that is given alone.
    siren: Option<String>,
    /// SIRET of the seat, fourteen digits.
    siret: Option<String>,
    /// RNA number of an association: `W301000624`.
    rna: Option<String>,
    /// Main activity.
    naf: Option<NafInput>,
    /// Accreditations, up to twenty.
    #[graphql(default)]
    accreditations: Vec<AccreditationInput>,
    /// INSEE code of the commune of the seat.
    commune: Option<String>,
    /// Street address, up to 120 characters.
    address: Option<String>,
    /// Postal code, five digits.
    postal_code: Option<String>,
    /// Place on the map.
    location: Option<LocationInput>,
    /// Fields of activity, up to eight.
    #[graphql(default)]
    domains: Vec<E<ActivityDomain>>,
    /// Size of the staff; unknown if not said.
    staff_size: Option<E<domain::StaffSize>>,
    /// One or two sentences, up to 280 characters. Needed for publication.
    summary: Option<String>,
    /// Long text in Markdown, up to 20,000 characters.
    description: Option<String>,
    /// A shared mailbox, not a person's.
    email: Option<String>,
    /// Telephone number.
    phone: Option<String>,
    /// Web site.
    website: Option<String>,
    /// Who sees mailbox, telephone and web site; the members of its hubs if not said.
    contact_visibility: Option<E<domain::ContactVisibility>>,
}

/// The main activity of an organisation.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct NafInput {
    /// The edition that the code belongs to.
    nomenclature: E<domain::NafNomenclature>,
    /// The code: `93.12Z`.
    code: String,
}

/// An accreditation.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct AccreditationInput {
    /// Which one.
    kind: E<domain::AccreditationKind>,
    /// First day, if known.
    from: Option<Date>,
    /// Last day, if it ends; not before the first.
    until: Option<Date>,
}

/// A place on the map.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct LocationInput {
    /// Degrees north (WGS 84).
    latitude: f64,
    /// Degrees east (WGS 84).
    longitude: f64,
    /// How exactly others may see it.
    precision: E<domain::LocationPrecision>,
}

impl From<LocationInput> for domain::Location {
    fn from(place: LocationInput) -> Self {
        Self {
            latitude: place.latitude,
            longitude: place.longitude,
            precision: place.precision.0,
        }
    }
}

impl From<OrganisationContentInput> for OrganisationDraft {
    fn from(input: OrganisationContentInput) -> Self {
        Self {
            name: input.name,
            legal_form: Some(input.legal_form.0),
            legal_category: input.legal_category,
            siren: input.siren,
            siret: input.siret,
            rna: input.rna,
            naf: input.naf.map(|naf| (naf.nomenclature.0, naf.code)),
            accreditations: input
                .accreditations
                .into_iter()
                .map(|one| domain::Accreditation {
                    kind: one.kind.0,
                    from: one.from.map(|day| day.0),
                    until: one.until.map(|day| day.0),
                })
                .collect(),
            commune: input.commune,
            address: input.address,
            postal_code: input.postal_code,
            location: input.location.map(domain::Location::from),
            domains: input.domains.into_iter().map(|one| one.0).collect(),
            staff_size: input.staff_size.map(|size| size.0),
            summary: input.summary,
            description: input.description,
            email: input.email,
            phone: input.phone,
            website: input.website,
            contact_visibility: input.contact_visibility.map(|visibility| visibility.0),
        }
    }
}

/// Creates an organisation.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct CreateOrganisationInput {
    /// What it says of itself.
    pub(super) content: OrganisationContentInput,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// The part that every act of an organisation's people on it has.
macro_rules! organisation_input {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, InputObject)]
        pub(crate) struct $name {
            /// The organisation.
            id: ID,
            /// The organisation acted for: the same one.
            acting_for: ID,
            /// The version you have read; CONFLICT when it changed since.
            expected_version: i32,
            $($(#[doc = $field_doc])+ pub(super) $field: $type,)*
            /// Validate, authorise and answer, but write nothing.
            #[graphql(default)]
            pub(super) dry_run: bool,
        }

        impl $name {
            pub(super) fn target(&self) -> std::result::Result<Target, Error> {
                Ok(Target {
                    id: ids::read::<kinds::Organisation>("id", &self.id)?,
                    acting_for: ids::read::<kinds::Organisation>("actingFor", &self.acting_for)?,
                    expected_version: self.expected_version,
                })
            }
        }
    };
}

organisation_input! {
    /// Changes an organisation.
    UpdateOrganisationInput {
        /// What it is to say of itself, whole.
        content: OrganisationContentInput,
    }
}
organisation_input! {
    /// Hands a profile in for review.
    SubmitOrganisationInput {}
}
organisation_input! {
    /// Takes a submission, or the waiting revision, back.
    WithdrawOrganisationInput {}
}
organisation_input! {
    /// Puts an organisation away.
    ArchiveOrganisationInput {}
}

/// Decides on an organisation's belonging to the social and solidarity economy.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct DecideEssStatusInput {
    /// The organisation.
    pub(super) id: ID,
    /// The version you have read; CONFLICT when it changed since.
    pub(super) expected_version: i32,
    /// Whether it belongs.
    pub(super) is_ess: bool,
    /// On what ground, 3 to 2,000 characters: the article of its statutes, for example.
    pub(super) reason: String,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}
