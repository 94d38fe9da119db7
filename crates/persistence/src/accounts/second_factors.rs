//! Second factors.

use maillage_domain::{
    accounts::SecondFactor,
    events::Pending,
    ids::{PersonId, SecondFactorId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::row::second_factor::{ActiveModel, Column, Entity, Model};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::{json, one_row, to_json},
};

const T: &str = "second_factors";

/// The second factor of a person, in force or not yet.
///
/// # Errors
/// When the database fails or holds what is no second factor.
pub async fn second_factor(
    conn: &impl Conn,
    person: PersonId,
) -> Result<Option<SecondFactor>, Error> {
    let row = Entity::find()
        .filter(Column::PersonId.eq(person.uuid()))
        .one(&conn.executor())
        .await?;
    row.map(read).transpose()
}

/// Writes a second factor and what happened to it.
///
/// # Errors
/// `Stale` when somebody saved it since; `Taken` when the person has another.
pub async fn save_second_factor(tx: &Tx, factor: &mut SecondFactor) -> Result<(), Error> {
    let before = factor.version;
    let active = ActiveModel {
        id: Set(factor.id.uuid()),
        person_id: Set(factor.person.uuid()),
        created_at: Set(factor.created_at),
        confirmed_at: Set(factor.confirmed_at),
        last_step: Set(factor.last_step),
        recovery: Set(to_json(T, "recovery", &factor.recovery)?),
        version: Set(before + 1),
    };
    if before == 0 {
        Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = Entity::update_many()
            .set(active)
            .filter(Column::Id.eq(factor.id.uuid()))
            .filter(Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    factor.version = before + 1;
    tx.record(factor.events.drain());
    Ok(())
}

/// Removes a second factor, and writes what happened to it.
///
/// # Errors
/// `Stale` when somebody saved or removed it since.
pub async fn remove_second_factor(tx: &Tx, factor: &mut SecondFactor) -> Result<(), Error> {
    let removed = Entity::delete_many()
        .filter(Column::Id.eq(factor.id.uuid()))
        .filter(Column::Version.eq(factor.version))
        .exec(&tx.executor())
        .await?;
    one_row(removed.rows_affected)?;
    tx.record(factor.events.drain());
    Ok(())
}

fn read(row: Model) -> Result<SecondFactor, Error> {
    Ok(SecondFactor {
        id: SecondFactorId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        created_at: row.created_at,
        confirmed_at: row.confirmed_at,
        last_step: row.last_step,
        recovery: json(T, "recovery", row.recovery)?,
        version: row.version,
        events: Pending::default(),
    })
}
