//! The operations under way on one socket.

use std::collections::HashMap;

use async_graphql::Response;
use axum::extract::ws::Message as Frame;
use maillage_api::{Delivery, Inquiry, Running, Subscriber, answer};
use maillage_usecases::Error;
use serde_json::{Map, Value};
use tokio::{
    sync::mpsc::{self, Receiver, Sender},
    task::{AbortHandle, JoinSet},
};

use super::{
    messages::{Farewell, Word},
    room::{Room, Taken},
};
use crate::http::{
    Limits, Site,
    graphql::{self, is_refused},
    refusal::Refusal,
};

/// How many words wait for a client that reads slowly; then who says them waits.
const WAITING: usize = 16;

/// The operations under way. Dropped, they end.
pub(super) struct Operations {
    under_way: HashMap<String, Operation>,
    tasks: JoinSet<()>,
    most: usize,
    begun: u64,
    speaker: Sender<Said>,
    said: Receiver<Said>,
    room: Room,
}

struct Operation {
    number: u64,
    task: AbortHandle,
}

/// What is said of an operation. The number tells it from an earlier one of the same name.
struct Said {
    id: String,
    number: u64,
    what: What,
    /// The room that it takes until the client has it.
    taken: Option<Taken>,
}

enum What {
    Word(Word),
    /// Nobody may hear more.
    Farewell(Farewell),
}

impl Operations {
    pub(super) fn new(limits: &Limits) -> Self {
        let (speaker, said) = mpsc::channel(WAITING);
        Self {
            under_way: HashMap::new(),
            tasks: JoinSet::new(),
            most: limits.operations,
            begun: 0,
            speaker,
            said,
            room: Room::new(limits.kept),
        }
    }

    /// Begins an operation; tells at once if it is none. What a client does on the same socket after
    /// it has asked for a subscription is told by it.
    ///
    /// # Errors
    /// Why the conversation ends.
    pub(super) async fn begin(
        &mut self,
        site: &Site,
        subscriber: &mut Subscriber,
        id: String,
        payload: Map<String, Value>,
    ) -> Result<Option<Frame>, Farewell> {
        let request =
            graphql::from_value(Value::Object(payload)).map_err(|_| Farewell::invalid())?;
        if self.under_way.contains_key(&id) {
            return Err(Farewell::exists(&id));
        }
        let language = subscriber.caller.language;
        let refuse = |refusal: Refusal| {
            let errors = refusal.into_errors(site.platform(), language);
            Ok(Some(Word::Error(errors).about(&id)))
        };
        if self.under_way.len() >= self.most {
            return refuse(Refusal::too_many("operations", self.most));
        }
        match site.api.renew(subscriber).await {
            Ok(()) => {}
            Err(Error::Unauthenticated) => return Err(Farewell::forbidden()),
            Err(error) => return refuse(error.into()),
        }
        // Those that are over leave nothing but their end to be taken note of.
        while self.tasks.try_join_next().is_some() {}
        self.begun += 1;
        let voice = Voice {
            speaker: self.speaker.clone(),
            room: self.room.clone(),
            id: id.clone(),
            number: self.begun,
        };
        let inquiry = site.api.inquire(subscriber.caller.client, request);
        let task = if inquiry.goes_on() {
            let _place = match site.enter() {
                Ok(place) => place,
                Err(refusal) => return refuse(refusal),
            };
            match site.api.subscribe(subscriber.clone(), inquiry).await {
                Ok(running) => self.tasks.spawn(follow(running, voice)),
                Err(refused) => return Ok(Some(errors_of(&refused).about(&id))),
            }
        } else {
            self.tasks
                .spawn(once(site.clone(), subscriber.clone(), inquiry, voice))
        };
        let number = self.begun;
        self.under_way.insert(id, Operation { number, task });
        Ok(None)
    }

    /// Ends an operation that the client wants no more of; one that is over already is no fault.
    pub(super) fn end(&mut self, id: &str) {
        if let Some(operation) = self.under_way.remove(id) {
            operation.task.abort();
        }
    }

    /// What is to be said next, if it is about an operation that is still under way, and the room
    /// that it takes until it is said. Nothing is lost when this is given up and called again.
    ///
    /// # Errors
    /// Why the conversation ends.
    pub(super) async fn next(&mut self) -> Result<Option<(Frame, Option<Taken>)>, Farewell> {
        // The channel is never closed: one end of it is kept here.
        let Some(Said {
            id,
            number,
            what,
            taken,
        }) = self.said.recv().await
        else {
            return Ok(None);
        };
        let current = self
            .under_way
            .get(&id)
            .is_some_and(|one| one.number == number);
        match what {
            What::Farewell(farewell) => Err(farewell),
            What::Word(_) if !current => Ok(None),
            What::Word(word) => {
                if word.ends_the_operation() {
                    self.under_way.remove(&id);
                }
                Ok(Some((word.about(&id), taken)))
            }
        }
    }
}

/// Speaks of one operation.
struct Voice {
    speaker: Sender<Said>,
    room: Room,
    id: String,
    number: u64,
}

impl Voice {
    /// Says a word for which room was taken.
    async fn answer(&self, word: Word, mut taken: Taken) {
        taken.keep(word.bytes());
        self.speak(What::Word(word), Some(taken)).await;
    }

    /// Says what takes no room to speak of.
    async fn say(&self, what: What) {
        self.speak(what, None).await;
    }

    async fn speak(&self, what: What, taken: Option<Taken>) {
        let said = Said {
            id: self.id.clone(),
            number: self.number,
            what,
            taken,
        };
        // An error means that the conversation is over.
        let _ = self.speaker.send(said).await;
    }
}

/// Runs an operation with one answer, once there is room for it.
async fn once(site: Site, subscriber: Subscriber, inquiry: Inquiry, voice: Voice) {
    let language = subscriber.caller.language;
    let taken = voice.room.take().await;
    let word = match site.enter() {
        Ok(_place) => word(&site.api.execute(subscriber.caller, inquiry).await),
        Err(refusal) => Word::Error(refusal.into_errors(site.platform(), language)),
    };
    let over = word.ends_the_operation();
    voice.answer(word, taken).await;
    if !over {
        voice.say(What::Word(Word::Complete)).await;
    }
}

/// Tells what a subscription brings until it ends. While there is no room the news go on, and in the
/// end leave it behind.
async fn follow(mut running: Running, voice: Voice) {
    loop {
        let Ok(news) = running.news().await else {
            let farewell = Farewell::later("Too slow: some news are lost");
            return voice.say(What::Farewell(farewell)).await;
        };
        let taken = voice.room.take().await;
        let word = match running.deliver(news).await {
            Delivery::Answer(response) => written(&response),
            Delivery::Spent(refused) => errors_of(&refused),
            Delivery::Nothing => continue,
            Delivery::Ended => Word::Complete,
            Delivery::SignedOut => return voice.say(What::Farewell(Farewell::forbidden())).await,
        };
        let over = word.ends_the_operation();
        voice.answer(word, taken).await;
        if over {
            return;
        }
    }
}

fn word(response: &Response) -> Word {
    if is_refused(response) {
        errors_of(response)
    } else {
        written(response)
    }
}

fn written(response: &Response) -> Word {
    let json = answer::write(response, !is_refused(response));
    let json = json.ok().and_then(|json| String::from_utf8(json).ok());
    json.map_or_else(
        || {
            tracing::error!("a response cannot be written");
            Word::Complete
        },
        Word::Next,
    )
}

fn errors_of(response: &Response) -> Word {
    Word::Error(serde_json::to_value(&response.errors).unwrap_or_default())
}
