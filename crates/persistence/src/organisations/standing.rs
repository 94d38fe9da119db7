//! Who an actor is to organisations, in SQL: the same answers as `domain::policy`; a test compares
//! the two.

use maillage_domain::{
    content::ContentState,
    hubs::HubRole,
    ids::{OrganisationId, Uuid},
    organisations::{Contact, ContactVisibility},
    policy::{Actor, Viewer},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryResult, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

use super::{
    in_care_of, members_of,
    row::{self, Column},
    view::Standing,
};
use crate::{error::Error, rows::text};

/// The SQL form of who sees an organisation in `domain::policy`; a test compares the two.
pub(crate) fn visible(actor: &Actor) -> Condition {
    match actor {
        Actor::Operator => Condition::all(),
        Actor::Anonymous => Condition::all().add(Column::PublishedAt.is_not_null()),
        Actor::Person(viewer) => own_or_moderated(viewer).add(Column::PublishedAt.is_not_null()),
    }
}

/// Adds the name of the organisation that a column names as `organisation_name`, null where the
/// actor may not see it.
pub(crate) fn joined_name<E: EntityTrait>(
    mut select: Select<E>,
    reference: impl ColumnTrait,
    actor: &Actor,
) -> Select<E> {
    let its_own = Expr::col((row::Entity, Column::Id)).equals((reference.entity_name(), reference));
    let name = Expr::col((row::Entity, Column::Name));
    QuerySelect::query(&mut select)
        .left_join(
            row::Entity,
            Condition::all().add(its_own).add(visible(actor)),
        )
        .expr_as(name, "organisation_name");
    select
}

/// The SQL form of who reads the profile.
pub(super) fn profile_readable(actor: &Actor) -> Condition {
    let published = || Column::State.eq(ContentState::Published.as_str());
    match actor {
        Actor::Operator => Condition::all(),
        Actor::Anonymous => Condition::all().add(published()),
        Actor::Person(viewer) => own_or_moderated(viewer).add(published()),
    }
}

fn own_or_moderated(viewer: &Viewer) -> Condition {
    let mine: Vec<Uuid> = viewer.mandates.iter().map(|(id, _)| id.uuid()).collect();
    let moderated = offices(viewer, HubRole::Moderator);
    let mut condition = Condition::any();
    if !mine.is_empty() {
        condition = condition.add(Column::Id.is_in(mine));
    }
    if !moderated.is_empty() {
        condition = condition.add(Column::Id.in_subquery(in_care_of(moderated)));
    }
    condition
}

fn offices(viewer: &Viewer, least: HubRole) -> Vec<Uuid> {
    viewer
        .offices
        .iter()
        .filter(|(_, role)| *role >= least)
        .map(|(hub, _)| hub.uuid())
        .collect()
}

/// Adds who the actor is to each organisation, as far as it depends on the hubs that care for it.
pub(super) fn flagged(select: Select<row::Entity>, actor: &Actor) -> Select<row::Entity> {
    let Actor::Person(viewer) = actor else {
        return select;
    };
    let cared: fn(Vec<Uuid>) -> SelectStatement = in_care_of;
    let members: fn(Vec<Uuid>) -> SelectStatement = members_of;
    let flags = [
        ("is_moderated", offices(viewer, HubRole::Moderator), cared),
        (
            "is_coordinated",
            offices(viewer, HubRole::Coordinator),
            cared,
        ),
        ("is_neighbour", member_hubs(viewer), members),
    ];
    flags
        .into_iter()
        .filter(|(_, hubs, _)| !hubs.is_empty())
        .fold(select, |select, (flag, hubs, among)| {
            select.expr_as(Column::Id.in_subquery(among(hubs)), flag)
        })
}

/// The hubs that the viewer's organisations are active members of.
fn member_hubs(viewer: &Viewer) -> Vec<Uuid> {
    viewer.member_of.iter().map(|(_, hub)| hub.uuid()).collect()
}

/// What the database answered on who the actor is to the organisation of the row.
pub(super) fn of(
    row: &QueryResult,
    actor: &Actor,
    id: OrganisationId,
    contact: Option<&Contact>,
) -> Result<Standing, Error> {
    let flag = |name, hubs: Vec<Uuid>| -> Result<bool, Error> {
        Ok(if hubs.is_empty() {
            false
        } else {
            row.try_get("", name)?
        })
    };
    let (own, moderated, coordinated, neighbour) = match actor {
        Actor::Operator => (true, true, true, true),
        Actor::Anonymous => (false, false, false, false),
        Actor::Person(viewer) => (
            viewer.role_in(id).is_some(),
            flag("is_moderated", offices(viewer, HubRole::Moderator))?,
            flag("is_coordinated", offices(viewer, HubRole::Coordinator))?,
            flag("is_neighbour", member_hubs(viewer))?,
        ),
    };
    let state: ContentState = text(
        "organisations",
        "state",
        &row.try_get::<String>("", "state")?,
    )?;
    let profile = state == ContentState::Published || own || moderated;
    let open = contact.is_some_and(|contact| match contact.visibility {
        ContactVisibility::Public => true,
        ContactVisibility::Members => neighbour || moderated,
        ContactVisibility::Hidden => false,
    });
    Ok(Standing {
        profile,
        contact: profile && (open || own),
        exact_place: own || coordinated,
    })
}
