//! Requests that a client may send again: whoever got no answer cannot know whether the change was
//! made. With a key of the client's choice (the header `Idempotency-Key`, an Internet-Draft of the
//! IETF httpapi group) the answer is kept in the transaction of the change itself, and given again.
//!
//! So the answer has to be known before the commit. The changes of such a request are made inside
//! of one transaction that stays open until the answer is written; what the answer shows is read
//! there too. A second request with the same key that comes meanwhile waits for the end of that
//! transaction, in the database, on whichever instance.
//!
//! A change that was refused keeps nothing: the request may be mended and sent again under its key.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use chrono::TimeDelta;
use maillage_persistence::{
    Db, Held, Tx,
    idempotency::{self as stored, Digest},
};

use crate::{Error, Platform, secrets::Vault};

/// For how many days answers are kept.
pub const DAYS: i64 = 30;

/// For how many minutes those are kept that answer a secret, often with another: long enough for a
/// lost answer, too short to be found out.
pub const SECRET_MINUTES: i64 = 10;

/// Most characters of a key.
pub const LONGEST: usize = 255;

/// A key that a client chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// Reads a key: printing ASCII characters without spaces, in quotation marks (as the draft
    /// wants) or without (as many clients send it). None when it is no key.
    pub fn parse(text: &str) -> Option<Self> {
        let quoted = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        let key = quoted.unwrap_or(text);
        let fits = (1..=LONGEST).contains(&key.len());
        let clear = key
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'"');
        (fits && clear).then(|| Self(key.to_owned()))
    }
}

/// What was kept under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recalled {
    /// Nothing.
    Nothing,
    /// This answer, to the same request.
    Answer(Vec<u8>),
    /// The answer to another request.
    Another,
}

/// A request that is to be done once. Its answer is kept with [`Once::keep`], or else
/// [`Once::release`] ends it; dropped, it leaves no trace.
#[derive(Debug)]
pub struct Once {
    id: Digest,
    content: Digest,
    keeping: TimeDelta,
    held: OnceLock<Held>,
    done: AtomicBool,
    late: AtomicBool,
    news: AtomicBool,
}

impl Once {
    /// A request with this content, from this caller under this key. Of all of them digests are
    /// kept alone. With a secret in the content (a password, a token, a code), another content is
    /// another request: that it differs would tell whoever guesses.
    pub fn new(
        platform: &Platform,
        caller: &str,
        key: &Key,
        content: &[&[u8]],
        has_secret: bool,
    ) -> Self {
        let digest = |parts: &[&[u8]]| platform.secrets().digest(Vault::Answers, parts);
        let content = digest(&[&[b"content".as_slice()], content].concat());
        let named = [b"key", caller.as_bytes(), key.0.as_bytes()];
        let (id, keeping) = if has_secret {
            let id = digest(&[named.as_slice(), &[&content]].concat());
            (id, TimeDelta::minutes(SECRET_MINUTES))
        } else {
            (digest(&named), TimeDelta::days(DAYS))
        };
        Self {
            id,
            content,
            keeping,
            held: OnceLock::new(),
            done: AtomicBool::new(false),
            late: AtomicBool::new(false),
            news: AtomicBool::new(false),
        }
    }

    /// What was answered before.
    ///
    /// # Errors
    /// When the database fails, or holds what this installation's key does not open.
    pub async fn recall(&self, platform: &Platform) -> Result<Recalled, Error> {
        let Some(kept) = stored::find(platform.db(), &self.id, platform.now()).await? else {
            return Ok(Recalled::Nothing);
        };
        if kept.content != self.content {
            return Ok(Recalled::Another);
        }
        let secrets = platform.secrets();
        let answer = secrets.decrypt(Vault::Answers, &self.id, &kept.answer);
        let answer = answer.ok_or_else(|| Error::internal("a kept answer does not open"))?;
        Ok(Recalled::Answer(answer))
    }

    /// Whether the change was made, and its answer is to be kept.
    pub fn is_done(&self) -> bool {
        self.done.load(Ordering::Acquire)
    }

    /// Whether the same key was faster in another request, so that nothing was done here.
    pub fn is_late(&self) -> bool {
        self.late.load(Ordering::Acquire)
    }

    pub(crate) fn set_done(&self) {
        self.done.store(true, Ordering::Release);
    }

    /// Notes that the commit will be news to others.
    pub(crate) fn set_news(&self) {
        self.news.store(true, Ordering::Release);
    }

    /// The database as the changes made so far have left it.
    pub(crate) fn db(&self) -> Option<&Db> {
        self.held.get().map(Held::db)
    }

    /// Begins a transaction inside the one of this request, which takes the key first.
    pub(crate) async fn begin(&self, platform: &Platform) -> Result<Tx, Error> {
        if let Some(held) = self.held.get() {
            return Ok(held.db().begin().await?);
        }
        let held = platform.db().hold().await?;
        let now = platform.now();
        let tx = held.db().begin().await?;
        let until = now + self.keeping;
        if !stored::claim(&tx, &self.id, &self.content, now, until).await? {
            self.late.store(true, Ordering::Release);
            return Err(Error::CONFLICT);
        }
        tx.commit().await?;
        Ok(self.held.get_or_init(|| held).db().begin().await?)
    }

    /// Keeps the answer, makes everything last together with it, and gives it back. When the same
    /// key was faster in another request, nothing is written, and it tells what was kept then.
    ///
    /// # Errors
    /// When the database fails; nothing is written then.
    pub async fn keep(
        self: Arc<Self>,
        platform: &Platform,
        answer: Vec<u8>,
    ) -> Result<Recalled, Error> {
        let tx = match self.begin(platform).await {
            Ok(tx) => tx,
            Err(_) if self.is_late() => return self.recall(platform).await,
            Err(error) => return Err(error),
        };
        let secrets = platform.secrets();
        let sealed = secrets
            .encrypt(Vault::Answers, &self.id, &answer, platform)
            .ok_or_else(|| Error::internal("an answer cannot be encrypted"))?;
        stored::keep(&tx, &self.id, sealed).await?;
        tx.commit().await?;
        self.end(platform).await?;
        Ok(Recalled::Answer(answer))
    }

    /// Ends a request that was refused: what it had to write nevertheless lasts, its key is free.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release(self: Arc<Self>, platform: &Platform) -> Result<(), Error> {
        if self.held.get().is_none() {
            return Ok(());
        }
        let tx = self.begin(platform).await?;
        stored::release(&tx, &self.id).await?;
        tx.commit().await?;
        self.end(platform).await
    }

    async fn end(self: Arc<Self>, platform: &Platform) -> Result<(), Error> {
        let once = Arc::into_inner(self);
        let once = once.ok_or_else(|| Error::internal("a request is still under way"))?;
        if let Some(held) = once.held.into_inner() {
            held.commit().await?;
        }
        if once.news.into_inner() {
            platform.tell();
        }
        Ok(())
    }
}

/// Forgets the answers that are too old; tells how many they were.
///
/// # Errors
/// When the database fails.
pub async fn forget(platform: &Platform) -> Result<u64, Error> {
    let now = platform.now();
    platform
        .write(async |tx| Ok(stored::forget(tx, now).await?))
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_with_quotation_marks_and_without() {
        let key = |text: &str| Key::parse(text).map(|key| key.0);
        assert_eq!(key("8e03978e-40d5").as_deref(), Some("8e03978e-40d5"));
        assert_eq!(key("\"8e03978e-40d5\"").as_deref(), Some("8e03978e-40d5"));
        assert_eq!(key(&"k".repeat(255)).map(|key| key.len()), Some(255));
        for text in [
            "",
            "\"\"",
            "a b",
            "a\"b",
            "\"a",
            "é",
            "a\u{7f}",
            &"k".repeat(256),
        ] {
            assert_eq!(key(text), None, "{text}");
        }
    }
}
