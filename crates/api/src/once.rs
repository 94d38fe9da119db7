//! Mutations with a key: done once, and answered with the same bytes when they are sent again.

use std::sync::Arc;

use async_graphql::{Pos, Request, Response};
use maillage_domain::values::Language;
use maillage_usecases::{
    Error,
    idempotency::{Key, Once, Recalled},
};

use crate::{
    answer,
    error::{self, ApiError, Incidents},
    inquiry::{Admitted, Inquiry},
    limits::{Client, Stop},
    schema::{Api, Caller},
};

/// An answer, written already where it is kept.
pub enum Answer {
    /// To be written.
    Response(Response),
    /// The body of an answer with data.
    Written(Vec<u8>),
}

impl Api {
    /// Executes a request as [`Api::execute`] does; a mutation that comes with a key is done once.
    pub async fn execute_once(
        &self,
        caller: Caller,
        inquiry: Inquiry,
        key: Option<&Key>,
    ) -> Answer {
        let Some(key) = key.filter(|_| inquiry.changes()) else {
            return Answer::Response(self.execute(caller, inquiry).await);
        };
        let (client, language) = (caller.client, caller.language);
        let Admitted { request, price, .. } = match self.admit(client, inquiry) {
            Ok(admitted) => admitted,
            Err(refused) => return Answer::Response(self.turn_away(client, language, refused)),
        };
        let settle = |outcome| self.settle(client, language, price, outcome);
        if price.roots != 1 {
            return Answer::Response(settle(Err(Stop::NotOneMutation)));
        }
        let most = self.cost_with_key();
        if price.most > most {
            return Answer::Response(settle(Err(Stop::CostlyWithKey { most })));
        }
        let once = self.name(client, key, &request, price.secret);
        match once.recall(self.platform()).await {
            Ok(Recalled::Nothing) => {}
            Ok(Recalled::Another) => return Answer::Response(settle(Err(Stop::KeyOfAnother))),
            Ok(Recalled::Answer(body)) => {
                // To look it up costs as much as to refuse it.
                settle(Err(Stop::KeyOfAnother));
                return Answer::Written(body);
            }
            Err(error) => return Answer::Response(settle(Ok(self.failure(error, language)))),
        }
        let once = Arc::new(once);
        let platform = self.platform().once(Arc::clone(&once));
        let outcome = self.run(&platform, caller, request).await;
        drop(platform);
        let broken_off = outcome.is_err();
        let response = settle(outcome);
        if broken_off {
            return Answer::Response(response);
        }
        match self.conclude(once, &response).await {
            Ok(Recalled::Answer(body)) => Answer::Written(body),
            Ok(Recalled::Nothing) => Answer::Response(response),
            Ok(Recalled::Another) => {
                let response = Stop::KeyOfAnother.into_response(language);
                Answer::Response(self.without_charge(client, response))
            }
            Err(error) => {
                let response = self.failure(error, language);
                Answer::Response(self.without_charge(client, response))
            }
        }
    }

    /// The request under its key.
    fn name(&self, client: Client, key: &Key, request: &Request, has_secret: bool) -> Once {
        let caller = match client {
            Client::Person(person) => person.to_string(),
            Client::Network(network) => network.to_string(),
        };
        let variables = serde_json::to_vec(&request.variables).unwrap_or_default();
        let operation = request.operation_name.as_deref().unwrap_or_default();
        let content = [request.query.as_bytes(), operation.as_bytes(), &variables];
        Once::new(self.platform(), &caller, key, &content, has_secret)
    }

    /// Keeps the answer of what was done; or tells what was answered when the same key was faster
    /// in another request; or nothing, for what was refused.
    async fn conclude(&self, once: Arc<Once>, response: &Response) -> Result<Recalled, Error> {
        if once.is_late() {
            return once.recall(self.platform()).await;
        }
        if !once.is_done() {
            once.release(self.platform()).await?;
            return Ok(Recalled::Nothing);
        }
        let body = answer::write(response, true).map_err(Error::internal)?;
        once.keep(self.platform(), body).await
    }

    /// The answer when the mechanism itself fails.
    pub(crate) fn failure(&self, error: Error, language: Language) -> Response {
        let error = async_graphql::Error::from(ApiError::from(error));
        let mut error = error.into_server_error(Pos::default());
        error.locations.clear();
        error::finish(&mut error, language, &mut Incidents::new(self.platform()));
        Response::from_errors(vec![error])
    }
}
