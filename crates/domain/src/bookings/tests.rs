use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Europe::Paris;
use proptest::prelude::*;

use super::*;
use crate::{
    clock::Act,
    content::ContentState,
    events::EventKind,
    ids::{HubId, ResourceId},
    memberships::MemberCategory,
    moderation::ActiveMember,
    refusals::{Refusal, RefusalCode},
    resources::{
        AmountDraft, Approval, Conditions, ConditionsDraft, DayHoursDraft, HoursDraft, Minutes,
        Per, PriceKind, Resource, ResourceContent, ResourceDraft, ResourceKind, RulesDraft, Span,
        Terms, TermsDraft, Usage, Weekday,
    },
    staff::{Convention, StaffLoan},
    testing::{MINT, act, id, reason},
    values::{Due, Summary, Visibility},
};

use BookingAction as A;
use BookingState as S;

const OWNER: u128 = 200;
const BORROWER: u128 = 201;

/// Of things there are no loans.
const NO_CONVENTIONS: (&[Convention], chrono_tz::Tz) = (&[], Paris);

fn instant(text: &str) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%MZ")
        .expect("an instant")
        .and_utc()
}

fn span(start: &str, end: &str) -> Span {
    Span::parse(instant(start), instant(end)).expect("a span")
}

/// A Tuesday from nine to eleven in Paris.
fn tuesday() -> Span {
    span("2026-11-03T08:00Z", "2026-11-03T10:00Z")
}

fn at(text: &str) -> Act<'static> {
    Act::new(instant(text), Some(id(1)), &MINT)
}

/// Sunday noon before that Tuesday.
fn sunday() -> Act<'static> {
    at("2026-11-01T12:00Z")
}

fn rules(approval: Approval) -> RulesDraft {
    RulesDraft {
        units: 3,
        min_length: 30,
        max_length: 24 * 60,
        notice: 60,
        horizon: 90 * 24 * 60,
        buffer: 15,
        approval,
        free_until: 24 * 60,
        late_share: 50,
    }
}

/// Ten euros an hour and unit, four for founders; open on weekdays from nine to six in Paris.
fn resource(number: u128, rules: RulesDraft, visibility: Visibility) -> Resource {
    let draft = ResourceDraft {
        kind: ResourceKind::Space,
        title: "La grande salle".into(),
        summary: "Une salle pour trente.".into(),
        description: "Chaises et tables.".into(),
        commune: None,
        address: None,
        location: None,
        photos: Vec::new(),
        terms: TermsDraft {
            kind: PriceKind::CostShare,
            per: Some(Per::Hour),
            amounts: vec![AmountDraft {
                category: MemberCategory::Founder,
                amount: "4".into(),
            }],
            others: Some("10".into()),
            barter: None,
            costs: None,
            deposit: None,
            note: None,
        },
        visibility: Some(visibility),
        shared_with: vec![id(101)],
        parties: if visibility == Visibility::Parties {
            vec![id(BORROWER)]
        } else {
            vec![]
        },
    };
    let content = ResourceContent::parse(draft, &[]).expect("a resource");
    let mut resource =
        Resource::create(&act(0), id(100), id(OWNER), content, ActiveMember::Yes).expect("drafted");
    resource.id = id(number);
    resource.state = ContentState::Published;
    resource.conditions = Some(conditions(rules));
    resource
}

fn conditions(rules: RulesDraft) -> Conditions {
    let weekly = Weekday::ALL[..5].iter().map(|weekday| DayHoursDraft {
        weekday: *weekday,
        from: "09:00".into(),
        to: "18:00".into(),
    });
    Conditions::parse(ConditionsDraft {
        time_zone: "Europe/Paris".into(),
        rules,
        hours: HoursDraft {
            weekly: weekly.collect(),
            ..HoursDraft::default()
        },
    })
    .expect("conditions")
}

fn borrower(organisation: u128, hub: Option<u128>) -> Borrower {
    let membership = |hub| {
        (
            id::<crate::ids::kinds::Hub>(hub),
            MemberCategory::ActiveMember,
        )
    };
    Borrower {
        id: id(organisation),
        memberships: hub.map(membership).into_iter().collect(),
    }
}

fn wanted<'a>(resource: &'a Resource, units: u32, taken: &[(Span, u32)]) -> Wanted<'a> {
    Wanted {
        resource,
        units,
        usage: Usage::of(taken.iter().copied()),
        members_only: false,
    }
}

fn wish(lines: &[(ResourceId, u32)]) -> Wish {
    Wish {
        span: tuesday(),
        lines: lines.to_vec(),
        project: None,
        purpose: None,
    }
}

fn offer(resource: &Resource, span: Span, units: u32) -> Offer {
    let borrower = borrower(BORROWER, Some(100));
    let now = instant("2026-11-01T12:00Z");
    Offer::of(&borrower, &[wanted(resource, units, &[])], span, now).expect("an offer")
}

fn booked(resource: &Resource) -> Booking {
    let mut booking = Booking::book(
        &sunday(),
        id(BORROWER),
        offer(resource, tuesday(), 2),
        &wish(&[(resource.id, 2)]),
        None,
    );
    booking.events.drain();
    booking
}

fn requested() -> (Booking, Resource) {
    let room = resource(300, rules(Approval::Owner), Visibility::Hub);
    (booked(&room), room)
}

fn confirmed() -> (Booking, Resource) {
    let room = resource(300, rules(Approval::Automatic), Visibility::Hub);
    (booked(&room), room)
}

fn code<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> RefusalCode {
    outcome.expect_err("a refusal").code
}

#[test]
fn what_the_rules_alone_decide_is_confirmed_at_once_and_the_owner_is_asked_otherwise() {
    let automatic = resource(300, rules(Approval::Automatic), Visibility::Hub);
    let asked = resource(301, rules(Approval::Owner), Visibility::Hub);
    let now = instant("2026-11-01T12:00Z");
    let state = |resources: &[&Resource], organisation, hub| {
        let wanted: Vec<_> = resources.iter().map(|one| wanted(one, 1, &[])).collect();
        let borrower = borrower(organisation, hub);
        let offer = Offer::of(&borrower, &wanted, tuesday(), now).expect("an offer");
        let mut booking = Booking::book(&sunday(), borrower.id, offer, &wish(&[]), None);
        (booking.state, booking.events.drain()[0].kind)
    };
    let yes = (S::Confirmed, EventKind::BookingConfirmed);
    let asks = (S::Requested, EventKind::BookingRequested);
    assert_eq!(state(&[&automatic], BORROWER, Some(100)), yes);
    assert_eq!(state(&[&automatic, &asked], BORROWER, Some(100)), asks);
    assert_eq!(state(&[&asked], OWNER, None), yes, "nobody asks themselves");
}

#[test]
fn what_is_shared_with_hubs_is_booked_by_their_members_and_what_is_shared_by_name_by_those_named() {
    let now = instant("2026-11-01T12:00Z");
    let answer = |visibility, organisation, hub| {
        let room = resource(300, rules(Approval::Automatic), visibility);
        let borrower = borrower(organisation, hub);
        let offer = Offer::of(&borrower, &[wanted(&room, 1, &[])], tuesday(), now);
        offer.map(|offer| offer.hub).map_err(|refusal| refusal.code)
    };
    let hub = |number| Ok::<HubId, _>(id(number));
    let no = Err(RefusalCode::NotEligible);
    for visibility in [Visibility::Public, Visibility::Hub] {
        assert_eq!(answer(visibility, BORROWER, Some(100)), hub(100));
        assert_eq!(
            answer(visibility, BORROWER, Some(101)),
            hub(101),
            "shared with it"
        );
        assert_eq!(answer(visibility, BORROWER, Some(102)), no);
        assert_eq!(answer(visibility, BORROWER, None), no);
        assert_eq!(answer(visibility, OWNER, None), hub(100), "its own");
    }
    assert_eq!(answer(Visibility::Parties, BORROWER, None), hub(100));
    assert_eq!(answer(Visibility::Parties, 202, Some(100)), no, "not named");
}

#[test]
fn what_is_not_published_or_has_no_conditions_is_withdrawn() {
    let now = instant("2026-11-01T12:00Z");
    let mut archived = resource(300, rules(Approval::Automatic), Visibility::Hub);
    archived.state = ContentState::Archived;
    let mut bare = resource(301, rules(Approval::Automatic), Visibility::Hub);
    bare.conditions = None;
    for gone in [&archived, &bare] {
        let borrower = borrower(BORROWER, Some(100));
        let refusal = Offer::of(&borrower, &[wanted(gone, 1, &[])], tuesday(), now);
        let told = Refusal::new(RefusalCode::Withdrawn).with("resource", gone.id);
        assert_eq!(refusal, Err(told));
    }
}

#[test]
fn all_resources_can_be_had_or_none_and_other_times_are_told_at_which_all_can() {
    let room = resource(300, rules(Approval::Automatic), Visibility::Hub);
    let projector = resource(301, rules(Approval::Automatic), Visibility::Hub);
    let both = [
        wanted(
            &room,
            3,
            &[(span("2026-11-03T10:30Z", "2026-11-03T17:00Z"), 1)],
        ),
        wanted(
            &projector,
            2,
            &[(span("2026-11-03T09:00Z", "2026-11-03T10:00Z"), 2)],
        ),
    ];
    let borrower = borrower(BORROWER, Some(100));
    let now = instant("2026-11-01T12:00Z");
    let refusal = Offer::of(&borrower, &both, tuesday(), now).expect_err("the projector is out");
    assert_eq!(refusal.code, RefusalCode::OverCapacity);
    let fact = |name: &str| -> Vec<_> {
        let facts = refusal.facts.iter().filter(|fact| fact.name == name);
        facts
            .map(|fact| fact.value.replace(":00+00:00", "Z"))
            .collect()
    };
    assert_eq!(fact("resource"), [projector.id.to_string()]);
    assert_eq!(
        fact("alternatives"),
        [
            "2026-11-02T15:00Z/2026-11-02T17:00Z",
            "2026-11-04T08:00Z/2026-11-04T10:00Z",
            "2026-11-05T08:00Z/2026-11-05T10:00Z"
        ],
        "on Tuesday one of the two is always taken"
    );
}

#[test]
fn each_line_is_priced_by_the_membership_that_it_is_booked_by() {
    let room = resource(300, rules(Approval::Automatic), Visibility::Hub);
    let now = instant("2026-11-01T12:00Z");
    let price = |borrower: &Borrower| {
        let offer =
            Offer::of(borrower, &[wanted(&room, 2, &[])], tuesday(), now).expect("an offer");
        let booking = Booking::book(&sunday(), borrower.id, offer, &wish(&[]), None);
        booking.price().money.amount()
    };
    let mut member = borrower(BORROWER, Some(101));
    assert_eq!(price(&member), "40.00");
    member.memberships.push((id(100), MemberCategory::Founder));
    assert_eq!(
        price(&member),
        "16.00",
        "the resource's own hub comes first"
    );
    assert_eq!(
        price(&borrower(OWNER, Some(100))),
        "0.00",
        "nobody pays themselves"
    );
}

#[test]
fn a_request_is_confirmed_as_long_as_there_is_enough_and_it_has_not_begun() {
    let (mut booking, room) = requested();
    let taken = [(span("2026-11-03T10:10Z", "2026-11-03T12:00Z"), 2)];
    let refusal = booking.confirm(&sunday(), &[wanted(&room, 2, &taken)]);
    assert_eq!(
        code(refusal),
        RefusalCode::OverCapacity,
        "the buffer is taken"
    );
    assert_eq!(
        code(booking.confirm(&sunday(), &[])),
        RefusalCode::Withdrawn
    );
    let late = booking.confirm(&at("2026-11-03T08:00Z"), &[wanted(&room, 2, &[])]);
    assert_eq!(late, Err(Refusal::state("STARTED", A::Confirm)));
    assert_eq!(booking.state, S::Requested);
    // The notice is the owner's to give up.
    booking
        .confirm(&at("2026-11-03T07:59Z"), &[wanted(&room, 2, &[])])
        .expect("a minute before");
    assert_eq!(booking.state, S::Confirmed);
}

#[test]
fn the_borrower_owes_what_the_terms_say_and_the_owner_is_owed_nothing() {
    let owed = |booking: Booking, by: Canceller, when| {
        let mut booking = booking;
        booking.cancel(&at(when), by).expect("calls it off");
        booking.owed.money.amount()
    };
    let borrower = || Canceller::Borrower(None);
    let (confirmed, _) = confirmed();
    assert_eq!(
        owed(confirmed.clone(), borrower(), "2026-11-02T08:00Z"),
        "0.00"
    );
    assert_eq!(
        owed(confirmed.clone(), borrower(), "2026-11-02T08:01Z"),
        "20.00"
    );
    assert_eq!(
        owed(
            confirmed.clone(),
            Canceller::Owner(reason()),
            "2026-11-03T07:59Z"
        ),
        "0.00"
    );
    let (requested, _) = requested();
    assert_eq!(
        owed(requested, borrower(), "2026-11-03T07:59Z"),
        "0.00",
        "never confirmed"
    );

    let by = |organisation, reason| confirmed.canceller(organisation, reason);
    let faults = by(id(OWNER), None).expect_err("a reason");
    assert_eq!(faults.to_string(), "reason: REQUIRED");
    assert_eq!(
        by(id(OWNER), Some(reason())),
        Ok(Canceller::Owner(reason()))
    );
    assert_eq!(by(id(BORROWER), None), Ok(Canceller::Borrower(None)));
}

#[test]
fn a_change_asks_the_owner_anew_only_when_the_borrower_wants_another_time_or_more() {
    let (mut agreed, room) = requested();
    agreed
        .confirm(&sunday(), &[wanted(&room, 2, &[])])
        .expect("confirmed");
    let shorter = span("2026-11-03T08:30Z", "2026-11-03T10:00Z");
    let later = span("2026-11-03T08:30Z", "2026-11-03T10:30Z");
    for (span, units, state) in [
        (shorter, 2, S::Confirmed),
        (tuesday(), 1, S::Confirmed),
        (tuesday(), 3, S::Requested),
        (later, 1, S::Requested),
    ] {
        let mut booking = agreed.clone();
        booking
            .change(&sunday(), offer(&room, span, units))
            .expect("changes");
        assert_eq!((booking.state, booking.span), (state, span));
        let hours = i64::from(span.length().count()) * i64::from(units);
        assert_eq!(
            booking.price().money.cents,
            hours * 1000 / 60,
            "priced anew"
        );
    }
    let same = agreed.change(&sunday(), offer(&room, tuesday(), 2));
    assert_eq!(code(same), RefusalCode::NothingToDo);
    let begun = agreed.change(&at("2026-11-03T08:00Z"), offer(&room, shorter, 1));
    assert_eq!(begun, Err(Refusal::state("STARTED", A::Change)));

    let (mut automatic, room) = confirmed();
    automatic
        .change(&sunday(), offer(&room, later, 3))
        .expect("changes");
    assert_eq!(automatic.state, S::Confirmed);
}

#[test]
fn once_cancelling_is_charged_a_change_gives_nothing_up() {
    let (booking, mut room) = confirmed();
    let late = at("2026-11-02T09:00Z");
    let longer = span("2026-11-03T08:00Z", "2026-11-03T11:00Z");
    let later = span("2026-11-03T08:30Z", "2026-11-03T10:30Z");
    for (span, units, outcome) in [
        (tuesday(), 1, Err(Refusal::state("LATE", A::Change))),
        (later, 2, Err(Refusal::state("LATE", A::Change))),
        (tuesday(), 3, Ok(())),
        (longer, 2, Ok(())),
    ] {
        let mut changed = booking.clone();
        assert_eq!(changed.change(&late, offer(&room, span, units)), outcome);
    }
    // What is owed for calling it off stays as it was agreed.
    let agreed = booking.lines[0].cancellation;
    room.conditions = Some(conditions(RulesDraft {
        late_share: 100,
        ..rules(Approval::Automatic)
    }));
    let mut changed = booking;
    changed
        .change(&sunday(), offer(&room, longer, 2))
        .expect("changes");
    assert_eq!(changed.lines[0].cancellation, agreed);
}

#[test]
fn what_came_back_is_taken_until_the_buffer_after_that_is_over() {
    let (mut booking, _) = confirmed();
    let line = booking.lines[0];
    let whole = booking.taken(&line);
    booking
        .hand_over(&sunday(), None, NO_CONVENTIONS)
        .expect("handed over");
    booking
        .take_back(&at("2026-11-03T09:00Z"), instant("2026-11-03T09:00Z"), None)
        .expect("taken back");
    assert!(booking.state.holds());
    let expected = instant("2026-11-03T09:00Z") + line.buffer.delta();
    assert_eq!(booking.taken(&line).end(), expected);
    booking.returned_at = Some(instant("2026-11-01T09:00Z"));
    let a_minute = instant("2026-11-03T08:01Z") + line.buffer.delta();
    assert_eq!(booking.taken(&line).end(), a_minute, "before its start");
    booking.returned_at = Some(instant("2026-11-04T09:00Z"));
    assert_eq!(booking.taken(&line), whole, "others may have it by then");
}

#[test]
fn what_is_typed_is_checked_field_by_field() {
    let line = |number, units| LineDraft {
        resource: id(number),
        units,
    };
    let draft = |lines| WishDraft {
        start: instant("2026-11-03T10:00Z"),
        end: instant("2026-11-03T09:00Z"),
        lines,
        project: None,
        purpose: Some("x".repeat(281)),
    };
    let told = |lines| Wish::parse(&draft(lines)).expect_err("faults").to_string();
    assert_eq!(
        told(vec![line(1, 0), line(2, 1), line(2, 1)]),
        "end: INCONSISTENT, lines.0.units: OUT_OF_RANGE, lines.2.resource: DUPLICATE, \
         purpose: TOO_LONG"
    );
    assert_eq!(
        told(vec![]),
        "end: INCONSISTENT, lines: REQUIRED, purpose: TOO_LONG"
    );
    let many = (0..21).map(|number| line(number, 1)).collect();
    assert_eq!(
        told(many),
        "end: INCONSISTENT, lines: TOO_LONG, purpose: TOO_LONG"
    );

    let ours = resource(300, rules(Approval::Owner), Visibility::Hub);
    let mut theirs = ours.clone();
    theirs.owner = id(999);
    let faults = Wish::expect_together(None, &[&ours, &theirs]).expect_err("two owners");
    assert_eq!(faults.to_string(), "lines.1.resource: INCONSISTENT");
    assert_eq!(Wish::expect_together(Some(id(OWNER)), &[&ours]), Ok(()));
    assert!(Wish::expect_together(Some(id(999)), &[&ours]).is_err());
}

#[test]
fn of_a_series_the_first_booking_tells_how_many_dates_there_are() {
    let room = resource(300, rules(Approval::Automatic), Visibility::Hub);
    let facts = |dates| {
        let part = SeriesPart { id: id(7), dates };
        let offer = offer(&room, tuesday(), 1);
        let mut booking = Booking::book(&sunday(), id(BORROWER), offer, &wish(&[]), Some(part));
        let event = booking.events.drain().remove(0);
        (
            event.fact("series").is_some(),
            event.fact("dates").map(str::to_owned),
        )
    };
    assert_eq!(facts(Some(12)), (true, Some("12".to_owned())));
    assert_eq!(facts(None), (true, None));
}

#[test]
fn a_line_is_taken_until_the_end_of_its_buffer() {
    let (booking, _) = confirmed();
    let line = booking.lines[0];
    assert_eq!(line.buffer, Minutes::new(15));
    assert_eq!(
        booking.taken(&line),
        span("2026-11-03T08:00Z", "2026-11-03T10:15Z")
    );
}

mod charges;
mod life_cycle;
mod work;
