//! The types.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{
    ids::PersonId,
    mandates::{self as domain, MandateAction},
    organisations::OrganisationAction,
    policy::{self, Action, Actor},
};
use maillage_usecases::{mandates, organisations};

use crate::{
    accounts::Person,
    connection::connection,
    context::ContextExt,
    enums::E,
    error::Result,
    ids,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    values::{ActionState, EmailAddress},
};

/// The right of a person to act for an organisation.
#[derive(Clone)]
pub(crate) struct Mandate {
    mandate: Arc<domain::Mandate>,
    /// Whoever looks, when this request has changed their rights.
    actor: Option<Arc<Actor>>,
}

impl From<domain::Mandate> for Mandate {
    fn from(mandate: domain::Mandate) -> Self {
        Self {
            mandate: Arc::new(mandate),
            actor: None,
        }
    }
}

impl Mandate {
    /// A mandate as this actor sees it.
    pub(crate) fn seen_by(mandate: domain::Mandate, actor: Arc<Actor>) -> Self {
        Self {
            mandate: Arc::new(mandate),
            actor: Some(actor),
        }
    }

    fn actor<'a>(&'a self, ctx: &'a Context<'_>) -> &'a Actor {
        self.actor.as_deref().unwrap_or_else(|| ctx.actor())
    }
}

async fn person(ctx: &Context<'_>, id: Option<PersonId>) -> Result<Option<Person>> {
    match id {
        Some(id) => Ok(ctx.loaders().person(id).await?),
        None => Ok(None),
    }
}

connection! {
    /// A list of mandates.
    MandateConnection, MandateEdge, Mandate
}

/// The right of a person to act for an organisation.
#[Object]
impl Mandate {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.mandate.id)
    }

    /// Who.
    async fn person(&self, ctx: &Context<'_>) -> Nullable<Person> {
        nullable(async { person(ctx, Some(self.mandate.person)).await }).await
    }

    /// For which organisation; null for who may not see it any more.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(async {
            let id = self.mandate.organisation;
            match &self.actor {
                None => Organisation::find(ctx, id).await,
                Some(actor) => {
                    let found = organisations::whole(ctx.platform(), actor, &[id])
                        .await?
                        .remove(&id);
                    Ok(found
                        .map(|organisation| Organisation::changed(organisation, Arc::clone(actor))))
                }
            }
        })
        .await
    }

    /// To do what.
    async fn role(&self) -> E<domain::MandateRole> {
        E(self.mandate.role)
    }

    /// Since when.
    async fn from(&self) -> DateTime<Utc> {
        self.mandate.from
    }

    /// Since when no more; null while it holds.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.mandate.revoked_at
    }

    /// Given by whom; null for the platform and whoever runs it.
    async fn granted_by(&self, ctx: &Context<'_>) -> Nullable<Person> {
        nullable(async { person(ctx, self.mandate.granted_by).await }).await
    }

    /// Ended by whom; null while it holds.
    async fn ended_by(&self, ctx: &Context<'_>) -> Nullable<Person> {
        nullable(async { person(ctx, self.mandate.revoked_by).await }).await
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Result<Vec<ActionState>> {
        let id = self.mandate.organisation;
        let organisation = match &self.actor {
            None => ctx.loaders().whole_organisation(id).await?,
            Some(actor) => organisations::whole(ctx.platform(), actor, &[id])
                .await?
                .remove(&id)
                .map(Arc::new),
        };
        let Some(organisation) = organisation else {
            return Ok(Vec::new());
        };
        let representatives = ctx.loaders().representatives(id).await?;
        let (actor, mandate) = (self.actor(ctx), &*self.mandate);
        let actions = MandateAction::ALL.iter().copied();
        Ok(ActionState::list(
            ctx.language(),
            actions.filter(|action| *action != MandateAction::Read),
            |action| policy::check(actor, Action::Mandate(action, mandate, &organisation)),
            |action| mandate.permits(action, &representatives),
        ))
    }

    /// Counts its changes; updates say which one they have read.
    async fn version(&self) -> i32 {
        self.mandate.version
    }
}

/// An invitation by e-mail to hold a mandate.
#[derive(Clone)]
pub(crate) struct Invitation(Arc<domain::Invitation>);

impl From<domain::Invitation> for Invitation {
    fn from(invitation: domain::Invitation) -> Self {
        Self(Arc::new(invitation))
    }
}

connection! {
    /// A list of invitations.
    InvitationConnection, InvitationEdge, Invitation
}

/// An invitation by e-mail to hold a mandate.
#[Object]
impl Invitation {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// To act for which organisation.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.organisation)).await
    }

    /// Where it was sent; null for who may not invite anybody there.
    async fn email(&self, ctx: &Context<'_>) -> Nullable<EmailAddress> {
        nullable(async {
            let Some(organisation) = ctx
                .loaders()
                .whole_organisation(self.0.organisation)
                .await?
            else {
                return Ok(None);
            };
            let email = mandates::invited_address(ctx.actor(), &self.0, &organisation);
            Ok(email.map(|email| EmailAddress::from(email.as_str())))
        })
        .await
    }

    /// To do what.
    async fn role(&self) -> E<domain::MandateRole> {
        E(self.0.role)
    }

    /// By whom; null for the platform and whoever runs it.
    async fn invited_by(&self, ctx: &Context<'_>) -> Nullable<Person> {
        nullable(async { person(ctx, self.0.invited_by).await }).await
    }

    /// When.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Until when it can be taken up.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// When it was taken up.
    async fn accepted_at(&self) -> Option<DateTime<Utc>> {
        self.0.accepted_at
    }

    /// When it was taken back.
    async fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.0.revoked_at
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Result<Vec<ActionState>> {
        let Some(organisation) = ctx
            .loaders()
            .whole_organisation(self.0.organisation)
            .await?
        else {
            return Ok(Vec::new());
        };
        let allowed = policy::check(
            ctx.actor(),
            Action::Organisation(OrganisationAction::ManageMandates, &organisation),
        );
        let permits = || self.0.permits_revocation(ctx.platform().now());
        Ok(ActionState::of("REVOKE", allowed, permits, ctx.language())
            .into_iter()
            .collect())
    }

    /// Counts its changes; updates say which one they have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
