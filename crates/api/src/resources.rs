//! Resources.

mod inputs;
mod mutations;
mod parts;
mod types;

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{
    Faults, Problem, ProblemCode,
    content::ContentState,
    ids::{HubId, OrganisationId},
    resources as domain,
};
use maillage_usecases::{
    Error, Page, communes,
    resources::{
        self, Free, Near, ResourceFilter as Filter, ResourceOrder as Order, ResourceOrderField,
        ResourceQuery,
    },
};

pub(crate) use self::{
    mutations::ResourcesMutation,
    types::{Resource, ResourceConnection},
};
use crate::{
    connection::{Counter, page_request},
    context::ContextExt,
    enums::{self, E},
    error::Result,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
    ordering::ordering,
    values::Money,
};

/// What a list of resources is cut down to. Everything given must hold.
#[derive(Debug, Clone, Default, InputObject)]
pub(crate) struct ResourceFilter {
    /// Shared with this hub.
    hub: Option<ID>,
    /// Shared by this organisation.
    owner: Option<ID>,
    /// Of one of these kinds.
    kinds: Option<Vec<E<domain::ResourceKind>>>,
    /// In one of these states, among those the viewer may see.
    states: Option<Vec<E<ContentState>>>,
    /// In this commune (INSEE code).
    commune: Option<String>,
    /// Within this circle. Only what is shown on the map exactly is found so.
    near: Option<NearInput>,
    /// On terms of one of these kinds.
    terms: Option<Vec<E<domain::PriceKind>>>,
    /// Free, or at this price at most for whoever books.
    price_at_most: Option<PriceAtMostInput>,
    /// Bookable at this time.
    free_during: Option<FreeDuringInput>,
    /// With all these words in its title, summary or description; accents and case do not matter.
    text: Option<String>,
}

/// A circle on the map.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct NearInput {
    /// Degrees north of its middle (WGS 84).
    latitude: f64,
    /// Degrees east of its middle (WGS 84).
    longitude: f64,
    /// Its radius in kilometres, from 0.1 to 500; the distance is right within half a percent.
    kilometres: f64,
}

/// A price that nobody is to exceed.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct PriceAtMostInput {
    /// What it is counted by.
    per: E<domain::Per>,
    /// The amount.
    amount: Money,
}

/// A time at which something is to be bookable: open, free, and as its rules want it.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct FreeDuringInput {
    /// Its first minute.
    from: DateTime<Utc>,
    /// The first minute after it.
    to: DateTime<Utc>,
    /// How many units.
    #[graphql(default = 1)]
    units: i32,
}

impl FreeDuringInput {
    fn read(&self, now: DateTime<Utc>) -> std::result::Result<Free, Faults> {
        let mut faults = Faults::new();
        let span = faults.join(domain::Span::between(("from", self.from), ("to", self.to)));
        let units = faults.take("units", domain::parse_units(self.units));
        match (span, units) {
            (Some(span), Some(units)) => Ok(Free { span, units, now }),
            _ => Err(faults),
        }
    }
}

impl ResourceFilter {
    fn read(self, now: DateTime<Utc>) -> std::result::Result<Filter, Error> {
        let mut faults = Faults::new();
        let near = self.near.map(|near| faults.nest("near", near.read()));
        let at_most = self.price_at_most.map(|price| {
            let amount =
                domain_money(&price.amount).map_err(|problem| Faults::one("amount", problem));
            let amount = faults.nest("priceAtMost", amount);
            amount.map(|amount| (price.per.0, amount))
        });
        let free = self
            .free_during
            .map(|free| faults.nest("freeDuring", free.read(now)));
        if !faults.is_empty() {
            return Err(faults.within("filter").into());
        }
        Ok(Filter {
            hub: ids::read_optional::<kinds::Hub>("hub", self.hub.as_ref())?,
            owner: ids::read_optional::<kinds::Organisation>("owner", self.owner.as_ref())?,
            kinds: enums::values(self.kinds),
            states: enums::values(self.states),
            commune: self.commune.as_deref().map(communes::code).transpose()?,
            near: near.flatten(),
            terms: enums::values(self.terms),
            at_most: at_most.flatten(),
            text: self.text,
            free: free.flatten(),
        })
    }
}

fn domain_money(money: &Money) -> std::result::Result<maillage_domain::values::Money, Problem> {
    maillage_domain::values::Money::parse(&money.amount, &money.currency)
}

impl NearInput {
    fn read(&self) -> std::result::Result<Near, Faults> {
        let mut faults = Faults::new();
        for (field, given, min, max) in [
            ("latitude", self.latitude, -90.0, 90.0),
            ("longitude", self.longitude, -180.0, 180.0),
            ("kilometres", self.kilometres, 0.1, 500.0),
        ] {
            if !(min..=max).contains(&given) {
                let problem = Problem::new(ProblemCode::OutOfRange);
                faults.note(field, problem.with("min", min).with("max", max));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Near {
            latitude: self.latitude,
            longitude: self.longitude,
            kilometres: self.kilometres,
        })
    }
}

ordering! {
    /// By what a list of resources can be ordered.
    ResourceOrderBy,
    /// The order of a list of resources.
    ResourceOrder: Order by ResourceOrderField {
        /// When they were drafted.
        CreatedAt = Created,
        /// When they last changed.
        UpdatedAt = Updated,
        /// By title, accents and case aside.
        Title = Title,
    }
}

/// The arguments of a connection of resources.
pub(crate) struct ListArguments {
    pub(crate) first: Option<i32>,
    pub(crate) after: Option<String>,
    pub(crate) last: Option<i32>,
    pub(crate) before: Option<String>,
    pub(crate) filter: Option<ResourceFilter>,
    pub(crate) order_by: Option<ResourceOrder>,
}

/// A connection of the resources the viewer may see; `within` cuts the filter down to the thing
/// whose field it is, and answers none where no resource can match both.
async fn connection(
    ctx: &Context<'_>,
    arguments: ListArguments,
    within: impl FnOnce(Filter) -> Option<Filter>,
) -> Result<ResourceConnection> {
    let filter = arguments
        .filter
        .unwrap_or_default()
        .read(ctx.platform().now())?;
    let order = ResourceOrder::read(arguments.order_by);
    let page = page_request(
        arguments.first,
        arguments.after.as_deref(),
        arguments.last,
        arguments.before.as_deref(),
        order.name(),
    )?;
    let (filter, page) = match within(filter.clone()) {
        None => (filter, Page::empty()),
        Some(filter) => {
            let query = ResourceQuery {
                filter,
                order,
                page,
                fields: types::fields_in_connection(&ctx.look_ahead()),
            };
            let page = resources::list(ctx.platform(), ctx.actor(), &query).await?;
            (query.filter, page.map(Resource::from))
        }
    };
    let counter = Counter::new(ctx, filter, |platform, actor, filter| {
        Box::pin(resources::count(platform, actor, filter))
    });
    Ok(ResourceConnection { page, counter })
}

/// The resources shared with a hub. Of another hub's, asked for in the filter, there are none among
/// them.
pub(crate) async fn of_hub(
    ctx: &Context<'_>,
    hub: HubId,
    arguments: ListArguments,
) -> Result<ResourceConnection> {
    let within = |filter: Filter| {
        let here = filter.hub.is_none_or(|asked| asked == hub);
        here.then_some(Filter {
            hub: Some(hub),
            ..filter
        })
    };
    connection(ctx, arguments, within).await
}

/// The resources that an organisation shares.
pub(crate) async fn of_organisation(
    ctx: &Context<'_>,
    owner: OrganisationId,
    arguments: ListArguments,
) -> Result<ResourceConnection> {
    let within = |filter: Filter| {
        let its_own = filter.owner.is_none_or(|asked| asked == owner);
        its_own.then_some(Filter {
            owner: Some(owner),
            ..filter
        })
    };
    connection(ctx, arguments, within).await
}

/// Reading resources.
#[derive(Default)]
pub(crate) struct ResourcesQuery;

#[Object]
impl ResourcesQuery {
    /// A resource by its id; null when there is none that the viewer may see.
    async fn resource(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Nullable<Resource> {
        nullable(async {
            let id = ids::argument::<kinds::Resource>(&id)?;
            Resource::find(ctx, id).await
        })
        .await
    }

    /// The resources the viewer may see, the newest first unless ordered otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn resources(
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
        #[graphql(desc = "What the list is cut down to.")] filter: Option<ResourceFilter>,
        #[graphql(desc = "The order of the list.")] order_by: Option<ResourceOrder>,
    ) -> Result<ResourceConnection> {
        let arguments = ListArguments {
            first,
            after,
            last,
            before,
            filter,
            order_by,
        };
        connection(ctx, arguments, Some).await
    }
}
