//! `maillage serve`.

use crate::{instance, settings::Settings};

pub(super) async fn run(settings: &Settings) -> anyhow::Result<()> {
    // First the address: a second instance must not get as far as the database.
    let listener = instance::bind(settings).await?;
    let platform = instance::open(settings).await?;
    instance::run(platform, settings, listener).await
}
