//! What was delivered of commitments, and what creditors have given up.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use maillage_domain::{
    events::{Event, Pending},
    ids::{
        BookingId, CommitmentId, FulfilmentId, OrganisationId, PartnershipId, PersonId,
        ProofFileId, ReservationId, WaiverId,
    },
    partnerships::{
        CommitmentSide, Fulfilment, FulfilmentState, Keeping, Kept, Measure, ProofFile, Source,
        Waiver,
    },
    values::{Reason, Summary},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, prelude::Json,
};
use uuid::Uuid;

use super::row::{fulfilment as row, waiver};
use crate::{
    bookings,
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    materials,
    rows::{among, json, lock_row, one_row, text, to_json, value},
};

const TABLE: &str = "fulfilments";
const WAIVERS: &str = "commitment_waivers";

/// What was declared and given up of the commitments of partnerships, in at most four statements, and one or
/// two more for each kind of thing that was linked, whatever their number.
///
/// # Errors
/// When the database fails or holds what is none.
pub async fn keepings(
    conn: &impl Conn,
    partnerships: &[PartnershipId],
) -> Result<HashMap<PartnershipId, Keeping>, Error> {
    let mut keepings: HashMap<PartnershipId, Keeping> = HashMap::new();
    if partnerships.is_empty() {
        return Ok(keepings);
    }
    let of = || partnerships.iter().map(PartnershipId::uuid);
    let rows = row::Entity::find()
        .filter(among(conn, row::Column::PartnershipId, of()))
        .order_by_asc(row::Column::Id)
        .all(&conn.executor())
        .await?;
    let declared: Vec<_> = rows
        .into_iter()
        .map(fulfilment_of)
        .collect::<Result<_, _>>()?;
    let sources: Vec<_> = declared.iter().filter_map(|one| one.source).collect();
    let measures = measures(conn, &sources).await?;
    for fulfilment in declared {
        let measure = fulfilment.source.map(key).and_then(|id| measures.get(&id));
        let kept = Kept {
            measure: measure.cloned(),
            fulfilment,
        };
        let keeping = keepings.entry(kept.fulfilment.partnership).or_default();
        keeping.fulfilments.push(kept);
    }
    let waivers = waiver::Entity::find()
        .filter(among(conn, waiver::Column::PartnershipId, of()))
        .order_by_asc(waiver::Column::Id)
        .all(&conn.executor())
        .await?;
    for row in waivers {
        let waiver = waiver_of(&row)?;
        let keeping = keepings.entry(waiver.partnership).or_default();
        keeping.waivers.push(waiver);
    }
    Ok(keepings)
}

/// What was declared, whoever may see it.
///
/// # Errors
/// When the database fails or holds what is none.
pub async fn fulfilment(conn: &impl Conn, id: FulfilmentId) -> Result<Option<Fulfilment>, Error> {
    let row = row::Entity::find_by_id(id.uuid())
        .one(&conn.executor())
        .await?;
    row.map(fulfilment_of).transpose()
}

/// How much an organisation has declared by an agreement since an instant.
///
/// # Errors
/// When the database fails.
pub async fn declarations(
    conn: &impl Conn,
    (partnership, by): (PartnershipId, OrganisationId),
    since: DateTime<Utc>,
) -> Result<u64, Error> {
    let count = row::Entity::find()
        .filter(row::Column::PartnershipId.eq(partnership.uuid()))
        .filter(row::Column::OrganisationId.eq(by.uuid()))
        .filter(row::Column::CreatedAt.gt(since));
    Ok(count.count(&conn.executor()).await?)
}

/// The proofs of what was declared, whoever may see them, by the ids of what was declared.
///
/// # Errors
/// When the database fails or holds what is none.
pub async fn known_proofs(
    conn: &impl Conn,
    fulfilments: &[FulfilmentId],
) -> Result<HashSet<(FulfilmentId, ProofFileId)>, Error> {
    let rows: Vec<(Uuid, Json)> = row::Entity::find()
        .select_only()
        .columns([row::Column::Id, row::Column::Proofs])
        .filter(among(
            conn,
            row::Column::Id,
            fulfilments.iter().map(FulfilmentId::uuid),
        ))
        .into_tuple()
        .all(&conn.executor())
        .await?;
    let mut known = HashSet::new();
    for (id, proofs) in rows {
        let proofs: Vec<ProofFile> = json(TABLE, "proofs", proofs)?;
        let id = FulfilmentId::from_uuid(id);
        known.extend(proofs.into_iter().map(|proof| (id, proof.id)));
    }
    Ok(known)
}

/// What is known of something that may be linked.
///
/// # Errors
/// When the database fails or holds what is none.
pub async fn measure(conn: &impl Conn, source: Source) -> Result<Option<Measure>, Error> {
    Ok(measures(conn, &[source]).await?.remove(&key(source)))
}

/// Keeps something from being linked twice, until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn lock_source(tx: &Tx, source: Source) -> Result<(), Error> {
    match source {
        Source::Booking(id) => lock_row(tx, "bookings", id.uuid()).await,
        Source::Reservation(id) => lock_row(tx, "reservations", id.uuid()).await,
    }
}

/// Whether something counts for a commitment already.
///
/// # Errors
/// When the database fails.
pub async fn source_is_counted(conn: &impl Conn, source: Source) -> Result<bool, Error> {
    let linked = match source {
        Source::Booking(id) => row::Column::BookingId.eq(id.uuid()),
        Source::Reservation(id) => row::Column::ReservationId.eq(id.uuid()),
    };
    let found = row::Entity::find()
        .filter(linked)
        .filter(row::Column::State.ne(FulfilmentState::Withdrawn.as_str()))
        .count(&conn.executor())
        .await?;
    Ok(found > 0)
}

/// Writes what was declared and its events.
///
/// # Errors
/// `Stale` when somebody saved it since; otherwise when the database fails, also for what counts already,
/// which nobody who locks it meets.
pub async fn save_fulfilment(tx: &Tx, fulfilment: &mut Fulfilment) -> Result<(), Error> {
    let before = fulfilment.version;
    let active = active(fulfilment, before + 1)?;
    if before == 0 {
        row::Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = row::Entity::update_many()
            .set(active)
            .filter(row::Column::Id.eq(fulfilment.id.uuid()))
            .filter(row::Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    fulfilment.version = before + 1;
    tx.record(fulfilment.events.drain());
    Ok(())
}

/// Writes that a creditor gives something up.
///
/// # Errors
/// When the database fails, also where it has already, which nobody who locks the partnership meets.
pub async fn save_waiver(tx: &Tx, waiver: &Waiver, event: Event) -> Result<(), Error> {
    waiver::Entity::insert(waiver::ActiveModel {
        id: Set(waiver.id.uuid()),
        partnership_id: Set(waiver.partnership.uuid()),
        commitment_id: Set(waiver.commitment.uuid()),
        due_on: Set(waiver.due_on),
        organisation_id: Set(waiver.by.uuid()),
        person_id: Set(waiver.person.map(|id| id.uuid())),
        reason: Set(waiver.reason.to_string()),
        at: Set(waiver.at),
    })
    .exec_without_returning(&tx.executor())
    .await?;
    tx.record(vec![event]);
    Ok(())
}

/// Tells what is known of a partnership without any change of it.
pub fn tell(tx: &Tx, events: Vec<Event>) {
    tx.record(events);
}

fn key(source: Source) -> Uuid {
    match source {
        Source::Booking(id) => id.uuid(),
        Source::Reservation(id) => id.uuid(),
    }
}

async fn measures(conn: &impl Conn, sources: &[Source]) -> Result<HashMap<Uuid, Measure>, Error> {
    let mut measures = HashMap::new();
    let (mut booked, mut reserved) = (Vec::new(), Vec::new());
    for source in sources {
        match source {
            Source::Booking(id) => booked.push(*id),
            Source::Reservation(id) => reserved.push(*id),
        }
    }
    if !booked.is_empty() {
        let found = bookings::by_ids(conn, &booked).await?;
        let found = found.into_values();
        measures.extend(found.map(|one| (one.id.uuid(), Measure::of_booking(&one))));
    }
    if !reserved.is_empty() {
        let found = materials::reservations::by_ids(conn, &reserved).await?;
        let found = found.into_values();
        measures.extend(found.map(|one| (one.id.uuid(), Measure::of_reservation(&one))));
    }
    Ok(measures)
}

fn active(fulfilment: &Fulfilment, version: i32) -> Result<row::ActiveModel, Error> {
    let (booking, reservation) = match fulfilment.source {
        Some(Source::Booking(id)) => (Some(id.uuid()), None),
        Some(Source::Reservation(id)) => (None, Some(id.uuid())),
        None => (None, None),
    };
    let amount = fulfilment.amount.as_ref();
    let contest = fulfilment.contest.as_ref();
    let settlement = fulfilment.settlement.as_ref();
    Ok(row::ActiveModel {
        id: Set(fulfilment.id.uuid()),
        partnership_id: Set(fulfilment.partnership.uuid()),
        commitment_id: Set(fulfilment.commitment.uuid()),
        due_on: Set(fulfilment.due_on),
        organisation_id: Set(fulfilment.by.uuid()),
        sides: Set(to_json(TABLE, "sides", &fulfilment.sides)?),
        side: Set(fulfilment.side.to_string()),
        done_on: Set(fulfilment.done_on),
        amount: Set(amount
            .map(|one| to_json(TABLE, "amount", one))
            .transpose()?),
        booking_id: Set(booking),
        reservation_id: Set(reservation),
        note: Set(fulfilment.note.as_ref().map(ToString::to_string)),
        proofs: Set(to_json(TABLE, "proofs", &fulfilment.proofs)?),
        state: Set(fulfilment.state.to_string()),
        answered_by_id: Set(fulfilment.answered_by.map(|id| id.uuid())),
        contest: Set(contest
            .map(|one| to_json(TABLE, "contest", one))
            .transpose()?),
        settlement: Set(settlement
            .map(|one| to_json(TABLE, "settlement", one))
            .transpose()?),
        created_at: Set(fulfilment.created_at),
        updated_at: Set(fulfilment.updated_at),
        version: Set(version),
    })
}

fn fulfilment_of(row: row::Model) -> Result<Fulfilment, Error> {
    let booking = row
        .booking_id
        .map(BookingId::from_uuid)
        .map(Source::Booking);
    let reservation = row.reservation_id.map(ReservationId::from_uuid);
    Ok(Fulfilment {
        id: FulfilmentId::from_uuid(row.id),
        partnership: PartnershipId::from_uuid(row.partnership_id),
        commitment: CommitmentId::from_uuid(row.commitment_id),
        due_on: row.due_on,
        by: OrganisationId::from_uuid(row.organisation_id),
        sides: json(TABLE, "sides", row.sides)?,
        side: text::<CommitmentSide>(TABLE, "side", &row.side)?,
        done_on: row.done_on,
        amount: row
            .amount
            .map(|one| json(TABLE, "amount", one))
            .transpose()?,
        source: booking.or(reservation.map(Source::Reservation)),
        note: value(TABLE, "note", Summary::parse_optional(row.note.as_deref()))?,
        proofs: json(TABLE, "proofs", row.proofs)?,
        state: text::<FulfilmentState>(TABLE, "state", &row.state)?,
        answered_by: row.answered_by_id.map(OrganisationId::from_uuid),
        contest: row
            .contest
            .map(|one| json(TABLE, "contest", one))
            .transpose()?,
        settlement: row
            .settlement
            .map(|one| json(TABLE, "settlement", one))
            .transpose()?,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        events: Pending::default(),
    })
}

fn waiver_of(row: &waiver::Model) -> Result<Waiver, Error> {
    Ok(Waiver {
        id: WaiverId::from_uuid(row.id),
        partnership: PartnershipId::from_uuid(row.partnership_id),
        commitment: CommitmentId::from_uuid(row.commitment_id),
        due_on: row.due_on,
        by: OrganisationId::from_uuid(row.organisation_id),
        person: row.person_id.map(PersonId::from_uuid),
        reason: value(WAIVERS, "reason", Reason::parse(&row.reason))?,
        at: row.at,
    })
}
