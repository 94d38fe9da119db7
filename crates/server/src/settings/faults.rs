//! What is wrong with a setting, said without its value: it may hold a password.

use clap::error::{ContextKind, ContextValue};

/// The keys whose values are never shown.
const SECRET: [&str; 3] = ["database_url", "mail", "s3_secret_key"];

/// What stands for a value that is not shown.
const HIDDEN: &str = "…";

/// What is wrong with a configuration file: the line, the key and the reason. The parser's own
/// message would show the whole line.
pub(super) fn of_file(text: &str, error: &toml::de::Error) -> String {
    let Some(span) = error.span() else {
        return error.message().to_owned();
    };
    let before = text.get(..span.start).unwrap_or_default();
    let number = before.matches('\n').count();
    let key = text.lines().nth(number).and_then(key_of);
    // A value that is no text is repeated by the message.
    let secret = key.is_some_and(|key| SECRET.contains(&key));
    let message = if secret && error.message().starts_with("invalid type") {
        "a text in quotation marks is expected"
    } else {
        error.message()
    };
    let line = number + 1;
    key.map_or_else(
        || format!("line {line}: {message}"),
        |key| format!("line {line}: {key}: {message}"),
    )
}

/// The key that a line gives a value to; nothing for a line that is malformed before it.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim();
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    (!key.is_empty() && key.bytes().all(bare)).then_some(key)
}

/// An error of the command line or of a variable without the value of a secret key, nor an
/// address that stands where none is expected.
pub(crate) fn of_line(mut error: clap::Error) -> clap::Error {
    let text = |error: &clap::Error, kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    let flag = text(&error, ContextKind::InvalidArg).unwrap_or_default();
    let flag = flag.split(' ').next().unwrap_or_default();
    let key = flag.trim_start_matches('-').replace('-', "_");
    if SECRET.contains(&key.as_str()) {
        hide(&mut error, ContextKind::InvalidValue);
    }
    for kind in [ContextKind::InvalidArg, ContextKind::InvalidSubcommand] {
        if text(&error, kind).is_some_and(|text| text.contains("://")) {
            hide(&mut error, kind);
        }
    }
    error
}

fn hide(error: &mut clap::Error, kind: ContextKind) {
    error.insert(kind, ContextValue::String(HIDDEN.to_owned()));
}

#[cfg(test)]
mod tests {
    use super::of_file;
    use crate::settings::Given;

    #[test]
    fn a_malformed_file_shows_no_password() {
        for toml in [
            "database_url = \"mysql://u:hunter2@db/x\"",
            "database_url = postgres://u:hunter2@db/x",
            "database_url = \"postgres://u:hunter2@db/x",
            "database_url \"postgres://u:hunter2@db/x\"",
            "postgres://u:hunter2=@db/x",
            "database_url = [\"postgres://u:hunter2@db/x\"]",
            "mail = { password = \"hunter2\" }",
            "mail = \"pigeon://u:hunter2@mail\"",
            "mail = 'smtp://u:hunter2@mail' 'hunter2'",
            "mail = \"smtp://u:hunter2\\@mail\"",
        ] {
            let error = toml::from_str::<Given>(toml).map(|_| ()).unwrap_err();
            let said = of_file(toml, &error);
            assert!(said.starts_with("line 1: "), "{said}");
            assert!(!said.contains("hunter2"), "{said}");
        }
        let number = "listen = \"127.0.0.1:1\"\nmail = 123456";
        let error = toml::from_str::<Given>(number).map(|_| ()).unwrap_err();
        assert_eq!(
            of_file(number, &error),
            "line 2: mail: a text in quotation marks is expected"
        );
    }
}
