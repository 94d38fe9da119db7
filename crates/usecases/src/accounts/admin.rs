//! What whoever runs the installation does with accounts, from the command line.

use maillage_domain::{
    Problem, ProblemCode,
    accounts::{Person, Session},
    ids::PersonId,
    policy::{self, Action, Actor},
    values::EmailAddress,
};
use maillage_persistence::accounts;

use super::{RegistrationDraft, registration::Registration, second_factor};
use crate::{error::Error, platform::Platform};

/// The person with an address.
///
/// # Errors
/// `Forbidden` for all but the operator; `Invalid`; `NotFound`.
pub async fn find_by_email(
    platform: &Platform,
    actor: &Actor,
    email: &str,
) -> Result<Person, Error> {
    policy::check(actor, Action::Operate)?;
    let email = EmailAddress::parse(email).map_err(|problem| Error::invalid("email", problem))?;
    accounts::find_by_email(platform.db(), &email)
        .await?
        .ok_or(Error::NotFound)
}

/// Opens an account whose address is known to be right.
///
/// # Errors
/// `Forbidden` for all but the operator; `Invalid`, also for an address that has an account.
pub async fn create_person(
    platform: &Platform,
    actor: &Actor,
    draft: &RegistrationDraft,
) -> Result<Person, Error> {
    policy::check(actor, Action::Operate)?;
    let Registration {
        email,
        name,
        hash,
        language,
    } = Registration::check(platform, None, draft).await?;
    platform
        .write(async |tx| {
            if accounts::find_by_email(tx, &email).await?.is_some() {
                return Err(Error::invalid(
                    "email",
                    Problem::new(ProblemCode::Duplicate),
                ));
            }
            let act = platform.act(actor);
            let mut person = Person::register(&act, email, name, language, hash);
            person.confirm(&act);
            accounts::save(tx, &mut person).await?;
            Ok(person)
        })
        .await
}

/// Locks an account and ends its sessions.
///
/// # Errors
/// `Forbidden` for all but the operator; `NotFound`; `NOTHING_TO_DO` when locked already.
pub async fn lock(platform: &Platform, actor: &Actor, id: PersonId) -> Result<Person, Error> {
    policy::check(actor, Action::Operate)?;
    platform
        .write(async |tx| {
            accounts::hold(tx, id).await?;
            let mut person = accounts::find(tx, id).await?.ok_or(Error::NotFound)?;
            let act = platform.act(actor);
            person.lock(&act)?;
            accounts::save(tx, &mut person).await?;
            super::end_sessions(tx, &act, id, None).await?;
            Ok(person)
        })
        .await
}

/// Unlocks an account.
///
/// # Errors
/// `Forbidden` for all but the operator; `NotFound`; `NOTHING_TO_DO` when not locked.
pub async fn unlock(platform: &Platform, actor: &Actor, id: PersonId) -> Result<Person, Error> {
    policy::check(actor, Action::Operate)?;
    platform
        .write(async |tx| {
            let mut person = accounts::find(tx, id).await?.ok_or(Error::NotFound)?;
            person.unlock(&platform.act(actor))?;
            accounts::save(tx, &mut person).await?;
            Ok(person)
        })
        .await
}

/// Ends every session of a person.
///
/// # Errors
/// `Forbidden` for all but the operator; `NotFound`.
pub async fn end_sessions(
    platform: &Platform,
    actor: &Actor,
    id: PersonId,
) -> Result<Vec<Session>, Error> {
    policy::check(actor, Action::Operate)?;
    platform
        .write(async |tx| {
            accounts::hold(tx, id).await?;
            accounts::find(tx, id).await?.ok_or(Error::NotFound)?;
            super::end_sessions(tx, &platform.act(actor), id, None).await
        })
        .await
}

/// Takes the second factor of a person away, who has lost the device and the recovery codes, and
/// has shown who they are. Every session ends: whoever found the device may have one.
///
/// # Errors
/// `Forbidden` for all but the operator; `NotFound`; `NOTHING_TO_DO` when there is none.
pub async fn reset_second_factor(
    platform: &Platform,
    actor: &Actor,
    id: PersonId,
) -> Result<Person, Error> {
    policy::check(actor, Action::Operate)?;
    platform
        .write(async |tx| {
            let person = accounts::find(tx, id).await?.ok_or(Error::NotFound)?;
            second_factor::take_away(platform, tx, actor, id).await?;
            super::end_sessions(tx, &platform.act(actor), id, None).await?;
            Ok(person)
        })
        .await
}
