//! Belonging to the social and solidarity economy (loi 2014-856 art. 1), always with its reasons.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Accreditation, AccreditationKind, LegalCategory, LegalForm, ess_family};
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

/// What registers, forms and coordinators say of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EssEvidence {
    /// The legal form it declares.
    pub legal_form: LegalForm,
    /// Its INSEE legal category.
    pub legal_category: Option<LegalCategory>,
    /// Its accreditations.
    pub accreditations: Vec<Accreditation>,
    /// The ESS flag of the SIRENE register; `None` when it was never looked up.
    pub sirene_ess: Option<bool>,
    /// Whether it is on the list of ESS France.
    pub listed_by_ess_france: bool,
    /// A coordinator's decision.
    pub decision: Option<EssDecision>,
}

impl EssEvidence {
    /// Derives the status on a day. A decision of a coordinator outweighs registers and forms,
    /// because a code alone cannot decide.
    pub fn status(&self, on: NaiveDate) -> EssStatus {
        if let Some(decision) = &self.decision {
            return EssStatus {
                is_ess: decision.is_ess,
                reasons: vec![EssReason::CoordinatorDecision(decision.clone())],
            };
        }
        let mut reasons = Vec::new();
        if let Some(category) = &self.legal_category
            && ess_family(category.as_str()).is_some()
        {
            reasons.push(EssReason::LegalCategory(category.clone()));
        }
        if self.legal_form.ess_family().is_some() {
            reasons.push(EssReason::LegalForm(self.legal_form));
        }
        if self.sirene_ess == Some(true) {
            reasons.push(EssReason::SireneFlag);
        }
        if self.listed_by_ess_france {
            reasons.push(EssReason::EssFranceList);
        }
        let esus = |one: &Accreditation| one.kind == AccreditationKind::Esus && one.holds_on(on);
        if self.accreditations.iter().any(esus) {
            reasons.push(EssReason::Esus);
        }
        EssStatus {
            is_ess: !reasons.is_empty(),
            reasons,
        }
    }
}
