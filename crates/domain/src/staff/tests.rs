use chrono::{DateTime, NaiveDate, Utc};

use super::*;
use crate::{
    bookings::Borrower,
    content::ContentState,
    events::{Audience, EventKind, Subject},
    refusals::{Refusal, RefusalCode},
    resources::{
        Approval, Conditions, ConditionsDraft, HoursDraft, PriceKind, Resource, ResourceContent,
        ResourceDraft, ResourceKind, RulesDraft, TermsDraft,
    },
    testing::{act, day, id, reason, resource, resource_draft},
    values::{Faults, Visibility},
};

use StaffLoanAction as A;
use StaffLoanState as S;

fn costs(wages: &str, charges: &str) -> CostsDraft {
    CostsDraft {
        wages: wages.into(),
        charges: charges.into(),
        expenses: None,
    }
}

fn draft(kind: ResourceKind, terms: TermsDraft) -> ResourceDraft {
    ResourceDraft {
        kind,
        terms,
        visibility: Some(Visibility::Hub),
        ..resource_draft()
    }
}

fn terms(kind: PriceKind, costs: Option<CostsDraft>) -> TermsDraft {
    TermsDraft {
        kind,
        costs,
        ..resource_draft().terms
    }
}

/// Staff time of organisation 200 in hub 100.
fn accountant() -> Resource {
    let mut resource = resource();
    resource.state = ContentState::Published;
    let terms = terms(PriceKind::StaffCosts, Some(costs("18", "7.35")));
    resource.content =
        ResourceContent::parse(draft(ResourceKind::StaffTime, terms), &[]).expect("staff time");
    resource
}

fn member(organisation: u128) -> Borrower {
    Borrower {
        id: id(organisation),
        memberships: vec![(id(100), crate::memberships::MemberCategory::ActiveMember)],
    }
}

fn papers() -> PapersDraft {
    PapersDraft {
        convention: "Mise à disposition n° 3".into(),
        signed_on: day("2026-10-20"),
        agreed_on: day("2026-10-21"),
        from: day("2026-11-01"),
        until: day("2026-12-31"),
    }
}

fn parsed(draft: &PapersDraft) -> Result<Papers, Faults> {
    Papers::parse(draft, day("2026-11-15"))
}

/// A day on which the loan is in force.
fn today() -> NaiveDate {
    day("2026-11-15")
}

fn recorded() -> StaffLoan {
    let papers = parsed(&papers()).expect("papers");
    StaffLoan::record(&act(0), &accountant(), &member(201), false, papers).expect("recorded")
}

fn told<T>(outcome: Result<T, Faults>) -> String {
    outcome
        .err()
        .map_or_else(String::new, |faults| faults.to_string())
}

#[test]
fn staff_time_has_a_breakdown_of_costs_and_no_price() {
    let of = |kind, terms| told(ResourceContent::parse(draft(kind, terms), &[]));
    let staff = ResourceKind::StaffTime;
    for price in [PriceKind::Free, PriceKind::Hours] {
        let told = of(staff, terms(price, None));
        assert_eq!(told, "terms.kind: INCONSISTENT", "{price}");
    }
    let with_costs = || terms(PriceKind::StaffCosts, Some(costs("18", "7.35")));
    assert_eq!(of(staff, with_costs()), "");
    assert_eq!(
        of(ResourceKind::Space, with_costs()),
        "terms.kind: INCONSISTENT"
    );
    assert_eq!(
        of(staff, terms(PriceKind::StaffCosts, None)),
        "terms.costs: REQUIRED"
    );
    let dear = terms(PriceKind::StaffCosts, Some(costs("1000.01", "-1")));
    assert_eq!(
        of(staff, dear),
        "terms.costs.wages: OUT_OF_RANGE, terms.costs.charges: MALFORMED"
    );
    let for_all = ResourceDraft {
        visibility: Some(Visibility::Public),
        ..draft(staff, with_costs())
    };
    assert_eq!(
        told(ResourceContent::parse(for_all, &[])),
        "visibility: INCONSISTENT",
        "what somebody earns is not for everybody"
    );
    let secured = TermsDraft {
        deposit: Some("100".into()),
        ..with_costs()
    };
    assert_eq!(of(staff, secured), "terms.deposit: INCONSISTENT");
    let both = TermsDraft {
        others: Some("40".into()),
        ..with_costs()
    };
    assert_eq!(of(staff, both), "terms.others: INCONSISTENT");
}

#[test]
fn there_is_one_of_an_employee_and_nothing_is_owed_for_calling_off() {
    let conditions = |units, late_share| {
        Conditions::parse(ConditionsDraft {
            time_zone: "Europe/Paris".into(),
            rules: RulesDraft {
                units,
                min_length: 60,
                max_length: 7 * 24 * 60,
                notice: 0,
                horizon: 90 * 24 * 60,
                buffer: 0,
                approval: Approval::Owner,
                free_until: 0,
                late_share,
            },
            hours: HoursDraft::default(),
        })
        .expect("conditions")
    };
    let accountant = accountant();
    assert_eq!(accountant.expect_conditions(&conditions(1, 0)), Ok(()));
    assert_eq!(
        told(accountant.expect_conditions(&conditions(2, 50))),
        "units: INCONSISTENT, lateShare: INCONSISTENT"
    );
    assert_eq!(resource().expect_conditions(&conditions(2, 50)), Ok(()));
}

#[test]
fn everything_wrong_with_the_papers_is_told_at_once() {
    assert_eq!(told(parsed(&papers())), "");
    let to_come = PapersDraft {
        convention: " ".into(),
        signed_on: day("2026-11-16"),
        agreed_on: day("2026-11-16"),
        from: day("2026-12-01"),
        until: day("2100-01-01"),
    };
    assert_eq!(
        told(parsed(&to_come)),
        "convention: REQUIRED, signedOn: OUT_OF_RANGE, agreedOn: OUT_OF_RANGE, until: OUT_OF_RANGE"
    );
    let afterwards = PapersDraft {
        signed_on: day("2026-11-02"),
        agreed_on: day("2026-11-02"),
        until: day("2026-10-31"),
        ..papers()
    };
    assert_eq!(
        told(parsed(&afterwards)),
        "signedOn: INCONSISTENT, agreedOn: INCONSISTENT, until: INCONSISTENT"
    );
    let on_the_day = PapersDraft {
        signed_on: day("2026-11-01"),
        agreed_on: day("2026-11-01"),
        until: day("2026-11-01"),
        ..papers()
    };
    assert_eq!(
        told(parsed(&on_the_day)),
        "",
        "one day, signed in the morning"
    );
}

#[test]
fn staff_is_lent_to_who_may_have_it_and_not_to_the_employer() {
    let lent = |resource: &Resource, borrower: &Borrower, members_only| {
        let papers = parsed(&papers()).expect("papers");
        let recorded = StaffLoan::record(&act(0), resource, borrower, members_only, papers);
        recorded.err().map(|refusal: Refusal| refusal.code)
    };
    let code = |resource: &Resource, borrower: &Borrower| lent(resource, borrower, false);
    assert_eq!(code(&accountant(), &member(201)), None);
    assert_eq!(
        code(&resource(), &member(201)),
        Some(RefusalCode::NotStaffTime)
    );
    assert_eq!(
        code(&accountant(), &member(200)),
        Some(RefusalCode::NotEligible)
    );
    let stranger = Borrower {
        id: id(201),
        memberships: vec![],
    };
    assert_eq!(
        code(&accountant(), &stranger),
        Some(RefusalCode::NotEligible)
    );
    let mut hidden = accountant();
    hidden.state = ContentState::Hidden;
    assert_eq!(
        code(&hidden, &member(201)),
        Some(RefusalCode::Withdrawn),
        "nobody is told of it"
    );
    let mut group = accountant();
    assert_eq!(
        lent(&group, &member(201), true),
        Some(RefusalCode::NotEligible),
        "an employers' group lends to the members that it names"
    );
    group.content.visibility = Visibility::Parties;
    group.content.parties = vec![id(201)];
    assert_eq!(lent(&group, &member(201), true), None);
}

#[test]
fn a_loan_goes_through_the_states_that_were_agreed() {
    for state in S::ALL {
        for action in A::ALL {
            let mut loan = recorded();
            loan.state = *state;
            loan.events.drain();
            let was = loan.clone();
            let permitted = loan.permits(*action, today());
            let outcome = match action {
                A::Read => Ok(()),
                A::Confirm => loan.confirm(&act(1), today()),
                A::Decline => loan.decline(&act(1), today(), reason()),
                A::End => loan.end(&act(1), today(), reason()),
            };
            let next = match (state, action) {
                (_, A::Read) => Some(*state),
                (S::Recorded, A::Confirm) => Some(S::InForce),
                (S::Recorded, A::Decline) => Some(S::Declined),
                (S::Recorded | S::InForce, A::End) => Some(S::Ended),
                _ => None,
            };
            assert_eq!(permitted, outcome, "{state} {action}");
            match next {
                Some(next) => assert_eq!(loan.state, next, "{state} {action}"),
                None => assert_eq!(loan, was, "{state} {action}"),
            }
            let events = loan.events.drain();
            let tells = *action != A::Read && next.is_some();
            assert_eq!(events.len(), usize::from(tells), "{state} {action}");
        }
    }
}

#[test]
fn both_sides_and_nobody_else_read_what_happens_to_a_loan() {
    let mut loan = recorded();
    let events = loan.events.drain();
    let [event] = &events[..] else {
        panic!("one event: {events:?}");
    };
    assert_eq!(event.kind, EventKind::StaffLoanRecorded);
    assert_eq!(event.subject, Subject::StaffLoan(loan.id));
    assert_eq!(event.audience, Audience::Organisation);
    assert_eq!((event.hub, event.organisation), (None, Some(loan.borrower)));
    assert_eq!(event.resource, Some(loan.resource));
    assert_eq!(loan.other_side(Some(loan.lender)), loan.borrower);
    assert_eq!(loan.other_side(Some(loan.borrower)), loan.lender);
}

#[test]
fn what_is_over_is_neither_confirmed_nor_ended() {
    let loan = recorded();
    let after = day("2027-01-01");
    for action in [A::Confirm, A::End] {
        assert_eq!(loan.permits(action, day("2026-12-31")), Ok(()), "{action}");
        let refusal = loan.permits(action, after).expect_err("it is over");
        assert_eq!(refusal.facts[0].value, "EXPIRED", "{action}");
    }
    assert_eq!(
        loan.permits(A::Decline, after),
        Ok(()),
        "that is still told"
    );
}

/// Whether it covers a day, in a booking that begins at an instant.
fn covers(loan: &StaffLoan, day: NaiveDate, begins: DateTime<Utc>) -> bool {
    let convention = loan.convention();
    convention.is_some_and(|convention| convention.covers(day, begins, begins))
}

#[test]
fn a_loan_covers_its_days_for_work_that_begins_once_both_have_confirmed_it() {
    let mut loan = recorded();
    let (first, last) = (day("2026-11-01"), day("2026-12-31"));
    let later = act(60).at;
    assert!(
        !covers(&loan, first, later),
        "the borrower has not confirmed it"
    );
    loan.confirm(&act(1), today()).expect("confirmed");
    assert!(covers(&loan, first, later) && covers(&loan, last, later));
    assert!(covers(&loan, first, act(1).at), "from that instant on");
    assert!(!covers(&loan, first, act(0).at), "what began before is not");
    assert!(!covers(&loan, day("2026-10-31"), later));
    assert!(!covers(&loan, day("2027-01-01"), later));
    loan.end(&act(2), day("2026-11-20"), reason())
        .expect("ended");
    assert!(
        covers(&loan, day("2026-11-20"), later),
        "until the day it ended"
    );
    assert!(!covers(&loan, day("2026-11-21"), later));
}

#[test]
fn what_was_never_confirmed_covers_nothing_once_it_has_ended() {
    let mut loan = recorded();
    loan.end(&act(2), today(), reason()).expect("ended");
    assert!(!covers(&loan, today(), act(60).at));
}
