//! What clients send about mandates.

use async_graphql::{ID, InputObject};
use maillage_domain::mandates::MandateRole;
use maillage_usecases::{Error, mandates::Target};

use crate::{
    enums::E,
    ids::{self, kinds},
    values::EmailAddress,
};

/// Invites somebody to act for an organisation.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct InviteToOrganisationInput {
    /// The organisation.
    pub(super) acting_for: ID,
    /// Where the invitation goes.
    pub(super) email: EmailAddress,
    /// What the mandate is to allow.
    pub(super) role: E<MandateRole>,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Takes an invitation up.
#[derive(Clone, InputObject)]
pub(crate) struct AcceptInvitationInput {
    /// The code of the mail.
    pub(super) code: String,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Takes an invitation back.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct RevokeInvitationInput {
    /// The invitation.
    pub(super) id: ID,
    /// The organisation acted for: the one of the invitation.
    pub(super) acting_for: ID,
    /// The version you have read; CONFLICT when it changed since.
    pub(super) expected_version: i32,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Gives a mandate another role.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct ChangeMandateRoleInput {
    /// The mandate.
    id: ID,
    /// The organisation acted for: the one of the mandate.
    acting_for: ID,
    /// The version you have read; CONFLICT when it changed since.
    expected_version: i32,
    /// What it is to allow.
    pub(super) role: E<MandateRole>,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

impl ChangeMandateRoleInput {
    pub(super) fn target(&self) -> std::result::Result<Target, Error> {
        target(&self.id, &self.acting_for, self.expected_version)
    }
}

/// Ends a mandate.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct EndMandateInput {
    /// The mandate.
    id: ID,
    /// The organisation acted for: the one of the mandate.
    acting_for: ID,
    /// The version you have read; CONFLICT when it changed since.
    expected_version: i32,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

impl EndMandateInput {
    pub(super) fn target(&self) -> std::result::Result<Target, Error> {
        target(&self.id, &self.acting_for, self.expected_version)
    }
}

fn target(id: &ID, acting_for: &ID, expected_version: i32) -> std::result::Result<Target, Error> {
    Ok(Target {
        id: ids::read::<kinds::Mandate>("id", id)?,
        acting_for: ids::read::<kinds::Organisation>("actingFor", acting_for)?,
        expected_version,
    })
}

/// Names a representative.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct AppointRepresentativeInput {
    /// The organisation.
    pub(super) organisation: ID,
    /// Where the invitation goes.
    pub(super) email: EmailAddress,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}
