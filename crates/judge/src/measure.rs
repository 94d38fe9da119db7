//! Measures selections. A fragment is measured once and its measure added at every spread, so the
//! work is linear in the document however often fragments open each other.

use std::collections::HashMap;

use async_graphql_parser::{
    Positioned,
    types::{
        Directive, ExecutableDocument, Field, FragmentDefinition, OperationDefinition,
        OperationType, Selection, SelectionSet,
    },
};
use async_graphql_value::{ConstValue, Value, Variables};

use crate::{
    introspection::Costs,
    limits::{Limit, Limits, Refusal, within},
    types::{Number, Types},
    values,
};

/// What a mutation costs before its answer: a transaction and what it writes.
const MUTATION: u64 = 10;

/// Fields of the schema that cost as much as one of an object.
const SCHEMA: u64 = 10;

/// What selections amount to once their fragments are opened. Sums stay at their greatest value
/// instead of overflowing.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Measure {
    /// Fields inside each other.
    pub(crate) depth: u32,
    /// Selection sets inside each other.
    pub(crate) nesting: u32,
    pub(crate) selections: u64,
    pub(crate) aliases: u64,
    /// Uses of variables.
    pub(crate) uses: u64,
    /// Fields at the top.
    pub(crate) tops: u64,
    /// Fields at the top that check a password.
    pub(crate) passwords: u64,
    /// Whether one of them takes a secret: a password, a token or a code.
    pub(crate) secret: bool,
    /// Cost of an operation without any field of its answer.
    pub(crate) base: u64,
    /// Cost whatever the page.
    fixed: u64,
    /// Cost of each element of the page of the connection that these are selections of.
    each: u64,
    /// Cost where these are selections of introspection.
    schema: Costs,
    /// Whether the cost depends on variables that are not known.
    pub(crate) varies: bool,
}

impl Measure {
    /// The cost, with so many elements on the page.
    pub(crate) fn cost(&self, page: u64) -> u64 {
        self.fixed.saturating_add(self.each.saturating_mul(page))
    }

    fn add(&mut self, other: &Self) {
        self.depth = self.depth.max(other.depth);
        self.nesting = self.nesting.max(other.nesting);
        self.selections = self.selections.saturating_add(other.selections);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.uses = self.uses.saturating_add(other.uses);
        self.tops = self.tops.saturating_add(other.tops);
        self.passwords = self.passwords.saturating_add(other.passwords);
        self.secret |= other.secret;
        self.fixed = self.fixed.saturating_add(other.fixed);
        self.each = self.each.saturating_add(other.each);
        self.schema.add(&other.schema);
        self.varies |= other.varies;
    }

    /// The same, one selection set deeper.
    fn deeper(mut self) -> Self {
        self.nesting = self.nesting.saturating_add(1);
        self
    }
}

/// What is known of the variables.
#[derive(Clone, Copy)]
pub(crate) enum Given<'a> {
    /// Nothing yet: what depends on them varies.
    Nothing,
    /// The values, and the operation that has the defaults.
    Values(&'a Variables, &'a OperationDefinition),
}

/// No variable is known yet.
struct Unknown;

/// Measures one document.
pub(crate) struct Surveyor<'a> {
    types: &'a Types,
    limits: &'a Limits,
    document: &'a ExecutableDocument,
    given: Given<'a>,
    fragments: HashMap<&'a str, Option<Measure>>,
    /// Nodes of the document that were looked at.
    pub(crate) steps: u64,
}

impl<'a> Surveyor<'a> {
    pub(crate) fn new(
        types: &'a Types,
        limits: &'a Limits,
        document: &'a ExecutableDocument,
        given: Given<'a>,
    ) -> Self {
        Self {
            types,
            limits,
            document,
            given,
            fragments: HashMap::new(),
            steps: 0,
        }
    }

    /// Measures an operation.
    pub(crate) fn operation(
        &mut self,
        operation: &'a OperationDefinition,
    ) -> Result<Measure, Refusal> {
        let mut uses = self.directives(&operation.directives)?;
        for variable in &operation.variable_definitions {
            uses += self.directives(&variable.node.directives)?;
            if let Some(default) = &variable.node.default_value {
                let literal = default.node.clone().into_value();
                uses += values::uses(&literal, self.limits, &mut self.steps)?;
            }
        }
        let root = self.types.root(operation.ty);
        let mut measure = self.set(&operation.selection_set.node, root, 1)?;
        measure.uses = measure.uses.saturating_add(uses);
        if operation.ty == OperationType::Mutation {
            measure.base = MUTATION.saturating_mul(measure.tops);
            measure.fixed = measure.fixed.saturating_add(measure.base);
        } else {
            measure.passwords = 0;
        }
        Ok(measure)
    }

    /// Measures a fragment, once.
    pub(crate) fn fragment(
        &mut self,
        name: &'a str,
        definition: &'a FragmentDefinition,
        level: u32,
    ) -> Result<Measure, Refusal> {
        match self.fragments.get(name) {
            Some(Some(measure)) => return Ok(*measure),
            Some(None) => {
                return Err(Refusal::Cycle {
                    fragment: name.to_owned(),
                });
            }
            None => {}
        }
        self.fragments.insert(name, None);
        let uses = self.directives(&definition.directives)?;
        let on = self.types.place(&definition.type_condition.node.on.node);
        let mut measure = self.set(&definition.selection_set.node, on, level)?;
        measure.uses = measure.uses.saturating_add(uses);
        self.fragments.insert(name, Some(measure));
        Ok(measure)
    }

    /// Measures a selection set at a level: how many sets it is inside of, itself included. The
    /// recursion ends where the nesting is refused.
    fn set(
        &mut self,
        set: &'a SelectionSet,
        on: Option<usize>,
        level: u32,
    ) -> Result<Measure, Refusal> {
        within(Limit::Nesting, level.into(), self.limits.nesting.into())?;
        let mut sum = Measure::default();
        for selection in &set.items {
            self.steps += 1;
            let uses = self.directives(selection.node.directives())?;
            let mut one = match &selection.node {
                Selection::Field(field) => self.field(&field.node, on, level)?,
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let on = match condition {
                        Some(condition) => self.types.place(&condition.node.on.node),
                        None => on,
                    };
                    self.set(&inline.node.selection_set.node, on, level + 1)?
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    match self.document.fragments.get_key_value(name) {
                        Some((name, definition)) => {
                            let measure = self.fragment(name, &definition.node, level + 1)?;
                            let reached = level.saturating_add(measure.nesting);
                            within(Limit::Nesting, reached.into(), self.limits.nesting.into())?;
                            measure
                        }
                        // The validation says that there is none.
                        None => Measure::default(),
                    }
                }
            };
            one.uses = one.uses.saturating_add(uses);
            one.selections = one.selections.saturating_add(1);
            sum.add(&one);
        }
        Ok(sum.deeper())
    }

    fn field(
        &mut self,
        field: &'a Field,
        on: Option<usize>,
        level: u32,
    ) -> Result<Measure, Refusal> {
        let known = self.types.get(on, &field.name.node);
        let below = if field.selection_set.node.items.is_empty() {
            Measure::default()
        } else {
            let of = known.and_then(|known| known.of);
            self.set(&field.selection_set.node, of, level + 1)?
        };
        let brings = known.map(|known| known.brings).unwrap_or_default();
        let mut measure = Measure {
            schema: self.types.census.cost(brings, &below.schema),
            depth: below.depth.saturating_add(1),
            aliases: below.aliases.saturating_add(field.alias.is_some().into()),
            tops: 1,
            passwords: known.is_some_and(|known| known.password).into(),
            secret: known.is_some_and(|known| known.secret),
            fixed: 1,
            each: 0,
            ..below
        };
        for (_, value) in &field.arguments {
            let uses = values::uses(&value.node, self.limits, &mut self.steps)?;
            measure.uses = measure.uses.saturating_add(uses);
        }
        let default = self.types.pages.default;
        let objects = match known.map_or(&Number::One, |known| &known.number) {
            Number::One => Some(1),
            Number::About(number) => Some(*number),
            Number::First(number) => self.page(field, *number),
            Number::Given(argument) => self.length(field, argument),
            Number::Schema => {
                measure.fixed = below.schema.of_one().div_ceil(SCHEMA).saturating_add(1);
                return Ok(measure);
            }
            Number::Elements => {
                measure.each = below.cost(default);
                return Ok(measure);
            }
            Number::Page => {
                let page = self.page(field, default);
                measure.varies |= page.is_none();
                let cost = below.cost(page.unwrap_or_default());
                measure.fixed = measure.fixed.saturating_add(cost);
                return Ok(measure);
            }
        };
        measure.varies |= objects.is_none();
        let cost = below
            .cost(default)
            .saturating_mul(objects.unwrap_or_default());
        measure.fixed = measure.fixed.saturating_add(cost);
        Ok(measure)
    }

    /// Checks the directives of one place, and counts uses of variables in them.
    fn directives(&mut self, directives: &[Positioned<Directive>]) -> Result<u64, Refusal> {
        let most = self.limits.directives as u64;
        within(Limit::Directives, directives.len() as u64, most)?;
        let mut sum = 0;
        for directive in directives {
            self.steps += 1;
            for (_, value) in &directive.node.arguments {
                sum += values::uses(&value.node, self.limits, &mut self.steps)?;
            }
        }
        Ok(sum)
    }

    /// Elements of the page that a field asks for; none when a variable decides that is not known.
    fn page(&self, field: &Field, default: u64) -> Option<u64> {
        let mut page = None;
        for argument in ["first", "last"] {
            let wanted = match field.get_argument(argument).map(|value| &value.node) {
                Some(Value::Variable(name)) => match self.resolve(name).ok()? {
                    Some(ConstValue::Number(number)) => number.as_i64(),
                    _ => None,
                },
                Some(Value::Number(number)) => number.as_i64(),
                _ => None,
            };
            let wanted = wanted.map(|wanted| u64::try_from(wanted).unwrap_or_default());
            page = page.max(wanted);
        }
        Some(page.unwrap_or(default).min(self.types.pages.most))
    }

    /// Elements of a list that a field is given; as [`Surveyor::page`].
    fn length(&self, field: &Field, argument: &str) -> Option<u64> {
        let length = match field.get_argument(argument).map(|value| &value.node) {
            Some(Value::List(elements)) => elements.len(),
            Some(Value::Variable(name)) => match self.resolve(name).ok()? {
                Some(ConstValue::List(elements)) => elements.len(),
                _ => 1,
            },
            // A single value counts as a list of one (October 2021, section 3.11).
            _ => 1,
        };
        Some(length as u64)
    }

    /// The value of a variable, or its default.
    fn resolve(&self, name: &str) -> Result<Option<&'a ConstValue>, Unknown> {
        let Given::Values(variables, operation) = self.given else {
            return Err(Unknown);
        };
        let definition = || {
            let mut definitions = operation.variable_definitions.iter();
            definitions.find(|definition| definition.node.name.node == name)
        };
        let value = variables.get(name);
        Ok(value.or_else(|| definition().and_then(|definition| definition.node.default_value())))
    }
}
