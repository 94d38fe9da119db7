//! What the law asks of each form.

use super::*;
use crate::refusals::Refusal;

fn rule(refused: Result<(), Refusal>) -> String {
    let refusal = refused.expect_err("refused");
    assert_eq!(refusal.code, RefusalCode::FormRule);
    refusal.facts[0].value.clone()
}

fn consortium() -> OutlineDraft {
    let mut draft = outline_draft(3);
    draft.form = Form::Consortium;
    draft.consortium = Some(Consortium {
        liability: Liability::Conjoint,
        bid_deadline: Some(day("2026-12-10")),
        buyer_agreed_on: None,
    });
    for (party, share) in draft.parties.iter_mut().zip(["33.33", "33.33", "33.34"]) {
        party.share = Some(share.into());
        party.tasks = Some("Une part.".into());
    }
    draft.parties[0].role = PartyRole::Mandataire;
    draft
}

fn kept(draft: OutlineDraft) -> Result<(), Refusal> {
    parsed(draft).keeps_to_form(&Around::default())
}

#[test]
fn a_consortium_says_all_that_it_has_to() {
    kept(consortium()).expect("shares of thirds add up");
    let mut without = consortium();
    without.consortium = None;
    assert_eq!(rule(kept(without)), "LIABILITY_SAID");
    let mut two = consortium();
    two.parties[1].role = PartyRole::Mandataire;
    assert_eq!(rule(kept(two)), "ONE_MANDATAIRE");
    let mut more = consortium();
    more.parties[0].share = Some("33.34".into());
    assert_eq!(rule(kept(more)), "SHARES_ADD_UP");
    let mut none = consortium();
    none.parties[0].share = None;
    assert_eq!(rule(kept(none)), "SHARES_ADD_UP");
    let mut unsplit = consortium();
    unsplit.parties[2].tasks = None;
    assert_eq!(rule(kept(unsplit.clone())), "TASKS_SPLIT");
    unsplit.consortium = Some(Consortium {
        liability: Liability::Solidaire,
        bid_deadline: None,
        buyer_agreed_on: None,
    });
    kept(unsplit).expect("who answers for the whole splits nothing");
}

#[test]
fn who_belongs_to_a_consortium_stays_from_the_bid_to_the_award() {
    let mut partnership = in_force(parsed(consortium()));
    assert!(!partnership.composition_is_frozen(day("2026-12-09")));
    assert!(partnership.composition_is_frozen(day("2026-12-10")));
    let refused = partnership.leave(&act_for(2), party(2), day("2026-12-10"), reason());
    assert_eq!(rule(refused), "COMPOSITION_FROZEN");
    let mut smaller = consortium();
    smaller.parties.pop();
    smaller.parties[0].share = Some("66.67".into());
    let on = day("2026-12-15");
    change(&mut partnership, 0, parsed(smaller), on).expect("drafted");
    assert_eq!(
        rule(partnership.can_be_proposed(&Around::default(), on)),
        "COMPOSITION_FROZEN"
    );
    let early = partnership.record_award(&act_for(0), on, day("2026-12-01"));
    assert!(matches!(early, Err(Rejection::Faulty(_))));
    partnership
        .record_award(&act_for(0), on, on)
        .expect("awarded");
    partnership
        .can_be_proposed(&Around::default(), on)
        .expect("free again");
}

#[test]
fn who_is_let_go_before_the_bid_stays_where_the_last_has_not_signed_by_then() {
    let mut partnership = in_force(parsed(consortium()));
    let mut smaller = consortium();
    smaller.parties.pop();
    smaller.parties[0].share = Some("66.67".into());
    let before = day("2026-12-09");
    change(&mut partnership, 0, parsed(smaller), before).expect("drafted");
    propose(&mut partnership, before);
    for number in [0, 1] {
        sign(&mut partnership, number, before).expect("signed");
    }
    let bid = day("2026-12-10");
    assert_eq!(rule(sign(&mut partnership, 2, bid)), "COMPOSITION_FROZEN");
    partnership
        .record_award(&act_for(0), bid, bid)
        .expect("awarded");
    sign(&mut partnership, 2, bid).expect("signed");
    assert_eq!(partnership.current(), [party(0), party(1)]);
}

#[test]
fn what_breaks_a_rule_of_the_law_is_told_where_the_rule_stands() {
    for rule in FormRule::ALL {
        let refusal = rule.broken();
        let told: Vec<_> = refusal
            .facts
            .iter()
            .map(|fact| fact.name.as_str())
            .collect();
        let known = matches!(
            rule,
            FormRule::SharesAddUp
                | FormRule::LeftByAmendment
                | FormRule::ContributionsSaid
                | FormRule::AllocationSaid
        );
        assert_eq!(rule.source().is_none(), known, "{rule}");
        let expected: &[&str] = if known {
            &["rule"]
        } else {
            &["rule", "source"]
        };
        assert_eq!(told, expected, "{rule}");
    }
}

/// Two of the three, the buyer having agreed.
fn smaller(agreed: Option<&str>) -> OutlineDraft {
    let mut smaller = consortium();
    smaller.parties.pop();
    smaller.parties[0].share = Some("66.67".into());
    let terms = smaller.consortium.as_mut().expect("a consortium");
    terms.buyer_agreed_on = agreed.map(day);
    smaller
}

#[test]
fn the_buyer_may_agree_that_another_composition_answers() {
    let mut partnership = in_force(parsed(consortium()));
    let on = day("2026-12-20");
    let early = Outline::parse(smaller(Some("2026-12-09")), None, &MINT);
    let early = early.expect_err("before the bid").to_string();
    assert_eq!(early, "consortium.buyerAgreedOn: INCONSISTENT");
    let to_come = change(&mut partnership, 0, parsed(smaller(Some("2026-12-21"))), on);
    assert!(matches!(to_come, Err(Rejection::Faulty(_))));
    change(&mut partnership, 0, parsed(smaller(None)), on).expect("drafted");
    let refused = partnership.can_be_proposed(&Around::default(), on);
    assert_eq!(rule(refused), "COMPOSITION_FROZEN");
    change(&mut partnership, 0, parsed(smaller(Some("2026-12-18"))), on).expect("drafted");
    propose(&mut partnership, on);
    for number in 0..3 {
        sign(&mut partnership, number, on).expect("signed");
    }
    assert_eq!(partnership.current(), [party(0), party(1)]);
    // What the buyer agreed to once is not agreed to for another change.
    let mut wider = consortium();
    wider.consortium = smaller(Some("2026-12-18")).consortium;
    change(&mut partnership, 0, parsed(wider), on).expect("drafted");
    let refused = partnership.can_be_proposed(&Around::default(), on);
    assert_eq!(rule(refused), "COMPOSITION_FROZEN");
}

#[test]
fn a_consortium_is_not_ended_between_bid_and_award_and_left_by_an_amendment_alone() {
    let mut partnership = in_force(parsed(consortium()));
    let (before, on) = (day("2026-12-01"), day("2026-12-10"));
    let left = partnership.leave(&act_for(2), party(2), before, reason());
    let left = left.expect_err("by an amendment");
    let facts: Vec<_> = left.facts.iter().map(|fact| fact.value.as_str()).collect();
    assert_eq!(facts, ["LEFT_BY_AMENDMENT"], "no article says so");
    for ground in [TerminationGround::Notice, TerminationGround::Breach] {
        let (act, said) = (act_for(2), (ground, reason()));
        let refused = partnership.terminate(&act, party(2), on, said);
        assert_eq!(rule(refused), "COMPOSITION_FROZEN");
    }
    let awarded = partnership.record_award(&act_for(0), on, on);
    awarded.expect("awarded");
    partnership
        .terminate(&act_for(2), party(2), on, notice())
        .expect("free again");
}

#[test]
fn another_bid_is_not_awarded_yet() {
    let mut partnership = in_force(parsed(consortium()));
    let on = day("2026-12-10");
    partnership
        .record_award(&act_for(0), on, on)
        .expect("awarded");
    let sign_all = |partnership: &mut Partnership, outline: OutlineDraft| {
        change(partnership, 0, parsed(outline), on).expect("drafted");
        propose(partnership, on);
        for number in 0..3 {
            sign(partnership, number, on).expect("signed");
        }
    };
    let mut renamed = consortium();
    renamed.title = "Un autre titre".into();
    sign_all(&mut partnership, renamed);
    assert_eq!(partnership.course.awarded_on, Some(on));
    let mut again = consortium();
    let terms = again.consortium.as_mut().expect("a consortium");
    terms.bid_deadline = Some(day("2027-02-01"));
    sign_all(&mut partnership, again);
    assert_eq!(partnership.course.awarded_on, None);
    assert!(partnership.composition_is_frozen(day("2027-02-01")));
}

#[test]
fn an_award_is_on_a_day_that_people_mean() {
    let mut without = consortium();
    without.consortium = Some(Consortium {
        liability: Liability::Solidaire,
        bid_deadline: None,
        buyer_agreed_on: None,
    });
    let mut partnership = in_force(parsed(without));
    for wrong in ["1999-12-31", "0001-01-01", "2026-11-22"] {
        let refused = partnership.record_award(&act_for(0), today(), day(wrong));
        assert!(matches!(refused, Err(Rejection::Faulty(_))), "{wrong}");
    }
    let awarded = partnership.record_award(&act_for(0), today(), day("2026-11-02"));
    awarded.expect("a day before");
}

#[test]
fn nobody_is_lent_by_an_agreement_of_theirs_that_is_still_to_come() {
    let mut draft = outline_draft(2);
    draft.form = Form::StaffLoan;
    draft.term.starts_on = day("2027-01-01");
    draft.staff = Some(StaffTerms {
        resource: id(300),
        agreed_on: Some(day("2026-12-01")),
    });
    let partnership = drafted(parsed(draft));
    let around = Around {
        lender: Some(party(0)),
        ..Around::default()
    };
    let early = partnership.can_be_proposed(&around, day("2026-11-30"));
    assert_eq!(rule(early), "EMPLOYEE_AGREED");
    let then = partnership.can_be_proposed(&around, day("2026-12-01"));
    then.expect("on the day");
}

#[test]
fn a_loan_of_staff_is_at_cost_and_the_employee_has_agreed() {
    let mut draft = outline_draft(2);
    draft.form = Form::StaffLoan;
    let around = |lender| Around {
        lender,
        ..Around::default()
    };
    let said = |draft: &OutlineDraft, lender| parsed(draft.clone()).keeps_to_form(&around(lender));
    assert_eq!(rule(said(&draft, None)), "STAFF_SAID");
    let agreed_on = |on: Option<&str>| StaffTerms {
        resource: id(300),
        agreed_on: on.map(day),
    };
    draft.staff = Some(agreed_on(None));
    assert_eq!(
        rule(said(&draft, Some(party(5)))),
        "STAFF_SAID",
        "the staff of neither"
    );
    assert_eq!(rule(said(&draft, Some(party(0)))), "EMPLOYEE_AGREED");
    draft.staff = Some(agreed_on(Some("2026-11-22")));
    let late = drafted(parsed(draft.clone()));
    assert_eq!(
        rule(late.can_be_proposed(&around(Some(party(0))), day("2026-11-23"))),
        "EMPLOYEE_AGREED",
        "after the first day"
    );
    draft.staff = Some(agreed_on(Some("2026-11-21")));
    said(&draft, Some(party(0))).expect("lawful");
    let outside = Around {
        outside_group: true,
        ..around(Some(party(0)))
    };
    assert_eq!(
        rule(parsed(draft.clone()).keeps_to_form(&outside)),
        "LENT_TO_MEMBERS",
        "an employers' group lends to its members"
    );
    draft
        .commitments
        .push(commitment(1, CommitmentAction::ProvideMoney));
    assert_eq!(rule(said(&draft, Some(party(0)))), "COSTS_ONLY");
    let mut three = outline_draft(3);
    three.form = Form::StaffLoan;
    assert_eq!(rule(said(&three, Some(party(0)))), "TWO_PARTIES");
}

#[test]
fn an_employers_group_is_one_and_a_common_fund_is_paid_in_and_handed_out() {
    let mut group = outline_draft(3);
    group.form = Form::EmployersGroup;
    let around = |groups: &[u128]| Around {
        employers_groups: groups.iter().map(|one| party(*one)).collect(),
        ..Around::default()
    };
    let group = parsed(group);
    assert_eq!(rule(group.keeps_to_form(&around(&[]))), "GROUP_AND_MEMBERS");
    assert_eq!(
        rule(group.keeps_to_form(&around(&[0, 1]))),
        "GROUP_AND_MEMBERS"
    );
    group
        .keeps_to_form(&around(&[1]))
        .expect("one group and its members");
    let mut fund = outline_draft(2);
    fund.form = Form::CommonFund;
    assert_eq!(rule(kept(fund.clone())), "CONTRIBUTIONS_SAID");
    fund.commitments
        .push(commitment(0, CommitmentAction::ProvideMoney));
    assert_eq!(rule(kept(fund.clone())), "ALLOCATION_SAID");
    fund.commitments
        .push(commitment(1, CommitmentAction::Allocate));
    kept(fund).expect("both said");
}
