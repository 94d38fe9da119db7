//! Lists of projects: who sees which, filters, orders, and only the columns asked for.

use std::collections::HashMap;

use bitflags::bitflags;
use chrono::{DateTime, NaiveDate, Utc};
use maillage_domain::{
    communes::CommuneCode,
    content::ContentState,
    ids::{HubId, OrganisationId, ProjectId},
    policy::Actor,
    projects::{BudgetLine, Milestone, NeedKind, NeedState, ProjectStage},
    values::{ActivityDomain, Visibility},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter,
    QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use super::{participations::LIVE, row};
use crate::{
    db::Conn,
    error::Error,
    organisations,
    page::{Cursor, Page, PageRequest},
    rows::{Columns, Keyset, SortKey, among, corrupt, is, json, page_of, text},
    search,
};

use row::Column;

bitflags! {
    /// The columns of a project that a reader asks for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct ProjectFields: u32 {
        /// Its hub.
        const HUB = 1;
        /// Its lead.
        const LEAD = 1 << 1;
        /// Title.
        const TITLE = 1 << 2;
        /// Summary.
        const SUMMARY = 1 << 3;
        /// Description.
        const DESCRIPTION = 1 << 4;
        /// Themes.
        const THEMES = 1 << 5;
        /// Visibility.
        const VISIBILITY = 1 << 6;
        /// Commune.
        const COMMUNE = 1 << 7;
        /// First and last day.
        const DATES = 1 << 8;
        /// Milestones.
        const MILESTONES = 1 << 9;
        /// Budget.
        const BUDGET = 1 << 10;
        /// Stage, and why it was given up.
        const STAGE = 1 << 11;
        /// State.
        const STATE = 1 << 12;
        /// When it was created, changed, published.
        const TIMES = 1 << 13;
        /// Version.
        const VERSION = 1 << 14;
        /// The name of its lead, where the actor may see the lead: of another row.
        const LEAD_NAME = 1 << 15;

        /// The columns of the project itself.
        const OWN = Self::LEAD_NAME.bits() - 1;
    }
}

impl ProjectFields {
    /// The columns of the project itself, in the order that [`view`] reads them in.
    fn columns(self) -> impl Iterator<Item = Column> {
        let groups: [(Self, &[Column]); 15] = [
            (Self::HUB, &[Column::HubId]),
            (Self::LEAD, &[Column::LeadOrganisationId]),
            (Self::TITLE, &[Column::Title]),
            (Self::SUMMARY, &[Column::Summary]),
            (Self::DESCRIPTION, &[Column::Description]),
            (Self::THEMES, &[Column::Themes]),
            (Self::VISIBILITY, &[Column::Visibility]),
            (Self::COMMUNE, &[Column::Commune]),
            (Self::DATES, &[Column::StartsOn, Column::EndsOn]),
            (Self::MILESTONES, &[Column::Milestones]),
            (Self::BUDGET, &[Column::Budget]),
            (Self::STAGE, &[Column::Stage, Column::AbandonedBecause]),
            (Self::STATE, &[Column::State]),
            (
                Self::TIMES,
                &[Column::CreatedAt, Column::UpdatedAt, Column::PublishedAt],
            ),
            (Self::VERSION, &[Column::Version]),
        ];
        groups
            .into_iter()
            .filter(move |(field, _)| self.contains(*field))
            .flat_map(|(_, columns)| columns)
            .copied()
    }
}

/// A project as lists read it: what was asked for is there, the rest is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectView {
    /// Its id.
    pub id: ProjectId,
    /// Its hub.
    pub hub: Option<HubId>,
    /// Its lead.
    pub lead: Option<OrganisationId>,
    /// The name of its lead, where the actor may see the lead.
    pub lead_name: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Summary.
    pub summary: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Themes.
    pub themes: Option<Vec<ActivityDomain>>,
    /// Visibility.
    pub visibility: Option<Visibility>,
    /// Commune, if it has one.
    pub commune: Option<CommuneCode>,
    /// First day, if known.
    pub starts_on: Option<NaiveDate>,
    /// Last day, if known.
    pub ends_on: Option<NaiveDate>,
    /// Milestones.
    pub milestones: Option<Vec<Milestone>>,
    /// Budget.
    pub budget: Option<Vec<BudgetLine>>,
    /// Stage.
    pub stage: Option<ProjectStage>,
    /// Why it was given up, if it was.
    pub abandoned_because: Option<String>,
    /// State.
    pub state: Option<ContentState>,
    /// When it was created.
    pub created_at: Option<DateTime<Utc>>,
    /// When it last changed.
    pub updated_at: Option<DateTime<Utc>>,
    /// When it was first published, if it was.
    pub published_at: Option<DateTime<Utc>>,
    /// Version.
    pub version: Option<i32>,
}

/// What a list is cut down to; an empty filter is the whole list.
#[derive(Debug, Clone, Default)]
pub struct ProjectFilter {
    /// Of this hub.
    pub hub: Option<HubId>,
    /// Led by this organisation.
    pub lead: Option<OrganisationId>,
    /// Led by this organisation, or with it as an active participant.
    pub organisation: Option<OrganisationId>,
    /// With one of these themes.
    pub themes: Vec<ActivityDomain>,
    /// In one of these stages.
    pub stages: Vec<ProjectStage>,
    /// In one of these states.
    pub states: Vec<ContentState>,
    /// In this commune.
    pub commune: Option<CommuneCode>,
    /// With an open need of one of these kinds.
    pub needs: Vec<NeedKind>,
    /// With all these words.
    pub text: Option<String>,
}

/// By what a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectOrderField {
    /// As they were drafted.
    Created,
    /// As they last changed.
    Updated,
    /// By title.
    Title,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProjectOrder {
    /// By what.
    pub field: ProjectOrderField,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Default for ProjectOrder {
    /// The newest first.
    fn default() -> Self {
        Self {
            field: ProjectOrderField::Created,
            descending: true,
        }
    }
}

impl ProjectOrder {
    /// The name that binds cursors to this order.
    pub fn name(self) -> &'static str {
        match (self.field, self.descending) {
            (ProjectOrderField::Created, true) => "CREATED_DESC",
            (ProjectOrderField::Created, false) => "CREATED_ASC",
            (ProjectOrderField::Updated, true) => "UPDATED_DESC",
            (ProjectOrderField::Updated, false) => "UPDATED_ASC",
            (ProjectOrderField::Title, true) => "TITLE_DESC",
            (ProjectOrderField::Title, false) => "TITLE_ASC",
        }
    }

    /// Ids are UUIDv7: they sort by the time of creation.
    fn keyset(self) -> Keyset<Column> {
        let order = if self.descending {
            Order::Desc
        } else {
            Order::Asc
        };
        let key: Option<SortKey<Column>> = match self.field {
            ProjectOrderField::Created => None,
            ProjectOrderField::Updated => Some((Column::UpdatedAt, |key| {
                DateTime::parse_from_rfc3339(key)
                    .ok()
                    .map(|at| at.with_timezone(&Utc).into())
            })),
            ProjectOrderField::Title => Some((Column::SortTitle, |key| Some(key.into()))),
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
pub struct ProjectQuery {
    /// Cut down to.
    pub filter: ProjectFilter,
    /// In this order.
    pub order: ProjectOrder,
    /// This page of it.
    pub page: PageRequest,
    /// With these columns.
    pub fields: ProjectFields,
}

/// A page of the projects that the actor may see.
///
/// # Errors
/// When the database fails or holds what is no project.
pub async fn list(
    conn: &impl Conn,
    actor: &Actor,
    query: &ProjectQuery,
) -> Result<Page<ProjectView>, Error> {
    let mut columns = query.fields;
    // The sort key is part of the cursor.
    if query.order.field == ProjectOrderField::Updated {
        columns |= ProjectFields::TIMES;
    }
    let mut select = select(actor, columns).filter(filtered(conn, actor, &query.filter));
    let by_title = query.order.field == ProjectOrderField::Title;
    if by_title {
        select = select.column(Column::SortTitle);
    }
    let rows = page_of(conn, select, &query.order.keyset(), &query.page).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut row = Columns::of(row);
        let view = view(&mut row, columns)?;
        items.push((row.next_if::<String>(by_title)?, view));
    }
    let page = Page::of_rows(&query.page, items, |(sort_title, view)| {
        let key = sort_title.clone().or_else(|| match query.order.field {
            ProjectOrderField::Updated => view.updated_at.map(|at| at.to_rfc3339()),
            _ => None,
        });
        Cursor::new(query.order.name(), key, view.id.uuid())
    });
    Ok(page.map(|(_, view)| view))
}

/// How many projects of a list the actor may see.
///
/// # Errors
/// When the database fails.
pub async fn count(conn: &impl Conn, actor: &Actor, filter: &ProjectFilter) -> Result<u64, Error> {
    Ok(row::Entity::find()
        .filter(filtered(conn, actor, filter))
        .count(&conn.executor())
        .await?)
}

/// Those of the projects that the actor may see.
///
/// # Errors
/// When the database fails or holds what is no project.
pub async fn views(
    conn: &impl Conn,
    actor: &Actor,
    ids: &[ProjectId],
    fields: ProjectFields,
) -> Result<HashMap<ProjectId, ProjectView>, Error> {
    let select = select(actor, fields)
        .filter(among(conn, Column::Id, ids.iter().map(ProjectId::uuid)))
        .filter(visible(actor));
    let rows = conn.executor().query_all(&select.into_query()).await?;
    rows.iter()
        .map(|row| view(&mut Columns::of(row), fields).map(|view| (view.id, view)))
        .collect()
}

fn select(actor: &Actor, fields: ProjectFields) -> Select<row::Entity> {
    let select = row::Entity::find()
        .select_only()
        .column(Column::Id)
        .columns(fields.columns());
    if fields.contains(ProjectFields::LEAD_NAME) {
        organisations::joined_name(select, Column::LeadOrganisationId, actor)
    } else {
        select
    }
}

/// The SQL form of who sees a project in `domain::policy`; a test compares the two.
pub(crate) fn visible(actor: &Actor) -> Condition {
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
    let hubs: Vec<Uuid> = viewer
        .member_of
        .iter()
        .map(|(_, hub)| hub.uuid())
        .chain(staffed.iter().copied())
        .collect();
    let mut condition = Condition::any().add(public);
    if !hubs.is_empty() {
        condition = condition.add(
            published()
                .add(seen_by(Visibility::Hub))
                .add(Column::HubId.is_in(hubs)),
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
        use row::participation as parts;
        let taking_part = parts::Entity::find()
            .select_only()
            .column(parts::Column::ProjectId)
            .filter(parts::Column::OrganisationId.is_in(mine.clone()))
            .filter(parts::Column::State.is_in(LIVE));
        // Whoever takes part, or is asked to, sees it at work; not once a moderator has refused it
        // or taken it down.
        let open_to_parties = Column::State.is_not_in([
            ContentState::Hidden.as_str(),
            ContentState::Rejected.as_str(),
        ]);
        condition = condition.add(Column::LeadOrganisationId.is_in(mine)).add(
            Condition::all()
                .add(open_to_parties)
                .add(Column::Id.in_subquery(taking_part.into_query())),
        );
    }
    condition
}

fn filtered(conn: &impl Conn, actor: &Actor, filter: &ProjectFilter) -> Condition {
    let mut all = Condition::all().add(visible(actor));
    if let Some(hub) = filter.hub {
        all = all.add(Column::HubId.eq(hub.uuid()));
    }
    if let Some(lead) = filter.lead {
        all = all.add(Column::LeadOrganisationId.eq(lead.uuid()));
    }
    if let Some(organisation) = filter.organisation {
        use row::participation as parts;
        let taking_part = parts::Entity::find()
            .select_only()
            .column(parts::Column::ProjectId)
            .filter(parts::Column::OrganisationId.eq(organisation.uuid()))
            .filter(parts::Column::State.eq("ACTIVE"));
        all = all.add(
            Condition::any()
                .add(Column::LeadOrganisationId.eq(organisation.uuid()))
                .add(Column::Id.in_subquery(taking_part.into_query())),
        );
    }
    if !filter.themes.is_empty() {
        let themes = filter
            .themes
            .iter()
            .map(|theme| search::has_element(conn, "projects", "themes", theme.as_str()));
        all = all.add(themes.fold(Condition::any(), Condition::add));
    }
    if !filter.stages.is_empty() {
        all = all.add(Column::Stage.is_in(filter.stages.iter().map(|stage| stage.as_str())));
    }
    if !filter.states.is_empty() {
        all = all.add(Column::State.is_in(filter.states.iter().map(|state| state.as_str())));
    }
    if let Some(commune) = &filter.commune {
        all = all.add(Column::Commune.eq(commune.as_str()));
    }
    if !filter.needs.is_empty() {
        use row::need;
        let looking_for = need::Entity::find()
            .select_only()
            .column(need::Column::ProjectId)
            .filter(need::Column::Kind.is_in(filter.needs.iter().map(|kind| kind.as_str())))
            .filter(need::Column::State.eq(NeedState::Open.as_str()));
        all = all.add(Column::Id.in_subquery(looking_for.into_query()));
    }
    if let Some(words) = &filter.text {
        all = all.add(search::matches(Column::Search, words));
    }
    all
}

/// Reads what [`select`] has selected.
fn view(columns: &mut Columns<'_>, fields: ProjectFields) -> Result<ProjectView, Error> {
    use ProjectFields as F;
    const T: &str = "projects";
    let has = |field| fields.contains(field);
    Ok(ProjectView {
        id: ProjectId::from_uuid(columns.next()?),
        hub: columns.next_if(has(F::HUB))?.map(HubId::from_uuid),
        lead: columns
            .next_if(has(F::LEAD))?
            .map(OrganisationId::from_uuid),
        title: columns.next_if(has(F::TITLE))?,
        summary: columns.next_if(has(F::SUMMARY))?,
        description: columns.next_if(has(F::DESCRIPTION))?,
        themes: columns
            .next_if(has(F::THEMES))?
            .map(|themes| json(T, "themes", themes))
            .transpose()?,
        visibility: columns
            .next_if(has(F::VISIBILITY))?
            .map(|one: String| text(T, "visibility", &one))
            .transpose()?,
        commune: columns
            .next_null_if(has(F::COMMUNE))?
            .map(|code: String| {
                code.try_into()
                    .map_err(|error: String| corrupt(T, "commune", error))
            })
            .transpose()?,
        starts_on: columns.next_null_if(has(F::DATES))?,
        ends_on: columns.next_null_if(has(F::DATES))?,
        milestones: columns
            .next_if(has(F::MILESTONES))?
            .map(|milestones| json(T, "milestones", milestones))
            .transpose()?,
        budget: columns
            .next_if(has(F::BUDGET))?
            .map(|budget| json(T, "budget", budget))
            .transpose()?,
        stage: columns
            .next_if(has(F::STAGE))?
            .map(|one: String| text(T, "stage", &one))
            .transpose()?,
        abandoned_because: columns.next_null_if(has(F::STAGE))?,
        state: columns
            .next_if(has(F::STATE))?
            .map(|one: String| text(T, "state", &one))
            .transpose()?,
        created_at: columns.next_if(has(F::TIMES))?,
        updated_at: columns.next_if(has(F::TIMES))?,
        published_at: columns.next_null_if(has(F::TIMES))?,
        version: columns.next_if(has(F::VERSION))?,
        lead_name: columns.next_null_if(has(F::LEAD_NAME))?,
    })
}
