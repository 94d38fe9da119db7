//! Loading the first pages of lists: of all hubs or organisations of a level at once.

use std::{collections::HashMap, hash::Hash};

use async_graphql::dataloader::Loader;
use maillage_usecases::{Error, Page};

use super::{BatchError, Batches, Loaders};

/// What lists are cut down to and in which order, where the first pages of several are read together.
pub(crate) trait Lists: Clone + Eq + Hash + Send + Sync + 'static {
    /// What tells the lists apart.
    type Whose: Copy + Eq + Hash + Send + Sync + 'static;
    /// What they are made of.
    type Element: Clone + Send + Sync + 'static;

    /// The first page of each list, in as many statements for one as for many.
    fn first_of(
        &self,
        batches: &Batches,
        lists: &[Self::Whose],
        limit: u64,
    ) -> impl Future<Output = Result<HashMap<Self::Whose, Page<Self::Element>>, Error>> + Send;
}

/// Asks for the first page of a list.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct First<L: Lists> {
    whose: L::Whose,
    lists: L,
    limit: u64,
}

impl Loaders {
    /// The first page of a list.
    pub(crate) async fn first<L: Lists>(
        &self,
        whose: L::Whose,
        lists: L,
        limit: u64,
    ) -> Result<Page<L::Element>, BatchError> {
        let first = First {
            whose,
            lists,
            limit,
        };
        let found = self.batches.load_one(first).await?;
        Ok(found.unwrap_or_else(Page::empty))
    }
}

impl<L: Lists> Loader<First<L>> for Batches {
    type Value = Page<L::Element>;
    type Error = BatchError;

    async fn load(&self, keys: &[First<L>]) -> Result<HashMap<First<L>, Self::Value>, BatchError> {
        // Together those that differ only in whose they are.
        let mut alike: HashMap<(&L, u64), Vec<L::Whose>> = HashMap::new();
        for key in keys {
            let lists = alike.entry((&key.lists, key.limit)).or_default();
            lists.push(key.whose);
        }
        let mut found = HashMap::with_capacity(keys.len());
        for ((lists, limit), whose) in alike {
            let pages = lists.first_of(self, &whose, limit).await?;
            found.extend(pages.into_iter().map(|(whose, page)| {
                let lists = lists.clone();
                (
                    First {
                        whose,
                        lists,
                        limit,
                    },
                    page,
                )
            }));
        }
        Ok(found)
    }
}
