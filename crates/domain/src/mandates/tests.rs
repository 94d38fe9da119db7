use proptest::prelude::*;

use super::*;
use crate::testing::{act, act_of, id, minute};

use MandateRole as R;

fn representatives(mandates: &[Mandate]) -> Vec<PersonId> {
    let live = mandates
        .iter()
        .filter(|one| one.is_live() && one.role == R::Representative);
    live.map(|one| one.person).collect()
}

#[derive(Debug, Clone)]
enum Step {
    Grant(R),
    Change(usize, R),
    End(usize),
}

fn role() -> impl Strategy<Value = R> {
    proptest::sample::select(R::ALL)
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        role().prop_map(Step::Grant),
        (0..8usize, role()).prop_map(|(which, role)| Step::Change(which, role)),
        (0..8usize).prop_map(Step::End),
    ];
    prop::collection::vec(step, 1..40)
}

proptest! {
    #[test]
    fn an_organisation_keeps_a_representative_whatever_its_people_do(steps in steps()) {
        let mut mandates = vec![Mandate::grant(&act(0), id(1), id(200), R::Representative)];
        for step in steps {
            let people = representatives(&mandates);
            let (which, wanted) = match step {
                Step::Grant(role) => {
                    let mandate = Mandate::grant(&act(1), id(2 + mandates.len() as u128), id(200), role);
                    prop_assert_eq!(mandate.events.as_slice().len(), 1);
                    mandates.push(mandate);
                    continue;
                }
                Step::Change(which, role) => (which, Some(role)),
                Step::End(which) => (which, None),
            };
            let Some(mandate) = mandates.get_mut(which) else { continue };
            mandate.events.drain();
            let was = mandate.clone();
            // By hand: what is refused, in the order of importance.
            let expected = if was.revoked_at.is_some() {
                Some(RefusalCode::WrongState)
            } else if wanted == Some(was.role) {
                Some(RefusalCode::NothingToDo)
            } else if was.role == R::Representative && people == [was.person] {
                Some(RefusalCode::LastRepresentative)
            } else {
                None
            };
            let answer = match wanted {
                Some(role) => mandate.change_role(&act(2), role, &people),
                None => mandate.end(&act(2), &people),
            };
            prop_assert_eq!(answer.as_ref().err().map(|refusal| refusal.code), expected);
            if answer.is_ok() {
                prop_assert_eq!(mandate.events.drain().len(), 1);
                prop_assert_eq!(mandate.is_live(), wanted.is_some());
                prop_assert_eq!(mandate.role, wanted.unwrap_or(was.role));
                prop_assert_eq!(mandate.revoked_at.is_some(), mandate.revoked_by.is_some());
            } else {
                prop_assert_eq!(&*mandate, &was);
            }
            prop_assert_eq!(mandate.version, 0);
            prop_assert!(!representatives(&mandates).is_empty());
        }
    }

    #[test]
    fn an_invitation_is_taken_up_or_taken_back_at_most_once_and_in_time(
        steps in prop::collection::vec((any::<bool>(), 0..6i64), 1..12),
    ) {
        let mut invitation = Invitation::send(
            &act(0),
            id(200),
            EmailAddress::parse("jeanne@exemple.test").expect("an address"),
            R::Contributor,
        );
        prop_assert_eq!(invitation.events.drain().len(), 1);
        let (mut days, mut used) = (0, false);
        for (accepts, wait) in steps {
            days += wait;
            let act = act_of(id(7), days * 24 * 60);
            let possible = !used && days < 14;
            let was = invitation.clone();
            prop_assert_eq!(invitation.is_open(act.at), possible);
            let answer = if accepts {
                let mandate = invitation.accept(&act, id(7), None);
                if let Ok(mandate) = &mandate {
                    prop_assert_eq!((mandate.person, mandate.role), (id(7), R::Contributor));
                    prop_assert_eq!(mandate.organisation, invitation.organisation);
                    prop_assert_eq!(mandate.granted_by, invitation.invited_by);
                }
                mandate.map(drop).map_err(|refusal| refusal.code)
            } else {
                invitation.revoke(&act).map_err(|refusal| refusal.code)
            };
            if possible {
                prop_assert_eq!(answer, Ok(()));
                prop_assert_eq!(invitation.events.drain().len(), 1);
                used = true;
            } else {
                let code = if accepts { RefusalCode::TokenSpent } else { RefusalCode::WrongState };
                prop_assert_eq!(answer, Err(code));
                prop_assert_eq!(&invitation, &was);
            }
            prop_assert!(invitation.accepted_at.is_none() || invitation.revoked_at.is_none());
        }
    }
}

#[test]
fn an_invitation_raises_a_lesser_mandate_and_is_kept_for_whom_it_gives_nothing() {
    let invite = |role| {
        let email = EmailAddress::parse("jeanne@exemple.test").expect("an address");
        Invitation::send(&act(0), id(200), email, role)
    };
    let held = Mandate::grant(&act(0), id(7), id(200), R::Contributor);
    let mut higher = invite(R::Representative);
    let raised = higher
        .accept(&act(1), id(7), Some(held.clone()))
        .expect("raised");
    assert_eq!((raised.id, raised.role), (held.id, R::Representative));
    for role in [R::Reader, R::Contributor] {
        let mut useless = invite(role);
        let refusal = useless
            .accept(&act(1), id(7), Some(held.clone()))
            .expect_err("no less than held");
        assert_eq!(refusal.code, RefusalCode::AlreadyMandated);
        assert!(useless.is_open(act(2).at));
    }
}

#[test]
fn an_invitation_lasts_fourteen_days() {
    let email = EmailAddress::parse("jeanne@exemple.test").expect("an address");
    let invitation = Invitation::send(&act(0), id(200), email, R::Reader);
    assert!(invitation.is_open(minute(14 * 24 * 60 - 1)));
    assert!(!invitation.is_open(minute(14 * 24 * 60)));
}

#[test]
fn each_role_includes_those_before_it() {
    assert!(R::Reader < R::Contributor && R::Contributor < R::Representative);
}
