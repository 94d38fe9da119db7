//! The organisations in projects.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{
    ids::ParticipationId,
    policy::{self, Action},
    projects::{self as domain, ParticipationAction},
    values::Label,
};
use maillage_usecases::projects;

use super::types::Project;
use crate::{
    connection::connection,
    context::ContextExt,
    enums::E,
    error::Result,
    ids,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    values::ActionState,
};

connection! {
    /// The organisations in a project.
    ParticipationConnection, ParticipationEdge, Participation
}

/// An organisation in a project.
#[derive(Clone)]
pub(crate) struct Participation(pub(crate) domain::Participation);

impl From<domain::Participation> for Participation {
    fn from(participation: domain::Participation) -> Self {
        Self(participation)
    }
}

impl Participation {
    /// A participation by its id, if the viewer may see it.
    pub(crate) async fn find(ctx: &Context<'_>, id: ParticipationId) -> Result<Option<Self>> {
        let found = projects::participation(ctx.platform(), ctx.actor(), id).await?;
        Ok(found.map(|(participation, _)| Self(participation)))
    }
}

/// An organisation in a project.
#[Object]
impl Participation {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// The project.
    async fn project(&self, ctx: &Context<'_>) -> Nullable<Project> {
        nullable(Project::find(ctx, self.0.project)).await
    }

    /// The organisation; null while it is not public.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.organisation)).await
    }

    /// Where it stands.
    async fn state(&self) -> E<domain::ParticipationState> {
        E(self.0.state)
    }

    /// What the organisation does there, in a few words.
    async fn part(&self) -> Option<&str> {
        self.0.part.as_ref().map(Label::as_str)
    }

    /// When it was invited or asked.
    async fn opened_at(&self) -> DateTime<Utc> {
        self.0.opened_at
    }

    /// Since when it takes part.
    async fn joined_at(&self) -> Option<DateTime<Utc>> {
        self.0.joined_at
    }

    /// Since when no more.
    async fn left_at(&self) -> Option<DateTime<Utc>> {
        self.0.left_at
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Result<Vec<ActionState>> {
        let mut project = ctx.loaders().whole_project(self.0.project).await?;
        if project.is_none() {
            // Its own organisation may leave a project that it does not see any more.
            let found = projects::participation(ctx.platform(), ctx.actor(), self.0.id).await?;
            project = found.map(|(_, project)| Arc::new(project));
        }
        let Some(project) = project else {
            return Ok(Vec::new());
        };
        let (actor, participation) = (ctx.actor(), &self.0);
        Ok(ActionState::list(
            ctx.language(),
            ParticipationAction::ALL.iter().copied(),
            |action| {
                policy::check(
                    actor,
                    Action::Participation(action, participation, &project),
                )
            },
            |action| participation.permits(action),
        ))
    }

    /// Counts its changes; updates say which one they have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
