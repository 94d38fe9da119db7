//! Reading partnerships: lists, what the parties work on, what was frozen, and what differs.

use std::collections::HashMap;

use maillage_domain::{
    ids::{PartnershipId, PartnershipVersionId},
    partnerships::{
        ArticleKey, Articles, Outline, Partnership, PartnershipAction, PartnershipComment,
    },
    policy::{self, Action, Actor},
};
use maillage_persistence::{
    Page, PageRequest, organisations,
    partnerships::{self as stored, EditMade, PartnershipFilter},
};
use similar::{ChangeTag, TextDiff};

use super::{
    fields,
    frozen::{Around, Text, TextArticle},
    hub_of,
};
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

fn expect_inside(actor: &Actor, partnership: &Partnership) -> Result<(), Error> {
    let read = PartnershipAction::ReadDraft;
    Ok(policy::check(
        actor,
        Action::Partnership(read, partnership),
    )?)
}

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// It is in both.
    Kept,
    /// It is in the later one alone.
    Added,
    /// It is in the earlier one alone.
    Removed,
}

/// A piece of text that stays, comes or goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Which of them.
    pub kind: PieceKind,
    /// The text.
    pub text: String,
}

/// A part in which two texts differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which part: `title`, `term`, or the name of an article after `article:`.
    pub part: String,
    /// What the later one calls it; the earlier one, where it goes away.
    pub heading: Option<String>,
    /// Word by word.
    pub pieces: Vec<Piece>,
}

/// In what two changes of a draft differ, part by part, in the order of the later one. Every version tells of
/// which change it was made.
///
/// # Errors
/// `NotFound` for who does not read drafts of it, and for a change that there is not.
pub async fn compare(
    platform: &Platform,
    actor: &Actor,
    partnership: &Partnership,
    (before, after): (i32, i32),
) -> Result<Vec<Difference>, Error> {
    expect_inside(actor, partnership)?;
    if before.min(after) <= policy::edits_after(actor, partnership) {
        return Err(Error::NotFound);
    }
    let db = platform.db();
    let before = stored::edit(db, partnership.id, before).await?;
    let after = stored::edit(db, partnership.id, after).await?;
    let (before, after) = before.zip(after).ok_or(Error::NotFound)?;
    let hub = hub_of(db, partnership).await?;
    let mut parties: Vec<_> = before.outline.organisations().collect();
    parties.extend(after.outline.organisations());
    let organisations = organisations::by_ids(db, &parties).await?;
    let around = Around {
        hub: &hub,
        organisations: &organisations,
        staff: None,
    };
    let mut differences = Vec::new();
    for part in PARTS {
        let said = |outline: &Outline| said_of(part, outline, &around);
        let (one, other) = (said(&before.outline), said(&after.outline));
        differences.extend(difference(part.to_owned(), None, &one, &other));
    }
    let names = after
        .articles
        .articles
        .iter()
        .chain(&before.articles.articles);
    let mut seen = Vec::new();
    for article in names {
        let name = article.name.as_str();
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let whole = |articles: &Articles| {
            let found = articles.article(name);
            found.map_or_else(String::new, |one| {
                format!("{}\n\n{}", one.heading, one.text)
            })
        };
        let heading = article.heading.to_string();
        differences.extend(difference(
            format!("article:{name}"),
            Some(heading),
            &whole(&before.articles),
            &whole(&after.articles),
        ));
    }
    let blanks = |articles: &Articles| {
        let lines = articles.blanks.iter().map(|blank| {
            let value = blank.value.as_ref().map_or("…", |value| value.as_str());
            format!("{} : {value}", blank.label)
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    let (one, other) = (blanks(&before.articles), blanks(&after.articles));
    differences.extend(difference("blanks".to_owned(), None, &one, &other));
    Ok(differences)
}

/// The parts of an outline that are compared, in their order.
const PARTS: [&str; 10] = [
    "title",
    "aim",
    "disclosure",
    "parties",
    "term",
    "consortium",
    "shares",
    "staff",
    "commitments",
    "links",
];

fn said_of(part: &str, outline: &Outline, around: &Around<'_>) -> String {
    let field = |name: &str| fields::value(name, outline, around).unwrap_or_default();
    let list = |ids: Vec<String>| ids.join("\n");
    match part {
        "title" => outline.title.to_string(),
        "aim" => format!("{} {}", outline.aim, outline.form),
        "disclosure" => outline.disclosure.to_string(),
        "parties" => field("parties").replace("**", ""),
        "term" => list(
            ["start", "end", "renewal", "notice", "termination"]
                .map(field)
                .to_vec(),
        ),
        "consortium" => list(
            ["liability", "bid_deadline", "buyer_agreed_on"]
                .map(field)
                .to_vec(),
        ),
        "shares" => field("shares"),
        "staff" => outline.staff.map_or_else(String::new, |staff| {
            let agreed = staff
                .agreed_on
                .map(|day| fields::day(outline.language, day));
            format!("{} {}", staff.resource, agreed.unwrap_or_default())
        }),
        "commitments" => field("commitments"),
        _ => {
            let links = &outline.links;
            let projects = links.projects.iter().map(ToString::to_string);
            let resources = links.resources.iter().map(ToString::to_string);
            let needs = links.needs.iter().map(ToString::to_string);
            list(projects.chain(resources).chain(needs).collect())
        }
    }
}

fn difference(
    part: String,
    heading: Option<String>,
    before: &str,
    after: &str,
) -> Option<Difference> {
    if before == after {
        return None;
    }
    let diff = TextDiff::from_words(before, after);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => PieceKind::Kept,
            ChangeTag::Insert => PieceKind::Added,
            ChangeTag::Delete => PieceKind::Removed,
        };
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => pieces.push(Piece {
                kind,
                text: change.value().to_owned(),
            }),
        }
    }
    Some(Difference {
        part,
        heading,
        pieces,
    })
}
