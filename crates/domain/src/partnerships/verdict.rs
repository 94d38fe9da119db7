//! What comes of checking a document that somebody holds.

use crate::values::text_enum;

text_enum! {
    /// What is to be thought of a document.
    pub enum Verdict {
        /// It is as the platform wrote it, and every party has signed it.
        Authentic = "AUTHENTIC",
        /// It is as the platform wrote it; not every party had signed it by then.
        Incomplete = "INCOMPLETE",
        /// It agrees with itself, but nobody knows the key that it was sealed with: it proves nothing.
        UnknownKey = "UNKNOWN_KEY",
        /// It was changed, or put together of parts of others.
        Altered = "ALTERED",
        /// It is no document of a convention.
        NotAConvention = "NOT_A_CONVENTION",
    }
}

text_enum! {
    /// What was found when a document was checked.
    pub enum Finding {
        /// It has no seal, or not exactly one.
        NoSeal = "NO_SEAL",
        /// It was changed since it was sealed.
        FileAltered = "FILE_ALTERED",
        /// The text of the agreement was changed, or is not written as it is when it is frozen.
        TextAltered = "TEXT_ALTERED",
        /// Something that passes for a signature was not sealed by the platform.
        SignatureForged = "SIGNATURE_FORGED",
        /// A signature belongs to another text.
        SignatureElsewhere = "SIGNATURE_ELSEWHERE",
        /// Somebody signed for an organisation that is no party.
        SignatureOfNoParty = "SIGNATURE_OF_NO_PARTY",
        /// A party is said to have signed twice.
        SignatureTwice = "SIGNATURE_TWICE",
        /// A party has not signed.
        PartyMissing = "PARTY_MISSING",
        /// It carries more keys or signatures than a convention ever has.
        TooMany = "TOO_MANY",
        /// The platform holds no such text, or no such signature of it: somebody else had its key.
        NotHeld = "NOT_HELD",
        /// The key of the seals is not one of those that are known.
        UnknownKey = "UNKNOWN_KEY",
    }
}

impl Verdict {
    /// What is to be thought of a document of which so much was found.
    pub fn of(findings: &[Finding]) -> Self {
        use Finding as F;
        let mild = |finding: &F| matches!(finding, F::PartyMissing | F::UnknownKey);
        if findings.contains(&F::NoSeal) {
            Self::NotAConvention
        } else if !findings.iter().all(mild) {
            Self::Altered
        } else if findings.contains(&F::UnknownKey) {
            Self::UnknownKey
        } else if findings.is_empty() {
            Self::Authentic
        } else {
            Self::Incomplete
        }
    }
}
