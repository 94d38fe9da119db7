//! Keys, and what is made with them: access tokens (JWT, `EdDSA`) and the codes sent by e-mail.
//! Reading and writing key files is the server's business; here are only their contents.

use std::{collections::HashMap, fmt, sync::Arc};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use ed25519_dalek::{
    SigningKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, spki::der::pem::LineEnding},
};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use maillage_domain::{
    accounts::TokenPurpose,
    ids::{self, PersonId, SessionId, StaticType, TypeSafeId, kinds},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

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
    /// The sealing key has the wrong length.
    #[error("the sealing key must have 32 bytes, it has {0}")]
    SealingKey(usize),
}

/// The keys of an installation. Clones share them.
#[derive(Clone)]
pub struct Secrets(Arc<Keys>);

struct Keys {
    signing: EncodingKey,
    kid: String,
    verifying: HashMap<String, DecodingKey>,
    sealing: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets(kid {})", self.0.kid)
    }
}

/// What a code sent by e-mail is good for. A code of one kind is worthless as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// Confirm an address.
    ConfirmEmail,
    /// Choose another password.
    ResetPassword,
    /// Take up an invitation to a mandate.
    Invitation,
}

impl Seal {
    fn as_str(self) -> &'static str {
        match self {
            Self::ConfirmEmail => TokenPurpose::ConfirmEmail.as_str(),
            Self::ResetPassword => TokenPurpose::ResetPassword.as_str(),
            Self::Invitation => "INVITATION",
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
        let mut seed = Zeroizing::new([0; 32]);
        entropy.fill(&mut *seed);
        let mut sealing = Zeroizing::new([0; 32]);
        entropy.fill(&mut *sealing);
        let pem = SigningKey::from_bytes(&seed)
            .to_pkcs8_pem(LineEnding::LF)
            .map_err(|_| SecretsError::SigningKey)?;
        Ok((Zeroizing::new(pem.to_string()), sealing))
    }

    /// Takes the keys of an installation.
    ///
    /// # Errors
    /// When one of them is not what it should be.
    pub fn new(signing_pem: &str, sealing_key: &[u8]) -> Result<Self, SecretsError> {
        let key = SigningKey::from_pkcs8_pem(signing_pem).map_err(|_| SecretsError::SigningKey)?;
        let der = key.to_pkcs8_der().map_err(|_| SecretsError::SigningKey)?;
        let sealing = <[u8; 32]>::try_from(sealing_key)
            .map_err(|_| SecretsError::SealingKey(sealing_key.len()))?;
        let (kid, verifying) = public(&key)?;
        Ok(Self(Arc::new(Keys {
            signing: EncodingKey::from_ed_der(der.as_bytes()),
            kid: kid.clone(),
            verifying: HashMap::from([(kid, verifying)]),
            sealing: Zeroizing::new(sealing),
        })))
    }

    /// Goes on accepting the access tokens of an earlier signing key, while keys are changed.
    ///
    /// # Errors
    /// `SigningKey` when it is none.
    pub fn accepting(self, earlier_pem: &str) -> Result<Self, SecretsError> {
        let key = SigningKey::from_pkcs8_pem(earlier_pem).map_err(|_| SecretsError::SigningKey)?;
        let (kid, key) = public(&key)?;
        let keys = &*self.0;
        let mut verifying = keys.verifying.clone();
        verifying.insert(kid, key);
        Ok(Self(Arc::new(Keys {
            signing: keys.signing.clone(),
            kid: keys.kid.clone(),
            verifying,
            sealing: keys.sealing.clone(),
        })))
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
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(self.0.kid.clone());
        let token =
            jsonwebtoken::encode(&header, &claims, &self.0.signing).map_err(Error::internal)?;
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
        let key = self.0.verifying.get(header.kid.as_deref()?)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[AUDIENCE]);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &validation)
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

    fn mac(&self, purpose: Seal, id: &str) -> Hmac<Sha256> {
        let mut mac = self.hmac();
        mac.update(purpose.as_str().as_bytes());
        mac.update(b":");
        mac.update(id.as_bytes());
        mac
    }

    fn hmac(&self) -> Hmac<Sha256> {
        // HMAC fills a short key up with zeros to its block (RFC 2104 section 2).
        let mut key = Zeroizing::new([0; 64]);
        key[..32].copy_from_slice(&*self.0.sealing);
        <Hmac<Sha256> as KeyInit>::new((&*key).into())
    }
}

/// The public half of a key, under its thumbprint (RFC 7638, RFC 8037 appendix A.3).
fn public(key: &SigningKey) -> Result<(String, DecodingKey), SecretsError> {
    let x = URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes());
    let jwk = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    let kid = URL_SAFE_NO_PAD.encode(Sha256::digest(jwk));
    let verifying = DecodingKey::from_ed_components(&x).map_err(|_| SecretsError::SigningKey)?;
    Ok((kid, verifying))
}

pub(crate) use self::vault::Vault;

mod vault;

#[cfg(test)]
mod tests;
