//! From answers to the cells of the table.

use serde_json::Value;

use crate::matrix::{answers::Reply, table::Row};

/// A row of the table, as a place in an answer.
pub(super) struct Place {
    pub(super) name: String,
    pub(super) path: Vec<String>,
    /// A list, of which the length is told.
    pub(super) is_counted: bool,
}

/// The rows of an object: the fields with the same cells together.
pub(super) fn rows(
    places: &[Place],
    replies: &[Reply],
    objects: &[&Value],
    above: &[&str],
) -> Vec<Row> {
    let mut found: Vec<(Vec<&str>, Vec<String>)> = Vec::new();
    for place in places {
        // The representative's view first: the others are compared with it.
        let mut order = objects.iter().skip(4).chain(objects.iter().take(4));
        let usual = order.find_map(|object| value(place, object));
        let cells: Vec<_> = (replies.iter().zip(objects))
            .map(|(reply, object)| cell(place, reply, object, usual.as_ref(), above))
            .collect();
        match found.iter_mut().find(|(_, same)| *same == cells) {
            Some((names, _)) => names.push(&place.name),
            None => found.push((vec![&place.name], cells)),
        }
    }
    let alone = found.len() == 1;
    let rows = found.into_iter().map(|(names, cells)| Row {
        name: if alone {
            "every field".to_owned()
        } else {
            folded(&names, places)
        },
        cells,
    });
    rows.collect()
}

/// The names of fields; a part of which all fields are among them stands for these, with their
/// number, so that a field more is seen.
fn folded(names: &[&str], places: &[Place]) -> String {
    let mut told: Vec<String> = Vec::new();
    for name in names {
        let whole = name.match_indices('.').find_map(|(end, _)| {
            let start = &name[..=end];
            let all = places.iter().filter(|place| place.name.starts_with(start));
            let here = names.iter().filter(|name| name.starts_with(start)).count();
            let count = all.count();
            (here == count && count > 1).then(|| format!("{start}({count})"))
        });
        let name = whole.unwrap_or_else(|| (*name).to_owned());
        if !told.contains(&name) {
            told.push(name);
        }
    }
    told.join(" ")
}

/// What somebody reads in a place.
pub(super) fn cell(
    place: &Place,
    reply: &Reply,
    object: &Value,
    usual: Option<&Value>,
    above: &[&str],
) -> String {
    if !object.is_object() {
        let refused = reply.refusal(above);
        return refused.map_or_else(|| "absent".to_owned(), |outcome| outcome.to_string());
    }
    let mut path = above.to_vec();
    path.push(&place.path[0]);
    if let Some(outcome) = reply.refusal(&path) {
        return outcome.to_string();
    }
    match value(place, object) {
        None => "-".to_owned(),
        Some(Value::Array(list)) if place.is_counted => list.len().to_string(),
        Some(Value::Number(count)) if place.path.last().is_some_and(|end| end == "totalCount") => {
            count.to_string()
        }
        Some(value) if usual.is_none_or(|usual| *usual == value) => "yes".to_owned(),
        Some(_) => "other".to_owned(),
    }
}

/// What stands in a place; of parts of a list, what stands there in any of them.
fn value(place: &Place, object: &Value) -> Option<Value> {
    let found = place
        .path
        .iter()
        .try_fold(object.clone(), |value, name| match value {
            Value::Array(list) => {
                let inside: Vec<_> = list.iter().map(|one| one[name].clone()).collect();
                let inside = inside.into_iter().flat_map(|one| match one {
                    Value::Array(list) => list,
                    one => vec![one],
                });
                let inside: Vec<_> = inside.filter(|one| !one.is_null()).collect();
                (!inside.is_empty()).then_some(Value::Array(inside))
            }
            Value::Null => None,
            value => Some(value[name].clone()),
        });
    found.filter(|value| !value.is_null())
}
