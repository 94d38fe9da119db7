//! Lists of memberships.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{apply, place, read};
use crate::harness::{Client, Pole, TestHub};

const LIST: &str = "
    query ($hub: ID!, $first: Int, $after: String, $last: Int, $before: String, $filter: MembershipFilter, $orderBy: MembershipOrder) {
      hub(id: $hub) {
        memberships(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
          totalCount
          nodes { organisation { name } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }";

async fn page(client: &Client, pole: &Pole, mut variables: Value) -> (Vec<String>, Value) {
    variables["hub"] = json!(pole.id.to_string());
    let data = client.gql(LIST, variables).await;
    let list = &data["hub"]["memberships"];
    let names = list["nodes"].as_array().unwrap().iter();
    let names = names.map(|node| node["organisation"]["name"].as_str().unwrap().to_owned());
    (names.collect(), list.clone())
}

async fn names(client: &Client, pole: &Pole, variables: Value) -> Vec<String> {
    page(client, pole, variables).await.0
}

#[tokio::test]
async fn members_are_listed_by_name_or_by_their_first_day() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let waiting = hub.organisation("Attente").await;
    apply(&pole, &waiting).await;
    hub.run_jobs().await;
    for name in ["Écluse", "Barrage", "Delta", "Aval", "Canal"] {
        hub.member(&pole, name).await;
        hub.clock().advance(TimeDelta::days(1));
    }
    let by_name = ["Attente", "Aval", "Barrage", "Canal", "Delta", "Écluse"];
    let by_day = ["Écluse", "Barrage", "Delta", "Aval", "Canal", "Attente"];
    let team = &pole.coordinator;
    assert_eq!(names(team, &pole, json!({})).await, by_name);
    assert_eq!(names(&hub.visitor(), &pole, json!({})).await, by_name[1..]);
    let orders = [("ORGANISATION_NAME", &by_name), ("SINCE", &by_day)];
    for (field, expected) in orders {
        for direction in ["ASC", "DESC"] {
            let mut expected = expected.map(str::to_owned).to_vec();
            if direction == "DESC" {
                expected.reverse();
            }
            let order = json!({ "field": field, "direction": direction });
            let (mut all, mut after) = (Vec::new(), Value::Null);
            loop {
                let variables = json!({ "first": 2, "after": after, "orderBy": order });
                let (names, list) = page(team, &pole, variables).await;
                all.extend(names);
                assert_eq!(list["totalCount"], 6);
                after = list["pageInfo"]["endCursor"].clone();
                if list["pageInfo"]["hasNextPage"] == false {
                    break;
                }
            }
            assert_eq!(all, expected, "{field} {direction}");
            let back = json!({ "last": 3, "before": after, "orderBy": order });
            assert_eq!(
                names(team, &pole, back).await,
                expected[2..5],
                "{field} {direction}"
            );
        }
    }
}

#[tokio::test]
async fn members_are_found_by_state_college_category_and_name() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let colleges = crate::hubs::set_colleges(&pole.coordinator, &pole, &["Fondateurs"]).await;
    let founder = hub.member(&pole, "La Fabrique").await;
    place(&pole, &founder, &colleges[0]).await;
    hub.member(&pole, "L'Atelier").await;
    let waiting = hub.organisation("Attente").await;
    apply(&pole, &waiting).await;
    hub.run_jobs().await;
    let team = &pole.coordinator;
    let found = async |client: &Client, filter: Value| {
        names(client, &pole, json!({ "filter": filter })).await
    };
    assert_eq!(
        found(team, json!({ "college": colleges[0] })).await,
        ["La Fabrique"]
    );
    assert_eq!(
        found(team, json!({ "categories": ["FOUNDER"] })).await,
        ["La Fabrique"]
    );
    assert_eq!(
        found(team, json!({ "states": ["APPLIED", "INVITED"] })).await,
        ["Attente"]
    );
    assert_eq!(
        found(&hub.visitor(), json!({ "states": ["APPLIED"] })).await,
        Vec::<String>::new()
    );
    assert_eq!(
        found(team, json!({ "text": "fabrique la" })).await,
        ["La Fabrique"]
    );
    let other = hub.pole("Sources").await;
    assert_eq!(
        found(team, json!({ "hub": other.id.to_string() })).await,
        Vec::<String>::new()
    );
    let wrong = json!({ "hub": pole.id.to_string(), "filter": { "college": pole.id.to_string() } });
    team.ask(LIST, wrong).await.expect_error("INVALID");
}

#[tokio::test]
async fn a_membership_is_read_by_its_id_by_whom_it_concerns() {
    const ONE: &str = "query ($id: ID!) { membership(id: $id) { state hub { slug } organisation { name memberships { totalCount nodes { state } } } } }";
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let other = hub.pole("Sources").await;
    let body = hub.organisation("Attente").await;
    let id = json!({ "id": apply(&pole, &body).await["id"] });
    for client in [&pole.coordinator, &body.representative] {
        let seen = client.gql(ONE, id.clone()).await;
        assert_eq!(seen["membership"]["hub"]["slug"], "rives");
        let own = json!({ "totalCount": 1, "nodes": [{ "state": "APPLIED" }] });
        assert_eq!(seen["membership"]["organisation"]["memberships"], own);
    }
    for client in [&other.coordinator, &hub.visitor()] {
        assert_eq!(client.gql(ONE, id.clone()).await["membership"], Value::Null);
    }
    assert_eq!(read(&other.coordinator, &pole, &body).await, Value::Null);
    hub.run_jobs().await;
}
