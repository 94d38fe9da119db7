//! One id and one span for each request, so that every line of the log tells which it belongs to.

use std::time::Instant;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue};
use maillage_domain::ids::Mint;
use tracing::Instrument;

use super::Site;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longest id taken over from a client.
const LONGEST: usize = 64;

/// Runs a request in its span and logs how it was answered: method, path, status and time, never
/// the query string, a header, a body or the secret in the address of a calendar.
pub(super) async fn record(State(site): State<Site>, request: Request, next: Next) -> Response {
    let id = given(&request).unwrap_or_else(|| new(&site));
    let span = tracing::info_span!(
        "request",
        id = id.to_str().unwrap_or_default(),
        method = %request.method(),
        path = told(request.uri().path()),
    );
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(status, ms, "answered"));
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// A path without what is nobody's business.
fn told(path: &str) -> &str {
    const CALENDARS: &str = "/calendars/";
    if path.starts_with(CALENDARS) {
        CALENDARS
    } else {
        path
    }
}

/// The id that a proxy or client gave, if it is one that cannot disturb a log.
fn given(request: &Request) -> Option<HeaderValue> {
    let id = request.headers().get(REQUEST_ID)?;
    let harmless = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let valid = (1..=LONGEST).contains(&id.len()) && id.as_bytes().iter().all(harmless);
    valid.then(|| id.clone())
}

fn new(site: &Site) -> HeaderValue {
    let id = site.platform().uuid().simple().to_string();
    // Hexadecimal digits always make a header value.
    HeaderValue::try_from(id).unwrap_or(HeaderValue::from_static("unknown"))
}
