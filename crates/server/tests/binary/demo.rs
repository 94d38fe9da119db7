//! The demo.

use serde_json::json;

use crate::{
    secrets::newest_mail,
    server::{Server, folder, maillage, run},
};

const SIGN_IN: &str = "mutation ($email: EmailAddress!, $password: String!) { \
    signIn(input: { email: $email, password: $password }) { \
    session { accessToken } errors { code } } }";

/// Signs in as one of the accounts that a demo prints.
fn sign_in(demo: &Server) -> String {
    let accounts = maillage_server::demo::accounts().unwrap();
    let password = maillage_server::demo::PASSWORD;
    let variables = json!({ "email": accounts[0].email, "password": password });
    let answer = demo.graphql(None, SIGN_IN, &variables);
    let token = &answer["data"]["signIn"]["session"]["accessToken"];
    token
        .as_str()
        .unwrap_or_else(|| panic!("{answer}"))
        .to_owned()
}

fn name_of(demo: &Server) -> String {
    let answer = demo.graphql(Some(&sign_in(demo)), "{ me { name } }", &json!({}));
    answer["data"]["me"]["name"].as_str().unwrap().to_owned()
}

#[test]
fn without_a_command_it_is_a_demo_that_keeps_what_was_done_in_it() {
    let folder = folder();
    let demo = Server::start(maillage(folder.path()).args(["--log", "info"]));
    let before = name_of(&demo);
    let page = demo.get("/").to_ascii_lowercase();
    let encrypts = page.contains("strict-transport-security");
    assert!(!encrypts, "a machine of one's own asks without encryption");
    let token = sign_in(&demo);
    let read = demo.graphql(Some(&token), "{ me { version } }", &json!({}));
    let rename = "mutation ($version: Int!) { updateMe(input: { name: \"Camille Rebaptisée\", \
        language: FR, expectedVersion: $version }) { person { name } errors { code } } }";
    let variables = json!({ "version": read["data"]["me"]["version"] });
    let answer = demo.graphql(Some(&token), rename, &variables);
    assert_eq!(name_of(&demo), "Camille Rebaptisée", "{answer}");
    demo.stop();

    let again = Server::start(maillage(folder.path()).arg("demo"));
    assert_eq!(name_of(&again), "Camille Rebaptisée");
    again.stop();
    let fresh = Server::start(maillage(folder.path()).args(["demo", "--fresh"]));
    assert_eq!(name_of(&fresh), before);
}

#[test]
fn a_demo_that_runs_is_not_disturbed_by_another_in_its_folder() {
    let folder = folder();
    let demo = Server::start(maillage(folder.path()).arg("demo"));
    for arguments in [&["demo"][..], &["demo", "--fresh"]] {
        let mut other = maillage(folder.path());
        other.args(arguments).args(["--listen", "127.0.0.1:0"]);
        let (succeeded, _, error) = run(&mut other);
        assert!(!succeeded && error.contains("another demo"), "{error}");
    }
    name_of(&demo);
    demo.stop();
    // What was held ends with the process.
    Server::start(maillage(folder.path()).arg("demo")).stop();
}

#[test]
fn a_demo_sends_no_mail_whatever_the_configuration() {
    let folder = folder();
    let mut demo = maillage(folder.path());
    let demo = Server::start(demo.arg("demo").env("MAILLAGE_MAIL", "smtp://127.0.0.1:1"));
    let accounts = maillage_server::demo::accounts().unwrap();
    let forgot = "mutation ($email: EmailAddress!) { requestPasswordReset(input: { email: $email }) { email } }";
    demo.graphql(None, forgot, &json!({ "email": accounts[0].email }));
    let mail = newest_mail(&folder.path().join("data/demo/mail"), 1);
    assert!(mail.contains("token_"), "{mail}");
    demo.stop();
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
