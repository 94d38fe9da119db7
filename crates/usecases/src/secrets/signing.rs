//! The keys that sign access tokens, and how one follows the other.
//!
//! Their file holds them as PEM, the newest last. The line `Signs-From: INSTANT` before a key (RFC
//! 7468 section 5.2 lets text stand there) says from when on it signs; without one it does from the
//! beginning. So a key is known to every instance before any of them signs with it, and the one
//! before is known until the last token that it signed has expired, whoever reads the file when.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use ed25519_dalek::{
    SigningKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, spki::der::pem::LineEnding},
};
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{ACCESS_MINUTES, SKEW_SECONDS, SecretsError};
use crate::platform::Entropy;

/// How long a new key is published before it signs, in minutes: as long as others may keep the
/// published keys, and longer than an instance takes to notice it.
pub const LEAD_MINUTES: i64 = 5;

const SIGNS_FROM: &str = "Signs-From:";
const BEGIN: &str = "-----BEGIN";
const END: &str = "-----END";

/// The keys of the file, in the order in which they sign; there is at least one.
pub struct SigningKeys(Vec<Key>);

/// One key.
pub(super) struct Key {
    pub(super) kid: String,
    pub(super) signs: EncodingKey,
    pub(super) verifies: DecodingKey,
    from: DateTime<Utc>,
    x: String,
    pem: Zeroizing<String>,
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|key| &key.kid))
            .finish()
    }
}

impl SigningKeys {
    /// Reads the keys of a file.
    ///
    /// # Errors
    /// `SigningKey` when it holds none, or what is none; `SignsFrom`.
    pub fn parse(text: &str) -> Result<Self, SecretsError> {
        let mut keys = Vec::new();
        let mut from = DateTime::<Utc>::MIN_UTC;
        let mut pem: Option<Zeroizing<String>> = None;
        for line in text.lines() {
            if line.starts_with(BEGIN) {
                pem = Some(Zeroizing::new(String::new()));
            } else if let Some(instant) = line.strip_prefix(SIGNS_FROM) {
                let instant = DateTime::parse_from_rfc3339(instant.trim());
                from = instant.map_err(|_| SecretsError::SignsFrom)?.to_utc();
            }
            if let Some(pem) = &mut pem {
                pem.push_str(line);
                pem.push('\n');
            }
            if line.starts_with(END)
                && let Some(pem) = pem.take()
            {
                keys.push(Key::read(pem, from)?);
                from = DateTime::<Utc>::MIN_UTC;
            }
        }
        if keys.is_empty() {
            return Err(SecretsError::SigningKey);
        }
        keys.sort_by_key(|key| key.from);
        Ok(Self(keys))
    }

    /// The keys with one more, which signs as soon as everybody knows it, and without those whose
    /// tokens have all expired.
    ///
    /// # Errors
    /// `SigningKey` when the key cannot be written down.
    pub fn rotated(
        &self,
        entropy: &dyn Entropy,
        now: DateTime<Utc>,
    ) -> Result<Zeroizing<String>, SecretsError> {
        let mut text = Zeroizing::new(String::new());
        for key in self.live(now) {
            key.write(&mut text);
        }
        let pem = generate(entropy)?;
        Key::read(pem, now + Duration::minutes(LEAD_MINUTES))?.write(&mut text);
        Ok(text)
    }

    /// Whether these are the same keys, signing from the same instants on.
    pub fn same(&self, other: &Self) -> bool {
        let told = |key: &Key| (key.kid.clone(), key.from);
        self.0.iter().map(told).eq(other.0.iter().map(told))
    }

    /// The key that signs now.
    pub(super) fn newest(&self, now: DateTime<Utc>) -> &Key {
        let signing = self.0.iter().rev().find(|key| key.from <= now);
        signing.unwrap_or(&self.0[0])
    }

    /// The key of this id, while a token that it signed may be presented.
    pub(super) fn known(&self, kid: &str, now: DateTime<Utc>) -> Option<&Key> {
        self.live(now).find(|key| key.kid == kid)
    }

    /// The public halves of the keys in use, as a set (RFC 7517, RFC 8037).
    pub fn published(&self, now: DateTime<Utc>) -> Value {
        let keys = self.live(now).map(|key| {
            json!({
                "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig",
                "kid": key.kid, "x": key.x,
            })
        });
        json!({ "keys": keys.collect::<Vec<_>>() })
    }

    /// The keys in use: those that sign, will sign, or have signed what is not yet expired.
    fn live(&self, now: DateTime<Utc>) -> impl Iterator<Item = &Key> {
        let grace = Duration::minutes(ACCESS_MINUTES) + Duration::seconds(SKEW_SECONDS);
        let followers = self.0.iter().skip(1).map(Some).chain([None]);
        let pairs = self.0.iter().zip(followers);
        pairs
            .filter(move |(_, next)| next.is_none_or(|next| now < next.from + grace))
            .map(|(key, _)| key)
    }
}

impl Key {
    fn read(pem: Zeroizing<String>, from: DateTime<Utc>) -> Result<Self, SecretsError> {
        let key = SigningKey::from_pkcs8_pem(&pem).map_err(|_| SecretsError::SigningKey)?;
        let der = key.to_pkcs8_der().map_err(|_| SecretsError::SigningKey)?;
        let x = URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes());
        // The thumbprint (RFC 7638, RFC 8037 appendix A.3).
        let jwk = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
        Ok(Self {
            kid: URL_SAFE_NO_PAD.encode(Sha256::digest(jwk)),
            signs: EncodingKey::from_ed_der(der.as_bytes()),
            verifies: DecodingKey::from_ed_components(&x).map_err(|_| SecretsError::SigningKey)?,
            from,
            x,
            pem,
        })
    }

    fn write(&self, text: &mut String) {
        if self.from > DateTime::<Utc>::MIN_UTC {
            let from = self.from.to_rfc3339_opts(SecondsFormat::Micros, true);
            for part in [SIGNS_FROM, " ", &from, "\n"] {
                text.push_str(part);
            }
        }
        text.push_str(&self.pem);
    }
}

/// A new key (PKCS#8 PEM).
///
/// # Errors
/// `SigningKey` when it cannot be written down.
pub(super) fn generate(entropy: &dyn Entropy) -> Result<Zeroizing<String>, SecretsError> {
    let mut seed = Zeroizing::new([0; 32]);
    entropy.fill(&mut *seed);
    let pem = SigningKey::from_bytes(&seed).to_pkcs8_pem(LineEnding::LF);
    let pem = pem.map_err(|_| SecretsError::SigningKey)?;
    Ok(Zeroizing::new(pem.to_string()))
}
