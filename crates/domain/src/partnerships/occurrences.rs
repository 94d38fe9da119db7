//! A commitment on one of the days on which it is due, and what of it was delivered.

use chrono::NaiveDate;

use super::{
    commitments::{Amount, Commitment},
    fulfilment::{CommitmentSide, Fulfilment, FulfilmentState},
    keeping::{Sides, Waiver},
    measures::Measure,
    settlement::SettlementOutcome,
};
use crate::{
    ids::{CommitmentId, OrganisationId},
    values::text_enum,
};

text_enum! {
    /// Where a commitment stands on one of the days on which it is due.
    pub enum CommitmentState {
        /// Nothing of it was delivered yet.
        Pending = "PENDING",
        /// Some of it was.
        PartlyFulfilled = "PARTLY_FULFILLED",
        /// All of it was, as both sides say.
        Fulfilled = "FULFILLED",
        /// Its day is over, and not all of it was declared: who waits for the other side's answer, or is contradicted
        /// by it, is not late with that.
        Late = "LATE",
        /// Everybody to whom it was owed has given it up.
        Waived = "WAIVED",
        /// The sides do not agree on what was delivered.
        Disputed = "DISPUTED",
    }
}

impl CommitmentState {
    /// Whether something is still to be done about it.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Fulfilled | Self::Waived)
    }
}

/// What was declared, and what is known of what it is linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What was declared.
    pub fulfilment: Fulfilment,
    /// What it is linked to comes to.
    pub measure: Option<Measure>,
}

/// A commitment on one of the days on which it is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The commitment.
    pub commitment: Commitment,
    /// Between whom.
    pub sides: Sides,
    /// The day; `None` for what is due as long as the agreement is in force.
    pub due_on: Option<NaiveDate>,
    /// Whether it is owed: not what an amendment has left out since, nor what would be due after the end or after its
    /// debtor has left.
    pub owed: bool,
    /// Where it stands.
    pub state: CommitmentState,
    /// How much of it counts, where it is counted.
    pub counted: Option<Amount>,
    /// How much besides waits for the other side's answer.
    pub declared: Option<Amount>,
    /// What was declared of it, the first first.
    pub fulfilments: Vec<Kept>,
    /// Who has given it up.
    pub waivers: Vec<Waiver>,
}

impl Kept {
    pub(super) fn is_of(&self, commitment: CommitmentId) -> bool {
        self.fulfilment.commitment == commitment
    }

    /// How much was declared, in what an amount is counted in.
    fn comes_to(&self, owed: Amount) -> Option<Amount> {
        match &self.measure {
            Some(measure) => measure.like(owed),
            None => self.fulfilment.amount,
        }
    }

    /// How much of it counts.
    fn counts(&self, owed: Amount) -> Option<Amount> {
        match self.fulfilment.state {
            FulfilmentState::Confirmed => self.comes_to(owed),
            FulfilmentState::Settled => {
                let settlement = self.fulfilment.settlement.as_ref()?;
                match settlement.outcome {
                    SettlementOutcome::Nothing => None,
                    SettlementOutcome::AsDeclared => self.comes_to(owed),
                    SettlementOutcome::Amount => settlement.amount,
                }
            }
            _ => None,
        }
    }

    fn counts_at_all(&self) -> bool {
        match self.fulfilment.state {
            FulfilmentState::Confirmed => true,
            FulfilmentState::Settled => {
                let settlement = self.fulfilment.settlement.as_ref();
                settlement.is_some_and(|one| one.outcome != SettlementOutcome::Nothing)
            }
            _ => false,
        }
    }
}

impl Occurrence {
    /// Nothing was delivered of it yet, nor is it owed.
    pub(super) fn new(commitment: &Commitment, sides: Sides, due_on: Option<NaiveDate>) -> Self {
        Self {
            commitment: commitment.clone(),
            sides,
            due_on,
            owed: false,
            state: CommitmentState::Pending,
            counted: None,
            declared: None,
            fulfilments: Vec::new(),
            waivers: Vec::new(),
        }
    }

    pub(super) fn add_up(&mut self) {
        let Some(owed) = self.commitment.amount else {
            return;
        };
        let sum = |amounts: &mut dyn Iterator<Item = Amount>| {
            amounts.fold(owed.none_of_it(), Amount::and).rounded()
        };
        let kept = &self.fulfilments;
        let counted = sum(&mut kept.iter().filter_map(|one| one.counts(owed)));
        let declared = kept.iter().filter(|one| one.is_declared());
        let declared = sum(&mut declared.filter_map(|one| one.comes_to(owed)));
        self.counted = Some(counted);
        self.declared = Some(declared);
    }

    pub(super) fn is_fulfilled(&self) -> bool {
        match self.commitment.amount.zip(self.counted) {
            Some((owed, counted)) => counted.covers(owed),
            None => self.fulfilments.iter().any(Kept::counts_at_all),
        }
    }

    /// Whether nothing is left for the debtor to deliver, if the other side agrees.
    pub(super) fn is_declared(&self) -> bool {
        match (self.commitment.amount, self.counted, self.declared) {
            (Some(owed), Some(counted), Some(declared)) => counted.and(declared).covers(owed),
            _ => self.fulfilments.iter().any(Kept::is_declared),
        }
    }

    /// Whether its debtor says that it has delivered everything, whatever the other side says.
    pub(super) fn is_told(&self) -> bool {
        let contested = self.fulfilments.iter().filter(|one| one.is_contested());
        match (self.commitment.amount, self.counted, self.declared) {
            (Some(owed), Some(counted), Some(declared)) => {
                let contested = contested.filter_map(|one| one.comes_to(owed));
                let told = contested.fold(counted.and(declared), Amount::and);
                told.rounded().covers(owed)
            }
            _ => self.is_declared() || self.is_contested(),
        }
    }

    pub(super) fn is_contested(&self) -> bool {
        self.fulfilments.iter().any(Kept::is_contested)
    }

    /// Whose answer is waited for: that of the other side to what was declared, and to what was offered; what
    /// was contested without an offer, of who had declared it.
    pub(super) fn awaited(&self) -> Vec<OrganisationId> {
        let mut awaited = Vec::new();
        for Kept { fulfilment, .. } in &self.fulfilments {
            let spoke = match (fulfilment.state, &fulfilment.settlement) {
                (FulfilmentState::Declared, _) => Some(fulfilment.side),
                (FulfilmentState::Contested, Some(offer)) => fulfilment.sides.of(offer.by),
                (FulfilmentState::Contested, None) => {
                    awaited.extend(fulfilment.sides.those(fulfilment.side));
                    None
                }
                _ => None,
            };
            match spoke {
                Some(CommitmentSide::Debtor) => {
                    awaited.extend(fulfilment.sides.those(CommitmentSide::Creditor));
                }
                Some(CommitmentSide::Creditor) => awaited.push(fulfilment.sides.debtor),
                None => {}
            }
        }
        awaited
    }
}

impl Kept {
    fn is_declared(&self) -> bool {
        self.fulfilment.state == FulfilmentState::Declared
    }

    fn is_contested(&self) -> bool {
        self.fulfilment.state == FulfilmentState::Contested
    }
}
