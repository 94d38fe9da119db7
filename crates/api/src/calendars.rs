//! Calendars that people follow in their own programs.

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{
    Problem, ProblemCode,
    calendars::{self as domain, CalendarOf},
    ids::CalendarFeedId,
};
use maillage_usecases::{Error, calendars};

use crate::{
    context::ContextExt,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
    organisations::Organisation,
    payload::{mutate, payloads},
    resources::Resource,
    values::Url,
};

/// A calendar that a person follows.
#[derive(Clone)]
pub(crate) struct CalendarFeed(domain::CalendarFeed);

impl From<domain::CalendarFeed> for CalendarFeed {
    fn from(feed: domain::CalendarFeed) -> Self {
        Self(feed)
    }
}

/// A calendar that a person follows (iCalendar, RFC 5545): the bookings of an organisation, or those of
/// a resource. It shows what the person may read whenever a program asks for it; of a resource that
/// is somebody else's, when it is taken and no more.
#[Object]
impl CalendarFeed {
    /// Its id, which changes with its address.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// The organisation whose bookings it shows; null for one of a resource.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(async {
            match self.0.of {
                CalendarOf::Organisation(id) => Organisation::find(ctx, id).await,
                CalendarOf::Resource(_) => Ok(None),
            }
        })
        .await
    }

    /// The resource whose bookings it shows; null for one of an organisation, and where the person may
    /// not see it any more.
    async fn resource(&self, ctx: &Context<'_>) -> Nullable<Resource> {
        nullable(async {
            match self.0.of {
                CalendarOf::Resource(id) => Resource::find(ctx, id).await,
                CalendarOf::Organisation(_) => Ok(None),
            }
        })
        .await
    }

    /// Its address, a secret: whoever has it reads the calendar as this person.
    async fn url(&self, ctx: &Context<'_>) -> Url {
        calendars::address(ctx.platform(), &self.0).into()
    }

    /// Since when it has this address.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// Gives a calendar an address.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct CreateCalendarFeedInput {
    /// Whose bookings it shows: an organisation that the person holds a mandate for, or a resource that
    /// the person sees.
    of: ID,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    dry_run: bool,
}

impl CreateCalendarFeedInput {
    fn read(&self) -> Result<CalendarOf, Error> {
        let kind = self.of.rsplit_once('_').map_or("", |(kind, _)| kind);
        match kind {
            "organisation" => {
                let id = ids::read::<kinds::Organisation>("of", &self.of)?;
                Ok(CalendarOf::Organisation(id))
            }
            "resource" => {
                let id = ids::read::<kinds::Resource>("of", &self.of)?;
                Ok(CalendarOf::Resource(id))
            }
            "" => Err(Error::invalid("of", Problem::new(ProblemCode::Malformed))),
            other => {
                let problem = Problem::new(ProblemCode::WrongType)
                    .with("expected", "organisation, resource")
                    .with("given", other.chars().take(63).collect::<String>());
                Err(Error::invalid("of", problem))
            }
        }
    }
}

/// Gives a calendar another address.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct RenewCalendarFeedInput {
    /// The calendar feed.
    id: ID,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    dry_run: bool,
}

/// Ends a calendar.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct EndCalendarFeedInput {
    /// The calendar feed.
    id: ID,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    dry_run: bool,
}

fn read(id: &ID) -> Result<CalendarFeedId, Error> {
    ids::read::<kinds::CalendarFeed>("id", id)
}

payloads! {
    /// The calendar with its address.
    CreateCalendarFeedPayload { calendar_feed: CalendarFeed }
    /// The calendar with its new address.
    RenewCalendarFeedPayload { calendar_feed: CalendarFeed }
    /// The calendar that ended.
    EndCalendarFeedPayload { calendar_feed: CalendarFeed }
}

/// Writing calendars.
#[derive(Default)]
pub(crate) struct CalendarsMutation;

#[Object]
impl CalendarsMutation {
    /// Gives the calendar of an organisation or a resource an address that programs can follow; the one
    /// that the person has of it already is answered again.
    async fn create_calendar_feed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose bookings it shows.")] input: CreateCalendarFeedInput,
    ) -> Nullable<CreateCalendarFeedPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            calendars::create(platform, actor, input.read()?).await
        })
        .await
    }

    /// Gives a calendar of one's own another address, for when the one so far has become known. That
    /// one leads nowhere any more.
    async fn renew_calendar_feed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The calendar.")] input: RenewCalendarFeedInput,
    ) -> Nullable<RenewCalendarFeedPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            calendars::renew(platform, actor, read(&input.id)?).await
        })
        .await
    }

    /// Ends a calendar of one's own: its address leads nowhere any more.
    async fn end_calendar_feed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The calendar.")] input: EndCalendarFeedInput,
    ) -> Nullable<EndCalendarFeedPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            calendars::end(platform, actor, read(&input.id)?).await
        })
        .await
    }
}
