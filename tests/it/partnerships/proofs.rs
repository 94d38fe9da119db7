//! Files that show what was delivered of a commitment.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use maillage_domain::ids::{self, kinds};
use maillage_persistence::partnerships as stored;
use maillage_usecases::partnerships::{self, Cabinet};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt, net::TcpStream, time::timeout};

use super::{Place, codes, faults, keeping::mutation};
use crate::harness::{Client, Limits};

const PROOFS: &str = "query ($id: ID!) { node(id: $id) { ... on Fulfilment { version
    availableActions { action allowed code }
    proofs { proof name mediaType size sha256 addedAt url addedBy { name } } } } }";

/// A delivery note; what stands in it is the test's alone.
fn note(text: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{text}\n%%EOF\n").into_bytes()
}

impl Place {
    /// A partnership by which the first gives hours to the second, and what it has declared of them.
    async fn delivered(&self) -> (Value, Value) {
        let signed = self.signed(self.hours("20")).await;
        let id = signed["id"].clone();
        let given =
            json!({ "doneOn": "2026-11-21", "quantity": { "value": "12", "unit": "HOUR" } });
        let declared = self.declared(0, &id, given).await;
        self.hub.run_jobs().await;
        (id, declared)
    }

    /// Sends a file for one of the organisations.
    async fn shows(
        &self,
        number: usize,
        fulfilment: &Value,
        name: &str,
        file: Vec<u8>,
    ) -> Response {
        let organisation = self.bodies[number].id;
        let id = fulfilment["id"].as_str().unwrap();
        let path = format!("/fulfilments/{id}/proofs?actingFor={organisation}");
        let request = self.client(number).http(Method::POST, &path).await;
        request
            .query(&[("name", name)])
            .body(file)
            .send()
            .await
            .unwrap()
    }

    /// What the platform says of a file that it took.
    async fn shown(&self, number: usize, fulfilment: &Value, name: &str, file: Vec<u8>) -> Value {
        let response = self.shows(number, fulfilment, name, file).await;
        let status = response.status();
        let said: Value = response.json().await.unwrap();
        assert_eq!(status, StatusCode::CREATED, "{said}");
        said
    }

    /// With which status, and why, it takes another not.
    async fn refuses(
        &self,
        number: usize,
        fulfilment: &Value,
        name: &str,
        file: Vec<u8>,
    ) -> (u16, Value) {
        let response = self.shows(number, fulfilment, name, file).await;
        let status = response.status().as_u16();
        let said: Value = response.json().await.unwrap();
        (status, said["errors"][0]["extensions"].clone())
    }

    async fn removes(
        &self,
        number: usize,
        fulfilment: &Value,
        proof: &Value,
    ) -> crate::harness::Answer {
        let input = json!({ "input": { "id": fulfilment["id"], "proof": proof["proof"],
            "expectedVersion": proof["fulfilment"]["version"],
            "actingFor": self.bodies[number].id.to_string() } });
        self.client(number)
            .ask(&mutation("removeProof"), input)
            .await
    }
}

async fn proofs(client: &Client, fulfilment: &Value) -> Value {
    let read = client.gql(PROOFS, json!({ "id": fulfilment["id"] })).await;
    read["node"].clone()
}

async fn get(client: &Client, address: &Value) -> Response {
    let path = address
        .as_str()
        .unwrap()
        .strip_prefix("https://maillage.test")
        .unwrap();
    client.http(Method::GET, path).await.send().await.unwrap()
}

#[tokio::test]
async fn a_party_shows_by_a_file_what_it_delivered_and_both_sides_read_it_as_it_came() {
    let mut place = Place::found(3).await;
    let (_, declared) = place.delivered().await;
    let file = note("12 heures");
    let shown = place
        .shown(0, &declared, "Émargement d’octobre.pdf", file.clone())
        .await;
    assert_eq!(shown["size"], file.len());
    let stale = place
        .answers(1, "confirmFulfilment", &declared, json!({}))
        .await;
    assert_eq!(
        codes(&stale),
        ["CONFLICT"],
        "the creditor confirms what it has read"
    );

    let read = proofs(place.client(1), &declared).await;
    let proof = &read["proofs"][0];
    assert_eq!(
        (
            &proof["name"],
            &proof["mediaType"],
            &proof["addedBy"]["name"]
        ),
        (
            &json!("Émargement d’octobre.pdf"),
            &json!("application/pdf"),
            &json!("Atelier 1")
        )
    );
    assert_eq!(read["version"], shown["fulfilment"]["version"]);
    // The other side has a file of its own.
    let photo = b"\x89PNG\r\n\x1A\nla salle, vide".to_vec();
    let theirs = place
        .shown(1, &declared, "La salle le 3 octobre", photo.clone())
        .await;
    assert_eq!(theirs["mediaType"], "image/png");

    place.hub.restart().await;
    for number in [0, 1, 2] {
        let reader = place.client(number).on(place.hub.instance());
        let response = get(&reader, &proof["url"]).await;
        assert_eq!(
            response.status(),
            StatusCode::OK,
            "all parties follow what is due"
        );
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "application/pdf");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cache-control"), "private, no-cache");
        let saved = header("content-disposition");
        assert!(
            saved.starts_with("attachment; filename=proof_file_"),
            "{saved}"
        );
        assert!(
            saved.ends_with("; filename*=UTF-8''%C3%89margement%20d%E2%80%99octobre.pdf"),
            "{saved}"
        );
        let tag = header("etag");
        assert_eq!(tag, format!("\"{}\"", proof["sha256"].as_str().unwrap()));
        assert_eq!(response.bytes().await.unwrap(), file);
        let path = proof["url"]
            .as_str()
            .unwrap()
            .trim_start_matches("https://maillage.test");
        let again = reader.http(Method::GET, path).await;
        let again = again.header("if-none-match", tag).send().await.unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    }
    let current = json!({ "id": declared["id"], "version": theirs["fulfilment"]["version"] });
    let debtor = place.client(1).on(place.hub.instance());
    let input = json!({ "input": { "id": current["id"], "expectedVersion": current["version"],
        "actingFor": place.bodies[1].id.to_string() } });
    debtor.gql(&mutation("confirmFulfilment"), input).await;
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn who_does_not_read_what_was_declared_finds_no_file() {
    let place = Place::found(2).await;
    let (_, declared) = place.delivered().await;
    place.shown(0, &declared, "bon.pdf", note("12")).await;
    let url = proofs(place.client(0), &declared).await["proofs"][0]["url"].clone();
    let stranger = place.hub.member(&place.pole, "Ailleurs").await;
    let coordinator = &place.pole.coordinator;
    let visitor = place.hub.visitor();
    for client in [&stranger.representative, coordinator, &visitor] {
        let response = get(client, &url).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
    }
    let other = ids::mint::<kinds::ProofFile>(place.hub.platform());
    let id = declared["id"].as_str().unwrap();
    let absent = json!(format!(
        "https://maillage.test/fulfilments/{id}/proofs/{other}.pdf"
    ));
    assert_eq!(
        get(place.client(0), &absent).await.status(),
        StatusCode::NOT_FOUND
    );
    let path = format!(
        "/fulfilments/{id}/proofs?actingFor={}&name=bon.pdf",
        stranger.id
    );
    let request = stranger.representative.http(Method::POST, &path).await;
    let response = request.body(note("13")).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    let request = visitor.http(Method::POST, &path).await;
    let response = request.body(note("13")).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(
        place.hub.album().proofs().len(),
        1,
        "nothing else was stored"
    );
}

#[tokio::test]
async fn what_is_no_proof_is_refused_with_its_reason_and_nothing_is_kept_of_it() {
    let place = Place::found(3).await;
    let (_, declared) = place.delivered().await;
    let page = b"<!doctype html><script>alert(1)</script>".to_vec();
    let (status, error) = place.refuses(0, &declared, "bon.pdf", page).await;
    assert_eq!(
        (status, &error["problem"]),
        (415, &json!("UNSUPPORTED_FORMAT"))
    );
    let (status, error) = place.refuses(0, &declared, "bon.pdf", Vec::new()).await;
    assert_eq!(
        (status, &error["problem"]),
        (415, &json!("UNSUPPORTED_FORMAT"))
    );
    let (status, error) = place.refuses(0, &declared, " ", note("1")).await;
    assert_eq!(
        (status, &error["problem"]),
        (400, &json!("REQUIRED")),
        "{error}"
    );
    let id = declared["id"].as_str().unwrap();
    let path = format!("/fulfilments/{id}/proofs?name=bon.pdf");
    let request = place.client(0).http(Method::POST, &path).await;
    let response = request.body(note("1")).send().await.unwrap();
    let said: Value = response.json().await.unwrap();
    let error = &said["errors"][0];
    assert_eq!(error["extensions"]["problem"], "REQUIRED", "{said}");
    assert!(said.to_string().contains("actingFor"), "{said}");
    let mut large = note("1");
    large.resize((10 << 20) + 1, b' ');
    let (status, _) = place.refuses(0, &declared, "bon.pdf", large).await;
    assert_eq!(status, 413);
    let (status, error) = place.refuses(2, &declared, "bon.pdf", note("1")).await;
    assert_eq!((status, &error["code"]), (409, &json!("NOT_YOUR_SIDE")));
    assert!(place.hub.album().proofs().is_empty());

    let mut last = Value::Null;
    for number in 0..10 {
        last = place
            .shown(0, &declared, "bon.pdf", note(&number.to_string()))
            .await;
    }
    let (status, error) = place
        .refuses(0, &declared, "bon.pdf", note("one too many"))
        .await;
    assert_eq!(
        (status, &error["code"], &error["max"]),
        (409, &json!("TOO_MANY_PROOFS"), &json!("10"))
    );
    // The other side has its own.
    let other = place.shown(1, &declared, "absence.pdf", note("0")).await;
    // The same once more is there already, also where there is no room for another.
    let again = place.shown(0, &declared, "autrement.pdf", note("9")).await;
    assert_eq!(
        (&again["proof"], &again["sha256"]),
        (&last["proof"], &last["sha256"])
    );
    assert_eq!(
        again["fulfilment"], other["fulfilment"],
        "nothing has changed"
    );
    assert_eq!(place.hub.album().proofs().len(), 11);

    let read = json!({ "id": declared["id"], "version": again["fulfilment"]["version"] });
    place
        .answered(1, "confirmFulfilment", &read, json!({}))
        .await;
    let (status, error) = place
        .refuses(0, &declared, "bon.pdf", note("afterwards"))
        .await;
    assert_eq!((status, &error["code"]), (409, &json!("WRONG_STATE")));
    // What was added before, and whose answer was lost, is there all the same.
    let again = place.shown(0, &declared, "bon.pdf", note("9")).await;
    assert_eq!(again["proof"], last["proof"]);
    assert_eq!(place.hub.album().proofs().len(), 11);
    let kept = place.removes(0, &declared, &last).await;
    assert_eq!(codes(&kept), ["CONFLICT"]);
    let confirmed = proofs(place.client(0), &declared).await;
    let now = json!({ "proof": last["proof"], "fulfilment": { "version": confirmed["version"] } });
    assert_eq!(
        codes(&place.removes(0, &declared, &now).await),
        ["WRONG_STATE"],
        "both have agreed on it"
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn who_added_a_file_takes_it_back_and_it_is_cleared_away() {
    let place = Place::found(2).await;
    let (_, declared) = place.delivered().await;
    let shown = place
        .shown(0, &declared, "Fiche de paie.pdf", note("by mistake"))
        .await;
    let url = proofs(place.client(0), &declared).await["proofs"][0]["url"].clone();
    assert_eq!(
        codes(&place.removes(1, &declared, &shown).await),
        ["NOT_YOUR_SIDE"]
    );
    let rehearsed = json!({ "proof": shown["proof"], "dryRun": true });
    let rehearsed = place
        .answers(
            0,
            "removeProof",
            &json!({ "id": declared["id"],
        "version": shown["fulfilment"]["version"] }),
            rehearsed,
        )
        .await;
    assert_eq!(codes(&rehearsed), Vec::<String>::new());
    assert_eq!(get(place.client(0), &url).await.status(), StatusCode::OK);

    let removed = place.removes(0, &declared, &shown).await.data();
    let version = &removed["removeProof"]["fulfilment"]["version"];
    assert_eq!(
        get(place.client(0), &url).await.status(),
        StatusCode::NOT_FOUND
    );
    let again = json!({ "proof": shown["proof"], "fulfilment": { "version": version } });
    let again = place.removes(0, &declared, &again).await;
    assert_eq!(faults(&again), ["UNKNOWN"]);
    place.hub.album().stick(true);
    place.hub.run_jobs().await;
    assert_eq!(
        place.hub.album().proofs().len(),
        1,
        "the disk did not answer"
    );
    place.hub.album().stick(false);
    place.hub.clock().advance(TimeDelta::hours(1));
    place.hub.run_jobs().await;
    assert!(place.hub.album().proofs().is_empty());
}

#[tokio::test]
async fn what_was_shown_of_a_declaration_that_was_taken_back_can_be_taken_back_too() {
    let place = Place::found(2).await;
    let (_, declared) = place.delivered().await;
    let shown = place
        .shown(0, &declared, "Fiche de paie.pdf", note("by mistake"))
        .await;
    let read = json!({ "id": declared["id"], "version": shown["fulfilment"]["version"] });
    let withdrawn = place
        .answered(0, "withdrawFulfilment", &read, json!({}))
        .await;
    let (status, error) = place.refuses(1, &declared, "bon.pdf", note("1")).await;
    assert_eq!((status, &error["code"]), (409, &json!("WRONG_STATE")));
    let now = json!({ "proof": shown["proof"], "fulfilment": { "version": withdrawn["version"] } });
    place.removes(0, &declared, &now).await.data();
    place.hub.run_jobs().await;
    assert!(place.hub.album().proofs().is_empty());
}

#[tokio::test]
async fn a_lost_file_is_kept_again_once_its_organisation_sends_it_again() {
    let place = Place::found(2).await;
    let (_, declared) = place.delivered().await;
    let shown = place.shown(0, &declared, "bon.pdf", note("12")).await;
    let url = proofs(place.client(1), &declared).await["proofs"][0]["url"].clone();
    let cabinet: Arc<dyn Cabinet> = place.hub.files();
    let id = |of: &Value| of.as_str().unwrap().to_owned();
    let stored = (
        id(&declared["id"]).parse().unwrap(),
        id(&shown["proof"]).parse().unwrap(),
    );
    for lost in [None, Some(note("other"))] {
        cabinet.remove(stored).await.unwrap();
        if let Some(other) = lost {
            cabinet.put(stored, other.into()).await.unwrap();
        }
        let response = get(place.client(1), &url).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let again = place.shown(0, &declared, "bon.pdf", note("12")).await;
        assert_eq!(again["proof"], shown["proof"]);
        let response = get(place.client(1), &url).await;
        assert_eq!(response.bytes().await.unwrap(), note("12"));
    }
    assert_eq!(place.hub.album().proofs().len(), 1);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_file_is_saved_under_a_name_that_says_what_it_is() {
    let place = Place::found(2).await;
    let (_, declared) = place.delivered().await;
    for (name, saved) in [
        ("bon.hta", "bon.hta.pdf"),
        ("BON.PDF", "BON.PDF"),
        ("bon", "bon.pdf"),
        ("bon\u{202e}fdp.exe", "bonfdp.exe.pdf"),
    ] {
        place.shown(0, &declared, name, note(name)).await;
        let read = proofs(place.client(1), &declared).await;
        let last = read["proofs"].as_array().unwrap().last().unwrap().clone();
        let response = get(place.client(1), &last["url"]).await;
        let disposition = response.headers()["content-disposition"].to_str().unwrap();
        let (_, given) = disposition.split_once("filename*=UTF-8''").unwrap();
        assert_eq!(given, saved);
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn so_many_files_are_downloaded_at_once_by_one_client() {
    let place = Place::found(2).await;
    let (_, declared) = place.delivered().await;
    let mut large = note("1");
    large.resize(10 << 20, b' ');
    place.shown(0, &declared, "bon.pdf", large).await;
    let url = proofs(place.client(1), &declared).await["proofs"][0]["url"].clone();
    let mut slow = Vec::new();
    for _ in 0..4 {
        slow.push(get(place.client(1), &url).await);
    }
    let refused = get(place.client(1), &url).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let other = get(place.client(0), &url).await;
    assert_eq!(other.status(), StatusCode::OK);
    let whole = slow.pop().unwrap().bytes().await.unwrap();
    assert_eq!(whole.len(), 10 << 20);
    drop(slow);
    drop(other);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn who_has_a_file_already_or_no_allowance_left_makes_nobody_read_it() {
    let mut limits = Limits::default();
    limits.api.allowance.most = 4_000;
    let place = Place::found_within(limits, 2).await;
    let (_, declared) = place.delivered().await;
    let mut large = note("1");
    large.resize(10 << 20, b' ');
    place.shown(0, &declared, "bon.pdf", large).await;
    let url = proofs(place.client(1), &declared).await["proofs"][0]["url"].clone();
    let first = get(place.client(1), &url).await;
    assert_eq!(first.status(), StatusCode::OK);
    let tag = first.headers()["etag"].clone();
    drop(first);
    // Whoever reads it now is told that it is lost.
    let kept = place.hub.album().proofs();
    place.hub.album().tamper(&kept[0], Vec::clear);
    let path = url.as_str().unwrap();
    let path = path.strip_prefix("https://maillage.test").unwrap();
    let again = place.client(1).http(Method::GET, path).await;
    let again = again.header("If-None-Match", tag).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let poor = get(place.client(1), &url).await;
    assert_eq!(poor.status(), StatusCode::TOO_MANY_REQUESTS);
    let rich = get(place.client(0), &url).await;
    assert_eq!(rich.status(), StatusCode::INTERNAL_SERVER_ERROR);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn who_reads_slowly_has_so_much_time_and_then_another_has_the_place() {
    let mut limits = Limits::default();
    limits.http.download_within = Duration::ZERO;
    limits.http.downloads = 1;
    let place = Place::found_within(limits, 2).await;
    let (_, declared) = place.delivered().await;
    place.shown(0, &declared, "bon.pdf", note("1")).await;
    let url = proofs(place.client(1), &declared).await["proofs"][0]["url"].clone();
    let path = url.as_str().unwrap();
    let path = path.strip_prefix("https://maillage.test").unwrap();
    for number in [0, 1, 0] {
        let request = place.client(number).http(Method::GET, path).await;
        let read = async { request.send().await?.bytes().await };
        assert!(read.await.is_err(), "it is broken off");
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_has_arrived_is_kept_though_its_sender_hangs_up() {
    let place = Place::found(2).await;
    let (id, declared) = place.delivered().await;
    let file = note("12 heures");
    let request = format!(
        "POST /fulfilments/{}/proofs?actingFor={}&name=bon.pdf HTTP/1.1\r\nHost: maillage.test\r\n\
         Authorization: Bearer {}\r\nContent-Length: {}\r\n\r\n",
        declared["id"].as_str().unwrap(),
        place.bodies[0].id,
        place.client(0).token().await,
        file.len()
    );
    let address = place.hub.instance().address();
    let mut stream = TcpStream::connect(address).await.unwrap();
    // Its file is stored, and what names it waits for who holds the partnership.
    let platform = place.hub.platform();
    let hung_up = platform.write(async |tx| {
        let id = id.as_str().unwrap().parse().unwrap();
        stored::lock(tx, id).await?;
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.write_all(&file).await.unwrap();
        while place.hub.album().proofs().is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stream.shutdown().await.unwrap();
        drop(stream);
        tokio::time::sleep(Duration::from_millis(200)).await;
        Ok(())
    });
    timeout(Duration::from_secs(20), hung_up)
        .await
        .unwrap()
        .unwrap();
    let kept = async {
        while proofs(place.client(0), &declared).await["proofs"] == json!([]) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(20), kept).await.unwrap();
    assert_eq!(place.hub.album().proofs().len(), 1);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_file_that_finds_no_room_is_not_named_and_one_that_nothing_names_goes_after_a_week() {
    let place = Place::found(2).await;
    let (_, declared) = place.delivered().await;
    place.hub.album().fill(true);
    let (status, error) = place.refuses(0, &declared, "bon.pdf", note("1")).await;
    assert_eq!((status, &error["code"]), (500, &json!("INTERNAL")));
    assert_eq!(
        proofs(place.client(0), &declared).await["proofs"],
        json!([])
    );
    place.hub.album().fill(false);
    place.shown(0, &declared, "bon.pdf", note("1")).await;
    // A crash after the file, before what names it; and what somebody has put there by hand.
    let lost = ids::mint::<kinds::ProofFile>(place.hub.platform());
    let shows = declared["id"].as_str().unwrap().parse().unwrap();
    let cabinet: Arc<dyn Cabinet> = place.hub.files();
    cabinet
        .put((shows, lost), note("lost").into())
        .await
        .unwrap();
    place.hub.album().put_by_hand("proofs/notes/lisez-moi.txt");
    let tidy = async || {
        partnerships::tidy_proofs(place.hub.platform())
            .await
            .unwrap()
    };
    place.hub.clock().advance(TimeDelta::days(25));
    assert_eq!(tidy().await, 0, "noticed now");
    for _ in 0..7 {
        place.hub.clock().advance(TimeDelta::hours(23));
        assert_eq!(tidy().await, 0);
    }
    place.hub.clock().advance(TimeDelta::hours(7));
    assert_eq!(tidy().await, 1);
    assert_eq!(tidy().await, 0, "once");
    assert!(cabinet.get((shows, lost)).await.unwrap().is_none());
    assert_eq!(
        place.hub.album().proofs().len(),
        2,
        "the proof and the note"
    );
}

#[tokio::test]
async fn a_file_that_somebody_changed_on_the_disk_is_given_to_nobody() {
    let place = Place::found(2).await;
    let (_, declared) = place.delivered().await;
    place
        .shown(0, &declared, "bon.pdf", note("12 heures"))
        .await;
    let url = proofs(place.client(1), &declared).await["proofs"][0]["url"].clone();
    let kept = place.hub.album().proofs();
    place.hub.album().tamper(&kept[0], |file| file[10] ^= 1);
    let response = get(place.client(1), &url).await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn of_files_that_come_at_once_ten_are_kept_and_none_without_its_name() {
    let place = Place::found(2).await;
    let (_, declared) = place.delivered().await;
    // Two at a time of one client: more are refused at the door.
    for number in 0..8 {
        let (first, second) = (format!("a{number}"), format!("b{number}"));
        let both = tokio::join!(
            place.shows(0, &declared, "bon.pdf", note(&first)),
            place.shows(0, &declared, "bon.pdf", note(&second)),
        );
        for response in [both.0, both.1] {
            assert!([201, 409].contains(&response.status().as_u16()));
        }
    }
    let read = proofs(place.client(0), &declared).await;
    assert_eq!(read["proofs"].as_array().unwrap().len(), 10);
    assert_eq!(place.hub.album().proofs().len(), 10);
    for proof in read["proofs"].as_array().unwrap() {
        assert_eq!(
            get(place.client(0), &proof["url"]).await.status(),
            StatusCode::OK
        );
    }
    let unknown = json!({ "proof": "proof_file_01h455vb4pex5vsknk084sn02q",
        "fulfilment": { "version": read["version"] } });
    let unknown = place.removes(0, &declared, &unknown).await;
    assert_eq!(faults(&unknown), ["UNKNOWN"]);
}
