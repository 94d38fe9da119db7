//! Activity: the log of what happened, as feeds of a hub, an organisation or a project.

use maillage_domain::{
    Fact,
    events::{Event, EventKind},
    ids::{EventId, PersonId},
    policy::{self, Action, Actor},
    values::Language,
};
pub use maillage_persistence::events::{Feed, ORDER};
use maillage_persistence::{Page, PageRequest, events};

use crate::{error::Error, platform::Platform, words};

/// A page of a feed, the newest first: what the actor may read at this moment.
///
/// # Errors
/// `Internal` alone.
pub async fn list(
    platform: &Platform,
    actor: &Actor,
    feed: Feed,
    page: &PageRequest,
) -> Result<Page<Event>, Error> {
    Ok(events::list(platform.db(), actor, feed, page).await?)
}

/// How many facts of a feed the actor may read.
///
/// # Errors
/// `Internal` alone.
pub async fn count(platform: &Platform, actor: &Actor, feed: Feed) -> Result<u64, Error> {
    Ok(events::count(platform.db(), actor, feed).await?)
}

/// A fact, if the actor may read it.
///
/// # Errors
/// `Internal` alone.
pub async fn find(platform: &Platform, actor: &Actor, id: EventId) -> Result<Option<Event>, Error> {
    Ok(events::find(platform.db(), actor, id).await?)
}

/// Who did it, for whom they may be named to; `None` also for what the platform did by itself.
pub fn author(actor: &Actor, event: &Event) -> Option<PersonId> {
    let may = policy::check(actor, Action::ReadAuthor(event)).is_ok();
    event.person.filter(|_| may)
}

/// What the sentence on an event may name, as far as its reader may know it.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The organisation whose thing it is.
    pub organisation: Option<String>,
    /// The project it belongs to.
    pub project: Option<String>,
    /// The resource it belongs to.
    pub resource: Option<String>,
    /// The hub in which it happened.
    pub hub: Option<String>,
}

/// What happened, in a sentence.
pub fn sentence(language: Language, event: &Event, names: Names) -> String {
    let mut facts = event.facts.clone();
    let named = [
        ("organisation", names.organisation),
        ("project", names.project),
        ("resource", names.resource),
        ("hub", names.hub),
    ];
    facts.extend(
        named
            .into_iter()
            .filter_map(|(name, value)| Some(Fact::new(name, value?))),
    );
    // A sentence that differs by a fact says so for its absence too.
    for name in [
        "organisation",
        "project",
        "resource",
        "hub",
        "revision",
        "late",
    ] {
        if !facts.iter().any(|fact| fact.name == name) {
            facts.push(Fact::new(name, "none"));
        }
    }
    words::say(language, &message(event.kind), &facts)
}

fn message(kind: EventKind) -> String {
    format!("activity-{}", kind.as_str().replace('.', "-"))
}

#[cfg(test)]
mod tests {
    use maillage_domain::{
        Act,
        events::{Audience, Subject},
        ids::{HubId, Mint, Uuid},
    };

    use super::*;

    struct Nil;

    impl Mint for Nil {
        fn uuid(&self) -> Uuid {
            Uuid::nil()
        }
    }

    #[test]
    fn no_sentence_lacks_one_of_its_facts() {
        let act = Act::new(chrono::DateTime::UNIX_EPOCH, None, &Nil);
        let subject = Subject::Hub(HubId::from_uuid(Uuid::nil()));
        for language in Language::ALL {
            for kind in EventKind::ALL {
                let event = Event::new(&act, *kind, subject, Audience::Public)
                    .with("charter", 2)
                    .with("isEss", true)
                    .with("part", "content")
                    .with("role", "MODERATOR")
                    .with("to", "RUNNING")
                    .with("label", "Portes")
                    .with("quantity", "12")
                    .with("unit", "PIECE")
                    .with("number", 2);
                let text = sentence(*language, &event, Names::default());
                assert!(
                    !text.is_empty() && !text.contains(['{', '$']),
                    "{kind}: {text}"
                );
            }
        }
    }

    #[test]
    fn every_kind_of_event_has_its_sentence_in_both_languages() {
        for language in Language::ALL {
            for kind in EventKind::ALL {
                let name = message(*kind);
                assert!(words::knows(*language, &name), "{name} in {language}");
            }
        }
    }
}
