//! Lists: who sees which projects, filters, orders, pages, and how many statements they take.

use maillage_domain::{
    content::ContentState,
    ids::ProjectId,
    moderation::ActiveMember,
    policy::{self, Action, Actor},
    projects::{
        NeedDraft, NeedKind, Participation, ParticipationAction, Project, ProjectAction,
        ProjectContent, ProjectDraft,
    },
};
use maillage_persistence::projects::{
    self as rows, ProjectFields, ProjectFilter, ProjectOrder, ProjectQuery,
};
use maillage_usecases::PageRequest;
use serde_json::{Value, json};

use super::{ARCHIVE, SUBMIT, act, content, draft, published};
use crate::harness::{Body, Client, Pole, TestHub};

const BOARD: &str = "query($first: Int, $after: String, $filter: ProjectFilter, $orderBy: ProjectOrder) {
    projects(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
        totalCount pageInfo { hasNextPage hasPreviousPage endCursor startCursor } edges { cursor node { id title } } } }";

async fn titles(client: &Client, variables: Value) -> Vec<String> {
    let data = client.gql(BOARD, variables).await;
    let edges = data["projects"]["edges"].as_array().unwrap();
    edges
        .iter()
        .map(|edge| edge["node"]["title"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_list_filters_orders_and_pages_without_skipping_or_repeating() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    for title in [
        "Échange de bocaux",
        "Atelier vélo",
        "Cuisine partagée",
        "Épicerie mobile",
        "Banque de matériaux",
    ] {
        published(&hub, &pole, &member, title).await;
    }
    let by_title = json!({ "field": "TITLE", "direction": "ASC" });
    let all = titles(&hub.visitor(), json!({ "orderBy": by_title })).await;
    assert_eq!(
        all,
        [
            "Atelier vélo",
            "Banque de matériaux",
            "Cuisine partagée",
            "Échange de bocaux",
            "Épicerie mobile"
        ]
    );

    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = json!({ "first": 2, "after": after, "orderBy": by_title });
        let data = hub.visitor().gql(BOARD, page).await;
        let projects = &data["projects"];
        seen.extend(
            projects["edges"]
                .as_array()
                .unwrap()
                .iter()
                .map(|edge| edge["node"]["title"].as_str().unwrap().to_owned()),
        );
        assert_eq!(projects["totalCount"], 5);
        if projects["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = projects["pageInfo"]["endCursor"].clone();
        // What is added meanwhile before the cursor disturbs nothing.
        published(&hub, &pole, &member, "Aaa").await;
        let added = hub
            .visitor()
            .gql(BOARD, json!({ "filter": { "text": "aaa" } }))
            .await;
        let id = &added["projects"]["edges"][0]["node"]["id"];
        let version = member
            .representative
            .gql(
                "query($id: ID!) { project(id: $id) { id version } }",
                json!({ "id": id }),
            )
            .await;
        member
            .representative
            .gql(ARCHIVE, act(&version["project"], member.id, json!({})))
            .await;
    }
    assert_eq!(seen, all);

    let newest = titles(&hub.visitor(), json!({ "first": 1 })).await;
    assert_eq!(
        newest,
        ["Banque de matériaux"],
        "the newest first unless ordered otherwise"
    );
    let visitor = &hub.visitor();
    let found = |filter: Value| async move { titles(visitor, json!({ "filter": filter })).await };
    assert_eq!(
        found(json!({ "text": "EPICERIE  mobile" })).await,
        ["Épicerie mobile"]
    );
    assert_eq!(
        found(json!({ "text": "entrepot vélo" })).await,
        ["Atelier vélo"],
        "words of the needs count"
    );
    assert_eq!(
        found(json!({ "needKinds": ["FUNDING"] })).await,
        Vec::<String>::new()
    );
    assert_eq!(
        found(json!({ "needKinds": ["SPACE"], "themes": ["FOOD"] }))
            .await
            .len(),
        5
    );
    assert_eq!(
        found(json!({ "themes": ["ENERGY"] })).await,
        Vec::<String>::new()
    );
    assert_eq!(
        found(json!({ "organisation": member.id.to_string(), "hub": pole.id.to_string() }))
            .await
            .len(),
        5
    );

    let wrong = hub.visitor().ask(BOARD, json!({ "first": 500 })).await;
    assert_eq!(
        wrong.expect_error("INVALID")["extensions"]["argument"],
        "first"
    );
    let foreign = json!({ "after": hub.visitor().gql(BOARD, json!({})).await["projects"]["pageInfo"]["endCursor"], "orderBy": by_title });
    hub.visitor()
        .ask(BOARD, foreign)
        .await
        .expect_error("INVALID");
    hub.visitor()
        .ask(BOARD, json!({ "filter": { "hub": member.id.to_string() } }))
        .await
        .expect_error("INVALID");
}

#[tokio::test]
async fn a_list_takes_one_statement_a_level_for_one_row_and_for_a_hundred() {
    let query = "query($first: Int!) { projects(first: $first) { edges { cursor node { id title summary
        leadOrganisation { id name } needs { id label kind }
        participants(first: 3) { nodes { id state organisation { id name } } } } } pageInfo { hasNextPage endCursor } } }";
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let partner = hub.member(&pole, "La Cagette").await;
    let mut counts = Vec::new();
    for wanted in [1, 100] {
        while hub
            .visitor()
            .gql("{ projects { totalCount } }", json!({}))
            .await["projects"]["totalCount"]
            != wanted
        {
            publish_with(
                &hub,
                &pole,
                &member,
                &partner,
                if wanted == 1 { 1 } else { 99 },
            )
            .await;
        }
        let visitor = hub.visitor();
        let (data, statements) = hub
            .statements_of(visitor.gql(query, json!({ "first": 100 })))
            .await;
        let edges = data["projects"]["edges"].as_array().unwrap().clone();
        assert_eq!(json!(edges.len()), wanted);
        assert_eq!(
            edges[0]["node"]["participants"]["nodes"][0]["organisation"]["name"],
            "La Cagette"
        );
        counts.push(statements);
    }
    // Projects with their leads; needs; participations; the organisations of these.
    assert_eq!(counts, [4, 4]);
}

/// Published projects of the member with an active participant, without the many requests it would take.
async fn publish_with(hub: &TestHub, pole: &Pole, member: &Body, partner: &Body, count: usize) {
    let platform = hub.platform();
    let act = platform.act(&Actor::Operator);
    let draft = ProjectDraft {
        title: "Réemploi des bouteilles".to_owned(),
        summary: "Laver et réemployer.".to_owned(),
        description: "Une ligne de lavage.".to_owned(),
        needs: vec![NeedDraft {
            id: None,
            kind: NeedKind::Space,
            label: "Un entrepôt".to_owned(),
            description: None,
            quantity: None,
        }],
        ..ProjectDraft::default()
    };
    platform
        .write(async |tx| {
            for _ in 0..count {
                let content = ProjectContent::parse(draft.clone(), None, platform)?;
                let mut project =
                    Project::create(&act, pole.id, member.id, content, ActiveMember::Yes)?;
                project.state = ContentState::Published;
                rows::save(tx, &mut project).await?;
                let mut participation = Participation::request(&act, &project, partner.id, None);
                participation.step(&act, &project, ParticipationAction::Accept)?;
                rows::save_participation(tx, &mut participation).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_project_is_in_a_list_exactly_when_the_policy_lets_its_reader_see_it() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let elsewhere = hub.pole("Pôle d’à côté").await;
    let lead = hub.member(&pole, "Oc’Consigne").await;
    let neighbour = hub.member(&pole, "La Cagette").await;
    let foreigner = hub.member(&elsewhere, "Uniscop").await;
    let invited = hub.member(&elsewhere, "Le Trévins").await;
    let mut ids: Vec<ProjectId> = Vec::new();
    for visibility in ["PUBLIC", "HUB", "PARTIES"] {
        for state in [
            "DRAFT",
            "SUBMITTED",
            "PUBLISHED",
            "ARCHIVED",
            "HIDDEN",
            "REJECTED",
            "CHANGES_REQUESTED",
        ] {
            let mut content = content(&format!("{visibility} {state}"));
            content["visibility"] = json!(visibility);
            let input = json!({ "hub": pole.id.to_string(), "actingFor": lead.id.to_string(), "content": content });
            let data = lead
                .representative
                .gql(super::CREATE, json!({ "input": input }))
                .await;
            let project = data["createProject"]["project"].clone();
            let invite = "mutation($input: InviteParticipantInput!) { inviteParticipant(input: $input) { participation { id } errors { code } } }";
            lead.representative
                .gql(
                    invite,
                    act(
                        &project,
                        lead.id,
                        json!({ "organisation": invited.id.to_string() }),
                    ),
                )
                .await;
            ids.push(project["id"].as_str().unwrap().parse().unwrap());
            reach(&hub, ids.last().copied().unwrap(), state).await;
        }
    }
    let moderated = [&pole.coordinator, &elsewhere.coordinator];
    let people = [&lead, &neighbour, &foreigner, &invited].map(|body| &body.representative);
    let mut actors = vec![Actor::Anonymous, Actor::Operator];
    for client in moderated.into_iter().chain(people) {
        actors.push(hub.actor(client).await);
    }
    let db = hub.platform().db();
    let whole = rows::by_ids(db, &ids).await.unwrap();
    for actor in &actors {
        let query = ProjectQuery {
            filter: ProjectFilter::default(),
            order: ProjectOrder::default(),
            page: PageRequest::first(100),
            fields: ProjectFields::all(),
        };
        let mut listed: Vec<_> = rows::list(db, actor, &query)
            .await
            .unwrap()
            .into_items()
            .map(|view| view.id)
            .collect();
        let may_read = |id: &ProjectId| {
            policy::check(actor, Action::Project(ProjectAction::Read, &whole[id])).is_ok()
        };
        let mut allowed: Vec<_> = ids.iter().copied().filter(may_read).collect();
        listed.sort_unstable();
        allowed.sort_unstable();
        let titles = |ids: &[ProjectId]| {
            ids.iter()
                .map(|id| whole[id].content.title.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(titles(&listed), titles(&allowed), "{actor:?}");
    }
    hub.run_jobs().await;
}

/// Puts a draft into a state without the people it would take.
async fn reach(hub: &TestHub, id: ProjectId, state: &str) {
    let platform = hub.platform();
    let state = state.parse().unwrap();
    platform
        .write(async |tx| {
            let mut project = rows::find(tx, id).await?.unwrap();
            project.state = state;
            rows::save(tx, &mut project).await?;
            Ok(())
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn every_field_can_be_asked_for_alone() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let project = draft(&pole, &member, "Réemploi des bouteilles").await;
    member
        .representative
        .gql(SUBMIT, act(&project, member.id, json!({})))
        .await;
    hub.run_jobs().await;
    let schema = "{ __type(name: \"Project\") { fields { name type { ...T ofType { ...T ofType { ...T ofType { ...T } } } } } } }
        fragment T on __Type { kind name }";
    let data = member.representative.gql(schema, json!({})).await;
    for field in data["__type"]["fields"].as_array().unwrap() {
        let (name, kind) = (field["name"].as_str().unwrap(), innermost(&field["type"]));
        let selection = if matches!(kind, "OBJECT" | "INTERFACE" | "UNION") {
            "{ __typename }"
        } else {
            ""
        };
        let query = format!("{{ projects {{ nodes {{ {name} {selection} }} }} }}");
        let data = member.representative.gql(&query, json!({})).await;
        assert!(data["projects"]["nodes"][0].get(name).is_some(), "{name}");
    }
}

fn innermost(of: &Value) -> &str {
    if of["ofType"].is_object() {
        innermost(&of["ofType"])
    } else {
        of["kind"].as_str().unwrap()
    }
}

#[tokio::test]
async fn what_is_written_at_once_is_what_the_executor_would_answer() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "L’« Oc\"Consigne »").await;
    for title in ["Réemploi \"des\" bouteilles\\", "Tournée des verres"] {
        published(&hub, &pole, &member, title).await;
    }
    // A field with an argument, such as the participants, is never written at once.
    let fields = "id again: id title summary stage state
        leadOrganisation { id name } leadOrganisation { name } needs { kind label description ...N } ...P";
    let query = |more: &str| {
        format!(
            "{{ projects(first: 1) {{ edges {{ cursor node {{ {fields} {more} }} }} nodes {{ {fields} {more} }}
               pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}
             fragment P on Project {{ ... on Project {{ title }} needs {{ id }} }} fragment N on Need {{ state }}"
        )
    };
    let at_once = hub.visitor().gql(&query(""), json!({})).await;
    let mut executed = hub
        .visitor()
        .gql(&query("participants(first: 1) { totalCount }"), json!({}))
        .await;
    let projects = &mut executed["projects"];
    projects["edges"][0]["node"]
        .as_object_mut()
        .unwrap()
        .remove("participants");
    projects["nodes"][0]
        .as_object_mut()
        .unwrap()
        .remove("participants");
    assert_eq!(at_once, executed);
    assert_eq!(
        at_once["projects"]["nodes"][0]["title"],
        "Tournée des verres"
    );
}
