//! Commitments followed until they are kept: what was delivered, as both sides say, and what is due when.

use std::collections::HashMap;

use chrono::{Days, NaiveDate, TimeDelta};
use maillage_domain::{
    Act, Faults, Problem, ProblemCode,
    hubs::Hub,
    ids::{CommitmentId, FulfilmentId, HubId, OrganisationId, PartnershipId},
    partnerships::{
        Commitment, Fulfilment, FulfilmentAction, FulfilmentDraft, Keeping, Kept, Occurrence,
        Partnership, PartnershipAction, PartnershipState, SettlementDraft, Source, Tasks,
    },
    policy::{self, Action, Actor},
    refusals::{Refusal, RefusalCode},
    values::Reason,
};
use maillage_persistence::{
    Conn, PageRequest, Tx, hubs,
    partnerships::{self as stored, PartnershipFilter},
};

use super::hub_of;
use crate::{
    error::{Error, expect_version},
    jobs::{self, Job},
    platform::Platform,
};

/// Which declaration an act is about, and the version the actor has read.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// What was declared.
    pub id: FulfilmentId,
    /// The organisation acted for: a party.
    pub acting_for: OrganisationId,
    /// The version the actor has read.
    pub expected_version: i32,
}

impl About {
    /// An act on what the actor has read.
    pub(super) fn step(self, action: FulfilmentAction) -> Step {
        Step {
            id: self.id,
            acting_for: self.acting_for,
            expected_version: Some(self.expected_version),
            action,
        }
    }
}

/// An act on what was declared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// What was declared.
    pub(super) id: FulfilmentId,
    /// The organisation acted for.
    pub(super) acting_for: OrganisationId,
    /// The version the actor has read, where it matters which.
    pub(super) expected_version: Option<i32>,
    /// The act.
    pub(super) action: FulfilmentAction,
}

/// What is known of the commitments of a partnership, and the day that it is in its hub.
#[derive(Debug, Clone)]
pub struct Followed {
    /// What was declared and given up.
    pub keeping: Keeping,
    /// Today, on the clocks of its hub.
    pub today: NaiveDate,
}

/// Something that is due, and by which partnership.
#[derive(Debug, Clone)]
pub struct Due {
    /// The partnership.
    pub partnership: Partnership,
    /// What is due.
    pub occurrence: Occurrence,
}

/// Says what was delivered of a commitment. What it is linked to is one that the organisation acted for gave or
/// had.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `WRONG_STATE`, `NOT_YOUR_SIDE`, `TOO_MANY_FULFILMENTS`, `ALREADY_COUNTED`.
pub async fn declare(
    platform: &Platform,
    actor: &Actor,
    (id, acting_for): (PartnershipId, OrganisationId),
    mut draft: FulfilmentDraft,
    source: Option<Source>,
) -> Result<Kept, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    if let Some(source) = source {
        draft.source = Some((source, stored::measure(platform.db(), source).await?));
    }
    platform
        .write(async |tx| {
            let declare = PartnershipAction::DeclareFulfilment;
            let (partnership, today) = super::hold(tx, platform, &actor, id, declare).await?;
            let declared = Fulfilment::declare(&act, &partnership, acting_for, today, &draft);
            let mut fulfilment = declared?;
            let since = act.at - TimeDelta::hours(Fulfilment::WITHIN_HOURS);
            let declared = stored::declarations(tx, (id, acting_for), since).await?;
            if declared >= Fulfilment::MOST {
                let refusal = Refusal::new(RefusalCode::TooManyFulfilments)
                    .with("max", Fulfilment::MOST)
                    .with("hours", Fulfilment::WITHIN_HOURS);
                return Err(refusal.into());
            }
            if let Some(source) = source {
                expect_uncounted(tx, source).await?;
            }
            stored::save_fulfilment(tx, &mut fulfilment).await?;
            followed_on(tx, platform, &partnership).await?;
            kept(tx, fulfilment).await
        })
        .await
}

/// Whether something counts for no commitment, and does not begin to until the transaction ends.
///
/// # Errors
/// `ALREADY_COUNTED`.
pub(crate) async fn expect_uncounted(tx: &Tx, source: Source) -> Result<(), Error> {
    stored::lock_source(tx, source).await?;
    if stored::source_is_counted(tx, source).await? {
        return Err(Refusal::new(RefusalCode::AlreadyCounted).into());
    }
    Ok(())
}

/// The other side says that it was so.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `NOT_YOUR_SIDE`, `CONTESTED_BY_ANOTHER`.
pub async fn confirm(platform: &Platform, actor: &Actor, about: About) -> Result<Kept, Error> {
    let confirm = about.step(FulfilmentAction::Confirm);
    step(platform, actor, confirm, |fulfilment, act, _| {
        Ok(fulfilment.confirm(act, about.acting_for)?)
    })
    .await
}

/// The other side says that it was otherwise, and why.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `NOT_YOUR_SIDE`.
pub async fn contest(
    platform: &Platform,
    actor: &Actor,
    about: About,
    reason: &Reason,
) -> Result<Kept, Error> {
    let contest = about.step(FulfilmentAction::Contest);
    step(platform, actor, contest, |fulfilment, act, _| {
        Ok(fulfilment.contest(act, about.acting_for, reason)?)
    })
    .await
}

/// Who has declared it takes it back.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `NOT_YOUR_SIDE`.
pub async fn withdraw_fulfilment(
    platform: &Platform,
    actor: &Actor,
    about: About,
) -> Result<Kept, Error> {
    let withdraw = about.step(FulfilmentAction::Withdraw);
    step(platform, actor, withdraw, |fulfilment, act, _| {
        Ok(fulfilment.withdraw(act, about.acting_for)?)
    })
    .await
}

/// A side offers the other what of a contested fulfilment counts.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `Invalid`, `WRONG_STATE`, `NOT_YOUR_SIDE`.
pub async fn offer(
    platform: &Platform,
    actor: &Actor,
    about: About,
    draft: &SettlementDraft,
) -> Result<Kept, Error> {
    let offer = about.step(FulfilmentAction::OfferSettlement);
    step(platform, actor, offer, |fulfilment, act, commitment| {
        Ok(fulfilment.offer(act, about.acting_for, commitment, draft)?)
    })
    .await
}

/// The other side accepts what was offered.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `NOT_YOUR_SIDE`.
pub async fn accept(platform: &Platform, actor: &Actor, about: About) -> Result<Kept, Error> {
    let accept = about.step(FulfilmentAction::AcceptSettlement);
    step(platform, actor, accept, |fulfilment, act, _| {
        Ok(fulfilment.accept(act, about.acting_for)?)
    })
    .await
}

/// A creditor gives up what is owed to it of a commitment on a day.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `WRONG_STATE`, `NOT_YOUR_SIDE`.
pub async fn waive(
    platform: &Platform,
    actor: &Actor,
    (id, acting_for): (PartnershipId, OrganisationId),
    owed: (CommitmentId, Option<NaiveDate>),
    reason: &Reason,
) -> Result<Partnership, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    platform
        .write(async |tx| {
            let waive = PartnershipAction::WaiveCommitment;
            let (partnership, today) = super::hold(tx, platform, &actor, id, waive).await?;
            let keeping = keeping_of(tx, id).await?;
            let around = (&keeping, today);
            let waived = partnership.waive(&act, acting_for, owed, around, reason.clone());
            let (waiver, event) = waived?;
            stored::save_waiver(tx, &waiver, event).await?;
            followed_on(tx, platform, &partnership).await?;
            Ok(partnership)
        })
        .await
}

pub(super) async fn step(
    platform: &Platform,
    actor: &Actor,
    about: Step,
    decide: impl Fn(&mut Fulfilment, &Act<'_>, &Commitment) -> Result<(), Error>,
) -> Result<Kept, Error> {
    let (actor, act) = platform.act_for(actor, about.acting_for)?;
    platform
        .write(async |tx| {
            let found = stored::fulfilment(tx, about.id).await?;
            let found = found.ok_or(Error::NotFound)?;
            // Whoever changes what belongs to a partnership waits for whoever else does.
            let partnership = stored::lock(tx, found.partnership).await?;
            let partnership = partnership.ok_or(Error::NotFound)?;
            let found = stored::fulfilment(tx, about.id).await?;
            let mut fulfilment = found.ok_or(Error::NotFound)?;
            policy::check(
                &actor,
                Action::Fulfilment(about.action, &fulfilment, &partnership),
            )?;
            if let Some(expected) = about.expected_version {
                expect_version(expected, fulfilment.version)?;
            }
            let commitment = partnership
                .words_for(fulfilment.commitment, fulfilment.due_on)
                .ok_or_else(|| Error::internal("a fulfilment without its commitment"))?;
            let before = fulfilment.proofs.clone();
            decide(&mut fulfilment, &act, commitment)?;
            let gone = before
                .iter()
                .filter(|proof| !fulfilment.proofs.contains(proof))
                .map(|proof| Job::DiscardProof {
                    fulfilment: fulfilment.id,
                    proof: proof.id,
                });
            jobs::enqueue(platform, tx, gone.collect()).await?;
            if !fulfilment.events.as_slice().is_empty() {
                stored::save_fulfilment(tx, &mut fulfilment).await?;
                followed_on(tx, platform, &partnership).await?;
            }
            kept(tx, fulfilment).await
        })
        .await
}

/// Writes down what the commitments ask of whom by now.
async fn followed_on(tx: &Tx, platform: &Platform, partnership: &Partnership) -> Result<(), Error> {
    let hub = hub_of(tx, partnership).await?;
    let tasks = tasks(tx, platform, partnership, &hub).await?;
    Ok(stored::save_readers(tx, partnership, &tasks).await?)
}

/// What the commitments of a partnership ask of its parties.
pub(super) async fn tasks(
    tx: &Tx,
    platform: &Platform,
    partnership: &Partnership,
    hub: &Hub,
) -> Result<HashMap<OrganisationId, Tasks>, Error> {
    // Nothing is owed before that.
    if partnership.course.since.is_none() {
        return Ok(HashMap::new());
    }
    let keeping = keeping_of(tx, partnership.id).await?;
    Ok(partnership.tasks(&keeping, today(platform, hub)))
}

pub(super) async fn keeping_of(conn: &impl Conn, id: PartnershipId) -> Result<Keeping, Error> {
    let mut keepings = stored::keepings(conn, &[id]).await?;
    Ok(keepings.remove(&id).unwrap_or_default())
}

fn today(platform: &Platform, hub: &Hub) -> NaiveDate {
    let now = platform.now().with_timezone(&hub.content.time_zone);
    now.date_naive()
}

/// What was declared, if the actor may read it.
///
/// # Errors
/// `Internal` alone.
pub async fn fulfilment(
    platform: &Platform,
    actor: &Actor,
    id: FulfilmentId,
) -> Result<Option<Kept>, Error> {
    let Some(fulfilment) = stored::fulfilment(platform.db(), id).await? else {
        return Ok(None);
    };
    let partnership = stored::find(platform.db(), fulfilment.partnership).await?;
    let read = |partnership: &Partnership| {
        let read = Action::Fulfilment(FulfilmentAction::Read, &fulfilment, partnership);
        policy::check(actor, read).is_ok()
    };
    if !partnership.as_ref().is_some_and(read) {
        return Ok(None);
    }
    Ok(Some(kept(platform.db(), fulfilment).await?))
}

/// What was declared, with what is known of what it is linked to.
async fn kept(conn: &impl Conn, fulfilment: Fulfilment) -> Result<Kept, Error> {
    let measure = match fulfilment.source {
        Some(source) => stored::measure(conn, source).await?,
        None => None,
    };
    Ok(Kept {
        fulfilment,
        measure,
    })
}

/// What is known of the commitments of partnerships that the actor has been shown to follow.
///
/// # Errors
/// `Internal` alone.
pub async fn followed(
    platform: &Platform,
    partnerships: &[(PartnershipId, HubId)],
) -> Result<HashMap<PartnershipId, Followed>, Error> {
    let ids: Vec<_> = partnerships.iter().map(|(id, _)| *id).collect();
    let mut hubs_of: Vec<_> = partnerships.iter().map(|(_, hub)| *hub).collect();
    hubs_of.sort_unstable();
    hubs_of.dedup();
    let mut keepings = stored::keepings(platform.db(), &ids).await?;
    let hubs = hubs::by_ids(platform.db(), &hubs_of).await?;
    let followed = partnerships.iter().filter_map(|(id, hub)| {
        let followed = Followed {
            keeping: keepings.remove(id).unwrap_or_default(),
            today: today(platform, hubs.get(hub)?),
        };
        Some((*id, followed))
    });
    Ok(followed.collect())
}

/// What is known of the commitments of one, whoever asks.
pub(crate) async fn follow(
    platform: &Platform,
    conn: &impl Conn,
    partnership: &Partnership,
) -> Result<Followed, Error> {
    let hub = hub_of(conn, partnership).await?;
    Ok(Followed {
        keeping: keeping_of(conn, partnership.id).await?,
        today: today(platform, &hub),
    })
}

/// Most days that a calendar is told of at once: two years.
const MOST_DAYS: u64 = 731;
/// Most of what is due that is told at once.
const MOST_DUE: usize = 500;
/// Most partnerships of an organisation that are looked through for it, the newest first.
const MOST_PARTNERSHIPS: u64 = 500;

/// What is due by an organisation or to it within two days and all between, as far as the actor follows its
/// partnerships in force, and what was left open by those that are over: five hundred at most, by their day.
///
/// # Errors
/// `INCONSISTENT` on `until` before `from`; `OUT_OF_RANGE` for more than two years.
pub async fn due(
    platform: &Platform,
    actor: &Actor,
    organisation: OrganisationId,
    (from, until): (NaiveDate, NaiveDate),
) -> Result<Vec<Due>, Error> {
    expect_period(from, until)?;
    let filter = PartnershipFilter {
        organisation: Some(organisation),
        states: vec![
            PartnershipState::Active,
            PartnershipState::Suspended,
            PartnershipState::Ended,
            PartnershipState::Terminated,
        ],
        ..PartnershipFilter::default()
    };
    let page = PageRequest::first(MOST_PARTNERSHIPS);
    let found = stored::list(platform.db(), actor, &filter, &page).await?;
    let mut partnerships: Vec<_> = found.items.into_iter().map(|(_, one)| one).collect();
    let read = PartnershipAction::ReadCourse;
    partnerships.retain(|one| policy::check(actor, Action::Partnership(read, one)).is_ok());
    let of: Vec<_> = partnerships.iter().map(|one| (one.id, one.hub)).collect();
    let mut followed = followed(platform, &of).await?;
    let mut due = Vec::new();
    for partnership in partnerships {
        let Some(Followed { keeping, today }) = followed.remove(&partnership.id) else {
            continue;
        };
        let within = |one: &Occurrence| {
            one.sides.of(organisation).is_some()
                && (partnership.is_in_force() || one.state.is_open())
                && one.due_on.is_some_and(|day| from <= day && day <= until)
        };
        let occurrences = partnership.occurrences(&keeping, today).into_iter();
        due.extend(occurrences.filter(within).map(|occurrence| Due {
            partnership: partnership.clone(),
            occurrence,
        }));
    }
    due.sort_by_key(|one| (one.occurrence.due_on, one.partnership.id));
    due.truncate(MOST_DUE);
    Ok(due)
}

fn expect_period(from: NaiveDate, until: NaiveDate) -> Result<(), Error> {
    let fault = |problem| Err(Faults::one("until", problem).into());
    if until < from {
        return fault(Problem::new(ProblemCode::Inconsistent).with("with", "from"));
    }
    match from.checked_add_days(Days::new(MOST_DAYS)) {
        Some(most) if until > most => {
            fault(Problem::new(ProblemCode::OutOfRange).with("max", most))
        }
        _ => Ok(()),
    }
}
