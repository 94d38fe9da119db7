//! The HTTP side: routes, and the loop that accepts connections.
//!
//! A handler turns a request into one call of the API or of a use case and the outcome into a
//! response. It knows no rule.

mod caller;
mod exports;
mod graphiql;
mod graphql;
mod headers;
mod home;
mod listener;
mod probes;
mod refusal;
mod trace;

use axum::{Router, middleware, routing::get};
use maillage_api::Api;
use maillage_usecases::Platform;
use tower_http::compression::CompressionLayer;

pub use self::{graphql::MOST_BYTES, listener::serve};

/// What the routes serve. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    api: Api,
}

impl Site {
    /// The site of an API.
    pub fn new(api: Api) -> Self {
        Self { api }
    }

    fn platform(&self) -> &Platform {
        self.api.platform()
    }
}

/// Every route of the platform.
pub fn router(site: Site) -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/graphql", get(graphql::get).post(graphql::post))
        .route("/graphiql", get(graphiql::page))
        .route("/graphiql/{file}", get(graphiql::asset))
        .route("/hubs/{slug}/members.csv", get(exports::members))
        .route("/healthz", get(probes::alive))
        .route("/readyz", get(probes::ready))
        .fallback(home::nothing_here)
        .layer(CompressionLayer::new())
        .layer(middleware::map_response(headers::harden))
        .layer(middleware::from_fn_with_state(site.clone(), trace::record))
        .with_state(site)
}
