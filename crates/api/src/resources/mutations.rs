//! Writing resources.

use async_graphql::{Context, Object};
use maillage_usecases::resources;

use super::{
    inputs::{
        ArchiveResourceInput, CreateResourceInput, SetResourceConditionsInput, SubmitResourceInput,
        UpdateResourceInput, WithdrawResourceInput,
    },
    types::Resource,
};
use crate::{
    ids::{self, kinds},
    nullable::Nullable,
    payload::{mutate, payloads},
};

payloads! {
    /// The draft.
    CreateResourcePayload { resource: Resource }
    /// The resource, or the revision waiting beside it.
    UpdateResourcePayload { resource: Resource }
    /// The resource with its conditions.
    SetResourceConditionsPayload { resource: Resource }
    /// The resource as submitted, or published at once.
    SubmitResourcePayload { resource: Resource }
    /// The resource without its submission.
    WithdrawResourcePayload { resource: Resource }
    /// The resource as archived.
    ArchiveResourcePayload { resource: Resource }
}

/// Writing resources.
#[derive(Default)]
pub(crate) struct ResourcesMutation;

#[Object]
impl ResourcesMutation {
    /// Drafts a resource in a hub. Contributors and representatives of an active member may.
    async fn create_resource(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The resource.")] input: CreateResourceInput,
    ) -> Nullable<CreateResourcePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let hub = ids::read::<kinds::Hub>("hub", &input.hub)?;
            let acting_for = ids::read::<kinds::Organisation>("actingFor", &input.acting_for)?;
            resources::create(platform, actor, hub, acting_for, input.content.read()?).await
        })
        .await
    }

    /// Changes a resource. Where its hub looks before publication, a published text stays up and
    /// the change waits as a revision.
    async fn update_resource(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The resource and its new content.")] input: UpdateResourceInput,
    ) -> Nullable<UpdateResourcePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let target = input.target()?;
            resources::update(platform, actor, target, input.content.read()?).await
        })
        .await
    }

    /// Says when and how a resource is booked; it holds at once, whatever its hub reviews.
    async fn set_resource_conditions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The resource and its conditions.")] input: SetResourceConditionsInput,
    ) -> Nullable<SetResourceConditionsPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let target = input.target()?;
            resources::set_conditions(platform, actor, target, input.conditions.read()?).await
        })
        .await
    }

    /// Hands a resource in for review; where its hub looks afterwards, it is published at once.
    async fn submit_resource(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The resource.")] input: SubmitResourceInput,
    ) -> Nullable<SubmitResourcePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            resources::submit(platform, actor, input.target()?).await
        })
        .await
    }

    /// Takes a submission, or the waiting revision, back.
    async fn withdraw_resource(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The resource.")] input: WithdrawResourceInput,
    ) -> Nullable<WithdrawResourcePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            resources::withdraw(platform, actor, input.target()?).await
        })
        .await
    }

    /// Puts a published resource away.
    async fn archive_resource(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The resource.")] input: ArchiveResourceInput,
    ) -> Nullable<ArchiveResourcePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            resources::archive(platform, actor, input.target()?).await
        })
        .await
    }
}
