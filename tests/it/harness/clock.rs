//! Time that stands still until the test moves it.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use maillage_domain::clock::Clock;

/// Time as the test wants it; at the start it is 21 November 2026, 9 o'clock UTC.
pub(crate) struct TestClock(Mutex<DateTime<Utc>>);

impl Default for TestClock {
    fn default() -> Self {
        Self(Mutex::new(
            Utc.with_ymd_and_hms(2026, 11, 21, 9, 0, 0).unwrap(),
        ))
    }
}

impl TestClock {
    /// Moves the time on.
    pub(crate) fn advance(&self, by: TimeDelta) {
        *self.lock() += by;
    }

    /// Sets the time.
    pub(crate) fn set(&self, to: DateTime<Utc>) {
        *self.lock() = to;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, DateTime<Utc>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.lock()
    }
}
