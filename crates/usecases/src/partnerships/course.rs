//! What time does: the platform looks at a partnership on each day on which something is due.

use chrono::{DateTime, TimeDelta, Utc};
use maillage_domain::{
    hubs::Hub, ids::PartnershipId, partnerships::Partnership, policy::Actor, values::beginning,
};
use maillage_persistence::{Tx, partnerships};

use super::{hub_of, keep};
use crate::{
    error::Error,
    jobs::{self, Job},
    platform::Platform,
};

/// Does what is due of a partnership today, and plans the next look. One that was looked at already, or has
/// gone another way, is left as it is.
pub(crate) async fn attend(platform: &Platform, tx: &Tx, id: PartnershipId) -> Result<(), Error> {
    let Some(mut partnership) = partnerships::lock(tx, id).await? else {
        return Ok(());
    };
    let hub = hub_of(tx, &partnership).await?;
    let act = platform.act(&Actor::Anonymous);
    let today = act.at.with_timezone(&hub.content.time_zone).date_naive();
    partnership.attend(&act, today);
    if partnership.events.as_slice().is_empty() {
        // Looked at too early: the hub has moved its clocks since the look was planned.
        return match next_look(&partnership, &hub, act.at) {
            Some(at) if at < act.at + TimeDelta::days(2) => {
                let again = Job::Attend {
                    partnership: id,
                    at,
                };
                jobs::enqueue(platform, tx, vec![again]).await
            }
            _ => Ok(()),
        };
    }
    keep(tx, platform, &mut partnership, None).await
}

/// When the platform looks at a partnership next: at the beginning of the day on which something is due, on
/// the clocks of its hub.
pub(super) fn next_look(
    partnership: &Partnership,
    hub: &Hub,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let zone = hub.content.time_zone;
    let today = now.with_timezone(&zone).date_naive();
    let day = partnership.next_due(today)?;
    Some(beginning(day, zone))
}
