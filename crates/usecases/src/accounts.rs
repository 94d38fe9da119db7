//! Accounts: opening one, signing in and out, passwords, and what people read of each other.

pub mod admin;
mod hashing;
mod passwords;
mod registration;
mod second_factor;
mod sessions;
mod throttle;
mod tokens;

use std::collections::HashMap;

use maillage_domain::{
    Act, Faults,
    accounts::{Person, Session},
    ids::{PersonId, SessionId},
    policy::{self, Action, Actor, Viewer},
    values::{Language, Name},
};
use maillage_persistence::{Tx, accounts};

pub use self::{
    hashing::PASSWORD_MEMORY_KIB,
    passwords::{change_password, request_password_reset, reset_password},
    registration::{RegistrationDraft, Wish, confirm_email, register, request_confirmation},
    second_factor::{
        Enrolment, confirm_second_factor, disable_second_factor, enrol_second_factor,
        renew_recovery_codes, second_factor,
    },
    sessions::{
        Credentials, SignedIn, Visitor, end_session, list_sessions, refresh_session, sign_in,
        sign_out, sign_out_everywhere,
    },
};
pub(crate) use self::{hashing::Pool, registration::answer, second_factor::fresh};
use crate::{
    error::{Error, expect_version},
    platform::Platform,
};

/// Who presents this access token, with the rights they have now: one statement.
///
/// # Errors
/// `Unauthenticated` when the token is not ours or out of its time, the session has ended, or the
/// account may not be used.
pub async fn authenticate(platform: &Platform, bearer: &str) -> Result<Actor, Error> {
    let now = platform.now();
    let issuer = &platform.settings().public_url;
    let (person, session) = platform
        .secrets()
        .verify(bearer, issuer, now)
        .ok_or(Error::Unauthenticated)?;
    let viewer = present(platform, person, session).await?;
    viewer.ok_or(Error::Unauthenticated)
}

/// A person on a device with the rights they have now; `None` when the session has ended or the
/// account may not be used: one statement.
///
/// # Errors
/// When the database fails.
pub(crate) async fn present(
    platform: &Platform,
    person: PersonId,
    session: SessionId,
) -> Result<Option<Actor>, Error> {
    let viewer = accounts::viewer(platform.db(), session, person, platform.now()).await?;
    Ok(viewer.map(Actor::Person))
}

/// The signed-in person; `None` for a visitor.
///
/// # Errors
/// When the database fails.
pub async fn me(platform: &Platform, actor: &Actor) -> Result<Option<Person>, Error> {
    match actor.person() {
        None => Ok(None),
        Some(id) => Ok(accounts::find(platform.db(), id).await?),
    }
}

/// A person asked for by id: oneself. Others are met where they act.
///
/// # Errors
/// When the database fails.
pub async fn find(
    platform: &Platform,
    actor: &Actor,
    id: PersonId,
) -> Result<Option<Person>, Error> {
    if actor.person() != Some(id) && policy::check(actor, Action::Operate).is_err() {
        return Ok(None);
    }
    Ok(accounts::find(platform.db(), id).await?)
}

/// People named by things that the actor has been allowed to read: who holds a mandate, who
/// claimed a review.
///
/// # Errors
/// When the database fails.
pub async fn by_ids(
    platform: &Platform,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, Person>, Error> {
    Ok(accounts::by_ids(platform.db(), ids).await?)
}

/// Changes one's own name and language.
///
/// # Errors
/// `Unauthenticated`, `Invalid`, `Conflict`.
pub async fn update_me(
    platform: &Platform,
    actor: &Actor,
    name: &str,
    language: Language,
    expected_version: i32,
) -> Result<Person, Error> {
    let viewer = oneself(actor)?;
    let mut faults = Faults::new();
    let Some(name) = faults.take("name", Name::parse(name)) else {
        return Err(faults.into());
    };
    platform
        .write(async |tx| {
            let mut person = load(tx, viewer.person).await?;
            expect_version(expected_version, person.version)?;
            person.update(&platform.act(actor), name, language);
            accounts::save(tx, &mut person).await?;
            Ok(person)
        })
        .await
}

/// The person who uses their own account.
fn oneself(actor: &Actor) -> Result<&Viewer, Error> {
    policy::check(actor, Action::UseAccount)?;
    // The operator has no account.
    actor.viewer().ok_or(Error::Unauthenticated)
}

/// An account that the actor has just been authenticated for.
async fn load(tx: &Tx, person: PersonId) -> Result<Person, Error> {
    accounts::find(tx, person).await?.ok_or(Error::CONFLICT)
}

/// An act of somebody who has not signed in: entities note whom it concerns.
fn act_of_nobody(platform: &Platform) -> Act<'_> {
    platform.act(&Actor::Anonymous)
}

/// Ends the live sessions of a person, save one. The account is to be held before, so that none
/// begins meanwhile.
async fn end_sessions(
    tx: &Tx,
    act: &Act<'_>,
    person: PersonId,
    but: Option<SessionId>,
) -> Result<Vec<Session>, Error> {
    let mut sessions = accounts::live_sessions(tx, person, act.at).await?;
    sessions.retain(|session| Some(session.id) != but);
    for session in &mut sessions {
        session.end(act);
        accounts::save_session(tx, session).await?;
    }
    Ok(sessions)
}
