//! What a lot says of itself, and how it is checked.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};

use super::{Weight, is_material};
use crate::{
    resources::{Minutes, in_this_century},
    values::{Faults, Label, Problem, ProblemCode, Summary, Unit, gather, text_enum},
};

text_enum! {
    /// In what condition material is.
    pub enum LotCondition {
        /// Never used: left over, or unsold.
        New = "NEW",
        /// Used, and fit for use as it is.
        Good = "GOOD",
        /// Fit for use, with marks of it.
        Worn = "WORN",
        /// Not fit for use before it is repaired.
        ToRepair = "TO_REPAIR",
    }
}

text_enum! {
    /// What using it again is by law (code de l'environnement, art. L541-1-1; directive 2008/98/EC, art. 3).
    pub enum ReuseStatus {
        /// Réemploi: it never was waste, and is used again for what it was made for.
        Reuse = "REUSE",
        /// Réutilisation: it had become waste, and was prepared for use again.
        PreparedForReuse = "PREPARED_FOR_REUSE",
    }
}

/// What a lot says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotContent {
    /// What it is.
    pub label: Label,
    /// In what condition.
    pub condition: LotCondition,
    /// What using it again is by law.
    pub status: ReuseStatus,
    /// How large each piece is, in words.
    pub dimensions: Option<Summary>,
    /// The site it was taken from.
    pub origin_site: Option<Label>,
    /// The day on which it was taken from there.
    pub origin_on: Option<NaiveDate>,
    /// Until when it can be had; without, until it is gone.
    pub available_until: Option<DateTime<Utc>>,
    /// What one unit weighs, where it is counted otherwise than by weight.
    pub weight: Option<Weight>,
    /// How long it is held for somebody at most.
    pub hold: Minutes,
}

/// A lot as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `LotContent`")]
pub struct LotDraft {
    pub label: String,
    pub condition: LotCondition,
    pub status: ReuseStatus,
    pub dimensions: Option<String>,
    pub origin_site: Option<String>,
    pub origin_on: Option<NaiveDate>,
    pub available_until: Option<DateTime<Utc>>,
    pub weight: Option<WeightDraft>,
    /// In minutes; two weeks where nothing is said.
    pub hold: Option<i32>,
}

/// A weight as typed by somebody.
#[derive(Debug, Clone)]
pub struct WeightDraft {
    /// A decimal number.
    pub value: String,
    /// Kilograms or tonnes.
    pub unit: Unit,
}

const DAY: u32 = 24 * 60;

impl LotContent {
    /// How long material is held where nothing is said: two weeks.
    pub const USUAL_HOLD: Minutes = Minutes::new(14 * DAY);

    /// The shortest and the longest that an owner may hold it for: an hour, 90 days.
    pub const HOLDS: (u32, u32) = (60, 90 * DAY);

    /// Checks what was typed of a lot that is counted in a unit.
    ///
    /// # Errors
    /// The faults, each with its field; `INCONSISTENT` (with `unit`) a weight of one unit where the unit is one of weight itself.
    pub fn parse(draft: &LotDraft, unit: Unit) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let label = faults.take("label", Label::parse(&draft.label));
        let dimensions = Summary::parse_optional(draft.dimensions.as_deref());
        let dimensions = faults.take("dimensions", dimensions);
        let origin_site = Label::parse_optional(draft.origin_site.as_deref());
        let origin_site = faults.take("originSite", origin_site);
        // What both databases keep of an instant.
        let available_until = draft.available_until.map(|at| at.trunc_subsecs(6));
        let available_until = available_until.map(in_this_century).transpose();
        let available_until = faults.take("availableUntil", available_until);
        let weight = faults.nest("weightOfOne", weight_of_one(draft.weight.as_ref(), unit));
        let (least, most) = Self::HOLDS;
        let hold = draft.hold.map(|hold| Minutes::parse(hold, least, most));
        let hold = hold.unwrap_or(Ok(Self::USUAL_HOLD));
        let hold = faults.take("holdAtMost", hold);
        let (condition, status) = (Some(draft.condition), Some(draft.status));
        let origin_on = Some(draft.origin_on);
        gather!(faults => Self {
            label, condition, status, dimensions, origin_site, origin_on, available_until, weight, hold,
        })
    }
}

fn weight_of_one(draft: Option<&WeightDraft>, unit: Unit) -> Result<Option<Weight>, Faults> {
    let Some(draft) = draft else { return Ok(None) };
    if !is_material(unit) || matches!(unit, Unit::Kilogram | Unit::Tonne) {
        return Err(Problem::new(ProblemCode::Inconsistent)
            .with("with", "unit")
            .into());
    }
    Weight::parse_of_one(&draft.value, draft.unit).map(Some)
}
