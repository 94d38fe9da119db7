//! How many streams and WebSockets each client has: they last, so whoever opens them without end
//! would take the places of all.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use maillage_api::Client;

use super::refusal::Refusal;

/// The streams and WebSockets there are. Clones share them.
#[derive(Clone)]
pub(super) struct Streams {
    open: Arc<Mutex<HashMap<Client, usize>>>,
    most: usize,
}

/// The place of one, given back when it is dropped.
pub(super) struct Place {
    streams: Streams,
    client: Client,
}

impl Streams {
    /// At most so many of each client.
    pub(super) fn new(most: usize) -> Self {
        Self {
            open: Arc::default(),
            most,
        }
    }

    /// Takes a place.
    ///
    /// # Errors
    /// When the client has taken all of its own.
    pub(super) fn enter(&self, client: Client) -> Result<Place, Refusal> {
        let mut open = self.lock();
        let count = open.entry(client).or_default();
        if *count >= self.most {
            return Err(Refusal::too_many("streams", self.most));
        }
        *count += 1;
        Ok(Place {
            streams: self.clone(),
            client,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Client, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.streams.lock();
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
    fn a_client_has_so_many_places_and_gets_them_back() {
        let streams = Streams::new(2);
        let here = Client::Network(Ipv4Addr::LOCALHOST.into());
        let there = Client::Network(Ipv4Addr::UNSPECIFIED.into());
        let first = streams.enter(here).unwrap();
        let _second = streams.enter(here).unwrap();
        assert!(streams.enter(here).is_err());
        assert!(streams.enter(there).is_ok());
        drop(first);
        assert!(streams.enter(here).is_ok());
        assert_eq!(streams.lock().len(), 1);
    }
}
