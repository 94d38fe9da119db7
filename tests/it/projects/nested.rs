//! The projects of a hub and of an organisation.

use serde_json::{Value, json};

use super::{act, draft, published};
use crate::harness::{Body, Client, Pole, TestHub};

const OF_HUB: &str = "query($id: ID!, $first: Int, $after: String, $filter: ProjectFilter, $orderBy: ProjectOrder) {
    hub(id: $id) { projects(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
        totalCount nodes { title leadOrganisation { name } } pageInfo { hasNextPage endCursor } } } }";
const OF_ORGANISATION: &str = "query($id: ID!, $filter: ProjectFilter) {
    organisation(id: $id) { projects(filter: $filter) { totalCount nodes { title } } } }";

async fn of_hub(client: &Client, pole: &Pole, mut variables: Value) -> Value {
    variables["id"] = json!(pole.id.to_string());
    client.gql(OF_HUB, variables).await["hub"]["projects"].clone()
}

async fn of_organisation(client: &Client, body: &Body, filter: Value) -> Vec<String> {
    let variables = json!({ "id": body.id.to_string(), "filter": filter });
    let data = client.gql(OF_ORGANISATION, variables).await;
    let projects = &data["organisation"]["projects"];
    let titles = titles(projects);
    assert_eq!(projects["totalCount"], titles.len());
    titles
}

fn titles(projects: &Value) -> Vec<String> {
    let nodes = projects["nodes"].as_array().unwrap().iter();
    let titles = nodes.map(|node| node["title"].as_str().unwrap().to_owned());
    titles.collect()
}

#[tokio::test]
async fn a_hub_lists_its_own_projects_alone() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let elsewhere = hub.pole("Pôle d’à côté").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let foreigner = hub.member(&elsewhere, "Uniscop").await;
    for title in ["Réemploi", "Tournée", "Atelier"] {
        published(&hub, &pole, &member, title).await;
    }
    published(&hub, &elsewhere, &foreigner, "Ailleurs").await;
    draft(&pole, &member, "Brouillon").await;

    let visitor = &hub.visitor();
    let all = of_hub(visitor, &pole, json!({})).await;
    assert_eq!(titles(&all), ["Atelier", "Tournée", "Réemploi"]);
    assert_eq!(all["totalCount"], 3);
    let own = of_hub(&member.representative, &pole, json!({})).await;
    assert_eq!(titles(&own)[0], "Brouillon", "its people see the draft");

    let by_title = json!({ "field": "TITLE", "direction": "ASC" });
    let first = json!({ "first": 2, "orderBy": by_title });
    let page = of_hub(visitor, &pole, first).await;
    assert_eq!(titles(&page), ["Atelier", "Réemploi"]);
    assert_eq!(page["totalCount"], 3);
    let after = page["pageInfo"]["endCursor"].clone();
    let rest = json!({ "first": 2, "after": after, "orderBy": by_title });
    let rest = of_hub(visitor, &pole, rest).await;
    assert_eq!(titles(&rest), ["Tournée"]);
    assert_eq!(rest["totalCount"], 3);

    let here = json!({ "filter": { "hub": pole.id.to_string(), "text": "atelier" } });
    assert_eq!(
        titles(&of_hub(visitor, &pole, here).await),
        ["Atelier"],
        "both hold"
    );
    let there = json!({ "filter": { "hub": elsewhere.id.to_string() } });
    let none = of_hub(visitor, &pole, there).await;
    assert_eq!(
        (titles(&none), &none["totalCount"]),
        (Vec::new(), &json!(0))
    );
}

#[tokio::test]
async fn an_organisation_lists_what_it_leads_and_where_it_takes_part() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let lead = hub.member(&pole, "Oc’Consigne").await;
    let guest = hub.member(&pole, "La Cagette").await;
    let led = published(&hub, &pole, &lead, "Réemploi").await;
    published(&hub, &pole, &lead, "Tournée").await;
    published(&hub, &pole, &guest, "Épicerie").await;
    let invite = "mutation($input: InviteParticipantInput!) { inviteParticipant(input: $input) { participation { id version } errors { code } } }";
    let input = act(
        &led,
        lead.id,
        json!({ "organisation": guest.id.to_string() }),
    );
    let data = lead.representative.gql(invite, input).await;
    let visitor = &hub.visitor();
    let of = async |body: &Body, filter: Value| of_organisation(visitor, body, filter).await;
    assert_eq!(
        of(&guest, json!({})).await,
        ["Épicerie"],
        "an invitation is none yet"
    );
    let accept = "mutation($input: AcceptParticipationInput!) { acceptParticipation(input: $input) { errors { code } } }";
    let mut input = data["inviteParticipant"]["participation"].clone();
    input["expectedVersion"] = input.as_object_mut().unwrap().remove("version").unwrap();
    input["actingFor"] = json!(guest.id.to_string());
    guest
        .representative
        .gql(accept, json!({ "input": input }))
        .await;

    assert_eq!(of(&lead, json!({})).await, ["Tournée", "Réemploi"]);
    assert_eq!(of(&guest, json!({})).await, ["Épicerie", "Réemploi"]);
    let with_lead = json!({ "leadOrganisation": lead.id.to_string() });
    assert_eq!(of(&guest, with_lead).await, ["Réemploi"]);
    let itself = json!({ "organisation": guest.id.to_string() });
    assert_eq!(of(&guest, itself).await, ["Épicerie", "Réemploi"]);
    let another =
        json!({ "id": guest.id.to_string(), "filter": { "organisation": lead.id.to_string() } });
    let answer = visitor.ask(OF_ORGANISATION, another).await;
    let error = answer.expect_error("INVALID");
    assert_eq!(error["extensions"]["argument"], "filter.organisation");
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_list_that_two_fragments_ask_for_has_the_fields_of_both() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    published(&hub, &pole, &member, "Réemploi").await;
    let query = "query($id: ID!) { ...Titles ...Stages hub(id: $id) { ...Own projects { nodes { stage } } } }
        fragment Titles on Query { projects { nodes { title } } }
        fragment Stages on Query { projects { nodes { stage } totalCount } }
        fragment Own on Hub { projects { nodes { title } } }";
    let data = hub
        .visitor()
        .gql(query, json!({ "id": pole.id.to_string() }))
        .await;
    let nodes = json!([{ "title": "Réemploi", "stage": "IDEA" }]);
    assert_eq!(data["projects"], json!({ "nodes": nodes, "totalCount": 1 }));
    assert_eq!(data["hub"]["projects"], json!({ "nodes": nodes }));
}

#[tokio::test]
async fn a_project_reached_by_its_id_has_each_field_that_is_asked_for_alone() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let member = hub.member(&pole, "Oc’Consigne").await;
    let id = draft(&pole, &member, "Réemploi").await["id"].clone();
    let fields = [
        "id",
        "title",
        "summary",
        "description",
        "themes",
        "stage",
        "abandonedBecause",
        "state",
        "visibility",
        "commune { code }",
        "startsOn",
        "endsOn",
        "needs { label }",
        "milestones { label }",
        "budget { label }",
        "hub { id }",
        "leadOrganisation { name }",
        "participants { totalCount }",
        "reviews { totalCount }",
        "activity { totalCount }",
        "createdAt",
        "updatedAt",
        "publishedAt",
        "version",
    ];
    let client = &member.representative;
    let read = async |field: &str| {
        let query =
            format!("query($id: ID!) {{ node(id: $id) {{ ... on Project {{ {field} }} }} }}");
        client.gql(&query, json!({ "id": id })).await["node"].clone()
    };
    let whole = read(&fields.join(" ")).await;
    assert_eq!(whole["description"], "Une ligne de lavage partagée.");
    for field in fields {
        let name = field.split(' ').next().unwrap();
        assert_eq!(read(field).await[name], whole[name], "{field}");
    }
}
