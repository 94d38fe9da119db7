//! The cost of an operation as clients see it.

use async_graphql::{Name, Value, indexmap::IndexMap};

use maillage_judge::Price;

use super::REFUSED;
use crate::plain::raw;

/// What an answer says of its cost.
pub(crate) struct Cost {
    /// What it might have cost, known before it ran.
    pub(crate) requested: u64,
    /// What it cost: the fields in the answer.
    pub(crate) actual: u64,
    /// What the client has left.
    pub(crate) available: u64,
    /// What comes back each second.
    pub(crate) restore_rate: u64,
}

impl From<Cost> for Value {
    fn from(cost: Cost) -> Self {
        let members = [
            ("requested", cost.requested),
            ("actual", cost.actual),
            ("available", cost.available),
            ("restoreRate", cost.restore_rate),
        ];
        let members = members.map(|(name, value)| (Name::new(name), Self::from(value)));
        Self::Object(IndexMap::from(members))
    }
}

/// What an operation of this price cost in the end. Introspection is priced below its fields, so
/// that the price is the most.
pub(crate) fn actual(data: &Value, price: Price) -> u64 {
    let cost = match data {
        // The validation refused it.
        Value::Null => REFUSED,
        data => price.base + fields(data),
    };
    cost.clamp(1, price.most)
}

/// Fields in an answer: the unit in which the judge prices.
fn fields(data: &Value) -> u64 {
    if let Some(text) = raw(data) {
        return members(text);
    }
    match data {
        Value::Object(inside) => inside.values().map(|field| 1 + fields(field)).sum(),
        Value::List(items) => items.iter().map(fields).sum(),
        _ => 0,
    }
}

/// Members of objects in a JSON text: the colons outside of its strings.
fn members(text: &str) -> u64 {
    let mut bytes = text.bytes();
    let mut count = 0;
    let mut in_string = false;
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => in_string = !in_string,
            b'\\' if in_string => {
                bytes.next();
            }
            b':' if !in_string => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use async_graphql::value;

    use super::fields;
    use crate::plain::written;

    #[test]
    fn every_field_of_an_answer_counts_once() {
        assert_eq!(fields(&value!(null)), 0);
        assert_eq!(
            fields(&value!({ "a": 1, "b": { "c": [{ "d": 1 }, { "d": 2 }] } })),
            5
        );
    }

    #[test]
    fn what_a_list_wrote_of_itself_counts_alike() {
        let list = written(r#"[{"a":"x: \"y\": \\"},{"a":"z","b":{"c":1}}]"#.to_owned());
        assert_eq!(fields(&value!({ "list": list })), 1 + 4);
    }
}
