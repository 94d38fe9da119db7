//! The demo: the file of `crates/server/data`, told through the use cases.
//!
//! [`story`] turns the file into acts in the order of their dates; [`cast`] plays them on a
//! platform whose clock it moves along. What comes out went through every rule of the platform.

mod cast;
mod data;
mod story;

use std::sync::Arc;

use anyhow::Context;
use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use maillage_domain::{ids::PhotoId, photos::PhotoSize};
use maillage_persistence::Db;
use maillage_usecases::{
    Parts, Platform, Settings, SystemEntropy,
    mail::{Mail, Mailer},
    partnerships::{Cabinet, ProofPlace},
    photos::{Album, Failure},
    secrets::Secrets,
};

use self::{cast::Cast, data::Data};

/// The password of every account of the demo.
pub const PASSWORD: &str = "coopération-en-démo";

/// An account of the demo worth trying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its address, to sign in.
    pub email: String,
    /// Whose it is.
    pub name: String,
    /// What it lets one try, in French.
    pub note: String,
}

/// The accounts of the demo, those worth trying.
///
/// # Errors
/// When the file of the demo is not as described.
pub fn accounts() -> anyhow::Result<Vec<Account>> {
    let persons = Data::read()?.persons.into_iter();
    let worth_trying = persons.filter_map(|person| {
        Some(Account {
            note: person.demo_note?,
            email: person.email,
            name: person.name,
        })
    });
    Ok(worth_trying.collect())
}

/// Loads the demo into an empty, migrated database; what is booked is booked around `now`. What is signed names
/// `public_url` as the platform that vouches for it.
///
/// # Errors
/// When the file breaks a rule of the platform, or the database fails; the error names the act.
pub async fn load(
    db: Db,
    secrets: Secrets,
    public_url: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let data = Data::read().context("the file of the demo is not as described")?;
    let clock = Arc::new(story::Clock::default());
    let platform = Platform::new(Parts {
        db,
        clock: Arc::clone(&clock) as _,
        entropy: Arc::new(SystemEntropy),
        mailer: Arc::new(Nobody),
        photos: Arc::new(Nobody),
        proofs: Arc::new(Nobody),
        secrets,
        settings: Settings {
            public_url: public_url.to_owned(),
            hashing_slots: 1,
            // Everybody knows the password, and the first to sign in has it hashed anew.
            password_memory_kib: 8,
        },
    });
    // What happened long ago is no news.
    let platform = platform.quietly();
    let mut cast = Cast::new(&platform, &data);
    for (at, act) in story::acts(&data, now)? {
        clock.set(at);
        cast.play(&act)
            .await
            .map_err(|error| anyhow::anyhow!("demo: {act} on {at}: {error:?}"))?;
    }
    Ok(())
}

/// Mails of a story that nobody is told, and the files of a story without any.
struct Nobody;

#[async_trait]
impl Album for Nobody {
    async fn put(&self, _: PhotoId, _: PhotoSize, _: Bytes) -> Result<(), Failure> {
        Err("the demo has no photos".into())
    }

    async fn get(&self, _: PhotoId, _: PhotoSize) -> Result<Option<Bytes>, Failure> {
        Ok(None)
    }

    async fn remove(&self, _: PhotoId) -> Result<(), Failure> {
        Ok(())
    }

    async fn list(&self) -> Result<Vec<PhotoId>, Failure> {
        Ok(Vec::new())
    }
}

#[async_trait]
impl Cabinet for Nobody {
    async fn put(&self, _: ProofPlace, _: Bytes) -> Result<(), Failure> {
        Err("the demo has no proofs".into())
    }

    async fn get(&self, _: ProofPlace) -> Result<Option<Bytes>, Failure> {
        Ok(None)
    }

    async fn remove(&self, _: ProofPlace) -> Result<(), Failure> {
        Ok(())
    }

    async fn list(&self) -> Result<Vec<ProofPlace>, Failure> {
        Ok(Vec::new())
    }
}

#[async_trait]
impl Mailer for Nobody {
    async fn send(&self, _: Mail) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Err("the demo sends no mail while it loads".into())
    }
}
