//! Loading bookings.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    sync::Arc,
};

use async_graphql::dataloader::Loader;
use maillage_domain::{content::ContentState, ids::BookingId, resources::Span};
use maillage_usecases::{
    bookings::{self, Search},
    resources::ResourceView,
};

use super::{BatchError, Batches, Loaders};
use crate::bookings::Booking;

impl Loaders {
    /// A booking, if it concerns the actor.
    pub(crate) async fn booking(&self, id: BookingId) -> Result<Option<Booking>, BatchError> {
        self.batches.load_one(id).await
    }

    /// The first time at which a resource, read with its conditions, can be booked.
    pub(crate) async fn next_free(
        &self,
        resource: &Arc<ResourceView>,
        search: Search,
    ) -> Result<Option<Span>, BatchError> {
        self.expect_few_searches(search)?;
        let resource = Arc::clone(resource);
        self.batches.load_one(NextFree { resource, search }).await
    }
}

/// Asks when a resource can be booked.
#[derive(Debug, Clone)]
pub(crate) struct NextFree {
    resource: Arc<ResourceView>,
    search: Search,
}

impl PartialEq for NextFree {
    fn eq(&self, other: &Self) -> bool {
        (self.resource.id, self.search) == (other.resource.id, other.search)
    }
}

impl Eq for NextFree {}

impl Hash for NextFree {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.resource.id, self.search).hash(state);
    }
}

impl Loader<NextFree> for Batches {
    type Value = Span;
    type Error = BatchError;

    async fn load(&self, asked: &[NextFree]) -> Result<HashMap<NextFree, Span>, BatchError> {
        let mut searches: HashMap<Search, Vec<&NextFree>> = HashMap::new();
        for one in asked {
            if one.resource.state == ContentState::Published {
                searches.entry(one.search).or_default().push(one);
            }
        }
        let mut found = HashMap::with_capacity(asked.len());
        for (search, asked) in searches {
            let resources: Vec<_> = (asked.iter())
                .filter_map(|one| Some((one.resource.id, one.resource.conditions.as_ref()?)))
                .collect();
            let free = bookings::next_free(&self.platform, &resources, search).await?;
            found.extend(asked.into_iter().filter_map(|one| {
                let span = free.get(&one.resource.id)?;
                Some((one.clone(), *span))
            }));
        }
        Ok(found)
    }
}

impl Loader<BookingId> for Batches {
    type Value = Booking;
    type Error = BatchError;

    async fn load(&self, ids: &[BookingId]) -> Result<HashMap<BookingId, Booking>, BatchError> {
        let found = bookings::by_ids(&self.platform, &self.actor, ids).await?;
        let found = found.into_iter();
        Ok(found.map(|(id, one)| (id, Booking::from(one))).collect())
    }
}
