//! Partnerships of the owner with the neighbour, in every state, and a template of the hub.

use serde_json::{Value, json};

use super::Maker;

impl Maker<'_> {
    /// Partnerships, and what more of them needs to be known to go on.
    pub(super) async fn partnerships(&mut self) -> Vec<(String, Value)> {
        let (mut owed_in_force, mut in_force) = (Vec::new(), Value::Null);
        let draft = self.agreed("CONVENTION", "NOTHING").await;
        self.keep("Partnership", "draft", &*draft);
        let lent = self.agreed("STAFF_LOAN", "NOTHING").await;
        self.keep("Partnership", "draft of a loan", &*lent);
        let proposed = self.agreed("CONVENTION", "NOTHING").await;
        self.on_partnership("proposePartnership", &proposed, json!({}))
            .await;
        let sha256 = self.fingerprint_of(&proposed).await;
        self.keep("Partnership", "proposed", &*proposed);
        for (state, form, disclosure) in [
            ("in force", "CONVENTION", "NOTHING"),
            ("suspended", "CONVENTION", "NOTHING"),
            ("in force, told to the team", "CONVENTION", "EXISTENCE"),
            ("in force, shown to the team", "CONSORTIUM", "ALL"),
        ] {
            let id = self.agreed(form, disclosure).await;
            self.on_partnership("proposePartnership", &id, json!({}))
                .await;
            self.signed(&id).await;
            if state == "suspended" {
                let why = json!({ "reason": "Le local manque." });
                self.on_partnership("suspendPartnership", &id, why).await;
            }
            let version = self.version_of(&id).await;
            self.keep("Partnership", state, &*id);
            self.keep("PartnershipVersion", state, &*version);
            if state == "in force" {
                self.fulfilments(&id).await;
                owed_in_force = self.all_owed(&id).await;
                in_force = json!(id);
            }
            if state == "in force, shown to the team" {
                let shown = self.declared(&id, true).await;
                self.keep("Fulfilment", "shown to the team", &*shown);
            }
        }
        let waiting = self.version_of(&proposed).await;
        self.keep("PartnershipVersion", "proposed", &*waiting);
        let template = self.template().await;
        self.keep("PartnershipTemplate", "its hub's", &*template);
        let ours = self.ours().await;
        self.keep("PartnershipTemplate", "the platform's", &*ours);
        let owed = self.owed(&proposed).await;
        self.keep("PartnershipCommitment", "of a proposed one", &*owed);
        let parties = self.parties();
        vec![
            (
                "draftPartnership.content.parties".to_owned(),
                parties.clone(),
            ),
            ("changePartnership.content.parties".to_owned(), parties),
            (
                "commitments.debtor".to_owned(),
                json!(self.people.neighbour.id.to_string()),
            ),
            (
                "staff.resource".to_owned(),
                json!(self.of("Resource", "published staff time")),
            ),
            (
                "declareFulfilment.commitment".to_owned(),
                owed_in_force[0].clone(),
            ),
            ("declareFulfilment.partnership".to_owned(), in_force.clone()),
            ("waiveCommitment.partnership".to_owned(), in_force),
            (
                "waiveCommitment.commitment".to_owned(),
                owed_in_force[1].clone(),
            ),
            (
                "declareFulfilment.quantity".to_owned(),
                json!({ "value": "1", "unit": "PIECE" }),
            ),
            (
                "removeProof.proof".to_owned(),
                json!(self.of("ProofFile", "of the owner")),
            ),
            ("signPartnership.sha256".to_owned(), json!(sha256)),
            ("partnershipStanding.sha256".to_owned(), json!(sha256)),
        ]
    }

    /// What the owner, who owes it, or the neighbour says of the cart.
    async fn declared(&self, id: &str, by_owner: bool) -> String {
        let commitment = self.owed(id).await;
        let neighbour = &self.people.neighbour;
        let (client, organisation) = if by_owner {
            (&self.people.head, self.owner.clone())
        } else {
            (&neighbour.representative, neighbour.id.to_string())
        };
        let input = json!({ "partnership": id, "actingFor": organisation, "commitment": commitment,
            "doneOn": "2026-11-21", "quantity": { "value": "1", "unit": "PIECE" } });
        let declared = self.act(client, "declareFulfilment", input).await;
        super::text(&declared["id"])
    }

    /// What was declared of the commitments of a partnership in force, in every state.
    async fn fulfilments(&mut self, id: &str) {
        let commitment = self.owed(id).await;
        self.keep("PartnershipCommitment", "of one in force", &*commitment);
        let own = self.declared(id, true).await;
        let proof = self.proof(&own).await;
        self.keep("ProofFile", "of the owner", &*proof);
        self.keep("Fulfilment", "declared by the owner", &*own);
        let theirs = self.declared(id, false).await;
        self.keep("Fulfilment", "declared by the neighbour", &*theirs);
        let contested = self.declared(id, false).await;
        let head = &self.people.head;
        let why = json!({ "actingFor": self.owner, "reason": "Ce n’était pas le bon." });
        self.on(head, "contestFulfilment", "Fulfilment", &contested, why)
            .await;
        let neighbour = &self.people.neighbour;
        let offer = json!({ "actingFor": neighbour.id.to_string(), "outcome": "NOTHING",
            "words": "C’est vrai." });
        let theirs = &neighbour.representative;
        self.on(theirs, "offerSettlement", "Fulfilment", &contested, offer)
            .await;
        self.keep("Fulfilment", "contested, with an offer", &*contested);
    }

    /// A file by which the owner shows what it has declared.
    async fn proof(&self, fulfilment: &str) -> String {
        let path = format!(
            "/fulfilments/{fulfilment}/proofs?actingFor={}&name=bon.pdf",
            self.owner
        );
        let request = self.people.head.http(reqwest::Method::POST, &path).await;
        let response = request.body("%PDF-1.7\n%%EOF\n").send().await.unwrap();
        let made: Value = response.json().await.unwrap();
        super::text(&made["proof"])
    }

    fn parties(&self) -> Value {
        json!([
            { "organisation": self.owner, "role": "MANDATAIRE", "share": "50", "tasks": "La moitié." },
            { "organisation": self.people.neighbour.id.to_string(), "role": "PARTENAIRE", "share": "50",
              "tasks": "L’autre moitié." },
        ])
    }

    /// A draft that everybody may sign as it is.
    async fn agreed(&self, form: &str, disclosure: &str) -> String {
        let mut content = json!({
            "title": "Convention du port", "aim": "COOPERATION", "form": form, "disclosure": disclosure,
            "parties": self.parties(),
            "term": { "startsOn": "2026-11-21", "endsOn": "2028-11-20", "renewal": "TACIT",
                      "renewalMonths": 12, "noticeDays": 30, "earlyTermination": true },
            "commitments": [{ "debtor": self.owner, "action": "LEND", "what": "Le chariot",
                              "quantity": { "value": "1", "unit": "PIECE" } },
                            { "debtor": self.people.neighbour.id.to_string(), "creditors": [self.owner],
                              "action": "PROVIDE_MONEY", "what": "Une part des frais",
                              "money": { "amount": "120", "currency": "EUR" }, "until": "2027-06-30" }],
            "articles": [{ "name": "object", "key": "OBJECT", "heading": "Objet",
                           "text": "Un port commun à {{lieu}}. {{commitments}}" }],
            "blanks": [{ "name": "lieu", "label": "Lieu", "value": "Sète" }],
        });
        if form == "CONSORTIUM" {
            content["consortium"] = json!({ "liability": "CONJOINT" });
        }
        if form == "STAFF_LOAN" {
            let resource = self.of("Resource", "published staff time");
            content["staff"] = json!({ "resource": resource, "agreedOn": "2026-11-20" });
        }
        let hub = self.people.here.id.to_string();
        let input = json!({ "hub": hub, "actingFor": self.owner, "content": content });
        super::text(&self.head("draftPartnership", input).await["id"])
    }

    async fn on_partnership(&self, mutation: &str, id: &str, mut more: Value) {
        more["actingFor"] = json!(self.owner);
        self.on(&self.people.head, mutation, "Partnership", id, more)
            .await;
    }

    /// The SHA-256 of the version that waits.
    async fn fingerprint_of(&self, id: &str) -> String {
        let query = "query($id: ID!) { partnership(id: $id) { proposed { sha256 } } }";
        let data = self.people.head.gql(query, json!({ "id": id })).await;
        super::text(&data["partnership"]["proposed"]["sha256"])
    }

    /// Both sign.
    async fn signed(&self, id: &str) {
        let sha256 = self.fingerprint_of(id).await;
        let neighbour = &self.people.neighbour;
        for (client, organisation) in [
            (&self.people.head, self.owner.clone()),
            (&neighbour.representative, neighbour.id.to_string()),
        ] {
            let input = json!({ "id": id, "actingFor": organisation, "sha256": sha256,
                "capacity": "présidente" });
            self.act(client, "signPartnership", input).await;
        }
    }

    async fn version_of(&self, id: &str) -> String {
        let query = "query($id: ID!) { partnership(id: $id) { versions { id } } }";
        let data = self.people.head.gql(query, json!({ "id": id })).await;
        super::text(&data["partnership"]["versions"][0]["id"])
    }

    async fn owed(&self, id: &str) -> String {
        super::text(&self.all_owed(id).await[0])
    }

    /// The commitments of a partnership: of the owner, and of the neighbour.
    async fn all_owed(&self, id: &str) -> Vec<Value> {
        let query = "query($id: ID!) { partnership(id: $id) { commitments { id } } }";
        let data = self.people.head.gql(query, json!({ "id": id })).await;
        let owed = data["partnership"]["commitments"].as_array();
        let owed = owed.into_iter().flatten();
        owed.map(|one| one["id"].clone()).collect()
    }

    async fn template(&self) -> String {
        let content = json!({ "form": "FRAMEWORK", "aim": "COOPERATION", "title": "Convention-cadre du pôle",
            "summary": "Pour les achats groupés.", "months": 36, "renewal": "EXPRESS", "noticeDays": 90,
            "articles": [{ "name": "object", "key": "OBJECT", "heading": "Objet", "text": "{{parties}}" }] });
        let here = &self.people.here;
        let input = json!({ "hub": here.id.to_string(), "content": content });
        let made = self
            .act(&here.coordinator, "createPartnershipTemplate", input)
            .await;
        super::text(&made["id"])
    }

    async fn ours(&self) -> String {
        let query = "{ partnershipTemplates { id } }";
        let data = self.people.visitor.gql(query, json!({})).await;
        super::text(&data["partnershipTemplates"][0]["id"])
    }
}
