//! Tests talk to the platform as its clients do: over HTTP, through the real router, on a database
//! of their own. Around it time, mail and randomness belong to the test.
//!
//! ```no_run
//! #[tokio::test]
//! async fn a_member_posts_a_project() {
//!     let hub = TestHub::start().await;
//!     let jeanne = hub.person("Jeanne Peyrebelle").await;
//!
//!     let data = jeanne.gql("{ me { name } }", json!({})).await; // fails on any error
//!     assert_eq!(data["me"]["name"], "Jeanne Peyrebelle");
//!
//!     let answer = hub.visitor().ask("{ me { name } }", json!({})).await; // errors are part of it
//!     assert!(answer.data()["me"].is_null());
//!     jeanne.ask(SUBMIT, json!({ "id": id })).await.expect_error("FORBIDDEN"); // top level or payload
//!
//!     hub.clock().advance(TimeDelta::days(1)); // clients sign in again by themselves
//!     hub.run_jobs().await; // mails go out now, and only now
//!     assert_eq!(hub.mails_to(jeanne.email()).len(), 1);
//! }
//! ```
//!
//! Also: [`TestHub::platform`] for use cases called directly, [`TestHub::operator`],
//! [`TestHub::statements_of`] for counting SQL, [`TestHub::another_instance`] on the same database,
//! [`TestHub::restart`], [`Client::http`] and [`Client::on`], [`Socket`] and [`Stream`] for what goes on. Dropping the hub asserts that no job
//! is left that was due.
//!
//! The database is SQLite, or a PostgreSQL server where `MAILLAGE_TEST_DATABASE` names one.

mod album;
mod authenticator;
mod client;
mod clock;
mod database;
mod entropy;
mod instance;
mod mail;
mod paper;
mod scene;
mod socket;
mod stream;

use std::{pin::Pin, sync::Arc, time::Duration};

use maillage_domain::{
    policy::Actor,
    values::{EmailAddress, Language, fold},
};
use maillage_server::http;
use maillage_usecases::{
    Platform,
    accounts::{self, RegistrationDraft},
    jobs,
    mail::Mail,
    secrets::Secrets,
};

pub(crate) use self::{
    album::Album,
    authenticator::Authenticator,
    client::{Answer, Client},
    clock::TestClock,
    database::{Database, server},
    instance::Instance,
    mail::HeldMail,
    paper::read_by_others,
    scene::{Body, Pole},
    socket::Socket,
    stream::{Event, Stream},
};
use self::{entropy::SeededEntropy, mail::Outbox};

/// The password of every person that a test makes.
pub(crate) const PASSWORD: &str = "une phrase de passe longue";

/// What instances on one database have in common.
#[derive(Clone)]
struct World {
    clock: Arc<TestClock>,
    outbox: Arc<Outbox>,
    secrets: Secrets,
    signing_key: String,
    entropy: Arc<SeededEntropy>,
    limits: Limits,
    files: Arc<Album>,
}

/// What instances allow; a test that is about limits makes them small.
#[derive(Clone)]
pub(crate) struct Limits {
    /// Of the API.
    pub(crate) api: maillage_api::Limits,
    /// Of the HTTP side.
    pub(crate) http: http::Limits,
    /// Longest wait for a connection to the database.
    pub(crate) patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let mut api = maillage_api::Limits::default();
        // The clock stands still, so nothing that is spent comes back.
        api.allowance.most = u64::MAX >> 20;
        Self {
            api,
            http: http::Limits::default(),
            patience: Duration::from_secs(5),
        }
    }
}

/// A platform that belongs to one test.
pub(crate) struct TestHub {
    instance: Instance,
    world: World,
    database: Database,
}

impl TestHub {
    /// Starts a platform on an empty database.
    pub(crate) async fn start() -> Self {
        Self::start_within(Limits::default()).await
    }

    /// Starts a platform that allows no more than this.
    pub(crate) async fn start_within(limits: Limits) -> Self {
        let entropy = Arc::new(SeededEntropy::default());
        let (signing, sealing) = Secrets::generate(&*entropy).unwrap();
        let world = World {
            clock: Arc::default(),
            outbox: Arc::default(),
            secrets: Secrets::new(&signing, &*sealing).unwrap(),
            signing_key: signing.to_string(),
            entropy,
            limits,
            files: Arc::new(Album::new()),
        };
        let database = Database::create().await;
        let instance = Instance::start(&database, &world).await;
        Self {
            instance,
            world,
            database,
        }
    }

    /// The platform, for use cases called without a protocol.
    pub(crate) fn platform(&self) -> &Platform {
        self.instance.platform()
    }

    /// Whoever runs the installation.
    #[expect(clippy::unused_self, reason = "reads like the other people of the hub")]
    pub(crate) fn operator(&self) -> Actor {
        Actor::Operator
    }

    /// The time, which moves only when told to.
    pub(crate) fn clock(&self) -> &TestClock {
        &self.world.clock
    }

    /// The key that signs access tokens at first, for who forges some.
    pub(crate) fn signing_key(&self) -> &str {
        &self.world.signing_key
    }

    /// A client that is not signed in.
    pub(crate) fn visitor(&self) -> Client {
        Client::visitor(&self.instance, &self.world)
    }

    /// A person with a confirmed address made of the name, such as `jeanne.peyrebelle@example.test`,
    /// signed in.
    pub(crate) async fn person(&self, name: &str) -> Client {
        let draft = RegistrationDraft {
            email: format!("{}@example.test", fold(name).replace(' ', ".")),
            name: name.to_owned(),
            password: PASSWORD.to_owned(),
            language: Language::French,
        };
        let idle = self.jobs_waiting().await == 0;
        let person = accounts::admin::create_person(self.platform(), &Actor::Operator, &draft)
            .await
            .unwrap();
        if idle {
            // The account's own jobs are none of the test's business.
            self.run_jobs().await;
        }
        Client::sign_in(&self.instance, &self.world, &person).await
    }

    /// Somebody who opened an account by themselves with [`PASSWORD`], signed in.
    pub(crate) async fn known(&self, email: &str) -> Client {
        let email = EmailAddress::parse(email).unwrap();
        let found =
            maillage_persistence::accounts::find_by_email(self.platform().db(), &email).await;
        Client::sign_in(
            &self.instance,
            &self.world,
            &found.unwrap().expect("an account"),
        )
        .await
    }

    /// Does every job that is due, also those that these bring about.
    pub(crate) async fn run_jobs(&self) {
        while jobs::run_next(self.platform()).await.unwrap() {}
    }

    /// How many jobs wait, those put off included.
    pub(crate) async fn jobs_waiting(&self) -> u64 {
        jobs::counts(self.platform()).await.unwrap().0
    }

    /// How many jobs should have been done by now.
    pub(crate) async fn jobs_left(&self) -> u64 {
        let platform = self.platform();
        let left = maillage_persistence::jobs::left(platform.db(), platform.now());
        left.await.unwrap()
    }

    /// Mails sent so far, the oldest first.
    pub(crate) fn mails(&self) -> Vec<Mail> {
        self.world.outbox.mails()
    }

    /// Mails sent to one address so far, the oldest first.
    pub(crate) fn mails_to(&self, email: &str) -> Vec<Mail> {
        self.mails()
            .into_iter()
            .filter(|mail| mail.to.as_str() == email)
            .collect()
    }

    /// The next mail waits until it is let go; those after it do not.
    pub(crate) fn hold_next_mail(&self) -> HeldMail {
        self.world.outbox.hold_next()
    }

    /// Where files are kept, for another platform.
    pub(crate) fn files(&self) -> Arc<Album> {
        Arc::clone(&self.world.files)
    }

    /// Where files are kept.
    pub(crate) fn album(&self) -> &Album {
        &self.world.files
    }

    /// From now on mails cannot be sent, or can again.
    pub(crate) fn break_mail(&self, broken: bool) {
        self.world.outbox.break_down(broken);
    }

    /// SQL statements sent since the start.
    pub(crate) fn statements(&self) -> u64 {
        self.platform().db().statements()
    }

    /// How many SQL statements something takes, beside its outcome.
    pub(crate) async fn statements_of<T>(&self, something: impl Future<Output = T>) -> (T, u64) {
        let before = self.statements();
        let outcome = something.await;
        (outcome, self.statements() - before)
    }

    /// The address of the database.
    pub(crate) fn database_url(&self) -> String {
        self.database.settings().url
    }

    /// A second instance on the same database, with connections of its own.
    pub(crate) async fn another_instance(&self) -> Instance {
        Instance::start(&self.database, &self.world).await
    }

    /// Stops the platform and starts it again on the same database. Clients made before know the
    /// old address: take [`Client::on`] with [`TestHub::instance`].
    pub(crate) async fn restart(&mut self) {
        let next = Instance::start(&self.database, &self.world).await;
        std::mem::replace(&mut self.instance, next).stop().await;
    }

    /// The database behind it, for what no client sees.
    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    /// The instance behind the hub.
    pub(crate) fn instance(&self) -> &Instance {
        &self.instance
    }
}

impl Drop for TestHub {
    fn drop(&mut self) {
        let left = self.database.close(self.platform().now());
        if !std::thread::panicking() {
            assert_eq!(
                left,
                (0, 0),
                "jobs are left (waiting, put aside): call hub.run_jobs() at the end of the test"
            );
        }
    }
}

/// A future as the harness stores it.
type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
