//! What clients send about memberships.

use async_graphql::{ID, InputObject};
use maillage_domain::{ids::OrganisationId, memberships::MemberCategory};
use maillage_usecases::{Error, memberships::Target};

use crate::{
    enums::E,
    ids::{self, kinds},
};

/// Asks to join a hub.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct ApplyForMembershipInput {
    /// The hub.
    pub(super) hub: ID,
    /// The organisation that asks; you represent it.
    pub(super) acting_for: ID,
    /// As what.
    pub(super) category: E<MemberCategory>,
    /// The number of the charter version you accept: the one in force.
    pub(super) charter_version: i32,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Asks an organisation to join a hub.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct InviteMemberInput {
    /// The hub you coordinate.
    pub(super) hub: ID,
    /// The organisation.
    pub(super) organisation: ID,
    /// As what.
    pub(super) category: E<MemberCategory>,
    /// In which college.
    pub(super) college: Option<ID>,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// The part that every act on a membership has.
macro_rules! membership_input {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, InputObject)]
        pub(crate) struct $name {
            /// The membership.
            id: ID,
            /// The version you have read; CONFLICT when it changed since.
            expected_version: i32,
            $($(#[doc = $field_doc])+ pub(super) $field: $type,)*
            /// Validate, authorise and answer, but write nothing.
            #[graphql(default)]
            pub(super) dry_run: bool,
        }

        impl $name {
            pub(super) fn target(&self) -> std::result::Result<Target, Error> {
                Ok(Target {
                    id: ids::read::<kinds::Membership>("id", &self.id)?,
                    expected_version: self.expected_version,
                })
            }
        }
    };
}

/// As above, for what the organisation does.
macro_rules! own_membership_input {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* }) => {
        membership_input! {
            $(#[doc = $doc])+
            $name {
                /// The organisation, which you represent.
                acting_for: ID,
                $($(#[doc = $field_doc])+ $field: $type,)*
            }
        }

        impl $name {
            pub(super) fn acting_for(&self) -> std::result::Result<OrganisationId, Error> {
                ids::read::<kinds::Organisation>("actingFor", &self.acting_for)
            }
        }
    };
}

membership_input! {
    /// Accepts an application.
    AcceptMembershipInput {
        /// As what; as applied for if not said.
        category: Option<E<MemberCategory>>,
        /// In which college; in none if not said.
        college: Option<ID>,
    }
}
membership_input! {
    /// Refuses an application.
    RefuseMembershipInput {
        /// Why, 3 to 2,000 characters; the organisation reads it.
        reason: String,
    }
}
membership_input! {
    /// Suspends a member.
    SuspendMembershipInput {
        /// Why, 3 to 2,000 characters; the organisation reads it.
        reason: String,
    }
}
membership_input! {
    /// Lifts a suspension.
    ResumeMembershipInput {}
}
membership_input! {
    /// Excludes a member.
    ExcludeMemberInput {
        /// Why, 3 to 2,000 characters; the organisation reads it.
        reason: String,
    }
}
membership_input! {
    /// Changes what a member is in the hub, whole.
    ChangeMembershipInput {
        /// As what.
        category: E<MemberCategory>,
        /// In which college; in none if not said.
        college: Option<ID>,
        /// Whether its content goes out without waiting for a moderator.
        trusted: bool,
    }
}
own_membership_input! {
    /// Takes an invitation up.
    JoinHubInput {
        /// The number of the charter version you accept: the one in force.
        charter_version: i32,
    }
}
own_membership_input! {
    /// Declines an invitation.
    DeclineMembershipInvitationInput {}
}
own_membership_input! {
    /// Leaves a hub, or takes an application back.
    LeaveHubInput {}
}
own_membership_input! {
    /// Accepts a new charter version.
    AcceptCharterInput {
        /// The number of the charter version you accept: the one in force.
        charter_version: i32,
    }
}
