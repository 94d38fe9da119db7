//! What the parties work on: each change of the draft, and what they say of it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use maillage_domain::{
    ids::{OrganisationId, PartnershipCommentId, PartnershipId, PersonId},
    partnerships::{Articles, Outline, PartnershipComment},
    values::{Reason, Slug},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, FromQueryResult, Order, PaginatorTrait, QueryFilter,
    QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};
use uuid::Uuid;

use super::row::{comment, edit as edit_row};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    page::{Cursor, Page, PageRequest},
    ranked::{first_models_of_each, first_of_each, pages},
    rows::{Keyset, among, corrupt, json, lock_row, paged, to_json, value},
};

const EDITS: &str = "partnership_edits";
const COMMENTS: &str = "partnership_comments";

/// One change of a draft, with what it says since then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Of which partnership.
    pub partnership: PartnershipId,
    /// Its number, from 1.
    pub number: i32,
    /// What the platform understands of it.
    pub outline: Outline,
    /// What people read of it.
    pub articles: Articles,
    /// Who made it.
    pub person: Option<PersonId>,
    /// For which party.
    pub organisation: Option<OrganisationId>,
    /// How many organisations outside of the hub it names that were not named before.
    pub outsiders: i32,
    /// When.
    pub at: DateTime<Utc>,
}

/// Writes a change of a draft.
///
/// # Errors
/// When the database fails.
pub async fn save_edit(tx: &Tx, edit: &Edit) -> Result<(), Error> {
    edit_row::Entity::insert(edit_row::ActiveModel {
        partnership_id: Set(edit.partnership.uuid()),
        number: Set(edit.number),
        outline: Set(to_json(EDITS, "outline", &edit.outline)?),
        articles: Set(to_json(EDITS, "articles", &edit.articles)?),
        person_id: Set(edit.person.map(|id| id.uuid())),
        organisation_id: Set(edit.organisation.map(|id| id.uuid())),
        outsiders: Set(edit.outsiders),
        at: Set(edit.at),
    })
    .exec_without_returning(&tx.executor())
    .await?;
    Ok(())
}

/// A change of a draft.
///
/// # Errors
/// When the database fails or holds what is none.
pub async fn edit(
    conn: &impl Conn,
    partnership: PartnershipId,
    number: i32,
) -> Result<Option<Edit>, Error> {
    let row = edit_row::Entity::find_by_id((partnership.uuid(), number))
        .one(&conn.executor())
        .await?;
    row.map(read_edit).transpose()
}

/// What people read of a draft after a change.
///
/// # Errors
/// When the database fails or holds what are no articles.
pub async fn articles(
    conn: &impl Conn,
    partnership: PartnershipId,
    number: i32,
) -> Result<Option<Articles>, Error> {
    let wanted = (partnership, number);
    Ok(articles_of(conn, &[wanted]).await?.remove(&wanted))
}

/// What people read of drafts after such changes, in one statement.
///
/// # Errors
/// When the database fails or holds what are no articles.
pub async fn articles_of(
    conn: &impl Conn,
    changes: &[(PartnershipId, i32)],
) -> Result<HashMap<(PartnershipId, i32), Articles>, Error> {
    use edit_row::{Column as C, Entity};
    let wanted = changes.iter().map(|(partnership, number)| {
        let of = C::PartnershipId.eq(partnership.uuid());
        Condition::all().add(of).add(C::Number.eq(*number))
    });
    let rows: Vec<(Uuid, i32, serde_json::Value)> = Entity::find()
        .select_only()
        .columns([C::PartnershipId, C::Number, C::Articles])
        .filter(wanted.fold(Condition::any(), Condition::add))
        .into_tuple()
        .all(&conn.executor())
        .await?;
    let read = |(partnership, number, articles)| {
        let change = (PartnershipId::from_uuid(partnership), number);
        Ok((change, json(EDITS, "articles", articles)?))
    };
    rows.into_iter().map(read).collect()
}

/// A change of a draft without what it says, which is long and seldom read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditMade {
    /// Its number, from 1.
    pub number: i32,
    /// Who made it.
    pub person: Option<PersonId>,
    /// For which party.
    pub organisation: Option<OrganisationId>,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Made {
    partnership_id: Uuid,
    number: i32,
    person_id: Option<Uuid>,
    organisation_id: Option<Uuid>,
    at: DateTime<Utc>,
}

/// The newest changes of each draft, at most `most` of one, the newest first, in one statement.
///
/// # Errors
/// When the database fails.
pub async fn edits(
    conn: &impl Conn,
    partnerships: &[PartnershipId],
    most: u64,
) -> Result<HashMap<PartnershipId, Vec<EditMade>>, Error> {
    use edit_row::{Column as C, Entity};
    let ids = partnerships.iter().map(PartnershipId::uuid);
    let query = Entity::find()
        .select_only()
        .columns([
            C::PartnershipId,
            C::Number,
            C::PersonId,
            C::OrganisationId,
            C::At,
        ])
        .filter(among(conn, C::PartnershipId, ids));
    let order = (Expr::col((Entity, C::Number)), Order::Desc);
    // One more than it is asked for is read of each.
    let most = most.saturating_sub(1);
    let rows = first_of_each(conn, query, C::PartnershipId, [order], most).await?;
    let mut found: HashMap<PartnershipId, Vec<EditMade>> = HashMap::new();
    for ranked in rows {
        let row = Made::from_query_result(&ranked.row, "")?;
        let id = PartnershipId::from_uuid(row.partnership_id);
        found.entry(id).or_default().push(EditMade {
            number: row.number,
            person: row.person_id.map(PersonId::from_uuid),
            organisation: row.organisation_id.map(OrganisationId::from_uuid),
            at: row.at,
        });
    }
    Ok(found)
}

fn read_edit(row: edit_row::Model) -> Result<Edit, Error> {
    Ok(Edit {
        partnership: PartnershipId::from_uuid(row.partnership_id),
        number: row.number,
        outline: json(EDITS, "outline", row.outline)?,
        articles: json(EDITS, "articles", row.articles)?,
        person: row.person_id.map(PersonId::from_uuid),
        organisation: row.organisation_id.map(OrganisationId::from_uuid),
        outsiders: row.outsiders,
        at: row.at,
    })
}

/// How many others outside of the hub an organisation has named in changes since an instant. Others that it makes
/// wait until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn count_outsiders(
    tx: &Tx,
    organisation: OrganisationId,
    since: DateTime<Utc>,
) -> Result<u64, Error> {
    use edit_row::{Column, Entity};
    lock_row(tx, "organisations", organisation.uuid()).await?;
    let sum = Expr::col(Column::Outsiders).sum();
    let sum: Option<Option<i64>> = Entity::find()
        .select_only()
        .column_as(sum, "outsiders")
        .filter(Column::OrganisationId.eq(organisation.uuid()))
        .filter(Column::At.gt(since))
        .into_tuple()
        .one(&tx.executor())
        .await?;
    let sum = sum.flatten().unwrap_or_default();
    u64::try_from(sum).map_err(|error| corrupt(EDITS, "outsiders", error))
}

/// Writes something said of an article.
///
/// # Errors
/// When the database fails.
pub async fn save_comment(tx: &Tx, comment: &PartnershipComment) -> Result<(), Error> {
    comment::Entity::insert(comment::ActiveModel {
        id: Set(comment.id.uuid()),
        partnership_id: Set(comment.partnership.uuid()),
        article: Set(comment.article.as_ref().map(ToString::to_string)),
        edit: Set(comment.edit),
        person_id: Set(comment.person.map(|id| id.uuid())),
        organisation_id: Set(comment.organisation.map(|id| id.uuid())),
        text: Set(comment.text.to_string()),
        at: Set(comment.at),
    })
    .exec_without_returning(&tx.executor())
    .await?;
    Ok(())
}

/// A page of what was said of a partnership, or of one article of it, after a change of the draft, the newest
/// first.
///
/// # Errors
/// When the database fails or holds what is no comment.
pub async fn comments(
    conn: &impl Conn,
    partnership: PartnershipId,
    said: (Option<&str>, i32),
    page: &PageRequest,
) -> Result<Page<PartnershipComment>, Error> {
    let keyset = Keyset {
        key: None,
        id: comment::Column::Id,
        order: Order::Desc,
    };
    let wanted = comment::Entity::find().filter(said_of(partnership, said));
    let rows = paged(wanted, &keyset, page)?.all(&conn.executor()).await?;
    let comments: Vec<_> = rows.iter().map(read_comment).collect::<Result<_, _>>()?;
    Ok(Page::of_rows(page, comments, |one| {
        Cursor::new(super::ORDER, None, one.id.uuid())
    }))
}

/// The first page of what was said of each partnership, or of the article of this name of each, the newest
/// first, in one statement.
///
/// # Errors
/// When the database fails or holds what is no comment.
pub async fn first_comments(
    conn: &impl Conn,
    partnerships: &[PartnershipId],
    article: Option<&str>,
    limit: u64,
) -> Result<HashMap<PartnershipId, Page<PartnershipComment>>, Error> {
    use comment::Column as C;
    let ids = partnerships.iter().map(PartnershipId::uuid);
    let query = comment::Entity::find()
        .filter(among(conn, C::PartnershipId, ids))
        .filter(Condition::all().add_option(article.map(|article| C::Article.eq(article))));
    let order = (C::Id, Order::Desc);
    let rows = first_models_of_each(conn, query, C::PartnershipId, order, limit).await?;
    let rows = rows
        .into_iter()
        .map(|row| row.try_map(|row| read_comment(&row)))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(pages(
        partnerships,
        limit,
        rows,
        |one| one.partnership,
        |one| Cursor::new(super::ORDER, None, one.id.uuid()),
    ))
}

/// How much was said of a partnership, or of one article of it, after a change of the draft.
///
/// # Errors
/// When the database fails.
pub async fn count_comments(
    conn: &impl Conn,
    partnership: PartnershipId,
    said: (Option<&str>, i32),
) -> Result<u64, Error> {
    Ok(comment::Entity::find()
        .filter(said_of(partnership, said))
        .count(&conn.executor())
        .await?)
}

fn said_of(partnership: PartnershipId, (article, after): (Option<&str>, i32)) -> Condition {
    Condition::all()
        .add(comment::Column::Edit.gt(after))
        .add(comment::Column::PartnershipId.eq(partnership.uuid()))
        .add_option(article.map(|article| comment::Column::Article.eq(article)))
}

fn read_comment(row: &comment::Model) -> Result<PartnershipComment, Error> {
    Ok(PartnershipComment {
        id: PartnershipCommentId::from_uuid(row.id),
        partnership: PartnershipId::from_uuid(row.partnership_id),
        article: value(
            COMMENTS,
            "article",
            row.article.as_deref().map(Slug::parse).transpose(),
        )?,
        edit: row.edit,
        person: row.person_id.map(PersonId::from_uuid),
        organisation: row.organisation_id.map(OrganisationId::from_uuid),
        text: value(COMMENTS, "text", Reason::parse(&row.text))?,
        at: row.at,
    })
}
