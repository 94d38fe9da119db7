//! The register as a file.

use reqwest::{Method, StatusCode};
use serde_json::json;

use super::{apply, place, read, step, target};
use crate::harness::{Body, Client, Pole, TestHub};

async fn fetch(client: &Client, pole: &Pole, query: &str) -> (StatusCode, String) {
    let path = format!("/hubs/{}/members.csv{query}", pole.slug);
    let response = client.http(Method::GET, &path).await.send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

async fn lines(client: &Client, pole: &Pole, query: &str) -> Vec<String> {
    let (status, text) = fetch(client, pole, query).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    // What tells a spreadsheet that the file is UTF-8.
    let text = text.strip_prefix('\u{feff}').unwrap();
    text.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn the_register_reads_as_csv_by_state_and_college() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let colleges =
        crate::hubs::set_colleges(&pole.coordinator, &pole, &["Fondateurs, bâtisseurs"]).await;
    let founder = hub.member(&pole, "La Fabrique").await;
    place(&pole, &founder, &colleges[0]).await;
    let formula = hub
        .member(&pole, "=HYPERLINK(\"https://mal.example\")")
        .await;
    let suspended = hub.member(&pole, "Suspendue").await;
    let membership = read(&pole.coordinator, &pole, &suspended).await;
    let why = json!({ "reason": "Cotisation impayée." });
    step(
        &pole.coordinator,
        "suspendMembership",
        target(&membership, why),
    )
    .await;
    let waiting = hub.organisation("Attente").await;
    apply(&pole, &waiting).await;
    hub.run_jobs().await;

    let all = lines(&pole.coordinator, &pole, "").await;
    assert!(
        all[0].starts_with("Organisation;Forme juridique;SIREN;Commune;"),
        "{}",
        all[0]
    );
    assert_eq!(all.len(), 5);
    assert!(
        all[1].starts_with("Attente;Association loi 1901;;Montpellier;34172;"),
        "{}",
        all[1]
    );
    assert!(all[1].contains(";Demande en cours;"), "{}", all[1]);
    assert!(
        all[2].starts_with("\"'=HYPERLINK(\"\"https://mal.example\"\")\";"),
        "{}",
        all[2]
    );
    assert!(all[3].starts_with("La Fabrique;"), "{}", all[3]);
    assert!(
        all[3].contains(";Fondateur;Fondateurs, bâtisseurs;Active;"),
        "{}",
        all[3]
    );
    assert!(all[4].starts_with("Suspendue;"), "{}", all[4]);
    let english = lines(&pole.coordinator.speaking("en"), &pole, "").await;
    assert!(
        english[0].starts_with("Organisation,Legal form,"),
        "{}",
        english[0]
    );
    assert!(
        english[3].contains(",Founder,\"Fondateurs, bâtisseurs\",Active,"),
        "{}",
        english[3]
    );

    let of_college = format!("?college={}", colleges[0]);
    assert_eq!(lines(&pole.coordinator, &pole, &of_college).await.len(), 2);
    assert_eq!(
        lines(&pole.coordinator, &pole, "?state=SUSPENDED")
            .await
            .len(),
        2
    );

    // Members read the active ones, and no suspension.
    let member = &formula.representative;
    assert_eq!(lines(member, &pole, "").await.len(), 3);
    assert_eq!(lines(member, &pole, "?state=SUSPENDED").await.len(), 1);
}

#[tokio::test]
async fn the_register_is_for_members_and_the_team() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let other = hub.pole("Sources").await;
    let body = hub.member(&pole, "Recyclerie").await;
    assert_eq!(
        fetch(&hub.visitor(), &pole, "").await.0,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        fetch(&other.coordinator, &pole, "").await.0,
        StatusCode::FORBIDDEN
    );
    let nowhere = Pole {
        id: pole.id,
        slug: "nulle-part".into(),
        coordinator: pole.coordinator.clone(),
    };
    assert_eq!(
        fetch(&pole.coordinator, &nowhere, "").await.0,
        StatusCode::NOT_FOUND
    );
    let (status, text) = fetch(&pole.coordinator, &pole, "?state=ENCHANTED").await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{text}");

    let active = read(&pole.coordinator, &pole, &body).await;
    assert_eq!(lines(&body.representative, &pole, "").await.len(), 2);
    let why = json!({ "reason": "Cotisation impayée." });
    step(&pole.coordinator, "suspendMembership", target(&active, why)).await;
    assert_eq!(
        fetch(&body.representative, &pole, "").await.0,
        StatusCode::FORBIDDEN,
        "a member no more"
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn the_register_is_a_file_with_a_name_that_a_spreadsheet_opens() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let representative = hub.person("Jeanne Peyrebelle").await;
    let mut content = crate::organisations::content("La Fabrique");
    content["phone"] = json!("+33 4 67 00 00 00");
    let body = Body {
        id: crate::organisations::create(&representative, content).await,
        representative,
    };
    hub.join(&pole, &body).await;
    let name = async |client: &Client| {
        let path = format!("/hubs/{}/members.csv", pole.slug);
        let response = client.http(Method::GET, &path).await.send().await.unwrap();
        let name = response.headers()["content-disposition"].to_str().unwrap();
        name.to_owned()
    };
    assert_eq!(
        name(&pole.coordinator).await,
        "attachment; filename=registre-rives.csv"
    );
    assert_eq!(
        name(&pole.coordinator.speaking("en")).await,
        "attachment; filename=register-rives.csv"
    );
    let all = lines(&pole.coordinator, &pole, "").await;
    assert!(all[1].contains(";+33 4 67 00 00 00;"), "{}", all[1]);
    hub.run_jobs().await;
}
