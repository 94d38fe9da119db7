//! What clients send about reviews.

use async_graphql::{ID, InputObject};
use maillage_domain::{ids::TypeSafeId, moderation::Ground};
use maillage_usecases::{
    Error,
    moderation::{GroundsDraft, Takedown, Target},
};

use crate::{
    enums::E,
    ids::{self, kinds},
};

/// The grounds of a restriction (regulation (EU) 2022/2065, article 17). A template of the hub
/// fills in what is left out.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct GroundsInput {
    /// The facts and circumstances, 3 to 2,000 characters; the template's text if not said.
    facts: Option<String>,
    /// Law or charter; the template's if not said.
    ground: Option<E<Ground>>,
    /// Which law, which is required for `LAW`, or which article of the charter.
    reference: Option<String>,
    /// One of the hub's templates.
    template: Option<ID>,
}

impl GroundsInput {
    pub(super) fn read(self) -> Result<GroundsDraft, Error> {
        let template =
            ids::read_optional::<kinds::ReasonTemplate>("template", self.template.as_ref())
                .map_err(|error| match error {
                    Error::Invalid(faults) => faults.within("grounds").into(),
                    error => error,
                })?;
        Ok(GroundsDraft {
            facts: self.facts,
            ground: self.ground.map(|ground| ground.0),
            reference: self.reference,
            template,
        })
    }
}

/// Declares the inputs of acts on a review.
macro_rules! on_reviews {
    ($($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* })+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, InputObject)]
        pub(crate) struct $name {
            /// The review.
            id: ID,
            /// The version you have read; CONFLICT when it changed since.
            expected_version: i32,
            $($(#[doc = $field_doc])+ pub(super) $field: $type,)*
            /// Validate, authorise and answer, but write nothing.
            #[graphql(default)]
            pub(super) dry_run: bool,
        }

        impl $name {
            pub(super) fn target(&self) -> Result<Target, Error> {
                let id = ids::read::<kinds::Review>("id", &self.id)?;
                Ok(Target { id, expected_version: self.expected_version })
            }
        }
    )+};
}

on_reviews! {
    /// Which review to take.
    ClaimReviewInput {}
    /// Which review to give back.
    ReleaseReviewInput {}
    /// Which review ends with publication.
    PublishReviewedInput {}
    /// Which review ends with changes asked for.
    RequestChangesInput {
        /// Why, and on which ground.
        grounds: GroundsInput,
    }
    /// Which review ends with a refusal.
    RejectReviewedInput {
        /// Why, and on which ground.
        grounds: GroundsInput,
    }
    /// Which decision is contested, and why.
    AppealDecisionInput {
        /// The organisation acted for: the one whose content it is.
        acting_for: ID,
        /// What speaks against the decision, 3 to 2,000 characters.
        plea: String,
    }
    /// Which appeal fails.
    UpholdDecisionInput {}
    /// Which appeal succeeds.
    OverturnDecisionInput {}
}

/// Declares the inputs of acts on published content.
macro_rules! on_content {
    ($($(#[doc = $doc:literal])+ $name:ident of $kind:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* })+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, InputObject)]
        pub(crate) struct $name {
            /// The content.
            id: ID,
            /// The version you have read; CONFLICT when it changed since.
            expected_version: i32,
            $($(#[doc = $field_doc])+ pub(super) $field: $type,)*
            /// Validate, authorise and answer, but write nothing.
            #[graphql(default)]
            pub(super) dry_run: bool,
        }

        impl $name {
            pub(super) fn target(&self) -> Result<Takedown<TypeSafeId<kinds::$kind>>, Error> {
                let id = ids::read::<kinds::$kind>("id", &self.id)?;
                Ok(Takedown { id, expected_version: self.expected_version })
            }
        }
    )+};
}

on_content! {
    /// Which project to take down.
    HideProjectInput of Project {
        /// Why, and on which ground.
        grounds: GroundsInput,
    }
    /// Which project to show again.
    RestoreProjectInput of Project {}
    /// Which resource to take down.
    HideResourceInput of Resource {
        /// Why, and on which ground.
        grounds: GroundsInput,
    }
    /// Which resource to show again.
    RestoreResourceInput of Resource {}
    /// Whose profile to take down.
    HideOrganisationInput of Organisation {
        /// The hub in whose name: one the organisation applied to or belongs to.
        hub: ID,
        /// Why, and on which ground.
        grounds: GroundsInput,
    }
    /// Whose profile to show again.
    RestoreOrganisationInput of Organisation {
        /// The hub in whose name: one the organisation applied to or belongs to.
        hub: ID,
    }
}
