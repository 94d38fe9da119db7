//! Reading the log: as a feed, newest first, only what the actor may read at this moment; and in
//! the order of commits, whole, for whoever hands it on.

use maillage_domain::{
    events::{Audience, Event, Subject},
    ids::{
        BookingId, EventId, HubId, HubRoleId, InvitationId, LotId, MandateId, MembershipId,
        OrganisationId, ParticipationId, PartnershipId, PersonId, ProjectId, ReservationId,
        ResourceId, ReviewId, StaffLoanId,
    },
    mandates::MandateRole,
    policy::Actor,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use super::row::{Column, Entity, Model};
use crate::{
    db::Conn,
    error::Error,
    organisations,
    page::{Cursor, Page, PageRequest},
    projects, resources,
    rows::{Keyset, corrupt, json, paged, text},
};

/// The order of feeds, for their cursors.
pub const ORDER: &str = "POSITION_DESC";

/// Whose feed is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// What happens in a hub.
    Hub(HubId),
    /// What happens to an organisation and to its things.
    Organisation(OrganisationId),
    /// What happens to a project.
    Project(ProjectId),
    /// What happens to a resource.
    Resource(ResourceId),
    /// What happens to a partnership.
    Partnership(PartnershipId),
}

/// A fact that the actor may read.
///
/// # Errors
/// When the database fails or holds what is no event.
pub async fn find(conn: &impl Conn, actor: &Actor, id: EventId) -> Result<Option<Event>, Error> {
    let row = Entity::find()
        .filter(Column::Id.eq(id.uuid()))
        .filter(visible(actor))
        .one(&conn.executor())
        .await?;
    row.map(event).transpose()
}

/// A page of a feed, the newest first.
///
/// # Errors
/// When the database fails or holds what is no event.
pub async fn list(
    conn: &impl Conn,
    actor: &Actor,
    feed: Feed,
    page: &PageRequest,
) -> Result<Page<Event>, Error> {
    let keyset = Keyset {
        key: Some((Column::Position, |key| {
            key.parse::<i64>().ok().map(Into::into)
        })),
        id: Column::Id,
        order: Order::Desc,
    };
    let wanted = Entity::find().filter(within(feed).add(visible(actor)));
    let rows = paged(wanted, &keyset, page)?.all(&conn.executor()).await?;
    let mut events = Vec::with_capacity(rows.len());
    for row in rows {
        events.push((row.position, event(row)?));
    }
    let page = Page::of_rows(page, events, |(position, event)| {
        Cursor::new(ORDER, Some(position.to_string()), event.id.uuid())
    });
    Ok(page.map(|(_, event)| event))
}

/// How many facts of a feed the actor may read.
///
/// # Errors
/// When the database fails.
pub async fn count(conn: &impl Conn, actor: &Actor, feed: Feed) -> Result<u64, Error> {
    Ok(Entity::find()
        .filter(within(feed).add(visible(actor)))
        .count(&conn.executor())
        .await?)
}

/// The position of the newest event.
///
/// # Errors
/// When the database fails.
pub async fn head(conn: &impl Conn) -> Result<i64, Error> {
    let newest = Entity::find()
        .select_only()
        .column_as(Column::Position.max(), "position")
        .into_tuple::<Option<i64>>()
        .one(&conn.executor())
        .await?;
    Ok(newest.flatten().unwrap_or_default())
}

/// Events after a position with theirs, the oldest first, whoever may read them: whoever shows one
/// asks [`find`] for it. One that cannot be read, such as one of a kind that a later version knows,
/// is told in its place.
///
/// # Errors
/// When the database fails.
pub async fn after(
    conn: &impl Conn,
    position: i64,
    most: u64,
) -> Result<Vec<(i64, Result<Event, Error>)>, Error> {
    let rows = Entity::find()
        .filter(Column::Position.gt(position))
        .order_by_asc(Column::Position)
        .limit(most)
        .all(&conn.executor())
        .await?;
    let events = rows.into_iter().map(|row| (row.position, event(row)));
    Ok(events.collect())
}

fn within(feed: Feed) -> Condition {
    Condition::all().add(match feed {
        Feed::Hub(id) => Column::HubId.eq(id.uuid()),
        Feed::Organisation(id) => Column::OrganisationId.eq(id.uuid()),
        Feed::Project(id) => Column::ProjectId.eq(id.uuid()),
        Feed::Resource(id) => Column::ResourceId.eq(id.uuid()),
        Feed::Partnership(id) => Column::PartnershipId.eq(id.uuid()),
    })
}

/// The SQL form of who reads an event in `domain::policy`; a test compares the two.
fn visible(actor: &Actor) -> Condition {
    let addressed = |audience: Audience| Column::Audience.eq(audience.as_str());
    let for_all = Condition::any().add(addressed(Audience::Public));
    let audience = match actor {
        Actor::Operator => {
            return Condition::all().add(Column::Audience.ne(Audience::Person.as_str()));
        }
        Actor::Anonymous => for_all,
        Actor::Person(viewer) => {
            let team: Vec<Uuid> = viewer.offices.iter().map(|(hub, _)| hub.uuid()).collect();
            let mine: Vec<Uuid> = viewer.mandates.iter().map(|(id, _)| id.uuid()).collect();
            let members = viewer.member_of.iter().map(|(_, hub)| hub.uuid());
            let hubs = team.iter().copied().chain(members);
            let led = project_of_event(
                Condition::all()
                    .add(Expr::col(("projects", "lead_organisation_id")).is_in(mine.clone())),
            );
            let owned = row_of_event(
                "resources",
                Column::ResourceId,
                Condition::all()
                    .add(Expr::col(("resources", "owner_organisation_id")).is_in(mine.clone())),
            );
            let concerned = Condition::any()
                .add(Column::OrganisationId.is_in(mine))
                .add(Column::HubId.is_in(team.clone()))
                .add(Expr::exists(led))
                .add(Expr::exists(owned));
            let within_hub = Condition::all()
                .add(addressed(Audience::Hub))
                .add(Column::HubId.is_in(hubs));
            let within_parties = Condition::all()
                .add(addressed(Audience::Parties))
                .add(Expr::exists(insider_of_event(&viewer.mandates)));
            let within_team = Condition::all()
                .add(addressed(Audience::Staff))
                .add(Column::HubId.is_in(team));
            for_all
                .add(within_hub)
                .add(
                    Condition::all()
                        .add(addressed(Audience::Organisation))
                        .add(concerned),
                )
                .add(within_parties)
                .add(within_team)
        }
    };
    let there = |column: Column, exists: SelectStatement| -> SimpleExpr {
        column.is_null().or(Expr::exists(exists))
    };
    Condition::all()
        .add(audience)
        .add(there(
            Column::ProjectId,
            project_of_event(projects::visible(actor)),
        ))
        .add(there(
            Column::ResourceId,
            row_of_event("resources", Column::ResourceId, resources::visible(actor)),
        ))
        .add(there(
            Column::OrganisationId,
            row_of_event(
                "organisations",
                Column::OrganisationId,
                organisations::visible(actor),
            ),
        ))
}

fn project_of_event(condition: Condition) -> SelectStatement {
    row_of_event("projects", Column::ProjectId, condition)
}

/// Whether one of the organisations of these mandates is an insider of the partnership of an event.
fn insider_of_event(mandates: &[(OrganisationId, MandateRole)]) -> SelectStatement {
    let readers = "partnership_readers";
    let mine = mandates.iter().map(|(id, _)| id.uuid());
    Query::select()
        .expr(Expr::value(1))
        .from(readers)
        .and_where(
            Expr::col((readers, "partnership_id")).eq(Expr::col((Entity, Column::PartnershipId))),
        )
        .and_where(Expr::col((readers, "insider")))
        .and_where(Expr::col((readers, "organisation_id")).is_in(mine))
        .take()
}

/// The row that an event refers to, if it meets the condition.
fn row_of_event(table: &'static str, reference: Column, condition: Condition) -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from(table)
        .and_where(Expr::col((table, "id")).eq(Expr::col((Entity, reference))))
        .cond_where(condition)
        .take()
}

fn event(row: Model) -> Result<Event, Error> {
    const T: &str = "events";
    Ok(Event {
        id: EventId::from_uuid(row.id),
        at: row.at,
        kind: text(T, "kind", &row.kind)?,
        subject: subject(&row.subject_kind, row.subject_id)?,
        hub: row.hub_id.map(HubId::from_uuid),
        organisation: row.organisation_id.map(OrganisationId::from_uuid),
        project: row.project_id.map(ProjectId::from_uuid),
        resource: row.resource_id.map(ResourceId::from_uuid),
        partnership: row.partnership_id.map(PartnershipId::from_uuid),
        person: row.person_id.map(PersonId::from_uuid),
        acting_for: row.acting_for_id.map(OrganisationId::from_uuid),
        audience: text(T, "audience", &row.audience)?,
        facts: json(T, "facts", row.facts)?,
    })
}

fn subject(kind: &str, id: Uuid) -> Result<Subject, Error> {
    Ok(match kind {
        "person" => Subject::Person(PersonId::from_uuid(id)),
        "organisation" => Subject::Organisation(OrganisationId::from_uuid(id)),
        "mandate" => Subject::Mandate(MandateId::from_uuid(id)),
        "invitation" => Subject::Invitation(InvitationId::from_uuid(id)),
        "hub" => Subject::Hub(HubId::from_uuid(id)),
        "hub_role" => Subject::HubRole(HubRoleId::from_uuid(id)),
        "membership" => Subject::Membership(MembershipId::from_uuid(id)),
        "project" => Subject::Project(ProjectId::from_uuid(id)),
        "participation" => Subject::Participation(ParticipationId::from_uuid(id)),
        "resource" => Subject::Resource(ResourceId::from_uuid(id)),
        "booking" => Subject::Booking(BookingId::from_uuid(id)),
        "staff_loan" => Subject::StaffLoan(StaffLoanId::from_uuid(id)),
        "partnership" => Subject::Partnership(PartnershipId::from_uuid(id)),
        "lot" => Subject::Lot(LotId::from_uuid(id)),
        "reservation" => Subject::Reservation(ReservationId::from_uuid(id)),
        "review" => Subject::Review(ReviewId::from_uuid(id)),
        other => return Err(corrupt("events", "subject_kind", other)),
    })
}
