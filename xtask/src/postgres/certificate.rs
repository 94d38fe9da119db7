//! The certificate of a server, so that the tests see connections that are encrypted.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

/// What a server and those who trust it need, as PEM.
pub(super) struct Certificate {
    /// The authority, which nobody knows beforehand.
    pub(super) authority: String,
    /// The server's certificate, for the loopback.
    pub(super) server: String,
    /// The server's key.
    pub(super) key: String,
}

impl Certificate {
    /// A new authority, and a certificate signed by it.
    pub(super) fn make() -> Result<Self, rcgen::Error> {
        let key = KeyPair::generate()?;
        let mut authority = CertificateParams::default();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = Issuer::from_params(&authority, &key);
        let server_key = KeyPair::generate()?;
        let server = CertificateParams::new(["127.0.0.1".to_owned()])?;
        Ok(Self {
            authority: authority.self_signed(&key)?.pem(),
            server: server.signed_by(&server_key, &issuer)?.pem(),
            key: server_key.serialize_pem(),
        })
    }
}
