//! `maillage serve`.

use crate::{instance, settings::Settings};

pub(super) async fn run(settings: &Settings) -> anyhow::Result<()> {
    // First the address: a second instance must not get as far as the database.
    let listener = instance::bind(settings).await?;
    let mut settings = settings.clone();
    // Nobody is to wait for a connection to be opened, however many come at once.
    settings.database.ready = true;
    let platform = instance::open(&settings).await?;
    instance::run(platform, &settings, listener).await
}
