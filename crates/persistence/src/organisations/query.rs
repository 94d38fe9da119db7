//! Lists of organisations: who sees which, filters, orders, and only the columns asked for.

use std::collections::HashMap;

use bitflags::bitflags;
use chrono::{DateTime, NaiveDate, Utc};
use maillage_domain::{
    communes::CommuneCode,
    content::ContentState,
    hubs::HubRole,
    ids::{HubId, OrganisationId, Uuid},
    memberships::MembershipState,
    organisations::{
        Accreditation, Contact, ContactVisibility, EssEvidence, LegalForm, Location, LocationPrecision, Naf,
        Organisation, StaffSize,
    },
    policy::{Actor, Viewer},
    values::ActivityDomain,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryResult, QuerySelect,
    QueryTrait, Select,
};

use super::{ess, in_care_of, optional, row};
use crate::{
    db::Conn,
    error::Error,
    page::{Cursor, Page, PageRequest},
    rows::{Keyset, among, corrupt, json, paged, text},
    search,
};

use row::Column;

bitflags! {
    /// The columns of an organisation that a reader asks for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct OrganisationFields: u32 {
        /// Name.
        const NAME = 1;
        /// Legal form.
        const LEGAL_FORM = 1 << 1;
        /// INSEE legal category.
        const LEGAL_CATEGORY = 1 << 2;
        /// SIREN, SIRET and RNA number.
        const IDENTIFIERS = 1 << 3;
        /// Main activity.
        const NAF = 1 << 4;
        /// Accreditations.
        const ACCREDITATIONS = 1 << 5;
        /// What speaks for belonging to the ESS.
        const ESS = 1 << 6;
        /// Commune of the seat.
        const COMMUNE = 1 << 7;
        /// Size of the staff.
        const STAFF_SIZE = 1 << 8;
        /// When it was created, changed, published.
        const TIMES = 1 << 9;
        /// Version.
        const VERSION = 1 << 10;
        /// Street address and postal code.
        const ADDRESS = 1 << 11;
        /// Place on the map.
        const LOCATION = 1 << 12;
        /// Fields of activity.
        const DOMAINS = 1 << 13;
        /// Summary.
        const SUMMARY = 1 << 14;
        /// Description.
        const DESCRIPTION = 1 << 15;
        /// How to reach it.
        const CONTACT = 1 << 16;

        /// What is moderated, and read only where the profile is.
        const PROFILE = Self::ADDRESS.bits() | Self::LOCATION.bits() | Self::DOMAINS.bits()
            | Self::SUMMARY.bits() | Self::DESCRIPTION.bits() | Self::CONTACT.bits();
    }
}

impl OrganisationFields {
    /// The columns of the fields, each once.
    fn columns(self) -> Vec<Column> {
        const GROUPS: [(OrganisationFields, &[Column]); 18] = [
            (OrganisationFields::NAME, &[Column::Name]),
            (OrganisationFields::LEGAL_FORM, &[Column::LegalForm]),
            (OrganisationFields::LEGAL_CATEGORY, &[Column::LegalCategory]),
            (OrganisationFields::IDENTIFIERS, &[Column::Siren, Column::Siret, Column::Rna]),
            (OrganisationFields::NAF, &[Column::Naf]),
            (OrganisationFields::ACCREDITATIONS, &[Column::Accreditations]),
            (
                OrganisationFields::ESS,
                &[
                    Column::LegalForm,
                    Column::LegalCategory,
                    Column::Accreditations,
                    Column::SireneEss,
                    Column::ListedByEssFrance,
                    Column::EssDecision,
                ],
            ),
            (OrganisationFields::COMMUNE, &[Column::Commune]),
            (OrganisationFields::STAFF_SIZE, &[Column::StaffSize]),
            (OrganisationFields::TIMES, &[Column::CreatedAt, Column::UpdatedAt, Column::PublishedAt]),
            (OrganisationFields::VERSION, &[Column::Version]),
            // Who hides the place hides the address with it.
            (OrganisationFields::ADDRESS, &[Column::Address, Column::PostalCode, Column::Location]),
            (OrganisationFields::LOCATION, &[Column::Location]),
            (OrganisationFields::DOMAINS, &[Column::Domains]),
            (OrganisationFields::SUMMARY, &[Column::Summary]),
            (OrganisationFields::DESCRIPTION, &[Column::Description]),
            (OrganisationFields::CONTACT, &[Column::Contact]),
            (OrganisationFields::PROFILE, &[Column::State]),
        ];
        let mut columns = Vec::with_capacity(8);
        for (fields, wanted) in GROUPS {
            if self.intersects(fields) {
                columns.extend(wanted);
            }
        }
        columns.sort_unstable_by_key(|column| *column as u8);
        columns.dedup_by_key(|column| *column as u8);
        columns
    }
}

/// How much of an organisation somebody may read, beyond its identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The profile: texts, domains, address and place.
    pub profile: bool,
    /// How to reach it.
    pub contact: bool,
    /// The exact place, whatever precision was chosen for others.
    pub exact_place: bool,
}

/// A place on the map, as exactly as the reader may know it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Degrees north and degrees east (WGS 84).
    pub point: Option<(f64, f64)>,
    /// How exactly others may know it.
    pub precision: LocationPrecision,
}

/// An organisation as lists read it: what was asked for, and may be read, is there; the rest is
/// `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct OrganisationView {
    /// Its id.
    pub id: OrganisationId,
    /// Which fields were read.
    pub loaded: OrganisationFields,
    /// Name.
    pub name: Option<String>,
    /// Legal form.
    pub legal_form: Option<LegalForm>,
    /// INSEE legal category, if known.
    pub legal_category: Option<String>,
    /// SIREN, if known.
    pub siren: Option<String>,
    /// SIRET of the seat, if known.
    pub siret: Option<String>,
    /// RNA number, if known.
    pub rna: Option<String>,
    /// Main activity, if known.
    pub naf: Option<Naf>,
    /// Accreditations.
    pub accreditations: Option<Vec<Accreditation>>,
    /// What speaks for belonging to the ESS.
    pub ess: Option<EssEvidence>,
    /// Commune of the seat, if known.
    pub commune: Option<CommuneCode>,
    /// Size of the staff.
    pub staff_size: Option<StaffSize>,
    /// When it was created.
    pub created_at: Option<DateTime<Utc>>,
    /// When it last changed.
    pub updated_at: Option<DateTime<Utc>>,
    /// When it was first published, if it was.
    pub published_at: Option<DateTime<Utc>>,
    /// Version.
    pub version: Option<i32>,
    /// Street address, if given.
    pub address: Option<String>,
    /// Postal code, if given.
    pub postal_code: Option<String>,
    /// Place on the map, if given and not hidden.
    pub place: Option<Place>,
    /// Fields of activity.
    pub domains: Vec<ActivityDomain>,
    /// Summary, if there is one.
    pub summary: Option<String>,
    /// Description, if there is one.
    pub description: Option<String>,
    /// How to reach it.
    pub contact: Option<Contact>,
}

impl OrganisationView {
    /// What somebody of this standing reads of an organisation.
    pub fn of(organisation: &Organisation, standing: Standing) -> Self {
        fn text<T: ToString>(value: Option<&T>) -> Option<String> {
            value.map(ToString::to_string)
        }
        let content = &organisation.content;
        let mut view = Self {
            id: organisation.id,
            loaded: OrganisationFields::all(),
            name: Some(content.name.to_string()),
            legal_form: Some(content.legal_form),
            legal_category: text(content.legal_category.as_ref()),
            siren: text(content.siren.as_ref()),
            siret: text(content.siret.as_ref()),
            rna: text(content.rna.as_ref()),
            naf: content.naf.clone(),
            accreditations: Some(content.accreditations.clone()),
            ess: Some(organisation.ess_evidence()),
            commune: content.commune.clone(),
            staff_size: Some(content.staff_size),
            created_at: Some(organisation.created_at),
            updated_at: Some(organisation.updated_at),
            published_at: organisation.published_at,
            version: Some(organisation.version),
            address: text(content.address.as_ref()),
            postal_code: text(content.postal_code.as_ref()),
            place: None,
            domains: content.domains.clone(),
            summary: text(content.summary.as_ref()),
            description: text(content.description.as_ref()),
            contact: Some(content.contact.clone()),
        };
        view.cut_down(content.location, standing);
        view
    }

    /// Takes away what the reader may not read.
    fn cut_down(&mut self, location: Option<Location>, standing: Standing) {
        let shown = |location: &Location| standing.exact_place || location.precision == LocationPrecision::Exact;
        if !standing.profile {
            self.domains.clear();
            (self.summary, self.description) = (None, None);
        }
        if !standing.profile || !location.as_ref().is_none_or(shown) {
            (self.address, self.postal_code) = (None, None);
        }
        if !standing.contact {
            self.contact = None;
        }
        self.place = location.filter(|_| standing.profile).and_then(|location| {
            let precision = location.precision;
            let point = shown(&location).then_some((location.latitude, location.longitude));
            (point.is_some() || precision == LocationPrecision::Commune).then_some(Place { point, precision })
        });
    }
}

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
        Self { field: OrganisationOrderField::Name, descending: false }
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
        let order = if self.descending { Order::Desc } else { Order::Asc };
        let key: Option<(Column, fn(&str) -> Option<sea_orm::Value>)> = match self.field {
            OrganisationOrderField::Name => Some((Column::SortName, |key| Some(key.into()))),
            OrganisationOrderField::CreatedAt => None,
        };
        Keyset { key, id: Column::Id, order }
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
    let select = paged(select, &query.order.keyset(), &query.page)?;
    let rows = conn.executor().query_all(&select.into_query()).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let sort_name: Option<String> = if by_name { Some(row.try_get("", "sort_name")?) } else { None };
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
pub async fn count(conn: &impl Conn, actor: &Actor, filter: &OrganisationFilter) -> Result<u64, Error> {
    Ok(row::Entity::find().filter(filtered(conn, actor, filter)).count(&conn.executor()).await?)
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
        .filter(among(conn, Column::Id, ids.iter().map(|id| id.uuid())))
        .filter(visible(actor));
    let rows = conn.executor().query_all(&select.into_query()).await?;
    rows.iter().map(|row| view(row, actor, fields).map(|view| (view.id, view))).collect()
}

/// The SQL form of who sees an organisation in `domain::policy`; a test compares the two.
pub(crate) fn visible(actor: &Actor) -> Condition {
    match actor {
        Actor::Operator => Condition::all(),
        Actor::Anonymous => Condition::all().add(Column::PublishedAt.is_not_null()),
        Actor::Person(viewer) => own_or_moderated(viewer).add(Column::PublishedAt.is_not_null()),
    }
}

/// The SQL form of who reads the profile.
fn profile_readable(actor: &Actor) -> Condition {
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
    viewer.offices.iter().filter(|(_, role)| *role >= least).map(|(hub, _)| hub.uuid()).collect()
}

fn filtered(conn: &impl Conn, actor: &Actor, filter: &OrganisationFilter) -> Condition {
    let mut all = Condition::all().add(visible(actor));
    if let Some(words) = filter.text.as_deref().filter(|words| !search::document([*words]).is_empty()) {
        // A profile that may not be read is not found by its words either; the name always is.
        all = all.add(
            Condition::any()
                .add(search::matches(Column::SortName, words))
                .add(Condition::all().add(search::matches(Column::Search, words)).add(profile_readable(actor))),
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
        let has = |domain: &ActivityDomain| search::has_element(conn, "organisations", "domains", domain.as_str());
        let domains = filter.domains.iter().map(has).fold(Condition::any(), Condition::add);
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

/// The columns, and beside those of the profile whether the actor may read them.
fn select(actor: &Actor, fields: OrganisationFields) -> Select<row::Entity> {
    let mut select = row::Entity::find().select_only().column(Column::Id).columns(fields.columns());
    if let (true, Actor::Person(viewer)) = (fields.intersects(OrganisationFields::PROFILE), actor) {
        let flags = [
            ("is_moderated", offices(viewer, HubRole::Moderator)),
            ("is_coordinated", offices(viewer, HubRole::Coordinator)),
            ("is_neighbour", shared_hubs(viewer)),
        ];
        for (flag, hubs) in flags {
            if !hubs.is_empty() {
                select = select.expr_as(Column::Id.in_subquery(in_care_of(hubs)), flag);
            }
        }
    }
    select
}

/// The hubs in whose circle the viewer stands: as a member or in the team.
fn shared_hubs(viewer: &Viewer) -> Vec<Uuid> {
    viewer.member_of.iter().map(|(_, hub)| hub.uuid()).chain(offices(viewer, HubRole::Moderator)).collect()
}

/// The SQL answers on who the actor is to the organisation of the row.
fn standing(
    row: &QueryResult,
    actor: &Actor,
    id: OrganisationId,
    contact: Option<&Contact>,
) -> Result<Standing, Error> {
    let flag = |name, hubs: Vec<Uuid>| -> Result<bool, Error> {
        Ok(if hubs.is_empty() { false } else { row.try_get("", name)? })
    };
    let (own, moderated, coordinated, neighbour) = match actor {
        Actor::Operator => (true, true, true, true),
        Actor::Anonymous => (false, false, false, false),
        Actor::Person(viewer) => (
            viewer.role_in(id).is_some(),
            flag("is_moderated", offices(viewer, HubRole::Moderator))?,
            flag("is_coordinated", offices(viewer, HubRole::Coordinator))?,
            flag("is_neighbour", shared_hubs(viewer))?,
        ),
    };
    let state: ContentState = text("organisations", "state", &row.try_get::<String>("", "state")?)?;
    let profile = state == ContentState::Published || own || moderated;
    let open = contact.is_some_and(|contact| match contact.visibility {
        ContactVisibility::Public => true,
        ContactVisibility::Members => neighbour,
        ContactVisibility::Hidden => false,
    });
    Ok(Standing { profile, contact: profile && (open || own), exact_place: own || coordinated })
}

fn view(row: &QueryResult, actor: &Actor, fields: OrganisationFields) -> Result<OrganisationView, Error> {
    use OrganisationFields as F;
    const T: &str = "organisations";
    fn get<T: sea_orm::TryGetable>(row: &QueryResult, wanted: bool, column: &str) -> Result<Option<T>, Error> {
        Ok(if wanted { row.try_get::<Option<T>>("", column)? } else { None })
    }
    fn get_json<T: serde::de::DeserializeOwned>(
        row: &QueryResult,
        wanted: bool,
        column: &'static str,
    ) -> Result<Option<T>, Error> {
        get(row, wanted, column)?.map(|one| json(T, column, one)).transpose()
    }
    let has = |field| fields.contains(field);
    let identifiers = has(F::IDENTIFIERS);
    let times = has(F::TIMES);
    let legal_form: Option<String> = get(row, has(F::LEGAL_FORM) || has(F::ESS), "legal_form")?;
    let legal_form: Option<LegalForm> = legal_form.map(|form| text(T, "legal_form", &form)).transpose()?;
    let legal_category: Option<String> = get(row, has(F::LEGAL_CATEGORY) || has(F::ESS), "legal_category")?;
    let accreditations: Option<Vec<Accreditation>> =
        get_json(row, has(F::ACCREDITATIONS) || has(F::ESS), "accreditations")?;
    let ess = match (has(F::ESS), legal_form, &accreditations) {
        (true, Some(legal_form), Some(accreditations)) => Some(EssEvidence {
            legal_form,
            legal_category: optional("legal_category", legal_category.as_deref(), |code| {
                maillage_domain::organisations::LegalCategory::parse(code)
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
            .map(|code| code.try_into().map_err(|error: String| corrupt(T, "commune", error)))
            .transpose()?,
        staff_size: staff_size.map(|one| text(T, "staff_size", &one)).transpose()?,
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
        let standing = standing(row, actor, view.id, view.contact.as_ref())?;
        view.cut_down(location, standing);
        if !has(F::LOCATION) {
            view.place = None;
        }
    }
    Ok(view)
}
