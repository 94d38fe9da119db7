//! Loading what fits needs, and the needs that something fits. What that takes is not seen in the cost
//! of its answer, so that one request may ask it of few things.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::dataloader::Loader;
use maillage_domain::ids::{NeedId, ProjectId, ResourceId};
use maillage_usecases::{
    Error,
    matches::{self, Found},
};

use super::{BatchError, Batches, Loaders, calendars::within};

/// Most projects of which needs are asked for offers, and most resources that are asked for needs.
const MOST: usize = 8;

/// Most needs that are asked for offers.
const MOST_NEEDS: usize = 40;

/// What one request has asked.
#[derive(Default)]
pub(super) struct Weighed {
    projects: Mutex<HashSet<ProjectId>>,
    needs: Mutex<HashSet<NeedId>>,
    resources: Mutex<HashSet<ResourceId>>,
}

impl Loaders {
    /// What is shared that fits a need.
    pub(crate) async fn offers(
        &self,
        project: ProjectId,
        need: NeedId,
    ) -> Result<Arc<Vec<Found>>, BatchError> {
        expect_few("offers", &self.weighed.projects, project, MOST)?;
        expect_few("offers", &self.weighed.needs, need, MOST_NEEDS)?;
        let found = self.batches.load_one(OffersFor(project, need)).await?;
        Ok(found.unwrap_or_default())
    }

    /// The open needs that a resource fits.
    pub(crate) async fn matching_needs(
        &self,
        resource: ResourceId,
    ) -> Result<Arc<Vec<Found>>, BatchError> {
        expect_few("matchingNeeds", &self.weighed.resources, resource, MOST)?;
        let found = self.batches.load_one(NeedsFor(resource)).await?;
        Ok(found.unwrap_or_default())
    }
}

/// Counts one, unless it was asked before.
fn expect_few<T: Eq + Hash>(
    field: &str,
    asked: &Mutex<HashSet<T>>,
    one: T,
    most: usize,
) -> Result<(), Error> {
    let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
    asked.insert(one);
    within(field, asked.len(), most)
}

/// Asks what fits a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct OffersFor(ProjectId, NeedId);

/// Asks which needs a resource fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct NeedsFor(ResourceId);

impl Loader<OffersFor> for Batches {
    type Value = Arc<Vec<Found>>;
    type Error = BatchError;

    async fn load(
        &self,
        asked: &[OffersFor],
    ) -> Result<HashMap<OffersFor, Self::Value>, BatchError> {
        let needs: Vec<_> = asked.iter().map(|one| (one.0, one.1)).collect();
        let mut found = matches::offers(&self.platform, &self.actor, &needs).await?;
        let asked = asked.iter();
        Ok(asked
            .filter_map(|one| Some((*one, Arc::new(found.remove(&one.1)?))))
            .collect())
    }
}

impl Loader<NeedsFor> for Batches {
    type Value = Arc<Vec<Found>>;
    type Error = BatchError;

    async fn load(&self, asked: &[NeedsFor]) -> Result<HashMap<NeedsFor, Self::Value>, BatchError> {
        let ids: Vec<_> = asked.iter().map(|one| one.0).collect();
        let found = matches::needs(&self.platform, &self.actor, &ids).await?;
        let found = found.into_iter();
        Ok(found
            .map(|(id, found)| (NeedsFor(id), Arc::new(found)))
            .collect())
    }
}
