//! Seals: what the platform has witnessed, signed so that anybody can check it (JWS in its compact form, RFC
//! 7515, with `EdDSA`, RFC 8037). Seals are checked for as long as a convention matters, so their key is not
//! one of those that sign access tokens, which change: it is derived from the sealing key, and its public
//! half is kept for good.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hmac::Mac;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::Secrets;
use crate::error::Error;

/// Longest seal that is looked at, in bytes; ours have about a thousand.
const LONGEST: usize = 8_192;

/// The public half of a key that seals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PublicKey {
    /// Its thumbprint (RFC 7638, RFC 8037 appendix A.3).
    pub(crate) kid: String,
    /// The key, in base64url.
    pub(crate) x: String,
}

impl PublicKey {
    /// As a JWK (RFC 7517, RFC 8037).
    pub(crate) fn jwk(&self) -> Value {
        json!({
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig",
            "kid": self.kid, "x": self.x,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    typ: String,
    kid: String,
}

impl Secrets {
    /// The public half of the key that seals now.
    pub(crate) fn seal_key(&self) -> PublicKey {
        public(&self.sealing_pair().verifying_key())
    }

    /// Seals a statement; `kind` says what it is a statement of, so that none is taken for another.
    ///
    /// # Errors
    /// `Internal` when it cannot be written as JSON.
    pub(crate) fn witness(&self, kind: &str, statement: &impl Serialize) -> Result<String, Error> {
        let pair = self.sealing_pair();
        let header = Header {
            alg: "EdDSA".to_owned(),
            typ: kind.to_owned(),
            kid: public(&pair.verifying_key()).kid,
        };
        let encoded = |bytes: Vec<u8>| URL_SAFE_NO_PAD.encode(bytes);
        let header = encoded(serde_json::to_vec(&header).map_err(Error::internal)?);
        let payload = serde_json_canonicalizer::to_vec(statement).map_err(Error::internal)?;
        let signed = format!("{header}.{}", encoded(payload));
        let signature = pair.sign(signed.as_bytes());
        Ok(format!("{signed}.{}", encoded(signature.to_vec())))
    }

    fn sealing_pair(&self) -> SigningKey {
        let mac = self.keyed("SEALS");
        let seed: Zeroizing<[u8; 32]> = Zeroizing::new(mac.finalize().into_bytes().into());
        SigningKey::from_bytes(&seed)
    }
}

fn public(key: &VerifyingKey) -> PublicKey {
    let x = URL_SAFE_NO_PAD.encode(key.as_bytes());
    PublicKey {
        kid: thumbprint(&x),
        x,
    }
}

/// The thumbprint of a public key (RFC 7638, RFC 8037 appendix A.3).
pub(crate) fn thumbprint(x: &str) -> String {
    let jwk = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(jwk))
}

/// What a seal of a kind says, if one of the keys has made it; `None` for any other text. One key alone is
/// asked for: the one that it names.
pub(crate) fn opened<T: DeserializeOwned>(
    seal: &str,
    kind: &str,
    keys: &[PublicKey],
) -> Option<(T, String)> {
    if seal.len() > LONGEST {
        return None;
    }
    let (signed, signature) = seal.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
    let header: Header = serde_json::from_slice(&decode(header)?).ok()?;
    if header.alg != "EdDSA" || header.typ != kind {
        return None;
    }
    // A key is what its thumbprint says, or anybody could bring one along under the name of another.
    let key = keys
        .iter()
        .find(|key| key.kid == header.kid && thumbprint(&key.x) == key.kid)?;
    let bytes: [u8; 32] = decode(&key.x)?.try_into().ok()?;
    let key = VerifyingKey::from_bytes(&bytes).ok()?;
    let signature = Signature::from_slice(&decode(signature)?).ok()?;
    key.verify_strict(signed.as_bytes(), &signature).ok()?;
    let statement = serde_json::from_slice(&decode(payload)?).ok()?;
    Some((statement, header.kid))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::tests::keys;

    const KIND: &str = "test";

    #[test]
    fn a_seal_is_opened_with_the_key_that_made_it_and_no_other() {
        let ((mine, _), (other, _)) = (keys(1), keys(2));
        let seal = mine.witness(KIND, &json!({"a": 1})).expect("a seal");
        let read = |seal: &str, keys: &[PublicKey]| opened::<Value>(seal, KIND, keys);
        let (said, kid) = read(&seal, &[mine.seal_key()]).expect("ours");
        assert_eq!((said, kid), (json!({"a": 1}), mine.seal_key().kid));
        assert!(read(&seal, &[other.seal_key()]).is_none());
        assert!(opened::<Value>(&seal, "other", &[mine.seal_key()]).is_none());
        let forged = PublicKey {
            kid: mine.seal_key().kid,
            x: other.seal_key().x,
        };
        let theirs = other.witness(KIND, &json!({"a": 1})).expect("a seal");
        assert!(
            read(&theirs, &[forged]).is_none(),
            "a key under another's name"
        );
    }

    #[test]
    fn no_character_of_a_seal_can_be_changed() {
        let (secrets, _) = keys(1);
        let seal = secrets.witness(KIND, &json!({"sum": 12})).expect("a seal");
        let keys = [secrets.seal_key()];
        for at in 0..seal.len() {
            let mut changed = seal.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("letters");
            assert!(opened::<Value>(&changed, KIND, &keys).is_none(), "{at}");
        }
    }

    #[test]
    fn the_key_stays_the_same_as_long_as_the_sealing_key_does() {
        let ((one, _), (same, _)) = (keys(1), keys(1));
        assert_eq!(one.seal_key(), same.seal_key());
    }
}
