//! What a party owes to others by an agreement.

use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::term::{inconsistent, within_reach};
use crate::{
    ids::{self, CommitmentId, Mint, OrganisationId, kinds},
    values::{
        Faults, Label, Money, Problem, ProblemCode, Quantity, Summary, Unit, gather, text_enum,
    },
};

text_enum! {
    /// What a party does for others.
    pub enum CommitmentAction {
        /// It provides money.
        ProvideMoney = "PROVIDE_MONEY",
        /// It gives goods.
        GiveGoods = "GIVE_GOODS",
        /// It lends things.
        Lend = "LEND",
        /// It gives room.
        Host = "HOST",
        /// Its people work.
        Work = "WORK",
        /// It delivers a service.
        DeliverService = "DELIVER_SERVICE",
        /// It hands out what was put together, by the rules that were agreed upon.
        Allocate = "ALLOCATE",
    }
}

text_enum! {
    /// How often it is due.
    pub enum Recurrence {
        /// Once, by its last day.
        Once = "ONCE",
        /// Each month, on the day of the month of its first day, until its last.
        Monthly = "MONTHLY",
    }
}

/// How much is owed: of money, or of something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Amount {
    /// So much money.
    Money(Money),
    /// So much of something.
    Quantity(Quantity),
}

/// An amount as typed: a decimal number, with a currency or a unit.
#[derive(Debug, Clone)]
pub enum AmountDraft {
    /// Amount and currency.
    Money(String, String),
    /// Value and unit.
    Quantity(String, Unit),
}

impl Amount {
    /// Reads an amount above zero.
    ///
    /// # Errors
    /// What [`Money::parse`] and [`Quantity::parse`] say; `OUT_OF_RANGE` for no money.
    pub(super) fn parse(draft: &AmountDraft) -> Result<Self, Problem> {
        match draft {
            AmountDraft::Money(amount, currency) => {
                let money = Money::parse(amount, currency)?;
                if money.cents == 0 {
                    return Err(Problem::new(ProblemCode::OutOfRange).with("min", "0.01"));
                }
                Ok(Self::Money(money))
            }
            AmountDraft::Quantity(value, unit) => {
                Ok(Self::Quantity(Quantity::parse(value, *unit)?))
            }
        }
    }

    /// Whether two amounts are of the same: of money, or of one unit.
    pub fn is_like(self, other: Self) -> bool {
        match (self, other) {
            (Self::Money(_), Self::Money(_)) => true,
            (Self::Quantity(one), Self::Quantity(other)) => one.unit == other.unit,
            _ => false,
        }
    }

    /// None of the same.
    #[must_use]
    pub fn none_of_it(self) -> Self {
        match self {
            Self::Money(_) => Self::Money(Money::default()),
            Self::Quantity(one) => Self::Quantity(Quantity {
                value: Decimal::ZERO,
                ..one
            }),
        }
    }

    /// Both together; what is of something else adds nothing.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Money(one), Self::Money(other)) => Self::Money(Money {
                cents: one.cents.saturating_add(other.cents),
            }),
            (Self::Quantity(one), Self::Quantity(other)) if one.unit == other.unit => {
                Self::Quantity(Quantity {
                    value: one.value.saturating_add(other.value),
                    ..one
                })
            }
            _ => self,
        }
    }

    /// Whether it is as much as another of the same.
    pub fn covers(self, other: Self) -> bool {
        match (self, other) {
            (Self::Money(one), Self::Money(other)) => one >= other,
            (Self::Quantity(one), Self::Quantity(other)) => {
                one.unit == other.unit && one.value >= other.value
            }
            _ => false,
        }
    }

    /// To the thousandth, as quantities are written.
    #[must_use]
    pub fn rounded(self) -> Self {
        match self {
            Self::Money(_) => self,
            Self::Quantity(one) => Self::Quantity(Quantity {
                value: one.value.round_dp(3).normalize(),
                ..one
            }),
        }
    }
}

/// What a party owes to others, by when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// Its id, the same in each version that has it.
    pub id: CommitmentId,
    /// Who owes it.
    pub debtor: OrganisationId,
    /// To whom; to all other parties where nobody is named.
    pub creditors: Vec<OrganisationId>,
    /// What it does.
    pub action: CommitmentAction,
    /// What exactly.
    pub what: Label,
    /// How much, each time it is due.
    pub amount: Option<Amount>,
    /// From when on.
    pub from: Option<NaiveDate>,
    /// By when; `None` for as long as the agreement is in force.
    pub until: Option<NaiveDate>,
    /// How often.
    pub recurrence: Recurrence,
    /// On what it depends.
    pub conditions: Option<Summary>,
}

/// A commitment as typed: with the id of one that exists, or none for a new one.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `Commitment`")]
pub struct CommitmentDraft {
    pub id: Option<String>,
    pub debtor: OrganisationId,
    pub creditors: Vec<OrganisationId>,
    pub action: CommitmentAction,
    pub what: String,
    pub amount: Option<AmountDraft>,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub recurrence: Recurrence,
    pub conditions: Option<String>,
}

impl Commitment {
    /// Checks what was typed. `parties` are those of the agreement, `known` the ids that are its own.
    ///
    /// # Errors
    /// The faults, each with its field: `UNKNOWN` for who is no party or an id of elsewhere; `DUPLICATE` for a
    /// creditor named twice; `INCONSISTENT` for one that owes itself, for `until` before `from`, for money of
    /// which an `amount` in pieces is given; `REQUIRED` for `from` and `until` of what recurs, and for the
    /// `amount` of money; what [`Money::parse`] and [`Quantity::parse`] say.
    pub(super) fn parse(
        draft: &CommitmentDraft,
        parties: &[OrganisationId],
        known: &[CommitmentId],
        mint: &dyn Mint,
    ) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let id = faults.take("id", identified(draft.id.as_deref(), known, mint));
        let debtor = faults.take("debtor", of(parties, draft.debtor));
        let creditors = faults.take("creditors", creditors(draft, parties));
        let what = faults.take("what", Label::parse(&draft.what));
        let amount = draft.amount.as_ref().map(Amount::parse).transpose();
        let amount = faults.take("amount", amount);
        let money = draft.action == CommitmentAction::ProvideMoney;
        match &amount {
            Some(None) if money => faults.note("amount", Problem::new(ProblemCode::Required)),
            Some(Some(Amount::Quantity(_))) if money => {
                faults.note("amount", inconsistent("action"));
            }
            _ => {}
        }
        let from = faults.take("from", draft.from.map(within_reach).transpose());
        let until = faults.take("until", draft.until.map(within_reach).transpose());
        if let (Some(first), Some(last)) = (draft.from, draft.until)
            && last < first
        {
            faults.note("until", inconsistent("from"));
        }
        if draft.recurrence == Recurrence::Monthly {
            for (field, given) in [("from", draft.from), ("until", draft.until)] {
                if given.is_none() {
                    faults.note(field, Problem::new(ProblemCode::Required));
                }
            }
        }
        let conditions = Summary::parse_optional(draft.conditions.as_deref());
        let conditions = faults.take("conditions", conditions);
        let (action, recurrence) = (Some(draft.action), Some(draft.recurrence));
        gather!(faults => Self {
            id, debtor, creditors, action, what, amount, from, until, recurrence, conditions,
        })
    }

    /// The days by which it is due: one for what is due once, `None` where that is whenever it is asked for;
    /// for what is due each month the day of the month of the first, or the last day of shorter months.
    pub fn due(&self) -> Vec<Option<NaiveDate>> {
        let (Recurrence::Monthly, Some(first), Some(last)) =
            (self.recurrence, self.from, self.until)
        else {
            return vec![self.until];
        };
        (0..)
            .map_while(|month| first.checked_add_months(Months::new(month)))
            .take_while(|day| *day <= last)
            .map(Some)
            .collect()
    }
}

fn identified(
    id: Option<&str>,
    known: &[CommitmentId],
    mint: &dyn Mint,
) -> Result<CommitmentId, Problem> {
    let Some(id) = id else {
        return Ok(ids::mint(mint));
    };
    let id = ids::parse::<kinds::Commitment>(id)?;
    if known.contains(&id) {
        Ok(id)
    } else {
        Err(Problem::new(ProblemCode::Unknown).with("given", id))
    }
}

fn of(parties: &[OrganisationId], one: OrganisationId) -> Result<OrganisationId, Problem> {
    if parties.contains(&one) {
        Ok(one)
    } else {
        Err(Problem::new(ProblemCode::Unknown).with("given", one))
    }
}

fn creditors(
    draft: &CommitmentDraft,
    parties: &[OrganisationId],
) -> Result<Vec<OrganisationId>, Problem> {
    let mut seen = Vec::new();
    for creditor in &draft.creditors {
        let creditor = of(parties, *creditor)?;
        if creditor == draft.debtor {
            return Err(inconsistent("debtor"));
        }
        if seen.contains(&creditor) {
            return Err(Problem::new(ProblemCode::Duplicate).with("given", creditor));
        }
        seen.push(creditor);
    }
    Ok(seen)
}
