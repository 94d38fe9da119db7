//! The projects of the owner, the reviews of them, and who takes part.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Maker, grounds, text};

impl Maker<'_> {
    /// The projects of the owner, and the reviews of them.
    pub(super) async fn projects(&mut self) {
        let (draft, parts) = self.draft("Ébauche", "PUBLIC").await;
        self.keep("Need", "of a draft", &*parts["need"]);
        self.keep("Milestone", "of a draft", &*parts["milestone"]);
        self.keep("BudgetLine", "of a draft", &*parts["budget"]);
        self.keep("Project", "draft", &*draft).parts = parts;

        let (submitted, parts) = self.draft("Remise", "PUBLIC").await;
        self.on_project("submitProject", &submitted, json!({}))
            .await;
        let review = self.waiting(&submitted).await;
        self.keep("Review", "waiting", &*review);
        self.keep("Project", "submitted", &*submitted).parts = parts;

        let (published, parts) = self.published("Réemploi", "PUBLIC").await;
        self.keep("Need", "open", &*parts["need"]);
        self.keep("Need", "met", &*parts["met need"]);
        self.keep("Milestone", "published", &*parts["milestone"]);
        self.keep("BudgetLine", "published", &*parts["budget"]);
        self.keep("Project", "published", &*published).parts = parts;

        let (kept, parts) = self.published("Entre nous", "HUB").await;
        let more = json!({ "stage": "ABANDONED", "reason": "Le local est vendu." });
        self.on_project("setProjectStage", &kept, more).await;
        let more = json!({ "content": project("Entre nous, autrement", "HUB") });
        self.on_project("updateProject", &kept, more).await;
        self.keep("Project", "kept to the hub", &*kept).parts = parts;

        let (hidden, parts) = self.published("Caché", "PUBLIC").await;
        let more = json!({ "grounds": grounds() });
        self.on(
            &self.people.moderator,
            "hideProject",
            "Project",
            &hidden,
            more,
        )
        .await;
        let reviews = "query($id: ID!) { project(id: $id) { reviews { nodes { id kind } } } }";
        let data = self.people.head.gql(reviews, json!({ "id": hidden })).await;
        let nodes = data["project"]["reviews"]["nodes"]
            .as_array()
            .expect("reviews");
        let hiding = nodes
            .iter()
            .find(|one| one["kind"] == "HIDING")
            .expect("a hiding");
        self.keep("Need", "of a hidden project", &*parts["need"]);
        self.keep("Project", "hidden", &*hidden).parts = parts;

        let (claimed, _) = self.draft("Prise en main", "PUBLIC").await;
        self.on_project("submitProject", &claimed, json!({})).await;
        let review = self.decide("claimReview", &claimed, json!({})).await;
        self.keep("Review", "claimed", &*review);
        self.keep("Review", "decided", &*text(&hiding["id"]));

        let (rejected, _) = self.draft("Refusée", "PUBLIC").await;
        self.on_project("submitProject", &rejected, json!({})).await;
        let review = self
            .decide("rejectReviewed", &rejected, json!({ "grounds": grounds() }))
            .await;
        let more = json!({ "actingFor": self.owner, "plea": "Le budget le dit à la page 2." });
        let appeal = self
            .on(&self.people.head, "appealDecision", "Review", &review, more)
            .await;
        self.keep("Review", "an appeal", &*text(&appeal["id"]));
    }

    /// The neighbour in projects of the owner.
    pub(super) async fn participations(&mut self) {
        let neighbour = &self.people.neighbour;
        for (title, state) in [
            ("À inviter", "invited"),
            ("À demander", "asked for"),
            ("Ensemble", "active"),
        ] {
            let (project, _) = self.published(title, "PUBLIC").await;
            let opened = if state == "invited" {
                let more =
                    json!({ "organisation": neighbour.id.to_string(), "part": "La collecte" });
                self.on_project("inviteParticipant", &project, more).await
            } else {
                let input = json!({ "project": project, "actingFor": neighbour.id.to_string(), "part": "La collecte" });
                self.act(&neighbour.representative, "requestParticipation", input)
                    .await
            };
            let participation = text(&opened["id"]);
            if state == "active" {
                let more = json!({ "actingFor": self.owner });
                self.on(
                    &self.people.head,
                    "acceptParticipation",
                    "Participation",
                    &participation,
                    more,
                )
                .await;
            }
            self.keep("Participation", state, &*participation);
        }
    }

    /// A draft with needs, one of them met, a milestone and a line of budget.
    async fn draft(
        &self,
        title: &str,
        visibility: &str,
    ) -> (String, BTreeMap<&'static str, String>) {
        let input = json!({ "hub": self.people.here.id.to_string(), "actingFor": self.owner, "content": project(title, visibility) });
        let made = self.head("createProject", input).await;
        let id = text(&made["id"]);
        let parts =
            "query($id: ID!) { project(id: $id) { needs { id } milestones { id } budget { id } } }";
        let data = self.people.head.gql(parts, json!({ "id": id })).await;
        let part = |list: &str, at: usize| text(&data["project"][list][at]["id"]);
        let parts = BTreeMap::from([
            ("need", part("needs", 0)),
            ("met need", part("needs", 1)),
            ("milestone", part("milestones", 0)),
            ("budget", part("budget", 0)),
        ]);
        let met = json!({ "need": parts["met need"], "note": "Par un don.", "metBy": self.people.neighbour.id.to_string() });
        self.on_project("meetNeed", &id, met).await;
        (id, parts)
    }

    /// The review that waits for something.
    async fn waiting(&self, subject: &str) -> String {
        let queue = "query($hub: ID!) { hub(id: $hub) { moderationQueue(first: 50) { nodes { id
            subject { ... on Project { id } ... on Organisation { id } ... on Resource { id } } } } } }";
        let hub = json!({ "hub": self.people.here.id.to_string() });
        let data = self.people.moderator.gql(queue, hub).await;
        let nodes = data["hub"]["moderationQueue"]["nodes"]
            .as_array()
            .expect("a queue");
        let found = nodes
            .iter()
            .find(|review| review["subject"]["id"] == subject);
        text(&found.expect("a review waits")["id"])
    }

    /// A moderator decides on what waits.
    pub(super) async fn decide(&self, mutation: &str, subject: &str, more: Value) -> String {
        let review = self.waiting(subject).await;
        self.on(&self.people.moderator, mutation, "Review", &review, more)
            .await;
        review
    }

    pub(super) async fn published(
        &self,
        title: &str,
        visibility: &str,
    ) -> (String, BTreeMap<&'static str, String>) {
        let (id, parts) = self.draft(title, visibility).await;
        self.on_project("submitProject", &id, json!({})).await;
        self.decide("publishReviewed", &id, json!({})).await;
        (id, parts)
    }

    /// An act of the head on a project.
    pub(super) async fn on_project(&self, mutation: &str, project: &str, more: Value) -> Value {
        let mut input = json!({ "actingFor": self.owner });
        let members = input.as_object_mut().expect("an object");
        members.extend(more.as_object().expect("an object").clone());
        self.on(&self.people.head, mutation, "Project", project, input)
            .await
    }
}

fn project(title: &str, visibility: &str) -> Value {
    json!({
        "title": title,
        "summary": "Laver et réemployer les bouteilles du territoire.",
        "description": "Une ligne de lavage partagée.",
        "visibility": visibility,
        "commune": "34172",
        "startsOn": "2027-01-01",
        "endsOn": "2027-12-31",
        "themes": ["REUSE"],
        "needs": [
            { "kind": "SPACE", "label": "Un entrepôt", "description": "De plain-pied.", "quantity": { "value": "600", "unit": "SQUARE_METRE" } },
            { "kind": "PARTNER", "label": "Des caves" },
        ],
        "milestones": [{ "label": "Première tournée", "dueOn": "2027-03-01" }],
        "budget": [{ "year": 2027, "side": "FUNDING", "label": "Subvention", "source": "La Région", "amount": { "amount": "12500.50", "currency": "EUR" } }],
    })
}
