//! Loading partnerships.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use maillage_domain::ids::{HubId, PartnershipId, PartnershipVersionId};
use maillage_usecases::partnerships::{self, Followed, FrozenArticle};

use super::{BatchError, Batches, Loaders};
use crate::partnerships::Partnership;

/// A frozen text and its articles.
type Frozen = (String, Vec<FrozenArticle>);

impl Loaders {
    /// A partnership, if the actor may see it.
    pub(crate) async fn partnership(
        &self,
        id: PartnershipId,
    ) -> Result<Option<Partnership>, BatchError> {
        self.batches.load_one(id).await
    }

    /// The text of a version that the actor has been shown.
    pub(crate) async fn frozen(
        &self,
        id: PartnershipVersionId,
    ) -> Result<Option<Frozen>, BatchError> {
        self.batches.load_one(id).await
    }
}

/// The commitments of a partnership of a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct CommitmentsOf(pub(crate) PartnershipId, pub(crate) HubId);

impl Loaders {
    /// What is known of the commitments of a partnership that the actor has been shown to follow.
    pub(crate) async fn followed(&self, of: CommitmentsOf) -> Result<Option<Followed>, BatchError> {
        self.batches.load_one(of).await
    }
}

impl Loader<CommitmentsOf> for Batches {
    type Value = Followed;
    type Error = BatchError;

    async fn load(
        &self,
        of: &[CommitmentsOf],
    ) -> Result<HashMap<CommitmentsOf, Followed>, BatchError> {
        let partnerships: Vec<_> = of.iter().map(|one| (one.0, one.1)).collect();
        let mut found = partnerships::followed(&self.platform, &partnerships).await?;
        let found = of
            .iter()
            .filter_map(|one| Some((*one, found.remove(&one.0)?)));
        Ok(found.collect())
    }
}

impl Loader<PartnershipId> for Batches {
    type Value = Partnership;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[PartnershipId],
    ) -> Result<HashMap<PartnershipId, Partnership>, BatchError> {
        let found = partnerships::by_ids(&self.platform, &self.actor, ids).await?;
        let found = found.into_iter();
        Ok(found
            .map(|(id, one)| (id, Partnership::from(one)))
            .collect())
    }
}

impl Loader<PartnershipVersionId> for Batches {
    type Value = Frozen;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[PartnershipVersionId],
    ) -> Result<HashMap<PartnershipVersionId, Frozen>, BatchError> {
        Ok(partnerships::signed_articles(&self.platform, ids).await?)
    }
}
