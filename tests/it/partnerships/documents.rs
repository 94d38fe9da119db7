//! A convention as a document, and whoever checks one from the document alone.

use maillage_persistence::partnerships;
use maillage_usecases::partnerships::{Checked, check};
use reqwest::Method;
use serde_json::{Value, json};

use super::Place;
use crate::harness::{Limits, read_by_others};

async fn download(place: &Place, number: usize, id: &Value) -> Vec<u8> {
    let path = format!("/conventions/{}.pdf", id.as_str().unwrap());
    let request = place.client(number).http(Method::GET, &path).await;
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/pdf");
    response.bytes().await.unwrap().to_vec()
}

async fn verdict(place: &Place, file: Vec<u8>) -> Value {
    let request = place.hub.visitor().http(Method::POST, "/verify").await;
    let request = request.header("Content-Type", "application/pdf").body(file);
    request.send().await.unwrap().json().await.unwrap()
}

async fn keys(place: &Place) -> Vec<Checked> {
    let request = place
        .hub
        .visitor()
        .http(Method::GET, "/.well-known/maillage-seals.json")
        .await;
    let set: Value = request.send().await.unwrap().json().await.unwrap();
    serde_json::from_value(set["keys"].clone()).unwrap()
}

#[tokio::test]
async fn what_was_signed_is_downloaded_and_anybody_can_check_it() {
    let place = Place::found(3).await;
    let proposed = place.proposed(place.content()).await;
    place.signs(0, &proposed).await.data();
    let version = place.read(0, &proposed["id"]).await["versions"][0]["id"].clone();
    let early = verdict(&place, download(&place, 1, &version).await).await;
    assert_eq!(
        (&early["verdict"], &early["findings"]),
        (&json!("INCOMPLETE"), &json!(["PARTY_MISSING"]))
    );
    assert_eq!(early["missing"], json!(["Atelier 2", "Atelier 3"]));
    for number in [1, 2] {
        place.signs(number, &proposed).await.data();
    }
    let file = download(&place, 1, &version).await;
    assert_eq!(
        file,
        download(&place, 2, &version).await,
        "the same bytes for everybody"
    );
    let said = verdict(&place, file.clone()).await;
    assert_eq!(
        (&said["verdict"], &said["findings"]),
        (&json!("AUTHENTIC"), &json!([])),
        "{said}"
    );
    assert_eq!(said["signatures"][2]["name"], "Représentante Atelier 3");
    assert_eq!(said["sha256"], proposed["proposed"]["sha256"]);

    let known = keys(&place).await;
    assert_eq!(check(&file, &known).verdict.as_str(), "AUTHENTIC");
    assert_eq!(
        check(&file, &[]).verdict.as_str(),
        "UNKNOWN_KEY",
        "a key that nobody vouches for proves nothing"
    );

    let standing = "query ($sha256: String!) { partnershipStanding(sha256: $sha256) { number state signed signatories } }";
    let sha256 = proposed["proposed"]["sha256"].clone();
    let found = place
        .hub
        .visitor()
        .gql(standing, json!({ "sha256": sha256 }))
        .await;
    assert_eq!(
        found["partnershipStanding"],
        json!({ "number": 1, "state": "IN_FORCE", "signed": 3, "signatories": 3 })
    );
    let unknown = place
        .hub
        .visitor()
        .gql(standing, json!({ "sha256": "0".repeat(64) }))
        .await;
    assert_eq!(unknown["partnershipStanding"], Value::Null);
    let stranger = place.hub.organisation("Une inconnue").await;
    let path = format!("/conventions/{}.pdf", version.as_str().unwrap());
    for client in [
        &stranger.representative,
        &place.hub.visitor(),
        &place.pole.coordinator,
    ] {
        let response = client.http(Method::GET, &path).await.send().await.unwrap();
        assert_eq!(response.status(), 404);
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn the_key_of_a_document_is_kept_for_good_though_nobody_has_signed_it() {
    let place = Place::found(2).await;
    let proposed = place.proposed(place.content()).await;
    let kept = async || {
        let keys = partnerships::keys(place.hub.platform().db()).await.unwrap();
        let keys = keys.into_iter().map(|key| key.public_key);
        keys.collect::<Vec<_>>()
    };
    assert_eq!(kept().await, [""; 0]);
    let version = place.read(0, &proposed["id"]).await["versions"][0]["id"].clone();
    download(&place, 1, &version).await;
    let published = keys(&place).await.into_iter().map(|key| key.x);
    assert_eq!(kept().await, published.collect::<Vec<_>>());
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_was_sealed_elsewhere_with_a_key_of_the_platform_is_not_held_here() {
    let (here, elsewhere) = (Place::found(2).await, Place::found(2).await);
    let signed = elsewhere.signed(elsewhere.content()).await;
    let version = elsewhere.read(0, &signed["id"]).await["versions"][0]["id"].clone();
    let file = download(&elsewhere, 0, &version).await;
    // Both have the keys of the tests, as a copy of a platform has, and whoever has stolen one.
    let said = verdict(&here, file).await;
    assert_eq!(
        (&said["verdict"], &said["findings"]),
        (&json!("ALTERED"), &json!(["NOT_HELD"]))
    );
    here.hub.run_jobs().await;
    elsewhere.hub.run_jobs().await;
}

#[tokio::test]
async fn who_checks_documents_and_who_uploads_do_not_wait_for_each_other() {
    let mut limits = Limits::default();
    limits.http.uploads = 0;
    let place = Place::found_within(limits, 0).await;
    let said = verdict(&place, b"a file".to_vec()).await;
    assert_eq!(said["verdict"], "NOT_A_CONVENTION", "{said}");

    let mut limits = Limits::default();
    limits.http.checks = 0;
    let place = Place::found_within(limits, 0).await;
    let said = verdict(&place, b"a file".to_vec()).await;
    assert_eq!(
        said["errors"][0]["extensions"]["code"], "OVERLOADED",
        "{said}"
    );
}

#[tokio::test]
async fn whatever_is_changed_in_a_document_is_found() {
    let place = Place::found(2).await;
    let signed = place.signed(place.content()).await;
    let version = place.read(0, &signed["id"]).await["versions"][0]["id"].clone();
    let file = download(&place, 0, &version).await;
    let known = keys(&place).await;
    assert_eq!(check(&file, &known).verdict.as_str(), "AUTHENTIC");
    // A byte here and there; the crate that writes documents tries many more.
    for at in (0..file.len()).step_by(file.len() / 400) {
        let mut changed = file.clone();
        changed[at] ^= 0x01;
        let verdict = check(&changed, &known).verdict;
        assert_ne!(verdict.as_str(), "AUTHENTIC", "byte {at} of {}", file.len());
    }
    for shorter in [0, 1, file.len() / 2, file.len() - 1] {
        assert_ne!(
            check(&file[..shorter], &known).verdict.as_str(),
            "AUTHENTIC"
        );
    }
    let longer = [&file[..], b"\n"].concat();
    assert_ne!(check(&longer, &known).verdict.as_str(), "AUTHENTIC");
    let text = b"%PDF-1.7 not ours";
    assert_eq!(check(text, &known).verdict.as_str(), "NOT_A_CONVENTION");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn the_page_on_which_documents_are_checked_answers_people() {
    let place = Place::found(2).await;
    let signed = place.signed(place.content()).await;
    let version = place.read(0, &signed["id"]).await["versions"][0]["id"].clone();
    let file = download(&place, 0, &version).await;
    let visitor = place.hub.visitor();
    let page = visitor
        .http(Method::GET, "/verify")
        .await
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        page.contains("<html lang=\"fr\">") && page.contains("enctype=\"multipart/form-data\""),
        "{page}"
    );
    let form = |bytes: &[u8]| {
        let head = b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"c.pdf\"\r\nContent-Type: application/pdf\r\n\r\n";
        [&head[..], bytes, b"\r\n--x--\r\n"].concat()
    };
    let send = async |body: Vec<u8>, client: crate::harness::Client| {
        let request = client.http(Method::POST, "/verify").await;
        let request = request
            .header("Content-Type", "multipart/form-data; boundary=x")
            .body(body);
        let response = request.send().await.unwrap();
        (response.status(), response.text().await.unwrap())
    };
    let (status, told) = send(form(&file), visitor.clone()).await;
    assert_eq!(status, 200);
    assert!(
        told.contains("Ce document est authentique et signé par toutes les parties."),
        "{told}"
    );
    assert!(told.contains("Représentante Atelier 2"), "{told}");
    let (_, told) = send(form(b"nothing"), visitor.speaking("en")).await;
    assert!(
        told.contains("This file is no agreement downloaded from the platform."),
        "{told}"
    );
    let (status, _) = send(b"--x--\r\n".to_vec(), visitor).await;
    assert_eq!(status, 400);
    place.hub.run_jobs().await;
}

#[tokio::test]
#[ignore = "asks for qpdf, pdfinfo and pdftotext; the whole test run has them"]
async fn other_programs_read_the_document() {
    let place = Place::found(3).await;
    let mut content = place.content();
    content["title"] = json!("Convention « Réemploi à l’Œuvre »");
    let signed = place.signed(content).await;
    let version = place.read(0, &signed["id"]).await["versions"][0]["id"].clone();
    let file = download(&place, 0, &version).await;
    let read = read_by_others(&file);
    for told in [
        "Convention « Réemploi à l’Œuvre »",
        "Article 1. Les parties",
        "Atelier 2, Association loi 1901",
        "présidente",
        signed["inForce"]["signatures"][0]["name"].as_str().unwrap(),
        "/verify",
    ] {
        assert!(read.contains(told), "{told} in {read}");
    }
    place.hub.run_jobs().await;
}
