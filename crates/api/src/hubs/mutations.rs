//! Writing hubs.

use std::collections::BTreeMap;

use async_graphql::{Context, Object};
use maillage_domain::{
    Faults, Problem, ProblemCode,
    content::{ContentKind, ModerationTiming},
};
use maillage_usecases::{Error, hubs};

use super::{
    inputs::{
        ContentPolicyInput, EndHubRoleInput, GrantHubRoleInput, KeepHoursInput,
        PublishCharterInput, RequireSecondFactorInput, SetCollegesInput, SetModerationPolicyInput,
        SetReasonTemplatesInput, UpdateHubInput,
    },
    types::{Hub, HubOffice},
};
use crate::{
    ids::{self, kinds},
    nullable::Nullable,
    payload::{mutate, payloads},
};

payloads! {
    /// The hub as changed.
    UpdateHubPayload { hub: Hub }
    /// The hub with its colleges.
    SetCollegesPayload { hub: Hub }
    /// The hub with its new charter.
    PublishCharterPayload { hub: Hub }
    /// The hub with its policy.
    SetModerationPolicyPayload { hub: Hub }
    /// The hub with what it asks of its team.
    RequireSecondFactorPayload { hub: Hub }
    /// The hub with what it keeps account of.
    KeepHoursPayload { hub: Hub }
    /// The hub with its reasons.
    SetReasonTemplatesPayload { hub: Hub }
    /// The office given.
    GrantHubRolePayload { office: HubOffice }
    /// The ended office.
    EndHubRolePayload { office: HubOffice }
}

/// Writing hubs.
#[derive(Default)]
pub(crate) struct HubsMutation;

#[Object]
impl HubsMutation {
    /// Changes texts, territory and time zone of a hub. Coordinators may.
    async fn update_hub(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hub and its new content.")] input: UpdateHubInput,
    ) -> Nullable<UpdateHubPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let setting = input.setting()?;
            hubs::update(platform, actor, setting, input.content.into()).await
        })
        .await
    }

    /// Replaces the colleges of a hub; those with a known id keep it, one with members stays.
    /// Coordinators may.
    async fn set_colleges(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hub and its colleges.")] input: SetCollegesInput,
    ) -> Nullable<SetCollegesPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let setting = input.setting()?;
            let colleges = input.colleges.into_iter().map(Into::into).collect();
            hubs::set_colleges(platform, actor, setting, colleges).await
        })
        .await
    }

    /// Publishes the next version of the charter; members are asked to accept it, by mail too.
    /// Coordinators may.
    async fn publish_charter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hub and the text.")] input: PublishCharterInput,
    ) -> Nullable<PublishCharterPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let setting = input.setting()?;
            hubs::publish_charter(platform, actor, setting, &input.into()).await
        })
        .await
    }

    /// Sets when a hub looks at each kind of content. Coordinators may.
    async fn set_moderation_policy(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hub and its policy.")] input: SetModerationPolicyInput,
    ) -> Nullable<SetModerationPolicyPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (setting, policy) = (input.setting()?, policy(&input.policy)?);
            hubs::set_policy(platform, actor, setting, policy).await
        })
        .await
    }

    /// Asks a second factor of the hub's team, or no longer. Who has none reads what the office
    /// shows, and acts once they have one. Coordinators may.
    async fn require_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hub and whether it asks for one.")] input: RequireSecondFactorInput,
    ) -> Nullable<RequireSecondFactorPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let setting = input.setting()?;
            hubs::require_second_factor(platform, actor, setting, input.required).await
        })
        .await
    }

    /// Lets the members of a hub share for hours, of which account is kept as of money: an hour given
    /// is worth an hour taken. Or no longer: what is shared for hours already stays so. Coordinators
    /// may.
    async fn keep_hours(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hub and whether account is kept of hours.")] input: KeepHoursInput,
    ) -> Nullable<KeepHoursPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let setting = input.setting()?;
            hubs::keep_hours(platform, actor, setting, input.kept).await
        })
        .await
    }

    /// Replaces the reasons that the moderators of a hub use again; those with a known id keep it.
    /// Coordinators may.
    async fn set_reason_templates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hub and its reasons.")] input: SetReasonTemplatesInput,
    ) -> Nullable<SetReasonTemplatesPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let setting = input.setting()?;
            let templates = input.templates.into_iter().map(Into::into).collect();
            hubs::set_templates(platform, actor, setting, templates).await
        })
        .await
    }

    /// Gives an office in a hub. Coordinators may, to people who hold a mandate of an active
    /// member; for anybody else the answer is the same, whether they have an account or not.
    async fn grant_hub_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, where, to do what.")] input: GrantHubRoleInput,
    ) -> Nullable<GrantHubRolePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let hub = ids::read::<kinds::Hub>("hub", &input.hub)?;
            let person = ids::read::<kinds::Person>("person", &input.person)?;
            hubs::appoint(platform, actor, hub, person, input.role.0).await
        })
        .await
    }

    /// Ends an office in a hub: coordinators any, everybody their own. A hub keeps one coordinator.
    async fn end_hub_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The office.")] input: EndHubRoleInput,
    ) -> Nullable<EndHubRolePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let id = ids::read::<kinds::HubRole>("id", &input.id)?;
            hubs::dismiss(platform, actor, id, input.expected_version).await
        })
        .await
    }
}

/// Each kind of content is spoken of once.
fn policy(
    input: &[ContentPolicyInput],
) -> std::result::Result<BTreeMap<ContentKind, ModerationTiming>, Error> {
    let mut policy = BTreeMap::new();
    let mut faults = Faults::new();
    faults.each("policy", input, |one| {
        match policy.insert(one.kind.0, one.timing.0) {
            Some(_) => Err(Faults::one("kind", Problem::new(ProblemCode::Duplicate))),
            None => Ok(()),
        }
    });
    if faults.is_empty() {
        Ok(policy)
    } else {
        Err(Error::Invalid(faults))
    }
}
