//! From the errors of use cases to GraphQL, once.

mod coercion;

use std::{borrow::Cow, sync::Arc};

use async_graphql::{
    ContextSelectionSet, ErrorExtensionValues, Name, OutputType, PathSegment, Positioned, Response,
    ServerError, ServerResult, SimpleObject, Value, parser::types::Field, registry::Registry,
};
use maillage_domain::{
    Fact as DomainFact, Faults, Problem, Refusal, RefusalCode,
    ids::{EventId, Mint},
    values::{Language, TextEnum},
};
use maillage_usecases::{Error, words};

use self::coercion::Misfit;
use crate::enums;

/// The error of a resolver. It does not implement `Display` on purpose: async-graphql would turn
/// any such error into a message for the world.
pub(crate) struct ApiError(Arc<Error>);

impl ApiError {
    /// A failure that others have too: whoever reads the log finds it once.
    pub(crate) fn shared(error: Arc<Error>) -> Self {
        Self(error)
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self(Arc::new(error))
    }
}

impl From<ApiError> for async_graphql::Error {
    fn from(ApiError(error): ApiError) -> Self {
        // The words are put in by `finish`, which knows the language of the request.
        Self {
            message: code_of(&error).to_owned(),
            source: Some(error),
            extensions: None,
        }
    }
}

/// The result of a resolver.
pub(crate) type Result<T> = std::result::Result<T, ApiError>;

/// The codes that are no refusals of the domain.
pub(crate) const SYSTEM_CODES: &[(&str, &str)] = &[
    ("UNAUTHENTICATED", "Sign in first, or again."),
    (
        "FORBIDDEN",
        "You may see it, but not do this; the fact `reason` says what would be needed.",
    ),
    ("NOT_FOUND", "There is no such thing, or not for you."),
    (
        "INVALID",
        "The input is wrong: `path` names the field, the fact `problem` the fault.",
    ),
    (
        "CONFLICT",
        "Somebody changed it since you read it; the fact `currentVersion` is its version now.",
    ),
    (
        "RATE_LIMITED",
        "Too many tries; the fact `retryAfter` says in how many seconds to try again.",
    ),
    (
        "QUERY_TOO_LARGE",
        "The text of the request is too long; `extensions.limit` says which limit it oversteps.",
    ),
    (
        "QUERY_TOO_COMPLEX",
        "The document asks for too much; `extensions.limit` says which limit it oversteps.",
    ),
    (
        "TIMEOUT",
        "It took too long; the change under way was not made.",
    ),
    (
        "OVERLOADED",
        "Too much is asked of the platform at the moment; the fact `retryAfter` says in how many seconds to try again.",
    ),
    (
        "IDEMPOTENCY_MISMATCH",
        "The `Idempotency-Key` was used for another request.",
    ),
    ("INTERNAL", "Our fault; the fact `id` finds it in our log."),
];

/// A code of an error: one of [`SYSTEM_CODES`] or a refusal of the domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ErrorCode(&'static str);

impl ErrorCode {
    pub(crate) fn refusal(code: RefusalCode) -> Self {
        Self(code.as_str())
    }

    pub(crate) const FORBIDDEN: Self = Self("FORBIDDEN");
    pub(crate) const UNAUTHENTICATED: Self = Self("UNAUTHENTICATED");
    pub(crate) const INVALID: Self = Self("INVALID");
    pub(crate) const CONFLICT: Self = Self("CONFLICT");
}

impl OutputType for ErrorCode {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed("ErrorCode")
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let refusals = RefusalCode::VALUES
            .iter()
            .map(|code| (code.text(), code.describe()));
        enums::create_output::<Self>(
            registry,
            "ErrorCode",
            "What went wrong, stable for programs. Every code has an entry in docs/errors.md.",
            &SYSTEM_CODES.iter().copied().chain(refusals),
        )
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(Value::Enum(Name::new(self.0)))
    }
}

/// A named piece of evidence.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Fact {
    /// What it tells: `state`, `max`, `currentVersion`…
    pub(crate) name: String,
    /// Its value as text.
    pub(crate) value: String,
}

impl From<DomainFact> for Fact {
    fn from(fact: DomainFact) -> Self {
        Self {
            name: fact.name,
            value: fact.value,
        }
    }
}

/// Something a person can mend: a wrong field, a rule that forbids, a version out of date.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct UserError {
    /// What went wrong, stable for programs.
    code: ErrorCode,
    /// What went wrong and how to mend it, in the language of the request.
    message: String,
    /// The field of the input, from the outside in; null when it is about the whole.
    path: Option<Vec<String>>,
    /// The evidence.
    facts: Vec<Fact>,
}

/// Splits a failure into what the person can mend, which belongs into the payload, and what
/// refuses the whole request.
pub(crate) fn mendable(error: Error, language: Language) -> Result<Vec<UserError>> {
    match error {
        Error::Invalid(faults) => Ok(faults_to_errors(faults, language)),
        Error::Refused(refusal) => Ok(vec![UserError::refused(refusal, language)]),
        Error::Conflict { current } => {
            let facts: Vec<_> = current
                .map(|version| DomainFact::new("currentVersion", version))
                .into_iter()
                .collect();
            Ok(vec![UserError {
                code: ErrorCode::CONFLICT,
                message: words::say(language, "error-CONFLICT", &facts),
                path: None,
                facts: facts.into_iter().map(Fact::from).collect(),
            }])
        }
        error => Err(error.into()),
    }
}

fn faults_to_errors(faults: Faults, language: Language) -> Vec<UserError> {
    faults
        .into_vec()
        .into_iter()
        .map(|fault| {
            let message = say(&fault.problem, language);
            let mut facts = vec![Fact {
                name: "problem".to_owned(),
                value: fault.problem.code.to_string(),
            }];
            facts.extend(fault.problem.facts.into_iter().map(Fact::from));
            UserError {
                code: ErrorCode::INVALID,
                message,
                path: Some(fault.path),
                facts,
            }
        })
        .collect()
}

/// What is wrong with one value, in words.
fn say(problem: &Problem, language: Language) -> String {
    let name = format!("problem-{}", problem.code);
    words::say(language, &name, &problem.facts)
}

impl UserError {
    /// A refusal of the domain, in words.
    pub(crate) fn refused(refusal: Refusal, language: Language) -> Self {
        Self {
            code: ErrorCode::refusal(refusal.code),
            message: words::say(
                language,
                &format!("refusal-{}", refusal.code),
                &refusal.facts,
            ),
            path: None,
            facts: refusal.facts.into_iter().map(Fact::from).collect(),
        }
    }
}

fn code_of(error: &Error) -> &'static str {
    match error {
        Error::Unauthenticated => "UNAUTHENTICATED",
        Error::NotFound => "NOT_FOUND",
        Error::Forbidden(_) => "FORBIDDEN",
        Error::Invalid(_) => "INVALID",
        Error::Refused(refusal) => refusal.code.as_str(),
        Error::Conflict { .. } => "CONFLICT",
        Error::RateLimited { .. } => "RATE_LIMITED",
        Error::Overloaded => "OVERLOADED",
        Error::Internal(_) => "INTERNAL",
    }
}

/// The incidents of one answer. A failure that several fields share is one incident, with one id
/// and one line of the log.
pub(crate) struct Incidents<'a> {
    mint: &'a dyn Mint,
    known: Vec<(Arc<Error>, String)>,
}

impl<'a> Incidents<'a> {
    /// None yet.
    pub(crate) fn new(mint: &'a dyn Mint) -> Self {
        Self {
            mint,
            known: Vec::new(),
        }
    }

    /// The id of a failure; logged when it is new.
    fn id_of(&mut self, failure: &Arc<Error>, path: &[PathSegment]) -> String {
        let mut known = self.known.iter();
        if let Some((_, id)) = known.find(|(known, _)| Arc::ptr_eq(known, failure)) {
            return id.clone();
        }
        let id = EventId::from_uuid(self.mint.uuid()).to_string();
        tracing::error!(incident = %id, ?path, error = ?failure, "internal error");
        self.known.push((Arc::clone(failure), id.clone()));
        id
    }
}

/// Writes the words and the code into a top-level error, and logs what is our fault.
pub(crate) fn finish(error: &mut ServerError, language: Language, incidents: &mut Incidents<'_>) {
    let mut extensions = ErrorExtensionValues::default();
    let Some(cause) = error
        .source
        .take()
        .and_then(|source| source.downcast::<Error>().ok())
    else {
        // The document or its variables are wrong: async-graphql has said how.
        extensions.set("code", "INVALID");
        if let Some(misfit) = Misfit::read(&error.message) {
            let said = std::mem::replace(&mut error.message, say(&misfit.problem, language));
            extensions.set("detail", said);
            if let Some(argument) = misfit.argument {
                extensions.set("argument", argument);
            }
        }
        error.extensions = Some(extensions);
        return;
    };
    extensions.set("code", code_of(&cause));
    let mut facts = Vec::new();
    match &*cause {
        Error::Forbidden(reason) => {
            tracing::info!(%reason, path = ?error.path, "not allowed");
            extensions.set("reason", reason.as_str());
            error.message = words::say(language, &format!("forbidden-{reason}"), &facts);
            error.extensions = Some(extensions);
            return;
        }
        Error::RateLimited { retry_after } => {
            extensions.set("retryAfter", *retry_after);
            facts.push(DomainFact::new("retryAfter", retry_after));
        }
        Error::Overloaded => extensions.set("retryAfter", 1),
        Error::Internal(_) => {
            let id = incidents.id_of(&cause, &error.path);
            extensions.set("id", id.clone());
            facts.push(DomainFact::new("id", id));
        }
        Error::Invalid(faults) => {
            // Arguments of a query have no payload for what the person can mend.
            let faults = faults_to_errors(faults.clone(), language);
            error.message = faults
                .iter()
                .map(|fault| fault.message.as_str())
                .collect::<Vec<_>>()
                .join(" ");
            if let Some(path) = faults.first().and_then(|fault| fault.path.clone()) {
                extensions.set("argument", path.join("."));
            }
            error.extensions = Some(extensions);
            return;
        }
        Error::Refused(refusal) => {
            error.message = UserError::refused(refusal.clone(), language).message;
            error.extensions = Some(extensions);
            return;
        }
        _ => {}
    }
    error.message = words::say(language, &format!("error-{}", code_of(&cause)), &facts);
    error.extensions = Some(extensions);
}

/// Whether an operation brought no field, because the database had no connection free.
pub(crate) fn nothing_but_overload(response: &Response) -> bool {
    let mut errors = response.errors.iter();
    let overloaded = |error: &ServerError| {
        let code = error.extensions.as_ref().and_then(|all| all.get("code"));
        code == Some(&Value::from("OVERLOADED"))
    };
    let empty = match &response.data {
        Value::Null => true,
        Value::Object(fields) => fields.values().all(|field| *field == Value::Null),
        _ => false,
    };
    empty && !response.errors.is_empty() && errors.all(overloaded)
}

#[cfg(test)]
mod tests;
