//! Documents that were read and judged, kept by their text: clients send the same few again and
//! again.

use std::sync::{Arc, LazyLock};

use async_graphql::parser::types::ExecutableDocument;
use maillage_judge::{Judge, Pages, Types, Verdict};
use maillage_usecases::MOST_ON_A_PAGE;
use quick_cache::{Weighter, sync::Cache};

use crate::{connection::DEFAULT_PAGE, limits::Stop, schema};

/// Most bytes of memory for documents, about.
const CAPACITY: u64 = 64 << 20;
/// How many documents are expected.
const DOCUMENTS: usize = 1_000;
/// Bytes of memory that a field with its name and place takes, about.
const NODE: u64 = 512;

/// A document that keeps the limits that no variable decides.
pub(crate) struct Judged {
    pub(crate) document: ExecutableDocument,
    pub(crate) verdict: Verdict,
}

#[derive(Clone)]
struct BySize;

impl Weighter<String, Arc<Judged>> for BySize {
    fn weight(&self, text: &String, judged: &Arc<Judged>) -> u64 {
        text.len() as u64 + judged.verdict.steps * NODE
    }
}

/// The documents judged lately. Clones share them.
#[derive(Clone)]
pub(crate) struct Documents {
    judge: Arc<Judge>,
    known: Arc<Cache<String, Arc<Judged>, BySize>>,
}

impl Documents {
    pub(crate) fn new(limits: maillage_judge::Limits) -> Self {
        Self {
            judge: Arc::new(Judge::new(Arc::clone(&TYPES), limits)),
            known: Arc::new(Cache::with_weighter(DOCUMENTS, CAPACITY, BySize)),
        }
    }

    /// The judge of documents.
    pub(crate) fn judge(&self) -> &Judge {
        &self.judge
    }

    /// A text read and judged.
    ///
    /// # Errors
    /// Why it will not run.
    pub(crate) fn judged(&self, text: &str) -> Result<Arc<Judged>, Stop> {
        if let Some(judged) = self.known.get(text) {
            return Ok(judged);
        }
        let document = self.judge.read(text)?;
        let verdict = self.judge.judge(&document)?;
        let judged = Arc::new(Judged { document, verdict });
        self.known.insert(text.to_owned(), Arc::clone(&judged));
        Ok(judged)
    }
}

/// The types of our schema, read once from the contract itself.
static TYPES: LazyLock<Arc<Types>> = LazyLock::new(|| {
    let pages = Pages {
        default: DEFAULT_PAGE,
        most: MOST_ON_A_PAGE,
    };
    #[expect(
        clippy::expect_used,
        reason = "async-graphql writes what its own parser reads; every test with an API shows it"
    )]
    let types = Types::read(&schema::sdl(), pages).expect("the schema is one");
    Arc::new(types)
});
