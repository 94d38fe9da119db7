//! What the HTTP side takes upon itself at once, and how long it waits for clients.

use std::time::Duration;

use ipnet::IpNet;

/// Bounds of the HTTP side.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// Those of them that one network may have, which is no trusted proxy.
    pub connections_of_one: usize,
    /// Requests being answered at once.
    pub requests: usize,
    /// Longest that a client may take to send the headers of a request, the first or the next; an
    /// idle connection is closed after it.
    pub headers_within: Duration,
    /// Longest that the body of a request may take to arrive.
    pub body_within: Duration,
    /// Longest that a photo may take to arrive.
    pub upload_within: Duration,
    /// Photos and proofs that arrive or are made at once.
    pub uploads: usize,
    /// Those of them that one client may have.
    pub uploads_of_one: usize,
    /// Documents that arrive to be checked at once.
    pub checks: usize,
    /// Proofs that are being downloaded at once.
    pub downloads: usize,
    /// Those of them that one client may have.
    pub downloads_of_one: usize,
    /// Longest that a client may take to read a proof.
    pub download_within: Duration,
    /// Longest that a client may read nothing of an answer.
    pub reads_within: Duration,
    /// Longest that a client may take to begin on a WebSocket.
    pub init_within: Duration,
    /// How often something is said on a stream or a WebSocket where nothing happens, and the rights
    /// of who listens are read again.
    pub keep_alive: Duration,
    /// Streams and WebSockets of one client at once.
    pub streams: usize,
    /// Operations of one WebSocket at once.
    pub operations: usize,
    /// Bytes of answers that are kept for one WebSocket until its client has read them. An eighth of
    /// it is set aside for each answer before it is made.
    pub kept: usize,
    /// Networks of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1_000,
            connections_of_one: 250,
            requests: 200,
            headers_within: Duration::from_secs(10),
            body_within: Duration::from_secs(10),
            // Ten megabytes from the country, at a megabit a second.
            upload_within: Duration::from_secs(90),
            uploads: 10,
            uploads_of_one: 2,
            checks: 5,
            downloads: 20,
            downloads_of_one: 4,
            // Ten megabytes to the country, at a quarter of a megabit a second.
            download_within: Duration::from_secs(320),
            reads_within: Duration::from_secs(30),
            init_within: Duration::from_secs(10),
            keep_alive: Duration::from_secs(15),
            streams: 50,
            operations: 50,
            kept: 8 << 20,
            trusted_proxies: Vec::new(),
        }
    }
}
