//! The types.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{
    content::ContentState,
    ids::ProjectId,
    policy::{self, Action},
    projects::{self as domain, ProjectAction},
    values::{ActivityDomain, Visibility},
};
use maillage_usecases::{
    Error, Page,
    projects::{self, NeedView, ProjectView},
};

use super::{
    fields::fields_of,
    participations::{Participation, ParticipationConnection},
    parts::{BudgetLine, Milestone, Need, ProjectRevision},
};
use crate::{
    connection::{Counter, connection, page_request},
    context::ContextExt,
    enums::E,
    error::{ApiError, Result},
    hubs::Hub,
    ids,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    values::{ActionState, Commune, Date, FieldChange, Markdown, Statement},
};

/// Joint work led by one organisation of a hub.
#[derive(Clone)]
pub(crate) struct Project {
    pub(super) view: Arc<ProjectView>,
    pub(super) loaded: Arc<Loaded>,
}

/// What was read together with the project, if it was.
#[derive(Default)]
pub(super) struct Loaded {
    pub(super) lead: Lead,
    pub(super) needs: Option<Vec<NeedView>>,
    /// The first page of this size.
    pub(super) participations: Option<(u64, Page<domain::Participation>)>,
}

/// Who leads the project.
#[derive(Default)]
pub(super) enum Lead {
    /// Not read yet.
    #[default]
    Unread,
    /// Read: the organisation, where the viewer may see it.
    Read(Option<Organisation>),
}

impl From<ProjectView> for Project {
    fn from(view: ProjectView) -> Self {
        Self {
            view: Arc::new(view),
            loaded: Arc::default(),
        }
    }
}

impl From<domain::Project> for Project {
    fn from(project: domain::Project) -> Self {
        let needs = project.needs.into_iter();
        let needs = needs.filter(|need| need.state != domain::NeedState::Withdrawn);
        let needs = needs
            .map(|need| NeedView::whole(project.id, need))
            .collect();
        let content = project.content;
        let view = ProjectView {
            id: project.id,
            hub: Some(project.hub),
            lead: Some(project.lead),
            lead_name: None,
            title: Some(content.title.into()),
            summary: Some(content.summary.into()),
            description: Some(content.description.into()),
            themes: Some(content.themes),
            visibility: Some(content.visibility),
            commune: content.commune,
            starts_on: content.starts_on,
            ends_on: content.ends_on,
            milestones: Some(content.milestones),
            budget: Some(content.budget),
            stage: Some(project.stage),
            abandoned_because: project.abandoned_because.map(String::from),
            state: Some(project.state),
            created_at: Some(project.created_at),
            updated_at: Some(project.updated_at),
            published_at: project.published_at,
            version: Some(project.version),
        };
        Self {
            view: Arc::new(view),
            // As they are now, also where nothing of it is written.
            loaded: Arc::new(Loaded {
                needs: Some(needs),
                ..Loaded::default()
            }),
        }
    }
}

impl Project {
    /// A project with what the field being resolved asks of it, if the viewer may see it.
    pub(crate) async fn find(ctx: &Context<'_>, id: ProjectId) -> Result<Option<Self>> {
        let fields = fields_of(&ctx.look_ahead());
        Ok(ctx.loaders().project(id, fields).await?)
    }

    /// What was read of it.
    pub(crate) fn view(&self) -> &ProjectView {
        &self.view
    }

    /// The whole of it for who may read its private side.
    async fn private(&self, ctx: &Context<'_>) -> Result<Option<Arc<domain::Project>>> {
        let found = ctx.loaders().whole_project(self.view.id).await?;
        Ok(found.filter(|project| projects::reads_private(ctx.actor(), project)))
    }
}

/// A column that the look-ahead must have asked for.
pub(super) fn read<T>(column: Option<T>) -> Result<T> {
    column.ok_or_else(|| ApiError::from(Error::internal("a column of the project was not read")))
}

connection! {
    /// A list of projects.
    ProjectConnection, ProjectEdge, Project
}

/// Joint work led by one organisation of a hub.
#[Object]
impl Project {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.view.id)
    }

    /// The hub it belongs to.
    async fn hub(&self, ctx: &Context<'_>) -> Result<Hub> {
        let hub = ctx.loaders().hub(read(self.view.hub)?).await?;
        hub.ok_or_else(|| Error::internal("a project without its hub").into())
    }

    /// The organisation that leads it; null while that organisation is not public.
    async fn lead_organisation(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(async {
            match &self.loaded.lead {
                Lead::Read(lead) => Ok(lead.clone()),
                Lead::Unread => Organisation::find(ctx, read(self.view.lead)?).await,
            }
        })
        .await
    }

    /// Title.
    async fn title(&self) -> Result<&str> {
        read(self.view.title.as_deref())
    }

    /// One or two sentences.
    async fn summary(&self) -> Result<&str> {
        read(self.view.summary.as_deref())
    }

    /// Long text.
    async fn description(&self) -> Result<Markdown> {
        read(self.view.description.as_deref()).map(Markdown::from)
    }

    /// Fields of activity.
    async fn themes(&self) -> Result<Vec<E<ActivityDomain>>> {
        Ok(read(self.view.themes.as_ref())?
            .iter()
            .copied()
            .map(E)
            .collect())
    }

    /// How far it has come.
    async fn stage(&self) -> Result<E<domain::ProjectStage>> {
        read(self.view.stage).map(E)
    }

    /// Why it was given up, when it was; null for who is neither in the hub nor a party.
    async fn abandoned_because(&self) -> Option<&str> {
        self.view.abandoned_because.as_deref()
    }

    /// Where its text stands.
    async fn state(&self) -> Result<E<ContentState>> {
        read(self.view.state).map(E)
    }

    /// Who reads it once published.
    async fn visibility(&self) -> Result<E<Visibility>> {
        read(self.view.visibility).map(E)
    }

    /// Where it takes place.
    async fn commune(&self) -> Option<Commune> {
        self.view.commune.as_ref().and_then(Commune::of)
    }

    /// First day.
    async fn starts_on(&self) -> Option<Date> {
        self.view.starts_on.map(Date)
    }

    /// Last day.
    async fn ends_on(&self) -> Option<Date> {
        self.view.ends_on.map(Date)
    }

    /// What it looks for, in order; withdrawn needs are left out.
    async fn needs(&self, ctx: &Context<'_>) -> Result<Vec<Need>> {
        let needs = match &self.loaded.needs {
            Some(needs) => needs.clone(),
            None => ctx.loaders().needs(self.view.id).await?,
        };
        Ok(needs.into_iter().map(Need).collect())
    }

    /// Dated steps.
    async fn milestones(&self) -> Result<Vec<Milestone>> {
        Ok(read(self.view.milestones.clone())?
            .into_iter()
            .map(Milestone::from)
            .collect())
    }

    /// Expected costs, funding and contributions in kind, by year.
    async fn budget(&self) -> Result<Vec<BudgetLine>> {
        Ok(read(self.view.budget.clone())?
            .into_iter()
            .map(BudgetLine::from)
            .collect())
    }

    /// The organisations that take part. Invitations, requests and former participants are shown
    /// to those concerned and to the hub's team.
    async fn participants(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
    ) -> Result<ParticipationConnection> {
        let id = self.view.id;
        let request = page_request(first, after.as_deref(), last, before.as_deref(), "OPENED")?;
        let is_first_page = after.is_none() && last.is_none() && before.is_none();
        let page = match &self.loaded.participations {
            // Read with the list when every project was asked for the same first page.
            Some((limit, page)) if is_first_page && *limit == request.limit => page.clone(),
            _ => projects::list_participations(ctx.platform(), ctx.actor(), id, &request).await?,
        };
        let counter = Counter::new(ctx, id, |platform, actor, id| {
            Box::pin(projects::count_participations(platform, actor, *id))
        });
        Ok(ParticipationConnection {
            page: page.map(Participation),
            counter,
        })
    }

    /// The change waiting beside the published text; null for who may not see it.
    async fn revision(&self, ctx: &Context<'_>) -> Nullable<ProjectRevision> {
        nullable(async {
            let Some(project) = self.private(ctx).await? else {
                return Ok(None);
            };
            let language = ctx.language();
            Ok(project.revision.as_ref().map(|revision| ProjectRevision {
                state: E(revision.state),
                submitted_at: revision.at,
                statement: revision
                    .statement
                    .as_ref()
                    .map(|statement| Statement::new(statement, language)),
                changes: project
                    .current_content()
                    .changes(&revision.content)
                    .into_iter()
                    .map(FieldChange::from)
                    .collect(),
            }))
        })
        .await
    }

    /// Why it is restricted, when it is; null for who may not see it.
    async fn statement(&self, ctx: &Context<'_>) -> Nullable<Statement> {
        nullable(async {
            let project = self.private(ctx).await?;
            let statement = project
                .as_ref()
                .and_then(|project| project.statement.as_ref());
            Ok(statement.map(|statement| Statement::new(statement, ctx.language())))
        })
        .await
    }

    /// Its reviews that concern the viewer, the newest first.
    async fn reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
    ) -> Result<crate::moderation::ReviewConnection> {
        let subject = maillage_domain::moderation::Reviewable::Project(self.view.id);
        let arguments = crate::moderation::ListArguments {
            first,
            after,
            last,
            before,
            filter: None,
        };
        crate::moderation::history(ctx, subject, arguments).await
    }

    /// What happened to it that the viewer may read, the newest first.
    async fn activity(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
    ) -> Result<crate::activity::ActivityConnection> {
        let feed = maillage_usecases::activity::Feed::Project(self.view.id);
        crate::activity::feed(ctx, feed, first, after, last, before).await
    }

    /// When it was drafted.
    async fn created_at(&self) -> Result<DateTime<Utc>> {
        read(self.view.created_at)
    }

    /// When it last changed.
    async fn updated_at(&self) -> Result<DateTime<Utc>> {
        read(self.view.updated_at)
    }

    /// When it was first published.
    async fn published_at(&self) -> Option<DateTime<Utc>> {
        self.view.published_at
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Result<Vec<ActionState>> {
        let Some(project) = ctx.loaders().whole_project(self.view.id).await? else {
            return Ok(Vec::new());
        };
        let actions = ProjectAction::ALL.iter().copied();
        Ok(ActionState::list(
            ctx.language(),
            actions.filter(|action| {
                !matches!(action, ProjectAction::Read | ProjectAction::ReadPrivate)
            }),
            |action| policy::check(ctx.actor(), Action::Project(action, &project)),
            |action| project.permits(action),
        ))
    }

    /// Counts its changes; updates say which one they have read.
    async fn version(&self) -> Result<i32> {
        read(self.view.version)
    }
}
