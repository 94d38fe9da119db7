//! Bookings of resources.

mod inputs;
mod mutations;
mod types;

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{Faults, bookings::BookingState, resources::in_this_century};
use maillage_usecases::{
    Error,
    bookings::{self, BookingFilter as Filter, BookingQuery, ORDER},
};

pub(crate) use self::{
    mutations::BookingsMutation,
    types::{Booking, BookingConnection},
};
use crate::{
    connection::{Counter, page_request},
    context::ContextExt,
    enums::{self, E},
    error::Result,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
};

/// What a list of bookings is cut down to. Everything given must hold.
#[derive(Debug, Clone, Default, InputObject)]
pub(crate) struct BookingFilter {
    /// Taken or lent by this organisation.
    organisation: Option<ID>,
    /// Taken by this organisation.
    borrower: Option<ID>,
    /// Lent by this organisation.
    owner: Option<ID>,
    /// Of this resource, alone or with others.
    resource: Option<ID>,
    /// Brought about by this hub.
    hub: Option<ID>,
    /// For this project.
    project: Option<ID>,
    /// Dates of this series.
    series: Option<ID>,
    /// In one of these states.
    states: Option<Vec<E<BookingState>>>,
    /// Not over at this instant.
    from: Option<DateTime<Utc>>,
    /// Begun before this instant.
    to: Option<DateTime<Utc>>,
}

impl BookingFilter {
    fn read(self) -> std::result::Result<Filter, Error> {
        let organisation =
            |field, id: &Option<ID>| ids::read_optional::<kinds::Organisation>(field, id.as_ref());
        let mut faults = Faults::new();
        let mut instant = |field: &str, at: Option<DateTime<Utc>>| {
            faults
                .take(field, at.map(in_this_century).transpose())
                .flatten()
        };
        let (from, until) = (instant("from", self.from), instant("to", self.to));
        if !faults.is_empty() {
            return Err(faults.within("filter").into());
        }
        Ok(Filter {
            organisation: organisation("organisation", &self.organisation)?,
            borrower: organisation("borrower", &self.borrower)?,
            owner: organisation("owner", &self.owner)?,
            resource: ids::read_optional::<kinds::Resource>("resource", self.resource.as_ref())?,
            hub: ids::read_optional::<kinds::Hub>("hub", self.hub.as_ref())?,
            project: ids::read_optional::<kinds::Project>("project", self.project.as_ref())?,
            series: ids::read_optional::<kinds::BookingSeries>("series", self.series.as_ref())?,
            states: enums::values(self.states),
            from,
            until,
        })
    }
}

/// Reading bookings.
#[derive(Default)]
pub(crate) struct BookingsQuery;

#[Object]
impl BookingsQuery {
    /// A booking by its id; null when there is none that concerns the viewer.
    async fn booking(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Nullable<Booking> {
        nullable(async {
            let id = ids::argument::<kinds::Booking>(&id)?;
            Ok(ctx.loaders().booking(id).await?)
        })
        .await
    }

    /// The bookings that concern the viewer, by start: those of the organisations that they act for,
    /// on either side, and those that a hub brought about of whose team they are.
    async fn bookings(
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
        #[graphql(desc = "What the list is cut down to.")] filter: Option<BookingFilter>,
    ) -> Result<BookingConnection> {
        let filter = filter.unwrap_or_default().read()?;
        let page = page_request(first, after.as_deref(), last, before.as_deref(), ORDER)?;
        let query = BookingQuery { filter, page };
        let page = bookings::list(ctx.platform(), ctx.actor(), &query).await?;
        let counter = Counter::new(ctx, query.filter, |platform, actor, filter| {
            Box::pin(bookings::count(platform, actor, filter))
        });
        Ok(BookingConnection {
            page: page.map(Booking::from),
            counter,
        })
    }
}
