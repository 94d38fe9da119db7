//! What time does.

use super::*;
use crate::events::EventKind as K;

fn kinds(partnership: &mut Partnership) -> Vec<K> {
    let told = partnership.events.drain();
    told.into_iter().map(|event| event.kind).collect()
}

fn attend(partnership: &mut Partnership, on: &str) -> Vec<K> {
    partnership.attend(&by_itself(), day(on));
    kinds(partnership)
}

#[test]
fn what_is_signed_early_begins_on_its_first_day() {
    let mut draft = outline_draft(2);
    draft.term.starts_on = day("2027-01-01");
    let mut partnership = in_force(parsed(draft));
    assert_eq!(
        (partnership.state, partnership.next_due(today())),
        (S::Signed, Some(day("2027-01-01")))
    );
    assert_eq!(attend(&mut partnership, "2026-12-31"), []);
    assert_eq!(
        attend(&mut partnership, "2027-01-01"),
        [K::PartnershipActivated]
    );
    assert_eq!(partnership.course.since, Some(day("2027-01-01")));
}

#[test]
fn it_is_warned_of_ninety_thirty_and_seven_days_before_each_once() {
    let mut partnership = in_force(outline(2));
    for (on, told) in [
        ("2027-08-21", 0),
        ("2027-08-22", 1),
        ("2027-08-23", 0),
        ("2027-10-21", 1),
        ("2027-11-13", 1),
        ("2027-11-20", 0),
    ] {
        assert_eq!(attend(&mut partnership, on).len(), told, "{on}");
    }
    assert_eq!(
        attend(&mut partnership, "2027-11-21"),
        [K::PartnershipEnded]
    );
    let mut asleep = in_force(outline(2));
    assert_eq!(
        attend(&mut asleep, "2027-11-15"),
        [K::PartnershipExpiring],
        "of the nearest alone"
    );
    let short = until(outline(2), Some("2026-12-01"), Renewal::None, 0);
    let mut short = in_force(short);
    assert_eq!(
        attend(&mut short, "2026-11-23"),
        [],
        "nobody is told of thirty days on the first of ten"
    );
    assert_eq!(attend(&mut short, "2026-11-24"), [K::PartnershipExpiring]);
}

#[test]
fn it_is_renewed_each_time_that_nobody_declined_also_where_nobody_looked() {
    let tacit = until(outline(2), Some("2027-02-28"), Renewal::Tacit, 60);
    let mut partnership = in_force(tacit.clone());
    let told = attend(&mut partnership, "2031-03-01");
    assert_eq!(told, [K::PartnershipRenewed; 5]);
    assert_eq!(
        (partnership.ends_on, partnership.course.renewals),
        (Some(day("2032-02-29")), 5)
    );
    assert_eq!(partnership.state, S::Active);

    let mut declined = in_force(tacit);
    let late = declined.decline_renewal(&act_for(0), party(0), day("2026-12-31"), reason());
    assert_eq!(code(late), RefusalCode::TooLate);
    declined
        .decline_renewal(&act_for(0), party(0), day("2026-12-30"), reason())
        .expect("in time");
    kinds(&mut declined);
    assert_eq!(attend(&mut declined, "2027-03-01"), [K::PartnershipEnded]);
}

#[test]
fn an_amendment_with_another_last_day_is_the_express_renewal() {
    let mut partnership = in_force(until(outline(2), Some("2027-11-20"), Renewal::Express, 30));
    let later = until(outline(2), Some("2028-11-20"), Renewal::Express, 30);
    change(&mut partnership, 0, later, today()).expect("changed");
    propose(&mut partnership, today());
    for number in [0, 1] {
        sign(&mut partnership, number, today()).expect("signed");
    }
    assert_eq!(partnership.ends_on, Some(day("2028-11-20")));
    // One that says the same of its end leaves the renewals as they are.
    let mut renewed = in_force(until(outline(2), Some("2027-02-28"), Renewal::Tacit, 60));
    attend(&mut renewed, "2027-06-01");
    let mut same = renewed.outline.clone();
    same.disclosure = Disclosure::All;
    change(&mut renewed, 0, same, day("2027-06-01")).expect("changed");
    propose(&mut renewed, day("2027-06-01"));
    for number in [0, 1] {
        sign(&mut renewed, number, day("2027-06-01")).expect("signed");
    }
    assert_eq!(
        renewed.ends_on,
        Some(day("2028-02-28").succ_opt().expect("a leap day"))
    );
}

#[test]
fn notice_ends_it_for_all_and_leaving_for_one() {
    let mut partnership = in_force(outline(3));
    partnership
        .terminate(&act_for(1), party(1), today(), notice())
        .expect("given");
    kinds(&mut partnership);
    assert_eq!(attend(&mut partnership, "2026-12-20"), []);
    assert_eq!(
        attend(&mut partnership, "2026-12-21"),
        [K::PartnershipTerminated]
    );
    assert_eq!(partnership.versions[0].state, VersionState::Ended);

    let mut partnership = in_force(outline(3));
    partnership
        .leave(&act_for(2), party(2), today(), reason())
        .expect("given");
    assert_eq!(
        code(partnership.leave(&act_for(2), party(2), today(), reason())),
        RefusalCode::WrongState
    );
    kinds(&mut partnership);
    assert_eq!(
        attend(&mut partnership, "2026-12-21"),
        [K::PartnershipPartyLeft]
    );
    assert_eq!(partnership.insiders(), [party(0), party(1)]);
    partnership
        .leave(&act_for(0), party(0), day("2026-12-21"), reason())
        .expect("given");
    kinds(&mut partnership);
    assert_eq!(
        attend(&mut partnership, "2027-01-20"),
        [K::PartnershipPartyLeft, K::PartnershipEnded]
    );

    let at_once = until(outline(2), None, Renewal::None, 0);
    let mut partnership = in_force(at_once);
    partnership
        .terminate(&act_for(0), party(0), today(), notice())
        .expect("given");
    assert_eq!(
        partnership.state,
        S::Terminated,
        "without notice it is over at once"
    );
}

#[test]
fn what_waits_for_signatures_when_it_is_over_lapses() {
    let mut partnership = in_force(outline(2));
    let later = until(outline(2), Some("2029-01-01"), Renewal::None, 30);
    change(&mut partnership, 0, later, today()).expect("changed");
    propose(&mut partnership, today());
    attend(&mut partnership, "2027-11-21");
    assert_eq!(
        (partnership.state, partnership.stage),
        (S::Ended, Stage::Settled)
    );
    assert_eq!(partnership.versions[1].state, VersionState::Lapsed);
    assert_eq!(
        code(sign(&mut partnership, 0, day("2027-11-21"))),
        RefusalCode::WrongState
    );
}

#[test]
fn who_suspended_it_takes_it_up_again() {
    let mut partnership = in_force(outline(2));
    partnership
        .suspend(&act_for(0), party(0), today(), reason())
        .expect("suspended");
    assert_eq!(
        code(partnership.resume(&act_for(1), party(1), today())),
        RefusalCode::SuspendedByAnother
    );
    partnership
        .resume(&act_for(0), party(0), today())
        .expect("resumed");
    assert_eq!(partnership.state, S::Active);
}
