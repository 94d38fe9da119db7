//! The hours of somebody else's employee.

use super::*;
use crate::{
    staff::{Papers, PapersDraft, StaffLoan},
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

/// A loan in force on these days.
fn loan(from: &str, until: &str) -> StaffLoan {
    let borrower = borrower(BORROWER, Some(100));
    let recorded = StaffLoan::record(&sunday(), &accountant(), &borrower, papers(from, until));
    let mut loan = recorded.expect("recorded");
    loan.confirm(&sunday()).expect("confirmed");
    loan
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

fn hours(booking: &Booking, minutes: i32) -> Hours {
    booking.read_hours(minutes, None).expect("hours")
}

/// Once it has begun.
fn during() -> Act<'static> {
    at("2026-11-03T09:00Z")
}

#[test]
fn before_the_first_hour_there_is_a_convention_for_all_the_days() {
    let booking = work();
    let all = [loan("2026-11-01", "2026-11-30")];
    let mut recorded_alone = all[0].clone();
    recorded_alone.state = crate::staff::StaffLoanState::Recorded;
    let mut ended = all[0].clone();
    ended.end(&sunday(), reason()).expect("ended");
    let refused: [(&str, Vec<StaffLoan>); 5] = [
        ("nothing was signed", vec![]),
        ("the borrower has not confirmed", vec![recorded_alone]),
        ("it has ended", vec![ended]),
        ("it begins later", vec![loan("2026-11-04", "2026-11-30")]),
        ("it is over", vec![loan("2026-11-01", "2026-11-02")]),
    ];
    for (why, loans) in &refused {
        let mut one = booking.clone();
        let declared = one.declare_hours(&during(), hours(&booking, 60), (loans, Paris));
        let refusal = declared.expect_err(why);
        assert_eq!(refusal.code, RefusalCode::NoConvention, "{why}");
        let facts: Vec<_> = refusal
            .facts
            .iter()
            .map(|fact| fact.value.clone())
            .collect();
        let resource = booking.lines[0].resource.to_string();
        assert_eq!(facts, [&resource, "2026-11-03", "2026-11-03"]);
        let handed_over = one.hand_over(&during(), None, (loans, Paris));
        assert_eq!(code(handed_over), RefusalCode::NoConvention, "{why}");
        assert_eq!(one, booking, "{why}: nothing changed");
    }
    let mut one = booking.clone();
    one.declare_hours(&during(), hours(&booking, 60), (&all, Paris))
        .expect("declared");
    let work = one.work.as_ref().expect("work");
    assert_eq!(work.loan, Some(all[0].id));
    assert_eq!(one.state, S::InUse);
}

#[test]
fn the_days_are_those_of_the_place_and_the_last_minute_counts() {
    // From eleven in the evening to one in the morning in Paris.
    let mut booking = work();
    booking.span = span("2026-11-03T22:00Z", "2026-11-04T00:00Z");
    let late = at("2026-11-04T08:00Z");
    for (until, covered) in [("2026-11-03", false), ("2026-11-04", true)] {
        let loans = [loan("2026-11-03", until)];
        let hours = hours(&booking, 60);
        let declared = booking.clone().declare_hours(&late, hours, (&loans, Paris));
        assert_eq!(declared.is_ok(), covered, "{until}");
    }
    // Midnight in Paris is no minute of the day after.
    booking.span = span("2026-11-03T21:00Z", "2026-11-03T23:00Z");
    let loans = [loan("2026-11-03", "2026-11-03")];
    let hours = hours(&booking, 60);
    assert!(booking.declare_hours(&late, hours, (&loans, Paris)).is_ok());
}

#[test]
fn hours_are_declared_contested_declared_anew_and_confirmed() {
    let loans = [loan("2026-11-01", "2026-11-30")];
    let with = (&loans[..], Paris);
    let mut booking = work();
    let too_soon = booking.permits(A::DeclareHours, instant("2026-11-03T07:59Z"));
    assert_eq!(code(too_soon), RefusalCode::WrongState);
    assert_eq!(
        code(booking.confirm_hours(&during(), free())),
        RefusalCode::WrongState
    );
    booking
        .declare_hours(&during(), hours(&booking, 120), with)
        .expect("declared");
    assert_eq!(
        booking.due(),
        Due::NOTHING,
        "nothing is owed before both agree"
    );
    booking
        .contest_hours(&during(), reason())
        .expect("contested");
    for action in [A::ConfirmHours, A::ContestHours] {
        let refusal = booking.permits(action, during().at).expect_err("contested");
        assert_eq!(refusal.facts[0].value, "NOT_DECLARED");
    }
    // A convention that has ended meanwhile takes nothing back of what has begun.
    booking
        .declare_hours(&during(), hours(&booking, 95), (&[], Paris))
        .expect("declared anew");
    let work = booking.work.as_ref().expect("work");
    assert_eq!(
        (work.worked, &work.contested),
        (Some(Minutes::new(95)), &None)
    );
    booking
        .confirm_hours(&during(), Money { cents: 1_250 })
        .expect("confirmed");
    assert_eq!(booking.state, S::Returned);
    let kinds: Vec<_> = booking
        .events
        .drain()
        .iter()
        .map(|event| event.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            EventKind::BookingHoursDeclared,
            EventKind::BookingHoursContested,
            EventKind::BookingHoursDeclared,
            EventKind::BookingHoursConfirmed,
        ]
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
    let hours = hours(&booking, 95);
    booking
        .declare_hours(&during(), hours, (&loans, Paris))
        .expect("declared");
    booking
        .confirm_hours(&during(), Money { cents: 1_250 })
        .expect("confirmed");
    let costs = booking.work.as_ref().expect("work").costs();
    assert_eq!(costs.wages.amount(), "28.50");
    assert_eq!(costs.charges.amount(), "11.64", "11.6375, half a cent up");
    assert_eq!(costs.sum().amount(), "52.64");
    let charge = booking.charge(Paris).expect("a charge");
    assert_eq!(charge.due.money, costs.sum());
    assert_eq!(charge.reason, ChargeReason::Used);
}

#[test]
fn nothing_is_owed_for_work_that_was_called_off_or_never_came() {
    let mut cancelled = work();
    let late = at("2026-11-03T07:59Z");
    cancelled
        .cancel(&late, Canceller::Borrower(None))
        .expect("calls off");
    assert!(cancelled.charge(Paris).is_none());
    let mut never = work();
    never.no_show(&during()).expect("nobody came");
    assert!(never.charge(Paris).is_none());
}

#[test]
fn what_is_done_with_work_is_not_done_with_things_nor_the_other_way_round() {
    let (room, _) = confirmed();
    for action in [A::DeclareHours, A::ConfirmHours, A::ContestHours] {
        let refused = room.permits(action, during().at);
        assert_eq!(code(refused), RefusalCode::NotStaffTime, "{action}");
    }
    let refused = work().permits(A::TakeBack, during().at);
    assert_eq!(code(refused), RefusalCode::WrongKind);
}

#[test]
fn no_more_is_declared_than_was_booked_and_no_more_refunded_than_is_plausible() {
    let booking = work();
    for (minutes, fits) in [(-1, false), (0, true), (120, true), (121, false)] {
        let read = booking.read_hours(minutes, None);
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
        assert_eq!(Booking::read_expenses(amount).is_ok(), fits, "{amount:?}");
    }
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
        .hand_over(&during(), None, NO_LOANS)
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
fn staff_time_is_booked_by_itself() {
    let (accountant, room) = (
        accountant(),
        resource(301, rules(Approval::Automatic), Visibility::Hub),
    );
    let alone = Wish::expect_owner(None, &[&accountant]);
    assert_eq!(alone, Ok(()));
    let both = Wish::expect_owner(None, &[&room, &accountant]);
    let faults = both.expect_err("beside a room");
    assert_eq!(faults.to_string(), "lines.1.resource: INCONSISTENT");
    let problem: &Problem = &faults.as_slice()[0].problem;
    assert_eq!(problem.facts[0].value, "lines");
}
