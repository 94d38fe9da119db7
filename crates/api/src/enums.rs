//! The domain's enums as GraphQL enums: names and descriptions are those of the domain.

use std::{borrow::Cow, fmt};

use async_graphql::{
    ContextSelectionSet, InputType, InputValueError, InputValueResult, Name, OutputType,
    Positioned, ServerResult, Value,
    indexmap::IndexMap,
    parser::types::Field,
    registry::{Deprecation, MetaEnumValue, MetaType, MetaTypeId, Registry},
};
use maillage_domain::values::TextEnum;

/// A domain enum at the GraphQL border.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct E<T>(pub(crate) T);

impl<T> fmt::Debug for E<T>
where
    T: TextEnum,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.text())
    }
}

impl<T> From<T> for E<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

/// The values of a list in a filter; none where nothing is said.
pub(crate) fn values<T: Copy>(list: Option<Vec<E<T>>>) -> Vec<T> {
    list.unwrap_or_default()
        .into_iter()
        .map(|one| one.0)
        .collect()
}

/// `person.registered` and `fr` are `PERSON_REGISTERED` and `FR` in GraphQL; most texts are the
/// same in both.
fn graphql_name(text: &'static str) -> Cow<'static, str> {
    if text
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_uppercase().replace('.', "_"))
    }
}

/// The description of an enum for the registry.
fn meta<W>(
    name: &str,
    description: &str,
    values: impl Iterator<Item = (&'static str, &'static str)>,
) -> MetaType {
    let enum_values: IndexMap<String, MetaEnumValue> = values
        .map(|(text, description)| {
            let name = graphql_name(text).into_owned();
            let meta = MetaEnumValue {
                name: name.clone(),
                description: Some(description.to_owned()),
                deprecation: Deprecation::NoDeprecated,
                visible: None,
                inaccessible: false,
                tags: Vec::new(),
                directive_invocations: Vec::new(),
            };
            (name, meta)
        })
        .collect();
    MetaType::Enum {
        name: name.to_owned(),
        description: Some(description.trim().to_owned()),
        enum_values,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: Some(std::any::type_name::<W>()),
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

fn meta_of<T: TextEnum, W>() -> MetaType {
    meta::<W>(
        T::NAME,
        T::DESCRIPTION,
        T::VALUES
            .iter()
            .map(|value| (value.text(), value.describe())),
    )
}

/// Registers an enum that is only ever answered.
pub(crate) fn create_output<W: OutputType>(
    registry: &mut Registry,
    name: &str,
    description: &str,
    values: &(impl Iterator<Item = (&'static str, &'static str)> + Clone),
) -> String {
    registry.create_output_type::<W, _>(MetaTypeId::Enum, |_| {
        meta::<W>(name, description, values.clone())
    })
}

impl<T: TextEnum> OutputType for E<T> {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(T::NAME)
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Enum, |_| meta_of::<T, Self>())
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(Value::Enum(Name::new(graphql_name(self.0.text()))))
    }
}

impl<T: TextEnum> InputType for E<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(T::NAME)
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_input_type::<Self, _>(MetaTypeId::Enum, |_| meta_of::<T, Self>())
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let value = value.unwrap_or_default();
        let name = match &value {
            Value::Enum(name) => name.as_str(),
            Value::String(name) => name.as_str(),
            _ => return Err(InputValueError::expected_type(value)),
        };
        let found = T::VALUES
            .iter()
            .find(|one| graphql_name(one.text()) == name);
        found.map(|one| Self(*one)).ok_or_else(|| {
            InputValueError::custom(format_args!("{} has no value \"{name}\".", T::NAME))
        })
    }

    fn to_value(&self) -> Value {
        Value::Enum(Name::new(graphql_name(self.0.text())))
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}
