//! Lots and the moves of their stock.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{
    materials::{self as domain, Amount, LotAction, LotCondition, MoveKind, ReuseStatus, Weight},
    policy::{self, Action},
    values::{Label, Reason, Summary, Unit},
};
use maillage_usecases::materials::{self, MOVE_ORDER, ReservationFilter};

use super::{ListArguments, reservations::MaterialReservation};
use crate::{
    accounts::Person,
    connection::{Counter, connection},
    context::ContextExt,
    enums::E,
    error::Result,
    ids,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    projects::Project,
    resources::Resource,
    values::{ActionState, Date, Duration, Quantity},
};

/// So much of a unit.
pub(super) fn amount(amount: Amount, unit: Unit) -> Quantity {
    Quantity {
        value: amount.to_string(),
        unit: E(unit),
    }
}

/// A weight in kilograms.
pub(super) fn weight(weight: Weight) -> Quantity {
    Quantity {
        value: weight.kilograms().to_string(),
        unit: E(Unit::Kilogram),
    }
}

/// So much of one material, in one place.
#[derive(Clone)]
pub(crate) struct Lot(Arc<domain::Lot>);

impl From<domain::Lot> for Lot {
    fn from(lot: domain::Lot) -> Self {
        Self(Arc::new(lot))
    }
}

connection! {
    /// A list of lots.
    LotConnection, LotEdge, Lot
}

/// So much of one material, in one place. It is seen by whoever sees the resource it is a lot of.
#[Object]
impl Lot {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// The resource it is a lot of.
    async fn resource(&self, ctx: &Context<'_>) -> Nullable<Resource> {
        nullable(Resource::find(ctx, self.0.resource)).await
    }

    /// Whose it is: the organisation that shares the resource; null while it is not public.
    async fn owner(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.owner)).await
    }

    /// What it is.
    async fn label(&self) -> &str {
        self.0.content.label.as_str()
    }

    /// In what condition.
    async fn condition(&self) -> E<LotCondition> {
        E(self.0.content.condition)
    }

    /// What using it again is by law.
    async fn status(&self) -> E<ReuseStatus> {
        E(self.0.content.status)
    }

    /// How large each piece is.
    async fn dimensions(&self) -> Option<&str> {
        self.0.content.dimensions.as_ref().map(Summary::as_str)
    }

    /// The site it was taken from.
    async fn origin_site(&self) -> Option<&str> {
        self.0.content.origin_site.as_ref().map(Label::as_str)
    }

    /// The day on which it was taken from there.
    async fn origin_on(&self) -> Option<Date> {
        self.0.content.origin_on.map(Date)
    }

    /// Until when it can be had; null where until it is gone.
    async fn available_until(&self) -> Option<DateTime<Utc>> {
        self.0.content.available_until
    }

    /// What one unit weighs, in kilograms; null where nobody has said so, or it is counted by weight.
    async fn weight_of_one(&self) -> Option<Quantity> {
        self.0.content.weight.map(weight)
    }

    /// How long it is held for somebody at most.
    async fn hold_at_most(&self) -> Duration {
        Duration(self.0.content.hold.to_string())
    }

    /// How much is there, what is held for somebody among it.
    async fn on_hand(&self) -> Quantity {
        amount(self.0.on_hand, self.0.unit)
    }

    /// How much of that can be had. What is held too long is among it within seconds; who reserves gets
    /// it at once.
    async fn available(&self) -> Quantity {
        amount(self.0.available(), self.0.unit)
    }

    /// The lot that it was a part of, or was fetched from; null for none, and for one that the viewer
    /// may not see.
    async fn parent(&self, ctx: &Context<'_>) -> Nullable<Lot> {
        nullable(async {
            match self.0.parent {
                Some(parent) => Ok(ctx.loaders().lot(parent).await?),
                None => Ok(None),
            }
        })
        .await
    }

    /// From the origin to the last holders: the lots it was made of, itself, and those made of it, the
    /// first first; those that the viewer may see, 100 at most.
    async fn chain(&self, ctx: &Context<'_>) -> Result<Vec<Lot>> {
        let chain = materials::chain(ctx.platform(), ctx.actor(), self.0.id).await?;
        Ok(chain.into_iter().map(Lot::from).collect())
    }

    /// Every move of its stock, the first first: the stock is their sum. Null for who is neither of its
    /// organisation nor of the team of the hub that moderates the resource.
    async fn moves(
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
    ) -> Nullable<StockMoveConnection> {
        nullable(async {
            let arguments = ListArguments {
                first,
                after,
                last,
                before,
            };
            let page = arguments.page(MOVE_ORDER)?;
            let unit = self.0.unit;
            let page = materials::moves_of(ctx.platform(), ctx.actor(), &self.0, &page).await?;
            let counter = Counter::new(ctx, self.0.id, |platform, _, lot| {
                Box::pin(materials::count_moves_of(platform, *lot))
            });
            Ok(page.map(|page| StockMoveConnection {
                page: page.map(|one| StockMove::new(one, unit)),
                counter,
            }))
        })
        .await
    }

    /// What is and was held of it, the newest first, as far as it concerns the viewer: all of it for its
    /// organisation, its own for a borrower.
    async fn reservations(
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
    ) -> Result<super::MaterialReservationConnection> {
        let arguments = ListArguments {
            first,
            after,
            last,
            before,
        };
        let filter = ReservationFilter {
            lot: Some(self.0.id),
            now: ctx.platform().now(),
            ..ReservationFilter::default()
        };
        super::reservations(ctx, filter, arguments).await
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
    async fn available_actions(&self, ctx: &Context<'_>) -> Result<Vec<ActionState>> {
        let Some(resource) = ctx.loaders().whole_resource(self.0.resource).await? else {
            return Ok(Vec::new());
        };
        let reads = [LotAction::Read, LotAction::ReadMoves];
        let actions = LotAction::ALL.iter().copied();
        Ok(ActionState::list(
            ctx.language(),
            actions.filter(|action| !reads.contains(action)),
            |action| policy::check(ctx.actor(), Action::Lot(action, &self.0, &resource)),
            |action| self.0.permits(action),
        ))
    }

    /// Counts its changes, moves of its stock among them; updates say which one they have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// One move of a stock.
#[derive(Clone)]
pub(crate) struct StockMove {
    stored: Arc<domain::StockMove>,
    unit: Unit,
}

impl StockMove {
    fn new(stored: domain::StockMove, unit: Unit) -> Self {
        Self {
            stored: Arc::new(stored),
            unit,
        }
    }
}

connection! {
    /// The moves of a stock.
    StockMoveConnection, StockMoveEdge, StockMove
}

/// One move of a stock. It is never changed.
#[Object]
impl StockMove {
    /// 1, 2, 3, … in each lot.
    async fn number(&self) -> i32 {
        self.stored.number
    }

    /// What it is.
    async fn kind(&self) -> E<MoveKind> {
        E(self.stored.kind)
    }

    /// What it adds to what is there; below zero where it takes away.
    async fn on_hand_change(&self) -> Quantity {
        amount(self.stored.on_hand_change, self.unit)
    }

    /// What it adds to what is held for somebody; below zero where it lets go.
    async fn held_change(&self) -> Quantity {
        amount(self.stored.held_change, self.unit)
    }

    /// What is there after it.
    async fn on_hand(&self) -> Quantity {
        amount(self.stored.on_hand, self.unit)
    }

    /// What of that can be had after it.
    async fn available(&self) -> Quantity {
        amount(self.stored.on_hand - self.stored.held, self.unit)
    }

    /// Why, of a correction.
    async fn reason(&self) -> Option<&str> {
        self.stored.reason.as_ref().map(Reason::as_str)
    }

    /// For which reservation; null for none, and for one that does not concern the viewer.
    async fn reservation(&self, ctx: &Context<'_>) -> Nullable<MaterialReservation> {
        nullable(async {
            match self.stored.reservation {
                Some(reservation) => Ok(ctx.loaders().reservation(reservation).await?),
                None => Ok(None),
            }
        })
        .await
    }

    /// The lot on the other side, of a lot that was split or passed on; null for one that the viewer
    /// may not see.
    async fn other_lot(&self, ctx: &Context<'_>) -> Nullable<Lot> {
        nullable(async {
            match self.stored.other_lot {
                Some(lot) => Ok(ctx.loaders().lot(lot).await?),
                None => Ok(None),
            }
        })
        .await
    }

    /// For which project; null for none, and for one that the viewer may not see.
    async fn project(&self, ctx: &Context<'_>) -> Nullable<Project> {
        nullable(async {
            match self.stored.project {
                Some(project) => Project::find(ctx, project).await,
                None => Ok(None),
            }
        })
        .await
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.stored.at
    }

    /// Who; null for what the platform did by itself.
    async fn person(&self, ctx: &Context<'_>) -> Nullable<Person> {
        nullable(async {
            match self.stored.person {
                Some(person) => Ok(ctx.loaders().person(person).await?),
                None => Ok(None),
            }
        })
        .await
    }

    /// On behalf of which organisation.
    async fn acting_for(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(async {
            match self.stored.acting_for {
                Some(organisation) => Organisation::find(ctx, organisation).await,
                None => Ok(None),
            }
        })
        .await
    }
}
