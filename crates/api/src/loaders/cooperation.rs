//! How many graphs of cooperation one request may ask for: what that takes is not seen in the cost of its
//! answer.

use std::sync::atomic::{AtomicUsize, Ordering};

use maillage_usecases::Error;

use super::{Loaders, calendars::within};

/// Most graphs: each adds up all that happened in its hub.
const GRAPHS: usize = 4;

/// What one request has asked.
#[derive(Default)]
pub(super) struct Graphs(AtomicUsize);

impl Loaders {
    /// Counts a graph.
    ///
    /// # Errors
    /// `Invalid` beyond the most that one request may ask for.
    pub(crate) fn expect_few_graphs(&self) -> Result<(), Error> {
        let before = self.graphs.0.fetch_add(1, Ordering::Relaxed);
        within("cooperation", before + 1, GRAPHS)
    }
}
