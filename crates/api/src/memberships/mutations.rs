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
    ids::{self, kinds},
    nullable::Nullable,
    payload::{mutate, payloads},
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
    ) -> Nullable<ApplyForMembershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let hub = ids::read::<kinds::Hub>("hub", &input.hub)?;
            let acting_for = ids::read::<kinds::Organisation>("actingFor", &input.acting_for)?;
            let (category, charter) = (input.category.0, input.charter_version);
            memberships::apply(platform, actor, hub, acting_for, category, charter).await
        })
        .await
    }

    /// Asks an organisation to join; its representatives answer. Coordinators may.
    async fn invite_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, where, as what.")] input: InviteMemberInput,
    ) -> Nullable<InviteMemberPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let hub = ids::read::<kinds::Hub>("hub", &input.hub)?;
            let organisation =
                ids::read::<kinds::Organisation>("organisation", &input.organisation)?;
            let college = college(input.college.as_ref())?;
            let category = input.category.0;
            memberships::invite(platform, actor, hub, organisation, category, college).await
        })
        .await
    }

    /// Accepts an application: the organisation is a member from today, and its profile is
    /// published. Coordinators may.
    async fn accept_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, and as what it is accepted.")]
        input: AcceptMembershipInput,
    ) -> Nullable<AcceptMembershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let target = input.target()?;
            let category = input.category.map(|category| category.0);
            let college = college(input.college.as_ref())?;
            memberships::accept(platform, actor, target, category, college).await
        })
        .await
    }

    /// Refuses an application. Coordinators may.
    async fn refuse_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, and why.")] input: RefuseMembershipInput,
    ) -> Nullable<RefuseMembershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (target, reason) = (input.target()?, reason(&input.reason)?);
            memberships::refuse(platform, actor, target, reason).await
        })
        .await
    }

    /// Takes an invitation up and accepts the charter: the organisation is a member from today, and
    /// its profile is published. Representatives may.
    async fn join_hub(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation.")] input: JoinHubInput,
    ) -> Nullable<JoinHubPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (acting_for, target) = (input.acting_for()?, input.target()?);
            let charter = input.charter_version;
            memberships::join(platform, actor, acting_for, target, charter).await
        })
        .await
    }

    /// Declines an invitation. Representatives may.
    async fn decline_membership_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation.")] input: DeclineMembershipInvitationInput,
    ) -> Nullable<DeclineMembershipInvitationPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (acting_for, target) = (input.acting_for()?, input.target()?);
            memberships::decline(platform, actor, acting_for, target).await
        })
        .await
    }

    /// Suspends a member: from its people's next request on it has no rights of one. What it
    /// published stays, nothing new goes out. Coordinators may.
    async fn suspend_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership, and why.")] input: SuspendMembershipInput,
    ) -> Nullable<SuspendMembershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (target, reason) = (input.target()?, reason(&input.reason)?);
            memberships::suspend(platform, actor, target, reason).await
        })
        .await
    }

    /// Lifts a suspension. Coordinators may.
    async fn resume_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership.")] input: ResumeMembershipInput,
    ) -> Nullable<ResumeMembershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let target = input.target()?;
            memberships::resume(platform, actor, target).await
        })
        .await
    }

    /// Leaves a hub, or takes an application back. What the organisation published stays.
    /// Representatives may.
    async fn leave_hub(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership.")] input: LeaveHubInput,
    ) -> Nullable<LeaveHubPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (acting_for, target) = (input.acting_for()?, input.target()?);
            memberships::leave(platform, actor, acting_for, target).await
        })
        .await
    }

    /// Excludes a member. What it published stays. Coordinators may.
    async fn exclude_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership, and why.")] input: ExcludeMemberInput,
    ) -> Nullable<ExcludeMemberPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (target, reason) = (input.target()?, reason(&input.reason)?);
            memberships::exclude(platform, actor, target, reason).await
        })
        .await
    }

    /// Accepts a new charter version. Representatives may.
    async fn accept_charter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership and the version.")] input: AcceptCharterInput,
    ) -> Nullable<AcceptCharterPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (acting_for, target) = (input.acting_for()?, input.target()?);
            let charter = input.charter_version;
            memberships::accept_charter(platform, actor, acting_for, target, charter).await
        })
        .await
    }

    /// Changes category, college and trust of a member. Coordinators may.
    async fn change_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership, and what it is to be.")] input: ChangeMembershipInput,
    ) -> Nullable<ChangeMembershipPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let change = Change {
                category: input.category.0,
                college: college(input.college.as_ref())?,
                trusted: input.trusted,
            };
            memberships::change(platform, actor, input.target()?, change).await
        })
        .await
    }
}

fn reason(text: &str) -> std::result::Result<Reason, Error> {
    Reason::parse(text).map_err(|problem| Error::invalid("reason", problem))
}

fn college(id: Option<&ID>) -> std::result::Result<Option<CollegeId>, Error> {
    ids::read_optional::<kinds::College>("college", id)
}
