//! What somebody wants to have held, and how it is checked.

use chrono::{DateTime, SubsecRound, Utc};

use super::MaterialQuantity;
use crate::{
    ids::{LotId, ProjectId},
    resources::in_this_century,
    values::{Faults, Problem, ProblemCode, Summary, Unit, gather},
};

/// What somebody wants to have held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldWish {
    /// Of which lot.
    pub lot: LotId,
    /// How much.
    pub quantity: MaterialQuantity,
    /// Until when; as long as the lot is held where nothing is said.
    pub until: Option<DateTime<Utc>>,
    /// For which project.
    pub project: Option<ProjectId>,
    /// What for.
    pub purpose: Option<Summary>,
}

/// A reservation as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `HoldWish`")]
pub struct HoldDraft {
    pub lot: LotId,
    pub value: String,
    pub unit: Unit,
    pub until: Option<DateTime<Utc>>,
    pub project: Option<ProjectId>,
    pub purpose: Option<String>,
}

impl HoldWish {
    /// Checks what was typed at an instant.
    ///
    /// # Errors
    /// The faults, each with its field: those of [`MaterialQuantity::parse`] in `quantity`;
    /// `OUT_OF_RANGE` on `until` for what is over.
    pub fn parse(draft: &HoldDraft, now: DateTime<Utc>) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let quantity = MaterialQuantity::parse(&draft.value, draft.unit);
        let quantity = faults.nest("quantity", quantity);
        let to_come = |until: DateTime<Utc>| {
            let problem = Problem::new(ProblemCode::OutOfRange).with("min", now.to_rfc3339());
            Some(until).filter(|until| *until > now).ok_or(problem)
        };
        let until = draft.until.map(in_this_century);
        // What both databases keep of an instant.
        let to_come = |until: DateTime<Utc>| to_come(until.trunc_subsecs(6));
        let until = until.map(|until| until.and_then(to_come)).transpose();
        let until = faults.take("until", until);
        let purpose = Summary::parse_optional(draft.purpose.as_deref());
        let purpose = faults.take("purpose", purpose);
        let (lot, project) = (Some(draft.lot), Some(draft.project));
        gather!(faults => Self { lot, quantity, until, project, purpose })
    }
}
