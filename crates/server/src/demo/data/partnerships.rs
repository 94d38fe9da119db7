//! Partnerships of the file.

use std::collections::BTreeMap;

use maillage_domain::partnerships::{
    Aim, CommitmentAction, Disclosure, Form, Liability, PartnershipState, PartyRole, Renewal,
};
use serde::Deserialize;

use super::Quantity;

/// A partnership begun some days before the demo is loaded; its days are counted from that on.
#[derive(Deserialize)]
pub(in crate::demo) struct Partnership {
    pub(in crate::demo) key: String,
    pub(in crate::demo) hub: String,
    pub(in crate::demo) form: Form,
    pub(in crate::demo) aim: Aim,
    pub(in crate::demo) title: String,
    /// The first drafts it.
    pub(in crate::demo) parties: Vec<PartnershipParty>,
    pub(in crate::demo) days_before: u64,
    pub(in crate::demo) starts_after: u64,
    pub(in crate::demo) months: u32,
    pub(in crate::demo) renewal: Renewal,
    pub(in crate::demo) renewal_months: Option<i32>,
    pub(in crate::demo) notice_days: i32,
    pub(in crate::demo) disclosure: Disclosure,
    pub(in crate::demo) liability: Option<Liability>,
    /// How many days before its first the bid of a consortium is handed in.
    pub(in crate::demo) bid_before: Option<u64>,
    /// The staff time that is lent.
    pub(in crate::demo) staff: Option<String>,
    pub(in crate::demo) commitments: Vec<Commitment>,
    /// What is filled into the template of its form.
    pub(in crate::demo) blanks: BTreeMap<String, String>,
    pub(in crate::demo) comment: Option<PartnershipComment>,
    /// Who has signed; all parties where nobody is named.
    pub(in crate::demo) signed_by: Option<Vec<String>>,
    pub(in crate::demo) amended_after: Option<u64>,
    pub(in crate::demo) suspended: Option<Suspension>,
    pub(in crate::demo) state: PartnershipState,
}

#[derive(Deserialize)]
pub(in crate::demo) struct PartnershipParty {
    pub(in crate::demo) organisation: String,
    pub(in crate::demo) role: PartyRole,
    /// As what somebody signs for it.
    pub(in crate::demo) capacity: Option<String>,
    pub(in crate::demo) share: Option<String>,
    pub(in crate::demo) tasks: Option<String>,
}

#[derive(Deserialize)]
pub(in crate::demo) struct Commitment {
    pub(in crate::demo) debtor: String,
    pub(in crate::demo) action: CommitmentAction,
    pub(in crate::demo) what: String,
    pub(in crate::demo) quantity: Option<Quantity>,
    pub(in crate::demo) amount: Option<String>,
    pub(in crate::demo) monthly: bool,
    pub(in crate::demo) conditions: Option<String>,
    /// How many days after the draft it is due, once; on the last day where nothing is said.
    pub(in crate::demo) due_after: Option<u64>,
    pub(in crate::demo) delivered: Option<Delivery>,
}

/// All of a commitment, as its debtor says on the day.
#[derive(Deserialize)]
pub(in crate::demo) struct Delivery {
    pub(in crate::demo) after_days: u64,
    pub(in crate::demo) note: String,
    /// Which party says the day after that it was so; nobody has answered yet where none is named.
    pub(in crate::demo) confirmed_by: Option<String>,
}

#[derive(Deserialize)]
pub(in crate::demo) struct PartnershipComment {
    pub(in crate::demo) by: String,
    pub(in crate::demo) article: String,
    pub(in crate::demo) text: String,
}

#[derive(Deserialize)]
pub(in crate::demo) struct Suspension {
    pub(in crate::demo) by: String,
    pub(in crate::demo) after_days: u64,
    pub(in crate::demo) reason: String,
}
