//! The HTTP side: routes, and the loop that accepts connections.
//!
//! A handler turns a request into one call of the API or of a use case and the outcome into a
//! response. It knows no rule.

mod caller;
mod conventions;
mod exports;
mod graphiql;
mod graphql;
mod graphs;
mod headers;
mod home;
mod limits;
mod listener;
mod network;
mod photos;
mod probes;
mod proofs;
mod refusal;
mod shares;
mod stream;
mod trace;
mod uploads;
mod websocket;
mod well_known;

use std::{net::IpAddr, sync::Arc};

use axum::{
    Router, middleware,
    routing::{any, get, post},
};
use http::{HeaderMap, header::AUTHORIZATION};
use maillage_api::{Api, Client};
use maillage_usecases::{Error, Platform};
use tokio::sync::{Semaphore, SemaphorePermit};
use tower_http::compression::{
    CompressionLayer, DefaultPredicate, Predicate, predicate::NotForContentType,
};

use self::{network::Peer, refusal::Refusal, shares::Shares};

pub use self::{graphql::MOST_BYTES, limits::Limits, listener::serve};

/// What the routes serve. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    api: Api,
    limits: Arc<Limits>,
    places: Arc<Semaphore>,
    streams: Shares,
    uploads: Arc<Semaphore>,
    uploads_of_one: Shares,
    checks: Arc<Semaphore>,
    downloads: Arc<Semaphore>,
    downloads_of_one: Shares,
}

impl Site {
    /// The site of an API.
    pub fn new(api: Api, limits: &Limits) -> Self {
        Self {
            api,
            limits: Arc::new(limits.clone()),
            places: Arc::new(Semaphore::new(limits.requests)),
            streams: Shares::new(limits.streams),
            uploads: Arc::new(Semaphore::new(limits.uploads)),
            uploads_of_one: Shares::new(limits.uploads_of_one),
            checks: Arc::new(Semaphore::new(limits.checks)),
            downloads: Arc::new(Semaphore::new(limits.downloads)),
            downloads_of_one: Shares::new(limits.downloads_of_one),
        }
    }

    /// Takes one of the places for requests under way.
    ///
    /// # Errors
    /// When all are taken: waiting for one would make everything slower for everybody.
    fn enter(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        let place = self.places.try_acquire();
        place.map_err(|_| Refusal::from(Error::Overloaded))
    }

    /// The first address of the network that a request comes from.
    fn network(&self, peer: Peer, headers: &HeaderMap) -> IpAddr {
        network::of(peer, headers, &self.limits.trusted_proxies)
    }

    /// Refuses a visitor who has spent everything before anything is read. What somebody signed in
    /// has left is known once it is known who they are.
    fn expect_solvent(&self, visitor: Client, headers: &HeaderMap) -> Result<(), Refusal> {
        if headers.contains_key(AUTHORIZATION) {
            return Ok(());
        }
        Ok(self.api.expect_solvent(visitor)?)
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
        .route("/graphql/stream", get(stream::get).post(stream::post))
        .route("/graphql/ws", any(websocket::connect))
        .route("/graphiql", get(graphiql::page))
        .route("/graphiql/{file}", get(graphiql::asset))
        .route("/calendars/{file}", get(exports::calendar))
        .route("/conventions/{file}", get(conventions::document))
        .route("/fulfilments/{fulfilment}/proofs", post(proofs::add))
        .route("/fulfilments/{fulfilment}/proofs/{file}", get(proofs::show))
        .route("/hubs/{slug}/cooperation.csv", get(graphs::table))
        .route("/hubs/{slug}/cooperation.graphml", get(graphs::graph))
        .route("/hubs/{slug}/members.csv", get(exports::members))
        .route("/photos", post(photos::upload))
        .route("/photos/{photo}/{file}", get(photos::show))
        .route("/statements/{file}", get(exports::statement))
        .route("/verify", get(conventions::page).post(conventions::check))
        .route("/.well-known/maillage-seals.json", get(conventions::keys))
        .route("/.well-known/jwks.json", get(well_known::keys))
        .route("/healthz", get(probes::alive))
        .route("/readyz", get(probes::ready))
        .fallback(home::nothing_here)
        // What is compressed already would be for nothing.
        .layer(CompressionLayer::new().compress_when(
            DefaultPredicate::new().and(NotForContentType::const_new("application/pdf")),
        ))
        .layer(middleware::map_response_with_state(
            site.clone(),
            headers::harden,
        ))
        .layer(middleware::from_fn_with_state(site.clone(), trace::record))
        .with_state(site)
}
