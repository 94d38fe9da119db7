//! How many calendars one request may look into: what that takes is not seen in the cost of its
//! answer.

use std::{
    collections::HashSet,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use maillage_domain::{Problem, ProblemCode};
use maillage_usecases::{Error, bookings::Search};

use super::Loaders;

/// Most availabilities: each reads its own bookings.
const AVAILABILITIES: usize = 20;

/// Most different searches for a free time, each in all resources that it is asked of.
const SEARCHES: usize = 4;

/// What one request has looked into.
#[derive(Default)]
pub(super) struct Calendars {
    availabilities: AtomicUsize,
    searches: Mutex<HashSet<Search>>,
}

impl Loaders {
    /// Counts an availability.
    ///
    /// # Errors
    /// `Invalid` beyond the most that one request may ask for.
    pub(crate) fn expect_few_calendars(&self) -> Result<(), Error> {
        let before = self
            .calendars
            .availabilities
            .fetch_add(1, Ordering::Relaxed);
        within("availability", before + 1, AVAILABILITIES)
    }

    /// Counts a search, unless it is one of those before.
    ///
    /// # Errors
    /// As [`Self::expect_few_calendars`].
    pub(super) fn expect_few_searches(&self, search: Search) -> Result<(), Error> {
        let searches = self.calendars.searches.lock();
        let mut searches = searches.unwrap_or_else(PoisonError::into_inner);
        searches.insert(search);
        within("nextFree", searches.len(), SEARCHES)
    }
}

pub(super) fn within(field: &str, count: usize, most: usize) -> Result<(), Error> {
    if count <= most {
        return Ok(());
    }
    let problem = Problem::new(ProblemCode::TooLong);
    let problem = problem.with("max", most).with("length", count);
    Err(Error::invalid(field, problem))
}
