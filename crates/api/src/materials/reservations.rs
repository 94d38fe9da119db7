//! Reservations.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{
    materials::{self as domain, ReservationAction, ReservationState, Weight},
    policy::{self, Action},
    values::{Reason, Summary},
};
use maillage_usecases::Error;

use super::types::{Lot, amount, weight};
use crate::{
    connection::connection,
    context::ContextExt,
    enums::E,
    error::Result,
    hubs::Hub,
    ids,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    projects::Project,
    resources::Resource,
    values::{ActionState, Money, Quantity},
};

/// So much of a lot, held for an organisation until an instant.
#[derive(Clone)]
pub(crate) struct MaterialReservation(Arc<domain::Reservation>);

impl From<domain::Reservation> for MaterialReservation {
    fn from(reservation: domain::Reservation) -> Self {
        Self(Arc::new(reservation))
    }
}

connection! {
    /// A list of reservations of material.
    MaterialReservationConnection, MaterialReservationEdge, MaterialReservation
}

/// So much of a lot, held for an organisation until an instant. Read by the people of both sides and
/// by the team of the hub that brought them together.
#[Object]
impl MaterialReservation {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// The lot; null where the viewer may not see it any more.
    async fn lot(&self, ctx: &Context<'_>) -> Nullable<Lot> {
        nullable(async { Ok(ctx.loaders().lot(self.0.lot).await?) }).await
    }

    /// The resource it is a lot of; null where the viewer may not see it any more.
    async fn resource(&self, ctx: &Context<'_>) -> Nullable<Resource> {
        nullable(Resource::find(ctx, self.0.resource)).await
    }

    /// The hub by which the borrower has it.
    async fn hub(&self, ctx: &Context<'_>) -> Result<Hub> {
        let hub = ctx.loaders().hub(self.0.hub).await?;
        hub.ok_or_else(|| Error::internal("a reservation without its hub").into())
    }

    /// Whose lot it is; null while it is not public.
    async fn owner(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.owner)).await
    }

    /// For whom it is held; null while it is not public.
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

    /// What for.
    async fn purpose(&self) -> Option<&str> {
        self.0.purpose.as_ref().map(Summary::as_str)
    }

    /// How much is, or was, held.
    async fn quantity(&self) -> Quantity {
        amount(self.0.amount, self.0.unit)
    }

    /// Until when; at that instant it is held no more.
    async fn until(&self) -> DateTime<Utc> {
        self.0.until
    }

    /// Where it stands at this instant.
    async fn state(&self, ctx: &Context<'_>) -> E<ReservationState> {
        E(self.0.state_at(ctx.platform().now()))
    }

    /// Why it was cancelled, if anything was said.
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

    /// What is given for one unit, on the terms of when it was reserved.
    async fn price_of_one(&self) -> Money {
        self.0.price_of_one.into()
    }

    /// What is left as a security for one unit, on the terms of when it was reserved.
    async fn deposit_of_one(&self) -> Money {
        self.0.deposit_of_one.into()
    }

    /// When it was fetched.
    async fn collected_at(&self) -> Option<DateTime<Utc>> {
        self.0.collected_at
    }

    /// How much was really fetched; null before.
    async fn taken(&self) -> Option<Quantity> {
        let taken = self.0.collected_at.map(|_| self.0.taken);
        taken.map(|taken| amount(taken, self.0.unit))
    }

    /// What that weighed, or weighs by what one unit does, in kilograms; null where nobody knows.
    async fn weight(&self) -> Option<Quantity> {
        self.0.weight.map(|grams: Weight| weight(grams))
    }

    /// What the borrower owes for what it has fetched.
    async fn price(&self) -> Money {
        self.0.price().into()
    }

    /// What it owes as a security for that, and has back with what comes back.
    async fn deposit(&self) -> Money {
        self.0.deposit().into()
    }

    /// How much came back for the deposit.
    async fn brought_back(&self) -> Quantity {
        amount(self.0.brought_back, self.0.unit)
    }

    /// What of the deposit the borrower is owed back for that.
    async fn refund(&self) -> Money {
        self.0.refund().into()
    }

    /// How much of what was fetched became lots of the borrower.
    async fn passed_on(&self) -> Quantity {
        amount(self.0.passed_on, self.0.unit)
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Vec<ActionState> {
        let (reservation, now) = (&self.0, ctx.platform().now());
        let actions = ReservationAction::ALL.iter().copied();
        ActionState::list(
            ctx.language(),
            actions.filter(|action| *action != ReservationAction::Read),
            |action| policy::check(ctx.actor(), Action::Reservation(action, reservation)),
            |action| reservation.permits(action, now),
        )
    }

    /// Counts its changes; updates say which one they have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
