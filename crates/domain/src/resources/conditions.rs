//! When and how a resource is booked.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Calendar, Hours, HoursDraft, Rules, RulesDraft, Usage};
use crate::values::{Faults, Problem, ProblemCode, gather};

/// When and how a resource is booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conditions {
    /// On whose clocks its hours are read.
    pub time_zone: Tz,
    /// How many there are, and under which rules.
    pub rules: Rules,
    /// When it is open.
    pub hours: Hours,
}

/// Conditions as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `Conditions`")]
pub struct ConditionsDraft {
    pub time_zone: String,
    pub rules: RulesDraft,
    pub hours: HoursDraft,
}

impl Conditions {
    /// What they say together with what others have taken.
    pub fn calendar<'a>(&'a self, usage: &'a Usage) -> Calendar<'a> {
        Calendar {
            rules: &self.rules,
            hours: &self.hours,
            zone: self.time_zone,
            usage,
        }
    }

    /// Checks what was typed, as one form.
    ///
    /// # Errors
    /// The faults, each with its field, those of rules and hours among them; `UNKNOWN` for a time zone that the IANA database does not
    /// have.
    pub fn parse(draft: ConditionsDraft) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let time_zone = draft
            .time_zone
            .parse::<Tz>()
            .map_err(|_| Problem::new(ProblemCode::Unknown).with("expected", "Europe/Paris"));
        let time_zone = faults.take("timeZone", time_zone);
        let rules = faults.join(Rules::parse(draft.rules));
        let hours = faults.join(Hours::parse(draft.hours));
        gather!(faults => Self { time_zone, rules, hours })
    }
}
