//! `maillage serve`.

use crate::{instance, settings::Settings};

pub(super) async fn run(settings: &Settings) -> anyhow::Result<()> {
    // First the address: a second instance must not get as far as the database.
    let listener = instance::bind(settings).await?;
    let platform = instance::open(settings).await?;
    tracing::info!(address = %listener.local_addr()?, public_url = settings.public_url.as_str(), "serving");
    instance::run(platform, settings.introspection, listener).await
}
