//! What was delivered of commitments, as one side says.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{
    ids::{FulfilmentId, OrganisationId},
    partnerships::{
        CommitmentSide, Contest, FulfilmentAction, FulfilmentState, Kept, Measure, ProofFile,
        Settlement, SettlementOutcome, Source,
    },
    policy::{self, Action},
    values::{Reason, Summary},
};

use super::{
    keeping::CommitmentAmount,
    parts::PartnershipCommitment,
    types::{Partnership, acted_for},
};
use crate::{
    bookings::Booking,
    context::ContextExt,
    enums::E,
    error::Result,
    ids,
    materials::MaterialReservation,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    values::{ActionState, Date, Url},
};

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
        let actions = FulfilmentAction::ALL.iter().copied();
        Ok(ActionState::list(
            ctx.language(),
            actions.filter(|action| *action != FulfilmentAction::Read),
            |action| policy::check(ctx.actor(), Action::Fulfilment(action, fulfilment, domain)),
            |action| {
                // What one of the viewer's organisations may do, the viewer may.
                let mut both = fulfilment.sides.creditors.clone();
                both.push(fulfilment.sides.debtor);
                let mine = acted_for(ctx, &both, action.takes());
                let each = mine
                    .iter()
                    .map(|one| fulfilment.permits(action, Some(*one)));
                each.reduce(std::result::Result::or)
                    .unwrap_or_else(|| fulfilment.permits(action, None))
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
