//! Whom partnerships bind on which days.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Paris;

use super::{super::*, day, member, period};
use crate::{
    partnerships::{Absence, Course, Departure, Disclosure, Notice, VersionState},
    testing::reason,
};

use Disclosure::{All, Existence, Nothing};

/// At noon of a day.
fn noon(text: &str) -> DateTime<Utc> {
    format!("{text}T12:00:00Z").parse().expect("an instant")
}

fn text(disclosure: Disclosure, parties: &[u128], until: Option<&str>) -> Text {
    Text {
        disclosure,
        parties: parties.iter().copied().map(member).collect(),
        state: match until {
            None => VersionState::InForce,
            Some(_) => VersionState::Superseded,
        },
        settled_at: until.map(noon),
    }
}

fn notice(by: u128, effective_on: &str) -> Notice {
    Notice {
        by: member(by),
        reason: reason(),
        given_at: noon("2026-01-01"),
        effective_on: day(effective_on),
        ground: None,
    }
}

/// In force since the first of March.
fn agreement(texts: &[Text]) -> Agreement {
    Agreement {
        course: Course {
            since: Some(day("2026-03-01")),
            ..Course::default()
        },
        ends_on: None,
        texts: texts.to_vec(),
    }
}

type Joined = (u128, u128, u32, NaiveDate, NaiveDate);

/// Who is joined, how many times, and on which days of 2026 until the first of July.
fn joined(agreements: &[Agreement]) -> Vec<Joined> {
    joined_within(("2026-01-01", "2026-12-31"), agreements)
}

fn joined_within((from, until): (&str, &str), agreements: &[Agreement]) -> Vec<Joined> {
    let begun = period(from, until).begun(Paris, noon("2026-07-01"));
    let links = of_agreements(agreements, &begun.expect("it has begun"));
    let number = |id: OrganisationId| id.uuid().as_u128() - 200;
    let told = links.iter().map(|one| {
        assert_eq!((one.kind, one.time), (CooperationKind::Partnership, None));
        let (from, to) = (number(one.from), number(one.to));
        (from, to, one.count, one.first_on, one.last_on)
    });
    told.collect()
}

fn days(first: &str, last: &str) -> (NaiveDate, NaiveDate) {
    (day(first), day(last))
}

#[test]
fn every_two_parties_are_joined_from_its_first_day_until_today() {
    let (first, last) = days("2026-03-01", "2026-07-01");
    assert_eq!(
        joined(&[agreement(&[text(All, &[2, 0, 1], None)])]),
        [
            (0, 1, 1, first, last),
            (0, 2, 1, first, last),
            (1, 2, 1, first, last)
        ]
    );
    let mut not_begun = agreement(&[text(All, &[0, 1], None)]);
    not_begun.course.since = None;
    assert_eq!(joined(&[not_begun]), []);
    let mut later = agreement(&[text(All, &[0, 1], None)]);
    later.course.since = Some(day("2026-07-02"));
    assert_eq!(joined(&[later]), []);
}

#[test]
fn what_the_parties_keep_to_themselves_joins_nobody() {
    assert_eq!(joined(&[agreement(&[text(Nothing, &[0, 1], None)])]), []);
    let (first, last) = days("2026-03-01", "2026-07-01");
    let told = [agreement(&[text(Existence, &[0, 1], None)])];
    assert_eq!(joined(&told), [(0, 1, 1, first, last)]);
    // What was told once is not told of what is kept now.
    let kept = [
        text(All, &[0, 1], Some("2026-05-01")),
        text(Nothing, &[0, 1], None),
    ];
    assert_eq!(joined(&[agreement(&kept)]), []);
    // Who had gone before it was told has not signed that it is.
    let (first, last) = days("2026-05-01", "2026-07-01");
    let told = [
        text(Nothing, &[0, 1, 2], Some("2026-05-01")),
        text(All, &[0, 1], None),
    ];
    assert_eq!(joined(&[agreement(&told)]), [(0, 1, 1, first, last)]);
}

#[test]
fn an_amendment_takes_the_place_of_the_text_before_it_on_its_day() {
    let texts = [
        text(All, &[0, 1], Some("2026-05-01")),
        text(All, &[0, 2], None),
    ];
    let (first, amended) = days("2026-03-01", "2026-05-01");
    let last = day("2026-07-01");
    assert_eq!(
        joined(&[agreement(&texts)]),
        [(0, 1, 1, first, amended), (0, 2, 1, amended, last)]
    );
    let texts = [
        text(All, &[0, 1], Some("2026-05-01")),
        text(All, &[0, 1], None),
    ];
    assert_eq!(joined(&[agreement(&texts)]), [(0, 1, 1, first, last)]);
}

#[test]
fn nobody_is_joined_once_they_have_left_or_it_is_over() {
    let over = |change: fn(&mut Agreement)| {
        let mut one = agreement(&[text(All, &[0, 1, 2], None)]);
        one.texts[0].state = VersionState::Ended;
        one.texts[0].settled_at = Some(noon("2026-06-02"));
        change(&mut one);
        joined(&[one])
            .into_iter()
            .map(|one| (one.0, one.1, one.4))
            .collect::<Vec<_>>()
    };
    let until = |last: &str| {
        let last = day(last);
        vec![(0, 1, last), (0, 2, last), (1, 2, last)]
    };
    assert_eq!(over(|_| ()), until("2026-06-02"));
    assert_eq!(
        over(|one| one.ends_on = Some(day("2026-05-31"))),
        until("2026-05-31")
    );
    let terminated = |one: &mut Agreement| one.course.termination = Some(notice(0, "2026-05-10"));
    assert_eq!(over(terminated), until("2026-05-09"));
    let left = |one: &mut Agreement| {
        for (by, on, done) in [(1, "2026-04-01", true), (2, "2026-08-01", false)] {
            let notice = notice(by, on);
            one.course.departures.push(Departure { notice, done });
        }
    };
    let (gone, last) = days("2026-03-31", "2026-06-02");
    assert_eq!(over(left), [(0, 1, gone), (0, 2, last), (1, 2, gone)]);
    let not_looked_at_yet = |one: &mut Agreement| {
        let notice = notice(1, "2026-04-01");
        one.course.departures.push(Departure {
            notice,
            done: false,
        });
    };
    assert_eq!(
        over(not_looked_at_yet),
        [(0, 1, gone), (0, 2, last), (1, 2, gone)]
    );
    // It was over before the period.
    assert_eq!(over(|one| one.ends_on = Some(day("2025-05-31"))), []);
}

#[test]
fn who_left_and_came_back_is_not_joined_in_between() {
    let mut one = agreement(&[
        text(All, &[0, 1], Some("2026-06-10")),
        text(All, &[0, 1], None),
    ]);
    one.course.absences.push(Absence {
        party: member(1),
        from: day("2026-04-01"),
        until: day("2026-06-10"),
    });
    let one = [one];
    let within = |from, until| {
        let joined = joined_within((from, until), &one).into_iter();
        joined.map(|one| (one.3, one.4)).collect::<Vec<_>>()
    };
    let whole = days("2026-03-01", "2026-07-01");
    assert_eq!(within("2026-01-01", "2026-12-31"), [whole]);
    let before = days("2026-03-01", "2026-03-31");
    assert_eq!(within("2026-01-01", "2026-05-31"), [before]);
    assert_eq!(within("2026-04-01", "2026-06-09"), []);
    let after = days("2026-06-10", "2026-07-01");
    assert_eq!(within("2026-05-01", "2026-12-31"), [after]);
}

#[test]
fn several_partnerships_of_the_same_two_are_counted_together() {
    let one = agreement(&[text(All, &[0, 1], None)]);
    let mut other = agreement(&[text(Existence, &[1, 0], None)]);
    other.course.since = Some(day("2025-02-01"));
    other.ends_on = Some(day("2026-02-01"));
    let (first, last) = days("2026-01-01", "2026-07-01");
    assert_eq!(joined(&[one, other]), [(0, 1, 2, first, last)]);
}
