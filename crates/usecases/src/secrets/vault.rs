//! What is stored only encrypted (XChaCha20-Poly1305: its nonces are long enough to be drawn at
//! random), and digests that nobody without the key can make or guess the origin of.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::Secrets;
use crate::platform::Entropy;

const NONCE: usize = 24;

/// What is kept in the vault. Each kind has a key of its own, so that one is never taken for
/// another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vault {
    /// Answers kept for requests that are sent again.
    Answers,
    /// What wrong tries at signing in are counted by.
    Tries,
    /// What second factors are made of, and their recovery codes.
    SecondFactors,
}

impl Vault {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Answers => "ANSWERS",
            Self::Tries => "TRIES",
            Self::SecondFactors => "SECOND FACTORS",
        }
    }
}

impl Secrets {
    /// Encrypts a text that only the row named by `place` may hold.
    pub(crate) fn encrypt(
        &self,
        vault: Vault,
        place: &[u8],
        text: &[u8],
        entropy: &dyn Entropy,
    ) -> Option<Vec<u8>> {
        let mut nonce = [0; NONCE];
        entropy.fill(&mut nonce);
        let payload = Payload {
            msg: text,
            aad: place,
        };
        let sealed = self.cipher(vault).encrypt(&XNonce::from(nonce), payload);
        Some([nonce.as_slice(), &sealed.ok()?].concat())
    }

    /// Reads what [`Self::encrypt`] wrote for this place; none for anything else.
    pub(crate) fn decrypt(&self, vault: Vault, place: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload {
            msg: sealed,
            aad: place,
        };
        let text = self.cipher(vault).decrypt(&XNonce::from(*nonce), payload);
        text.ok()
    }

    /// A digest of parts, each with its length, so that no two lists of parts are alike.
    pub(crate) fn digest(&self, vault: Vault, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.keyed(&format!("DIGEST {}", vault.as_str()));
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    fn cipher(&self, vault: Vault) -> XChaCha20Poly1305 {
        let mac = self.keyed(&format!("VAULT {}", vault.as_str()));
        let key: Zeroizing<[u8; 32]> = Zeroizing::new(mac.finalize().into_bytes().into());
        XChaCha20Poly1305::new((&*key).into())
    }

    pub(super) fn keyed(&self, label: &str) -> Hmac<Sha256> {
        let mut mac = self.hmac();
        mac.update(label.as_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SystemEntropy, secrets::tests::keys};

    #[test]
    fn what_was_encrypted_is_read_in_its_place_alone() {
        let (secrets, _) = keys(1);
        let encrypt = |text: &[u8]| secrets.encrypt(Vault::Answers, b"here", text, &SystemEntropy);
        let mut sealed = encrypt(b"a secret").unwrap();
        assert!(!sealed.windows(8).any(|window| window == b"a secret"));
        assert_ne!(encrypt(b"a secret").unwrap(), sealed);
        let read = |place: &[u8], sealed: &[u8]| secrets.decrypt(Vault::Answers, place, sealed);
        assert_eq!(read(b"here", &sealed).as_deref(), Some(&b"a secret"[..]));
        assert_eq!(read(b"there", &sealed), None);
        assert_eq!(read(b"here", &sealed[..10]), None);
        sealed[30] ^= 1;
        assert_eq!(read(b"here", &sealed), None);
    }

    #[test]
    fn parts_that_are_cut_elsewhere_have_another_digest() {
        let (secrets, _) = keys(1);
        let digest = |parts: &[&[u8]]| secrets.digest(Vault::Answers, parts);
        assert_eq!(digest(&[b"ab", b"c"]), digest(&[b"ab", b"c"]));
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
    }
}
