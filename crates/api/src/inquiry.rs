//! Requests as they come in. A document is judged here and nowhere else: whatever asks of a request,
//! or runs it, takes an [`Inquiry`].

use std::sync::Arc;

use async_graphql::{Name, Request, parser::types::OperationType};
use maillage_judge::Price;

use crate::{
    documents::Judged,
    limits::{Client, REFUSED, Stop},
    schema::Api,
};

/// A request with the verdict on its document, or with the reason why it will not run.
pub struct Inquiry {
    request: Request,
    judged: Result<Arc<Judged>, Stop>,
}

/// A request to be run, its price taken from the client's allowance.
pub(crate) struct Admitted {
    pub(crate) request: Request,
    pub(crate) judged: Arc<Judged>,
    pub(crate) price: Price,
}

impl Inquiry {
    /// Whether the operation that is asked for changes something. A document that will not run
    /// changes nothing.
    pub fn changes(&self) -> bool {
        self.asks_for(OperationType::Mutation)
    }

    /// Whether the operation that is asked for goes on: a subscription.
    pub fn goes_on(&self) -> bool {
        self.asks_for(OperationType::Subscription)
    }

    fn asks_for(&self, kind: OperationType) -> bool {
        let Ok(judged) = &self.judged else {
            return false;
        };
        let mut operations = judged.document.operations.iter();
        let wanted = self.request.operation_name.as_deref();
        operations.any(|(name, operation)| {
            operation.node.ty == kind
                && (name.is_none() || wanted.is_none() || name.map(Name::as_str) == wanted)
        })
    }
}

impl Api {
    /// Reads and judges the document of a request, if the client has anything left to spend.
    pub fn inquire(&self, client: Client, request: Request) -> Inquiry {
        // Who has nothing left is not even read.
        let judged = self
            .spend(client, REFUSED, 0)
            .and_then(|()| self.documents().judged(&request.query));
        Inquiry { request, judged }
    }

    /// Prices an inquiry and takes the price from the client's allowance; or why it will not run,
    /// with the price as far as it is known.
    pub(crate) fn admit(&self, client: Client, inquiry: Inquiry) -> Result<Admitted, (Stop, u64)> {
        let admitted = self.price(inquiry).map_err(|stop| (stop, 0))?;
        self.hold(client, admitted.price)?;
        Ok(admitted)
    }

    fn price(&self, inquiry: Inquiry) -> Result<Admitted, Stop> {
        let (mut request, judged) = (inquiry.request, inquiry.judged?);
        let operation = request.operation_name.as_deref();
        let (document, verdict) = (&judged.document, &judged.verdict);
        let judge = self.documents().judge();
        let mut price = judge.price(document, verdict, operation, &request.variables)?;
        // Nothing is free: not even a document that the validation will refuse.
        price.most = price.most.max(1);
        request.set_parsed_query(document.clone());
        Ok(Admitted {
            request,
            judged,
            price,
        })
    }
}
