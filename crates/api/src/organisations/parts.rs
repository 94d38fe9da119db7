//! What organisations are made of.

use async_graphql::{Context, Enum, Object, SimpleObject};
use chrono::{DateTime, Utc};
use maillage_domain::organisations as domain;

use crate::{
    context::ContextExt,
    enums::E,
    hubs::Hub,
    nullable::{Nullable, nullable},
    values::{Date, EmailAddress, FieldChange, Statement, Url},
};

/// A main activity: the code with its edition, because the same code changes meaning.
#[derive(SimpleObject)]
pub(crate) struct Naf {
    /// The edition of the classification.
    pub(super) nomenclature: E<domain::NafNomenclature>,
    /// The code: `93.12Z`.
    pub(super) code: String,
}

/// An accreditation with its dates.
#[derive(SimpleObject)]
pub(crate) struct Accreditation {
    /// Which one.
    pub(super) kind: E<domain::AccreditationKind>,
    /// First day, if known.
    #[graphql(name = "from")]
    pub(super) since: Option<Date>,
    /// Last day, if it ends.
    pub(super) until: Option<Date>,
}

impl From<&domain::Accreditation> for Accreditation {
    fn from(one: &domain::Accreditation) -> Self {
        Self {
            kind: E(one.kind),
            since: one.from.map(Date),
            until: one.until.map(Date),
        }
    }
}

/// A place on the map, as exactly as the viewer may know it.
#[derive(SimpleObject)]
pub(crate) struct Location {
    /// Degrees north (WGS 84); null where only the commune is told.
    latitude: Option<f64>,
    /// Degrees east (WGS 84); null where only the commune is told.
    longitude: Option<f64>,
    /// How exactly others may see it.
    precision: E<domain::LocationPrecision>,
}

impl Location {
    /// A place with its point, degrees north and east, where the viewer may know it.
    pub(crate) fn new(point: Option<(f64, f64)>, precision: domain::LocationPrecision) -> Self {
        Self {
            latitude: point.map(|point| point.0),
            longitude: point.map(|point| point.1),
            precision: E(precision),
        }
    }
}

/// How to reach an organisation.
#[derive(SimpleObject)]
pub(crate) struct Contact {
    /// A shared mailbox.
    pub(super) email: Option<EmailAddress>,
    /// Telephone number.
    pub(super) phone: Option<String>,
    /// Web site.
    pub(super) website: Option<Url>,
    /// Who sees this.
    pub(super) visibility: E<domain::ContactVisibility>,
}

impl From<&domain::Contact> for Contact {
    fn from(contact: &domain::Contact) -> Self {
        Self {
            email: contact
                .email
                .as_ref()
                .map(|email| EmailAddress::from(email.as_str())),
            phone: contact.phone.as_ref().map(ToString::to_string),
            website: contact.website.as_ref().map(|url| Url::from(url.as_str())),
            visibility: E(contact.visibility),
        }
    }
}

/// Whether an organisation belongs to the social and solidarity economy (loi 2014-856 art. 1), and why.
#[derive(SimpleObject)]
pub(crate) struct EssStatus {
    /// The conclusion.
    pub(super) is_ess: bool,
    /// Every ground for it; empty when nothing speaks for it.
    pub(super) reasons: Vec<EssReason>,
}

/// The kinds of grounds for belonging to the social and solidarity economy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum EssReasonKind {
    /// Its INSEE legal category: see `legalCategory`.
    LegalCategory,
    /// The legal form it declares: see `legalForm`.
    LegalForm,
    /// The flag of the SIRENE register.
    SireneFlag,
    /// The list kept by ESS France.
    EssFranceList,
    /// Its ESUS accreditation, valid today (C. trav. L3332-17-1).
    Esus,
    /// A coordinator's decision, which outweighs the rest: see `decision`.
    CoordinatorDecision,
}

/// A ground for belonging to the social and solidarity economy, or for not belonging to it.
pub(crate) struct EssReason(pub(super) domain::EssReason);

/// A ground for belonging to the social and solidarity economy, or for not belonging to it.
#[Object]
impl EssReason {
    /// Of what kind.
    async fn kind(&self) -> EssReasonKind {
        match &self.0 {
            domain::EssReason::LegalCategory(_) => EssReasonKind::LegalCategory,
            domain::EssReason::LegalForm(_) => EssReasonKind::LegalForm,
            domain::EssReason::SireneFlag => EssReasonKind::SireneFlag,
            domain::EssReason::EssFranceList => EssReasonKind::EssFranceList,
            domain::EssReason::Esus => EssReasonKind::Esus,
            domain::EssReason::CoordinatorDecision(_) => EssReasonKind::CoordinatorDecision,
        }
    }

    /// The INSEE legal category that speaks for it.
    async fn legal_category(&self) -> Option<&str> {
        match &self.0 {
            domain::EssReason::LegalCategory(category) => Some(category.as_str()),
            _ => None,
        }
    }

    /// The legal form that speaks for it.
    async fn legal_form(&self) -> Option<E<domain::LegalForm>> {
        match &self.0 {
            domain::EssReason::LegalForm(form) => Some(E(*form)),
            _ => None,
        }
    }

    /// The decision of a coordinator.
    async fn decision(&self) -> Option<EssDecision> {
        match &self.0 {
            domain::EssReason::CoordinatorDecision(decision) => Some(EssDecision(decision.clone())),
            _ => None,
        }
    }
}

/// What a coordinator decided after looking at the statutes.
pub(crate) struct EssDecision(domain::EssDecision);

/// What a coordinator decided after looking at the statutes.
#[Object]
impl EssDecision {
    /// Whether it belongs.
    async fn is_ess(&self) -> bool {
        self.0.is_ess
    }

    /// On what ground.
    async fn reason(&self) -> &str {
        self.0.reason.as_str()
    }

    /// In the name of which hub.
    async fn hub(&self, ctx: &Context<'_>) -> Nullable<Hub> {
        nullable(async { Ok(ctx.loaders().hub(self.0.hub).await?) }).await
    }

    /// When.
    async fn decided_at(&self) -> DateTime<Utc> {
        self.0.decided_at
    }
}

/// A change waiting beside the published profile.
#[derive(SimpleObject)]
pub(crate) struct OrganisationRevision {
    /// Where it stands.
    pub(super) state: E<maillage_domain::moderation::RevisionState>,
    /// When it was handed in.
    pub(super) submitted_at: DateTime<Utc>,
    /// Which changes a moderator asked for.
    pub(super) statement: Option<Statement>,
    /// What it changes.
    pub(super) changes: Vec<FieldChange>,
}
