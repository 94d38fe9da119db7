//! People and their sessions.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use maillage_domain::{accounts as domain, values::Language};
use maillage_usecases::{
    accounts::{self, Enrolment, SignedIn},
    calendars, hubs, mandates,
};

use crate::{
    calendars::CalendarFeed,
    context::ContextExt,
    enums::E,
    hubs::HubOffice,
    ids,
    mandates::Mandate,
    nullable::{Nullable, nullable},
    values::EmailAddress,
};

/// A human account.
#[derive(Clone)]
pub(crate) struct Person {
    person: Arc<domain::Person>,
    /// Whoever has just given the password is not signed in yet for the rest of the request.
    reader: Reader,
}

/// Who reads a person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// Whoever sends the request.
    Sender,
    /// The person.
    Oneself,
}

impl From<domain::Person> for Person {
    fn from(person: domain::Person) -> Self {
        Self {
            person: Arc::new(person),
            reader: Reader::Sender,
        }
    }
}

impl Person {
    fn is_oneself(&self, ctx: &Context<'_>) -> bool {
        self.reader == Reader::Oneself || ctx.actor().person() == Some(self.person.id)
    }
}

/// A human account.
#[Object]
impl Person {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.person.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        self.person.name.as_str()
    }

    /// Where mails go; null for everybody but the person.
    async fn email(&self, ctx: &Context<'_>) -> Option<EmailAddress> {
        self.is_oneself(ctx)
            .then(|| EmailAddress(self.person.email.to_string()))
    }

    /// Language of mails; null for everybody but the person.
    async fn language(&self, ctx: &Context<'_>) -> Option<E<Language>> {
        self.is_oneself(ctx).then_some(E(self.person.language))
    }

    /// The devices on which the person is signed in, the newest first; null for everybody but the
    /// person.
    async fn sessions(&self, ctx: &Context<'_>) -> Nullable<Vec<Session>> {
        nullable(async {
            if ctx.actor().person() != Some(self.person.id) {
                return Ok(None);
            }
            let sessions = accounts::list_sessions(ctx.platform(), ctx.actor()).await?;
            Ok(Some(sessions.into_iter().map(Session::from).collect()))
        })
        .await
    }

    /// The second factor that is asked for at signing in; null without one, and for everybody but the
    /// person.
    async fn second_factor(&self, ctx: &Context<'_>) -> Nullable<SecondFactor> {
        nullable(async {
            if ctx.actor().person() != Some(self.person.id) {
                return Ok(None);
            }
            let factor = accounts::second_factor(ctx.platform(), ctx.actor()).await?;
            Ok(factor.map(SecondFactor::from))
        })
        .await
    }

    /// The offices the person holds in hubs; null for everybody but the person.
    async fn hub_roles(&self, ctx: &Context<'_>) -> Nullable<Vec<HubOffice>> {
        nullable(async {
            if ctx.actor().person() != Some(self.person.id) {
                return Ok(None);
            }
            let offices = hubs::offices_of(ctx.platform(), ctx.actor()).await?;
            Ok(Some(offices.into_iter().map(HubOffice::from).collect()))
        })
        .await
    }

    /// For which organisations the person may act; null for everybody but the person.
    async fn mandates(&self, ctx: &Context<'_>) -> Nullable<Vec<Mandate>> {
        nullable(async {
            if ctx.actor().person() != Some(self.person.id) {
                return Ok(None);
            }
            let mandates = mandates::own(ctx.platform(), ctx.actor()).await?;
            Ok(Some(mandates.into_iter().map(Mandate::from).collect()))
        })
        .await
    }

    /// The calendars that the person follows, the oldest first; null for everybody but the person.
    async fn calendar_feeds(&self, ctx: &Context<'_>) -> Nullable<Vec<CalendarFeed>> {
        nullable(async {
            if ctx.actor().person() != Some(self.person.id) {
                return Ok(None);
            }
            let feeds = calendars::list(ctx.platform(), ctx.actor()).await?;
            Ok(Some(feeds.into_iter().map(CalendarFeed::from).collect()))
        })
        .await
    }

    /// Counts the changes of the account; `expectedVersion` of the next one.
    async fn version(&self) -> i32 {
        self.person.version
    }
}

/// What is asked for at signing in beside the password.
#[derive(SimpleObject)]
pub(crate) struct SecondFactor {
    /// Since when it is asked for.
    since: Option<DateTime<Utc>>,
    /// How many recovery codes are left.
    recovery_codes_left: usize,
}

impl From<domain::SecondFactor> for SecondFactor {
    fn from(factor: domain::SecondFactor) -> Self {
        Self {
            since: factor.confirmed_at,
            recovery_codes_left: factor.recovery.len(),
        }
    }
}

/// What a device needs to show codes. Keep it secret.
#[derive(SimpleObject)]
pub(crate) struct SecondFactorEnrolment {
    /// The secret in base 32, to be typed into the device.
    secret: String,
    /// The same with what else the device wants to know (`otpauth://totp/…`), to be shown as a QR
    /// code.
    uri: String,
}

impl From<Enrolment> for SecondFactorEnrolment {
    fn from(Enrolment { secret, uri }: Enrolment) -> Self {
        Self { secret, uri }
    }
}

/// A device on which a person is signed in.
#[derive(Clone)]
pub(crate) struct Session(Arc<domain::Session>);

impl From<domain::Session> for Session {
    fn from(session: domain::Session) -> Self {
        Self(Arc::new(session))
    }
}

/// A device on which a person is signed in.
#[Object]
impl Session {
    /// Its id.
    async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// What the device calls itself.
    async fn device(&self) -> Option<&str> {
        self.0.device.as_deref()
    }

    /// When the person signed in.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When the device last replaced its tokens.
    async fn last_used_at(&self) -> DateTime<Utc> {
        self.0.rotated_at
    }

    /// When it ends by itself if it is not used before.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// When it was ended; null while it is live.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }

    /// Whether it is the session of this request.
    async fn current(&self, ctx: &Context<'_>) -> bool {
        ctx.actor()
            .viewer()
            .is_some_and(|viewer| viewer.session == self.0.id)
    }
}

/// What a device needs to act for a person. Keep it secret.
pub(crate) struct SessionTokens(SignedIn);

impl From<SignedIn> for SessionTokens {
    fn from(signed_in: SignedIn) -> Self {
        Self(signed_in)
    }
}

/// What a device needs to act for a person. Keep it secret.
#[Object]
impl SessionTokens {
    /// The session's id.
    async fn id(&self) -> ID {
        ids::show(self.0.session.id)
    }

    /// Goes into the header `Authorization: Bearer …` of each request.
    async fn access_token(&self) -> &str {
        &self.0.access_token
    }

    /// When the access token expires.
    async fn access_token_expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// Replaces both tokens, once, through `refreshSession`.
    async fn refresh_token(&self) -> &str {
        &self.0.refresh_token
    }

    /// Who is signed in.
    async fn person(&self) -> Person {
        Person {
            person: Arc::new(self.0.person.clone()),
            reader: Reader::Oneself,
        }
    }
}
