//! Lists of partnerships: what the actor may see, cut down.

use chrono::NaiveDate;
use maillage_domain::{
    hubs::HubRole,
    ids::{HubId, OrganisationId},
    partnerships::{Disclosure, Form, Partnership, PartnershipState},
    policy::{Actor, Viewer},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    row::partnership::{Column, Entity},
    with_versions,
};
use crate::{
    db::Conn,
    error::Error,
    page::{Cursor, Page, PageRequest},
    rows::{Keyset, paged},
};

/// The order of lists, for their cursors: the newest first.
pub const ORDER: &str = "CREATED_DESC";

const READERS: &str = "partnership_readers";

/// What a party has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// Sign what was proposed.
    Signature,
    /// See to what ends on this day or before it.
    EndBy(NaiveDate),
}

/// What a list is cut down to; an empty filter is the whole list.
#[derive(Debug, Clone, Default)]
pub struct PartnershipFilter {
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Come about in this hub.
    pub hub: Option<HubId>,
    /// In one of these states.
    pub states: Vec<PartnershipState>,
    /// Of one of these forms.
    pub forms: Vec<Form>,
    /// In which the organisation has one of these to do.
    pub awaited: Vec<Awaited>,
}

/// A page of the partnerships that the actor may see, the newest first.
///
/// # Errors
/// When the database fails or holds what is no partnership.
pub async fn list(
    conn: &impl Conn,
    actor: &Actor,
    filter: &PartnershipFilter,
    page: &PageRequest,
) -> Result<Page<Partnership>, Error> {
    let keyset = Keyset {
        key: None,
        id: Column::Id,
        order: Order::Desc,
    };
    let wanted = Entity::find().filter(filtered(actor, filter));
    let rows = paged(wanted, &keyset, page)?.all(&conn.executor()).await?;
    let partnerships = with_versions(conn, rows).await?;
    Ok(Page::of_rows(page, partnerships, |one| {
        Cursor::new(ORDER, None, one.id.uuid())
    }))
}

/// How many partnerships of a list the actor may see.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &impl Conn,
    actor: &Actor,
    filter: &PartnershipFilter,
) -> Result<u64, Error> {
    Ok(Entity::find()
        .filter(filtered(actor, filter))
        .count(&conn.executor())
        .await?)
}

/// The SQL form of who sees a partnership in `domain::policy`; a test compares the two.
fn visible(actor: &Actor) -> Condition {
    match actor {
        Actor::Operator => Condition::all(),
        // Nothing is any of these.
        Actor::Anonymous => Condition::any().add(Column::Id.is_null()),
        Actor::Person(viewer) => Condition::any()
            .add(Expr::exists(read_by(mine(viewer))))
            .add(disclosed_to(viewer)),
    }
}

fn mine(viewer: &Viewer) -> Condition {
    let mine: Vec<Uuid> = viewer.mandates.iter().map(|(id, _)| id.uuid()).collect();
    Condition::all().add(Expr::col((READERS, "organisation_id")).is_in(mine))
}

/// What the parties have signed that the team of their hub reads.
fn disclosed_to(viewer: &Viewer) -> Condition {
    let team = viewer
        .offices
        .iter()
        .filter(|(_, role)| *role >= HubRole::Moderator)
        .map(|(hub, _)| hub.uuid());
    let told = Disclosure::ALL
        .iter()
        .filter(|one| **one >= Disclosure::Existence)
        .map(|one| one.as_str());
    Condition::all()
        .add(Column::HubId.is_in(team))
        .add(Column::Disclosed.is_in(told))
}

/// The rows of readers of a partnership that meet a condition.
fn read_by(condition: Condition) -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from(READERS)
        .and_where(Expr::col((READERS, "partnership_id")).eq(Expr::col((Entity, Column::Id))))
        .cond_where(condition)
        .take()
}

fn filtered(actor: &Actor, filter: &PartnershipFilter) -> Condition {
    let states = (!filter.states.is_empty()).then(|| {
        let states = filter.states.iter().map(|state| state.as_str());
        Column::State.is_in(states)
    });
    let forms = (!filter.forms.is_empty()).then(|| {
        let forms = filter.forms.iter().map(|form| form.as_str());
        Column::Form.is_in(forms)
    });
    let awaited = (!filter.awaited.is_empty()).then(|| {
        let each = filter.awaited.iter();
        each.fold(Condition::any(), |any, one| {
            any.add(awaits(actor, *one, filter.organisation))
        })
    });
    Condition::all()
        .add(visible(actor))
        .add_option(filter.hub.map(|id| Column::HubId.eq(id.uuid())))
        .add_option(filter.organisation.map(|id| of(actor, id)))
        .add_option(states)
        .add_option(forms)
        .add_option(awaited)
}

/// Of an organisation: for who reads what is being worked on, every party of it; for others those that are
/// bound, since they are not to learn who else is spoken with.
fn of(actor: &Actor, organisation: OrganisationId) -> Condition {
    let one = || {
        let column = Expr::col((READERS, "organisation_id"));
        Condition::all().add(column.eq(organisation.uuid()))
    };
    let bound = one().add(Expr::col((READERS, "bound")));
    let bound = Condition::all().add(Expr::exists(read_by(bound)));
    let all = Condition::all().add(Expr::exists(read_by(one())));
    match actor {
        Actor::Operator => all,
        Actor::Anonymous => bound,
        Actor::Person(viewer) => {
            let inside = mine(viewer).add(Expr::col((READERS, "insider")));
            let inside = all.add(Expr::exists(read_by(inside)));
            Condition::any().add(bound).add(inside)
        }
    }
}

/// What is to be signed is told to who signs alone.
fn awaits(actor: &Actor, awaited: Awaited, organisation: Option<OrganisationId>) -> Condition {
    let in_force = [PartnershipState::Active, PartnershipState::Suspended];
    match awaited {
        Awaited::Signature => {
            let one = organisation.map(|id| {
                let column = Expr::col((READERS, "organisation_id"));
                column.eq(id.uuid())
            });
            let to_sign = match actor {
                Actor::Person(viewer) => mine(viewer),
                Actor::Operator => Condition::all(),
                Actor::Anonymous => Condition::any().add(Column::Id.is_null()),
            };
            let to_sign = to_sign.add_option(one);
            let to_sign = to_sign.add(Expr::col((READERS, "to_sign")));
            Condition::all().add(Expr::exists(read_by(to_sign)))
        }
        Awaited::EndBy(day) => Condition::all()
            .add(Column::State.is_in(in_force.iter().map(|state| state.as_str())))
            .add(Column::EndsOn.lte(day)),
    }
}
