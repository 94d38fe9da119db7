mod agreements;

use chrono_tz::Europe::Paris;

use super::*;
use crate::testing::{day, id};

fn member(number: u128) -> OrganisationId {
    id(200 + number)
}

fn period(from: &str, until: &str) -> Period {
    Period::parse(day(from), day(until)).expect("a period")
}

fn link(kind: CooperationKind, from: u128, to: u128) -> Link {
    Link {
        kind,
        from: member(from),
        to: member(to),
        count: 1,
        time: None,
        first_on: day("2026-11-21"),
        last_on: day("2026-11-21"),
    }
}

fn graph(members: u128, links: &[Link]) -> Cooperation {
    let members = (0..members).map(member).collect();
    Cooperation::of(period("2026-11-01", "2026-11-30"), members, links.to_vec())
}

fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-12
}

#[test]
fn density_is_the_share_of_pairs_that_are_joined_however_often() {
    use CooperationKind as K;
    assert!(same(graph(0, &[]).density(), 0.0));
    assert!(same(graph(1, &[]).density(), 0.0));
    assert!(same(graph(2, &[]).density(), 0.0));
    assert!(same(graph(2, &[link(K::Project, 0, 1)]).density(), 1.0));
    let links = [
        link(K::Booking, 0, 1),
        link(K::Booking, 1, 0),
        link(K::Material, 1, 0),
        link(K::Partnership, 0, 1),
        link(K::StaffHours, 2, 3),
    ];
    // Two pairs of six.
    assert!(same(graph(4, &links).density(), 1.0 / 3.0));
}

#[test]
fn reciprocity_is_the_share_of_what_is_given_that_is_answered_whatever_by() {
    use CooperationKind as K;
    assert_eq!(graph(3, &[]).reciprocity(), None);
    let undirected = [link(K::Project, 0, 1), link(K::Partnership, 0, 1)];
    assert_eq!(graph(3, &undirected).reciprocity(), None);
    assert_eq!(graph(3, &[link(K::Booking, 0, 1)]).reciprocity(), Some(0.0));
    let links = [
        link(K::Booking, 0, 1),
        link(K::StaffHours, 0, 1),
        link(K::Material, 1, 0),
        link(K::Booking, 2, 0),
    ];
    // Of 0 to 1, 1 to 0 and 2 to 0, two are answered.
    let found = graph(3, &links).reciprocity().expect("there are some");
    assert!(same(found, 2.0 / 3.0));
}

#[test]
fn links_are_between_two_members_and_have_one_form() {
    use CooperationKind as K;
    let links = [
        link(K::Material, 0, 1),
        link(K::Booking, 1, 0),
        link(K::Booking, 0, 0),
        link(K::Booking, 0, 7),
        link(K::Project, 7, 1),
        link(K::Project, 1, 0),
        link(K::Partnership, 1, 0),
    ];
    let found = graph(2, &links).links;
    let expected = [
        link(K::Partnership, 0, 1),
        link(K::Booking, 1, 0),
        link(K::Project, 0, 1),
        link(K::Material, 0, 1),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_period_is_of_days_in_order_and_of_five_years_at_most() {
    let faults = |from: &str, until: &str| {
        let faults = Period::parse(day(from), day(until)).expect_err("faults");
        let told = faults.into_vec().into_iter();
        let told = told.map(|one| format!("{}: {}", one.path.join("."), one.problem.code));
        told.collect::<Vec<_>>()
    };
    assert_eq!(faults("2026-11-21", "2026-11-20"), ["until: INCONSISTENT"]);
    assert_eq!(faults("2021-01-01", "2026-01-01"), ["until: OUT_OF_RANGE"]);
    assert_eq!(
        faults("1999-12-31", "2100-01-01"),
        ["from: OUT_OF_RANGE", "until: OUT_OF_RANGE"]
    );
    for (from, until) in [
        ("2026-11-21", "2026-11-21"),
        ("2021-01-01", "2025-12-31"),
        ("2024-02-29", "2029-02-27"),
        ("2099-12-31", "2099-12-31"),
    ] {
        assert!(Period::parse(day(from), day(until)).is_ok());
    }
}

#[test]
fn what_is_still_to_come_is_not_of_a_period() {
    let now = "2026-11-20T23:30:00Z".parse().expect("an instant");
    // It is the 21st already in Paris.
    let begun = period("2026-11-20", "2026-12-31").begun(Paris, now);
    let begun = begun.expect("it has begun");
    assert_eq!(
        (begun.first, begun.last),
        (day("2026-11-20"), day("2026-11-21"))
    );
    assert_eq!(begun.start.to_rfc3339(), "2026-11-19T23:00:00+00:00");
    assert_eq!(begun.end, now + chrono::TimeDelta::microseconds(1));
    assert_eq!(begun.day(now), day("2026-11-21"));
    let over = period("2026-10-01", "2026-10-31").begun(Paris, now);
    let over = over.expect("it is over");
    // The clocks were put back on the 25th.
    assert_eq!(over.start.to_rfc3339(), "2026-09-30T22:00:00+00:00");
    assert_eq!(over.end.to_rfc3339(), "2026-10-31T23:00:00+00:00");
    assert_eq!(period("2026-11-22", "2026-11-30").begun(Paris, now), None);
}
