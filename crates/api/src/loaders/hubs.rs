//! Loading hubs and what belongs to them.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use maillage_domain::{
    hubs::{Charter, CompositionCondition},
    ids::HubId,
};
use maillage_usecases::hubs::{self, TeamMember};

use super::{BatchError, Batches, Loaders};
use crate::hubs::Hub;

/// Asks for every charter version of a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ChartersOf(HubId);

/// Asks for the composition of a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct CompositionOf(HubId);

/// Asks for the team of a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TeamOf(HubId);

impl Loaders {
    /// A hub.
    pub(crate) async fn hub(&self, id: HubId) -> Result<Option<Hub>, BatchError> {
        self.batches.load_one(id).await
    }

    /// Every charter version of a hub, the newest first.
    pub(crate) async fn charters(&self, id: HubId) -> Result<Arc<Vec<Charter>>, BatchError> {
        let found = self.batches.load_one(ChartersOf(id)).await?;
        Ok(found.unwrap_or_default())
    }

    /// The composition of a hub.
    pub(crate) async fn composition(
        &self,
        id: HubId,
    ) -> Result<Arc<Vec<CompositionCondition>>, BatchError> {
        let found = self.batches.load_one(CompositionOf(id)).await?;
        Ok(found.unwrap_or_default())
    }

    /// The team of a hub, if the actor may see it.
    pub(crate) async fn team(&self, id: HubId) -> Result<Option<Arc<Vec<TeamMember>>>, BatchError> {
        self.batches.load_one(TeamOf(id)).await
    }
}

impl Loader<HubId> for Batches {
    type Value = Hub;
    type Error = BatchError;

    async fn load(&self, ids: &[HubId]) -> Result<HashMap<HubId, Hub>, BatchError> {
        let found = hubs::by_ids(&self.platform, ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, hub)| (id, Hub::from(hub)))
            .collect())
    }
}

impl Loader<ChartersOf> for Batches {
    type Value = Arc<Vec<Charter>>;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[ChartersOf],
    ) -> Result<HashMap<ChartersOf, Self::Value>, BatchError> {
        let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
        let found = hubs::charters(&self.platform, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, all)| (ChartersOf(id), Arc::new(all)))
            .collect())
    }
}

impl Loader<CompositionOf> for Batches {
    type Value = Arc<Vec<CompositionCondition>>;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[CompositionOf],
    ) -> Result<HashMap<CompositionOf, Self::Value>, BatchError> {
        let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
        let found = hubs::compositions(&self.platform, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, all)| (CompositionOf(id), Arc::new(all)))
            .collect())
    }
}

impl Loader<TeamOf> for Batches {
    type Value = Arc<Vec<TeamMember>>;
    type Error = BatchError;

    async fn load(&self, ids: &[TeamOf]) -> Result<HashMap<TeamOf, Self::Value>, BatchError> {
        let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
        let found = hubs::teams(&self.platform, &self.actor, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, all)| (TeamOf(id), Arc::new(all)))
            .collect())
    }
}
