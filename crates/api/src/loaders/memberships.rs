//! Loading memberships.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use maillage_domain::{ids::MembershipId, memberships as domain};
use maillage_usecases::{
    Error, Page,
    memberships::{self, MembershipFilter, MembershipOrder, Whose},
};

use super::{BatchError, Batches, Loaders, firsts::Lists};
use crate::memberships::Membership;

impl Loaders {
    /// A membership, if the actor may see it.
    pub(crate) async fn membership(
        &self,
        id: MembershipId,
    ) -> Result<Option<Membership>, BatchError> {
        self.batches.load_one(id).await
    }
}

impl Loader<MembershipId> for Batches {
    type Value = Membership;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[MembershipId],
    ) -> Result<HashMap<MembershipId, Membership>, BatchError> {
        let found = memberships::by_ids(&self.platform, &self.actor, ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, one)| (id, Membership::from(one)))
            .collect())
    }
}

impl Lists for (MembershipFilter, MembershipOrder) {
    type Whose = Whose;
    type Element = domain::Membership;

    async fn first_of(
        &self,
        Batches { platform, actor }: &Batches,
        lists: &[Whose],
        limit: u64,
    ) -> Result<HashMap<Whose, Page<domain::Membership>>, Error> {
        let (filter, order) = self;
        memberships::first_of(platform, actor, lists, filter, *order, limit).await
    }
}
