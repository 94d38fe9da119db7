//! Accounts of people: name and e-mail address, nothing more.

mod password;
mod second_factor;
mod tries;

use chrono::{DateTime, Duration, Utc};

pub use self::{
    password::{NewPassword, Password},
    second_factor::{Presented, SecondFactor},
    tries::{Place, Tries},
};
use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{PersonId, SessionId, TokenId},
    refusals::{Refusal, RefusalCode},
    values::{EmailAddress, Language, Name, text_enum},
};

/// A human account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Its id.
    pub id: PersonId,
    /// Where mails go; unique by its key.
    pub email: EmailAddress,
    /// As shown to others.
    pub name: Name,
    /// Language of mails.
    pub language: Language,
    /// Encoded argon2id hash (PHC string).
    pub password_hash: String,
    /// When the address was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Since when the account is locked by the operator.
    pub locked_at: Option<DateTime<Utc>>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl Person {
    /// Opens an account; its address is to be confirmed.
    pub fn register(
        act: &Act<'_>,
        email: EmailAddress,
        name: Name,
        language: Language,
        password_hash: String,
    ) -> Self {
        let id = act.id();
        let mut person = Self {
            id,
            email,
            name,
            language,
            password_hash,
            confirmed_at: None,
            locked_at: None,
            created_at: act.at,
            version: 0,
            events: Pending::default(),
        };
        person.record(act, EventKind::PersonRegistered);
        person
    }

    /// Whether the account may be used.
    pub fn may_sign_in(&self) -> bool {
        self.confirmed_at.is_some() && self.locked_at.is_none()
    }

    /// Lets somebody in who gave the right password. A locked account is like none.
    ///
    /// # Errors
    /// `WRONG_CREDENTIALS` when locked, `EMAIL_NOT_CONFIRMED`.
    pub fn admit(&self) -> Result<(), Refusal> {
        if self.locked_at.is_some() {
            return Err(Refusal::new(RefusalCode::WrongCredentials));
        }
        if self.confirmed_at.is_none() {
            return Err(Refusal::new(RefusalCode::EmailNotConfirmed));
        }
        Ok(())
    }

    /// Confirms the address; confirming twice is no fault.
    pub fn confirm(&mut self, act: &Act<'_>) {
        if self.confirmed_at.is_none() {
            self.confirmed_at = Some(act.at);
            self.record(act, EventKind::PersonConfirmed);
        }
    }

    /// Asks for the confirmation mail again.
    ///
    /// # Errors
    /// `NOTHING_TO_DO` once confirmed.
    pub fn request_confirmation(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        if self.confirmed_at.is_some() {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        self.record(act, EventKind::PersonConfirmationRequested);
        Ok(())
    }

    /// Somebody registered with this address again. Whoever owns it has proved nothing while it is
    /// not confirmed: what was typed last replaces what was typed before, and `true` says so. A
    /// confirmed account stays as it is; its owner is told by mail, the other sees nothing of it.
    pub fn register_again(
        &mut self,
        act: &Act<'_>,
        name: Name,
        language: Language,
        password_hash: String,
    ) -> bool {
        if self.confirmed_at.is_some() || self.locked_at.is_some() {
            self.record(act, EventKind::PersonRegistrationRepeated);
            return false;
        }
        self.name = name;
        self.language = language;
        self.password_hash = password_hash;
        self.record(act, EventKind::PersonConfirmationRequested);
        true
    }

    /// Asks for a link to choose another password.
    pub fn request_password_reset(&mut self, act: &Act<'_>) {
        self.record(act, EventKind::PersonPasswordResetRequested);
    }

    /// Takes another password.
    pub fn set_password(&mut self, act: &Act<'_>, password_hash: String) {
        self.password_hash = password_hash;
        self.record(act, EventKind::PersonPasswordChanged);
    }

    /// Tells the owner that somebody who knows the password gave too many wrong codes.
    pub fn warn_of_guessed_codes(&mut self, act: &Act<'_>) {
        self.record(act, EventKind::PersonSecondFactorGuessed);
    }

    /// Keeps the same password under newer hashing parameters: no fact for anybody.
    pub fn rehash_password(&mut self, password_hash: String) {
        self.password_hash = password_hash;
    }

    /// Changes name and language.
    pub fn update(&mut self, act: &Act<'_>, name: Name, language: Language) {
        self.name = name;
        self.language = language;
        self.record(act, EventKind::PersonUpdated);
    }

    /// Locks the account.
    ///
    /// # Errors
    /// `NOTHING_TO_DO` when locked already.
    pub fn lock(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        if self.locked_at.is_some() {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        self.locked_at = Some(act.at);
        self.record(act, EventKind::PersonLocked);
        Ok(())
    }

    /// Unlocks the account.
    ///
    /// # Errors
    /// `NOTHING_TO_DO` when not locked.
    pub fn unlock(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        if self.locked_at.take().is_none() {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        self.record(act, EventKind::PersonUnlocked);
        Ok(())
    }

    fn record(&mut self, act: &Act<'_>, kind: EventKind) {
        // Before anyone is signed in, the person acts for themselves.
        let mut event = Event::new(act, kind, Subject::Person(self.id), Audience::Person);
        event.person = event.person.or(Some(self.id));
        self.events.push(event);
    }
}

/// How long a session lasts without use, in days.
pub const SESSION_DAYS: i64 = 30;
/// Days after which a session ends however often it was refreshed.
pub const LONGEST_SESSION_DAYS: i64 = 180;
/// For how long after a rotation the previous refresh token is taken for a lost answer, in seconds.
pub const RETRY_SECONDS: i64 = 10;

/// One signed-in device. Its refresh token is kept as a hash and replaced at each use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id, part of the access token.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// SHA-256 of the refresh token in use.
    pub refresh_hash: Vec<u8>,
    /// SHA-256 of the one before.
    pub previous_hash: Option<Vec<u8>>,
    /// When the token was last replaced.
    pub rotated_at: DateTime<Utc>,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
    /// Until when it lasts without use.
    pub expires_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// What the device calls itself (User-Agent, cut to 200 characters).
    pub device: Option<String>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

/// What a presented refresh token turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refresh {
    /// The token in use: it is replaced.
    Rotated,
    /// The one before, just replaced: the answer was lost; it is replaced again.
    Retried,
    /// An old token: somebody else may hold it; the session has ended.
    Reused,
}

impl Session {
    /// Signs a person in on a device.
    pub fn open(
        act: &Act<'_>,
        person: PersonId,
        refresh_hash: Vec<u8>,
        device: Option<&str>,
    ) -> Self {
        let id = act.id();
        let mut session = Self {
            id,
            person,
            refresh_hash,
            previous_hash: None,
            rotated_at: act.at,
            created_at: act.at,
            expires_at: act.at + Duration::days(SESSION_DAYS),
            ended_at: None,
            device: device.map(|name| name.chars().filter(|c| !c.is_control()).take(200).collect()),
            version: 0,
            events: Pending::default(),
        };
        session.record(act, EventKind::PersonSignedIn);
        session
    }

    /// Whether it may be used.
    pub fn is_live(&self, at: DateTime<Utc>) -> bool {
        self.ended_at.is_none() && at < self.expires_at
    }

    /// Takes a refresh token and replaces it. An old one ends the session, save an immediate
    /// retry of a lost answer (RFC 9700 section 4.14.2).
    ///
    /// # Errors
    /// `SESSION_ENDED` when it is over.
    pub fn refresh(
        &mut self,
        act: &Act<'_>,
        presented: &[u8],
        next: Vec<u8>,
    ) -> Result<Refresh, Refusal> {
        if !self.is_live(act.at) {
            return Err(Refusal::new(RefusalCode::SessionEnded));
        }
        let retry = act.at - self.rotated_at <= Duration::seconds(RETRY_SECONDS);
        let outcome = if presented == self.refresh_hash {
            self.previous_hash = Some(std::mem::replace(&mut self.refresh_hash, next));
            self.rotated_at = act.at;
            Refresh::Rotated
        } else if retry && self.previous_hash.as_deref() == Some(presented) {
            self.refresh_hash = next;
            Refresh::Retried
        } else {
            self.end(act);
            return Ok(Refresh::Reused);
        };
        let last_day = self.created_at + Duration::days(LONGEST_SESSION_DAYS);
        self.expires_at = last_day.min(act.at + Duration::days(SESSION_DAYS));
        Ok(outcome)
    }

    /// Whether this refresh token is the one in use or the one before.
    pub fn has_issued(&self, presented: &[u8]) -> bool {
        presented == self.refresh_hash || self.previous_hash.as_deref() == Some(presented)
    }

    /// Ends it; ending twice is no fault.
    pub fn end(&mut self, act: &Act<'_>) {
        if self.ended_at.is_none() {
            self.ended_at = Some(act.at);
            self.record(act, EventKind::PersonSignedOut);
        }
    }

    fn record(&mut self, act: &Act<'_>, kind: EventKind) {
        let mut event = Event::new(act, kind, Subject::Person(self.person), Audience::Person)
            .with("session", self.id);
        event.person = event.person.or(Some(self.person));
        self.events.push(event);
    }
}

text_enum! {
    /// What a link sent by e-mail is good for.
    pub enum TokenPurpose {
        /// Confirm the address.
        ConfirmEmail = "CONFIRM_EMAIL",
        /// Choose another password.
        ResetPassword = "RESET_PASSWORD",
    }
}

/// A single-use link sent by e-mail. The secret is derived from the id and the platform's key
/// when the mail is written, so that none is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimeToken {
    /// Its id.
    pub id: TokenId,
    /// Whose.
    pub person: PersonId,
    /// What for.
    pub purpose: TokenPurpose,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
}

impl OneTimeToken {
    /// For how long no other is sent for the same purpose, in minutes.
    pub const MINUTES_APART: i64 = 2;

    /// A new token: a confirmation link lasts three days, a reset link one hour.
    pub fn issue(act: &Act<'_>, person: PersonId, purpose: TokenPurpose) -> Self {
        Self {
            id: act.id(),
            person,
            purpose,
            expires_at: act.at + life(purpose),
            used_at: None,
        }
    }

    /// Whether it was sent so short a while ago that whoever asks for another is to look for it.
    pub fn is_under_way(&self, at: DateTime<Utc>) -> bool {
        let issued_at = self.expires_at - life(self.purpose);
        at < issued_at + Duration::minutes(Self::MINUTES_APART)
    }

    /// Uses it.
    ///
    /// # Errors
    /// `TOKEN_SPENT` when used, too old or for another purpose.
    pub fn spend(&mut self, act: &Act<'_>, purpose: TokenPurpose) -> Result<(), Refusal> {
        if self.used_at.is_some() || act.at >= self.expires_at || self.purpose != purpose {
            return Err(Refusal::new(RefusalCode::TokenSpent));
        }
        self.used_at = Some(act.at);
        Ok(())
    }
}

fn life(purpose: TokenPurpose) -> Duration {
    match purpose {
        TokenPurpose::ConfirmEmail => Duration::days(3),
        TokenPurpose::ResetPassword => Duration::hours(1),
    }
}

#[cfg(test)]
mod tests;
