//! Signing: who it was, by which right, what they have read, and that it was them.

use chrono::TimeDelta;
use maillage_domain::{
    Act,
    ids::{MandateId, OrganisationId, PartnershipId, PersonId, SignatureId},
    mandates::MandateRole,
    partnerships::{Fingerprint, Partnership, PartnershipAction, Proof, Signature},
    policy::{Actor, Forbidden},
    values::Label,
};
use maillage_persistence::{Tx, accounts, mandates, organisations};
use serde::{Deserialize, Serialize};

use super::{evidence::keep_present_key, hold, keep};
use crate::{accounts::fresh, error::Error, platform::Platform};

/// What a seal of a signature says that it is.
pub(crate) const SIGNATURE: &str = "maillage-signature+jwt";

/// For how long a sign-in shows who somebody is when they sign, in minutes.
const FRESH_MINUTES: i64 = 10;

/// What somebody signs, and as what.
#[derive(Clone, Copy)]
pub struct Signing<'a> {
    /// The partnership.
    pub id: PartnershipId,
    /// The party signed for.
    pub acting_for: OrganisationId,
    /// The SHA-256 of the version that was read.
    pub sha256: &'a Fingerprint,
    /// As what: « présidente ».
    pub capacity: &'a Label,
    /// A code of the second factor, where the sign-in is older than ten minutes.
    pub code: Option<&'a str>,
}

/// All that a signature says; the platform seals it, so that whoever holds the document can check it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Statement {
    /// The platform (RFC 7519 section 4.1.1).
    pub(crate) iss: String,
    /// The id of the signature (section 4.1.7).
    pub(crate) jti: String,
    /// When, in seconds since 1970 (section 4.1.6).
    pub(crate) iat: i64,
    pub(crate) partnership: String,
    pub(crate) version: String,
    pub(crate) number: i32,
    pub(crate) sha256: String,
    pub(crate) organisation: String,
    pub(crate) organisation_name: String,
    pub(crate) person: String,
    pub(crate) name: String,
    pub(crate) mandate: String,
    pub(crate) capacity: String,
    pub(crate) proof: Proof,
    /// When, to the microsecond (RFC 3339).
    pub(crate) signed_at: String,
}

/// Signs, as a representative, the version that waits. It binds with the last signature.
///
/// # Errors
/// `NotFound`, `Forbidden`; `SIGN_IN_AGAIN`, `SECOND_FACTOR_WRONG`, `RateLimited`; `WRONG_STATE`,
/// `OTHER_VERSION`, `ALREADY_SIGNED`, `NOT_A_SIGNATORY`.
pub async fn sign(
    platform: &Platform,
    actor: &Actor,
    signing: Signing<'_>,
) -> Result<Partnership, Error> {
    let (acting, act) = platform.act_for(actor, signing.acting_for)?;
    let since = act.at - TimeDelta::minutes(FRESH_MINUTES);
    fresh(platform, actor, since, signing.code, async |tx, proof| {
        let sign = PartnershipAction::Sign;
        let (mut partnership, today) = hold(tx, platform, &acting, signing.id, sign).await?;
        partnership.permits(sign, Some(signing.acting_for), today)?;
        let signature = witnessed(tx, platform, &act, &partnership, signing, proof).await?;
        partnership.sign(&act, today, signing.sha256, signature)?;
        keep(tx, platform, &mut partnership, None).await?;
        Ok(partnership)
    })
    .await
}

/// The signature, with what the platform knows of it under its seal.
async fn witnessed(
    tx: &Tx,
    platform: &Platform,
    act: &Act<'_>,
    partnership: &Partnership,
    signing: Signing<'_>,
    proof: Proof,
) -> Result<Signature, Error> {
    let person = act.person.ok_or(Error::Unauthenticated)?;
    let mandate = mandate(tx, person, signing.acting_for).await?;
    let signer = accounts::find(tx, person).await?;
    let signer = signer.ok_or(Error::Unauthenticated)?;
    let organisation = organisations::find(tx, signing.acting_for).await?;
    let organisation = organisation.ok_or(Error::NotFound)?;
    let version = partnership.proposed();
    let version = version.ok_or_else(|| Error::internal("what is signed waits for nobody"))?;
    let id: SignatureId = act.id();
    let statement = Statement {
        iss: platform.settings().public_url.clone(),
        jti: id.to_string(),
        iat: act.at.timestamp(),
        partnership: partnership.id.to_string(),
        version: version.id.to_string(),
        number: version.number,
        sha256: version.sha256.to_string(),
        organisation: organisation.id.to_string(),
        organisation_name: organisation.content.name.to_string(),
        person: person.to_string(),
        name: signer.name.to_string(),
        mandate: mandate.to_string(),
        capacity: signing.capacity.to_string(),
        proof,
        signed_at: act.at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
    };
    keep_present_key(tx, platform).await?;
    Ok(Signature {
        id,
        organisation: signing.acting_for,
        person,
        mandate,
        name: signer.name,
        capacity: signing.capacity.clone(),
        proof,
        signed_at: act.at,
        seal: platform.secrets().witness(SIGNATURE, &statement)?,
    })
}

/// The mandate by which somebody signs, held until the signature is written: one that has ended meanwhile,
/// whenever that was, signs nothing.
async fn mandate(
    tx: &Tx,
    person: PersonId,
    organisation: OrganisationId,
) -> Result<MandateId, Error> {
    let mandate = mandates::hold_live(tx, person, organisation).await?;
    mandate
        .filter(|mandate| mandate.role == MandateRole::Representative)
        .map(|mandate| mandate.id)
        .ok_or(Error::Forbidden(Forbidden::NeedsRepresentative))
}
