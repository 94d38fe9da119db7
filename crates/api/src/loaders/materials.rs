//! Loading lots and reservations.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use maillage_domain::{
    ids::{LotId, ReservationId, ResourceId},
    materials as domain,
};
use maillage_usecases::{Error, Page, materials};

use super::{BatchError, Batches, Loaders, firsts::Lists};
use crate::materials::{Lot, MaterialReservation};

impl Loaders {
    /// A lot, if the actor may see it.
    pub(crate) async fn lot(&self, id: LotId) -> Result<Option<Lot>, BatchError> {
        self.batches.load_one(id).await
    }

    /// A reservation of material, if it concerns the actor.
    pub(crate) async fn reservation(
        &self,
        id: ReservationId,
    ) -> Result<Option<MaterialReservation>, BatchError> {
        self.batches.load_one(id).await
    }
}

impl Loader<LotId> for Batches {
    type Value = Lot;
    type Error = BatchError;

    async fn load(&self, ids: &[LotId]) -> Result<HashMap<LotId, Lot>, BatchError> {
        let found = materials::lots_by_ids(&self.platform, &self.actor, ids).await?;
        let found = found.into_iter();
        Ok(found.map(|(id, one)| (id, Lot::from(one))).collect())
    }
}

impl Loader<ReservationId> for Batches {
    type Value = MaterialReservation;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[ReservationId],
    ) -> Result<HashMap<ReservationId, MaterialReservation>, BatchError> {
        let found = materials::by_ids(&self.platform, &self.actor, ids).await?;
        let found = found.into_iter();
        Ok(found
            .map(|(id, one)| (id, MaterialReservation::from(one)))
            .collect())
    }
}

/// The lots of resources, as they were made.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct LotsOf;

impl Lists for LotsOf {
    type Whose = ResourceId;
    type Element = domain::Lot;

    async fn first_of(
        &self,
        Batches { platform, actor }: &Batches,
        resources: &[ResourceId],
        limit: u64,
    ) -> Result<HashMap<ResourceId, Page<domain::Lot>>, Error> {
        materials::first_lots_of(platform, actor, resources, limit).await
    }
}
