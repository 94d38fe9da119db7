//! The keys that sign access tokens, as they change under a running server.

use serde_json::{Value, json};

use crate::server::{Server, folder, maillage, run};

const SIGN_IN: &str = "mutation { signIn(input: { email: \"jeanne@example.test\", \
    password: \"une phrase de passe longue\" }) { session { accessToken } errors { code } } }";

/// The ids of the published keys.
fn published(server: &Server) -> Vec<String> {
    let answer = server.get("/.well-known/jwks.json");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(
        head.contains("cache-control: public, max-age=300"),
        "{head}"
    );
    let set: Value = serde_json::from_str(body).unwrap();
    let keys = set["keys"].as_array().unwrap().iter();
    keys.map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

/// The keys once the server has noticed that they changed.
fn published_after(server: &Server, before: &[String]) -> Vec<String> {
    loop {
        let now = published(server);
        if now != before {
            return now;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

fn is_let_in(server: &Server, token: &str) -> bool {
    let answer = server.graphql(Some(token), "{ me { id } }", &json!({}));
    answer.pointer("/data/me/id").is_some()
}

fn sign_in(server: &Server) -> String {
    let answer = server.graphql(None, SIGN_IN, &json!({}));
    let token = answer.pointer("/data/signIn/session/accessToken");
    token
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("{answer}"))
        .to_owned()
}

#[test]
fn a_running_server_takes_up_the_keys_that_an_operator_makes_and_keeps_them_when_it_restarts() {
    let folder = folder();
    let admin = |arguments: &[&str]| {
        let mut command = maillage(folder.path());
        let (succeeded, _, error) = run(command.arg("admin").args(arguments));
        assert!(succeeded, "{error}");
    };
    let password = folder.path().join("password");
    std::fs::write(&password, "une phrase de passe longue\n").unwrap();
    let mut create = maillage(folder.path());
    create
        .args(["admin", "create-person", "--email", "jeanne@example.test"])
        .args(["--name", "Jeanne", "--password-stdin"])
        .stdin(std::fs::File::open(password).unwrap());
    assert!(run(&mut create).0);

    let server = Server::start(maillage(folder.path()).arg("serve"));
    let token = sign_in(&server);
    let first = published(&server);
    assert_eq!(first.len(), 1);
    admin(&["rotate-signing-key"]);
    let both = published_after(&server, &first);
    assert_eq!((both.len(), &both[0]), (2, &first[0]));
    assert!(is_let_in(&server, &token), "nobody signs in again");
    server.stop();
    let server = Server::start(maillage(folder.path()).arg("serve"));
    assert_eq!(published(&server), both);
    assert!(is_let_in(&server, &token));

    admin(&["rotate-signing-key", "--compromised"]);
    let last = published_after(&server, &both);
    assert_eq!(last.len(), 1);
    assert!(!both.contains(&last[0]));
    assert!(
        !is_let_in(&server, &token),
        "what was signed before is nothing"
    );
    assert!(is_let_in(&server, &sign_in(&server)));
    server.stop();
}
