//! Writing projects.

use async_graphql::{Context, Object};
use maillage_domain::{
    projects::ParticipationAction,
    values::{Label, Reason},
};
use maillage_usecases::{
    Error, matches,
    projects::{self, NeedOutcome},
};

use super::{
    inputs::{
        AcceptOfferInput, AcceptParticipationInput, ArchiveProjectInput, CreateProjectInput,
        DeclineParticipationInput, EndParticipationInput, InviteParticipantInput, MeetNeedInput,
        ReachMilestoneInput, ReopenNeedInput, RequestParticipationInput, SetProjectStageInput,
        SubmitProjectInput, UpdateProjectInput, WithdrawNeedInput, WithdrawProjectInput,
    },
    participations::Participation,
    types::Project,
};
use crate::{
    ids::{self, kinds},
    nullable::Nullable,
    payload::{mutate, payloads},
};

payloads! {
    /// The draft.
    CreateProjectPayload { project: Project }
    /// The project, or the revision waiting beside it.
    UpdateProjectPayload { project: Project }
    /// The project as submitted, or published at once.
    SubmitProjectPayload { project: Project }
    /// The project without its submission.
    WithdrawProjectPayload { project: Project }
    /// The project as archived.
    ArchiveProjectPayload { project: Project }
    /// The project in its new stage.
    SetProjectStagePayload { project: Project }
    /// The project with the need met.
    MeetNeedPayload { project: Project }
    /// The project with the need met.
    AcceptOfferPayload { project: Project }
    /// The project without the need.
    WithdrawNeedPayload { project: Project }
    /// The project with the need open again.
    ReopenNeedPayload { project: Project }
    /// The project with the milestone reached.
    ReachMilestonePayload { project: Project }
    /// The invitation.
    InviteParticipantPayload { participation: Participation }
    /// The request.
    RequestParticipationPayload { participation: Participation }
    /// The active participation.
    AcceptParticipationPayload { participation: Participation }
    /// The declined participation.
    DeclineParticipationPayload { participation: Participation }
    /// The ended participation.
    EndParticipationPayload { participation: Participation }
}

/// Writing projects.
#[derive(Default)]
pub(crate) struct ProjectsMutation;

#[Object]
impl ProjectsMutation {
    /// Drafts a project in a hub. Contributors and representatives of an active member may.
    async fn create_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] input: CreateProjectInput,
    ) -> Nullable<CreateProjectPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let hub = ids::read::<kinds::Hub>("hub", &input.hub)?;
            let acting_for = ids::read::<kinds::Organisation>("actingFor", &input.acting_for)?;
            projects::create(platform, actor, hub, acting_for, input.content.into()).await
        })
        .await
    }

    /// Changes a project. Where its hub looks before publication, a published text stays up and
    /// the change waits as a revision.
    async fn update_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project and its new content.")] input: UpdateProjectInput,
    ) -> Nullable<UpdateProjectPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let target = input.target()?;
            projects::update(platform, actor, target, input.content.into()).await
        })
        .await
    }

    /// Hands a project in for review; where its hub looks afterwards, it is published at once.
    async fn submit_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] input: SubmitProjectInput,
    ) -> Nullable<SubmitProjectPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            projects::submit(platform, actor, input.target()?).await
        })
        .await
    }

    /// Takes a submission, or the waiting revision, back.
    async fn withdraw_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] input: WithdrawProjectInput,
    ) -> Nullable<WithdrawProjectPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            projects::withdraw(platform, actor, input.target()?).await
        })
        .await
    }

    /// Puts a published project away.
    async fn archive_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] input: ArchiveProjectInput,
    ) -> Nullable<ArchiveProjectPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            projects::archive(platform, actor, input.target()?).await
        })
        .await
    }

    /// Says how far a project has come.
    async fn set_project_stage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project and its stage.")] input: SetProjectStageInput,
    ) -> Nullable<SetProjectStagePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let reason = Reason::parse_optional(input.reason.as_deref())
                .map_err(|problem| Error::invalid("reason", problem))?;
            projects::set_stage(platform, actor, input.target()?, input.stage.0, reason).await
        })
        .await
    }

    /// Says that a need is met.
    async fn meet_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The need, and by whom or what it is met.")] input: MeetNeedInput,
    ) -> Nullable<MeetNeedPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let by = ids::read_optional::<kinds::Organisation>("metBy", input.met_by.as_ref())?;
            let note = label("note", input.note.as_deref())?;
            let need = ids::read::<kinds::Need>("need", &input.need)?;
            let outcome = NeedOutcome::Met { by, note };
            projects::settle_need(platform, actor, input.target()?, need, outcome).await
        })
        .await
    }

    /// Chooses what an organisation shares to meet a need. The need is met, and the organisation is told
    /// by mail. Nothing is booked by that: `bookResources` does.
    async fn accept_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The need, and what meets it.")] input: AcceptOfferInput,
    ) -> Nullable<AcceptOfferPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let need = ids::read::<kinds::Need>("need", &input.need)?;
            let resource = ids::read::<kinds::Resource>("resource", &input.resource)?;
            matches::accept(platform, actor, input.target()?, need, resource).await
        })
        .await
    }

    /// Says that a need is no longer looked for.
    async fn withdraw_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The need.")] input: WithdrawNeedInput,
    ) -> Nullable<WithdrawNeedPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let need = ids::read::<kinds::Need>("need", &input.need)?;
            projects::settle_need(
                platform,
                actor,
                input.target()?,
                need,
                NeedOutcome::Withdrawn,
            )
            .await
        })
        .await
    }

    /// Looks for a met or withdrawn need again.
    async fn reopen_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The need.")] input: ReopenNeedInput,
    ) -> Nullable<ReopenNeedPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let need = ids::read::<kinds::Need>("need", &input.need)?;
            projects::settle_need(
                platform,
                actor,
                input.target()?,
                need,
                NeedOutcome::Reopened,
            )
            .await
        })
        .await
    }

    /// Says that a milestone was reached.
    async fn reach_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The milestone and the day.")] input: ReachMilestoneInput,
    ) -> Nullable<ReachMilestonePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let milestone = ids::read::<kinds::Milestone>("milestone", &input.milestone)?;
            projects::reach_milestone(platform, actor, input.target()?, milestone, input.on.0).await
        })
        .await
    }

    /// Invites an organisation to take part; its people answer.
    async fn invite_participant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation and its part.")] input: InviteParticipantInput,
    ) -> Nullable<InviteParticipantPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let organisation =
                ids::read::<kinds::Organisation>("organisation", &input.organisation)?;
            let part = label("part", input.part.as_deref())?;
            projects::invite_participant(platform, actor, input.target()?, organisation, part).await
        })
        .await
    }

    /// Asks to take part; the people of the project's lead answer.
    async fn request_participation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project and the part.")] input: RequestParticipationInput,
    ) -> Nullable<RequestParticipationPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let project = ids::read::<kinds::Project>("project", &input.project)?;
            let acting_for = ids::read::<kinds::Organisation>("actingFor", &input.acting_for)?;
            let part = label("part", input.part.as_deref())?;
            projects::request_participation(platform, actor, project, acting_for, part).await
        })
        .await
    }

    /// Takes up an invitation, or grants a request.
    async fn accept_participation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participation.")] input: AcceptParticipationInput,
    ) -> Nullable<AcceptParticipationPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (id, acting_for, version) = input.target()?;
            let action = ParticipationAction::Accept;
            projects::step_participation(platform, actor, id, acting_for, version, action).await
        })
        .await
    }

    /// Says no to an invitation or a request.
    async fn decline_participation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participation.")] input: DeclineParticipationInput,
    ) -> Nullable<DeclineParticipationPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (id, acting_for, version) = input.target()?;
            let action = ParticipationAction::Decline;
            projects::step_participation(platform, actor, id, acting_for, version, action).await
        })
        .await
    }

    /// Ends a participation: the organisation leaves, or the lead parts with it; who opened one that
    /// waits for an answer takes it back.
    async fn end_participation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participation.")] input: EndParticipationInput,
    ) -> Nullable<EndParticipationPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (id, acting_for, version) = input.target()?;
            let action = ParticipationAction::Leave;
            projects::step_participation(platform, actor, id, acting_for, version, action).await
        })
        .await
    }
}

fn label(field: &str, text: Option<&str>) -> std::result::Result<Option<Label>, Error> {
    Label::parse_optional(text).map_err(|problem| Error::invalid(field, problem))
}
