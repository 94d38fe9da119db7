//! What a use case answers when it cannot do as asked. Adapters turn it into their protocol once.

use maillage_domain::{
    Faults, Problem, ProblemCode, Refusal,
    partnerships::Rejection,
    policy::{Denial, Forbidden},
};
use maillage_persistence as persistence;

/// Why a use case did not do as asked. Nothing was written.
#[derive(Debug)]
pub enum Error {
    /// Sign in first.
    Unauthenticated,
    /// There is no such thing, or not for this actor: the two are not told apart.
    NotFound,
    /// The actor may see it, but not do this.
    Forbidden(Forbidden),
    /// The input is wrong; every fault names its field.
    Invalid(Faults),
    /// A rule of the domain forbids it in the present state.
    Refused(Refusal),
    /// Somebody else changed it since it was read.
    Conflict {
        /// The version it has now, when known.
        current: Option<i32>,
    },
    /// Too many tries.
    RateLimited {
        /// After how many seconds another try makes sense.
        retry_after: u32,
    },
    /// Too much is under way: the database had no connection free in time, or too many passwords
    /// wait to be hashed, of all or of one network.
    Overloaded,
    /// Our fault. Logged with an id; people see the id alone.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// One wrong field.
    pub fn invalid(field: &str, problem: Problem) -> Self {
        Self::Invalid(Faults::one(field, problem))
    }

    /// A failure that should not happen.
    pub fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }

    /// Whether the same, begun anew, may well succeed: the database has ended a deadlock.
    pub(crate) fn is_contended(&self) -> bool {
        let Self::Internal(error) = self else {
            return false;
        };
        matches!(error.downcast_ref(), Some(persistence::Error::Contended))
    }

    /// A row that vanished inside a transaction is a conflict with whoever took it away.
    pub(crate) const CONFLICT: Self = Self::Conflict { current: None };
}

impl From<Denial> for Error {
    fn from(denial: Denial) -> Self {
        match denial {
            Denial::Unauthenticated => Self::Unauthenticated,
            Denial::Invisible => Self::NotFound,
            Denial::Forbidden(reason) => Self::Forbidden(reason),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Faulty(faults) => Self::Invalid(faults),
            Rejection::Refused(refusal) => Self::Refused(refusal),
        }
    }
}

impl From<Faults> for Error {
    fn from(faults: Faults) -> Self {
        Self::Invalid(faults)
    }
}

impl From<persistence::Error> for Error {
    fn from(error: persistence::Error) -> Self {
        match error {
            // A unique index that no use case foresaw means that somebody was faster.
            persistence::Error::Stale | persistence::Error::Taken(_) => Self::CONFLICT,
            persistence::Error::Cursor(argument) => {
                Self::invalid(argument, Problem::new(ProblemCode::Malformed))
            }
            persistence::Error::Busy => Self::Overloaded,
            error => Self::Internal(Box::new(error)),
        }
    }
}

/// The version a client read must be the one there is.
pub(crate) fn expect_version(expected: i32, current: i32) -> Result<(), Error> {
    if expected == current {
        Ok(())
    } else {
        Err(Error::Conflict {
            current: Some(current),
        })
    }
}
