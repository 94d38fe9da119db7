//! The official list of communes.

use async_graphql::Object;
use maillage_domain::{Problem, ProblemCode, communes};
use maillage_usecases::Error;

use crate::{error::Result, values::Commune};

/// Most communes of an answer.
const MOST: i32 = 50;

/// Reading communes.
#[derive(Default)]
pub(crate) struct CommunesQuery;

#[Object]
impl CommunesQuery {
    /// A commune, or municipal district of Paris, Lyon or Marseille, by its INSEE code; null when the
    /// official list has none.
    async fn commune(
        &self,
        #[graphql(desc = "INSEE code: `34172`.")] code: String,
    ) -> Option<Commune> {
        communes::find(code.trim()).map(Commune::from)
    }

    /// The communes that somebody may mean: by the beginning of the name, of a word of it, or of a
    /// postal code. The exact name comes first, then the most populous.
    async fn communes(
        &self,
        #[graphql(
            desc = "Beginning of a name or of a postal code; accents and case do not matter."
        )]
        search: String,
        #[graphql(desc = "How many at most: 1 to 50.", default = 10)] first: i32,
    ) -> Result<Vec<Commune>> {
        let limit = usize::try_from(first)
            .ok()
            .filter(|_| (1..=MOST).contains(&first))
            .ok_or_else(|| {
                Error::invalid(
                    "first",
                    Problem::new(ProblemCode::OutOfRange)
                        .with("min", 1)
                        .with("max", MOST),
                )
            })?;
        Ok(communes::search(&search, limit)
            .into_iter()
            .map(Commune::from)
            .collect())
    }
}
