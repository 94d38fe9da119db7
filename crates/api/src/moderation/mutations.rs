//! Deciding.

use async_graphql::{Context, Object};
use maillage_usecases::moderation;

use super::{
    inputs::{
        AppealDecisionInput, ClaimReviewInput, HideOrganisationInput, HideProjectInput,
        HideResourceInput, OverturnDecisionInput, PublishReviewedInput, RejectReviewedInput,
        ReleaseReviewInput, RequestChangesInput, RestoreOrganisationInput, RestoreProjectInput,
        RestoreResourceInput, UpholdDecisionInput,
    },
    types::Review,
};
use crate::{
    ids::{self, kinds},
    nullable::Nullable,
    organisations::{Organisation, change},
    payload::{mutate, payloads},
    projects::Project,
    resources::Resource,
};

payloads! {
    /// The review with its holder.
    ClaimReviewPayload { review: Review }
    /// The review without its holder.
    ReleaseReviewPayload { review: Review }
    /// The review with its decision.
    DecisionPayload { review: Review }
    /// The appeal.
    AppealDecisionPayload { review: Review }
    /// The project as taken down.
    HideProjectPayload { project: Project }
    /// The project as shown again.
    RestoreProjectPayload { project: Project }
    /// The resource as taken down.
    HideResourcePayload { resource: Resource }
    /// The resource as shown again.
    RestoreResourcePayload { resource: Resource }
    /// The organisation with its profile taken down.
    HideOrganisationPayload { organisation: Organisation }
    /// The organisation with its profile shown again.
    RestoreOrganisationPayload { organisation: Organisation }
}

/// Deciding.
#[derive(Default)]
pub(crate) struct ModerationMutation;

#[Object]
impl ModerationMutation {
    /// Takes a review for 30 minutes, so that no colleague works on it too. Moderators may, save
    /// on content of an organisation they hold a mandate for.
    async fn claim_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review.")] input: ClaimReviewInput,
    ) -> Nullable<ClaimReviewPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            moderation::claim(platform, actor, input.target()?).await
        })
        .await
    }

    /// Gives a review back.
    async fn release_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review.")] input: ReleaseReviewInput,
    ) -> Nullable<ReleaseReviewPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            moderation::release(platform, actor, input.target()?).await
        })
        .await
    }

    /// Publishes what was handed in, or leaves published what went out at once.
    async fn publish_reviewed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review.")] input: PublishReviewedInput,
    ) -> Nullable<DecisionPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            moderation::publish(platform, actor, input.target()?).await
        })
        .await
    }

    /// Asks the author for changes. They get the statement of reasons by mail.
    async fn request_changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review and the reasons.")] input: RequestChangesInput,
    ) -> Nullable<DecisionPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (target, grounds) = (input.target()?, input.grounds.read()?);
            moderation::request_changes(platform, actor, target, grounds).await
        })
        .await
    }

    /// Refuses what was handed in; what went out at once is taken down. The author gets the
    /// statement of reasons by mail and may contest it.
    async fn reject_reviewed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review and the reasons.")] input: RejectReviewedInput,
    ) -> Nullable<DecisionPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (target, grounds) = (input.target()?, input.grounds.read()?);
            moderation::reject(platform, actor, target, grounds).await
        })
        .await
    }

    /// Contests a decision that restricts content, once. Somebody else decides on it. Contributors
    /// and representatives of the organisation concerned may.
    async fn appeal_decision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision and what speaks against it.")] input: AppealDecisionInput,
    ) -> Nullable<AppealDecisionPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (target, plea) = (input.target()?, &input.plea);
            let acting_for = ids::read::<kinds::Organisation>("actingFor", &input.acting_for)?;
            moderation::appeal(platform, actor, target, acting_for, plea).await
        })
        .await
    }

    /// Lets a contested decision stand. A moderator who did not take it may.
    async fn uphold_decision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The appeal.")] input: UpholdDecisionInput,
    ) -> Nullable<DecisionPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            moderation::uphold(platform, actor, input.target()?).await
        })
        .await
    }

    /// Reverses a contested decision: what was refused is published, what was taken down is shown
    /// again. A moderator who did not take it may.
    async fn overturn_decision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The appeal.")] input: OverturnDecisionInput,
    ) -> Nullable<DecisionPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            moderation::overturn(platform, actor, input.target()?).await
        })
        .await
    }

    /// Takes a published project down. The author gets the statement of reasons by mail and may
    /// contest it.
    async fn hide_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project and the reasons.")] input: HideProjectInput,
    ) -> Nullable<HideProjectPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (target, grounds) = (input.target()?, input.grounds.read()?);
            moderation::hide_project(platform, actor, target, grounds).await
        })
        .await
    }

    /// Shows a hidden project again.
    async fn restore_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] input: RestoreProjectInput,
    ) -> Nullable<RestoreProjectPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            moderation::restore_project(platform, actor, input.target()?).await
        })
        .await
    }

    /// Takes a published resource down. The author gets the statement of reasons by mail and may
    /// contest it.
    async fn hide_resource(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The resource and the reasons.")] input: HideResourceInput,
    ) -> Nullable<HideResourcePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (target, grounds) = (input.target()?, input.grounds.read()?);
            moderation::hide_resource(platform, actor, target, grounds).await
        })
        .await
    }

    /// Shows a hidden resource again.
    async fn restore_resource(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The resource.")] input: RestoreResourceInput,
    ) -> Nullable<RestoreResourcePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            moderation::restore_resource(platform, actor, input.target()?).await
        })
        .await
    }

    /// Takes the profile of an organisation down; its identity stays public. It gets the statement
    /// of reasons by mail and may contest it.
    async fn hide_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation and the reasons.")] input: HideOrganisationInput,
    ) -> Nullable<HideOrganisationPayload> {
        change(ctx, input.dry_run, async |platform, actor| {
            let hub = ids::read::<kinds::Hub>("hub", &input.hub)?;
            let (target, grounds) = (input.target()?, input.grounds.read()?);
            moderation::hide_organisation(platform, actor, target, hub, grounds).await
        })
        .await
    }

    /// Shows the hidden profile of an organisation again.
    async fn restore_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: RestoreOrganisationInput,
    ) -> Nullable<RestoreOrganisationPayload> {
        change(ctx, input.dry_run, async |platform, actor| {
            let hub = ids::read::<kinds::Hub>("hub", &input.hub)?;
            let target = input.target()?;
            moderation::restore_organisation(platform, actor, target, hub).await
        })
        .await
    }
}
