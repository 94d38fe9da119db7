//! Accounts: people, their sessions and their passwords.

mod inputs;
mod types;

use async_graphql::{Context, Object};
use maillage_usecases::accounts::{self, Credentials, RegistrationDraft, Visitor};

use self::inputs::{
    ChangePasswordInput, ConfirmEmailInput, ConfirmSecondFactorInput, DisableSecondFactorInput,
    EndSessionInput, EnrolSecondFactorInput, RefreshSessionInput, RegisterInput,
    RenewRecoveryCodesInput, RequestConfirmationInput, RequestPasswordResetInput,
    ResetPasswordInput, SignInInput, SignOutEverywhereInput, SignOutInput, UpdateMeInput,
};
pub(crate) use self::types::{Person, SecondFactorEnrolment, Session, SessionTokens};
use crate::{
    context::ContextExt,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
    payload::{mutate, payloads},
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
    /// The session, with what the device needs to act in it; after a dry run, tokens that are of no use.
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
    /// What the device needs, shown this once; after a dry run, a secret that is of no use.
    EnrolSecondFactorPayload { enrolment: SecondFactorEnrolment }
    /// The recovery codes, shown this once: each takes the place of one code of the device.
    ConfirmSecondFactorPayload { recovery_codes: Vec<String> }
    /// The person, without the second factor.
    DisableSecondFactorPayload { person: Person }
    /// The recovery codes, shown this once; those before no longer work.
    RenewRecoveryCodesPayload { recovery_codes: Vec<String> }
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
    ) -> Nullable<RegisterPayload> {
        let draft = RegistrationDraft {
            email: input.email.0,
            name: input.name,
            password: input.password,
            language: input.language.map_or(ctx.language(), |language| language.0),
        };
        mutate(ctx, input.dry_run, async |platform, _| {
            accounts::register(platform, ctx.request().network, &draft).await
        })
        .await
    }

    /// Confirms an address with the code sent to it; then the person may sign in.
    async fn confirm_email(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code.")] input: ConfirmEmailInput,
    ) -> Nullable<ConfirmEmailPayload> {
        mutate(ctx, input.dry_run, async |platform, _| {
            accounts::confirm_email(platform, &input.code).await
        })
        .await
    }

    /// Sends the code that confirms an address again, at most every two minutes. The answer is the
    /// same for every address.
    async fn request_confirmation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to.")] input: RequestConfirmationInput,
    ) -> Nullable<RequestConfirmationPayload> {
        mutate(ctx, input.dry_run, async |platform, _| {
            accounts::request_confirmation(platform, &input.email.0).await
        })
        .await
    }

    /// Signs a person in. The access token goes into the header `Authorization: Bearer …` of each
    /// request; before it expires, `refreshSession` replaces it. After too many wrong tries from one
    /// network the answer is `RATE_LIMITED` there, and nowhere else.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who.")] input: SignInInput,
    ) -> Nullable<SignInPayload> {
        let visitor = Visitor {
            network: ctx.request().network,
            device: ctx.request().device.as_deref(),
        };
        let credentials = Credentials {
            email: &input.email.0,
            password: &input.password,
            code: input.code.as_deref(),
            earlier_refresh_token: input.earlier_refresh_token.as_deref(),
        };
        mutate(ctx, input.dry_run, async |platform, _| {
            accounts::sign_in(platform, visitor, credentials).await
        })
        .await
    }

    /// Replaces both tokens of a session. Each refresh token works once: an old one ends the
    /// session, save within ten seconds, when the answer may have been lost.
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The refresh token.")] input: RefreshSessionInput,
    ) -> Nullable<SignInPayload> {
        mutate(ctx, input.dry_run, async |platform, _| {
            accounts::refresh_session(platform, &input.refresh_token).await
        })
        .await
    }

    /// Ends the session of this device.
    async fn sign_out(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How.")] input: SignOutInput,
    ) -> Nullable<SignOutPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            accounts::sign_out(platform, actor).await
        })
        .await
    }

    /// Ends every session of the signed-in person, this one included.
    async fn sign_out_everywhere(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How.")] input: SignOutEverywhereInput,
    ) -> Nullable<SignOutEverywherePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let ended = accounts::sign_out_everywhere(platform, actor).await?;
            Ok(ended.into_iter().map(Session::from).collect::<Vec<_>>())
        })
        .await
    }

    /// Ends one of one's own sessions, on a device that was lost for example.
    async fn end_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: EndSessionInput,
    ) -> Nullable<EndSessionPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let id = ids::read::<kinds::Session>("id", &input.id)?;
            accounts::end_session(platform, actor, id).await
        })
        .await
    }

    /// Changes the password of the signed-in person; the sessions of other devices end.
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The passwords.")] input: ChangePasswordInput,
    ) -> Nullable<ChangePasswordPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (current, new) = (&input.current_password, &input.new_password);
            accounts::change_password(platform, actor, ctx.request().network, current, new).await
        })
        .await
    }

    /// Sends a code to choose another password, at most every two minutes. The answer is the same for
    /// every address.
    async fn request_password_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to.")] input: RequestPasswordResetInput,
    ) -> Nullable<RequestPasswordResetPayload> {
        mutate(ctx, input.dry_run, async |platform, _| {
            accounts::request_password_reset(platform, &input.email.0).await
        })
        .await
    }

    /// Chooses another password with the code sent by mail; every session ends, and the address
    /// counts as confirmed. Wrong tries in the network it is chosen from no longer slow the account
    /// there.
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code and the password.")] input: ResetPasswordInput,
    ) -> Nullable<ResetPasswordPayload> {
        let network = ctx.request().network;
        mutate(ctx, input.dry_run, async |platform, _| {
            accounts::reset_password(platform, network, &input.code, &input.new_password).await
        })
        .await
    }

    /// Makes a secret for a device that shows codes (TOTP, RFC 6238). Nothing is asked for until
    /// `confirmSecondFactor`.
    async fn enrol_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password.")] input: EnrolSecondFactorInput,
    ) -> Nullable<EnrolSecondFactorPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            accounts::enrol_second_factor(platform, actor, ctx.request().network, &input.password)
                .await
        })
        .await
    }

    /// Shows with the first code of the device that it has the secret, within a quarter of an hour:
    /// from then on `signIn` asks for one. The sessions of other devices end.
    async fn confirm_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code.")] input: ConfirmSecondFactorInput,
    ) -> Nullable<ConfirmSecondFactorPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            accounts::confirm_second_factor(platform, actor, &input.code).await
        })
        .await
    }

    /// Gives the second factor up.
    async fn disable_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password and a code.")] input: DisableSecondFactorInput,
    ) -> Nullable<DisableSecondFactorPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (password, code) = (&input.password, &input.code);
            accounts::disable_second_factor(platform, actor, ctx.request().network, password, code)
                .await
        })
        .await
    }

    /// Makes other recovery codes; those before no longer work.
    async fn renew_recovery_codes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password and a code.")] input: RenewRecoveryCodesInput,
    ) -> Nullable<RenewRecoveryCodesPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (password, code) = (&input.password, &input.code);
            accounts::renew_recovery_codes(platform, actor, ctx.request().network, password, code)
                .await
        })
        .await
    }

    /// Changes name and language of the signed-in person.
    async fn update_me(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What they become.")] input: UpdateMeInput,
    ) -> Nullable<UpdateMePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (name, language) = (&input.name, input.language.0);
            accounts::update_me(platform, actor, name, language, input.expected_version).await
        })
        .await
    }
}
