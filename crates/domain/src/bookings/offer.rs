//! Whether an organisation can have what it wants, and on what terms.
//!
//! Who sees a resource need not be able to book it. What is shared with hubs is booked by their
//! active members, also when everybody may see it: the hub is where the two have accepted the same
//! charter, and somebody knows both. What is shared with organisations by name is booked by them,
//! wherever they are members. The owner books its own.

use chrono::{DateTime, Utc};

use super::{Line, StaffWork};
use crate::{
    ids::{HubId, OrganisationId, ResourceId},
    memberships::MemberCategory,
    refusals::{Refusal, RefusalCode},
    resources::{Approval, Calendar, Minutes, Price, Resource, Span, Usage},
    values::{Due, Visibility},
};

/// An organisation that wants to book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borrower {
    /// The organisation.
    pub id: OrganisationId,
    /// The hubs that it is an active member of, and as what.
    pub memberships: Vec<(HubId, MemberCategory)>,
}

impl Borrower {
    /// The membership by which it books a resource: that in the resource's own hub, or else in
    /// another that it is shared with.
    pub(crate) fn membership(&self, resource: &Resource) -> Option<(HubId, MemberCategory)> {
        resource.hubs().find_map(|hub| {
            let mut memberships = self.memberships.iter();
            memberships.find(|(one, _)| *one == hub).copied()
        })
    }

    /// The membership by which it books several resources together: that in the first of the hubs
    /// that share all of them which are shared with hubs. One hub sees the whole of a booking.
    ///
    /// # Errors
    /// `NOT_ELIGIBLE` with the facts `resource` and `hub`: one that the hub does not share by which
    /// the others are had.
    fn common_membership(
        &self,
        wanted: &[Wanted<'_>],
    ) -> Result<Option<(HubId, MemberCategory)>, Refusal> {
        let by_hub = |one: &&Wanted<'_>| {
            one.resource.owner != self.id && one.resource.content.visibility != Visibility::Parties
        };
        let mut needing = wanted.iter().filter(by_hub);
        let Some(first) = needing.next() else {
            let first = wanted.first();
            return Ok(first.and_then(|first| self.membership(first.resource)));
        };
        let shares = |hub: HubId, one: &Wanted<'_>| one.resource.hubs().any(|shared| shared == hub);
        let mut hubs = first.resource.hubs().filter_map(|hub| {
            let mut memberships = self.memberships.iter();
            memberships.find(|(one, _)| *one == hub).copied()
        });
        let Some(own) = self.membership(first.resource) else {
            return Ok(None);
        };
        let all = |(hub, _): &(HubId, MemberCategory)| needing.clone().all(|one| shares(*hub, one));
        if let Some(common) = hubs.find(all) {
            return Ok(Some(common));
        }
        let apart = needing.find(|one| !shares(own.0, one)).unwrap_or(first);
        let refusal = Refusal::new(RefusalCode::NotEligible).with("hub", own.0);
        Err(apart.refused(refusal))
    }

    /// Whether it may book a resource that somebody of it sees.
    pub fn may_book(&self, resource: &Resource) -> bool {
        self.id == resource.owner
            || match resource.content.visibility {
                Visibility::Parties => resource.content.parties.contains(&self.id),
                Visibility::Public | Visibility::Hub => self.membership(resource).is_some(),
            }
    }

    /// Whether it may have a resource of which its owner lends to members alone (an employers' group,
    /// C. trav. L1253-1): those that it names, whatever the resource says of itself.
    pub fn may_have(&self, resource: &Resource, members_only: bool) -> bool {
        let named = resource.content.visibility == Visibility::Parties;
        self.may_book(resource) && (named || !members_only || self.id == resource.owner)
    }
}

/// A resource that somebody wants to book, with what decides about it.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// The resource.
    pub resource: &'a Resource,
    /// How many units of it.
    pub units: u32,
    /// What others have taken of it around the time that is wanted.
    pub usage: Usage,
    /// Whether it is had by those alone to whom its owner names it, whatever it says of itself: the staff
    /// time of an employers' group.
    pub members_only: bool,
}

impl Wanted<'_> {
    /// Everything that decides about it.
    fn calendar(&self) -> Result<Calendar<'_>, Refusal> {
        if self.resource.is_material() {
            return Err(self.refused(self.resource.wrong_kind()));
        }
        let conditions = self.resource.conditions.as_ref();
        match conditions.filter(|_| self.resource.is_published()) {
            Some(conditions) => Ok(conditions.calendar(&self.usage)),
            None => Err(self.refused(Refusal::new(RefusalCode::Withdrawn))),
        }
    }

    /// Whether somebody has it who is not among those to whom alone its owner lends.
    pub(super) fn is_kept_from(&self, borrower: OrganisationId) -> bool {
        let named = self.resource.content.names(borrower);
        self.members_only && !named && borrower != self.resource.owner
    }

    /// Whether its units are free at each instant of a booking with the buffer after it.
    pub(super) fn check_capacity(&self, span: Span) -> Result<(), Refusal> {
        let fits = self.calendar()?.check_capacity(span, self.units);
        fits.map_err(|refusal| self.refused(refusal))
    }

    fn refused(&self, refusal: Refusal) -> Refusal {
        refusal.with("resource", self.resource.id)
    }

    /// What an employee costs who works for somebody else.
    fn work(&self, borrower: &Borrower) -> Option<StaffWork> {
        match &self.resource.content.terms.price {
            Price::StaffCosts(costs) if borrower.id != self.resource.owner => {
                Some(StaffWork::costing(costs))
            }
            _ => None,
        }
    }
}

/// How many times nearby are told when a time cannot be had.
const ALTERNATIVES: usize = 3;

/// How many times of one resource are tried with the others of a booking.
const CANDIDATES: usize = 24;

/// What can be had, and on what terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub(super) hub: HubId,
    pub(super) owner: OrganisationId,
    pub(super) span: Span,
    pub(super) lines: Vec<Line>,
    pub(super) work: Option<StaffWork>,
    pub(super) approval: Approval,
}

impl Offer {
    /// How far around a time others are looked for when it cannot be had, with the longest buffer.
    pub const NEARBY: Minutes = Minutes::new(2 * Self::AROUND.count());

    /// How far from a time others are offered.
    const AROUND: Minutes = Minutes::new(7 * 24 * 60);

    /// Whether a borrower can have resources of one owner (see [`super::Wish::expect_together`]) for some time, all
    /// of them or none. `usage` of each tells what is taken within [`Self::NEARBY`].
    ///
    /// # Errors
    /// The refusals of [`Calendar::check`], `NOT_ELIGIBLE` (also, with the fact `hub`, where no one
    /// hub shares all of them), `WRONG_KIND` (material is not booked) and `WITHDRAWN`, each with the
    /// fact `resource`. With `CLOSED` and `OVER_CAPACITY` up to three facts `alternatives`, the nearest
    /// first: times nearby at which all of the resources can be had, as `start/end` (ISO 8601
    /// intervals of RFC 3339 instants).
    pub fn of(
        borrower: &Borrower,
        wanted: &[Wanted<'_>],
        span: Span,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        for one in wanted {
            if !borrower.may_have(one.resource, one.members_only) {
                return Err(one.refused(Refusal::new(RefusalCode::NotEligible)));
            }
        }
        let calendars: Vec<(&Wanted<'_>, Calendar<'_>)> = wanted
            .iter()
            .map(|one| Ok((one, one.calendar()?)))
            .collect::<Result<_, Refusal>>()?;
        for (one, calendar) in &calendars {
            calendar.check(span, one.units, now).map_err(|refusal| {
                let told = one.refused(refusal);
                if !matches!(told.code, RefusalCode::Closed | RefusalCode::OverCapacity) {
                    return told;
                }
                let nearby = alternatives((*one, calendar), &calendars, span, now);
                nearby.into_iter().fold(told, |refusal, other| {
                    let (start, end) = (other.start().to_rfc3339(), other.end().to_rfc3339());
                    refusal.with("alternatives", format!("{start}/{end}"))
                })
            })?;
        }
        let Some((first, _)) = calendars.first() else {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        };
        let by_owner =
            |(_, calendar): &(_, Calendar<'_>)| calendar.rules.approval() == Approval::Owner;
        let membership = borrower.common_membership(wanted)?;
        let category = membership.map(|(_, category)| category);
        Ok(Self {
            hub: membership.map_or(first.resource.hub, |(hub, _)| hub),
            owner: first.resource.owner,
            span,
            // Nobody asks themselves.
            approval: if calendars.iter().any(by_owner) && borrower.id != first.resource.owner {
                Approval::Owner
            } else {
                Approval::Automatic
            },
            // Staff time is booked by itself.
            work: calendars.iter().find_map(|(one, _)| one.work(borrower)),
            lines: (calendars.iter())
                .map(|(one, calendar)| line(borrower, category, one, calendar, span))
                .collect(),
        })
    }

    /// What it takes of each resource, with the buffer after it.
    pub fn takes(&self) -> impl Iterator<Item = (ResourceId, Span, u32)> + '_ {
        let taken = |line: &Line| (line.resource, self.span.and(line.buffer), line.units);
        self.lines.iter().map(taken)
    }
}

/// One resource of an offer: nobody pays themselves.
fn line(
    borrower: &Borrower,
    category: Option<MemberCategory>,
    one: &Wanted<'_>,
    calendar: &Calendar<'_>,
    span: Span,
) -> Line {
    let terms = &one.resource.content.terms;
    Line {
        resource: one.resource.id,
        units: one.units,
        price: if borrower.id == one.resource.owner {
            Due::NOTHING
        } else {
            terms.due(category, calendar.zone, span, one.units)
        },
        buffer: calendar.rules.buffer(),
        cancellation: calendar.rules.cancellation(),
    }
}

/// Times near a wanted one at which the resource that refused it can be had, and all the others.
fn alternatives(
    (refused, calendar): (&Wanted<'_>, &Calendar<'_>),
    all: &[(&Wanted<'_>, Calendar<'_>)],
    span: Span,
    now: DateTime<Utc>,
) -> Vec<Span> {
    let within = span.widened(Offer::AROUND);
    let candidates = calendar.alternatives(span, refused.units, now, within, CANDIDATES);
    let possible = |span: &Span| {
        let mut all = all.iter();
        all.all(|(one, calendar)| calendar.check(*span, one.units, now).is_ok())
    };
    let candidates = candidates.into_iter().filter(possible);
    candidates.take(ALTERNATIVES).collect()
}
