//! What a party's representative says of an agreement: no, not any more, not for now.

use chrono::NaiveDate;
use maillage_domain::{
    Act,
    ids::OrganisationId,
    partnerships::{Partnership, PartnershipAction, TerminationGround},
    policy::Actor,
    values::Reason,
};

use super::{Target, keep, load};
use crate::{error::Error, platform::Platform};

macro_rules! said_with_a_reason {
    ($($(#[$doc:meta])* $name:ident($action:ident);)+) => {$(
        $(#[$doc])*
        pub async fn $name(
            platform: &Platform,
            actor: &Actor,
            target: Target,
            reason: &Reason,
        ) -> Result<Partnership, Error> {
            say(platform, actor, target, PartnershipAction::$action, |partnership, act, by, today| {
                Ok(partnership.$name(act, by, today, reason.clone())?)
            })
            .await
        }
    )+};
}

said_with_a_reason! {
    /// Declines what is drafted or proposed: a new agreement comes to nothing, one in force stays as it is.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
    decline(Decline);
    /// Gives notice for the organisation acted for.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `FORM_RULE`.
    leave(Leave);
    /// Keeps it from being renewed by itself.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `TOO_LATE`.
    decline_renewal(DeclineRenewal);
    /// Suspends it.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
    suspend(Suspend);
}

/// Ends it for all, by notice or for a breach.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `FIXED_TERM`.
pub async fn terminate(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    ground: TerminationGround,
    reason: &Reason,
) -> Result<Partnership, Error> {
    let terminate = PartnershipAction::Terminate;
    say(
        platform,
        actor,
        target,
        terminate,
        |partnership, act, by, today| {
            Ok(partnership.terminate(act, by, today, (ground, reason.clone()))?)
        },
    )
    .await
}

/// Takes it up again.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `SUSPENDED_BY_ANOTHER`.
pub async fn resume(
    platform: &Platform,
    actor: &Actor,
    target: Target,
) -> Result<Partnership, Error> {
    let resume = PartnershipAction::Resume;
    say(
        platform,
        actor,
        target,
        resume,
        |partnership, act, by, today| Ok(partnership.resume(act, by, today)?),
    )
    .await
}

/// Says on which day the contract of a consortium was signed with its buyer.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `Invalid`, `WRONG_STATE`.
pub async fn record_award(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    day: NaiveDate,
) -> Result<Partnership, Error> {
    let record = PartnershipAction::RecordAward;
    say(
        platform,
        actor,
        target,
        record,
        |partnership, act, _, today| Ok(partnership.record_award(act, today, day)?),
    )
    .await
}

async fn say(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    action: PartnershipAction,
    decide: impl Fn(&mut Partnership, &Act<'_>, OrganisationId, NaiveDate) -> Result<(), Error>,
) -> Result<Partnership, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let (mut partnership, today) = load(tx, platform, &actor, target, action).await?;
            decide(&mut partnership, &act, target.acting_for, today)?;
            keep(tx, platform, &mut partnership, None).await?;
            Ok(partnership)
        })
        .await
}
