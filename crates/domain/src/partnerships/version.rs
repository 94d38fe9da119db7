//! A frozen text, and who has signed it.

use chrono::{DateTime, Utc};

use super::{outline::Outline, state::VersionState};
use crate::{
    ids::{MandateId, OrganisationId, PartnershipVersionId, PersonId, SignatureId},
    values::{Label, Name, Problem, ProblemCode, text_enum, text_value},
};

text_value! {
    /// The SHA-256 of a frozen text (FIPS 180-4), as 64 hexadecimal digits in lower case.
    Fingerprint(fingerprint)
}

fn fingerprint(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    let hexadecimal = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    if text.len() == 64 && text.chars().all(hexadecimal) {
        Ok(text.to_owned())
    } else {
        Err(Problem::new(ProblemCode::Malformed).with("expected", "64 × 0-9, a-f"))
    }
}

text_enum! {
    /// How somebody has shown, at most ten minutes before signing, that it is them.
    pub enum Proof {
        /// They signed in with their password.
        SignIn = "SIGN_IN",
        /// They signed in with their password and a code of their second factor, or gave such a code when
        /// signing.
        SecondFactor = "SECOND_FACTOR",
    }
}

/// The act of a person of signing one version for a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Its id.
    pub id: SignatureId,
    /// For whom.
    pub organisation: OrganisationId,
    /// By whom.
    pub person: PersonId,
    /// By which right.
    pub mandate: MandateId,
    /// The person's name when they signed.
    pub name: Name,
    /// As what they signed, in their words: « présidente ».
    pub capacity: Label,
    /// How they have shown that it is them.
    pub proof: Proof,
    /// When.
    pub signed_at: DateTime<Utc>,
    /// All of it, and which version of what, signed by the platform (JWS, RFC 7515, `EdDSA`).
    pub seal: String,
}

/// A text of an agreement that was frozen to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its id.
    pub id: PartnershipVersionId,
    /// Its number, from 1.
    pub number: i32,
    /// Of which change of the draft it was made.
    pub edit: i32,
    /// What the platform understands of it.
    pub outline: Outline,
    /// What its text comes to.
    pub sha256: Fingerprint,
    /// Who has to sign it: its parties, and those whom it lets go.
    pub signatories: Vec<OrganisationId>,
    /// When it was proposed.
    pub proposed_at: DateTime<Utc>,
    /// By whom.
    pub proposed_by: Option<PersonId>,
    /// For whom.
    pub proposed_for: Option<OrganisationId>,
    /// What became of it.
    pub state: VersionState,
    /// When that was, if not when it was proposed.
    pub settled_at: Option<DateTime<Utc>>,
    /// Who has signed, the first first.
    pub signatures: Vec<Signature>,
}

impl Version {
    /// Whether an organisation has signed it.
    pub fn is_signed_by(&self, organisation: OrganisationId) -> bool {
        let mut signatures = self.signatures.iter();
        signatures.any(|signature| signature.organisation == organisation)
    }

    /// Whether everybody has signed it who has to.
    pub fn is_signed(&self) -> bool {
        self.signatories.iter().all(|one| self.is_signed_by(*one))
    }

    /// Who has not signed it yet.
    pub fn awaits(&self) -> impl Iterator<Item = OrganisationId> {
        let signatories = self.signatories.iter().copied();
        signatories.filter(|one| !self.is_signed_by(*one))
    }
}
