//! The verdict on a document, and the price of one of its operations.

use std::sync::Arc;

use async_graphql_parser::{
    Error, parse_query,
    types::{DocumentOperations, ExecutableDocument, OperationDefinition},
};
use async_graphql_value::Variables;

use crate::{
    lexer,
    limits::{Limit, Limits, Refusal, within},
    measure::{Given, Measure, Surveyor},
    types::Types,
    values,
};

/// Judges documents against one schema.
#[derive(Debug)]
pub struct Judge {
    types: Arc<Types>,
    limits: Limits,
}

/// Why a text does not become a document.
#[derive(Debug)]
pub enum Rejection {
    /// It asks for too much, or is no GraphQL to begin with.
    Refused(Refusal),
    /// The parser says what is wrong.
    Unparsable(Error),
}

impl From<Refusal> for Rejection {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// What is known of a document that keeps every limit that no variable decides.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Of each operation by its name; the one without a name is under the empty name.
    operations: Vec<(String, Priced)>,
    /// Nodes of the document that were looked at.
    pub steps: u64,
}

#[derive(Debug, Clone, Copy)]
struct Priced {
    /// None when variables decide.
    cost: Option<u64>,
    base: u64,
    uses: u64,
    roots: u64,
    secret: bool,
}

/// What an operation costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// At most, with every field that the answer can have.
    pub most: u64,
    /// Without any field.
    pub base: u64,
    /// Fields at its root.
    pub roots: u64,
    /// Whether one of them takes a password, a token or a code.
    pub secret: bool,
}

impl Judge {
    /// A judge of documents for these types.
    pub fn new(types: impl Into<Arc<Types>>, limits: Limits) -> Self {
        let types = types.into();
        Self { types, limits }
    }

    /// What the judge allows.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Reads a text, unless it is too large to be worth it.
    ///
    /// # Errors
    /// Why it is no document.
    pub fn read(&self, text: &str) -> Result<ExecutableDocument, Rejection> {
        lexer::count(text, &self.limits)?;
        parse_query(text).map_err(Rejection::Unparsable)
    }

    /// Judges a document before its variables are known. The verdict holds for every request of it.
    ///
    /// # Errors
    /// The limit that it oversteps.
    pub fn judge(&self, document: &ExecutableDocument) -> Result<Verdict, Refusal> {
        let limits = &self.limits;
        let count = document.operations.iter().len();
        within(Limit::Operations, count as u64, limits.operations as u64)?;
        let mut surveyor = Surveyor::new(&self.types, limits, document, Given::Nothing);
        let mut operations = Vec::with_capacity(count);
        // The validation walks through every definition, used or not.
        let mut sum = Measure::default();
        for (name, definition) in &document.fragments {
            let measure = surveyor.fragment(name, &definition.node, 1)?;
            sum.selections = sum.selections.saturating_add(measure.selections);
        }
        for (name, operation) in document.operations.iter() {
            let measure = surveyor.operation(&operation.node)?;
            within(Limit::Depth, measure.depth.into(), limits.depth.into())?;
            within(Limit::Roots, measure.tops, limits.roots)?;
            within(Limit::Passwords, measure.passwords, limits.passwords)?;
            sum.selections = sum.selections.saturating_add(measure.selections);
            sum.aliases = sum.aliases.saturating_add(measure.aliases);
            let cost = (!measure.varies).then(|| measure.cost(0));
            within(Limit::Cost, cost.unwrap_or_default(), limits.cost)?;
            let name = name.map(ToString::to_string).unwrap_or_default();
            let priced = Priced {
                cost,
                base: measure.base,
                uses: measure.uses,
                roots: measure.tops,
                secret: measure.secret,
            };
            operations.push((name, priced));
        }
        within(Limit::Selections, sum.selections, limits.selections)?;
        within(Limit::Aliases, sum.aliases, limits.aliases)?;
        Ok(Verdict {
            operations,
            steps: surveyor.steps,
        })
    }

    /// What the operation to run may cost with these variables: the most fields that its answer
    /// can have. A document without that operation costs nothing; the executor says why.
    ///
    /// # Errors
    /// When the variables, or the cost that they bring about, are beyond a limit.
    pub fn price(
        &self,
        document: &ExecutableDocument,
        verdict: &Verdict,
        operation: Option<&str>,
        variables: &Variables,
    ) -> Result<Price, Refusal> {
        let weight = values::weigh(variables, &self.limits)?;
        let named = verdict.operations.iter().find(|(name, _)| match operation {
            Some(operation) => name.is_empty() || name == operation,
            None => verdict.operations.len() == 1,
        });
        let Some((name, priced)) = named else {
            within(Limit::Values, weight, self.limits.values)?;
            return Ok(Price {
                most: 0,
                base: 0,
                roots: 0,
                secret: false,
            });
        };
        let copied = weight.saturating_mul(priced.uses.max(1));
        within(Limit::Values, copied, self.limits.values)?;
        let cost = match (priced.cost, definition(document, name)) {
            (Some(cost), _) => cost,
            (None, None) => 0,
            (None, Some(operation)) => {
                let given = Given::Values(variables, operation);
                let mut surveyor = Surveyor::new(&self.types, &self.limits, document, given);
                surveyor.operation(operation)?.cost(0)
            }
        };
        within(Limit::Cost, cost, self.limits.cost)?;
        Ok(Price {
            most: cost,
            base: priced.base,
            roots: priced.roots,
            secret: priced.secret,
        })
    }
}

fn definition<'a>(document: &'a ExecutableDocument, name: &str) -> Option<&'a OperationDefinition> {
    match &document.operations {
        DocumentOperations::Single(operation) => Some(&operation.node),
        DocumentOperations::Multiple(operations) => {
            operations.get(name).map(|operation| &operation.node)
        }
    }
}
