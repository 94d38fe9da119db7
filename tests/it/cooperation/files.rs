//! The graph as files for spreadsheets and for programs that draw and measure graphs.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use maillage_domain::content::ContentState;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::{agreed, at, books, collects, project, read, room};
use crate::{harness::Client, partnerships::Place};

/// Of four members, one with a name that a spreadsheet would run and XML has to escape.
async fn scene() -> Place {
    let mut place = Place::found(3).await;
    let name = "=1+1 & <Fils> « d’Orée »";
    let formula = place.hub.member(&place.pole, name).await;
    place.bodies.push(formula);
    let hall = room(&place, 0).await;
    books(&place, 1, hall, ("2026-11-24T08:00Z", "2026-11-24T09:20Z")).await;
    books(&place, 3, hall, ("2026-11-25T08:00Z", "2026-11-25T10:00Z")).await;
    agreed(&place, [0, 1], "ALL").await;
    project(&place, 0, 1, ContentState::Published).await;
    collects(&place, 1, 0).await;
    at(&place, "2026-12-02T09:00:00Z");
    place.hub.run_jobs().await;
    place
}

struct Fetched {
    headers: header::HeaderMap,
    text: String,
}

async fn fetched(client: &Client, url: &Value) -> Fetched {
    let url = url.as_str().unwrap();
    let (_, path) = url.split_once("/hubs/").unwrap();
    let request = client.http(Method::GET, &format!("/hubs/{path}")).await;
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    Fetched {
        headers: response.headers().clone(),
        text: response.text().await.unwrap(),
    }
}

#[tokio::test]
async fn the_table_has_a_row_for_each_link_in_the_words_of_a_language() {
    let place = scene().await;
    let graph = read(&place, "2026-11-21", "2026-11-30").await;
    let coordinator = &place.pole.coordinator;
    let french = fetched(coordinator, &graph["csvUrl"]).await;
    let name = french.headers[header::CONTENT_DISPOSITION].to_str();
    let slug = &place.pole.slug;
    let expected = format!("attachment; filename=cooperation-{slug}-2026-11-21-2026-11-30.csv");
    assert_eq!(name.unwrap(), expected);
    let text = french.text.strip_prefix('\u{feff}').unwrap();
    let lines: Vec<_> = text.split_terminator("\r\n").collect();
    let [first, second, .., last] = place.bodies.iter().map(|body| body.id).collect::<Vec<_>>()[..]
    else {
        panic!("members")
    };
    let expected = [
        "Lien;De;À;Nombre;Heures;Premier jour;Dernier jour;Identifiant (de);Identifiant (à)"
            .to_owned(),
        format!("Convention;Atelier 1;Atelier 2;1;;2026-11-21;2026-11-30;{first};{second}"),
        format!("Réservation;Atelier 1;Atelier 2;1;1,33;2026-11-24;2026-11-24;{first};{second}"),
        format!(
            "Réservation;Atelier 1;'=1+1 & <Fils> « d’Orée »;1;2,00;2026-11-25;2026-11-25;{first};{last}"
        ),
        format!("Projet commun;Atelier 1;Atelier 2;1;;2026-11-21;2026-11-30;{first};{second}"),
        format!("Matériaux;Atelier 2;Atelier 1;1;;2026-11-21;2026-11-21;{second};{first}"),
    ];
    assert_eq!(lines, expected);
    let english = fetched(&coordinator.speaking("en"), &graph["csvUrl"]).await;
    let text = english.text.strip_prefix('\u{feff}').unwrap();
    let lines: Vec<_> = text.split_terminator("\r\n").collect();
    assert_eq!(
        lines[0],
        "Link,From,To,Number,Hours,First day,Last day,Id (from),Id (to)"
    );
    assert!(
        lines[2].starts_with("Booking,Atelier 1,Atelier 2,1,1.33,"),
        "{}",
        lines[2]
    );
}

#[tokio::test]
async fn the_graph_is_xml_with_a_node_for_each_member_and_an_edge_for_each_link() {
    let place = scene().await;
    let graph = read(&place, "2026-11-21", "2026-11-30").await;
    let file = fetched(&place.pole.coordinator, &graph["graphmlUrl"]).await;
    let of_type = file.headers[header::CONTENT_TYPE].to_str().unwrap();
    assert!(of_type.starts_with("application/xml"), "{of_type}");
    let text = &file.text;
    assert!(
        text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"),
        "{text}"
    );
    assert_eq!(text.matches("<node ").count(), 4);
    assert_eq!(text.matches("<edge ").count(), 5);
    assert!(
        text.contains("=1+1 &amp; &lt;Fils&gt; « d’Orée »"),
        "{text}"
    );
}

/// Names the Python that has the package networkx.
const VARIABLE: &str = "MAILLAGE_TEST_PYTHON";

#[expect(
    clippy::disallowed_methods,
    reason = "tests have no settings; the task that runs them says where"
)]
fn python() -> String {
    std::env::var(VARIABLE).expect("MAILLAGE_TEST_PYTHON names a Python with networkx")
}

/// What Python's networkx makes of a graph.
fn read_by_networkx(graph: &str) -> Value {
    let mut reader = Command::new(python())
        .args(["-c", include_str!("files.py")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = reader.stdin.take().unwrap();
    input.write_all(graph.as_bytes()).unwrap();
    drop(input);
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success(), "{graph}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test]
#[ignore = "needs Python's package networkx, which `cargo xtask test` brings along"]
async fn another_program_reads_every_node_and_edge() {
    let place = scene().await;
    let graph = read(&place, "2026-11-21", "2026-11-30").await;
    let file = fetched(&place.pole.coordinator, &graph["graphmlUrl"]).await;
    let mut edges: Vec<_> = (graph["links"].as_array().unwrap().iter())
        .map(|link| {
            let hours = match link["hours"].as_str() {
                Some("PT1H20M") => json!(1.33),
                Some("PT2H") => json!(2.0),
                _ => Value::Null,
            };
            json!({
                "from": link["from"]["name"], "to": link["to"]["name"], "kind": link["kind"],
                "directed": link["directed"], "count": link["count"], "hours": hours,
                "firstOn": link["firstOn"], "lastOn": link["lastOn"],
            })
        })
        .collect();
    edges.sort_by_key(|edge| (edge["kind"].to_string(), edge["to"].to_string()));
    let mut names: Vec<_> = (graph["members"].as_array().unwrap().iter())
        .map(|member| member["name"].clone())
        .collect();
    names.sort_by_key(Value::to_string);
    let expected = json!({ "nodes": names, "forms": ["ASSOCIATION"], "edges": edges });
    assert_eq!(read_by_networkx(&file.text), expected);
}
