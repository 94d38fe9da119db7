//! From the draft to the archive.

use maillage_domain::{
    Refusal, RefusalCode,
    moderation::{Moderated, Outcome, ReviewKind, Reviewable},
    organisations::{Organisation, OrganisationAction},
    policy::Actor,
};
use maillage_persistence::organisations;

use super::{Target, load, save};
use crate::{error::Error, moderation, platform::Platform};

/// Hands a profile in for review by the hub that the organisation belongs to longest, or by the
/// one it applied to; or publishes it where a hub looks at its members' afterwards.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `INCOMPLETE`; `NOT_ACTIVE_MEMBER` in no hub.
pub async fn submit(
    platform: &Platform,
    actor: &Actor,
    target: Target,
) -> Result<Organisation, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let mut organisation = load(tx, &actor, target, OrganisationAction::Submit).await?;
            organisation.permits(OrganisationAction::Submit)?;
            let treatment = moderation::profile_treatment(tx, &organisation)
                .await?
                .ok_or_else(|| Refusal::new(RefusalCode::NotActiveMember))?;
            organisation.hand_in(&act, &treatment)?;
            save(tx, &mut organisation).await?;
            let subject = Reviewable::Organisation(organisation.id);
            moderation::open(
                tx,
                &act,
                &treatment,
                subject,
                ReviewKind::Publication,
                organisation.id,
            )
            .await?;
            Ok(organisation)
        })
        .await
}

/// Takes a submission, or the waiting revision, back.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn withdraw(
    platform: &Platform,
    actor: &Actor,
    target: Target,
) -> Result<Organisation, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let mut organisation = load(tx, &actor, target, OrganisationAction::Withdraw).await?;
            organisation.withdraw(&act)?;
            save(tx, &mut organisation).await?;
            moderation::end(
                tx,
                &act,
                Reviewable::Organisation(organisation.id),
                Outcome::Withdrawn,
            )
            .await?;
            Ok(organisation)
        })
        .await
}

/// Puts an organisation away that has left its hubs.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`; `ALREADY_MEMBER` (fact `hub`) while it has a
/// membership, an application or an invitation there.
pub async fn archive(
    platform: &Platform,
    actor: &Actor,
    target: Target,
) -> Result<Organisation, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            // Whoever applies for it at this moment waits, and finds it archived.
            organisations::lock(tx, target.id).await?;
            let mut organisation = load(tx, &actor, target, OrganisationAction::Archive).await?;
            if let Some(hub) = organisations::live_hubs(tx, target.id).await?.first() {
                return Err(Refusal::new(RefusalCode::AlreadyMember)
                    .with("hub", hub)
                    .into());
            }
            organisation.archive(&act)?;
            save(tx, &mut organisation).await?;
            moderation::end(
                tx,
                &act,
                Reviewable::Organisation(organisation.id),
                Outcome::Withdrawn,
            )
            .await?;
            Ok(organisation)
        })
        .await
}
