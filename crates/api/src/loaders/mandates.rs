//! Loading mandates and invitations, for who reads the private side of their organisations.

use std::collections::HashMap;

use maillage_domain::{
    ids::OrganisationId,
    mandates::{Invitation, Mandate},
};
use maillage_usecases::{Error, Page, mandates};

use super::{Batches, firsts::Lists};

/// The mandates for an organisation.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Mandates {
    /// Whether also those that ended.
    pub(crate) ended: bool,
}

impl Lists for Mandates {
    type Whose = OrganisationId;
    type Element = Mandate;

    async fn first_of(
        &self,
        batches: &Batches,
        organisations: &[OrganisationId],
        limit: u64,
    ) -> Result<HashMap<OrganisationId, Page<Mandate>>, Error> {
        mandates::first_of(&batches.platform, organisations, self.ended, limit).await
    }
}

/// The invitations of an organisation that can be taken up.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct OpenInvitations;

impl Lists for OpenInvitations {
    type Whose = OrganisationId;
    type Element = Invitation;

    async fn first_of(
        &self,
        batches: &Batches,
        organisations: &[OrganisationId],
        limit: u64,
    ) -> Result<HashMap<OrganisationId, Page<Invitation>>, Error> {
        mandates::first_invitations_of(&batches.platform, organisations, limit).await
    }
}
