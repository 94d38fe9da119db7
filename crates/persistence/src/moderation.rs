//! Reviews of content and their decisions.

mod figures;
mod row;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use maillage_domain::{
    events::Pending,
    ids::{HubId, OrganisationId, PersonId, ProjectId, ReviewId},
    moderation::{Decision, Review, ReviewKind, Reviewable},
    policy::Actor,
    values::Reason,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter,
    QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

pub use self::figures::{Figures, Tally, figures};
use self::row::{ActiveModel, Column, Entity, Model};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    organisations,
    page::{Cursor, Page, PageRequest},
    projects,
    rows::{Keyset, among, corrupt, json, one_row, paged, text, to_json, value},
};

/// Which reviews a list is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewScope {
    /// Those that wait in a hub, the oldest first.
    Queue(HubId),
    /// All of one piece of content, the newest first.
    Of(Reviewable),
}

impl ReviewScope {
    /// The order of the list, for its cursors.
    pub fn order(self) -> &'static str {
        match self {
            Self::Queue(_) => "SUBMITTED_ASC",
            Self::Of(_) => "SUBMITTED_DESC",
        }
    }
}

/// Who holds the reviews wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// This person.
    Person(PersonId),
    /// Nobody.
    Nobody,
}

/// Which reviews of the scope are wanted; nothing said, nothing left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewFilter {
    /// Of this kind.
    pub kind: Option<ReviewKind>,
    /// Held so at this instant.
    pub holder: Option<(Holder, DateTime<Utc>)>,
    /// About content of this organisation.
    pub organisation: Option<OrganisationId>,
}

/// A page of a list of reviews.
#[derive(Debug, Clone)]
pub struct ReviewQuery {
    /// Of which list.
    pub scope: ReviewScope,
    /// Cut down to these.
    pub filter: ReviewFilter,
    /// Which page.
    pub page: PageRequest,
}

/// A review.
///
/// # Errors
/// When the database fails or holds what is no review.
pub async fn find(conn: &impl Conn, id: ReviewId) -> Result<Option<Review>, Error> {
    Ok(by_ids(conn, &[id]).await?.remove(&id))
}

/// Reviews by their ids.
///
/// # Errors
/// When the database fails or holds what is no review.
pub async fn by_ids(
    conn: &impl Conn,
    ids: &[ReviewId],
) -> Result<HashMap<ReviewId, Review>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = Entity::find()
        .filter(among(conn, Column::Id, ids.iter().map(ReviewId::uuid)))
        .all(&conn.executor())
        .await?;
    let reviews = reviews(conn, rows).await?;
    Ok(reviews
        .into_iter()
        .map(|review| (review.id, review))
        .collect())
}

/// The review of this content that waits for a decision.
///
/// # Errors
/// When the database fails or holds what is no review.
pub async fn open_review_of(conn: &impl Conn, subject: Uuid) -> Result<Option<Review>, Error> {
    let row = Entity::find()
        .filter(Column::SubjectId.eq(subject))
        .filter(Column::DecidedAt.is_null())
        .one(&conn.executor())
        .await?;
    // What waits cannot have been appealed against.
    row.map(|row| review(row, false)).transpose()
}

/// Makes others who decide on the same content wait until this transaction ends. Whoever changes
/// content and its review locks the content first, so that no two wait for each other.
///
/// # Errors
/// When the database fails.
pub async fn lock_subject(tx: &Tx, subject: Reviewable) -> Result<(), Error> {
    match subject {
        Reviewable::Project(id) => projects::lock(tx, id).await,
        Reviewable::Organisation(id) => organisations::lock(tx, id).await,
    }
}

/// Writes a review and its events.
///
/// # Errors
/// `Stale` when somebody saved it since; `Taken` when the content has an open review already, or
/// the decision an appeal.
pub async fn save(tx: &Tx, review: &mut Review) -> Result<(), Error> {
    let before = review.version;
    let mut active = active(review)?;
    active.version = Set(before + 1);
    if before == 0 {
        Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = Entity::update_many()
            .set(active)
            .filter(Column::Id.eq(review.id.uuid()))
            .filter(Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    review.version = before + 1;
    tx.record(review.events.drain());
    Ok(())
}

/// A page of reviews that the actor may see.
///
/// # Errors
/// When the database fails or holds what is no review.
pub async fn list(
    conn: &impl Conn,
    actor: &Actor,
    query: &ReviewQuery,
) -> Result<Page<Review>, Error> {
    let order = query.scope.order();
    let keyset = Keyset {
        key: None,
        id: Column::Id,
        order: match query.scope {
            ReviewScope::Queue(_) => Order::Asc,
            ReviewScope::Of(_) => Order::Desc,
        },
    };
    let wanted = Entity::find().filter(wanted(actor, query.scope, &query.filter));
    let rows = paged(wanted, &keyset, &query.page)?
        .all(&conn.executor())
        .await?;
    let reviews = reviews(conn, rows).await?;
    Ok(Page::of_rows(&query.page, reviews, |review| {
        Cursor::new(order, None, review.id.uuid())
    }))
}

/// How many reviews of a list the actor may see.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &impl Conn,
    actor: &Actor,
    scope: ReviewScope,
    filter: &ReviewFilter,
) -> Result<u64, Error> {
    Ok(Entity::find()
        .filter(wanted(actor, scope, filter))
        .count(&conn.executor())
        .await?)
}

fn wanted(actor: &Actor, scope: ReviewScope, filter: &ReviewFilter) -> Condition {
    let scope = match scope {
        ReviewScope::Queue(hub) => Condition::all()
            .add(Column::HubId.eq(hub.uuid()))
            .add(Column::DecidedAt.is_null()),
        ReviewScope::Of(subject) => {
            Condition::all().add(Column::SubjectId.eq(subject_columns(subject).1))
        }
    };
    let holder = filter.holder.map(|(holder, at)| match holder {
        Holder::Person(person) => Condition::all()
            .add(Column::ClaimedById.eq(person.uuid()))
            .add(Column::ClaimedUntil.gt(at)),
        Holder::Nobody => Condition::any()
            .add(Column::ClaimedUntil.is_null())
            .add(Column::ClaimedUntil.lte(at)),
    });
    scope
        .add(visible(actor))
        .add_option(
            filter
                .kind
                .map(|kind| Expr::expr(Column::Kind.eq(kind.as_str()))),
        )
        .add_option(
            filter
                .organisation
                .map(|organisation| Expr::expr(Column::OrganisationId.eq(organisation.uuid()))),
        )
        .add_option(holder)
}

/// The reviews that concern the actor: those of their organisations and of the hubs they moderate.
fn visible(actor: &Actor) -> Condition {
    let viewer = match actor {
        Actor::Operator => return Condition::all(),
        Actor::Anonymous => return Condition::all().add(Expr::value(false)),
        Actor::Person(viewer) => viewer,
    };
    let mine = viewer.mandates.iter().map(|(id, _)| id.uuid());
    let moderated = viewer.offices.iter().map(|(id, _)| id.uuid());
    Condition::any()
        .add(Column::OrganisationId.is_in(mine))
        .add(Column::HubId.is_in(moderated))
}

fn active(review: &Review) -> Result<ActiveModel, Error> {
    let (subject_kind, subject_id) = subject_columns(review.subject);
    let decision = review.decision.as_ref();
    let statement = decision.and_then(|decision| decision.statement.as_ref());
    Ok(ActiveModel {
        id: Set(review.id.uuid()),
        hub_id: Set(review.hub.uuid()),
        subject_kind: Set(subject_kind.to_owned()),
        subject_id: Set(subject_id),
        kind: Set(review.kind.to_string()),
        organisation_id: Set(review.organisation.uuid()),
        submitted_by_id: Set(review.submitted_by.map(|id| id.uuid())),
        submitted_at: Set(review.submitted_at),
        claimed_by_id: Set(review.claim.map(|(person, _)| person.uuid())),
        claimed_until: Set(review.claim.map(|(_, until)| until)),
        outcome: Set(decision.map(|decision| decision.outcome.to_string())),
        decided_at: Set(decision.map(|decision| decision.at)),
        decided_by_id: Set(decision
            .and_then(|decision| decision.by)
            .map(|id| id.uuid())),
        statement: Set(statement
            .map(|statement| to_json("reviews", "statement", statement))
            .transpose()?),
        appeal_of_id: Set(review.appeal_of.map(|id| id.uuid())),
        contested_decider_id: Set(review.contested_decider.map(|id| id.uuid())),
        plea: Set(review.plea.as_ref().map(ToString::to_string)),
        version: Set(review.version),
    })
}

fn subject_columns(subject: Reviewable) -> (&'static str, Uuid) {
    match subject {
        Reviewable::Project(id) => ("project", id.uuid()),
        Reviewable::Organisation(id) => ("organisation", id.uuid()),
    }
}

/// Turns rows into reviews, with what the rows beside them say: which were appealed against.
async fn reviews(conn: &impl Conn, rows: Vec<Model>) -> Result<Vec<Review>, Error> {
    let decided: Vec<_> = rows
        .iter()
        .filter(|row| row.statement.is_some())
        .map(|row| row.id)
        .collect();
    let appealed: HashSet<Uuid> = if decided.is_empty() {
        HashSet::new()
    } else {
        let appeals: Vec<Option<Uuid>> = Entity::find()
            .select_only()
            .column(Column::AppealOfId)
            .filter(among(conn, Column::AppealOfId, decided))
            .into_tuple()
            .all(&conn.executor())
            .await?;
        appeals.into_iter().flatten().collect()
    };
    rows.into_iter()
        .map(|row| {
            let appealed = appealed.contains(&row.id);
            review(row, appealed)
        })
        .collect()
}

fn review(row: Model, appealed: bool) -> Result<Review, Error> {
    const T: &str = "reviews";
    let subject = match row.subject_kind.as_str() {
        "project" => Reviewable::Project(ProjectId::from_uuid(row.subject_id)),
        "organisation" => Reviewable::Organisation(OrganisationId::from_uuid(row.subject_id)),
        other => return Err(corrupt(T, "subject_kind", other)),
    };
    let decision = match (row.outcome, row.decided_at) {
        (Some(outcome), Some(at)) => Some(Decision {
            outcome: text(T, "outcome", &outcome)?,
            at,
            by: row.decided_by_id.map(PersonId::from_uuid),
            statement: row
                .statement
                .map(|statement| json(T, "statement", statement))
                .transpose()?,
        }),
        _ => None,
    };
    Ok(Review {
        id: ReviewId::from_uuid(row.id),
        hub: HubId::from_uuid(row.hub_id),
        subject,
        kind: text(T, "kind", &row.kind)?,
        organisation: OrganisationId::from_uuid(row.organisation_id),
        submitted_by: row.submitted_by_id.map(PersonId::from_uuid),
        submitted_at: row.submitted_at,
        claim: row
            .claimed_by_id
            .map(PersonId::from_uuid)
            .zip(row.claimed_until),
        decision,
        appeal_of: row.appeal_of_id.map(ReviewId::from_uuid),
        contested_decider: row.contested_decider_id.map(PersonId::from_uuid),
        plea: row
            .plea
            .map(|plea| value(T, "plea", Reason::parse(&plea)))
            .transpose()?,
        appealed,
        version: row.version,
        events: Pending::default(),
    })
}
