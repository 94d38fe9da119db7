//! What an orchestrator asks.

use std::time::Duration;

use axum::extract::State;
use http::StatusCode;

use super::Site;

/// Longest that the database may take to answer a probe.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process runs.
pub(super) async fn alive() -> &'static str {
    "alive\n"
}

/// The process can work: its database answers.
pub(super) async fn ready(State(site): State<Site>) -> (StatusCode, &'static str) {
    match tokio::time::timeout(PATIENCE, site.platform().db().ping()).await {
        Ok(Ok(())) => (StatusCode::OK, "ready\n"),
        Ok(Err(error)) => {
            tracing::warn!(?error, "the database does not answer");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
        }
        Err(_) => {
            tracing::warn!("the database does not answer in time");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer in time\n",
            )
        }
    }
}
