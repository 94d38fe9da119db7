//! Checking a document that somebody holds: from the document alone and the public keys of the platform.

use chrono::{DateTime, Utc};
use maillage_domain::partnerships::{Finding, Fingerprint, Proof, Verdict, Version, VersionState};
use maillage_paper::Unsealed;
use maillage_persistence::partnerships;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::{
    evidence::{Bundle, DOCUMENT},
    frozen::{Text, fingerprint},
    signing::{SIGNATURE, Statement},
};
use crate::{
    error::Error,
    platform::Platform,
    secrets::{PublicKey, opened, thumbprint},
};

/// Most keys of a document: a platform has one for each sealing key that it ever had.
const MOST_KEYS: usize = 64;
/// Most who sign a version: fifty parties, and fifty whom it lets go.
const MOST_SIGNATORIES: usize = 100;

/// How many documents are checked at once.
static CHECKING: Semaphore = Semaphore::const_new(2);

/// What the seal of a file says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sealed {
    /// The platform that sealed it.
    pub(crate) iss: String,
    /// When what it shows last changed, in seconds since 1970.
    pub(crate) iat: i64,
    /// The SHA-256 of the file without its seal.
    pub(crate) sha256: String,
}

/// A public key by which seals are checked, as a JWK has it (RFC 8037).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Checked {
    /// The key in base64url.
    pub x: String,
}

/// What comes of checking a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What is to be thought of it.
    pub verdict: Verdict,
    /// Why.
    pub findings: Vec<Finding>,
    /// The thumbprint (RFC 7638) of the key by which it was sealed.
    pub key: Option<String>,
    /// The platform that sealed it, as it says.
    pub issuer: Option<String>,
    /// The title of the agreement.
    pub title: Option<String>,
    /// Which version of it.
    pub number: Option<i32>,
    /// The SHA-256 of its text.
    pub sha256: Option<Fingerprint>,
    /// Who has signed it.
    pub signatures: Vec<Signed>,
    /// Who has not.
    pub missing: Vec<String>,
}

/// A signature that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// For which organisation.
    pub organisation: String,
    /// Who.
    pub name: String,
    /// As what.
    pub capacity: String,
    /// How they have shown who they are.
    pub proof: Proof,
    /// When (RFC 3339).
    pub signed_at: String,
}

/// Checks a document against keys that are known to be the platform's.
pub fn check(file: &[u8], known: &[Checked]) -> Report {
    inspect(file, known).report
}

/// What was found of a document, and what the platform that sealed it can tell more of.
struct Inspection {
    report: Report,
    /// Whether a key that is known has sealed it.
    ours: bool,
    /// The seals of the signatures that were found good.
    seals: Vec<String>,
}

fn inspect(file: &[u8], known: &[Checked]) -> Inspection {
    let known: Vec<_> = known
        .iter()
        .map(|key| PublicKey {
            kid: thumbprint(&key.x),
            x: key.x.clone(),
        })
        .collect();
    let report = Report {
        verdict: Verdict::NotAConvention,
        findings: Vec::new(),
        key: None,
        issuer: None,
        title: None,
        number: None,
        sha256: None,
        signatures: Vec::new(),
        missing: Vec::new(),
    };
    let mut inspection = Inspection {
        report,
        ours: false,
        seals: Vec::new(),
    };
    let findings = look(file, &known, &mut inspection);
    inspection.report.conclude(findings);
    inspection
}

impl Report {
    fn conclude(&mut self, mut findings: Vec<Finding>) {
        findings.sort_unstable();
        findings.dedup();
        self.verdict = Verdict::of(&findings);
        self.findings = findings;
    }
}

fn look(file: &[u8], known: &[PublicKey], inspection: &mut Inspection) -> Vec<Finding> {
    let found = match maillage_paper::opened(file) {
        Ok(found) => found,
        Err(Unsealed::Foreign) => return vec![Finding::NoSeal],
        Err(Unsealed::Altered) => return vec![Finding::FileAltered],
    };
    let Some(bundle) = Bundle::read(&found.attachment) else {
        return vec![Finding::NoSeal];
    };
    // The keys that it brings along open its seals; whether they are the platform's is another question.
    let keys = &bundle.keys;
    if keys.len() > MOST_KEYS {
        return vec![Finding::TooMany];
    }
    // What its own seal does not hold together is not looked at any further: anybody could have written it.
    let Some((sealed, kid)) = opened::<Sealed>(&found.seal, DOCUMENT, keys)
        .filter(|(sealed, _)| sealed.sha256 == hexadecimal(&found.blank))
    else {
        return vec![Finding::FileAltered];
    };
    let mut findings = Vec::new();
    inspection.ours = known.iter().any(|key| key.kid == kid);
    if !inspection.ours {
        findings.push(Finding::UnknownKey);
    }
    let report = &mut inspection.report;
    report.issuer = Some(sealed.iss);
    report.key = Some(kid);
    let Some((text, sha256)) = Text::read(&bundle.text).zip(fingerprint(&bundle.text).ok()) else {
        findings.push(Finding::TextAltered);
        return findings;
    };
    report.title = Some(text.title.clone());
    report.number = Some(text.number);
    findings.extend(signatures(&bundle, (&text, &sha256), known, inspection));
    inspection.report.sha256 = Some(sha256);
    findings
}

fn signatures(
    bundle: &Bundle,
    (text, sha256): (&Text, &Fingerprint),
    known: &[PublicKey],
    Inspection { report, seals, .. }: &mut Inspection,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let parties = text.parties.iter().map(|party| (party.id, &party.name));
    let leaving = text.leaving.iter().map(|party| (party.id, &party.name));
    let signatories: Vec<_> = parties.chain(leaving).collect();
    let given = bundle.signatures.len();
    if signatories.len() > MOST_SIGNATORIES || given > signatories.len() {
        return vec![Finding::TooMany];
    }
    let mut signed = Vec::new();
    for seal in &bundle.signatures {
        let Some((statement, kid)) = opened::<Statement>(seal, SIGNATURE, &bundle.keys) else {
            findings.push(Finding::SignatureForged);
            continue;
        };
        if !known.iter().any(|key| key.kid == kid) {
            findings.push(Finding::UnknownKey);
        }
        let same = statement.sha256 == sha256.as_str()
            && statement.partnership == text.partnership.to_string()
            && statement.number == text.number;
        if !same {
            findings.push(Finding::SignatureElsewhere);
            continue;
        }
        let party = signatories
            .iter()
            .find(|(id, _)| id.to_string() == statement.organisation);
        let Some((id, _)) = party else {
            findings.push(Finding::SignatureOfNoParty);
            continue;
        };
        if signed.contains(id) {
            findings.push(Finding::SignatureTwice);
            continue;
        }
        signed.push(*id);
        seals.push(seal.clone());
        report.signatures.push(Signed {
            organisation: statement.organisation_name,
            name: statement.name,
            capacity: statement.capacity,
            proof: statement.proof,
            signed_at: statement.signed_at,
        });
    }
    let missing = signatories.iter().filter(|(id, _)| !signed.contains(id));
    report.missing = missing.map(|(_, name)| (*name).clone()).collect();
    if !report.missing.is_empty() {
        findings.push(Finding::PartyMissing);
    }
    findings
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let digest = Sha256::digest(bytes);
    digest
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a text does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Checks a document against the keys by which this platform has ever sealed, and against what it holds: a key that
/// was stolen signs nothing here.
///
/// # Errors
/// `Internal` alone.
pub async fn verify(platform: &Platform, file: Vec<u8>) -> Result<Report, Error> {
    let known = super::known_keys(platform).await?;
    // The place is taken until the work is done, also when nobody waits for it any more.
    let place = CHECKING.acquire().await.map_err(Error::internal)?;
    let checked = tokio::task::spawn_blocking(move || {
        let inspected = inspect(&file, &known);
        drop(place);
        inspected
    });
    let Inspection {
        mut report,
        ours,
        seals,
    } = checked.await.map_err(Error::internal)?;
    // What another platform has sealed is not for this one to hold.
    if let Some(sha256) = report.sha256.as_ref().filter(|_| ours) {
        let held = holds(platform, sha256, &seals).await?;
        let not_held = (!held).then_some(Finding::NotHeld);
        let mut findings = report.findings.clone();
        findings.extend(not_held);
        report.conclude(findings);
    }
    Ok(report)
}

/// Whether the platform has frozen the text of this SHA-256, and every one of these signatures is of it.
async fn holds(platform: &Platform, sha256: &Fingerprint, seals: &[String]) -> Result<bool, Error> {
    let version = version_of(platform, sha256).await?;
    Ok(version.is_some_and(|version| {
        let of_it = |seal: &String| version.signatures.iter().any(|one| one.seal == *seal);
        seals.iter().all(of_it)
    }))
}

async fn version_of(platform: &Platform, sha256: &Fingerprint) -> Result<Option<Version>, Error> {
    let Some(id) = partnerships::by_text(platform.db(), sha256).await? else {
        return Ok(None);
    };
    let partnership = partnerships::find(platform.db(), id).await?;
    let versions = partnership.map(|one| one.versions).unwrap_or_default();
    Ok(versions.into_iter().find(|one| one.sha256 == *sha256))
}

/// What became of a text that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which version it is.
    pub number: i32,
    /// What became of it.
    pub state: VersionState,
    /// How many have signed it.
    pub signed: usize,
    /// Of how many.
    pub signatories: usize,
    /// When the last of them did.
    pub last_signed_at: Option<DateTime<Utc>>,
}

/// What became of the text of this SHA-256, for whoever knows it: nobody can guess one.
///
/// # Errors
/// `Internal` alone.
pub async fn standing(
    platform: &Platform,
    sha256: &Fingerprint,
) -> Result<Option<Standing>, Error> {
    let version = version_of(platform, sha256).await?;
    Ok(version.map(|version| Standing {
        number: version.number,
        state: version.state,
        signed: version.signatures.len(),
        signatories: version.signatories.len(),
        last_signed_at: version.signatures.last().map(|one| one.signed_at),
    }))
}

#[cfg(test)]
mod tests;
