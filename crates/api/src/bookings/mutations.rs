//! Writing bookings.

use async_graphql::{Context, Object};
use maillage_domain::values::{Faults, Reason};
use maillage_usecases::bookings;

use super::{
    inputs::{
        BookResourcesInput, BookSeriesInput, CancelBookingInput, ChangeBookingInput,
        ConfirmBookingInput, ConfirmHoursInput, ContestHoursInput, DeclareHoursInput,
        DeclineBookingInput, HandOverBookingInput, RecordNoShowInput, TakeBackBookingInput,
        condition, reason,
    },
    types::{Booking, BookingSeries},
};
use crate::{
    nullable::Nullable,
    payload::{mutate, payloads},
};

payloads! {
    /// The booking, or the request.
    BookResourcesPayload { booking: Booking }
    /// What came of the series.
    BookSeriesPayload { series: BookingSeries }
    /// The booking as changed, or a request again.
    ChangeBookingPayload { booking: Booking }
    /// The booking as confirmed.
    ConfirmBookingPayload { booking: Booking }
    /// The booking as declined.
    DeclineBookingPayload { booking: Booking }
    /// The booking as cancelled.
    CancelBookingPayload { booking: Booking }
    /// The booking that nobody came for.
    RecordNoShowPayload { booking: Booking }
    /// The booking in use.
    HandOverBookingPayload { booking: Booking }
    /// The booking with its hours.
    DeclareHoursPayload { booking: Booking }
    /// The booking that is over.
    ConfirmHoursPayload { booking: Booking }
    /// The booking whose hours are to be declared anew.
    ContestHoursPayload { booking: Booking }
    /// The booking as returned.
    TakeBackBookingPayload { booking: Booking }
}

/// Writing bookings.
#[derive(Default)]
pub(crate) struct BookingsMutation;

#[Object]
impl BookingsMutation {
    /// Books resources of one organisation for another, all of them or none: confirmed at once where
    /// the rules of each alone decide, else a request, for which nothing is kept until the owner
    /// confirms it. Contributors and representatives of an active member may.
    async fn book_resources(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, when, and for whom.")] input: BookResourcesInput,
    ) -> Nullable<BookResourcesPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let acting_for = input.acting_for()?;
            bookings::book(platform, actor, acting_for, input.content.read()?).await
        })
        .await
    }

    /// Books the same resources on each date of a series, as far as they can be had; tells the dates
    /// that cannot, each with the reason. An error where none can be had.
    async fn book_series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, when, how it comes back, and for whom.")] input: BookSeriesInput,
    ) -> Nullable<BookSeriesPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (acting_for, series) = (input.acting_for()?, input.series.read());
            let content = input.content.read()?;
            let booked = bookings::book_series(platform, actor, acting_for, content, series).await;
            booked.map(|booked| BookingSeries::new(ctx, booked))
        })
        .await
    }

    /// Asks, as the borrower, for another time, other units or other resources of the same
    /// organisation. Where the owner confirms bookings, it is asked anew for another time or more than
    /// there was. Once something is owed for cancelling, nothing is given up by a change.
    async fn change_booking(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The booking and what it is to become.")] input: ChangeBookingInput,
    ) -> Nullable<ChangeBookingPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            bookings::change(platform, actor, input.target()?, input.content.read()?).await
        })
        .await
    }

    /// Says yes to a request, as far as there are still enough units.
    async fn confirm_booking(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The booking.")] input: ConfirmBookingInput,
    ) -> Nullable<ConfirmBookingPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            bookings::confirm(platform, actor, input.target()?).await
        })
        .await
    }

    /// Says no to a request.
    async fn decline_booking(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The booking and why.")] input: DeclineBookingInput,
    ) -> Nullable<DeclineBookingPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let reason = Reason::parse(&input.reason);
            let reason = reason.map_err(|problem| Faults::one("reason", problem))?;
            bookings::decline(platform, actor, input.target()?, reason).await
        })
        .await
    }

    /// Calls a booking off; the owner says why. The borrower owes what the owner's terms say for
    /// the notice that is left.
    async fn cancel_booking(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The booking and why.")] input: CancelBookingInput,
    ) -> Nullable<CancelBookingPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let reason = reason(input.reason.as_deref())?;
            bookings::cancel(platform, actor, input.target()?, reason).await
        })
        .await
    }

    /// Records that nobody came for a booking that has begun.
    async fn record_no_show(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The booking.")] input: RecordNoShowInput,
    ) -> Nullable<RecordNoShowPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            bookings::no_show(platform, actor, input.target()?).await
        })
        .await
    }

    /// Hands over what was booked, with a word on its condition.
    async fn hand_over_booking(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The booking and its condition.")] input: HandOverBookingInput,
    ) -> Nullable<HandOverBookingPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let condition = condition(input.condition.as_deref())?;
            bookings::hand_over(platform, actor, input.target()?, condition).await
        })
        .await
    }

    /// Says, as the borrower, how long the owner's employee has worked for a booking of staff time that has
    /// begun. There is a loan of staff in force for all its days. Said anew where the employer contests it.
    async fn declare_hours(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The booking and how long was worked.")] input: DeclareHoursInput,
    ) -> Nullable<DeclareHoursPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (target, minutes, note) = (input.target()?, input.minutes()?, input.note()?);
            bookings::declare_hours(platform, actor, target, minutes, note).await
        })
        .await
    }

    /// Says, as the employer, that it was so long, and what was refunded to the employee: wages, social
    /// charges and expenses go to the account of the two.
    async fn confirm_hours(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The booking and the expenses.")] input: ConfirmHoursInput,
    ) -> Nullable<ConfirmHoursPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let expenses = input.expenses()?;
            bookings::confirm_hours(platform, actor, input.target()?, expenses).await
        })
        .await
    }

    /// Says, as the employer, that it was otherwise, and why: the borrower declares anew.
    async fn contest_hours(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The booking and why.")] input: ContestHoursInput,
    ) -> Nullable<ContestHoursPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let reason = Reason::parse(&input.reason);
            let reason = reason.map_err(|problem| Faults::one("reason", problem))?;
            bookings::contest_hours(platform, actor, input.target()?, &reason).await
        })
        .await
    }

    /// Takes back what was handed over, with a word on its condition; after the booking's end it is
    /// marked late.
    async fn take_back_booking(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The booking and its condition.")] input: TakeBackBookingInput,
    ) -> Nullable<TakeBackBookingPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let condition = condition(input.condition.as_deref())?;
            bookings::take_back(
                platform,
                actor,
                input.target()?,
                input.returned_at,
                condition,
            )
            .await
        })
        .await
    }
}
