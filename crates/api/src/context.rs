//! What resolvers find in the context of a request.

use std::{net::IpAddr, sync::Arc};

use async_graphql::Context;
use chrono::{DateTime, Utc};
use maillage_domain::{policy::Actor, values::Language};
use maillage_usecases::Platform;

use crate::{loaders::Loaders, subscriptions::Watch};

/// One request: who asks, in which language, and what was loaded for it.
pub(crate) struct Request {
    pub(crate) platform: Platform,
    pub(crate) actor: Arc<Actor>,
    pub(crate) language: Language,
    pub(crate) device: Option<String>,
    /// The first address of the network that the request comes from.
    pub(crate) network: IpAddr,
    pub(crate) loaders: Loaders,
    /// When it began. Filters on time take this instant, so that lists asked for together are alike.
    pub(crate) at: DateTime<Utc>,
    /// What a subscription is run for.
    pub(crate) watch: Watch,
}

/// Access to the request from a resolver.
pub(crate) trait ContextExt {
    /// The whole request.
    fn request(&self) -> &Request;

    /// The platform.
    fn platform(&self) -> &Platform {
        &self.request().platform
    }

    /// Who asks.
    fn actor(&self) -> &Actor {
        &self.request().actor
    }

    /// The language of messages.
    fn language(&self) -> Language {
        self.request().language
    }

    /// What a subscription is run for.
    fn watch(&self) -> &Watch {
        &self.request().watch
    }

    /// Loads by id, in batches.
    fn loaders(&self) -> &Loaders {
        &self.request().loaders
    }
}

impl ContextExt for Context<'_> {
    fn request(&self) -> &Request {
        // Api::execute puts it there before anything else runs.
        self.data_unchecked::<Request>()
    }
}
