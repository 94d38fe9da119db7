//! Writing lots and reservations.

use async_graphql::{Context, Object};
use maillage_domain::values::{Faults, Reason};
use maillage_usecases::{Error, materials};

use super::{
    inputs::{
        AddStockInput, CancelReservationInput, ChangeLotInput, CollectReservationInput,
        CorrectCollectionInput, CorrectStockInput, CreateLotInput, PassOnLotInput,
        ReserveMaterialInput, SplitLotInput, TakeBackDepositInput, fetching, quantity,
    },
    reservations::MaterialReservation,
    types::Lot,
};
use crate::{
    nullable::Nullable,
    payload::{mutate, payloads},
};

payloads! {
    /// The lot.
    CreateLotPayload { lot: Lot }
    /// The lot as changed.
    ChangeLotPayload { lot: Lot }
    /// The lot with more of it.
    AddStockPayload { lot: Lot }
    /// The lot as counted.
    CorrectStockPayload { lot: Lot }
    /// The new lot, whose parent has the rest.
    SplitLotPayload { lot: Lot }
    /// What is held.
    ReserveMaterialPayload { reservation: MaterialReservation }
    /// The reservation as fetched.
    CollectReservationPayload { reservation: MaterialReservation }
    /// The reservation as mended.
    CorrectCollectionPayload { reservation: MaterialReservation }
    /// The reservation as cancelled.
    CancelReservationPayload { reservation: MaterialReservation }
    /// The reservation with what came back.
    TakeBackDepositPayload { reservation: MaterialReservation }
    /// The new lot, whose parent is where it was fetched.
    PassOnLotPayload { lot: Lot }
}

/// Writing lots and reservations.
#[derive(Default)]
pub(crate) struct MaterialsMutation;

#[Object]
impl MaterialsMutation {
    /// Makes a lot of a resource of kind MATERIAL, with what is there of it. It is seen by whoever sees
    /// the resource.
    async fn create_lot(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lot, and of which resource.")] input: CreateLotInput,
    ) -> Nullable<CreateLotPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (content, within) = (input.content.read()?, input.within()?);
            let quantity = quantity(&input.quantity);
            materials::create_lot(platform, actor, within, &content, &quantity).await
        })
        .await
    }

    /// Changes what a lot says of itself. What is held for somebody stays held as it was agreed.
    async fn change_lot(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lot and its content.")] input: ChangeLotInput,
    ) -> Nullable<ChangeLotPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let content = input.content.read()?;
            materials::change_lot(platform, actor, input.target()?, &content).await
        })
        .await
    }

    /// Adds to the stock of a lot.
    async fn add_stock(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lot and what came in.")] input: AddStockInput,
    ) -> Nullable<AddStockPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let quantity = quantity(&input.quantity);
            materials::add_stock(platform, actor, input.target()?, &quantity).await
        })
        .await
    }

    /// Says what was counted of a lot, and why it is not what was thought. Not less than is held for
    /// others: their reservations have to be cancelled first.
    async fn correct_stock(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lot, what was counted, and why.")] input: CorrectStockInput,
    ) -> Nullable<CorrectStockPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (counted, reason) = (quantity(&input.counted), required(&input.reason)?);
            materials::correct_stock(platform, actor, input.target()?, &counted, reason).await
        })
        .await
    }

    /// Makes a part of a lot a lot of its own, from the same origin.
    async fn split_lot(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lot and the part.")] input: SplitLotInput,
    ) -> Nullable<SplitLotPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (target, quantity) = (input.target()?, quantity(&input.quantity));
            materials::split_lot(platform, actor, target, &input.label, &quantity).await
        })
        .await
    }

    /// Has some of a lot held for an organisation until an instant, at which it is available again by
    /// itself. Contributors and representatives of an active member may.
    async fn reserve_material(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How much of what, until when, and for whom.")]
        input: ReserveMaterialInput,
    ) -> Nullable<ReserveMaterialPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let acting_for = input.acting_for()?;
            materials::reserve(platform, actor, acting_for, &input.content.read()?).await
        })
        .await
    }

    /// Records what was fetched: less or more than was held, as far as there is enough. What was held
    /// and not fetched is available again.
    async fn collect_reservation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reservation and what was fetched.")] input: CollectReservationInput,
    ) -> Nullable<CollectReservationPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let fetching = fetching(input.quantity.as_ref(), input.weight.as_ref());
            materials::collect(platform, actor, input.target()?, &fetching).await
        })
        .await
    }

    /// Mends what was recorded when it was fetched. The figures of the month in which it was fetched
    /// are mended with it.
    async fn correct_collection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reservation, what was fetched, and why.")]
        input: CorrectCollectionInput,
    ) -> Nullable<CorrectCollectionPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let fetching = fetching(input.quantity.as_ref(), input.weight.as_ref());
            let (target, reason) = (input.target()?, required(&input.reason)?);
            materials::correct_collection(platform, actor, target, &fetching, &reason).await
        })
        .await
    }

    /// Calls a reservation off; the owner says why. What was held is available again.
    async fn cancel_reservation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reservation and why.")] input: CancelReservationInput,
    ) -> Nullable<CancelReservationPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let reason = Reason::parse_optional(input.reason.as_deref());
            let reason = reason.map_err(|problem| Faults::one("reason", problem))?;
            materials::cancel(platform, actor, input.target()?, reason).await
        })
        .await
    }

    /// Records that things under a deposit came back, of which the borrower is owed the deposit. They
    /// are not in stock by that: `addStock` when they can be given again.
    async fn take_back_deposit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reservation and what came back.")] input: TakeBackDepositInput,
    ) -> Nullable<TakeBackDepositPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let quantity = quantity(&input.quantity);
            materials::take_back_deposit(platform, actor, input.target()?, &quantity).await
        })
        .await
    }

    /// Makes what an organisation has fetched a lot under a resource of its own, to share it again.
    /// Where it came from is kept.
    async fn pass_on_lot(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reservation, the resource, and how much.")] input: PassOnLotInput,
    ) -> Nullable<PassOnLotPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (target, resource) = (input.target()?, input.resource()?);
            let quantity = quantity(&input.quantity);
            let part = (input.label.as_str(), &quantity);
            materials::pass_on(platform, actor, target, resource, part).await
        })
        .await
    }
}

/// Reads why something is not what was recorded.
fn required(text: &str) -> Result<Reason, Error> {
    Ok(Reason::parse(text).map_err(|problem| Faults::one("reason", problem))?)
}
