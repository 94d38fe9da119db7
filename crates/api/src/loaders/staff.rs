//! Loading loans of staff.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use maillage_domain::ids::StaffLoanId;
use maillage_usecases::staff;

use super::{BatchError, Batches, Loaders};
use crate::staff::StaffLoan;

impl Loaders {
    /// A loan, if it concerns the actor.
    pub(crate) async fn staff_loan(
        &self,
        id: StaffLoanId,
    ) -> Result<Option<StaffLoan>, BatchError> {
        self.batches.load_one(id).await
    }
}

impl Loader<StaffLoanId> for Batches {
    type Value = StaffLoan;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[StaffLoanId],
    ) -> Result<HashMap<StaffLoanId, StaffLoan>, BatchError> {
        let found = staff::by_ids(&self.platform, &self.actor, ids).await?;
        let found = found.into_iter();
        Ok(found.map(|(id, one)| (id, StaffLoan::from(one))).collect())
    }
}
