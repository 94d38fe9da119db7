//! Changing a password, and choosing another when it is forgotten.

use std::net::IpAddr;

use maillage_domain::{
    Refusal, RefusalCode,
    accounts::{NewPassword, Password, Person, TokenPurpose},
    ids::kinds,
    policy::{Actor, Viewer},
    values::EmailAddress,
};
use maillage_persistence::accounts;

use super::{
    Wish, act_of_nobody, end_sessions,
    hashing::{self, Place, Verdict},
    load, oneself, registration,
    throttle::{self, Throttle},
};
use crate::{error::Error, platform::Platform, secrets::Seal};

/// Where a new password is typed.
const FIELD: &str = "newPassword";

/// Changes one's password; other sessions end.
///
/// # Errors
/// `Unauthenticated`; `Invalid` for the new one; `WRONG_CREDENTIALS` when the current one is
/// another; `RateLimited`, `Overloaded`; `Conflict` when it was changed at the same time.
pub async fn change_password(
    platform: &Platform,
    actor: &Actor,
    network: IpAddr,
    current: &str,
    new: &str,
) -> Result<Person, Error> {
    let viewer = oneself(actor)?;
    let person = accounts::find(platform.db(), viewer.person)
        .await?
        .ok_or(Error::CONFLICT)?;
    let new = parse(new)?;
    let known = person.password_hash.clone();
    let proof = prove(platform, viewer, network, &person, current).await?;
    // Before the try is taken back, which may open the transaction of the request.
    let hash = another(platform, proof.place(), new, &person).await;
    proof.suffices(platform).await?;
    drop(proof);
    let hash = hash?;
    platform
        .write(async |tx| {
            accounts::hold(tx, viewer.person).await?;
            let mut person = load(tx, viewer.person).await?;
            // Only who knows the password of now may replace it.
            if person.password_hash != known {
                return Err(Error::CONFLICT);
            }
            let act = platform.act(actor);
            person.set_password(&act, hash);
            accounts::save(tx, &mut person).await?;
            end_sessions(tx, &act, person.id, Some(viewer.session)).await?;
            Ok(person)
        })
        .await
}

/// Sends a code to choose another password, if the address has an account.
///
/// # Errors
/// `Invalid` for what is no address; the same answer for every address.
pub async fn request_password_reset(
    platform: &Platform,
    email: &str,
) -> Result<EmailAddress, Error> {
    registration::ask(platform, email, Wish::PasswordReset).await
}

/// Chooses another password with the code sent by mail. Whoever reads the mails of the address has
/// confirmed it too; every session ends, and wrong tries made in the network of who chooses, by
/// whomever, keep nobody waiting there.
///
/// # Errors
/// `TOKEN_SPENT` for a code that is unknown, used or too old; `Invalid` for the password;
/// `Overloaded`.
pub async fn reset_password(
    platform: &Platform,
    network: IpAddr,
    code: &str,
    new: &str,
) -> Result<EmailAddress, Error> {
    let spent = || Refusal::new(RefusalCode::TokenSpent);
    let id = platform
        .secrets()
        .open::<kinds::Token>(Seal::ResetPassword, code)
        .ok_or_else(spent)?;
    let act = act_of_nobody(platform);
    let mut token = accounts::find_token(platform.db(), id)
        .await?
        .ok_or_else(spent)?;
    token.spend(&act, TokenPurpose::ResetPassword)?;
    let owner = token.person;
    let person = accounts::find(platform.db(), owner)
        .await?
        .ok_or_else(spent)?;
    let new = parse(new)?;
    let place = platform.hashing().enter(Some(network))?;
    let hash = another(platform, &place, new, &person).await?;
    drop(place);
    platform
        .write(async |tx| {
            accounts::hold(tx, owner).await?;
            // Read again: hashing takes a while, and the code works once.
            let mut token = accounts::find_token(tx, id).await?.ok_or_else(spent)?;
            token.spend(&act, TokenPurpose::ResetPassword)?;
            accounts::spend_token(tx, &token).await?;
            accounts::spend_others(tx, owner, TokenPurpose::ResetPassword, act.at).await?;
            let mut person = load(tx, owner).await?;
            person.confirm(&act);
            person.set_password(&act, hash);
            accounts::save(tx, &mut person).await?;
            end_sessions(tx, &act, owner, None).await?;
            throttle::forgive(tx, platform, network, &person.email).await?;
            Ok(person.email)
        })
        .await
}

/// That a signed-in person knows their password, which whoever took their session does not. It
/// counts as a wrong try until it is said to suffice.
pub(super) struct Proof<'a> {
    place: Place<'a>,
    throttle: Throttle,
}

impl<'a> Proof<'a> {
    /// The place in the queue, for what follows.
    fn place(&self) -> &Place<'a> {
        &self.place
    }

    /// Nothing else was asked for, or it was right too.
    pub(super) async fn suffices(&self, platform: &Platform) -> Result<(), Error> {
        self.throttle.take_back(platform).await
    }
}

/// Has a signed-in person prove that they know their password.
///
/// # Errors
/// `WRONG_CREDENTIALS`, `RateLimited`, `Overloaded`.
pub(super) async fn prove<'a>(
    platform: &'a Platform,
    viewer: &Viewer,
    network: IpAddr,
    person: &Person,
    password: &str,
) -> Result<Proof<'a>, Error> {
    let throttle = Throttle::of_device(platform, viewer.session);
    throttle.check(platform).await?;
    let place = platform.hashing().enter(Some(network))?;
    throttle.count(platform).await?;
    let presented = Password::presented(password);
    let known = Some(person.password_hash.as_str());
    if hashing::verify(platform, &place, presented, known).await? == Verdict::Wrong {
        return Err(Refusal::new(RefusalCode::WrongCredentials).into());
    }
    Ok(Proof { place, throttle })
}

fn parse(new: &str) -> Result<NewPassword, Error> {
    NewPassword::parse(new).map_err(|problem| Error::invalid(FIELD, problem))
}

/// The hash of another password for somebody; what is known of them is none.
async fn another(
    platform: &Platform,
    place: &Place<'_>,
    new: NewPassword,
    person: &Person,
) -> Result<String, Error> {
    let known = vec![
        person.name.as_str().to_owned(),
        person.email.as_str().to_owned(),
        platform.settings().public_url.clone(),
    ];
    hashing::hash_new(platform, place, new, known)
        .await?
        .map_err(|problem| Error::invalid(FIELD, problem))
}
