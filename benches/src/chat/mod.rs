//! The bot under load: how many updates a second become durable, and how soon whoever speaks is heard.
//!
//! The chat's server is the tests' fake, on 127.0.0.1 in this very process, so its work is part of the load.

mod placeholders;
mod webhook;

use crate::Figure;

pub(crate) async fn figures() -> anyhow::Result<Vec<Figure>> {
    let mut figures = webhook::figures().await?;
    figures.extend(placeholders::figures().await?);
    Ok(figures)
}

/// A data folder beside the results: a temporary folder may lie in memory, where nothing is ever synced to a disk.
pub(crate) fn folder() -> anyhow::Result<tempfile::TempDir> {
    std::fs::create_dir_all(crate::FOLDER)?;
    Ok(tempfile::tempdir_in(crate::FOLDER)?)
}
