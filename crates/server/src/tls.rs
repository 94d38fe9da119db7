//! The one source of cryptography that TLS has in this process.

/// Lets clients that take the process's own cryptography for TLS have ring, as the database and the
/// mail have it by name. Without it they cannot be made.
pub fn provide() {
    // Whoever was first has provided the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
