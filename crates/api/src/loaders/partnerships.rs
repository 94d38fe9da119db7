//! Loading partnerships.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use maillage_domain::{
    ids::{HubId, NeedId, PartnershipId, PartnershipVersionId},
    partnerships::Articles,
};
use maillage_usecases::{
    partnerships::{self, EditMade, Followed, FrozenArticle},
    projects::{self, NeedView},
};

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

    /// What the parties work on since a change that the actor has been shown to read.
    pub(crate) async fn working(
        &self,
        id: PartnershipId,
        change: i32,
    ) -> Result<Option<Arc<Articles>>, BatchError> {
        self.batches.load_one(Working(id, change)).await
    }

    /// The changes of a draft that the actor has been shown to read.
    pub(crate) async fn edits(&self, id: PartnershipId) -> Result<Vec<EditMade>, BatchError> {
        let found = self.batches.load_one(EditsOf(id)).await?;
        Ok(found.unwrap_or_default())
    }

    /// A need, if the actor may see its project.
    pub(crate) async fn need(&self, id: NeedId) -> Result<Option<NeedView>, BatchError> {
        self.batches.load_one(id).await
    }
}

/// Asks for the articles of a draft since a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Working(PartnershipId, i32);

impl Loader<Working> for Batches {
    type Value = Arc<Articles>;
    type Error = BatchError;

    async fn load(
        &self,
        changes: &[Working],
    ) -> Result<HashMap<Working, Arc<Articles>>, BatchError> {
        let changes: Vec<_> = changes.iter().map(|one| (one.0, one.1)).collect();
        let found = partnerships::working_articles(&self.platform, &changes).await?;
        let found = found.into_iter();
        Ok(found
            .map(|((id, change), articles)| (Working(id, change), Arc::new(articles)))
            .collect())
    }
}

/// Asks for the changes of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct EditsOf(PartnershipId);

impl Loader<EditsOf> for Batches {
    type Value = Vec<EditMade>;
    type Error = BatchError;

    async fn load(
        &self,
        drafts: &[EditsOf],
    ) -> Result<HashMap<EditsOf, Vec<EditMade>>, BatchError> {
        let ids: Vec<_> = drafts.iter().map(|one| one.0).collect();
        let found = partnerships::edits(&self.platform, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, edits)| (EditsOf(id), edits))
            .collect())
    }
}

impl Loader<NeedId> for Batches {
    type Value = NeedView;
    type Error = BatchError;

    async fn load(&self, ids: &[NeedId]) -> Result<HashMap<NeedId, NeedView>, BatchError> {
        Ok(projects::needs_by_ids(&self.platform, &self.actor, ids).await?)
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
