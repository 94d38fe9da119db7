//! Memberships: organisations in hubs.

mod inputs;
mod mutations;
mod types;

use async_graphql::{Context, ID, InputObject, Object};
use maillage_domain::memberships as domain;
pub(crate) use maillage_usecases::memberships::Whose;
use maillage_usecases::{
    Error, Page,
    memberships::{
        self, MembershipFilter as Filter, MembershipOrder as Order, MembershipOrderField,
        MembershipQuery,
    },
};

pub(crate) use self::{
    mutations::MembershipsMutation,
    types::{Membership, MembershipConnection},
};
use crate::{
    connection::{Counter, page_request},
    context::ContextExt,
    enums::{self, E},
    error::Result,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
    ordering::ordering,
};

/// What a list of memberships is cut down to. Everything given must hold.
#[derive(Debug, Clone, Default, InputObject)]
pub(crate) struct MembershipFilter {
    /// In this hub.
    hub: Option<ID>,
    /// Of this organisation.
    organisation: Option<ID>,
    /// In one of these states, among those the viewer may see.
    states: Option<Vec<E<domain::MembershipState>>>,
    /// Of one of these categories.
    categories: Option<Vec<E<domain::MemberCategory>>>,
    /// In this college.
    college: Option<ID>,
    /// Members that have yet to accept the charter in force, or all others.
    charter_outdated: Option<bool>,
    /// With all these words in the name of the organisation; accents and case do not matter.
    text: Option<String>,
}

impl MembershipFilter {
    fn read(self) -> std::result::Result<Filter, Error> {
        Ok(Filter {
            hub: ids::read_optional::<kinds::Hub>("hub", self.hub.as_ref())?,
            organisation: ids::read_optional::<kinds::Organisation>(
                "organisation",
                self.organisation.as_ref(),
            )?,
            states: enums::values(self.states),
            categories: enums::values(self.categories),
            college: ids::read_optional::<kinds::College>("college", self.college.as_ref())?,
            charter_outdated: self.charter_outdated,
            text: self.text,
        })
    }
}

ordering! {
    /// By what a list of memberships can be ordered.
    MembershipOrderBy,
    /// The order of a list of memberships.
    MembershipOrder: Order by MembershipOrderField {
        /// When the organisation applied or was invited.
        OpenedAt = Opened,
        /// By the name of the organisation, accents and case aside.
        OrganisationName = Name,
        /// By the first day as a member; those that are none yet come last.
        Since = Since,
    }
}

/// The arguments of a connection of memberships.
pub(crate) struct ListArguments {
    pub(crate) first: Option<i32>,
    pub(crate) after: Option<String>,
    pub(crate) last: Option<i32>,
    pub(crate) before: Option<String>,
    pub(crate) filter: Option<MembershipFilter>,
    pub(crate) order_by: Option<MembershipOrder>,
}

/// A connection of the memberships in a hub, or of an organisation, that the viewer may see.
pub(crate) async fn connection(
    ctx: &Context<'_>,
    arguments: ListArguments,
    whose: Whose,
) -> Result<MembershipConnection> {
    let ListArguments {
        first,
        after,
        last,
        before,
        filter,
        order_by,
    } = arguments;
    let filter = filter.unwrap_or_default().read()?;
    let order = MembershipOrder::read(order_by);
    let page = page_request(
        first,
        after.as_deref(),
        last,
        before.as_deref(),
        order.name(),
    )?;
    let mut within = filter.clone();
    let elsewhere = match whose {
        Whose::Hub(id) => within.hub.replace(id).is_some_and(|asked| asked != id),
        Whose::Organisation(id) => within
            .organisation
            .replace(id)
            .is_some_and(|asked| asked != id),
    };
    let page = if elsewhere {
        // What is asked for is not among these.
        Page::empty()
    } else if page.begins_the_list() {
        // Together with the first pages of the other hubs or organisations of the same list.
        let lists = (filter, order);
        ctx.loaders().first(whose, lists, page.limit).await?
    } else {
        let query = MembershipQuery {
            filter: within.clone(),
            order,
            page,
        };
        memberships::list(ctx.platform(), ctx.actor(), &query).await?
    };
    let counter = Counter::new(ctx, within, |platform, actor, within| {
        Box::pin(memberships::count(platform, actor, within))
    });
    Ok(MembershipConnection {
        page: page.map(Membership::from),
        counter,
    })
}

/// Reading memberships.
#[derive(Default)]
pub(crate) struct MembershipsQuery;

#[Object]
impl MembershipsQuery {
    /// A membership by its id; null when there is none that the viewer may see.
    async fn membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Nullable<Membership> {
        nullable(async {
            let id = ids::argument::<kinds::Membership>(&id)?;
            Ok(ctx.loaders().membership(id).await?)
        })
        .await
    }
}
