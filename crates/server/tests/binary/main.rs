//! The binary itself, as an operator runs it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod demo;
mod doctor;
mod files;
mod keys;
mod log;
mod secrets;
mod server;
mod settings;
mod stop;

use std::{io::Write, process::Stdio};

use self::server::{Server, folder, maillage, run};

#[test]
fn an_address_that_is_taken_is_named() {
    let folder = folder();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (succeeded, _, error) = run(maillage(folder.path()).args(["serve", "--listen", &address]));
    assert!(!succeeded);
    assert!(
        error.contains("listen") && error.contains(&address),
        "{error}"
    );
}

#[test]
fn an_operator_sets_an_installation_up() {
    let folder = folder();
    let admin = |arguments: &[&str], password: Option<&str>| {
        let mut command = maillage(folder.path());
        command
            .arg("admin")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if password.is_some() {
            command.stdin(Stdio::piped());
        }
        let mut child = command.spawn().unwrap();
        if let Some(password) = password {
            child
                .stdin
                .take()
                .unwrap()
                .write_all(password.as_bytes())
                .unwrap();
        }
        let output = child.wait_with_output().unwrap();
        (
            output.status.success(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let person = [
        "create-person",
        "--email",
        "lea@example.test",
        "--name",
        "Léa Martin",
    ];
    let (succeeded, _, error) = admin(&person, None);
    assert!(!succeeded && error.contains("--password-stdin"), "{error}");
    let piped = [&person[..], &["--password-stdin"]].concat();
    let (succeeded, _, error) = admin(&piped, Some("short\n"));
    assert!(!succeeded && error.contains("password"), "{error}");
    let (succeeded, said, error) = admin(&piped, Some("une phrase de passe longue\n"));
    assert!(succeeded && said.starts_with("person_"), "{error}");

    let hub = [
        "create-hub",
        "--slug",
        "pole-test",
        "--name",
        "Pôle test",
        "--summary",
        "Un pôle.",
        "--territory",
        "34172,34057",
    ];
    let (succeeded, said, error) = admin(&hub, None);
    assert!(succeeded && said.starts_with("hub_"), "{error}");
    let (succeeded, _, _) = admin(&hub, None);
    assert!(!succeeded, "a slug is taken once");

    let office = |verb| {
        [
            verb,
            "--hub",
            "pole-test",
            "--email",
            "lea@example.test",
            "--role",
            "moderator",
        ]
    };
    assert!(admin(&office("grant-role"), None).0);
    assert!(!admin(&office("grant-role"), None).0);
    assert!(admin(&office("end-role"), None).0);
    let decision = |hub, verb| {
        [
            "decide-membership",
            "--hub",
            hub,
            "--organisation",
            "organisation_01h455vb4pex5vsknk084sn02q",
            "--decision",
            verb,
        ]
    };
    for (hub, verb, said) in [
        ("pole-test", "accept", "There is no such thing"),
        ("nowhere", "accept", "There is no such thing"),
        ("pole-test", "exclude", "--reason"),
    ] {
        let (succeeded, _, error) = admin(&decision(hub, verb), None);
        assert!(!succeeded && error.contains(said), "{error}");
    }
    for verb in ["end-sessions", "lock", "unlock"] {
        let (succeeded, _, error) = admin(&[verb, "--email", "lea@example.test"], None);
        assert!(succeeded, "{verb}: {error}");
    }
    let (succeeded, _, _) = admin(&["lock", "--email", "nobody@example.test"], None);
    assert!(!succeeded);
}

#[test]
fn the_health_of_an_instance_is_asked_without_another_program() {
    let folder = folder();
    let server = Server::start(maillage(folder.path()).arg("serve"));
    let ask = |url: &str| run(maillage(folder.path()).args(["healthcheck", "--url", url]));
    assert!(ask(&format!("http://{}/readyz", server.address)).0);
    // One that listens on every address is asked on the loopback.
    let (_, port) = server.address.rsplit_once(':').unwrap();
    let everywhere = format!("0.0.0.0:{port}");
    let mut healthcheck = maillage(folder.path());
    healthcheck
        .arg("healthcheck")
        .env("MAILLAGE_LISTEN", everywhere);
    assert!(run(&mut healthcheck).0);
    assert!(!ask(&format!("http://{}/nothing", server.address)).0);
    assert!(!ask("http://127.0.0.1:1/readyz").0);
    assert!(!ask("https://127.0.0.1/readyz").0);
}

#[test]
fn the_schema_is_printed_whatever_the_configuration() {
    let folder = folder();
    let (succeeded, said, _) =
        run(maillage(folder.path()).args(["schema", "--config", "absent.toml"]));
    assert!(succeeded);
    assert!(
        said.contains("type Query") && said.ends_with('\n'),
        "{said}"
    );
}
