//! Lists of organisations: who sees which, filters and orders.

use std::collections::HashMap;

use chrono::NaiveDate;
use maillage_domain::{
    communes::CommuneCode,
    ids::{HubId, OrganisationId},
    memberships::MembershipState,
    organisations::{Accreditation, EssEvidence, LegalCategory, LegalForm, Location},
    policy::Actor,
    values::ActivityDomain,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter,
    QueryResult, QuerySelect, QueryTrait, Select,
};

use super::{
    ess, optional, row,
    standing::{self, profile_readable, visible},
    view::{OrganisationFields, OrganisationView},
};
use crate::{
    db::Conn,
    error::Error,
    page::{Cursor, Page, PageRequest},
    rows::{Keyset, among, corrupt, json, page_of, text},
    search,
};

use row::Column;

/// How the key of a cursor reads as a value of the sort column.
type ReadKey = fn(&str) -> Option<sea_orm::Value>;

/// Belonging to the ESS on a day, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EssFilter {
    /// Whether those that belong are wanted, or the others.
    pub belongs: bool,
    /// Accreditations come and go.
    pub on: NaiveDate,
}

/// What a list is cut down to; an empty filter is the whole list.
#[derive(Debug, Clone, Default)]
pub struct OrganisationFilter {
    /// With all these words.
    pub text: Option<String>,
    /// Active members of this hub.
    pub hub: Option<HubId>,
    /// Of one of these legal forms.
    pub legal_forms: Vec<LegalForm>,
    /// Of the ESS, or not.
    pub ess: Option<EssFilter>,
    /// Active in one of these fields.
    pub domains: Vec<ActivityDomain>,
    /// With their seat in this commune.
    pub commune: Option<CommuneCode>,
    /// With their seat in this department, by its code.
    pub department: Option<String>,
}

/// By what a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganisationOrderField {
    /// By name.
    Name,
    /// As they were created.
    CreatedAt,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrganisationOrder {
    /// By what.
    pub field: OrganisationOrderField,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Default for OrganisationOrder {
    /// From A to Z.
    fn default() -> Self {
        Self {
            field: OrganisationOrderField::Name,
            descending: false,
        }
    }
}

impl OrganisationOrder {
    /// The name that binds cursors to this order.
    pub fn name(self) -> &'static str {
        match (self.field, self.descending) {
            (OrganisationOrderField::Name, false) => "NAME_ASC",
            (OrganisationOrderField::Name, true) => "NAME_DESC",
            (OrganisationOrderField::CreatedAt, false) => "CREATED_ASC",
            (OrganisationOrderField::CreatedAt, true) => "CREATED_DESC",
        }
    }

    /// Ids are UUIDv7: they sort by the time of creation.
    fn keyset(self) -> Keyset<Column> {
        let order = if self.descending {
            Order::Desc
        } else {
            Order::Asc
        };
        let key: Option<(Column, ReadKey)> = match self.field {
            OrganisationOrderField::Name => Some((Column::SortName, |key| Some(key.into()))),
            OrganisationOrderField::CreatedAt => None,
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
pub struct OrganisationQuery {
    /// Cut down to.
    pub filter: OrganisationFilter,
    /// In this order.
    pub order: OrganisationOrder,
    /// This page of it.
    pub page: PageRequest,
    /// With these columns.
    pub fields: OrganisationFields,
}

/// A page of the organisations that the actor may see.
///
/// # Errors
/// When the database fails or holds what is no organisation.
pub async fn list(
    conn: &impl Conn,
    actor: &Actor,
    query: &OrganisationQuery,
) -> Result<Page<OrganisationView>, Error> {
    let by_name = query.order.field == OrganisationOrderField::Name;
    let mut select = select(actor, query.fields).filter(filtered(conn, actor, &query.filter));
    if by_name {
        select = select.column(Column::SortName);
    }
    let rows = page_of(conn, select, &query.order.keyset(), &query.page).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let sort_name: Option<String> = if by_name {
            Some(row.try_get("", "sort_name")?)
        } else {
            None
        };
        items.push((sort_name, view(&row, actor, query.fields)?));
    }
    let page = Page::of_rows(&query.page, items, |(sort_name, view)| {
        Cursor::new(query.order.name(), sort_name.clone(), view.id.uuid())
    });
    Ok(page.map(|(_, view)| view))
}

/// How many organisations of a list the actor may see.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &impl Conn,
    actor: &Actor,
    filter: &OrganisationFilter,
) -> Result<u64, Error> {
    Ok(row::Entity::find()
        .filter(filtered(conn, actor, filter))
        .count(&conn.executor())
        .await?)
}

/// Those of the organisations that the actor may see.
///
/// # Errors
/// When the database fails or holds what is no organisation.
pub async fn views(
    conn: &impl Conn,
    actor: &Actor,
    ids: &[OrganisationId],
    fields: OrganisationFields,
) -> Result<HashMap<OrganisationId, OrganisationView>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let select = select(actor, fields)
        .filter(among(
            conn,
            Column::Id,
            ids.iter().map(OrganisationId::uuid),
        ))
        .filter(visible(actor));
    let rows = conn.executor().query_all(&select.into_query()).await?;
    rows.iter()
        .map(|row| view(row, actor, fields).map(|view| (view.id, view)))
        .collect()
}

fn filtered(conn: &impl Conn, actor: &Actor, filter: &OrganisationFilter) -> Condition {
    let mut all = Condition::all().add(visible(actor));
    if let Some(words) = filter
        .text
        .as_deref()
        .filter(|words| !search::document([*words]).is_empty())
    {
        // A profile that may not be read is not found by its words either; the name always is.
        all = all.add(
            Condition::any()
                .add(search::matches(Column::SortName, words))
                .add(
                    Condition::all()
                        .add(search::matches(Column::Search, words))
                        .add(profile_readable(actor)),
                ),
        );
    }
    if let Some(hub) = filter.hub {
        use row::membership::{Column as Part, Entity};
        let members = Entity::find()
            .select_only()
            .column(Part::OrganisationId)
            .filter(Part::HubId.eq(hub.uuid()))
            .filter(Part::State.eq(MembershipState::Active.as_str()));
        all = all.add(Column::Id.in_subquery(members.into_query()));
    }
    if !filter.legal_forms.is_empty() {
        all = all.add(Column::LegalForm.is_in(filter.legal_forms.iter().map(|form| form.as_str())));
    }
    if let Some(ess) = filter.ess {
        all = all.add(ess::matches(conn, ess));
    }
    if !filter.domains.is_empty() {
        let has = |domain: &ActivityDomain| {
            search::has_element(conn, "organisations", "domains", domain.as_str())
        };
        let domains = filter
            .domains
            .iter()
            .map(has)
            .fold(Condition::any(), Condition::add);
        all = all.add(domains).add(profile_readable(actor));
    }
    if let Some(commune) = &filter.commune {
        all = all.add(Column::Commune.eq(commune.as_str()));
    }
    if let Some(department) = &filter.department {
        all = all.add(Column::Commune.starts_with(department));
    }
    all
}

/// The columns, and beside those of the profile who the actor is to the organisation.
fn select(actor: &Actor, fields: OrganisationFields) -> Select<row::Entity> {
    let select = row::Entity::find()
        .select_only()
        .column(Column::Id)
        .columns(fields.columns());
    if fields.intersects(OrganisationFields::PROFILE) {
        standing::flagged(select, actor)
    } else {
        select
    }
}

fn view(
    row: &QueryResult,
    actor: &Actor,
    fields: OrganisationFields,
) -> Result<OrganisationView, Error> {
    use OrganisationFields as F;
    const T: &str = "organisations";
    fn get<T: sea_orm::TryGetable>(
        row: &QueryResult,
        wanted: bool,
        column: &str,
    ) -> Result<Option<T>, Error> {
        Ok(if wanted {
            row.try_get::<Option<T>>("", column)?
        } else {
            None
        })
    }
    fn get_json<T: serde::de::DeserializeOwned>(
        row: &QueryResult,
        wanted: bool,
        column: &'static str,
    ) -> Result<Option<T>, Error> {
        get(row, wanted, column)?
            .map(|one| json(T, column, one))
            .transpose()
    }
    let has = |field| fields.contains(field);
    let identifiers = has(F::IDENTIFIERS);
    let times = has(F::TIMES);
    let legal_form: Option<String> = get(row, has(F::LEGAL_FORM) || has(F::ESS), "legal_form")?;
    let legal_form: Option<LegalForm> = legal_form
        .map(|form| text(T, "legal_form", &form))
        .transpose()?;
    let legal_category: Option<String> =
        get(row, has(F::LEGAL_CATEGORY) || has(F::ESS), "legal_category")?;
    let accreditations: Option<Vec<Accreditation>> =
        get_json(row, has(F::ACCREDITATIONS) || has(F::ESS), "accreditations")?;
    let ess = match (has(F::ESS), legal_form, &accreditations) {
        (true, Some(legal_form), Some(accreditations)) => Some(EssEvidence {
            legal_form,
            legal_category: optional("legal_category", legal_category.as_deref(), |code| {
                LegalCategory::parse(code)
            })?,
            accreditations: accreditations.clone(),
            sirene_ess: get(row, true, "sirene_ess")?,
            listed_by_ess_france: row.try_get("", "listed_by_ess_france")?,
            decision: get_json(row, true, "ess_decision")?,
        }),
        _ => None,
    };
    let commune: Option<String> = get(row, has(F::COMMUNE), "commune")?;
    let staff_size: Option<String> = get(row, has(F::STAFF_SIZE), "staff_size")?;
    let mut view = OrganisationView {
        id: OrganisationId::from_uuid(row.try_get("", "id")?),
        loaded: fields,
        name: get(row, has(F::NAME), "name")?,
        legal_form,
        legal_category,
        siren: get(row, identifiers, "siren")?,
        siret: get(row, identifiers, "siret")?,
        rna: get(row, identifiers, "rna")?,
        naf: get_json(row, has(F::NAF), "naf")?,
        accreditations,
        ess,
        commune: commune
            .map(|code| {
                code.try_into()
                    .map_err(|error: String| corrupt(T, "commune", error))
            })
            .transpose()?,
        staff_size: staff_size
            .map(|one| text(T, "staff_size", &one))
            .transpose()?,
        created_at: get(row, times, "created_at")?,
        updated_at: get(row, times, "updated_at")?,
        published_at: get(row, times, "published_at")?,
        version: get(row, has(F::VERSION), "version")?,
        address: get(row, has(F::ADDRESS), "address")?,
        postal_code: get(row, has(F::ADDRESS), "postal_code")?,
        place: None,
        domains: get_json(row, has(F::DOMAINS), "domains")?.unwrap_or_default(),
        summary: get(row, has(F::SUMMARY), "summary")?,
        description: get(row, has(F::DESCRIPTION), "description")?,
        contact: get_json(row, has(F::CONTACT), "contact")?,
    };
    if fields.intersects(F::PROFILE) {
        let placed = has(F::LOCATION) || has(F::ADDRESS);
        let location: Option<Location> = get_json(row, placed, "location")?;
        let standing = standing::of(row, actor, view.id, view.contact.as_ref())?;
        view.cut_down(location, standing);
        if !has(F::LOCATION) {
            view.place = None;
        }
    }
    Ok(view)
}
