//! How many of something that lasts each client has, such as connections or shares: whoever opens
//! them without end would take the places of all.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use maillage_api::Client;

/// What each client has. Clones share it.
#[derive(Clone)]
pub(super) struct Shares {
    open: Arc<Mutex<HashMap<Client, usize>>>,
    most: usize,
}

/// One of a client's, given back when it is dropped.
pub(super) struct Share {
    shares: Shares,
    client: Client,
}

impl Shares {
    /// At most so many of each client.
    pub(super) fn new(most: usize) -> Self {
        Self {
            open: Arc::default(),
            most,
        }
    }

    /// Takes one more; none when the client has taken all of its own.
    pub(super) fn enter(&self, client: Client) -> Option<Share> {
        let mut open = self.lock();
        let count = open.entry(client).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Share {
            shares: self.clone(),
            client,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Client, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut open = self.shares.lock();
        if let Some(count) = open.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn a_client_has_so_many_and_gets_them_back() {
        let shares = Shares::new(2);
        let here = Client::Network(Ipv4Addr::LOCALHOST.into());
        let there = Client::Network(Ipv4Addr::UNSPECIFIED.into());
        let first = shares.enter(here).unwrap();
        let _second = shares.enter(here).unwrap();
        assert!(shares.enter(here).is_none());
        assert!(shares.enter(there).is_some());
        drop(first);
        assert!(shares.enter(here).is_some());
        assert_eq!(shares.lock().len(), 1);
    }
}
