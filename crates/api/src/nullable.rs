//! Fields that may be null, and are null when they fail: the error stands beside the rest of the
//! answer, as the GraphQL specification wants (section 6.4.4). The `Result` of a resolver would take
//! the nearest nullable parent with it, up to the whole of `data`.

use std::borrow::Cow;

use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerResult, Value, parser::types::Field,
    registry::Registry,
};

use crate::error::Result;

/// What a field that may be null resolved to.
pub(crate) struct Nullable<T>(std::result::Result<Option<T>, async_graphql::Error>);

/// Resolves a field that may be null.
pub(crate) async fn nullable<T>(resolver: impl Future<Output = Result<Option<T>>>) -> Nullable<T> {
    Nullable(resolver.await.map_err(async_graphql::Error::from))
}

impl<T: OutputType> OutputType for Nullable<T> {
    fn type_name() -> Cow<'static, str> {
        Option::<T>::type_name()
    }

    fn qualified_type_name() -> String {
        Option::<T>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Option::<T>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        match &self.0 {
            Ok(value) => value.resolve(ctx, field).await,
            Err(error) => {
                let error = error.clone().into_server_error(field.pos);
                ctx.add_error(ctx.set_error_path(error));
                Ok(Value::Null)
            }
        }
    }
}
