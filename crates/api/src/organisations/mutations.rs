//! Writing organisations.

use std::sync::Arc;

use async_graphql::{Context, Object};
use maillage_domain::{organisations as domain, values::Reason};
use maillage_usecases::{Error, organisations};

use super::{
    inputs::{
        ArchiveOrganisationInput, CreateOrganisationInput, DecideEssStatusInput,
        SubmitOrganisationInput, UpdateOrganisationInput, WithdrawOrganisationInput,
    },
    types::Organisation,
};
use crate::{
    context::ContextExt,
    error::Result,
    ids::{self, kinds},
    payload::{Payload, payloads, settle},
};

payloads! {
    /// The draft, represented by whoever created it.
    CreateOrganisationPayload { organisation: Organisation }
    /// The organisation, or the revision waiting beside its published profile.
    UpdateOrganisationPayload { organisation: Organisation }
    /// The organisation as submitted, or published at once.
    SubmitOrganisationPayload { organisation: Organisation }
    /// The organisation without its submission.
    WithdrawOrganisationPayload { organisation: Organisation }
    /// The organisation as archived.
    ArchiveOrganisationPayload { organisation: Organisation }
    /// The organisation with the decision.
    DecideEssStatusPayload { organisation: Organisation }
}

/// The payload with the organisation as it was left, for whoever asked.
fn settle_changed<P: Payload<Value = Organisation>>(
    ctx: &Context<'_>,
    outcome: std::result::Result<domain::Organisation, Error>,
) -> Result<P> {
    settle(
        ctx,
        outcome.map(|organisation| {
            Organisation::changed(organisation, Arc::clone(&ctx.request().actor))
        }),
    )
}

/// Writing organisations.
#[derive(Default)]
pub(crate) struct OrganisationsMutation;

#[Object]
impl OrganisationsMutation {
    /// Creates an organisation; whoever creates it represents it. It is public once a hub has
    /// admitted it.
    async fn create_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: CreateOrganisationInput,
    ) -> Result<CreateOrganisationPayload> {
        let platform = ctx.platform().rehearsing(input.dry_run);
        let outcome = organisations::create(&platform, ctx.actor(), input.content.into()).await;
        settle(
            ctx,
            outcome
                .map(|(organisation, actor)| Organisation::changed(organisation, Arc::new(actor))),
        )
    }

    /// Changes an organisation. Where its hub looks before publication, a published profile stays
    /// up and the change waits as a revision. Contributors and representatives may.
    async fn update_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation and its new content.")] input: UpdateOrganisationInput,
    ) -> Result<UpdateOrganisationPayload> {
        let outcome = async {
            let platform = ctx.platform().rehearsing(input.dry_run);
            let target = input.target()?;
            organisations::update(&platform, ctx.actor(), target, input.content.into()).await
        };
        settle_changed(ctx, outcome.await)
    }

    /// Hands a profile in for review by the hub that the organisation belongs to longest; where
    /// that hub looks afterwards, it is published at once.
    async fn submit_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: SubmitOrganisationInput,
    ) -> Result<SubmitOrganisationPayload> {
        let outcome = async {
            organisations::submit(
                &ctx.platform().rehearsing(input.dry_run),
                ctx.actor(),
                input.target()?,
            )
            .await
        };
        settle_changed(ctx, outcome.await)
    }

    /// Takes a submission, or the waiting revision, back.
    async fn withdraw_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: WithdrawOrganisationInput,
    ) -> Result<WithdrawOrganisationPayload> {
        let outcome = async {
            organisations::withdraw(
                &ctx.platform().rehearsing(input.dry_run),
                ctx.actor(),
                input.target()?,
            )
            .await
        };
        settle_changed(ctx, outcome.await)
    }

    /// Puts an organisation away. It leaves its hubs first. Representatives may.
    async fn archive_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: ArchiveOrganisationInput,
    ) -> Result<ArchiveOrganisationPayload> {
        let outcome = async {
            organisations::archive(
                &ctx.platform().rehearsing(input.dry_run),
                ctx.actor(),
                input.target()?,
            )
            .await
        };
        settle_changed(ctx, outcome.await)
    }

    /// Decides that an organisation belongs to the social and solidarity economy, or not. It
    /// outweighs registers and forms. Coordinators of a hub that it applied to or belongs to may.
    async fn decide_ess_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation and the decision.")] input: DecideEssStatusInput,
    ) -> Result<DecideEssStatusPayload> {
        let outcome = async {
            let id = ids::read::<kinds::Organisation>("id", &input.id)?;
            let reason = Reason::parse(&input.reason)
                .map_err(|problem| Error::invalid("reason", problem))?;
            let platform = ctx.platform().rehearsing(input.dry_run);
            let version = input.expected_version;
            organisations::decide_ess(&platform, ctx.actor(), id, version, input.is_ess, reason)
                .await
        };
        settle_changed(ctx, outcome.await)
    }
}
