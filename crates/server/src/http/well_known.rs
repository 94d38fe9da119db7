//! What others look up about this platform by itself (RFC 8615).

use axum::{Json, extract::State};
use http::header::CACHE_CONTROL;
use maillage_usecases::secrets::LEAD_MINUTES;
use serde_json::Value;

use super::Site;

/// The public halves of the keys that access tokens are signed with (RFC 7517). Whoever keeps them
/// no longer than allowed knows a new key before it signs.
pub(super) async fn keys(
    State(site): State<Site>,
) -> ([(http::HeaderName, String); 1], Json<Value>) {
    let platform = site.platform();
    let keys = platform.secrets().signing().published(platform.now());
    let lasting = format!("public, max-age={}", LEAD_MINUTES * 60);
    ([(CACHE_CONTROL, lasting)], Json(keys))
}
