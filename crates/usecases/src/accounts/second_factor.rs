//! The second factor: enrolled with the password, asked for at signing in, given up with a code.

mod trial;

use std::net::IpAddr;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use maillage_domain::{
    Refusal, RefusalCode,
    accounts::{Person, Presented, SecondFactor},
    ids::PersonId,
    partnerships::Proof,
    policy::{Actor, Viewer},
};
use maillage_persistence::{Tx, accounts};
use totp_rs::{Builder, Secret, Totp};

pub(super) use self::trial::Trial;
use super::{end_sessions, oneself, passwords::prove, throttle::Throttle};
use crate::{error::Error, platform::Platform, secrets::Vault};

/// What a device needs to make codes. Shown once.
#[derive(Clone)]
pub struct Enrolment {
    /// The secret in base 32, to be typed.
    pub secret: String,
    /// The same as an address of the scheme `otpauth`, to be shown as a picture.
    pub uri: String,
}

/// Bytes that the device shares with the platform (RFC 4226 section 4).
const SHARED_BYTES: usize = 20;
/// Bytes of a recovery code.
const RECOVERY_BYTES: usize = 10;
/// How many characters of a recovery code stand together.
const GROUP: usize = 4;

/// The second factor of the signed-in person, if one is asked for.
///
/// # Errors
/// `Unauthenticated`.
pub async fn second_factor(
    platform: &Platform,
    actor: &Actor,
) -> Result<Option<SecondFactor>, Error> {
    let person = oneself(actor)?.person;
    Ok(in_force(
        accounts::second_factor(platform.db(), person).await?,
    ))
}

/// Makes a secret for a device; nothing is asked for until [`confirm_second_factor`]. One that was
/// not confirmed is replaced.
///
/// # Errors
/// `Unauthenticated`; `WRONG_CREDENTIALS`; `RateLimited`, `Overloaded`; `NOTHING_TO_DO` when one is
/// in force: it is given up first.
pub async fn enrol_second_factor(
    platform: &Platform,
    actor: &Actor,
    network: IpAddr,
    password: &str,
) -> Result<Enrolment, Error> {
    let viewer = oneself(actor)?;
    let person = account(platform, viewer).await?;
    let proof = prove(platform, viewer, network, &person, password).await?;
    proof.suffices(platform).await?;
    drop(proof);
    let factor = platform
        .write(async |tx| {
            accounts::hold(tx, person.id).await?;
            if let Some(mut before) = accounts::second_factor(tx, person.id).await? {
                if before.is_in_force() {
                    return Err(Refusal::new(RefusalCode::NothingToDo).into());
                }
                accounts::remove_second_factor(tx, &mut before).await?;
            }
            let mut factor = SecondFactor::enrol(&platform.act(actor), person.id);
            accounts::save_second_factor(tx, &mut factor).await?;
            Ok(factor)
        })
        .await?;
    Ok(Enrolment {
        secret: shared(platform, &factor).to_base32(),
        uri: device(platform, &factor, &person)?
            .to_url()
            .map_err(|error| Error::internal(error.to_string()))?,
    })
}

/// The device shows with a code that it has the secret: from now on one is asked for. The sessions
/// of other devices end. Returns the recovery codes, which nobody can show again.
///
/// # Errors
/// `Unauthenticated`; `SECOND_FACTOR_WRONG`; `RateLimited`; `NOTHING_TO_DO` without a secret that was
/// made a short while ago.
pub async fn confirm_second_factor(
    platform: &Platform,
    actor: &Actor,
    code: &str,
) -> Result<Vec<String>, Error> {
    let viewer = oneself(actor)?;
    let person = account(platform, viewer).await?;
    let codes = recovery_codes(platform);
    let throttle = Throttle::of_device(platform, viewer.session);
    throttle.count(platform).await?;
    let confirmed = platform
        .write(async |tx| {
            accounts::hold(tx, person.id).await?;
            let factor = accounts::second_factor(tx, person.id).await?;
            let mut factor = factor.ok_or(Refusal::new(RefusalCode::NothingToDo))?;
            let presented = present(platform, &factor, &person, code)?;
            let act = platform.act(actor);
            factor.confirm(&act, &presented, digests(platform, &codes))?;
            accounts::save_second_factor(tx, &mut factor).await?;
            end_sessions(tx, &act, person.id, Some(viewer.session)).await?;
            Ok(codes)
        })
        .await;
    if !is_wrong_code(&confirmed) {
        throttle.take_back(platform).await?;
    }
    confirmed
}

/// Gives the second factor up.
///
/// # Errors
/// `Unauthenticated`; `WRONG_CREDENTIALS`, `SECOND_FACTOR_WRONG`; `RateLimited`, `Overloaded`;
/// `NOTHING_TO_DO` without one.
pub async fn disable_second_factor(
    platform: &Platform,
    actor: &Actor,
    network: IpAddr,
    password: &str,
    code: &str,
) -> Result<Person, Error> {
    with_both(
        platform,
        actor,
        network,
        password,
        code,
        async |tx, factor| {
            factor.remove(&platform.act(actor))?;
            Ok(accounts::remove_second_factor(tx, factor).await?)
        },
    )
    .await
}

/// Makes other recovery codes; those so far stop working.
///
/// # Errors
/// As [`disable_second_factor`].
pub async fn renew_recovery_codes(
    platform: &Platform,
    actor: &Actor,
    network: IpAddr,
    password: &str,
    code: &str,
) -> Result<Vec<String>, Error> {
    let codes = recovery_codes(platform);
    let renewed = digests(platform, &codes);
    with_both(
        platform,
        actor,
        network,
        password,
        code,
        async |tx, factor| {
            factor.renew(&platform.act(actor), renewed);
            Ok(accounts::save_second_factor(tx, factor).await?)
        },
    )
    .await?;
    Ok(codes)
}

/// Asks for the code of somebody who has given the right password, if there is a second factor.
///
/// # Errors
/// `SECOND_FACTOR_REQUIRED` without a code, `SECOND_FACTOR_WRONG` with another.
pub(super) async fn ask(
    platform: &Platform,
    tx: &Tx,
    person: &Person,
    code: Option<&str>,
) -> Result<(), Error> {
    let Some(mut factor) = in_force(accounts::second_factor(tx, person.id).await?) else {
        return Ok(());
    };
    let code = code.ok_or(Refusal::new(RefusalCode::SecondFactorRequired))?;
    let presented = present(platform, &factor, person, code)?;
    factor.accept(&super::act_of_nobody(platform), &presented)?;
    Ok(accounts::save_second_factor(tx, &mut factor).await?)
}

/// Does something that takes a sign-in since an instant, or a code of the second factor given now. A wrong
/// code is counted like a wrong password.
///
/// # Errors
/// `Unauthenticated`; `SIGN_IN_AGAIN`; `SECOND_FACTOR_WRONG`; `RateLimited`; whatever the use case answers.
pub(crate) async fn fresh<T>(
    platform: &Platform,
    actor: &Actor,
    since: DateTime<Utc>,
    code: Option<&str>,
    usecase: impl AsyncFnOnce(&Tx, Proof) -> Result<T, Error>,
) -> Result<T, Error> {
    let viewer = oneself(actor)?;
    let session = accounts::find_session(platform.db(), viewer.session).await?;
    let recent = session.is_some_and(|session| session.created_at >= since);
    let factor = in_force(accounts::second_factor(platform.db(), viewer.person).await?);
    let Some(code) = code.filter(|_| factor.is_some()) else {
        if !recent {
            return Err(Refusal::new(RefusalCode::SignInAgain).into());
        }
        // Whoever has a second factor was asked for it at signing in.
        let proof = match factor {
            Some(_) => Proof::SecondFactor,
            None => Proof::SignIn,
        };
        return platform.write(async |tx| usecase(tx, proof).await).await;
    };
    let person = account(platform, viewer).await?;
    let throttle = Throttle::of_device(platform, viewer.session);
    throttle.count(platform).await?;
    let outcome = platform
        .write(async |tx| {
            accounts::hold(tx, person.id).await?;
            ask(platform, tx, &person, Some(code)).await?;
            usecase(tx, Proof::SecondFactor).await
        })
        .await;
    if !is_wrong_code(&outcome) {
        throttle.take_back(platform).await?;
    }
    outcome
}

/// Takes the second factor of somebody away who has lost both the device and the recovery codes.
///
/// # Errors
/// `NOTHING_TO_DO` when there is none.
pub(super) async fn take_away(
    platform: &Platform,
    tx: &Tx,
    actor: &Actor,
    person: PersonId,
) -> Result<(), Error> {
    accounts::hold(tx, person).await?;
    let factor = accounts::second_factor(tx, person).await?;
    let mut factor = factor.ok_or(Refusal::new(RefusalCode::NothingToDo))?;
    factor.remove(&platform.act(actor))?;
    Ok(accounts::remove_second_factor(tx, &mut factor).await?)
}

/// Does something with the second factor of the signed-in person, who gives password and code.
async fn with_both(
    platform: &Platform,
    actor: &Actor,
    network: IpAddr,
    password: &str,
    code: &str,
    change: impl AsyncFnOnce(&Tx, &mut SecondFactor) -> Result<(), Error>,
) -> Result<Person, Error> {
    let viewer = oneself(actor)?;
    let person = account(platform, viewer).await?;
    let proof = prove(platform, viewer, network, &person, password).await?;
    let changed = platform
        .write(async |tx| {
            accounts::hold(tx, person.id).await?;
            let factor = in_force(accounts::second_factor(tx, person.id).await?);
            let mut factor = factor.ok_or(Refusal::new(RefusalCode::NothingToDo))?;
            let presented = present(platform, &factor, &person, code)?;
            factor.accept(&platform.act(actor), &presented)?;
            change(tx, &mut factor).await
        })
        .await;
    // A wrong code stays counted like a wrong password.
    if !is_wrong_code(&changed) {
        proof.suffices(platform).await?;
    }
    changed.map(|()| person)
}

fn is_wrong_code<T>(outcome: &Result<T, Error>) -> bool {
    matches!(outcome, Err(Error::Refused(refusal)) if refusal.code == RefusalCode::SecondFactorWrong)
}

fn in_force(factor: Option<SecondFactor>) -> Option<SecondFactor> {
    factor.filter(SecondFactor::is_in_force)
}

async fn account(platform: &Platform, viewer: &Viewer) -> Result<Person, Error> {
    accounts::find(platform.db(), viewer.person)
        .await?
        .ok_or(Error::CONFLICT)
}

/// What the device shares with the platform: derived from the id, so that it is nowhere at rest.
fn shared(platform: &Platform, factor: &SecondFactor) -> Secret {
    let parts = ["device", &factor.id.to_string()];
    let digest = platform
        .secrets()
        .digest(Vault::SecondFactors, &parts.map(str::as_bytes));
    Secret::from(digest[..SHARED_BYTES].to_vec())
}

/// The device as the platform knows it: six digits, each for half a minute, SHA-1, which is what
/// every program that makes codes understands.
fn device(platform: &Platform, factor: &SecondFactor, person: &Person) -> Result<Totp, Error> {
    let url = &platform.settings().public_url;
    let host = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let host = host.split([':', '/']).next().unwrap_or_default();
    Builder::new()
        .with_secret(shared(platform, factor))
        .with_issuer(Some(format!("Maillage {host}")))
        // No colon may stand in it, and none of our addresses has one.
        .with_account_name(person.email.to_string())
        .build()
        .map_err(|error| Error::internal(error.to_string()))
}

/// What a code as typed may be: of the device, by its clock that may be half a minute off, or a
/// recovery code, however it is spaced.
fn present(
    platform: &Platform,
    factor: &SecondFactor,
    person: &Person,
    code: &str,
) -> Result<Presented, Error> {
    let typed: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .take(64)
        .collect();
    let now = u64::try_from(platform.now().timestamp()).unwrap_or_default();
    let step = device(platform, factor, person)?.check(&typed, now);
    Ok(Presented {
        step: step.and_then(|step| i64::try_from(step).ok()),
        digest: digest(platform, &typed),
    })
}

fn recovery_codes(platform: &Platform) -> Vec<String> {
    let code = |_| {
        let text = Secret::from(platform.random::<RECOVERY_BYTES>().to_vec()).to_base32();
        let groups = text.as_bytes().chunks(GROUP);
        let groups = groups.map(|group| String::from_utf8_lossy(group).into_owned());
        groups.collect::<Vec<_>>().join("-")
    };
    (0..SecondFactor::RECOVERY_CODES).map(code).collect()
}

fn digests(platform: &Platform, codes: &[String]) -> Vec<String> {
    let codes = codes.iter().map(|code| code.replace('-', ""));
    codes.map(|code| digest(platform, &code)).collect()
}

/// The codes have eighty random bits: a digest with the platform's key needs no slow hash.
fn digest(platform: &Platform, code: &str) -> String {
    let parts = ["recovery code", code];
    let digest = platform
        .secrets()
        .digest(Vault::SecondFactors, &parts.map(str::as_bytes));
    URL_SAFE_NO_PAD.encode(digest)
}
