//! What is wrong with an input, field by field.

use std::fmt;

use super::text_enum;
use crate::refusals::Fact;

/// What is wrong with one value, before anyone knows which field it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which kind of fault.
    pub code: ProblemCode,
    /// Its evidence (`max`, `given`, …).
    pub facts: Vec<Fact>,
}

impl Problem {
    /// A problem without facts yet.
    pub fn new(code: ProblemCode) -> Self {
        Self {
            code,
            facts: Vec::new(),
        }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.facts.push(Fact::new(name, value));
        self
    }
}

/// A problem and the input field it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Path in the input, in camel case: `["needs", "2", "label"]`.
    pub path: Vec<String>,
    /// What is wrong there.
    pub problem: Problem,
}

/// Everything wrong with one input, so that a person mends it in one go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Nothing wrong so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// One fault alone.
    pub fn one(field: &str, problem: Problem) -> Self {
        Self(vec![Fault {
            path: vec![field.to_owned()],
            problem,
        }])
    }

    /// Keeps the value, or notes the problem under `field`.
    pub fn take<T>(&mut self, field: &str, result: Result<T, Problem>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(problem) => {
                self.0.push(Fault {
                    path: vec![field.to_owned()],
                    problem,
                });
                None
            }
        }
    }

    /// Keeps the value, or notes the faults found inside it under `field`.
    pub fn nest<T>(&mut self, field: &str, result: Result<T, Faults>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(inner) => {
                self.0.extend(inner.0.into_iter().map(|mut fault| {
                    fault.path.insert(0, field.to_owned());
                    fault
                }));
                None
            }
        }
    }

    /// Keeps the value, or notes the faults found in fields that stand beside those of this input.
    pub fn join<T>(&mut self, result: Result<T, Faults>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(inner) => {
                self.0.extend(inner.0);
                None
            }
        }
    }

    /// Parses each element, noting faults under `field` and the element's position.
    pub fn each<I, T>(
        &mut self,
        field: &str,
        items: impl IntoIterator<Item = I>,
        mut parse: impl FnMut(I) -> Result<T, Faults>,
    ) -> Option<Vec<T>> {
        let mut all = Some(Vec::new());
        for (position, item) in items.into_iter().enumerate() {
            let parsed = parse(item).map_err(|inner| {
                Faults(
                    inner
                        .0
                        .into_iter()
                        .map(|mut fault| {
                            fault.path.insert(0, position.to_string());
                            fault
                        })
                        .collect(),
                )
            });
            match (self.nest(field, parsed), &mut all) {
                (Some(value), Some(values)) => values.push(value),
                _ => all = None,
            }
        }
        all
    }

    /// Notes a problem.
    pub fn note(&mut self, field: &str, problem: Problem) {
        self.0.push(Fault {
            path: vec![field.to_owned()],
            problem,
        });
    }

    /// The same faults, found inside `field`.
    #[must_use]
    pub fn within(mut self, field: &str) -> Self {
        for fault in &mut self.0 {
            fault.path.insert(0, field.to_owned());
        }
        self
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The faults, in the order of the input.
    pub fn into_vec(self) -> Vec<Fault> {
        self.0
    }

    /// The faults, in the order of the input.
    pub fn as_slice(&self) -> &[Fault] {
        &self.0
    }
}

impl From<Problem> for Faults {
    /// The problem of the value itself; whoever holds it says in which field.
    fn from(problem: Problem) -> Self {
        Self(vec![Fault {
            path: Vec::new(),
            problem,
        }])
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, fault) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(
                f,
                "{separator}{}: {}",
                fault.path.join("."),
                fault.problem.code
            )?;
        }
        Ok(())
    }
}

/// Builds a struct from parsed fields, or gathers what is wrong with all of them:
/// `gather!(faults => Contact { email, phone })`, each name an `Option` taken from `faults`.
macro_rules! gather {
    ($faults:ident => $type:ident { $($field:ident),* $(,)? }) => {
        match ($($field,)*) {
            ($(Some($field),)*) if $faults.is_empty() => Ok($type { $($field),* }),
            _ => Err($faults),
        }
    };
}
pub(crate) use gather;

text_enum! {
    /// The kinds of faults in a single value. Stable, like refusal codes.
    pub enum ProblemCode {
        /// Nothing was given.
        Required = "REQUIRED",
        /// Fewer characters or elements than `min`.
        TooShort = "TOO_SHORT",
        /// More characters or elements than `max`.
        TooLong = "TOO_LONG",
        /// Not of the expected form.
        Malformed = "MALFORMED",
        /// The check digit does not match.
        Checksum = "CHECKSUM",
        /// Not in the official or allowed list.
        Unknown = "UNKNOWN",
        /// Outside `min` to `max`.
        OutOfRange = "OUT_OF_RANGE",
        /// Given twice.
        Duplicate = "DUPLICATE",
        /// An id of another kind of object.
        WrongType = "WRONG_TYPE",
        /// Does not go with another field (`with`).
        Inconsistent = "INCONSISTENT",
        /// Characters that have no place here (control characters, line breaks in a single line).
        ForbiddenCharacter = "FORBIDDEN_CHARACTER",
        /// A password that is among the first to be guessed.
        Guessable = "GUESSABLE",
        /// A file that is no picture of an accepted kind, whatever it says of itself.
        NotAPhoto = "NOT_A_PHOTO",
        /// A file of another format than the accepted ones, whatever it is called.
        UnsupportedFormat = "UNSUPPORTED_FORMAT",
        /// A picture that is broken or incomplete.
        Unreadable = "UNREADABLE",
        /// A picture with more pixels than are accepted.
        TooManyPixels = "TOO_MANY_PIXELS",
    }
}
