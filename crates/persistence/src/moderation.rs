//! Reviews of content and their decisions.

mod figures;
mod query;
mod row;

use std::collections::{HashMap, HashSet};

use maillage_domain::{
    events::Pending,
    ids::{HubId, OrganisationId, PersonId, ProjectId, ResourceId, ReviewId},
    moderation::{Decision, Review, Reviewable},
    values::Reason,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use self::row::{ActiveModel, Column, Entity, Model};
pub use self::{
    figures::{Figures, Tally, figures},
    query::{Holder, ReviewFilter, ReviewQuery, ReviewScope, count, first_of, list},
};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    organisations, projects, resources,
    rows::{among, corrupt, json, one_row, text, to_json, value},
};

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
        Reviewable::Resource(id) => resources::lock(tx, id).await,
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
        Reviewable::Resource(id) => ("resource", id.uuid()),
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
        "resource" => Reviewable::Resource(ResourceId::from_uuid(row.subject_id)),
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
