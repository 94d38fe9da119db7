use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::{
    bookings::Borrower,
    clock::Act,
    content::ContentState,
    events::EventKind,
    memberships::MemberCategory,
    moderation::ActiveMember,
    refusals::{Refusal, RefusalCode},
    resources::{
        AmountDraft, Per, PriceKind, Resource, ResourceContent, ResourceDraft, ResourceKind,
    },
    testing::{MINT, act, id, minute, reason, resource_draft},
    values::{Label, Unit, Visibility},
};

use ReservationAction as A;
use ReservationState as S;

const OWNER: u128 = 200;
const BORROWER: u128 = 201;

fn pieces(number: i64) -> Amount {
    Amount::of_thousandths(1_000 * number)
}

fn label(text: &str) -> Label {
    Label::parse(text).expect("a label")
}

/// Two euros a piece, one for founders, and half a euro of deposit.
fn material(owner: u128) -> Resource {
    let mut draft = ResourceDraft {
        kind: ResourceKind::Material,
        visibility: Some(Visibility::Hub),
        ..resource_draft()
    };
    draft.terms.kind = PriceKind::CostShare;
    draft.terms.per = Some(Per::Unit);
    draft.terms.others = Some("2".into());
    draft.terms.amounts = vec![AmountDraft {
        category: MemberCategory::Founder,
        amount: "1".into(),
    }];
    draft.terms.deposit = Some("0.50".into());
    let content = ResourceContent::parse(draft, &[]).expect("a resource");
    let mut resource =
        Resource::create(&act(0), id(100), id(owner), content, ActiveMember::Yes).expect("a draft");
    resource.state = ContentState::Published;
    resource
}

fn draft() -> LotDraft {
    LotDraft {
        label: "Portes pleines".into(),
        condition: LotCondition::Good,
        status: ReuseStatus::Reuse,
        dimensions: Some("83 × 204 cm".into()),
        origin_site: Some("Lycée du port".into()),
        origin_on: Some("2026-10-02".parse().expect("a day")),
        available_until: None,
        weight: Some(WeightDraft {
            value: "18.5".into(),
            unit: Unit::Kilogram,
        }),
        hold: None,
    }
}

fn content() -> LotContent {
    LotContent::parse(&draft(), Unit::Piece).expect("a lot")
}

fn quantity(number: i64) -> MaterialQuantity {
    MaterialQuantity::parse(&number.to_string(), Unit::Piece).expect("a quantity")
}

fn lot(resource: &Resource, number: i64) -> Lot {
    Lot::create(&act(0), resource, content(), quantity(number)).expect("a lot")
}

fn borrower(organisation: u128, hub: Option<u128>) -> Borrower {
    let membership = hub.map(|hub| (id(hub), MemberCategory::ActiveMember));
    Borrower {
        id: id(organisation),
        memberships: membership.into_iter().collect(),
    }
}

fn wish(lot: &Lot, number: i64, until: Option<DateTime<Utc>>) -> HoldWish {
    HoldWish {
        lot: lot.id,
        quantity: quantity(number),
        until,
        project: Some(id(7)),
        purpose: None,
    }
}

fn hold(lot: &mut Lot, resource: &Resource, number: i64) -> Result<Reservation, Refusal> {
    let wish = wish(lot, number, None);
    let borrower = borrower(BORROWER, Some(100));
    Reservation::hold(&act(1), (lot, resource), &borrower, &wish)
}

fn code<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> RefusalCode {
    outcome.expect_err("a refusal").code
}

fn taken(number: i64) -> Collection {
    Collection {
        taken: pieces(number),
        weighed: None,
    }
}

#[test]
fn a_lot_is_checked_field_by_field() {
    let faults = LotContent::parse(
        &LotDraft {
            label: String::new(),
            hold: Some(90 * 24 * 60 + 1),
            ..draft()
        },
        Unit::Tonne,
    )
    .expect_err("faults");
    assert_eq!(
        faults.to_string(),
        "label: REQUIRED, weightOfOne: INCONSISTENT, holdAtMost: OUT_OF_RANGE"
    );
    assert_eq!(content().hold, LotContent::USUAL_HOLD);
}

#[test]
fn material_is_not_booked_and_what_is_booked_has_no_lots() {
    let mut resource = material(OWNER);
    let room = crate::testing::resource();
    let refused = Lot::create(&act(0), &room, content(), quantity(1));
    assert_eq!(code(refused), RefusalCode::WrongKind);
    let conditions = resource.permits(crate::resources::ResourceAction::SetConditions);
    assert_eq!(code(conditions), RefusalCode::WrongKind);
    let into_a_room = room.content;
    let moderation = crate::testing::held_back();
    let refused = resource.edit(&act(0), into_a_room, &moderation);
    assert_eq!(code(refused), RefusalCode::WrongKind);
}

#[test]
fn material_is_paid_for_by_the_unit_alone() {
    let mut draft = ResourceDraft {
        kind: ResourceKind::Material,
        ..resource_draft()
    };
    draft.terms.kind = PriceKind::CostShare;
    draft.terms.per = Some(Per::Day);
    draft.terms.others = Some("2".into());
    let faults = ResourceContent::parse(draft, &[]).expect_err("faults");
    assert_eq!(faults.to_string(), "terms.per: INCONSISTENT");
}

#[test]
fn what_is_held_is_there_and_cannot_be_had_by_others() {
    let resource = material(OWNER);
    let mut lot = lot(&resource, 10);
    let held = hold(&mut lot, &resource, 4).expect("held");
    assert_eq!((lot.on_hand, lot.available()), (pieces(10), pieces(6)));
    assert_eq!(held.until, minute(1) + TimeDelta::days(14));
    let refused = hold(&mut lot, &resource, 7).expect_err("too many");
    assert_eq!(refused.code, RefusalCode::OutOfStock);
    let told: Vec<_> = (refused.facts.iter())
        .map(|fact| (fact.name.as_str(), fact.value.as_str()))
        .skip(1)
        .collect();
    assert_eq!(
        told,
        [("available", "6"), ("asked", "7"), ("unit", "PIECE")]
    );
    assert!(hold(&mut lot, &resource, 6).is_ok());
    let refused = lot.correct(&act(2), pieces(9), reason());
    assert_eq!(code(refused), RefusalCode::OutOfStock, "all of it is held");
}

#[test]
fn who_may_have_material_is_who_might_book_it() {
    let resource = material(OWNER);
    let mut lot = lot(&resource, 10);
    for (borrower, may) in [
        (borrower(BORROWER, Some(100)), true),
        (borrower(BORROWER, Some(101)), false),
        (borrower(BORROWER, None), false),
        (borrower(OWNER, None), true),
    ] {
        let wish = wish(&lot, 1, None);
        let held = Reservation::hold(&act(1), (&mut lot, &resource), &borrower, &wish);
        assert_eq!(held.is_ok(), may, "{borrower:?}: {held:?}");
        if let Ok(held) = held {
            let pays = borrower.id != resource.owner;
            assert_eq!(held.price_of_one.cents, if pays { 200 } else { 0 });
            assert_eq!(held.deposit_of_one.cents, if pays { 50 } else { 0 });
        }
    }
}

#[test]
fn nothing_is_held_longer_than_its_owner_holds_it_nor_past_its_end() {
    let resource = material(OWNER);
    let mut lot = lot(&resource, 10);
    let until = |lot: &mut Lot, until: Option<DateTime<Utc>>| {
        let wish = wish(lot, 1, until);
        let borrower = borrower(BORROWER, Some(100));
        Reservation::hold(&act(1), (lot, &resource), &borrower, &wish)
    };
    let latest = minute(1) + TimeDelta::days(14);
    assert!(until(&mut lot, Some(latest)).is_ok());
    let later = until(&mut lot, Some(latest + TimeDelta::seconds(1)));
    assert_eq!(code(later), RefusalCode::TooFar);
    lot.content.available_until = Some(minute(60));
    let held = until(&mut lot, None).expect("held");
    assert_eq!(held.until, minute(60));
    assert_eq!(code(until(&mut lot, Some(minute(61)))), RefusalCode::TooFar);
    lot.content.available_until = Some(minute(1));
    assert_eq!(code(until(&mut lot, None)), RefusalCode::Withdrawn);
}

#[test]
fn what_is_fetched_may_be_less_or_more_than_was_held() {
    let resource = material(OWNER);
    let mut lot = lot(&resource, 10);
    let mut less = hold(&mut lot, &resource, 4).expect("held");
    less.collect(&act(2), &mut lot, taken(3)).expect("fetched");
    assert_eq!((lot.on_hand, lot.held), (pieces(7), Amount::ZERO));
    assert_eq!(less.weight.map(Weight::grams), Some(55_500));
    assert_eq!((less.price().cents, less.deposit().cents), (600, 150));
    let mut more = hold(&mut lot, &resource, 4).expect("held");
    let other = hold(&mut lot, &resource, 1).expect("held");
    let refused = more.collect(&act(2), &mut lot, taken(7));
    assert_eq!(code(refused), RefusalCode::OutOfStock, "one is held");
    more.collect(&act(2), &mut lot, taken(6)).expect("fetched");
    assert_eq!((lot.on_hand, lot.held), (pieces(1), other.amount));
}

#[test]
fn what_was_really_weighed_counts_for_more_than_what_is_reckoned() {
    let resource = material(OWNER);
    let mut lot = lot(&resource, 10);
    let mut held = hold(&mut lot, &resource, 2).expect("held");
    let weighed = Some(Weight::of_grams(40_000));
    let collection = Collection::of(&lot, pieces(2), weighed).expect("a collection");
    held.collect(&act(2), &mut lot, collection)
        .expect("fetched");
    assert_eq!(held.weight, weighed);
    let mut by_weight = lot.clone();
    by_weight.unit = Unit::Kilogram;
    assert!(Collection::of(&by_weight, pieces(2), weighed).is_err());
    assert!(Collection::of(&by_weight, pieces(40), weighed).is_ok());
}

#[test]
fn a_correction_of_what_was_fetched_subtracts_in_its_month() {
    let resource = material(OWNER);
    let mut lot = lot(&resource, 10);
    let mut held = hold(&mut lot, &resource, 4).expect("held");
    held.collect(&act(2), &mut lot, taken(4)).expect("fetched");
    let later = act(60 * 24 * 40);
    held.correct(&later, &mut lot, taken(3), &reason())
        .expect("mended");
    assert_eq!((lot.on_hand, held.taken), (pieces(7), pieces(3)));
    let reused = lot
        .moves
        .last()
        .and_then(|last| last.reused)
        .expect("counted");
    assert_eq!((reused.at, reused.grams), (minute(2), -18_500));
    assert_eq!((reused.collections, reused.unweighed), (0, 0));
    let again = held.correct(&later, &mut lot, taken(3), &reason());
    assert_eq!(code(again), RefusalCode::NothingToDo);
    let much = held.correct(&later, &mut lot, taken(11), &reason());
    assert_eq!(code(much), RefusalCode::OutOfStock);
}

#[test]
fn bottles_come_back_up_to_as_many_as_were_fetched() {
    let resource = material(OWNER);
    let mut lot = lot(&resource, 10);
    let mut held = hold(&mut lot, &resource, 4).expect("held");
    let early = held.permits(A::TakeBackDeposit, minute(2));
    assert_eq!(code(early), RefusalCode::WrongState);
    held.collect(&act(2), &mut lot, taken(4)).expect("fetched");
    held.take_back_deposit(&act(3), pieces(3)).expect("back");
    assert_eq!(held.refund().cents, 150);
    let faults = held.take_back_deposit(&act(4), pieces(2));
    assert_eq!(
        faults.expect_err("too many").to_string(),
        "value: OUT_OF_RANGE"
    );
    assert!(held.expect_enough(pieces(2)).is_err(), "three came back");
    held.take_back_deposit(&act(4), pieces(1)).expect("back");
    let refused = held.permits(A::TakeBackDeposit, minute(5));
    assert_eq!(code(refused), RefusalCode::NothingToDo);
    assert_eq!(lot.on_hand, pieces(6), "they are washed first");
}

#[test]
fn a_lot_that_is_split_adds_up_and_comes_from_the_same_place() {
    let resource = material(OWNER);
    let mut lot = lot(&resource, 10);
    hold(&mut lot, &resource, 4).expect("held");
    let refused = lot.split(&act(2), &resource, pieces(7), label("Vitrées"));
    assert_eq!(code(refused), RefusalCode::OutOfStock);
    let part = lot
        .split(&act(2), &resource, pieces(6), label("Vitrées"))
        .expect("a part");
    assert_eq!(part.on_hand + lot.on_hand, pieces(10));
    assert_eq!((lot.available(), part.parent), (Amount::ZERO, Some(lot.id)));
    assert_eq!(part.content.origin_site, lot.content.origin_site);
    assert_eq!(code(lot.permits(LotAction::Split)), RefusalCode::OutOfStock);
    let elsewhere = LotContent {
        origin_site: None,
        ..part.content.clone()
    };
    let faults = part.expect_origin(&elsewhere).expect_err("its origin");
    assert_eq!(faults.to_string(), "originSite: INCONSISTENT");
    assert!(
        lot.expect_origin(&elsewhere).is_ok(),
        "that one is the first"
    );
}

#[test]
fn what_was_fetched_is_passed_on_once_and_keeps_its_origin() {
    let (resource, theirs) = (material(OWNER), material(BORROWER));
    let mut lot = lot(&resource, 10);
    let mut held = hold(&mut lot, &resource, 4).expect("held");
    held.collect(&act(2), &mut lot, taken(4)).expect("fetched");
    let mut pass = |amount| held.pass_on(&act(3), (&lot, &theirs), amount, label("Portes"));
    assert_eq!(code(pass(pieces(5))), RefusalCode::OutOfStock);
    let next = pass(pieces(3)).expect("a lot");
    assert_eq!((next.on_hand, next.owner), (pieces(3), theirs.owner));
    assert_eq!(next.parent, Some(lot.id));
    assert_eq!(next.content.origin_on, lot.content.origin_on);
    assert_eq!(next.moves[0].kind, MoveKind::PassOn);
    assert_eq!(code(pass(pieces(2))), RefusalCode::OutOfStock);
    pass(pieces(1)).expect("a lot");
    assert_eq!(
        code(held.permits(A::PassOn, minute(4))),
        RefusalCode::NothingToDo
    );
}

#[test]
fn the_owner_who_calls_off_says_why() {
    let resource = material(OWNER);
    let mut lot = lot(&resource, 10);
    let mut held = hold(&mut lot, &resource, 4).expect("held");
    assert!(held.canceller(resource.owner, None).is_err());
    let by = held.canceller(held.borrower, None).expect("the borrower");
    held.cancel(&act(2), &mut lot, by).expect("called off");
    assert_eq!((lot.available(), held.state), (pieces(10), S::Cancelled));
    assert_eq!(held.cancelled_by, Some(held.borrower));
}

#[test]
fn what_is_over_is_held_no_more_whatever_was_recorded() {
    let resource = material(OWNER);
    let mut lot = lot(&resource, 10);
    let mut held = hold(&mut lot, &resource, 4).expect("held");
    let by_nobody = |at| Act::new(at, None, &MINT);
    let instant_before = held.until - TimeDelta::microseconds(1);
    assert_eq!(held.state_at(instant_before), S::Held);
    assert!(!held.expire(&by_nobody(instant_before), &mut lot));
    assert_eq!(held.state_at(held.until), S::Expired);
    let refused = held.permits(A::Collect, held.until).expect_err("too late");
    assert_eq!(refused.facts[0].value, "EXPIRED");
    held.events.drain();
    assert!(held.expire(&by_nobody(held.until), &mut lot));
    assert_eq!(
        held.events.as_slice()[0].kind,
        EventKind::ReservationExpired
    );
    assert_eq!(lot.available(), pieces(10));
    assert!(!held.expire(&by_nobody(held.until), &mut lot), "once");
    assert_eq!(lot.held, Amount::ZERO);
}

#[test]
fn no_step_leads_out_of_an_end() {
    let resource = material(OWNER);
    for state in S::ALL {
        let mut lot = lot(&resource, 10);
        let mut held = hold(&mut lot, &resource, 4).expect("held");
        held.state = *state;
        held.taken = pieces(4);
        for action in A::ALL {
            let expected = match (state, action) {
                (_, A::Read)
                | (S::Held, A::Collect | A::Cancel)
                | (S::Collected, A::Correct | A::TakeBackDeposit | A::PassOn) => None,
                _ => Some(RefusalCode::WrongState),
            };
            let refused = held.permits(*action, minute(2)).err();
            assert_eq!(refused.map(|one| one.code), expected, "{action} in {state}");
        }
    }
}

/// Something that somebody does with a lot.
#[derive(Debug, Clone)]
enum Deed {
    Add(i64),
    Count(i64),
    Hold(i64, i64),
    Collect(usize, i64),
    Cancel(usize),
    Correct(usize, i64),
    Split(i64),
    Wait(i64),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let amount = || 1..40_i64;
    let one = prop_oneof![
        amount().prop_map(Deed::Add),
        (0..60_i64).prop_map(Deed::Count),
        (amount(), 1..5_000_i64).prop_map(|(number, minutes)| Deed::Hold(number, minutes)),
        (0..8_usize, amount()).prop_map(|(which, number)| Deed::Collect(which, number)),
        (0..8_usize).prop_map(Deed::Cancel),
        (0..8_usize, amount()).prop_map(|(which, number)| Deed::Correct(which, number)),
        amount().prop_map(Deed::Split),
        (1..3_000_i64).prop_map(Deed::Wait),
    ];
    prop::collection::vec(one, 1..60)
}

proptest! {
    #[test]
    fn the_stock_is_the_sum_of_its_moves_and_what_is_held_is_what_reservations_hold(deeds in deeds()) {
        let resource = material(OWNER);
        let mut lot = lot(&resource, 20);
        let (mut held, mut parts): (Vec<Reservation>, Vec<Lot>) = (vec![], vec![]);
        let mut minutes = 1;
        for deed in deeds {
            let now = act(minutes);
            // Whoever works on a lot lets go of what is over first.
            for one in &mut held {
                one.expire(&now, &mut lot);
            }
            let before = (lot.clone(), held.clone());
            let done = match deed {
                Deed::Add(number) => {
                    lot.add(&now, pieces(number)).expect("far below the most");
                    true
                }
                Deed::Count(number) => lot.correct(&now, pieces(number), reason()).is_ok(),
                Deed::Hold(number, for_minutes) => {
                    let wish = wish(&lot, number, Some(minute(minutes + for_minutes)));
                    let borrower = borrower(BORROWER, Some(100));
                    let one = Reservation::hold(&now, (&mut lot, &resource), &borrower, &wish);
                    held.extend(one.clone());
                    one.is_ok()
                }
                Deed::Collect(which, number) => held.get_mut(which)
                    .is_some_and(|one| one.collect(&now, &mut lot, taken(number)).is_ok()),
                Deed::Cancel(which) => held.get_mut(which)
                    .is_some_and(|one| one.cancel(&now, &mut lot, Canceller::Borrower(None)).is_ok()),
                Deed::Correct(which, number) => held.get_mut(which)
                    .is_some_and(|one| one.correct(&now, &mut lot, taken(number), &reason()).is_ok()),
                Deed::Split(number) => {
                    let part = lot.split(&now, &resource, pieces(number), label("Une part"));
                    parts.extend(part.clone());
                    part.is_ok()
                }
                Deed::Wait(more) => {
                    minutes += more;
                    true
                }
            };
            if !done {
                prop_assert_eq!(&(lot.clone(), held.clone()), &before, "a refusal changes nothing");
            }
            let sum = |change: fn(&StockMove) -> Amount| {
                lot.moves.iter().map(change).fold(Amount::ZERO, |sum, one| sum + one)
            };
            prop_assert_eq!(sum(|one| one.on_hand_change), lot.on_hand);
            prop_assert_eq!(sum(|one| one.held_change), lot.held);
            prop_assert!(Amount::ZERO <= lot.held && lot.held <= lot.on_hand);
            let kept = held.iter().filter(|one| one.state == S::Held);
            let kept = kept.fold(Amount::ZERO, |sum, one| sum + one.amount);
            prop_assert_eq!(kept, lot.held);
            let last = lot.moves.last().expect("it came in");
            prop_assert_eq!((last.on_hand, last.held), (lot.on_hand, lot.held));
            prop_assert_eq!(last.number, lot.move_count);
            let counted: i64 = lot.moves.iter().filter_map(|one| one.reused).map(|one| one.grams).sum();
            let weighed: i64 = held.iter().filter_map(|one| one.weight).map(Weight::grams).sum();
            prop_assert_eq!(counted, weighed);
        }
        for part in parts {
            prop_assert_eq!(part.moves[0].on_hand_change, part.on_hand);
        }
    }
}
