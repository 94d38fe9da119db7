//! Sizes of values: of the literals of a document, and of its variables.

use async_graphql_value::{ConstValue, Value, Variables};

use crate::limits::{Limit, Limits, Refusal, within};

/// Bytes of a text that weigh as much as one value.
const TEXT: u64 = 32;

/// Weighs the variables of a request: one for each value, and more for long texts. Each use of a
/// variable copies it.
pub(crate) fn weigh(variables: &Variables, limits: &Limits) -> Result<u64, Refusal> {
    variables.iter().try_fold(0_u64, |sum, (_, value)| {
        Ok(sum.saturating_add(weigh_value(value, limits)?))
    })
}

fn weigh_value(value: &ConstValue, limits: &Limits) -> Result<u64, Refusal> {
    let inside = match value {
        ConstValue::String(text) => text.len() as u64 / TEXT,
        ConstValue::Enum(name) => name.len() as u64 / TEXT,
        ConstValue::List(elements) => {
            check_length(elements.len(), limits)?;
            sum(elements, limits)?
        }
        ConstValue::Object(members) => sum(members.values(), limits)?,
        _ => 0,
    };
    Ok(inside.saturating_add(1))
}

fn sum<'a>(
    values: impl IntoIterator<Item = &'a ConstValue>,
    limits: &Limits,
) -> Result<u64, Refusal> {
    values.into_iter().try_fold(0_u64, |sum, value| {
        Ok(sum.saturating_add(weigh_value(value, limits)?))
    })
}

/// How often a literal names a variable.
pub(crate) fn uses(value: &Value, limits: &Limits, steps: &mut u64) -> Result<u64, Refusal> {
    *steps += 1;
    match value {
        Value::Variable(_) => Ok(1),
        Value::List(elements) => {
            check_length(elements.len(), limits)?;
            elements
                .iter()
                .try_fold(0, |sum, value| Ok(sum + uses(value, limits, steps)?))
        }
        Value::Object(members) => members
            .values()
            .try_fold(0, |sum, value| Ok(sum + uses(value, limits, steps)?)),
        _ => Ok(0),
    }
}

fn check_length(length: usize, limits: &Limits) -> Result<(), Refusal> {
    within(Limit::Elements, length as u64, limits.elements as u64)
}
