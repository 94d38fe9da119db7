//! What of a contested fulfilment counts: one side offers, the other accepts (transaction, C. civ. art. 2044).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    commitments::{Amount, AmountDraft, Commitment},
    fulfilment::{Fulfilment, FulfilmentAction, FulfilmentState, of_commitment},
    partnership::Rejection,
    term::inconsistent,
};
use crate::{
    clock::Act,
    events::EventKind,
    ids::OrganisationId,
    refusals::Refusal,
    values::{Faults, Problem, ProblemCode, Reason, text_enum},
};

text_enum! {
    /// What of a contested fulfilment counts.
    pub enum SettlementOutcome {
        /// Nothing.
        Nothing = "NOTHING",
        /// All of it, as it was declared.
        AsDeclared = "AS_DECLARED",
        /// Another amount.
        Amount = "AMOUNT",
    }
}

/// What a side offers the other to agree upon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Who offers it.
    pub by: OrganisationId,
    /// What counts.
    pub outcome: SettlementOutcome,
    /// How much, where it is another amount.
    pub amount: Option<Amount>,
    /// On what grounds.
    pub words: Reason,
    /// When.
    pub at: DateTime<Utc>,
    /// Who of the other side accepted it.
    pub accepted_by: Option<OrganisationId>,
}

/// What of a contested fulfilment is to count, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `Settlement`")]
pub struct SettlementDraft {
    pub outcome: SettlementOutcome,
    pub amount: Option<AmountDraft>,
    pub words: String,
}

impl Fulfilment {
    /// A side offers the other what of it counts; a later offer takes the place of an earlier one, of either
    /// side.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NOT_YOUR_SIDE`; faults on `amount`: `REQUIRED` with `AMOUNT`, `INCONSISTENT` with another
    /// outcome or for an amount of something else; on `words`.
    pub fn offer(
        &mut self,
        act: &Act<'_>,
        by: OrganisationId,
        commitment: &Commitment,
        draft: &SettlementDraft,
    ) -> Result<(), Rejection> {
        self.permits(FulfilmentAction::OfferSettlement, Some(by))?;
        let mut faults = Faults::new();
        let amount = match (&draft.amount, draft.outcome) {
            (None, SettlementOutcome::Amount) => Err(Problem::new(ProblemCode::Required)),
            (Some(_), SettlementOutcome::Nothing | SettlementOutcome::AsDeclared) => {
                Err(inconsistent("outcome"))
            }
            (None, _) => Ok(None),
            (Some(given), _) => of_commitment(given, commitment).map(Some),
        };
        let amount = faults.take("amount", amount);
        let words = faults.take("words", Reason::parse(&draft.words));
        let (Some(amount), Some(words)) = (amount, words) else {
            return Err(faults.into());
        };
        self.settlement = Some(Settlement {
            by,
            outcome: draft.outcome,
            amount,
            words: words.clone(),
            at: act.at,
            accepted_by: None,
        });
        let kind = EventKind::FulfilmentSettlementOffered;
        self.enter(act, FulfilmentState::Contested, kind, Some(&words));
        Ok(())
    }

    /// The other side accepts what was offered: that is what counts (transaction, C. civ. art. 2044).
    ///
    /// # Errors
    /// `WRONG_STATE`, `NOT_YOUR_SIDE`.
    pub fn accept(&mut self, act: &Act<'_>, by: OrganisationId) -> Result<(), Refusal> {
        self.permits(FulfilmentAction::AcceptSettlement, Some(by))?;
        if let Some(offer) = &mut self.settlement {
            offer.accepted_by = Some(by);
        }
        self.enter(
            act,
            FulfilmentState::Settled,
            EventKind::FulfilmentSettled,
            None,
        );
        Ok(())
    }
}
