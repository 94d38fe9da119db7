//! Partnerships: agreements between two or more organisations, each of which signs the same version, and
//! what they owe one another by them.
//!
//! What is agreed upon is in two parts: the [`Outline`], which the platform understands (parties, days,
//! shares, commitments), and the [`Article`]s, which people read. Both are frozen together when a version
//! is proposed.

mod articles;
mod comments;
mod commitments;
mod course;
mod ending;
mod forms;
mod fulfilment;
mod keeping;
mod measures;
mod negotiating;
mod occurrences;
mod outline;
mod partnership;
mod permits;
mod proofs;
mod reminders;
mod schedule;
mod settlement;
mod staffing;
mod state;
mod templates;
mod term;
mod verdict;
mod version;

pub use self::{
    articles::{Article, ArticleDraft, ArticleKey, Articles, Blank, BlankDraft, fields_in},
    comments::PartnershipComment,
    commitments::{Amount, AmountDraft, Commitment, CommitmentAction, CommitmentDraft, Recurrence},
    course::{Absence, Course, Departure, Notice, TerminationGround},
    forms::{Around, Consortium, FormRule, Liability, Share, StaffTerms},
    fulfilment::{
        CommitmentSide, Contest, Fulfilment, FulfilmentAction, FulfilmentDraft, FulfilmentState,
        Source,
    },
    keeping::{Figures, Keeping, Sides, Tasks, Waiver},
    measures::Measure,
    occurrences::{CommitmentState, Kept, Occurrence},
    outline::{Aim, Disclosure, Form, Links, Outline, OutlineDraft, Party, PartyDraft, PartyRole},
    partnership::{Frozen, Partnership, Rejection},
    proofs::{ProofDraft, ProofFile, ProofFormat},
    reminders::Between,
    settlement::{Settlement, SettlementDraft, SettlementOutcome},
    state::{PartnershipAction, PartnershipState, Stage, VersionState},
    templates::{PartnershipTemplate, TemplateContent, TemplateDraft},
    term::{Renewal, Term, TermDraft},
    verdict::{Finding, Verdict},
    version::{Fingerprint, Proof, Signature, Version},
};

#[cfg(test)]
mod tests;
