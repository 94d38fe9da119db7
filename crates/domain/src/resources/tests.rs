//! What a resource says of itself, and with whom it is shared. Publication is tested with
//! `content`, hours and bookings beside their rules.

use super::*;
use crate::{
    content::ContentState,
    events::{Audience, EventKind},
    moderation::{ActiveMember, Moderated},
    refusals::RefusalCode,
    testing::{act, held_back, id, resource, resource_draft},
    values::{Faults, Money, Visibility},
};

fn faults(draft: ResourceDraft) -> String {
    let wrong = ResourceContent::parse(draft, &[]).map(drop);
    wrong.expect_err("something wrong").to_string()
}

fn told(change: impl FnOnce(&mut ResourceDraft)) -> String {
    let mut draft = resource_draft();
    change(&mut draft);
    faults(draft)
}

#[test]
fn organisations_are_named_where_the_visibility_is_theirs_and_there_alone() {
    assert_eq!(
        told(|draft| draft.visibility = Some(Visibility::Parties)),
        "parties: REQUIRED"
    );
    assert_eq!(
        told(|draft| draft.parties = vec![id(1)]),
        "parties: INCONSISTENT"
    );
    assert_eq!(
        told(|draft| {
            draft.visibility = Some(Visibility::Parties);
            draft.parties = vec![id(1), id(1)];
        }),
        "parties: DUPLICATE"
    );
    assert_eq!(
        told(|draft| draft.shared_with = (0..51).map(id).collect()),
        "sharedWith: TOO_LONG"
    );
}

#[test]
fn only_an_active_member_of_the_hub_shares_and_publishes() {
    let content = ResourceContent::parse(resource_draft(), &[]).expect("a resource");
    let refused = Resource::create(&act(0), id(100), id(200), content, ActiveMember::No);
    assert_eq!(
        refused.expect_err("no member").code,
        RefusalCode::NotActiveMember
    );
    let refused = resource().submit(&act(1), &held_back(), ActiveMember::No);
    assert_eq!(
        refused.expect_err("no member").code,
        RefusalCode::NotActiveMember
    );
}

#[test]
fn its_own_hub_is_among_those_it_is_shared_with_once() {
    let mut resource = resource();
    resource.content.shared_with = vec![id(7), resource.hub, id(8)];
    let hubs: Vec<_> = resource.hubs().collect();
    assert_eq!(hubs, [resource.hub, id(7), id(8)]);
}

fn conditions(units: i32) -> Conditions {
    Conditions::parse(draft_of_conditions(units, "Europe/Paris")).expect("conditions")
}

fn draft_of_conditions(units: i32, time_zone: &str) -> ConditionsDraft {
    ConditionsDraft {
        time_zone: time_zone.into(),
        rules: RulesDraft {
            units,
            min_length: 30,
            max_length: 600,
            notice: 0,
            horizon: 43_200,
            buffer: 0,
            approval: Approval::Automatic,
            free_until: 0,
            late_share: 0,
        },
        hours: HoursDraft::default(),
    }
}

#[test]
fn conditions_hold_at_once_and_are_told_to_whom_the_resource_is_shown() {
    let mut resource = resource();
    resource
        .set_conditions(&act(1), conditions(2))
        .expect("set");
    assert_eq!(resource.events.drain()[0].audience, Audience::Organisation);
    let same = resource.set_conditions(&act(2), conditions(2));
    assert_eq!(same.expect_err("the same").code, RefusalCode::NothingToDo);
    resource
        .submit(&act(3), &held_back(), ActiveMember::Yes)
        .expect("submits");
    resource.publish(&act(4), id(100)).expect("publishes");
    resource.events.drain();
    resource
        .set_conditions(&act(5), conditions(3))
        .expect("set");
    let told = resource.events.drain();
    assert_eq!(told[0].kind, EventKind::ResourceConditionsChanged);
    assert_eq!(told[0].audience, Audience::Public);
    for state in [
        ContentState::Hidden,
        ContentState::Rejected,
        ContentState::Archived,
    ] {
        resource.state = state;
        let refused = resource.set_conditions(&act(6), conditions(4));
        assert_eq!(refused.expect_err("not now").code, RefusalCode::WrongState);
    }
}

#[test]
fn conditions_name_the_zone_that_there_is_not_beside_everything_else() {
    let mut draft = draft_of_conditions(0, "Europe/Niort");
    draft.rules.late_share = 101;
    let wrong: Faults = Conditions::parse(draft).expect_err("wrong");
    assert_eq!(
        wrong.to_string(),
        "timeZone: UNKNOWN, units: OUT_OF_RANGE, lateShare: OUT_OF_RANGE"
    );
}

#[test]
fn conditions_read_back_from_their_json() {
    let conditions = conditions(12);
    let json = serde_json::to_value(&conditions).expect("JSON");
    assert_eq!(json["time_zone"], "Europe/Paris");
    let read: Conditions = serde_json::from_value(json).expect("conditions");
    assert_eq!(read, conditions);
}

#[test]
fn the_highest_price_is_what_the_dearest_category_pays() {
    let terms = |others: &str, founder: &str| {
        Terms::parse(&TermsDraft {
            kind: PriceKind::CostShare,
            per: Some(Per::Day),
            amounts: vec![AmountDraft {
                category: crate::memberships::MemberCategory::Founder,
                amount: founder.into(),
            }],
            others: Some(others.into()),
            barter: None,
            costs: None,
            deposit: None,
            note: None,
        })
        .expect("terms")
    };
    let highest = Some((Per::Day, Money { cents: 1200 }));
    assert_eq!(terms("12.00", "8.00").highest(), highest);
    assert_eq!(terms("8.00", "12.00").highest(), highest);
    assert_eq!(resource().content.terms.highest(), None);
}
