//! Loans of staff.

mod row;

use std::collections::HashMap;

use maillage_domain::{
    events::Pending,
    ids::{OrganisationId, ResourceId, StaffLoanId},
    policy::Actor,
    staff::{Papers, StaffLoan, StaffLoanState},
    values::{Label, Reason},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter,
    QueryOrder,
};

use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    page::{Cursor, Page, PageRequest},
    rows::{Keyset, among, one_row, paged, text, value},
};

use row::{ActiveModel, Column, Entity, Model};

const TABLE: &str = "staff_loans";

/// The order of lists, for their cursors: the newest first.
pub const ORDER: &str = "CREATED_DESC";

/// What a list is cut down to; an empty filter is the whole list.
#[derive(Debug, Clone, Default)]
pub struct StaffLoanFilter {
    /// From or to this organisation.
    pub organisation: Option<OrganisationId>,
    /// From this organisation.
    pub lender: Option<OrganisationId>,
    /// To this organisation.
    pub borrower: Option<OrganisationId>,
    /// Of this staff time.
    pub resource: Option<ResourceId>,
    /// In one of these states.
    pub states: Vec<StaffLoanState>,
}

/// A loan, whoever may see it.
///
/// # Errors
/// When the database fails or holds what is no loan.
pub async fn find(conn: &impl Conn, id: StaffLoanId) -> Result<Option<StaffLoan>, Error> {
    Ok(by_ids(conn, &[id]).await?.remove(&id))
}

/// Loans, in one statement whatever their number.
///
/// # Errors
/// When the database fails or holds what is no loan.
pub async fn by_ids(
    conn: &impl Conn,
    ids: &[StaffLoanId],
) -> Result<HashMap<StaffLoanId, StaffLoan>, Error> {
    let rows = Entity::find()
        .filter(among(conn, Column::Id, ids.iter().map(StaffLoanId::uuid)))
        .all(&conn.executor())
        .await?;
    rows.iter()
        .map(|row| loan(row).map(|one| (one.id, one)))
        .collect()
}

/// The loans by which an employee works, or has worked, for a borrower: those that the borrower has
/// confirmed, the oldest first.
///
/// # Errors
/// When the database fails or holds what is no loan.
pub async fn confirmed(
    conn: &impl Conn,
    resource: ResourceId,
    borrower: OrganisationId,
) -> Result<Vec<StaffLoan>, Error> {
    let rows = Entity::find()
        .filter(Column::ResourceId.eq(resource.uuid()))
        .filter(Column::BorrowerId.eq(borrower.uuid()))
        .filter(Column::ConfirmedAt.is_not_null())
        .order_by_asc(Column::Id)
        .all(&conn.executor())
        .await?;
    rows.iter().map(loan).collect()
}

/// Writes a loan and its events.
///
/// # Errors
/// `Stale` when somebody saved it since; otherwise when the database fails.
pub async fn save(tx: &Tx, loan: &mut StaffLoan) -> Result<(), Error> {
    let before = loan.version;
    let active = active(loan, before + 1);
    if before == 0 {
        Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = Entity::update_many()
            .set(active)
            .filter(Column::Id.eq(loan.id.uuid()))
            .filter(Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    loan.version = before + 1;
    tx.record(loan.events.drain());
    Ok(())
}

/// A page of the loans that the actor may see, the newest first.
///
/// # Errors
/// When the database fails or holds what is no loan.
pub async fn list(
    conn: &impl Conn,
    actor: &Actor,
    filter: &StaffLoanFilter,
    page: &PageRequest,
) -> Result<Page<StaffLoan>, Error> {
    let keyset = Keyset {
        key: None,
        id: Column::Id,
        order: Order::Desc,
    };
    let wanted = Entity::find().filter(filtered(actor, filter));
    let rows = paged(wanted, &keyset, page)?.all(&conn.executor()).await?;
    let loans: Vec<_> = rows.iter().map(loan).collect::<Result<_, _>>()?;
    Ok(Page::of_rows(page, loans, |one| {
        Cursor::new(ORDER, None, one.id.uuid())
    }))
}

/// How many loans of a list the actor may see.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &impl Conn,
    actor: &Actor,
    filter: &StaffLoanFilter,
) -> Result<u64, Error> {
    Ok(Entity::find()
        .filter(filtered(actor, filter))
        .count(&conn.executor())
        .await?)
}

/// The SQL form of who sees a loan in `domain::policy`; a test compares the two.
fn visible(actor: &Actor) -> Condition {
    let viewer = match actor {
        Actor::Operator => return Condition::all(),
        // Nothing is any of these.
        Actor::Anonymous => return Condition::any().add(Column::Id.is_null()),
        Actor::Person(viewer) => viewer,
    };
    let mine = || viewer.mandates.iter().map(|(id, _)| id.uuid());
    Condition::any()
        .add(Column::LenderId.is_in(mine()))
        .add(Column::BorrowerId.is_in(mine()))
}

fn filtered(actor: &Actor, filter: &StaffLoanFilter) -> Condition {
    let organisation = filter.organisation.map(|id| {
        Condition::any()
            .add(Column::LenderId.eq(id.uuid()))
            .add(Column::BorrowerId.eq(id.uuid()))
    });
    let states = (!filter.states.is_empty()).then(|| {
        let states = filter.states.iter().map(|state| state.as_str());
        Column::State.is_in(states)
    });
    Condition::all()
        .add(visible(actor))
        .add_option(organisation)
        .add_option(filter.lender.map(|id| Column::LenderId.eq(id.uuid())))
        .add_option(filter.borrower.map(|id| Column::BorrowerId.eq(id.uuid())))
        .add_option(filter.resource.map(|id| Column::ResourceId.eq(id.uuid())))
        .add_option(states)
}

fn active(loan: &StaffLoan, version: i32) -> ActiveModel {
    let papers = &loan.papers;
    ActiveModel {
        id: Set(loan.id.uuid()),
        resource_id: Set(loan.resource.uuid()),
        lender_id: Set(loan.lender.uuid()),
        borrower_id: Set(loan.borrower.uuid()),
        convention: Set(papers.convention.to_string()),
        signed_on: Set(papers.signed_on),
        agreed_on: Set(papers.agreed_on),
        valid_from: Set(papers.from),
        valid_until: Set(papers.until),
        state: Set(loan.state.to_string()),
        reason: Set(loan.reason.as_ref().map(ToString::to_string)),
        confirmed_at: Set(loan.confirmed_at),
        ended_on: Set(loan.ended_on),
        created_at: Set(loan.created_at),
        updated_at: Set(loan.updated_at),
        version: Set(version),
    }
}

fn loan(row: &Model) -> Result<StaffLoan, Error> {
    Ok(StaffLoan {
        id: StaffLoanId::from_uuid(row.id),
        resource: ResourceId::from_uuid(row.resource_id),
        lender: OrganisationId::from_uuid(row.lender_id),
        borrower: OrganisationId::from_uuid(row.borrower_id),
        papers: Papers {
            convention: value(TABLE, "convention", Label::parse(&row.convention))?,
            signed_on: row.signed_on,
            agreed_on: row.agreed_on,
            from: row.valid_from,
            until: row.valid_until,
        },
        state: text::<StaffLoanState>(TABLE, "state", &row.state)?,
        reason: value(
            TABLE,
            "reason",
            Reason::parse_optional(row.reason.as_deref()),
        )?,
        confirmed_at: row.confirmed_at,
        ended_on: row.ended_on,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        events: Pending::default(),
    })
}
