//! The hours of somebody else's employee.

use super::*;
use crate::{
    staff::{ConventionId, Papers, PapersDraft},
    testing::day,
    values::{Money, Problem},
};

/// An accountant of the owner's: eighteen euros of wages and 7.35 of charges an hour.
fn accountant() -> Resource {
    let mut resource = resource(
        300,
        RulesDraft {
            units: 1,
            late_share: 0,
            ..rules(Approval::Automatic)
        },
        Visibility::Hub,
    );
    resource.content.kind = ResourceKind::StaffTime;
    resource.content.terms = Terms::parse(&TermsDraft {
        kind: PriceKind::StaffCosts,
        per: None,
        amounts: Vec::new(),
        others: None,
        costs: Some(crate::staff::CostsDraft {
            wages: "18".into(),
            charges: "7.35".into(),
            expenses: Some("Le train, sur justificatif.".into()),
        }),
        ..TermsDraft::from(resource.content.terms.clone())
    })
    .expect("terms");
    resource
}

fn papers(from: &str, until: &str) -> Papers {
    let draft = PapersDraft {
        convention: "Mise à disposition n° 3".into(),
        signed_on: day("2026-10-20"),
        agreed_on: day("2026-10-21"),
        from: day(from),
        until: day(until),
    };
    Papers::parse(&draft, day("2026-11-01")).expect("papers")
}

/// A loan that both have confirmed before the work, for these days.
fn loan(from: &str, until: &str) -> StaffLoan {
    let mut loan = recorded(from, until);
    loan.confirm(&sunday(), day("2026-11-01"))
        .expect("confirmed");
    loan
}

/// What they are to hours.
fn conventions(loans: &[StaffLoan]) -> Vec<Convention> {
    loans.iter().filter_map(StaffLoan::convention).collect()
}

fn recorded(from: &str, until: &str) -> StaffLoan {
    let borrower = borrower(BORROWER, Some(100));
    let papers = papers(from, until);
    let recorded = StaffLoan::record(&sunday(), &accountant(), &borrower, false, papers);
    recorded.expect("recorded")
}

/// Two hours of the accountant.
fn work() -> Booking {
    let accountant = accountant();
    let mut booking = Booking::book(
        &sunday(),
        id(BORROWER),
        offer(&accountant, tuesday(), 1),
        &wish(&[(accountant.id, 1)]),
        None,
    );
    booking.events.drain();
    booking
}

/// What comes of declaring so many minutes, as a use case does it.
fn declare(
    booking: &mut Booking,
    minutes: i32,
    act: &Act<'_>,
    loans: &[StaffLoan],
) -> Result<(), Refusal> {
    let declarable = booking.declarable(&conventions(loans), Paris, act.at);
    let hours = booking.read_hours(minutes, None, declarable);
    booking.declare_hours(act, hours.expect("hours"), Paris)
}

/// Once half of it is over.
fn during() -> Act<'static> {
    at("2026-11-03T09:00Z")
}

/// Once it is over.
fn after() -> Act<'static> {
    at("2026-11-03T10:30Z")
}

#[test]
fn no_hour_counts_without_a_convention_that_was_confirmed_before_it() {
    let booking = work();
    let mut ended = loan("2026-11-01", "2026-11-30");
    ended
        .end(&sunday(), day("2026-11-02"), reason())
        .expect("ended");
    let mut too_late = recorded("2026-11-01", "2026-11-30");
    too_late
        .confirm(&at("2026-11-03T08:01Z"), day("2026-11-03"))
        .expect("confirmed");
    let refused: [(&str, Vec<StaffLoan>); 6] = [
        ("nothing was signed", vec![]),
        (
            "the borrower has not confirmed",
            vec![recorded("2026-11-01", "2026-11-30")],
        ),
        ("it was confirmed a minute after the start", vec![too_late]),
        ("it ended the day before", vec![ended]),
        ("it begins later", vec![loan("2026-11-04", "2026-11-30")]),
        ("it is over", vec![loan("2026-11-01", "2026-11-02")]),
    ];
    for (why, loans) in &refused {
        let mut one = booking.clone();
        let refusal = declare(&mut one, 60, &during(), loans).expect_err(why);
        assert_eq!(refusal.code, RefusalCode::NoConvention, "{why}");
        let facts: Vec<_> = refusal
            .facts
            .iter()
            .map(|fact| fact.value.clone())
            .collect();
        let resource = booking.lines[0].resource.to_string();
        assert_eq!(facts, [&resource, "2026-11-03", "2026-11-03"]);
        let handed_over = one.hand_over(&during(), None, (&conventions(loans), Paris));
        assert_eq!(code(handed_over), RefusalCode::NoConvention, "{why}");
        assert_eq!(one, booking, "{why}: nothing changed");
        assert_eq!(
            declare(&mut one, 0, &during(), loans),
            Ok(()),
            "nobody came"
        );
    }
    let loans = [loan("2026-11-01", "2026-11-30")];
    for by_hand_over in [false, true] {
        let mut one = booking.clone();
        if by_hand_over {
            one.hand_over(&during(), None, (&conventions(&loans), Paris))
                .expect("came to work");
        } else {
            declare(&mut one, 60, &during(), &loans).expect("declared");
        }
        let by = one.work.and_then(|work| work.convention);
        assert_eq!(by, Some(ConventionId::Loan(loans[0].id)));
        assert_eq!(one.state, S::InUse);
    }
}

#[test]
fn a_loan_that_ends_takes_nothing_of_what_was_worked_and_gives_nothing_of_what_is_to_come() {
    // From Tuesday nine to Thursday nine in Paris.
    let mut booking = work();
    booking.span = span("2026-11-03T08:00Z", "2026-11-05T08:00Z");
    let friday = at("2026-11-06T08:00Z");
    let most = |loans: &[StaffLoan], act: &Act<'_>| {
        let declarable = booking.declarable(&conventions(loans), Paris, act.at);
        (declarable.convention.is_some(), declarable.most.count())
    };
    let hour = 60;
    let whole = [loan("2026-11-01", "2026-11-30")];
    assert_eq!(most(&whole, &friday), (true, 48 * hour));
    assert_eq!(
        most(&whole, &at("2026-11-03T12:00Z")),
        (true, 4 * hour),
        "what is over"
    );
    let mut ended = whole[0].clone();
    ended
        .end(&friday, day("2026-11-03"), reason())
        .expect("ended on Tuesday");
    assert_eq!(
        most(&[ended], &friday),
        (true, 15 * hour),
        "until midnight in Paris"
    );
    // One convention follows the other.
    let two = [
        loan("2026-11-01", "2026-11-03"),
        loan("2026-11-04", "2026-11-30"),
    ];
    assert_eq!(most(&two, &friday), (true, 48 * hour));
    assert_eq!(most(&two[1..], &friday), (true, 33 * hour));
    assert_eq!(most(&[], &friday), (false, 0));
}

#[test]
fn hours_are_those_of_a_day_also_where_the_clocks_are_put_back() {
    // Sunday, 25 October 2026, has twenty-five hours in Paris.
    let mut booking = work();
    booking.span = span("2026-10-24T22:00Z", "2026-10-26T22:00Z");
    let mut before = recorded("2026-10-25", "2026-10-25");
    before
        .confirm(&at("2026-10-24T10:00Z"), day("2026-10-24"))
        .expect("confirmed");
    let declarable = booking.declarable(&conventions(&[before]), Paris, sunday().at);
    assert_eq!(declarable.most, Minutes::new(25 * 60));
}

#[test]
fn hours_are_declared_contested_declared_anew_and_confirmed() {
    let loans = [loan("2026-11-01", "2026-11-30")];
    let mut booking = work();
    let too_soon = booking.permits(A::DeclareHours, instant("2026-11-03T07:59Z"));
    assert_eq!(code(too_soon), RefusalCode::WrongState);
    assert_eq!(
        code(booking.confirm_hours(&after(), free())),
        RefusalCode::WrongState
    );
    declare(&mut booking, 120, &after(), &loans).expect("declared");
    assert_eq!(
        booking.due(),
        Due::NOTHING,
        "nothing is owed before both agree"
    );
    booking
        .contest_hours(&after(), reason())
        .expect("contested");
    let again = booking.permits(A::ContestHours, after().at);
    assert_eq!(again.expect_err("once").facts[0].value, "CONTESTED");
    let mut given_in = booking.clone();
    given_in
        .confirm_hours(&after(), free())
        .expect("the employer was mistaken");
    assert_eq!(given_in.due().money.amount(), "50.70");
    declare(&mut booking, 95, &after(), &loans).expect("declared anew");
    let work = booking.work.as_ref().expect("work");
    assert_eq!(
        (work.worked, &work.contested),
        (Some(Minutes::new(95)), &None)
    );
    booking
        .confirm_hours(&after(), Money { cents: 1_250 })
        .expect("confirmed");
    assert_eq!(booking.state, S::Returned);
    let events = booking.events.drain();
    let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
    assert_eq!(
        kinds,
        [
            EventKind::BookingHoursDeclared,
            EventKind::BookingHoursContested,
            EventKind::BookingHoursDeclared,
            EventKind::BookingHoursConfirmed,
        ]
    );
    let told = |name| events.iter().any(|event| event.fact(name).is_some());
    assert!(
        !told("worked") && !told("reason"),
        "the team of the hub reads of it, and not what was worked"
    );
}

#[test]
fn who_agrees_before_the_end_frees_the_rest() {
    let loans = [loan("2026-11-01", "2026-11-30")];
    let mut booking = work();
    let declarable = booking.declarable(&conventions(&loans), Paris, during().at);
    let all = booking.read_hours(120, None, declarable);
    let faults = all.expect_err("an hour of it is still to come");
    assert_eq!(faults.to_string(), "worked: OUT_OF_RANGE");
    declare(&mut booking, 60, &during(), &loans).expect("declared");
    booking.confirm_hours(&during(), free()).expect("confirmed");
    let line = booking.lines[0];
    assert_eq!(
        booking.taken(&line).end(),
        instant("2026-11-03T09:15Z"),
        "with the buffer"
    );
}

fn free() -> Money {
    Money { cents: 0 }
}

#[test]
fn wages_charges_and_expenses_are_owed_and_nothing_else() {
    let loans = [loan("2026-11-01", "2026-11-30")];
    let mut booking = work();
    assert_eq!(
        booking.price().money.amount(),
        "50.70",
        "if all of it is worked"
    );
    declare(&mut booking, 95, &after(), &loans).expect("declared");
    booking
        .confirm_hours(&after(), Money { cents: 1_250 })
        .expect("confirmed");
    let costs = booking.work.as_ref().expect("work").sums();
    assert_eq!(costs.wages.amount(), "28.50");
    assert_eq!(costs.charges.amount(), "11.64", "11.6375, half a cent up");
    assert_eq!(costs.sum().amount(), "52.64");
    let charge = booking.charge(Paris).expect("a charge");
    assert_eq!(charge.due.money, costs.sum());
    assert_eq!(charge.reason, ChargeReason::Used);
}

#[test]
fn the_price_is_what_all_of_it_comes_to_to_the_cent() {
    let costs = crate::staff::StaffCosts {
        wages: Money { cents: 1_001 },
        charges: Money { cents: 501 },
        expenses: None,
    };
    let half = costs.of(Minutes::new(30));
    assert_eq!((half.wages.cents, half.charges.cents), (501, 251));
    let mut accountant = accountant();
    accountant.content.terms.price = crate::resources::Price::StaffCosts(costs);
    let span = span("2026-11-03T08:00Z", "2026-11-03T08:30Z");
    let price = accountant.content.terms.due(None, Paris, span, 1);
    assert_eq!(price.money, half.sum());
}

#[test]
fn nothing_is_owed_for_work_that_was_called_off_and_what_has_begun_is_not_called_off() {
    let mut cancelled = work();
    let late = at("2026-11-03T07:59Z");
    cancelled
        .cancel(&late, Canceller::Borrower(None))
        .expect("calls off");
    assert!(cancelled.charge(Paris).is_none());
    let begun = work().permits(A::Cancel, tuesday().start());
    assert_eq!(begun.expect_err("it has begun").facts[0].value, "STARTED");
    let mut nobody = work();
    declare(&mut nobody, 0, &after(), &[]).expect("nobody came");
    nobody.confirm_hours(&after(), free()).expect("confirmed");
    assert!(nobody.charge(Paris).is_none());
}

#[test]
fn what_is_done_with_work_is_not_done_with_things_nor_the_other_way_round() {
    let (room, _) = confirmed();
    for action in [A::DeclareHours, A::ConfirmHours, A::ContestHours] {
        let refused = room.permits(action, during().at);
        assert_eq!(code(refused), RefusalCode::NotStaffTime, "{action}");
    }
    for action in [A::TakeBack, A::NoShow] {
        let refused = work().permits(action, during().at);
        assert_eq!(code(refused), RefusalCode::WrongKind, "{action}");
    }
    let before = work().permits(A::HandOver, sunday().at);
    assert_eq!(
        before.expect_err("nobody begins before").facts[0].value,
        "NOT_STARTED"
    );
}

#[test]
fn no_more_is_declared_than_is_over_and_no_more_refunded_than_was_announced() {
    let booking = work();
    let loans = [loan("2026-11-01", "2026-11-30")];
    let declarable = booking.declarable(&conventions(&loans), Paris, after().at);
    for (minutes, fits) in [(-1, false), (0, true), (120, true), (121, false)] {
        let read = booking.read_hours(minutes, None, declarable);
        assert_eq!(read.is_ok(), fits, "{minutes}");
        if let Err(faults) = read {
            assert_eq!(faults.to_string(), "worked: OUT_OF_RANGE");
        }
    }
    for (amount, fits) in [
        (None, true),
        (Some("12.50"), true),
        (Some("10000"), true),
        (Some("10000.01"), false),
        (Some("-1"), false),
    ] {
        assert_eq!(booking.read_expenses(amount).is_ok(), fits, "{amount:?}");
    }
    let mut without = booking;
    if let Some(work) = &mut without.work {
        work.costs.expenses = None;
    }
    assert!(without.read_expenses(Some("0")).is_ok());
    let faults = without.read_expenses(Some("0.01"));
    assert_eq!(
        faults.expect_err("none were announced").to_string(),
        "expenses: INCONSISTENT"
    );
}

#[test]
fn the_employer_itself_needs_no_convention_and_owes_itself_nothing() {
    let accountant = accountant();
    let own = borrower(OWNER, Some(100));
    let now = instant("2026-11-01T12:00Z");
    let offer = Offer::of(&own, &[wanted(&accountant, 1, &[])], tuesday(), now);
    let mut booking = Booking::book(
        &sunday(),
        own.id,
        offer.expect("an offer"),
        &wish(&[]),
        None,
    );
    assert_eq!(booking.work, None);
    booking
        .hand_over(&during(), None, NO_CONVENTIONS)
        .expect("works for itself");
    assert_eq!(booking.price(), Due::NOTHING);
}

#[test]
fn an_employers_group_lends_to_its_members_alone() {
    let mut accountant = accountant();
    let now = instant("2026-11-01T12:00Z");
    let offer = |resource: &Resource, organisation: u128| {
        let wanted = Wanted {
            members_only: true,
            ..wanted(resource, 1, &[])
        };
        let borrower = borrower(organisation, Some(100));
        Offer::of(&borrower, &[wanted], tuesday(), now).map(drop)
    };
    let for_all = offer(&accountant, BORROWER);
    assert_eq!(code(for_all), RefusalCode::NotEligible, "members are named");
    assert_eq!(offer(&accountant, OWNER), Ok(()), "its own");
    let faults = accountant.content.expect_members_only();
    let faults = faults.expect_err("visible in the hub");
    assert_eq!(faults.to_string(), "visibility: INCONSISTENT");
    accountant.content.visibility = Visibility::Parties;
    accountant.content.parties = vec![id(BORROWER)];
    assert_eq!(accountant.content.expect_members_only(), Ok(()));
    assert_eq!(offer(&accountant, BORROWER), Ok(()));
    assert_eq!(code(offer(&accountant, 999)), RefusalCode::NotEligible);
}

#[test]
fn a_request_from_before_the_group_is_not_confirmed_to_who_is_no_member() {
    let mut accountant = accountant();
    accountant.conditions = Some(conditions(RulesDraft {
        units: 1,
        late_share: 0,
        ..rules(Approval::Owner)
    }));
    let requested = Booking::book(
        &sunday(),
        id(BORROWER),
        offer(&accountant, tuesday(), 1),
        &wish(&[(accountant.id, 1)]),
        None,
    );
    let confirmed = |members_only| {
        let wanted = Wanted {
            members_only,
            ..wanted(&accountant, 1, &[])
        };
        requested.clone().confirm(&sunday(), &[wanted])
    };
    assert_eq!(confirmed(false), Ok(()));
    assert_eq!(code(confirmed(true)), RefusalCode::NotEligible);
}

#[test]
fn staff_time_is_booked_by_itself() {
    let (accountant, room) = (
        accountant(),
        resource(301, rules(Approval::Automatic), Visibility::Hub),
    );
    let alone = Wish::expect_together(None, &[&accountant]);
    assert_eq!(alone, Ok(()));
    let both = Wish::expect_together(None, &[&room, &accountant]);
    let faults = both.expect_err("beside a room");
    assert_eq!(faults.to_string(), "lines.1.resource: INCONSISTENT");
    let problem: &Problem = &faults.as_slice()[0].problem;
    assert_eq!(problem.facts[0].value, "lines");
}
