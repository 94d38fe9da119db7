//! Compares two editions of the GraphQL contract: what was promised must still hold, unless its end
//! was announced and the day has come.
//!
//! Our own comparison rather than one of the JavaScript tools: those know that something goes, not
//! that it was allowed to from a day on, and this one runs wherever the project builds.

mod elements;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use async_graphql_parser::types::{BaseType, Type};
use chrono::{Months, NaiveDate};

use self::elements::{Element, Kind};

/// Months between the announcement of an end and the end.
const NOTICE: Months = Months::new(12);

/// How an announcement ends.
const ANNOUNCEMENT: &str = "Removed after ";

/// A schema, as its elements by coordinate (`Type.field(argument:)`).
pub(crate) struct Contract(BTreeMap<String, Element>);

impl Contract {
    /// Reads a schema in the schema definition language.
    pub(crate) fn read(sdl: &str) -> anyhow::Result<Self> {
        let document = async_graphql_parser::parse_schema(sdl).context("it is no schema")?;
        Ok(Self(elements::of(&document)))
    }

    /// What this edition breaks of what the released one promised, a line each.
    pub(crate) fn breaks(&self, released: &Self, today: NaiveDate) -> Vec<String> {
        let justified = self.types_gone_for_good(released, today);
        let mut breaks = Vec::new();
        for (coordinate, then) in &released.0 {
            match self.0.get(coordinate) {
                Some(now) => breaks.extend(then.kind.breaks(&now.kind, coordinate)),
                // One line for what is gone, none for what was in it.
                None if then
                    .parent
                    .as_ref()
                    .is_some_and(|of| !self.0.contains_key(of)) => {}
                None if then.may_go(today) || justified.contains(&then.gone_with(coordinate)) => {}
                None => breaks.push(format!("{coordinate} is gone")),
            }
        }
        for (coordinate, now) in &self.0 {
            let known = released.0.contains_key(coordinate);
            let extends = now.parent.as_ref();
            if !known && extends.is_some_and(|of| released.0.contains_key(of)) && now.is_required()
            {
                breaks.push(format!("{coordinate} is new and required"));
            }
        }
        breaks
    }

    /// Announcements of this edition that are none: each names the day after which it holds, and a
    /// new one leaves a year until then.
    pub(crate) fn faults(&self, released: &Self, today: NaiveDate) -> Vec<String> {
        let mut faults = Vec::new();
        for (coordinate, element) in &self.0 {
            let Some(reason) = &element.deprecated else {
                continue;
            };
            let before = released.0.get(coordinate);
            let is_new = before.is_none_or(|before| before.deprecated.is_none());
            match end(reason) {
                None => faults.push(format!(
                    "{coordinate} is deprecated without \"{ANNOUNCEMENT}YYYY-MM-DD\" at the end"
                )),
                Some(day) if is_new && Some(day) < today.checked_add_months(NOTICE) => {
                    faults.push(format!("{coordinate} ends on {day}, in less than a year"));
                }
                Some(_) => {}
            }
        }
        faults
    }

    /// Types that are gone together with everything that named them, as announced.
    fn types_gone_for_good<'a>(&self, released: &'a Self, today: NaiveDate) -> BTreeSet<&'a str> {
        let gone = |coordinate: &str| !self.0.contains_key(coordinate);
        let mut candidates: BTreeSet<&str> = released
            .0
            .iter()
            .filter(|(coordinate, element)| element.parent.is_none() && gone(coordinate))
            .map(|(coordinate, _)| coordinate.as_str())
            .collect();
        loop {
            let still_named = |name: &str| {
                released.0.values().any(|element| {
                    element.kind.names(name)
                        && !element.may_go(today)
                        && !element.is_within(&candidates)
                })
            };
            let kept: BTreeSet<_> = candidates
                .iter()
                .copied()
                .filter(|name| !still_named(name))
                .collect();
            if kept.len() == candidates.len() {
                return kept;
            }
            candidates = kept;
        }
    }
}

impl Element {
    /// Whether its end was announced and the day is over.
    fn may_go(&self, today: NaiveDate) -> bool {
        let end = self.deprecated.as_deref().and_then(end);
        end.is_some_and(|end| end < today)
    }

    /// The type whose end is its own.
    fn gone_with<'a>(&'a self, coordinate: &'a str) -> &'a str {
        match &self.kind {
            Kind::Member(name) => name,
            _ => coordinate,
        }
    }

    fn is_required(&self) -> bool {
        matches!(&self.kind, Kind::Input { of, default: None } if !of.nullable)
    }

    fn is_within(&self, types: &BTreeSet<&str>) -> bool {
        let of = self.parent.as_deref().unwrap_or_default();
        let owner = of.split('.').next().unwrap_or_default();
        types.contains(owner)
    }
}

impl Kind {
    /// What is broken when something of this kind becomes the other.
    fn breaks(&self, now: &Self, coordinate: &str) -> Vec<String> {
        match (self, now) {
            (Self::Output(then), Self::Output(now)) if !gives(now, then) => {
                vec![format!("{coordinate} was {then} and is {now}")]
            }
            (Self::Input { of: then, default }, Self::Input { of, default: now }) => {
                let mut breaks = Vec::new();
                if !gives(then, of) {
                    breaks.push(format!("{coordinate} took {then} and takes {of}"));
                }
                if default.is_some() && default != now {
                    breaks.push(format!("{coordinate} has another default, or none"));
                }
                breaks
            }
            (Self::Output(_), Self::Output(_)) => Vec::new(),
            (then, now) if then == now => Vec::new(),
            _ => vec![format!("{coordinate} is something else")],
        }
    }

    fn names(&self, name: &str) -> bool {
        match self {
            Self::Output(of) | Self::Input { of, .. } => named(of) == name,
            Self::Type(_) | Self::Value | Self::Member(_) => false,
        }
    }
}

/// Whether a value of the one type is always one of the other.
fn gives(one: &Type, other: &Type) -> bool {
    (other.nullable || !one.nullable)
        && match (&one.base, &other.base) {
            (BaseType::Named(one), BaseType::Named(other)) => one == other,
            (BaseType::List(one), BaseType::List(other)) => gives(one, other),
            _ => false,
        }
}

fn named(of: &Type) -> &str {
    match &of.base {
        BaseType::Named(name) => name,
        BaseType::List(of) => named(of),
    }
}

/// The last day of what is deprecated for this reason.
fn end(reason: &str) -> Option<NaiveDate> {
    let (_, day) = reason.rsplit_once(ANNOUNCEMENT)?;
    day.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests;
