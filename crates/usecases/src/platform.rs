//! The platform as use cases hold it: the database, the clock, randomness, secrets and the ways
//! out. One value, cheap to clone.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use chrono::{DateTime, SubsecRound, Utc};
use maillage_domain::{
    Act,
    clock::Clock,
    ids::{Mint, OrganisationId, Uuid},
    policy::Actor,
};
use maillage_persistence::{
    self as persistence, Db, Tx,
    hubs::{self, HubFilter},
};
use tokio::sync::{Notify, OnceCell};

use crate::{
    accounts::Pool,
    error::Error,
    idempotency::Once,
    jobs,
    mail::Mailer,
    news::News,
    partnerships::Cabinet,
    photos::{Album, Darkroom},
    reactions,
    secrets::Secrets,
};

/// Where the platform takes randomness from.
pub trait Entropy: Send + Sync {
    /// Fills the bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// The operating system's source of randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the system for randomness"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            // Without randomness no secret can be made; going on would be worse than stopping.
            tracing::error!(%error, "the system gives no randomness");
            std::process::abort();
        }
    }
}

/// What the installation's configuration says to use cases.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address under which people reach the platform, without a trailing slash.
    pub public_url: String,
    /// How many passwords are hashed at once; more would starve everything else.
    pub hashing_slots: usize,
    /// Memory for hashing one password, in KiB: [`crate::accounts::PASSWORD_MEMORY_KIB`]; less
    /// in tests alone.
    pub password_memory_kib: u32,
}

/// What a platform is made of.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The way out for mails.
    pub mailer: Arc<dyn Mailer>,
    /// Where photos are kept.
    pub photos: Arc<dyn Album>,
    /// Where proof files are kept.
    pub proofs: Arc<dyn Cabinet>,
    /// Keys.
    pub secrets: Secrets,
    /// Configuration.
    pub settings: Settings,
}

/// Whether a commit is under way: whoever wants to break off a use case waits for the end of one,
/// because nobody can tell how a commit that was broken off has ended. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Commits(Arc<AtomicBool>);

impl Commits {
    /// Whether one is.
    pub fn is_under_way(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    fn set(&self, under_way: bool) {
        self.0.store(under_way, Ordering::Release);
    }
}

/// The platform. Clones share everything.
#[derive(Clone)]
pub struct Platform {
    shared: Arc<Shared>,
    rehearsal: bool,
    quiet: bool,
    commits: Commits,
    once: Option<Arc<Once>>,
}

struct Shared {
    parts: Parts,
    hashing: Pool,
    darkroom: Darkroom,
    jobs_added: Notify,
    news: News,
    demo: OnceCell<bool>,
    last_id: AtomicU64,
}

impl Platform {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        let hashing = Pool::new(parts.settings.hashing_slots);
        let shared = Shared {
            parts,
            hashing,
            darkroom: Darkroom::default(),
            jobs_added: Notify::new(),
            news: News::default(),
            demo: OnceCell::new(),
            last_id: AtomicU64::new(0),
        };
        Self {
            shared: Arc::new(shared),
            rehearsal: false,
            quiet: false,
            commits: Commits::default(),
            once: None,
        }
    }

    /// The same platform, writing nothing: everything is validated, authorised and decided, then
    /// rolled back. This is `dryRun`.
    #[must_use]
    pub fn rehearsing(&self, rehearsal: bool) -> Self {
        Self {
            rehearsal: self.rehearsal || rehearsal,
            ..self.clone()
        }
    }

    /// The same platform, writing also in a rehearsal: for what is not the wish of the request.
    #[must_use]
    pub(crate) fn in_earnest(&self) -> Self {
        Self {
            rehearsal: false,
            ..self.clone()
        }
    }

    /// The same platform, writing in earnest and at once, whatever comes of the request: for what has
    /// happened already, such as a try. A request that is done once must not have written before.
    #[must_use]
    pub(crate) fn apart(&self) -> Self {
        Self {
            once: None,
            ..self.in_earnest()
        }
    }

    /// The same platform, telling nobody: facts are recorded and bring no mails about. For loading
    /// what happened long ago, of which a mail would be no news.
    #[must_use]
    pub fn quietly(&self) -> Self {
        Self {
            quiet: true,
            ..self.clone()
        }
    }

    /// The same platform, with commits that can be told from those of others.
    #[must_use]
    pub fn watched(&self, commits: Commits) -> Self {
        Self {
            commits,
            ..self.clone()
        }
    }

    /// The same platform, doing what a request asks for once: all that is written becomes lasting
    /// together with the answer, which [`Once::keep`] keeps.
    #[must_use]
    pub fn once(&self, once: Arc<Once>) -> Self {
        Self {
            once: Some(once),
            ..self.clone()
        }
    }

    /// Notes that the request was done as asked, so that its answer is to be kept.
    pub fn done(&self) {
        if let Some(once) = self.once.as_ref().filter(|_| !self.rehearsal) {
            once.set_done();
        }
    }

    /// Whether nothing is written.
    pub fn is_rehearsal(&self) -> bool {
        self.rehearsal
    }

    /// The database, to read from. A request that is done once reads what it has written.
    pub fn db(&self) -> &Db {
        let once = self.once.as_deref().and_then(Once::db);
        once.unwrap_or(&self.shared.parts.db)
    }

    /// The present instant, to the microsecond: what both databases keep.
    pub fn now(&self) -> DateTime<Utc> {
        self.shared.parts.clock.now().trunc_subsecs(6)
    }

    /// Whether this installation is a demo: the sample was loaded, and every hub of the sample
    /// says what it is. Asked once, since the sample is loaded before anything is served.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_demo(&self) -> Result<bool, Error> {
        let filter = HubFilter {
            demo: Some(true),
            ..HubFilter::default()
        };
        let asked = async || Ok(hubs::count(self.db(), &filter).await? > 0);
        self.shared.demo.get_or_try_init(asked).await.copied()
    }

    /// Keys.
    pub fn secrets(&self) -> &Secrets {
        &self.shared.parts.secrets
    }

    /// Configuration.
    pub fn settings(&self) -> &Settings {
        &self.shared.parts.settings
    }

    /// The way out for mails.
    pub(crate) fn mailer(&self) -> &dyn Mailer {
        &*self.shared.parts.mailer
    }

    /// Where photos are kept.
    pub(crate) fn album(&self) -> &dyn Album {
        &*self.shared.parts.photos
    }

    /// Where proof files are kept.
    pub(crate) fn cabinet(&self) -> &dyn Cabinet {
        &*self.shared.parts.proofs
    }

    /// Where photos are made of what was uploaded.
    pub(crate) fn darkroom(&self) -> &Darkroom {
        &self.shared.darkroom
    }

    /// Where passwords are hashed.
    pub(crate) fn hashing(&self) -> &Pool {
        &self.shared.hashing
    }

    /// Passwords hashed since the start, for tests that count them.
    pub fn passwords_hashed(&self) -> u64 {
        self.shared.hashing.hashed()
    }

    /// Random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// An act of the actor now.
    pub fn act(&self, actor: &Actor) -> Act<'_> {
        Act::new(self.now(), actor.person(), self)
    }

    /// An act of the actor now on behalf of an organisation, and the actor cut down to that
    /// mandate.
    ///
    /// # Errors
    /// `Unauthenticated`, or `Forbidden` without a mandate.
    pub fn act_for(
        &self,
        actor: &Actor,
        organisation: OrganisationId,
    ) -> Result<(Actor, Act<'_>), Error> {
        let actor = actor.on_behalf_of(organisation)?;
        let act = self.act(&actor).acting_for(organisation);
        Ok((actor, act))
    }

    /// Runs a use case in one transaction: everything it saves, the events of it and their jobs
    /// are written together, or nothing is.
    ///
    /// # Errors
    /// Whatever the use case answers; then nothing was written.
    pub async fn write<T>(
        &self,
        usecase: impl AsyncFnOnce(&Tx) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let once = self.once.as_deref().filter(|_| !self.rehearsal);
        let tx = match once {
            Some(once) => once.begin(self).await?,
            None => self.db().begin().await?,
        };
        let value = match usecase(&tx).await {
            Ok(value) => value,
            Err(error) => {
                tx.rollback().await?;
                return Err(error);
            }
        };
        let events = tx.take_events();
        let jobs = events.iter().flat_map(reactions::jobs_for);
        let jobs: Vec<_> = jobs.filter(|job| !(self.quiet && job.tells())).collect();
        let has_jobs = !jobs.is_empty();
        jobs::enqueue(self, &tx, jobs).await?;
        persistence::events::append(&tx, &events).await?;
        if self.rehearsal {
            tx.rollback().await?;
            return Ok(value);
        }
        self.commits.set(true);
        let committed = tx.commit().await;
        self.commits.set(false);
        committed?;
        match once {
            _ if events.is_empty() && !has_jobs => {}
            Some(once) => once.set_news(),
            None => self.tell(),
        }
        Ok(value)
    }

    /// Begins a use case that writes anew a few times when the database has broken it off to end a
    /// deadlock, and answers `Overloaded` when it still does: nobody is told of what only concerns the
    /// order of statements. A change of a request that is done once is not begun anew, since what
    /// the changes before it hold stays held.
    ///
    /// # Errors
    /// Whatever the use case answers, or `Overloaded`; then nothing was written.
    pub async fn anew<T, F>(&self, usecase: impl Fn() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        const TRIES: u32 = 4;
        let tries = if self.once.is_some() { 1 } else { TRIES };
        for _ in 0..tries {
            match usecase().await {
                Err(error) if error.is_contended() => {
                    tracing::info!("the database has ended a deadlock");
                }
                outcome => return outcome,
            }
        }
        Err(Error::Overloaded)
    }

    /// Tells this instance what was committed: there may be jobs to do, and there is news for whoever
    /// follows.
    pub(crate) fn tell(&self) {
        self.shared.jobs_added.notify_one();
        self.shared.news.added();
    }

    /// What this instance hands on to whoever follows.
    pub(crate) fn news(&self) -> &News {
        &self.shared.news
    }

    /// Waits until a use case of this instance has added jobs.
    pub(crate) async fn jobs_added(&self) {
        self.shared.jobs_added.notified().await;
    }
}

impl Entropy for Platform {
    fn fill(&self, bytes: &mut [u8]) {
        self.shared.parts.entropy.fill(bytes);
    }
}

impl Mint for Platform {
    /// UUIDv7 (RFC 9562): milliseconds of the platform's clock, then a counter within the
    /// millisecond (method 1 of section 6.2) so that ids of one instance sort in the order they
    /// were made, then randomness.
    fn uuid(&self) -> Uuid {
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or_default();
        let floor = millis << 12;
        let previous = self
            .shared
            .last_id
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| {
                Some(floor.max(last + 1))
            })
            .unwrap_or_default();
        let tick = floor.max(previous + 1);
        let mut bytes: [u8; 10] = self.random();
        bytes[0] = u8::try_from((tick >> 8) & 0x0f).unwrap_or_default();
        bytes[1] = u8::try_from(tick & 0xff).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(tick >> 12, &bytes).into_uuid()
    }
}
