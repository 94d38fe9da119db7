//! Hubs.

mod inputs;
mod mutations;
mod parts;
mod types;

use async_graphql::{Context, ID, InputObject, Object};
use maillage_domain::{Problem, ProblemCode};
use maillage_usecases::{
    Error, communes,
    hubs::{self, HubFilter as Filter, HubOrder as Order, HubOrderField, HubQuery},
};

pub(crate) use self::{
    mutations::HubsMutation,
    parts::College,
    types::{Hub, HubConnection, HubOffice},
};
use crate::{
    connection::{Counter, page_request},
    context::ContextExt,
    error::Result,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
    ordering::ordering,
};

/// What a list of hubs is cut down to. Everything given must hold.
#[derive(Debug, Clone, Default, InputObject)]
pub(crate) struct HubFilter {
    /// With all these words in the name; accents and case do not matter.
    text: Option<String>,
    /// With this commune (INSEE code) in the territory; a municipal district counts for its
    /// commune.
    commune: Option<String>,
    /// With a commune of this department in the territory: `34`, `2A`, `974`.
    department: Option<String>,
    /// Demonstration hubs alone, or none of them.
    demo: Option<bool>,
}

impl HubFilter {
    fn read(self) -> std::result::Result<Filter, Error> {
        Ok(Filter {
            text: self.text,
            commune: self.commune.as_deref().map(communes::commune).transpose()?,
            department: self
                .department
                .as_deref()
                .map(communes::department)
                .transpose()?,
            demo: self.demo,
        })
    }
}

ordering! {
    /// By what a list of hubs can be ordered.
    HubOrderBy,
    /// The order of a list of hubs.
    HubOrder: Order by HubOrderField {
        /// When they were created.
        CreatedAt = Created,
        /// By name, accents and case aside.
        Name = Name,
    }
}

/// Reading hubs.
#[derive(Default)]
pub(crate) struct HubsQuery;

#[Object]
impl HubsQuery {
    /// A hub by its id or its slug, one of the two; null when there is none.
    async fn hub(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: Option<ID>,
        #[graphql(desc = "The readable part of its address.")] slug: Option<String>,
    ) -> Nullable<Hub> {
        nullable(async {
            match (id, slug) {
                (Some(id), None) => {
                    let id = ids::argument::<kinds::Hub>(&id)?;
                    Ok(ctx.loaders().hub(id).await?)
                }
                (None, Some(slug)) => {
                    let hub = hubs::find_by_slug(ctx.platform(), &slug).await?;
                    Ok(hub.map(Hub::from))
                }
                (None, None) => {
                    Err(Error::invalid("id", Problem::new(ProblemCode::Required)).into())
                }
                (Some(_), Some(_)) => {
                    let both = Problem::new(ProblemCode::Inconsistent).with("with", "id");
                    Err(Error::invalid("slug", both).into())
                }
            }
        })
        .await
    }

    /// All hubs, by name unless ordered otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn hubs(
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
        #[graphql(desc = "What the list is cut down to.")] filter: Option<HubFilter>,
        #[graphql(desc = "The order of the list.")] order_by: Option<HubOrder>,
    ) -> Result<HubConnection> {
        let filter = filter.unwrap_or_default().read()?;
        let order = HubOrder::read(order_by);
        let page = page_request(
            first,
            after.as_deref(),
            last,
            before.as_deref(),
            order.name(),
        )?;
        let query = HubQuery {
            filter,
            order,
            page,
        };
        let page = hubs::list(ctx.platform(), &query).await?;
        let counter = Counter::new(ctx, query.filter, |platform, _, filter| {
            Box::pin(hubs::count(platform, filter))
        });
        Ok(HubConnection {
            page: page.map(Hub::from),
            counter,
        })
    }
}
