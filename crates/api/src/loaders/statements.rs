//! Loading statements.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use maillage_domain::ids::StatementId;
use maillage_usecases::{
    Error, Page,
    statements::{self, Line},
};

use super::{BatchError, Batches, Loaders, firsts::Lists};
use crate::statements::AccountStatement;

impl Loaders {
    /// A statement, if it concerns the actor.
    pub(crate) async fn statement(
        &self,
        id: StatementId,
    ) -> Result<Option<AccountStatement>, BatchError> {
        self.batches.load_one(id).await
    }
}

impl Loader<StatementId> for Batches {
    type Value = AccountStatement;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[StatementId],
    ) -> Result<HashMap<StatementId, AccountStatement>, BatchError> {
        let found = statements::by_ids(&self.platform, &self.actor, ids).await?;
        let found = found.into_iter();
        Ok(found
            .map(|(id, one)| (id, AccountStatement::from(one)))
            .collect())
    }
}

/// What a statement adds up.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Lines;

impl Lists for Lines {
    type Whose = StatementId;
    type Element = Line;

    async fn first_of(
        &self,
        batches: &Batches,
        ids: &[StatementId],
        limit: u64,
    ) -> Result<HashMap<StatementId, Page<Line>>, Error> {
        statements::first_lines(&batches.platform, ids, limit).await
    }
}
