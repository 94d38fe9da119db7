//! `maillage migrate`.

use crate::{instance, settings::Settings};

pub(super) async fn run(settings: &Settings) -> anyhow::Result<()> {
    let db = instance::connect(settings).await?;
    let missing = db.pending_migrations().await?;
    db.migrate().await?;
    for name in &missing {
        println!("{name}");
    }
    println!("{}: up to date", db.describe().await?);
    db.close().await?;
    Ok(())
}
