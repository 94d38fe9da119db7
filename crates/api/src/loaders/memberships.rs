//! Loading memberships.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use maillage_domain::{ids::MembershipId, memberships as domain};
use maillage_usecases::{
    Page,
    memberships::{self, MembershipFilter, MembershipOrder, Whose},
};

use super::{BatchError, Batches, Loaders};
use crate::memberships::Membership;

/// Asks for the first page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct First {
    /// Of whose memberships.
    pub(crate) whose: Whose,
    /// Cut down to.
    pub(crate) filter: MembershipFilter,
    /// In this order.
    pub(crate) order: MembershipOrder,
    /// How many.
    pub(crate) limit: u64,
}

impl Loaders {
    /// A membership, if the actor may see it.
    pub(crate) async fn membership(
        &self,
        id: MembershipId,
    ) -> Result<Option<Membership>, BatchError> {
        self.batches.load_one(id).await
    }

    /// The first page of a list of memberships that the actor may see.
    pub(crate) async fn first_memberships(
        &self,
        first: First,
    ) -> Result<Page<domain::Membership>, BatchError> {
        let none = || Page {
            items: Vec::new(),
            has_next: false,
            has_previous: false,
        };
        Ok(self.batches.load_one(first).await?.unwrap_or_else(none))
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

impl Loader<First> for Batches {
    type Value = Page<domain::Membership>;
    type Error = BatchError;

    async fn load(&self, keys: &[First]) -> Result<HashMap<First, Self::Value>, BatchError> {
        // One statement for the lists that differ only in whose they are.
        let mut alike: HashMap<(&MembershipFilter, MembershipOrder, u64), Vec<Whose>> =
            HashMap::new();
        for First {
            whose,
            filter,
            order,
            limit,
        } in keys
        {
            alike
                .entry((filter, *order, *limit))
                .or_default()
                .push(*whose);
        }
        let mut found = HashMap::with_capacity(keys.len());
        for ((filter, order, limit), lists) in alike {
            let (platform, actor) = (&self.platform, &self.actor);
            let pages =
                memberships::first_of(platform, actor, &lists, filter, order, limit).await?;
            found.extend(pages.into_iter().map(|(whose, page)| {
                (
                    First {
                        whose,
                        filter: filter.clone(),
                        order,
                        limit,
                    },
                    page,
                )
            }));
        }
        Ok(found)
    }
}
