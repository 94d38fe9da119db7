//! In what two changes of a draft differ.

use maillage_domain::{
    partnerships::{Articles, Outline, Partnership},
    policy::{self, Actor},
};
use maillage_persistence::{organisations, partnerships as stored};
use similar::{ChangeTag, TextDiff};
use tokio::sync::Semaphore;

use super::{fields, frozen::Wording, hub_of, reading::expect_inside};
use crate::{error::Error, platform::Platform};

/// How many drafts are compared at once.
static COMPARING: Semaphore = Semaphore::const_new(2);

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
    // Comparing long texts is work, which requests beside this one must not wait for. Its place is taken until
    // it is done, also when nobody waits for it any more.
    let place = COMPARING.acquire().await.map_err(Error::internal)?;
    let compared = tokio::task::spawn_blocking(move || {
        let around = Wording {
            hub: &hub,
            organisations: &organisations,
            staff: None,
        };
        let mut differences = of_outlines(&before.outline, &after.outline, &around);
        differences.extend(of_articles(&before.articles, &after.articles));
        differences.extend(of_blanks(&before.articles, &after.articles));
        drop(place);
        differences
    });
    compared.await.map_err(Error::internal)
}

fn of_outlines<'a>(
    before: &'a Outline,
    after: &'a Outline,
    around: &'a Wording<'_>,
) -> Vec<Difference> {
    let parts = PARTS.iter().filter_map(|part| {
        let said = |outline: &Outline| said_of(part, outline, around);
        difference((*part).to_owned(), None, &said(before), &said(after))
    });
    parts.collect()
}

/// Article by article, by their names: first those of the later one, then those that went away.
fn of_articles(before: &Articles, after: &Articles) -> Vec<Difference> {
    let whole = |articles: &Articles, name: &str| {
        let found = articles.article(name);
        found.map_or_else(String::new, |one| {
            format!("{}\n\n{}", one.heading, one.text)
        })
    };
    let gone = before.articles.iter();
    let gone = gone.filter(|one| after.article(one.name.as_str()).is_none());
    let differences = after.articles.iter().chain(gone).filter_map(|article| {
        let name = article.name.as_str();
        let heading = article.heading.to_string();
        difference(
            format!("article:{name}"),
            Some(heading),
            &whole(before, name),
            &whole(after, name),
        )
    });
    differences.collect()
}

fn of_blanks(before: &Articles, after: &Articles) -> Option<Difference> {
    let told = |articles: &Articles| {
        let lines = articles.blanks.iter().map(|blank| {
            let value = blank.value.as_ref().map_or("…", |value| value.as_str());
            format!("{} : {value}", blank.label)
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    difference("blanks".to_owned(), None, &told(before), &told(after))
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

fn said_of(part: &str, outline: &Outline, around: &Wording<'_>) -> String {
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
