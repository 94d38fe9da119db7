//! Every mutation, by every person, about everything it may name.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt, future::join_all, stream};
use serde_json::{Value, json};

use super::{
    Asked,
    answers::{Outcome, Reply, send},
    fields::Visible,
    scene::{ABSENT, Persona, Scene, Thing},
    schema::{Field, Schema, named},
    snapshot::Snapshot,
    table::{Block, Row, merged},
};

/// The arguments that say what a mutation is about, the first that there is.
const ABOUT: [&str; 6] = ["id", "project", "hub", "organisation", "actingFor", "of"];

/// States that matter to what is done with the thing itself alone, not where it is named beside.
const ASIDE: [&str; 3] = ["applying draft", "without a head", "has left"];

/// What passwords are hashed for: one network has few places for it at once, and tries one account
/// one after the other.
const ONE_BY_ONE: [&str; 7] = [
    "changePassword",
    "disableSecondFactor",
    "enrolSecondFactor",
    "register",
    "renewRecoveryCodes",
    "resetPassword",
    "signIn",
];

/// The mutations of a scene.
pub(super) struct Mutations<'a> {
    pub(super) schema: &'a Schema,
    pub(super) scene: &'a Scene,
    pub(super) snapshot: &'a Snapshot,
    pub(super) visible: &'a Visible,
}

/// A mutation, ready to be sent.
struct Document<'a> {
    mutation: &'a Field,
    payload: &'a str,
    query: String,
}

/// What everybody was told.
struct Told {
    outcomes: Vec<Outcome>,
    replies: Vec<Reply>,
}

/// What came of it.
pub(super) struct Done {
    pub(super) blocks: Vec<Block>,
    /// One of each mutation as it was asked.
    pub(super) asked: Vec<Asked>,
    /// Mutations that nobody may ever do, of which nothing is shown.
    pub(super) idle: Vec<String>,
}

/// What everybody is told when an argument names each of the things of its kind.
type Profile = Vec<(&'static str, Vec<String>)>;

type Rows = Vec<(String, &'static str, Vec<String>)>;

impl Mutations<'_> {
    /// Has everybody try everything.
    pub(super) async fn try_all(&self) -> Done {
        let mut about: BTreeMap<String, Rows> = BTreeMap::new();
        let mut named: BTreeMap<(String, Profile), Vec<String>> = BTreeMap::new();
        let mut asked = Vec::new();
        let mut idle = Vec::new();
        for mutation in self.schema.fields("Mutation") {
            let document = self.document(mutation);
            let namings = self.schema.namings(mutation);
            let primary = ABOUT
                .iter()
                .find_map(|path| namings.iter().find(|naming| naming.path == *path));
            let kind = primary
                .map(|naming| naming.kind.clone())
                .unwrap_or_default();
            let things = primary.map(|naming| self.scene.things(&naming.kind));
            let rows = about.entry(kind.clone()).or_default();
            let mut works = BTreeSet::new();
            let mut replies = Vec::new();
            for thing in each(things) {
                let input = |persona: &Persona, dry_run: bool| {
                    let chosen = primary.zip(thing);
                    let chosen = self.scene.chosen(&namings, chosen, persona, mutation);
                    self.scene
                        .inputs
                        .of(self.schema, mutation, &chosen, dry_run)
                };
                let state = thing.map_or("", |thing| thing.state);
                let told = self.ask(&document, state, input).await;
                if told.outcomes.contains(&Outcome::Yes) {
                    works.insert(state);
                }
                rows.push((mutation.name.clone(), state, cells(&told.outcomes)));
                replies.push((thing, told));
                if asked
                    .last()
                    .is_none_or(|asked: &Asked| asked.query != document.query)
                {
                    let variables = json!({ "input": input(&self.scene.people[0], false) });
                    asked.push(Asked {
                        query: document.query.clone(),
                        variables,
                    });
                }
            }
            if works.is_empty() {
                idle.push(mutation.name.clone());
            }
            self.assert_hidden_is_absent(&kind, &mutation.name, &replies);

            for naming in namings.iter().filter(|naming| Some(*naming) != primary) {
                let base = primary.map(|primary| {
                    let works = |thing: &Thing| works.contains(thing.state);
                    (primary, self.scene.usual(&primary.kind, works))
                });
                let (mut profile, mut replies) = (Vec::new(), Vec::new());
                let things = self.scene.things(&naming.kind).iter();
                for thing in things.filter(|thing| !ASIDE.contains(&thing.state)) {
                    let input = |persona: &Persona, dry_run: bool| {
                        let mut chosen = self.scene.chosen(&namings, base, persona, mutation);
                        let id = thing.id_for(persona);
                        chosen.insert(naming.path.clone(), json!(id));
                        self.scene
                            .inputs
                            .of(self.schema, mutation, &chosen, dry_run)
                    };
                    let label = format!("{} with {} {}", mutation.name, naming.path, thing.state);
                    let told = self.ask(&document, &label, input).await;
                    profile.push((thing.state, cells(&told.outcomes)));
                    replies.push((Some(thing), told));
                }
                let alike = named.entry((naming.path.clone(), profile)).or_default();
                alike.push(mutation.name.clone());
                let label = format!("{} with {}", mutation.name, naming.path);
                self.assert_hidden_is_absent(&naming.kind, &label, &replies);
            }
        }
        let mut blocks: Vec<_> = about
            .into_iter()
            .map(|(kind, rows)| Block {
                title: match kind.as_str() {
                    "" => "DOING SOMETHING with one's account, or something new".to_owned(),
                    kind => format!("DOING SOMETHING with this: {kind}, in these states"),
                },
                rows: merged(rows),
            })
            .collect();
        blocks.push(Block {
            title:
                "NAMING SOMETHING ELSE in what is done: an argument in mutations, and what it names"
                    .to_owned(),
            rows: named_rows(named),
        });
        Done {
            blocks,
            asked,
            idle,
        }
    }

    fn document<'a>(&'a self, mutation: &'a Field) -> Document<'a> {
        let payload = self.schema.payload(mutation);
        let (name, input) = (&mutation.name, &mutation.arguments[0].ty);
        let inside = if self.schema.fields(named(&payload.ty)).is_empty() {
            ""
        } else {
            "{ __typename }"
        };
        let payload = payload.name.as_str();
        Document {
            mutation,
            payload,
            query: format!(
                "mutation($input: {input}) {{ {name}(input: $input) {{
                   {payload} {inside} errors {{ code message path facts {{ name value }} }} }} }}"
            ),
        }
    }

    /// Everybody tries it: rehearsed, then, after who may not, who may. Nothing is left of it.
    async fn ask(
        &self,
        document: &Document<'_>,
        label: &str,
        input: impl Fn(&Persona, bool) -> Value,
    ) -> Told {
        let name = &document.mutation.name;
        let mut told = Told {
            outcomes: Vec::new(),
            replies: Vec::new(),
        };
        let rehearse = async |persona| self.send(document, persona, &input(persona, true)).await;
        let one_by_one = ONE_BY_ONE.contains(&name.as_str());
        for (outcome, reply) in all(one_by_one, self.scene.people.iter().map(rehearse)).await {
            told.outcomes.push(outcome);
            told.replies.push(reply);
        }
        let by = format!("a rehearsal of {name} ({label})");
        self.snapshot.assert_untouched(&by).await;
        let (may, may_not): (Vec<_>, Vec<_>) = (self.scene.people.iter().zip(&told.outcomes))
            .partition(|(_, outcome)| **outcome == Outcome::Yes);
        let refused = may_not.iter().map(async |(persona, rehearsed)| {
            let (outcome, _) = self.send(document, persona, &input(persona, false)).await;
            let who = persona.name;
            assert_eq!(
                &outcome, *rehearsed,
                "{name} ({label}) by {who}, in earnest"
            );
        });
        all(one_by_one, refused).await;
        let by = format!("{name} ({label}), by somebody who may not,");
        self.snapshot.assert_untouched(&by).await;
        for (persona, rehearsed) in may {
            let (outcome, _) = self.send(document, persona, &input(persona, false)).await;
            assert_eq!(
                &outcome, rehearsed,
                "{name} ({label}) by {}, in earnest",
                persona.name
            );
            self.snapshot.restore().await;
        }
        told
    }

    async fn send(
        &self,
        document: &Document<'_>,
        persona: &Persona,
        input: &Value,
    ) -> (Outcome, Reply) {
        let variables = json!({ "input": input });
        let reply = send(&persona.client, &document.query, &variables).await;
        (
            reply.outcome(&document.mutation.name, document.payload),
            reply,
        )
    }

    /// What somebody may not see is answered with the same bytes as what is not there.
    fn assert_hidden_is_absent(&self, kind: &str, label: &str, replies: &[(Option<&Thing>, Told)]) {
        let absent = replies.iter().find_map(|(thing, told)| {
            let thing = thing.filter(|thing| thing.state == ABSENT)?;
            Some((thing, told))
        });
        let Some((nothing, absent)) = absent else {
            return;
        };
        for (thing, told) in replies {
            let Some(thing) = thing else { continue };
            for (at, persona) in self.scene.people.iter().enumerate() {
                let id = thing.id_for(persona);
                let hidden = match self.visible.sees(kind, persona.name, &id) {
                    // People are met in what they do: not every id of theirs leads to them.
                    Some(sees) if kind != "Person" => !sees,
                    _ => told.outcomes[at] == Outcome::Absent,
                };
                if hidden {
                    assert_eq!(
                        told.replies[at].masked(&id),
                        absent.replies[at].masked(&nothing.id_for(persona)),
                        "{label}: the {} {kind} does not exist for {}",
                        thing.state,
                        persona.name
                    );
                }
            }
        }
    }
}

/// The rows of arguments: the mutations that answer alike stand together, named once.
fn named_rows(named: BTreeMap<(String, Profile), Vec<String>>) -> Vec<Row> {
    let mut rows = Vec::new();
    for ((path, profile), mutations) in named {
        let first = format!("{path} in {}", mutations.join(" "));
        let states = profile.into_iter();
        let states = states.map(|(state, cells)| (path.clone(), state, cells));
        for (at, row) in merged(states.collect()).into_iter().enumerate() {
            let states = row.name.trim_start_matches(&path);
            rows.push(Row {
                name: match at {
                    0 => format!("{first}{states}"),
                    _ => format!("…{states}"),
                },
                ..row
            });
        }
    }
    rows
}

/// Does everything, at once or one after the other.
async fn all<F: Future>(one_by_one: bool, tries: impl Iterator<Item = F>) -> Vec<F::Output> {
    if one_by_one {
        stream::iter(tries).buffered(1).collect().await
    } else {
        join_all(tries).await
    }
}

/// Each of the things, or nothing once.
fn each(things: Option<&[Thing]>) -> Vec<Option<&Thing>> {
    things.map_or_else(|| vec![None], |things| things.iter().map(Some).collect())
}

fn cells(outcomes: &[Outcome]) -> Vec<String> {
    outcomes.iter().map(ToString::to_string).collect()
}
