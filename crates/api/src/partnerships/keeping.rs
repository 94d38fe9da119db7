//! Commitments followed until they are kept.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use maillage_domain::{
    ids::OrganisationId,
    partnerships::{Amount, CommitmentState, Figures, Occurrence, Partnership as Domain, Waiver},
};
use maillage_usecases::partnerships::{Due, Followed};

use super::{fulfilments::Fulfilment, parts::PartnershipCommitment, types::Partnership};
use crate::{
    enums::E,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    values::{Date, Money, Quantity},
};

/// How much: of money, or of something else; one of the two.
#[derive(SimpleObject)]
pub(crate) struct CommitmentAmount {
    /// So much money.
    money: Option<Money>,
    /// So much of something else.
    quantity: Option<Quantity>,
}

impl From<Amount> for CommitmentAmount {
    fn from(amount: Amount) -> Self {
        match amount {
            Amount::Money(money) => Self {
                money: Some(money.into()),
                quantity: None,
            },
            Amount::Quantity(quantity) => Self {
                money: None,
                quantity: Some(quantity.into()),
            },
        }
    }
}

/// How many commitments stand where; one that is due each month counts for each month.
#[derive(SimpleObject)]
pub(crate) struct CommitmentFigures {
    /// All of them.
    total: u32,
    /// Nothing of them was delivered yet.
    pending: u32,
    /// Some of them was.
    partly_fulfilled: u32,
    /// All of them was, as both sides say.
    fulfilled: u32,
    /// Their day is over, and not all of them was declared.
    late: u32,
    /// Everybody to whom they were owed has given them up.
    waived: u32,
    /// The sides do not agree on what was delivered.
    disputed: u32,
}

impl From<Figures> for CommitmentFigures {
    fn from(figures: Figures) -> Self {
        Self {
            total: figures.total(),
            pending: figures.pending,
            partly_fulfilled: figures.partly_fulfilled,
            fulfilled: figures.fulfilled,
            late: figures.late,
            waived: figures.waived,
            disputed: figures.disputed,
        }
    }
}

/// How far the commitments of a partnership are kept.
pub(crate) struct PartnershipProgress(Vec<Occurrence>);

/// How far the commitments of a partnership are kept.
#[Object]
impl PartnershipProgress {
    /// Of all.
    async fn figures(&self) -> CommitmentFigures {
        Figures::of(&self.0).into()
    }

    /// Of each party that owes something.
    async fn parties(&self) -> Vec<PartyProgress> {
        let mut debtors: Vec<_> = self.0.iter().map(|one| one.sides.debtor).collect();
        debtors.sort_unstable();
        debtors.dedup();
        let of = |debtor| PartyProgress {
            debtor,
            figures: Figures::of(self.0.iter().filter(|one| one.sides.debtor == debtor)),
        };
        debtors.into_iter().map(of).collect()
    }

    /// Of each commitment.
    async fn commitments(&self) -> Vec<CommitmentProgress> {
        let mut commitments: Vec<CommitmentProgress> = Vec::new();
        for one in &self.0 {
            let of = |it: &&Occurrence| it.commitment.id == one.commitment.id;
            if !commitments
                .iter()
                .any(|it| it.commitment.0.id == one.commitment.id)
            {
                commitments.push(CommitmentProgress {
                    commitment: PartnershipCommitment(one.commitment.clone()),
                    figures: Figures::of(self.0.iter().filter(of)).into(),
                });
            }
        }
        commitments
    }
}

/// How far a party keeps what it owes.
pub(crate) struct PartyProgress {
    debtor: OrganisationId,
    figures: Figures,
}

/// How far a party keeps what it owes.
#[Object]
impl PartyProgress {
    /// The party; null while it is not public.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.debtor)).await
    }

    /// What it owes.
    async fn figures(&self) -> CommitmentFigures {
        self.figures.into()
    }
}

/// How far a commitment is kept.
#[derive(SimpleObject)]
pub(crate) struct CommitmentProgress {
    /// The commitment.
    commitment: PartnershipCommitment,
    /// On the days on which it is due.
    figures: CommitmentFigures,
}

/// A commitment on one of the days on which it is due.
pub(crate) struct CommitmentDue {
    partnership: Arc<Domain>,
    occurrence: Occurrence,
}

impl From<Due> for CommitmentDue {
    fn from(due: Due) -> Self {
        Self {
            partnership: Arc::new(due.partnership),
            occurrence: due.occurrence,
        }
    }
}

/// A commitment on one of the days on which it is due.
#[Object]
impl CommitmentDue {
    /// By which partnership.
    async fn partnership(&self) -> Partnership {
        Partnership::of(&self.partnership)
    }

    /// The commitment.
    async fn commitment(&self) -> PartnershipCommitment {
        PartnershipCommitment(self.occurrence.commitment.clone())
    }

    /// The day; null for what is due as long as the partnership is in force.
    async fn due_on(&self) -> Option<Date> {
        self.occurrence.due_on.map(Date)
    }

    /// Whether it is owed. It is not where an amendment has dropped it since, and where it would be due after the end
    /// or after its debtor has left: then it is told for what was declared of it, counts in no progress, and is never
    /// late.
    async fn owed(&self) -> bool {
        self.occurrence.owed
    }

    /// Where it stands, today on the clocks of the hub. What is suspended is not late.
    async fn state(&self) -> E<CommitmentState> {
        E(self.occurrence.state)
    }

    /// How much of it counts, as both sides say; null where it is not counted.
    async fn counted(&self) -> Option<CommitmentAmount> {
        self.occurrence.counted.map(Into::into)
    }

    /// How much besides was declared and waits for the other side; null where it is not counted.
    async fn declared(&self) -> Option<CommitmentAmount> {
        self.occurrence.declared.map(Into::into)
    }

    /// What was declared of it, the first first.
    async fn fulfilments(&self) -> Vec<Fulfilment> {
        let kept = self.occurrence.fulfilments.iter();
        kept.map(|one| Fulfilment::from(one.clone())).collect()
    }

    /// Who has given it up.
    async fn waivers(&self) -> Vec<CommitmentWaiver> {
        let waivers = self.occurrence.waivers.iter();
        waivers.map(|one| CommitmentWaiver(one.clone())).collect()
    }
}

/// A creditor gives up what is owed to it.
pub(crate) struct CommitmentWaiver(Waiver);

/// A creditor gives up what is owed to it (C. civ. art. 1350).
#[Object]
impl CommitmentWaiver {
    /// Who; null while it is not public.
    async fn by(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.by)).await
    }

    /// Why.
    async fn reason(&self) -> &str {
        self.0.reason.as_str()
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }
}

/// Most of what is due that is told at once.
const MOST_DUE: usize = 500;

/// How far the commitments of a partnership are kept, on the day that it is known of.
pub(super) fn progress(partnership: &Domain, followed: &Followed) -> PartnershipProgress {
    PartnershipProgress(partnership.occurrences(&followed.keeping, followed.today))
}

/// What is due by a partnership between two days, by its day, and what was declared of what is not owed any more.
pub(super) fn dues(
    partnership: &Arc<Domain>,
    followed: &Followed,
    (from, until): (Option<NaiveDate>, Option<NaiveDate>),
) -> Vec<CommitmentDue> {
    let within = |one: &Occurrence| {
        one.due_on.map_or(from.is_none() && until.is_none(), |day| {
            from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
        })
    };
    let occurrences = partnership.followed(&followed.keeping, followed.today);
    let within = occurrences.into_iter().filter(within);
    let due = within.take(MOST_DUE).map(|occurrence| CommitmentDue {
        partnership: Arc::clone(partnership),
        occurrence,
    });
    due.collect()
}
