//! Opening an account and confirming its address.

use std::net::IpAddr;

use maillage_domain::{
    Faults, Refusal, RefusalCode,
    accounts::{NewPassword, OneTimeToken, Person, TokenPurpose},
    ids::kinds,
    values::{EmailAddress, Language, Name},
};
use maillage_persistence::{Tx, accounts};
use serde::{Deserialize, Serialize};

use super::{act_of_nobody, hashing};
use crate::{
    error::Error,
    jobs::{self, Job},
    platform::Platform,
    secrets::Seal,
};

/// What somebody typed to open an account.
#[derive(Clone)]
pub struct RegistrationDraft {
    /// Where mails go.
    pub email: String,
    /// As shown to others.
    pub name: String,
    /// The password.
    pub password: String,
    /// Language of mails.
    pub language: Language,
}

/// What somebody typed, checked, with the password hashed.
pub(super) struct Registration {
    pub(super) email: EmailAddress,
    pub(super) name: Name,
    pub(super) hash: String,
    pub(super) language: Language,
}

impl Registration {
    /// Tells everything that is wrong at once, so a password is judged beside a wrong address too.
    pub(super) async fn check(
        platform: &Platform,
        network: Option<IpAddr>,
        draft: &RegistrationDraft,
    ) -> Result<Self, Error> {
        let mut faults = Faults::new();
        let email = faults.take("email", EmailAddress::parse(&draft.email));
        let name = faults.take("name", Name::parse(&draft.name));
        let hash = match faults.take("password", NewPassword::parse(&draft.password)) {
            Some(password) => {
                let known = vec![
                    draft.name.clone(),
                    draft.email.clone(),
                    platform.settings().public_url.clone(),
                ];
                let place = platform.hashing().enter(network)?;
                let hash = hashing::hash_new(platform, &place, password, known).await?;
                faults.take("password", hash)
            }
            None => None,
        };
        match (email, name, hash) {
            (Some(email), Some(name), Some(hash)) => Ok(Self {
                email,
                name,
                hash,
                language: draft.language,
            }),
            _ => Err(faults.into()),
        }
    }
}

/// Opens an account; its address is to be confirmed. Whether the address has an account already is
/// told to its owner alone, by mail: the answer, and the work done for it, are the same.
///
/// # Errors
/// `Invalid`; `Overloaded` when too many passwords are hashed at once.
pub async fn register(
    platform: &Platform,
    network: IpAddr,
    draft: &RegistrationDraft,
) -> Result<EmailAddress, Error> {
    let Registration {
        email,
        name,
        hash,
        language,
    } = Registration::check(platform, Some(network), draft).await?;
    let person = (email.clone(), name, language, hash);
    match open(platform, person.clone()).await {
        // Somebody registered the same address at the same instant: now it is known.
        Err(Error::Conflict { .. }) => open(platform, person).await?,
        outcome => outcome?,
    }
    Ok(email)
}

async fn open(
    platform: &Platform,
    (email, name, language, hash): (EmailAddress, Name, Language, String),
) -> Result<(), Error> {
    platform
        .write(async |tx| {
            let act = act_of_nobody(platform);
            let purpose = TokenPurpose::ConfirmEmail;
            let person = if let Some(mut person) = accounts::find_by_email(tx, &email).await? {
                if !person.register_again(&act, name, language, hash) {
                    accounts::note(tx, &mut person);
                    return Ok(());
                }
                accounts::save(tx, &mut person).await?;
                // Links sent before would confirm what somebody else typed.
                for purpose in [purpose, TokenPurpose::ResetPassword] {
                    accounts::spend_others(tx, person.id, purpose, act.at).await?;
                }
                person
            } else {
                let mut person = Person::register(&act, email, name, language, hash);
                accounts::save(tx, &mut person).await?;
                person
            };
            let token = OneTimeToken::issue(&act, person.id, purpose);
            Ok(accounts::add_token(tx, &token).await?)
        })
        .await
}

/// Confirms an address with the code sent to it, and returns the address.
///
/// # Errors
/// `TOKEN_SPENT` for a code that is unknown, used or too old.
pub async fn confirm_email(platform: &Platform, code: &str) -> Result<EmailAddress, Error> {
    let spent = || Refusal::new(RefusalCode::TokenSpent);
    let id = platform
        .secrets()
        .open::<kinds::Token>(Seal::ConfirmEmail, code)
        .ok_or_else(spent)?;
    platform
        .write(async |tx| {
            let act = act_of_nobody(platform);
            let mut token = accounts::find_token(tx, id).await?.ok_or_else(spent)?;
            token.spend(&act, TokenPurpose::ConfirmEmail)?;
            accounts::spend_token(tx, &token).await?;
            let mut person = super::load(tx, token.person).await?;
            person.confirm(&act);
            accounts::save(tx, &mut person).await?;
            Ok(person.email)
        })
        .await
}

/// What somebody who gives an address would like to be sent there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// The code that confirms the address.
    Confirmation,
    /// The code that lets them choose another password.
    PasswordReset,
}

/// Sends the confirmation code again, if there is an account to confirm.
///
/// # Errors
/// `Invalid` for what is no address; the same answer for every address.
pub async fn request_confirmation(platform: &Platform, email: &str) -> Result<EmailAddress, Error> {
    ask(platform, email, Wish::Confirmation).await
}

/// Writes the wish down for later. Whether there is such an account is looked up by the job, so
/// that not even the time of the answer tells.
pub(super) async fn ask(
    platform: &Platform,
    email: &str,
    wish: Wish,
) -> Result<EmailAddress, Error> {
    let email = EmailAddress::parse(email).map_err(|problem| Error::invalid("email", problem))?;
    let job = Job::Answer {
        email: email.clone(),
        wish,
    };
    platform
        .write(async |tx| jobs::enqueue(platform, tx, vec![job]).await)
        .await?;
    Ok(email)
}

/// Does what somebody wished for the account of an address, if there is one: its owner is sent a
/// new code, unless one has just been sent.
pub(crate) async fn answer(
    platform: &Platform,
    tx: &Tx,
    email: &EmailAddress,
    wish: Wish,
) -> Result<(), Error> {
    let Some(mut person) = accounts::find_by_email(tx, email).await? else {
        return Ok(());
    };
    let act = act_of_nobody(platform);
    let purpose = match wish {
        Wish::Confirmation => TokenPurpose::ConfirmEmail,
        Wish::PasswordReset => TokenPurpose::ResetPassword,
    };
    // Of two wishes at once the second finds the code of the first.
    accounts::hold(tx, person.id).await?;
    let sent = accounts::newest_token(tx, person.id, purpose, act.at).await?;
    if sent.is_some_and(|token| token.is_under_way(act.at)) {
        return Ok(());
    }
    match wish {
        Wish::Confirmation => {
            if person.request_confirmation(&act).is_err() {
                return Ok(());
            }
        }
        Wish::PasswordReset => person.request_password_reset(&act),
    }
    accounts::note(tx, &mut person);
    Ok(accounts::add_token(tx, &OneTimeToken::issue(&act, person.id, purpose)).await?)
}
