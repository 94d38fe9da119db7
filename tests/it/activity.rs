//! Activity: what happened, for who may read it.

mod visibility;

use serde_json::{Value, json};

use crate::harness::{Client, Pole, TestHub};

const ACTIVITY: &str = "totalCount pageInfo { hasNextPage endCursor } nodes { id at kind sentence subjectId
    person { name } actingFor { name } organisation { name } project { title } hub { name }
    subject { __typename ... on Project { title } ... on Organisation { name } } facts { name value } }";

async fn of_hub(client: &Client, pole: &Pole) -> Value {
    let query =
        format!("query($id: ID!) {{ hub(id: $id) {{ activity(first: 100) {{ {ACTIVITY} }} }} }}");
    let data = client
        .gql(&query, json!({ "id": pole.id.to_string() }))
        .await;
    data["hub"]["activity"].clone()
}

async fn of_project(client: &Client, id: &Value) -> Value {
    let query = format!("query($id: ID!) {{ project(id: $id) {{ activity {{ {ACTIVITY} }} }} }}");
    client.gql(&query, json!({ "id": id })).await["project"]["activity"].clone()
}

fn kinds(feed: &Value) -> Vec<&str> {
    let nodes = feed["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["kind"].as_str().unwrap())
        .collect()
}

fn of_kind<'a>(feed: &'a Value, kind: &str) -> &'a Value {
    let nodes = feed["nodes"].as_array().unwrap();
    let found = nodes.iter().find(|node| node["kind"] == kind);
    found.unwrap_or_else(|| panic!("no {kind} in {:?}", kinds(feed)))
}

/// A project of the organisation that the coordinator has published.
async fn published(hub: &TestHub, pole: &Pole, author: &crate::harness::Body) -> Value {
    let input = json!({
        "hub": pole.id.to_string(),
        "actingFor": author.id.to_string(),
        "content": { "title": "Réemploi", "summary": "Laver.", "description": "Laver ensemble." },
    });
    let create = "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id version } errors { code } } }";
    let writer = &author.representative;
    let data = writer.gql(create, json!({ "input": input })).await;
    let draft = &data["createProject"]["project"];
    let submit = "mutation($input: SubmitProjectInput!) { submitProject(input: $input) { project { id version } errors { code } } }";
    let input = json!({ "id": draft["id"], "expectedVersion": draft["version"], "actingFor": author.id.to_string() });
    writer.gql(submit, json!({ "input": input })).await;
    let queue = "query($id: ID!) { hub(id: $id) { moderationQueue { nodes { id version } } } }";
    let data = pole
        .coordinator
        .gql(queue, json!({ "id": pole.id.to_string() }))
        .await;
    let review = &data["hub"]["moderationQueue"]["nodes"][0];
    let publish = "mutation($input: PublishReviewedInput!) { publishReviewed(input: $input) { review { id } errors { code } } }";
    let input = json!({ "id": review["id"], "expectedVersion": review["version"] });
    pole.coordinator
        .gql(publish, json!({ "input": input }))
        .await;
    hub.run_jobs().await;
    draft["id"].clone()
}

#[tokio::test]
async fn a_feed_tells_everyone_what_they_may_read_in_their_language() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let author = hub.member(&pole, "Oc’Consigne").await;
    let neighbour = hub.member(&pole, "La Cagette").await;
    let project = published(&hub, &pole, &author).await;

    // The newest first, and to the world what is public alone.
    let visitor = hub.visitor();
    let feed = of_hub(&visitor, &pole).await;
    let seen = kinds(&feed);
    assert_eq!(seen[0], "PROJECT_PUBLISHED");
    assert_eq!(seen.last(), Some(&"HUB_CREATED"));
    assert_eq!(feed["totalCount"], seen.len());
    for private in [
        "PROJECT_SUBMITTED",
        "REVIEW_OPENED",
        "REVIEW_DECIDED",
        "MEMBERSHIP_APPLIED",
        "HUB_ROLE_GRANTED",
    ] {
        assert!(!seen.contains(&private), "{private} in {seen:?}");
    }
    let news = of_kind(&feed, "PROJECT_PUBLISHED");
    assert_eq!(
        news["sentence"],
        "Le projet «\u{a0}Réemploi\u{a0}» de Oc’Consigne est publié."
    );
    assert_eq!(
        news["subject"],
        json!({ "__typename": "Project", "title": "Réemploi" })
    );
    assert_eq!(news["subjectId"], project);
    let english = of_hub(&visitor.speaking("en"), &pole).await;
    let news = of_kind(&english, "PROJECT_PUBLISHED");
    assert_eq!(
        news["sentence"],
        "The project “Réemploi” of Oc’Consigne is published."
    );

    // People are shown by name to those who work with them; who decided, to the team alone.
    let own = of_project(&author.representative, &project).await;
    let expected = [
        "PROJECT_PUBLISHED",
        "REVIEW_DECIDED",
        "REVIEW_OPENED",
        "PROJECT_SUBMITTED",
        "PROJECT_CREATED",
    ];
    let mut told = kinds(&own);
    told.sort_unstable();
    let mut expected: Vec<_> = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(told, expected);
    let writer = of_kind(&own, "PROJECT_SUBMITTED");
    assert_eq!(writer["person"]["name"], "Représentante Oc’Consigne");
    assert_eq!(writer["actingFor"]["name"], "Oc’Consigne");
    assert_eq!(of_kind(&own, "PROJECT_PUBLISHED")["person"], Value::Null);
    let team = of_project(&pole.coordinator, &project).await;
    let decider = &of_kind(&team, "PROJECT_PUBLISHED")["person"]["name"];
    assert_eq!(decider, "Coordination Pôle du réemploi");
    let member = of_hub(&neighbour.representative, &pole).await;
    assert_eq!(of_kind(&member, "PROJECT_PUBLISHED")["person"], Value::Null);
    for node in of_hub(&visitor, &pole).await["nodes"].as_array().unwrap() {
        assert_eq!(node["person"], Value::Null);
    }
    // Nobody's account is anybody's news.
    for client in [&pole.coordinator, &author.representative] {
        let feed = of_hub(client, &pole).await;
        assert!(kinds(&feed).iter().all(|kind| !kind.starts_with("PERSON_")));
    }
}

#[tokio::test]
async fn what_is_taken_down_takes_its_history_with_it() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let author = hub.member(&pole, "Oc’Consigne").await;
    let neighbour = hub.member(&pole, "La Cagette").await;
    let project = published(&hub, &pole, &author).await;
    let (visitor, other) = (hub.visitor(), &neighbour.representative);
    for client in [&visitor, other] {
        of_kind(&of_hub(client, &pole).await, "PROJECT_PUBLISHED");
    }
    let own = "query($id: ID!) { organisation(id: $id) { activity { nodes { kind } } } }";
    let of_owner = json!({ "id": author.id.to_string() });
    let feed = visitor.gql(own, of_owner.clone()).await;
    of_kind(&feed["organisation"]["activity"], "PROJECT_PUBLISHED");

    let read = "query($id: ID!) { project(id: $id) { version } }";
    let data = pole.coordinator.gql(read, json!({ "id": project })).await;
    let hide = "mutation($input: HideProjectInput!) { hideProject(input: $input) { project { id } errors { code } } }";
    let grounds =
        json!({ "facts": "Un secret.", "ground": "LAW", "reference": "code de commerce L151-1" });
    let input =
        json!({ "id": project, "expectedVersion": data["project"]["version"], "grounds": grounds });
    pole.coordinator.gql(hide, json!({ "input": input })).await;

    for client in [&visitor, other] {
        let feed = of_hub(client, &pole).await;
        assert!(
            kinds(&feed)
                .iter()
                .all(|kind| !kind.starts_with("PROJECT_"))
        );
        assert!(!feed.to_string().contains("Réemploi\u{a0}»"));
        assert!(!feed.to_string().contains("Un secret"));
        let feed = client.gql(own, of_owner.clone()).await;
        let feed = &feed["organisation"]["activity"];
        assert!(kinds(feed).iter().all(|kind| !kind.starts_with("PROJECT_")));
    }
    for client in [&pole.coordinator, &author.representative] {
        of_kind(&of_project(client, &project).await, "PROJECT_HIDDEN");
    }
    hub.run_jobs().await;
}

#[tokio::test]
async fn pages_of_a_feed_stay_as_they_were_while_more_happens() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    for name in ["Une", "Deux", "Trois"] {
        hub.member(&pole, name).await;
    }
    let visitor = hub.visitor();
    let whole = of_hub(&visitor, &pole).await;
    let expected: Vec<Value> = whole["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["id"].clone())
        .collect();
    assert!(expected.len() > 4);

    let query =
        "query($id: ID!, $after: String) { hub(id: $id) { activity(first: 2, after: $after) {
        pageInfo { hasNextPage endCursor } nodes { id } } } }";
    let (mut seen, mut after, mut round) = (Vec::new(), Value::Null, 0);
    loop {
        let variables = json!({ "id": pole.id.to_string(), "after": after });
        let page = visitor.gql(query, variables).await["hub"]["activity"].clone();
        seen.extend(
            page["nodes"]
                .as_array()
                .unwrap()
                .iter()
                .map(|node| node["id"].clone()),
        );
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
        round += 1;
        if round == 1 {
            hub.member(&pole, "Quatre").await;
        }
    }
    assert_eq!(seen, expected);
    let wrong = json!({ "id": pole.id.to_string(), "after": "xxx" });
    visitor.ask(query, wrong).await.expect_error("INVALID");
}

#[tokio::test]
async fn a_feed_costs_the_same_however_long_it_is() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    for name in ["Une", "Deux", "Trois"] {
        let author = hub.member(&pole, name).await;
        published(&hub, &pole, &author).await;
    }
    let query = format!(
        "query($id: ID!, $first: Int) {{ hub(id: $id) {{ activity(first: $first) {{ {ACTIVITY} }} }} }}"
    );
    let coordinator = &pole.coordinator;
    let statements = async |first: i32| {
        let variables = json!({ "id": pole.id.to_string(), "first": first });
        let (data, statements) = hub.statements_of(coordinator.gql(&query, variables)).await;
        (
            data["hub"]["activity"]["nodes"].as_array().unwrap().len(),
            statements,
        )
    };
    statements(1).await;
    let (some, few) = statements(5).await;
    let (all, many) = statements(100).await;
    assert!(some == 5 && all > 20, "{some}, {all}");
    // Kinds of things, not things: a longer feed may only bring in another kind.
    assert!(
        many <= few + 2,
        "{few} statements for {some}, {many} for {all}"
    );
}

#[tokio::test]
async fn a_fact_is_found_by_its_id_by_who_may_read_it() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let author = hub.member(&pole, "Oc’Consigne").await;
    let project = published(&hub, &pole, &author).await;
    let own = of_project(&author.representative, &project).await;
    let node = "query($id: ID!) { node(id: $id) { id ... on Activity { kind } } }";
    let find = async |client: &Client, kind: &str| {
        let id = of_kind(&own, kind)["id"].clone();
        client.gql(node, json!({ "id": id })).await["node"]["kind"].clone()
    };
    let visitor = hub.visitor();
    assert_eq!(
        find(&visitor, "PROJECT_PUBLISHED").await,
        "PROJECT_PUBLISHED"
    );
    assert_eq!(find(&visitor, "PROJECT_SUBMITTED").await, Value::Null);
    let writer = &author.representative;
    assert_eq!(find(writer, "PROJECT_SUBMITTED").await, "PROJECT_SUBMITTED");
}
