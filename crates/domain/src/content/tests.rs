//! Random walks through the life cycle that projects, organisation profiles and resources share,
//! held against a table written by hand after the design.

use proptest::prelude::*;

use crate::{
    clock::Act,
    content::{ContentState, ModerationTiming},
    events::{Audience, Event},
    ids::HubId,
    moderation::{ActiveMember, Moderated, Moderation, Restriction, RevisionState},
    organisations::{Organisation, OrganisationAction, OrganisationContent},
    projects::{Project, ProjectAction, ProjectContent},
    refusals::{Refusal, RefusalCode},
    resources::{Resource, ResourceAction, ResourceContent},
    testing::{self, act, id, statement},
    values::{Name, Title},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Timing {
    /// The hub looks first.
    Held,
    /// The hub looks afterwards, or trusts the member.
    Once,
    /// Either.
    Any,
}
use Timing::{Any, Held, Once};

/// Every step that exists: when, from where, what, to where, and the facts it leaves. `+` is a
/// published text with a revision beside it, `~` a text with one that was given back to its author.
/// What is not here is refused.
const LIFE: &[(Timing, &str, &str, &str, &[&str])] = &[
    (Any, "DRAFT", "EDIT", "DRAFT", &["updated"]),
    (Held, "DRAFT", "SUBMIT", "SUBMITTED", &["submitted"]),
    (
        Once,
        "DRAFT",
        "SUBMIT",
        "PUBLISHED",
        &["submitted", "published"],
    ),
    (
        Any,
        "CHANGES_REQUESTED",
        "EDIT",
        "CHANGES_REQUESTED",
        &["updated"],
    ),
    (
        Held,
        "CHANGES_REQUESTED",
        "SUBMIT",
        "SUBMITTED",
        &["submitted"],
    ),
    (
        Once,
        "CHANGES_REQUESTED",
        "SUBMIT",
        "PUBLISHED",
        &["submitted", "published"],
    ),
    (Any, "SUBMITTED", "WITHDRAW", "DRAFT", &["withdrawn"]),
    (Any, "SUBMITTED", "PUBLISH", "PUBLISHED", &["published"]),
    (
        Any,
        "SUBMITTED",
        "REQUEST_CHANGES",
        "CHANGES_REQUESTED",
        &["changes_requested"],
    ),
    (Any, "SUBMITTED", "REJECT", "REJECTED", &["rejected"]),
    (Any, "REJECTED", "PUBLISH", "PUBLISHED", &["published"]),
    (Held, "PUBLISHED", "EDIT", "PUBLISHED+", &["revised"]),
    (Once, "PUBLISHED", "EDIT", "PUBLISHED", &["updated"]),
    (Any, "PUBLISHED", "PUBLISH", "PUBLISHED", &[]),
    (Any, "PUBLISHED", "HIDE", "HIDDEN", &["hidden"]),
    (Any, "PUBLISHED", "ARCHIVE", "ARCHIVED", &["archived"]),
    (Held, "PUBLISHED+", "EDIT", "PUBLISHED+", &["revised"]),
    (Once, "PUBLISHED+", "EDIT", "PUBLISHED", &["updated"]),
    (Any, "PUBLISHED+", "WITHDRAW", "PUBLISHED", &["withdrawn"]),
    (Any, "PUBLISHED+", "PUBLISH", "PUBLISHED", &["published"]),
    (
        Any,
        "PUBLISHED+",
        "REQUEST_CHANGES",
        "PUBLISHED+",
        &["changes_requested"],
    ),
    (Any, "PUBLISHED+", "REJECT", "PUBLISHED+", &["rejected"]),
    (Any, "PUBLISHED+", "HIDE", "HIDDEN~", &["hidden"]),
    (Any, "PUBLISHED+", "ARCHIVE", "ARCHIVED", &["archived"]),
    (Held, "PUBLISHED~", "EDIT", "PUBLISHED+", &["revised"]),
    (Once, "PUBLISHED~", "EDIT", "PUBLISHED", &["updated"]),
    (Any, "PUBLISHED~", "WITHDRAW", "PUBLISHED", &["withdrawn"]),
    (Any, "PUBLISHED~", "PUBLISH", "PUBLISHED~", &[]),
    (Any, "PUBLISHED~", "HIDE", "HIDDEN~", &["hidden"]),
    (Any, "PUBLISHED~", "ARCHIVE", "ARCHIVED", &["archived"]),
    (Any, "HIDDEN", "RESTORE", "PUBLISHED", &["restored"]),
    (Any, "HIDDEN~", "WITHDRAW", "HIDDEN", &["withdrawn"]),
    (Any, "HIDDEN~", "RESTORE", "PUBLISHED~", &["restored"]),
];

const STEPS: &[&str] = &[
    "EDIT",
    "SUBMIT",
    "WITHDRAW",
    "PUBLISH",
    "REQUEST_CHANGES",
    "REJECT",
    "HIDE",
    "RESTORE",
    "ARCHIVE",
];

/// What the kinds of content have in common, for the walk.
trait Walker: Clone + PartialEq + std::fmt::Debug {
    const KIND: &'static str;
    fn take(
        &mut self,
        step: &str,
        act: &Act<'_>,
        how: &Moderation,
        edit: usize,
    ) -> Result<(), Refusal>;
    /// What is shown as possible; `None` for the decisions that a review shows.
    fn permits(&self, step: &str) -> Option<Result<(), Refusal>>;
    fn facts(&self) -> Facts;
    fn drain(&mut self) -> Vec<Event>;
}

#[derive(Debug, PartialEq)]
struct Facts {
    state: ContentState,
    revision: Option<RevisionState>,
    explained: bool,
    published_at: Option<chrono::DateTime<chrono::Utc>>,
    version: i32,
}

impl Facts {
    fn place(&self) -> String {
        let revision = match self.revision {
            None => "",
            Some(RevisionState::Returned) => "~",
            Some(_) => "+",
        };
        format!("{}{revision}", self.state)
    }
}

fn step_of(
    content: &mut impl Moderated,
    step: &str,
    act: &Act<'_>,
    hub: HubId,
) -> Result<(), Refusal> {
    match step {
        "WITHDRAW" => content.withdraw(act),
        "PUBLISH" => content.publish(act, hub),
        "REQUEST_CHANGES" => {
            content.request_changes(act, hub, statement(Restriction::ChangesRequested, act))
        }
        "REJECT" => content.reject(act, hub, statement(Restriction::Rejected, act)),
        "HIDE" => content.hide(act, hub, statement(Restriction::Hidden, act)),
        "RESTORE" => content.restore(act, hub),
        _ => content.archive(act),
    }
}

impl Walker for Project {
    const KIND: &'static str = "project";

    fn take(
        &mut self,
        step: &str,
        act: &Act<'_>,
        how: &Moderation,
        edit: usize,
    ) -> Result<(), Refusal> {
        match step {
            "EDIT" => {
                let title = Title::parse(&format!("Atelier {edit}")).expect("a title");
                let content = ProjectContent {
                    title,
                    ..self.current_content()
                };
                self.edit(act, content, how)
            }
            "SUBMIT" => self.submit(act, how, ActiveMember::Yes),
            _ => step_of(self, step, act, how.hub),
        }
    }

    fn permits(&self, step: &str) -> Option<Result<(), Refusal>> {
        step.parse::<ProjectAction>()
            .ok()
            .map(|action| self.permits(action))
    }

    fn facts(&self) -> Facts {
        Facts {
            state: self.state,
            revision: self.revision.as_ref().map(|revision| revision.state),
            explained: self.statement.is_some(),
            published_at: self.published_at,
            version: self.version,
        }
    }

    fn drain(&mut self) -> Vec<Event> {
        self.events.drain()
    }
}

impl Walker for Organisation {
    const KIND: &'static str = "organisation";

    fn take(
        &mut self,
        step: &str,
        act: &Act<'_>,
        how: &Moderation,
        edit: usize,
    ) -> Result<(), Refusal> {
        self.hubs = hubs_for(step);
        self.member_of = hubs_for(step);
        let answer = match step {
            "EDIT" => {
                let name = Name::parse(&format!("Recyclerie {edit}")).expect("a name");
                let content = OrganisationContent {
                    name,
                    ..self.content.clone()
                };
                self.edit(act, content, Some(how))
            }
            "SUBMIT" => self.hand_in(act, how),
            _ => step_of(self, step, act, how.hub),
        };
        self.hubs.clear();
        self.member_of.clear();
        answer
    }

    fn permits(&self, step: &str) -> Option<Result<(), Refusal>> {
        let placed = Organisation {
            hubs: hubs_for(step),
            member_of: hubs_for(step),
            ..self.clone()
        };
        step.parse::<OrganisationAction>()
            .ok()
            .map(|action| placed.permits(action))
    }

    fn facts(&self) -> Facts {
        Facts {
            state: self.state,
            revision: self.revision.as_ref().map(|revision| revision.state),
            explained: self.statement.is_some(),
            published_at: self.published_at,
            version: self.version,
        }
    }

    fn drain(&mut self) -> Vec<Event> {
        self.events.drain()
    }
}

/// An organisation submits its profile to a hub, and leaves its hubs before it is put away.
fn hubs_for(step: &str) -> Vec<HubId> {
    if step == "ARCHIVE" {
        vec![]
    } else {
        vec![id(100)]
    }
}

impl Walker for Resource {
    const KIND: &'static str = "resource";

    fn take(
        &mut self,
        step: &str,
        act: &Act<'_>,
        how: &Moderation,
        edit: usize,
    ) -> Result<(), Refusal> {
        match step {
            "EDIT" => {
                let title = Title::parse(&format!("Salle {edit}")).expect("a title");
                let content = ResourceContent {
                    title,
                    ..self.content.clone()
                };
                self.edit(act, content, how)
            }
            "SUBMIT" => self.submit(act, how, ActiveMember::Yes),
            _ => step_of(self, step, act, how.hub),
        }
    }

    fn permits(&self, step: &str) -> Option<Result<(), Refusal>> {
        step.parse::<ResourceAction>()
            .ok()
            .map(|action| self.permits(action))
    }

    fn facts(&self) -> Facts {
        Facts {
            state: self.state,
            revision: self.revision.as_ref().map(|revision| revision.state),
            explained: self.statement.is_some(),
            published_at: self.published_at,
            version: self.version,
        }
    }

    fn drain(&mut self) -> Vec<Event> {
        self.events.drain()
    }
}

/// Takes the steps one after the other and holds each against the table.
fn walk<W: Walker>(mut content: W, steps: &[(&str, bool, bool)]) {
    for (number, (step, before, trusted)) in steps.iter().enumerate() {
        let how = Moderation {
            hub: id(100),
            timing: if *before {
                ModerationTiming::Before
            } else {
                ModerationTiming::After
            },
            trusted: *trusted,
        };
        let timing = if *before && !*trusted { Held } else { Once };
        let was = content.clone();
        let place = was.facts().place();
        let expected = LIFE.iter().find(|(when, from, name, _, _)| {
            (*when == Any || *when == timing) && *from == place && name == step
        });
        let shown = content.permits(step);
        let minutes = i64::try_from(number).expect("few steps") + 1;
        let answer = content.take(step, &act(minutes), &how, number);
        let events = content.drain();

        if let Some(shown) = shown {
            assert_eq!(
                shown, answer,
                "what is shown for {step} in {place} is what happens"
            );
        }
        if let Some((_, _, _, next, kinds)) = expected {
            assert_eq!(answer, Ok(()), "{step} in {place}");
            assert_eq!(content.facts().place(), *next, "{step} in {place}");
            let kinds: Vec<_> = kinds
                .iter()
                .map(|kind| format!("{}.{kind}", W::KIND))
                .collect();
            let told: Vec<_> = events.iter().map(|event| event.kind.to_string()).collect();
            assert_eq!(told, kinds, "{step} in {place}");
        } else {
            let refusal = answer.expect_err("no such step");
            assert_eq!(refusal.code, RefusalCode::WrongState, "{step} in {place}");
            assert!(!refusal.facts.is_empty(), "a refusal names the state");
            assert_eq!(events, [], "a refused step leaves no fact");
            assert_eq!(content, was, "a refused step changes nothing");
        }
        holds(&was.facts(), &content.facts(), &events);
    }
}

fn holds(was: &Facts, now: &Facts, events: &[Event]) {
    use ContentState as S;
    assert!(was.published_at.is_none() || was.published_at == now.published_at);
    assert!(now.state != S::Published || now.published_at.is_some());
    let restricted = matches!(now.state, S::ChangesRequested | S::Rejected | S::Hidden);
    assert_eq!(
        now.explained, restricted,
        "a restriction, and only one, has its statement"
    );
    assert!(
        matches!(now.revision, None | Some(RevisionState::Returned)) || now.state == S::Published,
        "a revision stands beside published text"
    );
    assert_eq!(now.version, was.version, "saving counts versions");
    for event in events {
        assert!(
            event.audience != Audience::Public || now.state == S::Published,
            "{} is told to all of something not published",
            event.kind
        );
        assert!(event.person.is_some());
    }
}

fn steps() -> impl Strategy<Value = Vec<(&'static str, bool, bool)>> {
    let step = (
        proptest::sample::select(STEPS),
        any::<bool>(),
        prop::bool::weighted(0.2),
    );
    prop::collection::vec(step, 1..40)
}

proptest! {
    #[test]
    fn a_project_never_leaves_its_life_cycle(steps in steps()) {
        walk(testing::project(), &steps);
    }

    #[test]
    fn an_organisation_profile_never_leaves_its_life_cycle(steps in steps()) {
        walk(testing::organisation(), &steps);
    }

    #[test]
    fn a_resource_never_leaves_its_life_cycle(steps in steps()) {
        walk(testing::resource(), &steps);
    }
}

#[test]
fn every_step_of_the_table_is_taken_by_some_walk() {
    // The shortest ways into each place, so that the table has no row that nothing can reach.
    let ways: &[(&str, &[&str])] = &[
        ("DRAFT", &[]),
        ("SUBMITTED", &["SUBMIT"]),
        ("CHANGES_REQUESTED", &["SUBMIT", "REQUEST_CHANGES"]),
        ("REJECTED", &["SUBMIT", "REJECT"]),
        ("PUBLISHED", &["SUBMIT", "PUBLISH"]),
        ("PUBLISHED+", &["SUBMIT", "PUBLISH", "EDIT"]),
        (
            "PUBLISHED~",
            &["SUBMIT", "PUBLISH", "EDIT", "HIDE", "RESTORE"],
        ),
        ("HIDDEN", &["SUBMIT", "PUBLISH", "HIDE"]),
        ("HIDDEN~", &["SUBMIT", "PUBLISH", "EDIT", "HIDE"]),
        ("ARCHIVED", &["SUBMIT", "PUBLISH", "ARCHIVE"]),
    ];
    for (_, way) in ways {
        for step in STEPS {
            for before in [true, false] {
                let mut steps: Vec<_> = way.iter().map(|step| (*step, true, false)).collect();
                steps.push((*step, before, false));
                walk(testing::project(), &steps);
                walk(testing::organisation(), &steps);
                walk(testing::resource(), &steps);
            }
        }
    }
    for (_, from, _, to, _) in LIFE {
        assert!(ways.iter().any(|(place, _)| place == from), "{from}");
        assert!(ways.iter().any(|(place, _)| place == to), "{to}");
    }
}
