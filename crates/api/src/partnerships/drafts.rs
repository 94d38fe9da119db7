//! What the parties do with drafts: each change, what differs, and what they say of it.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use maillage_domain::{
    ids::{OrganisationId, PartnershipId, PersonId},
    partnerships::{Partnership, PartnershipComment as DomainComment},
    policy,
    values::Slug,
};
use maillage_usecases::{
    Page, PageRequest,
    partnerships::{self as usecases, Difference, EditMade, PieceKind},
};

use crate::{
    accounts::Person,
    connection::{Counter, connection},
    context::ContextExt,
    error::Result,
    ids,
    loaders::{Batches, firsts::Lists},
    nullable::{Nullable, nullable},
    organisations::Organisation,
};

/// What somebody said of a draft.
#[derive(Clone)]
pub(crate) struct PartnershipComment(DomainComment);

impl From<DomainComment> for PartnershipComment {
    fn from(comment: DomainComment) -> Self {
        Self(comment)
    }
}

connection! {
    /// A list of what was said of a draft.
    PartnershipCommentConnection, PartnershipCommentEdge, PartnershipComment
}

/// What somebody said of an article while the parties worked on it.
#[Object]
impl PartnershipComment {
    /// Its id, by which clients know it again.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// The name of the article; null where it is about the whole.
    async fn article(&self) -> Option<&str> {
        self.0.article.as_ref().map(Slug::as_str)
    }

    /// Of which change of the draft.
    async fn edit(&self) -> i32 {
        self.0.edit
    }

    /// Who said it.
    async fn person(&self, ctx: &Context<'_>) -> Nullable<Person> {
        nullable(person(ctx, self.0.person)).await
    }

    /// For which party.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(organisation(ctx, self.0.organisation)).await
    }

    /// What.
    async fn text(&self) -> &str {
        self.0.text.as_str()
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }
}

/// What is said of drafts, or of the article of a name of each.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Comments {
    article: Option<String>,
}

impl Lists for Comments {
    type Whose = PartnershipId;
    type Element = DomainComment;

    async fn first_of(
        &self,
        batches: &Batches,
        lists: &[PartnershipId],
        limit: u64,
    ) -> std::result::Result<HashMap<PartnershipId, Page<DomainComment>>, maillage_usecases::Error>
    {
        usecases::first_comments(&batches.platform, lists, self.article.as_deref(), limit).await
    }
}

/// What is said of a draft that the viewer reads; first pages together with those of other drafts.
pub(super) async fn comments(
    ctx: &Context<'_>,
    partnership: &Arc<Partnership>,
    article: Option<String>,
    page: PageRequest,
) -> Result<PartnershipCommentConnection> {
    let (platform, actor) = (ctx.platform(), ctx.actor());
    // Who is in an amendment alone reads a part of it, which is asked for by itself.
    let whole = policy::edits_after(actor, partnership) == 0;
    let found = if whole && page.begins_the_list() {
        let article = article.clone();
        let lists = Comments { article };
        ctx.loaders()
            .first(partnership.id, lists, page.limit)
            .await?
    } else {
        usecases::comments(platform, actor, partnership, article.as_deref(), &page).await?
    };
    let list = (Arc::clone(partnership), article);
    let counter = Counter::new(ctx, list, |platform, actor, (partnership, article)| {
        let article = article.as_deref();
        Box::pin(usecases::count_comments(
            platform,
            actor,
            partnership,
            article,
        ))
    });
    Ok(PartnershipCommentConnection {
        page: found.map(Into::into),
        counter,
    })
}

pub(super) async fn person(ctx: &Context<'_>, id: Option<PersonId>) -> Result<Option<Person>> {
    match id {
        Some(id) => Ok(ctx.loaders().person(id).await?),
        None => Ok(None),
    }
}

async fn organisation(
    ctx: &Context<'_>,
    id: Option<OrganisationId>,
) -> Result<Option<Organisation>> {
    match id {
        Some(id) => Organisation::find(ctx, id).await,
        None => Ok(None),
    }
}

/// One change of a draft.
pub(crate) struct PartnershipEdit(pub(super) EditMade);

/// One change of what the parties work on.
#[Object]
impl PartnershipEdit {
    /// Its number, from 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// Who made it.
    async fn person(&self, ctx: &Context<'_>) -> Nullable<Person> {
        nullable(person(ctx, self.0.person)).await
    }

    /// For which party.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(organisation(ctx, self.0.organisation)).await
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }
}

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, async_graphql::Enum)]
pub(crate) enum PieceState {
    /// It is in both.
    Kept,
    /// It is in the later one alone.
    Added,
    /// It is in the earlier one alone.
    Removed,
}

/// A piece of text that stays, comes or goes.
#[derive(SimpleObject)]
pub(crate) struct TextPiece {
    /// Which of them.
    state: PieceState,
    /// The text.
    text: String,
}

/// A part in which two changes of a draft differ.
#[derive(SimpleObject)]
pub(crate) struct PartnershipDifference {
    /// Which part: `title`, `aim`, `disclosure`, `parties`, `term`, `consortium`, `shares`, `staff`,
    /// `commitments`, `links`, `blanks`, or the name of an article after `article:`.
    part: String,
    /// The title of the article; null for other parts.
    heading: Option<String>,
    /// Word by word, from the beginning to the end.
    pieces: Vec<TextPiece>,
}

impl From<Difference> for PartnershipDifference {
    fn from(difference: Difference) -> Self {
        let pieces = difference.pieces.into_iter().map(|piece| TextPiece {
            state: match piece.kind {
                PieceKind::Kept => PieceState::Kept,
                PieceKind::Added => PieceState::Added,
                PieceKind::Removed => PieceState::Removed,
            },
            text: piece.text,
        });
        Self {
            part: difference.part,
            heading: difference.heading,
            pieces: pieces.collect(),
        }
    }
}
