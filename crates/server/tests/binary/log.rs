//! What the log tells of a request.

use std::{
    fs::{self, OpenOptions},
    io::{Read, Write},
    path::Path,
};

use serde_json::{Value, json};

use crate::server::{Server, folder, maillage};

/// Spoils a file where it is, so that whoever has it open reads nonsense from now on.
fn spoil(file: &Path) {
    let length = fs::metadata(file).unwrap().len();
    let nonsense = vec![b'x'; usize::try_from(length).unwrap()];
    let mut file = OpenOptions::new().write(true).open(file).unwrap();
    file.write_all(&nonsense).unwrap();
}

#[test]
fn every_line_logged_during_a_request_carries_its_id() {
    let folder = folder();
    let server = Server::start(maillage(folder.path()).args(["serve", "--log", "maillage=trace"]));
    // A request that fails inside has more to log than one that does not.
    for file in ["maillage.db", "maillage.db-wal"] {
        spoil(&folder.path().join("data").join(file));
    }
    let body = json!({ "query": "{ hubs { totalCount } projects { totalCount } }" }).to_string();
    let ids = ["first-request", "second-request"];
    for id in ids {
        let mut stream = server.connect();
        write!(
            stream,
            "POST /graphql HTTP/1.1\r\nHost: maillage\r\nConnection: close\r\nX-Request-Id: {id}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.contains(&format!("x-request-id: {id}")), "{answer}");
        assert!(answer.contains("INTERNAL"), "{answer}");
    }
    let log = server.stop();
    let lines = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    // Outside of requests there are the instance itself and its worker.
    let outside = ["maillage_server::instance", "maillage_usecases::jobs"];
    let during: Vec<_> = lines
        .filter(|line| !outside.contains(&line["target"].as_str().unwrap()))
        .collect();
    for id in ids {
        let of_this = during.iter().filter(|line| line["span"]["id"] == id);
        let told: Vec<_> = of_this.map(|line| &line["message"]).collect();
        assert_eq!(
            told,
            ["internal error", "internal error", "answered"],
            "{log}"
        );
    }
    assert_eq!(during.len(), 6, "a line of no request:\n{log}");
}

#[test]
fn sign_ins_and_what_is_not_allowed_are_logged_without_addresses() {
    let folder = folder();
    let server = Server::start(maillage(folder.path()).args(["demo", "--log", "maillage=info"]));
    let sign_in = "mutation ($email: EmailAddress!, $password: String!) {
        signIn(input: { email: $email, password: $password }) { session { accessToken } errors { code } } }";
    let email = "amina.belkacem@premeo.test";
    let tries = ["une autre phrase de passe", "coopération-en-démo"];
    let [_, answer] = tries.map(|password| {
        server.graphql(
            None,
            sign_in,
            &json!({ "email": email, "password": password }),
        )
    });
    let token = answer["data"]["signIn"]["session"]["accessToken"].as_str();
    let hubs = server.graphql(None, "{ hubs { nodes { id slug } } }", &json!({}));
    let mut hubs = hubs["data"]["hubs"]["nodes"].as_array().unwrap().iter();
    let elsewhere = &hubs.find(|hub| hub["slug"] != "premeo").unwrap()["id"];
    let require = "mutation ($id: ID!) {
        requireSecondFactor(input: { id: $id, expectedVersion: 1, required: true }) { errors { code } } }";
    let answer = server.graphql(token, require, &json!({ "id": elsewhere }));
    let code = &answer["errors"][0]["extensions"]["code"];
    assert_eq!(code, "FORBIDDEN", "{answer}");
    let log = server.stop();
    let told = |message: &str| {
        let mut lines = log
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        let found = lines.find(|line| line["message"] == message);
        found.unwrap_or_else(|| panic!("no line says {message:?}: {log}"))
    };
    assert_eq!(told("a sign-in was refused")["code"], "WRONG_CREDENTIALS");
    assert!(
        told("signed in")["person"]
            .as_str()
            .unwrap()
            .starts_with("person_")
    );
    assert_eq!(told("not allowed")["reason"], "NEEDS_COORDINATOR");
    assert!(!log.contains(email), "{log}");
}

#[test]
fn the_address_of_a_calendar_is_not_in_the_log() {
    let folder = folder();
    let server = Server::start(maillage(folder.path()).args(["serve", "--log", "maillage=trace"]));
    let mut stream = server.connect();
    write!(
        stream,
        "GET /calendars/calendar_feed_x.secret.ics HTTP/1.1\r\nHost: maillage\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    let log = server.stop();
    assert!(log.contains("\"/calendars/\""), "{log}");
    assert!(!log.contains("secret"), "{log}");
}
