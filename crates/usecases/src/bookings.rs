//! Bookings: shared resources taken for some time, never more of them than there are.
//!
//! Whoever gives units away first locks the resources, in the order of their ids, and only then reads
//! what is taken of them; the domain decides. A trigger of the database holds every line to the same.

mod lifecycle;
mod requests;
mod work;

use std::collections::{HashMap, hash_map::Entry};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use maillage_domain::{
    Act, Problem, ProblemCode,
    bookings::{Booking, BookingAction, Borrower, Line, Offer, Wanted},
    ids::{BookingId, OrganisationId, ResourceId},
    organisations::Organisation,
    policy::{self, Action, Actor},
    resources::{Conditions, Minutes, Resource, ResourceAction, Span, Step, Usage},
    values::Language,
};
pub use maillage_persistence::bookings::{BookingFilter, BookingQuery, ORDER};
use maillage_persistence::{Page, Tx, bookings, memberships, organisations, resources};

pub(crate) use self::requests::expect_project;
pub use self::{
    lifecycle::{cancel, confirm, decline, hand_over, no_show, take_back},
    requests::{BookedSeries, Missed, book, book_series, change},
    work::{confirm_hours, contest_hours, declare_hours},
};
use crate::{
    error::{Error, expect_version},
    partnerships::Affiliation,
    platform::Platform,
    words,
};

/// Which booking an act is about, and the version the actor has read.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The booking.
    pub id: BookingId,
    /// The organisation acted for: one of its two sides.
    pub acting_for: OrganisationId,
    /// The version the actor has read.
    pub expected_version: i32,
}

/// Loads the booking of an act, authorised and at the version read.
async fn load(
    tx: &Tx,
    actor: &Actor,
    target: Target,
    action: BookingAction,
) -> Result<Booking, Error> {
    let booking = bookings::find(tx, target.id).await?;
    let booking = booking.ok_or(Error::NotFound)?;
    policy::check(actor, Action::Booking(action, &booking))?;
    expect_version(target.expected_version, booking.version)?;
    Ok(booking)
}

/// What was booked, as far as who reads it may see it: the title of each resource, given its id, and how
/// many units of it.
pub(crate) fn titles<'a>(
    language: Language,
    lines: &[Line],
    title: impl Fn(ResourceId) -> Option<&'a str>,
) -> String {
    let told = lines.iter().map(|line| match title(line.resource) {
        Some(title) => format!("{title} × {}", line.units),
        None => words::say(language, "booking-resource-hidden", &[]),
    });
    told.collect::<Vec<_>>().join(", ")
}

/// An organisation as it wants to book, or to have material.
pub(crate) async fn borrower(tx: &Tx, id: OrganisationId) -> Result<Borrower, Error> {
    let memberships = memberships::active_of(tx, id).await?;
    Ok(Borrower { id, memberships })
}

/// Resources that nobody else gives away until the transaction ends.
struct Stock {
    resources: HashMap<ResourceId, Resource>,
    /// The employers of staff time.
    lenders: HashMap<OrganisationId, Organisation>,
    /// To which of them the borrower belongs by an agreement, where they are employers' groups.
    groups: HashMap<OrganisationId, Affiliation>,
    taken: HashMap<ResourceId, Vec<(Span, u32)>>,
}

impl Stock {
    /// Locks resources, handed in in the order of their ids, and reads what is taken of them during
    /// `around`, one booking left out.
    async fn lock(
        tx: &Tx,
        ids: &[ResourceId],
        around: Span,
        but: Option<BookingId>,
    ) -> Result<Self, Error> {
        for id in ids {
            resources::lock(tx, *id).await?;
        }
        let resources = resources::by_ids(tx, ids).await?;
        let mut lenders: HashMap<OrganisationId, Organisation> = HashMap::new();
        for resource in resources.values().filter(|one| one.is_staff_time()) {
            if let Entry::Vacant(entry) = lenders.entry(resource.owner) {
                let owner = organisations::find(tx, resource.owner).await?;
                entry.insert(owner.ok_or(Error::NotFound)?);
            }
        }
        Ok(Self {
            resources,
            lenders,
            groups: HashMap::new(),
            taken: bookings::taken(tx, ids, around, but).await?,
        })
    }

    /// Reads of which employers' groups among the lenders the borrower is a member by an agreement.
    async fn affiliate(
        &mut self,
        tx: &Tx,
        act: &Act<'_>,
        borrower: OrganisationId,
    ) -> Result<(), Error> {
        for lender in self.lenders.keys() {
            let read = Affiliation::read(tx, act, *lender, borrower).await?;
            self.groups.insert(*lender, read);
        }
        Ok(())
    }

    /// The resources of some lines, in their order, as far as they are there.
    fn resources(&self, lines: &[(ResourceId, u32)]) -> Vec<&Resource> {
        let found = lines.iter().map(|(id, _)| self.resources.get(id));
        found.flatten().collect()
    }

    /// What decides about some lines at a time; what is taken far away from it counts for nothing.
    fn wanted(&self, lines: &[(ResourceId, u32)], span: Span) -> Vec<Wanted<'_>> {
        let around = span.widened(Offer::NEARBY);
        let wanted = lines.iter().filter_map(|(id, units)| {
            let resource = self.resources.get(id)?;
            let taken = self.taken.get(id).into_iter().flatten().copied();
            Some(Wanted {
                resource,
                units: *units,
                usage: Usage::of(taken.filter(|(span, _)| span.meets(around))),
                members_only: resource.is_staff_time()
                    && self.is_of_a_group_that_the_borrower_is_no_member_of(resource, span),
            })
        });
        wanted.collect()
    }

    /// On the first or the last day of a time, on the clocks of the staff time.
    fn is_of_a_group_that_the_borrower_is_no_member_of(
        &self,
        resource: &Resource,
        span: Span,
    ) -> bool {
        let conditions = resource.conditions.as_ref();
        let zone = conditions.map_or(Tz::UTC, |conditions| conditions.time_zone);
        let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
        let days = [day(span.start()), day(span.end() - TimeDelta::seconds(1))];
        let lender = self.lenders.get(&resource.owner);
        let affiliation = self.groups.get(&resource.owner);
        days.into_iter().any(|day| {
            lender.is_some_and(|one| one.content.is_employers_group(day))
                && !affiliation.is_some_and(|one| one.stands_on(day))
        })
    }
}

/// A booking, if it concerns the actor.
///
/// # Errors
/// `Internal` alone.
pub async fn find(
    platform: &Platform,
    actor: &Actor,
    id: BookingId,
) -> Result<Option<Booking>, Error> {
    Ok(by_ids(platform, actor, &[id]).await?.remove(&id))
}

/// Those of the bookings that concern the actor. The project of one is for the actor to see only
/// as far as they see the project.
///
/// # Errors
/// `Internal` alone.
pub async fn by_ids(
    platform: &Platform,
    actor: &Actor,
    ids: &[BookingId],
) -> Result<HashMap<BookingId, Booking>, Error> {
    let mut found = bookings::by_ids(platform.db(), ids).await?;
    found.retain(|_, booking| {
        policy::check(actor, Action::Booking(BookingAction::Read, booking)).is_ok()
    });
    Ok(found)
}

/// A page of the bookings that concern the actor, by start.
///
/// # Errors
/// `Internal` alone.
pub async fn list(
    platform: &Platform,
    actor: &Actor,
    query: &BookingQuery,
) -> Result<Page<Booking>, Error> {
    Ok(bookings::list(platform.db(), actor, query).await?)
}

/// How many bookings of a list concern the actor.
///
/// # Errors
/// `Internal` alone.
pub async fn count(
    platform: &Platform,
    actor: &Actor,
    filter: &BookingFilter,
) -> Result<u64, Error> {
    Ok(bookings::count(platform.db(), actor, filter).await?)
}

/// The longest time whose availability is told at once, in days.
pub const MOST_DAYS: u16 = 400;

/// How many units of a resource are free when, for whoever sees it. Nothing where it cannot be
/// booked.
///
/// # Errors
/// `NotFound`; `Invalid` on `from` and `to` as of [`Span::parse`], and on `to` for more than
/// [`MOST_DAYS`].
pub async fn availability(
    platform: &Platform,
    actor: &Actor,
    id: ResourceId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Step>, Error> {
    let span = Span::between(("from", from), ("to", to))?;
    let latest = span.start() + TimeDelta::days(MOST_DAYS.into());
    if span.end() > latest {
        let problem = Problem::new(ProblemCode::OutOfRange).with("max", latest.to_rfc3339());
        return Err(Error::invalid("to", problem));
    }
    let resource = resources::find(platform.db(), id).await?;
    let resource = resource.ok_or(Error::NotFound)?;
    policy::check(actor, Action::Resource(ResourceAction::Read, &resource))?;
    let conditions = resource.conditions.as_ref();
    let Some(conditions) = conditions.filter(|_| resource.is_published()) else {
        return Ok(Vec::new());
    };
    let mut taken = bookings::taken(platform.db(), &[id], span, None).await?;
    let usage = Usage::of(taken.remove(&id).unwrap_or_default());
    Ok(conditions.calendar(&usage).availability(span))
}

/// What is looked for in the calendar of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Search {
    /// From when on; from now on if not said, or earlier.
    pub from: Option<DateTime<Utc>>,
    /// For how long; as short as the resource is booked where nothing is said.
    pub length: Option<Minutes>,
    /// How many units.
    pub units: u32,
}

/// The first time at which each of some resources, which the actor has been shown with their
/// conditions, can be booked. A resource that cannot be had is left out.
///
/// # Errors
/// `Internal` alone.
pub async fn next_free(
    platform: &Platform,
    resources: &[(ResourceId, &Conditions)],
    search: Search,
) -> Result<HashMap<ResourceId, Span>, Error> {
    let now = platform.now();
    let ids: Vec<_> = resources.iter().map(|(id, _)| *id).collect();
    let from = search.from.map_or(now, |from| from.max(now));
    let taken = bookings::taken_from(platform.db(), &ids, from).await?;
    let found = resources.iter().filter_map(|(id, conditions)| {
        let usage = Usage::of(taken.get(id).into_iter().flatten().copied());
        let length = search.length.unwrap_or(conditions.rules.min_length());
        let calendar = conditions.calendar(&usage);
        let free = calendar.next_free(from, length, search.units, now)?;
        Some((*id, free))
    });
    Ok(found.collect())
}
