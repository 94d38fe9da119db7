//! Statements of account: what one organisation owes another of a month. They come about with the
//! bookings that they are made of; here they are read.

mod files;

use std::collections::HashMap;

use maillage_domain::{
    ids::StatementId,
    policy::{self, Action, Actor},
    statements::Statement,
};
pub use maillage_persistence::statements::{LINES, Line, ORDER, StatementFilter};
use maillage_persistence::{Page, PageRequest, statements};

pub(crate) use self::files::SETTING;
pub use self::files::{Format, file};
use crate::{error::Error, platform::Platform};

/// Those of the statements that the actor may read.
///
/// # Errors
/// `Internal` alone.
pub async fn by_ids(
    platform: &Platform,
    actor: &Actor,
    ids: &[StatementId],
) -> Result<HashMap<StatementId, Statement>, Error> {
    let mut found = statements::by_ids(platform.db(), ids).await?;
    found.retain(|_, one| policy::check(actor, Action::ReadStatement(one)).is_ok());
    Ok(found)
}

/// A page of the statements that the actor may read, the newest month first.
///
/// # Errors
/// `Internal` alone.
pub async fn list(
    platform: &Platform,
    actor: &Actor,
    filter: &StatementFilter,
    page: &PageRequest,
) -> Result<Page<Statement>, Error> {
    Ok(statements::list(platform.db(), actor, filter, page).await?)
}

/// How many statements of a list the actor may read.
///
/// # Errors
/// `Internal` alone.
pub async fn count(
    platform: &Platform,
    actor: &Actor,
    filter: &StatementFilter,
) -> Result<u64, Error> {
    Ok(statements::count(platform.db(), actor, filter).await?)
}

/// A page of the lines of a statement that the actor has been shown.
///
/// # Errors
/// `Internal` alone.
pub async fn lines(
    platform: &Platform,
    statement: StatementId,
    page: &PageRequest,
) -> Result<Page<Line>, Error> {
    Ok(statements::lines(platform.db(), statement, page).await?)
}

/// The first lines of statements that the actor has been shown.
///
/// # Errors
/// `Internal` alone.
pub async fn first_lines(
    platform: &Platform,
    ids: &[StatementId],
    limit: u64,
) -> Result<HashMap<StatementId, Page<Line>>, Error> {
    Ok(statements::first_lines(platform.db(), ids, limit).await?)
}
