//! What clients send about loans of staff.

use async_graphql::{ID, InputObject};
use maillage_domain::{
    ids::{OrganisationId, ResourceId},
    staff::PapersDraft,
};
use maillage_usecases::{Error, staff::Target};

use crate::{
    ids::{self, kinds},
    values::Date,
};

/// What was signed and agreed to.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct StaffLoanPapersInput {
    /// What the two organisations call the convention that they signed: its number or title, up to 120
    /// characters.
    convention: String,
    /// When the last of the two signed it: not to come, and not after `from`.
    signed_on: Date,
    /// When the employee agreed in writing: likewise.
    agreed_on: Date,
    /// The first day on which the employee works for the borrower.
    from: Date,
    /// The last one.
    until: Date,
}

impl StaffLoanPapersInput {
    pub(super) fn read(&self) -> PapersDraft {
        PapersDraft {
            convention: self.convention.clone(),
            signed_on: self.signed_on.0,
            agreed_on: self.agreed_on.0,
            from: self.from.0,
            until: self.until.0,
        }
    }
}

/// Records what was signed.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct RecordStaffLoanInput {
    /// The employer, whose staff time it is.
    acting_for: ID,
    /// The staff time.
    resource: ID,
    /// The organisation for which the employee works.
    borrower: ID,
    /// What was signed and agreed to.
    pub(super) papers: StaffLoanPapersInput,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

impl RecordStaffLoanInput {
    pub(super) fn acting_for(&self) -> Result<OrganisationId, Error> {
        ids::read::<kinds::Organisation>("actingFor", &self.acting_for)
    }

    /// The staff time, and the organisation that borrows it.
    pub(super) fn between(&self) -> Result<(ResourceId, OrganisationId), Error> {
        let resource = ids::read::<kinds::Resource>("resource", &self.resource)?;
        let borrower = ids::read::<kinds::Organisation>("borrower", &self.borrower)?;
        Ok((resource, borrower))
    }
}

/// The part that every act on a loan has.
macro_rules! loan_input {
    ($($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* })+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, InputObject)]
        pub(crate) struct $name {
            /// The staff loan.
            id: ID,
            /// The organisation acted for: one of its two sides.
            acting_for: ID,
            /// The version you have read; CONFLICT when it changed since.
            expected_version: i32,
            $($(#[doc = $field_doc])+ pub(super) $field: $type,)*
            /// Validate, authorise and answer, but write nothing.
            #[graphql(default)]
            pub(super) dry_run: bool,
        }

        impl $name {
            pub(super) fn target(&self) -> Result<Target, Error> {
                Ok(Target {
                    id: ids::read::<kinds::StaffLoan>("id", &self.id)?,
                    acting_for: ids::read::<kinds::Organisation>("actingFor", &self.acting_for)?,
                    expected_version: self.expected_version,
                })
            }
        }
    )+};
}

loan_input! {
    /// Says that this is what both signed.
    ConfirmStaffLoanInput {}
    /// Says that nothing of the kind was signed.
    DeclineStaffLoanInput {
        /// Why, 3 to 2,000 characters.
        reason: String,
    }
    /// Ends a loan before its last day.
    EndStaffLoanInput {
        /// Why, 3 to 2,000 characters.
        reason: String,
    }
}
