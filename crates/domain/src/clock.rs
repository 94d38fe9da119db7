//! Time and authorship, always handed in.

use chrono::{DateTime, NaiveDate, Utc};
use type_safe_id::{StaticType, TypeSafeId};

use crate::ids::{self, Mint, OrganisationId, PersonId};

/// Where the platform reads the time. The real one is the machine's, tests hold their own.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}

/// One act of somebody at one instant: every change of an entity takes it, so that each recorded
/// fact says when, who, and on whose behalf.
#[derive(Clone, Copy)]
pub struct Act<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// The person; `None` when the platform itself or its operator acts.
    pub person: Option<PersonId>,
    /// The organisation the person acts for, if any.
    pub acting_for: Option<OrganisationId>,
    mint: &'a dyn Mint,
}

impl<'a> Act<'a> {
    /// An act of `person` at `at`.
    pub fn new(at: DateTime<Utc>, person: Option<PersonId>, mint: &'a dyn Mint) -> Self {
        Self {
            at,
            person,
            acting_for: None,
            mint,
        }
    }

    /// The same act on behalf of an organisation.
    #[must_use]
    pub fn acting_for(self, organisation: OrganisationId) -> Self {
        Self {
            acting_for: Some(organisation),
            ..self
        }
    }

    /// The day of the act, in UTC.
    pub fn today(&self) -> NaiveDate {
        self.at.date_naive()
    }

    /// A new id.
    pub fn id<T: StaticType>(&self) -> TypeSafeId<T> {
        ids::mint(self.mint)
    }
}
