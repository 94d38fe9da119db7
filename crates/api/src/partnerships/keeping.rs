//! Commitments followed until they are kept.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use maillage_domain::{
    ids::{FulfilmentId, OrganisationId},
    partnerships::{
        Amount, CommitmentSide, CommitmentState, Contest, Figures, FulfilmentAction,
        FulfilmentState, Kept, Measure, Occurrence, Partnership as Domain, ProofFile, Settlement,
        SettlementOutcome, Source, Waiver,
    },
    policy::{self, Action},
    values::{Reason, Summary},
};
use maillage_usecases::partnerships::{Due, Followed};

use super::{parts::PartnershipCommitment, types::Partnership};
use crate::{
    bookings::Booking,
    context::ContextExt,
    enums::E,
    error::Result,
    ids,
    materials::MaterialReservation,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    values::{ActionState, Date, Money, Quantity, Url},
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

/// What one side says was delivered of a commitment.
#[derive(Clone)]
pub(crate) struct Fulfilment(Arc<Kept>);

impl From<Kept> for Fulfilment {
    fn from(kept: Kept) -> Self {
        Self(Arc::new(kept))
    }
}

/// What one side says was delivered of a commitment, and what the other says to it. Read by the parties, and by
/// the hub's team where they have signed that it reads all; who has left reads what it gave or was given.
#[Object]
impl Fulfilment {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.fulfilment.id)
    }

    /// By which partnership.
    async fn partnership(&self, ctx: &Context<'_>) -> Nullable<Partnership> {
        let id = self.0.fulfilment.partnership;
        nullable(async { Ok(ctx.loaders().partnership(id).await?) }).await
    }

    /// Of which commitment.
    async fn commitment(&self, ctx: &Context<'_>) -> Result<Option<PartnershipCommitment>> {
        let id = self.0.fulfilment.partnership;
        let partnership = ctx.loaders().partnership(id).await?;
        Ok(partnership.and_then(|one| one.commitment(self.0.fulfilment.commitment)))
    }

    /// For which of the days on which that is due; null for what is due as long as the partnership is in force.
    async fn due_on(&self) -> Option<Date> {
        self.0.fulfilment.due_on.map(Date)
    }

    /// Who declared it; null while it is not public.
    async fn declared_by(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.fulfilment.by)).await
    }

    /// On which side that is.
    async fn side(&self) -> E<CommitmentSide> {
        E(self.0.fulfilment.side)
    }

    /// When it was delivered; null for what is linked, which tells.
    async fn done_on(&self) -> Option<Date> {
        self.0.fulfilment.done_on.map(Date)
    }

    /// How much; of what is linked, so much as it comes to now, in its own unit.
    async fn amount(&self) -> Option<CommitmentAmount> {
        let linked = self.0.measure.as_ref().and_then(Measure::own);
        linked.or(self.0.fulfilment.amount).map(Into::into)
    }

    /// The booking that it is; null where it is none, and where the viewer does not see it.
    async fn booking(&self, ctx: &Context<'_>) -> Nullable<Booking> {
        nullable(async {
            match self.0.fulfilment.source {
                Some(Source::Booking(id)) => Ok(ctx.loaders().booking(id).await?),
                _ => Ok(None),
            }
        })
        .await
    }

    /// The reservation of material that it is, likewise.
    async fn reservation(&self, ctx: &Context<'_>) -> Nullable<MaterialReservation> {
        nullable(async {
            match self.0.fulfilment.source {
                Some(Source::Reservation(id)) => Ok(ctx.loaders().reservation(id).await?),
                _ => Ok(None),
            }
        })
        .await
    }

    /// What is to be known besides.
    async fn note(&self) -> Option<&str> {
        self.0.fulfilment.note.as_ref().map(Summary::as_str)
    }

    /// The files that show it, the first first.
    async fn proofs(&self) -> Vec<Proof> {
        let id = self.0.fulfilment.id;
        let proofs = self.0.fulfilment.proofs.iter();
        proofs.map(|proof| Proof(id, proof.clone())).collect()
    }

    /// Where it stands.
    async fn state(&self) -> E<FulfilmentState> {
        E(self.0.fulfilment.state)
    }

    /// Who confirmed it, or took it back.
    async fn answered_by(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(of_any(ctx, self.0.fulfilment.answered_by)).await
    }

    /// Who said that it was otherwise.
    async fn contest(&self) -> Option<FulfilmentContest> {
        let contest = self.0.fulfilment.contest.clone()?;
        Some(FulfilmentContest(contest))
    }

    /// What one side has offered the other, or both have agreed upon.
    async fn settlement(&self) -> Option<FulfilmentSettlement> {
        let settlement = self.0.fulfilment.settlement.clone()?;
        Some(FulfilmentSettlement(settlement))
    }

    /// When it was declared.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.fulfilment.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.fulfilment.updated_at
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Result<Vec<ActionState>> {
        let fulfilment = &self.0.fulfilment;
        let partnership = ctx.loaders().partnership(fulfilment.partnership).await?;
        let Some(partnership) = partnership else {
            return Ok(Vec::new());
        };
        let domain = partnership.domain();
        let Some((_, sides)) = domain.sides_of(fulfilment.commitment) else {
            return Ok(Vec::new());
        };
        let actions = FulfilmentAction::ALL.iter().copied();
        Ok(ActionState::list(
            ctx.language(),
            actions.filter(|action| *action != FulfilmentAction::Read),
            |action| policy::check(ctx.actor(), Action::Fulfilment(action, fulfilment, domain)),
            |action| {
                // What one of the viewer's organisations may do, the viewer may.
                let mine = partnership.sides(ctx, action.takes());
                let each = mine
                    .iter()
                    .map(|one| fulfilment.permits(action, Some(*one), &sides));
                each.reduce(std::result::Result::or)
                    .unwrap_or_else(|| fulfilment.permits(action, None, &sides))
            },
        ))
    }

    /// Counts its changes; updates say which one they have read.
    async fn version(&self) -> i32 {
        self.0.fulfilment.version
    }
}

/// A file that shows what was delivered, or that it was not.
pub(crate) struct Proof(FulfilmentId, ProofFile);

/// A file that shows what was delivered, or that it was not: a delivery note, an invoice, a photograph.
#[Object(name = "ProofFile")]
impl Proof {
    /// Names it in `removeProof`.
    async fn proof(&self) -> ID {
        ids::show(self.1.id)
    }

    /// What who has added it calls it.
    async fn name(&self) -> &str {
        self.1.name.as_str()
    }

    /// `application/pdf`, `image/jpeg` or `image/png`.
    async fn media_type(&self) -> &'static str {
        self.1.format.media_type()
    }

    /// How many bytes it has.
    async fn size(&self) -> u32 {
        self.1.size
    }

    /// The SHA-256 of its bytes, as 64 hexadecimal digits in lower case.
    async fn sha256(&self) -> &str {
        self.1.sha256.as_str()
    }

    /// Who has added it; null while it is not public.
    async fn added_by(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.1.by)).await
    }

    /// When.
    async fn added_at(&self) -> DateTime<Utc> {
        self.1.at
    }

    /// Where it is, as it came, for who reads what it shows: with the same access token.
    async fn url(&self, ctx: &Context<'_>) -> Url {
        let Self(fulfilment, proof) = self;
        let url = &ctx.platform().settings().public_url;
        let name = format!("{}.{}", proof.id, proof.format.extension());
        format!("{url}/fulfilments/{fulfilment}/proofs/{name}").into()
    }
}

/// Who said that it was otherwise, and why.
pub(crate) struct FulfilmentContest(Contest);

/// Who said that it was otherwise, and why.
#[Object]
impl FulfilmentContest {
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

/// What of a contested fulfilment is to count, as one side offers and the other may accept.
pub(crate) struct FulfilmentSettlement(Settlement);

/// What of a contested fulfilment is to count, as one side offers and the other may accept (C. civ. art. 2044).
#[Object]
impl FulfilmentSettlement {
    /// Who offers it; null while it is not public.
    async fn by(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.by)).await
    }

    /// What counts.
    async fn outcome(&self) -> E<SettlementOutcome> {
        E(self.0.outcome)
    }

    /// How much, with `AMOUNT`.
    async fn amount(&self) -> Option<CommitmentAmount> {
        self.0.amount.map(Into::into)
    }

    /// On what grounds.
    async fn words(&self) -> &str {
        Reason::as_str(&self.0.words)
    }

    /// When it was offered.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// Who of the other side has accepted it.
    async fn accepted_by(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(of_any(ctx, self.0.accepted_by)).await
    }
}

async fn of_any(ctx: &Context<'_>, id: Option<OrganisationId>) -> Result<Option<Organisation>> {
    match id {
        Some(id) => Organisation::find(ctx, id).await,
        None => Ok(None),
    }
}

/// Most of what is due that is told at once.
const MOST_DUE: usize = 500;

/// How far the commitments of a partnership are kept, on the day that it is known of.
pub(super) fn progress(partnership: &Domain, followed: &Followed) -> PartnershipProgress {
    PartnershipProgress(partnership.occurrences(&followed.keeping, followed.today))
}

/// What is due by a partnership between two days, by its day.
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
    let occurrences = partnership.occurrences(&followed.keeping, followed.today);
    let within = occurrences.into_iter().filter(within);
    let due = within.take(MOST_DUE).map(|occurrence| CommitmentDue {
        partnership: Arc::clone(partnership),
        occurrence,
    });
    due.collect()
}
