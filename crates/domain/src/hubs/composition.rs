//! Who has to be in a PTCE (loi 2014-856 art. 9, décret 2015-431).

use crate::{ids::OrganisationId, organisations::LegalForm, values::text_enum};

text_enum! {
    /// The conditions on the composition of a PTCE (loi 2014-856 art. 9, décret 2015-431).
    pub enum CompositionRule {
        /// At least three legal persons.
        ThreeLegalPersons = "THREE_LEGAL_PERSONS",
        /// At least one enterprise of the ESS.
        EssEnterprise = "ESS_ENTERPRISE",
        /// At least one enterprise outside the ESS.
        OtherEnterprise = "OTHER_ENTERPRISE",
        /// At least one of another kind: local authority, research, higher education or training
        /// body, other person.
        OtherKind = "OTHER_KIND",
    }
}

/// One condition and who satisfies it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompositionCondition {
    /// Which.
    pub rule: CompositionRule,
    /// Whether enough active members satisfy it.
    pub satisfied: bool,
    /// The active members that do.
    pub by: Vec<OrganisationId>,
}

/// An active member as the composition check sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompositionMember {
    /// Who.
    pub organisation: OrganisationId,
    /// Its legal form.
    pub legal_form: LegalForm,
    /// Whether it belongs to the ESS.
    pub is_ess: bool,
}

/// Checks the composition of a hub: every condition, with who satisfies it.
pub fn composition(members: &[CompositionMember]) -> Vec<CompositionCondition> {
    let condition =
        |rule: CompositionRule, least: usize, fits: &dyn Fn(&CompositionMember) -> bool| {
            let by: Vec<_> = members
                .iter()
                .filter(|member| fits(member))
                .map(|member| member.organisation)
                .collect();
            CompositionCondition {
                rule,
                satisfied: by.len() >= least,
                by,
            }
        };
    vec![
        condition(CompositionRule::ThreeLegalPersons, 3, &|_| true),
        condition(CompositionRule::EssEnterprise, 1, &|member| {
            member.is_ess && !member.legal_form.is_public_or_academic()
        }),
        condition(CompositionRule::OtherEnterprise, 1, &|member| {
            !member.is_ess && member.legal_form.is_enterprise()
        }),
        // A training body flagged as ESS is no enterprise all the same.
        condition(CompositionRule::OtherKind, 1, &|member| {
            member.legal_form.is_public_or_academic()
                || (!member.is_ess && !member.legal_form.is_enterprise())
        }),
    ]
}
