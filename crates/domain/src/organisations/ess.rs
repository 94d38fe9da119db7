//! Belonging to the social and solidarity economy (loi 2014-856 art. 1), always with its reasons.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{AccreditationKind, LegalCategory, LegalForm, Organisation, ess_family};
use crate::{
    ids::{HubId, PersonId},
    values::Reason,
};

/// What a coordinator decided, after looking at the statutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EssDecision {
    /// Whether it belongs to the ESS.
    pub is_ess: bool,
    /// On what ground.
    pub reason: Reason,
    /// In which hub.
    pub hub: HubId,
    /// By whom.
    pub decided_by: PersonId,
    /// When.
    pub decided_at: DateTime<Utc>,
}

/// One ground on which an organisation belongs to the ESS, or was decided not to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EssReason {
    /// Its INSEE legal category.
    LegalCategory(LegalCategory),
    /// The legal form it declares.
    LegalForm(LegalForm),
    /// The ESS flag of the SIRENE register.
    SireneFlag,
    /// The list kept by ESS France.
    EssFranceList,
    /// Its ESUS accreditation (C. trav. L3332-17-1), valid on the day.
    Esus,
    /// A coordinator's decision, which outweighs the rest.
    CoordinatorDecision(EssDecision),
}

/// Whether an organisation belongs to the ESS, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EssStatus {
    /// The conclusion.
    pub is_ess: bool,
    /// Every ground for it; empty when nothing speaks for it.
    pub reasons: Vec<EssReason>,
}

impl EssStatus {
    /// Derives the status on a day. A decision of a coordinator outweighs registers and forms,
    /// because a code alone cannot decide.
    pub(super) fn derive(organisation: &Organisation, on: NaiveDate) -> Self {
        if let Some(decision) = &organisation.ess_decision {
            return Self {
                is_ess: decision.is_ess,
                reasons: vec![EssReason::CoordinatorDecision(decision.clone())],
            };
        }
        let content = &organisation.content;
        let mut reasons = Vec::new();
        if let Some(category) = &content.legal_category
            && ess_family(category.as_str()).is_some()
        {
            reasons.push(EssReason::LegalCategory(category.clone()));
        }
        if content.legal_form.ess_family().is_some() {
            reasons.push(EssReason::LegalForm(content.legal_form));
        }
        if organisation.sirene_ess == Some(true) {
            reasons.push(EssReason::SireneFlag);
        }
        if organisation.listed_by_ess_france {
            reasons.push(EssReason::EssFranceList);
        }
        if content
            .accreditations
            .iter()
            .any(|one| one.kind == AccreditationKind::Esus && one.holds_on(on))
        {
            reasons.push(EssReason::Esus);
        }
        Self {
            is_ess: !reasons.is_empty(),
            reasons,
        }
    }
}
