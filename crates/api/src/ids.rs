//! Ids at the border.

use async_graphql::ID;
use maillage_domain::ids;
use maillage_usecases::Error;

use crate::error::Result;

/// Names of id kinds: the markers of [`ids::kinds`].
pub(crate) use ids::kinds;

/// Reads an argument or input field as an id of the wanted kind.
pub(crate) fn read<T: ids::StaticType>(
    field: &str,
    id: &ID,
) -> std::result::Result<ids::TypeSafeId<T>, Error> {
    ids::parse(id).map_err(|problem| Error::invalid(field, problem))
}

/// Reads an optional id.
pub(crate) fn read_optional<T: ids::StaticType>(
    field: &str,
    id: Option<&ID>,
) -> std::result::Result<Option<ids::TypeSafeId<T>>, Error> {
    id.map(|id| read(field, id)).transpose()
}

/// Reads the id of a root field: one that is malformed or of another kind is a wrong argument.
pub(crate) fn argument<T: ids::StaticType>(id: &ID) -> Result<ids::TypeSafeId<T>> {
    Ok(read("id", id)?)
}

/// The id as clients see it.
#[expect(clippy::needless_pass_by_value, reason = "ids are small and copied")]
pub(crate) fn show(id: impl ToString) -> ID {
    ID(id.to_string())
}
