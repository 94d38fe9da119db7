//! Keys, and what is made with them: access tokens (JWT, `EdDSA`) and the codes sent by e-mail.
//! Reading and writing key files is the server's business; here are only their contents.

mod seals;
mod signing;
mod vault;

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, Header, Validation};
use maillage_domain::{
    accounts::TokenPurpose,
    ids::{self, PersonId, SessionId, StaticType, TypeSafeId, kinds},
};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

pub(crate) use self::seals::{PublicKey, opened, thumbprint};
pub use self::signing::{LEAD_MINUTES, SigningKeys};
pub(crate) use self::vault::Vault;
use crate::{error::Error, platform::Entropy};

/// How long an access token is good for, in minutes. Rights are read from the database at each
/// request, so it only says for how long a device goes without refreshing.
pub const ACCESS_MINUTES: i64 = 10;
/// Who access tokens are for.
pub const AUDIENCE: &str = "maillage";
/// The type of access tokens (RFC 9068 section 2.1).
const TYPE: &str = "at+jwt";
/// By how much the clocks of two instances may differ, in seconds.
const SKEW_SECONDS: i64 = 5;
/// Longest token that is looked at, in bytes; ours have about 500.
const LONGEST: usize = 2_048;

/// Why keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The signing key is not an Ed25519 private key.
    #[error("the signing key is not an Ed25519 private key in PKCS#8 PEM")]
    SigningKey,
    /// A signing key says from when on it signs, and it is no instant.
    #[error("a line Signs-From of the signing keys is no instant such as 2026-11-22T05:30:00Z")]
    SignsFrom,
    /// The sealing key has the wrong length.
    #[error("the sealing key must have 32 bytes, it has {0}")]
    SealingKey(usize),
}

/// The keys of an installation. Clones share them.
#[derive(Clone)]
pub struct Secrets(Arc<Keys>);

struct Keys {
    signing: RwLock<Arc<SigningKeys>>,
    sealing: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({:?})", self.signing())
    }
}

/// What a code that was handed out is good for. A code of one kind is worthless as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// Confirm an address.
    ConfirmEmail,
    /// Choose another password.
    ResetPassword,
    /// Take up an invitation to a mandate.
    Invitation,
    /// Read a calendar that a person follows.
    Calendar,
    /// See a photo that not everybody sees.
    Photo,
}

impl Seal {
    fn as_str(self) -> &'static str {
        match self {
            Self::ConfirmEmail => TokenPurpose::ConfirmEmail.as_str(),
            Self::ResetPassword => TokenPurpose::ResetPassword.as_str(),
            Self::Invitation => "INVITATION",
            Self::Calendar => "CALENDAR",
            Self::Photo => "PHOTO",
        }
    }
}

impl From<TokenPurpose> for Seal {
    fn from(purpose: TokenPurpose) -> Self {
        match purpose {
            TokenPurpose::ConfirmEmail => Self::ConfirmEmail,
            TokenPurpose::ResetPassword => Self::ResetPassword,
        }
    }
}

/// The claims of an access token (RFC 9068), each with its one type: a token whose `exp` is no
/// number is refused, not taken for one without `exp`.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

impl Secrets {
    /// Makes new keys: the signing key (PKCS#8 PEM) and the sealing key.
    ///
    /// # Errors
    /// `SigningKey` when the key cannot be written down.
    pub fn generate(
        entropy: &dyn Entropy,
    ) -> Result<(Zeroizing<String>, Zeroizing<[u8; 32]>), SecretsError> {
        let signing = signing::generate(entropy)?;
        let mut sealing = Zeroizing::new([0; 32]);
        entropy.fill(&mut *sealing);
        Ok((signing, sealing))
    }

    /// Takes the keys of an installation.
    ///
    /// # Errors
    /// When one of them is not what it should be.
    pub fn new(signing_keys: &str, sealing_key: &[u8]) -> Result<Self, SecretsError> {
        let signing = SigningKeys::parse(signing_keys)?;
        let sealing = <[u8; 32]>::try_from(sealing_key)
            .map_err(|_| SecretsError::SealingKey(sealing_key.len()))?;
        Ok(Self(Arc::new(Keys {
            signing: RwLock::new(Arc::new(signing)),
            sealing: Zeroizing::new(sealing),
        })))
    }

    /// The signing keys as they are now.
    pub fn signing(&self) -> Arc<SigningKeys> {
        let keys = self.0.signing.read();
        Arc::clone(&keys.unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes other signing keys, for every clone.
    pub fn renew(&self, signing: SigningKeys) {
        let mut keys = self
            .0
            .signing
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *keys = Arc::new(signing);
    }

    /// An access token for a session, and when it expires.
    ///
    /// # Errors
    /// `Internal` when it cannot be signed.
    pub(crate) fn access_token(
        &self,
        issuer: &str,
        person: PersonId,
        session: SessionId,
        now: DateTime<Utc>,
    ) -> Result<(String, DateTime<Utc>), Error> {
        let expires_at = now + Duration::minutes(ACCESS_MINUTES);
        let claims = Claims {
            iss: issuer.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: person.to_string(),
            sid: session.to_string(),
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: expires_at.timestamp(),
        };
        let keys = self.signing();
        let key = keys.newest(now);
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(key.kid.clone());
        let token = jsonwebtoken::encode(&header, &claims, &key.signs).map_err(Error::internal)?;
        Ok((token, expires_at))
    }

    /// Whose access token it is, and of which session; `None` for one that is not ours, is not
    /// meant for here, or is out of its time. Time is the platform's, not the machine's.
    pub(crate) fn verify(
        &self,
        token: &str,
        issuer: &str,
        now: DateTime<Utc>,
    ) -> Option<(PersonId, SessionId)> {
        if token.len() > LONGEST {
            return None;
        }
        let header = jsonwebtoken::decode_header(token).ok()?;
        if header.alg != Algorithm::EdDSA
            || header.typ.as_deref() != Some(TYPE)
            || header.crit.is_some()
        {
            return None;
        }
        let keys = self.signing();
        let key = keys.known(header.kid.as_deref()?, now)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[AUDIENCE]);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &key.verifies, &validation)
            .ok()?
            .claims;
        let now = now.timestamp();
        if claims.nbf > now + SKEW_SECONDS || claims.exp <= now {
            return None;
        }
        let person = ids::parse::<kinds::Person>(&claims.sub).ok()?;
        let session = ids::parse::<kinds::Session>(&claims.sid).ok()?;
        Some((person, session))
    }

    /// The code for an id: the id and a MAC over it and its purpose, so that nobody can make one
    /// up and none is stored.
    pub fn seal<T: StaticType>(&self, purpose: Seal, id: &TypeSafeId<T>) -> String {
        let mac = self.mac(purpose, &id.to_string()).finalize().into_bytes();
        format!("{id}.{}", URL_SAFE_NO_PAD.encode(mac))
    }

    /// The id of a code made by [`Self::seal`] for this purpose; `None` for any other text. The
    /// MAC is compared in constant time.
    pub fn open<T: StaticType>(&self, purpose: Seal, code: &str) -> Option<TypeSafeId<T>> {
        let (id, mac) = code.trim().split_once('.')?;
        let given = URL_SAFE_NO_PAD.decode(mac).ok()?;
        let id = ids::parse::<T>(id).ok()?;
        self.mac(purpose, &id.to_string())
            .verify_slice(&given)
            .ok()?;
        Some(id)
    }

    /// A MAC over a text and its purpose.
    pub(crate) fn sign(&self, purpose: Seal, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(purpose, text).finalize().into_bytes())
    }

    /// Whether a text was given out with this MAC for this purpose, compared in constant time.
    pub(crate) fn has_signed(&self, purpose: Seal, text: &str, mac: &str) -> bool {
        let given = URL_SAFE_NO_PAD.decode(mac);
        given.is_ok_and(|given| self.mac(purpose, text).verify_slice(&given).is_ok())
    }

    fn mac(&self, purpose: Seal, text: &str) -> Hmac<Sha256> {
        let mut mac = self.hmac();
        mac.update(purpose.as_str().as_bytes());
        mac.update(b":");
        mac.update(text.as_bytes());
        mac
    }

    fn hmac(&self) -> Hmac<Sha256> {
        // HMAC fills a short key up with zeros to its block (RFC 2104 section 2).
        let mut key = Zeroizing::new([0; 64]);
        key[..32].copy_from_slice(&*self.0.sealing);
        <Hmac<Sha256> as KeyInit>::new((&*key).into())
    }
}

#[cfg(test)]
pub(crate) mod tests;
