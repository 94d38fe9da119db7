use proptest::prelude::*;

use super::*;
use crate::{
    events::EventKind as K,
    testing::{act, hub, id, reason},
    values::Markdown,
};

use MembershipAction as A;
use MembershipState as S;

/// Every step that exists. What is not here is refused.
const LIFE: &[(S, A, S, K)] = &[
    (S::Applied, A::Accept, S::Active, K::MembershipActivated),
    (S::Applied, A::Refuse, S::Refused, K::MembershipRefused),
    (S::Invited, A::Join, S::Active, K::MembershipActivated),
    (S::Invited, A::Decline, S::Declined, K::MembershipDeclined),
    (S::Active, A::Suspend, S::Suspended, K::MembershipSuspended),
    (S::Applied, A::Leave, S::Left, K::MembershipLeft),
    (S::Active, A::Leave, S::Left, K::MembershipLeft),
    (S::Suspended, A::Leave, S::Left, K::MembershipLeft),
    (S::Active, A::Exclude, S::Excluded, K::MembershipExcluded),
    (S::Suspended, A::Exclude, S::Excluded, K::MembershipExcluded),
    (
        S::Active,
        A::AcceptCharter,
        S::Active,
        K::MembershipCharterAccepted,
    ),
    (S::Active, A::Change, S::Active, K::MembershipChanged),
    (S::Suspended, A::Resume, S::Active, K::MembershipResumed),
    (S::Suspended, A::Change, S::Suspended, K::MembershipChanged),
];

fn take(membership: &mut Membership, action: A, hub: &Hub, minutes: i64) -> Result<(), Refusal> {
    let act = &act(minutes);
    let charter = hub.charter.as_ref().map_or(0, |charter| charter.number);
    match action {
        A::Accept => membership.accept(act, None, None),
        A::Refuse => membership.refuse(act, reason()),
        A::Join => membership.join(act, hub, charter),
        A::Decline => membership.decline(act),
        A::Suspend => membership.suspend(act, reason()),
        A::Resume => membership.resume(act),
        A::Leave => membership.leave(act),
        A::Exclude => membership.exclude(act, reason()),
        A::AcceptCharter => membership.accept_charter(act, hub, charter),
        A::Change => {
            let trusted = !membership.trusted;
            membership.change(act, membership.category, membership.college, trusted)
        }
    }
}

fn applied(hub: &Hub) -> Membership {
    Membership::apply(&act(0), hub, id(200), MemberCategory::ActiveMember, 1).expect("applied")
}

fn invited(hub: &Hub) -> Membership {
    Membership::invite(&act(0), hub.id, id(200), MemberCategory::ActiveMember, None)
}

proptest! {
    #[test]
    fn a_membership_never_leaves_its_life_cycle(
        by_invitation in any::<bool>(),
        actions in prop::collection::vec(proptest::sample::select(A::ALL), 1..30),
    ) {
        let mut hub = hub();
        let mut membership = if by_invitation { invited(&hub) } else { applied(&hub) };
        prop_assert_eq!(membership.events.drain().len(), 1);
        for (number, action) in actions.into_iter().enumerate() {
            // So that there is always something to accept.
            hub.publish_charter(&act(0), Markdown::parse("Coopérer encore.").expect("text"), None);
            let was = membership.clone();
            let expected = LIFE
                .iter()
                .find(|(from, name, ..)| (*from, *name) == (was.state, action));
            let shown = membership.permits(action);
            let answer = take(&mut membership, action, &hub, i64::try_from(number).expect("few"));
            let events = membership.events.drain();
            prop_assert_eq!(&shown, &answer);
            if let Some((.., next, kind)) = expected {
                prop_assert_eq!(&answer, &Ok(()));
                prop_assert_eq!(membership.state, *next);
                let told: Vec<_> = events.iter().map(|event| event.kind).collect();
                prop_assert_eq!(told, vec![*kind]);
            } else {
                prop_assert_eq!(answer.expect_err("refused").code, RefusalCode::WrongState);
                prop_assert!(events.is_empty());
                prop_assert_eq!(&membership, &was);
            }
            let explained = matches!(membership.state, S::Refused | S::Suspended | S::Excluded);
            prop_assert_eq!(membership.reason.is_some(), explained);
            let over = matches!(membership.state, S::Left | S::Excluded);
            // Whoever takes an application back has left without ever having been a member.
            let was_member = membership.since.is_some();
            prop_assert_eq!(membership.until.is_some(), over && was_member);
            let is_member = matches!(membership.state, S::Active | S::Suspended | S::Excluded);
            prop_assert!(was_member || !is_member);
            prop_assert!(!was_member || is_member || membership.state == S::Left);
            prop_assert!(!was_member || membership.charter_accepted.is_some());
            prop_assert_eq!(membership.version, 0);
        }
    }
}

#[test]
fn only_the_charter_in_force_can_be_accepted() {
    let mut hub = hub();
    hub.publish_charter(
        &act(1),
        Markdown::parse("Coopérer mieux.").expect("text"),
        None,
    );
    let late = Membership::apply(&act(2), &hub, id(200), MemberCategory::Founder, 1);
    let refusal = late.expect_err("the old charter");
    assert_eq!(refusal.code, RefusalCode::CharterOutdated);
    assert_eq!(refusal.facts, [Fact::new("current", 2)]);
    assert_eq!(
        invited(&hub).join(&act(2), &hub, 1).expect_err("old").code,
        RefusalCode::CharterOutdated
    );

    hub.charter = None;
    let none = Membership::apply(&act(3), &hub, id(200), MemberCategory::Founder, 1);
    assert_eq!(
        none.expect_err("nothing to accept").code,
        RefusalCode::NoCharter
    );
}

#[test]
fn a_new_charter_asks_members_again_and_keeps_them_members_meanwhile() {
    let mut hub = hub();
    let mut membership = applied(&hub);
    membership.accept(&act(1), None, None).expect("accepted");
    let again = membership
        .accept_charter(&act(2), &hub, 1)
        .expect_err("accepted already");
    assert_eq!(again.code, RefusalCode::NothingToDo);

    hub.publish_charter(
        &act(3),
        Markdown::parse("Coopérer mieux.").expect("text"),
        None,
    );
    assert_eq!(
        (membership.state, membership.charter_accepted),
        (S::Active, Some(1))
    );
    membership
        .accept_charter(&act(4), &hub, 2)
        .expect("the new charter");
    assert_eq!(membership.charter_accepted, Some(2));
    assert_eq!(membership.charter_accepted_at, Some(act(4).at));
}

#[test]
fn an_invitation_accepts_no_charter_and_puts_nobody_under_the_care_of_a_hub() {
    let invited = invited(&hub());
    assert_eq!(invited.charter_accepted, None);
    assert!(invited.state.is_live() && !invited.state.is_under_care());
    for state in S::ALL {
        assert!(state.is_live() || !state.is_under_care(), "{state}");
    }
}

#[test]
fn changing_nothing_is_refused() {
    let mut membership = applied(&hub());
    membership.accept(&act(1), None, None).expect("accepted");
    membership.events.drain();
    let (category, college) = (membership.category, membership.college);
    let refusal = membership
        .change(&act(2), category, college, false)
        .expect_err("the same");
    assert_eq!(refusal.code, RefusalCode::NothingToDo);
    assert!(membership.events.as_slice().is_empty());
}

#[test]
fn a_new_charter_version_asks_members_again() {
    let mut hub = hub();
    let mut membership = Membership::apply(&act(0), &hub, id(5), MemberCategory::Founder, 1)
        .expect("the charter in force");
    assert!(!membership.charter_is_outdated(&hub), "no member yet");
    membership.accept(&act(1), None, None).expect("accepted");
    let accept = MembershipAction::AcceptCharter;
    let refusal = membership.permits_in(&hub, accept).expect_err("accepted");
    assert_eq!(refusal.code, RefusalCode::NothingToDo);
    hub.publish_charter(
        &act(2),
        crate::values::Markdown::parse("Coopérer mieux.").expect("a text"),
        None,
    );
    assert!(membership.charter_is_outdated(&hub));
    membership
        .permits_in(&hub, accept)
        .expect("a newer version");
    membership
        .accept_charter(&act(3), &hub, 2)
        .expect("accepted again");
    assert!(!membership.charter_is_outdated(&hub));
    hub.charter = None;
    let refusal = membership.permits_in(&hub, accept).expect_err("none");
    assert_eq!(refusal.code, RefusalCode::NoCharter);
    let refusal = hub
        .permits(crate::hubs::HubAction::Apply)
        .expect_err("none");
    assert_eq!(refusal.code, RefusalCode::NoCharter);
}
