//! Writing memberships.

use async_graphql::{Context, ID, Object};
use maillage_domain::{ids::CollegeId, values::Reason};
use maillage_usecases::{
    Error,
    memberships::{self, Change},
};

use super::{
    inputs::{
        AcceptCharterInput, AcceptMembershipInput, ApplyForMembershipInput, ChangeMembershipInput,
        DeclineMembershipInvitationInput, ExcludeMemberInput, InviteMemberInput, JoinHubInput,
        LeaveHubInput, RefuseMembershipInput, ResumeMembershipInput, SuspendMembershipInput,
    },
    types::Membership,
};
use crate::{
    context::ContextExt,
    error::Result,
    ids::{self, kinds},
    payload::{payloads, settle},
};

payloads! {
    /// The application.
    ApplyForMembershipPayload { membership: Membership }
    /// The invitation.
    InviteMemberPayload { membership: Membership }
    /// The active membership.
    AcceptMembershipPayload { membership: Membership }
    /// The refused application.
    RefuseMembershipPayload { membership: Membership }
    /// The active membership.
    JoinHubPayload { membership: Membership }
    /// The declined invitation.
    DeclineMembershipInvitationPayload { membership: Membership }
    /// The suspended membership.
    SuspendMembershipPayload { membership: Membership }
    /// The membership, active again.
    ResumeMembershipPayload { membership: Membership }
    /// The ended membership.
    LeaveHubPayload { membership: Membership }
    /// The ended membership.
    ExcludeMemberPayload { membership: Membership }
    /// The membership with the charter accepted.
    AcceptCharterPayload { membership: Membership }
    /// The membership as changed.
    ChangeMembershipPayload { membership: Membership }
}

/// Writing memberships.
#[derive(Default)]
pub(crate) struct MembershipsMutation;

#[Object]
impl MembershipsMutation {
    /// Asks to join a hub and accepts its charter. Representatives may.
    async fn apply_for_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, where, as what.")] input: ApplyForMembershipInput,
    ) -> Result<ApplyForMembershipPayload> {
        let outcome = async {
            let hub = ids::read::<kinds::Hub>("hub", &input.hub)?;
            let acting_for = ids::read::<kinds::Organisation>("actingFor", &input.acting_for)?;
            let platform = ctx.platform().rehearsing(input.dry_run);
            let (category, charter) = (input.category.0, input.charter_version);
            memberships::apply(&platform, ctx.actor(), hub, acting_for, category, charter).await
        };
        settle(ctx, outcome.await)
    }

    /// Asks an organisation to join; its representatives answer. Coordinators may.
    async fn invite_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, where, as what.")] input: InviteMemberInput,
    ) -> Result<InviteMemberPayload> {
        let outcome = async {
            let hub = ids::read::<kinds::Hub>("hub", &input.hub)?;
            let organisation =
                ids::read::<kinds::Organisation>("organisation", &input.organisation)?;
            let college = college(input.college.as_ref())?;
            let platform = ctx.platform().rehearsing(input.dry_run);
            let category = input.category.0;
            memberships::invite(&platform, ctx.actor(), hub, organisation, category, college).await
        };
        settle(ctx, outcome.await)
    }

    /// Accepts an application: the organisation is a member from today, and its profile is
    /// published. Coordinators may.
    async fn accept_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, and as what it is accepted.")]
        input: AcceptMembershipInput,
    ) -> Result<AcceptMembershipPayload> {
        let outcome = async {
            let target = input.target()?;
            let category = input.category.map(|category| category.0);
            let college = college(input.college.as_ref())?;
            let platform = ctx.platform().rehearsing(input.dry_run);
            memberships::accept(&platform, ctx.actor(), target, category, college).await
        };
        settle(ctx, outcome.await)
    }

    /// Refuses an application. Coordinators may.
    async fn refuse_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, and why.")] input: RefuseMembershipInput,
    ) -> Result<RefuseMembershipPayload> {
        let outcome = async {
            let (target, reason) = (input.target()?, reason(&input.reason)?);
            let platform = ctx.platform().rehearsing(input.dry_run);
            memberships::refuse(&platform, ctx.actor(), target, reason).await
        };
        settle(ctx, outcome.await)
    }

    /// Takes an invitation up and accepts the charter: the organisation is a member from today, and
    /// its profile is published. Representatives may.
    async fn join_hub(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation.")] input: JoinHubInput,
    ) -> Result<JoinHubPayload> {
        let outcome = async {
            let (acting_for, target) = (input.acting_for()?, input.target()?);
            let platform = ctx.platform().rehearsing(input.dry_run);
            let charter = input.charter_version;
            memberships::join(&platform, ctx.actor(), acting_for, target, charter).await
        };
        settle(ctx, outcome.await)
    }

    /// Declines an invitation. Representatives may.
    async fn decline_membership_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation.")] input: DeclineMembershipInvitationInput,
    ) -> Result<DeclineMembershipInvitationPayload> {
        let outcome = async {
            let (acting_for, target) = (input.acting_for()?, input.target()?);
            let platform = ctx.platform().rehearsing(input.dry_run);
            memberships::decline(&platform, ctx.actor(), acting_for, target).await
        };
        settle(ctx, outcome.await)
    }

    /// Suspends a member: from its people's next request on it has no rights of one. What it
    /// published stays, nothing new goes out. Coordinators may.
    async fn suspend_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership, and why.")] input: SuspendMembershipInput,
    ) -> Result<SuspendMembershipPayload> {
        let outcome = async {
            let (target, reason) = (input.target()?, reason(&input.reason)?);
            let platform = ctx.platform().rehearsing(input.dry_run);
            memberships::suspend(&platform, ctx.actor(), target, reason).await
        };
        settle(ctx, outcome.await)
    }

    /// Lifts a suspension. Coordinators may.
    async fn resume_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership.")] input: ResumeMembershipInput,
    ) -> Result<ResumeMembershipPayload> {
        let outcome = async {
            let target = input.target()?;
            let platform = ctx.platform().rehearsing(input.dry_run);
            memberships::resume(&platform, ctx.actor(), target).await
        };
        settle(ctx, outcome.await)
    }

    /// Leaves a hub, or takes an application back. What the organisation published stays.
    /// Representatives may.
    async fn leave_hub(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership.")] input: LeaveHubInput,
    ) -> Result<LeaveHubPayload> {
        let outcome = async {
            let (acting_for, target) = (input.acting_for()?, input.target()?);
            let platform = ctx.platform().rehearsing(input.dry_run);
            memberships::leave(&platform, ctx.actor(), acting_for, target).await
        };
        settle(ctx, outcome.await)
    }

    /// Excludes a member. What it published stays. Coordinators may.
    async fn exclude_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership, and why.")] input: ExcludeMemberInput,
    ) -> Result<ExcludeMemberPayload> {
        let outcome = async {
            let (target, reason) = (input.target()?, reason(&input.reason)?);
            let platform = ctx.platform().rehearsing(input.dry_run);
            memberships::exclude(&platform, ctx.actor(), target, reason).await
        };
        settle(ctx, outcome.await)
    }

    /// Accepts a new charter version. Representatives may.
    async fn accept_charter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership and the version.")] input: AcceptCharterInput,
    ) -> Result<AcceptCharterPayload> {
        let outcome = async {
            let (acting_for, target) = (input.acting_for()?, input.target()?);
            let platform = ctx.platform().rehearsing(input.dry_run);
            let charter = input.charter_version;
            memberships::accept_charter(&platform, ctx.actor(), acting_for, target, charter).await
        };
        settle(ctx, outcome.await)
    }

    /// Changes category, college and trust of a member. Coordinators may.
    async fn change_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership, and what it is to be.")] input: ChangeMembershipInput,
    ) -> Result<ChangeMembershipPayload> {
        let outcome = async {
            let change = Change {
                category: input.category.0,
                college: college(input.college.as_ref())?,
                trusted: input.trusted,
            };
            let platform = ctx.platform().rehearsing(input.dry_run);
            memberships::change(&platform, ctx.actor(), input.target()?, change).await
        };
        settle(ctx, outcome.await)
    }
}

fn reason(text: &str) -> std::result::Result<Reason, Error> {
    Reason::parse(text).map_err(|problem| Error::invalid("reason", problem))
}

fn college(id: Option<&ID>) -> std::result::Result<Option<CollegeId>, Error> {
    ids::read_optional::<kinds::College>("college", id)
}
