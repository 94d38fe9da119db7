//! What a client may ask for: the judgement of documents, the price of an operation and what the
//! client has left of its allowance, and the words of a refusal.

mod allowances;
mod cost;

use std::{net::IpAddr, time::Duration};

use async_graphql::{ErrorExtensionValues, Response, ServerError};
use maillage_domain::{Fact, ids::PersonId, values::Language};
use maillage_judge::{Limit, Refusal, Rejection};
use maillage_usecases::words;

pub(crate) use self::{
    allowances::Allowances,
    cost::{Cost, actual},
};

/// What clients may ask for.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Of one document.
    pub document: maillage_judge::Limits,
    /// Cost of a mutation that comes with a key, whose payload is read while its transaction is
    /// open. Everything that a mutation is about, with a page or two of what belongs to it, costs
    /// some hundreds.
    pub cost_with_key: u64,
    /// Longest that an operation may run.
    pub time: Duration,
    /// Of one client over time.
    pub allowance: Allowance,
}

/// What a client may spend: the cost of its operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// At once.
    pub most: u64,
    /// What comes back each second.
    pub per_second: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document: maillage_judge::Limits::default(),
            cost_with_key: 3_000,
            time: Duration::from_secs(10),
            allowance: Allowance {
                most: 100_000,
                per_second: 2_000,
            },
        }
    }
}

/// Who pays for an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Client {
    /// A signed-in person, wherever they are.
    Person(PersonId),
    /// Everybody in one network, named by its first address.
    Network(IpAddr),
}

/// What a request costs that is refused before it runs: it was read, and perhaps parsed.
pub(crate) const REFUSED: u64 = 10;

/// Why an operation is not run, or not to its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The document is no GraphQL, or asks for too much.
    Refused(Refusal),
    /// The parser says what is wrong.
    Unparsable(async_graphql::parser::Error),
    /// The client has spent its allowance.
    Spent {
        /// In how many seconds it will have enough.
        retry_after: u64,
    },
    /// A subscription that does not ask for one field (GraphQL October 2021, section 5.2.3.1).
    NotOneField,
    /// The time is over.
    TimedOut,
    /// No field could be answered: the database had no connection free.
    Overloaded,
    /// A key is good for one mutation, and there is not exactly one.
    NotOneMutation,
    /// The key was used for another request.
    KeyOfAnother,
    /// It costs more than a mutation with a key may.
    CostlyWithKey {
        /// Most that one may.
        most: u64,
    },
}

/// How the limit of the cost of a mutation with a key is called.
const COST_WITH_KEY: &str = "COST_WITH_KEY";

impl From<Rejection> for Stop {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Refused(refusal) => Self::Refused(refusal),
            Rejection::Unparsable(error) => Self::Unparsable(error),
        }
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Stop {
    /// The answer without data.
    pub(crate) fn into_response(self, language: Language) -> Response {
        let mut extensions = ErrorExtensionValues::default();
        let mut facts = Vec::new();
        let mut fact = |extensions: &mut ErrorExtensionValues, name: &str, value: u64| {
            extensions.set(name, value);
            facts.push(Fact::new(name, value));
        };
        let (code, name) = match self {
            Self::Unparsable(error) => {
                let mut error = ServerError::from(error);
                extensions.set("code", "INVALID");
                error.extensions = Some(extensions);
                return Response::from_errors(vec![error]);
            }
            Self::Refused(Refusal::Malformed { line, column }) => {
                fact(&mut extensions, "line", line as u64);
                fact(&mut extensions, "column", column as u64);
                ("INVALID", "document-malformed".to_owned())
            }
            Self::Refused(Refusal::Cycle { fragment }) => {
                facts.push(Fact::new("fragment", fragment));
                ("INVALID", "document-cycle".to_owned())
            }
            Self::Refused(Refusal::Beyond { limit, most }) => {
                extensions.set("limit", limit.as_str());
                fact(&mut extensions, "max", most);
                (code_of(limit), words_of(limit))
            }
            Self::CostlyWithKey { most } => {
                extensions.set("limit", COST_WITH_KEY);
                fact(&mut extensions, "max", most);
                ("QUERY_TOO_COMPLEX", format!("limit-{COST_WITH_KEY}"))
            }
            Self::Spent { retry_after } => {
                fact(&mut extensions, "retryAfter", retry_after);
                ("RATE_LIMITED", "error-RATE_LIMITED".to_owned())
            }
            Self::NotOneField => ("INVALID", "document-not-one-field".to_owned()),
            Self::TimedOut => ("TIMEOUT", "error-TIMEOUT".to_owned()),
            Self::Overloaded => {
                fact(&mut extensions, "retryAfter", 1);
                ("OVERLOADED", "error-OVERLOADED".to_owned())
            }
            Self::NotOneMutation => ("INVALID", "idempotency-one-mutation".to_owned()),
            Self::KeyOfAnother => {
                let code = "IDEMPOTENCY_MISMATCH";
                (code, format!("error-{code}"))
            }
        };
        extensions.set("code", code);
        let mut error = ServerError::new(words::say(language, &name, &facts), None);
        error.extensions = Some(extensions);
        Response::from_errors(vec![error])
    }
}

const fn code_of(limit: Limit) -> &'static str {
    if limit.is_size() {
        "QUERY_TOO_LARGE"
    } else {
        "QUERY_TOO_COMPLEX"
    }
}

fn words_of(limit: Limit) -> String {
    format!("limit-{}", limit.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_told_in_both_languages() {
        let facts = [Fact::new("max", 12)];
        let names = Limit::ALL.iter().map(|limit| words_of(*limit));
        for name in names.chain([format!("limit-{COST_WITH_KEY}")]) {
            for language in [Language::French, Language::English] {
                assert!(words::knows(language, &name), "{name} in {language}");
                let text = words::say(language, &name, &facts);
                assert!(text.contains("12") && text.ends_with('.'), "{text}");
            }
        }
    }

    #[test]
    fn what_is_wrong_with_a_document_is_told_in_both_languages() {
        for language in [Language::French, Language::English] {
            for refusal in [
                Refusal::Malformed { line: 7, column: 9 },
                Refusal::Cycle {
                    fragment: "Roundabout".to_owned(),
                },
            ] {
                let response = Stop::from(refusal).into_response(language);
                let text = &response.errors[0].message;
                assert!(text.contains('7') || text.contains("Roundabout"), "{text}");
            }
        }
    }
}
