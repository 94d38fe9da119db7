//! Headers that every response carries.

use axum::{extract::State, response::Response};
use http::{
    HeaderValue,
    header::{
        CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
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
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
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
