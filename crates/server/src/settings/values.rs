//! The values of keys, read from text.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

use ipnet::IpNet;
use lettre::message::Mailbox;
use maillage_persistence as persistence;
use tracing_subscriber::filter::{LevelFilter, Targets};

/// Lets a type that reads itself from text be read from the TOML file with the same errors.
macro_rules! from_text {
    ($($name:ident)+) => {$(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}
from_text!(DatabaseUrl Endpoint Files LogFilter LogFormat MailTransport Networks PublicUrl Secret Sender);

/// Address of a database. Not printed: it may hold a password.
#[derive(Clone)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DatabaseUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if persistence::Settings::understands(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(
                "not the address of a database this program knows: write postgres://USER:PASSWORD@HOST/NAME or sqlite:///path/file.db",
            )
        }
    }
}

/// Address under which people reach the platform, without a trailing slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// The address of a server that people reach without a proxy; one that listens everywhere is
    /// reached at least on its own machine.
    pub(super) fn of(listen: SocketAddr) -> Self {
        if listen.ip().is_unspecified() {
            Self(format!("http://localhost:{}", listen.port()))
        } else {
            Self(format!("http://{listen}"))
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its host, for addresses of mail; an address of the network in brackets (RFC 5321).
    pub fn host(&self) -> String {
        let uri = self.0.parse::<http::Uri>().unwrap_or_default();
        let host = uri.host().unwrap_or("localhost");
        match host.trim_matches(['[', ']']).parse::<std::net::IpAddr>() {
            Ok(address) if address.is_loopback() || address.is_unspecified() => {
                "localhost".to_owned()
            }
            Ok(std::net::IpAddr::V4(address)) => format!("[{address}]"),
            Ok(std::net::IpAddr::V6(address)) => format!("[IPv6:{address}]"),
            Err(_) => host.to_owned(),
        }
    }
}

impl FromStr for PublicUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        complete(text).map(Self).ok_or(
            "not a complete address: write it as people type it, such as https://maillage.example.org",
        )
    }
}

/// An address of the web without a trailing slash, where it is a complete one.
fn complete(text: &str) -> Option<String> {
    let uri = text.parse::<http::Uri>().ok()?;
    let complete = uri.host().is_some_and(|host| !host.is_empty())
        && matches!(uri.scheme_str(), Some("http" | "https"))
        && uri.query().is_none()
        && !text.contains('#');
    complete.then(|| text.trim_end_matches('/').to_owned())
}

/// Where files are kept that people upload, as far as one word says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Files {
    /// In the data folder.
    Folder,
    /// In a bucket, under a prefix that may be empty.
    Bucket {
        /// The bucket.
        name: String,
        /// What the name of each file begins with.
        prefix: String,
    },
}

impl FromStr for Files {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "not a place for files: write folder, or s3://BUCKET/PREFIX";
        if text == "folder" {
            return Ok(Self::Folder);
        }
        let place = text.strip_prefix("s3://").ok_or(WRONG)?;
        let (name, prefix) = place.split_once('/').unwrap_or((place, ""));
        let prefix = prefix.trim_end_matches('/');
        // Those of S3 (bucket naming rules), and of prefixes what nobody has to encode.
        let in_bucket = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let in_bucket = |byte: u8| in_bucket(byte) || b"-.".contains(&byte);
        let in_prefix = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        let is_part = |part: &str| {
            !part.is_empty() && part != "." && part != ".." && part.bytes().all(in_prefix)
        };
        let named = (3..=63).contains(&name.len()) && name.bytes().all(in_bucket);
        if named && (prefix.is_empty() || prefix.split('/').all(is_part)) {
            Ok(Self::Bucket {
                name: name.to_owned(),
                prefix: prefix.to_owned(),
            })
        } else {
            Err(WRONG)
        }
    }
}

/// Address of a server that speaks S3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint(pub String);

impl FromStr for Endpoint {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "not the address of a server: write it as https://s3.example.org";
        complete(text).map(Self).ok_or(wrong)
    }
}

/// A word that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The word.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl FromStr for Secret {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.trim();
        if !word.is_empty() && word.chars().all(|letter| letter.is_ascii_graphic()) {
            Ok(Self(word.to_owned()))
        } else {
            Err("not a secret key: write its letters and signs without spaces")
        }
    }
}

/// Where mails go.
#[derive(Clone, PartialEq, Eq)]
pub enum MailTransport {
    /// Into files of the data folder.
    Folder,
    /// To an SMTP server, at this address. Not printed: it may hold a password.
    Smtp(String),
}

impl FromStr for MailTransport {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "folder" {
            Ok(Self::Folder)
        } else if text.starts_with("smtp://") || text.starts_with("smtps://") {
            Ok(Self::Smtp(encrypted(text)))
        } else {
            Err(
                "not a way for mails: write folder, smtp://USER:PASSWORD@HOST:587 (STARTTLS) or smtps://USER:PASSWORD@HOST:465",
            )
        }
    }
}

/// `smtp://` alone would send the password in the clear: encryption is required unless the address
/// says otherwise, or says nothing secret.
fn encrypted(url: &str) -> String {
    if url.starts_with("smtps://") || url.contains("tls=") {
        return url.to_owned();
    }
    let separator = if url.contains('?') { '&' } else { '?' };
    let level = if url.contains('@') {
        "required"
    } else {
        "opportunistic"
    };
    format!("{url}{separator}tls={level}")
}

/// The sender of mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender(pub Mailbox);

impl FromStr for Sender {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong =
            "not an address of mail: write no-reply@example.org or Maillage <no-reply@example.org>";
        text.parse().map(Self).map_err(|_| wrong)
    }
}

/// Networks, or single addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Networks(pub Vec<IpNet>);

impl FromStr for Networks {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let network = |text: &str| {
            let address = || text.parse::<IpAddr>().map(IpNet::from);
            text.parse()
                .or_else(|_| address())
                .map_err(|_| "not addresses or networks: write 127.0.0.1 or 10.0.0.0/8,fd00::/8")
        };
        let parts = text.split(',').map(str::trim);
        parts.map(network).collect::<Result<_, _>>().map(Self)
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For a person at a terminal.
    Text,
    /// One JSON object a line.
    Json,
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("not a format of the log: write text or json"),
        }
    }
}

/// Which lines are logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFilter(String);

impl LogFilter {
    /// The filter itself.
    pub fn filter(&self) -> Targets {
        // It was read once, when it was given.
        self.0.parse().unwrap_or_default()
    }
}

impl Default for LogFilter {
    fn default() -> Self {
        Self("info,sea_orm_migration=warn".to_owned())
    }
}

impl fmt::Display for LogFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for LogFilter {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // A word alone would be taken for the name of a module: a level misspelt turns the log off.
        let is_level = |level: &str| !level.is_empty() && level.parse::<LevelFilter>().is_ok();
        let understood = text
            .split(',')
            .all(|directive| match directive.split_once('=') {
                Some((module, level)) => !module.is_empty() && is_level(level),
                None => is_level(directive),
            });
        match text.parse::<Targets>() {
            Ok(_) if understood => Ok(Self(text.to_owned())),
            _ => Err("not a filter of the log: write info, debug, or warn,maillage=debug"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Files, MailTransport, PublicUrl};

    #[test]
    fn a_bucket_has_a_name_and_perhaps_a_prefix() {
        let bucket = |name: &str, prefix: &str| {
            Ok(Files::Bucket {
                name: name.to_owned(),
                prefix: prefix.to_owned(),
            })
        };
        assert_eq!("s3://maillage".parse(), bucket("maillage", ""));
        assert_eq!("s3://maillage/a/b/".parse(), bucket("maillage", "a/b"));
        for text in [
            "s3://",
            "s3://A B",
            "s3://maillage/../x",
            "s3://maillage//x",
            "/srv",
        ] {
            assert!(text.parse::<Files>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_password_is_never_sent_in_the_clear_unless_asked_for() {
        let smtp = |url: &str| match url.parse().unwrap() {
            MailTransport::Smtp(url) => url,
            MailTransport::Folder => panic!("{url}"),
        };
        assert_eq!(
            smtp("smtp://u:p@mail.test:587"),
            "smtp://u:p@mail.test:587?tls=required"
        );
        assert_eq!(
            smtp("smtp://127.0.0.1:25"),
            "smtp://127.0.0.1:25?tls=opportunistic"
        );
        assert_eq!(smtp("smtps://u:p@mail.test"), "smtps://u:p@mail.test");
    }

    #[test]
    fn an_address_of_the_network_makes_an_address_of_mail() {
        let host = |url: &str| url.parse::<PublicUrl>().unwrap().host();
        assert_eq!(
            host("https://maillage.example.org/"),
            "maillage.example.org"
        );
        assert_eq!(host("http://127.0.0.1:8080"), "localhost");
        assert_eq!(host("http://192.0.2.1"), "[192.0.2.1]");
        assert_eq!(host("http://[2001:db8::1]:80"), "[IPv6:2001:db8::1]");
    }
}
