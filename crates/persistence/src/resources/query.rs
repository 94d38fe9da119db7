//! Lists of resources: who sees which, filters, orders, and only the columns asked for.

mod free;

use std::collections::HashMap;

use bitflags::bitflags;
use chrono::{DateTime, Utc};
use maillage_domain::{
    communes::CommuneCode,
    content::ContentState,
    ids::{HubId, OrganisationId, ResourceId},
    organisations::LocationPrecision,
    photos::ShownPhoto,
    policy::{self, Actor},
    resources::{Conditions, Per, PriceKind, ResourceKind, Span, Terms},
    values::{Money, Visibility},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use super::{TABLE, commune, location, row, uuids};
use crate::{
    db::Conn,
    error::Error,
    page::{Cursor, Page, PageRequest},
    rows::{Columns, Keyset, SortKey, among, is, json, page_of, text},
    search,
};

use row::Column;

bitflags! {
    /// The wide columns of a resource, read when a reader asks for them.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct ResourceFields: u32 {
        /// Description.
        const DESCRIPTION = 1;
        /// When and how it is booked.
        const CONDITIONS = 1 << 1;
        /// What it looks like.
        const PHOTOS = 1 << 2;
    }
}

/// A resource as lists read it: of the wide columns, those asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceView {
    /// Its id.
    pub id: ResourceId,
    /// The hub that moderates it.
    pub hub: HubId,
    /// Shared by whom.
    pub owner: OrganisationId,
    /// Of what kind it is.
    pub kind: ResourceKind,
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// Description.
    pub description: Option<String>,
    /// Commune, if it has one.
    pub commune: Option<CommuneCode>,
    /// Street address, where the actor may know it.
    pub address: Option<String>,
    /// Point on the map, where the actor may know that there is one.
    pub precision: Option<LocationPrecision>,
    /// The point itself in degrees north and east, where the actor may know it.
    pub point: Option<(f64, f64)>,
    /// What it looks like, its cover first.
    pub photos: Option<Vec<ShownPhoto>>,
    /// What is given for its use.
    pub terms: Terms,
    /// Who reads it once published.
    pub visibility: Visibility,
    /// When and how it is booked, if it is.
    pub conditions: Option<Conditions>,
    /// State.
    pub state: ContentState,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was first published, if it was.
    pub published_at: Option<DateTime<Utc>>,
    /// Version.
    pub version: i32,
}

/// A circle on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// Degrees north of its middle.
    pub latitude: f64,
    /// Degrees east of its middle.
    pub longitude: f64,
    /// Its radius in kilometres.
    pub kilometres: f64,
}

/// What a list is cut down to; an empty filter is the whole list.
#[derive(Debug, Clone, Default)]
pub struct ResourceFilter {
    /// Shared with this hub.
    pub hub: Option<HubId>,
    /// Shared by this organisation.
    pub owner: Option<OrganisationId>,
    /// Of one of these kinds.
    pub kinds: Vec<ResourceKind>,
    /// In one of these states.
    pub states: Vec<ContentState>,
    /// In this commune.
    pub commune: Option<CommuneCode>,
    /// Shown on the map within this circle.
    pub near: Option<Near>,
    /// On terms of one of these kinds.
    pub terms: Vec<PriceKind>,
    /// At this price at most, whoever books.
    pub at_most: Option<(Per, Money)>,
    /// With all these words.
    pub text: Option<String>,
    /// Bookable at this time.
    pub free: Option<Free>,
}

/// What is to be bookable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Free {
    /// When.
    pub span: Span,
    /// How many units.
    pub units: u32,
    /// What time it is now: notice and horizon count from it.
    pub now: DateTime<Utc>,
}

/// By what a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceOrderField {
    /// As they were drafted.
    Created,
    /// As they last changed.
    Updated,
    /// By title.
    Title,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceOrder {
    /// By what.
    pub field: ResourceOrderField,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Default for ResourceOrder {
    /// The newest first.
    fn default() -> Self {
        Self {
            field: ResourceOrderField::Created,
            descending: true,
        }
    }
}

impl ResourceOrder {
    /// The name that binds cursors to it.
    pub fn name(self) -> &'static str {
        match (self.field, self.descending) {
            (ResourceOrderField::Created, false) => "CREATED_ASC",
            (ResourceOrderField::Created, true) => "CREATED_DESC",
            (ResourceOrderField::Updated, false) => "UPDATED_ASC",
            (ResourceOrderField::Updated, true) => "UPDATED_DESC",
            (ResourceOrderField::Title, false) => "TITLE_ASC",
            (ResourceOrderField::Title, true) => "TITLE_DESC",
        }
    }

    fn keyset(self) -> Keyset<Column> {
        let order = if self.descending {
            Order::Desc
        } else {
            Order::Asc
        };
        let key: Option<SortKey<Column>> = match self.field {
            ResourceOrderField::Created => None,
            ResourceOrderField::Updated => Some((Column::UpdatedAt, |key| {
                DateTime::parse_from_rfc3339(key)
                    .ok()
                    .map(|at| at.with_timezone(&Utc).into())
            })),
            ResourceOrderField::Title => Some((Column::SortTitle, |key| Some(key.into()))),
        };
        Keyset {
            key,
            id: Column::Id,
            order,
        }
    }
}

/// A list to read.
#[derive(Debug, Clone)]
pub struct ResourceQuery {
    /// Cut down to.
    pub filter: ResourceFilter,
    /// In this order.
    pub order: ResourceOrder,
    /// This page of it.
    pub page: PageRequest,
    /// With these wide columns.
    pub fields: ResourceFields,
}

/// A page of the resources that the actor may see.
///
/// # Errors
/// When the database fails or holds what is no resource.
pub async fn list(
    conn: &impl Conn,
    actor: &Actor,
    query: &ResourceQuery,
) -> Result<Page<ResourceView>, Error> {
    if let Some(free) = query.filter.free {
        return free::list(conn, actor, query, free).await;
    }
    let rows = rows(conn, actor, query, &query.page).await?;
    let page = Page::of_rows(&query.page, rows, |row| row.cursor(query.order));
    Ok(page.map(|row| row.view))
}

/// A resource and the key of its place in an order by title.
struct Row {
    sort_title: Option<String>,
    view: ResourceView,
}

impl Row {
    fn cursor(&self, order: ResourceOrder) -> Cursor {
        let key = match order.field {
            ResourceOrderField::Updated => Some(self.view.updated_at.to_rfc3339()),
            _ => self.sort_title.clone(),
        };
        Cursor::new(order.name(), key, self.view.id.uuid())
    }
}

/// The rows of a page of a list, and one more to know whether others follow.
async fn rows(
    conn: &impl Conn,
    actor: &Actor,
    query: &ResourceQuery,
    page: &PageRequest,
) -> Result<Vec<Row>, Error> {
    let mut select = select(query.fields).filter(filtered(actor, &query.filter));
    let by_title = query.order.field == ResourceOrderField::Title;
    if by_title {
        select = select.column(Column::SortTitle);
    }
    let found = page_of(conn, select, &query.order.keyset(), page).await?;
    let mut rows = Vec::with_capacity(found.len());
    for row in &found {
        let mut row = Columns::of(row);
        let view = view(&mut row, actor, query.fields)?;
        let sort_title = row.next_if(by_title)?;
        rows.push(Row { sort_title, view });
    }
    Ok(rows)
}

/// How many resources of a list the actor may see.
///
/// # Errors
/// When the database fails.
pub async fn count(conn: &impl Conn, actor: &Actor, filter: &ResourceFilter) -> Result<u64, Error> {
    if let Some(free) = filter.free {
        return free::count(conn, actor, filter, free).await;
    }
    Ok(row::Entity::find()
        .filter(filtered(actor, filter))
        .count(&conn.executor())
        .await?)
}

/// Those of the resources that the actor may see.
///
/// # Errors
/// When the database fails or holds what is no resource.
pub async fn views(
    conn: &impl Conn,
    actor: &Actor,
    ids: &[ResourceId],
    fields: ResourceFields,
) -> Result<HashMap<ResourceId, ResourceView>, Error> {
    let select = select(fields)
        .filter(among(conn, Column::Id, uuids(ids)))
        .filter(visible(actor));
    let rows = conn.executor().query_all(&select.into_query()).await?;
    rows.iter()
        .map(|row| view(&mut Columns::of(row), actor, fields).map(|view| (view.id, view)))
        .collect()
}

/// The columns, in the order that [`view`] reads them in.
fn select(fields: ResourceFields) -> Select<row::Entity> {
    let always = [
        Column::Id,
        Column::HubId,
        Column::OwnerOrganisationId,
        Column::Kind,
        Column::Title,
        Column::Summary,
        Column::Commune,
        Column::Address,
        Column::Latitude,
        Column::Longitude,
        Column::Precision,
        Column::Terms,
        Column::Visibility,
        Column::State,
        Column::CreatedAt,
        Column::UpdatedAt,
        Column::PublishedAt,
        Column::Version,
    ];
    let wide = [
        (ResourceFields::DESCRIPTION, Column::Description),
        (ResourceFields::CONDITIONS, Column::Conditions),
        (ResourceFields::PHOTOS, Column::Photos),
    ];
    let asked = wide
        .into_iter()
        .filter(|(field, _)| fields.contains(*field));
    row::Entity::find()
        .select_only()
        .columns(always.into_iter().chain(asked.map(|(_, column)| column)))
}

/// The SQL form of who sees a resource in `domain::policy`; a test compares the two.
pub(crate) fn visible(actor: &Actor) -> Condition {
    use row::{hub, party};
    let seen_by = |circle: Visibility| is(Column::Visibility, circle.as_str());
    let published = || Condition::all().add(is(Column::State, ContentState::Published.as_str()));
    let public = published().add(seen_by(Visibility::Public));
    let viewer = match actor {
        Actor::Operator => return Condition::all(),
        Actor::Anonymous => return public,
        Actor::Person(viewer) => viewer,
    };
    let mine: Vec<Uuid> = viewer.mandates.iter().map(|(id, _)| id.uuid()).collect();
    let staffed: Vec<Uuid> = viewer.offices.iter().map(|(id, _)| id.uuid()).collect();
    let members = viewer.member_of.iter().map(|(_, hub)| hub.uuid());
    let hubs: Vec<Uuid> = members.chain(staffed.iter().copied()).collect();
    let mut condition = Condition::any().add(public);
    if !hubs.is_empty() {
        let shared = hub::Entity::find()
            .select_only()
            .column(hub::Column::ResourceId)
            .filter(hub::Column::HubId.is_in(hubs));
        condition = condition.add(
            published()
                .add(seen_by(Visibility::Hub))
                .add(Column::Id.in_subquery(shared.into_query())),
        );
    }
    if !staffed.is_empty() {
        condition = condition.add(
            Condition::all()
                .add(Column::HubId.is_in(staffed))
                .add(Column::State.ne(ContentState::Draft.as_str())),
        );
    }
    if !mine.is_empty() {
        let named = party::Entity::find()
            .select_only()
            .column(party::Column::ResourceId)
            .filter(party::Column::OrganisationId.is_in(mine.clone()));
        condition = condition
            .add(Column::OwnerOrganisationId.is_in(mine))
            .add(published().add(Column::Id.in_subquery(named.into_query())));
    }
    condition
}

/// The ids of the resources that the actor may see, for what is seen with them.
pub(crate) fn seen_by(actor: &Actor) -> SelectStatement {
    let seen = row::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(visible(actor));
    seen.into_query()
}

fn filtered(actor: &Actor, filter: &ResourceFilter) -> Condition {
    use row::hub;
    let mut all = Condition::all().add(visible(actor));
    if let Some(id) = filter.hub {
        let shared = hub::Entity::find()
            .select_only()
            .column(hub::Column::ResourceId)
            .filter(hub::Column::HubId.eq(id.uuid()));
        all = all.add(Column::Id.in_subquery(shared.into_query()));
    }
    if let Some(owner) = filter.owner {
        all = all.add(Column::OwnerOrganisationId.eq(owner.uuid()));
    }
    if !filter.kinds.is_empty() {
        all = all.add(Column::Kind.is_in(filter.kinds.iter().map(|kind| kind.as_str())));
    }
    if !filter.states.is_empty() {
        all = all.add(Column::State.is_in(filter.states.iter().map(|state| state.as_str())));
    }
    if let Some(commune) = &filter.commune {
        all = all.add(Column::Commune.eq(commune.as_str()));
    }
    if let Some(near) = &filter.near {
        all = all.add(within(near));
    }
    if !filter.terms.is_empty() {
        all = all.add(Column::TermsKind.is_in(filter.terms.iter().map(|kind| kind.as_str())));
    }
    if let Some((per, price)) = filter.at_most {
        let free = Column::TermsKind.eq(PriceKind::Free.as_str());
        let cheap = Condition::all()
            .add(Column::PricePer.eq(per.as_str()))
            .add(Column::PriceCents.lte(price.cents));
        all = all.add(Condition::any().add(free).add(cheap));
    }
    if let Some(words) = &filter.text {
        all = all.add(search::matches(Column::Search, words));
    }
    if let Some(wanted) = filter.free {
        all = all.add(free::perhaps(wanted));
    }
    all
}

/// Kilometres in a degree of latitude, on a sphere of the mean radius of the earth (6,371.0088 km,
/// IUGG).
const DEGREE: f64 = 111.195;

/// Whether a point that is shown exactly lies in the circle. A degree of longitude shortens with the
/// latitude halfway, by the first two terms of the cosine's series about the middle: within half a
/// percent of the great circle for 500 km at the latitudes of Europe. Others are not found, so that
/// a circle tells nothing about a place that is kept back.
fn within(near: &Near) -> Condition {
    let middle = near.latitude.to_radians();
    let (sine, cosine) = middle.sin_cos();
    let north = near.kilometres / DEGREE;
    let column = |column: Column| SimpleExpr::from(Expr::col((row::Entity, column)));
    let squared = |expr: SimpleExpr| expr.clone().mul(expr);
    let up = || column(Column::Latitude).sub(near.latitude);
    // cos(middle + up / 2), `up` in degrees.
    let shortened = || Expr::value(cosine).sub(up().mul(sine * 1_f64.to_radians() / 2.0));
    let across = || {
        column(Column::Longitude)
            .sub(near.longitude)
            .mul(shortened())
    };
    Condition::all()
        .add(is(Column::Precision, LocationPrecision::Exact.as_str()))
        .add(Column::Latitude.between(near.latitude - north, near.latitude + north))
        .add(squared(up()).add(squared(across())).lte(north * north))
}

/// Reads what [`select`] has selected.
fn view(
    columns: &mut Columns<'_>,
    actor: &Actor,
    fields: ResourceFields,
) -> Result<ResourceView, Error> {
    let id = ResourceId::from_uuid(columns.next()?);
    let hub = HubId::from_uuid(columns.next()?);
    let owner = OrganisationId::from_uuid(columns.next()?);
    let kind: String = columns.next()?;
    let title = columns.next()?;
    let summary = columns.next()?;
    let commune = commune(columns.next()?)?;
    let address: Option<String> = columns.next()?;
    let (latitude, longitude) = (columns.next()?, columns.next()?);
    let precision: Option<String> = columns.next()?;
    let place = location(latitude, longitude, precision.as_deref())?;
    // An address without a point on the map is one that its owner has typed for all.
    let exact = place.is_none_or(|place| place.precision == LocationPrecision::Exact);
    let exact = exact || policy::knows_place(actor, owner, hub);
    let terms = json(TABLE, "terms", columns.next()?)?;
    let visibility: String = columns.next()?;
    let state: String = columns.next()?;
    let has = |field| fields.contains(field);
    Ok(ResourceView {
        id,
        hub,
        owner,
        kind: text(TABLE, "kind", &kind)?,
        title,
        summary,
        commune,
        address: address.filter(|_| exact),
        precision: place
            .map(|place| place.precision)
            .filter(|precision| exact || *precision == LocationPrecision::Commune),
        point: place
            .filter(|_| exact)
            .map(|place| (place.latitude, place.longitude)),
        terms,
        visibility: text(TABLE, "visibility", &visibility)?,
        state: text(TABLE, "state", &state)?,
        created_at: columns.next()?,
        updated_at: columns.next()?,
        published_at: columns.next()?,
        version: columns.next()?,
        description: columns.next_if(has(ResourceFields::DESCRIPTION))?,
        conditions: columns
            .next_null_if(has(ResourceFields::CONDITIONS))?
            .map(|conditions| json(TABLE, "conditions", conditions))
            .transpose()?,
        photos: columns
            .next_if(has(ResourceFields::PHOTOS))?
            .map(|photos| json(TABLE, "photos", photos))
            .transpose()?,
    })
}
