//! Hashing of passwords (argon2id, RFC 9106), always outside transactions and a few at a time.

mod pool;

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::{self, phc::PasswordHash},
};
use maillage_domain::{
    Problem,
    accounts::{NewPassword, Password},
};

pub(crate) use self::pool::{Place, Pool};
use crate::{error::Error, platform::Platform};

/// Memory for hashing one password, in KiB: 46 MiB, with one pass and one lane (OWASP Password
/// Storage Cheat Sheet).
pub const PASSWORD_MEMORY_KIB: u32 = 47_104;
const PASSES: u32 = 1;
const LANES: u32 = 1;

/// What a presented password turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Not the one.
    Wrong,
    /// The one.
    Right,
    /// The one, hashed with parameters that are too low by now.
    RightButOutdated,
}

/// Judges a new password and hashes it: both are work, and done in the one place.
///
/// # Errors
/// `Internal`; inside, what is wrong with the password.
pub(super) async fn hash_new(
    platform: &Platform,
    place: &Place<'_>,
    password: NewPassword,
    known: Vec<String>,
) -> Result<Result<String, Problem>, Error> {
    let hashing = hashing(platform)?;
    let outcome = place
        .run(move || password.judge(&known).map(|password| hashing(&password)))
        .await?;
    outcome.map_or_else(|problem| Ok(Err(problem)), |hash| hash.map(Ok))
}

/// Hashes a password with the parameters of today.
///
/// # Errors
/// `Internal`.
pub(super) async fn hash(
    platform: &Platform,
    place: &Place<'_>,
    password: Password,
) -> Result<String, Error> {
    let hashing = hashing(platform)?;
    place.run(move || hashing(&password)).await?
}

/// How a password is hashed today.
fn hashing(
    platform: &Platform,
) -> Result<impl FnOnce(&Password) -> Result<String, Error> + use<>, Error> {
    let argon = argon(platform)?;
    let salt: [u8; 16] = platform.random();
    Ok(move |password: &Password| {
        argon
            .hash_password_with_salt(password.expose().as_bytes(), &salt)
            .map(|hash: PasswordHash| hash.to_string())
            .map_err(|error| Error::internal(error.to_string()))
    })
}

/// Compares a password with the hash of an account. Without an account it does the same work for
/// nothing, so that the time it takes tells nobody who has one.
///
/// # Errors
/// `Internal`, also for a hash that cannot be read.
pub(super) async fn verify(
    platform: &Platform,
    place: &Place<'_>,
    password: Password,
    hash: Option<&str>,
) -> Result<Verdict, Error> {
    let argon = argon(platform)?;
    let known = hash.is_some();
    let hash = hash.map_or_else(|| nobodys(platform), str::to_owned);
    let hash = PasswordHash::new(&hash).map_err(|error| Error::internal(error.to_string()))?;
    let outdated = is_outdated(&hash, argon.params())?;
    let outcome = place
        .run(move || argon.verify_password(password.expose().as_bytes(), &hash))
        .await?;
    match outcome {
        Ok(()) if known && outdated => Ok(Verdict::RightButOutdated),
        Ok(()) if known => Ok(Verdict::Right),
        Ok(()) | Err(password_hash::Error::PasswordInvalid) => Ok(Verdict::Wrong),
        Err(error) => Err(Error::internal(error.to_string())),
    }
}

fn argon(platform: &Platform) -> Result<Argon2<'static>, Error> {
    let memory = platform.settings().password_memory_kib;
    let params = Params::new(memory, PASSES, LANES, None)
        .map_err(|error| Error::internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of no password: zeros where the output would be.
fn nobodys(platform: &Platform) -> String {
    let memory = platform.settings().password_memory_kib;
    let (salt, output) = ("A".repeat(22), "A".repeat(43));
    format!("$argon2id$v=19$m={memory},t={PASSES},p={LANES}${salt}${output}")
}

fn is_outdated(hash: &PasswordHash, today: &Params) -> Result<bool, Error> {
    let then = Params::try_from(hash).map_err(|error| Error::internal(error.to_string()))?;
    Ok(then.m_cost() < today.m_cost() || then.t_cost() < today.t_cost())
}
