//! Organisations.

mod ess;
mod query;
mod row;
mod standing;
mod view;

use std::collections::HashMap;

use maillage_domain::{
    content::ContentState,
    events::Pending,
    ids::{HubId, OrganisationId, Uuid},
    memberships::MembershipState,
    organisations::{
        LegalCategory, LegalForm, Organisation, OrganisationContent, PostalCode, Rna, Siren, Siret,
        Source, StaffSize,
    },
    values::{Label, Markdown, Name, Problem, Summary, fold},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};

pub(crate) use self::standing::{joined_name, visible};
pub use self::{
    query::{
        EssFilter, OrganisationFilter, OrganisationOrder, OrganisationOrderField,
        OrganisationQuery, count, list, views,
    },
    view::{OrganisationFields, OrganisationView, Place, Standing},
};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::{among, corrupt, json, lock_row, one_row, text, to_json, value},
    search,
};

/// An organisation with what it is to hubs.
///
/// # Errors
/// When the database fails or holds what is no organisation.
pub async fn find(conn: &impl Conn, id: OrganisationId) -> Result<Option<Organisation>, Error> {
    Ok(by_ids(conn, &[id]).await?.remove(&id))
}

/// The organisation published under a SIREN. Drafts may name it too: it is nobody's before.
///
/// # Errors
/// When the database fails or holds what is no organisation.
pub async fn find_by_siren(conn: &impl Conn, siren: &Siren) -> Result<Option<Organisation>, Error> {
    let row = row::Entity::find()
        .filter(row::Column::Siren.eq(siren.as_str()))
        .filter(row::Column::PublishedAt.is_not_null())
        .one(&conn.executor())
        .await?;
    match row {
        None => Ok(None),
        Some(row) => {
            let belonging = belongings(conn, [row.id])
                .await?
                .remove(&row.id)
                .unwrap_or_default();
            organisation(row, belonging).map(Some)
        }
    }
}

/// Organisations with what they are to hubs, in two statements whatever their
/// number.
///
/// # Errors
/// When the database fails or holds what is no organisation.
pub async fn by_ids(
    conn: &impl Conn,
    ids: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Organisation>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let wanted = among(conn, row::Column::Id, ids.iter().map(OrganisationId::uuid));
    let rows = row::Entity::find()
        .filter(wanted)
        .all(&conn.executor())
        .await?;
    let mut belongings = belongings(conn, rows.iter().map(|row| row.id)).await?;
    rows.into_iter()
        .map(|row| {
            let belonging = belongings.remove(&row.id).unwrap_or_default();
            organisation(row, belonging).map(|organisation| (organisation.id, organisation))
        })
        .collect()
}

/// Whether a save failed because another organisation is published under the SIREN.
pub fn siren_is_taken(error: &Error) -> bool {
    error.is_taken("organisations_siren") || error.is_taken("organisations.siren")
}

/// The hubs in which an organisation has a live membership, invitations included; oldest first.
///
/// # Errors
/// When the database fails.
pub async fn live_hubs(conn: &impl Conn, id: OrganisationId) -> Result<Vec<HubId>, Error> {
    use row::membership::{Column, Entity};

    let live = MembershipState::ALL
        .iter()
        .filter(|state| state.is_live())
        .map(|state| state.as_str());
    let rows = Entity::find()
        .filter(Column::OrganisationId.eq(id.uuid()))
        .filter(Column::State.is_in(live))
        .order_by_asc(Column::Id)
        .all(&conn.executor())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| HubId::from_uuid(row.hub_id))
        .collect())
}

/// Makes others who decide across the rows of one organisation wait until this transaction ends.
/// Its version stays: nothing that people edit changes.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &Tx, id: OrganisationId) -> Result<(), Error> {
    lock_row(tx, "organisations", id.uuid()).await
}

/// Writes an organisation and what happened to it.
///
/// # Errors
/// `Stale` when somebody saved it since; `Taken` when another has the SIREN
/// ([`siren_is_taken`]).
pub async fn save(tx: &Tx, organisation: &mut Organisation) -> Result<(), Error> {
    let before = organisation.version;
    let mut active = active(organisation)?;
    active.version = Set(before + 1);
    if before == 0 {
        row::Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = row::Entity::update_many()
            .set(active)
            .filter(row::Column::Id.eq(organisation.id.uuid()))
            .filter(row::Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    organisation.version = before + 1;
    tx.record(organisation.events.drain());
    Ok(())
}

/// The organisations that put themselves under the care of one of the hubs.
pub(crate) fn in_care_of(hubs: impl IntoIterator<Item = Uuid>) -> SelectStatement {
    in_states(hubs, MembershipState::is_under_care)
}

/// The active members of one of the hubs.
fn members_of(hubs: impl IntoIterator<Item = Uuid>) -> SelectStatement {
    in_states(hubs, |state| state == MembershipState::Active)
}

fn in_states(
    hubs: impl IntoIterator<Item = Uuid>,
    counts: fn(MembershipState) -> bool,
) -> SelectStatement {
    use row::membership::{Column, Entity};

    let states = (MembershipState::ALL.iter()).filter(|state| counts(**state));
    Entity::find()
        .select_only()
        .column(Column::OrganisationId)
        .filter(Column::HubId.is_in(hubs))
        .filter(Column::State.is_in(states.map(|state| state.as_str())))
        .into_query()
}

/// What an organisation is to hubs.
#[derive(Default)]
struct Belonging {
    /// Those that have a say over it, the oldest membership first.
    hubs: Vec<HubId>,
    member_of: Vec<HubId>,
    applied_to: Vec<HubId>,
    admitted: bool,
}

/// What each of the organisations is to hubs.
async fn belongings(
    conn: &impl Conn,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Belonging>, Error> {
    use row::membership::{Column, Entity};

    let rows = Entity::find()
        .filter(among(conn, Column::OrganisationId, ids))
        .order_by_asc(Column::Id)
        .all(&conn.executor())
        .await?;
    let mut belongings: HashMap<Uuid, Belonging> = HashMap::new();
    let mut members = Vec::new();
    for row in rows {
        let state: MembershipState = text("memberships", "state", &row.state)?;
        let hub = HubId::from_uuid(row.hub_id);
        let belonging = belongings.entry(row.organisation_id).or_default();
        belonging.admitted |= row.since.is_some();
        if state.is_under_care() {
            belonging.hubs.push(hub);
        }
        match state {
            MembershipState::Active => members.push(row),
            MembershipState::Applied => belonging.applied_to.push(hub),
            _ => {}
        }
    }
    members.sort_by_key(|row| (row.since, row.opened_at, row.id));
    for row in members {
        let belonging = belongings.entry(row.organisation_id).or_default();
        belonging.member_of.push(HubId::from_uuid(row.hub_id));
    }
    Ok(belongings)
}

fn active(organisation: &Organisation) -> Result<row::ActiveModel, Error> {
    const T: &str = "organisations";
    fn text<T: ToString>(value: Option<&T>) -> Option<String> {
        value.map(ToString::to_string)
    }
    let content = &organisation.content;
    Ok(row::ActiveModel {
        id: Set(organisation.id.uuid()),
        name: Set(content.name.to_string()),
        sort_name: Set(fold(content.name.as_str())),
        search: Set(searched(content)),
        legal_form: Set(content.legal_form.to_string()),
        legal_category: Set(text(content.legal_category.as_ref())),
        siren: Set(text(content.siren.as_ref())),
        siret: Set(text(content.siret.as_ref())),
        rna: Set(text(content.rna.as_ref())),
        naf: Set(content
            .naf
            .as_ref()
            .map(|one| to_json(T, "naf", one))
            .transpose()?),
        accreditations: Set(to_json(T, "accreditations", &content.accreditations)?),
        commune: Set(text(content.commune.as_ref())),
        address: Set(text(content.address.as_ref())),
        postal_code: Set(text(content.postal_code.as_ref())),
        location: Set(content
            .location
            .as_ref()
            .map(|one| to_json(T, "location", one))
            .transpose()?),
        domains: Set(to_json(T, "domains", &content.domains)?),
        staff_size: Set(content.staff_size.to_string()),
        summary: Set(text(content.summary.as_ref())),
        description: Set(text(content.description.as_ref())),
        contact: Set(to_json(T, "contact", &content.contact)?),
        source: Set(organisation.source.to_string()),
        sirene_ess: Set(organisation.sirene_ess),
        listed_by_ess_france: Set(organisation.listed_by_ess_france),
        ess_decision: Set(organisation
            .ess_decision
            .as_ref()
            .map(|one| to_json(T, "ess_decision", one))
            .transpose()?),
        state: Set(organisation.state.to_string()),
        statement: Set(organisation
            .statement
            .as_ref()
            .map(|one| to_json(T, "statement", one))
            .transpose()?),
        revision: Set(organisation
            .revision
            .as_ref()
            .map(|one| to_json(T, "revision", one))
            .transpose()?),
        created_at: Set(organisation.created_at),
        updated_at: Set(organisation.updated_at),
        published_at: Set(organisation.published_at),
        version: Set(organisation.version),
    })
}

/// What a search looks through: name, identifiers and the texts of the profile.
fn searched(content: &OrganisationContent) -> String {
    let parts = [
        Some(content.name.as_str()),
        content.siren.as_ref().map(Siren::as_str),
        content.siret.as_ref().map(Siret::as_str),
        content.rna.as_ref().map(Rna::as_str),
        content.summary.as_ref().map(Summary::as_str),
        content.description.as_ref().map(Markdown::as_str),
    ];
    search::document(parts.into_iter().flatten())
}

fn organisation(row: row::Model, belonging: Belonging) -> Result<Organisation, Error> {
    const T: &str = "organisations";
    Ok(Organisation {
        id: OrganisationId::from_uuid(row.id),
        content: OrganisationContent {
            name: value(T, "name", Name::parse(&row.name))?,
            legal_form: text::<LegalForm>(T, "legal_form", &row.legal_form)?,
            legal_category: optional(
                "legal_category",
                row.legal_category.as_deref(),
                LegalCategory::parse,
            )?,
            siren: optional("siren", row.siren.as_deref(), Siren::parse)?,
            siret: optional("siret", row.siret.as_deref(), Siret::parse)?,
            rna: optional("rna", row.rna.as_deref(), Rna::parse)?,
            naf: row.naf.map(|one| json(T, "naf", one)).transpose()?,
            accreditations: json(T, "accreditations", row.accreditations)?,
            commune: row
                .commune
                .map(|code| {
                    code.try_into()
                        .map_err(|error: String| corrupt(T, "commune", error))
                })
                .transpose()?,
            address: optional("address", row.address.as_deref(), Label::parse)?,
            postal_code: optional("postal_code", row.postal_code.as_deref(), PostalCode::parse)?,
            location: row
                .location
                .map(|one| json(T, "location", one))
                .transpose()?,
            domains: json(T, "domains", row.domains)?,
            staff_size: text::<StaffSize>(T, "staff_size", &row.staff_size)?,
            summary: optional("summary", row.summary.as_deref(), Summary::parse)?,
            description: optional("description", row.description.as_deref(), Markdown::parse)?,
            contact: json(T, "contact", row.contact)?,
        },
        source: text::<Source>(T, "source", &row.source)?,
        sirene_ess: row.sirene_ess,
        listed_by_ess_france: row.listed_by_ess_france,
        ess_decision: row
            .ess_decision
            .map(|one| json(T, "ess_decision", one))
            .transpose()?,
        state: text::<ContentState>(T, "state", &row.state)?,
        statement: row
            .statement
            .map(|one| json(T, "statement", one))
            .transpose()?,
        revision: row
            .revision
            .map(|one| json(T, "revision", one))
            .transpose()?,
        created_at: row.created_at,
        updated_at: row.updated_at,
        published_at: row.published_at,
        hubs: belonging.hubs,
        member_of: belonging.member_of,
        applied_to: belonging.applied_to,
        admitted: belonging.admitted,
        version: row.version,
        events: Pending::default(),
    })
}

/// Reads a text column that may be empty.
fn optional<T>(
    column: &'static str,
    text: Option<&str>,
    parse: impl FnOnce(&str) -> Result<T, Problem>,
) -> Result<Option<T>, Error> {
    text.map(|text| value("organisations", column, parse(text)))
        .transpose()
}
