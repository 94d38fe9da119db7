//! Frozen texts, and who has signed them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use maillage_domain::{
    ids::{MandateId, OrganisationId, PartnershipId, PartnershipVersionId, PersonId, SignatureId},
    partnerships::{Fingerprint, Partnership, Proof, Signature, Version, VersionState},
    values::{Label, Name},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::row::{signature, version};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::{among, json, text as read, to_json, value},
};

const TABLE: &str = "partnership_versions";
const SIGNATURES: &str = "partnership_signatures";

/// A version without its text, which is long and seldom read.
#[derive(FromQueryResult)]
struct Header {
    id: Uuid,
    partnership_id: Uuid,
    number: i32,
    edit: i32,
    outline: serde_json::Value,
    sha256: String,
    signatories: serde_json::Value,
    proposed_at: DateTime<Utc>,
    proposed_by_id: Option<Uuid>,
    proposed_for_id: Option<Uuid>,
    state: String,
    settled_at: Option<DateTime<Utc>>,
}

/// The versions of partnerships, the first first, with their signatures.
pub(super) async fn of(
    conn: &impl Conn,
    partnerships: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Version>>, Error> {
    use version::Column as C;
    let headers = version::Entity::find()
        .select_only()
        .columns([
            C::Id,
            C::PartnershipId,
            C::Number,
            C::Edit,
            C::Outline,
            C::Sha256,
            C::Signatories,
            C::ProposedAt,
            C::ProposedById,
            C::ProposedForId,
            C::State,
            C::SettledAt,
        ])
        .filter(among(conn, C::PartnershipId, partnerships.iter().copied()))
        .order_by_asc(C::Number)
        .into_model::<Header>()
        .all(&conn.executor())
        .await?;
    if headers.is_empty() {
        return Ok(HashMap::new());
    }
    let mut signatures: HashMap<Uuid, Vec<Signature>> = HashMap::new();
    let signed = signature::Entity::find()
        .filter(among(
            conn,
            signature::Column::VersionId,
            headers.iter().map(|header| header.id),
        ))
        .order_by_asc(signature::Column::Id)
        .all(&conn.executor())
        .await?;
    for row in signed {
        let version = row.version_id;
        signatures
            .entry(version)
            .or_default()
            .push(read_signature(row)?);
    }
    let mut versions: HashMap<Uuid, Vec<Version>> = HashMap::new();
    for header in headers {
        let signatures = signatures.remove(&header.id).unwrap_or_default();
        versions
            .entry(header.partnership_id)
            .or_default()
            .push(header.version(signatures)?);
    }
    Ok(versions)
}

impl Header {
    fn version(self, signatures: Vec<Signature>) -> Result<Version, Error> {
        Ok(Version {
            id: PartnershipVersionId::from_uuid(self.id),
            number: self.number,
            edit: self.edit,
            outline: json(TABLE, "outline", self.outline)?,
            sha256: value(TABLE, "sha256", Fingerprint::parse(&self.sha256))?,
            signatories: json(TABLE, "signatories", self.signatories)?,
            proposed_at: self.proposed_at,
            proposed_by: self.proposed_by_id.map(PersonId::from_uuid),
            proposed_for: self.proposed_for_id.map(OrganisationId::from_uuid),
            state: read::<VersionState>(TABLE, "state", &self.state)?,
            settled_at: self.settled_at,
            signatures,
        })
    }
}

fn read_signature(row: signature::Model) -> Result<Signature, Error> {
    Ok(Signature {
        id: SignatureId::from_uuid(row.id),
        organisation: OrganisationId::from_uuid(row.organisation_id),
        person: PersonId::from_uuid(row.person_id),
        mandate: MandateId::from_uuid(row.mandate_id),
        name: value(SIGNATURES, "name", Name::parse(&row.name))?,
        capacity: value(SIGNATURES, "capacity", Label::parse(&row.capacity))?,
        proof: read::<Proof>(SIGNATURES, "proof", &row.proof)?,
        signed_at: row.signed_at,
        seal: row.seal,
    })
}

/// Writes the version that is new, the signatures that are, and what became of the others. A signature is
/// written before its version goes on, since the database takes none of one that waits no more.
pub(super) async fn save(
    tx: &Tx,
    partnership: &Partnership,
    frozen: Option<&str>,
) -> Result<(), Error> {
    let last = partnership.versions.last();
    if let Some((last, text)) = last.zip(frozen) {
        version::Entity::insert(version::ActiveModel {
            id: Set(last.id.uuid()),
            partnership_id: Set(partnership.id.uuid()),
            number: Set(last.number),
            edit: Set(last.edit),
            outline: Set(to_json(TABLE, "outline", &last.outline)?),
            text: Set(text.to_owned()),
            sha256: Set(last.sha256.to_string()),
            signatories: Set(to_json(TABLE, "signatories", &last.signatories)?),
            proposed_at: Set(last.proposed_at),
            proposed_by_id: Set(last.proposed_by.map(|id| id.uuid())),
            proposed_for_id: Set(last.proposed_for.map(|id| id.uuid())),
            state: Set(last.state.to_string()),
            settled_at: Set(last.settled_at),
        })
        .exec_without_returning(&tx.executor())
        .await?;
    }
    if let Some(last) = last
        && let Some(newest) = last.signatures.last()
    {
        save_signature(tx, last, newest).await?;
    }
    // Those that make room first: of one partnership one version binds.
    let moved = partnership
        .versions
        .iter()
        .filter(|one| one.settled_at.is_some());
    for version in moved {
        version::Entity::update_many()
            .col_expr(version::Column::State, version.state.as_str().into())
            .col_expr(version::Column::SettledAt, version.settled_at.into())
            .filter(version::Column::Id.eq(version.id.uuid()))
            .filter(version::Column::State.ne(version.state.as_str()))
            .exec(&tx.executor())
            .await?;
    }
    Ok(())
}

async fn save_signature(tx: &Tx, version: &Version, one: &Signature) -> Result<(), Error> {
    use signature::{ActiveModel, Column, Entity};
    let known = Entity::find_by_id(one.id.uuid())
        .select_only()
        .column(Column::Id)
        .into_tuple::<Uuid>()
        .one(&tx.executor())
        .await?;
    if known.is_some() {
        return Ok(());
    }
    Entity::insert(ActiveModel {
        id: Set(one.id.uuid()),
        version_id: Set(version.id.uuid()),
        organisation_id: Set(one.organisation.uuid()),
        person_id: Set(one.person.uuid()),
        mandate_id: Set(one.mandate.uuid()),
        name: Set(one.name.to_string()),
        capacity: Set(one.capacity.to_string()),
        proof: Set(one.proof.to_string()),
        signed_at: Set(one.signed_at),
        seal: Set(one.seal.clone()),
    })
    .exec_without_returning(&tx.executor())
    .await?;
    Ok(())
}

/// The frozen text of a version.
///
/// # Errors
/// When the database fails.
pub async fn text(conn: &impl Conn, id: PartnershipVersionId) -> Result<Option<String>, Error> {
    Ok(texts(conn, &[id]).await?.remove(&id))
}

/// The frozen texts of versions, in one statement whatever their number.
///
/// # Errors
/// When the database fails.
pub async fn texts(
    conn: &impl Conn,
    ids: &[PartnershipVersionId],
) -> Result<HashMap<PartnershipVersionId, String>, Error> {
    let rows: Vec<(Uuid, String)> = version::Entity::find()
        .select_only()
        .columns([version::Column::Id, version::Column::Text])
        .filter(among(
            conn,
            version::Column::Id,
            ids.iter().map(PartnershipVersionId::uuid),
        ))
        .into_tuple()
        .all(&conn.executor())
        .await?;
    let ids = |(id, text)| (PartnershipVersionId::from_uuid(id), text);
    Ok(rows.into_iter().map(ids).collect())
}

/// The partnership that a version is of.
///
/// # Errors
/// When the database fails or holds what is no partnership.
pub async fn of_version(
    conn: &impl Conn,
    id: PartnershipVersionId,
) -> Result<Option<Partnership>, Error> {
    let found: Option<Uuid> = version::Entity::find_by_id(id.uuid())
        .select_only()
        .column(version::Column::PartnershipId)
        .into_tuple()
        .one(&conn.executor())
        .await?;
    match found {
        Some(id) => super::find(conn, PartnershipId::from_uuid(id)).await,
        None => Ok(None),
    }
}

/// Of which partnership a text was frozen, by its SHA-256.
///
/// # Errors
/// When the database fails.
pub async fn by_text(
    conn: &impl Conn,
    sha256: &Fingerprint,
) -> Result<Option<PartnershipId>, Error> {
    let found: Option<Uuid> = version::Entity::find()
        .select_only()
        .column(version::Column::PartnershipId)
        .filter(version::Column::Sha256.eq(sha256.as_str()))
        .into_tuple()
        .one(&conn.executor())
        .await?;
    Ok(found.map(PartnershipId::from_uuid))
}
