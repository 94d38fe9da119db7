//! Bookings as the use cases decide them: who may have what, when, and never more than there is.

mod calendars;
mod door;
mod lifecycle;
mod race;
mod reading;
mod refusals;
mod series;
mod staff;
mod statements;
mod wall;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use maillage_domain::{
    Act, Refusal,
    bookings::{Booking, LineDraft, WishDraft},
    content::ContentState,
    ids::{BookingId, HubId, OrganisationId, ResourceId},
    memberships::MemberCategory,
    moderation::ActiveMember,
    policy::Actor,
    resources::{
        AmountDraft, Approval, Conditions, ConditionsDraft, DayHoursDraft, HoursDraft, Per,
        PriceKind, Resource, ResourceContent, ResourceDraft, ResourceKind, RulesDraft, Span,
        TermsDraft, Weekday,
    },
    values::Visibility,
};
use maillage_persistence::resources;
use maillage_usecases::{Error, Platform, bookings};

use crate::{
    harness::{Body, Limits, Pole, TestHub},
    partnerships::Place as Partners,
};

/// A hub in which one member lends to another.
struct Place {
    hub: TestHub,
    pole: Pole,
    owner: Body,
    borrower: Body,
    /// The representative of the owner.
    lender: Actor,
    /// The representative of the borrower.
    user: Actor,
}

impl Place {
    /// On Saturday, 21 November 2026, at nine UTC.
    async fn found() -> Self {
        Self::found_on("2026-11-21T09:00Z").await
    }

    async fn found_on(now: &str) -> Self {
        Self::found_within(now, Limits::default()).await
    }

    async fn found_within(now: &str, limits: Limits) -> Self {
        let hub = TestHub::start_within(limits).await;
        hub.clock().set(instant(now));
        let pole = hub.pole("Pôle du Littoral").await;
        let owner = hub.member(&pole, "La Fabrique").await;
        let borrower = hub.member(&pole, "La Recyclerie").await;
        let lender = hub.actor(&owner.representative).await;
        let user = hub.actor(&borrower.representative).await;
        Self {
            hub,
            pole,
            owner,
            borrower,
            lender,
            user,
        }
    }

    /// The first two of those who have signed an agreement.
    async fn of(mut partners: Partners) -> Self {
        let borrower = partners.bodies.remove(1);
        let owner = partners.bodies.remove(0);
        let lender = partners.hub.actor(&owner.representative).await;
        let user = partners.hub.actor(&borrower.representative).await;
        Self {
            hub: partners.hub,
            pole: partners.pole,
            owner,
            borrower,
            lender,
            user,
        }
    }

    fn partners(self) -> Partners {
        Partners {
            hub: self.hub,
            pole: self.pole,
            bodies: vec![self.owner, self.borrower],
        }
    }

    fn platform(&self) -> &Platform {
        self.hub.platform()
    }

    /// A published resource of the owner under these rules.
    async fn resource(&self, title: &str, rules: RulesDraft) -> ResourceId {
        let conditions = Some(conditions(rules));
        self.published(title, conditions, Visibility::Hub, vec![])
            .await
    }

    /// The same, open at all times.
    async fn open_resource(&self, title: &str, rules: RulesDraft) -> ResourceId {
        let conditions = Some(open(rules, "00:00", "24:00"));
        self.published(title, conditions, Visibility::Hub, vec![])
            .await
    }

    async fn published(
        &self,
        title: &str,
        conditions: Option<Conditions>,
        visibility: Visibility,
        parties: Vec<OrganisationId>,
    ) -> ResourceId {
        let platform = self.platform();
        let act = Act::new(platform.now(), None, platform);
        let draft = ResourceDraft {
            visibility: Some(visibility),
            parties,
            ..draft(title)
        };
        let content = ResourceContent::parse(draft, &[]).unwrap();
        let (hub, owner) = (self.pole.id, self.owner.id);
        let mut resource = published(&act, hub, owner, content);
        resource.conditions = conditions;
        save(platform, &mut resource).await;
        resource.id
    }

    /// What comes of the borrower's wish.
    async fn book(
        &self,
        lines: &[(ResourceId, i32)],
        start: &str,
        end: &str,
    ) -> Result<Booking, Error> {
        let wish = wish(lines, start, end);
        bookings::book(self.platform(), &self.user, self.borrower.id, wish).await
    }

    /// The owner's hand on a booking as it is now.
    fn by_owner(&self, booking: &Booking) -> bookings::Target {
        target(booking, self.owner.id)
    }

    /// The borrower's hand on it.
    fn by_borrower(&self, booking: &Booking) -> bookings::Target {
        target(booking, self.borrower.id)
    }
}

/// The second of two that have signed an agreement has had a room of the first for so many hours.
pub(crate) async fn a_room_was_used(partners: Partners, hours: i64) -> (Partners, BookingId) {
    let place = Place::of(partners).await;
    let (platform, lender) = (place.platform().clone(), &place.lender);
    let room = place
        .open_resource("La grande salle", rules(Approval::Automatic))
        .await;
    let start = platform.now() + TimeDelta::days(1);
    let wish = WishDraft {
        start,
        end: start + TimeDelta::hours(hours),
        ..wish(&[(room, 1)], "2026-11-22T09:00Z", "2026-11-22T10:00Z")
    };
    let booked = bookings::book(&platform, &place.user, place.borrower.id, wish).await;
    let booked = booked.unwrap();
    place.hub.clock().set(start);
    let hand_over = bookings::hand_over(&platform, lender, place.by_owner(&booked), None);
    let taken = hand_over.await.unwrap();
    place.hub.clock().set(start + TimeDelta::hours(hours));
    let back = bookings::take_back(&platform, lender, place.by_owner(&taken), None, None);
    let id = back.await.unwrap().id;
    (place.partners(), id)
}

/// An employee of the first has worked so many minutes for the second, as both say.
pub(crate) async fn an_employee_has_worked(
    partners: Partners,
    duration: &str,
) -> (Partners, BookingId) {
    let place = Place::of(partners).await;
    let id = staff::worked(&place, duration).await;
    (place.partners(), id)
}

pub(crate) fn target(booking: &Booking, acting_for: OrganisationId) -> bookings::Target {
    bookings::Target {
        id: booking.id,
        acting_for,
        expected_version: booking.version,
    }
}

/// An accountant of a member, whom members of its hub may book.
pub(crate) async fn staff_time(hub: &TestHub, pole: HubId, owner: OrganisationId) -> ResourceId {
    let seen = (Visibility::Hub, vec![]);
    staff::accountant(hub.platform(), pole, owner, seen).await
}

/// A room of a member, open every day, whom members of its hub book without asking.
pub(crate) async fn room(hub: &TestHub, pole: HubId, owner: OrganisationId) -> ResourceId {
    let platform = hub.platform();
    let act = Act::new(platform.now(), None, platform);
    let draft = ResourceDraft {
        visibility: Some(Visibility::Hub),
        ..draft("Salle")
    };
    let content = ResourceContent::parse(draft, &[]).unwrap();
    let mut resource = published(&act, pole, owner, content);
    resource.conditions = Some(open(rules(Approval::Automatic), "00:00", "24:00"));
    save(platform, &mut resource).await;
    resource.id
}

fn published(
    act: &Act<'_>,
    hub: HubId,
    owner: OrganisationId,
    content: ResourceContent,
) -> Resource {
    let mut resource = Resource::create(act, hub, owner, content, ActiveMember::Yes).unwrap();
    resource.state = ContentState::Published;
    resource.published_at = Some(act.at);
    resource
}

async fn save(platform: &Platform, resource: &mut Resource) {
    platform
        .write(async |tx| Ok(resources::save(tx, resource).await?))
        .await
        .unwrap();
}

pub(crate) fn wish(lines: &[(ResourceId, i32)], start: &str, end: &str) -> WishDraft {
    WishDraft {
        start: instant(start),
        end: instant(end),
        lines: drafts(lines),
        project: None,
        purpose: Some("Une réunion de chantier".to_owned()),
    }
}

fn drafts(lines: &[(ResourceId, i32)]) -> Vec<LineDraft> {
    let lines = lines.iter().copied();
    lines
        .map(|(resource, units)| LineDraft { resource, units })
        .collect()
}

/// Ten euros an hour and unit, four for founders.
fn draft(title: &str) -> ResourceDraft {
    ResourceDraft {
        kind: ResourceKind::Space,
        title: title.to_owned(),
        summary: "Une salle pour trente personnes.".to_owned(),
        description: "Chaises et tables.".to_owned(),
        commune: None,
        address: None,
        location: None,
        photos: vec![],
        terms: TermsDraft {
            kind: PriceKind::CostShare,
            per: Some(Per::Hour),
            amounts: vec![AmountDraft {
                category: MemberCategory::Founder,
                amount: "4".to_owned(),
            }],
            others: Some("10".to_owned()),
            barter: None,
            costs: None,
            deposit: None,
            note: None,
        },
        visibility: None,
        shared_with: vec![],
        parties: vec![],
    }
}

/// Two units, half an hour to two days, a quarter of an hour between bookings; half the price is
/// owed by who cancels within a day.
fn rules(approval: Approval) -> RulesDraft {
    RulesDraft {
        units: 2,
        min_length: 30,
        max_length: 2 * 24 * 60,
        notice: 60,
        horizon: 366 * 24 * 60,
        buffer: 15,
        approval,
        free_until: 24 * 60,
        late_share: 50,
    }
}

/// Every day from eight to eight in Paris.
fn conditions(rules: RulesDraft) -> Conditions {
    open(rules, "08:00", "20:00")
}

fn open(rules: RulesDraft, from: &str, to: &str) -> Conditions {
    let weekly = Weekday::ALL.iter().map(|weekday| DayHoursDraft {
        weekday: *weekday,
        from: from.to_owned(),
        to: to.to_owned(),
    });
    Conditions::parse(ConditionsDraft {
        time_zone: "Europe/Paris".to_owned(),
        rules,
        hours: HoursDraft {
            weekly: weekly.collect(),
            ..HoursDraft::default()
        },
    })
    .unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%MZ")
        .unwrap()
        .and_utc()
}

fn span(start: &str, end: &str) -> Span {
    Span::parse(instant(start), instant(end)).unwrap()
}

/// The refusal, and nothing else.
fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Refusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// The code of the refusal, or the state of what was not refused.
fn told(outcome: Result<Booking, Error>) -> String {
    match outcome {
        Ok(booking) => booking.state.to_string(),
        Err(Error::Refused(refusal)) => refusal.code.to_string(),
        Err(other) => format!("{other:?}"),
    }
}

fn fact<'a>(refusal: &'a Refusal, name: &str) -> Vec<&'a str> {
    let facts = refusal.facts.iter().filter(|fact| fact.name == name);
    facts.map(|fact| fact.value.as_str()).collect()
}
