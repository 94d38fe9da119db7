//! Projects.

mod fields;
mod inputs;
mod mutations;
mod participations;
mod parts;
mod plain;
mod prefetch;
mod types;

use async_graphql::{Context, ID, InputObject, Object};
use maillage_domain::{
    Faults, Problem, ProblemCode,
    content::ContentState,
    ids::{HubId, OrganisationId},
    projects as domain,
    values::ActivityDomain,
};
use maillage_usecases::{
    Error, Page, communes,
    projects::{
        self, ProjectFilter as Filter, ProjectOrder as Order, ProjectOrderField, ProjectQuery,
    },
};

pub(crate) use self::{
    mutations::ProjectsMutation,
    participations::Participation,
    parts::Need,
    types::{Project, ProjectConnection},
};
use crate::{
    connection::{Counter, page_request},
    context::ContextExt,
    enums::{self, E},
    error::Result,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
    ordering::ordering,
    plain::Plain,
};

/// What a list of projects is cut down to. Everything given must hold.
#[derive(Debug, Clone, Default, InputObject)]
pub(crate) struct ProjectFilter {
    /// Of this hub.
    hub: Option<ID>,
    /// Led by this organisation.
    lead_organisation: Option<ID>,
    /// Led by this organisation, or with it as an active participant.
    organisation: Option<ID>,
    /// With at least one of these themes.
    themes: Option<Vec<E<ActivityDomain>>>,
    /// In one of these stages.
    stages: Option<Vec<E<domain::ProjectStage>>>,
    /// In one of these states, among those the viewer may see.
    states: Option<Vec<E<ContentState>>>,
    /// In this commune (INSEE code).
    commune: Option<String>,
    /// With an open need of one of these kinds.
    need_kinds: Option<Vec<E<domain::NeedKind>>>,
    /// With all these words in its title, summary, description or needs; accents and case do not
    /// matter.
    text: Option<String>,
}

impl ProjectFilter {
    fn read(self) -> std::result::Result<Filter, Error> {
        Ok(Filter {
            hub: ids::read_optional::<kinds::Hub>("hub", self.hub.as_ref())?,
            lead: ids::read_optional::<kinds::Organisation>(
                "leadOrganisation",
                self.lead_organisation.as_ref(),
            )?,
            organisation: ids::read_optional::<kinds::Organisation>(
                "organisation",
                self.organisation.as_ref(),
            )?,
            themes: enums::values(self.themes),
            stages: enums::values(self.stages),
            states: enums::values(self.states),
            commune: self.commune.as_deref().map(communes::code).transpose()?,
            needs: enums::values(self.need_kinds),
            text: self.text,
        })
    }
}

ordering! {
    /// By what a list of projects can be ordered.
    ProjectOrderBy,
    /// The order of a list of projects.
    ProjectOrder: Order by ProjectOrderField {
        /// When they were drafted.
        CreatedAt = Created,
        /// When they last changed.
        UpdatedAt = Updated,
        /// By title, accents and case aside.
        Title = Title,
    }
}

/// The arguments of a connection of projects.
pub(crate) struct ListArguments {
    pub(crate) first: Option<i32>,
    pub(crate) after: Option<String>,
    pub(crate) last: Option<i32>,
    pub(crate) before: Option<String>,
    pub(crate) filter: Option<ProjectFilter>,
    pub(crate) order_by: Option<ProjectOrder>,
}

/// A connection of the projects the viewer may see; `within` cuts the filter down to the thing
/// whose field it is, and answers none where no project can match both.
pub(crate) async fn connection(
    ctx: &Context<'_>,
    arguments: ListArguments,
    within: impl FnOnce(Filter) -> std::result::Result<Option<Filter>, Error>,
) -> Result<ProjectConnection> {
    let filter = arguments.filter.unwrap_or_default().read()?;
    let order = ProjectOrder::read(arguments.order_by);
    let page = page_request(
        arguments.first,
        arguments.after.as_deref(),
        arguments.last,
        arguments.before.as_deref(),
        order.name(),
    )?;
    let (filter, page) = match within(filter.clone())? {
        None => (filter, Page::empty()),
        Some(filter) => {
            let wanted = prefetch::Wanted::in_connection(ctx);
            let query = ProjectQuery {
                filter,
                order,
                page,
                fields: wanted.fields,
            };
            let page = projects::list(ctx.platform(), ctx.actor(), &query).await?;
            (query.filter, wanted.load(ctx, page).await?)
        }
    };
    let counter = Counter::new(ctx, filter, |platform, actor, filter| {
        Box::pin(projects::count(platform, actor, filter))
    });
    Ok(ProjectConnection { page, counter })
}

/// The projects of a hub. Of another hub's, asked for in the filter, there are none among them.
pub(crate) async fn of_hub(
    ctx: &Context<'_>,
    hub: HubId,
    arguments: ListArguments,
) -> Result<Plain<ProjectConnection>> {
    let within = |filter: Filter| {
        let here = filter.hub.is_none_or(|asked| asked == hub);
        Ok(here.then_some(Filter {
            hub: Some(hub),
            ..filter
        }))
    };
    connection(ctx, arguments, within).await.map(Plain)
}

/// The projects that an organisation leads or takes part in.
pub(crate) async fn of_organisation(
    ctx: &Context<'_>,
    organisation: OrganisationId,
    arguments: ListArguments,
) -> Result<Plain<ProjectConnection>> {
    let within = |filter: Filter| match filter.organisation {
        Some(other) if other != organisation => {
            let both = Problem::new(ProblemCode::Inconsistent).with("with", "organisation");
            Err(Faults::one("organisation", both).within("filter").into())
        }
        _ => Ok(Some(Filter {
            organisation: Some(organisation),
            ..filter
        })),
    };
    connection(ctx, arguments, within).await.map(Plain)
}

/// Reading projects.
#[derive(Default)]
pub(crate) struct ProjectsQuery;

#[Object]
impl ProjectsQuery {
    /// A project by its id; null when there is none that the viewer may see.
    async fn project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Nullable<Project> {
        nullable(async {
            let id = ids::argument::<kinds::Project>(&id)?;
            Project::find(ctx, id).await
        })
        .await
    }

    /// The projects the viewer may see, the newest first unless ordered otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn projects(
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
        #[graphql(desc = "What the list is cut down to.")] filter: Option<ProjectFilter>,
        #[graphql(desc = "The order of the list.")] order_by: Option<ProjectOrder>,
    ) -> Result<Plain<ProjectConnection>> {
        connection(
            ctx,
            ListArguments {
                first,
                after,
                last,
                before,
                filter,
                order_by,
            },
            |filter| Ok(Some(filter)),
        )
        .await
        .map(Plain)
    }
}
