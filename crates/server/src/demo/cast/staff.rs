//! Staff, as employers lend it and borrowers confirm it.

use chrono::NaiveDate;
use maillage_domain::{policy::Actor, staff::PapersDraft};
use maillage_usecases::{
    Error,
    staff::{self, Target},
};

use super::{Cast, unknown};
use crate::demo::data::StaffLoan;

impl<'a> Cast<'a> {
    pub(super) async fn lend_staff(
        &mut self,
        loan: &'a StaffLoan,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<(), Error> {
        let (lender, actor) = self.representative(self.owner_of(&loan.resource)?)?;
        let (borrower, _) = self.representative(&loan.borrower)?;
        let resource = self.resources.get(loan.resource.as_str());
        let between = (*resource.ok_or_else(|| unknown(&loan.resource))?, borrower);
        let papers = PapersDraft {
            convention: loan.convention.clone(),
            signed_on: from,
            agreed_on: from,
            from,
            until,
        };
        let recorded = staff::record(self.platform, &actor, lender, between, &papers).await?;
        self.staff_loans.insert(&loan.key, recorded.id);
        Ok(())
    }

    pub(super) async fn confirm_staff_loan(&mut self, loan: &'a StaffLoan) -> Result<(), Error> {
        let (borrower, actor) = self.representative(&loan.borrower)?;
        let id = self.staff_loans.get(loan.key.as_str()).copied();
        let id = id.ok_or_else(|| unknown(&loan.key))?;
        let found = staff::by_ids(self.platform, &Actor::Operator, &[id]).await?;
        let stored = found.get(&id).ok_or_else(|| unknown(&loan.key))?;
        let target = Target {
            id,
            acting_for: borrower,
            expected_version: stored.version,
        };
        staff::confirm(self.platform, &actor, target).await?;
        Ok(())
    }
}
