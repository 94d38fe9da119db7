//! Payloads: what a mutation made, or what is to be mended.

use async_graphql::Context;
use maillage_usecases::Error;

use crate::{
    context::ContextExt,
    error::{Result, UserError, mendable},
};

/// A payload with one thing in it.
pub(crate) trait Payload: Sized {
    /// The thing.
    type Value;

    /// Puts it together.
    fn new(value: Option<Self::Value>, errors: Vec<UserError>) -> Self;
}

/// Turns the outcome of a use case into a payload; what a person cannot mend refuses the whole.
pub(crate) fn settle<P: Payload>(
    ctx: &Context<'_>,
    outcome: std::result::Result<impl Into<P::Value>, Error>,
) -> Result<P> {
    match outcome {
        Ok(value) => Ok(P::new(Some(value.into()), Vec::new())),
        Err(error) => Ok(P::new(None, mendable(error, ctx.language())?)),
    }
}

/// Declares payloads: the name, its field and the type of it.
macro_rules! payloads {
    ($($(#[doc = $doc:literal])+ $name:ident { $field:ident: $type:ty })+) => {$(
        $(#[doc = $doc])+
        #[derive(async_graphql::SimpleObject)]
        pub(crate) struct $name {
            /// What the mutation made or changed; null when there are errors.
            $field: Option<$type>,
            /// What is to be mended; nothing was written then.
            errors: Vec<$crate::error::UserError>,
        }

        impl $crate::payload::Payload for $name {
            type Value = $type;

            fn new(value: Option<Self::Value>, errors: Vec<$crate::error::UserError>) -> Self {
                Self { $field: value, errors }
            }
        }
    )+};
}
pub(crate) use payloads;
