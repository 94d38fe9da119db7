//! What a booking that is over comes to.

use super::*;
use crate::{hubs::HubAction, values::Money};

fn charged(booking: &Booking) -> Option<(ChargeReason, String, String)> {
    let charge = booking.charge(Paris)?;
    Some((
        charge.reason,
        charge.month.to_string(),
        charge.due.money.amount(),
    ))
}

#[test]
fn what_was_used_is_owed_in_the_month_in_which_it_came_back() {
    let (mut booking, _) = confirmed();
    assert_eq!(charged(&booking), None, "it is not over");
    booking
        .hand_over(&at("2026-11-03T08:00Z"), None, NO_CONVENTIONS)
        .expect("hands over");
    assert_eq!(charged(&booking), None);
    let back = at("2026-11-30T23:30Z");
    booking
        .take_back(&back, instant("2026-11-03T10:00Z"), None)
        .expect("takes back");
    assert!(!booking.late, "it was back in time, and told of later");
    let price = booking.price().money.amount();
    let month = "2026-12".to_owned();
    assert_eq!(charged(&booking), Some((ChargeReason::Used, month, price)));
    let charge = booking.charge(Paris).expect("a charge");
    assert_eq!(
        (charge.debtor, charge.creditor),
        (booking.borrower, booking.owner)
    );
    assert_eq!((charge.booking, charge.hub), (booking.id, booking.hub));
}

#[test]
fn who_does_not_come_owes_what_calling_off_at_the_end_would_have_cost() {
    let (confirmed, _) = confirmed();
    let mut late = confirmed.clone();
    late.cancel(&at("2026-11-03T09:00Z"), Canceller::Borrower(None))
        .expect("calls off");
    let mut never = confirmed;
    never.no_show(&at("2026-11-03T09:00Z")).expect("never came");
    assert!(!never.owed.is_nothing());
    assert_eq!(never.owed, late.owed);
    let reason = |booking: &Booking| charged(booking).map(|(reason, ..)| reason);
    assert_eq!(reason(&never), Some(ChargeReason::NoShow));
    assert_eq!(reason(&late), Some(ChargeReason::Cancelled));
    let events = never.events.as_slice();
    let told = events.last().and_then(|event| event.fact("owed"));
    assert_eq!(told, Some(never.owed.money.amount().as_str()));
}

#[test]
fn nothing_is_charged_where_nothing_is_owed() {
    let (mut free, _) = confirmed();
    free.cancel(&at("2026-11-01T12:00Z"), Canceller::Borrower(None))
        .expect("in time");
    assert_eq!(charged(&free), None);
    let (mut by_owner, _) = confirmed();
    by_owner
        .cancel(&at("2026-11-03T09:00Z"), Canceller::Owner(reason()))
        .expect("the owner");
    assert_eq!(charged(&by_owner), None);
    let (mut declined, _) = requested();
    declined.decline(&sunday(), reason()).expect("declined");
    assert_eq!(charged(&declined), None);
}

#[test]
fn hours_are_owed_as_long_as_each_unit_was_booked() {
    let room = resource(300, rules(Approval::Automatic), Visibility::Hub);
    let mut skill = room.clone();
    skill.content.terms = Terms::parse(&TermsDraft {
        kind: PriceKind::Hours,
        per: None,
        amounts: Vec::new(),
        others: None,
        ..TermsDraft::from(room.content.terms.clone())
    })
    .expect("terms");
    let borrower = borrower(BORROWER, Some(100));
    let now = instant("2026-11-01T12:00Z");
    let wanted = [wanted(&skill, 2, &[])];
    let offer = Offer::of(&borrower, &wanted, tuesday(), now).expect("an offer");
    let mut booking = Booking::book(&sunday(), borrower.id, offer, &wish(&[]), None);
    assert_eq!(booking.price().money, Money { cents: 0 });
    assert_eq!(booking.price().credit.duration(), "PT4H");
    booking
        .cancel(&at("2026-11-03T09:00Z"), Canceller::Borrower(None))
        .expect("calls off");
    assert_eq!(booking.owed.credit.duration(), "PT2H", "half of it");
    let charge = booking.charge(Paris).expect("a charge");
    assert_eq!(charge.due, booking.owed);
}

#[test]
fn a_hub_says_whether_account_is_kept_of_hours() {
    let mut hub = crate::testing::hub();
    let hours = Terms {
        price: crate::resources::Price::Hours,
        deposit: None,
        note: None,
    };
    let refused = hub.expect_terms(&hours).expect_err("it keeps none");
    assert_eq!(refused.to_string(), "kind: INCONSISTENT");
    hub.keep_hours(&sunday(), true).expect("keeps them");
    assert_eq!(hub.expect_terms(&hours), Ok(()));
    let again = hub.keep_hours(&sunday(), true);
    assert_eq!(code(again), RefusalCode::NothingToDo);
    assert_eq!(hub.permits(HubAction::Edit), Ok(()));
}

#[test]
fn what_came_back_earlier_is_told_with_its_time() {
    let (mut booking, _) = confirmed();
    booking
        .hand_over(&at("2026-11-03T08:00Z"), None, NO_CONVENTIONS)
        .expect("hands over");
    let now = instant("2026-11-05T08:00Z");
    let told = |text| booking.came_back(Some(instant(text)), now);
    assert_eq!(booking.came_back(None, now), Ok(now));
    assert_eq!(told("2026-11-03T08:00Z"), Ok(instant("2026-11-03T08:00Z")));
    assert_eq!(told("2026-11-05T08:00Z"), Ok(now));
    for wrong in ["2026-11-03T07:59Z", "2026-11-05T08:01Z"] {
        let faults = told(wrong).expect_err(wrong);
        assert_eq!(faults.to_string(), "returnedAt: OUT_OF_RANGE");
    }
}

#[test]
fn resources_of_two_hubs_are_booked_together_by_one_that_shares_both() {
    let mut room = resource(300, rules(Approval::Automatic), Visibility::Hub);
    let mut projector = resource(301, rules(Approval::Automatic), Visibility::Hub);
    projector.hub = id(101);
    for one in [&mut room, &mut projector] {
        one.content.shared_with.clear();
    }
    let mut borrower = borrower(BORROWER, Some(100));
    borrower
        .memberships
        .push((id(101), MemberCategory::Founder));
    let now = instant("2026-11-01T12:00Z");
    let offer = |projector: &Resource, borrower: &Borrower| {
        let both = [wanted(&room, 1, &[]), wanted(projector, 1, &[])];
        Offer::of(borrower, &both, tuesday(), now)
    };
    let refusal = offer(&projector, &borrower).expect_err("two hubs");
    assert_eq!(refusal.code, RefusalCode::NotEligible);
    let fact = |name: &str| refusal.facts.iter().find(|fact| fact.name == name);
    assert_eq!(
        fact("resource").map(|fact| fact.value.clone()),
        Some(projector.id.to_string())
    );
    assert_eq!(
        fact("hub").map(|fact| fact.value.clone()),
        Some(room.hub.to_string())
    );
    projector.content.shared_with = vec![room.hub];
    let booking = |borrower: &Borrower| {
        let offer = offer(&projector, borrower).expect("an offer");
        Booking::book(&sunday(), borrower.id, offer, &wish(&[]), None)
    };
    assert_eq!(booking(&borrower).hub, room.hub);
    // The one that shares both counts, also where another is met first.
    let swapped = [wanted(&projector, 1, &[]), wanted(&room, 1, &[])];
    let swapped = Offer::of(&borrower, &swapped, tuesday(), now).expect("an offer");
    assert_eq!(swapped.hub, room.hub);
}
