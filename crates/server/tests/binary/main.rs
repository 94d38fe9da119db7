//! The binary itself, as an operator runs it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod secrets;
mod server;

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    process::Stdio,
};

use self::server::{Server, folder, maillage, run};

#[test]
fn a_request_under_way_ends_before_the_server_does() {
    let folder = folder();
    let mut server = Server::start(maillage(folder.path()).arg("serve"));
    let body = "{\"query\":\"{ __typename }\"}";
    let mut stream = server.connect();
    write!(
        stream,
        "POST /graphql HTTP/1.1\r\nHost: maillage\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        body.len(),
        &body[..10]
    )
    .unwrap();
    // The server says so once it has taken the request up.
    let mut taken_up = [0; 25];
    stream.read_exact(&mut taken_up).unwrap();
    assert_eq!(&taken_up, b"HTTP/1.1 100 Continue\r\n\r\n");
    server.terminate();
    while TcpStream::connect(&server.address).is_ok() {
        std::thread::yield_now();
    }
    stream.write_all(&body.as_bytes()[10..]).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200 OK") && answer.contains("\"__typename\":\"Query\""),
        "{answer}"
    );
    assert!(server.child.wait().unwrap().success());
}

#[test]
fn without_a_command_it_is_a_demo_that_keeps_what_was_done_in_it() {
    let folder = folder();
    let mut demo = Server::start(maillage(folder.path()).args(["--log", "info"]));
    assert!(demo.get("/readyz").starts_with("HTTP/1.1 200 OK"));
    let database = folder.path().join("data/demo/demo.db");
    let made = fs::metadata(&database).unwrap().created().unwrap();
    demo.terminate();
    assert!(demo.child.wait().unwrap().success());

    let again = Server::start(maillage(folder.path()).arg("demo"));
    assert_eq!(fs::metadata(&database).unwrap().created().unwrap(), made);
    drop(again);
    let fresh = Server::start(maillage(folder.path()).args(["demo", "--fresh"]));
    assert_ne!(fs::metadata(&database).unwrap().created().unwrap(), made);
    drop(fresh);
}

#[test]
fn the_demo_never_meets_real_data() {
    let folder = folder();
    let mut demo = maillage(folder.path());
    let (succeeded, _, error) = run(demo
        .arg("demo")
        .env("MAILLAGE_DATABASE_URL", "postgres://db/maillage"));
    assert!(!succeeded);
    assert!(
        error.contains("database_url") && error.contains("maillage serve"),
        "{error}"
    );
}

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
fn flags_come_before_variables_and_these_before_the_file() {
    let folder = folder();
    let file = folder.path().join("maillage.toml");
    fs::write(
        &file,
        "public_url = \"https://file.test\"\nlisten = \"127.0.0.1:9001\"\n",
    )
    .unwrap();
    let doctor = || {
        let mut command = maillage(folder.path());
        command.arg("doctor").arg("--config").arg(&file);
        command
    };
    let (_, said, _) = run(&mut doctor());
    assert!(
        said.contains("https://file.test") && said.contains("127.0.0.1:9001"),
        "{said}"
    );
    let (_, said, _) = run(doctor().env("MAILLAGE_PUBLIC_URL", "https://variable.test"));
    assert!(
        said.contains("https://variable.test") && said.contains("127.0.0.1:9001"),
        "{said}"
    );
    let (_, said, _) = run(doctor()
        .env("MAILLAGE_PUBLIC_URL", "https://variable.test")
        .args(["--public-url", "https://flag.test"]));
    assert!(said.contains("https://flag.test"), "{said}");
}

#[test]
fn a_wrong_setting_is_named_wherever_it_comes_from() {
    let folder = folder();
    let file = folder.path().join("wrong.toml");
    let serve = || {
        let mut command = maillage(folder.path());
        command.arg("serve");
        command
    };
    for (toml, key) in [
        ("public_url = \"x\"", "public_url"),
        ("lisen = \"x\"", "lisen"),
        ("introspection = 1", "introspection"),
    ] {
        fs::write(&file, toml).unwrap();
        let (succeeded, _, error) = run(serve().arg("--config").arg(&file));
        assert!(!succeeded);
        assert!(
            error.contains(key) && error.contains("wrong.toml"),
            "{error}"
        );
    }
    let (succeeded, _, error) = run(serve().env("MAILLAGE_MAIL", "pigeon"));
    assert!(
        !succeeded && error.contains("--mail") && error.contains("smtp://"),
        "{error}"
    );
    let (succeeded, _, error) = run(serve().args(["--connections", "0"]));
    assert!(!succeeded && error.contains("--connections"), "{error}");
    let (succeeded, _, error) = run(serve().args(["--config", "absent.toml"]));
    assert!(!succeeded && error.contains("--config"), "{error}");
}

#[test]
fn the_doctor_names_what_is_broken_and_how_to_mend_it() {
    let folder = folder();
    let doctor = || {
        let mut command = maillage(folder.path());
        command.arg("doctor");
        command
    };
    // Nothing is there yet, which is no fault.
    let (succeeded, said, _) = run(&mut doctor());
    assert!(succeeded, "{said}");
    assert!(said.contains("first start"), "{said}");
    assert!(
        !folder.path().join("data").exists(),
        "looking changes nothing"
    );

    run(maillage(folder.path()).arg("migrate"));
    let (succeeded, said, _) = run(&mut doctor());
    assert!(
        succeeded && said.contains("migrations: up to date") && said.contains("clock:"),
        "{said}"
    );

    let (succeeded, said, _) = run(doctor().args([
        "--signing-key-file",
        "absent.pem",
        "--database-url",
        "postgres://127.0.0.1:1/none",
    ]));
    assert!(!succeeded);
    assert!(
        said.contains("signing_key_file") && said.contains("database_url"),
        "{said}"
    );
    assert!(
        said.lines().all(|line| line.starts_with("ok ")
            || line.starts_with("mind")
            || line.starts_with("FAIL")),
        "{said}"
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
