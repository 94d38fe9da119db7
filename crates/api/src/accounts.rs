//! Accounts: people, their sessions and their passwords.

mod inputs;
mod types;

use async_graphql::{Context, Object};
use maillage_usecases::accounts::{self, RegistrationDraft};

use self::inputs::{
    ChangePasswordInput, ConfirmEmailInput, EndSessionInput, RefreshSessionInput, RegisterInput,
    RequestConfirmationInput, RequestPasswordResetInput, ResetPasswordInput, SignInInput,
    SignOutEverywhereInput, SignOutInput, UpdateMeInput,
};
pub(crate) use self::types::{Person, Session, SessionTokens};
use crate::{
    context::ContextExt,
    error::Result,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
    payload::{payloads, settle},
    values::EmailAddress,
};

/// Reading accounts.
#[derive(Default)]
pub(crate) struct AccountsQuery;

#[Object]
impl AccountsQuery {
    /// The signed-in person; null for a visitor.
    async fn me(&self, ctx: &Context<'_>) -> Nullable<Person> {
        nullable(async {
            let me = accounts::me(ctx.platform(), ctx.actor()).await?;
            Ok(me.map(Person::from))
        })
        .await
    }
}

payloads! {
    /// The address that a mail was sent to.
    RegisterPayload { email: EmailAddress }
    /// The address that is confirmed.
    ConfirmEmailPayload { email: EmailAddress }
    /// The address that a mail was sent to, if it has an account to confirm.
    RequestConfirmationPayload { email: EmailAddress }
    /// The session, with what the device needs to act in it.
    SignInPayload { session: SessionTokens }
    /// The ended session.
    SignOutPayload { session: Session }
    /// The ended sessions.
    SignOutEverywherePayload { sessions: Vec<Session> }
    /// The ended session.
    EndSessionPayload { session: Session }
    /// The person, with the new password.
    ChangePasswordPayload { person: Person }
    /// The address that a mail was sent to, if it has an account.
    RequestPasswordResetPayload { email: EmailAddress }
    /// The address of the account with the new password.
    ResetPasswordPayload { email: EmailAddress }
    /// The person as changed.
    UpdateMePayload { person: Person }
}

/// Writing accounts.
#[derive(Default)]
pub(crate) struct AccountsMutation;

#[Object]
impl AccountsMutation {
    /// Opens an account. A mail with a code confirms the address. The answer is the same for an
    /// address that has an account already; its owner is told by mail.
    async fn register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who.")] input: RegisterInput,
    ) -> Result<RegisterPayload> {
        let draft = RegistrationDraft {
            email: input.email.0,
            name: input.name,
            password: input.password,
            language: input.language.map_or(ctx.language(), |language| language.0),
        };
        let platform = ctx.platform().rehearsing(input.dry_run);
        let email = accounts::register(&platform, &draft).await;
        settle(ctx, email.map(|email| email.to_string()))
    }

    /// Confirms an address with the code sent to it; then the person may sign in.
    async fn confirm_email(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code.")] input: ConfirmEmailInput,
    ) -> Result<ConfirmEmailPayload> {
        let platform = ctx.platform().rehearsing(input.dry_run);
        let email = accounts::confirm_email(&platform, &input.code).await;
        settle(ctx, email.map(|email| email.to_string()))
    }

    /// Sends the code that confirms an address again. The answer is the same for every address.
    async fn request_confirmation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to.")] input: RequestConfirmationInput,
    ) -> Result<RequestConfirmationPayload> {
        let platform = ctx.platform().rehearsing(input.dry_run);
        let email = accounts::request_confirmation(&platform, &input.email.0).await;
        settle(ctx, email.map(|email| email.to_string()))
    }

    /// Signs a person in. The access token goes into the header `Authorization: Bearer …` of each
    /// request; before it expires, `refreshSession` replaces it.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who.")] input: SignInInput,
    ) -> Result<SignInPayload> {
        let platform = ctx.platform().rehearsing(input.dry_run);
        let device = ctx.request().device.as_deref();
        settle(
            ctx,
            accounts::sign_in(&platform, &input.email.0, &input.password, device).await,
        )
    }

    /// Replaces both tokens of a session. Each refresh token works once: an old one ends the
    /// session, save within ten seconds, when the answer may have been lost.
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The refresh token.")] input: RefreshSessionInput,
    ) -> Result<SignInPayload> {
        let platform = ctx.platform().rehearsing(input.dry_run);
        settle(
            ctx,
            accounts::refresh_session(&platform, &input.refresh_token).await,
        )
    }

    /// Ends the session of this device.
    async fn sign_out(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How.")] input: SignOutInput,
    ) -> Result<SignOutPayload> {
        let platform = ctx.platform().rehearsing(input.dry_run);
        settle(ctx, accounts::sign_out(&platform, ctx.actor()).await)
    }

    /// Ends every session of the signed-in person, this one included.
    async fn sign_out_everywhere(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How.")] input: SignOutEverywhereInput,
    ) -> Result<SignOutEverywherePayload> {
        let platform = ctx.platform().rehearsing(input.dry_run);
        let ended = accounts::sign_out_everywhere(&platform, ctx.actor()).await;
        settle(
            ctx,
            ended.map(|ended| ended.into_iter().map(Session::from).collect::<Vec<_>>()),
        )
    }

    /// Ends one of one's own sessions, on a device that was lost for example.
    async fn end_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: EndSessionInput,
    ) -> Result<EndSessionPayload> {
        let outcome = async {
            let id = ids::read::<kinds::Session>("id", &input.id)?;
            let platform = ctx.platform().rehearsing(input.dry_run);
            accounts::end_session(&platform, ctx.actor(), id).await
        };
        settle(ctx, outcome.await)
    }

    /// Changes the password of the signed-in person; the sessions of other devices end.
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The passwords.")] input: ChangePasswordInput,
    ) -> Result<ChangePasswordPayload> {
        let platform = ctx.platform().rehearsing(input.dry_run);
        let (current, new) = (&input.current_password, &input.new_password);
        settle(
            ctx,
            accounts::change_password(&platform, ctx.actor(), current, new).await,
        )
    }

    /// Sends a code to choose another password. The answer is the same for every address.
    async fn request_password_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to.")] input: RequestPasswordResetInput,
    ) -> Result<RequestPasswordResetPayload> {
        let platform = ctx.platform().rehearsing(input.dry_run);
        let email = accounts::request_password_reset(&platform, &input.email.0).await;
        settle(ctx, email.map(|email| email.to_string()))
    }

    /// Chooses another password with the code sent by mail; every session ends, and the address
    /// counts as confirmed.
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code and the password.")] input: ResetPasswordInput,
    ) -> Result<ResetPasswordPayload> {
        let platform = ctx.platform().rehearsing(input.dry_run);
        let email = accounts::reset_password(&platform, &input.code, &input.new_password).await;
        settle(ctx, email.map(|email| email.to_string()))
    }

    /// Changes name and language of the signed-in person.
    async fn update_me(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What they become.")] input: UpdateMeInput,
    ) -> Result<UpdateMePayload> {
        let UpdateMeInput {
            name,
            language,
            expected_version,
            dry_run,
        } = input;
        let platform = ctx.platform().rehearsing(dry_run);
        let actor = ctx.actor();
        let person =
            accounts::update_me(&platform, actor, &name, language.0, expected_version).await;
        settle(ctx, person)
    }
}
