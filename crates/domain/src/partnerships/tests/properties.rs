//! Whatever parties do in whatever order, on whatever days.

use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::events::EventKind;

/// What somebody tries.
#[derive(Debug, Clone, Copy)]
enum Try {
    Change(u8),
    Withdraw,
    Propose,
    Sign,
    SignOld,
    Decline,
    Discard,
    Terminate,
    Leave,
    DeclineRenewal,
    Suspend,
    Resume,
    Wait(u16),
}

fn tries() -> impl Strategy<Value = Vec<(u128, Try)>> {
    let one = prop_oneof![
        3 => (0_u8..4).prop_map(Try::Change),
        1 => Just(Try::Withdraw),
        4 => Just(Try::Propose),
        8 => Just(Try::Sign),
        1 => Just(Try::SignOld),
        1 => Just(Try::Decline),
        1 => Just(Try::Discard),
        1 => Just(Try::Terminate),
        1 => Just(Try::Leave),
        1 => Just(Try::DeclineRenewal),
        1 => Just(Try::Suspend),
        1 => Just(Try::Resume),
        2 => (0_u16..400).prop_map(Try::Wait),
    ];
    proptest::collection::vec((0_u128..4, one), 1..60)
}

fn texts(number: u8) -> Outline {
    let mut changed = match number {
        0 => outline(3),
        1 => outline(4),
        2 => until(outline(2), Some("2027-11-20"), Renewal::Tacit, 30),
        _ => until(outline(3), None, Renewal::None, 0),
    };
    // The same commitment in each of them.
    changed.commitments.clear();
    changed
}

fn attempt(partnership: &mut Partnership, by: u128, one: Try, on: NaiveDate) -> bool {
    let act = act_for(by);
    match one {
        Try::Change(number) => change(partnership, by, texts(number), on).is_ok(),
        Try::Withdraw => partnership.withdraw(&act, on).is_ok(),
        Try::Propose => {
            let next = frozen(partnership.next_number());
            partnership
                .propose(&act, on, &Around::default(), next)
                .is_ok()
        }
        Try::Sign => sign(partnership, by, on).is_ok(),
        Try::SignOld => {
            let old = partnership.versions.first().map(|one| one.sha256.clone());
            let waits = partnership.proposed().map(|one| one.sha256.clone());
            let Some(old) = old.filter(|old| Some(old) != waits.as_ref()) else {
                return false;
            };
            let signed = partnership.sign(&act, on, &old, signature(by));
            assert!(signed.is_err(), "what waits for nobody is signed by nobody");
            false
        }
        Try::Decline => partnership.decline(&act, party(by), on, reason()).is_ok(),
        Try::Discard => partnership.discard(&act, on).is_ok(),
        Try::Terminate => partnership.terminate(&act, party(by), on, notice()).is_ok(),
        Try::Leave => partnership.leave(&act, party(by), on, reason()).is_ok(),
        Try::DeclineRenewal => partnership
            .decline_renewal(&act, party(by), on, reason())
            .is_ok(),
        Try::Suspend => partnership.suspend(&act, party(by), on, reason()).is_ok(),
        Try::Resume => partnership.resume(&act, party(by), on).is_ok(),
        Try::Wait(_) => true,
    }
}

/// What always holds.
fn check(partnership: &Partnership) {
    let in_state = |state| {
        partnership
            .versions
            .iter()
            .filter(move |one| one.state == state)
    };
    let waiting = in_state(VersionState::Proposed).count();
    let binding = in_state(VersionState::InForce).count() + in_state(VersionState::Signed).count();
    assert!(
        waiting <= 1 && binding <= 1,
        "one waits and one binds at most"
    );
    assert_eq!(waiting == 1, partnership.stage == Stage::Proposed);
    for version in &partnership.versions {
        if version.state.bound() {
            assert!(
                version.is_signed(),
                "never in force without every signature"
            );
        }
        let mut signed: Vec<_> = version
            .signatures
            .iter()
            .map(|one| one.organisation)
            .collect();
        signed.dedup();
        assert_eq!(signed.len(), version.signatures.len(), "nobody signs twice");
    }
    let numbers: Vec<_> = partnership.versions.iter().map(|one| one.number).collect();
    let expected: Vec<_> = (1..).take(numbers.len()).collect();
    assert_eq!(numbers, expected, "numbers grow by one");
    assert_eq!(partnership.state.binds(), binding == 1);
    assert_eq!(
        partnership.state == S::Proposed,
        waiting == 1 && binding == 0
    );
    if partnership.state.is_over() {
        assert_eq!(partnership.stage, Stage::Settled);
    }
    let insiders = partnership.insiders();
    assert!(!insiders.is_empty(), "it is somebody's for ever");
    assert!(
        partnership
            .current()
            .iter()
            .all(|one| insiders.contains(one))
    );
    if partnership.is_in_force() {
        assert!(partnership.current().len() >= 2, "it takes two");
    }
    for gone in partnership.course.departures.iter().filter(|one| one.done) {
        let by = gone.notice.by;
        assert!(!partnership.current().contains(&by));
        assert!(
            partnership.witnesses().contains(&by),
            "who has left has signed"
        );
    }
}

proptest! {
    #[test]
    fn nothing_binds_but_what_every_signatory_has_signed(tries in tries()) {
        let mut partnership = drafted(texts(0));
        let mut on = today();
        for (by, one) in tries {
            if let Try::Wait(days) = one {
                on = on.checked_add_days(Days::new(days.into())).expect("a day");
                partnership.attend(&by_itself(), on);
            }
            let before = partnership.clone();
            let done = attempt(&mut partnership, by, one, on);
            if !done {
                prop_assert_eq!(&partnership, &before, "what is refused changes nothing");
            } else if !matches!(one, Try::Wait(_)) {
                let told = partnership.events.as_slice().len();
                prop_assert!(told > before.events.as_slice().len(), "every act is told");
            }
            for (now, earlier) in partnership.versions.iter().zip(&before.versions) {
                if earlier.state != VersionState::Proposed {
                    prop_assert_eq!(&now.signatures, &earlier.signatures, "only what waits is signed");
                }
                prop_assert_eq!((&now.outline, &now.sha256), (&earlier.outline, &earlier.sha256));
            }
            check(&partnership);
        }
    }

    #[test]
    fn looking_on_each_day_is_looking_on_the_days_that_matter(
        months in 1_u32..30, length in 1_u64..500, notice in 0_u32..120, tacit in any::<bool>(), leaves in 0_u64..400,
    ) {
        let mut agreed = outline(3);
        agreed.term = Term {
            starts_on: today(),
            ends_on: today().checked_add_days(Days::new(length)),
            renewal: if tacit { Renewal::Tacit } else { Renewal::None },
            renewal_months: tacit.then_some(months),
            notice_days: notice,
            early_termination: true,
        };
        let left = today().checked_add_days(Days::new(leaves)).expect("a day");
        let live = |planned: bool| {
            let mut partnership = in_force(agreed.clone());
            let mut next = partnership.next_due(today());
            for on in today().iter_days().take(1_500) {
                if on == left && partnership.permits(A::Leave, Some(party(2)), on).is_ok() {
                    partnership.leave(&act_for(2), party(2), on, reason()).expect("permitted");
                    next = partnership.next_due(on);
                }
                if !planned || next.is_some_and(|next| next <= on) {
                    partnership.attend(&by_itself(), on);
                    next = partnership.next_due(on);
                }
            }
            let told: Vec<(EventKind, Vec<_>)> = partnership.events.drain().into_iter()
                .map(|event| (event.kind, event.facts)).collect();
            (told, partnership)
        };
        let ((daily, each), (planned, some)) = (live(false), live(true));
        prop_assert_eq!(daily, planned);
        prop_assert_eq!(each.state, some.state);
        prop_assert_eq!(each.course, some.course);
    }
}
