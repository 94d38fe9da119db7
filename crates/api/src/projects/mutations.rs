//! Writing projects.

use async_graphql::{Context, Object};
use maillage_domain::{
    projects::ParticipationAction,
    values::{Label, Reason},
};
use maillage_usecases::{
    Error,
    projects::{self, NeedOutcome},
};

use super::{
    inputs::{
        ArchiveProjectInput, CreateProjectInput, InviteParticipantInput, MeetNeedInput,
        ParticipationInput, ReachMilestoneInput, ReopenNeedInput, RequestParticipationInput,
        SetProjectStageInput, SubmitProjectInput, UpdateProjectInput, WithdrawNeedInput,
        WithdrawProjectInput,
    },
    types::{Participation, Project},
};
use crate::{
    context::ContextExt,
    error::Result,
    ids::{self, kinds},
    payload::{payloads, settle},
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
    ) -> Result<CreateProjectPayload> {
        let outcome = async {
            let hub = ids::read::<kinds::Hub>("hub", &input.hub)?;
            let acting_for = ids::read::<kinds::Organisation>("actingFor", &input.acting_for)?;
            let platform = ctx.platform().rehearsing(input.dry_run);
            projects::create(
                &platform,
                ctx.actor(),
                hub,
                acting_for,
                input.content.into(),
            )
            .await
        };
        settle(ctx, outcome.await)
    }

    /// Changes a project. Where its hub looks before publication, a published text stays up and
    /// the change waits as a revision.
    async fn update_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project and its new content.")] input: UpdateProjectInput,
    ) -> Result<UpdateProjectPayload> {
        let outcome = async {
            let platform = ctx.platform().rehearsing(input.dry_run);
            let target = input.target()?;
            projects::update(&platform, ctx.actor(), target, input.content.into()).await
        };
        settle(ctx, outcome.await)
    }

    /// Hands a project in for review; where its hub looks afterwards, it is published at once.
    async fn submit_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] input: SubmitProjectInput,
    ) -> Result<SubmitProjectPayload> {
        let outcome = async {
            projects::submit(
                &ctx.platform().rehearsing(input.dry_run),
                ctx.actor(),
                input.target()?,
            )
            .await
        };
        settle(ctx, outcome.await)
    }

    /// Takes a submission, or the waiting revision, back.
    async fn withdraw_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] input: WithdrawProjectInput,
    ) -> Result<WithdrawProjectPayload> {
        let outcome = async {
            projects::withdraw(
                &ctx.platform().rehearsing(input.dry_run),
                ctx.actor(),
                input.target()?,
            )
            .await
        };
        settle(ctx, outcome.await)
    }

    /// Puts a published project away.
    async fn archive_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] input: ArchiveProjectInput,
    ) -> Result<ArchiveProjectPayload> {
        let outcome = async {
            projects::archive(
                &ctx.platform().rehearsing(input.dry_run),
                ctx.actor(),
                input.target()?,
            )
            .await
        };
        settle(ctx, outcome.await)
    }

    /// Says how far a project has come.
    async fn set_project_stage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project and its stage.")] input: SetProjectStageInput,
    ) -> Result<SetProjectStagePayload> {
        let outcome = async {
            let reason = Reason::parse_optional(input.reason.as_deref())
                .map_err(|problem| Error::invalid("reason", problem))?;
            let platform = ctx.platform().rehearsing(input.dry_run);
            projects::set_stage(
                &platform,
                ctx.actor(),
                input.target()?,
                input.stage.0,
                reason,
            )
            .await
        };
        settle(ctx, outcome.await)
    }

    /// Says that a need is met.
    async fn meet_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The need, and by whom or what it is met.")] input: MeetNeedInput,
    ) -> Result<MeetNeedPayload> {
        let outcome = async {
            let by = ids::read_optional::<kinds::Organisation>("metBy", input.met_by.as_ref())?;
            let note = label("note", input.note.as_deref())?;
            let need = ids::read::<kinds::Need>("need", &input.need)?;
            let platform = ctx.platform().rehearsing(input.dry_run);
            let outcome = NeedOutcome::Met { by, note };
            projects::settle_need(&platform, ctx.actor(), input.target()?, need, outcome).await
        };
        settle(ctx, outcome.await)
    }

    /// Says that a need is no longer looked for.
    async fn withdraw_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The need.")] input: WithdrawNeedInput,
    ) -> Result<WithdrawNeedPayload> {
        let outcome = async {
            let need = ids::read::<kinds::Need>("need", &input.need)?;
            let platform = ctx.platform().rehearsing(input.dry_run);
            projects::settle_need(
                &platform,
                ctx.actor(),
                input.target()?,
                need,
                NeedOutcome::Withdrawn,
            )
            .await
        };
        settle(ctx, outcome.await)
    }

    /// Looks for a met or withdrawn need again.
    async fn reopen_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The need.")] input: ReopenNeedInput,
    ) -> Result<ReopenNeedPayload> {
        let outcome = async {
            let need = ids::read::<kinds::Need>("need", &input.need)?;
            let platform = ctx.platform().rehearsing(input.dry_run);
            projects::settle_need(
                &platform,
                ctx.actor(),
                input.target()?,
                need,
                NeedOutcome::Reopened,
            )
            .await
        };
        settle(ctx, outcome.await)
    }

    /// Says that a milestone was reached.
    async fn reach_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The milestone and the day.")] input: ReachMilestoneInput,
    ) -> Result<ReachMilestonePayload> {
        let outcome = async {
            let milestone = ids::read::<kinds::Milestone>("milestone", &input.milestone)?;
            let platform = ctx.platform().rehearsing(input.dry_run);
            projects::reach_milestone(
                &platform,
                ctx.actor(),
                input.target()?,
                milestone,
                input.on.0,
            )
            .await
        };
        settle(ctx, outcome.await)
    }

    /// Invites an organisation to take part; its people answer.
    async fn invite_participant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation and its part.")] input: InviteParticipantInput,
    ) -> Result<InviteParticipantPayload> {
        let outcome = async {
            let organisation =
                ids::read::<kinds::Organisation>("organisation", &input.organisation)?;
            let part = label("part", input.part.as_deref())?;
            let platform = ctx.platform().rehearsing(input.dry_run);
            projects::invite_participant(
                &platform,
                ctx.actor(),
                input.target()?,
                organisation,
                part,
            )
            .await
        };
        settle(ctx, outcome.await)
    }

    /// Asks to take part; the people of the project's lead answer.
    async fn request_participation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project and the part.")] input: RequestParticipationInput,
    ) -> Result<RequestParticipationPayload> {
        let outcome = async {
            let project = ids::read::<kinds::Project>("project", &input.project)?;
            let acting_for = ids::read::<kinds::Organisation>("actingFor", &input.acting_for)?;
            let part = label("part", input.part.as_deref())?;
            let platform = ctx.platform().rehearsing(input.dry_run);
            projects::request_participation(&platform, ctx.actor(), project, acting_for, part).await
        };
        settle(ctx, outcome.await)
    }

    /// Takes up an invitation, or grants a request.
    async fn accept_participation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participation.")] input: ParticipationInput,
    ) -> Result<AcceptParticipationPayload> {
        settle(ctx, step(ctx, &input, ParticipationAction::Accept).await)
    }

    /// Says no to an invitation or a request.
    async fn decline_participation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participation.")] input: ParticipationInput,
    ) -> Result<DeclineParticipationPayload> {
        settle(ctx, step(ctx, &input, ParticipationAction::Decline).await)
    }

    /// Ends a participation: the organisation leaves, or the lead parts with it; who opened one that
    /// waits for an answer takes it back.
    async fn end_participation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participation.")] input: ParticipationInput,
    ) -> Result<EndParticipationPayload> {
        settle(ctx, step(ctx, &input, ParticipationAction::Leave).await)
    }
}

async fn step(
    ctx: &Context<'_>,
    input: &ParticipationInput,
    action: ParticipationAction,
) -> std::result::Result<maillage_domain::projects::Participation, Error> {
    let id = ids::read::<kinds::Participation>("id", &input.id)?;
    let acting_for = ids::read::<kinds::Organisation>("actingFor", &input.acting_for)?;
    let platform = ctx.platform().rehearsing(input.dry_run);
    projects::step_participation(
        &platform,
        ctx.actor(),
        id,
        acting_for,
        input.expected_version,
        action,
    )
    .await
}

fn label(field: &str, text: Option<&str>) -> std::result::Result<Option<Label>, Error> {
    Label::parse_optional(text).map_err(|problem| Error::invalid(field, problem))
}
