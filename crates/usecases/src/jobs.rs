//! Jobs: work that follows from an event, done after its transaction, at least once.

use std::{future, pin::pin, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use maillage_domain::{
    ids::{self, FulfilmentId, PartnershipId, ProofFileId, ReservationId, kinds},
    values::EmailAddress,
};
use maillage_persistence::{Tx, jobs as stored};
use serde::{Deserialize, Serialize};

use crate::{
    accounts::{self, Wish},
    error::Error,
    idempotency,
    mail::{self, Letter, Notice},
    materials, partnerships, photos,
    platform::Platform,
};

/// One piece of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Sends a code to the owner of an address, if it has an account. A job, so that the time of
    /// the answer does not tell whether it has.
    Answer {
        /// The address that somebody gave.
        email: EmailAddress,
        /// What they wish to be sent.
        wish: Wish,
    },
    /// Finds out whom a fact concerns and writes a [`Job::Send`] for each of them.
    Notify(Notice),
    /// Sends one letter to one person.
    Send(Letter),
    /// Lets go of material that nobody has fetched in time.
    Expire {
        /// What is held.
        reservation: ReservationId,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Does what is due of a partnership: begins, warns, renews, ends.
    Attend {
        /// Which.
        partnership: PartnershipId,
        /// When.
        at: DateTime<Utc>,
    },
    /// Reminds of what is due by the version of a partnership that is in force, and tells of what has become late.
    Remind {
        /// What looks at what.
        look: partnerships::Look,
        /// When.
        at: DateTime<Utc>,
    },
    /// Removes the file of a proof that was taken back.
    DiscardProof {
        /// What it showed.
        fulfilment: FulfilmentId,
        /// Which.
        proof: ProofFileId,
    },
}

impl Job {
    /// Whether it only tells somebody what happened.
    pub(crate) fn tells(&self) -> bool {
        match self {
            Self::Answer { .. } | Self::Notify(_) | Self::Send(_) => true,
            Self::Expire { .. }
            | Self::Attend { .. }
            | Self::Remind { .. }
            | Self::DiscardProof { .. } => false,
        }
    }

    /// When it is due, if not at once.
    fn due(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Answer { .. } | Self::Notify(_) | Self::Send(_) | Self::DiscardProof { .. } => {
                None
            }
            Self::Expire { until, .. } => Some(*until),
            Self::Attend { at, .. } | Self::Remind { at, .. } => Some(*at),
        }
    }
}

/// Adds jobs, due at once unless they say when.
pub(crate) async fn enqueue(platform: &Platform, tx: &Tx, jobs: Vec<Job>) -> Result<(), Error> {
    let now = platform.now();
    let jobs = jobs
        .into_iter()
        .map(|job| {
            let payload = serde_json::to_value(&job).map_err(Error::internal)?;
            let due = job.due().unwrap_or(now);
            Ok((ids::mint::<kinds::Job>(platform), payload, due))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    Ok(stored::enqueue(tx, jobs).await?)
}

/// Longest that handing one mail over may take: less than a claim lasts, so that no other instance
/// takes the job of a mail that a slow server is still being given.
const HANDING_OVER: Duration = Duration::from_mins(2);

/// Claims the job that is due the longest and does it; `false` when none is due. A job that fails
/// is put off and logged.
///
/// One at a time: a job claimed beforehand could outlive its claim while those before it run, and
/// would have to be given back when the instance stops.
///
/// # Errors
/// When the database fails.
pub async fn run_next(platform: &Platform) -> Result<bool, Error> {
    let now = platform.now();
    let claimed = platform
        .write(async |tx| Ok(stored::claim(tx, now).await?))
        .await?;
    let Some(job) = claimed else { return Ok(false) };
    if let Err(error) = run(platform, &job).await {
        tracing::warn!(job = %job.id, attempts = job.attempts, ?error, "a job failed and is put off");
        let (now, reason) = (platform.now(), format!("{error:?}"));
        platform
            .write(async |tx| Ok(stored::retry(tx, &job, now, &reason).await?))
            .await?;
    }
    Ok(true)
}

async fn run(platform: &Platform, stored_job: &stored::StoredJob) -> Result<(), Error> {
    let job: Job = serde_json::from_value(stored_job.payload.clone()).map_err(Error::internal)?;
    match job {
        Job::Answer { email, wish } => {
            platform
                .write(async |tx| {
                    accounts::answer(platform, tx, &email, wish).await?;
                    Ok(stored::finish(tx, stored_job).await?)
                })
                .await
        }
        Job::Notify(notice) => {
            platform
                .write(async |tx| {
                    let letters = mail::letters(platform, tx, &notice).await?;
                    enqueue(platform, tx, letters.into_iter().map(Job::Send).collect()).await?;
                    Ok(stored::finish(tx, stored_job).await?)
                })
                .await
        }
        Job::Expire { reservation, .. } => {
            platform
                .write(async |tx| {
                    materials::expire(platform, tx, reservation).await?;
                    Ok(stored::finish(tx, stored_job).await?)
                })
                .await
        }
        Job::Remind { look, .. } => {
            platform
                .write(async |tx| {
                    partnerships::remind(platform, tx, look).await?;
                    Ok(stored::finish(tx, stored_job).await?)
                })
                .await
        }
        Job::Attend { partnership, .. } => {
            platform
                .write(async |tx| {
                    partnerships::attend(platform, tx, partnership).await?;
                    Ok(stored::finish(tx, stored_job).await?)
                })
                .await
        }
        Job::DiscardProof { fulfilment, proof } => {
            partnerships::discard_proof(platform, (fulfilment, proof)).await?;
            platform
                .write(async |tx| Ok(stored::finish(tx, stored_job).await?))
                .await
        }
        Job::Send(letter) => {
            tokio::time::timeout(HANDING_OVER, mail::send(platform, stored_job.id, &letter))
                .await
                .map_err(Error::internal)??;
            platform
                .write(async |tx| Ok(stored::finish(tx, stored_job).await?))
                .await
        }
    }
}

/// Does jobs until told to stop: as soon as this instance adds one, and regularly for those of
/// other instances and those put off. The job under way is brought to its end. Between jobs, what is
/// out of date is cleared away every hour.
pub async fn work(platform: Platform, stop: impl Future<Output = ()>) {
    const LOOK: Duration = Duration::from_secs(2);
    const TIDY: TimeDelta = TimeDelta::hours(1);
    let mut stop = pin!(stop);
    let mut tidied = None;
    loop {
        // Between two jobs, however many are due.
        tokio::select! {
            biased;
            () = &mut stop => return,
            () = future::ready(()) => {}
        }
        match run_next(&platform).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(?error, "jobs cannot be read"),
        }
        let now = platform.now();
        if tidied.is_none_or(|at| now - at >= TIDY) {
            tidied = Some(now);
            if let Err(error) = idempotency::forget(&platform).await {
                tracing::error!(?error, "old answers cannot be cleared away");
            }
            if let Err(error) = photos::tidy(&platform).await {
                tracing::error!(?error, "photos that nothing names cannot be cleared away");
            }
            if let Err(error) = partnerships::tidy_proofs(&platform).await {
                tracing::error!(
                    ?error,
                    "proof files that nothing names cannot be cleared away"
                );
            }
        }
        tokio::select! {
            () = &mut stop => return,
            () = platform.jobs_added() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// When the next job is due, for tests and probes.
///
/// # Errors
/// When the database fails.
pub async fn next_due(platform: &Platform) -> Result<Option<DateTime<Utc>>, Error> {
    Ok(stored::next_due(platform.db()).await?)
}

/// How many jobs wait, those that are not due yet included, and how many were put aside after
/// failing too often.
///
/// # Errors
/// When the database fails.
pub async fn counts(platform: &Platform) -> Result<(u64, u64), Error> {
    Ok((
        stored::waiting(platform.db()).await?,
        stored::abandoned(platform.db()).await?,
    ))
}
