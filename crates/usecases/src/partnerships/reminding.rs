//! Who owes something is reminded of it: the platform looks on each day on which somebody is to be told.

use chrono::NaiveDate;
use maillage_domain::{
    events::EventKind,
    ids::{PartnershipId, PartnershipVersionId},
    partnerships::Partnership,
    policy::Actor,
    values::beginning,
};
use maillage_persistence::{Tx, partnerships};
use serde::{Deserialize, Serialize};

use super::{hub_of, keeping::keeping_of};
use crate::{
    error::Error,
    jobs::{self, Job},
    platform::Platform,
};

/// A look at what is due by a version in force. Each plans the next; those at a version end when another takes its
/// place, or with the one after the end, which tells of what was left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// The partnership.
    partnership: PartnershipId,
    /// Its version in force.
    version: PartnershipVersionId,
    /// The last day on which it was told, or would have been before a suspension; none before the first.
    after: Option<NaiveDate>,
}

/// The first look at a version that has come into force since the partnership was loaded.
pub(super) fn begins(partnership: &Partnership) -> Option<Look> {
    use EventKind as K;
    let mut events = partnership.events.as_slice().iter();
    let begun = |kind| matches!(kind, K::PartnershipActivated | K::PartnershipAmended);
    events.find(|event| begun(event.kind))?;
    // An amendment that is signed while all is suspended: what was not told since then is told once it goes on.
    let suspension = partnership.course.suspension.as_ref();
    let suspension = suspension.filter(|_| partnership.is_suspended());
    Some(Look {
        partnership: partnership.id,
        version: partnership.binding()?.id,
        after: suspension.and_then(|since| since.effective_on.pred_opt()),
    })
}

/// Tells of what is due soon and of what has become late, and plans the next look.
pub(crate) async fn remind(platform: &Platform, tx: &Tx, look: Look) -> Result<(), Error> {
    let Some(mut partnership) = partnerships::lock(tx, look.partnership).await? else {
        return Ok(());
    };
    let hub = hub_of(tx, &partnership).await?;
    let act = platform.act(&Actor::Anonymous);
    let zone = hub.content.time_zone;
    let today = act.at.with_timezone(&zone).date_naive();
    // As it is today, also where the platform has not come to look at its course yet.
    partnership.attend(&act, today);
    let agreed = partnership.agreed().map(|version| version.id);
    if agreed != Some(look.version) {
        return Ok(());
    }
    let keeping = keeping_of(tx, partnership.id).await?;
    let days = (look.after, today);
    partnerships::tell(tx, partnership.reminders(&act, &keeping, days));
    let told = (!partnership.is_suspended()).then_some(today);
    let next = partnership.next_reminder(today).map(|day| Job::Remind {
        look: Look {
            after: look.after.max(told),
            ..look
        },
        at: beginning(day, zone),
    });
    jobs::enqueue(platform, tx, next.into_iter().collect()).await
}
