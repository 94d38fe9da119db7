//! People, their sessions, the single-use links sent to them, and what their rights are.

mod rights;
mod row;
mod second_factors;
mod sessions;
mod tokens;
mod tries;

use std::collections::HashMap;

use maillage_domain::{
    accounts::Person,
    events::Pending,
    ids::PersonId,
    values::{EmailAddress, Name},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

pub use self::{
    rights::{asked_to_accept, mandated, rights_of, team, viewer},
    second_factors::{remove_second_factor, save_second_factor, second_factor},
    sessions::{find_session, live_sessions, save_session},
    tokens::{add_token, find_token, newest_token, spend_others, spend_token},
    tries::{clear_tries, forget_tries, hold_tries, save_tries, tries},
};
use crate::{
    db::{Conn, Tx, sealed::Conn as _},
    error::Error,
    rows::{among, one_row, text, value},
};

/// A person.
///
/// # Errors
/// When the database fails or holds what is no person.
pub async fn find(conn: &impl Conn, id: PersonId) -> Result<Option<Person>, Error> {
    let row = row::person::Entity::find_by_id(id.uuid())
        .one(&conn.executor())
        .await?;
    row.map(person).transpose()
}

/// The person with this address, however it is spelt.
///
/// # Errors
/// When the database fails or holds what is no person.
pub async fn find_by_email(
    conn: &impl Conn,
    email: &EmailAddress,
) -> Result<Option<Person>, Error> {
    let row = row::person::Entity::find()
        .filter(row::person::Column::EmailKey.eq(email.key()))
        .one(&conn.executor())
        .await?;
    row.map(person).transpose()
}

/// People by their ids.
///
/// # Errors
/// When the database fails or holds what is no person.
pub async fn by_ids(
    conn: &impl Conn,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, Person>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let wanted = among(
        conn,
        row::person::Column::Id,
        ids.iter().map(PersonId::uuid),
    );
    let rows = row::person::Entity::find()
        .filter(wanted)
        .all(&conn.executor())
        .await?;
    rows.into_iter()
        .map(|row| person(row).map(|person| (person.id, person)))
        .collect()
}

/// Makes others who change the same account wait until this transaction ends. The version stays:
/// signing in changes nothing that the person edits.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &Tx, id: PersonId) -> Result<(), Error> {
    row::person::Entity::update_many()
        .col_expr(
            row::person::Column::Version,
            Expr::col(row::person::Column::Version),
        )
        .filter(row::person::Column::Id.eq(id.uuid()))
        .exec(&tx.executor())
        .await?;
    Ok(())
}

/// Writes a person and what happened to them.
///
/// # Errors
/// `Stale` when somebody saved it since; `Taken` when another has the address.
pub async fn save(tx: &Tx, person: &mut Person) -> Result<(), Error> {
    let before = person.version;
    let active = row::person::ActiveModel {
        id: Set(person.id.uuid()),
        email: Set(person.email.to_string()),
        email_key: Set(person.email.key()),
        name: Set(person.name.to_string()),
        language: Set(person.language.to_string()),
        password_hash: Set(person.password_hash.clone()),
        confirmed_at: Set(person.confirmed_at),
        locked_at: Set(person.locked_at),
        created_at: Set(person.created_at),
        version: Set(before + 1),
    };
    if before == 0 {
        row::person::Entity::insert(active)
            .exec_without_returning(&tx.executor())
            .await?;
    } else {
        let updated = row::person::Entity::update_many()
            .set(active)
            .filter(row::person::Column::Id.eq(person.id.uuid()))
            .filter(row::person::Column::Version.eq(before))
            .exec(&tx.executor())
            .await?;
        one_row(updated.rows_affected)?;
    }
    person.version = before + 1;
    tx.record(person.events.drain());
    Ok(())
}

/// Writes what happened to a person whose fields stay as they are.
pub fn note(tx: &Tx, person: &mut Person) {
    tx.record(person.events.drain());
}

fn person(row: row::person::Model) -> Result<Person, Error> {
    const T: &str = "persons";
    Ok(Person {
        id: PersonId::from_uuid(row.id),
        email: value(T, "email", EmailAddress::parse(&row.email))?,
        name: value(T, "name", Name::parse(&row.name))?,
        language: text(T, "language", &row.language)?,
        password_hash: row.password_hash,
        confirmed_at: row.confirmed_at,
        locked_at: row.locked_at,
        created_at: row.created_at,
        version: row.version,
        events: Pending::default(),
    })
}
