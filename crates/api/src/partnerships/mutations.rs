//! Writing partnerships.

use async_graphql::{Context, Object};
use maillage_domain::{Faults, partnerships::TerminationGround, values::Reason};
use maillage_usecases::{
    Error,
    partnerships::{self as usecases, Signing},
};

use super::{
    acts::{
        ChangePartnershipInput, CommentPartnershipInput, DeclinePartnershipInput,
        DeclineRenewalInput, DiscardPartnershipInput, DraftPartnershipInput, LeavePartnershipInput,
        ProposePartnershipInput, RecordAwardInput, ResumePartnershipInput, SignPartnershipInput,
        SuspendPartnershipInput, TerminatePartnershipInput, WithdrawPartnershipInput,
    },
    drafts::PartnershipComment,
    fulfilments::Fulfilment,
    keeping_inputs::{
        AcceptSettlementInput, ConfirmFulfilmentInput, ContestFulfilmentInput,
        DeclareFulfilmentInput, OfferSettlementInput, RemoveProofInput, WaiveCommitmentInput,
        WithdrawFulfilmentInput,
    },
    templates::{
        ArchivePartnershipTemplateInput, CreatePartnershipTemplateInput, PartnershipTemplate,
        UpdatePartnershipTemplateInput,
    },
    types::Partnership,
};
use crate::{
    ids::{self, kinds},
    nullable::Nullable,
    payload::{mutate, payloads},
};

payloads! {
    /// The draft.
    DraftPartnershipPayload { partnership: Partnership }
    /// What the parties work on now.
    ChangePartnershipPayload { partnership: Partnership }
    /// What was said.
    CommentPartnershipPayload { comment: PartnershipComment }
    /// The partnership with the version that waits for signatures.
    ProposePartnershipPayload { partnership: Partnership }
    /// The partnership, to be changed again.
    WithdrawPartnershipPayload { partnership: Partnership }
    /// The partnership with the signature; in force, where it was the last.
    SignPartnershipPayload { partnership: Partnership }
    /// The partnership as declined; in force as before, where that was an amendment.
    DeclinePartnershipPayload { partnership: Partnership }
    /// The partnership given up; in force as before, where that was an amendment.
    DiscardPartnershipPayload { partnership: Partnership }
    /// The partnership with the notice.
    TerminatePartnershipPayload { partnership: Partnership }
    /// The partnership with the notice.
    LeavePartnershipPayload { partnership: Partnership }
    /// The partnership, which is not renewed.
    DeclineRenewalPayload { partnership: Partnership }
    /// The suspended partnership.
    SuspendPartnershipPayload { partnership: Partnership }
    /// The partnership that goes on.
    ResumePartnershipPayload { partnership: Partnership }
    /// The partnership with the day.
    RecordAwardPayload { partnership: Partnership }
    /// What was declared.
    DeclareFulfilmentPayload { fulfilment: Fulfilment }
    /// What was declared, which counts now.
    ConfirmFulfilmentPayload { fulfilment: Fulfilment }
    /// What was declared, which does not count for now.
    ContestFulfilmentPayload { fulfilment: Fulfilment }
    /// What was declared, and is no more.
    WithdrawFulfilmentPayload { fulfilment: Fulfilment }
    /// What was declared, without the file.
    RemoveProofPayload { fulfilment: Fulfilment }
    /// What was declared, with the offer.
    OfferSettlementPayload { fulfilment: Fulfilment }
    /// What was declared, of which counts what both agreed upon.
    AcceptSettlementPayload { fulfilment: Fulfilment }
    /// The partnership of the commitment.
    WaiveCommitmentPayload { partnership: Partnership }
    /// The template.
    CreatePartnershipTemplatePayload { partnership_template: PartnershipTemplate }
    /// The template as it is now.
    UpdatePartnershipTemplatePayload { partnership_template: PartnershipTemplate }
    /// The template, put away.
    ArchivePartnershipTemplatePayload { partnership_template: PartnershipTemplate }
}

/// Writing partnerships.
#[derive(Default)]
pub(crate) struct PartnershipsMutation;

#[Object]
impl PartnershipsMutation {
    /// Begins the draft of an agreement, which all its parties then work on. Contributors may.
    async fn draft_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hub, the party acted for, and what it says.")]
        input: DraftPartnershipInput,
    ) -> Nullable<DraftPartnershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let hub = ids::read::<kinds::Hub>("hub", &input.hub)?;
            let acting_for = ids::read::<kinds::Organisation>("actingFor", &input.acting_for)?;
            usecases::draft(platform, actor, hub, acting_for, input.content.read()?).await
        })
        .await
    }

    /// Changes what the parties work on, as a contributor of one of them: the draft; what waits for
    /// signatures, which is taken back with those that it has; or what is in force, by an amendment beside it.
    async fn change_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership and what it is to say, whole.")]
        input: ChangePartnershipInput,
    ) -> Nullable<ChangePartnershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let target = input.target()?;
            usecases::change(platform, actor, target, input.content.read()?).await
        })
        .await
    }

    /// Says something of an article, as a contributor of a party.
    async fn comment_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership, the article, and what is said.")]
        input: CommentPartnershipInput,
    ) -> Nullable<CommentPartnershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (article, text) = input.said()?;
            usecases::comment(platform, actor, input.about()?, article, text).await
        })
        .await
    }

    /// Freezes what was drafted as the next version, and asks every party to sign it. Refused where a field
    /// is not filled in, and where the law asks for more of its form.
    async fn propose_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership.")] input: ProposePartnershipInput,
    ) -> Nullable<ProposePartnershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            usecases::propose(platform, actor, input.target()?).await
        })
        .await
    }

    /// Takes the proposed version back, to change it: the signatures that it has go with it.
    async fn withdraw_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership.")] input: WithdrawPartnershipInput,
    ) -> Nullable<WithdrawPartnershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            usecases::withdraw(platform, actor, input.target()?).await
        })
        .await
    }

    /// Signs the version that waits, as a representative of a party, within ten minutes of signing in or with
    /// a code of the second factor. With the last signature it binds: from its first day on, an amendment at
    /// once.
    async fn sign_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership, what was read, and as what you sign.")]
        input: SignPartnershipInput,
    ) -> Nullable<SignPartnershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (id, acting_for) = input.about()?;
            let (sha256, capacity) = input.read()?;
            let signing = Signing {
                id,
                acting_for,
                sha256: &sha256,
                capacity: &capacity,
                code: input.code.as_deref(),
            };
            usecases::sign(platform, actor, signing).await
        })
        .await
    }

    /// Declines, as a representative of a party, what is drafted or proposed: a new agreement comes to
    /// nothing, one that is in force stays as it is.
    async fn decline_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership and why.")] input: DeclinePartnershipInput,
    ) -> Nullable<DeclinePartnershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let reason = reason(&input.reason)?;
            usecases::decline(platform, actor, input.target()?, &reason).await
        })
        .await
    }

    /// Gives a draft up: a new one as the party that began it, an amendment as any party.
    async fn discard_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership.")] input: DiscardPartnershipInput,
    ) -> Nullable<DiscardPartnershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            usecases::discard(platform, actor, input.target()?).await
        })
        .await
    }

    /// Ends a partnership for all, as a representative of a party. By notice, of what has no last day or says
    /// that it may be ended before (`FIXED_TERM` otherwise): it ends when the notice is over. For a breach, after
    /// a formal notice that went unheeded, with the reasons and at the risk of who says so (C. civ. art. 1226):
    /// it ends at once.
    async fn terminate_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership and why.")] input: TerminatePartnershipInput,
    ) -> Nullable<TerminatePartnershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let reason = reason(&input.reason)?;
            let ground = input.ground.map_or(TerminationGround::Notice, |one| one.0);
            usecases::terminate(platform, actor, input.target()?, ground, &reason).await
        })
        .await
    }

    /// Gives notice for one's own organisation, as its representative: it is out when the notice is over.
    /// With fewer than two parties left the partnership ends. A consortium is left by an amendment alone.
    async fn leave_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership and why.")] input: LeavePartnershipInput,
    ) -> Nullable<LeavePartnershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let reason = reason(&input.reason)?;
            usecases::leave(platform, actor, input.target()?, &reason).await
        })
        .await
    }

    /// Keeps a partnership from being renewed by itself, as a representative of a party: until its notice
    /// before the last day.
    async fn decline_renewal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership and why.")] input: DeclineRenewalInput,
    ) -> Nullable<DeclineRenewalPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let reason = reason(&input.reason)?;
            usecases::decline_renewal(platform, actor, input.target()?, &reason).await
        })
        .await
    }

    /// Suspends a partnership, as a representative of a party.
    async fn suspend_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership and why.")] input: SuspendPartnershipInput,
    ) -> Nullable<SuspendPartnershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let reason = reason(&input.reason)?;
            usecases::suspend(platform, actor, input.target()?, &reason).await
        })
        .await
    }

    /// Takes a suspended partnership up again, as a representative of the party that suspended it.
    async fn resume_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership.")] input: ResumePartnershipInput,
    ) -> Nullable<ResumePartnershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            usecases::resume(platform, actor, input.target()?).await
        })
        .await
    }

    /// Says, as a representative of a party, when the contract of a consortium was signed with its buyer: who
    /// belongs to it may change again (CCP R2142-26).
    async fn record_award(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership and the day.")] input: RecordAwardInput,
    ) -> Nullable<RecordAwardPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let day = input.awarded_on.0;
            usecases::record_award(platform, actor, input.target()?, day).await
        })
        .await
    }

    /// Says, as a contributor of who owes or of one to whom it is owed, what was delivered of a commitment. It
    /// counts once the other side has confirmed it. A booking, hours of staff or material that was fetched is
    /// linked, and counted where it stands: it is not copied.
    async fn declare_fulfilment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The commitment and what was delivered.")] input: DeclareFulfilmentInput,
    ) -> Nullable<DeclareFulfilmentPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (about, source) = (input.about()?, input.source()?);
            usecases::declare(platform, actor, about, input.read()?, source).await
        })
        .await
    }

    /// Says, as a contributor of the other side, that it was so, also after having said otherwise: it counts.
    async fn confirm_fulfilment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was declared.")] input: ConfirmFulfilmentInput,
    ) -> Nullable<ConfirmFulfilmentPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            usecases::confirm(platform, actor, input.about()?).await
        })
        .await
    }

    /// Says, as a contributor of the other side, that it was otherwise: the commitment is in dispute until both
    /// agree.
    async fn contest_fulfilment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was declared, and why it is not so.")] input: ContestFulfilmentInput,
    ) -> Nullable<ContestFulfilmentPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let reason = reason(&input.reason)?;
            usecases::contest(platform, actor, input.about()?, &reason).await
        })
        .await
    }

    /// Takes back a file that was added to show what was delivered, as a contributor of the organisation that has
    /// added it, until the sides agree. Files are added with `POST /fulfilments/ID/proofs`.
    async fn remove_proof(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which file.")] input: RemoveProofInput,
    ) -> Nullable<RemoveProofPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            usecases::remove_proof(platform, actor, input.about()?, input.which()?).await
        })
        .await
    }

    /// Takes back what was declared, as a contributor of the side that has declared it. What it was linked to
    /// can be linked again.
    async fn withdraw_fulfilment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was declared.")] input: WithdrawFulfilmentInput,
    ) -> Nullable<WithdrawFulfilmentPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            usecases::withdraw_fulfilment(platform, actor, input.about()?).await
        })
        .await
    }

    /// Offers the other side, as a representative, what of a contested fulfilment counts. A later offer, of
    /// either side, takes the place of an earlier one.
    async fn offer_settlement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was declared, and what of it is to count.")]
        input: OfferSettlementInput,
    ) -> Nullable<OfferSettlementPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let about = input.about()?;
            usecases::offer(platform, actor, about, &input.read()?).await
        })
        .await
    }

    /// Accepts, as a representative, what the other side offers: that is what counts.
    async fn accept_settlement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was declared.")] input: AcceptSettlementInput,
    ) -> Nullable<AcceptSettlementPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            usecases::accept(platform, actor, input.about()?).await
        })
        .await
    }

    /// Gives up, as a representative of one to whom it is owed, what is due of a commitment on a day. Where it
    /// is owed to several, it is waived once all of them have given it up.
    async fn waive_commitment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The commitment, the day, and why.")] input: WaiveCommitmentInput,
    ) -> Nullable<WaiveCommitmentPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let reason = reason(&input.reason)?;
            let (about, owed) = (input.about()?, input.owed()?);
            usecases::waive(platform, actor, about, owed, &reason).await
        })
        .await
    }

    /// Writes a template that agreements of a hub begin from, as its coordinator.
    async fn create_partnership_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hub and what the template says.")]
        input: CreatePartnershipTemplateInput,
    ) -> Nullable<CreatePartnershipTemplatePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let hub = ids::read::<kinds::Hub>("hub", &input.hub)?;
            usecases::create_template(platform, actor, hub, input.content.read()).await
        })
        .await
    }

    /// Changes a template of a hub, as its coordinator; agreements that have begun from it stay as they are.
    async fn update_partnership_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The template and what it is to say, whole.")]
        input: UpdatePartnershipTemplateInput,
    ) -> Nullable<UpdatePartnershipTemplatePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let target = input.target()?;
            usecases::update_template(platform, actor, target, input.content.read()).await
        })
        .await
    }

    /// Puts a template of a hub away, as its coordinator.
    async fn archive_partnership_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The template.")] input: ArchivePartnershipTemplateInput,
    ) -> Nullable<ArchivePartnershipTemplatePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            usecases::archive_template(platform, actor, input.target()?).await
        })
        .await
    }
}

fn reason(text: &str) -> std::result::Result<Reason, Error> {
    Reason::parse(text).map_err(|problem| Faults::one("reason", problem).into())
}
