//! Where a partnership stands, and what can be done with it.

use crate::{mandates::MandateRole, values::text_enum};

text_enum! {
    /// Where a partnership stands.
    pub enum PartnershipState {
        /// The parties work on its text.
        Draft = "DRAFT",
        /// A version waits for signatures.
        Proposed = "PROPOSED",
        /// Every party has signed; its first day is still to come.
        Signed = "SIGNED",
        /// A version that every party has signed is in force.
        Active = "ACTIVE",
        /// A party has suspended it.
        Suspended = "SUSPENDED",
        /// Its time is over, or fewer than two parties were left.
        Ended = "ENDED",
        /// A party gave notice, and the notice is over.
        Terminated = "TERMINATED",
        /// A party declined it.
        Declined = "DECLINED",
        /// It was given up before anybody signed.
        Discarded = "DISCARDED",
    }
}

impl PartnershipState {
    /// Whether a version binds the parties, or will from its first day on.
    pub fn binds(self) -> bool {
        matches!(self, Self::Signed | Self::Active | Self::Suspended)
    }

    /// Whether nothing happens to it any more.
    pub fn is_over(self) -> bool {
        matches!(
            self,
            Self::Ended | Self::Terminated | Self::Declined | Self::Discarded
        )
    }
}

text_enum! {
    /// Where the text stands that the parties work on: of a new partnership, or of an amendment beside the
    /// version in force.
    pub enum Stage {
        /// It is being written.
        Draft = "DRAFT",
        /// It is a version that waits for signatures.
        Proposed = "PROPOSED",
        /// Nothing is being changed.
        Settled = "SETTLED",
    }
}

text_enum! {
    /// What became of a version.
    pub enum VersionState {
        /// It waits for signatures.
        Proposed = "PROPOSED",
        /// Every party has signed it; its first day is still to come.
        Signed = "SIGNED",
        /// It is in force.
        InForce = "IN_FORCE",
        /// A later one took its place.
        Superseded = "SUPERSEDED",
        /// It was taken back or changed before every party had signed.
        Withdrawn = "WITHDRAWN",
        /// A party declined it.
        Declined = "DECLINED",
        /// The partnership was over before every party had signed it.
        Lapsed = "LAPSED",
        /// It was in force until the partnership was over.
        Ended = "ENDED",
    }
}

impl VersionState {
    /// Whether every party has signed it.
    pub fn bound(self) -> bool {
        matches!(
            self,
            Self::Signed | Self::InForce | Self::Superseded | Self::Ended
        )
    }
}

text_enum! {
    /// What can be done with a partnership, as shown to a viewer.
    pub enum PartnershipAction {
        /// Read it.
        Read = "READ",
        /// Read its text, its commitments and who signed.
        ReadText = "READ_TEXT",
        /// Read what the parties work on, and what they say of it.
        ReadDraft = "READ_DRAFT",
        /// Read what became of it, and what of its commitments was delivered.
        ReadCourse = "READ_COURSE",
        /// Change the text: the first one, or an amendment to the one in force.
        Change = "CHANGE",
        /// Say something on an article.
        Comment = "COMMENT",
        /// Freeze the text as a version and ask every party to sign it.
        Propose = "PROPOSE",
        /// Take a proposed version back, to change it.
        Withdraw = "WITHDRAW",
        /// Sign the proposed version (a representative of a party).
        Sign = "SIGN",
        /// Decline what is drafted or proposed (a representative of a party).
        Decline = "DECLINE",
        /// Give the draft up: the whole before it was ever proposed, or the amendment.
        Discard = "DISCARD",
        /// Give notice, so that it ends for all (a representative of a party).
        Terminate = "TERMINATE",
        /// Give notice, so that it ends for one's own organisation (a representative of a party).
        Leave = "LEAVE",
        /// Keep it from being renewed by itself (a representative of a party).
        DeclineRenewal = "DECLINE_RENEWAL",
        /// Suspend it (a representative of a party).
        Suspend = "SUSPEND",
        /// Take it up again (a representative of the party that suspended it).
        Resume = "RESUME",
        /// Say on which day the contract was awarded for which a consortium was formed.
        RecordAward = "RECORD_AWARD",
        /// Say what was delivered of a commitment.
        DeclareFulfilment = "DECLARE_FULFILMENT",
        /// Give up what is owed to one's own organisation (its representative).
        WaiveCommitment = "WAIVE_COMMITMENT",
    }
}

impl PartnershipAction {
    /// The least role of who does it for a party.
    pub fn takes(self) -> MandateRole {
        match self {
            Self::Read | Self::ReadText | Self::ReadDraft | Self::ReadCourse => MandateRole::Reader,
            Self::Change
            | Self::Comment
            | Self::Propose
            | Self::Withdraw
            | Self::Discard
            | Self::DeclareFulfilment => MandateRole::Contributor,
            Self::Sign
            | Self::Decline
            | Self::Terminate
            | Self::Leave
            | Self::DeclineRenewal
            | Self::Suspend
            | Self::Resume
            | Self::RecordAward
            | Self::WaiveCommitment => MandateRole::Representative,
        }
    }
}
