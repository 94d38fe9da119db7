//! A subscription under way: from a fact to an answer.

use std::sync::Arc;

use async_graphql::{Request, Response, ServerError, Value, Variables};
use futures_util::StreamExt;
use maillage_domain::events::Event;
use maillage_judge::Price;
use maillage_usecases::{
    Error, accounts,
    news::{self, Bearing, Behind, Follower, Topic},
};

use super::Watch;
use crate::{
    documents::Judged,
    inquiry::{Admitted, Inquiry},
    limits::Stop,
    schema::{Api, Caller},
};

/// Somebody whose rights are read again as time goes on.
#[derive(Clone)]
pub struct Subscriber {
    /// Who, with the rights they had last.
    pub caller: Caller,
    /// What they have shown for it; nothing of a visitor.
    pub token: Option<String>,
}

/// Something happened that bears on a subscription.
pub struct News {
    event: Arc<Event>,
    on_topic: bool,
}

/// What follows from it.
pub enum Delivery {
    /// An answer for the client.
    Answer(Box<Response>),
    /// Nothing for this client.
    Nothing,
    /// The client cannot pay for more: the last answer.
    Spent(Box<Response>),
    /// The client may no longer follow this.
    Ended,
    /// The session has ended, its token has expired, or its account is locked.
    SignedOut,
}

/// A subscription under way.
pub struct Subscription {
    api: Api,
    subscriber: Subscriber,
    question: Question,
    topic: Topic,
    follower: Follower,
}

/// A request that is run again and again.
struct Question {
    text: String,
    operation: Option<String>,
    variables: Variables,
    judged: Arc<Judged>,
    price: Price,
}

impl Question {
    fn request(&self) -> Request {
        let mut request = Request::new(&self.text).variables(self.variables.clone());
        request.operation_name.clone_from(&self.operation);
        request.set_parsed_query(self.judged.document.clone());
        request
    }
}

impl Api {
    /// Reads again what a subscriber may do.
    ///
    /// # Errors
    /// `Unauthenticated` when they are no longer signed in.
    pub async fn renew(&self, subscriber: &mut Subscriber) -> Result<(), Error> {
        if let Some(token) = &subscriber.token {
            subscriber.caller.actor = accounts::authenticate(self.platform(), token).await?;
        }
        Ok(())
    }

    /// Begins a subscription: what happens from now on is told by it. Its client must be able to pay
    /// for one answer; each is paid when it is told.
    ///
    /// # Errors
    /// The answer when it does not begin.
    pub async fn subscribe(
        &self,
        subscriber: Subscriber,
        inquiry: Inquiry,
    ) -> Result<Subscription, Box<Response>> {
        let caller = &subscriber.caller;
        let (client, language) = (caller.client, caller.language);
        let admitted = self.admit(client, inquiry);
        let Admitted {
            request,
            judged,
            price,
        } = admitted.map_err(|refused| Box::new(self.turn_away(client, language, refused)))?;
        let refuse = |outcome| Err(Box::new(self.settle(client, language, price, outcome)));
        let question = Question {
            text: request.query,
            operation: request.operation_name,
            variables: request.variables,
            judged,
            price,
        };
        // First the thread, then the rights: nothing can happen between the two.
        let follower = match self.in_time(news::follow(self.platform())).await {
            Ok(Ok(follower)) => follower,
            Ok(Err(error)) => return refuse(Ok(self.failure(error, language))),
            Err(stop) => return refuse(Err(stop)),
        };
        let (topics, response) = match self.ask(caller.clone(), &question, None).await {
            Ok(outcome) => outcome,
            Err(stop) => return refuse(Err(stop)),
        };
        match (response, topics.as_slice()) {
            (Some(response), _) => refuse(Ok(response)),
            (None, [topic]) => {
                self.settle_silence(client, price);
                Ok(Subscription {
                    api: self.clone(),
                    topic: *topic,
                    subscriber,
                    question,
                    follower,
                })
            }
            (None, _) => refuse(Err(Stop::NotOneField)),
        }
    }

    /// Runs a subscription once: what may be followed, and the answer on the news.
    async fn ask(
        &self,
        caller: Caller,
        question: &Question,
        news: Option<Arc<Event>>,
    ) -> Result<(Vec<Topic>, Option<Response>), Stop> {
        let (watch, language) = (Watch::of(news), caller.language);
        let mut response = self
            .within_time(self.platform(), caller, watch.clone(), async |context| {
                let mut answers = self
                    .schema()
                    .execute_stream(question.request().data(context));
                answers.next().await
            })
            .await?;
        if let Some(response) = &mut response {
            self.finish(response, language);
        }
        Ok((watch.allowed(), response))
    }
}

/// Whether everything that is wrong is that the client may not read it.
fn is_denied(response: &Response) -> bool {
    let denied = |error: &ServerError| {
        let code = error.extensions.as_ref().and_then(|all| all.get("code"));
        ["UNAUTHENTICATED", "NOT_FOUND", "FORBIDDEN"]
            .iter()
            .any(|denial| code == Some(&Value::from(*denial)))
    };
    response.errors.iter().all(denied)
}

impl Subscription {
    /// Waits for something that bears on the subscription. Nothing is lost when this is given up
    /// and called again.
    ///
    /// # Errors
    /// [`Behind`] when more happened than the client could be told in time.
    pub async fn news(&mut self) -> Result<News, Behind> {
        loop {
            let event = self.follower.next().await?;
            let person = self.subscriber.caller.actor.person();
            let on_topic = match self.topic.bearing(person, &event) {
                Bearing::None => continue,
                Bearing::OnRights => false,
                Bearing::OnTopic => true,
            };
            return Ok(News { event, on_topic });
        }
    }

    /// What follows from the news, with the rights that the client has now. It is paid as any
    /// operation is: what the answer has, and the least where there is none.
    pub async fn deliver(&mut self, news: News) -> Delivery {
        // As many at once as the database can answer, however many follow.
        let _turn = self.api.turn().await;
        let (api, price) = (self.api.clone(), self.question.price);
        let caller = &self.subscriber.caller;
        let (client, language) = (caller.client, caller.language);
        if let Err(refused) = api.hold(client, price) {
            return Delivery::Spent(Box::new(api.turn_away(client, language, refused)));
        }
        match self.answer(news).await {
            Ok(outcome) => {
                let response = api.settle(client, language, price, outcome);
                Delivery::Answer(Box::new(response))
            }
            Err(silence) => {
                api.settle_silence(client, price);
                silence
            }
        }
    }

    /// The answer to the news, or what follows where there is none.
    async fn answer(
        &mut self,
        News { event, on_topic }: News,
    ) -> Result<Result<Response, Stop>, Delivery> {
        let api = self.api.clone();
        match api.in_time(self.renew()).await {
            Ok(Ok(())) => {}
            Ok(Err(Error::Unauthenticated)) => return Err(Delivery::SignedOut),
            Ok(Err(error)) => {
                let language = self.subscriber.caller.language;
                return Ok(Ok(api.failure(error, language)));
            }
            Err(stop) => return Ok(Err(stop)),
        }
        let caller = self.subscriber.caller.clone();
        let news = on_topic.then_some(event);
        match api.ask(caller, &self.question, news).await {
            Ok((topics, None)) if topics.is_empty() => Err(Delivery::Ended),
            Ok((topics, Some(response))) if topics.is_empty() && is_denied(&response) => {
                Err(Delivery::Ended)
            }
            // Also what failed before it was known whether the client may follow: that passes.
            Ok((_, Some(response))) => Ok(Ok(response)),
            Ok((_, None)) => Err(Delivery::Nothing),
            Err(stop) => Ok(Err(stop)),
        }
    }

    /// Reads again what the client may do.
    ///
    /// # Errors
    /// `Unauthenticated` when they are no longer signed in.
    pub async fn renew(&mut self) -> Result<(), Error> {
        self.api.renew(&mut self.subscriber).await
    }
}
