//! Writing organisations.

use std::sync::Arc;

use async_graphql::{Context, Object};
use maillage_domain::{organisations as domain, policy::Actor, values::Reason};
use maillage_usecases::{Error, Platform, organisations};

use super::{
    inputs::{
        ArchiveOrganisationInput, CreateOrganisationInput, DecideEssStatusInput,
        SubmitOrganisationInput, UpdateOrganisationInput, WithdrawOrganisationInput,
    },
    types::Organisation,
};
use crate::{
    context::ContextExt,
    ids::{self, kinds},
    nullable::Nullable,
    payload::{Payload, mutate, payloads},
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

/// As [`mutate`], for what changes an organisation: the payload has it as it was left.
pub(crate) async fn change<P: Payload<Value = Organisation>>(
    ctx: &Context<'_>,
    dry_run: bool,
    usecase: impl AsyncFnOnce(&Platform, &Actor) -> Result<domain::Organisation, Error>,
) -> Nullable<P> {
    mutate(ctx, dry_run, async |platform, actor| {
        let organisation = usecase(platform, actor).await?;
        Ok(Organisation::changed(
            organisation,
            Arc::clone(&ctx.request().actor),
        ))
    })
    .await
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
    ) -> Nullable<CreateOrganisationPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let created = organisations::create(platform, actor, input.content.into()).await;
            created
                .map(|(organisation, actor)| Organisation::changed(organisation, Arc::new(actor)))
        })
        .await
    }

    /// Changes an organisation. Where its hub looks before publication, a published profile stays
    /// up and the change waits as a revision. Contributors and representatives may.
    async fn update_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation and its new content.")] input: UpdateOrganisationInput,
    ) -> Nullable<UpdateOrganisationPayload> {
        change(ctx, input.dry_run, async |platform, actor| {
            let target = input.target()?;
            organisations::update(platform, actor, target, input.content.into()).await
        })
        .await
    }

    /// Hands a profile in for review by the hub that the organisation belongs to longest; where
    /// that hub looks afterwards, it is published at once.
    async fn submit_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: SubmitOrganisationInput,
    ) -> Nullable<SubmitOrganisationPayload> {
        change(ctx, input.dry_run, async |platform, actor| {
            organisations::submit(platform, actor, input.target()?).await
        })
        .await
    }

    /// Takes a submission, or the waiting revision, back.
    async fn withdraw_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: WithdrawOrganisationInput,
    ) -> Nullable<WithdrawOrganisationPayload> {
        change(ctx, input.dry_run, async |platform, actor| {
            organisations::withdraw(platform, actor, input.target()?).await
        })
        .await
    }

    /// Puts an organisation away. It leaves its hubs first. Representatives may.
    async fn archive_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: ArchiveOrganisationInput,
    ) -> Nullable<ArchiveOrganisationPayload> {
        change(ctx, input.dry_run, async |platform, actor| {
            organisations::archive(platform, actor, input.target()?).await
        })
        .await
    }

    /// Decides that an organisation belongs to the social and solidarity economy, or not. It
    /// outweighs registers and forms. Coordinators of a hub that it applied to or belongs to may.
    async fn decide_ess_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation and the decision.")] input: DecideEssStatusInput,
    ) -> Nullable<DecideEssStatusPayload> {
        change(ctx, input.dry_run, async |platform, actor| {
            let id = ids::read::<kinds::Organisation>("id", &input.id)?;
            let reason = Reason::parse(&input.reason)
                .map_err(|problem| Error::invalid("reason", problem))?;
            let version = input.expected_version;
            organisations::decide_ess(platform, actor, id, version, input.is_ess, reason).await
        })
        .await
    }
}
