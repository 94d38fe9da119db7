//! Texts that people write, parsed once at the border.

use super::{Problem, ProblemCode};

macro_rules! text_value {
    ($(#[$meta:meta])* $name:ident($parse:expr)) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads and normalises a text.
            ///
            /// # Errors
            /// The problem, without the field's name.
            pub fn parse(text: &str) -> Result<Self, $crate::values::Problem> {
                let parse: fn(&str) -> Result<String, $crate::values::Problem> = $parse;
                parse(text).map(Self)
            }

            /// As [`Self::parse`], with an absent or blank text as `None`.
            ///
            /// # Errors
            /// As [`Self::parse`].
            pub fn parse_optional(text: Option<&str>) -> Result<Option<Self>, $crate::values::Problem> {
                match text {
                    Some(text) if !text.trim().is_empty() => Self::parse(text).map(Some),
                    _ => Ok(None),
                }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).map_err(|problem| problem.code.to_string())
            }
        }
    };
}
pub(crate) use text_value;

/// Whether a character turns the direction in which what follows is shown (Unicode TR 9, explicit formatting), so
/// that a name would be read otherwise than it is.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A trimmed text without line breaks, of `min` to `max` characters.
fn line(text: &str, min: usize, max: usize) -> Result<String, Problem> {
    // No-break spaces are kept: French typography wants them before « : » and « ; ».
    let text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim().to_owned();
    if text.chars().any(char::is_control) {
        return Err(Problem::new(ProblemCode::ForbiddenCharacter));
    }
    sized(text, min, max)
}

/// A trimmed text that may run over several lines, of `min` to `max` characters.
fn prose(text: &str, min: usize, max: usize) -> Result<String, Problem> {
    let text = text.trim().replace("\r\n", "\n");
    if text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        return Err(Problem::new(ProblemCode::ForbiddenCharacter));
    }
    sized(text, min, max)
}

fn sized(text: String, min: usize, max: usize) -> Result<String, Problem> {
    let length = text.chars().count();
    if length == 0 && min > 0 {
        return Err(Problem::new(ProblemCode::Required));
    }
    if length < min {
        return Err(Problem::new(ProblemCode::TooShort)
            .with("min", min)
            .with("length", length));
    }
    if length > max {
        return Err(Problem::new(ProblemCode::TooLong)
            .with("max", max)
            .with("length", length));
    }
    Ok(text)
}

text_value! {
    /// The title of content, 3 to 120 characters.
    Title(|text| line(text, 3, 120))
}
text_value! {
    /// The name of an organisation, a hub or a person, 2 to 160 characters.
    Name(|text| line(text, 2, 160))
}
text_value! {
    /// One or two sentences for lists, up to 280 characters.
    Summary(|text| line(text, 1, 280))
}
text_value! {
    /// A short label, 1 to 120 characters.
    Label(|text| line(text, 1, 120))
}
text_value! {
    /// What a picture shows, for who does not see it, 1 to 250 characters.
    AltText(|text| line(text, 1, 250))
}
text_value! {
    /// A long text in Markdown, up to 20,000 characters.
    Markdown(|text| prose(text, 1, 20_000))
}
text_value! {
    /// Why somebody decided so, 3 to 2,000 characters.
    Reason(|text| prose(text, 3, 2_000))
}
text_value! {
    /// An e-mail address (RFC 5321: local part up to 64 octets, 254 in all). The domain is kept in
    /// lower case; the key under which accounts are unique is [`EmailAddress::key`].
    EmailAddress(email)
}
text_value! {
    /// A web address with the scheme `http` or `https`.
    Url(url)
}
text_value! {
    /// The readable part of an address: lower-case letters, digits and single hyphens, 2 to 60.
    Slug(slug)
}
text_value! {
    /// A telephone number as people write it: 6 to 20 digits, spaces, dots, dashes, a leading plus.
    Phone(phone)
}

impl EmailAddress {
    /// What two spellings of one mailbox share: the address in lower case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

fn email(text: &str) -> Result<String, Problem> {
    let text = line(text, 1, 254)?;
    let malformed = || Problem::new(ProblemCode::Malformed).with("expected", "nom@domaine.fr");
    let (local, domain) = text.rsplit_once('@').ok_or_else(malformed)?;
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local
            .chars()
            .all(|c| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c));
    let labels: Vec<&str> = domain.split('.').collect();
    let domain_ok = labels.len() >= 2
        && labels.iter().all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    if text.len() > 254 || !local_ok || !domain_ok {
        return Err(malformed());
    }
    Ok(format!("{local}@{}", domain.to_lowercase()))
}

fn url(text: &str) -> Result<String, Problem> {
    let text = line(text, 1, 500)?;
    let malformed = || Problem::new(ProblemCode::Malformed).with("expected", "https://…");
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .ok_or_else(malformed)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty()
        || !host.contains('.')
        || text.contains([' ', '"', '<', '>', '\\'])
        || host.contains('@')
    {
        return Err(malformed());
    }
    Ok(text)
}

fn slug(text: &str) -> Result<String, Problem> {
    let text = line(text, 2, 60)?;
    let well_formed = text
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--");
    if well_formed {
        Ok(text)
    } else {
        Err(Problem::new(ProblemCode::Malformed).with("expected", "a-z, 0-9, -"))
    }
}

fn phone(text: &str) -> Result<String, Problem> {
    let text = line(text, 1, 30)?;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let well_formed = text
        .char_indices()
        .all(|(at, c)| c.is_ascii_digit() || " .-()".contains(c) || (c == '+' && at == 0));
    if well_formed && (6..=20).contains(&digits) {
        Ok(text)
    } else {
        Err(Problem::new(ProblemCode::Malformed).with("expected", "+33 4 67 00 00 00"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refusals::Fact;

    #[test]
    fn a_title_is_trimmed_and_its_inner_spaces_are_single() {
        assert_eq!(
            Title::parse("  Réemploi   du verre \n").map(String::from),
            Ok("Réemploi du verre".into())
        );
    }

    #[test]
    fn a_title_that_is_too_long_says_how_long_it_may_be() {
        let problem = Title::parse(&"x".repeat(121)).expect_err("too long");
        assert_eq!(problem.code, ProblemCode::TooLong);
        assert_eq!(problem.facts[0], Fact::new("max", 120));
    }

    #[test]
    fn control_characters_have_no_place_in_texts() {
        assert_eq!(
            Markdown::parse("a\u{0}b").expect_err("nul").code,
            ProblemCode::ForbiddenCharacter
        );
        assert_eq!(
            Markdown::parse("a\r\nb").map(String::from),
            Ok("a\nb".into())
        );
    }

    #[test]
    fn e_mail_addresses_are_checked_and_their_key_ignores_case() {
        for good in ["a@b.fr", "Jeanne.Dupont+x@Exemple.Test", "é@exemple.fr"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.fr",
            "a b@c.fr",
            "a@-b.fr",
            ".a@b.fr",
            "a..b@c.fr",
            "a@b..fr",
        ] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad}");
        }
        let email = EmailAddress::parse("Jeanne@Exemple.TEST").expect("an address");
        assert_eq!(email.as_str(), "Jeanne@exemple.test");
        assert_eq!(email.key(), "jeanne@exemple.test");
    }
}
