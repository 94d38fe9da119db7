//! Partnerships: drafted together, frozen, signed by all, followed until they are over.

mod course;
mod differing;
mod drafting;
mod ending;
mod evidence;
mod fields;
mod frozen;
mod keeping;
mod naming;
mod proofs;
mod reading;
mod reminding;
mod signing;
mod staffing;
mod templates;
mod verification;

use std::collections::HashMap;

use chrono::NaiveDate;
use maillage_domain::{
    Act,
    hubs::Hub,
    ids::{OrganisationId, PartnershipId},
    organisations::Organisation,
    partnerships::{Around, Form, Outline, Partnership, PartnershipAction},
    policy::{self, Action, Actor},
};
use maillage_persistence::{Conn, Tx, hubs, organisations, partnerships, resources};

pub(crate) use self::{
    course::attend,
    keeping::follow,
    reminding::remind,
    staffing::{Affiliation, has_members, staff_conventions},
};
pub use self::{
    differing::{Difference, Piece, PieceKind, compare},
    drafting::{Draft, change, comment, discard, draft, propose, withdraw},
    ending::{decline, decline_renewal, leave, record_award, resume, suspend, terminate},
    evidence::{file, known_keys, published_keys},
    keeping::{
        About, Due, Followed, accept, confirm, contest, declare, due, followed, fulfilment, offer,
        waive, withdraw_fulfilment,
    },
    proofs::{
        Cabinet, ProofPlace, add_proof, expect_proof, proof, proof_bytes, remove_proof, tidy_proofs,
    },
    reading::{
        FrozenArticle, by_ids, comments, count, count_comments, edits, first_comments, list,
        of_version, signed_articles, working_articles,
    },
    reminding::Look,
    signing::{Signing, sign},
    templates::{archive_template, create_template, find_template, templates, update_template},
    verification::{Checked, Report, Signed, Standing, check, standing, verify},
};
pub(crate) use self::{keeping::expect_uncounted, proofs::discard_proof};
use crate::{
    error::{Error, expect_version},
    jobs::{self, Job},
    platform::Platform,
};
pub use maillage_persistence::partnerships::{Awaited, EditMade, ORDER, PartnershipFilter};

/// Which partnership an act is about, and the version the actor has read.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The partnership.
    pub id: PartnershipId,
    /// The organisation acted for: one of its parties.
    pub acting_for: OrganisationId,
    /// The version the actor has read.
    pub expected_version: i32,
}

/// A partnership that nobody else changes until the transaction ends, authorised and at the version read,
/// with the day that it is in its hub.
async fn load(
    tx: &Tx,
    platform: &Platform,
    actor: &Actor,
    target: Target,
    action: PartnershipAction,
) -> Result<(Partnership, NaiveDate), Error> {
    let (partnership, today) = hold(tx, platform, actor, target.id, action).await?;
    expect_version(target.expected_version, partnership.version)?;
    Ok((partnership, today))
}

/// The same, whatever version the actor has read.
async fn hold(
    tx: &Tx,
    platform: &Platform,
    actor: &Actor,
    id: PartnershipId,
    action: PartnershipAction,
) -> Result<(Partnership, NaiveDate), Error> {
    let partnership = partnerships::lock(tx, id).await?;
    let mut partnership = partnership.ok_or(Error::NotFound)?;
    policy::check(actor, Action::Partnership(action, &partnership))?;
    let hub = hub_of(tx, &partnership).await?;
    let act = platform.act(&Actor::Anonymous);
    let today = act.at.with_timezone(&hub.content.time_zone).date_naive();
    // Nobody decides on what should have ended since midnight, where the platform has not come to look yet.
    partnership.attend(&act, today);
    policy::check(actor, Action::Partnership(action, &partnership))?;
    Ok((partnership, today))
}

/// Writes a partnership, and has the platform look at it again on the next day on which something is due.
async fn keep(
    tx: &Tx,
    platform: &Platform,
    partnership: &mut Partnership,
    frozen: Option<&str>,
) -> Result<(), Error> {
    let hub = hub_of(tx, partnership).await?;
    let tasks = keeping::tasks(tx, platform, partnership, &hub).await?;
    let begins = reminding::begins(partnership);
    partnerships::save(tx, partnership, frozen, &tasks).await?;
    let now = platform.now();
    let look = course::next_look(partnership, &hub, now).map(|at| Job::Attend {
        partnership: partnership.id,
        at,
    });
    let remind = begins.map(|look| Job::Remind { look, at: now });
    jobs::enqueue(platform, tx, look.into_iter().chain(remind).collect()).await
}

async fn hub_of(conn: &impl Conn, partnership: &Partnership) -> Result<Hub, Error> {
    let hub = hubs::find(conn, partnership.hub).await?;
    hub.ok_or_else(|| Error::internal("a partnership without its hub"))
}

/// The organisations of what is worked on, and those that are bound.
async fn parties(
    tx: &Tx,
    partnership: &Partnership,
) -> Result<HashMap<OrganisationId, Organisation>, Error> {
    let ids = partnership.insiders();
    Ok(organisations::by_ids(tx, &ids).await?)
}

/// What the rules of forms need to know.
async fn around(
    tx: &Tx,
    (act, today): (&Act<'_>, NaiveDate),
    outline: &Outline,
    parties: &HashMap<OrganisationId, Organisation>,
) -> Result<Around, Error> {
    let groups = parties
        .values()
        .filter(|one| outline.has_party(one.id))
        .filter(|one| one.content.is_employers_group(outline.term.starts_on));
    let mut employers_groups: Vec<_> = groups.map(|one| one.id).collect();
    employers_groups.sort_unstable();
    let staff = match outline.staff.filter(|_| outline.form == Form::StaffLoan) {
        Some(staff) => resources::find(tx, staff.resource).await?,
        None => None,
    };
    let staff = staff.filter(|staff| staff.is_staff_time() && staff.is_published());
    let mut outside_group = false;
    if let Some(staff) = staff
        .as_ref()
        .filter(|one| employers_groups.contains(&one.owner))
    {
        for party in outline.organisations().filter(|one| *one != staff.owner) {
            let affiliation = Affiliation::read(tx, act, staff.owner, party).await?;
            let day = outline.term.starts_on.max(today);
            outside_group |= !staff.content.names(party) && !affiliation.stands_on(day);
        }
    }
    Ok(Around {
        employers_groups,
        lender: staff.map(|staff| staff.owner),
        outside_group,
    })
}
