//! The installation itself.

use async_graphql::{Context, Object, SimpleObject};

use crate::{context::ContextExt, error::Result};

/// Reading what the installation is.
#[derive(Default)]
pub(crate) struct InstallationQuery;

/// An installation of the platform.
#[derive(SimpleObject)]
pub(crate) struct Installation {
    /// Whether it is a demonstration: the organisations in it that exist have no part in it and wrote
    /// nothing in it, and what is invented says so.
    demo: bool,
    /// Version of the platform: `0.1.0`.
    version: &'static str,
}

#[Object]
impl InstallationQuery {
    /// What this installation is.
    async fn installation(&self, ctx: &Context<'_>) -> Result<Installation> {
        Ok(Installation {
            demo: ctx.request().platform.is_demo().await?,
            version: env!("CARGO_PKG_VERSION"),
        })
    }
}
