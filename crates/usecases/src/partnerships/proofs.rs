//! Files that show what was delivered: kept as they came, with what their bytes come to, and given to who
//! reads what was declared.
//!
//! A file is stored first and named by what was declared then, so that nothing is named and gone; what a
//! crash leaves in between is a file alone, which [`tidy_proofs`] finds. One that is taken back is removed by a
//! job, once the transaction that lets go of it has ended well.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::TimeDelta;
use maillage_domain::{
    ids::{self, FulfilmentId, OrganisationId, ProofFileId, kinds},
    partnerships::{Fingerprint, FulfilmentAction, Kept, ProofDraft, ProofFile, ProofFormat},
    policy::{self, Action, Actor},
};
use maillage_persistence::partnerships as stored;

use super::{
    frozen::fingerprint_of,
    keeping::{About, Step, fulfilment, step},
};
use crate::{
    error::Error,
    photos::{Failure, made_at},
    platform::Platform,
    strays,
};

/// Where proof files are kept. What it has accepted lasts.
#[async_trait]
pub trait Cabinet: Send + Sync {
    /// Keeps a file.
    async fn put(&self, place: ProofPlace, file: Bytes) -> Result<(), Failure>;

    /// A file; `None` where there is none.
    async fn get(&self, place: ProofPlace) -> Result<Option<Bytes>, Failure>;

    /// Removes a file; one that there is not is removed already.
    async fn remove(&self, place: ProofPlace) -> Result<(), Failure>;

    /// Every file that there is.
    async fn list(&self) -> Result<Vec<ProofPlace>, Failure>;
}

/// Where a proof file is kept: with what it shows.
pub type ProofPlace = (FulfilmentId, ProofFileId);

/// For how many hours a file may lie about that nothing names: an upload is not as slow as that.
const STRAY_HOURS: i64 = 24;
/// About how many of them the database is asked at once.
const STRAYS: usize = 500;

/// Whether an actor may show by a file what was delivered: asked before anything of it is read.
///
/// # Errors
/// `NotFound`, `Forbidden`, `WRONG_STATE`, `NOT_YOUR_SIDE`.
pub async fn expect_proof(
    platform: &Platform,
    actor: &Actor,
    (id, acting_for): (FulfilmentId, OrganisationId),
) -> Result<(), Error> {
    let (actor, _) = platform.act_for(actor, acting_for)?;
    let found = stored::fulfilment(platform.db(), id).await?;
    let fulfilment = found.ok_or(Error::NotFound)?;
    let partnership = stored::find(platform.db(), fulfilment.partnership).await?;
    let partnership = partnership.ok_or(Error::NotFound)?;
    let add = FulfilmentAction::AddProof;
    policy::check(&actor, Action::Fulfilment(add, &fulfilment, &partnership))?;
    let mut proofs = fulfilment.proofs.iter();
    if proofs.any(|one| one.by == acting_for) {
        // Perhaps what is sent is there already, since its answer was lost.
        return Ok(());
    }
    Ok(fulfilment.permits(add, Some(acting_for))?)
}

/// Shows by a file what was delivered, or that it was not. What its organisation sends again is there already.
///
/// # Errors
/// As [`expect_proof`]; `TOO_MANY_PROOFS`; `Invalid` on `name` and `file`.
pub async fn add_proof(
    platform: &Platform,
    actor: &Actor,
    (fulfilment, acting_for): (FulfilmentId, OrganisationId),
    (name, file): (&str, Bytes),
) -> Result<(Kept, ProofFile), Error> {
    // What is refused anyway is not stored.
    ProofFormat::of(&file).map_err(|problem| Error::invalid("file", problem))?;
    let id = ids::mint::<kinds::ProofFile>(platform);
    let sha256 = hashed(&file).await?;
    if let Err(error) = platform.cabinet().put((fulfilment, id), file.clone()).await {
        remove(platform, (fulfilment, id)).await;
        return Err(Error::Internal(error));
    }
    let added = async {
        let adding = Step {
            id: fulfilment,
            acting_for,
            expected_version: None,
            action: FulfilmentAction::AddProof,
        };
        let kept = step(platform, actor, adding, |fulfilment, act, _| {
            let bytes: &[u8] = &file;
            let sha256 = &sha256;
            let draft = ProofDraft {
                id,
                name,
                bytes,
                sha256,
            };
            fulfilment.add_proof(act, acting_for, &draft)?;
            Ok(())
        });
        let kept = kept.await?;
        let mut proofs = kept.fulfilment.proofs.iter();
        let proof = proofs.find(|one| one.by == acting_for && one.sha256 == sha256);
        let proof = proof.ok_or_else(|| Error::internal("a proof that was not kept"))?;
        let proof = proof.clone();
        Ok((kept, proof))
    };
    let added = added.await;
    // Refused, or there already: what was stored is named by nothing. After a failure nobody knows, and what is a
    // stray is found later.
    let named_by_nothing = match &added {
        Ok((_, proof)) => proof.id != id,
        Err(error) => !matches!(error, Error::Internal(_)),
    };
    if named_by_nothing {
        remove(platform, (fulfilment, id)).await;
    }
    if let Ok((_, proof)) = &added
        && proof.id != id
    {
        mend(platform, (fulfilment, proof), file).await?;
    }
    added
}

/// What was sent again takes the place of a file that was lost, or is not what was added any more.
async fn mend(
    platform: &Platform,
    (fulfilment, proof): (FulfilmentId, &ProofFile),
    file: Bytes,
) -> Result<(), Error> {
    let place = (fulfilment, proof.id);
    let kept = platform
        .cabinet()
        .get(place)
        .await
        .map_err(Error::Internal)?;
    if let Some(kept) = kept
        && hashed(&kept).await? == proof.sha256
    {
        return Ok(());
    }
    tracing::warn!(proof = %proof.id, "a proof file was lost, and is kept again");
    let kept = platform.cabinet().put(place, file).await;
    kept.map_err(Error::Internal)?;
    // Meanwhile it may have been taken back.
    let known = stored::known_proofs(platform.db(), &[fulfilment]).await?;
    if !known.contains(&place) {
        remove(platform, place).await;
    }
    Ok(())
}

/// What bytes come to. It takes a while of many of them.
async fn hashed(file: &Bytes) -> Result<Fingerprint, Error> {
    let file = file.clone();
    let hashed = tokio::task::spawn_blocking(move || fingerprint_of(&file));
    hashed.await.map_err(Error::internal)?
}

/// Who has added a proof takes it back. Nobody reads it from then on, and a job removes its file.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `NOT_YOUR_SIDE`; `UNKNOWN` on `proof`.
pub async fn remove_proof(
    platform: &Platform,
    actor: &Actor,
    about: About,
    proof: ProofFileId,
) -> Result<Kept, Error> {
    let removing = about.step(FulfilmentAction::RemoveProof);
    step(platform, actor, removing, |fulfilment, act, _| {
        Ok(fulfilment.remove_proof(act, about.acting_for, proof)?)
    })
    .await
}

/// A proof, for who reads what it shows.
///
/// # Errors
/// `NotFound`.
pub async fn proof(
    platform: &Platform,
    actor: &Actor,
    (id, proof): ProofPlace,
) -> Result<ProofFile, Error> {
    let kept = fulfilment(platform, actor, id).await?;
    let kept = kept.ok_or(Error::NotFound)?;
    let mut proofs = kept.fulfilment.proofs.into_iter();
    proofs.find(|one| one.id == proof).ok_or(Error::NotFound)
}

/// The file of a proof that its reader has been given.
///
/// # Errors
/// `Internal` when it is lost, or is not what was added.
pub async fn proof_bytes(
    platform: &Platform,
    id: FulfilmentId,
    proof: &ProofFile,
) -> Result<Bytes, Error> {
    let file = platform.cabinet().get((id, proof.id)).await;
    let file = file.map_err(Error::Internal)?;
    let id = proof.id;
    let file = file.ok_or_else(|| Error::internal(format!("{id} has no file")))?;
    if hashed(&file).await? != proof.sha256 {
        return Err(Error::internal(format!("{id} is not what was added")));
    }
    Ok(file)
}

/// Removes the file of a proof that was taken back.
///
/// # Errors
/// When the cabinet fails.
pub(crate) async fn discard_proof(platform: &Platform, place: ProofPlace) -> Result<(), Error> {
    let removed = platform.cabinet().remove(place).await;
    removed.map_err(Error::Internal)
}

/// Clears away files that nothing has named for a week: of an upload that was broken off, or that could not be
/// removed. Tells how many.
///
/// # Errors
/// When the database or the cabinet fails.
pub async fn tidy_proofs(platform: &Platform) -> Result<u64, Error> {
    let before = platform.now() - TimeDelta::hours(STRAY_HOURS);
    let listed = platform.cabinet().list().await.map_err(Error::Internal)?;
    let old = listed
        .into_iter()
        .filter(|(_, proof)| made_at(proof.uuid()).is_some_and(|at| at <= before));
    let old: Vec<_> = old.collect();
    let mut cleared = 0;
    for some in old.chunks(STRAYS) {
        let shown: HashSet<_> = some.iter().map(|(fulfilment, _)| *fulfilment).collect();
        let shown: Vec<_> = shown.into_iter().collect();
        let known = stored::known_proofs(platform.db(), &shown).await?;
        let strays = some.iter().filter(|place| !known.contains(place));
        let strays: HashMap<_, _> = strays.map(|place| (place.1.uuid(), *place)).collect();
        let ids: Vec<_> = strays.keys().copied().collect();
        let mut gone = Vec::new();
        for overdue in strays::overdue(platform, &ids).await? {
            if remove(platform, strays[&overdue]).await {
                gone.push(overdue);
            }
        }
        strays::gone(platform, &gone).await?;
        cleared += gone.len() as u64;
    }
    Ok(cleared)
}

/// Removes a file. When that fails it is a stray, and [`tidy_proofs`] finds it.
async fn remove(platform: &Platform, place: ProofPlace) -> bool {
    let removed = platform.cabinet().remove(place).await;
    if let Err(error) = &removed {
        tracing::warn!(proof = %place.1, ?error, "a proof file cannot be removed yet");
    }
    removed.is_ok()
}
