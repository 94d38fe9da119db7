//! Resources, and with whom they are shared.

mod offers;
mod query;
mod row;

use std::collections::HashMap;

use maillage_domain::{
    communes::CommuneCode,
    content::ContentState,
    ids::{HubId, OrganisationId, ResourceId},
    organisations::{Location, LocationPrecision},
    resources::{Resource, ResourceContent, ResourceKind},
    values::{Label, Markdown, Summary, Title, Visibility, fold},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

pub use self::{
    offers::offered_to,
    query::{
        Free, Near, ResourceFields, ResourceFilter, ResourceOrder, ResourceOrderField,
        ResourceQuery, ResourceView, count, list, views,
    },
};
pub(crate) use self::{
    offers::party_ids,
    query::{seen_by, visible},
};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    photos,
    rows::{among, corrupt, json, lock_row, number, one_row, text, to_json, value},
    search,
};

const TABLE: &str = "resources";

/// A resource.
///
/// # Errors
/// When the database fails or holds what is no resource.
pub async fn find(conn: &impl Conn, id: ResourceId) -> Result<Option<Resource>, Error> {
    Ok(by_ids(conn, &[id]).await?.remove(&id))
}

/// Resources, in three statements whatever their number.
///
/// # Errors
/// When the database fails or holds what is no resource.
pub async fn by_ids(
    conn: &impl Conn,
    ids: &[ResourceId],
) -> Result<HashMap<ResourceId, Resource>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let uuids = ids.iter().map(ResourceId::uuid);
    let rows = row::Entity::find()
        .filter(among(conn, row::Column::Id, uuids))
        .all(&conn.executor())
        .await?;
    let mut shared = Shared::of(conn, ids).await?;
    rows.into_iter()
        .map(|row| {
            let id = ResourceId::from_uuid(row.id);
            Ok((id, resource(row, shared.take(id))?))
        })
        .collect()
}

/// Makes others who decide on one resource, or book it, wait until this transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &Tx, id: ResourceId) -> Result<(), Error> {
    lock_row(tx, TABLE, id.uuid()).await
}

/// With whom resources are shared.
struct Shared {
    hubs: HashMap<ResourceId, Vec<HubId>>,
    parties: HashMap<ResourceId, Vec<OrganisationId>>,
}

impl Shared {
    async fn of(conn: &impl Conn, ids: &[ResourceId]) -> Result<Self, Error> {
        let uuids = || ids.iter().map(ResourceId::uuid);
        let hubs = row::hub::Entity::find()
            .filter(among(conn, row::hub::Column::ResourceId, uuids()))
            .order_by_asc(row::hub::Column::HubId)
            .all(&conn.executor())
            .await?;
        let parties = row::party::Entity::find()
            .filter(among(conn, row::party::Column::ResourceId, uuids()))
            .order_by_asc(row::party::Column::OrganisationId)
            .all(&conn.executor())
            .await?;
        let mut shared = Self {
            hubs: HashMap::new(),
            parties: HashMap::new(),
        };
        for row in hubs {
            let hubs = shared.hubs.entry(ResourceId::from_uuid(row.resource_id));
            hubs.or_default().push(HubId::from_uuid(row.hub_id));
        }
        for row in parties {
            let parties = shared.parties.entry(ResourceId::from_uuid(row.resource_id));
            let party = OrganisationId::from_uuid(row.organisation_id);
            parties.or_default().push(party);
        }
        Ok(shared)
    }

    fn take(&mut self, id: ResourceId) -> (Vec<HubId>, Vec<OrganisationId>) {
        (
            self.hubs.remove(&id).unwrap_or_default(),
            self.parties.remove(&id).unwrap_or_default(),
        )
    }
}

/// Writes a resource, with whom it is shared, and its events.
///
/// # Errors
/// `Stale` when somebody saved it since; otherwise when the database fails.
pub async fn save(tx: &Tx, resource: &mut Resource) -> Result<(), Error> {
    let before = resource.version;
    let mut active = active(resource)?;
    active.version = Set(before + 1);
    if before == 0 {
        row::Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = row::Entity::update_many()
            .set(active)
            .filter(row::Column::Id.eq(resource.id.uuid()))
            .filter(row::Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    save_shared(tx, resource, before == 0).await?;
    let since = (before == 0, resource.updated_at);
    photos::name(tx, resource.id, &resource.photos(), since).await?;
    resource.version = before + 1;
    tx.record(resource.events.drain());
    Ok(())
}

async fn save_shared(tx: &Tx, resource: &Resource, is_new: bool) -> Result<(), Error> {
    use row::{hub, party};
    let id = resource.id.uuid();
    if !is_new {
        hub::Entity::delete_many()
            .filter(hub::Column::ResourceId.eq(id))
            .exec(&tx.executor())
            .await?;
        party::Entity::delete_many()
            .filter(party::Column::ResourceId.eq(id))
            .exec(&tx.executor())
            .await?;
    }
    let hubs = resource.hubs().map(|hub| hub::ActiveModel {
        resource_id: Set(id),
        hub_id: Set(hub.uuid()),
    });
    hub::Entity::insert_many(hubs)
        .exec_without_returning(&tx.executor())
        .await?;
    if !resource.content.parties.is_empty() {
        let parties = resource.content.parties.iter();
        let parties = parties.map(|party| party::ActiveModel {
            resource_id: Set(id),
            organisation_id: Set(party.uuid()),
        });
        party::Entity::insert_many(parties)
            .exec_without_returning(&tx.executor())
            .await?;
    }
    Ok(())
}

fn active(resource: &Resource) -> Result<row::ActiveModel, Error> {
    let content = &resource.content;
    let texts = [
        content.title.as_str(),
        content.summary.as_str(),
        content.description.as_str(),
    ];
    let place = content.location.as_ref();
    let highest = content.terms.highest();
    let optional = |column, value: Option<serde_json::Result<serde_json::Value>>| {
        let value = value.transpose();
        value.map_err(|error| corrupt(TABLE, column, error))
    };
    Ok(row::ActiveModel {
        id: Set(resource.id.uuid()),
        hub_id: Set(resource.hub.uuid()),
        owner_organisation_id: Set(resource.owner.uuid()),
        kind: Set(content.kind.to_string()),
        title: Set(content.title.to_string()),
        sort_title: Set(fold(content.title.as_str())),
        search: Set(search::document(texts)),
        summary: Set(content.summary.to_string()),
        description: Set(content.description.to_string()),
        commune: Set(content.commune.as_ref().map(ToString::to_string)),
        address: Set(content.address.as_ref().map(ToString::to_string)),
        latitude: Set(place.map(|place| place.latitude)),
        longitude: Set(place.map(|place| place.longitude)),
        precision: Set(place.map(|place| place.precision.to_string())),
        photos: Set(to_json(TABLE, "photos", &content.photos)?),
        terms: Set(to_json(TABLE, "terms", &content.terms)?),
        terms_kind: Set(content.terms.kind().to_string()),
        price_per: Set(highest.map(|(per, _)| per.to_string())),
        price_cents: Set(highest.map(|(_, price)| price.cents)),
        visibility: Set(content.visibility.to_string()),
        conditions: Set(optional(
            "conditions",
            resource.conditions.as_ref().map(serde_json::to_value),
        )?),
        capacity: Set(resource
            .conditions
            .as_ref()
            .map(|one| number(one.rules.units()))),
        state: Set(resource.state.to_string()),
        statement: Set(optional(
            "statement",
            resource.statement.as_ref().map(serde_json::to_value),
        )?),
        revision: Set(optional(
            "revision",
            resource.revision.as_ref().map(serde_json::to_value),
        )?),
        created_at: Set(resource.created_at),
        updated_at: Set(resource.updated_at),
        published_at: Set(resource.published_at),
        version: Set(resource.version),
    })
}

fn resource(
    row: row::Model,
    (mut hubs, parties): (Vec<HubId>, Vec<OrganisationId>),
) -> Result<Resource, Error> {
    let hub = HubId::from_uuid(row.hub_id);
    hubs.retain(|one| *one != hub);
    Ok(Resource {
        id: ResourceId::from_uuid(row.id),
        hub,
        owner: OrganisationId::from_uuid(row.owner_organisation_id),
        content: ResourceContent {
            kind: text::<ResourceKind>(TABLE, "kind", &row.kind)?,
            title: value(TABLE, "title", Title::parse(&row.title))?,
            summary: value(TABLE, "summary", Summary::parse(&row.summary))?,
            description: value(TABLE, "description", Markdown::parse(&row.description))?,
            commune: commune(row.commune)?,
            address: value(
                TABLE,
                "address",
                Label::parse_optional(row.address.as_deref()),
            )?,
            location: location(row.latitude, row.longitude, row.precision.as_deref())?,
            photos: json(TABLE, "photos", row.photos)?,
            terms: json(TABLE, "terms", row.terms)?,
            visibility: text::<Visibility>(TABLE, "visibility", &row.visibility)?,
            shared_with: hubs,
            parties,
        },
        conditions: row
            .conditions
            .map(|one| json(TABLE, "conditions", one))
            .transpose()?,
        state: text::<ContentState>(TABLE, "state", &row.state)?,
        statement: row
            .statement
            .map(|one| json(TABLE, "statement", one))
            .transpose()?,
        revision: row
            .revision
            .map(|one| json(TABLE, "revision", one))
            .transpose()?,
        created_at: row.created_at,
        updated_at: row.updated_at,
        published_at: row.published_at,
        version: row.version,
        events: maillage_domain::events::Pending::default(),
    })
}

fn commune(code: Option<String>) -> Result<Option<CommuneCode>, Error> {
    code.map(|code| {
        code.try_into()
            .map_err(|error: String| corrupt(TABLE, "commune", error))
    })
    .transpose()
}

fn location(
    latitude: Option<f64>,
    longitude: Option<f64>,
    precision: Option<&str>,
) -> Result<Option<Location>, Error> {
    let (Some(latitude), Some(longitude), Some(precision)) = (latitude, longitude, precision)
    else {
        return Ok(None);
    };
    Ok(Some(Location {
        latitude,
        longitude,
        precision: text::<LocationPrecision>(TABLE, "precision", precision)?,
    }))
}

/// The resources of these ids as the values of a column.
fn uuids(ids: &[ResourceId]) -> impl Iterator<Item = Uuid> + '_ {
    ids.iter().map(ResourceId::uuid)
}
