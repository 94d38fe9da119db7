//! Subscriptions: what may be followed, and how it goes on from one answer to the next.
//!
//! A subscription runs its document once at the start, where the resolver finds out whether the
//! viewer may follow it and says what, and once more for each fact on its topic: with the rights,
//! the loaders and the time of that moment. So there is nothing that an ended right could go on
//! reading.

mod running;

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{Context, ID, Subscription};
use futures_util::stream;
use maillage_domain::{
    Problem, ProblemCode,
    events::{Event, Subject},
};
use maillage_usecases::{
    Error,
    activity::{self, Feed},
    moderation,
    news::Topic,
    organisations::OrganisationFields,
    projects::ProjectFields,
    resources::ResourceFields,
};

pub use self::running::{Delivery, News, Subscriber, Subscription as Running};
use crate::{
    activity::Activity,
    context::ContextExt,
    error::Result,
    ids::{self, kinds},
    moderation::Review,
};

/// What a subscription is run for, and what its resolver says of it.
#[derive(Clone, Default)]
pub(crate) struct Watch {
    news: Option<Arc<Event>>,
    topics: Arc<Mutex<Vec<Topic>>>,
}

impl Watch {
    /// For a fact on the topic; without one, to find out what may be followed.
    fn of(news: Option<Arc<Event>>) -> Self {
        Self {
            news,
            topics: Arc::default(),
        }
    }

    /// The viewer may follow this. Tells the fact that it is about.
    fn allow(&self, topic: Topic) -> Option<Arc<Event>> {
        let mut topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        topics.push(topic);
        self.news.clone()
    }

    /// What the viewer may follow.
    fn allowed(&self) -> Vec<Topic> {
        let topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        topics.clone()
    }
}

/// The answers of one run: one, or none.
type Answers<T> = stream::Iter<std::option::IntoIter<T>>;

fn answers<T>(answer: Option<T>) -> Answers<T> {
    stream::iter(answer)
}

/// What may be followed. One field for each operation, written in the operation itself.
#[derive(Default)]
pub(crate) struct Subscriptions;

/// What may be followed. One field for each operation, written in the operation itself.
#[Subscription(name = "Subscription")]
impl Subscriptions {
    /// Each thing that happens from now on in a hub, to an organisation, to a project, to a resource or to a
    /// partnership, one of the five, as far as the viewer may read it at that moment. It ends when the viewer may no longer
    /// see what is followed.
    async fn activity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What happens in this hub.")] hub: Option<ID>,
        #[graphql(desc = "What happens to this organisation and its things.")] organisation: Option<
            ID,
        >,
        #[graphql(desc = "What happens to this project.")] project: Option<ID>,
        #[graphql(desc = "What happens to this resource.")] resource: Option<ID>,
        #[graphql(desc = "What happens to this partnership.")] partnership: Option<ID>,
    ) -> Result<Answers<Activity>> {
        let feed = feed([
            ("hub", hub),
            ("organisation", organisation),
            ("project", project),
            ("resource", resource),
            ("partnership", partnership),
        ])?;
        expect_visible(ctx, feed).await?;
        let Some(news) = ctx.watch().allow(Topic::Activity(feed)) else {
            return Ok(answers(None));
        };
        let event = activity::find(ctx.platform(), ctx.actor(), news.id).await?;
        Ok(answers(event.map(Activity::from)))
    }

    /// Each review of a hub that from now on comes into its queue, is taken, given back, decided or
    /// withdrawn, as it is at that moment; for the hub's team. It ends with the viewer's role.
    async fn moderation_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hub.")] hub: ID,
    ) -> Result<Answers<Review>> {
        let id = ids::read::<kinds::Hub>("hub", &hub)?;
        let hub = ctx.loaders().hub(id).await?.ok_or(Error::NotFound)?;
        moderation::expect_queue(ctx.actor(), &hub.0)?;
        let news = ctx.watch().allow(Topic::Queue(id));
        let Some(Subject::Review(id)) = news.map(|news| news.subject) else {
            return Ok(answers(None));
        };
        Ok(answers(ctx.loaders().review(id).await?))
    }
}

/// The one thing that is named.
fn feed(named: [(&str, Option<ID>); 5]) -> Result<Feed> {
    let mut named = named.into_iter().filter_map(|(name, id)| Some((name, id?)));
    let (name, id) = named
        .next()
        .ok_or_else(|| Error::invalid("hub", Problem::new(ProblemCode::Required)))?;
    if let Some((one_too_many, _)) = named.next() {
        let both = Problem::new(ProblemCode::Inconsistent).with("with", name);
        return Err(Error::invalid(one_too_many, both).into());
    }
    Ok(match name {
        "hub" => Feed::Hub(ids::read::<kinds::Hub>(name, &id)?),
        "organisation" => Feed::Organisation(ids::read::<kinds::Organisation>(name, &id)?),
        "project" => Feed::Project(ids::read::<kinds::Project>(name, &id)?),
        "resource" => Feed::Resource(ids::read::<kinds::Resource>(name, &id)?),
        _ => Feed::Partnership(ids::read::<kinds::Partnership>(name, &id)?),
    })
}

async fn expect_visible(ctx: &Context<'_>, feed: Feed) -> Result<()> {
    let loaders = ctx.loaders();
    let visible = match feed {
        Feed::Hub(id) => loaders.hub(id).await?.is_some(),
        Feed::Organisation(id) => {
            let found = loaders.organisation(id, OrganisationFields::NAME).await?;
            found.is_some()
        }
        Feed::Project(id) => loaders.project(id, ProjectFields::TITLE).await?.is_some(),
        Feed::Resource(id) => loaders
            .resource(id, ResourceFields::empty())
            .await?
            .is_some(),
        Feed::Partnership(id) => {
            let found = loaders.partnership(id).await?;
            found.is_some_and(|one| one.is_followed_by(ctx))
        }
    };
    if visible {
        Ok(())
    } else {
        Err(Error::NotFound.into())
    }
}
