//! What the HTTP side takes upon itself at once, and how long it waits for clients.

use std::time::Duration;

use ipnet::IpNet;

/// Bounds of the HTTP side.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// Requests being answered at once.
    pub requests: usize,
    /// Longest that a client may take to send the headers of a request, the first or the next; an
    /// idle connection is closed after it.
    pub headers_within: Duration,
    /// Longest that the body of a request may take to arrive.
    pub body_within: Duration,
    /// Longest that a client may read nothing of an answer.
    pub reads_within: Duration,
    /// Networks of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1_000,
            requests: 200,
            headers_within: Duration::from_secs(10),
            body_within: Duration::from_secs(10),
            reads_within: Duration::from_secs(30),
            trusted_proxies: Vec::new(),
        }
    }
}
