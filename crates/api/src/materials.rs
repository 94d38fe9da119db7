//! Lots of material, and what is held of them for whom.

mod figures;
mod inputs;
mod mutations;
mod reservations;
mod types;

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{
    ids::{HubId, LotId, OrganisationId, ResourceId},
    materials::ReservationState,
};
use maillage_usecases::{
    Error,
    materials::{
        self, LOT_ORDER, RESERVATION_ORDER, ReservationFilter as Filter, ReservationQuery,
    },
};

pub(crate) use self::{
    figures::{ReusedMaterials, reused},
    mutations::MaterialsMutation,
    reservations::{MaterialReservation, MaterialReservationConnection},
    types::{Lot, LotConnection},
};
use crate::{
    connection::{Counter, page_request},
    context::ContextExt,
    enums::{self, E},
    error::Result,
    ids::{self, kinds},
    loaders::materials::LotsOf,
    nullable::{Nullable, nullable},
};

/// What a list of reservations of material is cut down to. Everything given must hold.
#[derive(Debug, Clone, Default, InputObject)]
pub(crate) struct MaterialReservationFilter {
    /// Of or for this organisation.
    organisation: Option<ID>,
    /// For this organisation.
    borrower: Option<ID>,
    /// Of lots of this organisation.
    owner: Option<ID>,
    /// Of this lot.
    lot: Option<ID>,
    /// Of lots of this resource.
    resource: Option<ID>,
    /// Brought about by this hub.
    hub: Option<ID>,
    /// For this project.
    project: Option<ID>,
    /// In one of these states.
    states: Option<Vec<E<ReservationState>>>,
}

impl MaterialReservationFilter {
    fn read(self, now: DateTime<Utc>) -> std::result::Result<Filter, Error> {
        let organisation =
            |field, id: &Option<ID>| -> std::result::Result<Option<OrganisationId>, Error> {
                ids::read_optional::<kinds::Organisation>(field, id.as_ref())
            };
        let lot: Option<LotId> = ids::read_optional::<kinds::Lot>("lot", self.lot.as_ref())?;
        let hub: Option<HubId> = ids::read_optional::<kinds::Hub>("hub", self.hub.as_ref())?;
        Ok(Filter {
            organisation: organisation("organisation", &self.organisation)?,
            borrower: organisation("borrower", &self.borrower)?,
            owner: organisation("owner", &self.owner)?,
            lot,
            resource: ids::read_optional::<kinds::Resource>("resource", self.resource.as_ref())?,
            hub,
            project: ids::read_optional::<kinds::Project>("project", self.project.as_ref())?,
            states: enums::values(self.states),
            now,
        })
    }
}

/// The arguments of a connection.
pub(crate) struct ListArguments {
    pub(crate) first: Option<i32>,
    pub(crate) after: Option<String>,
    pub(crate) last: Option<i32>,
    pub(crate) before: Option<String>,
}

impl ListArguments {
    fn page(&self, order: &str) -> Result<maillage_usecases::PageRequest> {
        let (after, before) = (self.after.as_deref(), self.before.as_deref());
        page_request(self.first, after, self.last, before, order)
    }
}

/// The lots of a resource, as they were made.
pub(crate) async fn lots_of(
    ctx: &Context<'_>,
    resource: ResourceId,
    arguments: ListArguments,
) -> Result<LotConnection> {
    let page = arguments.page(LOT_ORDER)?;
    let found = if page.begins_the_list() {
        ctx.loaders().first(resource, LotsOf, page.limit).await?
    } else {
        materials::lots_of(ctx.platform(), ctx.actor(), resource, &page).await?
    };
    let counter = Counter::new(ctx, resource, |platform, actor, resource| {
        Box::pin(materials::count_lots_of(platform, actor, *resource))
    });
    Ok(LotConnection {
        page: found.map(Lot::from),
        counter,
    })
}

/// The reservations that concern the viewer, the newest first.
async fn reservations(
    ctx: &Context<'_>,
    filter: Filter,
    arguments: ListArguments,
) -> Result<MaterialReservationConnection> {
    let page = arguments.page(RESERVATION_ORDER)?;
    let query = ReservationQuery { filter, page };
    let page = materials::list(ctx.platform(), ctx.actor(), &query).await?;
    let counter = Counter::new(ctx, query.filter, |platform, actor, filter| {
        Box::pin(materials::count(platform, actor, filter))
    });
    Ok(MaterialReservationConnection {
        page: page.map(MaterialReservation::from),
        counter,
    })
}

/// Reading lots and reservations.
#[derive(Default)]
pub(crate) struct MaterialsQuery;

#[Object]
impl MaterialsQuery {
    /// A lot of material by its id; null when there is none that the viewer may see.
    async fn lot(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: ID) -> Nullable<Lot> {
        nullable(async {
            let id = ids::argument::<kinds::Lot>(&id)?;
            Ok(ctx.loaders().lot(id).await?)
        })
        .await
    }

    /// A reservation of material by its id; null when there is none that concerns the viewer.
    async fn material_reservation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Nullable<MaterialReservation> {
        nullable(async {
            let id = ids::argument::<kinds::Reservation>(&id)?;
            Ok(ctx.loaders().reservation(id).await?)
        })
        .await
    }

    /// The reservations of material that concern the viewer, the newest first: those of the
    /// organisations that they act for, on either side, and those that a hub brought about of whose
    /// team they are.
    async fn material_reservations(
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
        #[graphql(desc = "What the list is cut down to.")] filter: Option<
            MaterialReservationFilter,
        >,
    ) -> Result<MaterialReservationConnection> {
        let arguments = ListArguments {
            first,
            after,
            last,
            before,
        };
        let filter = filter.unwrap_or_default().read(ctx.platform().now())?;
        reservations(ctx, filter, arguments).await
    }
}
