//! What clients send to do something with a partnership.

use async_graphql::{ID, InputObject};
use maillage_domain::{
    Faults,
    ids::{OrganisationId, PartnershipId},
    partnerships::{Fingerprint, TerminationGround},
    values::{Label, Reason, Slug},
};
use maillage_usecases::{Error, partnerships::Target};

use super::inputs::PartnershipContentInput;
use crate::{
    enums::E,
    ids::{self, kinds},
    values::Date,
};

/// Begins the draft of an agreement.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct DraftPartnershipInput {
    /// The hub in which the parties have come together; the organisation acted for is an active member of it.
    pub(super) hub: ID,
    /// The organisation acted for: one of the parties.
    pub(super) acting_for: ID,
    /// What it says. A template gives the articles and the blanks to begin with.
    pub(super) content: PartnershipContentInput,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Says something of what the parties work on.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct CommentPartnershipInput {
    /// The partnership.
    id: ID,
    /// The organisation acted for: one of its parties.
    acting_for: ID,
    /// The name of the article that it is about; of the whole where none is given.
    article: Option<String>,
    /// What, 3 to 2,000 characters.
    text: String,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

impl CommentPartnershipInput {
    pub(super) fn about(&self) -> Result<(PartnershipId, OrganisationId), Error> {
        Ok((
            ids::read::<kinds::Partnership>("id", &self.id)?,
            ids::read::<kinds::Organisation>("actingFor", &self.acting_for)?,
        ))
    }

    pub(super) fn said(&self) -> Result<(Option<Slug>, Reason), Error> {
        let mut faults = Faults::new();
        let article = Slug::parse_optional(self.article.as_deref());
        let article = faults.take("article", article);
        let text = faults.take("text", Reason::parse(&self.text));
        match article.zip(text) {
            Some(both) if faults.is_empty() => Ok(both),
            _ => Err(faults.into()),
        }
    }
}

/// Signs the version that waits.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct SignPartnershipInput {
    /// The partnership.
    id: ID,
    /// The organisation acted for: one of those that sign.
    acting_for: ID,
    /// The SHA-256 of the version that you have read; `OTHER_VERSION` where another waits. It takes the place
    /// of `expectedVersion`: the signature of another party in between changes nothing of what is signed.
    sha256: String,
    /// As what you sign, up to 120 characters: « présidente ».
    capacity: String,
    /// A code of your second factor, where your sign-in is older than ten minutes.
    pub(super) code: Option<String>,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

impl SignPartnershipInput {
    pub(super) fn about(&self) -> Result<(PartnershipId, OrganisationId), Error> {
        Ok((
            ids::read::<kinds::Partnership>("id", &self.id)?,
            ids::read::<kinds::Organisation>("actingFor", &self.acting_for)?,
        ))
    }

    pub(super) fn read(&self) -> Result<(Fingerprint, Label), Error> {
        let mut faults = Faults::new();
        let sha256 = faults.take("sha256", Fingerprint::parse(&self.sha256));
        let capacity = faults.take("capacity", Label::parse(&self.capacity));
        match sha256.zip(capacity) {
            Some(both) if faults.is_empty() => Ok(both),
            _ => Err(faults.into()),
        }
    }
}

/// The part that every other act on a partnership has.
macro_rules! partnership_input {
    ($($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* })+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, InputObject)]
        pub(crate) struct $name {
            /// The partnership.
            id: ID,
            /// The organisation acted for: one of its parties.
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
                    id: ids::read::<kinds::Partnership>("id", &self.id)?,
                    acting_for: ids::read::<kinds::Organisation>("actingFor", &self.acting_for)?,
                    expected_version: self.expected_version,
                })
            }
        }
    )+};
}

partnership_input! {
    /// Changes what the parties work on.
    ChangePartnershipInput {
        /// What it is to say, whole.
        content: PartnershipContentInput,
    }
    /// Freezes what was drafted and asks every party to sign it.
    ProposePartnershipInput {}
    /// Takes a proposed version back.
    WithdrawPartnershipInput {}
    /// Gives a draft up.
    DiscardPartnershipInput {}
    /// Declines what is drafted or proposed.
    DeclinePartnershipInput {
        /// Why, 3 to 2,000 characters; the parties read it.
        reason: String,
    }
    /// Ends a partnership for all.
    TerminatePartnershipInput {
        /// By which right; `NOTICE` if not said.
        ground: Option<E<TerminationGround>>,
        /// Why, 3 to 2,000 characters; the parties read it.
        reason: String,
    }
    /// Gives notice for one party.
    LeavePartnershipInput {
        /// Why, 3 to 2,000 characters; the parties read it.
        reason: String,
    }
    /// Keeps a partnership from being renewed by itself.
    DeclineRenewalInput {
        /// Why, 3 to 2,000 characters; the parties read it.
        reason: String,
    }
    /// Suspends a partnership.
    SuspendPartnershipInput {
        /// Why, 3 to 2,000 characters; the parties read it.
        reason: String,
    }
    /// Takes a suspended partnership up again.
    ResumePartnershipInput {}
    /// Says when the contract of a consortium was signed.
    RecordAwardInput {
        /// The day on which the contract with the buyer was signed: not to come, and not before the bid.
        awarded_on: Date,
    }
}
