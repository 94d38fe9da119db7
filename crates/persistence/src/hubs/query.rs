//! Lists of hubs. Hubs are read by all.

use maillage_domain::{communes::Commune, hubs::Hub, values::fold};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, Order, PaginatorTrait,
    QueryFilter, sea_query::Expr,
};

use super::row::{Column, Entity};
use crate::{
    db::Conn,
    error::Error,
    page::{Cursor, Page, PageRequest},
    rows::{Keyset, paged},
    search,
};

/// What a list is cut down to; an empty filter is the whole list.
#[derive(Debug, Clone, Default)]
pub struct HubFilter {
    /// With all these words in the name.
    pub text: Option<String>,
    /// With this commune in the territory, or the commune that a municipal district belongs to.
    pub commune: Option<Commune>,
    /// With a commune of this department in the territory.
    pub department: Option<String>,
    /// Of demonstration, or not.
    pub demo: Option<bool>,
}

/// By what a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HubOrderField {
    /// As they were created.
    Created,
    /// By name.
    Name,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HubOrder {
    /// By what.
    pub field: HubOrderField,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Default for HubOrder {
    /// By name.
    fn default() -> Self {
        Self {
            field: HubOrderField::Name,
            descending: false,
        }
    }
}

impl HubOrder {
    /// The name that binds cursors to this order.
    pub fn name(self) -> &'static str {
        match (self.field, self.descending) {
            (HubOrderField::Created, true) => "CREATED_DESC",
            (HubOrderField::Created, false) => "CREATED_ASC",
            (HubOrderField::Name, true) => "NAME_DESC",
            (HubOrderField::Name, false) => "NAME_ASC",
        }
    }

    /// Ids are UUIDv7: they sort by the time of creation.
    fn keyset(self) -> Keyset<Column> {
        let order = if self.descending {
            Order::Desc
        } else {
            Order::Asc
        };
        Keyset {
            key: match self.field {
                HubOrderField::Created => None,
                HubOrderField::Name => Some((Column::SortName, |key| Some(key.into()))),
            },
            id: Column::Id,
            order,
        }
    }
}

/// A list to read.
#[derive(Debug, Clone)]
pub struct HubQuery {
    /// Cut down to.
    pub filter: HubFilter,
    /// In this order.
    pub order: HubOrder,
    /// This page of it.
    pub page: PageRequest,
}

/// A page of hubs.
///
/// # Errors
/// When the database fails or holds what is no hub.
pub async fn list(conn: &impl Conn, query: &HubQuery) -> Result<Page<Hub>, Error> {
    let hubs = Entity::find().filter(filtered(conn, &query.filter));
    let hubs = paged(hubs, &query.order.keyset(), &query.page)?;
    let rows = super::with_charter(hubs).all(&conn.executor()).await?;
    let hubs = rows
        .into_iter()
        .map(|(row, charter)| super::hub(row, charter.as_ref()));
    let hubs = hubs.collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of_rows(&query.page, hubs, |hub| {
        let by_name = query.order.field == HubOrderField::Name;
        let key = by_name.then(|| fold(hub.content.name.as_str()));
        Cursor::new(query.order.name(), key, hub.id.uuid())
    }))
}

/// How many hubs a list has.
///
/// # Errors
/// When the database fails.
pub async fn count(conn: &impl Conn, filter: &HubFilter) -> Result<u64, Error> {
    let hubs = Entity::find().filter(filtered(conn, filter));
    Ok(hubs.count(&conn.executor()).await?)
}

fn filtered(conn: &impl Conn, filter: &HubFilter) -> Condition {
    let mut all = Condition::all();
    if let Some(words) = &filter.text {
        all = all.add(search::matches(Column::SortName, words));
    }
    if let Some(commune) = &filter.commune {
        let codes = [Some(commune.code), commune.parent].into_iter().flatten();
        let any = codes.map(|code| search::has_element(conn, "hubs", "territory", code));
        all = all.add(any.fold(Condition::any(), Condition::add));
    }
    if let Some(department) = &filter.department {
        all = all.add(in_department(conn, department));
    }
    if let Some(demo) = filter.demo {
        all = all.add(Column::Demo.eq(demo));
    }
    all
}

/// The code of a commune begins with that of its department.
fn in_department(conn: &impl Conn, department: &str) -> Condition {
    let sql = match conn.executor().get_database_backend() {
        DbBackend::Postgres => {
            "EXISTS (SELECT 1 FROM jsonb_array_elements_text(\"hubs\".\"territory\") AS part(code) \
             WHERE starts_with(part.code, $1))"
        }
        _ => {
            "EXISTS (SELECT 1 FROM json_each(\"hubs\".\"territory\") AS part \
             WHERE instr(part.value, ?) = 1)"
        }
    };
    Condition::all().add(Expr::cust_with_values(sql, [department.to_owned()]))
}
