//! Projects.

mod inputs;
mod mutations;
mod plain;
mod prefetch;
mod types;

use async_graphql::{Context, Enum, ID, InputObject, Object};
use maillage_domain::{
    communes::CommuneCode, content::ContentState, projects as domain, values::ActivityDomain,
};
use maillage_usecases::{
    Error,
    projects::{
        self, ProjectFilter as Filter, ProjectOrder as Order, ProjectOrderField, ProjectQuery,
    },
};

pub(crate) use self::{
    mutations::ProjectsMutation,
    types::{Need, Participation, Project, ProjectConnection},
};
use crate::{
    connection::{Counter, page_request},
    context::ContextExt,
    enums::E,
    error::Result,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
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
        fn values<T: Copy>(list: Option<Vec<E<T>>>) -> Vec<T> {
            list.unwrap_or_default()
                .into_iter()
                .map(|one| one.0)
                .collect()
        }
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
            themes: values(self.themes),
            stages: values(self.stages),
            states: values(self.states),
            commune: self
                .commune
                .map(|code| {
                    CommuneCode::parse(&code).map_err(|problem| Error::invalid("commune", problem))
                })
                .transpose()?,
            needs: values(self.need_kinds),
            text: self.text,
        })
    }
}

/// By what a list of projects can be ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum ProjectOrderBy {
    /// When they were drafted.
    CreatedAt,
    /// When they last changed.
    UpdatedAt,
    /// By title, accents and case aside.
    Title,
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum OrderDirection {
    /// The smallest or oldest first.
    Asc,
    /// The greatest or newest first.
    Desc,
}

/// The order of a list of projects.
#[derive(Debug, Clone, Copy, InputObject)]
pub(crate) struct ProjectOrder {
    /// By what.
    field: ProjectOrderBy,
    /// Which end comes first.
    direction: OrderDirection,
}

fn order(order: Option<ProjectOrder>) -> Order {
    order.map_or_else(Order::default, |order| Order {
        field: match order.field {
            ProjectOrderBy::CreatedAt => ProjectOrderField::Created,
            ProjectOrderBy::UpdatedAt => ProjectOrderField::Updated,
            ProjectOrderBy::Title => ProjectOrderField::Title,
        },
        descending: order.direction == OrderDirection::Desc,
    })
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
/// whose field it is.
pub(crate) async fn connection(
    ctx: &Context<'_>,
    arguments: ListArguments,
    within: impl FnOnce(&mut Filter),
) -> Result<ProjectConnection> {
    let mut filter = arguments.filter.unwrap_or_default().read()?;
    within(&mut filter);
    let order = order(arguments.order_by);
    let page = page_request(
        arguments.first,
        arguments.after.as_deref(),
        arguments.last,
        arguments.before.as_deref(),
        order.name(),
    )?;
    let wanted = prefetch::Wanted::in_connection(ctx);
    let query = ProjectQuery {
        filter,
        order,
        page,
        fields: wanted.fields,
    };
    let page = projects::list(ctx.platform(), ctx.actor(), &query).await?;
    let page = wanted.load(ctx, page).await?;
    let (platform, actor, filter) = (
        ctx.platform().clone(),
        ctx.request().actor.clone(),
        query.filter,
    );
    let counter = Counter::new(move || {
        let (platform, actor, filter) = (platform.clone(), actor.clone(), filter.clone());
        async move { projects::count(&platform, &actor, &filter).await }
    });
    Ok(ProjectConnection { page, counter })
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
            Ok(ctx.loaders().project(id).await?)
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
            |_| {},
        )
        .await
        .map(Plain)
    }
}
