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
    sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
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
    /// Deliver what is due on this day or before it.
    DeliverBy(NaiveDate),
    /// Answer what the other side of a commitment has declared or offered.
    Answer,
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
    let states = (!filter.states.is_empty()).then(|| in_states(actor, &filter.states));
    Condition::all()
        .add(visible(actor))
        .add_option(filter.hub.map(|id| Column::HubId.eq(id.uuid())))
        .add_option(filter.organisation.map(|id| of(actor, id)))
        .add_option(states)
        .add_option(forms)
        .add_option(awaited)
}

/// Whether the actor reads what has become of it, and not of what they have signed alone: for who has left it
/// is over.
fn at_present(actor: &Actor) -> Condition {
    match actor {
        Actor::Operator => Condition::all(),
        Actor::Anonymous => Condition::any().add(Column::Id.is_null()),
        Actor::Person(viewer) => {
            let there = mine(viewer).add(Expr::col((READERS, "gone")).not());
            Condition::any()
                .add(Expr::exists(read_by(there)))
                .add(disclosed_to(viewer))
        }
    }
}

fn in_states(actor: &Actor, states: &[PartnershipState]) -> Condition {
    let named = states.iter().map(|state| state.as_str());
    let now = Condition::all()
        .add(Column::State.is_in(named))
        .add(at_present(actor));
    if !states.contains(&PartnershipState::Ended) {
        return now;
    }
    Condition::any().add(now).add(at_present(actor).not())
}

/// Of an organisation: for whose agreement it is, every party of it; for the hub's team those that are bound,
/// since it is not to learn who else is spoken with; for others their own organisations.
fn of(actor: &Actor, organisation: OrganisationId) -> Condition {
    let one = || {
        let column = Expr::col((READERS, "organisation_id"));
        Condition::all().add(column.eq(organisation.uuid()))
    };
    let there = || Condition::all().add(Expr::exists(read_by(one())));
    match actor {
        Actor::Operator => there(),
        Actor::Anonymous => Condition::any().add(Column::Id.is_null()),
        Actor::Person(viewer) if viewer.mandates.iter().any(|(id, _)| *id == organisation) => {
            there()
        }
        Actor::Person(viewer) => {
            let inside = mine(viewer).add(Expr::col((READERS, "insider")));
            let bound = one().add(Expr::col((READERS, "bound")));
            let told = Condition::all()
                .add(Expr::exists(read_by(bound)))
                .add(disclosed_to(viewer));
            Condition::any()
                .add(there().add(Expr::exists(read_by(inside))))
                .add(told)
        }
    }
}

/// What a party is to sign, to deliver or to answer is told to its own people alone.
fn awaits(actor: &Actor, awaited: Awaited, organisation: Option<OrganisationId>) -> Condition {
    let in_force = [PartnershipState::Active, PartnershipState::Suspended];
    let asked = |what: SimpleExpr| {
        let one = organisation.map(|id| {
            let column = Expr::col((READERS, "organisation_id"));
            column.eq(id.uuid())
        });
        let own = match actor {
            Actor::Person(viewer) => mine(viewer),
            Actor::Operator => Condition::all(),
            Actor::Anonymous => Condition::any().add(Column::Id.is_null()),
        };
        let asked = own.add_option(one).add(what);
        Condition::all().add(Expr::exists(read_by(asked)))
    };
    match awaited {
        Awaited::Signature => asked(Expr::col((READERS, "to_sign"))),
        Awaited::Answer => asked(Expr::col((READERS, "to_answer"))),
        // What is suspended waits.
        Awaited::DeliverBy(day) => asked(Expr::col((READERS, "deliver_by")).lte(day))
            .add(Column::State.ne(PartnershipState::Suspended.as_str())),
        Awaited::EndBy(day) => Condition::all()
            .add(Column::State.is_in(in_force.iter().map(|state| state.as_str())))
            .add(Column::EndsOn.lte(day))
            .add(at_present(actor)),
    }
}
