//! What happens, as it happens: every fact of the log in the order of commits, handed to whoever
//! follows on this instance. The log is the source and a position in it the thread, so that
//! nothing is lost when an announcement is.
//!
//! The facts are handed on whole: whoever shows one asks first who may read it.

use std::{sync::Arc, time::Duration};

use maillage_domain::{
    events::{Event, Subject},
    ids::{HubId, PersonId},
};
use maillage_persistence::events::{self, Feed, Listener};
use tokio::{
    sync::{Mutex, Notify, broadcast},
    time::timeout,
};

use crate::{error::Error, platform::Platform};

/// How far behind a follower may be, in facts, before it has lost the thread.
const MEMORY: usize = 1_024;

/// How many facts are read at once.
const BATCH: u64 = 100;

/// The log is looked at so often, whatever is announced: by other instances on SQLite nothing is.
const LOOK: Duration = Duration::from_secs(2);

/// The news of one instance. Nobody reads the log for them while nobody follows.
pub(crate) struct News {
    sender: broadcast::Sender<(i64, Arc<Event>)>,
    added: Notify,
    /// Whether facts are being handed on.
    relayed: Mutex<bool>,
}

impl Default for News {
    fn default() -> Self {
        Self {
            sender: broadcast::Sender::new(MEMORY),
            added: Notify::new(),
            relayed: Mutex::new(false),
        }
    }
}

impl News {
    /// This instance has committed facts.
    pub(crate) fn added(&self) {
        self.added.notify_one();
    }
}

/// What somebody follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// What happens in a hub, to an organisation, to a project, to a resource or to a partnership.
    Activity(Feed),
    /// The reviews of a hub.
    Queue(HubId),
}

/// What a fact means to somebody who follows a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// Nothing.
    None,
    /// They may have lost the right to follow.
    OnRights,
    /// It is what they follow, if they may read it.
    OnTopic,
}

impl Topic {
    /// What a fact means to this person, or to a visitor.
    pub fn bearing(self, person: Option<PersonId>, event: &Event) -> Bearing {
        let on_topic = match self {
            Self::Activity(Feed::Hub(id)) => event.hub == Some(id),
            Self::Activity(Feed::Organisation(id)) => event.organisation == Some(id),
            Self::Activity(Feed::Project(id)) => event.project == Some(id),
            Self::Activity(Feed::Resource(id)) => event.resource == Some(id),
            Self::Activity(Feed::Partnership(id)) => event.partnership == Some(id),
            Self::Queue(hub) => {
                event.hub == Some(hub) && matches!(event.subject, Subject::Review(_))
            }
        };
        let on_rights = match event.subject {
            Subject::Person(id) => person == Some(id),
            Subject::HubRole(_) => matches!(self, Self::Queue(hub) if event.hub == Some(hub)),
            _ => false,
        };
        match (on_topic, on_rights) {
            (true, _) => Bearing::OnTopic,
            (false, true) => Bearing::OnRights,
            (false, false) => Bearing::None,
        }
    }
}

/// Follows the news from one moment on.
pub struct Follower {
    receiver: broadcast::Receiver<(i64, Arc<Event>)>,
    after: i64,
}

/// Too many facts came while one was looked at: some are lost to this follower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind;

impl Follower {
    /// The next fact. Nothing is lost when this is given up and called again.
    ///
    /// # Errors
    /// [`Behind`], after which the follower is of no use.
    pub async fn next(&mut self) -> Result<Arc<Event>, Behind> {
        loop {
            // The sender lives as long as the platform, which whoever follows holds too.
            let (position, event) = self.receiver.recv().await.map_err(|_| Behind)?;
            if position > self.after {
                return Ok(event);
            }
        }
    }
}

/// Follows the news from now on.
///
/// # Errors
/// When the database fails.
pub async fn follow(platform: &Platform) -> Result<Follower, Error> {
    let news = platform.news();
    let receiver = news.sender.subscribe();
    // Read once the follower hears everything that is handed on, so that nothing is between them.
    let after = events::head(platform.db()).await?;
    let mut relayed = news.relayed.lock().await;
    if !*relayed {
        *relayed = true;
        tokio::spawn(relay(platform.clone(), after));
    }
    Ok(Follower { receiver, after })
}

/// Hands facts on until nobody follows any more.
async fn relay(platform: Platform, mut position: i64) {
    let news = platform.news();
    let mut listener = None;
    loop {
        position = hand_on(&platform, position).await;
        if listener.is_none() {
            listener = listen(&platform).await;
            if listener.is_some() {
                // What was announced before it listened.
                position = hand_on(&platform, position).await;
            }
        }
        let heard = async {
            match &mut listener {
                Some(listener) => listener.heard().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = news.added.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
            heard = heard => if let Err(error) = heard {
                tracing::warn!(?error, "news of other instances come late: the connection is lost");
                listener = None;
                tokio::time::sleep(LOOK).await;
            },
            () = news.sender.closed() => {
                let mut relayed = news.relayed.lock().await;
                if news.sender.receiver_count() == 0 {
                    *relayed = false;
                    return;
                }
            }
        }
    }
}

/// Hands on what is after a position; tells how far it got.
async fn hand_on(platform: &Platform, mut position: i64) -> i64 {
    loop {
        let batch = match events::after(platform.db(), position, BATCH).await {
            Ok(batch) => batch,
            Err(error) => {
                tracing::warn!(?error, "the news cannot be read");
                return position;
            }
        };
        let Some((newest, _)) = batch.last() else {
            return position;
        };
        position = *newest;
        for (position, event) in batch {
            match event {
                // An error means that nobody follows any more.
                Ok(event) => {
                    let _ = platform.news().sender.send((position, Arc::new(event)));
                }
                Err(error) => {
                    tracing::warn!(position, ?error, "a fact cannot be read and is passed over");
                }
            }
        }
    }
}

async fn listen(platform: &Platform) -> Option<Listener> {
    match timeout(LOOK, Listener::open(platform.db())).await {
        Ok(Ok(listener)) => listener,
        Ok(Err(error)) => {
            tracing::warn!(?error, "news of other instances come late");
            None
        }
        Err(_) => {
            tracing::warn!("news of other instances come late: no connection to listen on");
            None
        }
    }
}
