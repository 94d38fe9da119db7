//! What agreements mean for staff time.

use chrono::{DateTime, Utc};
use chrono_tz::{Europe::Paris, Tz};

use super::*;
use crate::{
    ids::ResourceId,
    staff::{Convention, ConventionId},
};

const ZONE: Tz = Paris;

fn accountant() -> ResourceId {
    id(300)
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// Somebody of a party acts at an instant.
fn at(number: u128, now: &str) -> Act<'static> {
    let person: PersonId = id(500 + number);
    Act::new(instant(now), Some(person), &MINT).acting_for(party(number))
}

/// A loan of the first party's accountant to the second, with this notice.
fn lending(last: Option<&str>, renewal: Renewal, notice: u32) -> Outline {
    let mut draft = outline_draft(2);
    draft.form = Form::StaffLoan;
    draft.staff = Some(StaffTerms {
        resource: accountant(),
        agreed_on: Some(day("2026-11-20")),
    });
    until(parsed(draft), last, renewal, notice)
}

/// Proposes what is worked on, and has both sign it.
fn sign_all(partnership: &mut Partnership, now: &str) {
    let around = Around {
        lender: Some(party(0)),
        ..Around::default()
    };
    let next = frozen(partnership.next_number());
    let today = instant(now).with_timezone(&ZONE).date_naive();
    let proposed = partnership.propose(&at(0, now), today, &around, next);
    proposed.expect("proposed");
    for number in 0..2 {
        let read = partnership.proposed().map(|version| version.sha256.clone());
        let signature = Signature {
            signed_at: instant(now),
            ..signature(number)
        };
        partnership
            .sign(
                &at(number, now),
                today,
                &read.expect("a version"),
                signature,
            )
            .expect("signed");
    }
}

/// Signed by both on 21 November 2026 at ten in the morning, UTC.
fn lent(outline: Outline) -> Partnership {
    let mut partnership = drafted(outline);
    sign_all(&mut partnership, "2026-11-21T10:00:00Z");
    partnership
}

fn convention(partnership: &Partnership) -> Option<Convention> {
    partnership.staff_convention(accountant(), (party(0), party(1)), ZONE)
}

/// Whether work counts that begins at an instant.
fn counts(partnership: &Partnership, begins: &str) -> bool {
    let begins = instant(begins);
    let day = begins.with_timezone(&ZONE).date_naive();
    convention(partnership).is_some_and(|one| one.covers(day, begins, begins))
}

#[test]
fn what_both_have_signed_lets_work_from_then_on_until_its_last_day() {
    let loan = lent(lending(Some("2026-12-31"), Renewal::None, 30));
    let which = convention(&loan).map(|one| one.id);
    assert_eq!(which, Some(ConventionId::Partnership(loan.id)));
    for (begins, expected) in [
        ("2026-11-21T09:59:00Z", false),
        ("2026-11-21T10:00:00Z", true),
        ("2026-12-31T22:30:00Z", true),
        ("2026-12-31T23:00:00Z", false),
    ] {
        assert_eq!(counts(&loan, begins), expected, "{begins}");
    }
    let other = |resource, sides| loan.staff_convention(resource, sides, ZONE);
    assert_eq!(other(id(301), (party(0), party(1))), None, "somebody else");
    assert_eq!(
        other(accountant(), (party(0), party(2))),
        None,
        "for others"
    );
}

#[test]
fn what_is_not_signed_by_both_or_of_another_form_lets_nobody_work() {
    let mut draft = drafted(lending(None, Renewal::None, 0));
    assert_eq!(convention(&draft), None);
    let around = Around {
        lender: Some(party(0)),
        ..Around::default()
    };
    draft
        .propose(&act_for(0), today(), &around, frozen(1))
        .expect("proposed");
    sign(&mut draft, 0, today()).expect("signed");
    assert_eq!(convention(&draft), None, "the other has not signed");
    assert_eq!(convention(&in_force(outline(2))), None);
}

#[test]
fn an_agreement_of_the_employee_that_is_to_come_is_none() {
    let mut outline = lending(Some("2027-12-31"), Renewal::None, 0);
    outline.term.starts_on = day("2026-12-01");
    let agreed_on = |on: &str| StaffTerms {
        resource: accountant(),
        agreed_on: Some(day(on)),
    };
    let around = Around {
        lender: Some(party(0)),
        ..Around::default()
    };
    for (on, refused) in [("2026-11-22", true), ("2026-11-21", false)] {
        outline.staff = Some(agreed_on(on));
        let draft = drafted(outline.clone());
        let proposed = draft.can_be_proposed(&around, today());
        assert_eq!(proposed.is_err(), refused, "{on}");
    }
}

#[test]
fn no_work_counts_that_begins_while_it_is_suspended_also_once_it_is_taken_up() {
    let mut loan = lent(lending(Some("2026-12-31"), Renewal::None, 30));
    let suspended = at(1, "2026-11-23T10:00:00Z");
    loan.suspend(&suspended, party(1), day("2026-11-23"), reason())
        .expect("suspended");
    assert!(
        counts(&loan, "2026-11-23T09:59:00Z"),
        "what was worked stays"
    );
    assert!(!counts(&loan, "2026-11-23T10:00:00Z"));
    assert!(!counts(&loan, "2026-12-01T10:00:00Z"));
    let resumed = at(1, "2026-11-25T10:00:00Z");
    loan.resume(&resumed, party(1), day("2026-11-25"))
        .expect("resumed");
    assert!(counts(&loan, "2026-11-23T09:59:00Z"));
    assert!(!counts(&loan, "2026-11-24T10:00:00Z"));
    assert!(counts(&loan, "2026-11-25T10:00:00Z"));
}

#[test]
fn a_notice_ends_it_on_its_day_and_without_notice_at_once() {
    let noticed = |notice, leave: bool| {
        let mut loan = lent(lending(None, Renewal::None, notice));
        let act = at(0, "2026-11-24T10:00:00Z");
        let today = day("2026-11-24");
        let said = if leave {
            loan.leave(&act, party(0), today, reason())
        } else {
            loan.terminate(&act, party(0), today, (TerminationGround::Notice, reason()))
        };
        said.expect("said");
        loan
    };
    for leave in [false, true] {
        let later = noticed(10, leave);
        assert!(counts(&later, "2026-12-03T10:00:00Z"), "{leave}");
        assert!(!counts(&later, "2026-12-04T10:00:00Z"), "{leave}");
        let at_once = noticed(0, leave);
        assert!(counts(&at_once, "2026-11-24T09:00:00Z"), "{leave}");
        assert!(!counts(&at_once, "2026-11-24T10:00:00Z"), "{leave}");
        assert!(!counts(&at_once, "2026-11-25T10:00:00Z"), "{leave}");
    }
}

#[test]
fn an_amendment_keeps_it_going_or_gives_it_to_another_employee() {
    let mut loan = lent(lending(Some("2026-12-31"), Renewal::None, 0));
    let amended = |resource| {
        let mut outline = lending(Some("2027-01-31"), Renewal::None, 0);
        outline.staff = outline.staff.map(|staff| StaffTerms { resource, ..staff });
        outline
    };
    change(&mut loan, 0, amended(accountant()), day("2026-11-24")).expect("changed");
    sign_all(&mut loan, "2026-11-24T10:00:00Z");
    for (begins, expected) in [
        ("2026-11-24T09:00:00Z", true),
        ("2026-11-24T11:00:00Z", true),
        ("2027-01-31T10:00:00Z", true),
        ("2027-02-01T10:00:00Z", false),
    ] {
        assert_eq!(counts(&loan, begins), expected, "{begins}");
    }
    let (began, later) = (
        instant("2026-11-24T09:00:00Z"),
        instant("2026-11-25T09:00:00Z"),
    );
    let goes_on = convention(&loan).expect("a convention");
    assert!(
        goes_on.covers(day("2026-11-25"), began, later),
        "what began before goes on after it"
    );
    change(&mut loan, 0, amended(id(301)), day("2026-11-26")).expect("changed");
    sign_all(&mut loan, "2026-11-26T10:00:00Z");
    assert!(
        counts(&loan, "2026-11-25T10:00:00Z"),
        "what was worked stays"
    );
    assert!(!counts(&loan, "2026-11-26T10:00:00Z"));
    let other = loan.staff_convention(id(301), (party(0), party(1)), ZONE);
    let (begins, today) = (instant("2026-11-27T10:00:00Z"), day("2026-11-27"));
    assert!(other.is_some_and(|one| one.covers(today, begins, begins)));
}

#[test]
fn whom_an_amendment_lends_has_agreed_before_working_and_not_before_the_loan_began() {
    let around = Around {
        lender: Some(party(0)),
        ..Around::default()
    };
    let proposed = |resource: u128, agreed_on: &str| {
        let mut loan = lent(lending(Some("2027-12-31"), Renewal::None, 0));
        let mut outline = lending(Some("2027-06-30"), Renewal::None, 0);
        outline.staff = Some(StaffTerms {
            resource: id(resource),
            agreed_on: Some(day(agreed_on)),
        });
        change(&mut loan, 0, outline, day("2027-02-01")).expect("changed");
        loan.can_be_proposed(&around, day("2027-02-01")).is_ok()
    };
    assert!(proposed(301, "2027-02-01"), "another, before the amendment");
    assert!(!proposed(301, "2027-02-02"), "to come");
    assert!(proposed(300, "2026-11-21"), "the same, before the loan");
    assert!(!proposed(300, "2026-11-22"), "the same, after it began");
    let mut loan = lent(lending(Some("2027-12-31"), Renewal::None, 0));
    let mut outline = lending(Some("2027-12-31"), Renewal::None, 0);
    outline.staff = Some(StaffTerms {
        resource: id(301),
        agreed_on: Some(day("2026-11-25")),
    });
    change(&mut loan, 0, outline, day("2026-11-25")).expect("changed");
    sign_all(&mut loan, "2026-11-25T10:00:00Z");
    let other = loan.staff_convention(id(301), (party(0), party(1)), ZONE);
    let (begins, today) = (instant("2026-11-26T10:00:00Z"), day("2026-11-26"));
    assert!(other.is_some_and(|one| one.covers(today, begins, begins)));
}

#[test]
fn the_first_day_is_the_one_that_all_have_agreed_upon_last() {
    let beginning = |first| {
        let mut outline = lending(Some("2027-12-31"), Renewal::None, 0);
        outline.term.starts_on = day(first);
        outline
    };
    for (first, then, worked, expected) in [
        ("2026-12-01", "2027-01-05", "2026-12-10T10:00:00Z", false),
        ("2027-01-05", "2026-12-01", "2026-12-10T10:00:00Z", true),
    ] {
        let mut loan = lent(beginning(first));
        change(&mut loan, 0, beginning(then), day("2026-11-24")).expect("changed");
        sign_all(&mut loan, "2026-11-24T10:00:00Z");
        assert_eq!(counts(&loan, worked), expected, "{first}, then {then}");
    }
}

#[test]
fn it_is_renewed_also_where_nobody_has_looked_since() {
    let mut loan = lent(lending(Some("2026-12-31"), Renewal::Tacit, 30));
    assert!(!counts(&loan, "2027-02-01T10:00:00Z"));
    loan.attend(&by_itself(), day("2027-02-01"));
    assert!(counts(&loan, "2027-02-01T10:00:00Z"));
}

#[test]
fn the_parties_of_an_employers_group_are_its_members_while_it_is_in_force() {
    let mut draft = outline_draft(3);
    draft.form = Form::EmployersGroup;
    let agreed = until(parsed(draft), Some("2027-11-20"), Renewal::None, 30);
    let mut group = drafted(agreed);
    let around = Around {
        employers_groups: vec![party(0)],
        ..Around::default()
    };
    let member = |group: &Partnership, number, on: &str| {
        group.makes_member(party(0), party(number), day(on))
    };
    assert!(!member(&group, 1, "2026-11-21"), "a draft");
    group
        .propose(&act_for(0), today(), &around, frozen(1))
        .expect("proposed");
    for number in 0..3 {
        sign(&mut group, number, today()).expect("signed");
    }
    for (number, on, expected) in [
        (1, "2026-11-20", false),
        (1, "2026-11-21", true),
        (2, "2027-11-20", true),
        (2, "2027-11-21", false),
        (3, "2026-11-21", false),
    ] {
        assert_eq!(member(&group, number, on), expected, "{number} on {on}");
    }
    group
        .leave(&act_for(2), party(2), today(), reason())
        .expect("said");
    assert!(member(&group, 2, "2026-12-20"));
    assert!(!member(&group, 2, "2026-12-21"), "its notice is over");
    assert!(member(&group, 1, "2026-12-21"));
    group
        .suspend(&act_for(1), party(1), today(), reason())
        .expect("suspended");
    assert!(!member(&group, 1, "2026-12-01"));
    assert!(!in_force(outline(3)).makes_member(party(0), party(1), today()));
}
