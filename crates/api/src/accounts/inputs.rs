//! What mutations of accounts are given. None of it is ever printed.

use async_graphql::{ID, InputObject};
use maillage_domain::values::Language;

use crate::{enums::E, values::EmailAddress};

/// Somebody who opens an account.
#[derive(InputObject)]
pub(crate) struct RegisterInput {
    /// Where mails go.
    pub(super) email: EmailAddress,
    /// As shown to others: 2 to 160 characters.
    pub(super) name: String,
    /// 12 to 128 characters of any kind, not easy to guess.
    pub(super) password: String,
    /// Language of mails; that of the request when it is left out.
    pub(super) language: Option<E<Language>>,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// A code that confirms an address.
#[derive(InputObject)]
pub(crate) struct ConfirmEmailInput {
    /// The code of the mail.
    pub(super) code: String,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// An address to be confirmed.
#[derive(InputObject)]
pub(crate) struct RequestConfirmationInput {
    /// The address.
    pub(super) email: EmailAddress,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Somebody who signs in.
#[derive(InputObject)]
pub(crate) struct SignInInput {
    /// The address of the account.
    pub(super) email: EmailAddress,
    /// Its password.
    pub(super) password: String,
    /// A code of the second factor, or a recovery code, where the account has a second factor;
    /// `SECOND_FACTOR_REQUIRED` without.
    pub(super) code: Option<String>,
    /// A refresh token that this device was given for the account before, whether it still works or
    /// not: wrong tries of others in its network are not held against the device then. Only the last
    /// two of a session count.
    pub(super) earlier_refresh_token: Option<String>,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// A session to be prolonged.
#[derive(InputObject)]
pub(crate) struct RefreshSessionInput {
    /// The newest refresh token of the session.
    pub(super) refresh_token: String,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// The end of this session.
#[derive(InputObject)]
pub(crate) struct SignOutInput {
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// The end of every session.
#[derive(InputObject)]
pub(crate) struct SignOutEverywhereInput {
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// The end of one session.
#[derive(InputObject)]
pub(crate) struct EndSessionInput {
    /// The session.
    pub(super) id: ID,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Another password in place of the known one.
#[derive(InputObject)]
pub(crate) struct ChangePasswordInput {
    /// The password so far.
    pub(super) current_password: String,
    /// The password from now on: 12 to 128 characters of any kind, not easy to guess.
    pub(super) new_password: String,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// An address whose password is forgotten.
#[derive(InputObject)]
pub(crate) struct RequestPasswordResetInput {
    /// The address.
    pub(super) email: EmailAddress,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Another password in place of the forgotten one.
#[derive(InputObject)]
pub(crate) struct ResetPasswordInput {
    /// The code of the mail.
    pub(super) code: String,
    /// The password from now on: 12 to 128 characters of any kind, not easy to guess.
    pub(super) new_password: String,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// What the signed-in person becomes.
#[derive(InputObject)]
pub(crate) struct UpdateMeInput {
    /// As shown to others: 2 to 160 characters.
    pub(super) name: String,
    /// Language of mails.
    pub(super) language: E<Language>,
    /// The version you have read; CONFLICT when it changed since.
    pub(super) expected_version: i32,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Somebody who wants a second factor.
#[derive(InputObject)]
pub(crate) struct EnrolSecondFactorInput {
    /// The password of the account.
    pub(super) password: String,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// The first code of a device.
#[derive(InputObject)]
pub(crate) struct ConfirmSecondFactorInput {
    /// What the device shows.
    pub(super) code: String,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// The end of the second factor.
#[derive(InputObject)]
pub(crate) struct DisableSecondFactorInput {
    /// The password of the account.
    pub(super) password: String,
    /// A code of the second factor, or a recovery code.
    pub(super) code: String,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Other recovery codes.
#[derive(InputObject)]
pub(crate) struct RenewRecoveryCodesInput {
    /// The password of the account.
    pub(super) password: String,
    /// A code of the second factor, or a recovery code.
    pub(super) code: String,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}
