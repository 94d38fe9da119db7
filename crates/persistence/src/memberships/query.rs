//! Lists of memberships: who sees which, filters and orders.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use maillage_domain::{
    ids::{CollegeId, HubId, OrganisationId, Uuid},
    memberships::{MemberCategory, Membership, MembershipState},
    policy::Actor,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, Order,
    PaginatorTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect, QueryTrait, RelationTrait,
    Select, Value,
    sea_query::{Expr, ExprTrait, Func, SimpleExpr},
};

use super::row::{Column, Entity, Model, Relation, organisation};
use crate::{
    db::Conn,
    error::Error,
    hubs,
    page::{Cursor, Direction, Page, PageRequest},
    ranked::{self, Ranked},
    rows::among,
    search,
};

/// What a list is cut down to; an empty filter is the whole list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct MembershipFilter {
    /// In this hub.
    pub hub: Option<HubId>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// In one of these states.
    pub states: Vec<MembershipState>,
    /// Of one of these categories.
    pub categories: Vec<MemberCategory>,
    /// In this college.
    pub college: Option<CollegeId>,
    /// That have not accepted the charter in force, or that have.
    pub charter_outdated: Option<bool>,
    /// With all these words in the name of the organisation.
    pub text: Option<String>,
}

/// By what a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MembershipOrderField {
    /// As the organisation applied or was invited.
    Opened,
    /// By the name of the organisation.
    Name,
    /// By the first day as a member; those that are none yet come last.
    Since,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MembershipOrder {
    /// By what.
    pub field: MembershipOrderField,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Default for MembershipOrder {
    /// By the name of the organisation.
    fn default() -> Self {
        Self {
            field: MembershipOrderField::Name,
            descending: false,
        }
    }
}

impl MembershipOrder {
    /// The name that binds cursors to this order.
    pub fn name(self) -> &'static str {
        match (self.field, self.descending) {
            (MembershipOrderField::Opened, true) => "OPENED_DESC",
            (MembershipOrderField::Opened, false) => "OPENED_ASC",
            (MembershipOrderField::Name, true) => "NAME_DESC",
            (MembershipOrderField::Name, false) => "NAME_ASC",
            (MembershipOrderField::Since, true) => "SINCE_DESC",
            (MembershipOrderField::Since, false) => "SINCE_ASC",
        }
    }

    /// What is compared before the id; ids are UUIDv7 and sort by the time of opening.
    fn key(self) -> Option<SimpleExpr> {
        match self.field {
            MembershipOrderField::Opened => None,
            MembershipOrderField::Name => Some(Expr::col((
                organisation::Entity,
                organisation::Column::SortName,
            ))),
            MembershipOrderField::Since => {
                let since = Expr::col((Entity, Column::Since));
                Some(Func::coalesce([since, Expr::value(NOT_YET)]).into())
            }
        }
    }

    fn value(self, key: &str) -> Option<Value> {
        match self.field {
            MembershipOrderField::Opened => None,
            MembershipOrderField::Name => Some(key.into()),
            // PostgreSQL knows no day beyond those that people write.
            MembershipOrderField::Since => (key.parse::<NaiveDate>().ok())
                .filter(|day| (1..=9999).contains(&day.year()))
                .map(Value::from),
        }
    }

    fn cursor(self, sorted: &Sorted) -> Cursor {
        let key = match self.field {
            MembershipOrderField::Opened => None,
            MembershipOrderField::Name => Some(sorted.sort_name.clone()),
            MembershipOrderField::Since => {
                Some(sorted.membership.since.unwrap_or(NOT_YET).to_string())
            }
        };
        Cursor::new(self.name(), key, sorted.membership.id.uuid())
    }
}

/// The day that stands for one that has not come.
const NOT_YET: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// A list to read.
#[derive(Debug, Clone)]
pub struct MembershipQuery {
    /// Cut down to.
    pub filter: MembershipFilter,
    /// In this order.
    pub order: MembershipOrder,
    /// This page of it.
    pub page: PageRequest,
}

/// Whose memberships a batch of lists is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    /// The members of a hub.
    Hub(HubId),
    /// The memberships of an organisation.
    Organisation(OrganisationId),
}

struct Sorted {
    membership: Membership,
    sort_name: String,
}

impl Sorted {
    fn read(row: &QueryResult) -> Result<Self, Error> {
        Ok(Self {
            membership: super::membership(Model::from_query_result(row, "")?)?,
            sort_name: row.try_get("", "sort_name")?,
        })
    }
}

/// A page of the memberships that the actor may see.
///
/// # Errors
/// When the database fails or holds what is no membership.
pub async fn list(
    conn: &impl Conn,
    actor: &Actor,
    query: &MembershipQuery,
) -> Result<Page<Membership>, Error> {
    let (order, page) = (query.order, &query.page);
    let mut wanted = matching(conn, actor, &query.filter);
    let forward = page.direction == Direction::Forward;
    let direction = direction(order.descending != forward);
    if let Some(cursor) = &page.cursor {
        wanted = wanted.filter(beyond(
            order,
            cursor,
            &direction,
            page.direction.argument(),
        )?);
    }
    let rows = sorted(
        conn,
        ordered(wanted, order, &direction).limit(page.limit + 1),
    )
    .await?;
    Ok(Page::of_rows(page, rows, |one| order.cursor(one)).map(|one| one.membership))
}

/// Every membership of a list that the actor may see.
///
/// # Errors
/// When the database fails or holds what is no membership.
pub async fn all(
    conn: &impl Conn,
    actor: &Actor,
    filter: &MembershipFilter,
    order: MembershipOrder,
) -> Result<Vec<Membership>, Error> {
    let wanted = matching(conn, actor, filter);
    let rows = sorted(conn, ordered(wanted, order, &direction(!order.descending))).await?;
    Ok(rows.into_iter().map(|one| one.membership).collect())
}

/// How many memberships of a list the actor may see.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &impl Conn,
    actor: &Actor,
    filter: &MembershipFilter,
) -> Result<u64, Error> {
    Ok(matching(conn, actor, filter)
        .count(&conn.executor())
        .await?)
}

/// The first page of several lists with one filter and order, in one statement for each kind of
/// list.
///
/// # Errors
/// When the database fails or holds what is no membership.
pub async fn first_of(
    conn: &impl Conn,
    actor: &Actor,
    lists: &[Whose],
    filter: &MembershipFilter,
    order: MembershipOrder,
    limit: u64,
) -> Result<HashMap<Whose, Page<Membership>>, Error> {
    let hubs = lists.iter().filter_map(|whose| match whose {
        Whose::Hub(id) => Some(id.uuid()),
        Whose::Organisation(_) => None,
    });
    let organisations = lists.iter().filter_map(|whose| match whose {
        Whose::Organisation(id) => Some(id.uuid()),
        Whose::Hub(_) => None,
    });
    let mut rows = Vec::new();
    for (column, ids) in [
        (Column::HubId, hubs.collect::<Vec<_>>()),
        (Column::OrganisationId, organisations.collect()),
    ] {
        if ids.is_empty() {
            continue;
        }
        for one in first_by(conn, actor, (column, ids), filter, order, limit).await? {
            rows.push(one.try_map(|one| {
                let whose = match column {
                    Column::HubId => Whose::Hub(one.membership.hub),
                    _ => Whose::Organisation(one.membership.organisation),
                };
                Ok((whose, one))
            })?);
        }
    }
    let cursor = |(_, one): &(Whose, Sorted)| order.cursor(one);
    let pages = ranked::pages(lists, limit, rows, |(whose, _)| *whose, cursor);
    let memberships = |page: Page<(Whose, Sorted)>| page.map(|(_, one)| one.membership);
    Ok(pages
        .into_iter()
        .map(|(whose, page)| (whose, memberships(page)))
        .collect())
}

/// The first memberships for each of the ids in a column.
async fn first_by(
    conn: &impl Conn,
    actor: &Actor,
    (column, ids): (Column, Vec<Uuid>),
    filter: &MembershipFilter,
    order: MembershipOrder,
    limit: u64,
) -> Result<Vec<Ranked<Sorted>>, Error> {
    let wanted = matching(conn, actor, filter).filter(among(conn, column, ids));
    let keys = order
        .key()
        .into_iter()
        .chain([Expr::col((Entity, Column::Id))]);
    let keys = keys.map(|key| (key, direction(!order.descending)));
    let rows = ranked::first_of_each(conn, wanted, column, keys, limit).await?;
    rows.into_iter()
        .map(|row| row.try_map(|row| Sorted::read(&row)))
        .collect()
}

/// The SQL form of who sees a membership in `domain::policy`; a test compares the two.
fn visible(conn: &impl Conn, actor: &Actor) -> Condition {
    let active = Column::State.eq(MembershipState::Active.as_str());
    match actor {
        Actor::Operator => Condition::all(),
        Actor::Anonymous => Condition::all().add(active),
        Actor::Person(viewer) => {
            let mine = viewer.mandates.iter().map(|(id, _)| id.uuid());
            let staffed = viewer.offices.iter().map(|(id, _)| id.uuid());
            Condition::any()
                .add(active)
                .add(among(conn, Column::OrganisationId, mine))
                .add(among(conn, Column::HubId, staffed))
        }
    }
}

fn matching(conn: &impl Conn, actor: &Actor, filter: &MembershipFilter) -> Select<Entity> {
    let mut all = Condition::all().add(visible(conn, actor));
    if let Some(hub) = filter.hub {
        all = all.add(Column::HubId.eq(hub.uuid()));
    }
    if let Some(organisation) = filter.organisation {
        all = all.add(Column::OrganisationId.eq(organisation.uuid()));
    }
    if !filter.states.is_empty() {
        all = all.add(Column::State.is_in(filter.states.iter().map(|state| state.as_str())));
    }
    if !filter.categories.is_empty() {
        let categories = filter.categories.iter().map(|category| category.as_str());
        all = all.add(Column::Category.is_in(categories));
    }
    if let Some(college) = filter.college {
        all = all.add(Column::CollegeId.eq(college.uuid()));
    }
    if let Some(outdated) = filter.charter_outdated {
        all = all.add(if outdated {
            charter_is_outdated()
        } else {
            charter_is_outdated().not()
        });
    }
    if let Some(words) = &filter.text {
        all = all.add(search::matches(organisation::Column::SortName, words));
    }
    Entity::find()
        .column(organisation::Column::SortName)
        .join(JoinType::InnerJoin, Relation::Organisation.def())
        .filter(all)
}

/// The SQL form of `Membership::charter_is_outdated`.
fn charter_is_outdated() -> Condition {
    let current = || hubs::current_charter((Entity, Column::HubId));
    let members = [MembershipState::Active, MembershipState::Suspended];
    let accepted = Expr::col((Entity, Column::CharterAccepted));
    Condition::all()
        .add(Column::State.is_in(members.map(MembershipState::as_str)))
        .add(current().is_not_null())
        .add(
            Condition::any()
                .add(accepted.ne(current()))
                .add(Column::CharterAccepted.is_null()),
        )
}

fn direction(ascending: bool) -> Order {
    if ascending { Order::Asc } else { Order::Desc }
}

fn ordered(wanted: Select<Entity>, order: MembershipOrder, direction: &Order) -> Select<Entity> {
    let wanted = match order.key() {
        Some(key) => wanted.order_by(key, direction.clone()),
        None => wanted,
    };
    wanted.order_by(Column::Id, direction.clone())
}

/// What comes after the cursor in this direction.
fn beyond(
    order: MembershipOrder,
    cursor: &Cursor,
    direction: &Order,
    argument: &'static str,
) -> Result<Condition, Error> {
    let further = |column: SimpleExpr, value: Value| match direction {
        Order::Asc => column.gt(value),
        _ => column.lt(value),
    };
    let after_id = further(Expr::col((Entity, Column::Id)), cursor.id().into());
    let Some(key) = order.key() else {
        return Ok(Condition::all().add(after_id));
    };
    let value = cursor
        .key()
        .and_then(|key| order.value(key))
        .ok_or(Error::Cursor(argument))?;
    Ok(Condition::any()
        .add(further(key.clone(), value.clone()))
        .add(Condition::all().add(key.eq(value)).add(after_id)))
}

async fn sorted(conn: &impl Conn, wanted: Select<Entity>) -> Result<Vec<Sorted>, Error> {
    let rows = conn.executor().query_all(&wanted.into_query()).await?;
    rows.iter().map(Sorted::read).collect()
}
