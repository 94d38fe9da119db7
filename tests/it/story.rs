//! The story of the platform, from the first visit to a project that the world reads; at each step
//! who may not is refused.

use serde_json::{Value, json};

use crate::harness::{Client, PASSWORD, TestHub};

#[tokio::test]
async fn from_a_first_visit_to_a_project_that_the_world_reads() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let stranger = hub.person("Une passante").await;

    // She registers, and cannot sign in before she has confirmed her address.
    let email = "amina@oc-consigne.test";
    let register = "mutation($input: RegisterInput!) { register(input: $input) { email errors { code path } } }";
    let account = json!({ "email": email, "name": "Amina Belkacem", "password": PASSWORD });
    let short = json!({ "email": email, "name": "Amina Belkacem", "password": "court" });
    hub.visitor()
        .ask(register, json!({ "input": short }))
        .await
        .expect_error("INVALID");
    hub.visitor()
        .gql(register, json!({ "input": account }))
        .await;
    let sign_in = "mutation($input: SignInInput!) { signIn(input: $input) { session { accessToken } errors { code } } }";
    let credentials = json!({ "input": { "email": email, "password": PASSWORD } });
    hub.visitor()
        .ask(sign_in, credentials)
        .await
        .expect_error("EMAIL_NOT_CONFIRMED");
    hub.run_jobs().await;
    let mail = hub.mails_to(email).pop().expect("the mail with the code");
    let code = mail
        .text
        .split_whitespace()
        .find(|word| word.starts_with("token_"))
        .expect("the code")
        .to_owned();
    let confirm = "mutation($input: ConfirmEmailInput!) { confirmEmail(input: $input) { email errors { code } } }";
    let wrong = json!({ "input": { "code": format!("{code}x") } });
    hub.visitor()
        .ask(confirm, wrong)
        .await
        .expect_error("TOKEN_SPENT");
    hub.visitor()
        .gql(confirm, json!({ "input": { "code": code } }))
        .await;
    let amina = hub.known(email).await;

    // She creates her organisation; nobody else may change it.
    let create = "mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) {
        organisation { id version } errors { code path } } }";
    let content = json!({ "name": "Oc’Consigne", "legalForm": "SCOP", "commune": "34129", "summary": "Lavage de bouteilles." });
    hub.visitor()
        .ask(create, json!({ "input": { "content": content } }))
        .await
        .expect_error("UNAUTHENTICATED");
    let data = amina
        .gql(create, json!({ "input": { "content": content } }))
        .await;
    let organisation = data["createOrganisation"]["organisation"]["id"].clone();
    let update = "mutation($input: UpdateOrganisationInput!) { updateOrganisation(input: $input) { errors { code } } }";
    let input = json!({ "id": organisation, "actingFor": organisation, "expectedVersion": 1, "content": content });
    stranger
        .ask(update, json!({ "input": input }))
        .await
        .expect_error("FORBIDDEN");

    // It applies, accepting the charter, and the coordinator alone accepts.
    let apply = "mutation($input: ApplyForMembershipInput!) { applyForMembership(input: $input) {
        membership { id version state } errors { code } } }";
    let apply_with = |charter: i32| json!({ "input": { "hub": pole.id.to_string(), "actingFor": organisation, "category": "ACTIVE_MEMBER", "charterVersion": charter } });
    stranger
        .ask(apply, apply_with(1))
        .await
        .expect_error("FORBIDDEN");
    amina
        .ask(apply, apply_with(7))
        .await
        .expect_error("CHARTER_OUTDATED");
    let data = amina.gql(apply, apply_with(1)).await;
    let membership = data["applyForMembership"]["membership"].clone();
    let accept = "mutation($input: AcceptMembershipInput!) { acceptMembership(input: $input) { membership { state } errors { code } } }";
    let input =
        json!({ "input": { "id": membership["id"], "expectedVersion": membership["version"] } });
    let draft = json!({ "hub": pole.id.to_string(), "actingFor": organisation, "content": project("Réemploi des bouteilles") });
    let draft_project = "mutation($input: CreateProjectInput!) { createProject(input: $input) {
        project { id version state } errors { code } } }";
    amina
        .ask(draft_project, json!({ "input": draft }))
        .await
        .expect_error("NOT_ACTIVE_MEMBER");
    amina
        .ask(accept, input.clone())
        .await
        .expect_error("FORBIDDEN");
    stranger
        .ask(accept, input.clone())
        .await
        .expect_error("NOT_FOUND");
    let data = pole.coordinator.gql(accept, input).await;
    assert_eq!(data["acceptMembership"]["membership"]["state"], "ACTIVE");

    // It posts a project, which nobody reads before it is published.
    stranger
        .ask(draft_project, json!({ "input": draft }))
        .await
        .expect_error("FORBIDDEN");
    let data = amina.gql(draft_project, json!({ "input": draft })).await;
    let created = data["createProject"]["project"].clone();
    let submitted = submit(&amina, &created, &organisation).await;
    assert_eq!(submitted["state"], "SUBMITTED");
    hub.run_jobs().await;
    assert!(read(&hub.visitor(), &created["id"]).await.is_null());
    assert!(read(&stranger, &created["id"]).await.is_null());

    // The coordinator asks for changes; the author reads why, and resubmits.
    let review = waiting(&pole.coordinator, &pole.id.to_string()).await;
    let grounds = json!({ "facts": "Précisez où l’entrepôt est cherché.", "ground": "CHARTER", "reference": "Article 2" });
    let request = "mutation($input: RequestChangesInput!) { requestChanges(input: $input) { review { id } errors { code } } }";
    let input =
        json!({ "id": review["id"], "expectedVersion": review["version"], "grounds": grounds });
    stranger
        .ask(request, json!({ "input": input }))
        .await
        .expect_error("NOT_FOUND");
    amina
        .ask(request, json!({ "input": input }))
        .await
        .expect_error("FORBIDDEN");
    pole.coordinator
        .gql(request, json!({ "input": input }))
        .await;
    pole.coordinator
        .ask(request, json!({ "input": input }))
        .await
        .errors()
        .next()
        .expect("decided once");
    hub.run_jobs().await;
    let told = hub
        .mails_to(email)
        .pop()
        .expect("the mail with the reasons");
    assert!(
        told.text.contains("Précisez où l’entrepôt est cherché."),
        "{}",
        told.text
    );
    let mine = read(&amina, &created["id"]).await;
    assert_eq!(mine["state"], "CHANGES_REQUESTED");
    assert_eq!(
        mine["statement"]["facts"],
        "Précisez où l’entrepôt est cherché."
    );
    let update = "mutation($input: UpdateProjectInput!) { updateProject(input: $input) { project { id version } errors { code } } }";
    let input = json!({
        "id": created["id"], "actingFor": organisation, "expectedVersion": mine["version"],
        "content": project("Réemploi des bouteilles à Lattes")
    });
    stranger
        .ask(update, json!({ "input": input }))
        .await
        .expect_error("FORBIDDEN");
    let data = amina.gql(update, json!({ "input": input })).await;
    submit(&amina, &data["updateProject"]["project"], &organisation).await;

    // It is published, and the world reads it.
    let review = waiting(&pole.coordinator, &pole.id.to_string()).await;
    let publish = "mutation($input: PublishReviewedInput!) { publishReviewed(input: $input) { review { id } errors { code } } }";
    let input = json!({ "input": { "id": review["id"], "expectedVersion": review["version"] } });
    amina
        .ask(publish, input.clone())
        .await
        .expect_error("FORBIDDEN");
    stranger
        .ask(publish, input.clone())
        .await
        .expect_error("NOT_FOUND");
    pole.coordinator.gql(publish, input).await;
    hub.run_jobs().await;
    let world = read(&hub.visitor(), &created["id"]).await;
    assert_eq!(world["title"], "Réemploi des bouteilles à Lattes");
    assert_eq!(world["leadOrganisation"]["name"], "Oc’Consigne");
    assert!(world["statement"].is_null());
    let feed = "query($hub: ID!) { hub(id: $hub) { activity { nodes { kind } } } }";
    let data = hub
        .visitor()
        .gql(feed, json!({ "hub": pole.id.to_string() }))
        .await;
    assert_eq!(
        data["hub"]["activity"]["nodes"][0]["kind"],
        "PROJECT_PUBLISHED"
    );
}

fn project(title: &str) -> Value {
    json!({
        "title": title, "summary": "Laver et réemployer les bouteilles.", "description": "Une ligne de lavage partagée.",
        "needs": [{ "kind": "SPACE", "label": "Un entrepôt" }]
    })
}

async fn submit(client: &Client, project: &Value, organisation: &Value) -> Value {
    let submit = "mutation($input: SubmitProjectInput!) { submitProject(input: $input) { project { id version state } errors { code } } }";
    let input = json!({ "id": project["id"], "actingFor": organisation, "expectedVersion": project["version"] });
    client.gql(submit, json!({ "input": input })).await["submitProject"]["project"].clone()
}

async fn waiting(coordinator: &Client, hub: &str) -> Value {
    let queue = "query($hub: ID!) { hub(id: $hub) { moderationQueue { nodes { id version } } } }";
    coordinator.gql(queue, json!({ "hub": hub })).await["hub"]["moderationQueue"]["nodes"][0]
        .clone()
}

async fn read(client: &Client, id: &Value) -> Value {
    let read = "query($id: ID!) { project(id: $id) { title state version statement { facts } leadOrganisation { name } } }";
    client.gql(read, json!({ "id": id })).await["project"].clone()
}
