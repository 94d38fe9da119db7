//! What clients send about commitments that are kept.

use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use maillage_domain::{
    Problem, ProblemCode,
    ids::{CommitmentId, OrganisationId, PartnershipId, ProofFileId},
    partnerships::{AmountDraft, FulfilmentDraft, SettlementDraft, SettlementOutcome, Source},
};
use maillage_usecases::{Error, partnerships::About};

use crate::{
    enums::E,
    ids::{self, kinds},
    values::{Date, Money, Quantity},
};

/// Says what was delivered of a commitment.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct DeclareFulfilmentInput {
    /// The partnership.
    partnership: ID,
    /// The organisation acted for: who owes, or one to whom it is owed.
    acting_for: ID,
    /// The commitment.
    commitment: ID,
    /// For which of the days on which it is due; where there is one alone it need not be said.
    due_on: Option<Date>,
    /// When it was delivered: not to come. With `booking` and `reservation` it is left out.
    done_on: Option<Date>,
    /// How much money, where money is owed.
    money: Option<Money>,
    /// How much of something else, in the unit of the commitment.
    quantity: Option<Quantity>,
    /// A returned booking, or hours that both sides have confirmed, between the debtor and a creditor: it comes
    /// to its hours, whatever they are, and counts once.
    booking: Option<ID>,
    /// A reservation of material that was fetched: it comes to what was fetched, or what that weighs.
    reservation: Option<ID>,
    /// What is to be known besides, up to 280 characters.
    note: Option<String>,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

impl DeclareFulfilmentInput {
    pub(super) fn about(&self) -> Result<(PartnershipId, OrganisationId), Error> {
        Ok((
            ids::read::<kinds::Partnership>("partnership", &self.partnership)?,
            ids::read::<kinds::Organisation>("actingFor", &self.acting_for)?,
        ))
    }

    pub(super) fn source(&self) -> Result<Option<Source>, Error> {
        let booking = ids::read_optional::<kinds::Booking>("booking", self.booking.as_ref())?;
        let reservation =
            ids::read_optional::<kinds::Reservation>("reservation", self.reservation.as_ref())?;
        match (booking, reservation) {
            (Some(_), Some(_)) => {
                let problem = Problem::new(ProblemCode::Inconsistent).with("with", "booking");
                Err(Error::invalid("reservation", problem))
            }
            (booking, reservation) => Ok(booking
                .map(Source::Booking)
                .or(reservation.map(Source::Reservation))),
        }
    }

    pub(super) fn read(self) -> Result<FulfilmentDraft, Error> {
        Ok(FulfilmentDraft {
            commitment: ids::read::<kinds::Commitment>("commitment", &self.commitment)?,
            due_on: self.due_on.map(|day| day.0),
            done_on: self.done_on.map(|day| day.0),
            amount: amount(self.money, self.quantity)?,
            source: None,
            note: self.note,
        })
    }
}

fn amount(money: Option<Money>, quantity: Option<Quantity>) -> Result<Option<AmountDraft>, Error> {
    match (money, quantity) {
        (Some(_), Some(_)) => {
            let problem = Problem::new(ProblemCode::Inconsistent).with("with", "money");
            Err(Error::invalid("quantity", problem))
        }
        (Some(money), None) => Ok(Some(AmountDraft::Money(money.amount, money.currency))),
        (None, Some(quantity)) => Ok(Some(AmountDraft::Quantity(quantity.value, quantity.unit.0))),
        (None, None) => Ok(None),
    }
}

/// Gives up what is owed of a commitment on a day.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct WaiveCommitmentInput {
    /// The partnership.
    partnership: ID,
    /// The organisation acted for: one to whom it is owed.
    acting_for: ID,
    /// The commitment.
    commitment: ID,
    /// On which of the days on which it is due; where there is one alone it need not be said.
    due_on: Option<Date>,
    /// Why, 3 to 2,000 characters; the parties read it.
    pub(super) reason: String,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

impl WaiveCommitmentInput {
    pub(super) fn about(&self) -> Result<(PartnershipId, OrganisationId), Error> {
        Ok((
            ids::read::<kinds::Partnership>("partnership", &self.partnership)?,
            ids::read::<kinds::Organisation>("actingFor", &self.acting_for)?,
        ))
    }

    pub(super) fn owed(&self) -> Result<(CommitmentId, Option<NaiveDate>), Error> {
        Ok((
            ids::read::<kinds::Commitment>("commitment", &self.commitment)?,
            self.due_on.map(|day| day.0),
        ))
    }
}

/// The part that every act on what was declared has.
macro_rules! fulfilment_input {
    ($($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* })+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, InputObject)]
        pub(crate) struct $name {
            /// What was declared.
            id: ID,
            /// The organisation acted for: a party.
            acting_for: ID,
            /// The version you have read; CONFLICT when it changed since.
            expected_version: i32,
            $($(#[doc = $field_doc])+ pub(super) $field: $type,)*
            /// Validate, authorise and answer, but write nothing.
            #[graphql(default)]
            pub(super) dry_run: bool,
        }

        impl $name {
            pub(super) fn about(&self) -> Result<About, Error> {
                Ok(About {
                    id: ids::read::<kinds::Fulfilment>("id", &self.id)?,
                    acting_for: ids::read::<kinds::Organisation>("actingFor", &self.acting_for)?,
                    expected_version: self.expected_version,
                })
            }
        }
    )+};
}

fulfilment_input! {
    /// Says that it was so.
    ConfirmFulfilmentInput {}
    /// Says that it was otherwise.
    ContestFulfilmentInput {
        /// Why, 3 to 2,000 characters; the parties read it.
        reason: String,
    }
    /// Takes what was declared back.
    WithdrawFulfilmentInput {}
    /// Takes back a file that shows what was delivered.
    RemoveProofInput {
        /// Which one: `ProofFile.proof`.
        proof: ID,
    }
    /// Offers the other side what of it counts.
    OfferSettlementInput {
        /// What counts.
        outcome: E<SettlementOutcome>,
        /// How much money, with `AMOUNT`.
        money: Option<Money>,
        /// How much of something else, with `AMOUNT`.
        quantity: Option<Quantity>,
        /// On what grounds, 3 to 2,000 characters; the parties read it.
        words: String,
    }
    /// Accepts what the other side offers.
    AcceptSettlementInput {}
}

impl RemoveProofInput {
    pub(super) fn which(&self) -> Result<ProofFileId, Error> {
        ids::read::<kinds::ProofFile>("proof", &self.proof)
    }
}

impl OfferSettlementInput {
    pub(super) fn read(self) -> Result<SettlementDraft, Error> {
        Ok(SettlementDraft {
            outcome: self.outcome.0,
            amount: amount(self.money, self.quantity)?,
            words: self.words,
        })
    }
}
