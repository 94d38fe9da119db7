//! Parsed documents, kept by their text: clients send the same few again and again.

use std::sync::Arc;

use async_graphql::{
    Request,
    parser::{parse_query, types::ExecutableDocument},
};
use quick_cache::{Weighter, sync::Cache};

/// Most bytes of query text that is kept.
const CAPACITY: u64 = 4 << 20;
/// How many documents are expected.
const DOCUMENTS: usize = 1_000;

#[derive(Clone)]
struct ByLength;

impl Weighter<String, Arc<ExecutableDocument>> for ByLength {
    fn weight(&self, text: &String, _: &Arc<ExecutableDocument>) -> u64 {
        text.len() as u64
    }
}

/// The documents parsed lately. Clones share them.
#[derive(Clone)]
pub(crate) struct Documents(Arc<Cache<String, Arc<ExecutableDocument>, ByLength>>);

impl Default for Documents {
    fn default() -> Self {
        Self(Arc::new(Cache::with_weighter(
            DOCUMENTS, CAPACITY, ByLength,
        )))
    }
}

impl Documents {
    /// The request with its document parsed. One that cannot be parsed is left as it is: the
    /// execution says what is wrong with it.
    pub(crate) fn parsed(&self, mut request: Request) -> Request {
        if let Some(document) = self.0.get(request.query.as_str()) {
            request.set_parsed_query(ExecutableDocument::clone(&document));
        } else if let Ok(document) = parse_query(&request.query) {
            self.0
                .insert(request.query.clone(), Arc::new(document.clone()));
            request.set_parsed_query(document);
        }
        request
    }
}
