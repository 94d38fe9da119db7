//! Reading partnerships: lists, what the parties work on, and what was frozen.

use std::collections::HashMap;

use maillage_domain::{
    ids::{PartnershipId, PartnershipVersionId},
    partnerships::{ArticleKey, Articles, Partnership, PartnershipAction, PartnershipComment},
    policy::{self, Action, Actor},
};
use maillage_persistence::{
    Page, PageRequest,
    partnerships::{self as stored, EditMade, PartnershipFilter},
};

use super::frozen::{Text, TextArticle};
use crate::{error::Error, platform::Platform};

/// Those of the partnerships that the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn by_ids(
    platform: &Platform,
    actor: &Actor,
    ids: &[PartnershipId],
) -> Result<HashMap<PartnershipId, Partnership>, Error> {
    let mut found = stored::by_ids(platform.db(), ids).await?;
    found.retain(|_, one| may(actor, PartnershipAction::Read, one));
    Ok(found)
}

/// A page of the partnerships that the actor may see, the newest first.
///
/// # Errors
/// `Internal` alone.
pub async fn list(
    platform: &Platform,
    actor: &Actor,
    filter: &PartnershipFilter,
    page: &PageRequest,
) -> Result<Page<Partnership>, Error> {
    Ok(stored::list(platform.db(), actor, filter, page).await?)
}

/// How many partnerships of a list the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn count(
    platform: &Platform,
    actor: &Actor,
    filter: &PartnershipFilter,
) -> Result<u64, Error> {
    Ok(stored::count(platform.db(), actor, filter).await?)
}

/// The partnership that a version is of, if the actor may see it.
///
/// # Errors
/// `Internal` alone.
pub async fn of_version(
    platform: &Platform,
    actor: &Actor,
    id: PartnershipVersionId,
) -> Result<Option<Partnership>, Error> {
    let found = stored::of_version(platform.db(), id).await?;
    Ok(found.filter(|one| may(actor, PartnershipAction::Read, one)))
}

fn may(actor: &Actor, action: PartnershipAction, partnership: &Partnership) -> bool {
    policy::check(actor, Action::Partnership(action, partnership)).is_ok()
}

/// What the parties work on, of the changes of drafts that the actor has been shown to read.
///
/// # Errors
/// `Internal` alone.
pub async fn working_articles(
    platform: &Platform,
    changes: &[(PartnershipId, i32)],
) -> Result<HashMap<(PartnershipId, i32), Articles>, Error> {
    Ok(stored::articles_of(platform.db(), changes).await?)
}

/// An article as it was frozen, with its fields filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenArticle {
    /// What it is called within the agreement.
    pub name: String,
    /// What it is about.
    pub key: ArticleKey,
    /// Its title.
    pub heading: String,
    /// What it says, in Markdown.
    pub text: String,
}

impl From<TextArticle> for FrozenArticle {
    fn from(article: TextArticle) -> Self {
        Self {
            name: article.name,
            key: article.key,
            heading: article.heading,
            text: article.text,
        }
    }
}

/// The text of versions that the actor has been shown to read, with their articles.
///
/// # Errors
/// `Internal` alone.
pub async fn signed_articles(
    platform: &Platform,
    ids: &[PartnershipVersionId],
) -> Result<HashMap<PartnershipVersionId, (String, Vec<FrozenArticle>)>, Error> {
    let texts = stored::texts(platform.db(), ids).await?;
    texts
        .into_iter()
        .map(|(id, text)| {
            let read = Text::read(&text);
            let read = read.ok_or_else(|| Error::internal("a version holds no frozen text"))?;
            let articles = read.articles.into_iter().map(Into::into).collect();
            Ok((id, (text, articles)))
        })
        .collect()
}

/// A page of what the parties say of a draft, the newest first, and how many there are.
///
/// # Errors
/// `NotFound` for who does not read drafts of it.
pub async fn comments(
    platform: &Platform,
    actor: &Actor,
    partnership: &Partnership,
    article: Option<&str>,
    page: &PageRequest,
) -> Result<Page<PartnershipComment>, Error> {
    expect_inside(actor, partnership)?;
    let said = (article, policy::edits_after(actor, partnership));
    Ok(stored::comments(platform.db(), partnership.id, said, page).await?)
}

/// The first page of what the parties say of each draft that the actor has been shown to read.
///
/// # Errors
/// `Internal` alone.
pub async fn first_comments(
    platform: &Platform,
    ids: &[PartnershipId],
    article: Option<&str>,
    limit: u64,
) -> Result<HashMap<PartnershipId, Page<PartnershipComment>>, Error> {
    Ok(stored::first_comments(platform.db(), ids, article, limit).await?)
}

/// How many comments there are.
///
/// # Errors
/// `NotFound` for who does not read drafts of it.
pub async fn count_comments(
    platform: &Platform,
    actor: &Actor,
    partnership: &Partnership,
    article: Option<&str>,
) -> Result<u64, Error> {
    expect_inside(actor, partnership)?;
    let said = (article, policy::edits_after(actor, partnership));
    Ok(stored::count_comments(platform.db(), partnership.id, said).await?)
}

/// Most changes of a draft that are read at once.
const MOST_EDITS: u64 = 100;

/// The changes of each draft that the actor has been shown to read, the newest first, a hundred of one at most.
///
/// # Errors
/// `Internal` alone.
pub async fn edits(
    platform: &Platform,
    ids: &[PartnershipId],
) -> Result<HashMap<PartnershipId, Vec<EditMade>>, Error> {
    Ok(stored::edits(platform.db(), ids, MOST_EDITS).await?)
}

pub(super) fn expect_inside(actor: &Actor, partnership: &Partnership) -> Result<(), Error> {
    let read = PartnershipAction::ReadDraft;
    Ok(policy::check(
        actor,
        Action::Partnership(read, partnership),
    )?)
}
