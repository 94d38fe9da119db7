//! What a log must never hold.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::server::{Server, folder, maillage};

const EMAIL: &str = "jeanne@example.test";
const FIRST: &str = "une phrase que personne ne lit";
const WRONG: &str = "une phrase qui ne va pas";
const SECOND: &str = "une autre phrase, tout aussi secrète";
const THIRD: &str = "la troisième phrase du journal";

/// The text of the newest mail in a folder, waiting until there are `count`.
pub(crate) fn newest_mail(folder: &Path, count: usize) -> String {
    loop {
        let mut mails: Vec<_> = fs::read_dir(folder)
            .map(|mails| mails.map(|mail| mail.unwrap().path()).collect())
            .unwrap_or_default();
        // A name that begins with a dot is a mail still being written.
        mails.retain(|path| {
            let name = path.file_name().and_then(|name| name.to_str());
            name.is_some_and(|name| !name.starts_with('.'))
        });
        if mails.len() >= count {
            mails.sort_by_key(|path| fs::metadata(path).unwrap().modified().unwrap());
            let bytes = fs::read(mails.last().unwrap()).unwrap();
            return mailparse::parse_mail(&bytes).unwrap().get_body().unwrap();
        }
        std::thread::yield_now();
    }
}

fn code_of(mail: &str) -> String {
    let line = mail.lines().find(|line| line.starts_with("token_"));
    line.unwrap_or_else(|| panic!("no code in {mail}"))
        .to_owned()
}

fn text(answer: &Value, pointer: &str) -> String {
    let found = answer.pointer(pointer).and_then(Value::as_str);
    found
        .unwrap_or_else(|| panic!("{pointer} in {answer}"))
        .to_owned()
}

#[test]
fn the_log_holds_no_password_token_or_mail_even_at_its_most_talkative() {
    let folder = folder();
    let server = Server::start(maillage(folder.path()).args(["serve", "--log", "trace"]));
    let mails = folder.path().join("data/mail");
    let mut secrets = vec![FIRST, WRONG, SECOND, THIRD]
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();

    let register = "mutation ($password: String!, $email: EmailAddress!) { register(input: { \
        name: \"Jeanne\", email: $email, password: $password }) { email errors { code } } }";
    server.graphql(
        None,
        register,
        &json!({ "email": EMAIL, "password": FIRST }),
    );
    let mail = newest_mail(&mails, 1);
    let code = code_of(&mail);
    secrets.extend(
        mail.lines()
            .filter(|line| line.len() > 20)
            .map(str::to_owned),
    );
    let confirm = "mutation ($code: String!) { confirmEmail(input: { code: $code }) { email } }";
    server.graphql(None, confirm, &json!({ "code": code }));
    secrets.push(code);

    let sign_in = "mutation ($email: EmailAddress!, $password: String!) { \
        signIn(input: { email: $email, password: $password }) { \
        session { accessToken refreshToken } errors { code } } }";
    let attempt = |password: &str| {
        server.graphql(
            None,
            sign_in,
            &json!({ "email": EMAIL, "password": password }),
        )
    };
    attempt(WRONG);
    let signed_in = attempt(FIRST);
    let access = text(&signed_in, "/data/signIn/session/accessToken");
    let refresh = text(&signed_in, "/data/signIn/session/refreshToken");
    let renew = "mutation ($token: String!) { refreshSession(input: { refreshToken: $token }) { \
        session { accessToken refreshToken } errors { code } } }";
    let renewed = server.graphql(None, renew, &json!({ "token": refresh }));
    secrets.push(text(&renewed, "/data/refreshSession/session/accessToken"));
    secrets.push(text(&renewed, "/data/refreshSession/session/refreshToken"));
    let change = "mutation ($old: String!, $new: String!) { changePassword(input: { \
        currentPassword: $old, newPassword: $new }) { person { id } errors { code } } }";
    let changed = server.graphql(
        Some(&access),
        change,
        &json!({ "old": FIRST, "new": SECOND }),
    );
    text(&changed, "/data/changePassword/person/id");
    newest_mail(&mails, 2);

    let forgot = "mutation ($email: EmailAddress!) { requestPasswordReset(input: { email: $email }) { email } }";
    server.graphql(None, forgot, &json!({ "email": EMAIL }));
    let code = code_of(&newest_mail(&mails, 3));
    let reset = "mutation ($code: String!, $new: String!) { \
        resetPassword(input: { code: $code, newPassword: $new }) { email errors { code } } }";
    let answer = server.graphql(None, reset, &json!({ "code": code, "new": THIRD }));
    text(&answer, "/data/resetPassword/email");
    // A secret in an address, where it does not belong, still stays out.
    server.get(&format!("/graphql?query=%7Bme%7Bid%7D%7D&token={access}"));
    server.graphql(Some(&format!("{access}x")), "{ me { id } }", &json!({}));
    secrets.extend([code, access, refresh]);

    let log = server.stop();
    assert!(log.contains("\"answered\""), "it logs at all:\n{log}");
    assert!(secrets.len() > 10);
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret} is in the log:\n{log}");
    }
}
