//! The types.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{
    memberships::{self as domain, MemberCategory, MembershipAction, MembershipState},
    policy::{self, Action},
};
use maillage_usecases::{Error, memberships};

use crate::{
    connection::connection,
    context::ContextExt,
    enums::E,
    error::Result,
    hubs::{College, Hub},
    ids,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    values::{ActionState, Date},
};

/// An organisation in a hub.
#[derive(Clone)]
pub(crate) struct Membership(pub(crate) Arc<domain::Membership>);

impl From<domain::Membership> for Membership {
    fn from(membership: domain::Membership) -> Self {
        Self(Arc::new(membership))
    }
}

connection! {
    /// A list of memberships.
    MembershipConnection, MembershipEdge, Membership
}

impl Membership {
    async fn its_hub(&self, ctx: &Context<'_>) -> Result<Hub> {
        let hub = ctx.loaders().hub(self.0.hub).await?;
        hub.ok_or_else(|| Error::internal("a membership without its hub").into())
    }
}

/// An organisation in a hub.
#[Object]
impl Membership {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// Where.
    async fn hub(&self, ctx: &Context<'_>) -> Result<Hub> {
        self.its_hub(ctx).await
    }

    /// Who; null while the organisation is not public.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.organisation)).await
    }

    /// As what.
    async fn category(&self) -> E<MemberCategory> {
        E(self.0.category)
    }

    /// In which college, if in one.
    async fn college(&self, ctx: &Context<'_>) -> Nullable<College> {
        nullable(async {
            let Some(id) = self.0.college else {
                return Ok(None);
            };
            let hub = self.its_hub(ctx).await?;
            Ok(hub.0.college(id).cloned().map(College::from))
        })
        .await
    }

    /// Where it stands.
    async fn state(&self) -> E<MembershipState> {
        E(self.0.state)
    }

    /// When the organisation applied or was invited.
    async fn opened_at(&self) -> DateTime<Utc> {
        self.0.opened_at
    }

    /// First day as a member.
    async fn since(&self) -> Option<Date> {
        self.0.since.map(Date)
    }

    /// Last day as a member.
    async fn until(&self) -> Option<Date> {
        self.0.until.map(Date)
    }

    /// The charter version the organisation accepted last; null while it is invited.
    async fn charter_accepted(&self) -> Option<i32> {
        self.0.charter_accepted
    }

    /// When it accepted that version.
    async fn charter_accepted_at(&self) -> Option<DateTime<Utc>> {
        self.0.charter_accepted_at
    }

    /// Whether the member has yet to accept the charter in force.
    async fn charter_outdated(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.0.charter_is_outdated(&self.its_hub(ctx).await?.0))
    }

    /// Why it was refused, suspended or ended; null for who is neither of the organisation nor of
    /// the hub's team.
    async fn reason(&self, ctx: &Context<'_>) -> Option<&str> {
        memberships::reason(ctx.actor(), &self.0)
    }

    /// Whether the member's content goes out without waiting for a moderator; null for who is
    /// neither of the organisation nor of the hub's team.
    async fn trusted(&self, ctx: &Context<'_>) -> Option<bool> {
        memberships::trusted(ctx.actor(), &self.0)
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Result<Vec<ActionState>> {
        let hub = self.its_hub(ctx).await?;
        Ok(ActionState::list(
            ctx.language(),
            MembershipAction::ALL.iter().copied(),
            |action| policy::check(ctx.actor(), Action::Membership(action, &self.0)),
            |action| self.0.permits_in(&hub.0, action),
        ))
    }

    /// Counts its changes; updates say which one they have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
