//! Payloads: what a mutation made, or what is to be mended.

use async_graphql::Context;
use maillage_domain::policy::Actor;
use maillage_usecases::{Error, Platform};

use crate::{
    context::ContextExt,
    error::{UserError, mendable},
    nullable::{Nullable, nullable},
};

/// A payload with one thing in it.
pub(crate) trait Payload: Sized {
    /// The thing.
    type Value;

    /// Puts it together.
    fn new(value: Option<Self::Value>, errors: Vec<UserError>) -> Self;
}

/// Runs the use case of a mutation, on a platform that writes nothing where a dry run is asked for,
/// and answers what it made or what is to be mended. What a person cannot mend is an error beside a
/// null payload: it takes nothing away from the mutations before it, which are written by then.
pub(crate) async fn mutate<P: Payload, T: Into<P::Value>>(
    ctx: &Context<'_>,
    dry_run: bool,
    usecase: impl AsyncFnOnce(&Platform, &Actor) -> std::result::Result<T, Error>,
) -> Nullable<P> {
    let platform = ctx.platform().rehearsing(dry_run);
    ctx.loaders().read_afresh();
    let outcome = usecase(&platform, ctx.actor()).await;
    if outcome.is_ok() {
        platform.done();
    }
    nullable(async {
        Ok(Some(match outcome {
            Ok(value) => P::new(Some(value.into()), Vec::new()),
            Err(error) => P::new(None, mendable(error, ctx.language())?),
        }))
    })
    .await
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
