//! Requests that are refused as a whole, before or instead of an answer.

use async_graphql::Value;
use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, UPGRADE, WWW_AUTHENTICATE},
};
use maillage_domain::{
    Fact,
    ids::{EventId, Mint},
    values::{Language, ProblemCode},
};
use maillage_usecases::{Error, Platform, words};
use serde_json::json;

/// Why a request is refused: the status, a stable code, and which words explain it.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    words: String,
    facts: Vec<Fact>,
    retry_after: Option<u32>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Refusal {
    /// The credentials are no good.
    pub(super) const UNAUTHENTICATED: Self =
        Self::bare(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED");

    const fn bare(status: StatusCode, code: &'static str) -> Self {
        Self {
            status,
            code,
            words: String::new(),
            facts: Vec::new(),
            retry_after: None,
            source: None,
        }
    }

    /// More lasting connections, or operations on one, than a client may have.
    pub(super) fn too_many(words: &str, most: usize) -> Self {
        Self {
            words: format!("http-{words}"),
            retry_after: Some(1),
            ..Self::bare(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED")
        }
        .with("max", most)
        .with("retryAfter", 1)
    }

    /// A fault of the request itself, explained by the words `http-WORDS`.
    pub(super) fn request(status: StatusCode, words: &str) -> Self {
        let code = if status == StatusCode::PAYLOAD_TOO_LARGE {
            "QUERY_TOO_LARGE"
        } else {
            "INVALID"
        };
        Self {
            words: format!("http-{words}"),
            ..Self::bare(status, code)
        }
    }

    /// Adds a fact that the words name.
    pub(super) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.facts.push(Fact::new(name, value));
        self
    }

    /// The refusal as a GraphQL response without data (GraphQL over HTTP specification), with what
    /// the request cost.
    pub(super) fn into_graphql(
        self,
        platform: &Platform,
        language: Language,
        media_type: &'static str,
        cost: &Value,
    ) -> Response {
        let refusal = self.log(platform);
        let errors = refusal.errors(language);
        let body = json!({ "errors": errors, "extensions": { "cost": cost } });
        refusal.respond(media_type, body.to_string())
    }

    /// The refusal as the errors of one operation among others.
    pub(super) fn into_errors(self, platform: &Platform, language: Language) -> serde_json::Value {
        self.log(platform).errors(language)
    }

    fn errors(&self, language: Language) -> serde_json::Value {
        let mut extensions = json!({ "code": self.code });
        for fact in &self.facts {
            extensions[&fact.name] = json!(fact.value);
        }
        json!([{ "message": self.message(language), "extensions": extensions }])
    }

    /// The refusal of a file: the status tells of which kind its fault is.
    pub(super) fn of_file(error: Error) -> Self {
        let problem = match &error {
            Error::Invalid(faults) => faults.as_slice().first().map(|fault| fault.problem.code),
            _ => None,
        };
        let refusal = Self::from(error);
        let Some(problem) = problem else {
            return refusal;
        };
        let status = match problem {
            ProblemCode::NotAPhoto | ProblemCode::UnsupportedFormat => {
                StatusCode::UNSUPPORTED_MEDIA_TYPE
            }
            ProblemCode::Unreadable | ProblemCode::TooManyPixels => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            _ => refusal.status,
        };
        Self { status, ..refusal }
    }

    /// The refusal as JSON, of the shape that errors have in the API.
    pub(super) fn into_json(self, platform: &Platform, language: Language) -> Response {
        let refusal = self.log(platform);
        let body = json!({ "errors": refusal.errors(language) });
        refusal.respond("application/json", body.to_string())
    }

    /// The refusal in one line of text.
    pub(super) fn into_text(self, platform: &Platform, language: Language) -> Response {
        let refusal = self.log(platform);
        let line = format!("{}: {}\n", refusal.code, refusal.message(language));
        refusal.respond("text/plain; charset=utf-8", line)
    }

    /// Our own faults go to the log under an id; the client sees the id.
    fn log(mut self, platform: &Platform) -> Self {
        if let Some(error) = self.source.take() {
            let id = EventId::from_uuid(platform.uuid()).to_string();
            tracing::error!(incident = %id, ?error, "internal error");
            self.facts.push(Fact::new("id", id));
        }
        self
    }

    fn message(&self, language: Language) -> String {
        if self.words.is_empty() {
            words::say(language, &format!("error-{}", self.code), &self.facts)
        } else {
            words::say(language, &self.words, &self.facts)
        }
    }

    fn respond(self, media_type: &'static str, body: String) -> Response {
        let mut response = (self.status, Body::from(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        // What is refused to one may be granted to the next, or to the same a moment later.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self.status {
            StatusCode::UNAUTHORIZED => {
                let challenge =
                    HeaderValue::from_static("Bearer realm=\"maillage\", error=\"invalid_token\"");
                headers.insert(WWW_AUTHENTICATE, challenge);
            }
            StatusCode::METHOD_NOT_ALLOWED => {
                headers.insert(ALLOW, HeaderValue::from_static("POST"));
            }
            StatusCode::UPGRADE_REQUIRED => {
                headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
            }
            _ => {}
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Unauthenticated => Self::UNAUTHENTICATED,
            Error::NotFound => Self::bare(StatusCode::NOT_FOUND, "NOT_FOUND"),
            Error::Forbidden(reason) => Self {
                words: format!("forbidden-{reason}"),
                ..Self::bare(StatusCode::FORBIDDEN, "FORBIDDEN")
            },
            Error::Invalid(faults) => {
                let refusal = Self::bare(StatusCode::BAD_REQUEST, "INVALID");
                match faults.into_vec().into_iter().next() {
                    Some(fault) => Self {
                        words: format!("problem-{}", fault.problem.code),
                        facts: fault.problem.facts,
                        ..refusal
                    }
                    .with("argument", fault.path.join("."))
                    .with("problem", fault.problem.code),
                    None => refusal,
                }
            }
            Error::Refused(refusal) => Self {
                words: format!("refusal-{}", refusal.code),
                facts: refusal.facts,
                ..Self::bare(StatusCode::CONFLICT, refusal.code.as_str())
            },
            Error::Conflict { .. } => Self::bare(StatusCode::CONFLICT, "CONFLICT"),
            Error::RateLimited { retry_after } => Self {
                facts: vec![Fact::new("retryAfter", retry_after)],
                retry_after: Some(retry_after),
                ..Self::bare(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED")
            },
            Error::Overloaded => Self {
                retry_after: Some(1),
                ..Self::bare(StatusCode::SERVICE_UNAVAILABLE, "OVERLOADED")
            },
            Error::Internal(source) => Self {
                source: Some(source),
                ..Self::bare(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL")
            },
        }
    }
}
