//! Offices, mandates, people, what happened, and what the mails say.

use serde_json::{Value, json};

use super::{Id, Maker, text};
use crate::harness::{Authenticator, Client, PASSWORD};

impl Maker<'_> {
    /// Offices, mandates and an invitation; people and their sessions.
    pub(super) async fn offices(&mut self) {
        let team = "query($id: ID!) { hub(id: $id) { team { id role } } }";
        let hub = json!({ "id": self.people.here.id.to_string() });
        let data = self.people.here.coordinator.gql(team, hub).await;
        for (role, state) in [
            ("MODERATOR", "the moderator's"),
            ("COORDINATOR", "the coordinator's"),
        ] {
            let team = data["hub"]["team"].as_array().expect("a team");
            let office = team
                .iter()
                .find(|one| one["role"] == role)
                .expect("an office");
            self.keep("HubOffice", state, &*text(&office["id"]));
        }
        let mandates =
            "query($id: ID!) { organisation(id: $id) { mandates { nodes { id role } } } }";
        let owner = json!({ "id": self.owner });
        let data = self.people.head.gql(mandates, owner).await;
        for (role, state) in [("READER", "the reader's"), ("REPRESENTATIVE", "the head's")] {
            let nodes = data["organisation"]["mandates"]["nodes"]
                .as_array()
                .expect("mandates");
            let mandate = nodes
                .iter()
                .find(|one| one["role"] == role)
                .expect("a mandate");
            self.keep("Mandate", state, &*text(&mandate["id"]));
        }
        let invite =
            json!({ "actingFor": self.owner, "email": "invitee@example.test", "role": "READER" });
        let invitation = self.head("inviteToOrganisation", invite).await;
        self.keep("Invitation", "open", &*text(&invitation["id"]));
        let sessions = self
            .people
            .head
            .gql("{ me { sessions { id } } }", json!({}))
            .await;
        self.keep("Session", "one's own", Id::OwnSession);
        self.keep(
            "Session",
            "the head's",
            &*text(&sessions["me"]["sessions"][0]["id"]),
        );
        self.keep("Person", "oneself", Id::Oneself);
        self.keep(
            "Person",
            "the stranger",
            &*self.people.stranger.id().to_string(),
        );
        self.keep(
            "Person",
            "the neighbour",
            &*self.people.neighbour.representative.id().to_string(),
        );
    }

    /// What happened to projects.
    pub(super) async fn events(&mut self) {
        self.hub.run_jobs().await;
        let feed =
            "query($id: ID!) { project(id: $id) { activity(first: 50) { nodes { id kind } } } }";
        for (project, kind, state) in [
            ("published", "PROJECT_PUBLISHED", "a publication"),
            ("hidden", "PROJECT_HIDDEN", "a hiding"),
            ("draft", "PROJECT_CREATED", "a draft begun"),
        ] {
            let id = self.of("Project", project);
            let data = self.people.head.gql(feed, json!({ "id": id })).await;
            let nodes = data["project"]["activity"]["nodes"]
                .as_array()
                .expect("a feed");
            let event = nodes
                .iter()
                .find(|one| one["kind"] == kind)
                .expect("an event");
            self.keep("Activity", state, &*text(&event["id"]));
        }
    }

    /// The code of a second factor that the writer has not confirmed yet, and a code of the one that
    /// the reader has.
    async fn second_factors(&self) -> [(&str, Value); 3] {
        let enrol = async |client: &Client| {
            let enrol = "mutation($password: String!) {
                enrolSecondFactor(input: { password: $password }) { enrolment { secret } errors { code } } }";
            let data = client.gql(enrol, json!({ "password": PASSWORD })).await;
            let secret = text(&data["enrolSecondFactor"]["enrolment"]["secret"]);
            Authenticator::new(&secret).shows(self.hub, 0)
        };
        let confirm = "mutation($code: String!) {
            confirmSecondFactor(input: { code: $code }) { recoveryCodes errors { code } } }";
        let reader = &self.people.reader;
        let code = enrol(reader).await;
        let data = reader.gql(confirm, json!({ "code": code })).await;
        let recovery = &data["confirmSecondFactor"]["recoveryCodes"][0];
        [
            (
                "confirmSecondFactor.code",
                json!(enrol(&self.people.writer).await),
            ),
            ("disableSecondFactor.code", recovery.clone()),
            ("renewRecoveryCodes.code", recovery.clone()),
        ]
    }

    /// The codes that were sent by mail, a refresh token, and codes of second factors.
    pub(super) async fn codes(&self) -> Vec<(String, Value)> {
        let (head, visitor) = (&self.people.head, &self.people.visitor);
        let register =
            "mutation { register(input: { email: \"future@example.test\", name: \"Future Membre\",
            password: \"une phrase bien assez longue\" }) { errors { code } } }";
        visitor.gql(register, json!({})).await;
        let reset = "mutation($email: EmailAddress!) { requestPasswordReset(input: { email: $email }) { errors { code } } }";
        visitor.gql(reset, json!({ "email": head.email() })).await;
        let sign_in = "mutation($email: EmailAddress!, $password: String!) {
            signIn(input: { email: $email, password: $password }) { session { refreshToken } } }";
        let variables = json!({ "email": head.email(), "password": PASSWORD });
        let session = visitor.gql(sign_in, variables).await;
        self.hub.run_jobs().await;
        let code = |email: &str, start: &str| {
            let mail = self
                .hub
                .mails_to(email)
                .pop()
                .unwrap_or_else(|| panic!("a mail to {email}"));
            let mut words = mail.text.split_whitespace();
            json!(words.find(|word| word.starts_with(start)).expect("a code"))
        };
        let samples = [
            (
                "acceptInvitation.code",
                code("invitee@example.test", "invitation_"),
            ),
            ("confirmEmail.code", code("future@example.test", "token_")),
            ("resetPassword.code", code(head.email(), "token_")),
            (
                "refreshSession.refreshToken",
                session["signIn"]["session"]["refreshToken"].clone(),
            ),
            ("signIn.email", json!(head.email())),
        ];
        let codes = self.second_factors().await;
        let samples = samples.into_iter().chain(codes);
        samples
            .map(|(path, value)| (path.to_owned(), value))
            .collect()
    }
}
