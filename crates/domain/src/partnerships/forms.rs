//! The forms that the law knows, and what it asks of each before it is signed.

use serde::{Deserialize, Serialize};

use super::{
    commitments::CommitmentAction,
    outline::{Form, Outline, PartyRole},
};
use crate::{
    ids::{OrganisationId, ResourceId},
    refusals::{Refusal, RefusalCode},
    values::{Problem, ProblemCode, text_enum},
};

use chrono::NaiveDate;

text_enum! {
    /// Who answers to the client of a consortium for what (CCP R2142-20, R2142-24).
    pub enum Liability {
        /// Each for its own part.
        Conjoint = "CONJOINT",
        /// Each for the whole.
        Solidaire = "SOLIDAIRE",
        /// Each for its own part, and the one that represents them for the whole.
        ConjointMandataireSolidaire = "CONJOINT_MANDATAIRE_SOLIDAIRE",
    }
}

impl Liability {
    /// Whether each party answers for a part that has to be named.
    pub fn is_conjoint(self) -> bool {
        matches!(self, Self::Conjoint | Self::ConjointMandataireSolidaire)
    }
}

/// What is particular to a consortium: enterprises that answer a call for tenders together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consortium {
    /// Who answers for what.
    pub liability: Liability,
    /// The last day on which the bid is handed in: who belongs to it does not change from then on until the
    /// contract is awarded (CCP R2142-26).
    pub bid_deadline: Option<NaiveDate>,
    /// When the buyer agreed that it changes all the same (CCP R2142-26).
    pub buyer_agreed_on: Option<NaiveDate>,
}

/// What is particular to a loan of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffTerms {
    /// The staff time, which says what an hour costs: wages, social charges, expenses (C. trav. L8241-1).
    pub resource: ResourceId,
    /// When the employee agreed in writing (C. trav. L8241-2).
    pub agreed_on: Option<NaiveDate>,
}

/// A share of a whole, in hundredths of a percent, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Share(u32);

impl Share {
    /// The whole.
    pub const WHOLE: u32 = 10_000;

    /// Reads a percentage with at most two decimals, more than 0 and at most 100.
    ///
    /// # Errors
    /// `MALFORMED` or `OUT_OF_RANGE`.
    pub fn parse(percent: &str) -> Result<Self, Problem> {
        let malformed = || Problem::new(ProblemCode::Malformed).with("expected", "33.34");
        let (whole, part) = percent
            .trim()
            .split_once('.')
            .unwrap_or((percent.trim(), ""));
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || whole.len() > 9 || part.len() > 2 || !digits(whole) || !digits(part)
        {
            return Err(malformed());
        }
        let whole: u32 = whole.parse().map_err(|_| malformed())?;
        let part: u32 = format!("{part:0<2}").parse().map_err(|_| malformed())?;
        let hundredths = whole.saturating_mul(100).saturating_add(part);
        if (1..=Self::WHOLE).contains(&hundredths) {
            return Ok(Self(hundredths));
        }
        Err(Problem::new(ProblemCode::OutOfRange)
            .with("min", "0.01")
            .with("max", "100"))
    }

    /// In hundredths of a percent.
    pub fn hundredths(self) -> u32 {
        self.0
    }

    /// As a decimal number of percents: `33.34`.
    pub fn percent(self) -> String {
        format!("{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

text_enum! {
    /// What the law asks of a form, or the form would not be what it says it is.
    pub enum FormRule {
        /// A consortium says who answers for what.
        LiabilitySaid = "LIABILITY_SAID",
        /// A consortium is represented by one of its members.
        OneMandataire = "ONE_MANDATAIRE",
        /// The shares of a consortium add up to 100 %.
        SharesAddUp = "SHARES_ADD_UP",
        /// Where each answers for its own part, the parts are named.
        TasksSplit = "TASKS_SPLIT",
        /// Who belongs to a consortium does not change between the bid and the award, unless its buyer agrees.
        CompositionFrozen = "COMPOSITION_FROZEN",
        /// A consortium is left by an amendment: the shares of who stays would not add up any more.
        LeftByAmendment = "LEFT_BY_AMENDMENT",
        /// Staff is lent by one organisation to another.
        TwoParties = "TWO_PARTIES",
        /// A loan of staff says which staff time of a party it is about.
        StaffSaid = "STAFF_SAID",
        /// For staff that is lent, wages, social charges and expenses alone are paid.
        CostsOnly = "COSTS_ONLY",
        /// Nobody is lent without having agreed in writing, before the first day.
        EmployeeAgreed = "EMPLOYEE_AGREED",
        /// An employers' group signs with its members, one group among the parties.
        GroupAndMembers = "GROUP_AND_MEMBERS",
        /// The staff of an employers' group works for its members alone.
        LentToMembers = "LENT_TO_MEMBERS",
        /// A common fund says who pays in what.
        ContributionsSaid = "CONTRIBUTIONS_SAID",
        /// A common fund says how it is handed out.
        AllocationSaid = "ALLOCATION_SAID",
    }
}

impl FormRule {
    /// Where the rule stands; `None` for what the form means by itself.
    pub fn source(self) -> Option<&'static str> {
        match self {
            // Code de la commande publique: what a joint and a joint and several group are; who represents it;
            // that it stays what it was.
            Self::LiabilitySaid | Self::TasksSplit => Some("CCP art. R2142-20"),
            Self::OneMandataire => Some("CCP art. R2142-24"),
            Self::CompositionFrozen => Some("CCP art. R2142-26"),
            // Code du travail: lending staff for profit is forbidden; a convention and the employee's
            // agreement; employers' groups.
            Self::CostsOnly => Some("C. trav. art. L8241-1"),
            Self::TwoParties | Self::StaffSaid | Self::EmployeeAgreed => {
                Some("C. trav. art. L8241-2")
            }
            Self::GroupAndMembers | Self::LentToMembers => Some("C. trav. art. L1253-1"),
            Self::SharesAddUp
            | Self::LeftByAmendment
            | Self::ContributionsSaid
            | Self::AllocationSaid => None,
        }
    }

    /// The refusal of what does not keep to it.
    pub fn broken(self) -> Refusal {
        let refusal = Refusal::new(RefusalCode::FormRule).with("rule", self);
        match self.source() {
            Some(source) => refusal.with("source", source),
            None => refusal,
        }
    }
}

/// What the rules of forms need to know of the parties and of what they share.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// The parties that are employers' groups on the first day.
    pub employers_groups: Vec<OrganisationId>,
    /// Whose the staff time is.
    pub lender: Option<OrganisationId>,
    /// Whether that is an employers' group, and the other party none of its members.
    pub outside_group: bool,
}

impl Outline {
    /// Whether the agreement keeps to what the law asks of its form.
    ///
    /// # Errors
    /// `FORM_RULE`, the first rule that it does not keep to, with its source.
    pub fn keeps_to_form(&self, around: &Around) -> Result<(), Refusal> {
        let rules: &[(FormRule, bool)] = match self.form {
            Form::Convention | Form::Framework => &[],
            Form::Consortium => &[
                (FormRule::LiabilitySaid, self.consortium.is_some()),
                (FormRule::OneMandataire, self.mandataire().is_some()),
                (FormRule::SharesAddUp, self.shares_add_up()),
                (FormRule::TasksSplit, self.tasks_are_split()),
            ],
            Form::StaffLoan => &[
                (FormRule::TwoParties, self.parties.len() == 2),
                (
                    FormRule::StaffSaid,
                    self.staff.is_some()
                        && around.lender.is_some_and(|lender| self.has_party(lender)),
                ),
                (
                    FormRule::CostsOnly,
                    !self.owes(CommitmentAction::ProvideMoney),
                ),
                (FormRule::LentToMembers, !around.outside_group),
                (
                    FormRule::EmployeeAgreed,
                    self.staff.is_some_and(|staff| staff.agreed_on.is_some()),
                ),
            ],
            Form::EmployersGroup => &[(
                FormRule::GroupAndMembers,
                around.employers_groups.len() == 1 && self.has_party(around.employers_groups[0]),
            )],
            Form::CommonFund => &[
                (
                    FormRule::ContributionsSaid,
                    self.owes(CommitmentAction::ProvideMoney),
                ),
                (
                    FormRule::AllocationSaid,
                    self.owes(CommitmentAction::Allocate),
                ),
            ],
        };
        match rules.iter().find(|(_, kept)| !kept) {
            Some((rule, _)) => Err(rule.broken()),
            None => Ok(()),
        }
    }

    /// Who represents a consortium: the one party of that role.
    pub fn mandataire(&self) -> Option<OrganisationId> {
        let mut found = self
            .parties
            .iter()
            .filter(|party| party.role == PartyRole::Mandataire);
        let one = found.next()?;
        found.next().is_none().then_some(one.organisation)
    }

    fn shares_add_up(&self) -> bool {
        let shares = self.parties.iter().map(|party| party.share);
        let sum: Option<u32> = shares.map(|share| share.map(Share::hundredths)).sum();
        sum == Some(Share::WHOLE)
    }

    fn tasks_are_split(&self) -> bool {
        let conjoint = self
            .consortium
            .is_some_and(|one| one.liability.is_conjoint());
        !conjoint || self.parties.iter().all(|party| party.tasks.is_some())
    }

    fn owes(&self, action: CommitmentAction) -> bool {
        self.commitments.iter().any(|one| one.action == action)
    }

    /// Whether the employee whom it lends had agreed in writing by a day.
    pub(super) fn employee_had_agreed_by(&self, day: NaiveDate) -> bool {
        let agreed_on = self.staff.and_then(|staff| staff.agreed_on);
        agreed_on.is_some_and(|agreed_on| agreed_on <= day)
    }
}
