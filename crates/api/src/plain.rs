//! Answers that are written as JSON text in one pass. The executor of async-graphql makes a boxed
//! future and several values of each field of each element; for a list whose fields are all at
//! hand already that is most of the work. A type that can write itself is wrapped in [`Plain`]:
//! where a query asks for nothing but plain fields the text is written at once, everywhere else
//! the wrapped type resolves as usual. Schema, validation and introspection are those of the
//! wrapped type.

use std::borrow::Cow;

use async_graphql::{
    ContextSelectionSet, Name, OutputType, Positioned, ServerResult, Value,
    indexmap::IndexMap,
    parser::types::{Field, FragmentDefinition, Selection, SelectionSet},
    registry::Registry,
};
use serde::Serialize;

/// The member name that marks a text to be put into the answer as it is; `serde_json` and
/// async-graphql know it too.
const RAW: &str = "$serde_json::private::RawValue";

/// A value that stands for its JSON text.
pub(crate) fn written(text: String) -> Value {
    Value::Object(IndexMap::from([(Name::new(RAW), Value::String(text))]))
}

/// The JSON text that a value stands for, if it does.
pub(crate) fn raw(value: &Value) -> Option<&str> {
    match value {
        Value::Object(members) if members.len() == 1 => match members.first() {
            Some((name, Value::String(text))) if name == RAW => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// A type that can write itself as JSON.
pub(crate) trait WritePlainly: OutputType {
    /// Writes the fields of a selection, or tells that one of them is not plain.
    fn write_plainly(&self, selection: &[Selected<'_>]) -> Option<String>;
}

/// Writes its inside at once where that is possible.
pub(crate) struct Plain<T>(pub(crate) T);

impl<T: WritePlainly> OutputType for Plain<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let fragments = |name: &Name| ctx.query_env.fragments.get(name);
        let selection = if is_asked_for_once(ctx, field) {
            select(&fragments, &[&ctx.item.node], &T::type_name())
        } else {
            None
        };
        if let Some(text) = selection.and_then(|selection| self.0.write_plainly(&selection)) {
            return Ok(written(text));
        }
        self.0.resolve(ctx, field).await
    }
}

/// Whether the document has but one field under this key. Several may meet in one place, where the
/// executor puts their answers together; it cannot take a text apart for that.
fn is_asked_for_once(ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> bool {
    fn count(set: &SelectionSet, key: &Name) -> usize {
        let counts = set.items.iter().map(|item| match &item.node {
            Selection::Field(field) => {
                let field = &field.node;
                let here = usize::from(field.response_key().node == *key);
                here + count(&field.selection_set.node, key)
            }
            Selection::InlineFragment(inline) => count(&inline.node.selection_set.node, key),
            Selection::FragmentSpread(_) => 0,
        });
        counts.sum()
    }
    let key = &field.node.response_key().node;
    let fragments = ctx.query_env.fragments.values();
    let in_fragments = fragments.map(|fragment| count(&fragment.node.selection_set.node, key));
    let in_operation = count(&ctx.query_env.operation.node.selection_set.node, key);
    in_operation + in_fragments.sum::<usize>() == 1
}

/// A field of a selection, fragments opened and fields of one key merged.
pub(crate) struct Selected<'a> {
    /// The key in the answer.
    key: &'a str,
    /// The field.
    pub(crate) name: &'a str,
    has_arguments: bool,
    sets: Vec<&'a SelectionSet>,
    fragments: &'a (dyn Fn(&Name) -> Option<&'a Positioned<FragmentDefinition>> + 'a),
}

impl<'a> Selected<'a> {
    /// What is asked for below the field, of the type that it has.
    pub(crate) fn below(&self, type_name: &str) -> Option<Vec<Selected<'a>>> {
        select(self.fragments, &self.sets, type_name)
    }
}

fn select<'a>(
    fragments: &'a (dyn Fn(&Name) -> Option<&'a Positioned<FragmentDefinition>> + 'a),
    sets: &[&'a SelectionSet],
    type_name: &str,
) -> Option<Vec<Selected<'a>>> {
    let mut selected = Vec::new();
    for set in sets {
        add(fragments, set, type_name, &mut selected)?;
    }
    Some(selected)
}

/// Adds the fields of a selection set. Directives and conditions on other types are left to the
/// executor.
fn add<'a>(
    fragments: &'a (dyn Fn(&Name) -> Option<&'a Positioned<FragmentDefinition>> + 'a),
    set: &'a SelectionSet,
    type_name: &str,
    selected: &mut Vec<Selected<'a>>,
) -> Option<()> {
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => {
                let field = &field.node;
                if !field.directives.is_empty() {
                    return None;
                }
                let key = field.response_key().node.as_str();
                if let Some(known) = selected.iter_mut().find(|known| known.key == key) {
                    known.sets.push(&field.selection_set.node);
                    continue;
                }
                selected.push(Selected {
                    key,
                    name: field.name.node.as_str(),
                    has_arguments: !field.arguments.is_empty(),
                    sets: vec![&field.selection_set.node],
                    fragments,
                });
            }
            Selection::InlineFragment(inline) => {
                let inline = &inline.node;
                let other = inline
                    .type_condition
                    .as_ref()
                    .is_some_and(|on| on.node.on.node != type_name);
                if other || !inline.directives.is_empty() {
                    return None;
                }
                add(fragments, &inline.selection_set.node, type_name, selected)?;
            }
            Selection::FragmentSpread(spread) => {
                let fragment = &fragments(&spread.node.fragment_name.node)?.node;
                if fragment.type_condition.node.on.node != type_name
                    || !spread.node.directives.is_empty()
                {
                    return None;
                }
                add(fragments, &fragment.selection_set.node, type_name, selected)?;
            }
        }
    }
    Some(())
}

/// The fields that a query asks for of every element of a list, worked out once: the beginning of
/// each member with its key, and what to write after it.
pub(crate) struct Plan<F>(Vec<(String, F)>);

impl<F> Plan<F> {
    /// Works out a selection; `None` when one of its fields is not plain, or takes arguments.
    pub(crate) fn of(
        selection: &[Selected<'_>],
        field: impl Fn(&Selected<'_>) -> Option<F>,
    ) -> Option<Self> {
        let members = selection.iter().map(|one| {
            let plain = if one.has_arguments { None } else { field(one) }?;
            Some((format!("\"{}\":", one.key), plain))
        });
        members.collect::<Option<Vec<_>>>().map(Self)
    }

    /// Writes one element; `None` when something of it was not read, which the executor then
    /// reports.
    pub(crate) fn write(
        &self,
        out: &mut String,
        write: impl Fn(&mut String, &F) -> Option<()>,
    ) -> Option<()> {
        out.push('{');
        for (at, (beginning, field)) in self.0.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            out.push_str(beginning);
            write(out, field)?;
        }
        out.push('}');
        Some(())
    }
}

/// Writes a list; `None` as [`Plan::write`].
pub(crate) fn write_list<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    write: impl Fn(&mut String, T) -> Option<()>,
) -> Option<()> {
    out.push('[');
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(out, item)?;
    }
    out.push(']');
    Some(())
}

/// Writes a text, a truth value or null.
pub(crate) fn write_value(out: &mut String, value: impl Serialize) -> Option<()> {
    out.push_str(&serde_json::to_string(&value).ok()?);
    Some(())
}

/// Writes what needs no escaping: an id, the name of an enum value, a cursor.
pub(crate) fn write_token(out: &mut String, token: impl std::fmt::Display) -> Option<()> {
    use std::fmt::Write;
    write!(out, "\"{token}\"").ok()
}
