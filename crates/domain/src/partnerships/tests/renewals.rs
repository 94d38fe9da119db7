//! Agreements that go on, through short months, leap years and years in which nobody looked.

use super::*;
use crate::events::EventKind as K;

fn tacit(first: &str, last: &str, months: u32, notice: u32) -> Outline {
    let mut outline = until(outline(2), Some(last), Renewal::Tacit, notice);
    outline.term.starts_on = day(first);
    outline.term.renewal_months = Some(months);
    outline
}

/// In force since its first day.
fn since(outline: Outline) -> Partnership {
    let on = outline.term.starts_on;
    let mut partnership = drafted(outline);
    propose(&mut partnership, on);
    for number in [0, 1] {
        sign(&mut partnership, number, on).expect("signed");
    }
    partnership.events.drain();
    partnership
}

fn attend(partnership: &mut Partnership, on: &str) -> Vec<K> {
    partnership.events.drain();
    partnership.attend(&by_itself(), day(on));
    let told = partnership.events.as_slice().iter();
    told.map(|event| event.kind).collect()
}

/// The last days of the periods of an agreement that nobody has looked at until a day.
fn last_days(mut partnership: Partnership, until: &str) -> Vec<String> {
    attend(&mut partnership, until);
    let told = partnership.events.as_slice().iter();
    let renewed = told.filter(|event| event.kind == K::PartnershipRenewed);
    renewed
        .filter_map(|event| event.fact("until").map(str::to_owned))
        .collect()
}

#[test]
fn five_renewals_that_nobody_looked_at_are_five_acts_with_their_own_days() {
    let partnership = since(tacit("2027-03-01", "2028-02-29", 12, 0));
    assert_eq!(
        last_days(partnership, "2032-03-01"),
        [
            "2029-02-28",
            "2030-02-28",
            "2031-02-28",
            "2032-02-29",
            "2033-02-28"
        ]
    );
}

#[test]
fn the_last_day_of_a_month_stays_the_last_and_a_short_month_shortens_no_other() {
    let monthly = since(tacit("2027-01-01", "2027-01-31", 1, 0));
    assert_eq!(
        last_days(monthly, "2027-05-15"),
        ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]
    );
    let from_the_31st = since(tacit("2026-12-31", "2027-01-30", 1, 0));
    assert_eq!(
        last_days(from_the_31st, "2027-06-01"),
        [
            "2027-02-27",
            "2027-03-30",
            "2027-04-29",
            "2027-05-30",
            "2027-06-29"
        ],
        "from the 31st, or the last day of shorter months, to the day before the next"
    );
    let from_a_leap_day = since(tacit("2027-03-01", "2028-02-28", 12, 0));
    assert_eq!(
        last_days(from_a_leap_day, "2033-01-01"),
        [
            "2029-02-27",
            "2030-02-27",
            "2031-02-27",
            "2032-02-28",
            "2033-02-27"
        ]
    );
}

#[test]
fn what_began_while_nobody_looked_began_on_its_first_day() {
    let mut draft = outline_draft(2);
    draft.term.starts_on = day("2027-01-01");
    draft.term.ends_on = Some(day("2027-12-31"));
    draft.term.renewal = Renewal::Tacit;
    draft.term.renewal_months = Some(12);
    let mut partnership = in_force(parsed(draft));
    assert_eq!(partnership.state, S::Signed);
    assert_eq!(
        attend(&mut partnership, "2029-06-01"),
        [
            K::PartnershipActivated,
            K::PartnershipRenewed,
            K::PartnershipRenewed
        ]
    );
    assert_eq!(partnership.course.since, Some(day("2027-01-01")));
    assert_eq!(
        partnership.events.as_slice()[0].fact("from"),
        Some("2027-01-01")
    );
    assert_eq!(partnership.ends_on, Some(day("2029-12-31")));

    let late = day("2027-02-15");
    let mut partnership = drafted(tacit("2027-01-01", "2027-12-31", 12, 0));
    propose(&mut partnership, late);
    for number in [0, 1] {
        sign(&mut partnership, number, late).expect("signed");
    }
    assert_eq!(
        partnership.course.since,
        Some(late),
        "nothing is in force before everybody has signed"
    );
}

#[test]
fn each_period_is_warned_of_anew() {
    let mut partnership = since(tacit("2027-01-01", "2027-12-31", 12, 0));
    for year in [2027, 2028] {
        for on in ["10-02", "12-01", "12-24"] {
            let told = attend(&mut partnership, &format!("{year}-{on}"));
            assert_eq!(told, [K::PartnershipExpiring], "{year} {on}");
            let event = &partnership.events.as_slice()[0];
            assert_eq!(event.fact("renews"), Some("true"));
            assert_eq!(attend(&mut partnership, &format!("{year}-{on}")), []);
        }
        let next = format!("{}-01-01", year + 1);
        assert_eq!(attend(&mut partnership, &next), [K::PartnershipRenewed]);
    }
}

#[test]
fn notice_for_all_that_is_over_after_the_last_day_lets_it_be_renewed_until_then() {
    let mut partnership = since(tacit("2027-01-01", "2027-12-31", 12, 90));
    let on = day("2027-11-15");
    partnership
        .terminate(&act_for(0), party(0), on, notice())
        .expect("given");
    assert!(partnership.will_renew());
    assert_eq!(
        attend(&mut partnership, "2028-01-01"),
        [K::PartnershipRenewed]
    );
    assert_eq!(
        attend(&mut partnership, "2028-02-13"),
        [K::PartnershipTerminated]
    );

    let mut partnership = since(tacit("2027-01-01", "2027-12-31", 12, 30));
    partnership
        .terminate(&act_for(0), party(0), day("2027-12-02"), notice())
        .expect("given");
    assert!(!partnership.will_renew(), "both on the same day");
    assert_eq!(
        attend(&mut partnership, "2028-01-01"),
        [K::PartnershipTerminated]
    );
}

#[test]
fn a_renewal_is_declined_in_time_or_not_at_all() {
    let mut partnership = since(tacit("2027-01-01", "2027-12-31", 12, 90));
    let decline = |partnership: &mut Partnership, on: &str| {
        partnership.decline_renewal(&act_for(1), party(1), day(on), reason())
    };
    let late = decline(&mut partnership, "2027-10-03").expect_err("too late");
    assert_eq!(
        (late.code, late.facts[0].value.as_str()),
        (RefusalCode::TooLate, "2027-10-02")
    );
    decline(&mut partnership, "2027-10-02").expect("in time");
    assert!(!partnership.will_renew());
    assert_eq!(
        code(decline(&mut partnership, "2027-10-02")),
        RefusalCode::WrongState
    );
    assert_eq!(
        attend(&mut partnership, "2027-12-01"),
        [K::PartnershipExpiring]
    );
    assert_eq!(
        partnership.events.as_slice()[0].fact("renews"),
        Some("false")
    );
    assert_eq!(
        attend(&mut partnership, "2028-01-01"),
        [K::PartnershipEnded]
    );
    for renewal in [Renewal::None, Renewal::Express] {
        let mut partnership = in_force(until(outline(2), Some("2027-12-31"), renewal, 0));
        assert_eq!(
            code(decline(&mut partnership, "2027-01-01")),
            RefusalCode::WrongState
        );
    }
}

#[test]
fn where_notice_is_longer_than_a_period_who_wants_it_to_end_gives_notice_for_all() {
    let mut partnership = since(tacit("2027-01-01", "2027-12-31", 12, 400));
    let first = day("2027-01-01");
    let late = partnership.decline_renewal(&act_for(0), party(0), first, reason());
    assert_eq!(code(late), RefusalCode::TooLate);
    partnership
        .terminate(&act_for(0), party(0), first, notice())
        .expect("given");
    assert_eq!(
        attend(&mut partnership, "2028-02-04"),
        [K::PartnershipRenewed]
    );
    assert_eq!(
        attend(&mut partnership, "2028-02-05"),
        [K::PartnershipTerminated]
    );
}

#[test]
fn an_amendment_moves_the_last_day_whatever_was_renewed_or_declined_before() {
    let amended = |partnership: &mut Partnership, last: &str, on: &str| {
        let mut outline = partnership.outline.clone();
        outline.term.ends_on = Some(day(last));
        change(partnership, 0, outline, day(on)).expect("drafted");
        propose(partnership, day(on));
        for number in [0, 1] {
            sign(partnership, number, day(on)).expect("signed");
        }
    };
    let mut partnership = since(tacit("2027-01-01", "2027-12-31", 12, 30));
    attend(&mut partnership, "2028-06-01");
    assert_eq!(partnership.ends_on, Some(day("2028-12-31")));
    amended(&mut partnership, "2029-03-31", "2028-06-01");
    assert_eq!(partnership.ends_on, Some(day("2029-03-31")));
    assert_eq!(
        attend(&mut partnership, "2029-04-01"),
        [K::PartnershipRenewed]
    );
    assert_eq!(partnership.ends_on, Some(day("2030-03-31")));

    partnership
        .decline_renewal(&act_for(0), party(0), day("2029-06-01"), reason())
        .expect("in time");
    amended(&mut partnership, "2030-12-31", "2029-06-02");
    assert!(
        partnership.will_renew(),
        "what was said of one end is not said of another"
    );
    // What is over cannot be signed, nor proposed.
    let mut outline = partnership.outline.clone();
    outline.term.ends_on = Some(day("2029-06-01"));
    change(&mut partnership, 0, outline, day("2029-06-02")).expect("drafted");
    let over = partnership.can_be_proposed(&Around::default(), day("2029-06-02"));
    assert_eq!(over.expect_err("it is over").facts[0].value, "EXPIRED");
}

#[test]
fn what_has_no_last_day_goes_on_until_somebody_gives_notice() {
    let mut partnership = in_force(until(outline(2), None, Renewal::None, 90));
    assert_eq!(partnership.next_due(today()), None);
    assert_eq!(attend(&mut partnership, "2046-11-21"), []);
    partnership
        .terminate(&act_for(1), party(1), day("2046-11-21"), notice())
        .expect("given");
    assert_eq!(
        partnership.next_due(day("2046-11-21")),
        Some(day("2047-02-19"))
    );
    assert_eq!(
        attend(&mut partnership, "2047-02-19"),
        [K::PartnershipTerminated]
    );
    assert_eq!(partnership.next_due(day("2047-02-19")), None);
}
