//! Signing in, staying signed in, signing out.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use maillage_domain::{
    Refusal, RefusalCode,
    accounts::{Password, Person, Refresh, Session},
    ids::{PersonId, SessionId},
    policy::Actor,
    values::EmailAddress,
};
use maillage_persistence::{Tx, accounts};

use super::{
    act_of_nobody, end_sessions,
    hashing::{self, Place, Verdict},
    load, oneself,
    second_factor::{self, Trial},
    throttle::Throttle,
    tokens::{self, Secret},
};
use crate::{error::Error, platform::Platform};

/// What a device needs to act for a person.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Sent with each request, until it expires.
    pub access_token: String,
    /// When that is.
    pub expires_at: DateTime<Utc>,
    /// Replaces both tokens, once.
    pub refresh_token: String,
    /// The session.
    pub session: Session,
    /// Who.
    pub person: Person,
}

impl SignedIn {
    fn new(
        platform: &Platform,
        person: Person,
        session: Session,
        secret: &Secret,
    ) -> Result<Self, Error> {
        let issuer = &platform.settings().public_url;
        let (access_token, expires_at) =
            platform
                .secrets()
                .access_token(issuer, person.id, session.id, platform.now())?;
        let refresh_token = secret.token(session.id);
        Ok(Self {
            access_token,
            expires_at,
            refresh_token,
            session,
            person,
        })
    }
}

/// What somebody gives to be let in.
#[derive(Clone, Copy, Default)]
pub struct Credentials<'a> {
    /// The address of the account.
    pub email: &'a str,
    /// Its password.
    pub password: &'a str,
    /// A code of the second factor, where there is one.
    pub code: Option<&'a str>,
    /// A refresh token that this device was given for the account before, whether it still works or
    /// not: wrong tries of others are not held against the device then.
    pub earlier_refresh_token: Option<&'a str>,
}

/// From where somebody asks to be let in.
#[derive(Debug, Clone, Copy)]
pub struct Visitor<'a> {
    /// The first address of their network.
    pub network: IpAddr,
    /// What their device calls itself.
    pub device: Option<&'a str>,
}

/// Signs a person in on a device.
///
/// # Errors
/// `WRONG_CREDENTIALS`, the same and after the same work whether there is such an account, it is
/// locked, or the password is another; `EMAIL_NOT_CONFIRMED`, `SECOND_FACTOR_REQUIRED` and
/// `SECOND_FACTOR_WRONG` to who knows the password;
/// `RateLimited` after too many wrong tries, `Overloaded` when too many are made at once.
pub async fn sign_in(
    platform: &Platform,
    visitor: Visitor<'_>,
    credentials: Credentials<'_>,
) -> Result<SignedIn, Error> {
    let outcome = admit(platform, visitor, credentials).await;
    let network = visitor.network;
    match &outcome {
        Ok(_) if platform.is_rehearsal() => tracing::info!(%network, "a sign-in was rehearsed"),
        Ok(signed_in) => {
            let (person, session) = (signed_in.person.id, signed_in.session.id);
            tracing::info!(%person, %session, %network, "signed in");
        }
        Err(Error::Refused(refusal)) => {
            tracing::info!(code = %refusal.code, %network, "a sign-in was refused");
        }
        Err(Error::RateLimited { .. }) => {
            tracing::info!(%network, "a sign-in was put off: too many wrong tries");
        }
        Err(_) => {}
    }
    outcome
}

async fn admit(
    platform: &Platform,
    visitor: Visitor<'_>,
    credentials: Credentials<'_>,
) -> Result<SignedIn, Error> {
    let (network, earlier) = (visitor.network, credentials.earlier_refresh_token);
    // Before anything is read: whoever is turned away in a flood costs no statement.
    let place = platform.hashing().enter(Some(network))?;
    let throttle = Throttle::of_visitor(platform, network, credentials.email, earlier).await?;
    throttle.check(platform).await?;
    throttle.count(platform).await?;
    let outcome = let_in(platform, visitor, credentials, place, &throttle).await;
    let take_back = match &outcome {
        // It was cleared with the session, where that was written.
        Ok(_) => platform.is_rehearsal(),
        Err(Error::Refused(refusal)) => matches!(
            refusal.code,
            RefusalCode::EmailNotConfirmed | RefusalCode::SecondFactorRequired
        ),
        Err(_) => false,
    };
    if take_back {
        throttle.take_back(platform).await?;
    }
    outcome
}

async fn let_in(
    platform: &Platform,
    visitor: Visitor<'_>,
    credentials: Credentials<'_>,
    place: Place<'_>,
    throttle: &Throttle,
) -> Result<SignedIn, Error> {
    let known = match EmailAddress::parse(credentials.email) {
        Ok(email) => accounts::find_by_email(platform.db(), &email).await?,
        Err(_) => None,
    };
    let presented = Password::presented(credentials.password);
    let hash = known.as_ref().map(|person| person.password_hash.as_str());
    let verdict = hashing::verify(platform, &place, presented.clone(), hash).await?;
    let Some(mut known) = known.filter(|_| verdict != Verdict::Wrong) else {
        return Err(wrong());
    };
    known.admit()?;
    if verdict == Verdict::RightButOutdated {
        known.password_hash = renew(platform, &place, &known, presented).await?;
    }
    let trial = Trial::begin(platform, throttle, &known, credentials.code).await?;
    drop(place);
    let secret = Secret::new(platform);
    let admitted = platform
        .write(async |tx| {
            accounts::hold(tx, known.id).await?;
            let person = load(tx, known.id).await?;
            // The password may have been changed, or the account locked, while it was verified.
            if person.password_hash != known.password_hash {
                return Err(wrong());
            }
            person.admit()?;
            second_factor::ask(platform, tx, &person, credentials.code).await?;
            let act = act_of_nobody(platform);
            let mut session = Session::open(&act, person.id, secret.hash(), visitor.device);
            accounts::save_session(tx, &mut session).await?;
            throttle.clear(tx, platform).await?;
            if let Some(trial) = &trial {
                trial.succeed(tx, platform).await?;
            }
            Ok((person, session))
        })
        .await;
    if let Some(trial) = trial {
        trial.end(platform, &known, &admitted).await?;
    }
    let (person, session) = admitted?;
    SignedIn::new(platform, person, session, &secret)
}

/// Hashes a right password with the parameters of today, and returns the hash that is kept from now
/// on. Written apart from the session: of several sign-ins at once the first has done it, and the
/// others compare the password with what that one kept, outside of any transaction.
async fn renew(
    platform: &Platform,
    place: &Place<'_>,
    known: &Person,
    password: Password,
) -> Result<String, Error> {
    let newer = hashing::hash(platform, place, password.clone()).await?;
    let kept = platform
        .apart()
        .write(async |tx| {
            accounts::hold(tx, known.id).await?;
            let mut person = load(tx, known.id).await?;
            if person.password_hash == known.password_hash {
                person.rehash_password(newer.clone());
                accounts::save(tx, &mut person).await?;
            }
            Ok(person.password_hash)
        })
        .await?;
    if kept != newer {
        let verdict = hashing::verify(platform, place, password, Some(&kept)).await?;
        if verdict == Verdict::Wrong {
            return Err(wrong());
        }
    }
    Ok(kept)
}

fn wrong() -> Error {
    Refusal::new(RefusalCode::WrongCredentials).into()
}

/// Replaces the tokens of a session. Presenting an old refresh token ends the session, since
/// somebody else may hold the newer one; an immediate retry of a lost answer does not.
///
/// # Errors
/// `SESSION_ENDED`, whatever is wrong with the token or the session.
pub async fn refresh_session(platform: &Platform, token: &str) -> Result<SignedIn, Error> {
    let ended = || Error::from(Refusal::new(RefusalCode::SessionEnded));
    let (id, presented) = tokens::read(token).ok_or_else(ended)?;
    let owner = accounts::find_session(platform.db(), id)
        .await?
        .ok_or_else(ended)?
        .person;
    let secret = Secret::new(platform);
    let refreshed = platform
        .write(async |tx| {
            accounts::hold(tx, owner).await?;
            let mut session = accounts::find_session(tx, id).await?.ok_or_else(ended)?;
            let person = load(tx, owner).await?;
            person.admit().map_err(|_| ended())?;
            let act = act_of_nobody(platform);
            let outcome = session.refresh(&act, &presented, secret.hash())?;
            accounts::save_session(tx, &mut session).await?;
            // The end of a session whose token was stolen must last: no error before the commit.
            Ok((outcome, person, session))
        })
        .await?;
    match refreshed {
        (Refresh::Reused, ..) => Err(ended()),
        (Refresh::Rotated | Refresh::Retried, person, session) => {
            SignedIn::new(platform, person, session, &secret)
        }
    }
}

/// The live sessions of the signed-in person, the newest first.
///
/// # Errors
/// `Unauthenticated`.
pub async fn list_sessions(platform: &Platform, actor: &Actor) -> Result<Vec<Session>, Error> {
    let viewer = oneself(actor)?;
    Ok(accounts::live_sessions(platform.db(), viewer.person, platform.now()).await?)
}

/// Ends the session of this device.
///
/// # Errors
/// `Unauthenticated`.
pub async fn sign_out(platform: &Platform, actor: &Actor) -> Result<Session, Error> {
    let session = oneself(actor)?.session;
    end_session(platform, actor, session).await
}

/// Ends every session of the signed-in person, this one included.
///
/// # Errors
/// `Unauthenticated`.
pub async fn sign_out_everywhere(
    platform: &Platform,
    actor: &Actor,
) -> Result<Vec<Session>, Error> {
    let person = oneself(actor)?.person;
    platform
        .write(async |tx| {
            accounts::hold(tx, person).await?;
            end_sessions(tx, &platform.act(actor), person, None).await
        })
        .await
}

/// Ends one of one's own sessions; ending it twice is no fault.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for a session of somebody else.
pub async fn end_session(
    platform: &Platform,
    actor: &Actor,
    id: SessionId,
) -> Result<Session, Error> {
    let viewer = oneself(actor)?;
    platform
        .write(async |tx| {
            accounts::hold(tx, viewer.person).await?;
            let mut session = own(tx, viewer.person, id).await?;
            session.end(&platform.act(actor));
            accounts::save_session(tx, &mut session).await?;
            Ok(session)
        })
        .await
}

async fn own(tx: &Tx, person: PersonId, id: SessionId) -> Result<Session, Error> {
    let session = accounts::find_session(tx, id).await?;
    session
        .filter(|session| session.person == person)
        .ok_or(Error::NotFound)
}
