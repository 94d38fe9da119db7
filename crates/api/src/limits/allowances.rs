//! What each client has left to spend, in this process. An allowance that was not used for long is
//! forgotten, which gives the client a full one.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use quick_cache::sync::Cache;

use super::{Allowance, Client};

/// How many clients are remembered; the one that asked longest ago is forgotten first.
const CLIENTS: usize = 20_000;

const MILLIS: u64 = 1_000;

/// What clients have left. Clones share it.
#[derive(Clone)]
pub(crate) struct Allowances {
    allowance: Allowance,
    accounts: Arc<Cache<Client, Arc<Mutex<Account>>>>,
}

/// What one client has left, in thousandths, so that what comes back each millisecond counts.
struct Account {
    left: u64,
    at: DateTime<Utc>,
}

impl Allowances {
    /// Full allowances for everybody.
    pub(crate) fn new(allowance: Allowance) -> Self {
        Self {
            allowance,
            accounts: Arc::new(Cache::new(CLIENTS)),
        }
    }

    /// What comes back each second.
    pub(crate) fn per_second(&self) -> u64 {
        self.allowance.per_second
    }

    /// Spends a cost, if the client has at least so much left as `needed`; tells what is left
    /// then.
    ///
    /// # Errors
    /// In how many seconds the client will have enough.
    pub(crate) fn spend(
        &self,
        client: Client,
        needed: u64,
        cost: u64,
        now: DateTime<Utc>,
    ) -> Result<u64, u64> {
        self.with(client, now, |account| {
            let needed = needed.saturating_mul(MILLIS);
            if account.left < needed {
                let rate = self.allowance.per_second.max(1) * MILLIS;
                return Err((needed - account.left).div_ceil(rate));
            }
            account.left = account.left.saturating_sub(cost.saturating_mul(MILLIS));
            Ok(account.left / MILLIS)
        })
    }

    /// Gives back what was not used; tells what is left then.
    pub(crate) fn give_back(&self, client: Client, cost: u64, now: DateTime<Utc>) -> u64 {
        self.with(client, now, |account| {
            let left = account.left.saturating_add(cost.saturating_mul(MILLIS));
            account.left = left.min(self.most());
            account.left / MILLIS
        })
    }

    fn most(&self) -> u64 {
        self.allowance.most.saturating_mul(MILLIS)
    }

    fn with<T>(
        &self,
        client: Client,
        now: DateTime<Utc>,
        act: impl FnOnce(&mut Account) -> T,
    ) -> T {
        let full = || {
            Ok::<_, std::convert::Infallible>(Arc::new(Mutex::new(Account {
                left: self.most(),
                at: now,
            })))
        };
        let Ok(account) = self.accounts.get_or_insert_with(&client, full);
        let mut account = account.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was put back brings nothing, and does not stop what comes back from now on.
        let passed = (now - account.at).num_milliseconds().max(0);
        let back = u64::try_from(passed)
            .unwrap_or_default()
            .saturating_mul(self.allowance.per_second);
        account.left = account.left.saturating_add(back).min(self.most());
        account.at = now;
        act(&mut account)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use chrono::TimeDelta;

    use super::*;

    const HERE: Client = Client::Network(IpAddr::V4(Ipv4Addr::LOCALHOST));
    const THERE: Client = Client::Network(IpAddr::V4(Ipv4Addr::UNSPECIFIED));

    fn allowances() -> Allowances {
        Allowances::new(Allowance {
            most: 100,
            per_second: 4,
        })
    }

    #[test]
    fn what_is_spent_comes_back_with_time_and_no_more_than_that() {
        let allowances = allowances();
        let start = DateTime::UNIX_EPOCH;
        let spend = |cost, seconds: i64| {
            let now = start + TimeDelta::milliseconds(seconds * 1_000);
            allowances.spend(HERE, cost, cost, now)
        };
        assert_eq!(spend(90, 0), Ok(10));
        assert_eq!(spend(15, 0), Err(2));
        assert_eq!(spend(15, 2), Ok(3));
        assert_eq!(spend(100, 1_000), Ok(0));
        let later = start + TimeDelta::milliseconds(1_000_250);
        assert_eq!(allowances.spend(HERE, 1, 1, later), Ok(0));
    }

    #[test]
    fn what_was_not_used_is_given_back() {
        let allowances = allowances();
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(allowances.spend(HERE, 60, 60, now), Ok(40));
        assert_eq!(allowances.give_back(HERE, 50, now), 90);
        assert_eq!(allowances.give_back(HERE, 50, now), 100);
    }

    #[test]
    fn clients_do_not_pay_for_each_other() {
        let allowances = allowances();
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(allowances.spend(HERE, 100, 100, now), Ok(0));
        assert_eq!(allowances.spend(THERE, 1, 1, now), Ok(99));
    }

    #[test]
    fn a_clock_put_back_stops_nothing() {
        let allowances = allowances();
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(allowances.spend(HERE, 100, 100, now), Ok(0));
        let before = now - TimeDelta::hours(1);
        assert_eq!(allowances.spend(HERE, 1, 1, before), Err(1));
        assert_eq!(
            allowances.spend(HERE, 1, 1, before + TimeDelta::seconds(1)),
            Ok(3)
        );
    }

    #[test]
    fn memory_for_clients_is_bounded() {
        let allowances = allowances();
        for number in 0..60_000 {
            let client = Client::Network(IpAddr::V4(Ipv4Addr::from_bits(number)));
            assert_eq!(allowances.spend(client, 1, 1, DateTime::UNIX_EPOCH), Ok(99));
        }
        assert!(allowances.accounts.len() <= CLIENTS);
    }
}
