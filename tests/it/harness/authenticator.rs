//! What people have on their telephone: a program that shows codes.

use maillage_domain::clock::Clock;
use totp_rs::{Builder, Secret, Totp};

use super::TestHub;

/// A device that shows codes.
pub(crate) struct Authenticator(Totp);

impl Authenticator {
    /// One that was told this secret.
    pub(crate) fn new(secret: &str) -> Self {
        let secret = Secret::try_from_base32(secret).unwrap();
        Self(Builder::new().with_secret(secret).build().unwrap())
    }

    /// What it shows so many seconds from now.
    pub(crate) fn shows(&self, hub: &TestHub, seconds: i64) -> String {
        let at = hub.clock().now() + chrono::TimeDelta::seconds(seconds);
        let at = at.timestamp().try_into().unwrap();
        self.0.generate(at).to_string()
    }
}
