//! The types.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use maillage_domain::{
    bookings::{self as domain, BookingAction, BookingState},
    ids::ResourceId,
    policy::{self, Action},
    values::{Due, Reason, Summary},
};
use maillage_usecases::{Error, bookings};

use crate::{
    connection::connection,
    context::ContextExt,
    enums::E,
    error::{Result, UserError},
    hubs::Hub,
    ids,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    projects::Project,
    resources::Resource,
    staff::StaffWork,
    values::{ActionState, Duration, Money},
};

/// Resources of one organisation, taken by another for some time.
#[derive(Clone)]
pub(crate) struct Booking(Arc<domain::Booking>);

impl From<domain::Booking> for Booking {
    fn from(booking: domain::Booking) -> Self {
        Self(Arc::new(booking))
    }
}

connection! {
    /// A list of bookings.
    BookingConnection, BookingEdge, Booking
}

/// Resources of one organisation, taken by another for some time. Read by the people of both and by
/// the team of the hub that brought them together.
#[Object]
impl Booking {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// The hub by which the borrower has it.
    async fn hub(&self, ctx: &Context<'_>) -> Result<Hub> {
        let hub = ctx.loaders().hub(self.0.hub).await?;
        hub.ok_or_else(|| Error::internal("a booking without its hub").into())
    }

    /// The organisation that lends; null while it is not public.
    async fn owner(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.owner)).await
    }

    /// The organisation that takes; null while it is not public.
    async fn borrower(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.borrower)).await
    }

    /// For which project; null for none, and for one that the viewer may not see.
    async fn project(&self, ctx: &Context<'_>) -> Nullable<Project> {
        nullable(async {
            match self.0.project {
                Some(project) => Project::find(ctx, project).await,
                None => Ok(None),
            }
        })
        .await
    }

    /// The id of the series of which it is a date, for the filter of `bookings`.
    async fn series_id(&self) -> Option<ID> {
        self.0.series.map(ids::show)
    }

    /// Its first minute.
    async fn start(&self) -> DateTime<Utc> {
        self.0.span.start()
    }

    /// The first minute after it.
    async fn end(&self) -> DateTime<Utc> {
        self.0.span.end()
    }

    /// How many units of which resources, in the order they were asked for.
    async fn lines(&self) -> Vec<BookingLine> {
        let lines = self.0.lines.iter();
        let lines = lines.map(|line| BookingLine {
            resource: line.resource,
            units: line.units,
            price: line.price,
            taken_until: self.0.taken(line).end(),
        });
        lines.collect()
    }

    /// What for.
    async fn purpose(&self) -> Option<&str> {
        self.0.purpose.as_ref().map(Summary::as_str)
    }

    /// The work of the owner's employee, where staff time is booked; null otherwise, and for who is of neither
    /// side.
    async fn work(&self, ctx: &Context<'_>) -> Option<StaffWork> {
        let read = Action::ReadWork(&self.0);
        let work = self
            .0
            .work
            .clone()
            .filter(|_| policy::check(ctx.actor(), read).is_ok());
        work.map(StaffWork::from)
    }

    /// What it comes to, on the terms of when it was booked; of staff time if all of it is worked.
    async fn price(&self) -> Money {
        self.0.price().money.into()
    }

    /// What it comes to in hours, where it is shared for hours.
    async fn hours(&self) -> Duration {
        self.0.price().credit.duration().into()
    }

    /// What the borrower owes for having cancelled it, or for not having come.
    async fn owed(&self) -> Money {
        self.0.owed.money.into()
    }

    /// What the borrower owes for that in hours.
    async fn owed_hours(&self) -> Duration {
        self.0.owed.credit.duration().into()
    }

    /// Where it stands.
    async fn state(&self) -> E<BookingState> {
        E(self.0.state)
    }

    /// Why it was declined or cancelled, if anything was said.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_ref().map(Reason::as_str)
    }

    /// Which of the two sides cancelled it.
    async fn cancelled_by(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(async {
            match self.0.cancelled_by {
                Some(side) => Organisation::find(ctx, side).await,
                None => Ok(None),
            }
        })
        .await
    }

    /// Since when the borrower has it.
    async fn handed_over_at(&self) -> Option<DateTime<Utc>> {
        self.0.handed_over_at
    }

    /// Since when the owner has it back.
    async fn returned_at(&self) -> Option<DateTime<Utc>> {
        self.0.returned_at
    }

    /// In what condition it was handed over.
    async fn condition_before(&self) -> Option<&str> {
        self.0.condition_before.as_ref().map(Summary::as_str)
    }

    /// In what condition it came back.
    async fn condition_after(&self) -> Option<&str> {
        self.0.condition_after.as_ref().map(Summary::as_str)
    }

    /// Whether it came back after its end.
    async fn late(&self) -> bool {
        self.0.late
    }

    /// When it was asked for.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Vec<ActionState> {
        let (booking, now) = (&self.0, ctx.platform().now());
        let actions = BookingAction::ALL.iter().copied();
        ActionState::list(
            ctx.language(),
            actions.filter(|action| *action != BookingAction::Read),
            |action| policy::check(ctx.actor(), Action::Booking(action, booking)),
            |action| booking.permits(action, now),
        )
    }

    /// Counts its changes; updates say which one they have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// One resource of a booking, on the terms of when it was booked.
pub(super) struct BookingLine {
    resource: ResourceId,
    units: u32,
    price: Due,
    taken_until: DateTime<Utc>,
}

/// One resource of a booking, on the terms of when it was booked.
#[Object]
impl BookingLine {
    /// The resource; null where the viewer may not see it any more.
    async fn resource(&self, ctx: &Context<'_>) -> Nullable<Resource> {
        nullable(Resource::find(ctx, self.resource)).await
    }

    /// How many units of it.
    async fn units(&self) -> u32 {
        self.units
    }

    /// What they come to.
    async fn price(&self) -> Money {
        self.price.money.into()
    }

    /// What they come to in hours.
    async fn hours(&self) -> Duration {
        self.price.credit.duration().into()
    }

    /// Until when they stay taken, with the time kept free after each booking.
    async fn taken_until(&self) -> DateTime<Utc> {
        self.taken_until
    }
}

/// A booking that comes back, and what came of each of its dates.
#[derive(SimpleObject)]
pub(crate) struct BookingSeries {
    /// Its id, for the filter of `bookings`.
    id: ID,
    /// The dates that were booked, each a booking of its own.
    bookings: Vec<Booking>,
    /// The dates that cannot be had.
    missed: Vec<MissedDate>,
}

/// A date of a series that cannot be had.
#[derive(SimpleObject)]
struct MissedDate {
    /// Its first minute.
    start: DateTime<Utc>,
    /// The first minute after it.
    end: DateTime<Utc>,
    /// Why not.
    error: UserError,
}

impl BookingSeries {
    /// What came of a series, in the words of the request's language.
    pub(super) fn new(ctx: &Context<'_>, booked: bookings::BookedSeries) -> Self {
        let missed = booked.missed.into_iter().map(|missed| MissedDate {
            start: missed.span.start(),
            end: missed.span.end(),
            error: UserError::refused(missed.refusal, ctx.language()),
        });
        Self {
            id: ids::show(booked.id),
            bookings: booked.bookings.into_iter().map(Booking::from).collect(),
            missed: missed.collect(),
        }
    }
}
