//! Refresh tokens: the session's id and a secret, kept as a hash.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use maillage_domain::ids::{self, SessionId, kinds};
use sha2::{Digest, Sha256};

use crate::platform::Platform;

/// The secret of a refresh token, just made.
pub(super) struct Secret(String);

impl Secret {
    /// A new secret of 256 bits.
    pub(super) fn new(platform: &Platform) -> Self {
        Self(URL_SAFE_NO_PAD.encode(platform.random::<32>()))
    }

    /// What is stored of it. Two secrets are compared by their hashes: how long that takes says
    /// nothing of the secrets.
    pub(super) fn hash(&self) -> Vec<u8> {
        hash(&self.0)
    }

    /// The token handed out.
    pub(super) fn token(&self, session: SessionId) -> String {
        format!("{session}.{}", self.0)
    }
}

/// Reads a presented token: the session it names and the hash of its secret.
pub(super) fn read(token: &str) -> Option<(SessionId, Vec<u8>)> {
    let (session, secret) = token.trim().split_once('.')?;
    Some((ids::parse::<kinds::Session>(session).ok()?, hash(secret)))
}

fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
