//! Loading reviews and the content they are about.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use maillage_domain::{
    ids::ReviewId,
    moderation::{self as domain, Reviewable, Reviewed},
};
use maillage_usecases::{
    Error, Page,
    moderation::{self, ReviewFilter, ReviewScope},
};

use super::types::Review;
use crate::loaders::{BatchError, Batches, Loaders, firsts::Lists};

impl Loaders {
    /// A review, if it concerns the actor.
    pub(crate) async fn review(&self, id: ReviewId) -> Result<Option<Review>, BatchError> {
        self.batches.load_one(id).await
    }

    /// The content of a review that the actor has been shown.
    pub(super) async fn reviewed(
        &self,
        subject: Reviewable,
    ) -> Result<Option<Arc<Reviewed>>, BatchError> {
        self.batches.load_one(subject).await
    }
}

impl Loader<ReviewId> for Batches {
    type Value = Review;
    type Error = BatchError;

    async fn load(&self, ids: &[ReviewId]) -> Result<HashMap<ReviewId, Review>, BatchError> {
        let found = moderation::by_ids(&self.platform, &self.actor, ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, review)| (id, Review::from(review)))
            .collect())
    }
}

impl Loader<Reviewable> for Batches {
    type Value = Arc<Reviewed>;
    type Error = BatchError;

    async fn load(
        &self,
        subjects: &[Reviewable],
    ) -> Result<HashMap<Reviewable, Arc<Reviewed>>, BatchError> {
        let found = moderation::contents(&self.platform, subjects).await?;
        Ok(found
            .into_iter()
            .map(|(subject, content)| (subject, Arc::new(content)))
            .collect())
    }
}

impl Lists for ReviewFilter {
    type Whose = ReviewScope;
    type Element = domain::Review;

    async fn first_of(
        &self,
        Batches { platform, actor }: &Batches,
        lists: &[ReviewScope],
        limit: u64,
    ) -> Result<HashMap<ReviewScope, Page<domain::Review>>, Error> {
        moderation::first_of(platform, actor, lists, self, limit).await
    }
}
