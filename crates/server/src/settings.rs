//! Configuration: flags, then `MAILLAGE_…` variables, then the TOML file, then defaults.
//!
//! A new key is one entry of [`settings!`] and one line of [`Settings::resolve`]. Its type reads
//! the value from text, so that a wrong one is refused with the key's name wherever it came from.

pub(crate) mod faults;
mod places;
mod values;

use std::{
    fs,
    net::SocketAddr,
    num::NonZero,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, anyhow, ensure};
use lettre::message::Mailbox;
use maillage_api as api;
use maillage_persistence as persistence;

use crate::http;

pub use self::{
    places::{Bucket, FilePlace},
    values::{
        DatabaseUrl, Endpoint, Files, LogFilter, LogFormat, MailTransport, Networks, PublicUrl,
        Secret, Sender,
    },
};

/// Declares the keys: what each is for, its type, its variable, and how its value is shown in the
/// help.
macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $key:ident: $type:ty, $variable:literal, $value:literal;)+) => {
        /// What was given, by flags and variables or by the file; every key may be absent.
        #[derive(Clone, Default, clap::Args, serde::Deserialize)]
        #[expect(clippy::doc_markdown, reason = "the comments are the help that people read")]
        #[serde(deny_unknown_fields, default)]
        pub struct Given {$(
            $(#[doc = $doc])+
            #[arg(
                long,
                env = $variable,
                value_name = $value,
                hide_env_values = true,
                global = true,
                help_heading = "Configuration"
            )]
            pub $key: Option<$type>,
        )+}

        impl Given {
            /// What is not given here is taken from `other`.
            fn or(self, other: Self) -> Self {
                Self { $($key: self.$key.or(other.$key),)+ }
            }
        }
    };
}

settings! {
    /// Folder of the platform's own files: database, keys, mails [default: data]
    data_dir: PathBuf, "MAILLAGE_DATA_DIR", "FOLDER";
    /// Address to listen on [default: 127.0.0.1:8080]
    listen: SocketAddr, "MAILLAGE_LISTEN", "ADDRESS";
    /// Address under which people reach the platform, for links in mails [default: http://LISTEN]
    public_url: PublicUrl, "MAILLAGE_PUBLIC_URL", "URL";
    /// Database: postgres://… or sqlite:///path [default: a SQLite file in the data folder]
    database_url: DatabaseUrl, "MAILLAGE_DATABASE_URL", "URL";
    /// Most connections to the database at once [default: 16 on PostgreSQL, 3 readers on SQLite]
    connections: NonZero<u32>, "MAILLAGE_CONNECTIONS", "NUMBER";
    /// Bring the database up to date when the server starts [default: true]
    migrate_at_start: bool, "MAILLAGE_MIGRATE_AT_START", "true|false";
    /// Where mails go: `folder` (files in the data folder), or smtp://USER:PASSWORD@HOST:587 [default: folder]
    mail: MailTransport, "MAILLAGE_MAIL", "TRANSPORT";
    /// Sender of mails [default: Maillage <no-reply@HOST OF PUBLIC_URL>]
    mail_from: Sender, "MAILLAGE_MAIL_FROM", "ADDRESS";
    /// Where photos are kept: `folder` (in the data folder), or s3://BUCKET/PREFIX [default: folder]
    files: Files, "MAILLAGE_FILES", "PLACE";
    /// Address of the server that speaks S3 [default: that of AWS in the region]
    s3_endpoint: Endpoint, "MAILLAGE_S3_ENDPOINT", "URL";
    /// Region of the bucket [default: us-east-1]
    s3_region: String, "MAILLAGE_S3_REGION", "REGION";
    /// Access key for the bucket
    s3_access_key: String, "MAILLAGE_S3_ACCESS_KEY", "KEY";
    /// Secret key for the bucket
    s3_secret_key: Secret, "MAILLAGE_S3_SECRET_KEY", "KEY";
    /// File of the secret key for the bucket, instead of the key itself
    s3_secret_key_file: PathBuf, "MAILLAGE_S3_SECRET_KEY_FILE", "FILE";
    /// File of the key that signs access tokens, Ed25519 in PKCS #8 PEM [default: made at first start in the data folder]
    signing_key_file: PathBuf, "MAILLAGE_SIGNING_KEY_FILE", "FILE";
    /// File of the key that seals links in mails, 32 bytes in hexadecimal [default: made at first start in the data folder]
    sealing_key_file: PathBuf, "MAILLAGE_SEALING_KEY_FILE", "FILE";
    /// Passwords hashed at once, each on a core of its own, which it leaves to everything else [default: all cores but one]
    hashing_slots: NonZero<usize>, "MAILLAGE_HASHING_SLOTS", "NUMBER";
    /// Let clients ask the API for its schema [default: true]
    introspection: bool, "MAILLAGE_INTROSPECTION", "true|false";
    /// Proxies whose X-Forwarded-For is believed: addresses and networks, with commas between them [default: none]
    trusted_proxies: Networks, "MAILLAGE_TRUSTED_PROXIES", "NETWORKS";
    /// Connections of clients at once; further ones are turned away with 503 [default: 1000]
    client_connections: NonZero<usize>, "MAILLAGE_CLIENT_CONNECTIONS", "NUMBER";
    /// Requests under way at once; further ones are turned away with 503 [default: 200]
    requests_at_once: NonZero<usize>, "MAILLAGE_REQUESTS_AT_ONCE", "NUMBER";
    /// Longest that an operation of the API may run [default: 10]
    operation_seconds: NonZero<u32>, "MAILLAGE_OPERATION_SECONDS", "SECONDS";
    /// Longest wait for a free connection to the database, then 503 [default: 5]
    database_patience_seconds: NonZero<u32>, "MAILLAGE_DATABASE_PATIENCE_SECONDS", "SECONDS";
    /// Most that one operation may cost: fields that its answer can have [default: 30000]
    operation_cost: NonZero<u64>, "MAILLAGE_OPERATION_COST", "NUMBER";
    /// What a client may spend on operations at once, at least the most of one [default: 100000]
    allowance: NonZero<u64>, "MAILLAGE_ALLOWANCE", "NUMBER";
    /// What comes back to a client each second [default: 2000]
    allowance_per_second: NonZero<u64>, "MAILLAGE_ALLOWANCE_PER_SECOND", "NUMBER";
    /// How log lines are written: text or json [default: text]
    log_format: LogFormat, "MAILLAGE_LOG_FORMAT", "FORMAT";
    /// Which lines are logged, such as `info` or `warn,maillage=debug` [default: info]
    log: LogFilter, "MAILLAGE_LOG", "FILTER";
}

/// The configuration of an instance, complete and valid.
#[derive(Clone)]
pub struct Settings {
    /// Folder of the platform's own files.
    pub data_dir: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where people reach the platform.
    pub public_url: PublicUrl,
    /// How to reach the database.
    pub database: persistence::Settings,
    /// Whether the database is brought up to date at the start.
    pub migrate_at_start: bool,
    /// Where mails go.
    pub mail: MailTransport,
    /// Who sends them.
    pub mail_from: Mailbox,
    /// Where photos are kept.
    pub files: FilePlace,
    /// File of the signing key.
    pub signing_key: KeyFile,
    /// File of the sealing key.
    pub sealing_key: KeyFile,
    /// How many passwords are hashed at once.
    pub hashing_slots: usize,
    /// Whether clients may ask for the schema.
    pub introspection: bool,
    /// What clients of the API may ask for.
    pub limits: api::Limits,
    /// What the HTTP side takes upon itself at once.
    pub http: http::Limits,
}

/// Where a key is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyFile {
    /// Given by the configuration: it must be there.
    Given(PathBuf),
    /// In the data folder: made when it is not there.
    Own(PathBuf),
}

/// How much longer than an operation its last statement may take.
const STATEMENT: Duration = Duration::from_secs(5);

/// Names of the keys in their folder.
const SIGNING_KEY: &str = "signing.pem";
const SEALING_KEY: &str = "sealing.hex";

impl KeyFile {
    fn new(given: Option<PathBuf>, own: PathBuf) -> Self {
        given.map_or(Self::Own(own), Self::Given)
    }

    fn or_own(self, own: PathBuf) -> Self {
        match self {
            Self::Given(path) => Self::Given(path),
            Self::Own(_) => Self::Own(own),
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        match self {
            Self::Given(path) | Self::Own(path) => path,
        }
    }
}

/// What is given once flags and variables (`given`) and the file are put together.
///
/// # Errors
/// The file cannot be read, has a key that does not exist, or a value that is none: the error
/// names the file, the line and the key.
pub fn gather(given: Given, file: Option<&Path>) -> anyhow::Result<Given> {
    let Some(path) = file else { return Ok(given) };
    let text = fs::read_to_string(path).with_context(|| {
        format!(
            "config: {} cannot be read; correct --config or MAILLAGE_CONFIG",
            path.display()
        )
    })?;
    let file: Given = toml::from_str(&text).map_err(|error| {
        let fault = faults::of_file(&text, &error);
        anyhow!("config: {}: {fault}", path.display())
    })?;
    Ok(given.or(file))
}

impl Settings {
    /// Completes what is given with the defaults.
    ///
    /// # Errors
    /// When no sender of mails can be made of the public address.
    pub fn resolve(given: Given) -> anyhow::Result<Self> {
        let data_dir = given.data_dir.clone();
        let data_dir = data_dir.unwrap_or_else(|| PathBuf::from("data"));
        let files = FilePlace::of(&given, &data_dir)?;
        let listen = given
            .listen
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let public_url = given.public_url.unwrap_or_else(|| PublicUrl::of(listen));
        let mut database = match given.database_url {
            Some(url) => persistence::Settings::new(url.as_str()),
            None => persistence::Settings::sqlite_file(&data_dir.join("maillage.db")),
        };
        if let Some(connections) = given.connections {
            database.connections = connections.get();
        }
        if let Some(seconds) = given.database_patience_seconds {
            database.patience = Duration::from_secs(seconds.get().into());
        }
        let mut limits = api::Limits::default();
        if let Some(seconds) = given.operation_seconds {
            limits.time = Duration::from_secs(seconds.get().into());
        }
        // An operation that is over has nobody who waits for its statement.
        database.statement_time = limits.time + STATEMENT;
        if let Some(cost) = given.operation_cost {
            limits.document.cost = cost.get();
        }
        let allowance = &mut limits.allowance;
        allowance.most = given.allowance.map_or(allowance.most, NonZero::get);
        allowance.per_second = given
            .allowance_per_second
            .map_or(allowance.per_second, NonZero::get);
        ensure!(
            limits.allowance.most >= limits.document.cost,
            "allowance: {} is less than one operation may cost; give at least {}, or a lower operation_cost",
            limits.allowance.most,
            limits.document.cost
        );
        let mut http = http::Limits::default();
        http.connections = given
            .client_connections
            .map_or(http.connections, NonZero::get);
        http.requests = given.requests_at_once.map_or(http.requests, NonZero::get);
        if let Some(Networks(networks)) = given.trusted_proxies {
            http.trusted_proxies = networks;
        }
        let mail_from = match given.mail_from {
            Some(Sender(mailbox)) => mailbox,
            None => format!("Maillage <no-reply@{}>", public_url.host())
                .parse()
                .map_err(|_| anyhow!("mail_from: no address can be made of public_url; give one, such as no-reply@example.org"))?,
        };
        let keys = data_dir.join("keys");
        Ok(Self {
            signing_key: KeyFile::new(given.signing_key_file, keys.join(SIGNING_KEY)),
            sealing_key: KeyFile::new(given.sealing_key_file, keys.join(SEALING_KEY)),
            data_dir,
            listen,
            public_url,
            files,
            database,
            migrate_at_start: given.migrate_at_start.unwrap_or(true),
            mail: given.mail.unwrap_or(MailTransport::Folder),
            mail_from,
            hashing_slots: given
                .hashing_slots
                .map_or_else(all_cores_but_one, NonZero::get),
            introspection: given.introspection.unwrap_or(true),
            limits,
            http,
        })
    }

    /// The same configuration with everything of its own in a folder inside the data folder.
    #[must_use]
    pub fn inside(self, folder: &str) -> Self {
        let data_dir = self.data_dir.join(folder);
        let keys = data_dir.join("keys");
        Self {
            signing_key: self.signing_key.or_own(keys.join(SIGNING_KEY)),
            sealing_key: self.sealing_key.or_own(keys.join(SEALING_KEY)),
            files: FilePlace::in_folder(&data_dir),
            data_dir,
            ..self
        }
    }

    /// Whether instances on other machines could not read what this one signs and seals: they
    /// share its database, and a key is in its own folder.
    pub fn keeps_keys_to_itself(&self) -> bool {
        let own = |key: &KeyFile| matches!(key, KeyFile::Own(_));
        self.database.is_postgres() && (own(&self.signing_key) || own(&self.sealing_key))
    }

    /// The folder of mails written instead of sent.
    pub fn mail_folder(&self) -> PathBuf {
        self.data_dir.join("mail")
    }
}

fn all_cores_but_one() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| (cores.get() - 1).max(1))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{Given, Settings, gather};

    fn read(toml: &str) -> anyhow::Result<Given> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(toml.as_bytes()).unwrap();
        gather(Given::default(), Some(file.path()))
    }

    #[test]
    fn nothing_needs_to_be_given() {
        let settings = Settings::resolve(Given::default()).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.public_url.as_str(), "http://127.0.0.1:8080");
        assert!(
            settings
                .database
                .url
                .starts_with("sqlite://data/maillage.db")
        );
        assert!(settings.migrate_at_start);
    }

    #[test]
    fn flags_come_before_the_file() {
        let file = read("listen = \"127.0.0.1:9000\"\nintrospection = false\n").unwrap();
        let flags = Given {
            listen: Some("127.0.0.1:9001".parse().unwrap()),
            ..Given::default()
        };
        let settings = Settings::resolve(flags.or(file)).unwrap();
        assert_eq!(settings.listen.port(), 9001);
        assert!(!settings.introspection);
    }

    #[test]
    fn a_key_that_does_not_exist_is_named_with_its_line() {
        let error = read("data_dir = \"x\"\nlisten_on = \"127.0.0.1:9000\"\n")
            .map(|_| ())
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("listen_on") && error.contains("line 2"),
            "{error}"
        );
    }

    #[test]
    fn a_wrong_value_names_its_key_and_the_mend() {
        for (toml, key, mend) in [
            (
                "public_url = \"maillage.example\"",
                "public_url",
                "https://",
            ),
            (
                "database_url = \"mysql://x\"",
                "database_url",
                "postgres://",
            ),
            ("mail = \"sendmail\"", "mail", "smtp://"),
            (
                "mail_from = \"nobody\"",
                "mail_from",
                "no-reply@example.org",
            ),
            ("log_format = \"xml\"", "log_format", "json"),
            ("log = \"=\"", "log", "info"),
            ("allowance = 10", "allowance", "operation_cost"),
            (
                "trusted_proxies = \"proxy\"",
                "trusted_proxies",
                "10.0.0.0/8",
            ),
            ("listen = \"8080\"", "listen", "socket address"),
        ] {
            let settings = read(toml).and_then(Settings::resolve);
            let error = settings.map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(key) && error.contains(mend), "{error}");
        }
    }
}
