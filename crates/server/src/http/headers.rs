//! Headers that every response carries.

use axum::{extract::State, response::Response};
use http::{
    HeaderMap, HeaderValue,
    header::{
        CONTENT_SECURITY_POLICY, IF_NONE_MATCH, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
        X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
    },
};

use super::Site;

/// What a response may do that says nothing else: nothing.
const NOTHING: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
);

/// For two years a browser asks nothing here without encryption (RFC 6797).
const ENCRYPTED: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// Whether a client has what bears this tag. Compared weakly (RFC 9110 section 8.8.3.2): compression
/// changes the bytes, not the content.
pub(super) fn knows(request: &HeaderMap, tag: &str) -> bool {
    let known = request
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok());
    known
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == tag || known.trim() == "*")
}

/// Tells browsers not to guess types, not to pass addresses on, not to be framed, and to run
/// nothing that the response does not allow itself; where people reach the platform encrypted, to
/// ask encrypted alone.
pub(super) async fn harden(State(site): State<Site>, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        "cross-origin-opener-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers
        .entry("cross-origin-resource-policy")
        .or_insert(HeaderValue::from_static("same-origin"));
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(NOTHING);
    if site
        .platform()
        .settings()
        .public_url
        .starts_with("https://")
    {
        headers.insert(STRICT_TRANSPORT_SECURITY, ENCRYPTED);
    }
    response
}
