//! Keys.

/// Placeholder until the accounts capability.
#[derive(Clone)]
pub struct Secrets;
