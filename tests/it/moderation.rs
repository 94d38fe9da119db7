//! Moderation: the queue, decisions, appeals, and who may not.

mod appeals;
mod decisions;
mod figures;
mod queues;
mod races;
mod story;

use maillage_domain::{hubs::HubRole, ids::OrganisationId};
use maillage_usecases::hubs;
use serde_json::{Value, json};

use crate::harness::{Answer, Body, Client, Pole, TestHub};

const REVIEW: &str = "id version kind submittedAt age claimedUntil claimedBy { name } submitter { name }
    submittedBy { id } subject { __typename ... on Project { id } ... on Organisation { id } } plea appealed
    appealOf { id } changes { field before after }
    decision { outcome decidedBy { name } statement { restriction facts ground reference automated contest } }
    availableActions { action allowed code reason }";

const PROJECT: &str =
    "id version state title revision { state statement { facts } changes { field before after } }
    statement { restriction facts ground reference automated contest decidedAt }";

/// A hub with a member who writes and two moderators who decide.
pub(crate) struct Scene {
    pub(crate) hub: TestHub,
    pub(crate) pole: Pole,
    pub(crate) author: Body,
    pub(crate) moderator: Client,
    colleague: Client,
}

impl Scene {
    pub(crate) async fn start() -> Self {
        let hub = TestHub::start().await;
        let pole = hub.pole("Pôle du réemploi").await;
        let author = hub.member(&pole, "Oc’Consigne").await;
        let moderator = moderator(&hub, &pole, "Modeste Relectrice").await;
        let colleague = moderator_too(&hub, &pole).await;
        Self {
            hub,
            pole,
            author,
            moderator,
            colleague,
        }
    }

    /// A project that the author has drafted.
    async fn draft(&self, title: &str) -> Value {
        let input = json!({
            "hub": self.pole.id.to_string(),
            "actingFor": self.author.id.to_string(),
            "content": content(title),
        });
        project(&self.author.representative, "createProject", input).await
    }

    /// A project that the author has handed in.
    pub(crate) async fn submitted(&self, title: &str) -> Value {
        let draft = self.draft(title).await;
        self.by_author("submitProject", &draft, json!({})).await
    }

    /// A project that a moderator has published.
    pub(crate) async fn published(&self, title: &str) -> Value {
        let submitted = self.submitted(title).await;
        let review = self.waiting(&submitted).await;
        decide(&self.moderator, "publishReviewed", &review, json!({}))
            .await
            .data();
        self.read(&self.author.representative, &submitted).await
    }

    /// The author acts on their project.
    async fn by_author(&self, mutation: &str, subject: &Value, more: Value) -> Value {
        let input = of_author(self.author.id, subject, more);
        project(&self.author.representative, mutation, input).await
    }

    /// The author changes the title of their project.
    async fn retitle(&self, subject: &Value, title: &str) -> Value {
        self.by_author(
            "updateProject",
            subject,
            json!({ "content": content(title) }),
        )
        .await
    }

    /// A project as somebody reads it.
    async fn read(&self, client: &Client, project: &Value) -> Value {
        let query = format!("query($id: ID!) {{ project(id: $id) {{ {PROJECT} }} }}");
        client.gql(&query, json!({ "id": project["id"] })).await["project"].clone()
    }

    /// The queue of the hub as somebody reads it.
    async fn queue(&self, client: &Client, filter: Value) -> Value {
        let query = format!(
            "query($hub: ID!, $filter: ReviewFilter) {{ hub(id: $hub) {{
                moderationQueue(filter: $filter) {{ totalCount nodes {{ {REVIEW} }} }} }} }}"
        );
        let variables = json!({ "hub": self.pole.id.to_string(), "filter": filter });
        client.gql(&query, variables).await["hub"]["moderationQueue"].clone()
    }

    /// The review that waits for this content, as the moderator reads it.
    pub(crate) async fn waiting(&self, subject: &Value) -> Value {
        let queue = self.queue(&self.moderator, json!({})).await;
        let nodes = queue["nodes"].as_array().unwrap();
        let found = nodes
            .iter()
            .find(|review| review["subject"]["id"] == subject["id"]);
        found.expect("a review waits").clone()
    }

    /// A review as somebody reads it.
    async fn review(&self, client: &Client, review: &Value) -> Value {
        let query = format!("query($id: ID!) {{ review(id: $id) {{ {REVIEW} }} }}");
        client.gql(&query, json!({ "id": review["id"] })).await["review"].clone()
    }

    /// Makes the hub look at projects and profiles after publication.
    async fn look_afterwards(&self) {
        let version = "query($id: ID!) { hub(id: $id) { version } }";
        let id = self.pole.id.to_string();
        let data = self
            .pole
            .coordinator
            .gql(version, json!({ "id": id }))
            .await;
        let input = json!({
            "id": id,
            "expectedVersion": data["hub"]["version"],
            "policy": [
                { "kind": "PROJECT", "timing": "AFTER" },
                { "kind": "ORGANISATION", "timing": "AFTER" },
            ],
        });
        mutate(
            &self.pole.coordinator,
            "setModerationPolicy",
            "hub { id }",
            input,
        )
        .await
        .data();
    }
}

async fn moderator(hub: &TestHub, pole: &Pole, name: &str) -> Client {
    let person = hub.person(name).await;
    let (platform, operator) = (hub.platform(), hub.operator());
    hubs::grant_role(
        platform,
        &operator,
        &pole.slug,
        person.email(),
        HubRole::Moderator,
    )
    .await
    .unwrap();
    person
}

async fn moderator_too(hub: &TestHub, pole: &Pole) -> Client {
    moderator(hub, pole, "Aimé Collègue").await
}

fn content(title: &str) -> Value {
    json!({
        "title": title,
        "summary": "Laver et réemployer les bouteilles du territoire.",
        "description": "Une ligne de lavage partagée.",
        "needs": [{ "kind": "SPACE", "label": "Un entrepôt" }],
    })
}

/// Grounds in the charter.
fn grounds() -> Value {
    json!({ "facts": "Le budget ne dit pas qui paie.", "ground": "CHARTER", "reference": "article 4" })
}

/// The input of an act of the author.
fn of_author(author: OrganisationId, subject: &Value, more: Value) -> Value {
    let input = json!({
        "id": subject["id"],
        "actingFor": author.to_string(),
        "expectedVersion": subject["version"],
    });
    with(input, more)
}

fn with(mut input: Value, more: Value) -> Value {
    if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
        input.extend(more);
    }
    input
}

/// One mutation with its input; `selection` is what the payload has beside its errors.
async fn mutate(client: &Client, name: &str, selection: &str, input: Value) -> Answer {
    let (first, rest) = name.split_at(1);
    let kind = format!("{}{rest}Input", first.to_uppercase());
    let query = format!(
        "mutation($input: {kind}!) {{ {name}(input: $input) {{ {selection}
            errors {{ code path message facts {{ name value }} }} }} }}"
    );
    client.ask(&query, json!({ "input": input })).await
}

/// A mutation of a project that must succeed.
async fn project(client: &Client, name: &str, input: Value) -> Value {
    let selection = format!("project {{ {PROJECT} }}");
    mutate(client, name, &selection, input).await.data()[name]["project"].clone()
}

/// Somebody acts on a review as they have read it.
pub(crate) async fn decide(client: &Client, name: &str, review: &Value, more: Value) -> Answer {
    let input = json!({ "id": review["id"], "expectedVersion": review["version"] });
    mutate(
        client,
        name,
        &format!("review {{ {REVIEW} }}"),
        with(input, more),
    )
    .await
}

/// The same, on success.
async fn decided(client: &Client, name: &str, review: &Value, more: Value) -> Value {
    decide(client, name, review, more).await.data()[name]["review"].clone()
}

/// Somebody acts on a project in the hub's name.
async fn take_down(client: &Client, name: &str, project: &Value, more: Value) -> Answer {
    let input = json!({ "id": project["id"], "expectedVersion": project["version"] });
    let selection = format!("project {{ {PROJECT} }}");
    mutate(client, name, &selection, with(input, more)).await
}

/// The author contests a decision.
async fn contest(scene: &Scene, review: &Value, plea: &str) -> Answer {
    let input = json!({
        "id": review["id"],
        "actingFor": scene.author.id.to_string(),
        "expectedVersion": review["version"],
        "plea": plea,
    });
    let author = &scene.author.representative;
    mutate(
        author,
        "appealDecision",
        &format!("review {{ {REVIEW} }}"),
        input,
    )
    .await
}

/// What `availableActions` say of an action.
fn may(review: &Value, action: &str) -> Value {
    let actions = review["availableActions"].as_array().unwrap();
    let found = actions.iter().find(|one| one["action"] == action);
    found.map_or(Value::Null, |one| {
        if one["allowed"] == true {
            json!(true)
        } else {
            one["code"].clone()
        }
    })
}
