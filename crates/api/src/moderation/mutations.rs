//! Deciding.

use async_graphql::{Context, Object};
use maillage_usecases::moderation;

use super::{
    inputs::{
        AppealDecisionInput, ClaimReviewInput, HideOrganisationInput, HideProjectInput,
        OverturnDecisionInput, PublishReviewedInput, RejectReviewedInput, ReleaseReviewInput,
        RequestChangesInput, RestoreOrganisationInput, RestoreProjectInput, UpholdDecisionInput,
    },
    types::Review,
};
use crate::{
    context::ContextExt,
    error::Result,
    ids::{self, kinds},
    organisations::Organisation,
    payload::{payloads, settle},
    projects::Project,
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
    ) -> Result<ClaimReviewPayload> {
        let outcome = async {
            let platform = ctx.platform().rehearsing(input.dry_run);
            moderation::claim(&platform, ctx.actor(), input.target()?).await
        };
        settle(ctx, outcome.await)
    }

    /// Gives a review back.
    async fn release_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review.")] input: ReleaseReviewInput,
    ) -> Result<ReleaseReviewPayload> {
        let outcome = async {
            let platform = ctx.platform().rehearsing(input.dry_run);
            moderation::release(&platform, ctx.actor(), input.target()?).await
        };
        settle(ctx, outcome.await)
    }

    /// Publishes what was handed in, or leaves published what went out at once.
    async fn publish_reviewed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review.")] input: PublishReviewedInput,
    ) -> Result<DecisionPayload> {
        let outcome = async {
            let platform = ctx.platform().rehearsing(input.dry_run);
            moderation::publish(&platform, ctx.actor(), input.target()?).await
        };
        settle(ctx, outcome.await)
    }

    /// Asks the author for changes. They get the statement of reasons by mail.
    async fn request_changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review and the reasons.")] input: RequestChangesInput,
    ) -> Result<DecisionPayload> {
        let outcome = async {
            let platform = ctx.platform().rehearsing(input.dry_run);
            let (target, grounds) = (input.target()?, input.grounds.read()?);
            moderation::request_changes(&platform, ctx.actor(), target, grounds).await
        };
        settle(ctx, outcome.await)
    }

    /// Refuses what was handed in; what went out at once is taken down. The author gets the
    /// statement of reasons by mail and may contest it.
    async fn reject_reviewed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review and the reasons.")] input: RejectReviewedInput,
    ) -> Result<DecisionPayload> {
        let outcome = async {
            let platform = ctx.platform().rehearsing(input.dry_run);
            let (target, grounds) = (input.target()?, input.grounds.read()?);
            moderation::reject(&platform, ctx.actor(), target, grounds).await
        };
        settle(ctx, outcome.await)
    }

    /// Contests a decision that restricts content, once. Somebody else decides on it. Contributors
    /// and representatives of the organisation concerned may.
    async fn appeal_decision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision and what speaks against it.")] input: AppealDecisionInput,
    ) -> Result<AppealDecisionPayload> {
        let outcome = async {
            let platform = ctx.platform().rehearsing(input.dry_run);
            let id = ids::read::<kinds::Review>("id", &input.id)?;
            let acting_for = ids::read::<kinds::Organisation>("actingFor", &input.acting_for)?;
            moderation::appeal(&platform, ctx.actor(), id, acting_for, &input.plea).await
        };
        settle(ctx, outcome.await)
    }

    /// Lets a contested decision stand. A moderator who did not take it may.
    async fn uphold_decision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The appeal.")] input: UpholdDecisionInput,
    ) -> Result<DecisionPayload> {
        let outcome = async {
            let platform = ctx.platform().rehearsing(input.dry_run);
            moderation::uphold(&platform, ctx.actor(), input.target()?).await
        };
        settle(ctx, outcome.await)
    }

    /// Reverses a contested decision: what was refused is published, what was taken down is shown
    /// again. A moderator who did not take it may.
    async fn overturn_decision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The appeal.")] input: OverturnDecisionInput,
    ) -> Result<DecisionPayload> {
        let outcome = async {
            let platform = ctx.platform().rehearsing(input.dry_run);
            moderation::overturn(&platform, ctx.actor(), input.target()?).await
        };
        settle(ctx, outcome.await)
    }

    /// Takes a published project down. The author gets the statement of reasons by mail and may
    /// contest it.
    async fn hide_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project and the reasons.")] input: HideProjectInput,
    ) -> Result<HideProjectPayload> {
        let outcome = async {
            let platform = ctx.platform().rehearsing(input.dry_run);
            let (target, grounds) = (input.target()?, input.grounds.read()?);
            moderation::hide_project(&platform, ctx.actor(), target, grounds).await
        };
        settle(ctx, outcome.await)
    }

    /// Shows a hidden project again.
    async fn restore_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] input: RestoreProjectInput,
    ) -> Result<RestoreProjectPayload> {
        let outcome = async {
            let platform = ctx.platform().rehearsing(input.dry_run);
            moderation::restore_project(&platform, ctx.actor(), input.target()?).await
        };
        settle(ctx, outcome.await)
    }

    /// Takes the profile of an organisation down; its identity stays public. It gets the statement
    /// of reasons by mail and may contest it.
    async fn hide_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation and the reasons.")] input: HideOrganisationInput,
    ) -> Result<HideOrganisationPayload> {
        let outcome = async {
            let platform = ctx.platform().rehearsing(input.dry_run);
            let hub = ids::read::<kinds::Hub>("hubId", &input.hub_id)?;
            let (target, grounds) = (input.target()?, input.grounds.read()?);
            moderation::hide_organisation(&platform, ctx.actor(), target, hub, grounds).await
        };
        let outcome = outcome.await;
        settle(
            ctx,
            outcome.map(|organisation| {
                Organisation::changed(organisation, ctx.request().actor.clone())
            }),
        )
    }

    /// Shows the hidden profile of an organisation again.
    async fn restore_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: RestoreOrganisationInput,
    ) -> Result<RestoreOrganisationPayload> {
        let outcome = async {
            let platform = ctx.platform().rehearsing(input.dry_run);
            let hub = ids::read::<kinds::Hub>("hubId", &input.hub_id)?;
            let target = input.target()?;
            moderation::restore_organisation(&platform, ctx.actor(), target, hub).await
        };
        let outcome = outcome.await;
        settle(
            ctx,
            outcome.map(|organisation| {
                Organisation::changed(organisation, ctx.request().actor.clone())
            }),
        )
    }
}
